"""Numbers people can defend: every cell opens its list, parts add up to the whole, whatever the register."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.ledger.merges import merge, unmerge
from app.register.counting.count import (
    DATES,
    Span,
    breakdowns,
    count,
    counts,
    records,
    statement,
    table,
    weighed,
)
from app.register.counting.dimensions import DIMENSIONS, Dimension, dimensions_of
from app.register.counting.events import bring_up
from app.register.counting.measure import Measure
from app.register.counting.measures import MEASURES
from app.register.people import AddPerson, add_person, reinstate, retract, save
from app.register.session import Session


def add(session: Session) -> str:
    return add_person(session, AddPerson({"name": "Đỗ Thị Hòa", "birth": "1990-05-12"}))[0]


YEAR = Span(date(2025, 12, 15), date(2026, 12, 14))


def fill(session: Session, seed: int, people: int = 25) -> None:
    """People of every description and a handful of records of every kind that is counted."""
    rng = random.Random(seed)

    def day() -> str:
        return (date(2025, 6, 1) + timedelta(days=rng.randrange(700))).isoformat()

    for n in range(people):
        who = add(session)
        fields: dict[str, Any] = {
            "name": f"Người {n}",
            "birth": rng.choice(["1980", "2009-05-01", "1996-12-14", "2015"]),
        }
        fields |= {
            "sex": rng.choice(["male", "female", None]),
            "ethnicity": rng.choice(["kinh", "raglai", None]),
        }
        fields |= {
            "substances": rng.choice([["heroin"], ["heroin", "ats"], None]),
            "education": rng.choice(["primary", None]),
        }
        save(session, "person", who, fields)
        if rng.random() < 0.7:
            sort = rng.choice(["permanent", "temporary", "present"])
            save(
                session,
                "address",
                "",
                {"person": who, "sort": sort, "hamlet": rng.choice(["Thôn 1", "Thôn 2"])},
            )
        code, since = rng.choice(["U-QL", "A", "S", "ABSENT", "A-BB"]), day()
        until = rng.choice([None, (date.fromisoformat(since) + timedelta(days=200)).isoformat()])
        save(session, "status_period", "", {"person": who, "status": code, "since": since, "until": until})
        for _ in range(rng.randrange(3)):
            result = rng.choice(["negative", "positive", "refused"])
            save(
                session,
                "drug_test",
                "",
                {"person": who, "sampled_at": f"{day()}T08:00:00+07:00", "result": result},
            )
            save(session, "visit", "", {"person": who, "visited_on": day()})
    _things(session, rng, day)


def _things(session: Session, rng: random.Random, day: Callable[[], str]) -> None:
    for n in range(12):
        fields: dict[str, Any] = {"sort": rng.choice(["case", "administrative"]), "detected_on": day()}
        if n % 2:
            fields["offenders"] = n
        save(session, "incident", f"case{n}", fields)
        for m in range(rng.randrange(4)):
            part = rng.choice(["user", "dealer", "owner", "witness"])
            save(session, "involvement", "", {"incident": f"case{n}", "name": f"Người {m}", "part": part})
        save(session, "cultivation", "", {"species": "cannabis", "detected_on": day(), "plants": 10 * n})
        sort = rng.choice(["complex", "at_risk", "use"])
        place = {
            "name": "x",
            "sort": sort,
            "since": day(),
            "state": "listed",
            "hamlet": rng.choice(["Thôn 1", None]),
        }
        save(session, "place", "", {k: v for k, v in place.items() if v})


def upset(session: Session, seed: int) -> None:
    """What happens to records later: people merged and parted, moved away and back, records taken out and put back."""
    rng = random.Random(seed + 100)
    with session.store.read() as reader:
        people = [row[0] for row in reader.rows("SELECT id FROM r_person WHERE _state = 0 ORDER BY n")]
        found = {
            kind: [row[0] for row in reader.rows(f"SELECT id FROM r_{kind} WHERE _state = 0 ORDER BY n")]
            for kind in ("visit", "drug_test", "status_period", "incident", "involvement", "address")
        }
    rng.shuffle(people)
    for place in range(0, 8, 2):
        with session.store.write(session.user) as writer:
            merge(writer, people[place], people[place + 1], "một người", {})
    with session.store.write(session.user) as writer:
        unmerge(writer, people[0], "hai người")
    for sort in ("move_out", "move_in"):
        for who in people[8:12]:
            save(
                session, "absence", "", {"person": who, "sort": sort, "left_at": "2026-05-04T08:00:00+07:00"}
            )
    for who in people[8:10]:
        save(session, "status_period", "", {"person": who, "status": "MOVED", "since": "2026-05-04"})
    for kind, ids in found.items():
        for one in rng.sample(ids, min(3, len(ids))):
            retract(session, kind, one, "nhầm")
            if rng.random() < 0.4:
                reinstate(session, kind, one, "đúng")
    retract(session, "person", people[13], "nhầm người")


@pytest.mark.parametrize("seed", range(3))
def test_every_cell_has_its_list_and_parts_add_up(session: Session, seed: int) -> None:
    fill(session, seed)
    upset(session, seed)
    rng = random.Random(seed)
    for measure in MEASURES.values():
        names = list(dimensions_of(measure))
        for dates in DATES:
            span = Span(YEAR.first, YEAR.last, dates)
            rows, columns = rng.sample(names, 2)
            whole = count(session, measure.name, span)
            found = table(session, measure.name, span, rows, columns)
            assert found.total == whole
            assert sum(found.row_total(row) for row in found.rows) == whole
            assert sum(found.column_total(column) for column in found.columns) == whole
            assert sum(table(session, measure.name, span, rows).cells.values()) == whole
            together = breakdowns(session, measure.name, span, [rows, columns])
            for one, by in ((rows, together[rows]), (columns, together[columns])):
                assert by == table(session, measure.name, span, one)
            assert _listed(session, measure, span) == whole
            for (row, column), number in found.cells.items():
                assert _listed(session, measure, span, (rows, row), (columns, column)) == number


def _listed(session: Session, measure: Measure, span: Span, *cell: tuple[str, str]) -> int:
    """What the records behind a cell add up to; none stands there twice, and none for nothing."""
    listed = weighed(session, measure.name, span, *cell)
    assert len({one[:2] for one in listed}) == len(listed)
    assert records(session, measure.name, span, *cell) == [one[:2] for one in listed]
    assert all(n > 0 for _kind, _id, n in listed)
    assert measure.what == "sum" or {n for _kind, _id, n in listed} <= {1}
    return sum(n for _kind, _id, n in listed)


def test_the_registers_of_the_property_are_not_empty(session: Session) -> None:
    """Most numbers have something to be broken down; a number nothing is counted for proves nothing."""
    fill(session, 0)
    upset(session, 0)
    found = counts(session, list(MEASURES), YEAR)
    filled = {name for name, n in found.items() if n}
    assert {"with_file", "headcount", "headcount_old", "offenders", "moved_out", "tests", "visits"} <= filled


def test_the_figures_are_what_was_entered(session: Session) -> None:
    person = add(session)
    for result, at in (
        ("positive", "2026-12-14T23:59:00+07:00"),
        ("negative", "2026-12-15T00:00:00+07:00"),
        ("positive", "2025-12-15T00:00:00+07:00"),
    ):
        save(session, "drug_test", "", {"person": person, "sampled_at": at, "result": result})
    assert count(session, "tests", YEAR) == 2 and count(session, "tested", YEAR) == 1
    today = session.today()
    assert count(session, "tests", Span(today, today, "entry")) == 3
    assert count(session, "tests", Span(today, today, "decision")) == 0
    save(session, "status_period", "s", {"person": person, "status": "U-QL", "since": "2026-12-14"})
    assert count(session, "users_managed", YEAR) == count(session, "new_users", YEAR) == 1
    assert count(session, "users_managed", Span(YEAR.first, date(2026, 12, 13))) == 0


def test_thirty_belongs_to_the_upper_band(session: Session) -> None:
    for birth, band in (("1996-12-14", "30"), ("1996-12-15", "18"), ("2008-12-14", "18"), ("2008-12-15", "16"),
                        ("2010-12-14", "16"), ("2012-12-14", "14"), ("2012-12-15", "under14")):  # fmt: skip
        who = add(session)
        save(session, "person", who, {"name": "Người", "birth": birth})
        save(session, "status_period", "", {"person": who, "status": "U-QL", "since": "2026-01-01"})
        assert records(session, "users_managed", YEAR, ("age", band)).count(("person", who)) == 1


def test_present_people_are_told_apart_from_all(session: Session) -> None:
    here, gone = add(session), add(session)
    for who in (here, gone):
        save(session, "status_period", "", {"person": who, "status": "A", "since": "2026-01-01"})
    save(session, "status_period", "", {"person": gone, "status": "ABSENT", "since": "2026-12-14"})
    assert table(session, "addicts", YEAR, "presence").cells == {("here", ""): 1, ("gone", ""): 1}
    assert table(session, "addicts", Span(YEAR.first, date(2026, 12, 13)), "presence").cells == {
        ("here", ""): 2
    }


def test_what_is_not_a_figure_is_refused(session: Session) -> None:
    for asked in (
        ("nothing", YEAR, "sex"),
        ("tests", YEAR, "shoe"),
        ("tests", Span(YEAR.first, YEAR.last, "birth"), "sex"),
    ):
        with pytest.raises(Fault, match="E_FIGURE"):
            table(session, *asked)


def _every_way() -> dict[str, Dimension | None]:
    ways: dict[str, Dimension | None] = {"": None}
    for measure in MEASURES.values():
        ways |= dimensions_of(measure)
    return ways | DIMENSIONS


@pytest.mark.parametrize("rows", _every_way())
def test_no_statistic_walks_a_whole_table(session: Session, rows: str) -> None:
    """The lines are found by their index; other tables are only looked up by key."""
    bring_up(session.store)
    asked = 0
    with session.store.read() as reader:
        for measure in MEASURES.values():
            by = dimensions_of(measure).get(rows)
            if rows and by is None:
                continue
            asked += 1
            sql, values = statement(measure, YEAR, by, None)
            plan = [row[3] for row in reader.rows(f"EXPLAIN QUERY PLAN {sql}", values)]
            # the common table of counted lines, people named by the law's rule, and nothing else
            walks = [step for step in plan if step.startswith("SCAN")]
            allowed = ("SCAN h", "SCAN hits", "SCAN (subquery", "SCAN j VIRTUAL TABLE")
            assert all(step.startswith(allowed) for step in walks), (measure.name, plan)
            assert measure.mode == "headcount" or _uses_event(plan), (measure.name, plan)
    assert asked


def _uses_event(plan: list[str]) -> bool:
    return any("USING" in step and "event" in step for step in plan)
