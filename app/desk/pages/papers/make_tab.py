"""Making a paper: whose, which form, of which day; what it lacks; how it looks; issue, print, PDF, Word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.models.rows import RowsModel
from app.desk.models.source import Column, Line, Marked
from app.desk.pages.papers.gaps import GapsPanel
from app.desk.pages.papers.preview import PaperPreview
from app.desk.pages.papers.targets import PapersTarget
from app.desk.pages.people.lookups import PeopleLookup
from app.desk.pages.people.work import Latest, read, session_of
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.date_fields import DateField
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.ref_field import RefField
from app.desk.widgets.strips import Strips
from app.desk.widgets.table import ListTable
from app.documents.forms.copies import shelf_of
from app.documents.forms.make import MadePaper, Request, make_paper
from app.documents.forms.offers import Offer, offers
from app.documents.pdf import pdf_bytes
from app.kinds.faults import Fault
from app.words import N_, _

_COLUMNS = (
    Column("paper", N_("Paper"), 250, strong=True, sortable=False),
    Column("form", N_("Official form"), 104, sortable=False, marked=True),
)
_SOON_MS = 80


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper in view: what was asked, what came of it, its file."""

    request: Request
    made: MadePaper
    data: bytes
    missing_signs: tuple[str, ...]


class MakeTab(QWidget):
    """Left: person, forms, day, gaps. Right: the paper. ``changed`` when what can be done changes."""

    changed = Signal()
    person_wanted = Signal(str)

    def __init__(self, desk: Desk, strips: Strips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._strips = desk, strips
        self._offers: list[Offer] = []
        self._target = PapersTarget()
        self._latest_offers, self._latest_paper = Latest(self._take_offers), Latest(self._take_paper)
        self.shown: Shown | None = None
        self.person = RefField(_("Person"), PeopleLookup(desk), self)
        self.model = RowsModel(_COLUMNS, self)
        self.table = ListTable(self.model, _("Papers that can be made"), self)
        nobody = _("Type a name or a number above; the papers of that person stand here.")
        self.table.set_empty(EmptyState("file-text", _("Whose paper?"), nobody, self.table))
        self.day = DateField(_("Day of the paper"), self)
        self.note = look.label("", self, tone="muted", wrap=True)
        self.gaps = GapsPanel(self)
        self.preview = PaperPreview(self)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._make)
        self._lay_out()
        self.person.edited.connect(self._on_person)
        self.table.selected.connect(self._on_selected)
        self.day.edited.connect(self._soon.start)
        self.gaps.edited.connect(self._soon.start)
        self.gaps.person_wanted.connect(lambda: self.person_wanted.emit(self.person.value() or ""))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.person)
        left.addWidget(self.table, 3)
        left.addWidget(self.day)
        left.addWidget(self.note)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.gaps)
        scroll.setAccessibleName(_("What the paper lacks"))
        self.gaps_area = scroll
        scroll.hide()
        left.addWidget(scroll, 2)
        holder = QWidget(self)
        holder.setLayout(left)
        holder.setFixedWidth(look.px(428))
        row.addWidget(holder)
        row.addWidget(self.preview, 1)

    # -- choosing ------------------------------------------------------------------------

    def go(self, target: PapersTarget) -> None:
        """Show the papers of a person, one form of them."""
        self._target = target
        self.person.set_value(target.person or None)
        self._ask_offers()

    def _on_person(self) -> None:
        self._target = PapersTarget(self.person.value() or "")
        self._ask_offers()

    def _ask_offers(self) -> None:
        person, about = self.person.value() or "", self._target.about
        self._forget()
        if not person:
            self._latest_offers.drop()
            self._take_offers([])
            return
        session = session_of(self._desk)

        def work() -> list[Offer]:
            return offers(session, person, shelf_of(session), about=about)

        read(self._desk, work, self._latest_offers.ask(), self._strips.say_fault, self)

    def _take_offers(self, found: list[Offer]) -> None:
        self._offers = found
        self.model.set_lines([_line(one) for one in found])
        wanted = self._target.form
        fitting = [
            n for n, one in enumerate(found) if one.can and wanted in ("", one.template.form, one.template.id)
        ]
        if fitting:
            self.table.select_ids([fitting[0]], fitting[0])

    def offer(self) -> Offer | None:
        """The line that is chosen."""
        rows = self.table.selectionModel().selectedRows()
        place = rows[0].row() if rows else -1
        return self._offers[place] if 0 <= place < len(self._offers) else None

    def _on_selected(self, _ids: list[int]) -> None:
        offer = self.offer()
        if offer is None:
            return
        self._forget()
        if not offer.can:
            self.preview.clear(offer.why)
            return
        self.day.set_value(offer.on.isoformat())
        self._make()

    def _forget(self) -> None:
        self._latest_paper.drop()
        self.shown = None
        self.gaps.forget()
        self.gaps_area.hide()
        self.note.setText("")
        self.preview.clear(_("Choose a person and a paper; it is shown here as it will be printed."))
        self.changed.emit()

    # -- the paper ------------------------------------------------------------------------

    def request(self) -> Request | None:
        """What is asked for now; None while something is missing."""
        offer, day = self.offer(), self.day.value()
        if offer is None or not offer.can or not day:
            return None
        person = self.person.value() or ""
        return Request(
            offer.template.form, date.fromisoformat(day), person, offer.about, typed=self.gaps.typed()
        )

    def refresh(self) -> None:
        """Make the paper in view once more: the register or the form has changed."""
        self._soon.start()

    def _make(self) -> None:
        wanted, session = self.request(), session_of(self._desk)
        if wanted is None:
            return

        def work() -> Shown:
            made = make_paper(session, wanted, shelf_of(session))
            data, signs = pdf_bytes(made.document)
            return Shown(wanted, made, data, signs)

        read(self._desk, work, self._latest_paper.ask(), self._on_refused, self)

    def _take_paper(self, shown: Shown) -> None:
        self.shown = shown
        template = shown.made.template
        self.note.setText(_said(shown))
        look.restyle(self.note, tone="warn" if template.unseen else "muted")
        self.gaps.set_gaps(shown.made.missing, shown.made.needed)
        self.gaps_area.setVisible(bool(shown.made.missing) or bool(self.gaps.typed()))
        self.preview.show_pdf(shown.data)
        self.changed.emit()

    def _on_refused(self, fault: Fault) -> None:
        self.shown = None
        self.preview.clear(fault.sentence())
        self.changed.emit()


def _said(shown: Shown) -> str:
    """Where the form comes from, what is to be known about it."""
    template = shown.made.template
    parts = [template.source]
    if template.unseen:
        parts.append(_("The official body of this form was not seen."))
    if template.note is not None:
        parts.append(template.note.said())
    if template.own:
        parts.append(_("In the unit's own wording."))
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def _line(offer: Offer) -> Line:
    template = offer.template
    badge = template.mark or (_("no official form") if template.unseen else "")
    tone = "neutral" if not offer.can else "warn" if template.unseen else "info"
    return (template.label.said(), Marked(badge, tone) if badge else "")


def file_name(shown: Shown, suffix: str) -> str:
    """A name for the file without the person's name in it."""
    return str(Path(f"{shown.made.template.id}-{shown.request.on.isoformat()}.{suffix}"))
