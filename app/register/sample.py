"""A register of made-up people: for training, rehearsals and the demonstration.

Everybody here is invented (``kinds.names``), says so in the note, and has an identity number that
no province gives out. The same seed and node make the same records, whatever the computer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from app.kinds import names
from app.kinds.codec import from_fields
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS, Record
from app.kinds.names import MadeUpPerson
from app.law.deadlines import deadline
from app.register.made_up import cases, things
from app.register.made_up.entries import Entries, Entry
from app.register.session import Session

Hands = Callable[[datetime], None]
Step = Callable[[int, int], None]

#: Youngest age of a made-up person on the day of the register.
_YOUNGEST = 15


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
) -> Filled:
    """Enter made-up people and a month of work, as the register stands on ``day``.

    ``results`` are placed in the month of ``day``, up to ``day``. ``hands`` sets the clock of the
    register before the entries of each day of that month (without it all are entered now). The
    register should be empty.
    """
    made = _entries(session, Random(f"{seed}/{session.node.node}"), people, day, results or Results())
    batches = _by_day(made, day) if hands else [(day, made)]
    done = 0
    for when, some in batches:
        if hands:
            hands(datetime.combine(when, time(16, 30), VIETNAM))
        with session.store.write(session.user, _WHY) as writer:
            writer.put_many(_records(some))
        done += len(some)
        if progress:
            progress(done, len(made))
    return Filled(sum(entry.kind == "person" for entry in made), done)


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


def _entries(session: Session, rng: Random, people: int, day: date, results: Results) -> list[Entry]:
    made = Entries(rng, day, lambda when: session.law.at(max(when, session.law.oldest)).id)
    crowd = _crowd(rng, people + things.OFFICERS, day)
    officers = [next(crowd).name for _ in range(things.OFFICERS)]
    things.add_kits(made)
    things.add_places(made, results.complex_points, results.at_risk_points)
    things.add_incidents(made, results.cases)
    team = cases.Team(tuple(officers), session.node.unit)
    kinds = _sorts(rng, people, results.admissions, _visit_due_today(session, day))
    for person, sort in zip(crowd, kinds, strict=False):
        cases.add_person(made, team, person, sort)
    cases.add_look_alikes(made, people // 40)
    return made.all()


def _crowd(rng: Random, n: int, day: date) -> Iterator[MadeUpPerson]:
    """Made-up people old enough; the stream is longer than needed, the young ones are left out."""
    start = rng.randrange(100_000)
    for person in names.people(start, n * 3):
        if "~" not in person.birth and int(person.birth[:4]) <= day.year - _YOUNGEST:
            yield person


def _sorts(rng: Random, people: int, admissions: int, visit_back: int) -> list[cases.Sort]:
    """What is the matter with each person: first those the month and the start screen need."""
    wanted = [cases.Sort("admitted")] * admissions
    wanted += [
        cases.Sort("managed", since_back=200, visit_back=52),
        cases.Sort("managed", since_back=150, visit_back=visit_back),
        cases.Sort("managed", since_back=100, visit_back=max(visit_back - 3, 1)),
        cases.Sort("managed_year"),
        cases.Sort("tested"),
        cases.Sort("managed", since_back=90, visit_back=8, flaw="decision"),
        cases.Sort("managed", since_back=80, visit_back=12, flaw="residence"),
    ]
    for _ in range(max(0, people - len(wanted))):
        wanted.append(cases.drawn(rng))
    return wanted[:people]


def _visit_due_today(session: Session, day: date) -> int:
    """How many days ago a visit was whose next one is due today; 30 where no day gives that."""
    for back in range(27, 33):
        anchor = day - timedelta(days=back)
        found = deadline(session.law, session.calendar, "user_management.visit", anchor)
        if found.due == day:
            return back
    return 30
