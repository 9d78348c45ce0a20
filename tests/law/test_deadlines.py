from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.law.ages import age_group, is_minor
from app.law.deadlines import deadline
from app.law.reading import read_pack
from app.law.reckoning import Settings, check_settings
from app.words.resources import resource

_MOMENTS = st.datetimes(datetime.fromisoformat("2022-01-01"), datetime.fromisoformat("2029-12-31T23:59"))


@pytest.fixture(scope="module")
def later(packs):
    """The packs with a later law that changes every number."""
    text = resource("packs/L120.toml").read_text(encoding="utf-8")
    head, rest = text.split("[[transitions]]", 1)
    head = head.replace('id = "L120"', 'id = "L999"').replace("2026-07-01", "2030-01-01")
    rest = rest.replace("amount = 24\n", "amount = 7\n").replace("amount = 1\n", "amount = 3\n")
    return packs.plus(read_pack("L999.toml", f"{head}[[transitions]]{rest}"))


@given(moment=_MOMENTS, data=st.data())
def test_a_later_law_changes_no_deadline_of_an_older_case(packs, later, calendar, moment, data):
    rule = data.draw(st.sampled_from(packs.rules()))
    facts = {}
    asks = packs.rule(packs.at(moment), rule)[1].asks
    if asks is not None:
        facts = {asks.option: asks.at_least}
    before = deadline(packs, calendar, rule, moment, **facts)
    assert deadline(later, calendar, rule, moment, **facts) == before
    assert later.regime_of_case(moment).id == packs.regime_of_case(moment).id


def test_the_later_law_does_apply_to_later_acts(later, calendar):
    found = deadline(later, calendar, "user_management.decide", datetime(2030, 1, 1, 8, 0, tzinfo=VIETNAM))
    assert (found.because.regime, found.due) == ("L999", datetime(2030, 1, 1, 15, 0, tzinfo=VIETNAM))


@given(moment=st.datetimes(datetime.fromisoformat("2026-07-01"), datetime.fromisoformat("2029-01-01")))
def test_a_day_and_a_night_whatever_the_day(packs, calendar, moment):
    found = deadline(packs, calendar, "user_management.decide", moment)
    assert isinstance(found.due, datetime)
    assert (found.due - moment.replace(tzinfo=VIETNAM, microsecond=0)).total_seconds() == 24 * 3600


@given(day=st.dates(date(2025, 1, 1), date(2026, 6, 20)))
def test_an_office_is_due_on_a_worked_day_and_a_person_never_longer(packs, calendar, day):
    decided = deadline(packs, calendar, "user_management.decide", day).due
    assert calendar.is_working(decided)
    ends = [
        deadline(packs, calendar, "user_management.term", day, settings=Settings(term_end=end)).due
        for end in ("same", "day_before")
    ]
    assert ends[0] is not None
    assert ends[1] is not None
    assert (ends[0].month, ends[0].year) == (day.month, day.year + 1)
    assert ends[0] - ends[1] == timedelta(days=1) or (day.month, day.day) == (2, 29)


def test_the_reason_can_be_defended(packs, calendar, english):
    found = deadline(packs, calendar, "user_management.decide", date(2026, 4, 24)).to_json()
    assert found["due"] == "2026-05-04"
    because = found["because"]
    assert because["anchor"] == "2026-04-24"
    assert "28/04/2026, 29/04/2026, 04/05/2026" in because["arithmetic"]
    assert "27/04/2026 (nghỉ bù Giỗ Tổ Hùng Vương)" in because["arithmetic"]
    assert "25/04/2026 (Saturday)" in because["arithmetic"]
    assert because["who"] == "chair of the commune People's Committee"
    assert because["certainty"] == "found"


def test_the_reason_is_said_in_vietnamese(packs, calendar):
    because = deadline(
        packs, calendar, "user_management.decide", datetime.fromisoformat("2026-11-21T10:05")
    ).because
    assert because.arithmetic == "21/11/2026 10:05 + 24 giờ, tính cả ban đêm và ngày nghỉ = 22/11/2026 10:05"
    assert "Trưởng Công an cấp xã" in because.text


def test_a_year_without_a_table_is_said(packs, calendar, english):
    beyond = deadline(packs, calendar, "subject.respond", date(2026, 12, 31)).because
    assert "no holiday table for 2027" in beyond.arithmetic
    within = deadline(packs, calendar, "subject.respond", date(2026, 12, 1)).because
    assert "no holiday table" not in within.arithmetic
    term = deadline(packs, calendar, "user_management.term", date(2026, 12, 1)).because
    assert "no holiday table" not in term.arithmetic


def test_an_unconfirmed_holiday_on_the_way_is_said(packs, calendar, english):
    because = deadline(packs, calendar, "subject.respond", date(2026, 11, 20)).because
    assert "24/11/2026" in because.calendar


def test_a_number_of_the_unit_or_of_the_program_is_marked(packs, calendar):
    own = Settings(amounts={"L120:assessment.register": 5})
    found = deadline(packs, calendar, "assessment.register", date(2026, 11, 2), settings=own)
    assert (found.due, found.because.certainty) == (date(2026, 11, 9), "setting")
    visit = deadline(packs, calendar, "user_management.visit", date(2026, 11, 2)).because
    assert visit.certainty == "default"
    assert "Mặc định của chương trình" in visit.text


def test_a_regime_chosen_before_its_day_says_so(packs, calendar, english):
    because = deadline(packs, calendar, "aftercare.term", date(2026, 6, 25), "L120", years=1).because
    assert "before L120 came into force on 01/07/2026" in because.arithmetic


def test_a_law_without_the_rule_answers_nothing(packs, calendar, english):
    text = resource("packs/L91.toml").read_text(encoding="utf-8")
    bare = text.replace('id = "L91"', 'id = "L500"').replace('"companion"', '"regime"')
    more = packs.plus(read_pack("L500.toml", bare.replace("2026-01-01", "2040-01-01")))
    found = deadline(more, calendar, "user_management.decide", datetime(2040, 1, 2, 8, 0, tzinfo=VIETNAM))
    assert found.due is None
    assert (found.because.regime, found.because.article) == ("L500", "")
    assert "has no such rule" in found.because.arithmetic


@pytest.mark.parametrize(
    ("rule", "anchor", "options", "code"),
    [
        ("user_management.decid", date(2026, 8, 1), {}, "E_RULE"),
        ("", date(2026, 8, 1), {}, "E_RULE"),
        ("user_management.decide", date(2026, 8, 1), {}, "E_TIME_NEEDED"),
        ("user_management.decide", date(2021, 12, 31), {}, "E_REGIME"),
        ("user_management.decide", date(2026, 5, 1), {"regime": "L74"}, "E_REGIME"),
        ("voluntary.term", date(2026, 5, 1), {}, "E_NUMBER_NEEDED"),
        ("voluntary.term", date(2026, 5, 1), {"months": 5}, "E_RANGE"),
        ("voluntary.term", date(2026, 5, 1), {"months": 13}, "E_RANGE"),
        ("voluntary.term", date(2026, 8, 1), {"months": 12}, "E_OPTION"),
        ("voluntary.term", date(2026, 8, 1), {"time": 0}, "E_RANGE"),
        ("compulsory.term", date(2026, 5, 1), {"months": 6}, "E_RANGE"),
        ("aftercare.term", date(2026, 8, 1), {"years": 3}, "E_RANGE"),
        ("user_management.term", date(2026, 8, 1), {"months": 6}, "E_OPTION"),
        ("user_management.term", date(9999, 8, 1), {}, "E_DATE"),
        ("user_management.decide", datetime(9999, 12, 31, 20, 0, tzinfo=VIETNAM), {}, "E_DATE"),
        ("subject.respond", date(9999, 12, 31), {}, "E_DATE"),
    ],
)
def test_refusals(packs, calendar, rule, anchor, options, code):
    with pytest.raises(Fault) as refused:
        deadline(packs, calendar, rule, anchor, **options)
    assert refused.value.code == code
    assert refused.value.sentence()


def test_an_unknown_rule_names_the_near_one(packs, calendar):
    with pytest.raises(Fault) as refused:
        deadline(packs, calendar, "user_managment.decide", date(2026, 8, 1))
    assert "user_management.decide" in str(refused.value.values["near"])


@pytest.mark.parametrize(
    "amounts", [{"L120:user_management.decide": 48}, {"L120:x": 1}, {"L120:aftercare.file": 0}]
)
def test_a_unit_cannot_replace_a_number_of_the_law(packs, amounts):
    with pytest.raises(Fault) as refused:
        check_settings(packs, Settings(amounts=amounts))
    assert refused.value.code == "E_SETTING"
    check_settings(packs, Settings(amounts={"L120:aftercare.file": 3}))


def test_the_json_is_plain(packs, calendar):
    found = deadline(packs, calendar, "breach.personal_data", datetime(2026, 11, 20, 10, 30, tzinfo=UTC))
    assert msgspec.json.decode(msgspec.json.encode(found.to_json())) == found.to_json()
    assert found.to_json()["due"] == "2026-11-23T17:30:00+07:00"


@pytest.mark.parametrize(
    ("birth", "group"),
    [
        ("2014-11-24", ("child", True)),
        ("2014-11-23", ("minor", True)),
        ("2008-11-24", ("minor", True)),
        ("2008-11-23", ("adult", True)),
        ("2008", ("minor", False)),
        ("1990", ("adult", True)),
        (None, ("unknown", False)),
    ],
)
def test_age_groups(packs, birth, group):
    day = date(2026, 11, 23)
    assert age_group(packs.at(day), birth, day) == group
    assert is_minor(packs.at(day), birth, day) == (group[0] == "minor")
