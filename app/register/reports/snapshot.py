"""What a report says, with the records behind every number: one value with one byte form, so that it can be sealed.

Everything printed is in it, wording included: a copy printed years later by a later version of the program
says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from app.kinds import canonical
from app.kinds.faults import Fault
from app.words import N_

#: Of the form of this value; a later one is read by later programs only.
FORM = 1
_LIMIT = 64 * 1024 * 1024
_NEWER = N_("The sealed report was made by a later version of the program. Install that version to open it.")
_DAMAGED = N_("The sealed report is damaged: its digest does not fit. Restore a backup of the register.")


class Head(msgspec.Struct, frozen=True):
    """Which report of which office for which period; ``title``, ``about`` and ``period`` as printed.

    ``dates`` is the sort of day that places a record in the period. ``mark``: found where the layout is that of
    an official form.
    """

    name: str
    sort: str
    title: str
    about: str
    period: str
    since: str
    until: str
    dates: str
    source: str
    mark: str
    node: str
    parent: str
    office: str
    place: str
    made_at: str
    made_by: str


class Rules(msgspec.Struct, frozen=True):
    """Under which law and which definitions the numbers were counted."""

    law: str
    packs: list[list[str]]
    definition: str
    figures: str


class Figure(msgspec.Struct, frozen=True):
    """One number. ``value`` None: not known, for the reason in ``why``.

    ``ids`` and ``via`` are places in the table of records: what is counted and the record that makes it count;
    ``weights`` what each adds, left out where each adds one. ``unknown``: records that carry no number to add.
    ``dates``: the sort of day it is placed by. ``previous``: the number of the period before, None where there
    is none.
    """

    name: str
    label: str
    clause: str
    dates: str
    value: int | None
    why: str = ""
    unknown: int = 0
    previous: int | None = None
    ids: list[int] = []
    via: list[int] = []
    weights: list[int] = []

    def lines(self) -> Iterator[tuple[int, int, int]]:
        """(what is counted, by which record, what it adds)."""
        weights: Sequence[int] = self.weights or [1] * len(self.ids)
        return zip(self.ids, self.via, weights, strict=True)


class Column(msgspec.Struct, frozen=True):
    """A breakdown of people: its value for each of ``Snapshot.people``, as places in ``values``."""

    name: str
    label: str
    values: list[str]
    words: list[str]
    of: list[int]


class Section(msgspec.Struct, frozen=True):
    """A heading with the names of its figures."""

    heading: str
    figures: list[str]


class Breakdown(msgspec.Struct, frozen=True):
    """A heading, the figures side by side, and by what they are broken down."""

    heading: str
    figures: list[str]
    by: list[str]


class Rate(msgspec.Struct, frozen=True):
    """A figure against the residents: ``whole`` None where no figure of them is recorded."""

    label: str
    part: str
    whole: int | None
    as_of: str = ""
    source: str = ""
    kind: str = ""


class Listing(msgspec.Struct, frozen=True):
    """A list of people; cells are texts, whole numbers, or days as ISO texts in the columns named ``date``."""

    heading: str
    columns: list[list[str]]
    rows: list[list[str | int | None]]


class Targets(msgspec.Struct, frozen=True):
    """A plan's table: indicators across, units down, cells of [target, result], None where blank or not known."""

    plan: str
    indicators: list[str]
    rows: list[tuple[str, list[list[int | None]]]]
    total: list[list[int | None]]


class Line(msgspec.Struct, frozen=True):
    """A record that came in (``adds`` above zero), went out, or counts for another number; why, when, by whom."""

    kind: str
    id: str
    name: str
    adds: int
    why: str
    at: str = ""
    by: str = ""


class Correction(msgspec.Struct, frozen=True):
    """What a sealed number is now. ``dimension`` and ``value`` name a cell, empty for the number itself."""

    figure: str
    label: str
    old: int | None
    new: int | None
    lines: list[Line]
    dimension: str = ""
    cell: str = ""


class Corrected(msgspec.Struct, frozen=True):
    """The corrections of one sealed report, as they stood when this one was made."""

    report: str
    title: str
    digest: str
    sealed_at: str
    corrections: list[Correction]


class Snapshot(msgspec.Struct, frozen=True):
    """A whole report. ``kinds``, ``kind_of`` and ``ids`` are the table of records that others point into;
    ``people`` are places in it. ``upto``: [stream, position] of the ledger it was counted from."""

    form: int
    head: Head
    rules: Rules
    upto: list[tuple[str, int]]
    kinds: list[str]
    kind_of: list[int]
    ids: list[str]
    people: list[int]
    columns: list[Column]
    figures: list[Figure]
    sections: list[Section]
    breakdowns: list[Breakdown]
    rates: list[Rate]
    lists: list[Listing]
    conflicts: int
    left_out: list[str]
    before: str = ""
    targets: Targets | None = None
    corrected: list[Corrected] = []

    def figure(self, name: str) -> Figure:
        """A figure by its name; KeyError."""
        for one in self.figures:
            if one.name == name:
                return one
        raise KeyError(name)

    def values(self) -> dict[str, int | None]:
        """Every figure by its name; None where it is not known."""
        return {one.name: one.value for one in self.figures}

    def record(self, place: int) -> tuple[str, str]:
        """Kind and id of a record in the table."""
        return self.kinds[self.kind_of[place]], self.ids[place]

    def cells(self, figure: str, column: Column) -> dict[str, int]:
        """A figure by a breakdown: value → number, what is zero left out."""
        where = dict(zip(self.people, column.of, strict=True))
        found: Counter[str] = Counter()
        for place, _via, adds in self.figure(figure).lines():
            found[column.values[where[place]]] += adds
        return dict(found)

    def behind(self, figure: str, column: str = "", value: str = "") -> list[tuple[str, str]]:
        """The (kind, id) behind a figure or behind one cell of a breakdown of it."""
        lines = self.figure(figure).lines()
        if not column:
            return [self.record(place) for place, _via, adds in lines if adds]
        by = next(one for one in self.columns if one.name == column)
        where = dict(zip(self.people, by.of, strict=True))
        return [self.record(place) for place, _v, _n in lines if by.values[where[place]] == value]


def packed(snapshot: Snapshot) -> tuple[bytes, str]:
    """The one byte form of a report and its SHA-256."""
    data = canonical.encode(_plain(snapshot), text_limit=_LIMIT)
    return data, sha256(data).hexdigest()


def unpacked(data: bytes, digest: str) -> Snapshot:
    """The report in its byte form. Faults E_REPORT_DAMAGED, E_REPORT_NEWER."""
    if sha256(data).hexdigest() != digest:
        raise Fault("E_REPORT_DAMAGED", _DAMAGED)
    raw = msgspec.json.decode(data)
    if not isinstance(raw, dict) or raw.get("form") != FORM:
        raise Fault("E_REPORT_NEWER", _NEWER)
    try:
        return msgspec.convert(raw, Snapshot)
    except msgspec.ValidationError:
        raise Fault("E_REPORT_DAMAGED", _DAMAGED) from None


def _plain(snapshot: Snapshot) -> Any:
    return msgspec.to_builtins(snapshot)
