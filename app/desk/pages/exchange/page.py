"""Send and receive: packages out, packages in, receipts, and who we are paired with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.models.rows import RowsModel
from app.desk.pages.exchange import lists
from app.desk.pages.exchange.incoming import IncomingCard
from app.desk.pages.exchange.outgoing import OutgoingCard
from app.desk.pages.exchange.pairing import PairingDialog
from app.desk.pages.exchange.papers import office_of, write_slip
from app.desk.pages.exchange.reading import ExchangeView, read_view
from app.desk.pages.exchange.returns import ReturnsCard
from app.desk.pages.people.work import read
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.say import count
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.table import ListTable
from app.kinds.faults import Fault
from app.sync.pairing import CHILD
from app.words import N_, _

PAIR = "pair"
_TABS = (N_("Packages sent"), N_("Packages received"), N_("Paired offices"))


class ExchangePage(Page):
    """Target ``pair`` opens the pairing dialog."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: ExchangeView | None = None
        self._dialog: PairingDialog | None = None
        self._is_upper = desk.register.session.node.sort == "upper"
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(10)
        column.addLayout(self._head())
        self.outgoing, self.returns = OutgoingCard(desk), ReturnsCard(desk)
        title = _("Receive from the units") if self._is_upper else _("Receive")
        self.incoming = IncomingCard(desk, title)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        # An office with nobody above begins with what comes in.
        order: list[QWidget] = [self.outgoing, self.incoming, self.returns]
        if self._is_upper:
            order = [self.incoming, self.returns, self.outgoing]
        for part in order:
            cards.addWidget(part, 1)
        column.addLayout(cards, 5)
        column.addWidget(self._tabs(), 4)
        self.returns.setVisible(self._is_upper)
        self.outgoing.setVisible(not self._is_upper)
        for part in (self.outgoing, self.incoming, self.returns):
            part.done.connect(self.reload)
        for card in (self.outgoing, self.returns):
            card.pair_wanted.connect(self.open_pairing)
        desk.changed.connect(self._on_changed)

    def _head(self) -> QHBoxLayout:
        node = self.desk.register.session.node
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(look.label(_("Send and receive"), self, role="title"))
        row.addWidget(look.label(f"{node.node} · {node.name}", self, tone="muted"))
        row.addStretch(1)
        pair = look.button(_("Pairing cards"), self, icon="link")
        pair.clicked.connect(self.open_pairing)
        row.addWidget(pair)
        return row

    def _tabs(self) -> QTabWidget:
        self._models = [
            RowsModel(c, self) for c in (lists.SENT_COLUMNS, lists.MET_COLUMNS, lists.PEER_COLUMNS)
        ]
        self.tables = [
            ListTable(model, _(name), self) for model, name in zip(self._models, _TABS, strict=True)
        ]
        empties = (
            EmptyState(
                "send", _("No package was made yet"), _("What is made here is listed with how far it got.")
            ),
            EmptyState("inbox", _("No package came yet"), _("Every file met is listed, refused ones too.")),
            EmptyState("link", _("Not paired with anybody yet"), _("Exchange pairing cards to begin.")),
        )
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for table, name, empty in zip(self.tables, _TABS, empties, strict=True):
            table.set_empty(empty)
            self.tabs.addTab(table, _(name))
        slip = look.button(_("Receipt slip"), self.tabs, kind="link", icon="file-type-pdf")
        slip.setToolTip(_("Choose a unit in “Paired offices”, then save its slip as PDF."))
        slip.clicked.connect(self._on_slip)
        self.slip = slip
        self.tabs.setCornerWidget(slip)
        if self._is_upper:
            self.tabs.setCurrentIndex(2)
        return self.tabs

    def arrive(self, target: str) -> None:
        """Read again; ``pair`` also opens the cards."""
        self.reload()
        if target == PAIR:
            self.open_pairing()

    def reload(self) -> None:
        """Read everything again."""
        read(self.desk, lambda: read_view(self.desk), self.show_view, self._on_failed, self)

    def show_view(self, view: ExchangeView) -> None:
        """Show what was read."""
        self._view = view
        self.outgoing.set_view(view)
        self.returns.set_view(view)
        self.incoming.set_names({p.peer.node: p.peer.name for p in view.peers})
        self.outgoing.setVisible(not self._is_upper or view.parent is not None)
        self.returns.setVisible(self._is_upper or bool(view.children))
        lines = (lists.sent_lines(view), lists.met_lines(view), lists.peer_lines(view))
        for place, (model, found) in enumerate(zip(self._models, lines, strict=True)):
            model.set_lines(found)
            self.tabs.setTabText(place, f"{_(_TABS[place])} ({count(len(found))})")
        self.slip.setVisible(bool(view.children))

    def _on_failed(self, fault: Fault) -> None:
        self.desk.tell(fault.sentence(), "danger")

    @Slot(object, object)
    def _on_changed(self, changed: object, origin: object) -> None:
        if origin is not self.incoming and self.isVisible():
            self.reload()

    @Slot()
    def open_pairing(self) -> None:
        """Show both cards."""
        if self._dialog is not None:
            return
        self._dialog = PairingDialog(self.desk, self)
        self._dialog.paired.connect(self._on_paired)
        self._dialog.finished.connect(self._on_closed)
        self._dialog.open()

    @Slot(object)
    def _on_paired(self, peer: object) -> None:
        self.reload()
        self.desk.status_stale.emit()

    @Slot()
    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None

    @Slot()
    def _on_slip(self) -> None:
        view, row = self._view, self.tables[2].current_id()
        if view is None or row is None or view.peers[row].peer.part != CHILD:
            self.tabs.setCurrentIndex(2)
            self.desk.tell(_("Choose a unit in “Paired offices” first."), "info")
            return
        node = view.peers[row].peer.node
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the receipt slip"), f"phieu-tiep-nhan-{node}.pdf", "PDF (*.pdf)"
        )
        if name:
            self.save_slip(row, Path(name))

    def save_slip(self, row: int, path: Path) -> None:
        """Write the slip of the unit in a row of the paired offices."""
        if self._view is None:
            return
        register, peer = self.desk.register, self._view.peers[row].peer

        def work(progress: Progress) -> Path | None:
            return write_slip(register.session, register.device, office_of(register), peer, path)

        self.desk.lane.run(work, self._on_slip_saved, self._on_failed, self, label=_("Writing the paper"))

    def _on_slip_saved(self, path: Path | None) -> None:
        if path is None:
            self.desk.tell(_("Nothing was received from this unit yet."), "info")
        else:
            self.desk.tell(_("Saved: {file}", file=path.name), "good")
