"""Goal 25: what the law owes and is owed, computed anew for everybody and written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from app.bench.measure import Goal, in_turn
from app.bench.world import USER, World
from app.kinds.assessment import Assessment
from app.kinds.dates import VIETNAM
from app.kinds.declare import Record
from app.kinds.detection import Detection
from app.kinds.ids import new_id
from app.kinds.rehab import Breach, RehabEpisode
from app.kinds.status import Decision
from app.register.session import Session
from app.register.tables.facts import all_ids, chunks, facts_of
from app.register.tables.people import tables_of

#: For how many people the goal is stated.
STATED = 20_000
#: Of how many people one has what few have.
_RARE_ONE_IN = 5


def recompute_all(world: World, rounds: int = 3) -> Goal:
    """Cards and obligations of everybody; against the same records read and decoded without the law.

    The note says how long it takes for 20,000 people at this rate.
    """
    session = world.opened.session
    tables = tables_of(session)
    _add_rare(session, world.ids)

    def ours() -> None:
        with session.store.write(USER) as writer:
            writer.run("DELETE FROM owed")  # so that every line is written, as where every day moves
            tables.recompute(writer)

    def floor() -> None:
        with session.store.read() as reader:
            for ids in chunks(list(all_ids(reader))):
                facts_of(reader, ids)

    mine, theirs = in_turn(ours, floor, rounds)
    note = f"{mine / max(world.people, 1) * STATED:.1f} s for {STATED:,}"
    return Goal(25, "what everybody owes, computed anew", world.people, mine, theirs, "s", most=4, note=note)


def _add_rare(session: Session, ids: list[str]) -> None:
    """What few people have: detections, assessments, times in rehabilitation, breaches, decisions."""
    random = Random(25)
    with session.store.write(USER) as writer:
        writer.put_many(
            record
            for at, person in enumerate(ids)
            if at % _RARE_ONE_IN == 0
            for record in _rare_of(person, date(2026, 1, 5) + timedelta(days=random.randrange(300)))
        )


def _rare_of(person: str, day: date) -> Iterator[Record]:
    at = datetime.combine(day, time(9, 30), VIETNAM)
    yield Detection(id=new_id(), person=person, detected_at=at, residence_verified_on=day)
    yield Assessment(id=new_id(), person=person, concluded_on=day, conclusion="addicted")
    yield RehabEpisode(id=new_id(), person=person, form="home", registered_on=day, started_on=day, months=12)
    yield Breach(id=new_id(), person=person, obligation="voluntary", sort="missed", happened_on=day)
    yield Decision(id=new_id(), person=person, sort="manage_user", decided_on=day, number="1/QĐ")
