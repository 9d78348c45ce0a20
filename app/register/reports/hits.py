"""Reading what a report counts: the records behind each figure, and the people by every breakdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from app.ledger.reader import Reader
from app.register.counting.count import Span, _bound, _hits, dates_of
from app.register.counting.dimensions import DIMENSIONS
from app.register.counting.measure import Measure
from app.register.session import Session

_PEOPLE = "SELECT w.id, {shown} FROM r_person AS w WHERE w.id IN (SELECT value FROM json_each(:people))"


@dataclass(frozen=True, slots=True)
class Hits:
    """What a figure counts, in the order of ids: (id counted, id of the record that makes it count, what it adds).

    ``kind`` is that of what is counted, ``via`` that of the records; ``unknown``: how many carry no number.
    """

    kind: str
    via: str
    lines: tuple[tuple[str, str, int], ...]
    unknown: int = 0

    @property
    def value(self) -> int | None:
        """The number; None where every record lacks the number that would be added."""
        if self.unknown and self.unknown == len(self.lines):
            return None
        return sum(line[2] for line in self.lines)


@dataclass(frozen=True, slots=True)
class Question:
    """A figure made ready to be read: its statement and values."""

    measure: Measure
    sql: str
    values: tuple[Any, ...]
    dates: str


def ask(session: Session, measure: Measure, span: Span, node: str = "") -> Question:
    """The question for a figure; a figure that has no such day is placed by the day it happened."""
    dates = span.dates if span.dates in dates_of(measure) else "event"
    sql, named = _hits(session, measure, Span(span.first, span.last, dates), node)
    kind = measure.kind_name
    via = "w.id" if measure.mode == "headcount" else f"(SELECT x.id FROM r_{kind} AS x WHERE x.n = h.rec)"
    what = "w.id" if measure.what == "persons" else via
    unknown = "0"
    if measure.what == "sum" and not measure.weight:
        unknown = f'(SELECT x."{measure.of}" IS NULL FROM r_{kind} AS x WHERE x.n = h.rec)'
    joined = "hits AS h LEFT JOIN r_person AS w ON w.n = h.p"
    full = f"{sql} SELECT {what}, {via}, h.weight, {unknown} FROM {joined} ORDER BY 1, 2"
    return Question(measure, *_bound(full, named), dates)


def answer(reader: Reader, question: Question) -> Hits:
    """What the register gives for a question."""
    measure = question.measure
    is_people = measure.what == "persons"
    found, unknown = [], 0
    for what, via, weight, lacks in reader.rows(question.sql, question.values):
        found.append((what, via, int(weight or 0)))
        unknown += bool(lacks)
    kind = "person" if is_people else measure.kind_name
    return Hits(kind, "person" if measure.mode == "headcount" else measure.kind_name, tuple(found), unknown)


def people_by(
    reader: Reader, people: Iterable[str], names: Sequence[str], last: date
) -> dict[str, tuple[str, ...]]:
    """Each person's values of the breakdowns as they stand on a day."""
    if not names:
        return {}
    shown = ", ".join(f"({DIMENSIONS[name].sql})" for name in names)
    ids = msgspec.json.encode(sorted(set(people))).decode()
    sql, values = _bound(_PEOPLE.format(shown=shown), {"last": last.isoformat(), "people": ids})
    return {row[0]: tuple(str(value) for value in row[1:]) for row in reader.rows(sql, values)}
