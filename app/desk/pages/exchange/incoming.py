"""The way in: files dropped or chosen, verified in the lane, and told in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.jobs.progress import Progress
from app.desk.pages.exchange.outgoing import card, card_head
from app.desk.shell.desk import Desk
from app.desk.shell.say import count
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.empty import EmptyState
from app.kinds.faults import Fault
from app.sync.codes import Reject
from app.sync.inbox import Received
from app.words import N_, _, plural

STATES = {
    "applied": (N_("Taken in"), "good"),
    "duplicate": (N_("Already here"), "info"),
    "waiting": (N_("Waits"), "warn"),
    "quarantined": (N_("Not accepted"), "danger"),
}
#: What to do about a file that was not taken in, by its reason.
ADVICE = {
    "W_GAP": N_("Ask the sender for the missing package; this one is taken in by itself afterwards."),
    "W_PARTIAL": N_("Receive the missing volumes too; then the package is put together by itself."),
    "E_KEY_UNKNOWN": N_("Pair with the sender first, then receive the file again."),
    "E_KEY_REVOKED": N_("Telephone the sender. Do not use this file."),
    "E_DECRYPT": N_("Look at the address on the handover sheet; ask the sender to make it again for you."),
    "E_ADDRESSEE": N_("Hand the file on to the office it is addressed to."),
    "E_READER_OLD": N_("Install the newer version; the package is kept and taken in then."),
    "E_FORK": N_("Telephone the sender before anything else is taken in from there."),
    "E_EPOCH": N_("Telephone the sender before anything else is taken in from there."),
    "E_FILE": N_("Choose the file itself, not a shortcut or a folder."),
}
_ADVICE_ELSE = N_("Ask the sender to copy it again. The refused file is kept for 30 days.")


class DropZone(QFrame):
    """Files are dropped here, or chosen with the button in it."""

    dropped = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        self.setAccessibleName(_("Drop package files here"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(look.picture("inbox", "muted", 26, self))
        words = look.label(_("Drop package files or receipts here"), self, tone="muted", wrap=True)
        row.addWidget(words, 1)
        self.choose = look.button(_("Choose files…"), self, icon="folder-open")
        row.addWidget(self.choose)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only files of this computer."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Somebody went on."""
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files on."""
        self._set_over(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.dropped.emit(paths)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed edge that says: here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.role("focus" if self._over else "edge"), 2 if self._over else 1.2)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(look.role("pale" if self._over else "sunken"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)
        painter.end()


class ResultLine(QWidget):
    """What became of one file: state, name, sentence, and what to do."""

    def __init__(self, told: Received, sender: str, parent: QWidget) -> None:
        super().__init__(parent)
        word, tone = STATES.get(told.status, (told.status, "neutral"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Badge(_(word), tone, self))
        name = look.label(told.file, self, role="strong")
        name.setToolTip(told.file)
        head.addWidget(name, 1)
        head.addWidget(look.label(sender, self, role="caption"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        for text in sentences(told):
            column.addWidget(look.label(text, self, wrap=True))
        column.addWidget(look.hairline(self))


def sentences(told: Received) -> list[str]:
    """What to tell about a file: figures when it was taken in, else the reason and what to do."""
    if told.status == "applied":
        return _applied(told)
    if told.status == "duplicate":
        return [told.text]
    advice = ADVICE.get(told.code, _ADVICE_ELSE if told.status == "quarantined" else "")
    return [told.text, _(advice)] if advice else [told.text]


def _applied(told: Received) -> list[str]:
    said = (
        plural("{count} change taken in.", "{count} changes taken in.", told.ops, count=count(told.ops))
        if told.ops
        else _("A receipt: what the other side holds is now known.")
    )
    more = []
    if told.conflicts:
        n = told.conflicts
        more.append(plural("{n} difference needs a decision.", "{n} differences need a decision.", n))
    if told.parked:
        n = told.parked
        more.append(plural("{n} change is kept aside for now.", "{n} changes are kept aside for now.", n))
    if told.followed:
        n = len(told.followed)
        more.append(plural("{n} waiting package followed.", "{n} waiting packages followed.", n))
    return [said, *more]


class IncomingCard(QWidget):
    """Receives files; ``done`` after something was taken in."""

    done = Signal()

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._names: dict[str, str] = {}
        frame, column = card(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column.addLayout(card_head("inbox", title, frame))
        self.zone = DropZone(frame)
        self.zone.dropped.connect(self.receive)
        self.zone.choose.clicked.connect(self._on_choose)
        column.addWidget(self.zone)
        hint = look.label(
            _(
                "Each file is checked completely before anything of it is taken in, and harmless when it comes twice."
            ),
            frame,
            role="caption",
            wrap=True,
        )
        column.addWidget(hint)
        self._lines = QVBoxLayout()
        self._none, self._scroll = self._results(frame)
        column.addWidget(self._none, 1)
        column.addWidget(self._scroll, 1)

    def _results(self, frame: QFrame) -> tuple[EmptyState, QScrollArea]:
        """Where results are told, and what stands there before the first one."""
        none = EmptyState(
            "file-import",
            _("Nothing received since the register was opened"),
            _("The result of each file is told here, in a sentence and with what to do."),
            frame,
        )
        self._lines.setSpacing(0)
        self._lines.addStretch(1)
        inner = QWidget()
        inner.setLayout(self._lines)
        scroll = QScrollArea(frame)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        scroll.setAccessibleName(_("Results of receiving"))
        scroll.hide()
        return none, scroll

    def set_names(self, names: dict[str, str]) -> None:
        """Names of the paired nodes by their ids."""
        self._names = names

    @Slot()
    def _on_choose(self) -> None:
        found, _filter = QFileDialog.getOpenFileNames(
            self, _("Choose packages"), "", f"{_('Packages')} (*.byx *.txt);;{_('All files')} (*)"
        )
        if found:
            self.receive([Path(name) for name in found])

    @Slot(list)
    def receive(self, paths: Sequence[Path]) -> None:
        """Verify and take in files, one after the other, in the lane."""
        register, files = self._desk.register, list(paths)

        def work(progress: Progress) -> list[Received]:
            from app.sync.inbox import receive

            store, device, by = register.session.store, register.device, register.user
            found = []
            for place, path in enumerate(files):
                progress.at(place, len(files))
                try:
                    found.append(receive(store, device, by, path))
                except Reject as refused:
                    found.append(_own_trouble(path, refused))
            return found

        label = _("Checking packages")
        self._desk.lane.run(
            work, self.show_results, self._on_failed, self, cancelled=self.done.emit, label=label
        )

    def show_results(self, results: Sequence[Received]) -> None:
        """Tell what became of each file, the newest on top."""
        self._none.hide()
        self._scroll.show()
        for told in results:
            self._lines.insertWidget(0, ResultLine(told, self._names.get(told.node, told.node), self))
        taken = sum(told.status == "applied" for told in results)
        if taken:
            self._desk.announce(None, self)
        self.done.emit()

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")


def _own_trouble(path: Path, refused: Reject) -> Received:
    """This computer's own trouble with one file (full disk) does not stop the others."""
    return Received(path.name, "quarantined", refused.code, 0, 0, 0, "", refused.sentence())
