"""The table of units as PDF or workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.desk.pages.units.reading import UnitsView, indicator_label
from app.documents.blocks import Document
from app.documents.office import Office
from app.kinds.faults import Fault
from app.register.session import Session
from app.words import N_, language, set_language


@contextmanager
def in_vietnamese() -> Iterator[None]:
    """Papers are Vietnamese whatever language the program is used in. On the main thread only: it paints nothing."""
    before = language()
    set_language("vi")
    try:
        yield
    finally:
        set_language(before)


def table_paper(session: Session, office: Office, view: UnitsView) -> Document:
    """The table as a paper; Fault E_NO_PLAN when no plan is shown. Called on the main thread."""
    from app.documents.targets_table import TargetCell, TargetRow, TargetsTable, targets_paper

    plan = view.plan
    if plan is None:
        raise Fault("E_NO_PLAN", N_("There is no target plan yet. Load one with the command targets load."))
    rows = []
    for number, line in enumerate(view.lines):
        cells = [view.cell(number, name) for name in view.indicators]
        rows.append(
            TargetRow(line.name, tuple(TargetCell(c.target, c.done) if c else TargetCell() for c in cells))
        )
    totals = [view.total(name) for name in view.indicators]
    with in_vietnamese():
        what = TargetsTable(
            about=f"{plan.number} – {plan.title}",
            first=plan.since,
            last=min(plan.until, session.today()),
            indicators=tuple(indicator_label(name) for name in view.indicators),
            rows=tuple(rows),
            total=tuple(TargetCell(t.target, t.done) for t in totals),
            made_at=session.now(),
        )
        return targets_paper(what, office)


def write_paper(session: Session, paper: Document, plan: str, path: Path) -> Path:
    """Write a paper of a plan; the ending of the name (.pdf or .xlsx) says as what. The export is noted."""
    from app.documents.pdf import write_pdf
    from app.documents.xlsx import write_xlsx

    if path.suffix.casefold() == ".xlsx":
        write_xlsx(paper, path)
    else:
        write_pdf(paper, path)
    session.store.note(session.user, "export_list", path.suffix, plan)
    return path
