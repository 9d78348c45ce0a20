from datetime import date, datetime

import pytest

from app.kinds.dates import VIETNAM
from app.law.facts import (
    AbsenceFact,
    AppointmentFact,
    CaseFacts,
    DecisionFact,
    FileFact,
    PositiveTest,
    StatusFact,
)
from app.law.owed import STATES, WHAT, Watch, level_at, owed
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
    def ends(status):
        case = _case(statuses=(status,), last_visit=_NOW.date(), last_test=_NOW.date())
        (one,) = [one for one in owed(packs, calendar, case, _NOW) if one.what == "term_end"]
        return one

    status = StatusFact("S", date(2026, 8, 20), decision="3", years=1, counted_from=date(2026, 8, 5))
    assert (ends(status).due, ends(status).state) == (date(2027, 8, 5), "later")
    one = ends(StatusFact("S", date(2026, 8, 20), decision="3", ends=date(2026, 11, 25)))
    assert (one.due, one.state) == (date(2026, 11, 25), "soon")
    assert one.because is not None
    assert "25/11/2026" in one.because.arithmetic


def test_contact_and_tests_in_after_care_have_a_plainly_marked_default(packs, calendar):
    status = StatusFact("S", date(2026, 8, 20), decision="3", years=1)
    found = {one.what: one for one in owed(packs, calendar, _case(statuses=(status,)), _NOW)}
    assert (found["visit"].due, found["test"].due) == (date(2026, 9, 20), date(2026, 11, 20))
    for what in ("visit", "test"):
        because = found[what].because
        assert because is not None
        assert because.certainty == "default"
        assert "Mặc định của chương trình" in because.text


def test_the_unit_sets_its_own_interval_of_contact_in_after_care(packs, calendar):
    status = StatusFact("S", date(2026, 8, 20), decision="3", years=1)
    settings = Settings(amounts={"L120:aftercare.visit": 2})
    assert ("visit", date(2026, 10, 20), "overdue") in _lines(
        packs, calendar, _case(statuses=(status,)), settings=settings
    )


def test_missing_facts_are_named(packs, calendar):
    case = CaseFacts("p1", has_residence=False, statuses=(StatusFact("S", date(2026, 8, 1)),))
    assert {line[0] for line in _lines(packs, calendar, case)} - {"visit", "test"} == {
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


def test_a_clock_presses_at_half_and_at_nine_tenths(packs, calendar):
    (one,) = owed(packs, calendar, _case(positives=(PositiveTest(_at(23, 8, 30)),)), _NOW)
    assert (one.half_at, one.ninth_at) == (_at(23, 20, 30), _at(24, 6, 6))
    levels = [
        level_at(one.half_at, one.ninth_at, one.due, when)
        for when in (
            _at(23, 20, 29),
            _at(23, 20, 30),
            _at(24, 6, 5),
            _at(24, 6, 6),
            _at(24, 8, 30),
            _at(24, 8, 31),
        )
    ]
    assert levels == [0, 1, 1, 2, 2, 3]
    (days,) = owed(packs, calendar, _case(positives=(PositiveTest(_at(22, month=5)),)), _NOW)
    assert (days.half_at, days.ninth_at) == (None, None)
    assert level_at(None, None, days.due, _NOW) == 0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"appointments": (AppointmentFact("rehab", date(2026, 11, 30), date(2026, 11, 10)),)}, "30/11/2026"),
        (
            {"absences": (AbsenceFact("move_in", _at(20)),), "statuses": ()},
            "chưa có con số",
        ),
        (
            {
                "statuses": (
                    StatusFact("A-TN-GĐ", date(2026, 7, 10)),
                    StatusFact("PRISON", date(2026, 9, 1), date(2026, 10, 31)),
                )
            },
            "cộng 61 ngày không được tính: 09/09/2028",
        ),
    ],
)
def test_every_reason_says_how_the_day_was_found(packs, calendar, facts, words):
    told = [one.because.arithmetic for one in owed(packs, calendar, _case(**facts), _NOW) if one.because]
    assert any(words in arithmetic for arithmetic in told), told


def test_a_transfer_waits_for_the_arrival_and_says_so(packs, calendar):
    managed = StatusFact("U-QL", date(2026, 1, 5), decision="1")
    away = AbsenceFact("move_out", _at(20, month=5), notified_at=_at(21, month=5))
    now = _at(25, month=5)
    (one,) = [
        one
        for one in owed(packs, calendar, _case(statuses=(managed,), absences=(away,)), now)
        if one.what == "transfer"
    ]
    assert one.due is None
    assert one.because is not None
    assert one.because.article == "NĐ 105/2021/NĐ-CP Điều 47"
    assert "Chưa ghi mốc để tính" in one.because.arithmetic


def test_the_answer_says_between_which_days_it_holds(packs, calendar):
    managed = StatusFact("U-QL", date(2026, 8, 1), date(2026, 12, 31), decision="1")
    read = FileFact(date(2026, 11, 16), notice_received_on=date(2026, 11, 20))
    case = _case(statuses=(managed,), files=(read,), last_visit=_NOW.date())
    answer = Watch(packs, calendar, _NOW).answer(case)
    assert {one.what for one in answer.owed} == {"file_read", "limitation", "term_end", "visit"}
    # on Thursday the time to read is over and the file is to be sent
    assert (answer.since, answer.until) == (date(2026, 8, 1), date(2026, 11, 26))
    for day in range(24, 28):
        later = Watch(packs, calendar, _at(day)).answer(case)
        same = {one.what for one in later.owed} == {one.what for one in answer.owed}
        assert same == (answer.since <= date(2026, 11, day) < answer.until), day


def test_what_the_unit_recorded_is_not_called_law(packs, calendar):
    monitored = StatusFact("A-TN-GĐ", date(2026, 7, 10))
    decided = DecisionFact("monitoring", date(2026, 7, 20), until=date(2027, 7, 20))
    agreed = AppointmentFact("rehab", date(2026, 11, 30), date(2026, 11, 10))
    case = _case(statuses=(monitored,), decisions=(decided,), appointments=(agreed,))
    found = {one.what: one.because for one in owed(packs, calendar, case, _NOW)}
    ends, agreement = found["monitoring_end"], found["appointment"]
    assert ends is not None and agreement is not None
    assert [ends.certainty, agreement.certainty] == ["recorded", "recorded"]
    assert "20/07/2027" in ends.arithmetic
