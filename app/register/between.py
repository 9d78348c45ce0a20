"""What must hold between one record and the others: refused with the field, nothing typed is lost.

What the law only makes suspicious is in ``suspicions``; it warns and is kept all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from app.kinds.assessment import Assessment, AssessmentRequest
from app.kinds.codes import STATUS
from app.kinds.dates import VIETNAM, show_date, show_moment
from app.kinds.declare import KINDS, Kind, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.people import Person
from app.kinds.rehab import RehabEpisode, SubstitutionTreatment
from app.kinds.status import Decision, StatusPeriod
from app.kinds.testing import DrugTest
from app.law.ages import age_group
from app.law.entries import Pack
from app.ledger.reader import Reader
from app.register.session import Session
from app.words import N_, _

Rule = Callable[[Session, Reader, Any], None]

#: A test that was refused or missed has no sample.
NO_SAMPLE = frozenset({"refused", "no_show"})
#: Longest chain of confirmations that is followed.
_LONGEST_CHAIN = 50
#: Reasons for a test that are no signs of use, so that no list of a regime names them.
_BESIDE = frozenset({"scheduled", "confirmation"})

_NO_SUCH = N_("The register has no {kind} with the id {id}. Enter that first.")
_OTHER_PERSON = N_("“{what}” belongs to another person. Choose one of this person's own.")
_OVERLAP = N_("The person is already “{status}” from {since:%d/%m/%Y}. End that first, or correct the days.")
_EPISODE = N_(
    "This overlaps another entry of the same sort, from {since} ({place}). End that one first, or correct the days."
)
_BEFORE_TEST = N_(
    "The day ({day}) is before the test it rests on ({test}). Correct the day or choose the right test."
)
_RESTS = N_("“{what}” of {day} rests on this test. The test cannot be later than that.")
_BEFORE_REQUEST = N_("The assessment ({day}) is before the request for it ({asked}). Correct one of the two.")
_REQUEST_AFTER = N_("The assessment of {day} answers this request. The request cannot be later than that.")
_GROUND = N_("{law} does not know the ground “{ground}” on {day}. Choose another one, or correct the day.")
_CONSENT = N_(
    "Under {age}, a sample other than urine needs the consent of a parent or guardian. Record it, or take urine."
)
_SELF = N_("A test cannot confirm itself. Choose the test before it.")
_CHAIN = N_("A test comes after the one it confirms ({moment}). Correct the time or choose another test.")
_CIRCLE = N_("These tests would confirm each other in a circle. Choose the test before this one.")
_CONFIRMED = N_("The test of {moment} confirms this one and cannot be before it. Correct one of the two.")
_SECOND = N_(
    "This is a second result, by another method. Enter it as a new test that confirms this one; both are kept."
)
_INSTALLED = ("pack.", "publisher.")
_NOT_HERE = N_("“{key}” is written only by installing a law pack. Use the settings of law packs.")
_SKIPPED = N_("“{step}” needs “{before}” first. Fill that in too.")


def check_between(session: Session, reader: Reader, record: Record) -> None:
    """What must hold between a record and the others; Fault with the field."""
    kind = kind_of(type(record))
    for spec in kind.fields:
        target = getattr(record, spec.name) if spec.ref else None
        if target and target != record.id and not reader.existing(spec.ref, [target]):
            raise Fault("E_REFERENCE", _NO_SUCH, field=spec.name, kind=spec.ref, id=target)
    check_rules(session, reader, record)


def check_rules(session: Session, reader: Reader, record: Record) -> None:
    """The same for a record whose references are known to be there (a load looks them up all at once)."""
    kind = kind_of(type(record))
    _check_own(reader, kind, record)
    for rule in _RULES.get(kind.name, ()):
        rule(session, reader, record)


def day_of(when: date | datetime) -> date:
    """The calendar day in Vietnam."""
    return when.astimezone(VIETNAM).date() if isinstance(when, datetime) else when


def pack_on(session: Session, when: date | datetime) -> Pack:
    """The law in force on a day; records older than every pack are read by the oldest."""
    return session.law.at(max(day_of(when), session.law.oldest))


def in_people(reader: Reader, person: str, extra: str = "") -> tuple[str, tuple[str, ...]]:
    """A condition that holds for the records of a person, of whoever was merged into them, and its values."""
    people = reader.people_as_one(person)
    return f"person IN ({', '.join('?' * len(people))}){extra}", people


# -- references


def _check_own(reader: Reader, kind: Kind, record: Record) -> None:
    """A decision, test or request that a record names is about the same person."""
    person = getattr(record, kind.subject) if kind.subject else None
    if not person:
        return
    for spec in kind.fields:
        target = getattr(record, spec.name) if spec.ref and spec.name != kind.subject else None
        about = KINDS[spec.ref].subject if target else ""
        if not about or spec.ref == "person":
            continue
        found = reader.value(f'SELECT "{about}" FROM "r_{spec.ref}" WHERE id = ?', (target,))
        if found and found != person and found not in reader.people_as_one(person):
            raise Fault("E_OTHER_PERSON", _OTHER_PERSON, field=spec.name, what=_(spec.label))


# -- statuses and episodes


def check_overlap(session: Session, reader: Reader, record: Any) -> None:
    """A status that the law makes exclusive with another may not run beside it."""
    excluded = _exclusive(session, record)
    where, people = in_people(reader, record.person, " AND id <> ?")
    for other in reader.all(StatusPeriod, where, (*people, record.id)):
        if other.status != record.status and other.status not in excluded:
            continue
        if not _apart(record.since, record.until, other.since, other.until):
            raise Fault(
                "E_OVERLAP",
                _OVERLAP,
                field="since",
                status=_(STATUS.label(other.status)),
                since=other.since,
            )


def _apart(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Whether two periods do not meet; the day on which one ends and the next begins may be the same."""
    begins_after = other_until is not None and since > other_until
    ends_before = until is not None and other_since > until
    return begins_after or ends_before or other_until == since or until == other_since


def _exclusive(session: Session, record: Any) -> set[str]:
    pack = pack_on(session, record.since)
    mine = pack.statuses.get(record.status)
    found = set(mine.excludes) if mine else set()
    return found | {code for code, status in pack.statuses.items() if record.status in status.excludes}


def _rehab(_session: Session, reader: Reader, record: Any) -> None:
    _alone(reader, RehabEpisode, record, "started_on" if record.started_on else "registered_on", "ended_on")


def _treatment(_session: Session, reader: Reader, record: Any) -> None:
    _alone(reader, SubstitutionTreatment, record, "started_on", "stopped_on")


def _alone(reader: Reader, struct: type[Any], record: Any, start: str, end: str) -> None:
    """Nobody is in two episodes of one sort at a time."""
    where, people = in_people(reader, record.person, " AND id <> ?")
    for other in reader.all(struct, where, (*people, record.id)):
        since = other.started_on or other.registered_on
        if not _apart(getattr(record, start), getattr(record, end), since, getattr(other, end)):
            place = other.facility or _("place not recorded")
            raise Fault("E_OVERLAP", _EPISODE, field=start, since=show_date(since), place=place)


# -- the chain from test to decision and assessment (law.md 3)


def _decision(session: Session, reader: Reader, record: Any) -> None:
    _after_test(reader, record, "decided_on")
    sort = pack_on(session, record.decided_on).decisions.get(record.sort)
    if sort is not None and sort.grounds:
        _check_ground(session, record.ground, sort.grounds, record.decided_on)


def _request(session: Session, reader: Reader, record: Any) -> None:
    _after_test(reader, record, "asked_on")
    _check_ground(session, record.ground, "assessment", record.asked_on)
    for answer in _naming(reader, Assessment, record, "request"):
        if min(answer.started_on or answer.concluded_on, answer.concluded_on) < record.asked_on:
            day = show_date(answer.concluded_on)
            raise Fault("E_BEFORE_REQUEST", _REQUEST_AFTER, field="asked_on", day=day)


def _after_test(reader: Reader, record: Any, name: str) -> None:
    test = reader.get(DrugTest, record.test) if record.test else None
    day: date = getattr(record, name)
    if test is not None and day < day_of(test.sampled_at):
        moment = show_moment(test.sampled_at)
        raise Fault("E_BEFORE_TEST", _BEFORE_TEST, field=name, day=show_date(day), test=moment)


def _assessment(_session: Session, reader: Reader, record: Any) -> None:
    request = reader.get(AssessmentRequest, record.request) if record.request else None
    if request is None:
        return
    for name in ("started_on", "concluded_on"):
        day = getattr(record, name)
        if day is not None and day < request.asked_on:
            asked = show_date(request.asked_on)
            raise Fault("E_BEFORE_REQUEST", _BEFORE_REQUEST, field=name, day=show_date(day), asked=asked)


def _compulsory(session: Session, _reader: Reader, record: Any) -> None:
    _check_ground(session, record.ground, "compulsory", record.ground_on or record.opened_on)
    known = KINDS["compulsory_file"].by_name
    for step, needed in (("executed_at", "decided_on"), ("completed_on", "returned_on")):
        if getattr(record, step) is not None and getattr(record, needed) is None:
            words = {"step": _(known[step].label), "before": _(known[needed].label)}
            raise Fault("E_STAGE_SKIPPED", _SKIPPED, field=needed, **words)


def _detection(session: Session, _reader: Reader, record: Any) -> None:
    _check_ground(session, record.ground, "testing", record.detected_at)


def _check_ground(session: Session, ground: str | None, named: str, when: date | datetime) -> None:
    pack = pack_on(session, when)
    known = pack.grounds.get(named)
    if not ground or not known or ground in _BESIDE:
        return
    if not pack.has_ground(named, ground):
        raise Fault(
            "E_GROUND",
            _GROUND,
            field="ground",
            law=pack.title(),
            ground=_ground_label(named, ground),
            day=show_date(day_of(when)),
        )


def _ground_label(named: str, ground: str) -> str:
    from app.kinds import codes, codes_care

    lists = {
        "assessment": codes_care.ASSESSMENT_GROUND,
        "compulsory": codes_care.COMPULSORY_GROUND,
        "testing": codes.TEST_GROUND,
    }
    return _(lists[named].label(ground)) if named in lists else ground


# -- tests


def _test(session: Session, reader: Reader, record: Any) -> None:
    _check_ground(session, record.ground, "testing", record.sampled_at)
    _check_consent(session, reader, record)
    _check_chain(reader, record)
    _check_second_result(reader, record)
    day = day_of(record.sampled_at)
    for struct, name in ((Decision, "decided_on"), (AssessmentRequest, "asked_on")):
        for other in _naming(reader, struct, record, "test"):
            if getattr(other, name) < day:
                what = _(kind_of(struct).label)
                raise Fault(
                    "E_BEFORE_TEST",
                    _RESTS,
                    field="sampled_at",
                    what=what,
                    day=show_date(getattr(other, name)),
                )


def _check_consent(session: Session, reader: Reader, record: Any) -> None:
    """Who is surely under age gives a sample other than urine with consent only (Decree 105/2021 art. 46)."""
    if record.sample == "urine" or record.result in NO_SAMPLE or record.guardian_consent:
        return
    person = reader.get(Person, reader.people_as_one(record.person)[0])
    pack = pack_on(session, record.sampled_at)
    group, sure = age_group(pack, person.birth if person else None, day_of(record.sampled_at))
    if sure and group in ("child", "minor") and pack.head.ages is not None:
        raise Fault("E_CONSENT", _CONSENT, field="guardian_consent", age=pack.head.ages.adult_from)


def _check_chain(reader: Reader, record: Any) -> None:
    """A confirming test comes after the one it confirms; both results are kept."""
    if record.confirms == record.id:
        raise Fault("E_CHAIN", _SELF, field="confirms")
    before = reader.get(DrugTest, record.confirms) if record.confirms else None
    if before is not None and record.sampled_at < before.sampled_at:
        raise Fault("E_CHAIN", _CHAIN, field="confirms", moment=show_moment(before.sampled_at))
    for _step in range(_LONGEST_CHAIN):
        if before is None:
            break
        if before.confirms == record.id:
            raise Fault("E_CHAIN", _CIRCLE, field="confirms")
        before = reader.get(DrugTest, before.confirms) if before.confirms else None
    for later in _naming(reader, DrugTest, record, "confirms"):
        if later.sampled_at < record.sampled_at:
            raise Fault("E_CHAIN", _CONFIRMED, field="sampled_at", moment=show_moment(later.sampled_at))


def _check_second_result(reader: Reader, record: Any) -> None:
    """A laboratory's answer does not go over the rapid result: it is a test of its own, linked to it."""
    kept = reader.get(DrugTest, record.id)
    if kept is not None and kept.method != record.method and kept.result != record.result:
        raise Fault("E_SECOND_RESULT", _SECOND, field="method")


def _naming(reader: Reader, struct: type[Any], record: Any, field: str) -> Iterator[Any]:
    """The records of the same person that name this one."""
    where, people = in_people(reader, record.person, f" AND {field} = ?")
    yield from reader.all(struct, where, (*people, record.id))


def _setting(_session: Session, _reader: Reader, setting: Any) -> None:
    """Installed law and trusted publishers are settings too, written only where an administrator installs them."""
    if setting.key.startswith(_INSTALLED):
        raise Fault("E_SETTING", _NOT_HERE, field="key", key=setting.key)


_RULES: Mapping[str, tuple[Rule, ...]] = {
    "setting": (_setting,),
    "status_period": (check_overlap,),
    "rehab_episode": (_rehab,),
    "substitution_treatment": (_treatment,),
    "decision": (_decision,),
    "assessment_request": (_request,),
    "assessment": (_assessment,),
    "compulsory_file": (_compulsory,),
    "detection": (_detection,),
    "drug_test": (_test,),
}
