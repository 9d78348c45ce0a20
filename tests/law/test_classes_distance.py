"""How far a unit is from the next band, what is near, what a change does: always the class itself is the judge."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.faults import Fault
from app.law.classes.distance import Distance, Step, distances, what_if
from app.law.classes.engine import standings
from app.law.classes.facts import COUNTS, TEN, read_facts
from app.law.classes.meanings import meanings
from app.law.classes.rules import rule_set
from app.law.classes.ten import ten_criteria
from tests.law.test_classes import DISTRICT, NT, PROVINCE, QD, ZERO


def of(rules: str, name: str, base: dict[str, Any] = ZERO, **facts: Any) -> Distance:
    found = distances(rule_set(rules), read_facts(base | facts))
    return next(one for one in found if one.criterion == name)


def by(steps: tuple[Step, ...]) -> list[tuple[int, str]]:
    return [(step.by, step.reaches) for step in steps]


@pytest.mark.parametrize(
    ("persons", "heavier", "lighter", "near"),
    [
        (0, [(1, "few")], [], False),
        (1, [(19, "III")], [(-1, "none")], False),
        (17, [(3, "III")], [(-17, "none")], False),
        (18, [(2, "III")], [(-18, "none")], True),
        (20, [(40, "II")], [(-1, "few")], False),
        (89, [(11, "I")], [(-30, "III")], False),
        (90, [(10, "I")], [(-31, "III")], True),
        (100, [], [(-1, "II")], False),
        (130, [], [(-31, "II")], False),
    ],
)
def test_persons_of_the_plan(
    persons: int, heavier: list[tuple[int, str]], lighter: list[tuple[int, str]], near: bool
) -> None:
    found = of(NT, "persons", persons_with_file=persons)
    assert (by(found.heavier), by(found.lighter), found.is_near) == (heavier, lighter, near)


def test_a_rate_is_told_in_whole_people() -> None:
    """0.03 % of 12,345 is 3.7 people: the fourth offender makes class II, not the third."""
    three = of(NT, "offender_rate", population=12_345, offenders=3)
    assert three.met == "III" and by(three.heavier) == [(1, "II")] and three.is_near
    assert by(three.lighter) == [(-2, "few")]
    four = of(NT, "offender_rate", population=12_345, offenders=4)
    assert four.met == "II" and by(four.lighter) == [(-1, "III")]
    assert of(NT, "offender_rate", population=None, offenders=4).heavier == ()
    assert of(NT, "offender_rate", population=None, offenders=4).missing == ("population",)


def test_either_of_two_numbers_lifts_and_both_hold() -> None:
    found = of(QD, "cultivation", plants=600, area_m2=200)
    assert by(found.heavier) == [(2400, "I"), (550, "I")]
    assert by(found.lighter) == [(-101, "III"), (-76, "III")]
    one = of(QD, "cultivation", plants=600, area_m2=5)
    assert by(one.lighter) == [(-101, "III")]
    assert one.bands[0] == ("I", "3000 / 750")


def test_a_sum_is_one_number() -> None:
    found = of(NT, "complex_points", complex_points=1, hot_spots=2)
    assert found.value == 3 and by(found.lighter) == [(-3, "none")] and not found.heavier
    assert of(NT, "complex_points", hot_spots=None).missing == ("hot_spots",)


def test_the_route_has_no_number() -> None:
    found = of(QD, "route", on_route="inter")
    assert (found.heavier, found.lighter, found.facts, found.value) == ((), (), ("on_route",), "inter")


def test_what_if_changes_nothing_given() -> None:
    base = ZERO | {"persons_with_file": 59}
    trial = what_if(rule_set(NT), base, {"persons_with_file": 60, "plants": None})
    assert (trial.before.of, trial.after.of, trial.after.missing) == ("III", "insufficient", ("plants",))
    assert [(b, a) for _name, b, a in trial.changed] == [("III", "II"), ("none", "insufficient")]
    assert base["persons_with_file"] == 59
    with pytest.raises(Fault, match="E_FACT"):
        what_if(rule_set(NT), base, {"plants": -1})


numbers = st.sampled_from([0, 1, 2, 4, 19, 20, 59, 99, 100, 299, 499, 500, 1999, 3000])
whole = st.fixed_dictionaries(
    {name: numbers for name in COUNTS if name != "population"}
    | {
        "population": st.sampled_from([1, 999, 10_000, 123_457]),
        "on_route": st.sampled_from(["none", "intra"]),
    }
)


@given(whole, st.sampled_from([(NT, "commune"), (QD, "commune"), (NT, "district"), (QD, "province")]))
def test_a_step_leads_exactly_there_and_one_less_does_not(
    facts: dict[str, Any], which: tuple[str, str]
) -> None:
    rules, name = which
    own = {"commune": ZERO, "district": DISTRICT, "province": PROVINCE}[name]
    base = own | {key: value for key, value in facts.items() if key in own and key != "on_route"}
    level = rule_set(rules).level(name)

    def met(changes: dict[str, Any], criterion: str) -> str:
        found = distances(rule_set(rules), read_facts(base | changes))
        return next(one.met for one in found if one.criterion == criterion)

    order = [*level.classes][::-1]
    for one in distances(rule_set(rules), read_facts(base)):
        for step in one.heavier:
            fact = step.facts[0]
            if fact in base:
                assert step.by > 0 and met({fact: base[fact] + step.by}, one.criterion) == step.reaches
                assert met({fact: base[fact] + step.by - 1}, one.criterion) == one.met
        if one.lighter and all(len(step.facts) == 1 and step.facts[0] in base for step in one.lighter):
            down = {step.facts[0]: base[step.facts[0]] + step.by for step in one.lighter}
            below = met(down, one.criterion)
            assert below == one.lighter[0].reaches != one.met
            rank = -1 if below not in order else order.index(below)
            assert rank < order.index(one.met)
    assert len(standings(level, read_facts(base))) == len(level.criteria)


def test_the_meanings_are_kept_apart() -> None:
    """A certified commune with files is neither without users nor without drug problems."""
    facts = read_facts(ZERO | {"persons_with_file": 5, "criteria": dict.fromkeys(TEN, True)})
    said = {one.key: one.holds for one in meanings(facts, certified=True, by_decision=False)}
    assert said == {"certificate": True, "no_crime": False, "nobody": False, "decision": False}
    crime = {one.key: one for one in meanings(read_facts(ZERO | {"cases": 1}), None, None)}
    assert crime["nobody"].holds is True and crime["no_crime"].against == ("cases",)
    open_ = {one.key: one for one in meanings(read_facts({"cases": 0}), None, None)}
    assert open_["nobody"].holds is None and open_["nobody"].missing == ("persons_with_file",)


def test_the_ten_criteria_are_ten_in_three_groups() -> None:
    data = ten_criteria()
    assert [sum(one.group == group.id for one in data.criteria) for group in data.groups] == [5, 3, 2]
    assert all(one.parts for one in data.criteria)
