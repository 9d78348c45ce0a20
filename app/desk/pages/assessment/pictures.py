"""The states of the page of assessments that are looked at as pictures; the notes where the account opens them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.assessment.assist_dialog import AssistDialog
from app.desk.pages.assessment.page import AssessmentPage
from app.desk.pages.assessment.pattern import AssessmentPattern
from app.desk.pages.people.pictures import settle
from app.desk.pages.people.work import session_of
from app.desk.pages.staged.asking import Step
from app.desk.shell.desk import Desk
from app.register import assist

_ANSWERS = {
    "opioids": ("1", "5", "5", "4", "3", "2", "3"),
    "ats": ("1", "3", "2", "1", "1", "1", "1"),
    "alcohol": ("1", "4", "1", "1", "1", "1", "1"),
    "cannabis": ("2",),
}


def page_of(desk: Desk, stage: str = "") -> AssessmentPage:
    """The page with the first case of a stage under the cursor."""
    page = AssessmentPage(desk)
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
    """All that run, the first one in the panel."""
    return page_of(desk)


def concluded(desk: Desk) -> QWidget:
    """A case with its conclusion."""
    return page_of(desk, "concluded")


def asking(desk: Desk) -> QWidget:
    """The sheet of a new request."""
    page = page_of(desk)
    page.list.begin()
    settle(desk)
    return page


def concluding(desk: Desk) -> QWidget:
    """The sheet of the conclusion."""
    page = page_of(desk, "scheduled")
    _take(page, "conclude")
    settle(desk)
    return page


def notes(desk: Desk) -> QWidget:
    """The clinical note of a concluded case with the check; for the police role the panel alone."""
    page = page_of(desk, "concluded")
    _take(page, "note")
    settle(desk)
    return page


def questionnaire(desk: Desk) -> QWidget:
    """WHO ASSIST with some answers, entered by keys as they are in use."""
    dialog = AssistDialog(assist.current(), [], "recent")
    for place, row in enumerate(dialog.rows.rows):
        for section, key in enumerate(_ANSWERS.get(row.id, ()), start=2):
            column = dialog.rows.column(section)
            answer = next((one for one in column.answers if one.key == key), None) if column else None
            dialog.rows.answer(place, section, answer.code if answer else "")
    opioids = next(n for n, row in enumerate(dialog.rows.rows) if row.id == "opioids")
    dialog.grid.go_to(opioids, 4)
    return dialog


def _take(page: AssessmentPage, key: str) -> None:
    detail = page.list.panel.detail
    if detail is None:
        return
    session = session_of(page.desk)
    wanted = [step for step in AssessmentPattern().steps(session, detail) if step.key == key]
    allowed: list[Step] = [step for step in wanted if step.may(session)]
    if allowed:
        page.list.panel.step_wanted.emit(allowed[0])


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("assessment", listed),
    ("assessment-concluded", concluded),
    ("assessment-ask", asking),
    ("assessment-conclude", concluding),
    ("assessment-note", notes),
    ("assessment-assist", questionnaire),
]
