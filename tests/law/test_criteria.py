from datetime import date
from itertools import combinations

import pytest

from app.kinds.codes_care import CONCLUSION, SUBSTANCE_GROUP
from app.kinds.faults import Fault
from app.law.beside import shipped_texts
from app.law.criteria import SORT, check_conclusion, criteria_at, read_criteria, shipped_criteria

_SIX = ("1", "2", "3", "4", "5", "6")
_ANY = [frozenset(some) for n in range(7) for some in combinations(_SIX, n)]


@pytest.fixture(scope="module")
def rules():
    return criteria_at(shipped_criteria(), date(2026, 11, 23))


def _expected(met):
    """Article 4 of the circular, said a second time."""
    if len(met) >= 3:
        return "addicted"
    if len(met) == 2 and "6" not in met:
        return "observing"
    return "not_addicted"


def test_the_circular_has_six_criteria_and_signs_for_three_groups(rules):
    assert [one.id for one in rules.criteria] == list(_SIX)
    assert {one.group for one in rules.withdrawal} == {"opioid", "stimulant", "cannabis"}
    opioid = rules.signs("opioid")
    assert (len(opioid.signs), opioid.at_least) == (12, 3)
    assert rules.signs("other") is None
    assert {one.group for one in rules.observation} == set(SUBSTANCE_GROUP.labels)


def test_what_was_not_read_is_marked(rules):
    assert rules.signs("cannabis").mark == "memory"
    assert rules.signs("stimulant").at_least is None
    assert rules.observed("opioid").mark != "found"
    assert {clause.id: clause.mark for clause in rules.logic}["none"] == "derived"


@pytest.mark.parametrize("met", _ANY, ids=lambda met: "".join(sorted(met)) or "none")
def test_every_set_of_criteria_agrees_with_one_conclusion(rules, met):
    expected = _expected(met)
    checks = {code: check_conclusion(rules, met, True, code) for code in CONCLUSION.labels}
    assert checks[expected].verdict == "agree"
    assert "Điều 4" in checks[expected].article
    assert {check.expected for check in checks.values()} == {expected}
    others = [checks[code].verdict for code in CONCLUSION.labels if code != expected]
    # after observation the circular only says to decide again, so a later "no addiction" is not contradicted
    assert sorted(others) == (["disagree", "unknown"] if expected == "observing" else ["disagree"] * 2)


@pytest.mark.parametrize("duration", [None, False])
@pytest.mark.parametrize("conclusion", list(CONCLUSION.labels))
def test_three_criteria_without_the_duration_are_no_answer(rules, duration, conclusion):
    check = check_conclusion(rules, {"1", "2", "6"}, duration, conclusion)
    assert (check.verdict, check.expected) == ("unknown", "")
    assert rules.duration.text.said() in check.sentence()


def test_the_duration_does_not_matter_below_three(rules):
    assert check_conclusion(rules, {"1"}, False, "not_addicted").verdict == "agree"
    assert check_conclusion(rules, {"1", "6"}, None, "addicted").verdict == "disagree"


@pytest.mark.parametrize(("met", "conclusion"), [({"7"}, "addicted"), ({"1"}, "cured")])
def test_what_does_not_exist_is_refused(rules, met, conclusion):
    with pytest.raises(Fault) as refused:
        check_conclusion(rules, met, True, conclusion)
    assert refused.value.code == "E_CODE"


def test_a_day_before_the_circular_is_refused():
    with pytest.raises(Fault) as refused:
        criteria_at(shipped_criteria(), date(2021, 12, 31))
    assert refused.value.code == "E_REGIME"


def test_a_later_circular_leaves_earlier_assessments_alone():
    (name, text), *_more = shipped_texts(SORT)
    later = text.replace('id = "TT18"', 'id = "TT99"').replace("2022-01-01", "2027-01-01")
    later = later.replace("at_least = 3\nlasting", "at_least = 4\nlasting")
    packs = (*shipped_criteria(), read_criteria(name, later))
    three = {"1", "2", "3"}
    before = check_conclusion(criteria_at(packs, date(2026, 12, 31)), three, True, "addicted")
    after = check_conclusion(criteria_at(packs, date(2027, 1, 1)), three, True, "addicted")
    assert (before.verdict, after.verdict) == ("agree", "unknown")


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ('with = ["6"]', 'with = ["9"]', "logic[two_with_withdrawal]"),
        ('conclusion = "addicted"', 'conclusion = "ill"', "logic[three].conclusion"),
        ('group = "opioid"', 'group = "wine"', "withdrawal"),
        ("at_most = 0", 'at_most = "x"', "logic[0].at_most"),
        ("[duration]", "[[duration]]", "duration"),
        ("version", "versoin", "head"),
        ("[duration]", "[duration", "toml"),
    ],
)
def test_a_damaged_file_is_refused_naming_the_entry(old, new, entry):
    (name, text), *_more = shipped_texts(SORT)
    with pytest.raises(Fault) as refused:
        read_criteria(name, text.replace(old, new, 1))
    assert refused.value.code == "E_PACK"
    assert refused.value.values["entry"] == entry
