"""A plan's criteria, or the table of its units, as a paper."""

from __future__ import annotations

from app.desk.pages.targets.reading import TargetsView
from app.desk.pages.units.papers import in_vietnamese, table_paper
from app.documents.blocks import Document
from app.documents.office import Office
from app.kinds.faults import Fault
from app.register.session import Session
from app.words import N_


def paper_of(session: Session, office: Office, view: TargetsView) -> Document:
    """What is shown as a paper; Fault E_NO_PLAN when there is nothing. Called on the main thread."""
    if view.plan is None:
        raise Fault("E_NO_PLAN", N_("There is no target plan yet. Load one with the command targets load."))
    if view.units is not None:
        return table_paper(session, office, view.units)
    from app.documents.targets_table import criteria_paper

    with in_vietnamese():
        return criteria_paper(view.plan, view.lines, session.today(), session.now(), office)
