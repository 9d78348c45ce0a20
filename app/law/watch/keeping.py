"""Keeping in touch: appointments, breaches, electronic monitoring, people who cannot be met, missing facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.law.facts import BreachFact, DecisionFact
from app.law.packs import as_day
from app.law.reckoning import Reckoning
from app.law.watch import filing
from app.law.watch.look import Look, Owed

#: What an appointment is called, and which obligation of the law it stands beside.
_AGREED = {"visit": ("next_visit", "visit"), "test": ("next_test", "test")}
_MONITORED = frozenset(("A-TN-GĐ", "A-TT", "S"))
_LOST = "followup.lost"


def appointments(look: Look, found: list[Owed]) -> Iterator[Owed]:
    """Days that were agreed and are not met yet; not beside an obligation that falls due no later."""
    if look.is_away:
        return
    for one in look.case.appointments:
        what, beside = _AGREED.get(one.sort, ("appointment", ""))
        sooner = [other for other in found if other.what == beside and other.due is not None]
        if any(other.due is not None and as_day(other.due) <= one.on for other in sooner):
            continue
        yield look.agreed(what, "followup.appointment", one.made_on, one.on)


def trace(look: Look) -> Iterator[Owed]:
    """Somebody under a measure who was sought and not met for too long is to be traced."""
    since = look.case.not_met_since
    if since is None or look.is_away or any(one.code == "ABSENT" for one in look.running):
        return
    status = next((one for one in look.running if look.entry(one).list), None)
    if status is None:
        return
    one = look.act("trace", _LOST, since, status.code)
    if one.due is not None and look.come(as_day(one.due)):
        yield one


def breaches(look: Look) -> Iterator[Owed]:
    """A breach asks for its record, then for what follows it, then for that to be done."""
    if look.is_gone:
        return
    for breach in look.case.breaches:
        yield from _of_breach(look, breach)


def _of_breach(look: Look, breach: BreachFact) -> Iterator[Owed]:
    if not breach.recorded:
        yield look.act("breach_record", "breach.record", breach.happened_on)
    elif breach.consequence in ("", "none"):
        yield look.act("breach_consequence", "breach.consequence", breach.record_on or breach.happened_on)
    if breach.consequence == "compulsory":
        yield from filing.owed_from(look, breach.happened_on)


def monitoring(look: Look) -> Iterator[Owed]:
    """The end of electronic monitoring that is still applied."""
    applied = [one for one in look.case.decisions if one.sort == "monitoring"]
    status = next((one.code for one in look.running if one.code in _MONITORED), "")
    if applied and status:
        yield from _end_of(look, applied[-1], status)


def _end_of(look: Look, decision: DecisionFact, status: str) -> Iterator[Owed]:
    rule = "monitoring.term"
    start = decision.since or decision.decided_on
    known = look.rule(rule, start)
    if decision.until is not None and known is not None:
        pack = look.lens.pack_on(start)
        found = Reckoning(pack, known, start, look.lens.calendar, due=decision.until, stated=True)
        yield look.made("monitoring_end", found, status)
        return
    one = look.act("monitoring_end", rule, start, status)
    yield one if one.due is not None else look.missing("missing_length", rule, status)


def missing(look: Look) -> Iterator[Owed]:
    """Facts that are not recorded and are needed."""
    case = look.case
    if not case.birth:
        yield look.missing("missing_birth")
    if not case.has_residence:
        yield look.missing("missing_residence")
    if not case.has_guardian and _needs_guardian(look):
        yield look.missing("missing_guardian")
    for status in look.running:
        if status.decision:
            continue
        pack = look.lens.pack_on(status.decided_on or status.since)
        opened = pack.statuses.get(status.code)
        if opened and any(name in pack.decisions for name in opened.opened_by):
            yield look.missing("missing_decision", status=status.code)


def _needs_guardian(look: Look) -> bool:
    """Parents act for those of 12 to under 18 under a measure (L73 art. 27 to 34; L120 art. 31 to 36)."""
    if not any(look.entry(one).list for one in look.running):
        return False
    grown: date | None = look.comes_of_age()
    return grown is not None and not look.come(grown)
