"""What can be done with targets: load a plan, state a result, freeze a baseline and take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.desk.pages.people.work import read, session_of, write
from app.desk.pages.targets.reading import Offer, read_offers
from app.desk.pages.targets.sheets import FreezeForm, LoadSheet, ResultForm
from app.desk.shell.desk import Desk
from app.desk.shell.page import Page
from app.desk.shell.say import count, day
from app.desk.widgets.confirm import ConfirmDialog
from app.desk.widgets.side_sheet import SideSheet
from app.kinds.faults import Fault
from app.register.targets import (
    Progress,
    Stated,
    freeze_baseline,
    load_shipped,
    shipped_named,
    state_baseline,
    take_back,
    type_result,
)
from app.words import N_, _

_NEEDS_VALUE = N_("Fill in the result.")


class TargetActs(QObject):
    """The sheets beside the page; ``done`` after something was kept, ``loaded`` with the plan taken over."""

    done = Signal()
    loaded = Signal(str)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._line: Progress | None = None
        self.load = LoadSheet(page, has_unit=bool(session_of(desk).node.unit))
        self.load.chosen.connect(self.take_over)
        self.result_form, self.freeze_form = ResultForm(), FreezeForm()
        self.result = SideSheet(page, _("State a result"))
        self.result.set_content(self.result_form, self.result_form.is_changed)
        self.result.save_wanted.connect(self.save_result)
        self.freezing = SideSheet(page, _("Freeze the baseline"), save=_("Freeze"))
        self.freezing.set_content(self.freeze_form)
        self.freezing.save_wanted.connect(self.freeze)

    def _on_failed(self, fault: Fault) -> None:
        self._desk.tell(fault.sentence(), "danger")

    # -- loading ------------------------------------------------------------------------

    def offer_plans(self) -> None:
        """Show the plans that come with the program and what each would add."""
        session = session_of(self._desk)
        read(self._desk, lambda: read_offers(session), self._on_offers, self._on_failed, self)

    def _on_offers(self, offers: list[Offer]) -> None:
        self.load.show_offers(offers)

    @Slot(str, bool)
    def take_over(self, name: str, here: bool) -> None:
        """Load a plan and show it."""
        session, plan = session_of(self._desk), shipped_named(name)

        def done(_found: object) -> None:
            self.load.close_now()
            self._desk.tell(_("Loaded: {plan}", plan=plan.number), "good")
            self._desk.status_stale.emit()
            self.loaded.emit(plan.id)

        write(self._desk, lambda: load_shipped(session, plan, here=here), done, self._on_failed, self)

    # -- stated results and baselines -----------------------------------------------------

    def state_result(self, one: Progress) -> None:
        """Fill in a stated result."""
        self._line = one
        self.result_form.start(one, session_of(self._desk).today())
        self.result.open()

    @Slot()
    def save_result(self) -> None:
        """Keep what was filled in."""
        one, form = self._line, self.result_form
        if one is None:
            return
        try:
            filled = form.filled()
        except Fault:
            return
        work = self._keeping(one.id, filled, is_baseline=form.as_baseline.isChecked())
        if work is None:
            form.form.show_fault(Fault("E_VALUE", _NEEDS_VALUE, field="value"))
            return

        def done(changed: object) -> None:
            form.form.accept()
            self.result.close_now()
            self._desk.announce(changed, self._page)
            self.done.emit()

        write(self._desk, work, done, form.form.show_fault, self)

    def _keeping(
        self, target: str, filled: dict[str, Any], *, is_baseline: bool
    ) -> Callable[[], object] | None:
        """What keeps a filled-in figure; None where the figure itself is missing."""
        session, value = session_of(self._desk), filled.get("value")
        if value is None:
            return None
        on, source, base = date.fromisoformat(str(filled["as_of"])), str(filled["source"]), filled.get("base")
        if is_baseline:
            return lambda: state_baseline(session, target, int(value), on, source, base=base)
        note = str(filled.get("note") or "")
        return lambda: type_result(session, target, int(value), on, source, base=base, note=note)

    def ask_freeze(self, one: Progress) -> None:
        """Ask for the day of the baseline."""
        self._line = one
        self.freeze_form.start(one, session_of(self._desk).today())
        self.freezing.open()

    @Slot()
    def freeze(self) -> None:
        """Freeze the baseline as of the day filled in."""
        one, session = self._line, session_of(self._desk)
        if one is None:
            return
        try:
            on = self.freeze_form.day()
        except Fault:
            return

        def done(found: Stated) -> None:
            self.freezing.close_now()
            text = _("Frozen as of {day}: {n}.", day=day(found.as_of), n=count(found.figure.value))
            self._desk.tell(text, "good")
            self._desk.status_stale.emit()
            self.done.emit()

        show = self.freeze_form.form.show_fault
        write(self._desk, lambda: freeze_baseline(session, one.id, on), done, show, self)

    def ask_take_back(self, one: Progress) -> None:
        """Take back a frozen baseline after asking for the reason."""
        if one.baseline is None:
            return
        text = _(
            "The frozen baseline of {day} no longer counts. It stays in the history.",
            day=day(one.baseline.as_of),
        )
        asked = ConfirmDialog(
            _("Take back the baseline"), text, _("Take back"), self._page, needs_reason=True
        )
        if asked.ask():
            self.take_back(one, asked.reason())

    def take_back(self, one: Progress, why: str) -> None:
        """Take back the frozen baseline of a criterion, with a reason."""
        session = session_of(self._desk)
        ids = one.baseline.ids if one.baseline else ()

        def done(changed: object) -> None:
            self._desk.announce(changed, self._page)
            self.done.emit()

        write(self._desk, lambda: take_back(session, ids, why), done, self._on_failed, self)
