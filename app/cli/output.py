"""What commands print: lines and tables for people, one JSON document for programs, progress."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

_GAP = "  "
_WIDEST = 60


class Output:
    """Where a command writes. ``as_json``: nothing but one JSON document goes to standard output."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, text: str = "") -> None:
        """A line for people; silent when a JSON document is wanted."""
        if not self.as_json:
            print(text)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table for people, its columns as wide as they need to be."""
        if self.as_json:
            return
        lines = [tuple(head), *(tuple(_cell(value) for value in row) for row in rows)]
        widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            padded = (cell + " " * (w - width(cell)) for cell, w in zip(line, widths, strict=True))
            print(_GAP.join(padded).rstrip())

    def answer(self, value: Any) -> None:
        """The JSON document; silent for people."""
        if self.as_json:
            print(as_text(value))

    def warn(self, text: str) -> None:
        """A sentence on standard error."""
        print(text, file=sys.stderr)


def as_text(value: Any) -> str:
    """A value as JSON in one line, letters as they are."""
    import msgspec

    return msgspec.json.encode(value).decode("utf-8")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def width(text: str) -> int:
    """Columns a text takes on a terminal: marks that sit on a letter take none."""
    return sum(0 if unicodedata.combining(c) else 1 for c in text)


class Progress:
    """How far a long job is: a bar on a terminal, a line a step elsewhere. Goes to standard error."""

    _BAR = 28

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = max(total, 1)
        self._done = 0
        self._stream = stream or sys.stderr
        self._is_screen = self._stream.isatty()
        self._last = 0

    def step(self, text: str, n: int = 1) -> None:
        """``n`` more steps are done; ``text`` says what was finished."""
        self._done = min(self._done + n, self._total)
        share = self._done * 100 // self._total
        if self._is_screen:
            full = self._BAR * self._done // self._total
            line = f"[{'#' * full}{'.' * (self._BAR - full)}] {share:3}%  {_cell(text)}"
            self._stream.write("\r" + line + " " * max(0, self._last - width(line)))
            self._last = width(line)
        else:
            self._stream.write(f"{share:3}%  {_cell(text)}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the bar's line."""
        if self._is_screen and self._last:
            self._stream.write("\n")
            self._stream.flush()
