"""User management that has to be stopped or suspended: addiction, prison, death, custody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.law.facts import StatusFact
from app.law.packs import as_day
from app.law.watch.look import ONE_DAY, Look, Owed
from app.law.watch.terms import is_outlasted, term_end

_MANAGED = "U-QL"
_LIST = "stop_management"
_ENDING = ("stop", "end")


def owed(look: Look) -> Iterator[Owed]:
    """The decisions to stop or to suspend user management that are still to be made."""
    for status in look.case.statuses:
        if status.code == _MANAGED:
            yield from _stop(look, status)
            yield from _suspend(look, status)


def _stop(look: Look, status: StatusFact) -> Iterator[Owed]:
    ground = _ground_on(look, status)
    if ground is None or status.closed:
        return
    if not any(one.sort in _ENDING and one.decided_on > status.since for one in look.case.decisions):
        yield look.act("stop", "user_management.stop", ground, status.code)


def _ground_on(look: Look, status: StatusFact) -> date | None:
    """The day a ground to stop arose while the person was under management; None without one."""
    found = [
        other.since
        for other in look.case.statuses
        if look.lens.pack_on(other.since).grounds_for(_LIST, frozenset([other.code]))
        and _within(status, other.since)
        and look.come(other.since)
    ]
    found += [
        one.concluded_on
        for one in look.case.assessments
        if one.conclusion == "addicted" and _within(status, one.concluded_on)
    ]
    outlived = _outlived(look, status)
    if outlived is not None:
        found.append(outlived)
    return min(found) if found else None


def _within(status: StatusFact, day: date) -> bool:
    return status.since < day and (status.until is None or day <= status.until + ONE_DAY)


def _outlived(look: Look, status: StatusFact) -> date | None:
    """The last day of a term during which the person stayed in custody to its end (L120 art. 24(5)dd)."""
    if status not in look.running or not is_outlasted(look, status):
        return None
    found = term_end(look, status, look.entry(status).term)
    if found is None or found.due is None or not look.past(as_day(found.due)):
        return None
    return as_day(found.due)


def _suspend(look: Look, status: StatusFact) -> Iterator[Owed]:
    """Custody of a managed user asks for a decision where the law knows one (L120 art. 24(7))."""
    if status not in look.running:
        return
    for held in look.running:
        if held.code != "CUSTODY" or held.since < status.since:
            continue
        known = look.lens.pack_on(held.since).decisions.get("suspend")
        if known is None or known.without is not None or held.decision or held.decided_on:
            continue
        if not any(one.sort == "suspend" and one.decided_on >= held.since for one in look.case.decisions):
            yield look.act("suspend", "user_management.suspend", held.since, _MANAGED)
