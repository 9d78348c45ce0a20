"""Receipts back: one click confirms to every unit what is held of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.exchange.outgoing import card, card_head
from app.desk.pages.exchange.reading import ExchangeView
from app.desk.pages.exchange.target import TargetChooser
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.kinds.faults import Fault
from app.words import _, plural


@dataclass(frozen=True, slots=True)
class Returned:
    """How many units got receipts, in how many files."""

    units: int
    files: int


class ReturnsCard(QWidget):
    """Receipts to the units that sent; ``done`` after writing."""

    done = Signal()
    pair_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._nodes: tuple[str, ...] = ()
        frame, column = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column.addLayout(card_head("certificate", _("Receipts to return"), frame))
        self._body = QWidget(frame)
        column.addWidget(self._body, 1)
        lines = QVBoxLayout(self._body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        self._waiting = look.label("", self._body, role="title")
        self._text = look.label("", self._body, tone="muted", wrap=True)
        self.target = TargetChooser(self._body)
        self.target.changed.connect(self._refresh)
        self.make = look.button("", self._body, kind="primary", icon="certificate")
        self.make.clicked.connect(self.start)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.make)
        for part in (self._waiting, self._text):
            lines.addWidget(part)
        lines.addWidget(look.hairline(self._body))
        lines.addWidget(self.target)
        lines.addLayout(foot)
        lines.addStretch(1)
        self._none = EmptyState(
            "link",
            _("No unit is paired yet"),
            _("Units send after both sides have exchanged their cards once."),
            frame,
        )
        self._none.add_action(_("Pair the first unit"), self.pair_wanted.emit, icon="link", primary=True)
        column.addWidget(self._none, 1)
        self._none.hide()

    def set_view(self, view: ExchangeView) -> None:
        """Show who waits for a receipt."""
        children = view.children
        self._nodes = tuple(child.peer.node for child in children if child.unanswered)
        self._body.setVisible(bool(children))
        self._none.setVisible(not children)
        waiting = len(self._nodes)
        self._waiting.setText(
            plural("{n} unit waits for a receipt", "{n} units wait for a receipt", waiting)
            if waiting
            else _("Every unit has its receipt")
        )
        self._text.setText(
            plural(
                "{n} unit is paired. A receipt says what is held here; it is harmless twice.",
                "{n} units are paired. A receipt says what is held here; it is harmless twice.",
                len(children),
            )
        )
        self.make.setText(_("Make receipts for all units"))
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        self.make.setEnabled(bool(self._nodes) and self.target.is_ready())

    @Slot()
    def start(self) -> None:
        """Write the receipts of all units into the folder."""
        folder = self.target.folder()
        if folder is not None:
            self.write(folder)

    def write(self, folder: Path) -> None:
        """Write receipts for every unit that waits for one."""
        register, nodes = self._desk.register, self._nodes

        def work(progress: Progress) -> Returned:
            from app.sync import outbox

            files = 0
            for place, node in enumerate(nodes):
                progress.at(place, len(nodes))
                store, device, by = register.session.store, register.device, register.user
                files += len(outbox.export(store, device, by, node, folder).packages)
            return Returned(len(nodes), files)

        self.make.setEnabled(False)
        self._desk.lane.run(
            work,
            self._on_written,
            self._on_failed,
            self,
            cancelled=self.done.emit,
            label=_("Writing receipts"),
        )

    def _on_written(self, made: Returned) -> None:
        text = plural(
            "Receipts for {n} unit written and read back.",
            "Receipts for {n} units written and read back.",
            made.units,
        )
        self._desk.tell(text, "good")
        self.done.emit()

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")
        self.done.emit()
