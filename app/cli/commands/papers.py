"""Official papers of one person: which can be made, making one as a file, issuing it with a number."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.options import DONE, Command, Parser, WrongUse, count
from app.kinds.dates import parse_date
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.documents.forms.template import Template
    from app.register.session import Session

_FORMAT = N_("A paper is a .pdf or .docx file; {file} is neither. Choose another name.")


def _add(parser: Parser) -> None:
    parser.add_argument("act", choices=("list", "make"), metavar="ACT", help=_("list or make"))
    parser.add_argument("form", nargs="?", default="", metavar="FORM", help=_("name of the form, see list"))
    parser.add_argument("--person", default="", metavar="ID", help=_("whose paper it is"))
    parser.add_argument("--about", default="", metavar="ID", help=_("the record it answers"))
    parser.add_argument("--on", default="", metavar="DATE", help=_("day of the paper (default: today)"))
    parser.add_argument("--number", default="", metavar="TEXT", help=_("number in full, as given by hand"))
    parser.add_argument("--issue", action="store_true", help=_("issue it: number from the book, copy kept"))
    parser.add_argument(
        "--serial", type=count, default=0, metavar="N", help=_("with --issue: this number of the book")
    )
    parser.add_argument("--out", default="", metavar="FILE", help=_("file to write: .pdf or .docx"))


def _run(context: Context, given: argparse.Namespace) -> int:
    if given.act == "make" and not (given.form and given.out):
        raise WrongUse(_("Missing: FORM and --out FILE. The command paper list names the forms."))
    path = Path(given.out)
    if given.act == "make" and path.suffix.lower() not in (".pdf", ".docx"):
        raise Fault("E_FORMAT", _FORMAT, file=path.name)
    with context.opened() as opened:
        session = opened.session
        day = parse_date(given.on) if given.on else session.today()
        if given.act == "list":
            answer = [_line(one) for one in _forms(session, day)]
            context.out.answer(answer)
            head = (_("Name"), _("Paper"), _("Official form"), _("Source"))
            rows = [(one["form"], one["label"], one["mark"], one["source"]) for one in answer]
            context.out.table(head, rows)
            return DONE
        made = _make(session, given, day, path)
    context.out.answer(made)
    text = _("{file}: {paper}. SHA-256 {sha256}", file=path, paper=made["label"], sha256=made["sha256"])
    context.out.say(text)
    for one in made["missing"]:
        context.out.say(_("Left to write in: {field}", field=one))
    if made["unseen"]:
        context.out.say(_("The official body of this form was not seen. Compare it before it goes out."))
    return DONE


def _forms(session: Session, day: date) -> list[Template]:
    from app.documents.forms.copies import shelf_of

    return shelf_of(session).offered(day, session.law.at(day).id)


def _line(template: Template) -> dict[str, Any]:
    return {
        "form": template.form,
        "id": template.id,
        "version": template.own or template.version,
        "label": template.label.said(),
        "mark": template.mark,
        "source": template.source,
        "unseen": template.unseen,
        "record": template.record,
    }


def _make(session: Session, given: argparse.Namespace, day: date, path: Path) -> dict[str, Any]:
    from app.cli.papers import write_paper
    from app.documents.files import put_file
    from app.documents.forms.copies import shelf_of
    from app.documents.forms.make import Request, issue_paper, make_paper

    wanted = Request(given.form, day, given.person, given.about, given.number)
    shelf = shelf_of(session)
    made = make_paper(session, wanted, shelf)
    answer = _line(made.template) | {
        "file": str(path),
        "missing": [spec.words() for spec in made.missing],
        "number": given.number,
    }
    if given.issue:
        if path.suffix.lower() != ".pdf":
            raise Fault("E_FORMAT", N_("An issued paper is a .pdf file. Choose such a name."))
        record, data, _changed = issue_paper(session, wanted, shelf, serial=given.serial)
        digest, _size = put_file(path, lambda file: (file.write(data), None)[1])
        return answer | {"sha256": digest, "number": record.number or "", "paper": record.id}
    written = write_paper(made.document, path)
    session.store.note(
        session.user, "print", f"person:{given.person}", f"{made.template.id} {written.sha256}"
    )
    return answer | {"sha256": written.sha256}


COMMANDS = (Command("paper", N_("official papers: which there are, make or issue one"), _add, _run),)
