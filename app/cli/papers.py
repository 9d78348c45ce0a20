"""From the register to papers: rows, the office, the mark of the print, the file."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.documents.blocks import Document, PrintMark
from app.documents.files import Written
from app.documents.office import Office
from app.documents.people_list import PeopleListRow
from app.documents.targets_table import TargetCell, TargetRow, TargetsTable
from app.kinds.codes import SEX
from app.words import _, language, set_language

if TYPE_CHECKING:
    from app.register.reports.copies import Copy
    from app.register.reports.sealing import Sealed
    from app.register.reports.snapshot import Snapshot
    from app.register.session import Session


@contextmanager
def in_vietnamese() -> Iterator[None]:
    """Papers are Vietnamese whatever language the program is used in."""
    before = language()
    set_language("vi")
    try:
        yield
    finally:
        set_language(before)


def office_of(session: Session) -> Office:
    """The office a paper of this node comes from; the one above is the node it reports to."""
    from app.sync.pairing import PARENT, peers

    above = next((p.name for p in peers(session.store) if p.part == PARENT and p.status == "active"), "")
    return Office(parent=above, name=session.node.name, place="")


def print_mark(session: Session) -> PrintMark:
    """The foot of every page: who, when, the code of this copy, where the audit list stood."""
    tail = session.store.audit_tail
    code = secrets.token_hex(4).upper()
    session.store.note(session.user, "print", code)
    return PrintMark(by=session.user, at=session.now(), code=code, audit_head=tail.head.hex()[:16])


def write_paper(document: Document, path: Path) -> Written:
    """Write a paper in the form its file name says."""
    suffix = path.suffix.lower()
    if suffix == ".docx":
        from app.documents.docx import write_docx

        return write_docx(document, path)
    if suffix == ".xlsx":
        from app.documents.xlsx import write_xlsx

        return write_xlsx(document, path)
    from app.documents.pdf import write_pdf

    return write_pdf(document, path)


def sealed_copy(session: Session, report: Sealed, form: str) -> tuple[bytes, Copy, Snapshot]:
    """A copy of a sealed report in a form (pdf, docx, xlsx), entered in the list of copies: its bytes and number."""
    from app.documents.reports.paper import report_bytes, report_paper
    from app.register.reports.copies import note_copy, sealed_bytes
    from app.register.reports.sealing import load

    made = load(session, report)
    data = sealed_bytes(session, report, form, lambda: report_bytes(report_paper(made, report.digest), form))
    return data, note_copy(session, report, form, data), made


def managed_rows(session: Session, day: date, status: str = "") -> tuple[list[PeopleListRow], dict[str, Any]]:
    """The list of people under management on a day, and its figures."""
    from app.register.people_list import managed_on

    with in_vietnamese():
        lines = managed_on(session, day, status)
        rows = [
            PeopleListRow(
                name=line.name,
                other_names=line.other_names,
                sex=_(SEX.label(line.sex)) if line.sex else "",
                born=line.birth or "",
                number=line.number or "",
                residence=line.residence,
                hamlet=line.hamlet if line.hamlet and line.hamlet not in line.residence else "",
                status=line.status_label(),
                decision_no=line.decision or "",
                decision_on=line.decided_on,
                from_on=line.since,
                to_on=line.until,
                note=line.note or "",
            )
            for line in lines
        ]
    statuses: dict[str, int] = {}
    for line in lines:
        statuses[line.status] = statuses.get(line.status, 0) + 1
    figures = {"people": len({line.id for line in lines}), "lines": len(lines), "statuses": statuses}
    return rows, figures


def targets_table(session: Session, plan_id: str | None = None) -> TargetsTable:
    """The newest plan (or the one named) with results, as a paper shows it."""
    from app.register.targets import INDICATORS, plans, progress, tables

    offered = plans(session) if plan_id else tables(session)
    plan = next(p for p in offered if plan_id in (None, p.id))
    found = progress(session, plan.id)
    names = [name for name in INDICATORS if any(one.indicator == name for one in found)]
    cells: dict[str, dict[str, TargetCell]] = {}
    for one in found:
        row = cells.setdefault(one.unit_name, {})
        row[one.indicator] = TargetCell(one.target, one.done)
    rows = [TargetRow(unit, tuple(row.get(n, TargetCell()) for n in names)) for unit, row in cells.items()]
    total = tuple(_sum([row.results[at] for row in rows]) for at in range(len(names)))
    with in_vietnamese():
        labels = tuple(_(INDICATORS[name].label) for name in names)
    about = f"Kế hoạch số {plan.number}"
    return TargetsTable(about, plan.since, plan.until, labels, tuple(rows), total, session.now())


def _sum(cells: list[TargetCell]) -> TargetCell:
    targets = [c.target for c in cells if c.target is not None]
    done = [c.done for c in cells if c.done is not None]
    return TargetCell(sum(targets) if targets else None, sum(done) if done else None)
