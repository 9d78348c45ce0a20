"""Assessment of addiction: asking for it, the appointment, what the facility concluded.

The law decides on which grounds it is asked for; the facility concludes; the program keeps both in
order of time, and warns where something a later step needs is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.kinds.assessment import Assessment, AssessmentRequest
from app.kinds.codec import from_fields, to_fields
from app.kinds.codes_care import ASSESSMENT_GROUND
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.people import Address, Person, Relation
from app.kinds.status import StatusPeriod
from app.kinds.testing import DrugTest
from app.law.beside import Beside, read_beside, shipped_texts
from app.law.deadlines import deadline
from app.law.entries import Entry, Ground
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.between import check_between, in_people, pack_on
from app.register.session import Session
from app.register.stages import Origin, Procedure
from app.register.suspicions import doubts
from app.register.tables.cards import current_address
from app.register.tables.facts import facts_of
from app.words import N_, _

_SORT = "assessment_grounds"
_VALID = "assessment.valid"
_NO_GROUND = N_(
    "“{ground}” is not a ground of assessment under the law of {day} ({law}). That law knows: {known}."
)
_NO_REQUEST_RECORD = N_("There is no such request. Read the page again with F5.")
_NO_STATUS = N_(
    "The ground “{ground}” belongs to people under “{status}”, which the register does not have on that day."
)
_NO_REQUEST = N_("No request is referred to. Enter the request, unless the person went by their own wish.")

_CONCLUDED = "a.conclusion <> 'observing'"
_OF_REQUEST = (
    "EXISTS (SELECT 1 FROM r_assessment AS a WHERE a._state = 0 AND a.person = r.person AND a.request = r.id"
)
_NOTE = (
    "EXISTS (SELECT 1 FROM r_assessment_detail AS d"
    " WHERE d._state = 0 AND d.person = r.person AND d.request = r.id)"
)
STAGES = {
    "asked": N_("Asked for"),
    "scheduled": N_("Appointment made"),
    "observing": N_("Under observation"),
    "concluded": N_("Concluded"),
}
#: Requests with their stage, and assessments that no request is known of.
ASSESSMENTS = Procedure(
    name="assessment",
    stages=STAGES,
    origins=(
        Origin(
            kind="assessment_request",
            stage=(
                f"CASE WHEN {_OF_REQUEST} AND {_CONCLUDED}) THEN 'concluded'"
                f" WHEN {_OF_REQUEST}) OR {_NOTE} THEN 'observing'"
                " WHEN r.scheduled_at IS NOT NULL THEN 'scheduled' ELSE 'asked' END"
            ),
            since="r.asked_on",
            ends="substr(r.scheduled_at, 1, 10)",
            filters={"ground": "r.ground"},
        ),
        Origin(
            kind="assessment",
            stage="CASE WHEN r.conclusion = 'observing' THEN 'observing' ELSE 'concluded' END",
            since="coalesce(r.started_on, r.concluded_on)",
            where="r.request IS NULL",
        ),
    ),
    owed="o.rule LIKE 'assessment.%'",
    over=frozenset({"concluded"}),
    beside=("assessment", "assessment_request", "drug_test"),
)


class Same(Entry, frozen=True):
    """A code of the register that stands for a ground of a pack with another name."""

    code: str
    ground: str


class MoreGrounds(Beside, frozen=True, kw_only=True):
    """Grounds beside those of a regime's own pack."""

    grounds: tuple[Ground, ...] = ()
    same: tuple[Same, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept: the record's id, what changed, and what a later step will miss (``W_…``)."""

    id: str
    changed: Changed
    warnings: tuple[Fault, ...] = ()

    @property
    def records(self) -> tuple[tuple[str, str], ...]:
        """The records that changed, by kind and id."""
        return self.changed.records

    @property
    def persons(self) -> frozenset[str]:
        """The people they are about."""
        return self.changed.persons


@dataclass(frozen=True, slots=True)
class GroundLine:
    """A ground as it may be chosen on a day: the register's code, and its article in the law of that day."""

    code: str
    label: str
    article: str


def grounds_on(session: Session, day: date) -> list[GroundLine]:
    """The grounds of assessment that the law of a day knows; Fault E_REGIME before all of it."""
    found = _grounds(session, day)
    return [
        GroundLine(code, found[code].label.said(), found[code].article)
        for code in ASSESSMENT_GROUND.codes()
        if code in found
    ]


def request_assessment(session: Session, fields: Mapping[str, Any], why: str = "") -> Saved:
    """Enter or correct a request (``id`` of one that exists). The day is today where none is given.

    Faults at their field: E_GROUND for a ground that the law of the day does not know (naming those it
    does), and those of the rules between records: a request before its test, a test of somebody else.
    """
    kind = KINDS["assessment_request"]
    session.need_write(kind)
    values = {"asked_on": session.today().isoformat(), **_said(fields)}
    record_id = str(values.pop("id", "") or new_id())
    request: Any = from_fields(kind, record_id, values)
    with session.store.write(session.user, why) as writer:
        statuses = _check_ground(session, writer, request)
        check_between(session, writer, request)
        writer.put(request)
        warnings = (*doubts(session, writer, request), *statuses)
    return Saved(record_id, writer.changed, warnings)


def schedule(session: Session, request_id: str, at: str, facility: str = "", why: str = "") -> Saved:
    """Make or move the appointment of a request (``at``: a moment as ISO text). Faults at ``scheduled_at``."""
    kind = KINDS["assessment_request"]
    session.need_write(kind)
    with session.store.write(session.user, why) as writer:
        request = writer.get(AssessmentRequest, request_id)
        if request is None:
            raise Fault("E_UNKNOWN_RECORD", _NO_REQUEST_RECORD, field="request")
        more = {"scheduled_at": at} | ({"facility": facility} if facility else {})
        moved = from_fields(kind, request_id, {**to_fields(request), **more})
        check_between(session, writer, moved)
        writer.put(moved)
    return Saved(request_id, writer.changed)


def record_assessment(session: Session, fields: Mapping[str, Any], why: str = "") -> Saved:
    """Enter or correct what a facility concluded; police and health enter the common part alike.

    The person's only open request is taken where none is named. A conclusion before its request is
    refused at its day; one without the practitioner's certificate number, or without a request, is
    kept with a warning.
    """
    kind = KINDS["assessment"]
    session.need_write(kind)
    values = _said(fields)
    record_id = str(values.pop("id", "") or new_id())
    with session.store.write(session.user, why) as writer:
        request = _request_of(writer, values, record_id)
        if request is not None:
            values |= {"request": request.id}
            values.setdefault("facility", request.facility)
        assessment: Any = from_fields(kind, record_id, values)
        check_between(session, writer, assessment)
        writer.put(assessment)
        warnings = doubts(session, writer, assessment)
    if request is None:
        warnings = (*warnings, Fault("W_NO_REQUEST", _NO_REQUEST, field="request"))
    return Saved(record_id, writer.changed, warnings)


def serves_until(session: Session, slip_on: date) -> date | None:
    """Until when a slip of that day serves a registration; None where the law of the day sets nothing."""
    pack = session.law.at(slip_on)
    rule = pack.rules.get(_VALID)
    if rule is None or rule.amount is None:
        return None
    due = deadline(session.law, session.calendar, _VALID, slip_on, pack.id).due
    return due if isinstance(due, date) else None


def latest_positive(session: Session, person: str, day: str) -> str | None:
    """The person's newest positive test up to a day (ISO), which a request usually refers to."""
    sql = (
        " AND _state = 0 AND result = 'positive' AND substr(sampled_at, 1, 10) <= ? ORDER BY sampled_at DESC"
    )
    with session.store.read() as reader:
        where, people = in_people(reader, person, sql)
        found = reader.value(f"SELECT id FROM r_drug_test WHERE {where} LIMIT 1", (*people, day))
    return str(found) if found else None


def days_waiting(request: AssessmentRequest, today: date) -> int:
    """Days since the request."""
    return max(0, (today - request.asked_on).days)


def about_assessment(session: Session, request_id: str) -> list[Assessment]:
    """What was concluded on a request, oldest first."""
    session.need_read(KINDS["assessment"])
    with session.store.read() as reader:
        return reader.all(Assessment, "request = ? ORDER BY concluded_on, n", (request_id,))


# -- inside -------------------------------------------------------------------------------------


@cache
def _more() -> tuple[MoreGrounds, ...]:
    return tuple(read_beside(name, text, MoreGrounds, _sound) for name, text in shipped_texts(_SORT))


def _sound(_file: str, _made: MoreGrounds) -> None:
    """Everything that can be wrong is in the types."""


def _grounds(session: Session, day: date) -> dict[str, Ground]:
    """The grounds of a day by the register's codes."""
    more = [one for one in _more() if one.since <= day and (one.valid_to is None or day <= one.valid_to)]
    codes = {same.ground: same.code for one in more for same in one.same}
    beside = [ground for one in more for ground in one.grounds if ground.list == "assessment"]
    listed = (*pack_on(session, day).grounds.get("assessment", ()), *beside)
    return {codes.get(ground.id, ground.id): ground for ground in listed}


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _check_ground(session: Session, reader: Reader, request: AssessmentRequest) -> tuple[Fault, ...]:
    """Fault E_GROUND; a warning where the register has no status to go with the ground."""
    ground = _grounds(session, request.asked_on).get(request.ground)
    if ground is None:
        raise Fault(
            "E_GROUND",
            _NO_GROUND,
            field="ground",
            ground=_(ASSESSMENT_GROUND.label(request.ground)),
            day=show_date(request.asked_on),
            law=pack_on(session, request.asked_on).title(),
            known="; ".join(one.label for one in grounds_on(session, request.asked_on)),
        )
    if not ground.statuses or _has_status(reader, request, ground.statuses):
        return ()
    known = pack_on(session, request.asked_on).statuses
    named = ", ".join(known[code].label.said() for code in ground.statuses if code in known)
    return (Fault("W_STATUS", _NO_STATUS, field="ground", ground=ground.label.said(), status=named),)


def _has_status(reader: Reader, request: AssessmentRequest, codes: tuple[str, ...]) -> bool:
    # what has ended counts too (the year after education in the commune); what begins later does not
    where, people = in_people(reader, request.person, " AND since <= ?")
    held = reader.all(StatusPeriod, where, (*people, request.asked_on.isoformat()))
    return any(period.status in codes for period in held)


def _request_of(reader: Reader, values: Mapping[str, Any], record_id: str) -> AssessmentRequest | None:
    """The request that is named, or the only one of the person that still waits for its conclusion."""
    named = values.get("request")
    if named:
        return reader.get(AssessmentRequest, str(named))
    if reader.existing("assessment", [record_id]):
        return None
    waiting = (
        " AND asked_on <= ? AND NOT EXISTS (SELECT 1 FROM r_assessment AS a WHERE a._state = 0"
        f" AND a.request = r_assessment_request.id AND {_CONCLUDED})"
    )
    where, people = in_people(reader, str(values.get("person") or ""), waiting)
    found = reader.all(AssessmentRequest, where, (*people, str(values.get("concluded_on") or "")))
    return found[0] if len(found) == 1 else None


# -- for paper ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """What the papers of an assessment name: the person, the request, its test, what was concluded."""

    person: Person
    address: Address | None
    relatives: tuple[Relation, ...]
    request: AssessmentRequest | None
    test: DrugTest | None
    assessment: Assessment | None
    ground: GroundLine | None


def facts_for_paper(session: Session, kind_name: str, record_id: str) -> AssessmentFacts:
    """Everything in the clear about a request, or an assessment without one; Fault E_UNKNOWN_RECORD.

    The print is recorded by whoever makes a paper of it.
    """
    with session.store.read() as reader:
        request, assessment = _pair(reader, kind_name, record_id)
        about = request or assessment
        if about is None:
            raise Fault("E_UNKNOWN_RECORD", _NO_REQUEST_RECORD)
        one = reader.people_as_one(about.person)[0]
        facts = facts_of(reader, [one])[one]
        day = request.asked_on if request is not None else session.today()
        where, people = in_people(reader, one, " ORDER BY id")
        return AssessmentFacts(
            person=facts.person,
            address=current_address(facts, day.isoformat()),
            relatives=tuple(reader.all(Relation, where, people)),
            request=request,
            test=reader.get(DrugTest, request.test) if request and request.test else None,
            assessment=assessment,
            ground=_ground_line(session, request),
        )


def _pair(
    reader: Reader, kind_name: str, record_id: str
) -> tuple[AssessmentRequest | None, Assessment | None]:
    if kind_name == "assessment":
        assessment = reader.get(Assessment, record_id)
        named = assessment.request if assessment is not None else None
        return (reader.get(AssessmentRequest, named) if named else None), assessment
    found = reader.all(Assessment, "request = ? ORDER BY concluded_on DESC, n DESC", (record_id,))
    return reader.get(AssessmentRequest, record_id), found[0] if found else None


def _ground_line(session: Session, request: AssessmentRequest | None) -> GroundLine | None:
    if request is None:
        return None
    found = [one for one in grounds_on(session, request.asked_on) if one.code == request.ground]
    return found[0] if found else GroundLine(request.ground, _(ASSESSMENT_GROUND.label(request.ground)), "")
