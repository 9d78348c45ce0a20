"""The tab of what is known of the person: read first, F2 edits, a draft until it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.desk.pages.dossiers.photo import PhotoBox
from app.desk.pages.people.drafts import PageDrafts
from app.desk.pages.people.work import session_of, write
from app.desk.pages.person.people_around import PeopleAround
from app.desk.pages.person.values import shown
from app.desk.shell.desk import Desk
from app.desk.shell.shortcuts import Shortcut, bind
from app.desk.widgets import look
from app.desk.widgets.confirm import KEEP, SAVE, LeaveDialog
from app.desk.widgets.draft import DraftKeeper
from app.desk.widgets.form import Form
from app.desk.widgets.record_parts import KeyValue, KeyValueGrid, SectionHeader
from app.desk.widgets.text_fields import TextField
from app.kinds.codec import to_fields
from app.kinds.dates import show_age
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.people import PersonPage, save
from app.words import N_, _

_PERSON = "person"
SECTIONS = (
    (
        N_("The person"),
        "user",
        ("name", "other_names", "sex", "birth", "papers", "ethnicity", "religion", "nationality"),
    ),
    (
        N_("Origin, work and contact"),
        "building-community",
        (
            "birth_place",
            "home_town",
            "education",
            "occupation",
            "workplace",
            "phones",
            "social_accounts",
            "parents",
        ),
    ),
    (
        N_("Use and treatment"),
        "pill",
        ("substances", "route", "first_use", "frequency", "dose", "rehab_before", "psychosis_signs"),
    ),
    (N_("Management"), "id-badge-2", ("officer", "in_population_db_on", "sort_name", "note")),
)
_WIDE = {"note", "parents"}


class InfoTab(QStackedWidget):
    """Reading and editing in the same place; ``saved`` carries what changed."""

    saved = Signal(object)
    residence_wanted = Signal(str)  # id of a residence to correct, empty for a new one
    entry_wanted = Signal(str)  # a kind to enter
    correct_wanted = Signal(str)  # kind:record
    end_wanted = Signal(str)
    retract_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drafts = PageDrafts(desk, self)
        self._page: PersonPage | None = None
        self._form: Form | None = None
        self._keeper: DraftKeeper | None = None
        self._is_saving = False
        self._reading = _scroll(self)
        self._editing = QWidget(self)
        self._build_editor()
        self.addWidget(self._reading)
        self.addWidget(self._editing)

    def _build_editor(self) -> None:
        column = QVBoxLayout(self._editing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = _scroll(self._editing)
        column.addWidget(self._scroll, 1)
        column.addWidget(look.hairline(self._editing))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(8)
        self.why = TextField(_("Reason for the change"), self._editing)
        self.why.setMaximumWidth(look.px(420))
        self.cancel_button = look.button(_("Cancel"), self._editing)
        self.cancel_button.clicked.connect(self.ask_close)
        self.save_button = look.button(_("Save the record"), self._editing, kind="primary")
        self.save_button.clicked.connect(self.save)
        foot.addWidget(self.why, 1)
        foot.addStretch(1)
        bottom = Qt.AlignmentFlag.AlignBottom
        foot.addWidget(self.cancel_button, 0, bottom)
        foot.addWidget(self.save_button, 0, bottom)
        column.addLayout(foot)
        bind(self._editing, Shortcut.SAVE, self.save)
        bind(self._editing, Shortcut.CANCEL, self.ask_close)

    # -- reading ------------------------------------------------------------------

    def show_page(self, page: PersonPage) -> None:
        """Show a person; while the form is changed it stays as it is."""
        if self.is_editing and self._page is not None and self._page.person.id == page.person.id:
            self._page = page
            return
        self._page = page
        self._close_form()
        self._reading.setWidget(self._content(page))

    def _content(self, page: PersonPage) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 10, 16, 16)
        column.setSpacing(8)
        for number, (title, icon, names) in enumerate(SECTIONS):
            header = SectionHeader(_(title), box, icon=icon)
            if not number:
                header.add_action(_("Edit (F2)"), self.edit, icon="pencil")
            column.addWidget(header)
            column.addWidget(KeyValueGrid([self._item(page, n) for n in names], box, columns=4))
            column.addSpacing(6)
            if not number:
                photo = PhotoBox(self._desk, box)
                photo.show_person(page.person.id, page.person.photo)
                column.addWidget(photo)
                self._add_residences(column, box, page)
            elif number == 1:
                self._add_people(column, box, page)
        column.addStretch(1)
        return box

    def _item(self, page: PersonPage, name: str) -> KeyValue:
        field = KINDS[_PERSON].field(name)
        value = getattr(page.person, name)
        text = shown(field, value)
        if name == "birth" and value:
            text = f"{text} ({show_age(value, session_of(self._desk).today())})"
        return KeyValue(
            _(field.label), text, expected=field.expected or field.required, wide=name in _WIDE and bool(text)
        )

    def _add_residences(self, column: QVBoxLayout, box: QWidget, page: PersonPage) -> None:
        header = SectionHeader(_("Residence"), box, icon="map-pin")
        header.add_action(_("Add a residence"), self._on_new_residence, icon="plus")
        column.addWidget(header)
        kind = KINDS["address"]
        if not page.facts.addresses:
            column.addWidget(look.label(_("No residence is recorded."), box, tone="warn"))
        for address in reversed(page.facts.addresses):
            line = QHBoxLayout()
            place = ", ".join(p for p in (address.text, address.hamlet) if p)
            since, until = (shown(kind.field(n), getattr(address, n)) for n in ("since", "until"))
            term = " – ".join(p for p in (since, until) if p)
            sort = shown(kind.field("sort"), address.sort)
            line.addWidget(look.label(place or _("no words"), box), 0)
            line.addWidget(look.label(" · ".join(p for p in (sort, term) if p), box, tone="muted"), 1)
            link = look.button(_("Correct"), box, kind="link")
            link.setProperty("record", address.id)
            link.clicked.connect(self._on_residence)
            line.addWidget(link)
            column.addLayout(line)
        column.addSpacing(6)

    def _add_people(self, column: QVBoxLayout, box: QWidget, page: PersonPage) -> None:
        around = PeopleAround(self._desk, page, box)
        around.entry_wanted.connect(self.entry_wanted)
        around.correct_wanted.connect(self.correct_wanted)
        around.end_wanted.connect(self.end_wanted)
        around.retract_wanted.connect(self.retract_wanted)
        column.addWidget(around)
        column.addSpacing(6)

    def _on_new_residence(self) -> None:
        self.residence_wanted.emit("")

    def _on_residence(self) -> None:
        self.residence_wanted.emit(str(self.sender().property("record")))

    # -- editing --------------------------------------------------------------------

    @property
    def is_editing(self) -> bool:
        """Whether the form is on view."""
        return self.currentWidget() is self._editing

    def edit(self, field: str = "") -> None:
        """Open the form, at a field when one is named."""
        if self._page is None:
            return
        if not self.is_editing:
            session_of(self._desk).need_write(KINDS[_PERSON])
            self._open_form(self._page)
        if self._form is not None:
            self._form.go_to(field) if field else self._form.focus_first()

    def _open_form(self, page: PersonPage) -> None:
        names = [name for _title, _icon, names in SECTIONS for name in names]
        form = Form(KINDS[_PERSON], names, columns=2)
        form.set_values(to_fields(page.person))
        form.submitted.connect(self.save)
        form.set_save_button(self.save_button)
        key = f"person:{page.person.id}"
        self._keeper = DraftKeeper(key, form, self._drafts.save, self._drafts.load, form)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 12, 16, 12)
        strip = self._keeper.offer(box)
        if strip is not None:
            column.addWidget(strip)
        column.addWidget(form)
        self._form = form
        self.why.set_value("")
        self._scroll.setWidget(box)
        self.setCurrentWidget(self._editing)

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.is_editing and self._form is not None and self._form.is_changed()

    def keep_draft(self) -> None:
        """Keep what is typed now."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def may_close(self) -> bool:
        """Ask when something would be lost; True when the form is gone."""
        if self.is_changed():
            answer = LeaveDialog(self._page.person.name if self._page else "", self).ask()
            if answer == KEEP:
                return False
            if answer == SAVE:
                self.save()
                return False
            if self._keeper is not None:
                self._keeper.forget()
        self._close_form()
        return True

    def ask_close(self) -> None:
        """Cancel or Esc."""
        self.may_close()

    def _close_form(self) -> None:
        self._form = self._keeper = None
        self.setCurrentWidget(self._reading)

    def save(self) -> None:
        """Check, then write in the lane; what is typed stays when it is refused."""
        form, page = self._form, self._page
        if form is None or page is None or self._is_saving:
            return
        try:
            values: dict[str, Any] = form.values()
        except Fault:
            return  # the form shows it
        session, why = session_of(self._desk), str(self.why.value() or "")
        work: Callable[[], object] = lambda: save(session, _PERSON, page.person.id, values, why)  # noqa: E731
        self._set_saving(True)
        write(self._desk, work, self._on_saved, self._on_refused, self, label=_("Saving…"))

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self.save_button.setEnabled(not saving)

    def _on_saved(self, changed: object) -> None:
        self._set_saving(False)
        if self._keeper is not None:
            self._keeper.forget()
        self._close_form()
        self.saved.emit(changed)

    def _on_refused(self, fault: Fault) -> None:
        self._set_saving(False)
        if self._form is not None:
            self._form.show_fault(fault)


def _scroll(parent: QWidget) -> QScrollArea:
    made = QScrollArea(parent)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
