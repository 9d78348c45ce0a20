"""The states of the administration page that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from app.desk.pages.people.pictures import settle
from app.desk.pages.settings.choices_tab import choose_dialog
from app.desk.pages.settings.compare_dialog import CompareDialog
from app.desk.pages.settings.lists_tab import add_dialog
from app.desk.pages.settings.page import SettingsPage
from app.desk.shell.desk import Desk
from app.register.law_packs import compare, law_view, look_at, publish, trust_publisher
from app.words.resources import resource


def _page(desk: Desk, tab: str) -> SettingsPage:
    page = SettingsPage(desk)
    page.resize(1096, 616)
    page.arrive(tab)
    settle(desk)
    return page


def lists(desk: Desk) -> QWidget:
    """Code lists."""
    page = _page(desk, "lists")
    page.lists.choose_list("substance")
    settle(desk)
    return page


def list_entry(desk: Desk) -> QWidget:
    """A new entry of a list."""
    page = _page(desk, "lists")
    chosen = page.lists.current_list()
    if chosen is None:
        return page
    return _shown(desk, add_dialog(desk, chosen, None))


def choices(desk: Desk) -> QWidget:
    """What the unit decides."""
    return _page(desk, "choices")


def choice(desk: Desk) -> QWidget:
    """Another value of one setting."""
    page = _page(desk, "choices")
    line = page.choices.current()
    if line is None:
        return page
    return _shown(desk, choose_dialog(desk, line, None))


def law(desk: Desk) -> QWidget:
    """Law packs."""
    return _page(desk, "law")


def law_changes(desk: Desk) -> QWidget:
    """What a pack would change: a made-up version of the shipped law, signed by this device."""
    session, device = desk.register.session, desk.register.device
    shipped = resource("packs/L120.toml").read_text(encoding="utf-8")
    version = next(line for line in shipped.splitlines() if line.startswith("version"))
    made_up = shipped.replace(version, 'version = "2099-01-01"\nacts_from = 2026-07-01', 1)
    made_up = made_up.replace('amount = 1\nunit = "month"', 'amount = 1\nunit = "working_day"')
    made = publish(session, "L120.toml", made_up.encode(), device.verify_key, device.sign)
    if not law_view(session).publishers:
        trust_publisher(session, "L120.pack", made.data, made.fingerprint, session.node.name)
    candidate = look_at(session, "L120.pack", made.data)
    return _shown(desk, CompareDialog(desk, candidate, compare(session, candidate)))


def _shown(desk: Desk, dialog: QDialog) -> QDialog:
    settle(desk)
    return dialog


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("settings-lists", lists),
    ("settings-list-entry", list_entry),
    ("settings-choices", choices),
    ("settings-choice", choice),
    ("settings-law", law),
    ("settings-law-changes", law_changes),
]
