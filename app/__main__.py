"""Start: ``binhyen [COMMAND …]``, ``python -m app`` or the packed program.

Nothing heavy is imported here: the window must appear at once, so each command
brings in its own room.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__ and not getattr(sys, "frozen", False):
    # Started by its path: the rooms are found beside this package, wherever the work is done.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main(argv: list[str] | None = None) -> int:
    """Run a command; with none, or with ``desk``, open the window. Returns the exit status."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] == "desk":
        from app.bootstrap_desk import run_desk

        return run_desk(arguments[1:])
    if arguments[0] == "self-test":
        from app.selftest import main as check

        return check(arguments[1:])
    from app.cli.main import main as command

    return command(arguments)


if __name__ == "__main__":
    sys.exit(main())
