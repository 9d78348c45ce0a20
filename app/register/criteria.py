"""The criteria of addiction for screens: which are in force, and the check of an entered conclusion."""

from __future__ import annotations

from datetime import date

import msgspec

from app.law.criteria import (
    Check,
    Clause,
    Criteria,
    Criterion,
    Observation,
    Sign,
    Withdrawal,
    check_conclusion,
    criteria_at,
)
from app.law.entries import Label
from app.register.session import Session
from app.register.unit_settings import own_observations

__all__ = [
    "Check",
    "Clause",
    "Criteria",
    "Criterion",
    "Observation",
    "Sign",
    "Withdrawal",
    "check_conclusion",
    "criteria_on",
]


def criteria_on(session: Session, day: date) -> Criteria:
    """The criteria that the register follows on a day, with the unit's own texts on the length of observation.

    ``Fault`` E_REGIME before the first of them.
    """
    found = criteria_at(session.shelf.criteria, day)
    with session.store.read() as reader:
        own = own_observations(reader, session.node.node)
    observation = tuple(
        msgspec.structs.replace(one, text=Label(own[one.group], own[one.group])) if one.group in own else one
        for one in found.observation
    )
    return msgspec.structs.replace(found, observation=observation)
