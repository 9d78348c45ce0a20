"""The recovery sheet: shown once, printed or saved, and confirmed by typing one group again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF, Qt, Slot
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QLineEdit

from app.desk.shell.column import buddy
from app.desk.shell.first_steps import Step
from app.desk.theme import sizes
from app.desk.theme.icons import mark_pixmap
from app.desk.theme.theme import mark
from app.desk.widgets.look import button, label
from app.words import N_, _

_COLUMNS = 4


class RecoveryStep(Step):
    """Groups in a grid, save and print, and the proof that the sheet was kept."""

    title = N_("Keep the recovery sheet")
    text = N_(
        "It opens the register when the passphrase is forgotten. Keep it on paper in a locked "
        "cabinet, away from this computer. It is shown only now."
    )

    def __init__(self, groups: Sequence[str], unit: str, user: str) -> None:
        super().__init__()
        self._groups = tuple(groups)
        self._unit, self._user = unit, user
        self.asked = secrets.randbelow(len(self._groups))
        self.lines.addWidget(self._sheet())
        self.lines.addSpacing(sizes.SMALL)
        self.lines.addLayout(self._actions())
        self.lines.addSpacing(sizes.MEDIUM)
        self.answer = QLineEdit()
        self.answer.setMaxLength(40)
        question = _("To confirm, type group {n} from the sheet", n=self.asked + 1)
        self.lines.addWidget(buddy(question, self.answer))
        self.lines.addWidget(self.answer)
        self.note = label(role="small", wrap=True)
        self.lines.addWidget(self.note)
        self.lines.addStretch(1)
        self.answer.textChanged.connect(self._on_answer)
        self._on_answer()

    def _sheet(self) -> QFrame:
        card = QFrame()
        mark(card, kind="card")
        grid = QGridLayout(card)
        grid.setContentsMargins(sizes.LARGE, sizes.MEDIUM, sizes.LARGE, sizes.MEDIUM)
        grid.setHorizontalSpacing(sizes.LARGE)
        grid.setVerticalSpacing(sizes.SMALL)
        for number, group in enumerate(self._groups):
            cell = QHBoxLayout()
            cell.setSpacing(sizes.SMALL)
            index = label(str(number + 1), role="caption")
            index.setMinimumWidth(index.fontMetrics().horizontalAdvance("00"))
            index.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            word = label(group, role="heading")
            word.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            cell.addWidget(index)
            cell.addWidget(word, 1)
            grid.addLayout(cell, number // _COLUMNS, number % _COLUMNS)
        return card

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(sizes.SMALL)
        self.print_button = button(_("Print the sheet"), icon="printer")
        self.print_button.clicked.connect(self._on_print)
        self.save_button = button(_("Save as PDF"), icon="file-type-pdf")
        self.save_button.clicked.connect(self._on_save)
        self.saved = label(role="small", tone="muted", wrap=True)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addWidget(self.saved, 1)
        return row

    def is_complete(self) -> bool:
        """The group asked for was typed; spaces, dashes and case do not matter."""
        return _plain(self.answer.text()) == _plain(self._groups[self.asked])

    @Slot()
    def _on_answer(self) -> None:
        typed = self.answer.text().strip()
        right = self.is_complete()
        wrong = len(typed) >= len(self._groups[self.asked]) and not right
        self.note.setText(
            _("Right.") if right else _("That is another group. Look at its number.") if wrong else ""
        )
        mark(self.note, tone="good" if right else "danger")
        self.changed()

    @Slot()
    def _on_save(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the recovery sheet"), "phieu-khoi-phuc.pdf", "PDF (*.pdf)"
        )
        if name:
            self.save_pdf(name)

    def save_pdf(self, name: str) -> None:
        """Write the sheet as an A4 page and say where it is."""
        writer = QPdfWriter(name)
        writer.setResolution(300)
        writer.setTitle(_("Recovery sheet"))
        drawn = self._draw(writer)
        self.saved.setText(
            _("Saved. Print it and delete the file.")
            if drawn
            else _("The file could not be written. Choose another folder.")
        )

    @Slot()
    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # only when somebody prints

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            drawn = self._draw(printer)
            self.saved.setText(_("Sent to the printer.") if drawn else _("The printer could not be used."))

    def _draw(self, device: QPagedPaintDevice) -> bool:
        device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        device.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
        painter = QPainter()
        if not painter.begin(device):
            return False
        _draw_sheet(painter, self._groups, self._unit, self._user)
        return painter.end()


def _plain(text: str) -> str:
    return "".join(text.split()).replace("-", "").casefold()


def _draw_sheet(painter: QPainter, groups: Sequence[str], unit: str, user: str) -> None:
    """One A4 page in millimetres: what it is, for whom, the groups, how to keep it."""
    dots = painter.device().logicalDpiX() / 25.4
    painter.drawPixmap(0, 0, round(14 * dots), round(14 * dots), mark_pixmap(256))

    def write(x: float, y: float, text: str, points: int, *, bold: bool = False) -> None:
        font = QFont(sizes.FAMILY, points)
        font.setBold(bold)
        painter.setFont(font)
        box = QRectF(x * dots, y * dots, (170 - x) * dots, 40 * dots)
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
        painter.drawText(box, flags, text)

    write(18, 0, _("Recovery sheet"), 18, bold=True)
    write(18, 9, unit, 11)
    write(0, 22, _("Account: {user}", user=user), 11)
    for number, group in enumerate(groups):
        left, top = (number % _COLUMNS) * 42.0, 36 + (number // _COLUMNS) * 12.0
        write(left, top + 0.7, f"{number + 1}.", 9)
        write(left + 8, top, group, 13, bold=True)
    below = 36 + (len(groups) + _COLUMNS - 1) // _COLUMNS * 12 + 8
    write(
        0,
        below,
        _(
            "Who holds this sheet can open the register. Keep it in a locked cabinet, "
            "away from the computer. Do not photograph or send it."
        ),
        11,
    )
