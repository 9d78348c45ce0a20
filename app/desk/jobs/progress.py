"""What a running job tells and asks: how far it is, and whether it should stop."""

from __future__ import annotations


class Cancelled(Exception):
    """Raised inside a job that was asked to stop; the job leaves the data as before."""


class Progress:
    """Written by the worker, polled by the window: plain attributes, no locks needed."""

    __slots__ = ("_stop", "begun", "done", "text", "total")

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.text = ""
        self.begun = False
        self._stop = False

    def at(self, done: int, total: int = 0) -> None:
        """Say that ``done`` of ``total`` things are done (0: unknown); stops when asked to."""
        self.done = done
        if total:
            self.total = total
        self.check()

    def say(self, text: str) -> None:
        """Name the step that runs now, in the language in use."""
        self.text = text
        self.check()

    def check(self) -> None:
        """Raise ``Cancelled`` when somebody asked to stop."""
        if self._stop:
            raise Cancelled

    def stop(self) -> None:
        """Ask the job to stop at its next step."""
        self._stop = True

    @property
    def is_stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop
