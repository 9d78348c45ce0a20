"""Terms of statuses: their last day, contact and tests while they run, papers at their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import msgspec

from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.law.entries import UNREPORTED, Pack, Status
from app.law.facts import StatusFact
from app.law.packs import as_day
from app.law.reckoning import Case, Reckoning
from app.law.watch.look import ONE_DAY, STATUS_OF_FORM, Look, Owed

#: What is written at the end of a term, by the rule that says when.
_PAPERS = {
    "voluntary.provider_notice": "provider_notice",
    "voluntary.certificate": "certificate",
    "compulsory.certificate": "certificate",
}


def owed(look: Look) -> Iterator[Owed]:
    """Everything the person's statuses ask for."""
    for status in look.running:
        yield from _running(look, status, look.entry(status))
    for status in look.case.statuses:
        if status.until is not None and status not in look.running:
            yield from _closed(look, status)


def of_term(look: Look, status: StatusFact, follows: Status) -> Iterator[Owed]:
    """The end of a term, or what is owed once it has passed."""
    if look.is_dead or _stands_still(look, status):
        return
    found = term_end(look, status, follows.term)
    if found is None:
        yield look.missing("missing_length", follows.term, status.code)
    elif found.due is not None:
        end = as_day(found.due)
        if not follows.papers or not look.past(end):
            yield look.made("term_end", found, status.code)
        elif not (_closing_decision(look, status) or is_outlasted(look, status)):
            yield papers(look, follows.papers, end, status.code)


def is_outlasted(look: Look, status: StatusFact) -> bool:
    """Whether something runs now that stops user management when it outlasts the term (L120 art. 24(5)dd)."""
    if status.code != "U-QL" or look.lens.settings.custody_extends:
        return False
    return any(
        one.since > status.since and look.lens.pack.grounds_for("stop_outlasting", frozenset([one.code]))
        for one in look.running
    )


def papers(look: Look, rule: str, end: date, status: str) -> Owed:
    """What is to be written when a term has ended or rehabilitation is completed."""
    pack = look.lens.pack_on(end)
    found = look.lens.packs.rule(pack, rule, end)
    # a clock that runs from the end of a day runs from midnight
    by_hour = found is not None and found[1].unit == "hour"
    anchor = datetime.combine(end + ONE_DAY, time.min, VIETNAM) if by_hour else end
    return look.act(_PAPERS.get(rule, "end_papers"), rule, anchor, status, pack=pack)


def term_end(look: Look, status: StatusFact, name: str) -> Reckoning | None:
    """The term of a status under the regime that measures it; None when its length is not recorded."""
    lens = look.lens
    pack = lens.pack_for(name, status.decided_on or status.since)
    start = status.counted_from or status.since
    rule = pack.rules.get(name)
    if status.ends is not None and rule is not None:
        found = Reckoning(pack, rule, start, lens.calendar, due=status.ends, stated=True)
        return _extended(look, status, found)
    asked = rule is not None and rule.asks is not None
    facts = Case(
        minor=look.is_minor(status.since),
        time=status.time,
        months=status.months if asked else None,
        years=_years(pack, status, name) if asked else None,
    )
    try:
        return _extended(look, status, lens.measure(pack, name, start, facts))
    except Fault as fault:
        if fault.code not in ("E_NUMBER_NEEDED", "E_RANGE"):
            raise
        return None


def _years(pack: Pack, status: StatusFact, name: str) -> int | None:
    """The years as recorded, or as the law fixes them by what was completed before (L73 art. 40, L120 art. 42)."""
    asks = pack.rules[name].asks
    if status.years is not None or not status.after or asks is None or asks.option != "years":
        return status.years
    longest = pack.grounds_for("aftercare_longest", frozenset([status.after]))
    return asks.at_most if longest else asks.at_least


def _running(look: Look, status: StatusFact, follows: Status) -> Iterator[Owed]:
    pack, case = look.lens.pack, look.case
    if not look.is_away:
        if follows.visit:
            last = max(status.since, case.last_visit or status.since)
            found = look.lens.measure(pack, follows.visit, last)
            if found.due is not None:
                yield look.made("visit", found, status.code)
        if follows.test:
            last = max(status.since, case.last_test or status.since)
            found = look.lens.measure(pack, follows.test, last)
            if found.due is not None:
                yield look.made("test", found, status.code)
    if follows.term:
        yield from of_term(look, status, follows)


def _closed(look: Look, status: StatusFact) -> Iterator[Owed]:
    """A status that ran to the end of its term without a decision that ends it still asks for the papers."""
    follows = look.lens.pack.statuses.get(status.code)
    until = status.until
    if follows is None or until is None or not (follows.term and follows.papers) or not look.past(until):
        return
    if look.is_gone or _closing_decision(look, status) or _carried_on(look, status, until):
        return
    found = term_end(look, status, follows.term)
    if found is not None and found.due is not None and until >= as_day(found.due):
        yield papers(look, follows.papers, as_day(found.due), status.code)


def _closing_decision(look: Look, status: StatusFact) -> bool:
    """Whether a decision that ends the status is recorded."""
    if status.closed:
        return True
    for decision in look.case.decisions:
        known = look.lens.pack_on(decision.decided_on).decisions.get(decision.sort)
        if known is not None and status.code in known.closes and decision.decided_on > status.since:
            return True
    return any(
        one.certified
        and STATUS_OF_FORM.get(one.form) == status.code
        and one.ended_on is not None
        and one.ended_on >= status.since
        for one in look.case.episodes
    )


def _carried_on(look: Look, status: StatusFact, until: date) -> bool:
    """Whether another status took its place: the same one anew, or one that follows upon it."""
    return any(
        other is not status
        and status.since < other.since <= until + ONE_DAY
        and bool(_term(look, other.code))
        for other in look.case.statuses
    )


def _term(look: Look, code: str) -> str:
    known = look.lens.pack.statuses.get(code)
    return known.term if known else ""


# -- days that do not count


def _uncounted(look: Look, status: StatusFact) -> tuple[str, ...]:
    """What does not count towards the term of a status: by its law, or because the unit chose so."""
    law = look.lens.pack_on(status.decided_on or status.since).statuses.get(status.code)
    now = look.lens.pack.statuses.get(status.code)
    named = {*(law.uncounted if law else ()), *(now.uncounted if now else ())}
    if look.lens.settings.custody_extends and status.code == "U-QL":
        named.add("CUSTODY")
    return tuple(named)


def _gaps(look: Look, status: StatusFact) -> list[tuple[date, date | None]]:
    """The stretches that do not count, first day and last (None: it goes on), by their first day."""
    if len(look.case.statuses) < 2 and not look.case.absences:
        return []
    named = _uncounted(look, status)
    if not named:
        return []
    found = [
        (other.since, other.until if other.until and look.past(other.until) else None)
        for other in look.case.statuses
        if other.code in named and other.since >= status.since and look.come(other.since)
    ]
    if UNREPORTED in named:
        found += [
            (as_day(away.left_at) + ONE_DAY, away.ended_on - ONE_DAY if away.ended_on else None)
            for away in look.case.absences
            if away.sort == "absent" and away.reported is False and as_day(away.left_at) >= status.since
        ]
    return sorted(found, key=lambda gap: gap[0])


def _stands_still(look: Look, status: StatusFact) -> bool:
    """Whether the term is not running now, so that its last day cannot be said yet."""
    return any(until is None for _since, until in _gaps(look, status))


def _extended(look: Look, status: StatusFact, found: Reckoning) -> Reckoning:
    if found.due is None:
        return found
    end = first = as_day(found.due)
    for since, until in _gaps(look, status):
        if until is not None and since <= end and until >= since:
            end += until - since + ONE_DAY
    added = (end - first).days
    return msgspec.structs.replace(found, due=first + timedelta(days=added), added=added) if added else found
