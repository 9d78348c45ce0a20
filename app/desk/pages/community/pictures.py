"""The states of the page of the work in the community that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.records.pictures import ready, with_first_line
from app.desk.shell.desk import Desk


def _tab(kind: str) -> Callable[[Desk], QWidget]:
    def make(desk: Desk) -> QWidget:
        from app.desk.pages.community.page import CommunityPage

        page = CommunityPage(desk)
        page.arrive(kind)
        return with_first_line(desk, page)

    return make


def _hamlets(desk: Desk) -> QWidget:
    from app.desk.pages.community.page import CommunityPage

    return ready(desk, CommunityPage(desk))


def _kits(desk: Desk) -> QWidget:
    from app.desk.pages.testing.kits_page import KitsPage

    return with_first_line(desk, KitsPage(desk))


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("community-hamlets", _hamlets),
    *((f"community-{kind}", _tab(kind)) for kind in ("pledge_count", "mailbox", "hotline_board", "model")),
    *((f"community-{kind}", _tab(kind)) for kind in ("campaign", "helper", "population")),
    ("kits", _kits),
]
