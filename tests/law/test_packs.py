from datetime import UTC, date, datetime

import pytest

from app.kinds import codes
from app.kinds.faults import Fault
from app.law.packs import LawPacks
from app.law.reading import read_pack
from app.words.resources import resource


def _text(name):
    return resource(f"packs/{name}.toml").read_text(encoding="utf-8")


def _refused(text, file="L120.toml"):
    with pytest.raises(Fault) as refused:
        LawPacks(pack for pack in [read_pack(file, text)] if pack)
    assert refused.value.code == "E_PACK"
    return refused.value.values


def test_the_regime_changes_at_midnight_in_vietnam(packs):
    assert packs.at(date(2026, 6, 30)).id == "L73"
    assert packs.at(date(2026, 7, 1)).id == "L120"
    assert packs.at(datetime(2026, 6, 30, 16, 59, tzinfo=UTC)).id == "L73"
    assert packs.at(datetime(2026, 6, 30, 17, 0, tzinfo=UTC)).id == "L120"


def test_the_court_changes_when_districts_end(packs):
    assert packs.at(date(2025, 6, 30)).office("court") == "Tòa án nhân dân cấp huyện"
    assert packs.at(date(2025, 7, 1)).office("court") == "Tòa án nhân dân khu vực"
    assert packs.regime("L73", date(2024, 1, 1)).layers == ()
    assert packs.regime("L73").layers == ("L73-interim-2025",)


@pytest.mark.parametrize("day", [date(2021, 12, 31), datetime(2021, 12, 31, 16, 59, tzinfo=UTC)])
def test_a_day_before_the_oldest_regime_is_refused(packs, day):
    with pytest.raises(Fault) as refused:
        packs.at(day)
    assert refused.value.code == "E_REGIME"


def test_a_case_keeps_what_a_transition_lists(packs):
    opened, act = date(2026, 5, 4), date(2026, 9, 1)
    regime = {
        rule: packs.regime_for(rule, opened=opened, act=act).id
        for rule in (
            "user_management.term",
            "voluntary.term",
            "user_management.move_notice",
            "aftercare.file",
        )
    }
    assert regime == {
        "user_management.term": "L73",
        "voluntary.term": "L73",
        "user_management.move_notice": "L120",
        "aftercare.file": "L120",
    }
    assert packs.regime_of_case(opened).id == "L73"


def test_signers_follow_the_regime(packs):
    assert packs.regime("L73").decisions["manage_user"].signer == "chair"
    assert packs.regime("L120").decisions["manage_user"].signer == "police_chief"
    assert packs.regime("L120").decisions["aftercare"].signer == "chair"


@pytest.mark.parametrize("regime", ["L73", "L120"])
def test_packs_and_code_lists_name_the_same_things(packs, regime):
    pack = packs.regime(regime)
    assert set(pack.statuses) == set(codes.STATUS.labels)
    assert set(pack.decisions) == set(codes.DECISION_SORT.labels) - {"other"}
    grounds = {ground.id for ground in pack.grounds["testing"]}
    assert grounds == set(codes.TEST_GROUND.labels) - {"scheduled", "confirmation"}
    assert len(grounds) == 9


def test_who_may_be_tested_loses_education_in_the_commune(packs):
    def tested(regime):
        return {ground.id for ground in packs.regime(regime).grounds["may_be_tested"]}

    assert tested("L73") - tested("L120") == {"educated"}
    assert tested("L120") < tested("L73")


def test_exclusion_is_mutual_and_as_the_law_has_it(packs):
    pack = packs.regime("L73")
    assert pack.exclusive("U-QL", "GD")
    assert pack.exclusive("GD", "U-QL")
    assert not pack.exclusive("A", "S")
    assert not packs.regime("L120").exclusive("U-QL", "GD")


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ("amount = 24\n", 'amount = "24"\n', "rules[user_management.decide].amount"),
        ("amount = 24\n", "amount = 0\n", "rules[user_management.decide].amount"),
        ("amount = 24\n", "ammount = 24\n", "rules[user_management.decide]"),
        ('unit = "hour"\n', "", "rules[user_management.decide].unit"),
        ('who = "police_chief"', 'who = "mayor"', "rules[user_management.decide].who"),
        ('id = "user_management.term"', 'id = "user_management.decide"', "rules[user_management.decide]"),
        (
            'excludes = ["A", "PRISON", "DEAD"]',
            'excludes = ["A", "PRISON"]',
            "statuses[U-QL].excludes",
        ),
        ('keeps = ["user_management.term"]', 'keeps = ["x"]', "transitions[user_management].keeps"),
        ("valid_from = 2026-07-01", 'valid_from = "soon"', "head.valid_from"),
        ("[ages]", "[ages", "line 11"),
    ],
)
def test_a_damaged_pack_is_refused_naming_the_entry(old, new, entry):
    text = _text("L120")
    assert old in text
    values = _refused(text.replace(old, new, 1))
    assert values["entry"] == entry
    assert str(values["file"]).startswith("L120")


def test_packs_of_another_sort_are_left_to_their_readers():
    assert read_pack("other.toml", 'id = "X"\nsort = "classification"\n') is None


def test_a_set_with_overlapping_or_repeated_regimes_is_refused(packs):
    later = read_pack(
        "x", _text("L120").replace('id = "L120"', 'id = "L9"').replace("2026-07-01", "2026-06-30", 1)
    )
    for extra in (later, packs.regime("L120")):
        with pytest.raises(Fault) as refused:
            packs.plus(extra)
        assert refused.value.code == "E_PACK"
