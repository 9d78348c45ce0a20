from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.desk.models.events import EventsModel
from app.desk.models.id_table import IdTableModel
from app.desk.models.pages import KEPT_PAGES, PAGE
from app.desk.models.source import Line, Marked, Query
from app.kinds.faults import Fault
from tests.desk.widget_samples import COLUMNS, FakeSource, events, line_of

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Lane:
    """Runs reads when told, as a worker would."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def __call__(self, read: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.jobs.append((read, done))

    def run(self) -> None:
        while self.jobs:
            read, done = self.jobs.pop(0)
            done(read())


def made(n: int) -> tuple[IdTableModel, FakeSource, Lane]:
    source, lane = FakeSource(n), Lane()
    return IdTableModel(source, COLUMNS, runner=lane), source, lane


def cell(model: IdTableModel, row: int, column: int) -> Any:
    return model.index(row, column).data()


def test_the_model_keeps_qts_rules(qapp: Any) -> None:
    model, source, lane = made(1_000)
    tester = QAbstractItemModelTester(model, FATAL)
    model.show(Query())
    lane.run()
    model.sort(2, Qt.SortOrder.DescendingOrder)
    lane.run()
    source.numbers = array("q", range(1, 90))
    model.refresh({3})
    lane.run()
    model.show(Query(words="nobody at all"))
    lane.run()
    assert model.rowCount() == 0
    assert tester is not None


def test_the_first_page_is_there_before_the_ids(qapp: Any) -> None:
    model, _source, lane = made(5_000)
    model.show(Query())
    assert model.is_loading()
    assert model.rowCount() == PAGE
    assert cell(model, 0, 0) == "1"
    assert cell(model, 0, 1) == line_of(1)[0]
    lane.run()
    assert not model.is_loading()
    assert model.rowCount() == 5_000
    assert cell(model, 4_999, 1) == line_of(5_000)[0]


def test_a_cell_reads_one_page_and_the_cache_stays_small(qapp: Any) -> None:
    model, source, lane = made(100_000)
    model.show(Query())
    lane.run()
    source.reads = 0
    cell(model, 60_000, 1)
    cell(model, 60_000, 4)
    assert source.reads == 1
    assert source.largest <= PAGE
    for row in range(0, 100_000, PAGE):
        cell(model, row, 1)
    assert len(model._pages) <= KEPT_PAGES


def test_prefetch_reads_ahead(qapp: Any) -> None:
    model, source, lane = made(10_000)
    model.show(Query())
    lane.run()
    model.prefetch(-50, 400)
    source.reads = 0
    for row in range(400):
        cell(model, row, 2)
    assert source.reads == 0


def test_an_answer_to_an_old_question_is_dropped(qapp: Any) -> None:
    model, _source, lane = made(3_000)
    model.show(Query())
    old = lane.jobs.pop()
    model.show(Query(words="Đặng"))
    old[1](old[0]())
    assert model.is_loading()
    lane.run()
    assert 0 < model.rowCount() < 3_000
    assert all("Đặng" in cell(model, row, 1) for row in range(20))


def test_refresh_reads_only_the_page_of_what_changed(qapp: Any) -> None:
    model, source, lane = made(2_000)
    model.show(Query())
    lane.run()
    model.prefetch(0, 1_999)
    source.reads = 0
    model.refresh({500})
    lane.run()
    for row in range(2_000):
        cell(model, row, 1)
    assert source.reads == 1


def test_rows_are_found_by_id(qapp: Any) -> None:
    model, _source, lane = made(500)
    model.show(Query(descending=True))
    lane.run()
    assert model.id_at(0) == 500
    assert model.rows_of([499]) == [1]
    assert model.rows_of([1, 500, 9_999]) == [0, 499]
    assert model.rows_of([9_999]) == []


class Broken(FakeSource):
    """Cannot be read."""

    def lines(self, ids: Sequence[int]) -> list[Line]:
        raise Fault("E_STORE", "The store cannot be read.")


def test_a_fault_in_a_cell_is_told_and_never_raised(qapp: Any) -> None:
    lane = Lane()
    model = IdTableModel(Broken(300), COLUMNS, runner=lane)
    told: list[Fault] = []
    model.failed.connect(told.append)
    model.show(Query())
    lane.run()
    assert cell(model, 299, 1) == ""
    assert told[0].code == "E_STORE"


@pytest.mark.parametrize("place", [(-1, -1), (0, 99), (99_999, 1)])
def test_places_outside_say_nothing(qapp: Any, place: tuple[int, int]) -> None:
    model, _source, lane = made(10)
    model.show(Query())
    lane.run()
    assert model.data(model.index(*place)) is None
    assert model.data(model.index(*place), int(Qt.ItemDataRole.TextAlignmentRole)) is None


def test_speech_names_the_column(qapp: Any) -> None:
    model, _source, lane = made(10)
    model.show(Query())
    lane.run()
    spoken = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(f": {line_of(1)[0]}")


def test_a_marked_cell_is_a_text_with_a_tone() -> None:
    marked = Marked("Quá hạn", "danger")
    assert marked == "Quá hạn"
    assert (marked.tone, marked.icon) == ("danger", "")


def test_events_come_newest_first_and_filter_by_kind(qapp: Any) -> None:
    model = EventsModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_events(list(reversed(events(40))))
    moments = [model.event_at(row).at for row in range(model.rowCount())]
    assert moments == sorted(moments, reverse=True)
    assert model.kinds()[0][2] == 10
    model.set_kinds({"visit"})
    assert {model.event_at(row).kind for row in range(model.rowCount())} == {"visit"}
    model.set_kinds(())
    assert model.rowCount() == 40
    assert tester is not None
