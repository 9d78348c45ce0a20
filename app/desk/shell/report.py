"""One report of a defect: a dialog and a local file without personal data.

The file holds the type of the error and the places in the code it went through, never its
message or any value, because those may name a person.
"""

from __future__ import annotations

import platform
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout

from app import __version__
from app.desk.theme import sizes
from app.desk.widgets.look import button, label, picture
from app.words import _

FOLDER = "reports"
KEPT = 20


def describe(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The report as text: program, system, type of error, places; no values."""
    lines = [
        f"binhyen {__version__}",
        f"python {platform.python_version()} {sys.platform}",
        f"error {kind.__module__}.{kind.__qualname__}",
    ]
    while trace is not None:
        lines.append(_place(trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return "\n".join(lines) + "\n"


def _place(frame: FrameType, line: int) -> str:
    code = frame.f_code
    parts = Path(code.co_filename).parts
    start = parts.index("app") if "app" in parts else max(len(parts) - 2, 0)
    return f"  {'/'.join(parts[start:])}:{line} {code.co_qualname}"


def write_report(home: Path, text: str) -> Path | None:
    """Keep the report in the home, the newest twenty; None when the disk refuses."""
    folder = home / FOLDER
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    try:
        if not home.is_dir():
            return None
        folder.mkdir(exist_ok=True)
        path = folder / f"error-{stamp}.txt"
        path.write_text(text, encoding="utf-8")
        for old in sorted(folder.glob("error-*.txt"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


class Reporter(QObject):
    """Takes every uncaught exception of every thread; shows one dialog at a time."""

    _caught = Signal(str)

    def __init__(self, home: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._dialog: QDialog | None = None
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook of the interpreter."""
        sys.excepthook = self.take
        threading.excepthook = self._take_thread

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Hook: safe in any thread."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self._caught.emit(describe(kind, trace))

    def _take_thread(self, caught: Any) -> None:
        self.take(caught.exc_type, caught.exc_value, caught.exc_traceback)

    @Slot(str)
    def _on_caught(self, text: str) -> None:
        path = write_report(self._home, text)
        if self._dialog is None:
            self._dialog = _ReportDialog(path, QApplication.activeWindow())
            self._dialog.finished.connect(self._on_finished)
            self._dialog.open()

    @Slot()
    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


class _ReportDialog(QDialog):
    """What happened, where the report is, and how to go on."""

    def __init__(self, path: Path | None, parent: Any) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Error in the program"))
        self.setMinimumWidth(460)
        sign = picture("alert-triangle", "danger", 28)
        text = label(
            _("The program met an error in this step. Records saved before are safe."),
            role="heading",
            wrap=True,
        )
        more = label(self._detail(path), tone="muted", wrap=True)
        more.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(sizes.SMALL)
        words.addWidget(text)
        words.addWidget(more)
        top = QHBoxLayout()
        top.setSpacing(sizes.LARGE)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        go_on = button(_("Continue"), kind="primary")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        foot.addWidget(go_on)
        page = QVBoxLayout(self)
        page.setContentsMargins(sizes.HUGE, sizes.HUGE, sizes.HUGE, sizes.LARGE)
        page.setSpacing(sizes.LARGE)
        page.addLayout(top)
        page.addLayout(foot)

    @staticmethod
    def _detail(path: Path | None) -> str:
        if path is None:
            return _("The report could not be written to the disk.")
        return _(
            "A report without personal data was kept at {path}. Give it to the person who "
            "looks after the program.",
            path=str(path),
        )
