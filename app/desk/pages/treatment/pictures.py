"""The states of the page of substitution treatments that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.people.work import session_of
from app.desk.pages.treatment.page import TreatmentPage
from app.desk.pages.treatment.pattern import TreatmentPattern
from app.desk.shell.desk import Desk


def page_of(desk: Desk, stage: str = "") -> TreatmentPage:
    """The page with the first case of a stage under the cursor."""
    page = TreatmentPage(desk)
    page.resize(1096, 616)
    if stage:
        page.arrive(f"?stage={stage}")
    settle(desk)
    model = page.list.model
    if model.rowCount():
        page.list.table.select_ids([model.id_at(0)], model.id_at(0))
    settle(desk)
    return page


def listed(desk: Desk) -> QWidget:
    """Everybody in treatment."""
    return page_of(desk)


def _with(stage: str, key: str) -> Callable[[Desk], QWidget]:
    def make(desk: Desk) -> QWidget:
        page = page_of(desk, stage)
        detail = page.list.panel.detail
        session = session_of(desk)
        if detail is not None:
            found = [s for s in TreatmentPattern().steps(session, detail) if s.key == key and s.may(session)]
            if found:
                page.list.panel.step_wanted.emit(found[0])
        settle(desk)
        return page

    return make


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("treatment", listed),
    ("treatment-missing", _with("missing", "")),
    ("treatment-calendar", _with("missing", "missed")),
    ("treatment-stop", _with("active", "stop")),
    ("treatment-note", _with("missing", "note")),
]
