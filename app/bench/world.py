"""The register that is measured: made-up people with five events each, and the raw store beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from app.bootstrap import NewNode, Opened, create_node
from app.kinds import names
from app.kinds.dates import VIETNAM
from app.kinds.declare import Record
from app.kinds.followup import Visit
from app.kinds.ids import new_id
from app.kinds.people import Address, Paper, Person
from app.kinds.status import StatusPeriod
from app.kinds.testing import DrugTest, PanelLine
from app.vault import driver
from app.vault.derive import STANDARD, Limits
from app.vault.home import Home

USER = "do"
PASSWORD = "một mật khẩu dài để đo tốc độ"
_KEY = bytes(range(32))


@dataclass(slots=True)
class World:
    """An open register of ``people`` people and a raw store with the same rows."""

    opened: Opened
    raw: driver.Link
    people: int
    folder: Path
    ids: list[str]

    def close(self) -> None:
        """Close both stores."""
        self.opened.close()
        self.raw.close()


def records(n: int, seed: int) -> Iterator[list[Record]]:
    """The six records of each of ``n`` made-up people: the person and five events."""
    random = Random(seed)
    first = date(2026, 1, 5)
    for made in names.people(seed, n):
        person = Person(
            id=new_id(),
            name=made.name,
            sex=made.sex,
            birth=made.birth,
            papers=(Paper(sort="cccd", number=made.number),) if made.number else (),
        )
        day = first + timedelta(days=random.randrange(300))
        moment = datetime(day.year, day.month, day.day, 9, 30, tzinfo=VIETNAM)
        yield [
            person,
            Address(id=new_id(), person=person.id, sort="present", hamlet=f"Tổ {random.randrange(40) + 1}"),
            StatusPeriod(
                id=new_id(), person=person.id, status=random.choice(("U-QL", "S", "A-TN-GĐ")), since=day
            ),
            DrugTest(
                id=new_id(),
                person=person.id,
                sampled_at=moment,
                result="negative",
                panel=(PanelLine(substance="heroin", result="negative"),),
                taken_by="Trần Văn Mẫu",
            ),
            Visit(
                id=new_id(), person=person.id, visited_on=day, found="Ở nhà, đi làm đều, gia đình quan tâm."
            ),
            Visit(
                id=new_id(),
                person=person.id,
                visited_on=day + timedelta(days=30),
                found="Có việc làm ổn định.",
            ),
        ]


def build(folder: Path, people: int, seed: int = 1, limits: Limits = STANDARD) -> World:
    """Make a register of ``people`` people and the raw store beside it."""
    new = NewNode("BENCH", "Đo tốc độ", "commune", "00118", USER, "police", PASSWORD)
    opened = create_node(Home(folder / f"home{people}"), new, limits=limits)
    ids: list[str] = []

    def flat() -> Iterator[Record]:
        for one in records(people, seed):
            ids.append(one[0].id)
            yield from one

    with opened.session.store.write(USER) as writer:
        writer.put_many(flat())
    opened.session.store.settle_down()
    raw = raw_store(folder / f"raw{people}.db")
    fill_raw(raw, people, seed)
    return World(opened, raw, people, folder, ids)


def raw_store(path: Path) -> driver.Link:
    """A plain SQLCipher store as the floor has it: same settings, two tables, three indexes, an FTS5 index."""
    path.touch()
    link = driver.connect(path, _KEY)
    for statement in (
        (
            "CREATE TABLE person (n INTEGER PRIMARY KEY, id TEXT, name TEXT, name_key TEXT, sex TEXT,"
            " birth TEXT, number TEXT)"
        ),
        "CREATE TABLE event (n INTEGER PRIMARY KEY, person TEXT, kind TEXT, at TEXT, text TEXT)",
        "CREATE UNIQUE INDEX person_id ON person (id)",
        "CREATE INDEX person_key ON person (name_key)",
        "CREATE INDEX event_person ON event (person, at)",
        (
            "CREATE VIRTUAL TABLE words USING fts5(t, content='',"
            " tokenize=\"unicode61 remove_diacritics 0\", prefix='2 3')"
        ),
    ):
        link.execute(statement)
    return link


def fill_raw(link: driver.Link, people: int, seed: int) -> None:
    """The same people and events, by bare ``executemany`` in one transaction."""
    persons, events, words = raw_rows(people, seed)
    link.execute("BEGIN IMMEDIATE")
    link.executemany(
        "INSERT INTO person (id, name, name_key, sex, birth, number) VALUES (?,?,?,?,?,?)", persons
    )
    link.executemany("INSERT INTO event (person, kind, at, text) VALUES (?,?,?,?)", events)
    link.executemany("INSERT INTO words (rowid, t) VALUES (?, ?)", words)
    link.execute("COMMIT")
    link.execute("ANALYZE")


def raw_rows(
    people: int, seed: int
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Rows for the raw store: people, events, and the words of their names."""
    from app.kinds.text import fold, person_key

    persons: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    words: list[tuple[object, ...]] = []
    for n, made in enumerate(names.people(seed, people), 1):
        record_id = new_id()
        persons.append((record_id, made.name, person_key(made.name), made.sex, made.birth, made.number))
        words.append((n, fold(made.name)))
        for at, kind in enumerate(("address", "status", "test", "visit", "visit")):
            events.append((record_id, kind, f"2026-0{at + 1}-05", "Ở nhà, đi làm đều, gia đình quan tâm."))
    return persons, events, words
