"""The background lane: order, cancelling, owners that are gone, faults and defects, the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.desk.jobs.busy import BAR_AFTER, CURSOR_AFTER, BusyWatch
from app.desk.jobs.lane import Job, JobState, Lane
from app.desk.jobs.progress import Cancelled, Progress
from app.kinds.faults import Fault


class Owner(QObject):
    """Keeps what was delivered to it, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.faults: list[Fault] = []
        self.stopped = 0
        self.threads: set[str] = set()

    def done(self, value: object) -> None:
        self.threads.add(threading.current_thread().name)
        self.got.append(value)

    def failed(self, fault: Fault) -> None:
        self.faults.append(fault)

    def cancelled(self) -> None:
        self.stopped += 1


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    made = Lane()
    yield made
    made.close()


@pytest.fixture
def owner(qtbot: QtBot) -> Owner:
    return Owner()


def settle(qtbot: QtBot, lane: Lane) -> None:
    qtbot.waitUntil(lane.is_idle, timeout=5000)


def given(value: int, progress: Progress) -> int:
    return value


def note(order: list[str], progress: Progress) -> None:
    order.append("save")


def stop_late(progress: Progress) -> str:
    """Asked to stop when the work was done already."""
    progress.stop()
    return "all the same"


def test_writes_are_delivered_in_order_on_the_main_thread(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    for number in range(50):
        lane.run(partial(given, number), owner.done, owner.failed, owner)
    settle(qtbot, lane)
    assert owner.got == list(range(50))
    assert owner.threads == {threading.current_thread().name}


def test_writes_share_one_thread_and_reads_have_their_own(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    def name(progress: Progress) -> str:
        return threading.current_thread().name

    for reads in (False, False, True, True):
        lane.run(name, owner.done, None, owner, reads=reads)
    settle(qtbot, lane)
    assert sorted(map(str, owner.got)) == ["reader", "reader", "writer", "writer"]


def test_a_fault_goes_to_its_owner_and_the_next_job_runs(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    def refuse(progress: Progress) -> None:
        raise Fault("E_BUSY", "Right.")

    job = lane.run(refuse, owner.done, owner.failed, owner)
    lane.run(lambda progress: "next", owner.done, owner.failed, owner)
    settle(qtbot, lane)
    assert [fault.code for fault in owner.faults] == ["E_BUSY"]
    assert job.state is JobState.FAILED
    assert owner.got == ["next"]


def test_a_defect_is_told_in_a_sentence_and_reported(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    def break_down(progress: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        lane.run(break_down, owner.done, owner.failed, owner)
        lane.run(lambda progress: "next", owner.done, owner.failed, owner)
        settle(qtbot, lane)
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]
    assert [fault.code for fault in owner.faults] == ["E_DEFECT"]
    assert owner.got == ["next"]


def test_cancelling_stops_a_running_job(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    begun = threading.Event()

    def count(progress: Progress) -> None:
        step = 0
        while True:
            begun.set()
            progress.at(step, 10**9)
            step += 1

    job = lane.run(count, owner.done, owner.failed, owner, cancelled=owner.cancelled)
    assert begun.wait(5)
    job.cancel()
    settle(qtbot, lane)
    assert (owner.stopped, owner.got, owner.faults) == (1, [], [])
    assert job.state is JobState.CANCELLED


def test_a_cancelled_write_that_was_already_done_says_so(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    job = lane.run(stop_late, owner.done, owner.failed, owner)
    settle(qtbot, lane)
    assert owner.got == ["all the same"]
    assert job.state is JobState.DONE


def test_a_cancelled_read_is_never_delivered(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    lane.run(stop_late, owner.done, owner.failed, owner, reads=True)
    settle(qtbot, lane)
    assert owner.got == []


def test_an_owner_that_is_gone_is_not_called(qtbot: QtBot, lane: Lane) -> None:
    free, widget = threading.Event(), QWidget()
    called: list[object] = []
    job = lane.run(lambda progress: free.wait(5), called.append, None, widget)
    delete(widget)
    assert job in lane.jobs()
    assert job.progress.is_stopped
    free.set()
    settle(qtbot, lane)
    assert called == []


def test_a_slot_that_fails_does_not_hold_the_next(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    def fall(value: object) -> None:
        raise KeyError("slot")

    with qtbot.captureExceptions() as caught:
        lane.run(lambda progress: 1, fall, owner.failed, owner)
        lane.run(lambda progress: 2, owner.done, owner.failed, owner)
        settle(qtbot, lane)
    assert len(caught) == 1
    assert owner.got == [2]


def test_closing_carries_out_waiting_writes_and_then_the_last_work(qtbot: QtBot, owner: Owner) -> None:
    lane, order = Lane(), list[str]()
    free = threading.Event()

    def first(progress: Progress) -> None:
        free.wait(5)
        order.append("first")

    lane.run(first, owner.done, None, owner, quiet=True)
    lane.run(partial(note, order), owner.done, None, owner)
    free.set()
    lane.close(lambda: order.append(threading.current_thread().name))
    assert order == ["first", "save", "writer"]
    assert owner.got == []
    assert lane.run(lambda progress: 1, owner.done, None, owner).is_over
    assert not [t for t in threading.enumerate() if t.name in ("writer", "reader")]


def test_closing_stops_visible_work_that_runs(qtbot: QtBot, owner: Owner) -> None:
    lane, begun = Lane(), threading.Event()
    ended: list[str] = []

    def count(progress: Progress) -> None:
        try:
            while True:
                begun.set()
                progress.check()
        except Cancelled:
            ended.append("rolled back")
            raise

    lane.run(count, owner.done, owner.failed, owner)
    assert begun.wait(5)
    lane.close()
    assert ended == ["rolled back"]


def test_what_the_last_work_raises_is_raised_by_close(qtbot: QtBot) -> None:
    def refuse() -> None:
        raise Fault("E_DISK", "Right.")

    with pytest.raises(Fault, match="E_DISK"):
        Lane().close(refuse)


def _aged(job: Job, seconds: float) -> None:
    job.began -= seconds


def test_the_bar_comes_after_a_second_with_count_and_cancel(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    host, free = QWidget(), threading.Event()
    qtbot.addWidget(host)
    watch = BusyWatch(lane, host, host)

    def work(progress: Progress) -> None:
        progress.at(3, 7)
        while not free.wait(0.01):
            progress.check()

    job = lane.run(work, owner.done, owner.failed, owner, cancelled=owner.cancelled, label="Nhập")
    watch.poll()
    assert not watch.is_showing()
    _aged(job, CURSOR_AFTER)
    watch.poll()
    assert not watch.is_showing()
    _aged(job, BAR_AFTER)
    qtbot.waitUntil(lambda: job.progress.total == 7)
    watch.poll()
    strip = watch.strip()
    assert strip is not None
    assert (strip.bar.value(), strip.bar.maximum()) == (3, 7)
    strip.cancelled.emit()
    settle(qtbot, lane)
    assert owner.stopped == 1
    assert not watch.is_showing()


def test_quiet_work_shows_nothing(qtbot: QtBot, lane: Lane, owner: Owner) -> None:
    host, free = QWidget(), threading.Event()
    qtbot.addWidget(host)
    watch = BusyWatch(lane, host, host)
    job = lane.run(lambda progress: free.wait(5), owner.done, None, owner, quiet=True)
    _aged(job, 60)
    watch.poll()
    assert not watch.is_showing()
    free.set()
    settle(qtbot, lane)
