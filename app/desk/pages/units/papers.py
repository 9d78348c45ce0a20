"""The table of units as PDF or workbook."""

from __future__ import annotations

from pathlib import Path

from app.desk.pages.units.reading import UnitsView, indicator_label
from app.documents.office import Office
from app.kinds.faults import Fault
from app.register.session import Session
from app.words import N_


def write_table(session: Session, office: Office, view: UnitsView, path: Path) -> Path:
    """Write the table; the ending of the name (.pdf or .xlsx) says as what. The export is noted."""
    from app.documents.pdf import write_pdf
    from app.documents.targets_table import TargetCell, TargetRow, TargetsTable, targets_paper
    from app.documents.xlsx import write_xlsx

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
    what = TargetsTable(
        about=f"{plan.number} – {plan.title}",
        first=plan.since,
        last=min(plan.until, session.today()),
        indicators=tuple(indicator_label(name) for name in view.indicators),
        rows=tuple(rows),
        total=tuple(TargetCell(t.target, t.done) for t in totals),
        made_at=session.now(),
    )
    paper = targets_paper(what, office)
    if path.suffix.casefold() == ".xlsx":
        write_xlsx(paper, path)
    else:
        write_pdf(paper, path)
    session.store.note(session.user, "export_list", path.suffix, plan.id)
    return path
