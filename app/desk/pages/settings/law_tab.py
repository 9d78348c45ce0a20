"""The law that is followed: packs with their versions and days, publishers, comparing and installing a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.people.work import read, session_of, write
from app.desk.pages.settings.compare_dialog import CompareDialog
from app.desk.pages.settings.fields_dialog import FieldsDialog, Values
from app.desk.shell.desk import Desk
from app.desk.shell.say import day
from app.desk.widgets import look
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.field import FieldWidget
from app.desk.widgets.fields import TextField
from app.desk.widgets.strips import Strips
from app.desk.widgets.table import ListTable
from app.kinds.faults import Fault
from app.register.law_packs import (
    Candidate,
    ChangedDeadline,
    InstalledLine,
    LawView,
    Publisher,
    compare,
    drop_publisher,
    fingerprint_of,
    law_view,
    look_at,
    read_file,
    take_back,
    trust_publisher,
)
from app.words import N_, _

_PACKS = (
    Column("title", N_("Title"), 380, strong=True, sortable=False),
    Column("version", N_("Version"), 88, sortable=False),
    Column("from", N_("Followed from"), 108, sortable=False),
    Column("to", N_("To"), 84, sortable=False),
    Column("state", N_("State"), 146, marked=True, sortable=False),
    Column("origin", N_("Comes from"), 170, sortable=False),
)
_STATES = {
    "now": (N_("in force"), "good"),
    "later": (N_("from its day on"), "info"),
    "past": (N_("for older acts"), "neutral"),
}
Compared = tuple[Candidate, list[ChangedDeadline]]


class LawTab(QWidget):
    """Packs above, publishers below."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: LawView | None = None
        self._file = Path()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        self.strips = Strips(self)
        column.addWidget(self.strips)
        text = _(
            "A case keeps the law under which it began; a new pack changes it only where one of its transition "
            "rules says so. Comparing lists every deadline that would change, before anything is installed."
        )
        column.addWidget(look.label(text, self, tone="muted", wrap=True))
        self._model = RowsModel(_PACKS, self)
        self.table = ListTable(self._model, _("Law packs"), self)
        self.table.selected.connect(self._refresh)
        column.addWidget(self.table, 1)
        column.addLayout(self._pack_buttons())
        column.addWidget(look.label(_("Trusted publishers"), self, role="heading"))
        self._publishers = look.label("", self, wrap=True)
        column.addWidget(self._publishers)
        column.addLayout(self._publisher_buttons())
        for button in (self.back, self.trust, self.drop):
            button.setVisible(session_of(desk).is_admin)
        self._refresh()

    def _pack_buttons(self) -> QHBoxLayout:
        self.compare = look.button(_("Compare a signed pack…"), self, kind="primary", icon="gavel")
        self.compare.clicked.connect(self._on_choose)
        self.back = look.button(_("Take the pack back…"), self, icon="arrow-back-up")
        self.back.clicked.connect(self.ask_take_back)
        return self._row(self.compare, self.back)

    def _publisher_buttons(self) -> QHBoxLayout:
        self.trust = look.button(_("Trust a publisher…"), self, icon="key")
        self.trust.clicked.connect(self._on_choose_key)
        self.drop = look.button(_("Trust no longer…"), self)
        self.drop.clicked.connect(self.ask_drop)
        return self._row(self.trust, self.drop)

    def _row(self, *buttons: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def reload(self) -> None:
        """Read the packs and publishers again."""
        session = session_of(self._desk)
        read(self._desk, lambda: law_view(session), self.show_view, self._on_failed, self)

    def show_view(self, view: LawView) -> None:
        """Show packs and publishers, and what is wrong or waits for the next opening."""
        self._view = view
        self._model.set_lines([_line(line) for line in view.lines])
        session = session_of(self._desk)
        told = [f"{one.name}: {fingerprint_of(session, one)}, {day(one.since)}" for one in view.publishers]
        nobody = _(
            "Nobody yet. The first time a pack of somebody new is opened, their fingerprint is asked for."
        )
        self._publishers.setText("\n".join(told) or nobody)
        for strip in self.strips.strips():
            strip.dismiss()
        for trouble in view.troubles:
            self.strips.say(trouble, "danger")
        if view.waiting:
            strip = self.strips.say(_("What was changed is followed from the next opening on."), "info")
            strip.add_action(_("Lock and open again"), self.desk_lock)
        self._refresh()

    @Slot()
    def desk_lock(self) -> None:
        """Lock the window: what was installed is read when it is opened again."""
        self._desk.lock_wanted.emit()

    def current(self) -> InstalledLine | None:
        """The chosen version of a pack."""
        ids = self.table.selected_ids()
        lines = self._view.lines if self._view else ()
        return lines[ids[0]] if len(ids) == 1 and ids[0] < len(lines) else None

    @Slot()
    def _refresh(self, *_ids: object) -> None:
        line = self.current()
        self.back.setEnabled(line is not None and line.installed is not None)
        self.drop.setEnabled(bool(self._view and self._view.publishers))

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")

    def _ask_file(self) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(
            self,
            _("Choose a signed law pack"),
            "",
            _("Law packs (*.pack *.json)") + ";;" + _("All files (*)"),
        )
        return Path(name) if name else None

    @Slot()
    def _on_choose(self) -> None:
        path = self._ask_file()
        if path is not None:
            self.compare_file(path)

    def compare_file(self, path: Path) -> None:
        """Check a file, then list what it would change."""
        session = session_of(self._desk)
        self._file = path

        def work() -> Compared:
            candidate = look_at(session, path.name, read_file(path))
            return candidate, compare(session, candidate)

        write(
            self._desk, work, self.show_comparison, self._on_refused, self, label=_("Comparing the deadlines")
        )

    def _on_refused(self, fault: Fault) -> None:
        if fault.code == "E_PACK_KEY" and session_of(self._desk).is_admin:
            self.open_trust(self._file)
            return
        self._on_failed(fault)

    def show_comparison(self, compared: Compared) -> None:
        """The list of changes, from which the pack may be installed."""
        dialog = CompareDialog(self._desk, *compared, self)
        dialog.accepted.connect(self._on_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_changed(self, *_changed: object) -> None:
        self._desk.tell(_("Saved."), "good")
        self.reload()

    @Slot()
    def _on_choose_key(self) -> None:
        path = self._ask_file()
        if path is not None:
            self.open_trust(path)

    def open_trust(self, path: Path) -> None:
        """Ask for the fingerprint that the publisher of a file reads out."""
        dialog = trust_dialog(self._desk, path, self)
        dialog.accepted.connect(self._on_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def ask_take_back(self) -> None:
        """Follow an installed pack no longer, with a reason."""
        line = self.current()
        if line is None or line.installed is None:
            return
        text = _("From the next opening on it is not followed. Deadlines go back to what they were.")
        title = _("Take back “{title}”?", title=line.pack.title.said())
        dialog = ConfirmDialog(
            title, text, _("Take the pack back"), self, needs_reason=True, destructive=True
        )
        if dialog.ask():
            session, label, why = session_of(self._desk), line.installed.label, dialog.reason()
            write(
                self._desk,
                lambda: take_back(session, label, why),
                self._on_changed,
                self._on_failed,
                self,
            )

    @Slot()
    def ask_drop(self) -> None:
        """Trust a publisher no longer, with a reason."""
        publishers = self._view.publishers if self._view else ()
        if not publishers:
            return
        options = [(one.key, one.name) for one in publishers]
        dialog = ConfirmDialog(
            _("Trust a publisher no longer?"),
            _("Nothing new of theirs can be installed. What is installed stays."),
            _("Trust no longer"),
            self,
            needs_reason=True,
            destructive=True,
            details=[one.name for one in publishers[:1]] if len(publishers) == 1 else (),
            reasons=options if len(publishers) > 1 else (),
        )
        if dialog.ask():
            key = dialog.reason_code() or publishers[0].key
            self._drop(next(one for one in publishers if one.key == key), dialog.reason())

    def _drop(self, publisher: Publisher, why: str) -> None:
        session = session_of(self._desk)
        write(
            self._desk,
            lambda: drop_publisher(session, publisher, why),
            self._on_changed,
            self._on_failed,
            self,
        )


def trust_dialog(desk: Desk, path: Path, parent: QWidget | None = None) -> FieldsDialog:
    """The dialog in which a publisher's fingerprint is typed from a paper or the telephone."""
    fields: dict[str, FieldWidget] = {
        "fingerprint": TextField(_("Fingerprint, as the publisher reads it out"), None, required=True),
        "name": TextField(_("Name of the publisher"), None, required=True),
        "document": TextField(_("Document it rests on"), None, expected=True),
    }

    def save(given: Values) -> object:
        session = session_of(desk)
        data = read_file(path)
        document = given["document"] or ""
        return trust_publisher(session, path.name, data, given["fingerprint"], given["name"], document)

    text = _(
        "{file} is by somebody whom this register does not know yet. Ask them for their fingerprint by telephone "
        "or on paper, not from the same stick.",
        file=path.name,
    )
    made = FieldsDialog(desk, _("Trust a publisher"), text, _("Trust this publisher"), fields, save, parent)
    made.setMinimumWidth(look.px(520))
    return made


def _line(line: InstalledLine) -> Line:
    pack = line.pack
    words, tone = _STATES[line.state]
    origin = line.installed.publisher if line.installed else _("the program")
    until = day(pack.valid_to) if pack.valid_to else ""
    return (pack.title.said(), pack.version, day(pack.since), until, Marked(_(words), tone), origin)


__all__ = ["LawTab", "trust_dialog"]
