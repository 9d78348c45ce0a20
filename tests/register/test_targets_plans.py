"""Plans that come with the program, stated results, frozen baselines, years."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import date
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.kinds.unit import Target, TargetPlan, TargetResult
from app.register.people import retract, save
from app.register.session import Session
from app.register.targets import (
    INDICATORS,
    foresee,
    freeze_baseline,
    load_shipped,
    progress,
    shipped,
    shipped_named,
    state_baseline,
    take_back,
    type_result,
    years,
)
from app.register.targets.periods import periods
from app.register.targets.progress import Progress

OPERATORS = {"at_least", "at_most", "equal", "more", "less", "between"}
NAMES = {
    "hai-phong-2020": 8,
    "lai-chau-2020": 7,
    "long-bien-2023": 32,
    "long-bien-2023-muc-ii": 9,
    "can-tho-2020": 50,
    "ninh-thuan-2030": 14,
    "kl-132": 1,
}


def addict(session: Session, n: int, since: str, until: str | None = None) -> None:
    save(session, "person", f"p{n}", {"name": f"Người {n}", "birth": "1990"})
    fields = {"person": f"p{n}", "status": "A", "since": since, "until": until}
    save(session, "status_period", f"s{n}", {k: v for k, v in fields.items() if v})


def a_plan(session: Session, **target: Any) -> str:
    save(session, "unit", "own", {"code": session.node.unit, "name": "Xã", "sort": "xa"})
    plan = {"number": "9", "title": "Chín", "since": "2025-01-01", "until": "2026-12-31"}
    save(session, "target_plan", "pl", plan)
    save(session, "target", "tg", {"plan": "pl", "unit": "own", "title": "Điều cần đạt", **target})
    return "tg"


def only(session: Session) -> Progress:
    (one,) = progress(session, "pl")
    return one


def test_every_founding_plan_ships_with_its_clauses() -> None:
    assert {one.name: one.count() for one in shipped()} == NAMES
    for plan in shipped():
        assert plan.number and plan.title and plan.issuer and plan.since <= plan.until
        for one in plan.targets:
            assert one["clause"] and one["text"] and one["title"] and one["noun"]
            assert one["operator"] in OPERATORS and one["indicator"]
            assert ("upper" in one) == (one["operator"] == "between")


def test_loading_tells_what_it_adds_and_twice_changes_nothing(session: Session) -> None:
    for plan in shipped():
        foreseen = foresee(session, plan)
        assert foreseen.added["target"] == plan.count() and foreseen.added["target_plan"] == 1
        done = load_shipped(session, plan)
        assert done == foreseen
        at = session.store.position.lsn
        again = load_shipped(session, plan)
        assert again.is_nothing and session.store.position.lsn == at
    with session.store.read() as reader:
        assert len(reader.all(Target)) == sum(NAMES.values())
    with pytest.raises(Fault, match="E_NO_PLAN"):
        shipped_named("nothing")
    with pytest.raises(Fault, match="E_ROLE"):
        load_shipped(dataclasses.replace(session, role="health"), shipped_named("kl-132"))


def test_nothing_shipped_is_taken_for_zero(session: Session) -> None:
    for plan in shipped():
        load_shipped(session, plan)
        for one in progress(session, plan.id):
            assert (one.done, one.verdict.state) == (None, "unknown") and one.verdict.reason()


def test_a_plan_can_be_followed_for_the_own_unit(session: Session) -> None:
    plan = shipped_named("ninh-thuan-2030")
    load_shipped(session, plan, here=True)
    addict(session, 1, "2026-05-01")
    found = {one.indicator: one for one in progress(session, plan.id) if one.goal.measure == "percent"}
    rehab = found["share_in_rehab"]
    assert (rehab.done, rehab.base, rehab.percent, rehab.verdict.state) == (0, 1, 0, "not_yet")
    assert found["communes_without_addicts_or_users"].verdict.why == "no_definition"
    assert found["users_supported"].verdict.why == "no_whole"


def test_the_phases_keep_both_readings() -> None:
    plan = shipped_named("ninh-thuan-2030")
    readings = " ".join(one.get("reading", "") for one in plan.targets)
    assert all(words in readings for words in ("14/6/2026", "14/12/2026", "giảm ít nhất 5%"))
    limits = [
        (one["indicator"], one["value"], str(one["since"]))
        for one in plan.targets
        if one["operator"] == "less" and one["value"] == 20
    ]
    assert limits == [("with_file", 20, "2024-12-15"), ("addicts", 20, "2026-12-15")]


def test_a_stated_result_needs_its_source_and_counts_only_where_nothing_is_counted(session: Session) -> None:
    target = a_plan(session, indicator="workers_informed", value=70, measure="percent")
    assert only(session).verdict.why == "no_definition"
    for source, on, code in ((" ", session.today(), "E_SOURCE"), ("Báo cáo", date(2099, 1, 1), "E_FUTURE")):
        with pytest.raises(Fault, match=code):
            type_result(session, target, 3, on, source, base=4)
    type_result(session, target, 3, date(2026, 3, 1), "Báo cáo 12/BC", base=5)
    type_result(session, target, 7, date(2026, 6, 1), "Báo cáo 30/BC", base=10)
    one = only(session)
    assert (one.done, one.base, one.percent, one.verdict.state, one.origin) == (7, 10, 70, "met", "typed")
    assert [s.source for s in one.typed] == ["Báo cáo 30/BC", "Báo cáo 12/BC"]
    take_back(session, one.typed[0].ids, "nhập nhầm")
    assert only(session).verdict.state == "not_yet"
    with pytest.raises(Fault, match="E_NO_TARGET"):
        type_result(session, "nothing", 1, date(2026, 3, 1), "Báo cáo")


def test_a_result_out_of_nothing_said_is_refused(session: Session) -> None:
    a_plan(session, indicator="x", value=1)
    with pytest.raises(Fault, match="E_RESULT"):
        save(session, "target_result", "", {"target": "tg", "as_of": "2026-01-01", "base": 5, "source": "a"})


def test_a_frozen_baseline_does_not_move(session: Session) -> None:
    for n in range(10):
        addict(session, n, "2025-02-01", "2026-06-30" if n < 3 else None)
    target = a_plan(session, indicator="addicts", value=-30, operator="at_most", measure="change")
    assert only(session).verdict.why == "no_baseline"
    frozen = freeze_baseline(session, target, date(2026, 1, 1))
    assert frozen.figure.value == 10 and sorted(frozen.records) == [f"p{n}" for n in range(10)]
    one = only(session)
    assert (one.done, one.percent, one.verdict.state) == (7, -30, "met")
    retract(session, "person", "p0", "nhập nhầm")
    addict(session, 11, "2025-03-01")
    again = only(session)
    assert again.baseline is not None and again.baseline.figure.value == 10
    assert (again.done, again.verdict.state) == (8, "not_yet")
    with pytest.raises(Fault, match="E_FROZEN"):
        freeze_baseline(session, target, date(2026, 2, 1))
    take_back(session, again.baseline.ids, "chốt sai ngày")
    assert only(session).verdict.why == "no_baseline"
    assert freeze_baseline(session, target, date(2026, 2, 1)).figure.value == 10


def test_a_long_list_is_frozen_in_parts(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.register.targets import results

    monkeypatch.setattr(results, "_PART", 2)
    for n in range(5):
        addict(session, n, "2025-02-01")
    target = a_plan(session, indicator="addicts", value=-30, operator="at_most", measure="change")
    frozen = freeze_baseline(session, target, date(2026, 1, 1))
    assert len(frozen.ids) == 3 and len(frozen.records) == 5
    with session.store.read() as reader:
        assert {r.value for r in reader.all(TargetResult)} == {5}
    kept = only(session).baseline
    assert kept is not None and sorted(kept.records) == sorted(frozen.records)


def test_what_cannot_be_frozen_is_named(session: Session) -> None:
    target = a_plan(session, indicator="relapse_rate", value=-10, operator="at_most", measure="change")
    with pytest.raises(Fault, match="E_NO_DEFINITION"):
        freeze_baseline(session, target, date(2026, 1, 1))
    with pytest.raises(Fault, match="E_FUTURE"):
        freeze_baseline(session, target, date(2099, 1, 1))
    state_baseline(session, target, 99, date(2025, 1, 1), "Báo cáo 2024", base=1000)
    type_result(session, target, 80, date(2026, 5, 1), "Báo cáo 2025", base=1000)
    one = only(session)
    assert (one.percent, one.verdict.state) == (-19, "met")
    with pytest.raises(Fault, match="E_FROZEN"):
        state_baseline(session, target, 5, date(2025, 1, 1), "Báo cáo khác")


def test_a_yearly_change_is_measured_from_the_year_before(session: Session) -> None:
    for n, until in enumerate(("2025-06-30", None, None, None)):
        addict(session, n, "2024-02-01", until)
    target = a_plan(session, indicator="addicts", value=-1, operator="less", measure="change", yearly=True)
    first, second = years(session, target)
    assert (first.baseline and first.baseline.figure.value, first.done, first.verdict.state) == (4, 3, "met")
    assert (second.baseline and second.baseline.figure.value, second.done) == (3, 3)
    assert (second.verdict.state, second.percent) == ("not_yet", 0)
    assert only(session).period.since == date(2026, 1, 1)


def test_years_leave_no_day_out() -> None:
    plan = TargetPlan(id="a", number="1", title="a", since=date(2024, 2, 29), until=date(2030, 12, 14))
    target = Target(id="b", plan="a", unit="c", indicator="addicts", yearly=True)
    found = periods(plan, target)
    assert found[0].since == plan.since and found[-1].until == plan.until
    for one, following in itertools.pairwise(found):
        assert (following.since - one.until).days == 1


def test_every_indicator_says_what_it_counts() -> None:
    for one in INDICATORS.values():
        assert one.label and one.clause and one.formula() and one.kinds()
