"""Values as official papers say them: Vietnamese whatever the language of the screen (Decree 30/2020)."""

from __future__ import annotations

from datetime import date, datetime

from app.kinds.codes import CodeList
from app.kinds.dates import VIETNAM, birth_year, show_date
from app.kinds.people import Address
from app.kinds.units_catalogue import full_name
from app.words import vietnamese


def coded(codes: CodeList, code: str | None) -> str:
    """The Vietnamese label of a code; empty for none."""
    return vietnamese(codes.label(code)) if code else ""


def slashed(when: date | datetime | None) -> str:
    """ "05/02/2026", the day in Vietnam; empty for none."""
    return show_date(day_of(when)) if when is not None else ""


def worded(when: date | datetime | None) -> str:
    """ "ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 are padded (Decree 30/2020)."""
    if when is None:
        return ""
    day = day_of(when)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def clocked(when: datetime | None) -> str:
    """ "09 giờ 05 phút ngày 05/02/2026"."""
    if when is None:
        return ""
    local = when.astimezone(VIETNAM)
    return f"{local.hour:02d} giờ {local.minute:02d} phút {worded(local)}"


def day_of(when: date | datetime) -> date:
    """The day in Vietnam."""
    return when.astimezone(VIETNAM).date() if isinstance(when, datetime) else when


def born(stored: str | None) -> str:
    """A birth as papers write it: "12/05/1990", "05/1990", "1990", an estimate as "khoảng năm 1990"."""
    if not stored:
        return ""
    if stored.startswith("~"):
        return f"khoảng năm {birth_year(stored)}"
    return "/".join(reversed(stored.split("-")))


def money(amount: int | None) -> str:
    """ "1.490.000 đồng"; empty for none."""
    return f"{amount:,} đồng".replace(",", ".") if amount is not None else ""


def addressed(address: Address | None, on: date) -> str:
    """An address as written, with hamlet and commune where the text does not have them; unit names of the day."""
    if address is None:
        return ""
    parts = [address.text or ""]
    if address.hamlet and address.hamlet not in parts[0]:
        parts.append(address.hamlet)
    if address.unit:
        unit = full_name(address.unit, on)
        unit = unit if unit != address.unit else full_name(address.unit)
        if unit.split(",")[0] not in parts[0]:
            parts.append(unit)
    return ", ".join(part for part in parts if part)


def lowered(text: str) -> str:
    """The text as it goes on within a sentence: its first letter small, unless a name or sign begins it."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
