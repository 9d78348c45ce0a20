import random
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.dates import (
    VIETNAM,
    age_on,
    age_range,
    birth_key,
    birth_range,
    birth_year,
    days_phrase,
    full_years,
    parse_birth,
    parse_date,
    parse_moment,
    show_age,
    show_birth,
    show_date,
    show_moment,
    store_moment,
)
from app.kinds.faults import Fault
from app.words import set_language

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "typed",
    ["5/3/1991", "05031991", "5-3-1991", "5.3.1991", "5 3 1991", "1991-03-05", "5/3/91", "050391", "ngày 5/3/1991",
     "ngày 5 tháng 3 năm 1991", " 05/03/1991 "],
)  # fmt: skip
def test_a_date_however_it_is_typed(typed):
    assert parse_date(typed) == date(1991, 3, 5)
    assert parse_birth(typed, TODAY) == "1991-03-05"


@given(DAYS)
def test_a_shown_date_reads_back(day):
    assert parse_date(show_date(day)) == day
    assert parse_date(f"{day.day:02}{day.month:02}{day.year}") == day
    assert parse_date(day.isoformat()) == day
    assert parse_birth(show_date(day)) == day.isoformat()


@pytest.mark.parametrize(
    ("digits", "year"), [("24", 2024), ("30", 2030), ("75", 2075), ("77", 1977), ("99", 1999)]
)
def test_two_digits_of_a_day_are_the_nearest_year(digits, year):
    assert parse_date(f"1/2/{digits}", TODAY) == date(year, 2, 1)


@pytest.mark.parametrize(
    ("typed", "year"), [("22/11/26", 2026), ("24/11/26", 1926), ("1/1/27", 1927), ("1/1/05", 2005)]
)
def test_two_digits_of_a_birth_are_in_the_past(typed, year):
    assert parse_birth(typed, TODAY)[:4] == str(year)


def test_two_digits_without_a_day_to_judge_from():
    assert parse_birth("1/1/29") == "2029-01-01"
    assert parse_birth("1/1/30") == "1930-01-01"
    assert parse_date("1/1/68") == date(2068, 1, 1)


@pytest.mark.parametrize("typed", ["", "1991", "3/1991", "abc", "5/3", "1/2/3/4", "5/3/199"])
def test_what_is_no_full_date(typed):
    with pytest.raises(Fault) as told:
        parse_date(typed)
    assert told.value.code == "E_DATE"


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "29/2/2025", "0/1/2026", "1/13/2026", "5/3/1899", "5/3/2200"]
)
def test_dates_that_do_not_exist(typed):
    with pytest.raises(Fault) as told:
        parse_date(typed)
    assert told.value.code == "E_DATE"


def test_an_impossible_birth_is_told_with_the_way_out():
    with pytest.raises(Fault) as told:
        parse_birth("31/02/1991", TODAY)
    assert told.value.code == "E_BIRTH"
    assert (
        told.value.sentence()
        == "Chưa lưu được: ngày sinh 31/02/1991 không có thật. Sửa ngày hoặc để chỉ năm 1991."
    )


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("3/1991", "1991-03", "03/1991"),
        ("031991", "1991-03", "03/1991"),
        ("tháng 3 năm 1991", "1991-03", "03/1991"),
        ("1991-03", "1991-03", "03/1991"),
        ("1991", "1991", "1991"),
        ("năm 1991", "1991", "1991"),
        ("khoảng 35", "~35@2026-11-23", "khoảng 35 tuổi (ngày 23/11/2026)"),
        ("~35", "~35@2026-11-23", "khoảng 35 tuổi (ngày 23/11/2026)"),
        ("35 tuổi", "~35@2026-11-23", "khoảng 35 tuổi (ngày 23/11/2026)"),
        ("khoảng 35 tuổi ngày 12/3/2026", "~35@2026-03-12", "khoảng 35 tuổi (ngày 12/03/2026)"),
        ("about 35 on 12/3/2026", "~35@2026-03-12", "khoảng 35 tuổi (ngày 12/03/2026)"),
    ],
)
def test_births_that_are_not_known_to_the_day(typed, kept, shown):
    assert parse_birth(typed, TODAY) == kept
    assert show_birth(kept) == shown
    assert parse_birth(kept, TODAY) == kept
    assert parse_birth(shown, TODAY) == kept


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_shown_birth_reads_back_in_both_languages(language):
    set_language(language)
    for kept in ("1991-03-05", "1991-03", "1991", "~35@2026-03-12"):
        assert parse_birth(show_birth(kept), TODAY) == kept


@pytest.mark.parametrize(
    "typed", ["", "x", "13/1991", "0/1991", "24/11/2026", "2027", "200", "~200", "30 tháng"]
)
def test_births_that_are_refused(typed):
    with pytest.raises(Fault) as told:
        parse_birth(typed, TODAY)
    assert told.value.code == "E_BIRTH"


def test_an_age_without_its_day_is_refused():
    with pytest.raises(Fault, match="khoảng 35 tuổi ngày"):
        parse_birth("khoảng 35")


@pytest.mark.parametrize(
    "kept", ["", "91", "1991-13", "1991-02-31", "~35", "~35@2026-02-30", "~200@2026-01-01", "0000"]
)
def test_a_range_needs_a_kept_form(kept):
    with pytest.raises(Fault):
        birth_range(kept)


def test_ranges():
    assert birth_range("1991") == (date(1991, 1, 1), date(1991, 12, 31))
    assert birth_range("1992-02") == (date(1992, 2, 1), date(1992, 2, 29))
    assert birth_range("1991-03-05") == (date(1991, 3, 5),) * 2
    assert birth_range("~35@2026-03-12") == (date(1990, 3, 13), date(1991, 3, 12))


@given(DAYS, st.integers(0, 90))
def test_the_range_of_an_age_is_exactly_who_is_that_old(day, age):
    first, last = birth_range(f"~{age}@{day.isoformat()}")
    one = timedelta(days=1)
    assert full_years(first, day) == full_years(last, day) == age
    assert full_years(first - one, day) == age + 1
    assert last == day if age == 0 else full_years(last + one, day) == age - 1


def test_someone_born_on_29_february_has_a_birthday_every_year():
    assert age_on("2004-02-29", date(2022, 2, 28)) == 17
    assert age_on("2004-02-29", date(2022, 3, 1)) == 18
    assert age_on("2004-02-29", date(2024, 2, 29)) == 20


def test_ages_of_births_not_known_to_the_day():
    assert age_range("1991", date(2026, 6, 1)) == (34, 35)
    assert age_on("1991", date(2026, 6, 1)) == 34
    assert show_age("1991", date(2026, 6, 1)) == "34–35 tuổi"
    assert show_age("1991-03-05", date(2026, 6, 1)) == "35 tuổi"
    assert age_on("2008", date(2026, 12, 30)) == 17
    assert age_on("2008", date(2026, 12, 31)) == 18
    assert age_on("1991-03-05", date(1991, 3, 4)) is None
    assert show_age("1991", date(1990, 1, 1)) == ""
    assert age_on("1991", date(1991, 6, 1)) == 0
    assert birth_year("~35@2026-03-12") == 1991
    assert birth_year("1991-03-05") == 1991


def test_births_sort_from_the_oldest():
    ordered = ["~36@2026-03-12", "1989-12-31", "1990", "1990-03-05", "1990-07", "1991-01-01"]
    assert sorted(random.Random(1).sample(ordered, len(ordered)), key=birth_key) == ordered


@pytest.mark.parametrize(
    "typed",
    ["10:05 5/3/2026", "5/3/2026 10:05", "10h05 5/3/26", "10 giờ 05 phút ngày 5/3/2026", "ngày 5/3/2026 lúc 10h05",
     "2026-03-05T10:05", "2026-03-05 10:05:00+07:00", "2026-03-05T03:05:00Z", "2026-03-05T03:05:00.400+00:00"],
)  # fmt: skip
def test_a_moment_however_it_is_typed(typed):
    moment = parse_moment(typed, TODAY)
    assert store_moment(moment) == "2026-03-05T10:05:00+07:00"
    assert show_moment(moment) == "05/03/2026 10:05"


@pytest.mark.parametrize(
    "typed", ["", "5/3/2026", "25:00 5/3/2026", "10:60 5/3/2026", "2026-03-05T10:75", "10:05"]
)
def test_what_is_no_moment(typed):
    with pytest.raises(Fault) as told:
        parse_moment(typed)
    assert told.value.code == "E_MOMENT"


def test_a_moment_on_an_impossible_day():
    with pytest.raises(Fault) as told:
        parse_moment("10:05 31/02/2026")
    assert told.value.code == "E_DATE"


@given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 30)), st.integers(-12, 14))  # noqa: DTZ001
def test_moments_of_all_zones_come_to_vietnam_time(moment, hours):
    there = moment.replace(tzinfo=timezone(timedelta(hours=hours)), microsecond=0)
    assert parse_moment(there.isoformat()) == there
    assert parse_moment(store_moment(there)).utcoffset() == timedelta(hours=7)
    assert parse_moment(show_moment(there)) == there.replace(second=0)


def test_a_moment_without_a_zone_is_a_defect():
    with pytest.raises(ValueError, match="time zone"):
        show_moment(datetime(2026, 3, 5, 10, 5))  # noqa: DTZ001 - that is what is refused
    assert show_moment(datetime(2026, 3, 5, 20, 0, tzinfo=UTC)) == "06/03/2026 03:00"
    assert VIETNAM.utcoffset(None) == timedelta(hours=7)


def test_how_far_a_due_day_is():
    assert days_phrase(date(2026, 11, 28), TODAY) == "Còn 5 ngày"
    assert days_phrase(date(2026, 11, 20), TODAY) == "Quá hạn 3 ngày"
    assert days_phrase(TODAY, TODAY) == "Hôm nay"
    set_language("en")
    assert days_phrase(date(2026, 11, 24), TODAY) == "1 day left"
    assert days_phrase(date(2026, 11, 20), TODAY) == "3 days overdue"
