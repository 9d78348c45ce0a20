"""Start of the desk: ``run`` shows the window and answers with the exit status.

What is imported at the top is on the way to the first picture; everything else is imported
after it, or when it is used.
"""

# ruff: noqa: E402 - collecting is switched off before Qt is imported
from __future__ import annotations

import gc

gc.disable()  # before Qt is imported: see shell/collector.py; it also saves a tenth of the start

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from app.desk.shell.collector import Collector
from app.desk.shell.entry import Entry, relaunch_command
from app.desk.shell.preferences import load_preferences
from app.desk.shell.window import DeskWindow
from app.desk.theme.theme import theme
from app.words import LANGUAGES, N_, _, set_language

if TYPE_CHECKING:
    from app.desk.shell.gate import MakeGate
    from app.desk.theme.palette import Scheme

FOLDER = "BinhYen"
_WRONG_USE = 2
_PAINT = QEvent.Type.Paint
_UNSEEN_MS = 1000  # a window that starts hidden or minimised is not painted at all
_USAGE = N_("The desk takes --home FOLDER, --sample and --lang vi|en; “{given}” is not one of them.")


class Options(NamedTuple):
    """What the command line asked for; ``lang`` empty leaves the remembered language."""

    home: Path
    sample: bool = False
    lang: str = ""


class WrongUse(ValueError):
    """An option the desk does not have, or one without its value."""


def default_home() -> Path:
    """The folder of this user's register: beside the program when it is portable.

    The same place as ``platformdirs.user_data_dir("BinhYen", False)``, without its import.
    """
    beside = Path(sys.executable).parent
    if getattr(sys, "frozen", False) and (beside / "portable.txt").is_file():
        return beside / "data"
    given = os.environ.get("BINHYEN_HOME", "")
    if given:
        return Path(given)
    place = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(place)) / FOLDER


def parse(argv: Sequence[str]) -> Options:
    """Read the options by hand: argparse costs a tenth of the time to the first picture."""
    home, lang, sample = "", "", False
    rest = list(argv)
    while rest:
        given = rest.pop(0)
        name, _equals, value = given.partition("=")
        if name == "--sample" and not value:
            sample = True
            continue
        if name not in ("--home", "--lang") or not (value or rest):
            raise WrongUse(given)
        value = value or rest.pop(0)
        if name == "--home":
            home = value
        elif value in LANGUAGES:
            lang = value
        else:
            raise WrongUse(f"{name} {value}")
    return Options(Path(home).absolute() if home else default_home(), sample, lang)


class _Running(QObject):
    """What lives as long as the event loop: collector, signals, the entry and later parts."""

    def __init__(self, options: Options, make_gate: MakeGate, has_style: bool) -> None:
        super().__init__()
        self.preferences = load_preferences(options.home)
        self.preferences.lang = options.lang or self.preferences.lang
        set_language(self.preferences.lang)
        scheme: Scheme = "dark" if self.preferences.scheme == "dark" else "light"
        theme().start(scheme, self.preferences.px, has_style=has_style)
        self.collector = Collector(self)
        self.window = DeskWindow(self.preferences)
        self.entry = Entry(self.window, make_gate(options.home, options.sample), self.preferences)
        self._is_sample = options.sample
        self._home = options.home

    def show(self) -> None:
        """The first picture; the rest follows when the event loop is idle."""
        self.entry.begin()
        # an idle loop is not enough: the picture comes later, and imports beside it would hold it up
        self.window.installEventFilter(self)
        self.window.show()
        QTimer.singleShot(_UNSEEN_MS, self, self._after_first_picture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's first picture."""
        if event.type() == _PAINT:
            self.window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._after_first_picture)
        return False

    def _after_first_picture(self) -> None:
        if hasattr(self, "_signals"):
            return
        from app.desk.qt_words import QtWords
        from app.desk.shell.report import Reporter
        from app.desk.shell.stop import StopSignals

        self._signals = StopSignals(self)
        self._reporter = Reporter(self._home, self)
        self._reporter.install()
        self._words = QtWords(self)
        QApplication.installTranslator(self._words)
        self.entry.warm()
        if self._is_sample:
            self.entry.open_sample()
        QTimer.singleShot(1500, self, self._listen)

    def _listen(self) -> None:
        from app.desk.shell.single import Doorbell

        self._doorbell = Doorbell(self._home, self.window)

    def finish(self) -> None:
        """Close the register and give back what belongs to the interpreter."""
        self.entry.finish()
        self.collector.stop()
        if hasattr(self, "_reporter"):
            self._signals.stop()
            self._reporter.remove()


def run(argv: Sequence[str], make_gate: MakeGate) -> int:
    """Open the window and stay until it is closed; 0, or 2 for wrong use.

    ``make_gate`` gives the way into a home (see ``gate.py``); it must be quick to call.
    """
    QApplication.setApplicationName("binhyen")
    QApplication.setDesktopFileName("binhyen")
    # named here, Qt sets the style itself; ``setStyle`` makes PySide build its largest class first
    given = QApplication.instance()
    app = given or QApplication(["binhyen", "-style", "fusion"])
    try:
        options = parse(argv)
    except WrongUse as wrong:
        sys.stderr.write(_(_USAGE, given=str(wrong)) + "\n")
        return _WRONG_USE
    running = _Running(options, make_gate, given is None)
    running.show()
    try:
        status = app.exec()
    finally:
        is_locking, lang = running.entry.is_locking, running.preferences.lang
        running.finish()
    if is_locking:
        _relaunch(options.home, lang)
    return status


def _relaunch(home: Path, lang: str) -> None:
    """A fresh process for the unlock page, once the register is closed and released."""
    from PySide6.QtCore import QProcess

    frozen = bool(getattr(sys, "frozen", False))
    program, *arguments = relaunch_command(home, lang, frozen, sys.executable)
    root = Path(__file__).resolve().parents[2]
    QProcess.startDetached(program, arguments, "" if frozen else str(root))
