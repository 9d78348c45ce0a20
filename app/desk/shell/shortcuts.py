"""Every keyboard shortcut of the desk, in one place.

Ctrl+Shift+anything and Alt+Z belong to the Vietnamese input methods, and a single letter would
be typed into a field; none of them is used here.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.words import N_, _

WINDOW = N_("Window")
RECORD = N_("Records")
TYPING = N_("While typing")
PAGES = N_("Pages")


class Shortcut(Enum):
    """A key, what it does and where it belongs on the shortcut sheet."""

    HELP = ("F1", N_("Help for this page"), WINDOW)
    FIND = ("Ctrl+F", N_("Search everywhere"), WINDOW)
    RELOAD = ("F5", N_("Read the page again"), WINDOW)
    PANES = ("F6", N_("Go to the next pane"), WINDOW)
    PREVIEW = ("F8", N_("Show or hide the preview"), WINDOW)
    LOCK = ("Ctrl+L", N_("Lock now"), WINDOW)
    LARGER = ("Ctrl++", N_("Larger type"), WINDOW)
    SMALLER = ("Ctrl+-", N_("Smaller type"), WINDOW)
    SHEET = ("Ctrl+/", N_("This list of shortcuts"), WINDOW)

    NEW = ("Ctrl+N", N_("New record"), RECORD)
    EDIT = ("F2", N_("Edit"), RECORD)
    SCAN = ("F4", N_("Scan an identity card"), RECORD)
    SAVE = ("Ctrl+S", N_("Save"), RECORD)
    PRINT = ("Ctrl+P", N_("Print preview"), RECORD)
    EXPORT = ("Ctrl+E", N_("Export to Excel"), RECORD)
    UNDO = ("Ctrl+Z", N_("Undo"), RECORD)
    REDO = ("Ctrl+Y", N_("Redo"), RECORD)

    NEXT_FIELD = ("Return", N_("Next field"), TYPING)
    SAVE_TEXT = ("Ctrl+Return", N_("Save from a long text"), TYPING)
    TODAY = ("Ctrl+;", N_("Today's date"), TYPING)
    CALENDAR = ("Alt+Down", N_("Open the calendar"), TYPING)
    COPY_ABOVE = ("Ctrl+D", N_("Copy the value of the previous record"), TYPING)
    CANCEL = ("Escape", N_("Close or cancel"), TYPING)

    PAGE_1 = ("Alt+1", N_("Page {n}"), PAGES)
    PAGE_2 = ("Alt+2", N_("Page {n}"), PAGES)
    PAGE_3 = ("Alt+3", N_("Page {n}"), PAGES)
    PAGE_4 = ("Alt+4", N_("Page {n}"), PAGES)
    PAGE_5 = ("Alt+5", N_("Page {n}"), PAGES)
    PAGE_6 = ("Alt+6", N_("Page {n}"), PAGES)
    PAGE_7 = ("Alt+7", N_("Page {n}"), PAGES)
    PAGE_8 = ("Alt+8", N_("Page {n}"), PAGES)
    PAGE_9 = ("Alt+9", N_("Page {n}"), PAGES)

    def __init__(self, key: str, label: str, group: str) -> None:
        self.key = key
        self.label = label
        self.group = group

    @property
    def sequence(self) -> QKeySequence:
        """The key as Qt wants it."""
        return QKeySequence(self.key)

    def shown(self) -> str:
        """The key as people read it on the keyboard."""
        return self.key.replace("Return", "Enter").replace("Escape", "Esc").replace("Down", "↓")

    def title(self) -> str:
        """What it does, in the language in use."""
        return _(self.label, n=self.key[-1]) if self.group == PAGES else _(self.label)


def page_shortcut(number: int) -> Shortcut:
    """Alt+1 … Alt+9."""
    return Shortcut[f"PAGE_{number}"]


def bind(
    widget: QWidget,
    shortcut: Shortcut,
    slot: Callable[[], object],
    *,
    whole_window: bool = False,
) -> QShortcut:
    """Call ``slot`` on the key while ``widget`` or something in it has the keyboard.

    With ``whole_window`` the key works anywhere in the widget's window.
    """
    made = QShortcut(shortcut.sequence, widget)
    context = Qt.ShortcutContext
    made.setContext(context.WindowShortcut if whole_window else context.WidgetWithChildrenShortcut)
    if shortcut is Shortcut.LARGER:  # the + of a Vietnamese keyboard is Shift and =
        made.setKeys([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
    made.activated.connect(slot)
    return made


def hint(text: str, shortcut: Shortcut) -> str:
    """A tool tip: what the control does and its key."""
    return f"{text} ({shortcut.shown()})"
