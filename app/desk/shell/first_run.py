"""The first run: five steps from an empty folder to an open register."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from app.desk.jobs.lane import Lane
from app.desk.jobs.progress import Progress
from app.desk.shell.column import ColumnPage
from app.desk.shell.first_steps import AdminStep, BackupStep, StartStep, Step, UnitStep
from app.desk.shell.gate import Created, DeskSession, FirstRun, Gate
from app.desk.shell.recovery import RecoveryStep
from app.desk.shell.unlock import NoteLine
from app.desk.theme import sizes
from app.desk.theme.theme import theme
from app.desk.widgets.look import button, label
from app.kinds.faults import Fault
from app.words import N_, _

_NAMES = (
    N_("Unit"),
    N_("Administrator and passphrase"),
    N_("Recovery sheet"),
    N_("Backups"),
    N_("Begin"),
)
_ROW = 36
WIDE = 600


class StepRail(QWidget):
    """The steps on the dark panel: done, current, to come."""

    def __init__(self, names: Sequence[str] = _NAMES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._at = 0
        self.set_at(0)
        theme().changed.connect(self.updateGeometry)

    def set_at(self, at: int) -> None:
        """The current step."""
        self._at = at
        total, name = len(self._names), _(self._names[at])
        words = _("Step {n} of {total}: {name}", n=at + 1, total=total, name=name)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """One row a step."""
        return QSize(200, theme().scaled(_ROW) * len(self._names))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dot with number or check, and the name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, name in enumerate(self._names):
            self._draw_step(painter, number, _(name))

    def _draw_step(self, painter: QPainter, number: int, name: str) -> None:
        look, now = theme(), number == self._at
        row, side = look.scaled(_ROW), look.scaled(22)
        top = number * row
        dot = QRectF(1, top + (row - side) / 2, side, side)
        if number + 1 < len(self._names):
            painter.setPen(QPen(look.colour("nav_active"), 2))
            x = dot.center().x()
            painter.drawLine(QPointF(x, dot.bottom() + 2), QPointF(x, dot.bottom() + row - side - 2))
        done = number < self._at
        painter.setPen(QPen(look.colour("nav_mark" if now else "nav_muted"), 1.4))
        painter.setBrush(look.colour("nav_mark" if now else "nav_active" if done else "nav"))
        painter.drawEllipse(dot)
        painter.setFont(look.font(-1, bold=True))
        painter.setPen(look.colour("nav" if now else "nav_text"))
        if done:
            painter.setPen(QPen(look.colour("nav_text"), 1.8))
            c, u = dot.center(), side / 22
            painter.drawPolyline(
                [
                    QPointF(c.x() - 4.5 * u, c.y()),
                    QPointF(c.x() - 1.2 * u, c.y() + 3.4 * u),
                    QPointF(c.x() + 4.8 * u, c.y() - 3.6 * u),
                ]
            )
        else:
            painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        painter.setFont(look.font(0, bold=now))
        painter.setPen(look.colour("nav_text" if now or done else "nav_muted"))
        words = QRectF(side + 12, top, self.width() - side - 12, row)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)


class FirstRunPage(ColumnPage):
    """Full-window page; ``opened`` carries the session at the end."""

    created = Signal(object)
    opened = Signal(object)
    sample_wanted = Signal()

    def __init__(self, gate: Gate, lane: Lane) -> None:
        super().__init__(gate.version)
        self._gate, self._lane = gate, lane
        self._session: DeskSession | None = None
        self._is_busy = False
        self.rail = StepRail(_NAMES if gate.has_backups else _NAMES[:3] + _NAMES[4:])
        self.panel.body.addWidget(self.rail)
        self.unit, self.admin = UnitStep(gate), AdminStep(gate.judge)
        self.backup, self.start = BackupStep(), StartStep()
        self.recovery: RecoveryStep | None = None
        self.at = 0
        self._build_column()
        self.show_step(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window gave the keyboard to the page: it belongs to the first field."""
        super().focusInEvent(event)
        if self.at == 0:
            self.unit.province.setFocus(event.reason())

    def restyle(self) -> None:
        """A wider column than the unlock page."""
        super().restyle()
        self.holder.setFixedWidth(theme().scaled(WIDE))

    def _build_column(self) -> None:
        self._count = label(role="caption")
        self._title = label(role="title", wrap=True)
        self._text = label(tone="muted", wrap=True)
        self._stack = QStackedWidget()
        self.steps: list[Step] = [self.unit, self.admin, self.backup, self.start]
        for step in self.steps:
            self._stack.addWidget(step)
            step.complete_changed.connect(self._on_changed)
        self.note = NoteLine()
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Working…"))
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        self._bar.hide()
        for part in (self._count, self._title, self._text):
            self.column.addWidget(part)
        self.column.addSpacing(sizes.MEDIUM)
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self.note)
        self.column.addWidget(self._bar)
        self.column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.back_button = button(_("Back"), icon="arrow-left")
        self.back_button.clicked.connect(self._on_back)
        self.skip_button = button(_("Later"), kind="quiet")
        self.skip_button.clicked.connect(self._on_skip)
        self.next_button = button(_("Next"), kind="primary")
        self.next_button.clicked.connect(self._on_next)
        row = QHBoxLayout()
        row.setSpacing(sizes.SMALL)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.skip_button)
        row.addWidget(self.next_button)
        return row

    def step(self) -> Step:
        """The step on view."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Step) else self.unit

    def show_step(self, at: int) -> None:
        """Go to a step by its number in the rail."""
        order = self._order()
        step = order[at]
        if step is None:
            return
        self.at = at
        self.rail.set_at(at)
        self._stack.setCurrentWidget(step)
        self._count.setText(_("Step {n} of {total}", n=at + 1, total=len(order)))
        self._title.setText(_(step.title))
        self._text.setText(_(step.text))
        self.note.tell("")
        self.back_button.setVisible(at == 1 or (step is self.start and self._gate.has_backups))
        self.skip_button.setVisible(step.can_skip)
        last, making = at == len(order) - 1, at == 1
        words = _("Open the register") if last else _("Make the register") if making else _("Next")
        self.next_button.setText(words)
        self._on_changed()
        self.first = next(iter(_inputs(step)), self.next_button)
        if self.isVisible():
            self.first.setFocus()

    def _order(self) -> list[Step | None]:
        """The steps in turn; the third exists once the register is made."""
        backup: list[Step | None] = [self.backup] if self._gate.has_backups else []
        return [self.unit, self.admin, self.recovery, *backup, self.start]

    @Slot()
    def _on_changed(self) -> None:
        self.next_button.setEnabled(not self._is_busy and self.step().is_complete())

    @Slot()
    def _on_back(self) -> None:
        self.show_step(self.at - 1)

    @Slot()
    def _on_skip(self) -> None:
        self.show_step(self.at + 1)

    @Slot()
    def _on_next(self) -> None:
        if self.at == 1:
            self._create()
        elif self.step() is self.backup:
            self._set_backup()
        elif self.step() is self.start:
            self._finish()
        else:
            self.show_step(self.at + 1)

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self._stack.setEnabled(not busy)
        for part in (self.back_button, self.skip_button, self.language_button):
            part.setEnabled(not busy)
        self._bar.setVisible(busy)
        self._on_changed()

    def _create(self) -> None:
        """Make the home in the lane: deriving the key takes about a second."""
        gate = self._gate
        first = FirstRun(
            province=self.unit.province.code(),
            commune=self.unit.commune.code(),
            agency=self.unit.agency.text().strip(),
            superior=self.unit.superior.text().strip(),
            user=self.admin.user.text().strip(),
            password=self.admin.fresh.passphrase(),
            sort=self.unit.sort(),
        )

        def work(progress: Progress) -> Created:
            return gate.create(first)

        self._set_busy(True)
        self._lane.run(work, self._on_created, self._on_failed, self, quiet=True)

    def _on_created(self, created: Created) -> None:
        self._set_busy(False)
        self._session = created.session
        self.created.emit(created.session)
        self.admin.fresh.first.forget()
        self.admin.fresh.second.forget()
        self.recovery = RecoveryStep(created.recovery, self.unit.unit_name(), self.admin.user.text().strip())
        self.recovery.complete_changed.connect(self._on_changed)
        self._stack.addWidget(self.recovery)
        self.language_button.hide()
        self.show_step(2)

    def _set_backup(self) -> None:
        gate, session, folder = self._gate, self._session, Path(self.backup.folder.text().strip())
        if session is None:
            return
        opened = session

        def work(progress: Progress) -> None:
            gate.set_backup(opened, folder)

        self._set_busy(True)
        self._lane.run(work, self._on_backup_set, self._on_failed, self, quiet=True)

    def _on_backup_set(self, result: object) -> None:
        self._set_busy(False)
        self.show_step(self.at + 1)

    def _on_failed(self, fault: Fault) -> None:
        self._set_busy(False)
        self.note.tell(fault.sentence(), "danger")

    def _finish(self) -> None:
        if self.start.wants_sample():
            self.sample_wanted.emit()
        elif self._session is not None:
            self.opened.emit(self._session)


def _inputs(step: Step) -> list[QWidget]:
    """What a step takes input with, in the order it was built."""
    tab = Qt.FocusPolicy.TabFocus
    return [part for part in step.findChildren(QWidget) if part.focusPolicy() & tab and part.isEnabled()]
