"""Places change state, incidents go through their stages, and the numbers above the lists."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.kinds.places import Incident, Place
from app.register.area import (
    AREA_KINDS,
    area_figures,
    change_place_state,
    link_newcomer,
    may_see_area,
    move_incident,
    next_stages,
    offenders_of,
    places_now,
)
from app.register.kind_lists import KindQuery, count_kind, kind_ids
from app.register.people import retract, save
from app.register.session import Session


def value(session: Session, kind: str, key: str) -> int:
    return next(figure.value for figure in area_figures(session, kind) if figure.key == key)


def get(session: Session, struct: Any, record_id: str) -> Any:
    with session.store.read() as reader:
        return reader.get(struct, record_id)


@pytest.fixture
def place(session: Session) -> str:
    fields = {"name": "Quán Gió", "sort": "complex", "since": "2026-02-01", "state": "suspected"}
    save(session, "place", "k1", fields)
    return "k1"


def test_a_place_moves_with_its_history_and_the_day_it_was_resolved(session: Session, place: str) -> None:
    change_place_state(session, place, "listed", date(2026, 3, 2), document="12/QĐ")
    change_place_state(session, place, "resolved", date(2026, 11, 20), document="40/BC")
    kept = get(session, Place, place)
    steps = [(c.on.isoformat(), c.state, c.document) for c in kept.changes]
    assert steps == [
        ("2026-02-01", "suspected", None),
        ("2026-03-02", "listed", "12/QĐ"),
        ("2026-11-20", "resolved", "40/BC"),
    ]
    assert (kept.state, kept.resolved_on) == ("resolved", date(2026, 11, 20))
    assert value(session, "place", "open") == 0
    assert value(session, "place", "resolved") == 1
    change_place_state(session, place, "listed", date(2026, 11, 22), why="tái phức tạp")
    assert get(session, Place, place).resolved_on is None
    assert value(session, "place", "open") == 1


@pytest.mark.parametrize(
    ("state", "day", "code", "field"),
    [
        ("suspected", "2026-03-02", "E_SAME_STATE", "state"),
        ("listed", "2026-01-31", "E_BEFORE", "on"),
        ("listed", "2026-11-24", "E_FUTURE", "on"),
        ("gone", "2026-03-02", "E_CODE", "state"),
    ],
)
def test_a_wrong_step_is_refused_at_its_field(
    session: Session, place: str, state: str, day: str, code: str, field: str
) -> None:
    with pytest.raises(Fault) as refused:
        change_place_state(session, place, state, date.fromisoformat(day))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert get(session, Place, place).changes == ()


def test_a_suspected_place_is_open_but_not_yet_complex(session: Session, place: str) -> None:
    assert (value(session, "place", "open"), value(session, "place", "complex")) == (1, 0)
    change_place_state(session, place, "listed", date(2026, 3, 2))
    assert value(session, "place", "complex") == 1


def test_people_at_a_place_and_its_last_inspection(session: Session, place: str) -> None:
    save(session, "involvement", "a", {"place": place, "name": "Một người", "part": "owner"})
    save(session, "involvement", "b", {"place": place, "name": "Hai", "part": "user", "until": "2026-05-01"})
    looks = [{"on": "2026-09-01"}, {"on": "2026-10-07"}, {"on": "2026-08-02"}]
    save(
        session,
        "place",
        place,
        {"name": "Quán Gió", "sort": "complex", "since": "2026-02-01", "inspections": looks},
    )
    now = places_now(session, [place, "none"])
    assert now[place].people == 1
    assert now[place].inspected_on == date(2026, 10, 7)
    assert "none" not in now


def incident(session: Session, record_id: str, **more: Any) -> None:
    save(session, "incident", record_id, {"sort": "case", "detected_on": "2026-05-02", **more})


def test_cases_and_offenders_are_counted_apart(session: Session) -> None:
    incident(session, "i1", offenders=3)
    incident(session, "i2")
    incident(session, "i3", sort="administrative", offenders=9)
    incident(session, "i4", detected_on="2025-12-14", offenders=5)  # the year before
    for n, part in enumerate(("dealer", "grower", "user", "witness", "owner")):
        save(session, "involvement", f"v{n}", {"incident": "i2", "name": f"Người {n}", "part": part})
    assert offenders_of(session, ["i1", "i2"]) == {"i1": 3, "i2": 2}
    assert value(session, "incident", "cases") == 2
    assert value(session, "incident", "offenders") == 5
    assert value(session, "incident", "administrative") == 1
    retract(session, "involvement", "v0", "nhầm người")
    assert value(session, "incident", "offenders") == 4


def test_the_reporting_year_begins_on_15_december(session: Session) -> None:
    for n, day in enumerate(("2025-12-14", "2025-12-15", "2026-11-23")):
        incident(session, f"i{n}", detected_on=day)
    assert value(session, "incident", "cases") == 2


def test_an_incident_goes_stage_by_stage(session: Session) -> None:
    incident(session, "i1")
    with pytest.raises(Fault) as refused:
        move_incident(session, "i1", "tried", date(2026, 8, 1))
    assert (refused.value.code, refused.value.field) == ("E_STAGE", "stage")
    with pytest.raises(Fault) as refused:
        move_incident(session, "i1", "prosecuted", date(2026, 5, 1))
    assert (refused.value.code, refused.value.field) == ("E_END_BEFORE_START", "on")
    with pytest.raises(Fault) as refused:
        move_incident(session, "i1", "prosecuted", session.today() + timedelta(days=1))
    assert refused.value.code == "E_FUTURE"
    move_incident(session, "i1", "prosecuted", date(2026, 6, 1), outcome="prosecuted")
    move_incident(session, "i1", "tried", date(2026, 9, 1))
    move_incident(session, "i1", "closed", date(2026, 9, 2))
    kept = get(session, Incident, "i1")
    assert (kept.stage, kept.prosecuted_on, kept.tried_on) == ("closed", date(2026, 6, 1), date(2026, 9, 1))
    assert kept.outcome == "prosecuted"
    assert value(session, "incident", "prosecuted") == 1


def test_an_administrative_matter_may_close_at_once(session: Session) -> None:
    assert next_stages("detected") == ("prosecuted", "closed")
    assert next_stages("tried") == ("closed",)
    assert next_stages("closed") == ()
    incident(session, "i1", sort="administrative")
    move_incident(session, "i1", "closed", date(2026, 5, 3), outcome="fined")
    with pytest.raises(Fault, match="E_STAGE"):
        move_incident(session, "i1", "prosecuted", date(2026, 6, 1))


def test_plants_tips_dealers_and_newcomers(session: Session) -> None:
    found = {"species": "cannabis", "detected_on": "2026-04-01"}
    save(session, "cultivation", "c1", {**found, "plants": 30, "area_m2": 12, "destroyed_on": "2026-04-02"})
    save(session, "cultivation", "c2", {**found, "plants": 12})
    assert [f.value for f in area_figures(session, "cultivation")] == [1, 42, 12, 1]
    tip = {"channel": "mailbox", "content": "Có tụ tập ban đêm", "received_at": "2026-11-01T08:00:00+07:00"}
    save(session, "tip", "t1", tip)
    save(session, "tip", "t2", {**tip, "handled_on": "2026-11-03"})
    assert [f.value for f in area_figures(session, "tip")] == [1, 2, 1]
    save(session, "retail_dealer", "d1", {"name": "Một người", "since": "2026-01-02", "until": "2026-10-01"})
    assert [f.value for f in area_figures(session, "retail_dealer")] == [0, 1, 1]
    save(session, "newcomer", "n1", {"sort": "worker", "name": "Lò Văn Thử", "since": "2026-10-01"})
    assert [f.value for f in area_figures(session, "newcomer")] == [1, 1, 1, 0]
    save(session, "person", "p1", {"name": "Lò Văn Thử", "birth": "1990"})
    link_newcomer(session, "n1", "p1")
    with pytest.raises(Fault):
        link_newcomer(session, "n1", "nobody")


def test_each_number_is_the_length_of_its_list(session: Session, place: str) -> None:
    incident(session, "i1")
    save(
        session,
        "tip",
        "t1",
        {"channel": "hotline", "content": "x", "received_at": "2026-11-01T08:00:00+07:00"},
    )
    for kind in AREA_KINDS:
        for figure in area_figures(session, kind):
            query = KindQuery(kind, asked=figure.asked)
            if figure.key not in ("offenders", "plants", "area"):
                assert count_kind(session, query) == figure.value, (kind, figure.key)
            assert len(kind_ids(session, query)) == count_kind(session, query)


def test_health_gets_none_of_it(session: Session, place: str) -> None:
    health = dataclasses.replace(session, role="health")
    assert may_see_area(session) and not may_see_area(health)
    for kind in AREA_KINDS:
        with pytest.raises(Fault, match="E_ROLE"):
            area_figures(health, kind)
    for act in (
        lambda: change_place_state(health, place, "listed", date(2026, 3, 1)),
        lambda: places_now(health, [place]),
        lambda: offenders_of(health, ["i1"]),
        lambda: move_incident(health, "i1", "closed", date(2026, 3, 1)),
        lambda: link_newcomer(health, "n1", "p1"),
    ):
        with pytest.raises(Fault, match="E_ROLE"):
            act()
