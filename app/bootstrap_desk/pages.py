"""Every page of the program, by the sort of node and the role of the account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.desk.pages import area_page, case_pages, community_page, number_pages, people_pages
from app.desk.pages.office import AUDIT, EXCHANGE, HELP, SETTINGS, UNITS
from app.desk.shell.gate import PageSpec
from app.desk.shell.shortcuts import page_shortcut
from app.register.area import may_see_area
from app.register.audit_list import may_audit

if TYPE_CHECKING:
    from app.bootstrap_desk.opened import OpenRegister

_KEYS = 9


def pages_of(register: OpenRegister | None) -> Sequence[PageSpec]:
    """The pages in the order of the navigation; Alt+1 to Alt+9 follow that order.

    An upper node begins with its table of units, a commune with what is due today.
    """
    is_upper = register is not None and register.session.node.sort == "upper"
    sees_area = register is not None and may_see_area(register.session)
    area = [area_page()] if sees_area else []
    public = community_page(starts_group=not sees_area)
    exchange = replace(EXCHANGE, starts_group=True)
    numbers = number_pages(sees_area=sees_area)
    rail = [*people_pages(), *case_pages(), *area, public, *numbers, exchange]
    if is_upper:
        rail.insert(0, UNITS)
    foot = [SETTINGS, HELP]
    if register is not None and may_audit(register.session):
        foot.insert(0, AUDIT)
    places = iter(range(1, _KEYS + 1))
    numbered = [
        replace(spec, shortcut=page_shortcut(place) if (place := next(places, 0)) else None)
        if spec.in_rail
        else spec
        for spec in rail
    ]
    return [*numbered, *foot]
