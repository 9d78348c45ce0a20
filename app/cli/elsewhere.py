"""Commands of other rooms: the window, and the check of an installed program as a process of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.options import Command
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context

_NAMES = ("desk", "self-test")
_WITH_VALUE = frozenset({"--lang", "--home", "--as", "--password-file", "--at"})


def in_front(argv: Sequence[str]) -> list[str]:
    """The command line with the command first, when it is one of these behind options; else empty."""
    at = 0
    while at < len(argv) and argv[at].startswith("-"):
        at += 2 if argv[at] in _WITH_VALUE else 1
    if at >= len(argv) or argv[at] not in _NAMES or {"-h", "--help"} & set(argv):
        return []
    return [argv[at], *argv[:at], *argv[at + 1 :]]


def handed_over(argv: Sequence[str]) -> int:
    """Run one of these commands; its exit status."""
    if argv[0] == "desk":
        from app.bootstrap_desk import run_desk

        return run_desk(argv[1:])
    import subprocess

    return subprocess.call([*own_command(), *argv])


def own_command() -> list[str]:
    """How this program is started again."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(Path(__file__).resolve().parents[1])]


def _add_desk(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sample", action="store_true", help=_("open the training register of made-up people")
    )


def _add_nothing(_parser: argparse.ArgumentParser) -> None:
    return


def _run(_context: Context, given: argparse.Namespace) -> int:
    return handed_over([given.command])


DESK = Command("desk", N_("open the window"), _add_desk, _run)
SELF_TEST = Command("self-test", N_("check an installed program"), _add_nothing, _run, home=False)
