"""The pages about the office: packages, units, audit, settings, help; each built when first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desk.shell.gate import PageSpec
from app.words import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desk.shell.desk import Desk


def _exchange(desk: Desk) -> QWidget:
    from app.desk.pages.exchange.page import ExchangePage

    return ExchangePage(desk)


def _units(desk: Desk) -> QWidget:
    from app.desk.pages.units.page import UnitsPage

    return UnitsPage(desk)


def _audit(desk: Desk) -> QWidget:
    from app.desk.pages.audit.page import AuditPage

    return AuditPage(desk)


def _settings(desk: Desk) -> QWidget:
    from app.desk.pages.settings.page import SettingsPage

    return SettingsPage(desk)


def _help(desk: Desk) -> QWidget:
    from app.desk.pages.help.page import HelpPage

    return HelpPage(desk)


EXCHANGE = PageSpec("exchange", N_("Send and receive"), "arrows-exchange", _exchange)
UNITS = PageSpec("units", N_("Units"), "building-community", _units)
AUDIT = PageSpec("audit", N_("Audit list"), "history", _audit, bottom=True)
SETTINGS = PageSpec("settings", N_("Administration"), "settings", _settings, bottom=True)
HELP = PageSpec("help", N_("Help"), "help-circle", _help, bottom=True)
