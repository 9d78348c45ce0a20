"""A fresh process for one measurement of the window: does one thing and prints what it saw as JSON.

``python -m app.bench.probe NAME STARTED …``: STARTED is the ``perf_counter`` of the moment the
process was asked for; that clock is one for the whole computer.
"""

from __future__ import annotations

import json
import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: How long a person is thought to type; what the program prepares meanwhile is not counted.
TYPING_MS = 1500
#: What is allowed to settle before memory is read.
SETTLE_MS = 2500
SEARCHES = 500
_WORDS = ("nguyễn", "đào", "van hung", "thi huong", "trần", "lê minh", "pham", "đức", "hoa", "quoc")


def tell(found: dict[str, Any]) -> None:
    """What was seen, for the process that asked."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def memory() -> float:
    """This process's share of memory in MB (PSS); 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def bare(started: float) -> int:
    """The floor: a window with a line of text, nothing else."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    from app.bench.seen import after, when_painted

    weighs = "--memory" in sys.argv
    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Bình Yên"))
    window.resize(1280, 680)
    window.show()
    seen: list[float] = []

    def painted() -> None:
        seen.append(time.perf_counter() - started)
        after(SETTLE_MS if weighs else 0, done)

    def done() -> None:
        tell({"painted": seen[0], "memory": memory()})
        app.quit()

    when_painted(window, painted)
    return app.exec()


def unlock(started: float, home: str) -> int:
    """The program itself until its unlock page is painted."""
    return _run(home, lambda running: _tell_and_quit(started))


def _tell_and_quit(started: float) -> None:
    from PySide6.QtWidgets import QApplication

    tell({"painted": time.perf_counter() - started})
    QApplication.quit()


def _run(home: str, painted: Callable[[Any], None]) -> int:
    """The program by its own entrance; ``painted`` is called with its parts after the first picture."""
    from app.desk import start

    shown = start._Running.show

    def show(running: start._Running) -> None:
        from app.bench.seen import when_painted

        when_painted(running.window, lambda: painted(running))
        shown(running)

    start._Running.show = show  # type: ignore[method-assign, assignment]  # looks on, changes nothing
    sys.argv = ["binhyen", "desk", "--home", home]
    runpy.run_module("app", run_name="__main__")  # ends by SystemExit, as the program does
    return 0


def people(started: float, home: str, user: str, password: str) -> int:
    """The program from its start over the passphrase to the painted list; then its memory."""
    wait = 0 if "--cold" in sys.argv else TYPING_MS

    def painted(running: Any) -> None:
        from app.bench.seen import after
        from app.bench.visit import Visit

        visit = Visit(started, running, user, password, _WORDS, SEARCHES)
        after(wait, visit.begin)

    return _run(home, painted)


def derive(_started: float, home: str, user: str, password: str) -> int:
    """The floor of unlocking: the key of a passphrase and nothing else."""
    from app.vault.home import Home
    from app.vault.keys import unlock

    start = time.perf_counter()
    unlock(Home(Path(home)), user, password)
    tell({"taken": time.perf_counter() - start})
    return 0


def lazy(_started: float, plain: str) -> int:
    """The floor of the list: ids and pages of plain SQLite under the least model there is."""
    from app.bench.tables import lazy_first_paint

    tell({"painted": lazy_first_paint(Path(plain))})
    return 0


def sql(_started: float, plain: str) -> int:
    """The floor of the table: Qt's own model over plain SQLite."""
    from app.bench.tables import sql_table

    tell(sql_table(Path(plain)))
    return 0


def table(_started: float, home: str, user: str, password: str) -> int:
    """Our table over our register."""
    from app.bench.tables import our_table

    tell(our_table(Path(home), user, password))
    return 0


PROBES: dict[str, Callable[..., int]] = {
    made.__name__: made for made in (bare, unlock, people, derive, lazy, sql, table)
}


def main(argv: list[str]) -> int:
    """Run the probe that is named."""
    name, started, *rest = [word for word in argv if not word.startswith("--")]
    return PROBES[name](float(started), *rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
