"""The one top-level window: it shows a page before, and the main frame while, a register is open."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from app.desk.shell.preferences import Preferences
from app.desk.theme.icons import app_icon
from app.words import _

SMALLEST = (1024, 600)
FIRST = (1280, 680)


class DeskWindow(QMainWindow):
    """Size, title, icon and the widget on view; asks before it closes."""

    close_wanted = Signal(object)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.setWindowIcon(app_icon())
        self.setWindowTitle(_("Bình Yên"))
        self.setMinimumSize(*SMALLEST)
        self._place()

    def _place(self) -> None:
        """Where it was last time; else as large as the smallest screen we serve."""
        stored = QByteArray.fromBase64(self._preferences.geometry.encode("ascii", "ignore"))
        if stored.isEmpty() or not self.restoreGeometry(stored):
            screen = QGuiApplication.primaryScreen().availableSize()
            self.resize(min(FIRST[0], screen.width()), min(FIRST[1], screen.height()))

    def show_page(self, page: QWidget, title: str = "") -> None:
        """Put a page into the window; the former one goes."""
        former = self.takeCentralWidget()
        if former is not None:
            former.hide()
            former.deleteLater()
        self.setCentralWidget(page)
        name = _("Bình Yên")
        self.setWindowTitle(f"{title} – {name}" if title else name)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def remember(self) -> None:
        """Keep size and place for the next start."""
        stored = self.saveGeometry().toBase64().data()
        self._preferences.geometry = bytes(stored).decode("ascii")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever listens may refuse (unsaved work)."""
        self.close_wanted.emit(event)
        if event.isAccepted():
            self.remember()
