"""Numbers, shares, sizes, lengths of time and dates written out, in the language in use.

Vietnamese: 1.234.567,89 and 12,5%; English: 1,234,567.89 and 12.5%. Everything is worked out with whole
numbers, so that two machines print the same figure.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from app.words.catalogue import N_, _, language, plural

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_SIZES = ("KB", "MB", "GB", "TB")
_TYPED = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?:[.,]\d+)?", re.ASCII
)
_NO_SHARE = "–"


def number(value: int | Decimal) -> str:
    """1.234.567,89 or 1,234,567.89; a Decimal shows the places it has."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.translate({44: ".", 46: ","}) if language() == "vi" else text


def scaled(value: int, places: int) -> str:
    """A whole number of 10^-places: ``scaled(12345, 2)`` is 123,45."""
    return number(Decimal(value).scaleb(-places))


def percent(part: int, whole: int, places: int = 1) -> str:
    """The share as 12,5%, halves rounded up; “–” when there is nothing to share (``whole`` 0).

    Zeros at the end of the decimals are left out: 50%, not 50,0%.
    """
    if whole == 0:
        return _NO_SHARE
    scale = 10**places
    sign = -1 if (part < 0) != (whole < 0) else 1
    rounded = sign * ((200 * scale * abs(part) + abs(whole)) // (2 * abs(whole)))
    while places and rounded % 10 == 0:
        rounded, places = rounded // 10, places - 1
    return scaled(rounded, places) + "%"


def parse_number(typed: str) -> Decimal:
    """The number typed in either form; ValueError when it is none or can be read in two ways.

    One kind of mark alone before three digits groups thousands when it is the one of the language in
    use: “1.234” is 1234 in Vietnamese and 1.234 in English.
    """
    text = typed.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if not _TYPED.fullmatch(text):
        raise ValueError(typed)
    text = text.replace(" ", "")
    comma, dot = text.rfind(","), text.rfind(".")
    group, point = (".", ",") if comma > dot else (",", ".")
    marks = {mark: text.count(mark) for mark in ".,"}
    if marks[group] == 0 and marks[point]:
        own_group = "." if language() == "vi" else ","
        whole_groups = len(text) - text.rfind(point) == 4
        if marks[point] > 1 or (point == own_group and whole_groups):
            group, point = point, group
    return Decimal(text.replace(group, "").replace(point, "."))


def file_size(size: int) -> str:
    """Bytes as people say them: 812 byte, 12 KB, 1,4 MB; units of 1024, one decimal below 10."""
    if size < 1024:
        return plural("{n} byte", "{n} bytes", size)
    step = 0
    while size >= 1024 ** (step + 2) * 9995 // 10_000 and step < len(_SIZES) - 1:
        step += 1
    unit = 1024 ** (step + 1)
    tenths = (size * 20 + unit) // (2 * unit)
    shown = scaled(tenths, 1) if tenths < 100 and tenths % 10 else number((tenths + 5) // 10)
    return f"{shown} {_SIZES[step]}"


def duration(seconds: int) -> str:
    """A length of time by its two largest parts: 45 giây, 2 phút 05 giây, 3 giờ 10 phút, 2 ngày 4 giờ."""
    minutes, second = divmod(max(seconds, 0), 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return _("{a} d {b} h", a=days, b=hour) if hour else plural("{n} day", "{n} days", days)
    if hours:
        return _("{a} h {b} min", a=hour, b=f"{minute:02}") if minute else _("{a} h", a=hour)
    if minutes:
        return _("{a} min {b} s", a=minute, b=f"{second:02}") if second else _("{a} min", a=minute)
    return _("{a} s", a=second)


def long_date(day: date) -> str:
    """“ngày 05 tháng 02 năm 2026”; “5 February 2026”.

    Days under 10 and months 1 and 2 get a zero in front (Decree 30/2020/NĐ-CP, annex I, II.4b), so that
    nothing can be written before them.
    """
    if language() == "vi":
        return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month < 3 else str(day.month)


def month_and_year(day: date) -> str:
    """“tháng 02 năm 2026”, “tháng 10 năm 2026”; “February 2026”."""
    if language() == "vi":
        return f"tháng {_month(day)} năm {day.year}"
    return f"{_MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """“Thứ Hai” … “Chủ Nhật”; “Monday” … “Sunday”."""
    return _(_WEEKDAYS[day.weekday()])
