"""Places, incidents, cultivation, dealers, tips and newcomers: the page of the police."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desk.pages.area.listings import INVOLVEMENT, TABS
from app.desk.pages.records.page import RecordsPage
from app.desk.shell.desk import Desk
from app.words import N_


class AreaPage(RecordsPage):
    """A tab for each kind; an account that reads none of them is told so and nothing is read."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, "area", N_("Places and incidents"), TABS, parent, beside={"involvement": INVOLVEMENT}
        )
