"""What the law needs to know about one person to say what is owed; the register fills these in.

Days are days in Vietnam; a moment has a time zone. Nothing here is reckoned: these are recorded facts. They hold
no circles, so that the collector need not look at them (``gc=False``): many are made at once.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class StatusFact(msgspec.Struct, frozen=True, gc=False):
    """One legal status with what its decision says.

    ``counted_from``: the day the term runs from if not ``since`` (after-care: completion of rehabilitation);
    ``decided_on``: day of the decision that opened it, which fixes the regime; ``ends``: last day as the
    decision states it, which then counts; ``months``, ``years``, ``time``: length where a choice is left;
    ``after``: the status whose completion it follows (after-care); ``closed``: whether a decision closed it.
    """

    code: str
    since: date
    until: date | None = None
    decision: str = ""
    decided_on: date | None = None
    counted_from: date | None = None
    ends: date | None = None
    months: int | None = None
    years: int | None = None
    time: int = 1
    after: str = ""
    closed: bool = False

    def runs_on(self, day: date) -> bool:
        """Whether the status is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class DecisionFact(msgspec.Struct, frozen=True, gc=False):
    """A decision about the person: its sort, its day, from and to when as it states."""

    sort: str
    decided_on: date
    since: date | None = None
    until: date | None = None


class DetectionFact(msgspec.Struct, frozen=True, gc=False):
    """The person was found using; what has been done about it since."""

    at: datetime
    verified_on: date | None = None
    notified_at: datetime | None = None


class PositiveTest(msgspec.Struct, frozen=True, gc=False):
    """A positive result, when who decides received it.

    ``taken``: when the sample was taken, if that is another time; ``answered`` when it calls for nothing (a
    laboratory did not confirm it, or it confirms an earlier one).
    """

    received: date | datetime
    answered: bool = False
    taken: date | datetime | None = None
    id: str = ""


class RequestFact(msgspec.Struct, frozen=True, gc=False):
    """A request for an assessment; ``test``: the positive test it refers to."""

    asked_on: date
    ground: str = ""
    id: str = ""
    test: str = ""
    scheduled_at: datetime | None = None


class AssessmentFact(msgspec.Struct, frozen=True, gc=False):
    """What a facility concluded: addicted, not_addicted or observing."""

    concluded_on: date
    conclusion: str
    request: str = ""
    received_at: datetime | None = None
    slip_on: date | None = None
    valid_until: date | None = None


class EpisodeFact(msgspec.Struct, frozen=True, gc=False):
    """One time in rehabilitation; ``decided``: its decision is recorded; ``certified``: its certificate is."""

    form: str
    registered_on: date
    time: int = 1
    started_on: date | None = None
    months: int | None = None
    due_on: date | None = None
    next_on: date | None = None
    left_facility_on: date | None = None
    presented_on: date | None = None
    ended_on: date | None = None
    outcome: str = ""
    decided: bool = False
    certified: bool = False


class TreatmentFact(msgspec.Struct, frozen=True, gc=False):
    """A substitution treatment; ``missed``: the days missed without a reason, in order."""

    started_on: date
    registered_on: date | None = None
    missed: tuple[date, ...] = ()
    next_on: date | None = None
    stopped_on: date | None = None
    stop_reason: str = ""


class FileFact(msgspec.Struct, frozen=True, gc=False):
    """A file for compulsory rehabilitation with its dated steps; ``regime`` where the unit says which law."""

    opened_on: date
    minor: bool = False
    ground_on: date | None = None
    notice_on: date | None = None
    notice_received_on: date | None = None
    read_on: date | None = None
    sent_on: date | None = None
    passed_on: date | None = None
    returned_on: date | None = None
    completed_on: date | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    decision_received_at: datetime | None = None
    executed_at: datetime | None = None
    closed_on: date | None = None
    outcome: str = ""
    regime: str = ""


class AbsenceFact(msgspec.Struct, frozen=True, gc=False):
    """The person left for a time (absent), moved away (move_out) or came (move_in)."""

    sort: str
    left_at: datetime
    reported: bool | None = None
    notified_at: datetime | None = None
    file_sent_at: datetime | None = None
    receipt: bool = False
    arrived_at: datetime | None = None
    presented_at: datetime | None = None
    ended_on: date | None = None


class BreachFact(msgspec.Struct, frozen=True, gc=False):
    """An obligation was not kept; ``recorded``: a record was made of it; ``consequence`` empty: none yet."""

    obligation: str
    sort: str
    happened_on: date
    recorded: bool = False
    record_on: date | None = None
    consequence: str = ""


class AppointmentFact(msgspec.Struct, frozen=True, gc=False):
    """The next visit, test, rehabilitation or treatment day that the newest record names."""

    sort: str
    on: date
    made_on: date


class CaseFacts(msgspec.Struct, frozen=True, gc=False):
    """One person as the law sees them; ``stable_residence`` in the sense of Decree 105/2021 art. 41.

    ``last_visit``: the last time an officer met the person in person; ``not_met_since``: the first time they
    were sought and not met since somebody last met or spoke to them; ``last_test``: the last test that gave a
    result; ``failed_test``: a later one that was refused, not come to or unclear; ``aftercare_papers_on``:
    day of the newest paper of the after-care file.
    """

    person: str
    birth: str | None = None
    has_residence: bool = True
    stable_residence: bool = True
    has_guardian: bool = True
    minor: bool = False
    statuses: tuple[StatusFact, ...] = ()
    positives: tuple[PositiveTest, ...] = ()
    last_visit: date | None = None
    not_met_since: date | None = None
    last_test: date | None = None
    failed_test: datetime | None = None
    decisions: tuple[DecisionFact, ...] = ()
    detections: tuple[DetectionFact, ...] = ()
    negatives: tuple[date, ...] = ()
    requests: tuple[RequestFact, ...] = ()
    assessments: tuple[AssessmentFact, ...] = ()
    episodes: tuple[EpisodeFact, ...] = ()
    treatments: tuple[TreatmentFact, ...] = ()
    files: tuple[FileFact, ...] = ()
    absences: tuple[AbsenceFact, ...] = ()
    breaches: tuple[BreachFact, ...] = ()
    appointments: tuple[AppointmentFact, ...] = ()
    aftercare_papers_on: date | None = None
