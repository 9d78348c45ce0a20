"""Official lists as files."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.options import DONE, Command, Parser, WrongUse
from app.kinds.dates import parse_date
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.register.session import Session

#: What can be reported, with its label.
REPORTS = {"managed-list": N_("People under management as of the last day (--to)")}
_FORMAT = N_("A report is a .pdf, .docx or .xlsx file; {file} is none of them. Choose another name.")


def _add(parser: Parser) -> None:
    parser.add_argument(
        "name", choices=("list", *REPORTS), metavar="NAME", help=_("name of the report, or list")
    )
    parser.add_argument("--from", dest="since", default="", metavar="DATE", help=_("first day"))
    parser.add_argument("--to", dest="until", default="", metavar="DATE", help=_("last day (default: today)"))
    parser.add_argument(
        "--date-sort",
        choices=("event", "entry", "decision"),
        default="event",
        help=_("which day places a record in the period"),
    )
    parser.add_argument("--status", default="", metavar="CODE", help=_("people in this status only"))
    parser.add_argument("--numbers", action="store_true", help=_("identity numbers in full"))
    parser.add_argument("--out", default="", metavar="FILE", help=_("file to write: .pdf, .docx or .xlsx"))


def _run(context: Context, given: argparse.Namespace) -> int:
    if given.name == "list":
        context.out.answer([{"name": name, "label": _(label)} for name, label in REPORTS.items()])
        context.out.table((_("Name"), _("Report")), [(name, _(label)) for name, label in REPORTS.items()])
        return DONE
    if not given.out:
        raise WrongUse(_("Missing: --out FILE. Name the file to write."))
    path = Path(given.out)
    if path.suffix.lower() not in (".pdf", ".docx", ".xlsx"):
        raise Fault("E_FORMAT", _FORMAT, file=path.name)
    until = parse_date(given.until) if given.until else None
    with context.opened() as opened:
        day = until or opened.session.today()
        answer = managed_list(opened.session, day, path, status=given.status, masked=not given.numbers)
    context.out.answer(answer)
    context.out.say(
        _(
            "{file}: {n} people. SHA-256 {sha256}",
            file=path,
            n=answer["figures"]["people"],
            sha256=answer["sha256"],
        )
    )
    return DONE


def managed_list(
    session: Session, day: date, path: Path, *, status: str = "", masked: bool = True
) -> dict[str, Any]:
    """Write the list of people under management on a day and record the print; what the command answers."""
    from app.cli.papers import managed_rows, office_of, print_mark, write_paper
    from app.documents.people_list import PEOPLE_TITLE, USERS_TITLE, PeopleList, people_paper

    rows, figures = managed_rows(session, day, status)
    what = PeopleList(
        office=office_of(session),
        as_of=day,
        made_at=session.now(),
        about=USERS_TITLE if status == "U-QL" else PEOPLE_TITLE,
        masked=masked,
        mark=print_mark(session),
    )
    written = write_paper(people_paper(what, rows), path)
    session.store.note(session.user, "report", "managed-list", written.sha256)
    return {
        "file": str(written.path),
        "sha256": written.sha256,
        "figures": figures,
        "sealed": False,
        "missing": list(written.missing),
    }


COMMANDS = (Command("report", N_("official lists as files"), _add, _run),)
