"""The side sheet of one paper: number, day, pages, where it is kept, and its scan; with a draft until saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.work import session_of, write
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.form import Form
from app.desk.widgets.side_sheet import SideSheet
from app.desk.widgets.strips import Strip
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.attachments import MOST_BYTES, attach, identity_allowed, sniff
from app.register.dossiers import OTHER, DossierView, PaperView, add_paper
from app.register.session import Session
from app.words import N_, _

_FIELDS = ("number", "dated_on", "pages", "held_at", "note")
_UNREAD = N_("{name} could not be read. Copy it to this computer and choose it there.")


class PaperForm(QWidget):
    """The fields of a paper and the line of its scan; ``submitted`` asks to save."""

    submitted = Signal()
    draft_changed = Signal()

    def __init__(self, session: Session, paper: PaperView | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: tuple[str, bytes] | None = None
        fields = _FIELDS if paper is not None and paper.id != OTHER else ("title", *_FIELDS)
        self.form = Form(KINDS["paper"], fields, self, with_meter=False)
        self.form.submitted.connect(self.submitted)
        self.form.draft_changed.connect(self.draft_changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(8)
        if paper is not None:
            self._column.addWidget(look.label(paper.title, self, role="strong", wrap=True))
        self._column.addWidget(self.form)
        self._column.addLayout(self._scan_part())
        self._column.addStretch(1)
        self._set_scan(session, paper)
        if paper is not None and paper.state == "present":
            self.form.set_values(_values(paper))

    def _scan_part(self) -> QVBoxLayout:
        part = QVBoxLayout()
        part.setContentsMargins(9, 4, 0, 0)
        part.setSpacing(6)
        part.addWidget(look.label(_("Scan"), self, role="strong"))
        line = QHBoxLayout()
        self.state = look.label("", self, tone="muted", wrap=True)
        self.choose = look.button(_("Choose a file…"), self, icon="paperclip")
        self.choose.clicked.connect(self.ask)
        line.addWidget(self.state, 1)
        line.addWidget(self.choose)
        part.addLayout(line)
        note = _(
            "PDF, JPEG or PNG, at most {most} MB. Scans stay on this computer, encrypted;"
            " packages carry only what is written above.",
            most=MOST_BYTES // (1024 * 1024),
        )
        self.note = look.label(note, self, role="caption", wrap=True)
        part.addWidget(self.note)
        return part

    def _set_scan(self, session: Session, paper: PaperView | None) -> None:
        has = paper is not None and bool(paper.attachment)
        self.state.setText(_("There is a scan; another file takes its place.") if has else _("No scan yet."))
        if paper is not None and paper.is_identity and not identity_allowed(session):
            self.choose.hide()
            self.state.hide()
            text = _(
                "Images of identity papers are sensitive data; the unit has not allowed them here."
                " Record the number and where the copy is kept."
            )
            self.note.setText(text)

    def ask(self) -> None:
        """Choose a file."""
        kinds = _("Scans (*.pdf *.jpg *.jpeg *.png)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose the scan"), "", kinds)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Read a file and look at it now, so that a wrong one is told before anything is saved."""
        try:
            data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else bytes(MOST_BYTES + 1)
            sniff(path.name, data)
        except OSError:
            self._say(_(_UNREAD, name=path.name))
        except Fault as fault:
            self._say(fault.sentence())
        else:
            self.chosen = (path.name, data)
            self.state.setText(_("Chosen: {name}, {size} kB", name=path.name, size=max(1, len(data) // 1024)))
            look.restyle(self.state, tone="good")
            self.draft_changed.emit()

    def _say(self, text: str) -> None:
        self.chosen = None
        self.state.setText(text)
        look.restyle(self.state, tone="danger")

    def focus_first(self) -> None:
        """Start at the first field."""
        self.form.focus_first()

    def put_strip(self, strip: Strip | None) -> None:
        """Show the offer of a draft on top."""
        if strip is not None:
            self._column.insertWidget(0, strip)

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.form.is_changed() or self.chosen is not None


class PaperSheet(QObject):
    """Owns the sheet; ``saved`` carries what changed, ``closed`` that it is gone."""

    saved = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._drafts = PageDrafts(desk, self)
        self.sheet = SideSheet(host, "", save=_("Save"))
        self.sheet.save_wanted.connect(self.save)
        self.sheet.closed.connect(self._on_closed)
        bind(self.sheet, Shortcut.SAVE, self.save)
        self.form: PaperForm | None = None
        self._keeper: DraftKeeper | None = None
        self._view: DossierView | None = None
        self._paper: PaperView | None = None
        self._is_saving = False

    @property
    def is_open(self) -> bool:
        """Whether the sheet is on view."""
        return not self.sheet.isHidden()

    def open(self, view: DossierView, paper: PaperView | None) -> None:
        """A paper of the list, or with None another one."""
        if not self.may_close():
            return
        self._view, self._paper = view, paper
        form = PaperForm(session_of(self._desk), paper)
        form.submitted.connect(self.save)
        key = f"paper:{view.line.about}:{paper.record or paper.id if paper else OTHER}"
        self._keeper = DraftKeeper(key, form.form, self._drafts.save, self._drafts.load, form)
        form.put_strip(self._keeper.offer(form))
        self.form = form
        self.sheet.set_title(_("Paper of the file") if paper else _("Another paper"))
        self.sheet.set_content(form, form.is_changed)
        form.form.set_save_button(self.sheet.save_button)
        self.sheet.open()

    def may_close(self) -> bool:
        """Ask when something would be lost; True when the sheet is gone."""
        if self.is_open:
            self.sheet.ask_close()
        return not self.is_open

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def save(self) -> None:
        """Check, then write in the lane; what is typed stays when it is refused."""
        form, view = self.form, self._view
        if form is None or view is None or self._is_saving:
            return
        try:
            values = form.form.values()
        except Fault:
            return  # the form shows it at the field and on top
        session, paper, chosen = session_of(self._desk), self._paper, form.chosen
        self._set_saving(True)
        write(
            self._desk,
            lambda: _write(session, view, paper, values, chosen),
            self._on_saved,
            self._on_refused,
            self,
            label=_("Saving…"),
        )

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.sheet.save_button.setEnabled(not saving)

    def _on_saved(self, changed: object) -> None:
        self._set_saving(False)
        if self._keeper is not None:
            self._keeper.forget()
        if self.form is not None:
            self.form.form.accept()
            self.form.chosen = None
        self.sheet.close_now()
        self.saved.emit(changed)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        if self.form is not None:
            self.form.form.show_fault(fault)

    def _on_closed(self) -> None:
        if self._keeper is not None and self.form is not None and self.form.is_changed():
            self._keeper.forget()  # thrown away on purpose
        self._keeper = self.form = None
        self.closed.emit()


def _write(
    session: Session,
    view: DossierView,
    paper: PaperView | None,
    values: dict[str, Any],
    chosen: tuple[str, bytes] | None,
) -> object:
    """The paper first, then its scan; the file was looked at when it was chosen."""
    sort = paper.id if paper is not None else OTHER
    changed = add_paper(session, view, sort, values, paper.record if paper is not None else "")
    if chosen is not None:
        record = (
            next(record for kind, record in changed.records if kind == "paper") if changed.records else ""
        )
        identity = paper is not None and paper.is_identity
        _made, changed = attach(
            session, record or (paper.record if paper else ""), *chosen, identity=identity
        )
    return changed


def _values(paper: PaperView) -> dict[str, Any]:
    on = paper.dated_on.isoformat() if paper.dated_on else None
    found = {
        "number": paper.number or None,
        "dated_on": on,
        "pages": paper.pages,
        "held_at": paper.held_at or None,
    }
    return found | {"title": paper.title, "note": paper.note or None}
