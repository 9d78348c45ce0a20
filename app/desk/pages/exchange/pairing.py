"""Pairing: our own card to hand over, another node's card to accept after comparing the fingerprint."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.desk.jobs.progress import Progress
from app.desk.pages.exchange.outgoing import card, card_head
from app.desk.pages.exchange.qr import QrPicture
from app.desk.shell.desk import Desk
from app.desk.theme.theme import mark, theme
from app.desk.widgets import look
from app.kinds.faults import Fault
from app.register.units import note_sender
from app.sync.card import Card
from app.sync.pairing import CHILD, PARENT, Peer
from app.words import N_, _

_MOST = 64 * 1024
SORTS = {
    "commune": N_("Commune police"),
    "health": N_("Health station"),
    "upper": N_("Level above"),
}
_PARTS = ((PARENT, N_("It is the level above us")), (CHILD, N_("It sends to us")))


class OwnCard(QWidget):
    """Fingerprint in large letters, QR, and the card as a file."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        device, node = desk.register.device, desk.register.session.node
        frame, column = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column.addLayout(card_head("id-badge-2", _("Our card"), frame))
        column.addWidget(look.label(node.name, frame, role="strong", wrap=True))
        column.addWidget(look.label(f"{node.node} · {_(SORTS[node.sort])}", frame, role="caption"))
        column.addSpacing(8)
        self.fingerprint = device.fingerprint()
        column.addLayout(self._code(frame), 1)
        text = _(
            "The other side types this fingerprint. Tell it by telephone or on paper, never with the card."
        )
        column.addWidget(look.label(text, frame, tone="muted", wrap=True))
        row = QHBoxLayout()
        save = look.button(_("Save our card…"), frame, kind="primary", icon="device-floppy")
        save.clicked.connect(self._on_save)
        copy = look.button(_("Copy the fingerprint"), frame, icon="copy")
        copy.clicked.connect(self._on_copy)
        row.addWidget(save)
        row.addWidget(copy)
        row.addStretch(1)
        column.addLayout(row)

    def _code(self, frame: QFrame) -> QHBoxLayout:
        node = self._desk.register.session.node.node
        row = QHBoxLayout()
        row.setSpacing(16)
        code = QrPicture(f"BYF1|{node}|{self.fingerprint}", _("QR code of the fingerprint"), 132, frame)
        row.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(look.label(_("Fingerprint"), frame, role="caption"))
        groups = self.fingerprint.replace("-", " ").split()
        shown = look.label("\n".join(groups), frame, role="display")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.setAccessibleName(_("Fingerprint: {print}", print=self.fingerprint))
        words.addWidget(shown)
        words.addStretch(1)
        row.addLayout(words)
        row.addStretch(1)
        return row

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.fingerprint)

    @Slot()
    def _on_save(self) -> None:
        node = self._desk.register.session.node.node
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save our card"), f"the-ghep-noi-{node}.bycard", f"{_('Pairing cards')} (*.bycard)"
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the card file."""
        register = self._desk.register

        def work(progress: Progress) -> Path:
            from app.sync import files
            from app.sync.pairing import card_bytes

            data = card_bytes(
                register.session.store, register.device, recovery=register.keeper.recovery_keys()
            )
            files.write(path, data)
            return path

        self._desk.lane.run(work, self._on_saved, self._on_failed, self)

    def _on_saved(self, path: Path) -> None:
        self._desk.tell(_("Saved: {file}", file=path.name), "good")

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")


class OtherCard(QWidget):
    """Choose a card file, type the fingerprint heard, accept."""

    paired = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._data = b""
        frame, column = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column.addLayout(card_head("link", _("Card of the other office"), frame))
        self._steps(frame, column)
        self._told = look.label("", frame, wrap=True)
        column.addWidget(self._told)
        column.addStretch(1)
        self.accept_button = look.button(_("Accept this card"), frame, kind="primary", icon="check")
        self.accept_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.accept_button)
        column.addLayout(foot)
        self._refresh()

    def _steps(self, frame: QFrame, column: QVBoxLayout) -> None:
        """Card file, fingerprint, and what the office is to us."""
        column.addWidget(look.label(_("1. Choose the card file that was brought or sent."), frame))
        choose = look.button(_("Choose a card…"), frame, icon="folder-open")
        choose.clicked.connect(self._on_choose)
        self._name = look.label(_("No card chosen"), frame, tone="muted", wrap=True)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addWidget(self._name, 1)
        column.addLayout(row)
        column.addSpacing(6)
        asked = look.label(
            _("2. Telephone the office and type the fingerprint it reads out to you."), frame, wrap=True
        )
        column.addWidget(asked)
        self.typed = QLineEdit(frame)
        self.typed.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX")
        self.typed.setAccessibleName(_("Fingerprint heard"))
        self.typed.setMaxLength(40)
        self.typed.setFont(theme().font(3, bold=True))
        asked.setBuddy(self.typed)
        self.typed.textChanged.connect(self._refresh)
        column.addWidget(self.typed)
        column.addSpacing(6)
        column.addWidget(look.label(_("3. What is this office to us?"), frame))
        column.addLayout(self._parts(frame))

    def _parts(self, frame: QFrame) -> QHBoxLayout:
        row = QHBoxLayout()
        self._group = QButtonGroup(self)
        for part, text in _PARTS:
            radio = QRadioButton(_(text), frame)
            radio.setProperty("part", part)
            self._group.addButton(radio)
            row.addWidget(radio)
        row.addStretch(1)
        is_upper = self._desk.register.session.node.sort == "upper"
        self._group.buttons()[1 if is_upper else 0].setChecked(True)
        return row

    @Slot()
    def _on_choose(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a card"), "", f"{_('Pairing cards')} (*.bycard);;{_('All files')} (*)"
        )
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Read a card file and say whose it is; its fingerprint is not shown, it has to be heard."""
        from app.sync.pairing import read_card

        try:
            with path.open("rb") as file:
                data = file.read(_MOST + 1)
            found: Card = read_card(data)
        except OSError:
            self._say(_("This file cannot be read. Choose another one."), "danger")
            return
        except Fault as fault:
            self._say(fault.sentence(), "danger")
            return
        self._data = data
        self._name.setText(f"{found.name} ({found.node} · {_(SORTS[found.sort])})")
        mark(self._name, tone="")
        self._say("", "")
        self._refresh()
        self.typed.setFocus()

    def part(self) -> str:
        """What the office is to us."""
        chosen = self._group.checkedButton()
        return str(chosen.property("part")) if chosen is not None else ""

    @Slot()
    def accept(self) -> None:
        """Pair, when the fingerprint typed is the card's."""
        register, data, part, typed = self._desk.register, self._data, self.part(), self.typed.text()

        def work(progress: Progress) -> Peer:
            from app.sync.pairing import pair

            peer = pair(register.session.store, register.user, data, part, typed)
            if register.session.node.sort == "upper" and part == CHILD:
                note_sender(register.session, peer.unit, peer.node, peer.name)
            return peer

        self.accept_button.setEnabled(False)
        self._desk.lane.run(work, self._on_paired, self._on_failed, self)

    def _on_paired(self, peer: Peer) -> None:
        self._data = b""
        self.typed.clear()
        self._name.setText(_("No card chosen"))
        self._say(_("Paired with {name}.", name=peer.name), "good")
        self._refresh()
        self.paired.emit(peer)

    def _on_failed(self, fault: Fault) -> None:
        self._say(fault.sentence(), "danger")
        self._refresh()

    def _say(self, text: str, tone: str) -> None:
        self._told.setText(text)
        mark(self._told, tone=tone)

    @Slot()
    def _refresh(self) -> None:
        self.accept_button.setEnabled(bool(self._data) and bool(self.typed.text().strip()))


class PairingDialog(QDialog):
    """Both cards side by side."""

    paired = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Pairing"))
        self.own, self.other = OwnCard(desk), OtherCard(desk)
        self.other.paired.connect(self.paired)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(self.own, 1)
        pair.addWidget(self.other, 1)
        close = look.button(_("Close"), self)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(look.label(_("Pair with another office"), self, role="title"))
        text = _(
            "Two offices exchange their cards once. What proves a card is the fingerprint, told another way."
        )
        column.addWidget(look.label(text, self, tone="muted", wrap=True))
        column.addLayout(pair, 1)
        column.addLayout(foot)
        self.resize(min(look.px(900), 980), min(look.px(480), 620))
