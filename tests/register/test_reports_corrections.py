"""What changed since a report was sealed is explained whole, whatever happened to the register."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest

from app.kinds.codec import kind_named
from app.kinds.faults import Fault
from app.register.counting.count import Span, count, records, table
from app.register.counting.measures import MEASURES
from app.register.people import reinstate, retract, save
from app.register.reports import sealing
from app.register.reports.corrections import corrections
from app.register.reports.definitions import definition
from app.register.reports.periods import chosen, period_of
from app.register.reports.reasons import (
    BACK,
    CORRECTED,
    DAY,
    ERROR,
    LATE,
    MERGED_IN,
    MOVE,
    OTHER,
    REASONS,
)
from app.register.reports.sealing import Sealed
from app.register.reports.snapshot import Correction
from app.register.session import Session
from tests.ledger.homes import Hands
from tests.register.test_counting import fill
from tests.register.test_people import add

YEAR = definition("year")
LAST = Span(date(2024, 12, 15), date(2025, 12, 14))


def sealed(session: Session, clock: Hands) -> Sealed:
    report = sealing.seal(session, YEAR, chosen("year", None, None, session.today()))
    clock.on(hours=2)
    return report


def found(session: Session, report: Sealed) -> list[Correction]:
    return corrections(session, sealing.load(session, report))


def of(found: list[Correction], figure: str) -> Correction:
    return next(one for one in found if one.figure == figure and not one.dimension)


def reasons(session: Session, report: Sealed, figure: str) -> set[tuple[int, str]]:
    return {(line.adds, line.why) for line in of(found(session, report), figure).lines}


def merge(session: Session, person: str, into: str) -> None:
    with session.store.write(session.user) as writer:
        writer.merge(person, into, "một người")


def stir(session: Session, rng: random.Random) -> None:
    """Late entries, other days, merges, retractions, moves and other facts, at random."""
    with session.store.read() as reader:
        rows = {
            kind: [
                row[0] for row in reader.rows(f"SELECT id FROM r_{kind} WHERE _state = 0 ORDER BY id")
            ]
            for kind in ("person", "status_period", "drug_test", "incident", "cultivation", "place", "visit")
        }  # fmt: skip
        gone = [row[0] for row in reader.rows("SELECT id FROM r_visit WHERE _state = 1 ORDER BY id")]

    def day() -> str:
        return (date(2024, 10, 1) + timedelta(days=rng.randrange(500))).isoformat()

    def keep(kind: str, record: str, **fields: Any) -> None:
        with session.store.write(session.user) as writer:
            writer.patch(kind_named(kind), record, fields)

    for _turn in range(14):
        choice = rng.randrange(10)
        person = rng.choice(rows["person"])
        if choice == 0:
            fields = {"person": person, "status": rng.choice(["U-QL", "A", "S", "MOVED"]), "since": day()}
            with suppress(Fault):  # two statuses that exclude each other are refused
                save(session, "status_period", "", fields)
        elif choice == 1:
            keep("status_period", rng.choice(rows["status_period"]), since=day(), until=None)
        elif choice == 2 and rows["status_period"]:
            retract(session, "status_period", rows["status_period"].pop(), "ghi nhầm")
        elif choice == 3:
            other = rng.choice([one for one in rows["person"] if one != person])
            merge(session, person, other)
            rows["person"].remove(person)
        elif choice == 4:
            keep(
                "person",
                person,
                sex=rng.choice(["male", "female"]),
                birth=rng.choice(["1970", "2010"]),
                substances=["ats"],
            )
        elif choice == 5:
            save(
                session,
                "drug_test",
                "",
                {"person": person, "sampled_at": f"{day()}T08:00:00+07:00", "result": "positive"},
            )
        elif choice == 6:
            keep("incident", rng.choice(rows["incident"]), offenders=rng.randrange(9), detected_on=day())
        elif choice == 7:
            keep("cultivation", rng.choice(rows["cultivation"]), plants=rng.choice([None, 5, 70]))
        elif choice == 8 and rows["visit"]:
            retract(session, "visit", rows["visit"].pop(), "ghi nhầm")
        elif gone:
            reinstate(session, "visit", gone.pop(), "không nhầm")


@pytest.mark.parametrize("seed", range(8))
def test_the_lines_explain_the_whole_difference(session: Session, clock: Hands, seed: int) -> None:
    fill(session, seed)
    rng = random.Random(seed)
    with session.store.read() as reader:
        visits = [row[0] for row in reader.rows("SELECT id FROM r_visit ORDER BY id")]
    for visit in visits[:2]:
        retract(session, "visit", visit, "ghi nhầm")
    report = sealed(session, clock)
    before = sealing.load(session, report)
    assert found(session, report) == []
    stir(session, rng)
    changes = found(session, report)
    assert sealing.load(session, report) == before
    told = {one.figure: one for one in changes if not one.dimension}
    for figure in before.figures:
        now = count(session, figure.name, LAST)
        change = told.get(figure.name)
        if change is None:
            assert (figure.value or 0) == now
            assert sorted(before.behind(figure.name)) == sorted(records(session, figure.name, LAST))
            continue
        assert (change.old or 0) + sum(line.adds for line in change.lines) == (change.new or 0) == now
        if MEASURES[figure.name].what != "sum":
            was, live = set(before.behind(figure.name)), set(records(session, figure.name, LAST))
            assert {(x.kind, x.id) for x in change.lines if x.adds > 0} == live - was
            assert {(x.kind, x.id) for x in change.lines if x.adds < 0} == was - live
    for one in changes:
        assert all(line.why in REASONS and line.why != OTHER for line in one.lines), one
    told_cells = {(one.figure, one.dimension, one.cell): one for one in changes if one.dimension}
    for column in before.columns:
        for name in YEAR.breakdown[0].figures:
            was_cells, now_cells = before.cells(name, column), table(session, name, LAST, column.name)
            for value in {*was_cells, *now_cells.rows}:
                cell = told_cells.get((name, column.name, value))
                old, new = was_cells.get(value, 0), now_cells.row_total(value)
                if cell is None:
                    assert old == new
                else:
                    assert (cell.old, cell.new) == (old, new)
                    assert old + sum(line.adds for line in cell.lines) == new


def test_each_reason_is_told_by_its_name(session: Session, clock: Hands) -> None:
    for name in ("late", "day", "error", "stays", "gone", "wrong", "left"):
        add_named(session, name)
    for name in ("day", "error", "stays", "gone", "wrong", "left"):
        save(session, "status_period", f"s-{name}", {"person": name, "status": "U-QL", "since": "2025-03-01"})
    save(session, "visit", "v", {"person": "stays", "visited_on": "2025-04-01"})
    retract(session, "visit", "v", "nhầm")
    report = sealed(session, clock)
    save(session, "status_period", "s-late", {"person": "late", "status": "U-QL", "since": "2025-03-01"})
    save(session, "status_period", "s-day", {"person": "day", "status": "U-QL", "since": "2025-12-20"})
    retract(session, "status_period", "s-error", "nhầm")
    save(session, "status_period", "s-wrong", {"person": "wrong", "status": "U", "since": "2025-03-01"})
    save(
        session,
        "status_period",
        "s-left",
        {"person": "left", "status": "U-QL", "since": "2025-03-01", "until": "2025-08-01"},
    )
    save(session, "status_period", "m", {"person": "left", "status": "MOVED", "since": "2025-08-01"})
    merge(session, "gone", "stays")
    reinstate(session, "visit", "v", "không nhầm")
    told = {line.id: (line.adds, line.why) for line in of(found(session, report), "users_managed").lines}
    assert told == {
        "late": (1, LATE),
        "day": (-1, DAY),
        "error": (-1, ERROR),
        "wrong": (-1, CORRECTED),
        "left": (-1, MOVE),
        "gone": (-1, MERGED_IN),
    }
    assert reasons(session, report, "visits") == {(1, BACK)}
    line = of(found(session, report), "users_managed").lines[0]
    assert (line.by, line.at) == ("an", "2026-11-23")
    assert {one.name for one in of(found(session, report), "users_managed").lines} >= {"Người late"}


def test_a_cell_is_corrected_without_the_figure(session: Session, clock: Hands) -> None:
    add_named(session, "p")
    save(session, "status_period", "s", {"person": "p", "status": "U-QL", "since": "2025-03-01"})
    report = sealed(session, clock)
    save(session, "person", "p", {"name": "Người p", "birth": "1990", "sex": "female"})
    changes = found(session, report)
    assert {one.dimension for one in changes} == {"sex"}
    assert {(one.figure, one.cell, one.old, one.new) for one in changes} == {
        (figure, cell, old, 1 - old)
        for figure in ("with_file", "users_managed")
        for cell, old in (("", 1), ("female", 0))
    }
    assert {line.why for one in changes for line in one.lines} == {CORRECTED}


def test_what_changed_stands_once_in_the_next_report(session: Session, clock: Hands) -> None:
    month = definition("month")
    add_named(session, "p")
    first, second = period_of("month", date(2026, 9, 20)), period_of("month", date(2026, 10, 20))
    sealing.seal(session, month, first)
    clock.on(hours=1)
    save(session, "visit", "v", {"person": "p", "visited_on": "2026-10-01"})
    assert [one.title for one in sealing.waiting(session, month, second)] == ["Báo cáo tháng 10 năm 2026"]
    report = sealing.seal(session, month, second)
    (carried,) = sealing.load(session, report).corrected
    assert (of(carried.corrections, "visits").old, of(carried.corrections, "visits").new) == (0, 1)
    assert report.previous and carried.report == report.previous
    clock.on(days=30)
    third = period_of("month", date(2026, 11, 20))
    assert sealing.waiting(session, month, third) == []
    save(session, "visit", "w", {"person": "p", "visited_on": "2026-10-02"})
    (again,) = sealing.waiting(session, month, third)
    assert of(again.corrections, "visits").new == 2


def add_named(session: Session, name: str) -> None:
    save(session, "person", name, {"name": f"Người {name}", "birth": "1990"})


def test_nothing_is_missing_from_a_persons_first_record(session: Session, clock: Hands) -> None:
    """Somebody counted by two records stays when one of them goes."""
    who = add(session)
    save(session, "status_period", "a", {"person": who, "status": "S", "since": "2025-03-01"})
    save(session, "status_period", "b", {"person": who, "status": "U-QL", "since": "2025-03-01"})
    report = sealed(session, clock)
    retract(session, "status_period", "a", "nhầm")
    changed = {one.figure for one in found(session, report)}
    assert "aftercare" in changed and not {"with_file", "known"} & changed
