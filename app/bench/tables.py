"""Tables of many rows: ours, Qt's own over plain SQLite, and the least lazy one; each in its own process."""

from __future__ import annotations

import sqlite3
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QTableView

from app.bench.measure import percentile
from app.bench.probe import memory
from app.bench.seen import when_painted

SIZE = (1100, 560)
ROW = 28
WHEEL_STEPS = 200
COLUMNS = "name, born, hamlet, status, due"
_PAGE = 128
_DISPLAY = 0
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


def until_painted(view: QTableView, work: Callable[[], object], ready: Callable[[], bool]) -> float:
    """Seconds from ``work`` until a picture was painted in which ``ready`` holds."""
    seen: list[float] = []

    def painted() -> None:
        if ready():
            seen.append(time.perf_counter())
        else:
            when_painted(view.viewport(), painted)

    when_painted(view.viewport(), painted)
    start = time.perf_counter()
    work()
    view.viewport().update()
    while not seen:
        QApplication.processEvents()
    return seen[0] - start


def wheel(view: QTableView) -> float:
    """Seconds that 99 of 100 wheel steps stay under, picture included."""
    place = QPointF(300, 200)
    taken = []
    for _step in range(WHEEL_STEPS):
        event = QWheelEvent(
            place, view.viewport().mapToGlobal(place), QPoint(0, 0), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        send = lambda event=event: QApplication.sendEvent(view.viewport(), event)  # noqa: E731 - one use
        taken.append(until_painted(view, send, lambda: True))
    return percentile(taken, 0.99)


def dress(view: QTableView) -> None:
    """Rows of one height and scrolling by pixels, as ours has them."""
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    rows = view.verticalHeader()
    rows.setSectionResizeMode(rows.ResizeMode.Fixed)
    rows.setDefaultSectionSize(ROW)
    view.resize(*SIZE)


class LazyModel(QAbstractTableModel):
    """The least lazy model: the ids in order, and pages of 128 lines by id."""

    def __init__(self, link: sqlite3.Connection) -> None:
        super().__init__()
        self._link = link
        ids = link.execute("SELECT n FROM person ORDER BY name_key")
        self._ids = array("q", (row[0] for row in ids))
        self._pages: dict[int, list[Any]] = {}

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 5

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        if role:
            return None
        page, place = divmod(index.row(), _PAGE)
        lines = self._pages.get(page)
        if lines is None:
            lines = self._pages[page] = self._read(self._ids[page * _PAGE : (page + 1) * _PAGE])
        return lines[place][index.column()]

    def _read(self, ids: array[int]) -> list[Any]:
        marks = ", ".join("?" * len(ids))
        found = self._link.execute(f"SELECT n, {COLUMNS} FROM person WHERE n IN ({marks})", ids.tolist())
        lines = {row[0]: row[1:] for row in found}
        return [lines[n] for n in ids]


def lazy_first_paint(plain: Path) -> float:
    """Seconds from opening the file to the first picture of the least lazy table."""
    app = QApplication([])
    # fonts and style are there already when a passphrase is typed
    view = QTableView()
    dress(view)
    until_painted(view, view.show, lambda: True)
    view.hide()

    def work() -> None:
        view.setModel(LazyModel(sqlite3.connect(plain)))
        view.show()

    taken = until_painted(view, work, lambda: True)
    app.quit()
    return taken


def sql_table(plain: Path) -> dict[str, float]:
    """First paint, wheel and last row of QSqlQueryModel over plain SQLite."""
    from PySide6.QtSql import QSqlDatabase, QSqlQueryModel

    app = QApplication([])
    base = QSqlDatabase.addDatabase("QSQLITE")
    base.setDatabaseName(str(plain))
    base.open()
    view, model = QTableView(), QSqlQueryModel()
    dress(view)
    select = f"SELECT {COLUMNS} FROM person ORDER BY "

    def work() -> None:
        model.setQuery(select + "name_key")
        view.setModel(model)
        view.show()

    def last() -> None:
        while model.canFetchMore():
            model.fetchMore()
        view.scrollToBottom()

    found = {"first": until_painted(view, work, lambda: True), "wheel": wheel(view)}
    found["last"] = until_painted(view, last, lambda: True)
    found["sort"] = until_painted(view, lambda: model.setQuery(select + "due, name_key"), lambda: True)
    app.quit()
    return found


def our_table(home: Path, user: str, password: str) -> dict[str, float]:
    """First paint, wheel, last row, sort, filter and memory of our table over our register."""
    from app.bootstrap import open_node
    from app.desk.models.id_table import IdTableModel
    from app.desk.models.source import Query
    from app.desk.pages.people.source import COLUMNS as OURS
    from app.desk.pages.people.source import PeopleSource
    from app.desk.theme.theme import theme
    from app.desk.widgets.table import ListTable
    from app.vault.home import Home

    app = QApplication([])
    theme().start("light", 13)
    opened = open_node(Home(home), user, password)
    desk: Any = SimpleNamespace(register=SimpleNamespace(session=opened.session))
    opened.session.store.database.raw()
    before = memory()
    model = IdTableModel(PeopleSource(desk), OURS)
    view = ListTable(model, "people")
    view.resize(*SIZE)

    def work() -> None:
        model.show(Query())
        view.show()

    def ready() -> bool:
        return not model.is_loading()

    found = {"first": until_painted(view, work, lambda: bool(model.rowCount()))}
    until_painted(view, lambda: None, ready)
    found["wheel"] = wheel(view)
    found["last"] = until_painted(view, view.scrollToBottom, lambda: True)
    found["sort"] = until_painted(view, lambda: model.sort(5), ready)
    found["filter"] = until_painted(view, lambda: model.show(Query("van hung")), ready)
    found["gain"] = max(0.0, memory() - before)
    opened.close()
    app.quit()
    return found
