from datetime import date, datetime

import pytest

from app.kinds.dates import VIETNAM
from app.law.facts import CaseFacts, PositiveTest, StatusFact
from app.law.owed import STATES, WHAT, Watch, owed
from app.law.reckoning import Settings
from app.words import _

_NOW = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)


def _at(day, hour=10, minute=5, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def _case(**facts):
    return CaseFacts("p1", "1990", **facts)


def _lines(packs, calendar, case, now=_NOW, settings=None):
    found = owed(packs, calendar, case, now, settings or Settings())
    return [(one.what, one.due, one.state) for one in found]


@pytest.mark.parametrize(
    ("received", "due", "state"),
    [
        (_at(22), _at(23), "today"),
        (_at(22, 8), _at(23, 8), "overdue"),
        (_at(23, 8, 30), _at(24, 8, 30), "soon"),
        (_at(22, month=5), date(2026, 5, 27), "overdue"),
        (date(2026, 6, 30), date(2026, 7, 3), "overdue"),
    ],
)
def test_a_positive_test_asks_for_a_decision(packs, calendar, received, due, state):
    assert _lines(packs, calendar, _case(positives=(PositiveTest(received),))) == [("decide", due, state)]


def test_without_the_time_the_hours_cannot_be_counted(packs, calendar):
    case = _case(positives=(PositiveTest(date(2026, 11, 22)),))
    assert _lines(packs, calendar, case) == [("missing_time", None, "missing")]


@pytest.mark.parametrize("code", ["U-QL", "S"])
def test_a_repeat_asks_for_an_assessment_first(packs, calendar, code):
    status = StatusFact(code, date(2026, 8, 1), decision="5", years=1)
    case = _case(statuses=(status,), positives=(PositiveTest(_at(22)),), last_visit=date(2026, 11, 10))
    assert ("assess", None, "today") in _lines(packs, calendar, case)
    assert "decide" not in [line[0] for line in _lines(packs, calendar, case)]


def test_no_stable_residence_asks_for_an_assessment_first(packs, calendar):
    case = _case(stable_residence=False, positives=(PositiveTest(_at(22)),))
    assert _lines(packs, calendar, case) == [("assess", None, "today")]


def test_in_voluntary_rehabilitation_a_file_is_due(packs, calendar):
    status = StatusFact("A-TN-GĐ", date(2026, 2, 2), decision="5", months=12)
    case = _case(statuses=(status,), positives=(PositiveTest(date(2026, 5, 15)),))
    assert ("compulsory_file", date(2026, 5, 22), "overdue") in _lines(packs, calendar, case)


def test_a_later_status_or_a_mark_answers_a_test(packs, calendar):
    managed = StatusFact("U-QL", date(2026, 11, 20), decision="7")
    for case in (
        _case(positives=(PositiveTest(_at(19), answered=True),)),
        _case(positives=(PositiveTest(_at(19)),), statuses=(managed,)),
    ):
        assert not {"decide", "assess"} & {line[0] for line in _lines(packs, calendar, case)}


def test_a_managed_user_is_visited_and_the_term_ends_by_the_older_law(packs, calendar):
    managed = StatusFact("U-QL", date(2025, 12, 1), decision="12/QĐ-UBND")
    found = owed(packs, calendar, _case(statuses=(managed,), last_visit=date(2026, 10, 31)), _NOW)
    assert [(one.what, one.due, one.state, one.because and one.because.regime) for one in found] == [
        ("visit", date(2026, 11, 30), "soon", "L120"),
        ("term_end", date(2026, 12, 1), "later", "L73"),
    ]
    assert [one.label() for one in found] == [_(WHAT["visit"]), _(WHAT["term_end"])]


@pytest.mark.parametrize("code", ["CUSTODY", "MOVED"])
def test_nobody_is_visited_who_is_in_custody_or_gone(packs, calendar, code):
    managed = StatusFact("U-QL", date(2026, 8, 1), decision="12")
    away = StatusFact(code, date(2026, 9, 1), decision="13")
    assert [line[0] for line in _lines(packs, calendar, _case(statuses=(managed, away)))] == ["term_end"]


@pytest.mark.parametrize(
    ("since", "now", "line"),
    [
        (date(2025, 3, 16), _at(17, month=3), ("end_papers", date(2026, 3, 19), "soon")),
        (date(2025, 3, 16), _at(20, month=3), ("end_papers", date(2026, 3, 19), "overdue")),
        (date(2025, 3, 16), _at(16, month=3), ("term_end", date(2026, 3, 16), "today")),
        (date(2025, 11, 20), _NOW, ("end_papers", None, "today")),
    ],
)
def test_papers_follow_the_end_of_the_term(packs, calendar, since, now, line):
    managed = StatusFact("U-QL", since, decision="12")
    assert line in _lines(packs, calendar, _case(statuses=(managed,), last_visit=now.date()), now)


def test_after_care_counts_from_completion_and_the_decision_may_state_the_end(packs, calendar):
    status = StatusFact("S", date(2026, 8, 20), decision="3", years=1, counted_from=date(2026, 8, 5))
    assert _lines(packs, calendar, _case(statuses=(status,))) == [("term_end", date(2027, 8, 5), "later")]
    stated = StatusFact("S", date(2026, 8, 20), decision="3", ends=date(2026, 11, 25))
    (one,) = owed(packs, calendar, _case(statuses=(stated,)), _NOW)
    assert (one.due, one.state) == (date(2026, 11, 25), "soon")
    assert one.because is not None
    assert "25/11/2026" in one.because.arithmetic


def test_after_care_contact_is_owed_once_the_unit_sets_an_interval(packs, calendar):
    status = StatusFact("S", date(2026, 8, 20), decision="3", years=1)
    settings = Settings(amounts={"L120:aftercare.visit": 2})
    assert ("visit", date(2026, 10, 20), "overdue") in _lines(
        packs, calendar, _case(statuses=(status,)), settings=settings
    )


def test_missing_facts_are_named(packs, calendar):
    case = CaseFacts("p1", has_residence=False, statuses=(StatusFact("S", date(2026, 8, 1)),))
    assert {line[0] for line in _lines(packs, calendar, case)} == {
        "missing_birth",
        "missing_residence",
        "missing_decision",
        "missing_length",
    }


def test_statuses_that_are_over_or_unknown_owe_nothing(packs, calendar):
    over = StatusFact("U-QL", date(2025, 1, 1), until=date(2025, 12, 31))
    newer = StatusFact("X-NEW", date(2026, 1, 1))
    assert _lines(packs, calendar, _case(statuses=(over, newer))) == []


def test_records_older_than_every_pack_do_not_stop_the_screen(packs, calendar):
    old = StatusFact("U-QL", date(2020, 5, 5), decision="1")
    case = _case(statuses=(old,), positives=(PositiveTest(date(2019, 1, 1), answered=False),))
    assert ("end_papers", date(2021, 5, 10), "overdue") in _lines(packs, calendar, case)


def test_the_most_urgent_comes_first(packs, calendar):
    case = CaseFacts(
        "p1",
        statuses=(StatusFact("U-QL", date(2026, 9, 1)),),
        positives=(PositiveTest(_at(22)), PositiveTest(_at(20, month=8))),
    )
    states = [STATES.index(one.state) for one in Watch(packs, calendar, _NOW).owed(case)]
    assert states == sorted(states)
    assert len(set(states)) >= 3
