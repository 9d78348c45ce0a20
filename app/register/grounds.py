"""Grounds, signers, breach ladder and electronic monitoring by regime and day, for screens and use cases."""

from __future__ import annotations

from datetime import date

import msgspec

from app.kinds.faults import Fault
from app.kinds.rehab import Breach
from app.law.entries import Ground, Label, Mark
from app.law.ladder import (
    BreachFact,
    Measures,
    MonitoringAnswer,
    Quitting,
    Step,
    consequence_label,
    may_monitor,
    measures_at,
    next_step,
)
from app.ledger.reader import Reader
from app.register.session import Session
from app.words import N_, _

#: The lists of grounds, with their labels; which of them a regime has differs.
LISTS = {
    "testing": N_("Signs that allow a test"),
    "may_be_tested": N_("Who may be tested"),
    "assessment": N_("When an assessment must be asked for"),
    "stop_management": N_("Grounds to stop user management"),
    "compulsory": N_("Grounds for compulsory rehabilitation"),
    "compulsory_minor": N_("Grounds for compulsory rehabilitation, 12 to under 18"),
    "compulsory_exempt": N_("When compulsory rehabilitation is not applied"),
    "postponed": N_("Grounds to postpone"),
    "exempted": N_("Grounds to exempt"),
    "leave_user": N_("Leaving the list of users"),
    "leave_addict": N_("Leaving the list of people with addiction"),
    "leave_aftercare": N_("Leaving the list of after-care"),
}

_NO_LIST = N_("There is no list of grounds “{name}”.")
_NO_DECISION = N_("The law in force on that day has no decision “{name}”.")


class Signer(msgspec.Struct, frozen=True):
    """Who decides or signs; ``without`` says why where the regime has no such decision."""

    decision: str
    office: str
    label: str
    article: str
    mark: Mark
    form: str
    regime: str
    without: Label | None = None


def grounds(session: Session, name: str, on: date) -> tuple[Ground, ...]:
    """The grounds of a list under the law in force on a day, each with its article; may be empty.

    Faults: E_GROUND_LIST for a list that does not exist, E_REGIME for a day before all law.
    """
    if name not in LISTS:
        raise Fault("E_GROUND_LIST", _NO_LIST, name=name)
    own = session.law.at(on).grounds.get(name, ())
    known = {one.id for one in own}
    more = measures_on(session, on).grounds_of(name)
    return (*own, *(one for one in more if one.id not in known))


def signer(session: Session, decision: str, on: date) -> Signer:
    """Who signs a sort of decision on a day. Faults: E_DECISION when the law knows no such sort, E_REGIME."""
    pack = session.law.at(on)
    found = pack.decisions.get(decision)
    if found is None:
        raise Fault("E_DECISION", _NO_DECISION, name=decision)
    label = pack.office(found.signer)
    return Signer(
        decision, found.signer, label, found.article, found.mark, found.form, pack.id, found.without
    )


def measures_on(session: Session, on: date) -> Measures:
    """Breach ladder, electronic monitoring and further grounds in force on a day; ``Fault`` E_REGIME."""
    return measures_at(session.shelf.measures, on)


def step_after(session: Session, person: str, obligation: str, *, since: date | None = None) -> Step | None:
    """What the law lets follow the newest breach of an obligation by a person; None without a breach.

    ``since``: the first day of the measure the breaches are counted in.
    """
    with session.store.read() as reader:
        breaches = _breaches(reader, person, obligation, since)
    if not breaches:
        return None
    newest = max(one.on for one in breaches)
    return next_step(measures_on(session, newest), breaches)


def monitoring(session: Session, status: str, age: int | None, on: date) -> MonitoringAnswer:
    """Whether electronic monitoring may be applied to a person in a status on a day, and by whom."""
    return may_monitor(measures_on(session, on), status, age)


def monitor_label(session: Session, answer: MonitoringAnswer, on: date) -> str:
    """Who applies electronic monitoring, in the language in use."""
    return session.law.at(on).office(answer.by)


def list_label(name: str) -> str:
    """The name of a list of grounds, in the language in use."""
    return _(LISTS[name])


def _breaches(reader: Reader, person: str, obligation: str, since: date | None) -> list[BreachFact]:
    everybody = reader.people_as_one(person)
    places = ", ".join("?" * len(everybody))
    found = reader.all(Breach, f"person IN ({places}) ORDER BY happened_on, n", everybody)
    return [
        BreachFact(each.obligation, each.sort, each.happened_on)
        for each in found
        if each.obligation == obligation and (since is None or since <= each.happened_on)
    ]


__all__ = [
    "LISTS",
    "BreachFact",
    "Ground",
    "Measures",
    "MonitoringAnswer",
    "Quitting",
    "Signer",
    "Step",
    "consequence_label",
    "grounds",
    "list_label",
    "measures_on",
    "monitor_label",
    "monitoring",
    "signer",
    "step_after",
]
