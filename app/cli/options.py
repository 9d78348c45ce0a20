"""How a command line is read: typed options, in the chosen language, wrong use told in one sentence."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from app.words import LANGUAGES, N_, _

if TYPE_CHECKING:
    from app.cli.context import Context

#: Exit statuses (see ``main``).
DONE, DEFECT, MISUSED, REFUSED, NEEDS_PERSON = 0, 1, 2, 3, 4

Add = Callable[["Parser"], None]
Run = Callable[["Context", argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it is for, its own options, what it does (the exit status).

    ``home``: it opens one node's folder, so it takes the folder, account, password and clock.
    ``hand_over``: it is started as a process of its own with what stands behind its name.
    """

    name: str
    help: str
    add: Add
    run: Run
    home: bool = True


class WrongUse(Exception):
    """The command line cannot be read; the text is the sentence for the person."""


class _Formatter(argparse.HelpFormatter):
    """Help with our own word for “usage”, and nothing cut."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or _("Usage: "))


class Parser(argparse.ArgumentParser):
    """An argument parser that raises WrongUse and speaks the chosen language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options |= {"add_help": False, "allow_abbrev": False, "formatter_class": _Formatter}
        super().__init__(*args, **options)
        self._positionals.title = _("What it takes")
        self._optionals.title = _("Options")
        self.add_argument("-h", "--help", action="help", help=_("show this help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line."""
        raise WrongUse(_told(message))


_SAYINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), message)
    for pattern, message in (
        (
            r"the following arguments are required: (?P<names>.*)",
            N_("Missing: {names}. The option --help shows what the command takes."),
        ),
        (
            r"unrecognized arguments: (?P<names>.*)",
            N_("Not understood: {names}. The option --help shows what the command takes."),
        ),
        (
            r"argument (?P<name>.+?): invalid choice: (?P<given>.*) \(choose from (?P<known>.*)\)",
            N_("“{given}” is not one of the choices for {name}: {known}."),
        ),
        (
            r"argument (?P<name>.+?): expected .*",
            N_("The option {name} needs a value. The option --help shows what the command takes."),
        ),
        (
            r"argument (?P<name>.+?): invalid .* value: (?P<given>.*)",
            N_("“{given}” cannot be the value of {name}. The option --help shows what the command takes."),
        ),
        (
            r"argument (?P<name>.+?): not allowed with argument (?P<other>.*)",
            N_("{name} and {other} cannot be used together."),
        ),
        (
            r"one of the arguments (?P<names>.*) is required",
            N_("One of these is needed: {names}."),
        ),
    )
)


def _told(message: str) -> str:
    """A message of argparse as a sentence in the language in use."""
    for pattern, saying in _SAYINGS:
        found = pattern.fullmatch(message)
        if found:
            return _(saying, **{name: _one_line(text) for name, text in found.groupdict().items()})
    return _("The command line cannot be read. The option --help shows what the command takes.")


def _one_line(text: str) -> str:
    short = " ".join(text.replace("'", "").split())
    return short if len(short) <= 300 else short[:299] + "…"


def count(text: str) -> int:
    """A whole number from 1."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def natural(text: str) -> int:
    """A whole number from 0."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def parser_for(commands: Sequence[Command], version: str) -> Parser:
    """The parser of the whole program, in the language in use."""
    parser = Parser(
        prog="binhyen",
        description=_(
            "Record keeping in drug-prevention work, without a network. No command opens the window."
        ),
    )
    parser.add_argument(
        "--version", action="version", version=version, help=_("show the version of the program")
    )
    _add_common(parser, home=True)
    choices = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, title=_("Commands"), parser_class=Parser
    )
    for command in commands:
        text = _(command.help)
        made = choices.add_parser(command.name, help=text, description=text)
        command.add(made)
        made.set_defaults(_run=command.run)
        _add_common(made, home=command.home)
    return parser


def _add_common(parser: Parser, *, home: bool) -> None:
    """Options that may stand before or after the command; absent ones leave no trace in the result."""
    group = parser.add_argument_group(_("Common options"))
    left_out: dict[str, Any] = {"default": argparse.SUPPRESS}
    group.add_argument("--json", action="store_true", help=_("print one JSON document"), **left_out)
    group.add_argument("--lang", choices=LANGUAGES, help=_("language of what is said (vi)"), **left_out)
    if not home:
        return
    group.add_argument("--home", metavar="DIR", help=_("folder of the node"), **left_out)
    group.add_argument(
        "--as", dest="account", metavar="USER", help=_("account (default: the only one)"), **left_out
    )
    group.add_argument(
        "--password-file",
        metavar="FILE",
        help=_("file with the password in its first line; - is standard input"),
        **left_out,
    )
    group.add_argument(
        "--at", metavar="TIME", help=_("clock of the command, for rehearsals; it is recorded"), **left_out
    )
