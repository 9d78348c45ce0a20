"""Run as a program by ``test_kill``: works in a loop until it is killed."""

from __future__ import annotations

import sys

from app.vault import keys
from app.vault.derive import REHEARSAL
from app.vault.home import Home
from tests.vault.samples import OTHER, PASSWORD


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main() -> None:
    home = Home(sys.argv[1])
    me = keys.unlock(home, "an", PASSWORD, limits=REHEARSAL)
    say("ready")
    for n in range(1000):
        keys.add_user(home, me, f"bình {n}", keys.POLICE, OTHER, limits=REHEARSAL)
        me = keys.remove_user(home, me, f"bình {n}")
        say("removed")


if __name__ == "__main__":
    main()
