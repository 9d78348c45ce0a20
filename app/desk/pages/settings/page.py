"""Administration: accounts, the recovery sheet, the unit, how the desk looks; lists, choices and law packs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk.jobs.progress import Progress
from app.desk.pages.exchange.outgoing import card, card_head
from app.desk.pages.exchange.pairing import SORTS
from app.desk.pages.exchange.papers import office_of
from app.desk.pages.people.work import read
from app.desk.pages.settings.accounts import AccountsCard
from app.desk.pages.settings.choices_tab import ChoicesTab
from app.desk.pages.settings.law_tab import LawTab
from app.desk.pages.settings.lists_tab import ListsTab
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.say import day
from app.desk.theme import sizes
from app.desk.theme.theme import mark, theme
from app.desk.widgets import look
from app.desk.widgets.record_parts import KeyValue, KeyValueGrid
from app.kinds.faults import Fault
from app.words import LANGUAGES, N_, _, language, plural

_NAMES = {"vi": "Tiếng Việt", "en": "English"}
_SCHEMES = (("light", N_("Light")), ("dark", N_("Dark")))
_MINUTES = (1, 2, 5, 10, 15, 20, 30, 60)
_TABS = {"lists": 1, "choices": 2, "law": 3}


class SettingsPage(Page):
    """The office's own matters in cards, and a tab each for lists, choices and law packs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(8)
        column.addWidget(look.label(_("Administration"), self, role="title"))
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.lists = ListsTab(desk, self)
        self.choices = ChoicesTab(desk, self)
        self.law = LawTab(desk, self)
        self.tabs.addTab(self._cards(), _("Office and accounts"))
        self.tabs.addTab(self.lists, _("Code lists"))
        self.tabs.addTab(self.choices, _("Deadlines and choices of the unit"))
        self.tabs.addTab(self.law, _("Law packs"))
        self.tabs.currentChanged.connect(self._on_tab)
        column.addWidget(self.tabs, 1)

    def _cards(self) -> QWidget:
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(0, 8, 4, 0)
        columns.setSpacing(12)
        self.accounts = AccountsCard(self.desk)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(12)
        left.addWidget(self.accounts, 1)
        left.addWidget(self._recovery_card())
        right.addWidget(self._look_card())
        right.addWidget(self._unit_card())
        right.addStretch(1)
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        scroll.setAccessibleName(_("Office and accounts"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _recovery_card(self) -> QWidget:
        holder, column = card(self)
        column.addLayout(card_head("key", _("Recovery sheet"), holder))
        self._sheets = look.label("", holder, wrap=True)
        column.addWidget(self._sheets)
        text = _(
            "A printed sheet opens the register when every passphrase is lost. Each print is a new code; "
            "earlier sheets stay valid."
        )
        column.addWidget(look.label(text, holder, tone="muted", wrap=True))
        self.print_sheet = look.button(_("Print a recovery sheet…"), holder, icon="printer")
        self.print_sheet.clicked.connect(self._on_print)
        self.print_sheet.setVisible(self.desk.register.keeper.may_manage)
        row = QHBoxLayout()
        row.addWidget(self.print_sheet)
        row.addStretch(1)
        column.addLayout(row)
        return holder

    def _look_card(self) -> QWidget:
        holder, column = card(self)
        column.addLayout(card_head("adjustments", _("Display and lock"), holder))
        prefs = self.desk.preferences
        self.lang = QComboBox(holder)
        for code in LANGUAGES:
            self.lang.addItem(_NAMES.get(code, code), code)
        self.lang.setCurrentIndex(max(0, self.lang.findData(language())))
        self.lang.activated.connect(self._on_language)
        self.px = QComboBox(holder)
        for px in range(sizes.SMALLEST_PX, sizes.LARGEST_PX + 1):
            self.px.addItem(f"{px} px", px)
        self.px.setCurrentIndex(self.px.findData(theme().px))
        self.px.activated.connect(self._on_px)
        self.minutes = QComboBox(holder)
        for minutes in sorted({*_MINUTES, prefs.lock_minutes}):
            self.minutes.addItem(plural("{n} minute", "{n} minutes", minutes), minutes)
        self.minutes.setCurrentIndex(self.minutes.findData(prefs.lock_minutes))
        self.minutes.activated.connect(self._on_minutes)
        self._pair(column, _("Language"), self.lang)
        column.addLayout(self._schemes(holder))
        self._pair(column, _("Type size"), self.px)
        self._pair(column, _("Lock when nobody works for"), self.minutes)
        self._lock_note = look.label("", holder, role="caption", wrap=True)
        column.addWidget(self._lock_note)
        theme().changed.connect(self._on_theme)
        return holder

    def _pair(self, column: QVBoxLayout, text: str, field: QWidget) -> None:
        caption = look.label(text, self)
        caption.setBuddy(field)
        field.setAccessibleName(text)
        field.setMinimumWidth(look.px(130))
        row = QHBoxLayout()
        row.addWidget(caption, 1)
        row.addWidget(field)
        column.addLayout(row)

    def _schemes(self, holder: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(look.label(_("Colours"), holder), 1)
        self._group = QButtonGroup(self)
        for code, text in _SCHEMES:
            radio = QRadioButton(_(text), holder)
            radio.setProperty("code", code)
            radio.setChecked(theme().scheme == code)
            self._group.addButton(radio)
            row.addWidget(radio)
        self._group.buttonClicked.connect(self._on_scheme)
        return row

    def _unit_card(self) -> QWidget:
        holder, column = card(self)
        node = self.desk.register.session.node
        column.addLayout(card_head("building-community", _("This office"), holder))
        items = (
            KeyValue(_("Name"), node.name, wide=True),
            KeyValue(_("Node code"), node.node),
            KeyValue(_("Sort of office"), _(SORTS.get(node.sort, node.sort))),
            KeyValue(_("Fingerprint"), self.desk.register.device.fingerprint(), wide=True),
            KeyValue(_("Folder"), str(self.desk.register.session.store.home.path), wide=True),
        )
        column.addWidget(KeyValueGrid(items, holder, columns=2))
        self.superior = QLineEdit(self.desk.register.superior, holder)
        caption = look.label(_("Superior unit, at the head of papers"), holder, role="caption")
        caption.setBuddy(self.superior)
        self.superior.setAccessibleName(caption.text())
        self.superior.editingFinished.connect(self._on_superior)
        column.addWidget(caption)
        column.addWidget(self.superior)
        return holder

    def arrive(self, target: str) -> None:
        """Open a tab (``lists``, ``choices``, ``law``) when one is named, and read again."""
        if target in _TABS:
            self.tabs.setCurrentIndex(_TABS[target])
        self.reload()

    def reload(self) -> None:
        """What the tab on view shows."""
        self._on_tab(self.tabs.currentIndex())

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        shown = self.tabs.widget(index)
        if isinstance(shown, ListsTab | ChoicesTab | LawTab):
            shown.reload()
            return
        self.accounts.reload()
        keeper = self.desk.register.keeper
        read(self.desk, keeper.sheets, self.show_sheets, self._on_failed, self)

    def show_sheets(self, sheets: Sequence[Any]) -> None:
        """How many sheets there are, and since when."""
        if not sheets:
            self._sheets.setText(_("There is no recovery sheet. Print one today."))
            mark(self._sheets, tone="danger")
            return
        last = max(datetime.fromisoformat(sheet.made_at) for sheet in sheets)
        n = len(sheets)
        text = plural(
            "{n} sheet, the last of {day}.", "{n} sheets, the last of {day}.", n, day=day(last.date())
        )
        self._sheets.setText(text)
        mark(self._sheets, tone="")

    def _on_failed(self, fault: Fault) -> None:
        self.desk.tell(fault.sentence(), "danger")

    @Slot()
    def _on_print(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the recovery sheet"), "phieu-khoi-phuc.pdf", "PDF (*.pdf)"
        )
        if name:
            self.write_sheet(Path(name))

    def write_sheet(self, path: Path) -> None:
        """Issue a sheet and write it as PDF."""
        register = self.desk.register

        def work(progress: Progress) -> Path:
            written: Path = register.keeper.print_sheet(path, office_of(register))
            return written

        self.desk.lane.run(work, self._on_sheet, self._on_failed, self, label=_("Writing the paper"))

    def _on_sheet(self, path: Path) -> None:
        self.desk.tell(_("Saved: {file}. Print it, then delete the file.", file=path.name), "warn")
        self.reload()

    @Slot(int)
    def _on_language(self, row: int) -> None:
        wanted = str(self.lang.itemData(row))
        if wanted != language():
            self.desk.language_wanted.emit(wanted)

    @Slot()
    def _on_scheme(self) -> None:
        chosen = self._group.checkedButton()
        if chosen is not None:
            theme().set_scheme("dark" if chosen.property("code") == "dark" else "light")

    @Slot(int)
    def _on_px(self, row: int) -> None:
        theme().set_px(int(self.px.itemData(row)))

    @Slot(int)
    def _on_minutes(self, row: int) -> None:
        self.desk.preferences.lock_minutes = int(self.minutes.itemData(row))
        self.desk.preferences.save()
        self._lock_note.setText(_("Counts from the next time the register is opened."))

    @Slot()
    def _on_theme(self) -> None:
        self.px.setCurrentIndex(self.px.findData(theme().px))
        for radio in self._group.buttons():
            radio.setChecked(radio.property("code") == theme().scheme)

    @Slot()
    def _on_superior(self) -> None:
        name = self.superior.text().strip()
        register = self.desk.register
        if name == register.superior:
            return
        register.superior = name

        def work(progress: Progress) -> None:
            register.keeper.set_superior(name)

        self.desk.lane.run(work, self._on_kept, self._on_failed, self, quiet=True)

    def _on_kept(self, result: object) -> None:
        self.desk.tell(_("Saved."), "good")
