"""Targets: what was reached, and exactly the records behind each number."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.register.people import retract, save
from app.register.session import Session
from app.register.targets import INDICATORS, criteria, plans, progress, total, unit_lines
from app.register.targets.behind import behind

NAMES = tuple(INDICATORS)[:4]


@pytest.fixture
def planned(session: Session) -> Session:
    save(session, "unit", "u1", {"code": "00001", "name": "Xã Thử", "sort": "xa"})
    save(session, "unit", "u2", {"code": "00002", "name": "Xã Khác", "sort": "xa", "node": "C200"})
    period = {"since": "2026-01-01", "until": "2026-12-31"}
    save(
        session,
        "target_plan",
        "l0",
        {"number": "1", "title": "Cũ", "since": "2025-01-01", "until": "2025-12-31"},
    )
    save(session, "target_plan", "l1", {"number": "2", "title": "Mới"} | period)
    for n, indicator in enumerate(NAMES):
        for line, unit in ((1, "u1"), (2, "u2")):
            value = None if n == 3 else 2
            save(
                session,
                "target",
                f"t{n}{unit}",
                {"plan": "l1", "unit": unit, "indicator": indicator, "value": value, "line": line},
            )
    save(
        session,
        "target",
        "tx",
        {"plan": "l1", "unit": "u1", "indicator": "helpers_trained", "value": 5, "line": 1},
    )
    return session


def incident(session: Session, record_id: str, day: str | None, sort: str = "case") -> None:
    save(session, "incident", record_id, {"sort": sort, "detected_on": "2026-01-01", "prosecuted_on": day})


def place(session: Session, record_id: str, day: str, sort: str = "complex", state: str = "resolved") -> None:
    fields: dict[str, Any] = {
        "name": "a",
        "since": "2025-01-01",
        "sort": sort,
        "state": state,
        "resolved_on": day,
    }
    save(session, "place", record_id, fields)


def admitted(session: Session, n: int, day: str) -> None:
    save(session, "person", f"p{n}", {"name": "An", "birth": "1990"})
    save(session, "status_period", f"s{n}", {"person": f"p{n}", "status": "A-BB", "since": day})


def found(session: Session) -> dict[str, tuple[int | None, int | None, int | None, tuple[str, ...]]]:
    return {
        p.indicator: (p.target, p.done, p.percent, p.records) for p in progress(session) if p.unit == "00001"
    }


def test_the_annex_keeps_the_order_of_its_columns() -> None:
    assert NAMES == (
        "cases_prosecuted",
        "compulsory_rehab_admissions",
        "complex_points_resolved",
        "at_risk_points_resolved",
    )


def test_the_records_that_count_and_no_others(planned: Session) -> None:
    incident(planned, "i1", "2026-01-01")
    incident(planned, "i2", planned.today().isoformat())
    incident(planned, "i3", "2025-12-31")
    incident(planned, "i4", "2027-01-01")
    incident(planned, "i5", None)
    incident(planned, "i6", "2026-05-01", "administrative")
    incident(planned, "i7", "2026-05-01")
    retract(planned, "incident", "i7", "nhầm")
    place(planned, "x1", "2026-05-01")
    place(planned, "x2", "2026-06-01", "hot_spot")
    place(planned, "x3", "2026-06-01", "at_risk")
    place(planned, "x4", "2026-06-01", state="listed")
    for n, day in enumerate(("2026-05-01", "2026-06-01")):
        admitted(planned, n, day)
    assert found(planned) == {
        "cases_prosecuted": (2, 2, 100, ("i1", "i2")),
        "compulsory_rehab_admissions": (2, 2, 100, ("s0", "s1")),
        "complex_points_resolved": (2, 2, 100, ("x1", "x2")),
        "at_risk_points_resolved": (None, 1, None, ("x3",)),
        "helpers_trained": (5, None, None, ()),
    }
    retract(planned, "person", "p1", "nhập nhầm")
    assert found(planned)["compulsory_rehab_admissions"] == (2, 1, 50, ("s0",))
    others = [p for p in progress(planned) if p.unit == "00002"]
    assert all((p.done, p.records) == (0, ()) for p in others), "nothing came from there"
    assert all(p.label() for p in progress(planned))


def test_every_verdict_says_why_where_there_is_none(planned: Session) -> None:
    incident(planned, "i1", "2026-01-01")
    said = {p.indicator: (p.verdict.state, p.verdict.why) for p in progress(planned) if p.unit == "00001"}
    assert said == {
        "cases_prosecuted": ("not_yet", ""),
        "compulsory_rehab_admissions": ("not_yet", ""),
        "complex_points_resolved": ("not_yet", ""),
        "at_risk_points_resolved": ("unknown", "blank"),
        "helpers_trained": ("unknown", "no_definition"),
    }
    assert all(p.verdict.reason() for p in progress(planned) if p.verdict.state == "unknown")


def test_sums_leave_out_what_is_blank_or_not_counted(planned: Session) -> None:
    incident(planned, "i1", "2026-01-01")
    place(planned, "x3", "2026-06-01", "at_risk")
    lines = {one.indicator: one for one in criteria(planned)}
    cases, at_risk, trained = (
        lines[n] for n in ("cases_prosecuted", "at_risk_points_resolved", "helpers_trained")
    )
    assert (cases.target, cases.done, cases.percent, cases.records) == (4, 1, 25, ("i1",))
    assert (at_risk.target, at_risk.done, at_risk.verdict.why) == (None, 1, "blank")
    assert (trained.target, trained.done, trained.verdict.why) == (5, None, "no_definition")
    assert (total([]).target, total([]).done, total([]).percent) == (None, None, None)


def test_the_records_behind_a_number_have_names(planned: Session) -> None:
    admitted(planned, 0, "2026-05-01")
    incident(planned, "i1", "2026-01-01")
    (one,) = behind(planned, "status_period", ["s0"], "compulsory_rehab_admissions")
    assert (one.title, one.person, one.day and one.day.isoformat()) == ("An", "p0", "2026-05-01")
    (case,) = behind(planned, "incident", ["i1", "gone"], "cases_prosecuted")
    assert case.id == "i1" and case.title and not case.person
    with pytest.raises(Fault, match="E_ROLE"):
        behind(dataclasses.replace(planned, role="health"), "incident", ["i1"], "cases_prosecuted")


def test_who_may_not_read_the_records_is_given_no_numbers(planned: Session) -> None:
    incident(planned, "i1", "2026-01-01")
    health = found(dataclasses.replace(planned, role="health"))
    assert health["cases_prosecuted"] == (2, None, None, ())
    assert health["complex_points_resolved"][1:] == (None, None, ())
    assert health["compulsory_rehab_admissions"][1] == 0


def test_plans_and_units_come_in_order(planned: Session) -> None:
    assert [p.id for p in plans(planned)] == ["l1", "l0"] and progress(planned, "l0") == []
    lines = unit_lines(planned)
    assert [(line.code, line.node, line.people) for line in lines] == [("00001", "", 0), ("00002", "C200", 0)]
    assert [p.line for p in progress(planned)] == sorted(p.line for p in progress(planned))
    with pytest.raises(Fault, match="E_NO_PLAN"):
        progress(planned, "nothing")
