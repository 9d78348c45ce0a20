"""What a long list is read from: columns, a query, and the three reads a source answers."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


class Marked(str):
    """A cell that carries a state: its word, and the tone and icon that go with it.

    ``tone`` is one of ``neutral``, ``info``, ``good``, ``warn``, ``danger``;
    ``icon`` the name of an icon of the theme, or empty for the tone's own.
    """

    __slots__ = ("icon", "tone")
    tone: str
    icon: str

    def __new__(cls, text: str, tone: str = "neutral", icon: str = "") -> Marked:
        made = super().__new__(cls, text)
        made.tone = tone
        made.icon = icon
        return made


#: One line of a list: a display text (or ``Marked``) per column, without the running number.
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    ``label`` and ``tip`` are message ids; ``width`` is in pixels at the base
    type size of 13; ``right`` aligns numbers; ``marked`` cells are painted as
    badges; a ``hidden`` column waits in the column chooser.
    """

    key: str
    label: str
    width: int = 120
    right: bool = False
    sortable: bool = True
    hidden: bool = False
    marked: bool = False
    strong: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of a source: words typed, filters by key, and the order."""

    words: str = ""
    filters: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    sort: str = ""
    descending: bool = False


@runtime_checkable
class Source(Protocol):
    """The three reads behind a list; sorting and filtering happen there, in SQL."""

    def first(self, query: Query, n: int) -> Sequence[Line]:
        """The first ``n`` lines in the query's order, fewer when there are fewer."""
        ...

    def ids(self, query: Query) -> array[int]:
        """All ids in the query's order, as ``array('q')``."""
        ...

    def lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """One line per id, in the order given; an empty tuple for an id that is gone."""
        ...
