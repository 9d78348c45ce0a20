"""The headless commands: everything the desk can do to data, for scripts and acceptance runs.

Exit status: 0 done; 1 a defect of the program; 2 wrong use of the command; 3 refused (bad input,
rejected file, wrong password, damaged store); 4 done with things that need a person.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.cli.context import Context
from app.cli.elsewhere import handed_over, in_front
from app.cli.options import DEFECT, MISUSED, REFUSED, WrongUse, parser_for
from app.cli.output import Output, as_text
from app.kinds.faults import Fault
from app.words import LANGUAGES, N_, _, set_language

if TYPE_CHECKING:
    from app.bootstrap_cli import Limits

INTERRUPTED, PIPE_CLOSED = 130, 141
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_DEFECT = N_(
    "A fault of the program itself ({what}, {where}). Please report it; the register was not harmed."
)
_NOT_TEXT = N_("The command line holds bytes that are no text in UTF-8. Type it again.")
_TIME = N_("“{given}” is not a moment. Write it like 2026-11-23T10:05, Vietnam time.")


def main(argv: Sequence[str], *, limits: Limits | None = None) -> int:
    """Run a command; returns the exit status.

    ``limits``: of the password's cost, for tests and rehearsals only.
    """
    _speak_utf8()
    set_language(_language_in(argv))
    as_json = "--json" in argv
    try:
        return _told_refusals(list(argv), limits, as_json)
    except Exception as defect:  # noqa: BLE001 - the last stop: a person is told in a sentence, not a traceback
        what, where = type(defect).__name__, _where(defect)
        return _refuse(as_json, "E_DEFECT", _(_DEFECT, what=what, where=where), DEFECT)


def _told_refusals(argv: list[str], limits: Limits | None, as_json: bool) -> int:
    """Run a command; what it refuses is told and becomes its exit status."""
    try:
        return _run(argv, limits)
    except WrongUse as wrong:
        return _refuse(as_json, "E_USAGE", str(wrong), MISUSED)
    except Fault as fault:
        return _refuse(as_json, fault.code, fault.sentence(), REFUSED, fault.field)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _pipe_closed()
    except OSError as refused:
        code, sentence = _told(refused)
        return _refuse(as_json, code, sentence, REFUSED)


def _run(argv: list[str], limits: Limits | None) -> int:
    from app import __version__
    from app.cli.registry import COMMANDS

    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for word in argv for letter in word):
        raise WrongUse(_(_NOT_TEXT))
    handed = in_front(argv)
    if handed:
        return handed_over(handed)
    parser = parser_for(COMMANDS, __version__)
    try:
        given = parser.parse_args(argv)
    except SystemExit as done:  # after --help and --version
        return int(done.code or 0)
    context = Context(
        out=Output(getattr(given, "json", False)),
        home=getattr(given, "home", ""),
        user=getattr(given, "account", ""),
        password_file=getattr(given, "password_file", ""),
        at=_moment(getattr(given, "at", "")),
        limits=limits,
    )
    status: int = given._run(context, given)
    sys.stdout.flush()
    return status


def _moment(given: str) -> datetime | None:
    if not given:
        return None
    from app.kinds.dates import VIETNAM, check_year

    try:
        moment = datetime.fromisoformat(given.strip())
        check_year(moment.year)
        return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        raise Fault("E_MOMENT", _TIME, given=given) from None


def _language_in(argv: Sequence[str]) -> str:
    """The language asked for, wherever it stands; Vietnamese when it cannot be told."""
    for at, word in enumerate(argv):
        name, equals, value = word.partition("=")
        if name == "--lang":
            chosen = value if equals else "".join(argv[at + 1 : at + 2])
            return chosen if chosen in LANGUAGES else "vi"
    return "vi"


def _speak_utf8() -> None:
    """UTF-8 whatever the locale; a character that cannot be written is escaped, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")


def _refuse(as_json: bool, code: str, sentence: str, status: int, field: str = "") -> int:
    # what was typed may stand in the sentence: it stays one line, and a terminal is given no orders
    sentence = " ".join("".join(c if c.isprintable() else " " for c in sentence).split())
    try:
        if as_json:
            error = {"code": code, "text": sentence, **({"field": field} if field else {})}
            print(as_text({"error": error}), flush=True)
        print(sentence, file=sys.stderr, flush=True)
    except BrokenPipeError:
        _pipe_closed()
    return status


def _told(refused: OSError) -> tuple[str, str]:
    """What the system refused, as a code and a sentence."""
    path = refused.filename if isinstance(refused.filename, str) else ""
    if refused.errno == errno.ENOENT:
        return "E_NO_FILE", _("{path} is not there. Check the path.", path=path)
    if refused.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "E_READONLY", _("{path} may not be read or written here. Choose another place.", path=path)
    if refused.errno in _FULL:
        return "E_DISK", _("The disk is full. Make room and try again; nothing was left half written.")
    return "E_DISK", _("{path} cannot be read or written. Check the path and the drive.", path=path)


def _where(defect: BaseException) -> str:
    """File and line where a defect showed itself."""
    from pathlib import Path

    trace = defect.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def _pipe_closed() -> int:
    """Whoever read our output has gone: say nothing, and keep the interpreter from saying something."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue
    return PIPE_CLOSED
