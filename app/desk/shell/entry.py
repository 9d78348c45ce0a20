"""From the closed home to the open register: which page the window shows, and the way between."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.desk.jobs.lane import Lane
from app.desk.jobs.progress import Progress
from app.desk.shell.column import ColumnPage
from app.desk.shell.home import HomeKind, HomeState
from app.desk.shell.preferences import Preferences
from app.desk.shell.unlock import UnlockPage
from app.desk.shell.window import DeskWindow
from app.desk.theme.theme import theme
from app.words import set_language

if TYPE_CHECKING:
    from app.desk.shell.gate import DeskSession, Gate
    from app.kinds.faults import Fault


class Entry(QObject):
    """Owns the lane and the open session; the window only shows what it is given."""

    def __init__(self, window: DeskWindow, gate: Gate, preferences: Preferences) -> None:
        super().__init__(window)
        self.window = window
        self.gate = gate
        self.preferences = preferences
        self.lane = Lane(self)
        self.session: DeskSession | None = None
        self.is_locking = False
        self._page: ColumnPage | None = None
        self._frame: QObject | None = None
        window.close_wanted.connect(self._on_close)
        theme().changed.connect(self._on_theme)

    @Slot()
    def begin(self) -> None:
        """Look at the home and show what fits."""
        state = self.gate.home_state()
        if state.kind is HomeKind.LOCKED:
            self._show_unlock(state)
        elif state.kind is HomeKind.NONE:
            self._show_first_run()
        else:
            self._show_trouble(state)

    def warm(self) -> None:
        """Import what opening needs while people read the page."""
        gate = self.gate

        def work(progress: Progress) -> None:
            gate.warm()

        self.lane.run(work, self._on_warm, None, self, reads=True, quiet=True)

    def _on_warm(self, result: object) -> None:
        """Nothing to do: the modules are there now."""

    def _show(self, page: ColumnPage) -> None:
        self._page = page
        page.lang_wanted.connect(self._on_language)
        self.window.show_page(page)

    def _show_unlock(self, state: HomeState) -> None:
        page = UnlockPage(self.gate, self.lane, state, self.preferences.last_user)
        page.opened.connect(self.open)
        page.sample_wanted.connect(self.open_sample)
        page.restore_wanted.connect(self._on_restore)
        page.forgotten.connect(self._on_forgotten)
        self._show(page)

    def _show_first_run(self) -> None:
        from app.desk.shell.first_run import FirstRunPage  # not needed to unlock

        page = FirstRunPage(self.gate, self.lane)
        page.created.connect(self._on_created)
        page.opened.connect(self.open)
        page.sample_wanted.connect(self.open_sample)
        self._show(page)

    def _show_trouble(self, state: HomeState) -> None:
        from app.desk.shell.trouble import TroublePage  # not needed to unlock

        page = TroublePage(self.gate, state)
        page.retry_wanted.connect(self.begin)
        page.restore_wanted.connect(self._on_restore)
        page.sample_wanted.connect(self.open_sample)
        page.raise_wanted.connect(self._on_raise)
        self._show(page)

    @Slot()
    def _on_restore(self) -> None:
        from app.desk.shell.rescue import RestorePage  # not needed to unlock

        page = RestorePage(self.gate, self.lane)
        page.left.connect(self.begin)
        page.finished.connect(self.begin)
        self._show(page)

    @Slot(str)
    def _on_forgotten(self, user: str) -> None:
        from app.desk.shell.rescue import RecoverPage  # not needed to unlock

        page = RecoverPage(self.gate, self.lane, user)
        page.left.connect(self.begin)
        page.finished.connect(self.begin)
        self._show(page)

    @Slot()
    def _on_raise(self) -> None:
        from app.desk.shell.single import ring  # the network part of Qt, only when asked

        if ring(self.gate.home):
            QApplication.quit()

    @Slot(object)
    def _on_created(self, session: DeskSession) -> None:
        """The first run made a home: from now on its session is ours to close."""
        self.session = session
        self.preferences.last_user = session.user
        self.preferences.save()

    @Slot()
    def open_sample(self) -> None:
        """Open the training register; an open one is closed first."""
        gate, former = self.gate, self.session
        self.session = None

        def work(progress: Progress) -> DeskSession:
            if former is not None:
                former.close()
            return gate.open_sample()

        if self._page is not None:
            self._page.setEnabled(False)
        self.lane.run(work, self.open, self._on_sample_failed, self, quiet=True)

    def _on_sample_failed(self, fault: Fault) -> None:
        self.begin()
        if isinstance(self._page, UnlockPage):
            self._page.note.tell(fault.sentence(), "danger")

    @Slot(object)
    def open(self, session: DeskSession) -> None:
        """Show the main frame of an open register."""
        from app.desk.shell.opened import OpenedFrame  # pages and bars, after unlocking

        self.session = session
        if not session.sample:
            self.preferences.last_user = session.user
        self._page = None
        frame = OpenedFrame(session, self.lane, self.gate, self.preferences)
        frame.lock_wanted.connect(self.lock)
        frame.language_wanted.connect(self._on_language_inside)
        self._frame = frame
        self.window.show_page(frame, session.unit_name)

    @Slot()
    def lock(self) -> None:
        """Keep drafts, hide everything and end; a fresh process shows the unlock page."""
        from app.desk.shell.opened import OpenedFrame

        if self.is_locking:
            return
        self.is_locking = True
        QGuiApplication.inputMethod().commit()
        if isinstance(self._frame, OpenedFrame):
            self._frame.save_drafts()
        self.window.remember()
        self.window.hide()
        QApplication.quit()

    @Slot(object)
    def _on_close(self, event: QCloseEvent) -> None:
        from app.desk.shell.opened import OpenedFrame

        QGuiApplication.inputMethod().commit()
        if isinstance(self._frame, OpenedFrame) and not self._frame.may_leave():
            event.ignore()
            return
        QApplication.quit()

    @Slot(str)
    def _on_language(self, lang: str) -> None:
        set_language(lang)
        self.preferences.lang = lang
        self.preferences.save()
        self.begin()

    @Slot(str)
    def _on_language_inside(self, lang: str) -> None:
        """Another language while a register is open: the same session in a frame built anew."""
        from app.desk.shell.opened import OpenedFrame

        if self.session is None or not isinstance(self._frame, OpenedFrame) or not self._frame.may_leave():
            return
        set_language(lang)
        self.preferences.lang = lang
        self.preferences.save()
        self.open(self.session)

    @Slot()
    def _on_theme(self) -> None:
        self.preferences.scheme, self.preferences.px = theme().scheme, theme().px
        self.preferences.save()

    def finish(self) -> None:
        """Wait for the lane and close the register: the last thing before the process ends."""
        session, self.session = self.session, None
        self.preferences.save()
        self.lane.close(session.close if session is not None else None)


def relaunch_command(home: Path, lang: str, frozen: bool, python: str) -> list[str]:
    """How a fresh process shows the unlock page: no key, no account, only folder and language."""
    start = [python] if frozen else [python, "-m", "app"]
    return [*start, "desk", "--home", str(home), "--lang", lang]
