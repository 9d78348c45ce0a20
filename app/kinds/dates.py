"""Days, moments and births as people type and read them: dd/MM/yyyy, Vietnam time.

A birth may be known to the day, the month or the year, or as “about 35 on 12/3/2026”; it is kept as text:
``1990-05-12``, ``1990-05``, ``1990``, ``~35@2026-03-12``. Nothing here reads a clock: the day something
is judged from is always handed in.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from app.kinds.faults import Fault
from app.words import N_, _, plural

#: Vietnam has one time zone and no summer time (Decision 134/2002/QĐ-TTg).
VIETNAM = timezone(timedelta(hours=7), "+07:00")

#: Nobody and nothing in the register is dated outside these years.
FIRST_YEAR, LAST_YEAR = 1900, 2199

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PARTED = re.compile(r"(\d{1,2})[/.\-\s]+(\d{1,2})[/.\-\s]+(\d{4}|\d{2})")
_WORDED = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm|,)?\s+(\d{4})")
_SOLID = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")

_MOMENT_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d.*", re.IGNORECASE)
_TIME = r"(\d{1,2})\s*(?::|h|g|giờ)\s*(\d{2})?(?::(\d{2}))?(?:\s*(?:phút|p))?"
_TIME_FIRST = re.compile(rf"(?:lúc\s+)?{_TIME}[,\s]+(?:ngày\s+)?(\S.*)")
_TIME_LAST = re.compile(rf"(.*?\S)[,\s]+(?:lúc\s+)?{_TIME}")

_NOT_READ = N_("“{typed}” is not a date. Type day, month and year, such as 05/03/2026.")
_NOT_REAL = N_("{typed} is not a real date. Correct the day or the month.")
_FAR = N_("The year {year} cannot be right. Type a year from {first} to {last}.")
_NO_TIME = N_("“{typed}” is not a time and a date. Type both, such as 10:05 05/03/2026.")

_BIRTH_STORED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_ABOUT_STORED = re.compile(r"~(\d{1,3})@(\d{4}-\d{2}-\d{2})", re.ASCII)
_YEAR = re.compile(r"(?:năm\s+)?(\d{4})")
_MONTH = re.compile(r"(?:tháng\s+)?(\d{1,2})(?:[/.\-\s]+|\s+năm\s+)(\d{4})")
_MONTH_SOLID = re.compile(r"(\d{2})((?:19|20)\d{2})")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_ABOUT = re.compile(
    r"(?:(?:~|khoảng|chừng|độ|about|around)\s*(\d{1,3})(?:\s*(?:tuổi|t|years old|years))?|(\d{1,3})\s*tuổi)"
    r"(?:\s*[,(]?\s*(?:@|vào ngày|tính đến ngày|tính đến|ngày|lúc|on|at)?\s*([\d/.\-]{6,10})\s*\)?)?"
)
_OLDEST = 130

_BIRTH_NOT_READ = N_("“{typed}” is not a birth date. Type 05/03/1991, 3/1991, 1991 or “about 35”.")
_BIRTH_NOT_REAL = N_(
    "Not saved: the birth date {typed} is not a real one. Correct the day or keep only the year {year}."
)
_FUTURE = N_("The birth date {typed} is after {today}. Correct the year.")
_NO_DAY = N_("An age needs the day it was true on. Type “about {age} on 12/03/2026”.")
_TOO_OLD = N_("Nobody is {age} years old. Correct the age.")


def day_parts(typed: str) -> tuple[int, int, str] | None:
    """Day, month and the year's digits (two or four) of a full date however typed, or None.

    Reads 5/3/91, 5-3-1991, 5.3.1991, 5 3 1991, 05031991, 050391, 1991-03-05 and
    “ngày 5 tháng 3 năm 1991”. The parts need not be a real date.
    """
    typed = typed.strip().lower().removeprefix("ngày ").lstrip()
    if found := _ISO.fullmatch(typed):
        return int(found[3]), int(found[2]), found[1]
    found = _PARTED.fullmatch(typed) or _WORDED.fullmatch(typed) or _SOLID.fullmatch(typed)
    return (int(found[1]), int(found[2]), found[3]) if found else None


def real_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def check_year(year: int) -> int:
    """The year; ``Fault`` E_DATE outside 1900 to 2199."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Fault("E_DATE", _FAR, year=year, first=FIRST_YEAR, last=LAST_YEAR)
    return year


def parse_date(typed: str, today: date | None = None) -> date:
    """The full date typed; ``Fault`` E_DATE when it is none or not a real one.

    A year of two digits is the one nearest to ``today``; without it 00–68 are 20xx and 69–99 are
    19xx (POSIX ``%y``).
    """
    parts = day_parts(typed)
    if parts is None:
        raise Fault("E_DATE", _NOT_READ, typed=typed.strip())
    day, month, digits = parts
    found = real_date(check_year(_near_year(digits, today)), month, day)
    if found is None:
        raise Fault("E_DATE", _NOT_REAL, typed=f"{day:02}/{month:02}/{digits}")
    return found


def _near_year(digits: str, today: date | None) -> int:
    if len(digits) > 2:
        return int(digits)
    if today is None:
        return int(digits) + (2000 if digits < "69" else 1900)
    return min((int(digits) + century for century in (1900, 2000, 2100)), key=lambda y: abs(y - today.year))


def show_date(day: date) -> str:
    """``05/03/2026``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def in_vietnam(moment: datetime) -> datetime:
    """The moment in Vietnam time, to the second; ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(VIETNAM).replace(microsecond=0)


def show_moment(moment: datetime) -> str:
    """``05/03/2026 10:05``, Vietnam time; ValueError when the moment has no time zone."""
    local = in_vietnam(moment)
    return f"{show_date(local)} {local.hour:02}:{local.minute:02}"


def store_moment(moment: datetime) -> str:
    """As it is kept: ``2026-03-05T10:05:00+07:00``; ValueError when the moment has no time zone."""
    return in_vietnam(moment).isoformat()


def parse_moment(typed: str, today: date | None = None) -> datetime:
    """The moment typed, in Vietnam time to the second; ``Fault`` E_MOMENT or E_DATE.

    Reads “10:05 5/3/2026”, “5/3/2026 10h05”, “10 giờ 05 ngày 5/3/2026” and ISO 8601 with or without
    offset; Vietnam time where none is given. Years of two digits as in ``parse_date``.
    """
    text = typed.strip()
    if _MOMENT_ISO.fullmatch(text):
        return _iso_moment(text)
    lower = text.lower()
    if found := _TIME_FIRST.fullmatch(lower):
        hour, minute, second, day = found.groups()
    elif found := _TIME_LAST.fullmatch(lower):
        day, hour, minute, second = found.groups()
    else:
        raise Fault("E_MOMENT", _NO_TIME, typed=text)
    try:
        clock = time(int(hour), int(minute or 0), int(second or 0))
    except ValueError:
        raise Fault("E_MOMENT", _NO_TIME, typed=text) from None
    return datetime.combine(parse_date(day, today), clock, VIETNAM)


def _iso_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        check_year(moment.year)
        return in_vietnam(moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM))
    except (ValueError, OverflowError):
        raise Fault("E_MOMENT", _NO_TIME, typed=text) from None


def days_phrase(due: date, today: date) -> str:
    """How far a due day is: “Còn 5 ngày”, “Quá hạn 3 ngày”, “Hôm nay”, in the language in use."""
    left = (due - today).days
    if left == 0:
        return _("Due today")
    if left > 0:
        return plural("{n} day left", "{n} days left", left)
    return plural("{n} day overdue", "{n} days overdue", -left)


def parse_birth(typed: str, today: date | None = None) -> str:
    """The birth as it is kept, from what was typed; ``Fault`` E_BIRTH (E_DATE for a year out of bounds).

    Reads all full dates of ``parse_date``, 3/1991, 031991, 1991, “khoảng 35 tuổi” (true on ``today``),
    “khoảng 35 ngày 12/3/2026” and the kept forms. A year of two digits is the last one not after
    ``today``; without it 00–29 are 20xx, 30–99 are 19xx. A birth after ``today`` is refused.
    """
    text = typed.strip().lower()
    if found := _ABOUT.fullmatch(text):
        return _about(int(found[1] or found[2]), found[3], today)
    stored = _partial(text) or _full(text, today)
    if stored is None:
        raise Fault("E_BIRTH", _BIRTH_NOT_READ, typed=typed.strip())
    if today is not None and birth_range(stored)[0] > today:
        raise Fault("E_BIRTH", _FUTURE, typed=show_birth(stored), today=show_date(today))
    return stored


def _about(age: int, typed_day: str | None, today: date | None) -> str:
    day = parse_date(typed_day, today) if typed_day else today
    if day is None:
        raise Fault("E_BIRTH", _NO_DAY, age=age)
    if age > _OLDEST:
        raise Fault("E_BIRTH", _TOO_OLD, age=age)
    check_year(day.year - age - 1)
    return f"~{age}@{day.isoformat()}"


def _partial(text: str) -> str | None:
    if found := _YEAR.fullmatch(text):
        return f"{check_year(int(found[1])):04}"
    if found := _YEAR_MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _MONTH.fullmatch(text) or _month_solid(text):
        year, month = int(found[2]), int(found[1])
    else:
        return None
    if not 1 <= month <= 12:
        raise Fault("E_BIRTH", _BIRTH_NOT_REAL, typed=f"{month:02}/{year}", year=year)
    return f"{check_year(year):04}-{month:02}"


def _month_solid(text: str) -> re.Match[str] | None:
    """031991 is March 1991; 190391 stays a full date (no month is 19 or 20, so one reading is left)."""
    return _MONTH_SOLID.fullmatch(text)


def _full(text: str, today: date | None) -> str | None:
    parts = day_parts(text)
    if parts is None:
        return None
    day, month, digits = parts
    year = check_year(int(digits) if len(digits) == 4 else _past_year(int(digits), month, day, today))
    found = real_date(year, month, day)
    if found is None:
        raise Fault("E_BIRTH", _BIRTH_NOT_REAL, typed=f"{day:02}/{month:02}/{year}", year=year)
    return found.isoformat()


def _past_year(digits: int, month: int, day: int, today: date | None) -> int:
    if today is None:
        return digits + (2000 if digits < 30 else 1900)
    year = digits + today.year // 100 * 100
    return year - 100 if (year, month, day) > (today.year, today.month, today.day) else year


@lru_cache(maxsize=65_536)
def birth_range(stored: str) -> tuple[date, date]:
    """First and last day the person can have been born on; ``Fault`` E_BIRTH when it is no kept form.

    “About 35” is taken as 35 completed years on that day, no wider: how far an estimate may be off is
    for the reader of the estimate to judge.
    """
    if found := _BIRTH_STORED.fullmatch(stored):
        year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
        first, last = _ends(year, month, day)
    elif (found := _ABOUT_STORED.fullmatch(stored)) and (on := _iso(found[2])):
        age = int(found[1])
        if age > _OLDEST or on.year - age - 1 < 1:
            raise Fault("E_BIRTH", _TOO_OLD, age=age)
        first, last = _latest(on, age + 1) + timedelta(days=1), _latest(on, age)
    else:
        first = last = None
    if first is None or last is None:
        raise Fault("E_BIRTH", _BIRTH_NOT_READ, typed=stored)
    return first, last


def _ends(year: int, month: int, day: int) -> tuple[date | None, date | None]:
    if day:
        return (real_date(year, month, day),) * 2
    last_month = month or 12
    if not 1 <= year <= 9999 or not 1 <= last_month <= 12:
        return None, None
    return date(year, month or 1, 1), date(year, last_month, monthrange(year, last_month)[1])


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _latest(on: date, age: int) -> date:
    """The last birthday with which somebody has completed ``age`` years on a day."""
    return real_date(on.year - age, on.month, on.day) or date(on.year - age, 2, 28)


def full_years(born: date, day: date) -> int:
    """Years completed on a day. Someone born on 29 February completes a year on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_range(stored: str, day: date) -> tuple[int, int] | None:
    """Lowest and highest age the person can have on a day; None when they cannot be born yet."""
    first, last = birth_range(stored)
    if first > day:
        return None
    return max(full_years(last, day), 0), full_years(first, day)


def age_on(stored: str, day: date) -> int | None:
    """Age on a day; None before birth. Where the birth is not known to the day: the lowest possible age.

    The last possible day counts as the birthday, as the Criminal Procedure Code (2015, art. 417) has it
    for someone who may be a minor: last day of the month, last day of the year.
    """
    ages = age_range(stored, day)
    return ages[0] if ages else None


def birth_year(stored: str) -> int:
    """The year to show and to compare; for an estimate the year of the day less the age."""
    found = _ABOUT_STORED.fullmatch(stored)
    return int(found[2][:4]) - int(found[1]) if found else birth_range(stored)[0].year


def birth_key(stored: str) -> str:
    """Key that sorts births from the oldest; ASCII."""
    first, last = birth_range(stored)
    return f"{first.isoformat()}/{last.isoformat()}"


def show_birth(stored: str) -> str:
    """As it is read: 12/05/1990, 05/1990, 1990, “khoảng 35 tuổi (ngày 12/03/2026)”."""
    if found := _ABOUT_STORED.fullmatch(stored):
        return _("about {age} (on {day})", age=found[1], day="/".join(reversed(found[2].split("-"))))
    return "/".join(reversed(stored.split("-")))


def show_age(stored: str, day: date) -> str:
    """Age on a day as it stands beside a birth: “36 tuổi”, “35–36 tuổi”, “” before birth."""
    ages = age_range(stored, day)
    if ages is None:
        return ""
    low, high = ages
    age = str(low) if low == high else f"{low}–{high}"
    return _("{age} years", age=age)
