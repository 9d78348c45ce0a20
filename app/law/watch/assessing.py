"""Assessment of addiction: the answer awaited, observation, and what follows when addiction was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from app.law.facts import AssessmentFact, RequestFact
from app.law.packs import as_day
from app.law.watch import filing
from app.law.watch.look import ONE_DAY, Look, Owed

_FINAL = ("addicted", "not_addicted")


def owed(look: Look) -> Iterator[Owed]:
    """What a request or a conclusion leaves to be done."""
    if look.is_gone:
        return
    request = look.case.requests[-1] if look.case.requests else None
    if request is not None and not any(_answers(one, request) for one in look.case.assessments):
        yield _awaited(look, request)
    latest = look.case.assessments[-1] if look.case.assessments else None
    if latest is not None and latest.conclusion == "observing":
        yield look.act("observe", "assessment.observe", latest.concluded_on)
    final = [one for one in look.case.assessments if one.conclusion in _FINAL]
    if final and final[-1].conclusion == "addicted":
        yield from _after_addiction(look, final[-1])


def _answers(one: AssessmentFact, request: RequestFact) -> bool:
    return one.concluded_on >= request.asked_on or bool(request.id and one.request == request.id)


def _awaited(look: Look, request: RequestFact) -> Owed:
    rule = "assessment.answer"
    if request.scheduled_at is not None:
        return look.agreed("assessment_answer", rule, request.asked_on, request.scheduled_at)
    return look.act("assessment_answer", rule, request.asked_on)


def _after_addiction(look: Look, found: AssessmentFact) -> Iterator[Owed]:
    day = found.concluded_on
    received = found.received_at or found.slip_on or day
    pack = look.lens.pack_on(day)
    held = look.held_on(day)
    in_care = frozenset(
        code for code in held if code in pack.statuses and pack.statuses[code].list == "aftercare"
    )
    if filing.grounds(look, pack, in_care, day):
        yield from filing.owed_from(look, received, since=day)
        return
    if look.is_child(day) or is_in_care(look, day):
        return
    registering = look.act("register", "assessment.register", received)
    if not look.is_away:
        yield registering
        yield from _slip(look, found)
    # not registered in time is itself a ground for a file
    lapsed = registering.due
    if lapsed is not None and look.past(as_day(lapsed)):
        yield from filing.owed_from(look, as_day(lapsed) + ONE_DAY, since=day)


def _slip(look: Look, found: AssessmentFact) -> Iterator[Owed]:
    one = look.act("slip_valid", "assessment.valid", found.slip_on or found.concluded_on)
    if one.due is None or one.reckoning is None:
        return
    if found.valid_until is not None:
        stated = msgspec.structs.replace(one.reckoning, due=found.valid_until, appointed=True)
        one = look.made("slip_valid", stated)
    yield one


def is_in_care(look: Look, day: date) -> bool:
    """Whether rehabilitation or treatment was registered, ran or was ordered on a day or after it."""
    if any(one.ended_on is None or one.registered_on >= day for one in look.case.episodes):
        return True
    if any(
        one.stopped_on is None or _begun(one.registered_on, one.started_on) >= day
        for one in look.case.treatments
    ):
        return True
    known = look.lens.pack.statuses
    return filing.is_filed(look, day) or any(
        known[one.code].list == "addict" and one.code != "A" and (one.until is None or one.until >= day)
        for one in look.case.statuses
        if one.code in known
    )


def _begun(registered_on: date | None, started_on: date) -> date:
    return registered_on or started_on
