from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words import set_language
from app.words.forms import (
    duration,
    file_size,
    long_date,
    month_and_year,
    number,
    parse_number,
    percent,
    scaled,
    weekday,
)


def test_numbers_in_both_languages():
    assert number(1234567) == "1.234.567"
    assert number(Decimal("1234567.89")) == "1.234.567,89"
    assert scaled(-5, 2) == "-0,05"
    set_language("en")
    assert number(Decimal("1234567.89")) == "1,234,567.89"


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["vi", "en"]))
def test_a_number_written_reads_back(value, language):
    set_language(language)
    assert parse_number(number(value)) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.234.567,89", "1234567.89"), ("1,234,567.89", "1234567.89"), ("1.234", "1234"), ("1,234", "1.234"),
     ("0,05", "0.05"), ("12.5", "12.5"), ("1 234", "1234"), ("-3", "-3")],
)  # fmt: skip
def test_numbers_typed_in_either_form(typed, value):
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "1,23,4", "abc", "1..2", "1.2.3", "12,", "٣"])
def test_what_is_no_number(typed):
    with pytest.raises(ValueError, match=r".*"):
        parse_number(typed)


@pytest.mark.parametrize(
    ("part", "whole", "places", "text"),
    [(1, 8, 1, "12,5%"), (2, 3, 1, "66,7%"), (1, 2, 1, "50%"), (5, 10000, 2, "0,05%"), (-1, 3, 1, "-33,3%"),
     (0, 5, 1, "0%"), (7, 3, 0, "233%"), (1, 0, 1, "–"), (1, 200, 0, "1%")],
)  # fmt: skip
def test_shares(part, whole, places, text):
    assert percent(part, whole, places) == text


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_a_share_is_right_to_half_of_its_last_place(part, whole, places):
    set_language("en")
    shown = Fraction(percent(part, whole, places).rstrip("%").replace(",", ""))
    assert abs(shown - Fraction(100 * part, whole)) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 byte"), (812, "812 byte"), (1024, "1 KB"), (1_468_006, "1,4 MB"), (12 * 1024**2, "12 MB"),
     (1024**2 - 1, "1 MB"), (40 * 1024**3, "40 GB"), (3000 * 1024**4, "3.000 TB")],
)  # fmt: skip
def test_sizes(size, text):
    assert file_size(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 giây"), (45, "45 giây"), (125, "2 phút 05 giây"), (3600, "1 giờ"), (11_400, "3 giờ 10 phút"),
     (86_400, "1 ngày"), (187_200, "2 ngày 4 giờ")],
)  # fmt: skip
def test_lengths_of_time(seconds, text):
    assert duration(seconds) == text


def test_dates_written_out_as_decree_30_asks():
    assert long_date(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert long_date(date(2026, 3, 10)) == "ngày 10 tháng 3 năm 2026"
    assert month_and_year(date(2026, 1, 5)) == "tháng 01 năm 2026"
    assert weekday(date(2026, 11, 23)) == "Thứ Hai"
    set_language("en")
    assert long_date(date(2026, 2, 5)) == "5 February 2026"
    assert month_and_year(date(2026, 2, 5)) == "February 2026"
