"""What looks wrong about a record though the law does not forbid it: it warns, and the record is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from app.kinds import codes
from app.kinds.dates import VIETNAM, show_date, show_moment
from app.kinds.declare import KINDS, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.identity import check_number, normal_number
from app.kinds.people import Person
from app.kinds.rehab import Breach, RehabEpisode, SubstitutionTreatment
from app.kinds.status import Decision, StatusPeriod
from app.kinds.testing import DrugTest, KitLot
from app.law.ages import age_group
from app.law.deadlines import deadline
from app.ledger.reader import Reader
from app.register.between import NO_SAMPLE, day_of, in_people, pack_on
from app.register.session import Session
from app.words import N_, _

Doubt = Callable[[Session, Reader, Any], Iterator[Fault]]

#: Two tests nearer to each other than this are likely one story.
_ONE_STORY = timedelta(hours=72)
#: Days that are written down before they come are slips; a period may be entered ahead.
_PLANNED = frozenset({"status_period", "support", "address", "helper", "relation"})
#: No event of a person: their age on that day says nothing.
_AGELESS = frozenset({"address", "relation", "helper", "attachment", "paper", "involvement", "newcomer"})
_NO_TEST_NEEDED = frozenset({"voluntary", "registering", "deported"})

_WITH_NUMBER = (
    "SELECT r_person.id, r_person.name, r_person.numbers FROM people_fts"
    " JOIN r_person ON r_person.n = people_fts.rowid WHERE people_fts MATCH ? LIMIT 20"
)

_FUTURE = N_("“{label}” lies in the future ({day}). Correct it if it is a slip of the hand.")
_CHILD = N_("The person was under {age} on that day. Check the birth and the day.")
_DEAD = N_("The person is recorded as dead or missing from {day}, before this. Check the day.")
_NO_SUPERVISOR = N_("A urine sample is watched by somebody of the same sex; nobody is named. Add who it was.")
_MAYBE_MINOR = N_(
    "The person may have been under {age}: without a full birth the consent of a parent or guardian is not settled."
)
_NEAR = N_("Another test was made {hours} hours apart ({result}). If one confirms the other, link them.")
_DIFFERS = N_("The result is not that of the test it confirms ({result}, {moment}). Both are kept; say why.")
_USED_UP = N_("More tests were made with lot {lot} than were received ({quantity}). Check the lot.")
_LATE = N_("The decision came after {due}, the last day for it ({article}).")
_NOT_KNOWN = N_("{law} does not know “{what}” on {day}. Check the sort and the day.")
_TEST_AFTER = N_("The only positive test is of {day}, after this decision. Check both days.")
_NO_POSITIVE = N_("No positive test is recorded before this decision.")
_NOT_RECEIVED = N_("The result reached who decides on {day}, after this decision. Check both.")
_STATUS_EARLY = N_("The status begins before its decision ({day}). Check both days.")
_NO_TEST = N_("The request names no positive test. Add it if there is one.")
_NOT_POSITIVE = N_("The test named is not positive ({result}). Check that it is the right one.")
_NO_CERTIFICATE = N_("The practitioner's certificate is not recorded. A conclusion needs it.")
_TIME = N_("By what is recorded this is time {n}, not {given}. Check the earlier ones.")
_BESIDE = N_(
    "A substitution treatment and a rehabilitation run at the same time. End one of the two if it is over."
)
_UNREAD = N_("The file was sent though “{step}” is not filled in.")
_UNSENT = N_("The court's step is filled in though “{step}” is not.")
_SAME_NUMBER = N_("{name} has the same identity number. It may be one person entered twice.")
_NUMBER = N_("Identity number: {why}")
_ORDER = N_("“{later}” is before “{earlier}”. Check both days.")


def suspicions(session: Session, record: Record) -> tuple[Fault, ...]:
    """What looks wrong about a record, each with its field; codes begin with ``W_``. It may be kept as it is."""
    with session.store.read() as reader:
        return doubts(session, reader, record)


def doubts(session: Session, reader: Reader, record: Record) -> tuple[Fault, ...]:
    """The same inside a view that is open already."""
    found = [*_of_days(session, record), *_of_person(session, reader, record)]
    for doubt in _DOUBTS.get(kind_of(type(record)).name, ()):
        found += doubt(session, reader, record)
    return tuple(found)


def _of_days(session: Session, record: Record) -> Iterator[Fault]:
    kind = kind_of(type(record))
    when = getattr(record, kind.when) if kind.when and kind.name not in _PLANNED else None
    if when is None:
        return
    now = session.now()
    ahead = when > now + timedelta(minutes=5) if isinstance(when, datetime) else when > now.date()
    if ahead:
        label = _(kind.by_name[kind.when].label)
        shown = show_moment(when) if isinstance(when, datetime) else show_date(when)
        yield Fault("W_FUTURE", _FUTURE, field=kind.when, label=label, day=shown)


def _of_person(session: Session, reader: Reader, record: Record) -> Iterator[Fault]:
    """Age and death, for whatever happened to a person on a day."""
    kind = kind_of(type(record))
    person_id = getattr(record, kind.subject) if kind.subject and kind.name not in _AGELESS else None
    when = getattr(record, kind.when) if kind.when else None
    if not person_id or when is None:
        return
    person = reader.get(Person, reader.people_as_one(person_id)[0])
    pack = pack_on(session, when)
    group, sure = age_group(pack, person.birth if person else None, day_of(when))
    if group == "child" and sure and pack.head.ages is not None:
        yield Fault("W_CHILD", _CHILD, field=kind.when, age=pack.head.ages.duty_from)
    if kind.name not in ("status_period", "decision"):
        where, people = in_people(reader, person_id, " AND status = 'DEAD' ORDER BY since")
        dead = reader.all(StatusPeriod, where, people)
        if dead and dead[0].since < day_of(when):
            yield Fault("W_DEAD", _DEAD, field=kind.when, day=show_date(dead[0].since))


# -- tests


def _test(session: Session, reader: Reader, test: Any) -> Iterator[Fault]:
    taken = test.result not in NO_SAMPLE
    if taken and test.sample == "urine" and not test.supervisor:
        yield Fault("W_SUPERVISOR", _NO_SUPERVISOR, field="supervisor")
    if taken and test.sample != "urine" and not test.guardian_consent:
        yield from _maybe_minor(session, reader, test)
    before = reader.get(DrugTest, test.confirms) if test.confirms else None
    if before is not None and taken and before.result not in NO_SAMPLE and before.result != test.result:
        result, moment = _(codes.TEST_RESULT.label(before.result)), show_moment(before.sampled_at)
        yield Fault("W_DIFFERS", _DIFFERS, field="result", result=result.lower(), moment=moment)
    if before is None:
        yield from _near(reader, test)
    yield from _used_up(reader, test)


def _maybe_minor(session: Session, reader: Reader, test: Any) -> Iterator[Fault]:
    person = reader.get(Person, reader.people_as_one(test.person)[0])
    pack = pack_on(session, test.sampled_at)
    group, sure = age_group(pack, person.birth if person else None, day_of(test.sampled_at))
    if pack.head.ages is not None and not sure and group != "adult":
        yield Fault("W_MINOR", _MAYBE_MINOR, field="guardian_consent", age=pack.head.ages.adult_from)


def _near(reader: Reader, test: Any) -> Iterator[Fault]:
    """Another test of nearly the same time that nothing links to this one."""
    where, people = in_people(reader, test.person, " AND id <> ? AND sampled_at BETWEEN ? AND ?")
    low, high = (
        (test.sampled_at + span).astimezone(VIETNAM).isoformat() for span in (-_ONE_STORY, _ONE_STORY)
    )
    for other in reader.all(DrugTest, where, (*people, test.id, low, high)):
        if other.confirms == test.id or other.result in NO_SAMPLE or test.result in NO_SAMPLE:
            continue
        hours = round(abs((test.sampled_at - other.sampled_at).total_seconds()) / 3600)
        result = _(codes.TEST_RESULT.label(other.result)).lower()
        yield Fault("W_NEAR", _NEAR, field="confirms", hours=hours, result=result)
        return


def _used_up(reader: Reader, test: Any) -> Iterator[Fault]:
    lot = reader.get(KitLot, test.kit) if test.kit else None
    if lot is None or lot.quantity is None:
        return
    used = reader.value("SELECT count(*) FROM r_drug_test WHERE _state = 0 AND kit = ?", (lot.id,))
    if int(used) > lot.quantity:
        yield Fault("W_KIT", _USED_UP, field="kit", lot=lot.lot, quantity=lot.quantity)


# -- decisions and statuses


def _decision(session: Session, reader: Reader, decision: Any) -> Iterator[Fault]:
    pack = pack_on(session, decision.decided_on)
    sort = pack.decisions.get(decision.sort)
    if sort is not None and sort.without is not None:
        what = _(codes.DECISION_SORT.label(decision.sort))
        day = show_date(decision.decided_on)
        yield Fault("W_NOT_IN_LAW", _NOT_KNOWN, field="sort", law=pack.title(), what=what, day=day)
    if decision.sort == "manage_user":
        yield from _after_positive(session, reader, decision)


def _after_positive(session: Session, reader: Reader, decision: Any) -> Iterator[Fault]:
    where, people = in_people(reader, decision.person, " AND result = 'positive' ORDER BY sampled_at")
    positives = reader.all(DrugTest, where, people)
    named = next((t for t in positives if t.id == decision.test), None)
    before = [t for t in positives if day_of(t.sampled_at) <= decision.decided_on]
    test = named or (before[-1] if before else None)
    if test is None:
        if positives:
            day = show_date(day_of(positives[0].sampled_at))
            yield Fault("W_TEST_AFTER", _TEST_AFTER, field="decided_on", day=day)
        else:
            yield Fault("W_NO_POSITIVE", _NO_POSITIVE, field="test")
        return
    if test.received_at is not None and day_of(test.received_at) > decision.decided_on:
        day = show_date(day_of(test.received_at))
        yield Fault("W_NOT_RECEIVED", _NOT_RECEIVED, field="decided_on", day=day)
        return
    yield from _late(session, decision, test.received_at or test.sampled_at)


def _late(session: Session, decision: Any, received: datetime) -> Iterator[Fault]:
    if day_of(received) < session.law.oldest:
        return
    found = deadline(session.law, session.calendar, "user_management.decide", received)
    if found.due is not None and day_of(found.due) < decision.decided_on:
        due = show_moment(found.due) if isinstance(found.due, datetime) else show_date(found.due)
        yield Fault("W_LATE", _LATE, field="decided_on", due=due, article=found.because.article)


def _status(session: Session, reader: Reader, period: Any) -> Iterator[Fault]:
    pack = pack_on(session, period.since)
    known = pack.statuses.get(period.status)
    if known is not None and known.without is not None:
        what = _(codes.STATUS.label(period.status))
        day = show_date(period.since)
        yield Fault("W_NOT_IN_LAW", _NOT_KNOWN, field="status", law=pack.title(), what=what, day=day)
    opened = reader.get(Decision, period.opened_by) if period.opened_by else None
    # after-care counts from the day rehabilitation was completed, so it may begin before its decision
    counts_earlier = known is not None and known.list == "aftercare"
    if opened is not None and period.since < opened.decided_on and not counts_earlier:
        yield Fault("W_STATUS_EARLY", _STATUS_EARLY, field="since", day=show_date(opened.decided_on))


# -- assessment, rehabilitation, breaches


def _request(_session: Session, reader: Reader, request: Any) -> Iterator[Fault]:
    test = reader.get(DrugTest, request.test) if request.test else None
    if test is None and request.ground not in _NO_TEST_NEEDED:
        yield Fault("W_NO_TEST", _NO_TEST, field="test")
    elif test is not None and test.result != "positive":
        result = _(codes.TEST_RESULT.label(test.result)).lower()
        yield Fault("W_NOT_POSITIVE", _NOT_POSITIVE, field="test", result=result)


def _assessment(_session: Session, _reader: Reader, assessment: Any) -> Iterator[Fault]:
    if assessment.conclusion != "observing" and not assessment.certificate_number:
        yield Fault("W_CERTIFICATE", _NO_CERTIFICATE, field="certificate_number")


def _rehab(_session: Session, reader: Reader, episode: Any) -> Iterator[Fault]:
    where, people = in_people(reader, episode.person, " AND id <> ? AND registered_on <= ?")
    earlier = reader.all(RehabEpisode, where, (*people, episode.id, episode.registered_on.isoformat()))
    person = reader.get(Person, people[0])
    n = max(len(earlier), (person.rehab_before or 0) if person else 0) + 1
    if episode.time != n:
        yield Fault("W_TIME", _TIME, field="time", n=n, given=episode.time)
    where, people = in_people(reader, episode.person, " AND stopped_on IS NULL")
    if episode.ended_on is None and reader.all(SubstitutionTreatment, where, people):
        yield Fault("W_BESIDE", _BESIDE, field="registered_on")


def _treatment(_session: Session, reader: Reader, treatment: Any) -> Iterator[Fault]:
    where, people = in_people(reader, treatment.person, " AND ended_on IS NULL")
    if treatment.stopped_on is None and reader.all(RehabEpisode, where, people):
        yield Fault("W_BESIDE", _BESIDE, field="started_on")


def _breach(_session: Session, reader: Reader, breach: Any) -> Iterator[Fault]:
    where, people = in_people(reader, breach.person, " AND id <> ? AND obligation = ? AND happened_on <= ?")
    day = breach.happened_on.isoformat()
    n = len(reader.all(Breach, where, (*people, breach.id, breach.obligation, day))) + 1
    if breach.time != n:
        yield Fault("W_TIME", _TIME, field="time", n=n, given=breach.time)


def _compulsory(_session: Session, _reader: Reader, file: Any) -> Iterator[Fault]:
    labels = KINDS["compulsory_file"].by_name
    if file.sent_on is not None:
        for step in ("notice_on", "read_on"):
            if getattr(file, step) is None:
                yield Fault("W_STAGE", _UNREAD, field=step, step=_(labels[step].label))
    if (file.accepted_on or file.decided_on) and file.sent_on is None:
        yield Fault("W_STAGE", _UNSENT, field="sent_on", step=_(labels["sent_on"].label))


# -- people and incidents


def _person(_session: Session, reader: Reader, person: Any) -> Iterator[Fault]:
    own = set(reader.people_as_one(person.id))
    for paper in person.papers:
        if not paper.number:
            continue
        for why in check_number(paper.sort, paper.number, person.sex, person.birth):
            yield Fault("W_NUMBER", _NUMBER, field="papers", why=why)
        number = normal_number(paper.number)
        for record_id, name, numbers in reader.rows(_WITH_NUMBER, (f'"{number}"',)) if number else ():
            if record_id not in own and number in numbers.split():
                yield Fault("W_SAME_NUMBER", _SAME_NUMBER, field="papers", name=name)


def _incident(_session: Session, _reader: Reader, incident: Any) -> Iterator[Fault]:
    days: list[tuple[str, date | None]] = [
        (name, getattr(incident, name)) for name in ("detected_on", "prosecuted_on", "tried_on")
    ]
    labels = KINDS["incident"].by_name
    for (earlier, one), (later, other) in pairwise(days):
        if one is not None and other is not None and other < one:
            words = {"later": _(labels[later].label), "earlier": _(labels[earlier].label)}
            yield Fault("W_ORDER", _ORDER, field=later, **words)


_DOUBTS: Mapping[str, tuple[Doubt, ...]] = {
    "person": (_person,),
    "status_period": (_status,),
    "decision": (_decision,),
    "drug_test": (_test,),
    "assessment_request": (_request,),
    "assessment": (_assessment,),
    "rehab_episode": (_rehab,),
    "substitution_treatment": (_treatment,),
    "breach": (_breach,),
    "compulsory_file": (_compulsory,),
    "incident": (_incident,),
}
