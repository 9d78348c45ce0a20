"""Numbers so small that they point at somebody: which cells a paper that leaves the office leaves out.

Cells of one or two people are left out, and with each of them another one where it could be found by
subtraction from the sums (minimum-data exports, law.md 11; ND 356/2025 article 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.register.counting.count import Table

#: The least number of people a cell may show.
LEAST = 3

Key = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Hidden:
    """The places left out; None in a key stands for the sum along it."""

    keys: frozenset[Key] = frozenset()

    def has(self, row: str | None, column: str | None = "") -> bool:
        """Whether the number at a place is left out."""
        return (row, column) in self.keys

    def __bool__(self) -> bool:
        return bool(self.keys)


def hidden(table: Table) -> Hidden:
    """What is left out of a table of people or of their records; nothing of what is not about people."""
    if table.measure.what != "persons" and not table.measure.of_people:
        return Hidden()
    values = _places(table)
    sums = _sums(table)
    gone = {key for key, n in values.items() if 0 < n < LEAST}
    while True:
        more = {found for one in sums if (found := _second(one, values, gone)) is not None}
        if not more:
            return Hidden(frozenset(gone))
        gone |= more


def _places(table: Table) -> dict[Key, int]:
    values: dict[Key, int] = {
        (row, column): table.at(row, column) for row in table.rows for column in table.columns
    }
    values[None, None] = table.total
    if table.column_dimension is not None:
        values |= {(row, None): table.row_total(row) for row in table.rows}
        values |= {(None, column): table.column_total(column) for column in table.columns}
    return values


def _sums(table: Table) -> list[list[Key]]:
    """Groups of places of which each is known from the others: parts with their sum."""
    if table.column_dimension is None:
        return [[*((row, column) for row in table.rows for column in table.columns), (None, None)]]
    found: list[list[Key]] = [[*((row, c) for c in table.columns), (row, None)] for row in table.rows]
    found += [[*((row, column) for row in table.rows), (None, column)] for column in table.columns]
    found.append([*((row, None) for row in table.rows), (None, None)])
    found.append([*((None, column) for column in table.columns), (None, None)])
    return found


def _second(group: list[Key], values: Mapping[Key, int], gone: set[Key]) -> Key | None:
    """Another place to leave out where one alone is: the smallest part that says something, then a sum."""
    if sum(key in gone for key in group) != 1:
        return None
    left = [key for key in group if key not in gone and values[key]]
    return min(left, key=lambda key: (None in key, values[key], str(key))) if left else None
