"""What somebody does first: unlock, open the list of people, look for names; timed from inside."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from app.bench.probe import SETTLE_MS, memory, tell
from app.bench.seen import after, when_painted
from app.desk.models.source import Query

if TYPE_CHECKING:
    from app.desk.pages.people.list_view import PeopleList
    from app.desk.start import _Running


class Visit:
    """One visit in a running program; prints its figures and ends the program."""

    def __init__(
        self, started: float, running: _Running, user: str, password: str, words: Sequence[str], searches: int
    ) -> None:
        self._started, self._running = started, running
        self._user, self._password = user, password
        self._words, self._left = words, searches
        self._typed = 0.0
        self._found: dict[str, float] = {}
        self._list: PeopleList | None = None

    def begin(self) -> None:
        """Type the passphrase and press the button."""
        page: Any = self._running.entry._page
        page.accounts.choose(self._user)
        page.password.setText(self._password)
        page.opened.connect(lambda _session: self._on_opened())
        self._typed = time.perf_counter()
        page.try_open()

    def _on_opened(self) -> None:
        frame: Any = self._running.entry._frame
        frame.open_page("people")
        shown = frame.page().list
        self._list = shown
        when_painted(shown.table.viewport(), self._on_painted)

    def _on_painted(self) -> None:
        now = time.perf_counter()
        self._found |= {"list": now - self._typed, "cold": now - self._started}
        after(SETTLE_MS, self._on_settled)

    def _on_settled(self) -> None:
        gc.collect()
        self._found["memory"] = memory()
        if self._list is not None:
            self._list.model.counted.connect(lambda _rows: self._on_counted())
        self._search()

    def _search(self) -> None:
        if self._list is None or not self._left:
            after(SETTLE_MS, self._end)
            return
        self._left -= 1
        self._list.model.show(Query(self._words[self._left % len(self._words)]))

    def _on_counted(self) -> None:
        after(0, self._search)

    def _end(self) -> None:
        gc.collect()
        tell(self._found | {"later": memory()})
        QApplication.quit()
