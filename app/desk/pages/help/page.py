"""Help: topics with search, the shortcut sheet, versions and licences. Works without a network."""

from __future__ import annotations

import platform
from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.desk.pages.exchange.outgoing import card, card_head
from app.desk.pages.help.topic import Topic
from app.desk.pages.help.topics import TOPICS, topic_for
from app.desk.shell.desk import Desk
from app.desk.shell.keysheet import key_label
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import PAGES, Shortcut
from app.desk.theme.icons import mark_pixmap
from app.desk.theme.theme import theme
from app.desk.widgets import look
from app.kinds.text import fold
from app.words import N_, _
from app.words.resources import resource

KEYS, ABOUT = "keys", "about"
_MORE = ((KEYS, N_("Keyboard shortcuts")), (ABOUT, N_("Versions and licences")))
_PARTS = (
    ("Qt, Qt for Python (PySide6)", "LGPL-3.0"),
    ("SQLCipher, SQLite", "BSD-3-Clause, public domain"),
    ("OpenSSL", "Apache-2.0"),
    ("libsodium (PyNaCl)", "ISC, Apache-2.0"),
    ("age (pyrage), zstandard", "MIT, BSD-3-Clause"),
    ("SQLAlchemy, Alembic, msgspec", "MIT, BSD-3-Clause"),
    ("ReportLab, python-docx, XlsxWriter", "BSD-3-Clause, MIT, BSD-2-Clause"),
    ("Liberation Sans", "OFL-1.1"),
    ("Tabler Icons", "MIT"),
)


class HelpPage(Page):
    """Topics at the left, the text at the right; the target is a page's id or a topic's."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(10)
        column.addWidget(look.label(_("Help"), self, role="title"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(self._left())
        self.stack = QStackedWidget(self)
        self._places: dict[str, int] = {}
        for topic in TOPICS:
            self._places[topic.id] = self.stack.addWidget(_topic_page(topic))
        self._places[KEYS] = self.stack.addWidget(_keys_page())
        self._places[ABOUT] = self.stack.addWidget(_about_page())
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        self.topics.currentItemChanged.connect(self._on_item)
        self.show_topic("start")

    def _left(self) -> QVBoxLayout:
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search in the help"))
        self.search.setAccessibleName(_("Search in the help"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.topics = QListWidget(self)
        self.topics.setAccessibleName(_("Topics"))
        self.topics.setFixedWidth(look.px(236))
        self.search.setFixedWidth(look.px(236))
        titles = [(topic.id, topic.title) for topic in TOPICS]
        for key, title in (*titles, *_MORE):
            item = QListWidgetItem(_(title))
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, look.px(30)))
            self.topics.addItem(item)
        self._none = look.label(_("Nothing found. Try another word."), self, tone="muted", wrap=True)
        self._none.hide()
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.topics, 1)
        column.addWidget(self._none)
        return column

    def arrive(self, target: str) -> None:
        """Show the help of a page."""
        if target:
            self.show_topic(topic_for(target) or (target if target in self._places else "start"))

    def show_topic(self, key: str) -> None:
        """Show a topic by its id."""
        for row in range(self.topics.count()):
            if self.topics.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.topics.setCurrentRow(row)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_item(self, item: QListWidgetItem | None, former: QListWidgetItem | None) -> None:
        if item is not None:
            self.stack.setCurrentIndex(self._places[str(item.data(Qt.ItemDataRole.UserRole))])

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = fold(text)
        texts = {topic.id: fold(" ".join(_(line) for line in (topic.title, *topic.text))) for topic in TOPICS}
        texts |= {key: fold(_(title)) for key, title in _MORE}
        found = 0
        for row in range(self.topics.count()):
            item = self.topics.item(row)
            hidden = bool(wanted) and wanted not in texts[str(item.data(Qt.ItemDataRole.UserRole))]
            item.setHidden(hidden)
            found += not hidden
        self._none.setVisible(not found)


def _scrolled(inner: QWidget, name: str) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidget(inner)
    scroll.setAccessibleName(name)
    return scroll


def _topic_page(topic: Topic) -> QWidget:
    inner = QWidget()
    outer = QVBoxLayout(inner)
    outer.setContentsMargins(0, 0, 4, 0)
    frame, column = card(inner)
    column.setContentsMargins(24, 18, 24, 20)
    column.setSpacing(10)
    column.addLayout(card_head(topic.icon, _(topic.title), frame))
    column.addWidget(look.hairline(frame))
    step = 0
    for line in topic.text:
        text = _(line)
        if text.startswith("• "):
            step += 1
            column.addLayout(_step(step, text.removeprefix("• "), frame))
        elif text.startswith("§ "):
            column.addSpacing(4)
            column.addWidget(look.label(text.removeprefix("§ "), frame, role="strong", tone="accent"))
        else:
            column.addWidget(look.label(text, frame, wrap=True))
    outer.addWidget(frame)
    outer.addStretch(1)
    return _scrolled(inner, _(topic.title))


def _step(number: int, text: str, parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    mark = look.label(f"{number}.", parent, role="strong", tone="accent")
    mark.setFixedWidth(look.px(20))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(look.label(text, parent, wrap=True), 1)
    return row


def _keys_page() -> QWidget:
    inner = QWidget()
    outer = QHBoxLayout(inner)
    outer.setContentsMargins(0, 0, 4, 0)
    outer.setSpacing(12)
    groups: dict[str, list[Shortcut]] = {}
    for shortcut in Shortcut:
        if shortcut.group != PAGES:
            groups.setdefault(shortcut.group, []).append(shortcut)
    sides = [QVBoxLayout(), QVBoxLayout()]
    for place, (group, keys) in enumerate(groups.items()):
        frame, column = card(inner)
        column.addWidget(look.label(_(group), frame, role="strong", tone="accent"))
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        for line, shortcut in enumerate(keys):
            grid.addWidget(look.label(shortcut.title(), frame), line, 0)
            grid.addWidget(key_label(shortcut), line, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        sides[place % 2].addWidget(frame)
    for side in sides:
        side.setSpacing(12)
        side.addStretch(1)
        outer.addLayout(side, 1)
    return _scrolled(inner, _("Keyboard shortcuts"))


def _about_page() -> QWidget:
    inner = QWidget()
    outer = QVBoxLayout(inner)
    outer.setContentsMargins(0, 0, 4, 0)
    frame, column = card(inner)
    head = QHBoxLayout()
    head.setSpacing(12)
    picture = QLabel(frame)
    picture.setPixmap(mark_pixmap(theme().scaled(44)))
    head.addWidget(picture)
    names = QVBoxLayout()
    names.setSpacing(0)
    names.addWidget(look.label(_("Bình Yên"), frame, role="title"))
    names.addWidget(look.label(_version(), frame, tone="muted"))
    head.addLayout(names, 1)
    column.addLayout(head)
    column.addWidget(look.hairline(frame))
    notice = _(
        "This program uses Qt and Qt for Python under the GNU Lesser General Public License, version 3. "
        "You may replace them by your own build; the licence texts come with the program."
    )
    column.addWidget(look.label(notice, frame, wrap=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(3)
    for line, (part, licence) in enumerate(_PARTS):
        grid.addWidget(look.label(part, frame), line, 0)
        grid.addWidget(look.label(licence, frame, tone="muted"), line, 1)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    column.addLayout(_licence_texts(frame))
    outer.addWidget(frame, 1)
    return _scrolled(inner, _("Versions and licences"))


def _version() -> str:
    import PySide6

    parts = (__version__, f"Python {platform.python_version()}", f"Qt {PySide6.__version__}")
    return _("Version {version}", version=" · ".join(parts))


def _licence_texts(frame: QWidget) -> QVBoxLayout:
    """Buttons that open a licence's text below them."""
    text = QPlainTextEdit(frame)
    text.setReadOnly(True)
    text.setAccessibleName(_("Text of the licence"))
    text.setMinimumHeight(look.px(150))
    text.hide()
    row = QHBoxLayout()
    row.setSpacing(6)
    for name in ("NOTICE", "LGPL-3.0", "GPL-3.0"):
        shown = look.button(name, frame, kind="link", icon="file-text")
        shown.clicked.connect(partial(_show_licence, text, name))
        row.addWidget(shown)
    row.addStretch(1)
    column = QVBoxLayout()
    column.addLayout(row)
    column.addWidget(text, 1)
    column.addStretch(1)
    return column


def _show_licence(text: QPlainTextEdit, name: str) -> None:
    text.setPlainText(resource(f"licences/{name}.txt").read_text(encoding="utf-8"))
    text.show()
