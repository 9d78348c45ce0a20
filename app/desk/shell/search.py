"""The global search of the top bar: answers below the field while typing, after a short pause."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.desk.jobs.lane import Job
from app.desk.jobs.progress import Progress
from app.desk.shell.desk import Desk
from app.desk.shell.gate import Found
from app.desk.shell.shortcuts import Shortcut
from app.desk.theme.icons import pixmap, put_icon
from app.desk.theme.theme import mark, theme
from app.desk.widgets.look import label
from app.kinds.faults import Fault
from app.words import _

PAUSE_MS = 250
LIMIT = 12
_FOUND = int(Qt.ItemDataRole.UserRole)
_ROW = 42


class _Line(QStyledItemDelegate):
    """Icon, title and detail in two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(100, theme().scaled(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        from PySide6.QtWidgets import QStyle

        look = theme()
        found: Found = index.data(_FOUND)
        rect = option.rect.adjusted(2, 1, -2, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(look.colour("selection"))
            painter.drawRoundedRect(rect, 5, 5)
        side = look.scaled(18)
        top = rect.center().y() - side // 2
        painter.drawPixmap(rect.left() + 10, top, pixmap(found.icon, "accent", side))
        words = rect.adjusted(side + 22, 4, -10, -4)
        wide = words.width()
        metrics = painter.fontMetrics()
        flags = Qt.AlignmentFlag
        painter.setPen(look.colour("on_selection" if chosen else "text"))
        title = metrics.elidedText(found.title, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(words, flags.AlignTop | flags.AlignLeft, title)
        painter.setFont(look.font(-1))
        painter.setPen(look.colour("on_selection" if chosen else "muted"))
        detail = painter.fontMetrics().elidedText(found.detail, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(words, flags.AlignBottom | flags.AlignLeft, detail)
        painter.restore()


class SearchField(QLineEdit):
    """The field; its popup is a plain child of the window, so that typing never loses focus."""

    opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._popup: _Popup | None = None
        words = _("Search people, files, documents")
        self.setAccessibleName(words)
        self.setPlaceholderText(f"{words}  ({Shortcut.FIND.shown()})")
        self.setClearButtonEnabled(True)
        glass = QAction(self)
        put_icon(glass, "search", "muted", 16)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._on_text)

    @Slot()
    def _on_text(self) -> None:
        if self.text().strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.close_popup()

    @Slot()
    def _ask(self) -> None:
        text, session = self.text().strip(), self._desk.session
        if self._job is not None:
            self._job.cancel()

        def work(progress: Progress) -> Sequence[Found]:
            return session.find(text, LIMIT)

        self._job = self._desk.lane.run(work, self.show_found, self._on_failed, self, reads=True, quiet=True)

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")

    def show_found(self, found: Sequence[Found]) -> None:
        """Put the answers below the field."""
        if not self.text().strip():
            return
        if self._popup is None:
            self._popup = _Popup(self.window())
            self._popup.picked.connect(self._on_picked)
        self._popup.fill(found, self.text().strip())
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 3))
        self._popup.setGeometry(corner.x(), corner.y(), self.width(), self._popup.wanted_height())
        self._popup.show()
        self._popup.raise_()

    def _on_picked(self, found: Found) -> None:
        self.close_popup()
        self.opened.emit(found.page, found.target)

    def close_popup(self) -> None:
        """Hide the answers."""
        if self._popup is not None:
            self._popup.hide()

    def popup(self) -> QWidget | None:
        """The answers, once there were any."""
        return self._popup

    def focusOutEvent(self, event: object) -> None:
        """Hide the answers when the keyboard goes elsewhere."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.close_popup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move in the answers, Enter opens, Escape clears."""
        key, popup = event.key(), self._popup
        if popup is not None and popup.isVisible():
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                popup.move_by(1 if key == Qt.Key.Key_Down else -1)
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                popup.pick()
                return
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class _Popup(QFrame):
    """The answers."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, kind="popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = QStandardItemModel(self)
        self.view = QListView()
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(_("Search results"))
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Line(self.view))
        self.view.viewport().installEventFilter(self)
        self._none = label(tone="muted", wrap=True)
        self._none.setContentsMargins(10, 8, 10, 8)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(4, 4, 4, 4)
        lines.addWidget(self.view)
        lines.addWidget(self._none)

    def fill(self, found: Sequence[Found], text: str) -> None:
        """Show these answers, or say that there are none."""
        self._model.clear()
        for one in found:
            item = QStandardItem(one.title)
            item.setData(one, _FOUND)
            item.setEditable(False)
            self._model.appendRow(item)
        self.view.setVisible(bool(found))
        self._none.setVisible(not found)
        self._none.setText(_("Nothing found for “{text}”. Try fewer or other words.", text=text))
        if found:
            self.view.setCurrentIndex(self._model.index(0, 0))

    def wanted_height(self) -> int:
        """Room for the answers, at most eight at once."""
        rows = min(self._model.rowCount(), 8)
        return (rows * theme().scaled(_ROW) if rows else theme().scaled(44)) + 12

    def move_by(self, step: int) -> None:
        """Move the choice."""
        rows = self._model.rowCount()
        if rows:
            row = (self.view.currentIndex().row() + step) % rows
            self.view.setCurrentIndex(self._model.index(row, 0))

    def pick(self) -> None:
        """Open the chosen answer."""
        index = self.view.currentIndex()
        if index.isValid():
            self.picked.emit(index.data(_FOUND))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click picks; the press must not take the keyboard from the field."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.pick()
        return super().eventFilter(watched, event)
