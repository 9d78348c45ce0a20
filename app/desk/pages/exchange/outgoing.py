"""The way out: what the level above has not confirmed, where to write it, and how far each package is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.exchange.papers import office_of, write_handover
from app.desk.pages.exchange.reading import ExchangeView, PeerView, counts_text, size_text, when
from app.desk.pages.exchange.target import TargetChooser
from app.desk.shell.desk import Desk
from app.desk.shell.say import count
from app.desk.theme.theme import mark
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.stage import StageBar
from app.kinds.faults import Fault
from app.sync.outbox import Exported, Sent
from app.sync.pairing import Peer
from app.words import N_, _, plural

STAGES = (N_("Made"), N_("Copied and read back"), N_("The level above confirms"))
_REACHED = {"made": 1, "copied": 2, "confirmed": 3}


def card(parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    """A card and its column."""
    made = QFrame(parent)
    mark(made, kind="card")
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(6)
    return made, column


def card_head(icon: str, title: str, parent: QWidget) -> QHBoxLayout:
    """Icon and title of a card."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(look.picture(icon, "accent", 18, parent))
    row.addWidget(look.label(title, parent, role="heading"))
    row.addStretch(1)
    return row


class OutgoingCard(QWidget):
    """Packages to the level above; ``done`` after something was written, ``pair_wanted`` without a level above."""

    done = Signal()
    pair_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: PeerView | None = None
        self._last: Sent | None = None
        self._files: tuple[Path, ...] = ()
        frame, self._column = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._column.addLayout(card_head("send", _("Send to the level above"), frame))
        self._body = QWidget(frame)
        self._column.addWidget(self._body, 1)
        self._none = self._empty(frame)
        self._column.addWidget(self._none, 1)
        self._build()
        self._none.hide()

    def _empty(self, parent: QWidget) -> EmptyState:
        made = EmptyState(
            "link",
            _("Not paired with a level above yet"),
            _("Exchange pairing cards once; after that a package is three clicks."),
            parent,
        )
        made.add_action(_("Pair now"), self.pair_wanted.emit, icon="link", primary=True)
        return made

    def _build(self) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._name = look.label("", self._body, role="strong", wrap=True)
        self._print = look.label("", self._body, role="caption")
        self._print.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._ops = look.label("", self._body, role="title")
        self._kinds = look.label("", self._body, tone="muted", wrap=True)
        self._acked = look.label("", self._body, role="caption", wrap=True)
        self.target = TargetChooser(self._body)
        self.target.changed.connect(self._refresh_button)
        self.as_text = QCheckBox(_("As text, for e-mail that refuses unknown files"), self._body)
        self.make = look.button(_("Make the package"), self._body, kind="primary", icon="send")
        self.make.clicked.connect(self.start)
        for part in (self._name, self._print, self._ops, self._kinds, self._acked):
            column.addWidget(part)
        column.addWidget(look.hairline(self._body))
        column.addWidget(self.target)
        row = QHBoxLayout()
        row.addWidget(self.as_text)
        row.addStretch(1)
        row.addWidget(self.make)
        column.addLayout(row)
        column.addLayout(self._result())
        column.addStretch(1)

    def _result(self) -> QVBoxLayout:
        """The newest package: its stages and what can be done with it."""
        self._chain = StageBar([_(name) for name in STAGES], 0, self._body)
        self._told = look.label("", self._body, role="small", wrap=True)
        self.sheet = look.button(_("Handover sheet"), self._body, icon="file-type-pdf")
        self.sheet.clicked.connect(self._on_sheet)
        self.show_folder = look.button(_("Open the folder"), self._body, kind="quiet", icon="folder-open")
        self.show_folder.clicked.connect(self._on_folder)
        self.show_folder.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._told, 1)
        row.addWidget(self.show_folder)
        row.addWidget(self.sheet)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(look.hairline(self._body))
        column.addWidget(self._chain)
        column.addLayout(row)
        return column

    def set_view(self, view: ExchangeView) -> None:
        """Show what was read."""
        self._view = view.parent
        self._body.setVisible(self._view is not None)
        self._none.setVisible(self._view is None)
        if self._view is None or self._view.pending is None:
            return
        peer, pending = self._view.peer, self._view.pending
        self._name.setText(peer.name)
        self._print.setText(_("{node} · fingerprint {print}", node=peer.node, print=peer.fingerprint))
        self._ops.setText(_ops_text(pending.ops))
        self._kinds.setText(counts_text(pending.counts))
        self._kinds.setVisible(bool(pending.counts))
        self._acked.setText(_acked_text(pending.last_acked_at, pending.days, pending.ops))
        late = pending.ops > 0 and pending.days >= 7
        mark(self._acked, tone="warn" if late else "")
        to_parent = [s for s in view.sent if s.node == peer.node]
        self._show_last(to_parent[0] if to_parent else None)
        self._refresh_button()

    def _show_last(self, sent: Sent | None) -> None:
        self._last = sent
        for part in (self._chain, self._told, self.sheet):
            part.setVisible(sent is not None)
        if sent is not None:
            self._chain.set_current(_REACHED[sent.state])
            self._told.setText(
                _(
                    "Package {seq}, {when}: {size}, changes {first} to {last}.",
                    seq=sent.seq,
                    when=when(sent.made_at),
                    size=size_text(sent.bytes),
                    first=count(sent.lsn[0]),
                    last=count(sent.lsn[1]),
                )
            )

    @Slot()
    def _refresh_button(self) -> None:
        ready = self._view is not None and self._view.pending is not None and self._view.pending.ops > 0
        self.make.setEnabled(ready and self.target.is_ready())

    @Slot()
    def start(self) -> None:
        """Make the packages in the lane and read them back."""
        folder, view = self.target.folder(), self._view
        if view is None or folder is None:
            return
        register, text = self._desk.register, self.as_text.isChecked()
        node = view.peer.node

        def work(progress: Progress) -> Exported:
            from app.sync import outbox

            store, device, by = register.session.store, register.device, register.user
            return outbox.export(store, device, by, node, folder, text=text, progress=progress.at)

        self.make.setEnabled(False)
        label = _("Writing the package and reading it back")
        self._desk.lane.run(
            work, self._on_exported, self._on_failed, self, cancelled=self._on_cancelled, label=label
        )

    def _on_exported(self, made: Exported) -> None:
        self._files = tuple(package.file for package in made.packages)
        self.show_folder.setVisible(bool(self._files))
        names = ", ".join(file.name for file in self._files)
        if names:
            self._desk.tell(
                _("Written and read back: {names}. Take the stick out safely.", names=names), "good"
            )
        else:
            self._desk.tell(_("Everything is confirmed already; there is nothing to write."), "info")
        self._desk.status_stale.emit()
        self.done.emit()

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")
        self.done.emit()

    def _on_cancelled(self) -> None:
        self._desk.tell(_("Stopped. Nothing was marked as sent."), "info")
        self.done.emit()

    @Slot()
    def _on_folder(self) -> None:
        if self._files:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._files[0].parent)))

    @Slot()
    def _on_sheet(self) -> None:
        if self._last is None or self._view is None:
            return
        suggested = f"bien-ban-ban-giao-goi-{self._last.seq}.pdf"
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the handover sheet"), suggested, "PDF (*.pdf)"
        )
        if name:
            self.save_sheet(Path(name), self._last, self._view.peer)

    def save_sheet(self, path: Path, sent: Sent, peer: Peer) -> None:
        """Write the handover sheet of a package as PDF."""
        register, files = self._desk.register, self._files

        def work(progress: Progress) -> Path:
            return write_handover(register.session, office_of(register), sent, peer, files, path)

        self._desk.lane.run(work, self._on_paper, self._on_failed, self, label=_("Writing the paper"))

    def _on_paper(self, path: Path) -> None:
        self._desk.tell(_("Saved: {file}", file=path.name), "good")


def _ops_text(ops: int) -> str:
    if not ops:
        return _("Everything is confirmed")
    return plural(
        "{count} change not confirmed yet", "{count} changes not confirmed yet", ops, count=count(ops)
    )


def _acked_text(at: str, days: int, ops: int) -> str:
    last = (
        _("Confirmed last: {when}", when=when(at)) if at else _("The level above has confirmed nothing yet")
    )
    if not ops:
        return last
    old = plural("the oldest waits {n} day", "the oldest waits {n} days", days) if days else ""
    return f"{last}; {old}" if old else last
