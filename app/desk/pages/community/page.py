"""Pledges, mailboxes, hotlines, models, campaigns, helpers and population, and all of it by hamlet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desk.pages.community.hamlets import HamletsView
from app.desk.pages.community.listings import TABS
from app.desk.pages.records.page import OtherTab, RecordsPage
from app.desk.shell.desk import Desk
from app.words import N_


class CommunityPage(RecordsPage):
    """The hamlets first, then a tab for each kind."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        tabs = (OtherTab("hamlets", N_("By hamlet"), _hamlets), *TABS)
        super().__init__(desk, "community", N_("Work in the community"), tabs, parent)


def _hamlets(page: RecordsPage) -> QWidget:
    return HamletsView(page.desk, page)
