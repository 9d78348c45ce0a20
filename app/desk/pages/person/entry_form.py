"""The form of one entry about a person: what matters first, the rest on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.people.lookups import KitLookup
from app.desk.widgets import look
from app.desk.widgets.fields import Lookups, PanelField
from app.desk.widgets.form import Form
from app.desk.widgets.strips import Strip
from app.desk.widgets.text_fields import TextField
from app.kinds.codes import TEST_RESULT
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.words import _

#: What is asked first; everything else waits under “More details”.
FIRST: dict[str, tuple[str, ...]] = {
    "drug_test": ("sampled_at", "kit", "panel", "result", "place", "taken_by", "supervisor", "confirms"),
    "visit": ("visited_on", "place", "present", "relapse_signs", "found", "next_on", "by"),
    "status_period": ("status", "since", "until", "opened_by", "note"),
    "decision": ("sort", "number", "decided_on", "signatory", "test", "effective_from", "effective_until"),
    "support": ("sort", "since", "by", "amount", "result"),
    "address": ("sort", "hamlet", "text", "since"),
    "detection": ("detected_at", "ground", "place", "by", "summary", "residence_stable"),
    "presence_check": ("checked_on", "way", "present", "said_to_be", "by"),
    "absence": ("sort", "left_at", "unit_name", "reported", "notified_at", "reason"),
    "assessment_request": ("ground", "asked_on", "facility", "test", "scheduled_at", "by"),
    "assessment": (
        "request",
        "concluded_on",
        "conclusion",
        "substance_group",
        "facility",
        "practitioner",
        "certificate_number",
        "slip_number",
    ),
    "rehab_episode": ("form", "time", "registered_on", "started_on", "facility", "months", "decision"),
    "substitution_treatment": ("facility", "site", "started_on", "code", "next_on"),
    "breach": ("obligation", "sort", "happened_on", "time", "record_number", "consequence"),
    "compulsory_file": ("ground", "ground_on", "opened_on", "number", "is_minor"),
    "paper": ("dossier", "sort", "title", "number", "dated_on", "pages", "held_at"),
    "prior_measure": ("sort", "decided_on", "number", "office"),
    "involvement": ("part", "incident", "place", "since", "arrested_on"),
    "retail_dealer": ("since", "ground", "hamlet", "until"),
    "newcomer": ("sort", "name", "from_where", "since", "work"),
    "helper": ("name", "sort", "phone", "since"),
    "relation": ("sort", "other", "name", "phone", "source"),
}
#: Kept with the record, written by other pages.
_HIDDEN = frozenset({"attachment", "regime", "kit_name", "kit_lot_number"})
_USUAL_PANEL = ("heroin", "ats", "mdma", "cannabis")


class EntryForm(QWidget):
    """A kind's form for the side sheet; ``values`` and faults are the form's own."""

    submitted = Signal()

    def __init__(
        self,
        kind: str,
        values: Mapping[str, Any],
        lookups: Lookups,
        parent: QWidget | None = None,
        *,
        corrects: bool = False,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._kits = lookups.get("kit_lot")
        first = FIRST[kind]
        declared = [f.name for f in KINDS[kind].fields if f.name != KINDS[kind].subject]
        rest = [name for name in declared if name not in first]
        self._rest = [name for name in rest if name not in _HIDDEN]
        self.form = Form(KINDS[kind], [*first, *rest], self, lookups=lookups, with_meter=False)
        self.form.submitted.connect(self.submitted)
        for name in rest:
            self.form.field(name).hide()
        self.doubts = _Doubts(self)
        self.more = look.button(_("More details"), self, kind="link", icon="chevron-down")
        self.more.clicked.connect(self._on_more)
        self.why = TextField(_("Reason for the correction"), self, hint=_("Kept in the history."))
        self.why.setVisible(corrects)
        self._column = self._lay_out()
        if kind == "drug_test":
            # its lines share what room there is: the sheet does not grow with the longest answer
            self.form.field("panel").setMinimumWidth(1)
            self._follow_kit(str(values.get("kit") or ""), values)
        self.form.set_values(values)
        self._show_rest(corrects and any(values.get(name) for name in self._rest))
        if kind == "drug_test":
            self.form.field("kit").edited.connect(self._on_kit)
            self.form.field("panel").edited.connect(self._on_panel)

    def _lay_out(self) -> QVBoxLayout:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        for part in (self.doubts, self.form, self.more, self.why):
            column.addWidget(part)
        column.addStretch(1)
        return column

    def focus_first(self) -> None:
        """Start at the first field."""
        self.form.focus_first()

    def put_strip(self, strip: Strip | None) -> None:
        """Show the offer of a draft on top."""
        if strip is not None:
            self._column.insertWidget(0, strip)

    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.form.is_changed()

    def filled(self) -> dict[str, Any]:
        """The values that say something. Raises the first Fault after showing every one."""
        return _said(self.form.values())

    def standing(self) -> dict[str, Any]:
        """What can be read of what stands there now; nothing is shown or tidied."""
        fields = self.form.fields().items()
        return _said({name: field.value() for name, field in fields if field.fault() is None})

    def reason(self) -> str:
        """Why a record is corrected."""
        return str(self.why.value() or "")

    def show_all(self) -> None:
        """Show every field."""
        self._show_rest(True)

    def _show_rest(self, shown: bool) -> None:
        for name in self._rest:
            self.form.field(name).setVisible(shown)
        self.more.setVisible(bool(self._rest) and not shown)

    def _on_more(self) -> None:
        self._show_rest(True)
        self.form.go_to(self._rest[0])

    # -- drug tests: the panel follows the kit, the result follows the panel ---------

    def _on_kit(self) -> None:
        kit = self.form.field("kit").value()
        if kit:
            self._follow_kit(str(kit), {})

    def _follow_kit(self, kit: str, values: Mapping[str, Any]) -> None:
        panel = self.form.field("panel")
        lot = self._kits.lots.get(kit) if isinstance(self._kits, KitLookup) else None
        asked = list(lot.panel) if lot and lot.panel else list(_USUAL_PANEL)
        asked += [p["substance"] for p in values.get("panel") or [] if p["substance"] not in asked]
        if isinstance(panel, PanelField):
            panel.set_substances(asked)

    def _on_panel(self) -> None:
        results = {line["result"] for line in self.form.field("panel").value()}
        for code in ("positive", "unclear", "negative"):
            if code in results:
                self.form.field("result").set_typed(_(TEST_RESULT.label(code)))
                return


class _Doubts(QWidget):
    """What looks odd about what stands in the form; it stops nobody."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        icon = look.picture("alert-triangle", "warn", 14, self)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        self._text = look.label("", self, role="small", tone="warn", wrap=True)
        line.addWidget(self._text, 1)
        self.hide()

    def say(self, faults: Sequence[Fault]) -> None:
        """Show these, or nothing."""
        self._text.setText("\n".join(fault.sentence() for fault in faults))
        self.setVisible(bool(faults))

    def text(self) -> str:
        """What is said, empty when nothing is."""
        return self._text.text() if not self.isHidden() else ""


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [])}
