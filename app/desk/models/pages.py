"""The pages of lines a long list has read lately."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence

from app.desk.models.source import Line, Query, Source
from app.kinds.faults import Fault

PAGE_BITS = 7
PAGE = 1 << PAGE_BITS
PAGE_MASK = PAGE - 1
KEPT_PAGES = 48


class PageCache:
    """Reads a ``Source`` and keeps the latest pages.

    A fault of a read goes to ``failed`` and leaves the page empty: the cells of
    a table are asked for by the view, which has nobody to raise to.
    """

    def __init__(self, source: Source, failed: Callable[[Fault], object]) -> None:
        self._source = source
        self._failed = failed
        self.pages: OrderedDict[int, Sequence[Line]] = OrderedDict()

    def fetch(self, number: int, ids: array[int] | None) -> Sequence[Line]:
        """Read one page into the cache and return it."""
        if ids is None or number < 0:
            return ()
        start = number << PAGE_BITS
        page = self.read_lines(ids[start : start + PAGE])
        self.pages[number] = page
        if len(self.pages) > KEPT_PAGES:
            self.pages.popitem(last=False)
        return page

    def read_lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """The lines of these ids, none when they cannot be read."""
        try:
            return self._source.lines(ids)
        except Fault as fault:
            self._failed(fault)
            return ()

    def read_first(self, query: Query) -> Sequence[Line]:
        """The first page of a query, none when it cannot be read."""
        try:
            return self._source.first(query, PAGE)
        except Fault as fault:
            self._failed(fault)
            return ()

    def read_ids(self, query: Query) -> array[int] | None:
        """All ids of a query, nothing when they cannot be read."""
        try:
            return self._source.ids(query)
        except Fault as fault:
            self._failed(fault)
            return None
