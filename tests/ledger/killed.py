"""Run as a program by ``test_kill``: writes until it is killed, saying after each commit what is kept."""

from __future__ import annotations

import sys
from pathlib import Path

from app.ledger.clock import wall
from tests.ledger import homes
from tests.ledger.homes import person, record


def main() -> None:
    opened = homes.enter(Path(sys.argv[1]), wall)
    name, store = sys.argv[2], opened.session.store
    for n in range(10_000):
        with store.write("an", f"lần {n}") as writer:
            writer.put(person(f"{name}.{n}", name=f"Nguyễn Văn {n}"))
            writer.put(record("visit", f"v{name}.{n}", person=f"{name}.{n}", visited_on="2026-11-20"))
            if n % 3 == 2:
                writer.retract("person", f"{name}.{n - 1}", "thử")
            writer.note("view", f"person:{name}.{n}")
        sys.stdout.write(f"{n}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
