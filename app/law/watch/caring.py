"""Rehabilitation and substitution treatment: registration, papers, drop-out, and after-care that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.law.facts import EpisodeFact, StatusFact, TreatmentFact
from app.law.packs import as_day
from app.law.watch import filing, terms
from app.law.watch.assessing import is_in_care
from app.law.watch.look import ONE_DAY, STATUS_OF_FORM, Look, Owed

_VOLUNTARY = frozenset(("home", "facility", "private"))
_COMPULSORY = frozenset(("compulsory", "compulsory_minor"))
_AFTERCARE = "S"


def owed(look: Look) -> Iterator[Owed]:
    """What episodes and treatments ask for, open or ended."""
    if look.is_gone:
        return
    for episode in look.case.episodes:
        yield from _under_way(look, episode) if episode.ended_on is None else _ended(look, episode)
    for treatment in look.case.treatments:
        if treatment.stopped_on is None:
            yield from _dropped(look, treatment)
        else:
            yield from _stopped(look, treatment, treatment.stopped_on)


# -- episodes


def _under_way(look: Look, episode: EpisodeFact) -> Iterator[Owed]:
    if episode.form in _VOLUNTARY:
        yield from _registered(look, episode)
    if episode.left_facility_on is not None and episode.presented_on is None:
        one = look.act("private_present", "voluntary.private_present", episode.left_facility_on)
        if one.due is not None:
            yield one
    code = STATUS_OF_FORM.get(episode.form, "")
    begun = episode.started_on is not None or episode.due_on is not None
    if begun and code in look.lens.pack.statuses and not any(one.code == code for one in look.running):
        since = episode.started_on or episode.registered_on
        term = StatusFact(code, since, ends=episode.due_on, months=episode.months, time=episode.time)
        yield from terms.of_term(look, term, look.lens.pack.statuses[code])


def _registered(look: Look, episode: EpisodeFact) -> Iterator[Owed]:
    day = episode.registered_on
    if episode.form == "home" and not episode.decided:
        decided = any(one.sort == "voluntary" and one.decided_on >= day for one in look.case.decisions)
        one = look.act("voluntary_decide", "voluntary.decide", day)
        if one.due is not None and not decided and not _began(look, "A-TN-GĐ", day):
            yield one
    pack = look.lens.pack_on(day)
    asked = any(one.asked_on >= day for one in look.case.requests)
    if pack.has_ground("assessment", "registering") and not asked and not _has_slip(look, day):
        yield look.act("assess", "assessment.request", day)


def _has_slip(look: Look, day: date) -> bool:
    """Whether a slip that found addiction serves a registration on a day."""
    for one in look.case.assessments:
        slip = one.slip_on or one.concluded_on
        if one.conclusion != "addicted":
            continue
        if slip >= day:
            return True
        last = one.valid_until or look.lens.measure(look.lens.pack_on(day), "assessment.valid", slip).due
        if last is None or as_day(last) >= day:
            return True
    return False


def _began(look: Look, code: str, day: date) -> bool:
    return any(one.code == code and (one.since >= day or one.until is None) for one in look.case.statuses)


def _ended(look: Look, episode: EpisodeFact) -> Iterator[Owed]:
    day = episode.ended_on
    if day is None:
        return
    if episode.outcome == "completed":
        if not episode.certified and not _completion_recorded(look, day):
            kept = "compulsory.certificate" if episode.form in _COMPULSORY else "voluntary.certificate"
            yield terms.papers(look, kept, day, STATUS_OF_FORM.get(episode.form, ""))
        yield from _aftercare(look, day, episode.presented_on)
    elif episode.outcome == "quit" and episode.form in _VOLUNTARY and not is_in_care(look, day):
        yield from filing.owed_from(look, day)


def _completion_recorded(look: Look, day: date) -> bool:
    return any(one.sort == "completion" and one.decided_on >= day for one in look.case.decisions)


def coming_of_age(look: Look) -> Iterator[Owed]:
    """A minor in compulsory rehabilitation goes to an adult facility at 18 if enough is left (L120 art. 36)."""
    for status in look.running:
        grown = look.comes_of_age() if status.code == "A-BB-TN" else None
        if grown is None:
            continue
        end = terms.term_end(look, status, look.entry(status).term)
        least = look.lens.measure(look.lens.pack_on(grown), "compulsory.adult_transfer", grown)
        if end is None or end.due is None or least.due is None or as_day(least.due) > as_day(end.due):
            continue
        if grown > status.since:
            yield look.on_birthday("adult_transfer", least, grown, status.code)


# -- treatment


def _dropped(look: Look, treatment: TreatmentFact) -> Iterator[Owed]:
    """The newest row of missed days, once it is long enough to count as having ended treatment."""
    streak = _streak(look, treatment.missed)
    if streak is None or any(
        one.sort == "missed" and one.happened_on >= streak[0] for one in look.case.breaches
    ):
        return
    first, last = streak
    one = look.act("dropout", "substitution.dropout", first - ONE_DAY)
    if one.due is not None and last >= as_day(one.due):
        yield one


def _streak(look: Look, missed: tuple[date, ...]) -> tuple[date, date] | None:
    """First and last of the last missed days that follow each other; days off in between do not end it."""
    if not missed:
        return None
    first = last = missed[-1]
    for day in reversed(missed[:-1]):
        if look.lens.calendar.next_working(day + ONE_DAY) < first:
            break
        first = day
    return first, last


def _stopped(look: Look, treatment: TreatmentFact, day: date) -> Iterator[Owed]:
    if treatment.stop_reason == "completed":
        yield from _aftercare(look, day, None)
    elif treatment.stop_reason in ("quit", "breach") and not is_in_care(look, day):
        yield from filing.owed_from(look, day)


# -- after-care


def _aftercare(look: Look, completed: date, presented: date | None) -> Iterator[Owed]:
    """After completion: the file, then the decision, until after-care runs."""
    if look.is_away or any(
        one.code == _AFTERCARE and (one.until is None or one.until >= completed) for one in look.case.statuses
    ):
        return
    if any(one.sort == "aftercare" and one.decided_on >= completed for one in look.case.decisions):
        return
    if any(one.registered_on > completed for one in look.case.episodes):
        return
    papers_on = look.case.aftercare_papers_on
    if papers_on is not None and papers_on >= completed:
        yield look.act("aftercare_decide", "aftercare.decide", papers_on)
    else:
        yield look.act("aftercare_file", "aftercare.file", max(completed, presented or completed))
