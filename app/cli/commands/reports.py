"""Reports of a period, sealing them, and official lists as files."""

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
    from app.register.reports.definitions import ReportSpec
    from app.register.reports.periods import Period
    from app.register.reports.sealing import Sealed
    from app.register.reports.snapshot import Snapshot
    from app.register.session import Session

#: Lists as of a day, with their labels.
REPORTS = {"managed-list": N_("People under management as of the last day (--to)")}
#: Reports of a period; what each holds stands in its definition.
PERIODIC = ("month", "quarter", "half", "year", "campaign")
SUFFIXES = (".pdf", ".docx", ".xlsx")
_FORMAT = N_("A report is a .pdf, .docx or .xlsx file; {file} is none of them. Choose another name.")
_NO_OUT = N_("Missing: --out FILE. Name the file to write.")


def _add(parser: Parser) -> None:
    parser.add_argument(
        "name",
        choices=("list", "seal", "show", *REPORTS, *PERIODIC),
        metavar="NAME",
        help=_("name of the report; or list, seal NAME, show ID"),
    )
    parser.add_argument("which", nargs="?", default="", metavar="NAME|ID", help=_("what to seal or to show"))
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
    parser.add_argument("--live", action="store_true", help=_("count anew even where the report is sealed"))
    parser.add_argument("--out", default="", metavar="FILE", help=_("file to write: .pdf, .docx or .xlsx"))


def _run(context: Context, given: argparse.Namespace) -> int:
    if given.name == "list":
        return _list(context)
    if given.name == "seal":
        return _seal(context, given)
    if given.name == "show":
        return _show(context, given)
    path = _path(given, needed=True)
    if given.name in PERIODIC:
        return _write(context, given, path)
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


def _path(given: argparse.Namespace, *, needed: bool = False) -> Path:
    """The file to write; an empty name stands for none."""
    if not given.out and needed:
        raise WrongUse(_(_NO_OUT))
    path = Path(given.out)
    if given.out and path.suffix.lower() not in SUFFIXES:
        raise Fault("E_FORMAT", _FORMAT, file=path.name)
    return path


def _list(context: Context) -> int:
    """The reports there are and, where a node is named, those sealed in it."""
    from app.register.reports.definitions import definitions

    named = {name: _(label) for name, label in REPORTS.items()}
    named |= {one.id: one.title.said() for one in definitions().values()}
    lines: list[dict[str, Any]] = [{"name": name, "label": label} for name, label in named.items()]
    rows = [(line["name"], line["label"], "") for line in lines]
    if context.home:
        from app.register.reports.sealing import sealed_reports

        with context.opened() as opened:
            found = sealed_reports(opened.session)
        lines += [_sealed_line(one) for one in found]
        rows += [(one.name, one.title, one.id) for one in found]
    context.out.answer(lines)
    context.out.table((_("Name"), _("Report"), _("Sealed as")), rows)
    return DONE


def _sealed_line(one: Sealed) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.title,
        "id": one.id,
        "from": one.period.first.isoformat(),
        "to": one.period.last.isoformat(),
        "date_sort": one.dates,
        "sealed_at": one.sealed_at,
        "sealed_by": one.sealed_by,
        "node": one.node,
        "digest": one.digest,
        "sealed": True,
    }


def _write(context: Context, given: argparse.Namespace, path: Path) -> int:
    """A report of a period: the sealed one where there is one, else counted now and marked as a preview."""
    from app.documents.reports.paper import report_bytes, report_paper
    from app.register.reports.build import build

    with context.opened() as opened:
        session = opened.session
        spec, period = _asked(session, given.name, given)
        report = None if given.live else _sealed_one(session, spec, period, given.date_sort)
        if report is not None:
            answer = _copy(session, report, path)
        else:
            made = build(session, spec, period, dates=given.date_sort, letterhead=_letterhead(session))
            sha256 = _put(path, report_bytes(report_paper(made), path.suffix.lower()[1:]))
            session.store.note(session.user, "report", spec.id, sha256)
            answer = {"file": str(path), "sha256": sha256, "figures": made.values(), "sealed": False}
            answer |= {"from": made.head.since, "to": made.head.until, "missing": _missing(made)}
    context.out.answer(answer)
    context.out.say(_("{file}. SHA-256 {sha256}", file=path, sha256=answer["sha256"]))
    for line in answer.get("missing", ()):
        context.out.warn(line)
    return DONE


def _missing(made: Snapshot) -> list[str]:
    from app.register.reports.checks import checks

    return [one.text for one in checks(made)]


def _seal(context: Context, given: argparse.Namespace) -> int:
    from app.register.reports.sealing import load, seal

    if given.which not in PERIODIC:
        raise WrongUse(_("Name the report to seal: {known}.", known=", ".join(PERIODIC)))
    path = _path(given)
    with context.opened() as opened:
        session = opened.session
        spec, period = _asked(session, given.which, given)
        report = seal(session, spec, period, dates=given.date_sort, letterhead=_letterhead(session))
        answer = _sealed_line(report) | {"figures": load(session, report).values()}
        if given.out:
            answer |= _copy(session, report, path)
    context.out.answer(answer)
    said = _(
        "Sealed: {title}, id {id}. Digest {digest}", title=report.title, id=report.id, digest=report.digest
    )
    context.out.say(said)
    return DONE


def _show(context: Context, given: argparse.Namespace) -> int:
    """A sealed report again, with what changed in the register since."""
    from app.register.reports.corrections import corrections
    from app.register.reports.sealing import load, sealed_named

    if not given.which:
        raise WrongUse(_("Name the sealed report by its id; the command “report list” shows them."))
    path = _path(given)
    with context.opened() as opened:
        session = opened.session
        report = sealed_named(session, given.which)
        made = load(session, report)
        answer = _sealed_line(report) | {"figures": made.values()}
        if given.out:
            answer |= _copy(session, report, path)
        if report.node == session.node.node:
            import msgspec

            answer["corrections"] = msgspec.to_builtins(corrections(session, made))
    context.out.answer(answer)
    if given.out:
        context.out.say(_("{file}. SHA-256 {sha256}", file=path, sha256=answer["sha256"]))
        return DONE
    rows = [(one.label, "" if one.value is None else one.value) for one in made.figures]
    context.out.table((_("Figure"), _("Number")), rows)
    for one in answer.get("corrections", ()):
        if not one["dimension"]:
            said = _("{figure}: sealed {old}, now {new}", figure=one["label"], old=one["old"], new=one["new"])
            context.out.say(said)
    return DONE


def _asked(session: Session, name: str, given: argparse.Namespace) -> tuple[ReportSpec, Period]:
    from app.register.reports.definitions import definition
    from app.register.reports.periods import chosen

    spec = definition(name)
    since, until = (parse_date(text) if text else None for text in (given.since, given.until))
    return spec, chosen(spec.sort, since, until, session.today())


def _sealed_one(session: Session, spec: ReportSpec, period: Period, dates: str) -> Sealed | None:
    from app.register.reports.sealing import sealed_reports

    found = sealed_reports(session, spec.id, session.node.node)
    return next((one for one in found if (one.period, one.dates) == (period, dates)), None)


def _copy(session: Session, report: Sealed, path: Path) -> dict[str, Any]:
    """Hand out a copy of a sealed report: the same bytes each time, under a number of its own."""
    from app.cli.papers import sealed_copy

    data, copy, made = sealed_copy(session, report, path.suffix.lower()[1:])
    _put(path, data)
    return {
        "file": str(path),
        "sha256": copy.sha256,
        "copy": copy.number,
        "figures": made.values(),
        "sealed": True,
        "id": report.id,
        "digest": report.digest,
    }


def _put(path: Path, data: bytes) -> str:
    from app.documents.files import put_file

    return put_file(path, lambda file: (file.write(data), None)[1])[0]


def _letterhead(session: Session) -> Any:
    from app.cli.papers import office_of
    from app.register.reports.build import Letterhead

    office = office_of(session)
    return Letterhead(office.parent, office.place)


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


COMMANDS = (Command("report", N_("reports of a period and official lists as files"), _add, _run),)
