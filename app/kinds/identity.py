"""Identity papers: numbers checked, masked and put in one form; the QR text of the identity card read.

A personal identification number has 12 digits: three for where the birth was registered, one for century
and sex, two for the year of birth, six by chance; there is no check digit (Circular 59/2021/TT-BCA art. 4).
Old mistakes and corrected births exist on real cards, so a check warns and never blocks.

QR text: ``number|old number or empty|name|ddMMyyyy|Nam or Nữ|place of residence|ddMMyyyy of issue``; cards
issued since 1 July 2024 (Circular 16/2024/TT-BCA) add fields, some with relatives' names, which are
dropped. Scanners leave out the old number, write dates with strokes or break letters, so fields that are
not at their place are found by their shape. The text itself is not kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.kinds.dates import birth_range, day_parts, full_years, real_date, show_date
from app.kinds.faults import Fault
from app.kinds.provinces import BIRTH_CODES, MADE_UP_CODE
from app.kinds.telex import is_syllable
from app.kinds.text import clean, fold
from app.words import N_, _

_NOT_A_CHARACTER_OF_IT = re.compile(r"[^0-9A-Za-z]+")
#: Digits of a number by sort of paper. A "cmnd" of 12 digits was issued from 2012 to 2015.
_LENGTHS: Final = {"cccd": (12,), "cmnd": (9, 12), "certificate": (12,)}

_LENGTH_12 = N_("The number should have 12 digits; this one has {n}.")
_LENGTH_9 = N_("An old identity card number should have 9 digits (12 from 2012 to 2015); this one has {n}.")
_LETTERS = N_("The number should be digits only.")
_PASSPORT = N_("A passport number is usually one or two letters and six to eight digits.")
_CODE = N_(
    "{code} is not the code of a province where births are registered; perhaps born abroad. Look again."
)
_SEX = N_("The 4th digit says {said}, the record says {recorded}. Look again.")
_CENTURY = N_("The 4th digit says born in {first}–{last}, the birth entered is {year}. Look again.")
_YEAR = N_("Digits 5 and 6 say born in {said}, the birth entered is {year}. Look again.")
_FUTURE = N_("The 4th digit says born in {first}–{last}. Look again.")
_SEXES = {"male": N_("male"), "female": N_("female")}
#: Centuries from 2100 on exist in the rule and in nobody's number yet.
_LAST_CENTURY = 2000

_FIELDS = 7
#: A QR code holds no more bytes than this (ISO/IEC 18004, version 40).
_LONGEST = 2953
_START = re.compile(r"^(?:\ufeff|\s|\x00|\][A-Za-z]\d)+")
_NUMBER = re.compile(r"\d{12}", re.ASCII)
_OLD = re.compile(r"\d{9}", re.ASCII)
_DATE = re.compile(r"\d{8}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", re.ASCII)
_HEX = re.compile(r"(?:[0-9a-f]{2}){6,}", re.IGNORECASE | re.ASCII)
_INSURANCE_NUMBER = re.compile(r"[A-Z]{2}\d{13}|\d{10}", re.ASCII)
_BROKEN = re.compile("[\ufffd?\\x00-\\x1f\\x80-\\x9f]")

#: Since this day a child under 14 may have a card (Law on Identity 26/2023/QH15 art. 19 and 46).
_CHILDREN_SINCE = date(2024, 7, 1)
_CARD_AGE = 14

_NOT_A_CARD = N_(
    "This is not the code of an identity card. Scan the QR code of the card, or type the number by hand."
)
_INSURANCE = N_(
    "This is the code of a health insurance card. Scan the identity card, or type the number by hand."
)
_ODD_NAME = N_(
    "The name may have been read wrongly: {name}. Compare it with the card; "
    "set the scanner to Unicode and the input method to English."
)
_BAD_BIRTH = N_("The birth date on the code is not a real one. Type it as the card shows it.")
_NO_SEX = N_("The sex was not read. Choose it as the card shows it.")
_BAD_ISSUE = N_("The day of issue on the code is not a real one. Type it as the card shows it.")
_ISSUED_EARLY = N_("The card was issued on {issued}, before the age of 14. Compare the dates with the card.")


def normal_number(number: str) -> str:
    """The number as it is compared: digits and capital letters only."""
    if number.isdigit() and number.isascii():
        return number
    return _NOT_A_CHARACTER_OF_IT.sub("", number).upper()


def mask(number: str) -> str:
    """The number as lists show it: ``079•••••345``; fewer than twelve signs show only the last three.

    The dots do not tell how many signs they hide.
    """
    normal = normal_number(number)
    if len(normal) >= 12:
        return f"{normal[:3]}•••••{normal[-3:]}"
    return f"•••••{normal[-3:]}" if len(normal) >= 8 else "•••••"


def province_of(number: str) -> str:
    """The province where the birth was registered, by its name before 1 July 2025; "" when not known."""
    normal = normal_number(number)
    return BIRTH_CODES.get(normal[:3], "") if len(normal) == 12 else ""


def is_made_up(number: str) -> bool:
    """Whether a number is one of the invented ones of training and demonstration."""
    normal = normal_number(number)
    return len(normal) == 12 and normal.startswith(MADE_UP_CODE)


def lost_zeros(sort: str, number: str) -> str:
    """The number with the zeros a spreadsheet cut off in front, or "" when it did not happen.

    Only a proposal: every province code begins with 0, so 10 or 11 digits that then begin with a known
    code, and 7 or 8 digits of an old identity card, are taken for cut.
    """
    normal = normal_number(number)
    if not normal.isdigit():
        return ""
    if sort == "cmnd" and len(normal) in (7, 8):
        return normal.zfill(9)
    full = normal.zfill(12)
    return full if len(normal) in (10, 11) and _known(full[:3]) else ""


def check_number(sort: str, number: str, sex: str | None = None, birth: str | None = None) -> list[str]:
    """What looks wrong in a number, as sentences in the language in use; empty when nothing does.

    ``sort``: a code of the list "paper"; ``sex``: "male", "female" or None; ``birth``: a kept birth or None.
    """
    normal = normal_number(number)
    if not normal or sort in ("other", "none"):
        return []
    if sort == "passport":
        return [] if re.fullmatch(r"[A-Z]{1,2}\d{6,8}", normal) else [_(_PASSPORT)]
    if not normal.isdigit():
        return [_(_LETTERS)]
    if len(normal) not in _LENGTHS.get(sort, (len(normal),)):
        return [_(_LENGTH_9 if sort == "cmnd" else _LENGTH_12, n=len(normal))]
    return _check_parts(normal, sex, birth) if len(normal) == 12 else []


def _check_parts(number: str, sex: str | None, birth: str | None) -> list[str]:
    warnings = [] if _known(number[:3]) else [_(_CODE, code=number[:3])]
    sign = int(number[3])
    said = "female" if sign % 2 else "male"
    if sex in _SEXES and sex != said:
        warnings.append(_(_SEX, said=_(_SEXES[said]), recorded=_(_SEXES[sex])))
    century = 1900 + sign // 2 * 100
    if birth:
        warnings += _check_birth(century, int(number[4:6]), birth)
    elif century > _LAST_CENTURY:
        warnings.append(_(_FUTURE, first=century, last=century + 99))
    return warnings


def _check_birth(century: int, year: int, birth: str) -> list[str]:
    first, last = (day.year for day in birth_range(birth))
    shown = str(first) if first == last else f"{first}–{last}"
    if not first <= century + 99 or not last >= century:
        return [_(_CENTURY, first=century, last=century + 99, year=shown)]
    # An estimated age is not evidence against the year on a card.
    if not birth.startswith("~") and not first <= century + year <= last:
        return [_(_YEAR, said=century + year, year=shown)]
    return []


def _known(code: str) -> bool:
    return code in BIRTH_CODES or code == MADE_UP_CODE


@dataclass(frozen=True, slots=True)
class Scan:
    """What an identity card says: ``birth`` in the kept form or "", ``sex`` "male", "female" or "".

    ``warnings`` are sentences in the language in use.
    """

    number: str
    old_number: str
    name: str
    birth: str
    sex: str
    address: str
    issued_on: date | None
    warnings: tuple[str, ...]


def scan(text: str) -> Scan:
    """Read the QR text of an identity card; ``Fault`` E_SCAN when it is something else."""
    if len(text) > _LONGEST:
        raise Fault("E_SCAN", _NOT_A_CARD)
    fields = [clean(part) for part in _START.sub("", text).strip("\r\n\x00 ").split("|")]
    if _is_insurance(fields):
        raise Fault("E_SCAN", _INSURANCE)
    number, old, name, born, sex, address, issued = _placed(fields) or _by_shape(fields)
    if not number or not name:
        raise Fault("E_SCAN", _NOT_A_CARD)
    birth, code = _birth(born), _sex(sex)
    issued_on = _day(issued)
    warnings = _warnings(name, birth, code, issued, issued_on) + check_number("cccd", number, code, birth)
    return Scan(number, old, name, birth, code, address, issued_on, tuple(warnings))


def _is_insurance(fields: list[str]) -> bool:
    """A health insurance card: its code first, then the name in hexadecimal, often ``$`` last."""
    return len(fields) > 2 and bool(_INSURANCE_NUMBER.fullmatch(fields[0]) and _HEX.fullmatch(fields[1]))


def _placed(fields: list[str]) -> list[str] | None:
    """The first seven fields when each is what its place asks for."""
    if len(fields) < _FIELDS:
        return None
    number, old, name, born, sex, _address, issued = fields[:_FIELDS]
    fits = (
        _NUMBER.fullmatch(number)
        and (not old or _OLD.fullmatch(old))
        and _is_words(name)
        and _DATE.fullmatch(born)
        and _sex(sex)
        and (not issued or _DATE.fullmatch(issued))
    )
    return fields[:_FIELDS] if fits else None


def _by_shape(fields: list[str]) -> list[str]:
    """The seven fields by what they look like, from the first ones in whatever order."""
    found = {"number": "", "old": "", "name": "", "born": "", "sex": "", "address": "", "issued": ""}
    for field in fields[: _FIELDS + 1]:
        for name in _shapes(field):
            if not found[name]:
                found[name] = field
                break
    return list(found.values())


def _shapes(field: str) -> tuple[str, ...]:
    if not field:
        return ()
    if _NUMBER.fullmatch(field):
        return ("number",)
    if _OLD.fullmatch(field):
        return ("old",)
    if _DATE.fullmatch(field):
        return ("born", "issued")
    if _sex(field):
        return ("sex",)
    return ("name", "address") if _is_words(field) else ("address",)


def _is_words(field: str) -> bool:
    """Letters without digits or commas, as a name is."""
    return bool(field) and not any(c.isdigit() or c in ",;:/\\{}<>=" for c in field)


def _sex(field: str) -> str:
    """The sex told, also where the scanner broke the last letter of Nữ."""
    folded = fold(field)
    if folded in ("nam", "male"):
        return "male"
    return "female" if folded in ("nu", "female") or (folded == "n" and len(field) <= 4) else ""


def _birth(field: str) -> str:
    """The kept form; zeros for an unknown day or month leave the month or the year; "" when not real."""
    parts = day_parts(field) if field else None
    if parts is None or len(parts[2]) != 4:
        return ""
    day, month, year = parts[0], parts[1], int(parts[2])
    if year and not day:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else f"{year:04}" if not month else ""
    real = real_date(year, month, day)
    return real.isoformat() if real else ""


def _day(field: str) -> date | None:
    parts = day_parts(field) if field else None
    return real_date(int(parts[2]), parts[1], parts[0]) if parts else None


def _warnings(name: str, birth: str, sex: str, issued: str, issued_on: date | None) -> list[str]:
    warnings = []
    if _BROKEN.search(name) or not all(map(is_syllable, name.split())):
        warnings.append(_(_ODD_NAME, name=name))
    if not birth:
        warnings.append(_(_BAD_BIRTH))
    if not sex:
        warnings.append(_(_NO_SEX))
    if issued and issued_on is None:
        warnings.append(_(_BAD_ISSUE))
    if issued_on and len(birth) == 10:
        age = full_years(date.fromisoformat(birth), issued_on)
        if age < 0 or (age < _CARD_AGE and issued_on < _CHILDREN_SINCE):
            warnings.append(_(_ISSUED_EARLY, issued=show_date(issued_on)))
    return warnings
