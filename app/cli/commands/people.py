"""Finding people, people who may be the same, and identity cards."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from app.cli.options import DONE, Command, Parser, count
from app.kinds.dates import show_birth
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.register.duplicates import Likeness, Sketch


def _add_search(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", help=_("name, number, phone or initials"))
    parser.add_argument("--limit", type=count, default=50, metavar="N", help=_("at most so many"))


def _run_search(context: Context, given: argparse.Namespace) -> int:
    from app.register.search import find_people

    with context.opened() as opened:
        hits = find_people(opened.session, given.text, given.limit)
    context.out.answer(
        [
            {
                "id": hit.id,
                "name": hit.name,
                "born": hit.birth,
                "hamlet": hit.hamlet,
                "score": hit.score,
                "because": hit.because,
                "text": hit.reason(),
            }
            for hit in hits
        ]
    )
    if not hits:
        context.out.say(_("Nobody found."))
        return DONE
    rows = [(hit.id, hit.name, _born(hit.birth), hit.hamlet, hit.score, hit.reason()) for hit in hits]
    context.out.table((_("Id"), _("Name"), _("Born"), _("Hamlet"), _("Score"), _("Why")), rows)
    return DONE


def _born(stored: str | None) -> str:
    return show_birth(stored) if stored else ""


def _add_duplicates(parser: Parser) -> None:
    parser.add_argument("--person", default="", metavar="ID", help=_("people like this one only"))
    parser.add_argument("--limit", type=count, default=500, metavar="N", help=_("at most so many"))


def _run_duplicates(context: Context, given: argparse.Namespace) -> int:
    from app.register.duplicates import like, pairs, sketch_of

    with context.opened() as opened:
        session = opened.session
        if given.person:
            with session.store.read() as reader:
                sketch = sketch_of(reader, given.person)
            if sketch is None:
                raise Fault("E_UNKNOWN_RECORD", _NO_PERSON, id=given.person)
            found = [(sketch, other) for other in like(session, sketch, given.limit)]
        else:
            found = [(pair.first, pair.second) for pair in pairs(session, given.limit)]
        session.store.note(session.user, "duplicates", given.person, str(len(found)))
    context.out.answer([_pair(first, second) for first, second in found])
    if not found:
        context.out.say(_("Nobody is like another."))
        return DONE
    rows = [(a.name, _born(a.birth), b.name, _born(b.birth), b.score, b.reasons()) for a, b in found]
    head = (_("Name"), _("Born"), _("Name of the other"), _("Born"), _("Score"), _("Why"))
    context.out.table(head, rows)
    return DONE


_NO_PERSON = N_("There is no person with the id {id}.")


def _pair(first: Sketch, second: Likeness) -> dict[str, Any]:
    return {
        "first": {"id": first.id, "name": first.name, "born": first.birth, "hamlet": first.hamlet},
        "second": {"id": second.id, "name": second.name, "born": second.birth, "hamlet": second.hamlet},
        "score": second.score,
        "because": list(second.because),
        "text": second.reasons(),
    }


def _add_scan(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", help=_("the QR text; - is standard input"))


def _run_scan(context: Context, given: argparse.Namespace) -> int:
    from app.kinds.identity import scan

    card = scan(sys.stdin.readline() if given.text == "-" else given.text)
    context.out.answer(
        {
            "number": card.number,
            "old_number": card.old_number,
            "name": card.name,
            "birth": card.birth,
            "sex": card.sex,
            "address": card.address,
            "issued_on": card.issued_on,
            "warnings": list(card.warnings),
        }
    )
    rows = (
        (_("Number"), card.number),
        (_("Old number"), card.old_number),
        (_("Name"), card.name),
        (_("Born"), _born(card.birth)),
        (_("Sex"), card.sex),
        (_("Address"), card.address),
        (_("Issued on"), f"{card.issued_on:%d/%m/%Y}" if card.issued_on else ""),
    )
    for label, value in rows:
        context.out.say(f"{label}: {value}")
    for warning in card.warnings:
        context.out.say(f"! {warning}")
    return DONE


COMMANDS = (
    Command("search", N_("find people, best first"), _add_search, _run_search),
    Command("duplicates", N_("people who may be the same, with reasons"), _add_duplicates, _run_duplicates),
    Command("scan", N_("read the QR text of an identity card"), _add_scan, _run_scan, home=False),
)
