"""The administrative units of Viet Nam: provinces and communes of today, the units before, what became of them.

Read from ``resources/data/units.json`` (today) and ``units-before.json`` (three levels, until 30 June 2025),
each at its first use. Codes are texts with leading zeros: provinces 2 digits, districts 3, communes 5. A code
may be given again with another meaning (26740 was Bến Nghé, now it is Sài Gòn), so that a code is read
together with a day. Sources: Decision 19/2025/QĐ-TTg; the packages named in ``LICENCE-units.txt``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

import msgspec

from app.kinds.text import fold, search_terms, text_key
from app.words.resources import resource

#: Sort of unit (``codes.UNIT_SORT``) and the word before the name, by the letter in the files.
_SORTS = {
    "C": ("thanh_pho", "thành phố"),
    "T": ("tinh", "tỉnh"),
    "x": ("xa", "xã"),
    "p": ("phuong", "phường"),
    "d": ("dac_khu", "đặc khu"),
    "r": ("thi_tran", "thị trấn"),
    "q": ("huyen", "quận"),
    "h": ("huyen", "huyện"),
    "s": ("huyen", "thị xã"),
    "c": ("huyen", "thành phố"),
}
#: Written with a capital in running text too (Decree 30/2020, annex II).
_CAPITAL = frozenset({"Hồ Chí Minh"})
#: The word before a name as it is searched, with what people type for it beside its first letter.
_WORDS = {
    word: f" {fold(word)}" + (f" {''.join(part[0] for part in fold(word).split())}" if " " in word else "")
    for _, word in _SORTS.values()
}
#: Digits in the code of a commune.
_COMMUNE = 5


class UnitName(NamedTuple):
    """A unit as the catalogue has it in a span of time.

    ``sort`` is a code of ``codes.UNIT_SORT``; ``word`` stands before the name ("phường"); ``parent`` is the
    code of what it belongs to, empty for a province; ``within`` the units above it as written after a comma.
    ``since`` None: before the catalogue begins; ``until`` is the last day, None: still there.
    """

    code: str
    sort: str
    word: str
    name: str
    parent: str
    within: str
    since: date | None
    until: date | None
    resolution: str

    @property
    def label(self) -> str:
        """As a line of a list begins: ``"Phường Bồ Đề"``."""
        return f"{self.word[0].upper()}{self.word[1:]} {self.name}"

    @property
    def title(self) -> str:
        """As within a sentence: ``"phường Bồ Đề"``, but ``"Phường 1"`` and ``"Thành phố Hồ Chí Minh"``."""
        if self.name[0].isdigit() or self.name in _CAPITAL:
            return self.label
        return f"{self.word} {self.name}"

    @property
    def shown(self) -> str:
        """With what it belongs to, as two communes may have one name: ``"xã X, tỉnh Y"``."""
        return f"{self.title}, {self.within}" if self.within else self.title


class Successor(NamedTuple):
    """A unit of today that took over an old one: whole, or a part of it (``is_partial``).

    Of several the default is the one to propose; which one is right only a person can say.
    """

    code: str
    is_default: bool
    is_partial: bool


class _Row(msgspec.Struct, array_like=True, frozen=True):
    code: str
    tag: str
    name: str
    parent: str
    resolution: int
    since: date | None = None
    until: date | None = None


class _TodayFile(msgspec.Struct):
    as_of: date
    since: date
    resolutions: list[str]
    units: list[_Row]
    earlier: list[_Row]


class _OldRow(msgspec.Struct, array_like=True, frozen=True):
    code: str
    tag: str
    name: str
    parent: str
    successors: tuple[str, ...]


class _BeforeFile(msgspec.Struct):
    until: date
    units: list[_OldRow]


@dataclass(frozen=True, slots=True)
class _Today:
    as_of: date
    since: date
    units: dict[str, UnitName]
    children: dict[str, tuple[UnitName, ...]]
    earlier: dict[str, UnitName]


@dataclass(frozen=True, slots=True)
class _Before:
    units: dict[str, UnitName]
    successors: dict[str, tuple[str, ...]]


@cache
def _today() -> _Today:
    file = msgspec.json.decode(resource("data/units.json").read_bytes(), type=_TodayFile)
    units: dict[str, UnitName] = {}
    children: dict[str, list[UnitName]] = {}
    for made in _made(file, file.units):
        units[made.code] = made
        children.setdefault(made.parent, []).append(made)
    earlier = {made.code: made for made in _made(file, file.earlier)}
    return _Today(file.as_of, file.since, units, {k: tuple(v) for k, v in children.items()}, earlier)


def _made(file: _TodayFile, rows: list[_Row]) -> Iterator[UnitName]:
    above = {"": ""}  # what stands after the comma, by the code of the parent; provinces come first
    for code, tag, name, parent, resolution, since, until in map(msgspec.structs.astuple, rows):
        sort, word = _SORTS[tag]
        number = file.resolutions[resolution]
        made = UnitName(code, sort, word, name, parent, above[parent], since or file.since, until, number)
        if not parent:
            above[code] = made.shown
        yield made


@cache
def _before() -> _Before:
    file = msgspec.json.decode(resource("data/units-before.json").read_bytes(), type=_BeforeFile)
    units: dict[str, UnitName] = {}
    after: dict[str, tuple[str, ...]] = {}
    above = {"": ""}
    for code, tag, name, parent, new in map(msgspec.structs.astuple, file.units):
        sort, word = _SORTS[tag]
        made = units[code] = UnitName(code, sort, word, name, parent, above[parent], None, file.until, "")
        if len(code) < _COMMUNE:
            above[code] = made.shown
        if new:
            after[code] = new
    return _Before(units, after)


@cache
def _predecessors() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for old, codes in _before().successors.items():
        for code in codes:
            found.setdefault(code, []).append(old)
    return {code: tuple(sorted(olds)) for code, olds in found.items()}


def as_of() -> date:
    """The day of the list the catalogue was made from."""
    return _today().as_of


def provinces() -> tuple[UnitName, ...]:
    """The provinces and cities of today in the order of the Vietnamese alphabet."""
    return _today().children[""]


def communes(province_code: str) -> tuple[UnitName, ...]:
    """The communes, wards and special zones of a province of today, in order; none for an unknown code."""
    return _today().children.get(province_code, ()) if province_code else ()


def unit(code: str, on: date | None = None) -> UnitName | None:
    """The unit that has a code on a day, or None when none had it then.

    Without a day: the unit of today or, for a code no longer given, the last one that had it. What a unit
    belongs to is named as on that day: tỉnh Đồng Nai until 29 April 2026, thành phố Đồng Nai after it.
    """
    today = _today()
    if on is None:
        return today.units.get(code) or _before().units.get(code)
    if on < today.since:
        return _before().units.get(code)
    for found in (today.units.get(code), today.earlier.get(code)):
        if (
            found
            and (found.since is None or found.since <= on)
            and (found.until is None or on <= found.until)
        ):
            above = unit(found.parent, on) if found.parent else None
            return found._replace(within=above.title) if above else found
    return None


def full_name(code: str, on: date | None = None) -> str:
    """``"xã X, tỉnh Y"`` for a code (see ``unit``); the code itself when the catalogue does not know it."""
    found = unit(code, on)
    return found.shown if found else code


def successors(old_code: str) -> tuple[Successor, ...]:
    """What became on 1 July 2025 of the unit that had the code until then, the one to propose first.

    For provinces, communes and the five island districts without communes; none for other districts,
    whose communes went different ways, and for codes that did not exist. More than one: ask.
    """
    codes = _before().successors.get(old_code, ())
    return tuple(Successor(code, i == 0, len(codes) > 1) for i, code in enumerate(codes))


def predecessors(code: str) -> tuple[str, ...]:
    """Codes, until 30 June 2025, of the units that a unit of today took over in whole or in part."""
    return _predecessors().get(code, ())


class _Hay(NamedTuple):
    unit: UnitName
    name: str
    words: str


@cache
def _hay(old: bool) -> tuple[_Hay, ...]:
    units = _before().units if old else _today().units
    above = {"": ""}
    made = []
    for u in units.values():
        name = fold(u.name)
        words = f"{_WORDS[u.word]} {name}{above[u.parent]}"
        if not u.parent:  # "hcm", "tphcm"
            letters = "".join(word[0] for word in name.split())
            words += f" {letters} tp{letters}"
        if len(u.code) < _COMMUNE:
            above[u.code] = words
        made.append(_Hay(u, name, words))
    return tuple(made if old else map(_with_earlier, made))


def _with_earlier(hay: _Hay) -> _Hay:
    """The words a unit or its province had before 2026 still find it."""
    earlier = _today().earlier
    was = [earlier[code] for code in (hay.unit.code, hay.unit.parent) if code in earlier]
    return hay._replace(words=hay.words + "".join(_WORDS[u.word] for u in was)) if was else hay


def find(text: str, limit: int = 20, *, old: bool = False) -> tuple[UnitName, ...]:
    """Units whose name answers to a text, best first: ``"bo de ha noi"``, ``"P. Bồ Đề"``, ``"001"``.

    Accents may be left out; each word is the beginning of a word of the unit or of what it belongs to. With
    accents in the text, units spelled so come first, then whole names, then beginnings. Digits are also
    taken for the beginning of a code. ``old``: the units until 30 June 2025.
    """
    terms = search_terms(text)
    if not terms.words or limit <= 0:
        return ()
    parts = [f" {word}" for word in terms.words]
    found = (hay for hay in _hay(old) if all(part in hay.words for part in parts))
    ranked = sorted(_ranked(found, " ".join(terms.words), terms.exact if terms.accented else ""))
    if terms.digits:
        names = [(0, 0, i, hay) for i, hay in enumerate(_hay(old)) if hay.unit.code.startswith(terms.digits)]
        ranked = names + [one for one in ranked if not one[3].unit.code.startswith(terms.digits)]
    return tuple(hay.unit for *_, hay in ranked[:limit])


def _ranked(found: Iterable[_Hay], typed: str, accented: str) -> Iterator[tuple[int, int, int, _Hay]]:
    wanted = {text_key(word) for word in accented.replace(",", " ").split()}
    around = f" {typed} "
    for i, hay in enumerate(found):
        missed = 0
        if wanted:
            missed = len(wanted - {text_key(word) for word in hay.unit.shown.replace(",", " ").split()})
        yield missed, _nearness(hay, typed, around), i, hay


def _nearness(hay: _Hay, typed: str, around: str) -> int:
    if typed in (hay.name, f"{fold(hay.unit.word)} {hay.name}"):
        return 0
    if hay.name.startswith(typed):
        return 1
    if f" {hay.name} " in around:
        return 2
    if f" {typed}" in f" {hay.name}":
        return 3
    return 5 if hay.unit.parent else 4
