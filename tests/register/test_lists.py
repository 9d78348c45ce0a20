"""Lists: ids, lines, counts and filters say the same thing, in one order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.kinds.text import person_key, text_key
from app.register.lists import (
    SORTS,
    ListQuery,
    PersonLine,
    count_people,
    first_lines,
    hamlets,
    lines_of,
    list_ids,
    number_of,
    officers,
    status_counts,
)
from app.register.loading import load
from app.register.people import retract, save
from app.register.people_list import managed_on
from app.register.session import Session
from app.register.tables.cards import RANK, UNDER_MANAGEMENT
from tests.ledger import homes
from tests.ledger.homes import Hands
from tests.register.crowd import people

QUERIES = [
    ListQuery(),
    ListQuery(text="nguyen"),
    ListQuery(text="Đào"),
    ListQuery(text="??"),
    ListQuery(status="managed"),
    ListQuery(status="U-QL"),
    ListQuery(status="%"),
    ListQuery(hamlet="Thôn 3"),
    ListQuery(officer="cán bộ 2"),
    ListQuery(due="overdue"),
    ListQuery(due="week"),
    ListQuery(due="any"),
    ListQuery(node="C123"),
    ListQuery(text="nguyen", status="managed", hamlet="thôn 3", officer="cán bộ 2", due="any"),
]


@pytest.fixture(scope="module")
def crowd(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    found = homes.enter(homes.copy(template, tmp_path_factory.mktemp("crowd") / "home"), Hands())
    done = load(found.session, people(600))
    assert not done.refused
    yield found.session
    found.close()


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_ids_lines_counts_and_pages_agree(crowd: Session, query: ListQuery) -> None:
    for sort in SORTS:
        for descending in (False, True):
            asked = dataclasses.replace(query, sort=sort, descending=descending)
            ids = list_ids(crowd, asked)
            assert len(set(ids)) == len(ids) == count_people(crowd, asked)
            first = first_lines(crowd, asked, 40)
            assert [line.p for line in first] == list(ids[:40])
            paged = [line for at in range(0, len(ids), 64) for line in lines_of(crowd, ids[at : at + 64])]
            assert [line.p for line in paged] == list(ids) and paged[:40] == first
            if not descending:
                assert sorted(ids) == sorted(list_ids(crowd, query))
            else:
                assert list(ids) == list(list_ids(crowd, dataclasses.replace(asked, descending=False)))[::-1]


def test_names_come_in_vietnamese_order(crowd: Session) -> None:
    names = [line.name for line in first_lines(crowd, ListQuery(), 1_000)]
    assert len(names) == 600 and names == sorted(names, key=person_key)
    places = [line.hamlet or "~" for line in first_lines(crowd, ListQuery(sort="hamlet"), 1_000)]
    assert places == sorted(places, key=text_key)


def test_filters_hold_for_every_line(crowd: Session) -> None:
    def lines(**wanted: str) -> list[PersonLine]:
        return first_lines(crowd, ListQuery(**wanted), 1_000)  # type: ignore[arg-type]

    today = crowd.today().isoformat()
    assert {line.hamlet for line in lines(hamlet="Thôn 3")} == {"Thôn 3"}
    assert all("U-QL" in line.statuses for line in lines(status="U-QL")) and lines(status="U-QL")
    assert all(set(line.statuses) & UNDER_MANAGEMENT for line in lines(status="managed"))
    assert all(line.due < today for line in lines(due="overdue"))
    assert all(line.due for line in lines(due="any")) and lines(status="%") == [] == lines(status="_")


def test_the_numbers_beside_the_filters_are_what_they_find(crowd: Session) -> None:
    for hamlet, n in hamlets(crowd):
        assert count_people(crowd, ListQuery(hamlet=hamlet)) == n
    for officer, n in officers(crowd):
        assert count_people(crowd, ListQuery(officer=officer)) == n
    for status, n in status_counts(crowd).items():
        assert count_people(crowd, ListQuery(status=status)) == n
    assert [h for h, _ in hamlets(crowd)] == sorted((h for h, _ in hamlets(crowd)), key=text_key)


def test_one_hamlet_written_two_ways_is_one_filter(session: Session) -> None:
    for n, hamlet in enumerate(["Thôn Hoà", "THÔN HÒA", "thôn hoa"]):
        save(session, "person", f"p{n}", {"name": "An", "birth": "1990"})
        save(session, "address", "", {"person": f"p{n}", "sort": "present", "hamlet": hamlet})
    assert sorted(n for _h, n in hamlets(session)) == [1, 2]
    assert [count_people(session, ListQuery(hamlet=h)) for h, _ in hamlets(session)] == [
        n for _, n in hamlets(session)
    ]


def test_every_status_under_management_ranks_before_the_others() -> None:
    managed = [RANK.index(code) for code in UNDER_MANAGEMENT]
    assert max(managed) < min(RANK.index(code) for code in RANK if code not in UNDER_MANAGEMENT)


def test_a_person_in_two_statuses_is_managed_when_one_of_them_is(session: Session) -> None:
    save(session, "person", "p1", {"name": "An", "birth": "1990"})
    for status in ("GD", "A", "ABSENT", "CUSTODY"):
        save(session, "status_period", "", {"person": "p1", "status": status, "since": "2026-01-01"})
    assert (
        count_people(session, ListQuery(status="managed")) == 1 == len(managed_on(session, session.today()))
    )


def test_somebody_gone_is_left_out_of_a_page_read_before(session: Session) -> None:
    for n in range(3):
        save(session, "person", f"p{n}", {"name": "An", "birth": "1990"})
    ids = list_ids(session, ListQuery())
    retract(session, "person", "p1", "nhầm")
    assert [line.id for line in lines_of(session, ids)] == ["p0", "p2"] and number_of(session, "p1") is None


def test_the_list_of_any_past_day_comes_out_exactly(crowd: Session) -> None:
    """Against a plain reading of the loaded records."""
    import msgspec

    records = [msgspec.json.decode(line) for line in people(600)]
    periods = [r for r in records if r["kind"] == "status_period" and r["status"] in UNDER_MANAGEMENT]
    for back in (0, 30, 200, 365, 500, 900):
        day = (date(2026, 11, 23) - timedelta(days=back)).isoformat()
        wanted = {(r["person"], r["status"]) for r in periods if r["since"] <= day <= r.get("until", "9999")}
        found = managed_on(crowd, date.fromisoformat(day))
        assert {(line.id, line.status) for line in found} == wanted and len(found) == len(wanted)
        assert [line.name for line in found] == sorted((line.name for line in found), key=person_key)
        only = managed_on(crowd, date.fromisoformat(day), "U-QL")
        assert [line for line in found if line.status == "U-QL"] == only
        assert all(line.decision and line.decided_on == line.since for line in found)
    today = {line.id for line in managed_on(crowd, crowd.today())}
    assert len(today) == count_people(crowd, ListQuery(status="managed"))


def test_no_list_sorts_or_scans_what_an_index_has(crowd: Session) -> None:
    """A page of the whole list is read off an index, whatever it is sorted by."""
    from app.register.lists import _order

    crowd.store.settle_down()
    with crowd.store.read() as reader:
        for sort in SORTS:
            for descending in (False, True):
                order = _order(ListQuery(sort=sort, descending=descending))
                plan = reader.rows(f"EXPLAIN QUERY PLAN SELECT * FROM card{order} LIMIT 50")
                assert all("TEMP B-TREE" not in row[3] for row in plan) and "INDEX" in plan[0][3], (
                    sort,
                    plan,
                )
