"""Every page of the program, by the sort of node and the role of the account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.desk.pages import people_pages
from app.desk.pages.office import AUDIT, EXCHANGE, HELP, SETTINGS, UNITS
from app.desk.shell.gate import PageSpec
from app.desk.shell.shortcuts import page_shortcut
from app.register.audit_list import may_audit

if TYPE_CHECKING:
    from app.bootstrap_desk.opened import OpenRegister

_KEYS = 9


def pages_of(register: OpenRegister | None) -> Sequence[PageSpec]:
    """The pages in the order of the navigation; Alt+1 to Alt+9 follow that order.

    An upper node begins with its table of units, a commune with what is due today.
    """
    people = list(people_pages())
    is_upper = register is not None and register.session.node.sort == "upper"
    rail = [UNITS, *people, EXCHANGE] if is_upper else [*people, EXCHANGE]
    foot = [SETTINGS, HELP]
    if register is not None and may_audit(register.session):
        foot.insert(0, AUDIT)
    numbered = [
        replace(spec, shortcut=page_shortcut(place) if place <= _KEYS else None)
        for place, spec in enumerate(rail, start=1)
    ]
    return [*numbered, *foot]
