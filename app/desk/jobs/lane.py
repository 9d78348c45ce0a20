"""The background lane: one thread that writes, a few that read, answers on the main thread.

Work never sees a widget. Its result, fault or end by cancelling is put into an outbox and
delivered by one queued signal, in the order the work ended; an owner that is gone by then is
not called.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from enum import Enum
from queue import SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from app.desk.jobs.progress import Cancelled, Progress
from app.kinds.faults import Fault
from app.words import N_

T = TypeVar("T")
READERS = 2
_DEFECT = N_("This step stopped because of an error in the program. What was saved before is unchanged.")


class JobState(Enum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job:
    """One piece of work on its way; lives on the main thread."""

    def __init__(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[Fault], object] | None,
        cancelled: Callable[[], object] | None,
        owner: QObject,
    ) -> None:
        self.progress = Progress()
        self.state = JobState.WAITING
        self.label = ""
        self.quiet = False
        self.reads = False
        self.began = time.monotonic()
        self.work = work
        self.done = done
        self.failed = failed
        self.cancelled = cancelled
        self.owner = owner

    def cancel(self) -> None:
        """Ask it to stop; ``cancelled`` follows, or ``done`` when it was already too late."""
        self.progress.stop()

    @property
    def is_over(self) -> bool:
        """Whether its answer was delivered (or dropped with its owner)."""
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


_Work = tuple[int, Callable[[Progress], Any], Progress]
_Outcome = tuple[int, Any, BaseException | None]


class Lane(QObject):
    """Runs jobs beside the main thread; made and used on the main thread only."""

    started = Signal(object)
    ended = Signal(object)
    idled = Signal()
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None, readers: int = READERS) -> None:
        super().__init__(parent)
        self._jobs: dict[int, Job] = {}
        self._next = 0
        self._outbox: deque[_Outcome] = deque()
        self._writes: SimpleQueue[_Work | None] = SimpleQueue()
        self._reads: SimpleQueue[_Work | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._readers = readers
        self._closed = False
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Fault], object] | None,
        owner: QObject,
        *,
        cancelled: Callable[[], object] | None = None,
        label: str = "",
        reads: bool = False,
        quiet: bool = False,
    ) -> Job:
        """Do ``work`` beside the window and call ``done`` or ``failed`` here afterwards.

        ``reads`` sends it to the reader threads instead of the one writer; a cancelled read is
        never delivered. ``quiet`` work shows neither busy cursor nor bar. ``label`` names it
        there, in the language in use. Without ``failed`` a fault goes to ``sys.excepthook``.
        """
        job = Job(work, done, failed, cancelled, owner)
        job.label, job.reads, job.quiet = label, reads, quiet
        if self._closed:
            job.state = JobState.CANCELLED
            return job
        self._next += 1
        self._jobs[self._next] = job
        self._ensure_threads(reads)
        (self._reads if reads else self._writes).put((self._next, work, job.progress))
        job.state = JobState.RUNNING
        self.started.emit(job)
        return job

    def jobs(self) -> list[Job]:
        """Jobs not over yet, oldest first; those of owners that are gone are told to stop."""
        for job in self._jobs.values():
            if not isValid(job.owner):
                job.cancel()
        return list(self._jobs.values())

    def is_idle(self) -> bool:
        """Whether nothing waits or runs."""
        return not self._jobs

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self._jobs.values():
            job.cancel()

    def close(self, last: Callable[[], object] | None = None) -> None:
        """Wait for the threads and deliver nothing more.

        Reads and visible work that runs are asked to stop; writes that wait are still carried
        out, because somebody pressed Save. ``last`` then runs on the writer's thread, where the
        connections are; what it raises is raised here.
        """
        if self._closed:
            return
        self._closed = True
        for job in self._jobs.values():
            if job.reads or (job.progress.begun and not job.quiet):
                job.cancel()
        self._join("reader", self._reads)
        trouble: list[BaseException] = []
        if last is not None:
            self._ensure_threads(False)
            self._writes.put((0, _guarded(last, trouble), Progress()))
        self._join("writer", self._writes)
        self._outbox.clear()
        for job in self._jobs.values():
            job.state = JobState.CANCELLED
        self._jobs.clear()
        if trouble:
            raise trouble[0]

    def _join(self, name: str, queue: SimpleQueue[_Work | None]) -> None:
        ours = [thread for thread in self._threads if thread.name == name]
        for _thread in ours:
            queue.put(None)
        for thread in ours:
            thread.join()
        self._threads = [thread for thread in self._threads if thread.name != name]

    def _ensure_threads(self, reads: bool) -> None:
        name = "reader" if reads else "writer"
        if any(thread.name == name for thread in self._threads):
            return
        queue = self._reads if reads else self._writes
        for _number in range(self._readers if reads else 1):
            thread = threading.Thread(target=self._serve, args=(queue,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, queue: SimpleQueue[_Work | None]) -> None:
        """Worker thread: never holds a job, an owner or a slot, so none dies here."""
        while (item := queue.get()) is not None:
            outcome = _perform(item)
            item = None
            self._outbox.append(outcome)
            del outcome
            if not self._closed:
                self._arrived.emit()

    @Slot()
    def _on_arrived(self) -> None:
        """Deliver exactly one outcome, so that a slot that fails does not hold the next."""
        if not self._outbox:
            return
        number, value, error = self._outbox.popleft()
        job = self._jobs.pop(number)
        if error is None and job.reads and job.progress.is_stopped:
            error = Cancelled()
        try:
            _deliver(job, value, error)
        finally:
            self.ended.emit(job)
            if not self._jobs:
                self.idled.emit()


def _perform(item: _Work) -> _Outcome:
    number, work, progress = item
    try:
        progress.check()
        progress.begun = True
        return number, work(progress), None
    except Exception as error:  # noqa: BLE001 - handed to the main thread whole, never hidden
        return number, None, error


def _guarded(last: Callable[[], object], trouble: list[BaseException]) -> Callable[[Progress], None]:
    """``last`` as work whose exception is kept for the caller of ``close``."""

    def work(progress: Progress) -> None:
        try:
            last()
        except Exception as error:  # noqa: BLE001 - raised again by close()
            trouble.append(error)

    return work


def _deliver(job: Job, value: Any, error: BaseException | None) -> None:
    alive = isValid(job.owner)
    if error is None:
        job.state = JobState.DONE
        if alive:
            job.done(value)
    elif isinstance(error, Cancelled):
        job.state = JobState.CANCELLED
        if alive and job.cancelled is not None:
            job.cancelled()
    else:
        job.state = JobState.FAILED
        _tell(job, error, alive)


def _tell(job: Job, error: BaseException, alive: bool) -> None:
    """A fault goes to the owner; a defect also to the one report of the program."""
    is_fault = isinstance(error, Fault)
    if alive and job.failed is not None:
        job.failed(error if isinstance(error, Fault) else Fault("E_DEFECT", _DEFECT))
    if not is_fault or (alive and job.failed is None):
        raise error
