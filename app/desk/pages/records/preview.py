"""The preview beside a list: every field of a record, its lines, and what is related to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.records.listing import Act, Listing, Related, Shape
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.record_parts import KeyValue, KeyValueGrid, SectionHeader
from app.desk.widgets.strips import grouped
from app.kinds.dates import show_moment
from app.kinds.declare import KINDS, Field, Sort
from app.register.kind_lists import Condition, KindLine, KindQuery, count_kind, first_kind_lines
from app.register.kind_records import RecordLook, look_at
from app.register.kind_words import told
from app.register.session import Session
from app.words import N_, _

WIDTH = 300
_MOST_RELATED = 20
END, REOPEN, TAKE_BACK, HISTORY = "end", "reopen", "take_back", "history"


@dataclass(frozen=True, slots=True)
class RelatedLines:
    """What is related to a record in one way."""

    related: Related
    fields: tuple[Field, ...]
    lines: Sequence[KindLine]
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A record with what is related to it."""

    look: RecordLook
    related: tuple[RelatedLines, ...]


def read_record(session: Session, listing: Listing, record_id: str) -> Shown:
    """Read a record and what is related to it; a look at a police record is noted by the register."""
    found = look_at(session, listing.kind_name, record_id)
    related = tuple(
        _related(session, one, record_id) for one in listing.related if session.may_read(KINDS[one.kind])
    )
    return Shown(found, related)


def _related(session: Session, one: Related, record_id: str) -> RelatedLines:
    fields = tuple(KINDS[one.kind].field(name) for name in one.shows)
    query = KindQuery(one.kind, asked=(Condition(one.by, "is", record_id),))
    lines = first_kind_lines(session, query, fields, _MOST_RELATED)
    return RelatedLines(one, fields, lines, count_kind(session, query))


class RecordPreview(QWidget):
    """300 px at 13 px type. Signals ask the page for what is to be done with the record shown."""

    edit_wanted = Signal()
    verb_wanted = Signal(str)
    act_wanted = Signal(object)
    named_wanted = Signal(str, str)  # kind, id
    related_wanted = Signal(str, str)  # kind, id: to be corrected
    related_add_wanted = Signal(object)  # the Related

    def __init__(self, listing: Listing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listing = listing
        self.shown: Shown | None = None
        self.setAccessibleName(_("Preview"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        self._foot = QWidget(self)
        self._buttons = QHBoxLayout(self._foot)
        self._buttons.setContentsMargins(16, 8, 16, 12)
        self._buttons.setSpacing(6)
        column.addWidget(self._foot)
        self.more_menu = QMenu(self)
        self.show_record(None)
        self.restyle()

    def restyle(self) -> None:
        """Width for the type size."""
        self.setFixedWidth(look.px(WIDTH))

    def show_record(self, shown: Shown | None) -> None:
        """Show a record, or that none is chosen."""
        self.shown = shown
        self._foot.setVisible(shown is not None)
        self._scroll.setWidget(self._content(shown) if shown else self._nothing())
        self._fill_foot()

    def _nothing(self) -> QWidget:
        return EmptyState(
            self.listing.icon, _("Nothing chosen"), _("Choose a line to see everything about it here.")
        )

    # -- content --------------------------------------------------------------------------

    def _content(self, shown: Shown) -> QWidget:
        seen = shown.look
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 14, 16, 8)
        column.setSpacing(6)
        column.addWidget(look.label(record_title(self.listing, seen), box, role="heading", wrap=True))
        for text, tone, icon in self._states(seen):
            column.addWidget(Badge(self._fitting(text), tone, box, icon=icon), 0, Qt.AlignmentFlag.AlignLeft)
        if seen.conflicts:
            names = ", ".join(_(seen.kind.field(n).label) for n in seen.conflicts if n in seen.kind.by_name)
            warning = _("Two values were entered for: {fields}. Choose one by correcting it.", fields=names)
            column.addWidget(look.label(warning, box, tone="warn", wrap=True, role="small"))
        column.addSpacing(4)
        column.addWidget(look.hairline(box))
        column.addSpacing(2)
        for named in seen.kind.fields:
            if named.name in seen.names:
                column.addWidget(self._named(seen, named, box))
        column.addWidget(KeyValueGrid(self._items(seen), box, columns=1))
        for one in seen.kind.fields:
            if one.sort is Sort.ROWS and seen.fields.get(one.name):
                self._add_lines(column, box, one, seen)
        for related in shown.related:
            if not related.count and not related.related.add:
                continue
            self._add_related(column, box, related, may_add=seen.is_ours)
        column.addSpacing(4)
        column.addWidget(look.label(_entered(seen), box, role="caption", wrap=True))
        column.addStretch(1)
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        return box

    def _states(self, seen: RecordLook) -> list[tuple[str, str, str]]:
        found = []
        for shape in self.listing.shown:
            value = seen.fields.get(shape.name) if isinstance(shape, Shape) and shape.tones else None
            if isinstance(shape, Shape) and shape.tones and value is not None:
                code = str(value) if not isinstance(value, bool) else "10"[not value]
                tone, icon = shape.tones.get(code, ("neutral", ""))
                one = seen.kind.field(shape.name)
                text = told(one, value)
                found.append((f"{_(one.label)}: {text}" if isinstance(value, bool) else text, tone, icon))
        if not seen.is_ours:
            found.append((_("Kept by another unit"), "neutral", "lock"))
        return found

    def _fitting(self, text: str) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, look.px(WIDTH - 32 - 34))

    def _items(self, seen: RecordLook) -> list[KeyValue]:
        skipped = {self.listing.title_by, *seen.names}
        skipped |= {s.name for s in self.listing.shown if isinstance(s, Shape) and s.tones}
        items = []
        for one in seen.kind.fields:
            if one.name in skipped or one.sort is Sort.ROWS:
                continue
            text = told(one, seen.fields.get(one.name))
            if text or one.expected:
                items.append(KeyValue(_(one.label), text, expected=one.expected))
        return items

    def _named(self, seen: RecordLook, one: Field, parent: QWidget) -> QWidget:
        """A record that a field names, as a link to it."""
        named = seen.names[one.name]
        box = QWidget(parent)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        column.addWidget(look.label(_(one.label), box, role="caption"))
        text = self._fitting(named.name or _("not for your account"))
        link = look.button(text, box, kind="link", icon="external-link")
        link.setEnabled(bool(named.name))
        link.setAccessibleName(f"{_(one.label)}: {named.name}")
        link.clicked.connect(partial(self.named_wanted.emit, one.ref, named.id))
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _add_lines(self, column: QVBoxLayout, box: QWidget, one: Field, seen: RecordLook) -> None:
        lines = seen.fields[one.name]
        column.addWidget(SectionHeader(_(one.label), box, note=grouped(len(lines))))
        newest_first = [*lines]
        if one.row_fields[0].sort is Sort.DATE:
            newest_first.sort(key=lambda line: str(line.get(one.row_fields[0].name)), reverse=True)
        for line in newest_first:
            column.addWidget(look.label(line_text(one, line), box, wrap=True, role="small"))

    def _add_related(self, column: QVBoxLayout, box: QWidget, found: RelatedLines, *, may_add: bool) -> None:
        head = SectionHeader(_(found.related.label), box, note=grouped(found.count))
        if found.related.add and may_add:
            head.add_action(_("Add"), partial(self.related_add_wanted.emit, found.related), icon="plus")
        column.addWidget(head)
        for line in found.lines:
            parts = [told(f, v) for f, v in zip(found.fields, line.values, strict=True)]
            text = " · ".join(part for part in parts if part)
            link = look.button(self._fitting(text), box, kind="link")
            link.setToolTip(text)
            link.clicked.connect(partial(self.related_wanted.emit, found.related.kind, line.id))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if found.count > len(found.lines):
            rest = _("and {n} more", n=grouped(found.count - len(found.lines)))
            column.addWidget(look.label(rest, box, role="caption"))

    # -- acts -----------------------------------------------------------------------------------

    def _fill_foot(self) -> None:
        while entry := self._buttons.takeAt(0):
            widget = entry.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.more_menu.clear()
        if self.shown is None:
            return
        writes = self.shown.look.may_write and self.shown.look.is_ours
        acts = [act for act in self.listing.acts if writes and act.fits(self.shown.look)]
        for text, icon, asked in self._menu_entries(acts[1:], writes):
            action = QAction(text, self.more_menu)
            look.keep_icon(action, icon, "muted", 16)
            action.triggered.connect(asked)
            self.more_menu.addAction(action)
        more = look.tool("dots", _("More"), self._foot)
        more.clicked.connect(self._on_more)
        self._buttons.addWidget(more)
        self._buttons.addStretch(1)
        if acts:
            first = look.button(_(acts[0].label), self._foot, icon=acts[0].icon)
            first.clicked.connect(partial(self.act_wanted.emit, acts[0]))
            self._buttons.addWidget(first)
        if writes:
            edit = look.button(_("Edit"), self._foot, kind="primary")
            edit.setToolTip("F2")
            edit.clicked.connect(self.edit_wanted)
            self._buttons.addWidget(edit)

    def _menu_entries(self, acts: Sequence[Act], writes: bool) -> list[tuple[str, str, Callable[[], object]]]:
        entries: list[tuple[str, str, Callable[[], object]]] = [
            (_(act.label), act.icon, partial(self.act_wanted.emit, act)) for act in acts
        ]
        seen = self.shown.look if self.shown else None
        for key, text, icon in verbs_of(seen, writes):
            entries.append((_(text), icon, partial(self.verb_wanted.emit, key)))
        return entries

    def _on_more(self) -> None:
        button = self.sender()
        if isinstance(button, QWidget):
            self.more_menu.popup(button.mapToGlobal(button.rect().topLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the line towards the list."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.role("surface"))
        painter.fillRect(0, 0, 1, self.height(), look.role("line"))
        painter.end()


_VERBS = (
    (END, N_("End…"), "circle-check"),
    (REOPEN, N_("Open again…"), "restore"),
    (TAKE_BACK, N_("Recorded in error…"), "ban"),
)


def verbs_of(seen: RecordLook | None, writes: bool) -> list[tuple[str, str, str]]:
    """Key, message id and icon of the verbs that fit a record."""
    if seen is None:
        return []
    ended = bool(seen.kind.ended_by) and seen.ends_on() is not None
    unfit = {END if ended or not seen.kind.ended_by else REOPEN}
    if not seen.kind.ended_by:
        unfit = {END, REOPEN}
    found = [verb for verb in _VERBS if writes and verb[0] not in unfit]
    return [*found, (HISTORY, N_("History of changes"), "history")]


def record_title(listing: Listing, seen: RecordLook) -> str:
    """What a record is called on its preview and in questions about it."""
    name = listing.title_by
    if name and seen.fields.get(name) not in (None, ""):
        return told(seen.kind.field(name), seen.names.get(name, seen.fields[name]))
    return _(seen.kind.label)


def line_text(one: Field, line: object) -> str:
    """A line inside a record in words; of a seizure the amount with its unit first."""
    if not isinstance(line, dict):
        return str(line)
    if {"amount", "unit", "substance"} <= line.keys():
        inner = {f.name: told(f, line[f.name]) for f in one.row_fields}
        return f"{inner['amount']} {inner['unit'].lower()} · {inner['substance']}"
    return " · ".join(part for f in one.row_fields if (part := told(f, line.get(f.name))))


def _entered(seen: RecordLook) -> str:
    parts = []
    if seen.entered_at is not None:
        parts.append(_("Entered by {who}, {when}.", who=seen.entered_by, when=show_moment(seen.entered_at)))
    if seen.changed_at is not None:
        parts.append(_("Changed by {who}, {when}.", who=seen.changed_by, when=show_moment(seen.changed_at)))
    return " ".join(parts)
