from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.codes import STATUS
from app.kinds.codes_care import BREACH_SORT, COMPULSORY_GROUND, OBLIGATION
from app.kinds.faults import Fault
from app.law.beside import shipped_texts
from app.law.ladder import (
    SORT,
    BreachFact,
    may_monitor,
    measures_at,
    next_step,
    read_measures,
    shipped_measures,
)


@pytest.fixture(scope="module")
def now():
    return measures_at(shipped_measures(), date(2026, 11, 23))


@pytest.fixture(scope="module")
def before():
    return measures_at(shipped_measures(), date(2026, 6, 30))


def _breaches(*sorts, obligation="voluntary", year=2026, month=8):
    return [BreachFact(obligation, sort, date(year, month, n)) for n, sort in enumerate(sorts, 1)]


@pytest.mark.parametrize(
    ("sorts", "consequence", "clause"),
    [
        (["absent"], "reminder", "khoản 4"),
        (["absent", "missed"], "review", "khoản 4"),
        (["absent", "missed", "not_present"], "compulsory", "khoản 4"),
        (["absent", "missed", "not_present", "other"], "compulsory", "khoản 4"),
        (["monitoring_refused"], "compulsory", "khoản 2"),
        (["punishable"], "review", "khoản 3"),
        (["punishable", "absent"], "compulsory", "khoản 3"),
        (["absent", "punishable"], "review", "khoản 3"),
        (["use"], "compulsory", "Điều 35 khoản 1"),
    ],
)
def test_the_ladder_of_article_47(now, sorts, consequence, clause):
    step = next_step(now, _breaches(*sorts))
    assert (step.consequence, step.time) == (consequence, len(sorts))
    assert clause in step.article
    assert bool(step.ground) == (consequence == "compulsory")


def test_the_order_of_entry_does_not_matter(now):
    breaches = _breaches("absent", "missed", "not_present")
    assert next_step(now, reversed(breaches)) == next_step(now, breaches)


def test_breaches_of_another_obligation_are_not_counted(now):
    mixed = [*_breaches("absent", "missed", obligation="aftercare"), *_breaches("absent", month=9)]
    assert next_step(now, mixed).time == 1


def test_breaches_under_the_older_law_are_told_and_not_counted(now):
    step = next_step(now, [*_breaches("absent", "missed", month=5), *_breaches("absent")])
    assert (step.consequence, step.time, step.not_counted) == ("reminder", 1, 2)
    assert now.older.said() in step.sentence()
    assert now.older.said() not in next_step(now, _breaches("absent")).sentence()


@pytest.mark.parametrize("obligation", ["user_management", "aftercare"])
def test_use_asks_for_an_assessment_where_the_law_wants_one_first(now, obligation):
    step = next_step(now, _breaches("use", obligation=obligation))
    assert (step.consequence, step.ground) == ("none", "")
    assert "Điều 31" in step.article


def test_user_management_has_no_ladder(now):
    step = next_step(now, _breaches("absent", "absent", "absent", obligation="user_management"))
    assert (step.consequence, step.mark) == ("none", "derived")


def test_the_older_law_has_no_ladder(before):
    assert before.regime == "L73"
    assert {next_step(before, _breaches(*["absent"] * n)).consequence for n in (1, 2, 3)} == {"none"}
    assert next_step(before, _breaches("use")).consequence == "compulsory"
    assert before.quits_after("voluntary").days == 5
    assert before.quits_after("substitution").sessions == 10


def test_the_decree_has_not_said_when_somebody_quits_under_the_new_law(now):
    assert now.quits_after("voluntary") is None


@given(
    st.lists(
        st.builds(
            BreachFact,
            st.sampled_from(list(OBLIGATION.labels)),
            st.sampled_from(list(BREACH_SORT.labels)),
            st.dates(date(2024, 1, 1), date(2028, 1, 1)),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_breach_has_a_step_with_its_article(breaches):
    for pack in shipped_measures():
        step = next_step(pack, breaches)
        assert step.article
        assert (step.consequence == "compulsory") == (step.ground in COMPULSORY_GROUND.labels)


def test_no_breach_and_unknown_breaches_are_refused(now):
    with pytest.raises(Fault) as none:
        next_step(now, [])
    with pytest.raises(Fault) as strange:
        next_step(now, [BreachFact("voluntary", "sneezing", date(2026, 8, 1))])
    assert (none.value.code, strange.value.code) == ("E_NO_BREACH", "E_CODE")


@pytest.mark.parametrize(
    ("status", "age", "answer"),
    [
        ("U-QL", 30, "no"),
        ("A-TN-GĐ", 18, "yes"),
        ("A-TT", 44, "yes"),
        ("S", 30, "yes"),
        ("S", 17, "ask"),
        ("S", None, "ask"),
        ("A-BB", 30, "no"),
        ("A-TN-CS", 30, "no"),
    ],
)
def test_electronic_monitoring(now, before, status, age, answer):
    found = may_monitor(now, status, age)
    assert found.answer == answer
    assert found.by == "police_chief"
    assert "Điều 12" in found.article
    assert may_monitor(before, status, age).answer == "no"


def test_an_age_from_a_draft_is_marked_unknown(now):
    assert may_monitor(now, "S", 16).mark == "unknown"
    assert now.monitoring.term.mark == "unknown"


def test_grounds_for_minors_and_for_postponing_are_listed(now, before):
    assert {one.id for one in now.grounds_of("compulsory_minor")} <= set(COMPULSORY_GROUND.labels)
    assert {one.id for one in now.grounds_of("postponed")} == {"serious_illness", "family_hardship"}
    new = {one.id for one in now.grounds_of("compulsory_minor")}
    assert new - {one.id for one in before.grounds_of("compulsory_minor")} == {
        "caught_substitution",
        "relapse_aftercare",
        "breach_ladder",
        "refused_monitoring",
    }


@pytest.mark.parametrize("name", ["L120-measures.toml", "L73-measures.toml"])
def test_statuses_named_are_statuses(name):
    text = dict(shipped_texts(SORT))[name]
    made = read_measures(name, text)
    assert {*made.monitoring.statuses, *made.monitoring.never} <= set(STATUS.labels)


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ('consequence = "reminder"', 'consequence = "warning"', "rungs[first]"),
        ('sorts = ["punishable"]', 'sorts = ["rude"]', "rungs[punishable]"),
        ("time_to = 1", "time_to = 0", "rungs[first].time"),
        ("time = 3", "time = 4", "rungs.voluntary"),
        ('"A-TT"', '"A-XX"', "monitoring.statuses"),
    ],
)
def test_a_damaged_file_is_refused_naming_the_entry(old, new, entry):
    text = dict(shipped_texts(SORT))["L120-measures.toml"]
    assert old in text
    with pytest.raises(Fault) as refused:
        read_measures("L120-measures.toml", text.replace(old, new, 1))
    assert refused.value.code == "E_PACK"
    assert refused.value.values["entry"] == entry
