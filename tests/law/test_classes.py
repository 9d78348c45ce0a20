"""Classes of communes, districts and provinces: every threshold, every contradiction of the texts, the unknown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.faults import Fault
from app.law.classes.engine import Class, classify
from app.law.classes.facts import COUNTS, TEN, read_facts
from app.law.classes.rules import rule_set

NT, QD = "NT-2024", "QD28-2025"
RANK = ["none", "few", "III", "II", "I"]

ZERO: dict[str, Any] = dict.fromkeys(COUNTS, 0) | {
    "level": "commune",
    "population": 100_000,
    "on_route": "none",
}
FREE = ("addicts_or_users_not_exempt", "residents_breaking_drug_law", "wanted_suspects")
ALL_TEN = dict.fromkeys(TEN, True)
COMMUNES = {"I": 0, "II": 0, "III": 0, "few": 0, "none": 10, "drug_free": 0, "total": 10}
DISTRICT = ZERO | {"level": "district", "communes": COMMUNES}
PROVINCE = {
    "level": "province", "population": 1_000_000, "persons_with_file": 0, "organised_use_points": 0, "offenders": 0,
    "plants": 0, "area_m2": 0, "communes": COMMUNES, "on_inter_route": False,
}  # fmt: skip


def of(rules: str, base: dict[str, Any], **facts: Any) -> Class:
    return classify(rule_set(rules), read_facts(base | facts))


# Where each class begins, as the plan and the decision say it; population 100,000.
NT_BANDS = [
    ("persons_with_file", {"few": 1, "III": 20, "II": 60, "I": 100}),
    ("complex_points", {"I": 1}),
    ("hot_spots", {"I": 1}),
    ("at_risk_points", {"few": 1, "III": 2, "II": 3, "I": 5}),
    ("retail_dealers", {"few": 1, "III": 2, "II": 3, "I": 5}),
    ("plants", {"few": 1, "III": 300, "II": 500, "I": 3000}),
    ("area_m2", {"few": 1, "III": 200, "II": 1000, "I": 2000}),
    ("offenders", {"few": 1, "III": 10, "II": 30, "I": 50}),
]


def _around(bands: dict[str, int]) -> list[tuple[int, str]]:
    ordered = sorted(bands.items(), key=lambda b: b[1])
    cases = [(0, "none")]
    for (name, start), below in zip(ordered, ["none", *(b[0] for b in ordered)], strict=False):
        cases += [(start, name), (start + 1, _at(bands, start + 1))]
        if start > 1:
            cases.append((start - 1, below))
    return cases


def _at(bands: dict[str, int], value: int) -> str:
    return max((name for name, start in bands.items() if value >= start), key=RANK.index, default="none")


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [(fact, value, name) for fact, bands in NT_BANDS for value, name in _around(bands)],
)
def test_every_threshold_of_the_plan(fact: str, value: int, expected: str) -> None:
    found = of(NT, ZERO, **{fact: value})
    assert found.of == expected and not found.missing
    assert len(found.met) == (value > 0)


QD_BANDS = [
    ("persons_with_file", {"III": 1, "II": 100, "I": 500}),
    ("offenders", {"III": 1, "II": 50, "I": 100}),
    ("plants", {"III": 1, "II": 500, "I": 3000}),
    ("area_m2", {"III": 1, "II": 125, "I": 750}),
    ("organised_use_points", {"II": 1, "I": 2}),
]


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [(fact, value, name) for fact, bands in QD_BANDS for value, name in _around(bands)],
)
def test_every_threshold_of_the_decision(fact: str, value: int, expected: str) -> None:
    found = of(QD, ZERO, addicts_or_users_not_exempt=1, **{fact: value})
    assert [one.of for one in found.met] == ([expected] if expected != "none" else [])
    # one criterion, however heavy, makes class III and no more
    assert found.of == ("III" if value else "none")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"persons_with_file": 500, "offenders": 100, "plants": 3000}, "I"),
        ({"persons_with_file": 499, "offenders": 100, "plants": 3000}, "II"),
        ({"persons_with_file": 500, "offenders": 99, "organised_use_points": 2}, "II"),
        ({"persons_with_file": 500, "organised_use_points": 2, "area_m2": 750}, "I"),
        ({"persons_with_file": 100, "offenders": 50, "plants": 500}, "II"),
        ({"persons_with_file": 100, "offenders": 50, "plants": 499}, "III"),
        ({"persons_with_file": 100, "offenders": 49, "plants": 499}, "III"),
        ({"persons_with_file": 100, "organised_use_points": 1}, "III"),
        # the route adds one criterion where two of the class below are met
        ({"persons_with_file": 500, "offenders": 100, "on_route": "intra"}, "I"),
        ({"persons_with_file": 500, "offenders": 100, "on_route": "none"}, "III"),
        ({"persons_with_file": 100, "offenders": 50, "on_route": "inter"}, "II"),
        ({"persons_with_file": 100, "on_route": "inter"}, "III"),
        ({"persons_with_file": 99, "offenders": 49, "on_route": "inter"}, "III"),
        ({"on_route": "inter"}, "none"),
    ],
)
def test_the_decision_counts_criteria(facts: dict[str, Any], expected: str) -> None:
    assert of(QD, ZERO, addicts_or_users_not_exempt=1, **facts).of == expected


def test_a_rate_is_a_fraction_never_a_float() -> None:
    """One more person moves 0.499 % to 0.501 %: that criterion changes its band and says by which numbers."""
    population = 99_999  # 499/99,999 < 0.5 % ≤ 500/99,999
    before = of(QD, ZERO, population=population, persons_with_file=499)
    after = of(QD, ZERO, population=population, persons_with_file=500)
    assert (before.met[0].of, after.met[0].of) == ("II", "I")
    assert (after.met[0].value, after.met[0].threshold) == ("500/99999", "0.5%")
    huge = of(NT, ZERO, population=2_000_000_000, offenders=999_999)
    assert huge.met[0].of == "II"


def test_the_readings_are_named() -> None:
    assert "boundary_100" in of(NT, ZERO, persons_with_file=100).notes
    assert "boundary_100" not in of(NT, ZERO, persons_with_file=101).notes
    assert "few_is_1_19" in of(NT, ZERO, persons_with_file=19).notes
    assert "few_is_1_19" not in of(NT, ZERO, persons_with_file=20).notes
    for plants, inside in ((1999, False), (2000, True), (2999, True), (3000, False)):
        assert ("gap_plants" in of(NT, ZERO, plants=plants).notes) is inside
    assert of(NT, ZERO).of == "none" and "zero_is_not_a_band" in of(NT, ZERO).notes
    assert "monotone_band" in of(QD, ZERO, persons_with_file=120).notes
    assert "monotone_band" not in of(QD, ZERO, persons_with_file=99).notes


def test_the_certificate_stands_beside_the_class() -> None:
    assert of(NT, ZERO, criteria=ALL_TEN).drug_free is True
    assert of(NT, ZERO).drug_free is None
    assert of(NT, ZERO, criteria=ALL_TEN | {"4": False}).drug_free is False
    assert of(NT, ZERO, criteria=ALL_TEN | {"4": None}).drug_free is None
    few = of(NT, ZERO, criteria=ALL_TEN, persons_with_file=5)
    assert (few.of, few.drug_free) == ("few", True) and "certified_but_classed" in few.notes
    heavy = of(NT, ZERO, criteria=ALL_TEN, persons_with_file=20)
    assert (heavy.of, heavy.drug_free) == ("III", False) and "certified_but_classed" in heavy.notes


def test_drug_free_by_the_decision_comes_first() -> None:
    """A commune whose people are all in treatment or after-care is drug-free, though it has files."""
    found = of(QD, ZERO, persons_with_file=40)
    assert (found.of, found.drug_free) == ("none", True)
    for fact in FREE:
        broken = of(QD, ZERO, persons_with_file=40, **{fact: 1})
        assert (broken.of, broken.drug_free) == ("III", False)


@pytest.mark.parametrize("fact", [fact for fact, _bands in NT_BANDS])
def test_unknown_is_not_zero(fact: str) -> None:
    found = of(NT, ZERO, **{fact: None})
    assert found.of == "insufficient" and found.missing == (fact,)
    sure = of(
        NT, ZERO, **({fact: None} | ({"complex_points": 1} if fact != "complex_points" else {"hot_spots": 1}))
    )
    assert sure.of == "I" and sure.missing == ()


def test_an_unknown_that_cannot_change_the_answer_is_not_missing() -> None:
    few = of(QD, ZERO, addicts_or_users_not_exempt=1, persons_with_file=120, plants=None)
    assert few.of == "III"  # one more criterion does not make three
    two = of(QD, ZERO, addicts_or_users_not_exempt=1, persons_with_file=120, offenders=60, plants=None)
    assert (two.of, two.missing) == ("insufficient", ("plants",))
    nobody = of(NT, ZERO, population=None)
    assert nobody.of == "none"  # no offenders are no share of any population
    somebody = of(NT, ZERO, population=None, offenders=1)
    assert (somebody.of, somebody.missing) == ("insufficient", ("population",))
    assert of(NT, ZERO, population=0, offenders=1).missing == ("population",)
    assert of(QD, ZERO, wanted_suspects=None, persons_with_file=5).missing == ("wanted_suspects",)
    assert of(
        QD, ZERO, addicts_or_users_not_exempt=1, persons_with_file=500, offenders=100, on_route=None
    ).missing == ("on_route",)


def test_a_district_needs_four_of_five() -> None:
    heavy = {"persons_with_file": 300, "cases": 50, "offenders": 40, "complex_points": 2}
    assert of(NT, DISTRICT, **heavy).of == "key"
    for fact, value in heavy.items():
        assert of(NT, DISTRICT, **(heavy | {fact: value - 1})).of == "not_key"
    spot = heavy | {"complex_points": 0, "hot_spots": 1}
    assert of(NT, DISTRICT, **spot).of == "key"
    troubled = COMMUNES | {"III": 1, "few": 4, "none": 5}
    assert of(NT, DISTRICT, **(heavy | {"cases": 0, "communes": troubled})).of == "key"
    assert (
        of(NT, DISTRICT, **(heavy | {"cases": 0, "communes": troubled | {"few": 5, "none": 4}})).of
        == "not_key"
    )
    assert of(NT, DISTRICT, **(heavy | {"cases": 0})).of == "not_key"  # no troubled commune at all
    assert of(NT, DISTRICT, **(heavy | {"cases": None, "communes": None})).of == "insufficient"


def test_a_drug_free_district() -> None:
    def free(certified: int, **counts: int) -> bool | None:
        return of(NT, DISTRICT, communes=COMMUNES | {"drug_free": certified} | counts).drug_free

    assert free(7) is True and free(6) is False and free(10) is True
    assert free(7, III=1, none=9) is False
    assert of(NT, DISTRICT, communes={"drug_free": 7, "total": 10}).drug_free is None
    assert of(NT, DISTRICT, communes={"drug_free": 6, "total": 10}).drug_free is False


def test_a_province_needs_four_of_six() -> None:
    heavy = {
        "persons_with_file": 2000, "organised_use_points": 5, "offenders": 500,
        "communes": COMMUNES | {"total": 100, "II": 3}, "plants": 8000, "on_inter_route": True,
    }  # fmt: skip
    names = list(heavy)
    four = {name: heavy[name] for name in names[:4]}
    assert of(QD, PROVINCE, **four).of == "key"
    for name in names[:4]:
        less = heavy[name]
        lower = COMMUNES | {"total": 101, "II": 3} if name == "communes" else less - 1  # type: ignore[operator]
        assert of(QD, PROVINCE, **(four | {name: lower})).of == "not_key"
    three = {name: heavy[name] for name in names[:3]}
    assert of(QD, PROVINCE, **three, plants=7999, area_m2=1999).of == "not_key"
    assert of(QD, PROVINCE, **three, plants=8000).of == "key"
    assert of(QD, PROVINCE, **three, area_m2=2000).of == "key"
    assert of(QD, PROVINCE, **three, on_inter_route=True).of == "key"
    assert of(QD, PROVINCE, **three, on_inter_route=None).missing == ("on_inter_route",)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"plants": -1}, "plants"),
        ({"plants": 1.5}, "plants"),
        ({"plants": True}, "plants"),
        ({"plants": "3"}, "plants"),
        ({"plants": 10**12}, "plants"),
        ({"trees": 3}, "trees"),
        ({"level": "ward"}, "level"),
        ({"on_route": "yes"}, "on_route"),
        ({"criteria": {"11": True}}, "criteria"),
        ({"criteria": {"1": 1}}, "criteria"),
        ({"communes": {"I": 3, "total": 2}}, "communes"),
        ({"communes": [1]}, "communes"),
    ],
)
def test_a_wrong_fact_is_named(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Fault, match="E_FACT") as caught:
        read_facts(ZERO | facts)
    assert caught.value.field == field and caught.value.sentence()


def test_what_a_set_does_not_know_is_said() -> None:
    for rules, level in ((NT, "province"), (QD, "district")):
        with pytest.raises(Fault, match="E_LEVEL"):
            of(rules, {"level": level})
    with pytest.raises(Fault, match="E_RULES"):
        rule_set("QD99")
    with pytest.raises(Fault, match="E_FACT"):
        read_facts([1])


known = st.one_of(st.integers(0, 3), st.sampled_from([19, 20, 59, 60, 99, 100, 499, 500, 3000]))
numbers = st.one_of(st.none(), known)
unsure = st.fixed_dictionaries(
    {name: numbers for name in COUNTS if name != "population"}
    | {
        "population": st.sampled_from([None, 10_000, 100_000]),
        "on_route": st.sampled_from([None, "none", "intra"]),
    }
)


@given(unsure, st.data(), st.sampled_from([NT, QD]))
def test_no_completion_contradicts_the_answer(facts: dict[str, Any], data: st.DataObject, rules: str) -> None:
    """Whatever the unknown facts turn out to be, a class that was given stays."""
    found = of(rules, {"level": "commune"}, **facts)
    whole = {name: data.draw(known) if value is None else value
             for name, value in facts.items() if name not in ("population", "on_route")}  # fmt: skip
    whole |= {"population": facts["population"] or 20_000, "on_route": facts["on_route"] or "inter"}
    after = of(rules, {"level": "commune"}, **whole)
    assert after.of != "insufficient"
    asked = any(facts[name] is not None for name in FREE[:3])
    if found.of != "insufficient" and (rules == NT or asked):
        assert after.of == found.of
    if found.drug_free is not None:
        assert after.drug_free == found.drug_free
