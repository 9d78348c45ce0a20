"""After a detection or a positive test: residence, notice, decision, assessment, file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from app.law.entries import Pack
from app.law.facts import AssessmentFact, DetectionFact, PositiveTest
from app.law.packs import as_day
from app.law.reckoning import Case
from app.law.watch import filing
from app.law.watch.look import Look, Owed


def owed(look: Look) -> Iterator[Owed]:
    """What a detection, a positive test or a test without a result asks for."""
    if look.is_gone:
        return
    for detection in look.case.detections:
        yield from _of_detection(look, detection)
    seen: set[str] = set()
    for test in look.case.positives:
        for one in () if test.answered else tuple(_after_test(look, test)):
            # one act answers all the tests before it, so that the first of them sets the day
            if one.what not in seen:
                seen.add(one.what)
                yield one
    if look.case.failed_test is not None and not _refusal_recorded(look, as_day(look.case.failed_test)):
        yield look.act("test_again", "testing.again", look.case.failed_test)


# -- detection


def _of_detection(look: Look, detection: DetectionFact) -> Iterator[Owed]:
    day = as_day(detection.at)
    positive = [one for one in look.case.positives if _taken(one) >= day and not one.answered]
    if _acted_since(look, day) or (not positive and any(on >= day for on in look.case.negatives)):
        return
    if detection.verified_on is None:
        facts = Case(remote=look.lens.settings.remote)
        one = look.act("verify_residence", "user_management.verify_residence", detection.at, facts=facts)
        if one.due is not None:
            yield one
    if detection.notified_at is None and positive:
        yield from _notice(look, detection, positive[0])


def _notice(look: Look, detection: DetectionFact, test: PositiveTest) -> Iterator[Owed]:
    """L73: from the result of the verification; L120: at once with the result of the test."""
    rule = "user_management.notify"
    known = look.rule(rule, test.received)
    if known is None or known.without is not None:
        yield look.act("notify", rule, test.received)
    elif detection.verified_on is not None:
        yield look.act("notify", rule, detection.verified_on)


# -- positive tests


def _after_test(look: Look, test: PositiveTest) -> Iterator[Owed]:
    day = _taken(test)
    pack = look.lens.pack_on(test.received)
    held = look.held_on(day) | _educated(look, pack, day)
    unsettled = not look.case.stable_residence and pack.has_ground("assessment", "no_residence")
    if unsettled or pack.grounds_for("assessment", held):
        yield from _assess(look, test, held)
    elif filing.grounds(look, pack, held, day):
        yield from filing.owed_from(look, test.received, since=day)
    elif not (_is_addict(pack, held) or _acted_since(look, day) or _found(look, day, "addicted")):
        yield look.act("decide", "user_management.decide", test.received)


def _is_addict(pack: Pack, held: frozenset[str]) -> bool:
    return any(pack.statuses[code].list == "addict" for code in held if code in pack.statuses)


def _assess(look: Look, test: PositiveTest, held: frozenset[str]) -> Iterator[Owed]:
    day = _taken(test)
    concluded = _found(look, day, "not_addicted", "addicted")
    if concluded is None:
        asked = any(one.asked_on >= day or (test.id and one.test == test.id) for one in look.case.requests)
        observed = _found(look, day, "observing") is not None
        if not asked and not observed and not _acted_since(look, day):
            yield look.act("assess", "assessment.request", test.received)
        return
    acted = _acted_since(look, concluded.concluded_on)
    if concluded.conclusion == "not_addicted" and not acted and _decides_anew(look, concluded, held):
        received = concluded.received_at or concluded.concluded_on
        yield look.act("decide", "user_management.decide", received)


def _decides_anew(look: Look, concluded: AssessmentFact, held: frozenset[str]) -> bool:
    """Whether a result without addiction leads to a new decision on user management."""
    pack = look.lens.pack_on(concluded.concluded_on)
    managed = "U-QL" in held
    if managed:
        return bool(pack.grounds_for("new_decision", held)) or look.lens.settings.repeat_restarts
    in_care = any(pack.statuses[code].list == "aftercare" for code in held if code in pack.statuses)
    return not in_care and pack.has_ground("new_decision", "no_residence")


def _educated(look: Look, pack: Pack, day: date) -> frozenset[str]:
    """Education in the commune that ended so short a time ago that it still counts (L73 art. 27(1)c)."""
    found: set[str] = set()
    for status in look.case.statuses:
        if status.code != "GD" or status.until is None or status.until >= day:
            continue
        counts_until = look.lens.measure(pack, "assessment.after_education", status.until).due
        if counts_until is not None and day <= as_day(counts_until):
            found.add(status.code)
    return frozenset(found)


def _found(look: Look, day: date, *conclusions: str) -> AssessmentFact | None:
    """The first conclusion of one of these sorts on or after a day."""
    fitting = (one for one in look.case.assessments if one.conclusion in conclusions)
    return next((one for one in fitting if one.concluded_on >= day), None)


def _acted_since(look: Look, day: date) -> bool:
    """Whether a measure began, or a decision that begins one was made, on or after a day."""
    known = look.lens.pack.statuses
    if any(one.since >= day and one.code in known and known[one.code].term for one in look.case.statuses):
        return True
    for decision in look.case.decisions:
        if decision.decided_on >= day:
            sort = look.lens.pack_on(decision.decided_on).decisions.get(decision.sort)
            if sort is not None and sort.opens:
                return True
    return False


def _refusal_recorded(look: Look, day: date) -> bool:
    return any(one.sort == "test_refused" and one.happened_on >= day for one in look.case.breaches)


def _taken(test: PositiveTest) -> date:
    when: date | datetime = test.taken if test.taken is not None else test.received
    return as_day(when)
