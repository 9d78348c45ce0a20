"""Goals 1 to 7, 9 and 10: saving, loading, opening, searching, sorting, what is due, lists out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from random import Random

import sqlalchemy as sa

from app.bench.measure import Goal, Work, in_turn, once, percentile
from app.bench.world import World, fill_raw, raw_store, records
from app.documents.csv import write_csv
from app.documents.everyone import everyone_table
from app.kinds.ids import new_id
from app.kinds.people import Paper, Person
from app.kinds.text import fold
from app.register import lists, people, search, today

_WORDS = (
    "nguyễn văn",
    "thị hương",
    "đức",
    "Đào",
    "trần minh",
    "hùng",
    "lê thị",
    "phạm quốc",
    "nguyen van duc",
)


def save_one(world: World, rounds: int = 200) -> Goal:
    """Goal 1: one person, checked, chained, indexed, on the disk; against one bare insert on the disk."""
    session = world.opened.session

    def ours() -> None:
        person = Person(
            id=new_id(),
            name="Nguyễn Thị Đo Tốc Độ",
            birth="1990-05-12",
            sex="female",
            papers=(Paper(sort="cccd", number="999090000001"),),
        )
        with session.store.write("do") as writer:
            writer.put(person)

    def floor() -> None:
        world.raw.execute("BEGIN IMMEDIATE")
        world.raw.execute(
            "INSERT INTO person (id, name, name_key, sex, birth, number) VALUES (?,?,?,?,?,?)",
            (new_id(), "Nguyễn Thị Đo Tốc Độ", "x", "female", "1990-05-12", "999090000001"),
        )
        world.raw.execute("COMMIT")

    mine, theirs = in_turn(ours, floor, rounds, 20)
    return Goal(1, "save one person", world.people, mine * 1e3, theirs * 1e3, "ms", most=6)


def load_many(world: World, people_count: int = 10_000) -> Goal:
    """Goal 3: ten thousand people with five events each through the checked path; against executemany."""
    from app.bootstrap import NewNode, create_node
    from app.vault.derive import REHEARSAL
    from app.vault.home import Home

    new = NewNode("LOAD", "Đo nạp", "commune", "00118", "do", "police", "một mật khẩu dài để đo tốc độ")
    opened = create_node(Home(world.folder / f"load{world.people}"), new, limits=REHEARSAL)
    made = [record for one in records(people_count, 7) for record in one]

    def ours() -> None:
        with opened.session.store.write("do") as writer:
            writer.put_many(made)

    mine = once(ours)
    opened.close()
    raw = raw_store(world.folder / f"rawload{world.people}.db")
    theirs = once(lambda: fill_raw(raw, people_count, 7))
    raw.close()
    return Goal(3, "load 10,000 people and 50,000 events", world.people, mine, theirs, "s", most=12)


def open_one(world: World, rounds: int = 200) -> Goal:
    """Goal 4: a person's page with five events, the look recorded; against two bare questions."""
    random = Random(4)
    session = world.opened.session
    raw_ids = [row[0] for row in world.raw.execute("SELECT id FROM person LIMIT 5000").fetchall()]

    def ours() -> None:
        people.open_person(session, random.choice(world.ids))

    def floor() -> None:
        record_id = random.choice(raw_ids)
        world.raw.execute("SELECT * FROM person WHERE id = ?", (record_id,)).fetchall()
        world.raw.execute("SELECT * FROM event WHERE person = ? ORDER BY at", (record_id,)).fetchall()

    mine, theirs = in_turn(ours, floor, rounds, 20)
    return Goal(4, "open a person with five events", world.people, mine * 1e3, theirs * 1e3, "ms", most=12)


def search_box(world: World) -> list[Goal]:
    """Goals 5 and 6: the search box, any words, marks and case not mattering; against bare FTS5 with rank."""
    mine: list[float] = []
    theirs: list[float] = []
    each: list[float] = []
    for text in _WORDS:
        ours, floor = _searches(world, text, each)
        a, b = in_turn(ours, floor, 7)
        mine.append(a)
        theirs.append(b)
    slow = percentile(each, 0.95) * 1e3
    figures = (sum(mine) / len(mine) * 1e3, sum(theirs) / len(theirs) * 1e3)
    return [
        Goal(5, "search box", world.people, *figures, "ms", most=2.5, note=f"p95 {slow:.1f} ms"),
        _same_people(world),
    ]


def _searches(world: World, text: str, each: list[float]) -> tuple[Work, Work]:
    session = world.opened.session
    query = " AND ".join(f'"{word}"*' for word in fold(text).split())

    def ours() -> None:
        each.append(once(lambda: search.find_people(session, text, settled=False)))

    def floor() -> None:
        world.raw.execute(
            "SELECT person.name FROM words JOIN person ON person.n = words.rowid WHERE words MATCH ?"
            " ORDER BY rank LIMIT 50",
            (query,),
        ).fetchall()

    return ours, floor


def _same_people(world: World) -> Goal:
    session = world.opened.session
    sets = [
        {hit.id for hit in search.find_people(session, text, 100_000, settled=False)}
        for text in ("đào", "Đào", "dao")
    ]
    same = sets[0] == sets[1] == sets[2]
    title, note = "đào, Đào and dao find the same people", f"{len(sets[0])} people"
    return Goal(6, title, world.people, float(not same), 1.0, "", most=0, note=note)


def sorted_page(world: World) -> list[Goal]:
    """Goal 7: first fifty by Vietnamese order against an ORM's; the page at nine tenths against the first."""
    session = world.opened.session
    query = lists.ListQuery()
    ids = lists.list_ids(session, query)
    at = len(ids) * 9 // 10
    orm = _orm(world)
    mine, theirs = in_turn(lambda: lists.first_lines(session, query, 50), orm, 60, 5)
    near, far = in_turn(
        lambda: lists.lines_of(session, ids[at : at + 50]), lambda: lists.lines_of(session, ids[:50]), 60, 5
    )
    return [
        Goal(7, "first fifty in Vietnamese order", world.people, mine * 1e3, theirs * 1e3, "ms", most=3),
        Goal(7, "page at nine tenths", world.people, near * 1e3, far * 1e3, "ms", most=1.5),
    ]


def _orm(world: World) -> Work:
    from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
    from sqlalchemy.pool import StaticPool

    class Base(DeclarativeBase):
        pass

    class PersonRow(Base):
        __tablename__ = "person"
        n = mapped_column(sa.Integer, primary_key=True)
        name = mapped_column(sa.Text)
        name_key = mapped_column(sa.Text)
        sex = mapped_column(sa.Text)
        birth = mapped_column(sa.Text)

    from app.vault import driver

    engine = sa.create_engine(
        "sqlite://", module=driver.dbapi, creator=lambda: world.raw, poolclass=StaticPool
    )

    def first() -> None:
        with Session(engine) as session:
            list(session.scalars(sa.select(PersonRow).order_by(PersonRow.name_key).limit(50)))

    return first


def who_is_due(world: World) -> Goal:
    """Goal 9: the follow-up list from its index; against the group-by it replaces."""
    session = world.opened.session

    def floor() -> None:
        world.raw.execute(
            "SELECT person, max(at) FROM event WHERE kind = 'visit' GROUP BY person ORDER BY 2 LIMIT 50"
        ).fetchall()

    mine, theirs = in_turn(lambda: today.due_lines(session, date(2026, 11, 23), 7, limit=50), floor, 9)
    return Goal(9, "who is due", world.people, mine * 1e3, theirs * 1e3, "ms", most=1 / 30)


def csv_of_all(world: World) -> Goal:
    """Goal 10: CSV of everybody; against csv.writer over a bare question."""
    session = world.opened.session
    target = world.folder / "all.csv"

    def floor() -> None:
        with (world.folder / "raw.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows(_raw_lines(world))

    mine, theirs = in_turn(lambda: write_csv(everyone_table(session), target), floor, 3)
    return Goal(10, "CSV of all people", world.people, mine, theirs, "s", most=1.8)


def _raw_lines(world: World) -> Iterator[tuple[object, ...]]:
    yield from world.raw.execute(
        "SELECT person.n, name, sex, birth, number, (SELECT text FROM event WHERE person = person.id LIMIT 1),"
        " (SELECT max(at) FROM event WHERE person = person.id) FROM person ORDER BY name_key"
    )
