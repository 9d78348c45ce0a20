"""A register of made-up people: for training, rehearsals and the demonstration.

Everybody here is invented (``kinds.names``), says so in the note, and has an identity number that
no province gives out. The same seed, node and moment make the same records, whatever the computer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from app.kinds import names, units_catalogue
from app.kinds.codec import from_fields
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS, Record
from app.kinds.names import MadeUpPerson
from app.law.deadlines import deadline
from app.register.made_up import area, cases, clinical, community, persons, things
from app.register.made_up.acts import Sort, Team
from app.register.made_up.entries import Entries, Entry
from app.register.session import Session

Hands = Callable[[datetime], None]
Step = Callable[[int, int], None]

#: Youngest age of a made-up person on the day of the register; those not adult have a story of their own.
_YOUNGEST = 21
#: Posts of those who sign decisions.
_POSTS = (
    "Chủ tịch Ủy ban nhân dân",
    "Trưởng Công an cấp xã",
    "Giám đốc Công an cấp tỉnh",
    "Thẩm phán",
    "Giám đốc",
)
#: People outside the register: offenders, dealers, newcomers.
_OUTSIDE = 24


@dataclass(frozen=True, slots=True)
class Results:
    """What the month of the register has reached, as target plans count it."""

    cases: int = 2
    admissions: int = 1
    complex_points: int = 0
    at_risk_points: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """What was entered."""

    people: int
    records: int


def fill(
    session: Session,
    seed: int,
    people: int,
    day: date,
    *,
    results: Results | None = None,
    hands: Hands | None = None,
    progress: Step | None = None,
    shift: int = 0,
) -> Filled:
    """Enter made-up people and a month of work, as the register stands on ``day``.

    ``results`` are placed in the month of ``day``, up to ``day``. ``hands`` sets the clock of the
    register before the entries of each day of that month (without it all are entered now). ``shift``
    says at which of the situations told once a small register begins, so that several together tell
    all. The register should be empty.
    """
    made = _made(session, Random(f"{seed}/{session.node.node}"), people, day, results or Results(), shift)
    batches = _by_day(made.all(), day) if hands else [(day, made.all())]
    kept = [(when, _latest(some)) for when, some in batches]
    done, total = 0, sum(len(some) for _when, some in kept)
    for when, some in kept:
        if hands:
            hands(datetime.combine(when, time(16, 30), VIETNAM))
        with session.store.write(session.user, _WHY) as writer:
            writer.put_many(_records(some))
        done += len(some)
        if progress:
            progress(done, total)
    return Filled(len(made.of("person")), done)


def fill_clinical(session: Session, seed: int, day: date, most: int = 10) -> int:
    """Clinical notes beside at most so many assessments and treatments of a filled register.

    The account needs the health role, since only it seals (Fault E_ROLE). How many notes' subjects there were.
    """
    return clinical.add(session, Random(f"{seed}/clinical/{session.node.node}"), day, most)


def keep_population(session: Session, seed: int, day: date) -> int:
    """How many people live in each unit that the register has targets for; how many figures were entered."""
    made = Entries(Random(f"{seed}/population"), _moment(session, day), session.law, session.calendar)
    with session.store.read() as reader:
        sql = "SELECT DISTINCT unit FROM r_target WHERE _state = 0 ORDER BY unit"
        for (unit,) in reader.rows(sql):
            community.add_population(made, unit)
    with session.store.write(session.user, _WHY) as writer:
        writer.put_many(_records(made.all()))
    return len(made)


def most_changed(session: Session, kinds: Sequence[str], each: int) -> list[tuple[str, str]]:
    """Kind and id of the records of each kind that were changed most often after they were entered."""
    sql = "SELECT rec FROM op WHERE kind = ? GROUP BY rec ORDER BY count(*) DESC, rec LIMIT ?"
    with session.store.read() as reader:
        return [(kind, row[0]) for kind in kinds for row in reader.rows(sql, (kind, each))]


_WHY = "Dữ liệu giả để tập huấn"


def _records(entries: list[Entry]) -> Iterator[Record]:
    for entry in entries:
        yield from_fields(KINDS[entry.kind], entry.id, entry.fields)


def _by_day(entries: list[Entry], day: date) -> list[tuple[date, list[Entry]]]:
    """Entries by the day they are made: what is older than the month comes on its first day."""
    first = day.replace(day=1)
    found: dict[date, list[Entry]] = {}
    for entry in entries:
        found.setdefault(min(max(entry.on, first), day), []).append(entry)
    return sorted(found.items())


def _latest(entries: list[Entry]) -> list[Entry]:
    """Each record once, as it was at the end of the batch, in the order in which it was first told."""
    latest = {(entry.kind, entry.id): entry for entry in entries}
    return list(latest.values())


def _made(session: Session, rng: Random, people: int, day: date, results: Results, shift: int) -> Entries:
    made = Entries(rng, _moment(session, day), session.law, session.calendar)
    crowd = _crowd(rng, people + things.OFFICERS + len(_POSTS) + _OUTSIDE, day)
    officers = [next(crowd).name for _ in range(things.OFFICERS)]
    team = Team(tuple(officers), session.node.unit, {post: next(crowd).name for post in _POSTS})
    outside = [next(crowd) for _ in range(_OUTSIDE)]
    _unit(session, made)
    things.add_kits(made, people)
    community.add(made)
    area.add_places(made, results.complex_points, results.at_risk_points, officers)
    found = [
        cases.add_person(made, team, person, sort)
        for person, sort in zip(crowd, _sorts(made, people, results.admissions, session, shift), strict=False)
    ]
    _around(made, results, outside, officers, found)
    persons.add_look_alikes(made, people // 40)
    return made


def _around(
    made: Entries,
    results: Results,
    outside: Sequence[MadeUpPerson],
    officers: Sequence[str],
    people: Sequence[str],
) -> None:
    """What the police and the community do beside the people, and who of the register is part of it."""
    known = list(dict.fromkeys(entry.fields["person"] for entry in made.of("detection"))) or list(people)
    area.add_incidents(made, results.cases, outside[:12], known)
    area.add_dealers(made, outside[12:15], known)
    area.add_cultivation(made)
    area.add_tips(made, officers)
    area.add_newcomers(made, outside[15:])
    community.add_person_helpers(made, people[:3], officers)
    if len(known) > 1:
        persons.add_acquaintance(made, known[0], known[1], made.back(20))


def _unit(session: Session, made: Entries) -> None:
    """The commune itself as a unit, where the register does not have it yet."""
    code = session.node.unit
    if not code or session.node.sort != "commune":
        return
    with session.store.read() as reader:
        if reader.value("SELECT count(*) FROM r_unit WHERE _state = 0 AND code = ?", (code,)):
            return
    community.add_unit(made, code, units_catalogue.unit(code, made.day))


def _moment(session: Session, day: date) -> datetime:
    """The moment up to which things are told: now, or the afternoon of another day."""
    now = session.now()
    return now if now.date() == day else datetime.combine(day, time(16, 30), VIETNAM)


def _crowd(rng: Random, n: int, day: date) -> Iterator[MadeUpPerson]:
    """Made-up people old enough; the stream is longer than needed, the young ones are left out."""
    start = rng.randrange(100_000)
    for person in names.people(start, n * 3):
        if "~" not in person.birth and int(person.birth[:4]) <= day.year - _YOUNGEST:
            yield person


def _sorts(made: Entries, people: int, admissions: int, session: Session, shift: int) -> list[Sort]:
    """What is the matter with each person: first those the month and the start screen need."""
    visit_back = _visit_due_today(session, made.day)
    wanted = [Sort("admitted")] * admissions
    wanted += [
        Sort("managed", since_back=200, visit_back=52),
        Sort("managed", since_back=150, visit_back=visit_back),
        Sort("managed", since_back=100, visit_back=max(visit_back - 3, 1)),
        Sort("managed_year"),
        Sort("tested"),
        Sort("managed", since_back=90, visit_back=8, flaw="decision"),
        Sort("managed", since_back=80, visit_back=12, flaw="residence"),
    ]
    if made.pack(made.day).rules["user_management.decide"].unit == "hour":
        wanted += [Sort("clock_nearly"), Sort("clock_half"), Sort("clock_begun")]
    told = cases.once(made, shift)
    wanted += told[: max(0, people - len(wanted)) * 2 // 3]
    for _ in range(max(0, people - len(wanted))):
        wanted.append(cases.drawn(made.rng))
    return wanted[:people]


def _visit_due_today(session: Session, day: date) -> int:
    """How many days ago a visit was whose next one is due today; 30 where no day gives that."""
    for back in range(27, 33):
        anchor = day - timedelta(days=back)
        found = deadline(session.law, session.calendar, "user_management.visit", anchor)
        if found.due == day:
            return back
    return 30
