"""Shares, months, definitions, small numbers: what is shown of a number is what was counted."""

from __future__ import annotations

import random
from datetime import date

import pytest

from app.kinds.faults import Fault
from app.register.area import offenders_of
from app.register.counting.behind import records_behind
from app.register.counting.care import LEAST, hidden
from app.register.counting.count import Span, count, dates_of, table, weighed
from app.register.counting.definition import definition
from app.register.counting.dimensions import dimensions_of
from app.register.counting.measures import MEASURES
from app.register.counting.periods import PERIODS, beside, period_of
from app.register.counting.ratios import RATIOS, ratio_table, share
from app.register.counting.series import series
from app.register.counting.sheet import TREND, Ask, careful, chart_of, charts_of, sheet
from app.register.headcount import addict_headcount
from app.register.people import retract, save
from app.register.session import Session
from tests.register.test_counting import YEAR, fill, upset


def test_offenders_are_the_number_entered_or_else_the_parts(session: Session) -> None:
    save(session, "incident", "i1", {"sort": "case", "detected_on": "2026-05-02", "offenders": 3})
    save(session, "incident", "i2", {"sort": "case", "detected_on": "2026-05-03"})
    save(session, "incident", "i3", {"sort": "case", "detected_on": "2026-05-04", "offenders": 0})
    for n, part in enumerate(("dealer", "grower", "user", "witness")):
        save(session, "involvement", f"v{n}", {"incident": "i2", "name": f"Người {n}", "part": part})
    assert count(session, "offenders", YEAR) == 5
    listed = {one: n for _kind, one, n in weighed(session, "offenders", YEAR)}
    assert listed == {k: v for k, v in offenders_of(session, ["i1", "i2", "i3"]).items() if v}
    retract(session, "involvement", "v0", "nhầm người")
    assert count(session, "offenders", YEAR) == 4


def test_both_head_counts_stand_beside_each_other(session: Session) -> None:
    fill(session, 1)
    upset(session, 1)
    for day in (date(2026, 3, 1), date(2026, 11, 23)):
        found, span = addict_headcount(session, day), Span(YEAR.first, day)
        assert count(session, "headcount_old", span) == len(found.old)
        assert count(session, "headcount_new", span) == len(found.new)
        assert count(session, "headcount", span) == found.count
        listed = weighed(session, "headcount_old", span)
        assert sorted(one for _kind, one, _n in listed) == sorted(found.old)


def test_the_months_mark_where_the_meaning_changes(session: Session) -> None:
    fill(session, 2)
    found = series(session, "headcount", YEAR)
    assert found.break_on == date(2026, 7, 1) and "01/07/2026" in found.note
    assert series(session, "headcount_new", YEAR).break_on is None
    shown = sheet(session, Ask("headcount", YEAR, TREND))
    assert shown.break_at is not None and shown.lines[shown.break_at].label == "07/2026"
    assert chart_of(shown).break_at == shown.break_at and chart_of(shown).sort == "lines"
    visits = series(session, "visits", YEAR)
    assert sum(point.value or 0 for point in visits.points) == count(
        session, "visits", Span(YEAR.first, session.today())
    )
    assert visits.points[-1].value is None and visits.points[-1].span.first > session.today()
    for wrong in (Span(YEAR.last, YEAR.first), Span(date(1900, 1, 1), YEAR.last)):
        with pytest.raises(Fault, match="E_RANGE"):
            series(session, "visits", wrong)


@pytest.mark.parametrize(
    ("part", "whole", "tenths"),
    [(1, 3, 333), (2, 3, 667), (1, 2000, 1), (1, 2001, 0), (0, 5, 0), (5, 5, 1000)],
)
def test_a_share_is_rounded_in_whole_numbers(part: int, whole: int, tenths: int) -> None:
    assert share(part, whole) == tenths


def test_no_share_without_a_whole_and_both_numbers_beside_it(session: Session) -> None:
    assert share(0, 0) is None
    assert ratio_table(session, "share_positive", YEAR).per_mille() is None
    fill(session, 3)
    for name, ratio in RATIOS.items():
        found = ratio_table(session, name, YEAR, "sex")
        assert found.part.total == count(session, ratio.part, YEAR)
        assert found.whole.total == count(session, ratio.whole, YEAR)
        assert sum(found.whole.row_total(row) for row in found.rows) == found.whole.total
        shown = sheet(session, Ask(name, YEAR, "sex"))
        assert [line.values for line in shown.lines] == [
            (found.part.row_total(row), found.whole.row_total(row)) for row in found.rows
        ]


@pytest.mark.parametrize("seed", range(2))
def test_every_number_of_a_sheet_opens_its_records(session: Session, seed: int) -> None:
    fill(session, seed)
    upset(session, seed)
    rng = random.Random(seed)
    for name, measure in MEASURES.items():
        rows, columns = rng.sample(list(dimensions_of(measure)), 2)
        shown = sheet(session, Ask(name, YEAR, rows, columns))
        for line in shown.lines:
            for (key, _label), value in zip(shown.columns, line.values, strict=True):
                behind = records_behind(session, shown.ask, line.key, key)
                assert sum(one.weight for one in behind) == value
            assert sum(one.weight for one in records_behind(session, shown.ask, line.key, None)) == line.total
        assert sum(line.total or 0 for line in shown.lines) == shown.sums.total


def test_every_figure_says_what_it_means() -> None:
    for name in (*MEASURES, *RATIOS):
        one = definition(name)
        assert one.words.strip() and one.formula and one.clause and one.label and one.dates[0] == "event"
    assert dates_of(MEASURES["with_file"]) == ("event",)
    assert dates_of(MEASURES["files_sent"]) == ("event", "entry", "decision")


def test_periods_are_parts_of_the_reporting_year() -> None:
    day = date(2026, 11, 23)
    assert period_of("year", day) == Span(date(2025, 12, 15), date(2026, 12, 14))
    assert period_of("half", day) == Span(date(2026, 6, 15), date(2026, 12, 14))
    assert period_of("half", date(2026, 6, 14)) == Span(date(2025, 12, 15), date(2026, 6, 14))
    assert period_of("month", date(2026, 12, 15)).first == date(2026, 12, 15)
    for sort in PERIODS:
        span = period_of(sort, day)
        assert beside(sort, beside(sort, span, -1), 1) == span and span.first <= day <= span.last


@pytest.mark.parametrize("seed", range(3))
def test_no_small_number_can_be_found_by_subtraction(session: Session, seed: int) -> None:
    fill(session, seed, 16)
    rng = random.Random(seed)
    seen = 0
    for name in ("with_file", "tested", "users_managed", "tests"):
        rows, columns = rng.sample(list(dimensions_of(MEASURES[name])), 2)
        for down in (columns, ""):
            found = table(session, name, YEAR, rows, down)
            gone = hidden(found)
            seen += len(gone.keys)
            for row in found.rows:
                group = [(row, column) for column in found.columns] + ([(row, None)] if down else [])
                _told_apart(
                    gone.keys, group, [found.at(*c) if None not in c else found.row_total(row) for c in group]
                )
    assert seen


def _told_apart(gone: frozenset[tuple[str | None, str | None]], group: list, numbers: list[int]) -> None:
    assert not [key for key, n in zip(group, numbers, strict=True) if 0 < n < LEAST and key not in gone]
    others = [n for key, n in zip(group, numbers, strict=True) if key not in gone]
    if len(group) > 1:
        assert sum(key in gone for key in group) != 1 or not any(others)


def test_a_careful_sheet_shows_no_small_number(session: Session) -> None:
    fill(session, 4)
    for figure in ("with_file", "share_in_rehab", "visits"):
        for rows, columns in (("sex", "age"), ("age", ""), (TREND, ""), ("", "")):
            if figure == "share_in_rehab" and columns:
                continue
            shown = careful(session, sheet(session, Ask(figure, YEAR, rows, columns)))
            numbers = [n for line in (*shown.lines, shown.sums) for n in (*line.values, line.total)]
            assert not [n for n in numbers if n is not None and 0 < n < LEAST], (figure, rows)
    places = sheet(session, Ask("complex_points", YEAR, "hamlet"))
    assert careful(session, places) is places


def test_charts_suit_the_table(session: Session) -> None:
    fill(session, 5)
    two = sheet(session, Ask("with_file", YEAR, "sex", "age"))
    assert charts_of(two)[0] == "stacked" and len(chart_of(two).series) == len(two.columns)
    assert chart_of(two, "lines").sort == "stacked"
    assert chart_of(sheet(session, Ask("share_in_rehab", YEAR, "sex"))).unit == "%"
    assert sheet(session, Ask("campaigns", YEAR, "code")).is_empty
