"""A picture of every page and main state, drawn without a screen, for people to look at."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.jobs.lane import Lane
from app.desk.pages import picture_states
from app.desk.pages.exchange.incoming import IncomingCard
from app.desk.pages.exchange.page import ExchangePage
from app.desk.pages.exchange.pairing import PairingDialog
from app.desk.pages.settings.dialogs import AddAccountDialog
from app.desk.pages.units.page import UnitsPage
from app.desk.shell.desk import Desk
from app.desk.shell.first_run import FirstRunPage
from app.desk.shell.gate import DeskSession, Gate, HomeKind, HomeState
from app.desk.shell.opened import OpenedFrame
from app.desk.shell.pictures import grab
from app.desk.shell.preferences import Preferences
from app.desk.shell.trouble import TroublePage
from app.desk.shell.unlock import UnlockPage
from app.desk.theme.theme import theme
from app.words import _

_POLL_MS = 15
_QUIET_MS = 330  # search boxes wait 250 ms
_MOST_MS = 20_000


class Registers(Protocol):
    """The made-up registers the pictures are taken of; ``folder`` is free for files."""

    @property
    def low(self) -> Any:
        """A commune, open."""

    @property
    def low_gate(self) -> Gate:
        """Its gate."""

    @property
    def high(self) -> Any:
        """The office above, open."""

    @property
    def high_gate(self) -> Gate:
        """Its gate."""

    @property
    def closed(self) -> Gate:
        """A home that is locked."""

    @property
    def fresh(self) -> Gate:
        """A folder with nothing in it."""

    @property
    def folder(self) -> Path:
        """Where files may be written."""

    @property
    def password(self) -> str:
        """A passphrase that is accepted."""


def take(out: Path, stage: Registers, size: tuple[int, int], scale: float = 1.0) -> list[Path]:
    """Write every picture into ``out``; both schemes for the main pages. The registers are closed at the end."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["binhyen"])
    out.mkdir(parents=True, exist_ok=True)
    camera = _Camera(out, size, scale)
    # as in the window: rubbish that holds Qt objects is cleared on this thread alone, never on a worker
    gc.disable()
    try:
        _all(camera, stage)
    finally:
        gc.enable()
    app.sendPostedEvents()
    return camera.made


def _all(camera: _Camera, stage: Registers) -> None:
    for scheme in ("light", "dark"):
        theme().start(scheme, theme().px)
        _before(camera, stage, scheme)
    theme().start("light", theme().px)
    _first_run(camera, stage)
    _low(camera, stage)
    _high(camera, stage)


class _Camera:
    """Names, sizes and settles; keeps what it wrote."""

    def __init__(self, out: Path, size: tuple[int, int], scale: float) -> None:
        self._out, self._size, self._scale = out, size, scale
        self.made: list[Path] = []

    def take(self, name: str, widget: QWidget, lane: Lane | None = None) -> None:
        """Lay out, wait until nothing runs, write."""
        widget.resize(*self._size)
        widget.show()
        settle(lane)
        self.made.append(grab(widget, self._size, self._out / f"{name}.png", self._scale))

    def take_dialog(self, name: str, dialog: QWidget, lane: Lane) -> None:
        """A dialog in its own size."""
        dialog.show()
        settle(lane)
        size = (dialog.width(), dialog.height())
        self.made.append(grab(dialog, size, self._out / f"{name}.png", self._scale))
        dialog.close()


def settle(lane: Lane | None) -> None:
    """Run the event loop until the lane has been idle for a moment."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(_POLL_MS)
    quiet = past = 0

    def look() -> None:
        nonlocal quiet, past
        past += _POLL_MS
        quiet = quiet + _POLL_MS if lane is None or lane.is_idle() else 0
        if quiet >= _QUIET_MS or past >= _MOST_MS:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()


def _before(camera: _Camera, stage: Registers, scheme: str) -> None:
    """Unlock, a wrong passphrase, and what stands there when the home cannot be opened."""
    lane = Lane()
    page = UnlockPage(stage.closed, lane, stage.closed.home_state())
    camera.take(f"01-unlock-{scheme}", page, lane)
    page.password.setText("sai mật khẩu này rồi")
    page.try_open()
    camera.take(f"02-unlock-wrong-{scheme}", page, lane)
    lane.close()
    page.deleteLater()
    if scheme == "light":
        sentence = _("The program has this register open in another window.")
        state = HomeState(HomeKind.BUSY, sentence, "")
        camera.take("03-busy", TroublePage(stage.closed, state))


def _first_run(camera: _Camera, stage: Registers) -> None:
    """Every step, the real way."""
    lane = Lane()
    page = FirstRunPage(stage.fresh, lane)
    camera.take("10-first-run-unit-empty", page, lane)
    page.unit.province.setCurrentIndex(8)
    page.unit.commune.setCurrentIndex(3)
    page.unit.agency.setText("Công an xã")
    page.unit.superior.setText("Công an tỉnh")
    camera.take("11-first-run-unit", page, lane)
    page.show_step(1)
    page.admin.user.setText("nguyen.van.an")
    page.admin.fresh.first.setText(stage.password)
    page.admin.fresh.second.setText(stage.password)
    camera.take("12-first-run-admin", page, lane)
    held: list[DeskSession] = []
    page.created.connect(held.append)
    page.next_button.click()
    camera.take("13-first-run-recovery", page, lane)
    page.show_step(page.at + 1)
    camera.take("14-first-run-begin", page, lane)
    lane.close(held[0].close if held else None)
    page.deleteLater()


def _frame(register: Any, gate: Gate) -> tuple[OpenedFrame, Lane]:
    lane = Lane()
    return OpenedFrame(register, lane, gate, Preferences()), lane


def _low(camera: _Camera, stage: Registers) -> None:
    """The commune: every page, both schemes, then the states of single pages."""
    frame, lane = _frame(stage.low, stage.low_gate)
    for scheme in ("light", "dark"):
        theme().start(scheme, theme().px)
        for place, page in enumerate(frame.specs, start=1):
            frame.open_page(page)
            camera.take(f"20-{place:02d}-{page}-{scheme}", frame, lane)
    theme().start("light", theme().px)
    _sending(camera, stage, frame, lane)
    _audit_states(camera, frame, lane)
    desk = frame.desk
    _dialogs(camera, desk, lane)
    for name, make in picture_states():
        _state(camera, f"50-{name}", make, desk, lane)
    lane.close(stage.low.close)
    frame.deleteLater()


def _state(camera: _Camera, name: str, make: Callable[[Desk], QWidget], desk: Desk, lane: Lane) -> None:
    widget = make(desk)
    camera.take(name, widget, lane)
    widget.hide()
    widget.deleteLater()
    del widget
    gc.collect()


def _sending(camera: _Camera, stage: Registers, frame: OpenedFrame, lane: Lane) -> None:
    """A package made, files refused, and the cards."""
    frame.open_page("exchange")
    page = frame.page()
    if not isinstance(page, ExchangePage):
        return
    stick = stage.folder / "USB"
    stick.mkdir(exist_ok=True)
    page.outgoing.target.choose(stick)
    settle(lane)
    page.outgoing.start()
    camera.take("40-exchange-made", frame, lane)
    letter = stage.folder / "thu-moi-hop.byx"
    letter.write_bytes(b"not a package at all")
    for strip in frame.strips.strips():
        strip.dismiss()
    page.incoming.receive([letter])
    camera.take("41-exchange-refused", frame, lane)
    camera.take_dialog("42-pairing", PairingDialog(frame.desk, frame), lane)


def _audit_states(camera: _Camera, frame: OpenedFrame, lane: Lane) -> None:
    from app.desk.pages.audit.page import CHANGES, AuditPage

    frame.open_page("audit", CHANGES)
    settle(lane)
    page = frame.page()
    if isinstance(page, AuditPage):
        page.tables[CHANGES].selectRow(0)
        page.start_verify()
        camera.take("43-audit-changes", frame, lane)
    frame.open_page("help", "about")
    camera.take("44-help-about", frame, lane)
    frame.open_page("help", "keys")
    camera.take("45-help-keys", frame, lane)


def _dialogs(camera: _Camera, desk: Desk, lane: Lane) -> None:
    dialog = AddAccountDialog(desk)
    dialog.user.setText("tran.thi.binh")
    camera.take_dialog("46-account-add", dialog, lane)


def _high(camera: _Camera, stage: Registers) -> None:
    """The office above: its table, the records behind a number, packages in, receipts out."""
    frame, lane = _frame(stage.high, stage.high_gate)
    for scheme in ("light", "dark"):
        theme().start(scheme, theme().px)
        for page in ("units", "exchange"):
            frame.open_page(page)
            camera.take(f"60-upper-{page}-{scheme}", frame, lane)
    theme().start("light", theme().px)
    _receiving(camera, stage, frame, lane)
    frame.open_page("units")
    settle(lane)
    shown = frame.page()
    if isinstance(shown, UnitsPage):
        place = next(((r, c) for r in range(6) for c in range(5, 17) if shown.model.records(r, c)), (0, 6))
        shown.open_records(*place)
        camera.take("62-upper-records", frame, lane)
    lane.close(stage.high.close)
    frame.deleteLater()


def _receiving(camera: _Camera, stage: Registers, frame: OpenedFrame, lane: Lane) -> None:
    frame.open_page("exchange")
    page = frame.page()
    if not isinstance(page, ExchangePage):
        return
    settle(lane)
    incoming: IncomingCard = page.incoming
    incoming.receive(sorted((stage.folder / "USB").glob("*.byx")))
    page.returns.target.choose(stage.folder / "USB")
    camera.take("61-upper-received", frame, lane)
