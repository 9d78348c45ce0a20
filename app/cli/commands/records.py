"""Records in and out, their schema and their history."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.cli.options import DONE, REFUSED, Command, Parser
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.cli.output import Output
    from app.register.loading import Loaded

_REFUSED = N_("Nothing was kept: {n} lines are refused. Correct them and load the whole file again.")


def _add_load(parser: Parser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help=_("records, one JSON object a line; - is standard input")
    )
    parser.add_argument("--why", default="", metavar="TEXT", help=_("reason kept with every change"))


def _run_load(context: Context, given: argparse.Namespace) -> int:
    from app.register.loading import load

    with _lines(given.file) as lines, context.opened() as opened:
        done = load(opened.session, lines, given.why)
    return told(context.out, done)


@contextmanager
def _lines(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        if file.read(3) != b"\xef\xbb\xbf":  # Windows editors put a mark in front of UTF-8
            file.seek(0)
        yield file


def told(out: Output, done: Loaded) -> int:
    """Say what a load did; the exit status."""
    answer: dict[str, Any] = {
        "added": done.added,
        "changed": done.changed,
        "same": done.same,
        "refused": [{"line": r.line, "field": r.field, "code": r.code, "text": r.text} for r in done.refused],
    }
    if not done.refused:
        out.answer(answer)
        out.say(
            _(
                "{added} added, {changed} changed, {same} the same.",
                added=done.added,
                changed=done.changed,
                same=done.same,
            )
        )
        return DONE
    sentence = _(_REFUSED, n=len(done.refused))
    out.answer({**answer, "error": {"code": "E_LOAD", "text": sentence}})
    if not out.as_json:
        for one in done.refused:
            out.warn(_("Line {line}, {field}: {text}", line=one.line, field=one.field or "–", text=one.text))
    out.warn(sentence)
    return REFUSED


def _add_nothing(_parser: Parser) -> None:
    return


def _run_schema(_context: Context, _given: argparse.Namespace) -> int:
    from app.cli.output import as_text
    from app.kinds.schema import schema

    print(as_text(schema()))
    return DONE


def _add_dump(parser: Parser) -> None:
    parser.add_argument("--kind", default="", metavar="K", help=_("this kind of record only"))
    parser.add_argument("--as-of", default="", metavar="TIME", help=_("as the register stood at that moment"))


def _run_dump(context: Context, given: argparse.Namespace) -> int:
    from app.kinds.dates import parse_moment
    from app.register.loading import dump

    # a day alone means its end: everything entered on that day is in
    typed = given.as_of if len(given.as_of) != 10 else f"{given.as_of}T23:59:59"
    at = parse_moment(typed) if typed else None
    with context.opened() as opened:
        sys.stdout.flush()
        out = sys.stdout.buffer
        for line in dump(opened.session, given.kind, at):
            out.write(line)
        out.flush()
    return DONE


def _add_history(parser: Parser) -> None:
    parser.add_argument("kind", metavar="KIND", help=_("kind of the record"))
    parser.add_argument("id", metavar="ID", help=_("id of the record"))


def _run_history(context: Context, given: argparse.Namespace) -> int:
    from app.register.clinical import FACES, note_history
    from app.register.people import history

    with context.opened() as opened:
        session = opened.session
        is_sealed = given.kind in FACES and session.clinical is not None
        found = (note_history if is_sealed else history)(session, given.kind, given.id)
    context.out.answer(as_changes(found))
    for change in found:
        context.out.say(f"{change.at:%d/%m/%Y %H:%M}  {change.by} ({change.node})  {change.why}".rstrip())
        for name, (old, new) in change.fields.items():
            context.out.say(f"    {name}: {_shown(old)} → {_shown(new)}")
    return DONE


def as_changes(found: Sequence[Any]) -> list[dict[str, Any]]:
    """The changes of a record as the command answers them."""
    return [
        {
            "op": change.op,
            "at": change.at.isoformat(),
            "by": change.by,
            "node": change.node,
            "why": change.why,
            "sort": change.sort,
            "parked": change.parked,
            "fields": {name: list(pair) for name, pair in change.fields.items()},
        }
        for change in found
    ]


def _shown(value: Any) -> str:
    from app.cli.output import as_text

    return "–" if value is None else value if isinstance(value, str) else as_text(value)


def check_file(path: Path) -> None:
    """Fault E_NO_FILE when a file to be read is not there."""
    if not path.is_file():
        raise Fault("E_NO_FILE", N_("{path} is not there. Check the path."), path=str(path))


COMMANDS = (
    Command("load", N_("take in records, all or nothing"), _add_load, _run_load),
    Command("schema", N_("JSON Schema of every kind of record"), _add_nothing, _run_schema, home=False),
    Command("dump", N_("every current record as JSON Lines"), _add_dump, _run_dump),
    Command("history", N_("who changed which field of a record, when and why"), _add_history, _run_history),
)
