"""Numbers above a list, each with the list it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.law.reporting import reporting_year
from app.register.kind_lists import Condition, KindQuery, count_kind
from app.register.session import Session


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: ``label`` is a message id; ``asked`` the conditions of the list it was counted from."""

    key: str
    label: str
    value: int
    asked: tuple[Condition, ...] = ()


def year_of(day: date) -> tuple[date, date]:
    """The first and the last day of the reporting year that a day lies in."""
    return reporting_year(day)


def within_year(session: Session, field: str) -> tuple[Condition, Condition]:
    """A day of the present reporting year."""
    since, until = year_of(session.today())
    return Condition(field, "from", since.isoformat()), Condition(field, "to", until.isoformat())


def counted(session: Session, kind: str, key: str, label: str, asked: Sequence[Condition]) -> Figure:
    """The number of records that fit."""
    return Figure(key, label, count_kind(session, KindQuery(kind, asked=tuple(asked))), tuple(asked))


def added_up(
    session: Session, kind: str, key: str, label: str, field: str, asked: Sequence[Condition]
) -> Figure:
    """The sum of a number field over the records that fit."""
    from app.kinds.codec import kind_named
    from app.register.kind_lists import each_kind_line

    one = kind_named(kind).field(field)
    query = KindQuery(kind, asked=tuple(asked))
    total = sum(line.values[0] or 0 for line in each_kind_line(session, query, [one]))
    return Figure(key, label, total, tuple(asked))
