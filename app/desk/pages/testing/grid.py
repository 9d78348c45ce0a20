"""A grid for entering many people at once: digits answer and go on, letters answer the whole row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.desk.pages.testing.grid_model import PERSON, Answer, GridModel, GridRow
from app.desk.theme import sizes
from app.desk.theme.icons import pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.desk.widgets.text_fields import ENTER
from app.words import _, plural

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected
_FOCUS = QStyle.StateFlag.State_HasFocus
_ELIDE = Qt.TextElideMode.ElideRight
_TAKES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class EntryGrid(QTableView):
    """``pasted`` carries lines of a clipboard block; ``finished`` comes after the last cell."""

    pasted = Signal(str)
    finished = Signal()

    def __init__(self, rows: GridModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setModel(rows)
        self.setItemDelegate(GridDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setTextElideMode(_ELIDE)
        rows.modelReset.connect(self.fit)
        theme().changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Widths and heights for the type size."""
        head = self.horizontalHeader()
        widths = [48, 290, *(column.width for column in self.rows.columns)]
        for section, width in enumerate(widths):
            column = self.rows.column(section)
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(
                section, mode.Stretch if column and column.stretches else mode.Interactive
            )
            head.resizeSection(section, look.px(width))
        tall = self.verticalHeader()
        tall.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        tall.setMinimumSectionSize(10)
        tall.setDefaultSectionSize(look.px(sizes.ROW + 6))

    def go_to(self, place: int, section: int = 2) -> None:
        """Put the keyboard on a cell."""
        self.setCurrentIndex(self.rows.index(place, section))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_row(self) -> GridRow | None:
        """The row with the keyboard."""
        place = self.currentIndex().row()
        return self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None

    # -- keyboard --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answers, paste, removal; the rest as in any table."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif not index.isValid():
            super().keyPressEvent(event)
        elif event.key() in ENTER:
            self._on_enter(index)
        elif not event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._answered(event, index):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _answered(self, event: QKeyEvent, index: QModelIndex) -> bool:
        column = self.rows.column(index.column())
        if column is not None and not column.answers:
            if event.key() == Qt.Key.Key_Delete:
                self.rows.answer(index.row(), index.column(), "")
                return True
            return False  # text: the editor opens
        if event.key() in _TAKES or event.text() == "0":
            self._take_away(index)
            return True
        typed = event.text().lower()
        for whole in self.rows.wholes.values():
            if typed == whole.key.lower():
                self.rows.answer_whole(index.row(), whole.code)
                self._down(index)
                return True
        found = next((a for a in column.answers if a.key == typed), None) if column else None
        if found is not None:
            self.rows.answer(index.row(), index.column(), found.code)
            self._on(index)
        return found is not None or bool(typed.strip() and typed.isprintable())

    def _take_away(self, index: QModelIndex) -> None:
        if index.column() <= PERSON:
            row = self.current_row()
            if row is not None:
                self.rows.remove([row])
                if self.rows.rows:
                    self.go_to(min(index.row(), len(self.rows.rows) - 1), PERSON)
            return
        self.rows.answer(index.row(), index.column(), "")

    def _on(self, index: QModelIndex) -> None:
        """The next cell; after the last answer of a row the first one of the next."""
        sections = [n for n in range(2, self.rows.columnCount()) if self._answers(n)]
        later = [n for n in sections if n > index.column()]
        if later:
            self.setCurrentIndex(self.rows.index(index.row(), later[0]))
        else:
            self._down(index)

    def _answers(self, section: int) -> tuple[Answer, ...]:
        column = self.rows.column(section)
        return column.answers if column else ()

    def _down(self, index: QModelIndex) -> None:
        if index.row() + 1 < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(index.row() + 1, 2))
        else:
            self.finished.emit()

    def _on_enter(self, index: QModelIndex) -> None:
        row = self.rows.rows[index.row()]
        if index.column() == PERSON and row.choices:
            self.offer_choices(row, self.visualRect(index).bottomLeft())
        else:
            self._down(index)

    def keyboardSearch(self, search: str) -> None:
        """Letters answer; they do not search."""

    # -- pointer ---------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a cell with answers shows them; on an unclear name who may be meant."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        row = self.rows.rows[index.row()]
        below = self.visualRect(index).bottomLeft()
        if index.column() == PERSON and row.choices:
            self.offer_choices(row, below)
        elif self._answers(index.column()):
            self._offer_answers(QPersistentModelIndex(index), below)

    def offer_choices(self, row: GridRow, at: QPoint) -> None:
        """Who may be meant by what was typed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in row.choices:
            action = menu.addAction(" · ".join(p for p in choice[1:] if p))
            action.triggered.connect(partial(self.rows.choose, row, choice))
        menu.popup(self.viewport().mapToGlobal(at))

    def _offer_answers(self, index: QPersistentModelIndex, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for answer in self._answers(index.column()):
            action = menu.addAction(f"{answer.key}  {answer.word}")
            action.triggered.connect(partial(self.rows.answer, index.row(), index.column(), answer.code))
        for answer in self.rows.wholes.values():
            action = menu.addAction(f"{answer.key}  {answer.word}")
            action.triggered.connect(partial(self.rows.answer_whole, index.row(), answer.code))
        menu.popup(self.viewport().mapToGlobal(at))


class GridDelegate(QStyledItemDelegate):
    """Paints a cell: answer with icon and word, person with what tells them apart, what is wrong."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line for text cells."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        editor.setStyleSheet("QLineEdit { margin: 0; border-radius: 0; min-height: 0; }")
        return editor

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Fixed by the grid."""
        return QSize(look.px(80), look.px(sizes.ROW + 6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = index.model()
        if not isinstance(model, GridModel):
            return
        row, section = model.rows[index.row()], index.column()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & _SELECTED:
            painter.fillRect(rect, look.role("pale"))
        painter.setPen(look.role("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if section == PERSON:
            self._paint_person(painter, rect, row)
        else:
            self._paint_cell(painter, rect, model, row, index)
        if option.state & _FOCUS:
            look.focus_ring(painter, QRectF(rect), 4)
        painter.restore()

    def _paint_person(self, painter: QPainter, rect: QRect, row: GridRow) -> None:
        pad = look.px(8)
        room = rect.adjusted(pad, 0, -pad, 0)
        if row.error:
            side = look.px(14)
            top = rect.center().y() - side / 2
            painter.drawPixmap(QPointF(room.left(), top), pixmap("alert-circle", "danger", side))
            room.adjust(side + look.px(5), 0, 0, 0)
        bold = theme().font(bold=True)
        painter.setFont(bold)
        painter.setPen(look.role("danger" if row.error and not row.id else "text"))
        metrics = painter.fontMetrics()
        name = row.name or row.typed
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle, metrics.elidedText(name, _ELIDE, room.width()))
        taken = metrics.horizontalAdvance(name) + look.px(8)
        beside = row.error or row.detail
        if taken < room.width() - look.px(30) and beside:
            painter.setFont(theme().font(-1))
            painter.setPen(look.role("danger" if row.error else "muted"))
            rest = room.adjusted(taken, 0, 0, 0)
            painter.drawText(rest, middle, painter.fontMetrics().elidedText(beside, _ELIDE, rest.width()))

    def _paint_cell(
        self, painter: QPainter, rect: QRect, model: GridModel, row: GridRow, index: Index
    ) -> None:
        column = model.column(index.column())
        whole = model.wholes.get(row.whole) if column is not None and column.answers else None
        answer = whole or (column.answer(row.cells.get(column.key, "")) if column else None)
        pad = look.px(8)
        room = rect.adjusted(pad, 0, -pad // 2, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme().font())
        if answer is not None:
            ink, ground = look.tone(answer.tone)
            side = look.px(14)
            look.pill(painter, rect.adjusted(3, 4, -3, -4), ground)
            at = QPointF(room.left(), rect.center().y() - side / 2)
            painter.drawPixmap(at, pixmap(answer.icon, look.tone_role(answer.tone), side))
            painter.setPen(ink)
            room.adjust(side + look.px(5), 0, 0, 0)
            painter.drawText(
                room, middle, painter.fontMetrics().elidedText(answer.word, _ELIDE, room.width())
            )
            return
        text = str(index.data() or "")
        if column is not None and column.answers and not text:
            painter.setPen(look.role("edge"))
            text = " ".join(a.key for a in column.answers)
        else:
            painter.setPen(look.role("muted" if column is None else "text"))
        painter.drawText(room, middle, painter.fontMetrics().elidedText(text, _ELIDE, room.width()))


def people_count(n: int) -> str:
    """“12 people”."""
    return plural("{n} person", "{n} people", n)


def key_help(answers: tuple[Answer, ...], wholes: tuple[Answer, ...]) -> str:
    """The keys in one line: “1 negative · 2 positive · R refused”."""
    parts = [f"{a.key} {a.word.lower()}" for a in (*answers, *wholes)]
    return " · ".join([*parts, _("0 takes an answer away")])
