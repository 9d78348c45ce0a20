from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.law.calendar import Calendar, add_hours, add_months, parse_holidays

_DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def _naive_is_working(rows, day):
    sorts = {row.sort for row in rows if row.date == day and row.certainty != "unconfirmed"}
    if sorts & {"holiday", "day_off_by_swap"}:
        return False
    return day.isoweekday() <= 5 or "working_day_by_swap" in sorts


@pytest.fixture(scope="module")
def rows():
    from app.words.resources import resource

    return parse_holidays(resource("data/holidays.csv").read_text(encoding="utf-8"), "holidays.csv")


@given(start=_DAYS, count=st.integers(1, 40))
def test_adding_working_days_is_the_day_by_day_count(rows, calendar, start, count):
    end = calendar.add_working_days(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    worked = [day for day in between if _naive_is_working(rows, day)]
    assert len(worked) == count
    assert worked[-1] == end


@given(day=_DAYS)
def test_next_working_day_is_worked_and_nothing_before_it_is(rows, calendar, day):
    found = calendar.next_working(day)
    assert _naive_is_working(rows, found)
    assert not any(_naive_is_working(rows, day + timedelta(days=n)) for n in range((found - day).days))


@given(start=st.dates(date(1950, 1, 1), date(2150, 1, 1)), months=st.integers(1, 60))
def test_months_keep_the_day_or_end_the_month(start, months):
    end, clamped = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert clamped == (end.day != start.day)
    assert not clamped or (end + timedelta(days=1)).day == 1


@given(
    start=st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-01-01")),
    hours=st.integers(1, 200),
)
def test_hours_are_elapsed_hours(start, hours):
    moment = start.replace(tzinfo=VIETNAM, microsecond=0)
    assert add_hours(moment, hours) - moment == timedelta(hours=hours)


def test_a_confirmed_holiday_counts_and_an_unconfirmed_one_does_not():
    day = date(2026, 11, 24)
    assert Calendar.shipped().is_working(day)
    assert not Calendar.shipped(frozenset([day])).is_working(day)


def test_years_outside_the_table_are_named(calendar):
    assert calendar.years_without_table(date(2024, 12, 1), date(2027, 1, 1)) == (2024, 2027)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("date,sort,name,certainty\n2026-01-01,holiday,x,sure\n2026-13-01,holiday,x,sure\n", 3),
        ("date,sort,name,certainty\n2026-01-01,feast,x,sure\n", 2),
        ("date,sort,name,certainty\n2026-01-01,holiday,x,sure\n2026-01-01,holiday,y,sure\n", 3),
        ("date,sort,name\n2026-01-01,holiday,x\n", 2),
        ("", 1),
    ],
)
def test_a_damaged_table_is_refused_at_its_line(text, line):
    with pytest.raises(Fault) as refused:
        parse_holidays(text, "days.csv")
    assert refused.value.code == "E_HOLIDAYS"
    assert refused.value.values == {"file": "days.csv", "line": line}
