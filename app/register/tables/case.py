"""From a person's records to the facts that the law looks at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.kinds.assessment import Assessment, AssessmentRequest
from app.kinds.compulsory import CompulsoryFile
from app.kinds.dates import VIETNAM
from app.kinds.detection import Absence, Detection
from app.kinds.rehab import Breach, RehabEpisode, SubstitutionTreatment
from app.kinds.status import Decision, StatusPeriod
from app.kinds.testing import DrugTest
from app.law import facts as law
from app.law.watch.look import STATUS_OF_FORM
from app.register.tables.cards import current_address
from app.register.tables.facts import PersonFacts

#: Which sort of decision opens a status, where the status does not name its decision.
_OPENED = {
    "U-QL": "manage_user",
    "S": "aftercare",
    "A-TN-GĐ": "voluntary",
    "A-BB": "court",
    "A-BB-TN": "court",
    "GD": "education",
    "CUSTODY": "suspend",
}
#: A decision this long before the status began may still be the one that opened it.
_LEAD = timedelta(days=31)
#: After-care that begins later than this after a completion follows from another one, which is not recorded.
_LATE = timedelta(days=183)
#: Statuses whose completion is followed by after-care.
_BEFORE_AFTERCARE = frozenset((*STATUS_OF_FORM.values(), "A-TT"))
_FILE_DAYS = tuple(name for name in law.FileFact.__struct_fields__ if name.endswith(("_on", "_at")))
#: A test that gave a result, as against one that has to be made again.
_RESULTS = frozenset(("positive", "negative"))
#: Ways of a presence check at which the person was met in person, and those at which they were reached.
_IN_PERSON = frozenset(("roll_call", "face", "home", "office"))
_REACHED = _IN_PERSON | {"phone"}


def case_of(facts: PersonFacts, day: date) -> law.CaseFacts:
    """A person's records as the law looks at them on a day."""
    visit, not_met = _contacts(facts)
    tested, failed = _newest_tests(facts.tests)
    return law.CaseFacts(
        person=facts.person.id,
        birth=facts.person.birth,
        has_residence=current_address(facts, day.isoformat()) is not None,
        stable_residence=_is_stable(facts),
        has_guardian=facts.has_guardian or bool(facts.person.parents),
        statuses=tuple([_status(facts, one) for one in facts.statuses]),
        positives=_positives(facts.tests),
        negatives=tuple([_day(one.sampled_at) for one in facts.tests if one.result == "negative"]),
        last_visit=visit,
        not_met_since=not_met,
        last_test=tested,
        failed_test=failed,
        decisions=tuple([_decision(one) for one in facts.decisions]),
        detections=tuple([_detection(one) for one in facts.detections]),
        requests=tuple([_request(one) for one in facts.requests]),
        assessments=tuple([_assessment(one) for one in facts.assessments]),
        episodes=tuple([_episode(one) for one in facts.episodes]),
        treatments=tuple([_treatment(one) for one in facts.treatments]),
        files=tuple([_file(one) for one in facts.files]),
        absences=tuple([_absence(one) for one in facts.absences]),
        breaches=tuple([_breach(one) for one in facts.breaches]),
        appointments=tuple(_appointments(facts)),
        aftercare_papers_on=facts.aftercare_papers_on,
    )


# -- statuses


def _status(facts: PersonFacts, period: StatusPeriod) -> law.StatusFact:
    opened = _decision_of(facts, period)
    episode = _episode_of(facts, period) if facts.episodes else None
    completed, before = _completed(facts, period) if period.status == "S" else (None, "")
    ends = opened.effective_until if opened else None
    return law.StatusFact(
        code=period.status,
        since=period.since,
        until=period.until,
        decision=(opened.number or "") if opened else "",
        decided_on=opened.decided_on if opened else None,
        counted_from=completed,
        ends=ends or (episode.due_on if episode else None),
        months=episode.months if episode else None,
        time=max(episode.time, 1) if episode else 1,
        after=before,
        closed=period.closed_by is not None,
    )


def _decision_of(facts: PersonFacts, period: StatusPeriod) -> Decision | None:
    if period.opened_by:
        return next((d for d in facts.decisions if d.id == period.opened_by), None)
    sort = _OPENED.get(period.status)
    fitting = [
        d
        for d in facts.decisions
        if d.sort == sort
        and period.since - _LEAD <= d.decided_on
        and (period.until is None or d.decided_on <= period.until)
    ]
    return fitting[0] if fitting else None


def _episode_of(facts: PersonFacts, period: StatusPeriod) -> RehabEpisode | None:
    """The time in rehabilitation that a status stands for."""
    for one in facts.episodes:
        begun = one.started_on or one.registered_on
        in_time = one.registered_on - _LEAD <= period.since <= begun + _LEAD
        if STATUS_OF_FORM.get(one.form) == period.status and in_time:
            return one
    return None


def _completed(facts: PersonFacts, period: StatusPeriod) -> tuple[date | None, str]:
    """From when after-care counts, and which status was completed: the latest not long before it began."""
    found = [
        (one.ended_on, STATUS_OF_FORM[one.form])
        for one in facts.episodes
        if one.outcome == "completed" and one.ended_on is not None and one.form in STATUS_OF_FORM
    ]
    found += [
        (one.stopped_on, "A-TT")
        for one in facts.treatments
        if one.stop_reason == "completed" and one.stopped_on is not None
    ]
    found += [
        (one.until, one.status)
        for one in facts.statuses
        if one.status in _BEFORE_AFTERCARE and one.until is not None
    ]
    return max((one for one in found if timedelta() <= period.since - one[0] <= _LATE), default=(None, ""))


# -- tests and contacts


def _positives(tests: list[DrugTest]) -> tuple[law.PositiveTest, ...]:
    """The positive tests; one that a later test denied, or that only confirms an earlier one, calls for nothing."""
    found = [one for one in tests if one.result == "positive"]
    if not found:
        return ()
    ids = {one.id for one in found}
    denied = {one.confirms for one in tests if one.confirms and one.result == "negative"}
    return tuple(
        law.PositiveTest(
            received=one.received_at or one.sampled_at,
            answered=one.id in denied or one.confirms in ids,
            taken=one.sampled_at,
            id=one.id,
        )
        for one in found
    )


def _newest_tests(tests: list[DrugTest]) -> tuple[date | None, datetime | None]:
    """The day of the newest test with a result, and the moment of a newer one that gave none."""
    failed: datetime | None = None
    for one in reversed(tests):
        if one.result in _RESULTS:
            return _day(one.sampled_at), failed
        failed = failed or one.sampled_at
    return None, failed


def _contacts(facts: PersonFacts) -> tuple[date | None, date | None]:
    """When the person was last met in person, and since when they have been sought and not met."""
    met: date | None = None
    reached = date.min
    missed: list[date] = []
    for visit in facts.visits:
        if not visit.present:
            missed.append(visit.visited_on)
            continue
        reached = max(reached, visit.visited_on)
        if visit.place != "phone":
            met = visit.visited_on
    for check in facts.presence_checks:
        if not check.present:
            missed.append(check.checked_on)
        elif check.way in _REACHED:
            reached = max(reached, check.checked_on)
            if check.way in _IN_PERSON:
                met = max(met or check.checked_on, check.checked_on)
    return met, min((day for day in missed if day > reached), default=None)


def _appointments(facts: PersonFacts) -> Iterator[law.AppointmentFact]:
    """What the newest record of each sort says comes next; a newer record takes the place of an older one."""
    if facts.visits:
        last = facts.visits[-1]
        seen = any(
            one.present and last.next_on and one.checked_on >= last.next_on for one in facts.presence_checks
        )
        if last.next_on is not None and not seen:
            yield law.AppointmentFact("visit", last.next_on, last.visited_on)
    if facts.tests and (agreed := facts.tests[-1].next_on) is not None:
        yield law.AppointmentFact("test", agreed, _day(facts.tests[-1].sampled_at))
    for episode in facts.episodes:
        if episode.next_on is not None and episode.ended_on is None:
            yield law.AppointmentFact("rehab", episode.next_on, episode.registered_on)
    for treatment in facts.treatments:
        if treatment.next_on is not None and treatment.stopped_on is None:
            yield law.AppointmentFact("treatment", treatment.next_on, treatment.started_on)


def _is_stable(facts: PersonFacts) -> bool:
    """Whether the residence is stable, as the newest verification found; unless one denied it, it is."""
    verified = [one.residence_stable for one in facts.detections if one.residence_stable is not None]
    return verified[-1] if verified else True


# -- record by record


def _decision(one: Decision) -> law.DecisionFact:
    return law.DecisionFact(one.sort, one.decided_on, one.effective_from, one.effective_until)


def _detection(one: Detection) -> law.DetectionFact:
    return law.DetectionFact(one.detected_at, one.residence_verified_on, one.notified_at)


def _request(one: AssessmentRequest) -> law.RequestFact:
    return law.RequestFact(one.asked_on, one.ground, one.id, one.test or "", one.scheduled_at)


def _assessment(one: Assessment) -> law.AssessmentFact:
    return law.AssessmentFact(
        one.concluded_on, one.conclusion, one.request or "", one.received_at, one.slip_on, one.valid_until
    )


def _episode(one: RehabEpisode) -> law.EpisodeFact:
    return law.EpisodeFact(
        form=one.form,
        registered_on=one.registered_on,
        time=max(one.time, 1),
        started_on=one.started_on,
        months=one.months,
        due_on=one.due_on,
        next_on=one.next_on,
        left_facility_on=one.left_facility_on,
        presented_on=one.presented_on,
        ended_on=one.ended_on,
        outcome=one.outcome or "",
        decided=one.decision is not None,
        certified=bool(one.certificate_number or one.certificate_on),
    )


def _treatment(one: SubstitutionTreatment) -> law.TreatmentFact:
    missed = tuple(sorted(day.on for day in one.missed if not day.reason))
    return law.TreatmentFact(
        one.started_on, one.registered_on, missed, one.next_on, one.stopped_on, one.stop_reason or ""
    )


def _file(one: CompulsoryFile) -> law.FileFact:
    same = {name: getattr(one, name) for name in _FILE_DAYS}
    return law.FileFact(minor=one.is_minor, outcome=one.outcome or "", regime=one.regime or "", **same)


def _absence(one: Absence) -> law.AbsenceFact:
    return law.AbsenceFact(
        one.sort,
        one.left_at,
        one.reported,
        one.notified_at,
        one.file_sent_at,
        bool(one.receipt),
        one.arrived_at,
        one.presented_at,
        one.ended_on,
    )


def _breach(one: Breach) -> law.BreachFact:
    recorded = bool(one.record_number or one.record_on)
    return law.BreachFact(
        one.obligation, one.sort, one.happened_on, recorded, one.record_on, one.consequence or ""
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()
