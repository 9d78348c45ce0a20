"""Adding a person: the fields at the left, who may be the same at the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.add_person.entry import PersonEntry
from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.lookups import detail
from app.desk.pages.people.work import Latest, read, session_of, write
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.confirm import DISCARD, SAVE, LeaveDialog
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.duplicates import POSSIBLE, SURE, DuplicateHints
from app.desk.widgets.duplicates import Likeness as Hint
from app.desk.widgets.strips import Strips
from app.kinds.codes import DECISION_SORT
from app.kinds.faults import Fault
from app.register import lists
from app.register.duplicates import WHY, Likeness, like
from app.register.people import AddPerson, add_person
from app.register.session import Session
from app.words import N_, _

WIDE, TALL = 980, 620
DRAFT = "person:new"
_WAIT_MS = 250
_LOOK_FIRST = N_(
    "Somebody in the register is almost surely the same person. Open that record, or say why not."
)


class AddPersonDialog(QDialog):
    """980×620 at 13 px type; ``open_wanted`` leads to a record that exists, ``added`` to the new one."""

    open_wanted = Signal(str)
    added = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, scan: bool = False) -> None:
        super().__init__(parent)
        self._desk = desk
        self._again = False
        self._is_saving = False
        self._latest = Latest(self._take_likes)
        self.setWindowTitle(_("Add a person"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.entry = PersonEntry(self)
        self.hints = DuplicateHints(self)
        self.strips = Strips(self)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.look_for_likes)
        self.entry.start(session_of(desk).today().isoformat())
        drafts = PageDrafts(desk, self)
        self.keeper = DraftKeeper(DRAFT, self.entry, drafts.save, drafts.load, self)
        self._lay_out()
        self._connect()
        self.resize(min(look.px(WIDE), 1240), min(look.px(TALL), 660))
        offer = self.keeper.offer(self.strips)
        if offer is not None:
            self.strips.add(offer)
        session = session_of(desk)
        read(desk, lambda: lists.hamlets(session), self._take_hamlets, self._on_failed, self)
        (self.entry.scan if scan else self.entry.name).setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(20, 16, 16, 8)
        left.setSpacing(8)
        left.addWidget(look.label(_("Add a person"), self, role="title"))
        left.addWidget(self.strips)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.entry)
        left.addWidget(scroll, 1)
        middle.addLayout(left, 3)
        well = QFrame(self)
        well.setProperty("kind", "well")
        right = QVBoxLayout(well)
        right.setContentsMargins(16, 16, 16, 12)
        right.addWidget(self.hints)
        middle.addWidget(well, 2)
        column.addLayout(middle, 1)
        column.addWidget(look.hairline(self))
        column.addLayout(self._foot())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of a sheet of paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.end()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 10, 20, 12)
        foot.setSpacing(8)
        caption = _("Only these fields are needed now; the rest can follow on the record.")
        foot.addWidget(look.label(caption, self, role="caption"))
        foot.addStretch(1)
        self.cancel_button = look.button(_("Cancel"), self)
        self.cancel_button.clicked.connect(self.reject)
        self.again_button = look.button(_("Save and add another"), self)
        self.again_button.clicked.connect(self.save_and_go_on)
        self.save_button = look.button(_("Save the record"), self, kind="primary")
        self.save_button.clicked.connect(self.save)
        for made in (self.cancel_button, self.again_button, self.save_button):
            foot.addWidget(made)
        QWidget.setTabOrder(self.entry.officer.edit, self.save_button)
        QWidget.setTabOrder(self.save_button, self.again_button)
        QWidget.setTabOrder(self.again_button, self.cancel_button)
        return foot

    def _connect(self) -> None:
        self.entry.edited.connect(self._timer.start)
        self.entry.submitted.connect(self.save)
        self.hints.opened.connect(self._on_open)
        self.hints.declared_other.connect(self._on_declared)
        bind(self, Shortcut.SAVE, self.save)
        bind(self, Shortcut.SCAN, self._on_scan)

    # -- who may be the same -----------------------------------------------------------

    def look_for_likes(self) -> None:
        """Ask the register who is like what is typed."""
        self._timer.stop()
        sketch = self.entry.sketch()
        if not sketch.name and not sketch.numbers:
            self._latest.drop()
            self.hints.set_found(())
            return
        session = session_of(self._desk)
        take = self._latest.ask()
        read(self._desk, lambda: like(session, sketch), take, self._on_failed, self)

    def _take_likes(self, found: Sequence[Likeness]) -> None:
        self.hints.set_found([_hint(one) for one in found])

    def _take_hamlets(self, found: list[tuple[str, int]]) -> None:
        self.entry.offer_hamlets([name for name, _n in found])

    def _on_failed(self, fault: Fault) -> None:
        self.strips.say_fault(fault)

    def _on_open(self, person: str) -> None:
        self.keeper.keep_now()  # what is typed is offered again when the dialog is opened next
        self._close()
        self.open_wanted.emit(person)

    def _on_declared(self, reason: str) -> None:
        self.save()

    def _on_scan(self) -> None:
        self.entry.scan.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- saving ---------------------------------------------------------------------------

    def save(self) -> None:
        """Save and open the new record."""
        self._save(again=False)

    def save_and_go_on(self) -> None:
        """Save and start with the next person."""
        self._save(again=True)

    def _save(self, *, again: bool) -> None:
        look.commit_typing()
        if self._is_saving or self.entry.check():
            return
        if not self.hints.is_clear():
            self._say_alike()
            return
        self._again = again
        session = session_of(self._desk)
        reason = self.hints.reason()
        cmd = self.entry.command(self._decision_sort(session), reason)
        sketch = self.entry.sketch()

        def work() -> list[Likeness] | tuple[str, object]:
            # what was typed in the last quarter of a second was not compared yet
            alike = [] if reason else like(session, sketch)
            return alike if any(one.is_sure for one in alike) else _added(session, cmd)

        self._set_saving(True)
        write(self._desk, work, self._on_written, self._on_refused, self, label=_("Saving…"))

    def _decision_sort(self, session: Session) -> str:
        day = self.entry.since.value()
        if not day:
            return ""
        pack = session.law.at(max(date.fromisoformat(str(day)), session.law.oldest))
        follows = pack.statuses.get(str(self.entry.status.value()))
        sorts = [s for s in (follows.opened_by if follows else ()) if s in DECISION_SORT.labels]
        return sorts[0] if sorts else ""

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.save_button.setEnabled(not saving)
        self.again_button.setEnabled(not saving)

    def _on_written(self, answer: list[Likeness] | tuple[str, object]) -> None:
        self._set_saving(False)
        if isinstance(answer, list):
            self._take_likes(answer)
            self._say_alike()
            return
        person, changed = answer
        name = str(self.entry.name.value())
        self.keeper.forget()
        self._desk.announce(changed, self)
        if not self._again:
            self._close()
            self.added.emit(person)
            return
        self.entry.start(session_of(self._desk).today().isoformat())
        self.hints.set_found(())
        for strip in self.strips.strips():
            strip.dismiss()
        strip = self.strips.say(_("Added: {name}.", name=name), "good")
        strip.add_action(_("Open the record"), lambda: self._on_open(person))
        self.entry.name.setFocus()

    def _say_alike(self) -> None:
        for strip in self.strips.strips():
            strip.dismiss()
        self.strips.say(_(_LOOK_FIRST), "warn")

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        self.entry.show_fault(fault)

    # -- closing --------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc or Cancel: asks only when something is typed."""
        if self.entry.is_changed():
            answer = LeaveDialog(_("Add a person"), self).ask()
            if answer == SAVE:
                self.save()
            if answer != DISCARD:
                return
            self.keeper.forget()
        self._close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross, and the end of the program: nothing is asked, the draft stays."""
        self.keeper.keep_now()
        self._close()
        event.accept()

    def _close(self) -> None:
        self._timer.stop()
        self._latest.drop()
        super().reject()

    def save_draft(self) -> None:
        """Keep what is typed now."""
        self.keeper.keep_now()


def _added(session: Session, cmd: AddPerson) -> tuple[str, object]:
    return add_person(session, cmd)


def _hint(one: Likeness) -> Hint:
    reasons = tuple(_(WHY[code]) for code in one.because)
    return Hint(one.id, one.name, detail(one.birth, one.hamlet), SURE if one.is_sure else POSSIBLE, reasons)
