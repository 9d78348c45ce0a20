"""The papers of one file as a list worked with the keyboard: Space says that one is there, Enter opens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.desk.pages.dossiers.words import STATES, detail_of, source_of, spoken
from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.text_fields import ENTER
from app.register.dossiers import PaperView
from app.words import _

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole))
_WRAP = Qt.TextFlag.TextWordWrap
_ELIDE = Qt.TextElideMode.ElideRight
_LEFT, _AIR = 34, 7


class PaperModel(QAbstractListModel):
    """The papers in the order of the index."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._papers: tuple[PaperView, ...] = ()

    def show_papers(self, papers: Sequence[PaperView]) -> None:
        """Show these."""
        self.beginResetModel()
        self._papers = tuple(papers)
        self.endResetModel()

    def paper_at(self, row: int) -> PaperView:
        """What a row shows."""
        return self._papers[row]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._papers)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """The paper in words."""
        if index.isValid() and index.row() < len(self._papers) and role in (_DISPLAY, *_SPOKEN):
            return spoken(self._papers[index.row()])
        return None


class PaperDelegate(QStyledItemDelegate):
    """State, title, what is known or owed, form and article; the one act at the right."""

    def __init__(self, view: PaperList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words are at the width of the list."""
        paper = self._view.model_of_papers.paper_at(index.row())
        wide = self._view.viewport().width()
        tall = sum(height for _text, _font, _role, height in self._lines(paper, self._room(wide, paper)))
        return QSize(wide, tall + look.px(2 * _AIR))

    def _room(self, wide: int, paper: PaperView) -> int:
        act = self._view.act_of(paper)
        taken = _act_width(act) + look.px(14) if act else look.px(8)
        return max(wide - look.px(_LEFT) - taken, look.px(80))

    def _lines(self, paper: PaperView, room: int) -> list[tuple[str, Any, str, int]]:
        strong = paper.state != "optional"
        parts = [
            (paper.title, theme().font(bold=strong), "text" if strong else "muted"),
            (detail_of(paper), theme().font(), "danger" if paper.state == "missing" else "muted"),
        ]
        if paper.state != "present":
            parts.append((source_of(paper), theme().font(-1), "muted"))
        found = []
        for text, font, role in parts:
            if text:
                box = QFontMetrics(font).boundingRect(0, 0, room, 10_000, int(_WRAP), text)
                found.append((text, font, role, box.height()))
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One paper."""
        paper = self._view.model_of_papers.paper_at(index.row())
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or hover:
            look.pill(painter, rect.adjusted(1, 1, -1, -1), look.role("selection" if selected else "hover"))
        icon, tone = STATES[paper.state]
        side = look.px(16)
        top = rect.top() + look.px(_AIR)
        painter.drawPixmap(QPointF(rect.left() + look.px(9), top), pixmap(icon, look.tone_role(tone), side))
        room = self._room(rect.width(), paper)
        for text, font, role, tall in self._lines(paper, room):
            painter.setFont(font)
            painter.setPen(look.role("on_selection" if selected and role == "text" else role))
            painter.drawText(QRect(rect.left() + look.px(_LEFT), top, room, tall), int(_WRAP), text)
            top += tall
        act = self._view.act_of(paper)
        if act:
            _paint_act(painter, self.act_rect(rect, paper), act)
        painter.setPen(look.role("line"))
        painter.drawLine(rect.left() + look.px(_LEFT), rect.bottom(), rect.right(), rect.bottom())
        if option.state & QStyle.StateFlag.State_HasFocus:
            look.focus_ring(painter, QRectF(rect.adjusted(1, 1, -1, -1)))
        painter.restore()

    def act_rect(self, rect: QRect, paper: PaperView) -> QRect:
        """Where the act of a row stands; empty without one."""
        act = self._view.act_of(paper)
        if not act:
            return QRect()
        tall = QFontMetrics(theme().font()).height() + look.px(10)
        wide = _act_width(act)
        return QRect(rect.right() - wide - look.px(8), rect.top() + look.px(_AIR), wide, tall)


def _act_width(act: str) -> int:
    return QFontMetrics(theme().font()).horizontalAdvance(act) + look.px(20)


def _paint_act(painter: QPainter, box: QRect, act: str) -> None:
    look.pill(painter, box, look.role("surface"), look.role("line"))
    painter.setFont(theme().font())
    painter.setPen(look.role("accent"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, act)


class PaperList(QListView):
    """``there_wanted``: the paper is there; ``open_wanted``: enter what is known of it; ``scan_wanted``: look."""

    there_wanted = Signal(object)
    open_wanted = Signal(object)
    scan_wanted = Signal(object)
    remove_wanted = Signal(object)
    record_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_of_papers = PaperModel(self)
        self.may_write = True
        self._delegate = PaperDelegate(self)
        self.setModel(self.model_of_papers)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Papers of the file"))
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def show_papers(self, papers: Sequence[PaperView]) -> None:
        """Show these; the keyboard stays in its row."""
        row = self.currentIndex().row()
        self.model_of_papers.show_papers(papers)
        if papers:
            self.setCurrentIndex(self.model_of_papers.index(min(max(row, 0), len(papers) - 1), 0))

    def current_paper(self) -> PaperView | None:
        """The paper with the keyboard."""
        row = self.currentIndex().row()
        return self.model_of_papers.paper_at(row) if 0 <= row < self.model_of_papers.rowCount() else None

    def act_of(self, paper: PaperView) -> str:
        """The one act that a row offers, in words."""
        if paper.state == "present":
            return _("See") if paper.attachment else ""
        return _("It is there") if self.may_write else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Enter, Delete."""
        paper = self.current_paper()
        if paper is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self._act(paper)
        elif event.key() in ENTER:
            self._open(paper)
        elif event.key() == Qt.Key.Key_Delete and paper.record and self.may_write:
            self.remove_wanted.emit(paper)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not search through the rows."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the act does it."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            paper = self.model_of_papers.paper_at(index.row())
            if self._delegate.act_rect(self.visualRect(index), paper).contains(at):
                self._act(paper)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the paper."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid():
            paper = self.model_of_papers.paper_at(index.row())
            if not self._delegate.act_rect(self.visualRect(index), paper).contains(at):
                self._open(paper)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done with a paper."""
        paper = self.current_paper()
        if paper is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.may_write:
            if paper.state != "present":
                menu.addAction(_("It is there (Space)")).triggered.connect(self._on_there)
            menu.addAction(_("Number, day, scan… (Enter)")).triggered.connect(self._on_open)
        if paper.attachment:
            menu.addAction(_("See the scan")).triggered.connect(self._on_scan)
        if paper.proof is not None:
            menu.addAction(_("Open the record")).triggered.connect(self._on_record)
        if paper.record and self.may_write:
            menu.addAction(_("Entered in error… (Delete)")).triggered.connect(self._on_remove)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _act(self, paper: PaperView) -> None:
        if paper.state == "present":
            if paper.attachment:
                self.scan_wanted.emit(paper)
        elif self.may_write:
            self.there_wanted.emit(paper)

    def _open(self, paper: PaperView) -> None:
        if self.may_write:
            self.open_wanted.emit(paper)

    def _on_there(self) -> None:
        self.there_wanted.emit(self.current_paper())

    def _on_open(self) -> None:
        self.open_wanted.emit(self.current_paper())

    def _on_scan(self) -> None:
        self.scan_wanted.emit(self.current_paper())

    def _on_record(self) -> None:
        self.record_wanted.emit(self.current_paper())

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self.current_paper())
