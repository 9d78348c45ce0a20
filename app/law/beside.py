"""Dated law that stands beside the regimes: one file, one subject, in force from a day on.

Every sort of such a file has its own struct; this module reads them strictly and picks the one of a day.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

import msgspec

from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.law.entries import Entry, Label
from app.law.reading import damaged
from app.words import N_
from app.words.resources import resource

FOLDER = "packs/more"

_NONE = N_("No text of this kind is in force on {day}: the oldest begins on {first}. Correct the day.")
_PATH = re.compile(r"`\$\.?(.*)`$")


class Beside(Entry, frozen=True, kw_only=True):
    """The head of a file of this folder; each sort adds its own entries.

    ``acts_from`` is for a later version of a file: the day from which it is followed. Earlier days keep the
    version before it.
    """

    id: str
    sort: str
    version: str
    valid_from: date
    title: Label
    source: str
    valid_to: date | None = None
    acts_from: date | None = None
    note: Label | None = None

    @property
    def since(self) -> date:
        """The first day on which this version is followed."""
        return self.acts_from or self.valid_from


B = TypeVar("B", bound=Beside)


def read_beside(file: str, text: str, sort: type[B], check: Callable[[str, B], None]) -> B:
    """One file, checked; ``Fault`` E_PACK naming the file and the entry where it is damaged."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise damaged(file, "toml") from None
    try:
        made = msgspec.convert(raw, sort)
    except msgspec.ValidationError as error:
        path = _PATH.search(str(error))
        raise damaged(file, path[1] if path else "head") from None
    check(file, made)
    return made


def shipped_texts(sort: str) -> list[tuple[str, str]]:
    """Name and text of the shipped files of a sort."""
    found = []
    for file in sorted(resource(FOLDER).glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        if sort_of(text) == sort:
            found.append((file.name, text))
    return found


def sort_of(text: str) -> str:
    """Which sort of file a text is; empty when it does not say or cannot be read."""
    try:
        return str(tomllib.loads(text).get("sort", ""))
    except tomllib.TOMLDecodeError:
        return ""


def in_force(packs: Iterable[B], on: date) -> B:
    """The one followed on a day; ``Fault`` E_REGIME when the day lies before all of them."""
    ordered = sorted(packs, key=lambda one: (one.since, one.version))
    fitting = [one for one in ordered if one.since <= on and (one.valid_to is None or on <= one.valid_to)]
    if not fitting:
        first = ordered[0].since if ordered else on
        raise Fault("E_REGIME", _NONE, day=show_date(on), first=show_date(first))
    return fitting[-1]
