"""Who is away for a time, and who is in custody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desk.models.source import Column
from app.desk.pages.staged.asking import Step, ask
from app.desk.pages.staged.pattern import COLUMNS, Pattern, Shown, shown_when, taken_on
from app.desk.widgets.record_parts import KeyValue
from app.kinds.codes_care import PRESENCE_WAY
from app.kinds.dates import store_moment
from app.kinds.detection import Absence
from app.register.presence import (
    begin_custody,
    end_custody,
    record_absence,
    record_return,
    reopen_absence,
)
from app.register.procedures import ABSENCES
from app.register.session import Session
from app.register.stages import Detail
from app.words import N_, _

_AWAY = (
    ask("absence.left_at", required=True),
    ask("absence.reported"),
    ask("absence.unit_name", label=N_("Said to be at")),
    ask("absence.reason"),
    ask("absence.note"),
)
_CUSTODY = (
    ask("status_period.since", label=N_("Held since"), required=True),
    ask("decision.number", label=N_("Number of the decision to suspend"), required=False),
    ask("decision.decided_on", required=False),
    ask("decision.office"),
)


class AbsencePattern(Pattern):
    """Absences with their return, and custody, which suspends management."""

    key = "absences"
    title = N_("Absences")
    list_name = N_("List of people absent from the commune")
    icon = "door-exit"
    procedure = ABSENCES
    columns = (
        *COLUMNS[:2],
        Column("stage", N_("Stage"), 130),
        COLUMNS[3],
        Column("due", N_("Next step"), 156, marked=True),
        Column("ends", N_("Back on"), 80),
    )
    empty_title = N_("Nobody is away")
    empty_why = N_("Enter an absence when it is reported, or when a roll call finds the person gone.")

    def beginnings(self, session: Session) -> Sequence[Step]:
        """An absence, or custody."""
        return (
            Step(
                key="away",
                label=N_("Enter an absence"),
                icon="door-exit",
                kind="absence",
                fields=_AWAY,
                defaults={"left_at": store_moment(session.now()), "reported": True},
                with_person=True,
                do=lambda s, values, _why: record_absence(s, values),
            ),
            Step(
                key="custody",
                label=N_("Enter custody"),
                icon="lock",
                kind="status_period",
                fields=_CUSTODY,
                defaults={"since": session.today().isoformat()},
                with_person=True,
                notes=lambda _s: (_("Management is suspended, not ended."),),
                do=lambda s, values, _why: begin_custody(s, values),
            ),
        )

    def steps(self, session: Session, detail: Detail) -> Sequence[Step]:
        """The return, the end of custody, or taking it back."""
        record = detail.record
        today = session.today().isoformat()
        if isinstance(record, Absence):
            if record.ended_on is not None:
                return (_reopen(record),)
            return (
                Step(
                    key="return",
                    label=N_("Enter the return"),
                    icon="home",
                    kind="absence",
                    record=record.id,
                    fields=(ask("absence.ended_on", label=N_("Back on"), required=True), ask("absence.note")),
                    defaults={"ended_on": today, "note": record.note},
                    do=lambda s, values, _why: record_return(s, record.id, values),
                ),
            )
        if record.until is not None:
            return ()

        def release(s: Session, values: Mapping[str, Any], _why: str) -> object:
            return end_custody(s, record.id, values)

        return (
            Step(
                key="release",
                label=N_("Enter the end of custody"),
                icon="lock-open",
                kind="status_period",
                record=record.id,
                fields=(
                    ask("status_period.until", required=True),
                    ask("status_period.end_reason", name="reason", label=N_("How it ended")),
                ),
                defaults={"until": today},
                notes=lambda _s: (_("What was suspended goes on from this day."),),
                do=release,
            ),
        )

    def shown(self, session: Session, detail: Detail) -> Shown:
        """Since when, where, and the last calls."""
        record = detail.record
        if isinstance(record, Absence):
            reported = "" if record.reported is None else _("Yes") if record.reported else _("No")
            values: tuple[KeyValue, ...] = (
                KeyValue(_("Left at"), shown_when(record.left_at)),
                KeyValue(_("Reported before leaving"), reported, expected=True),
                KeyValue(_("Said to be at"), record.unit_name or ""),
                KeyValue(_("Reason"), record.reason or ""),
                KeyValue(_("Back on"), shown_when(record.ended_on)),
                KeyValue(_("Note"), record.note or ""),
            )
        else:
            opened = next((d for d in detail.decisions if d.id == record.opened_by), None)
            values = (
                KeyValue(_("Held since"), shown_when(record.since)),
                KeyValue(_("Decision"), (opened.number or "") if opened else "", expected=True),
                KeyValue(_("Office"), (opened.office or "") if opened else ""),
                KeyValue(_("To"), shown_when(record.until)),
                KeyValue(_("How it ended"), record.end_reason or ""),
            )
        return Shown(values=values, happened=_calls(detail))


def _calls(detail: Detail) -> Any:
    def words(check: Any) -> str:
        there = _("Present") if check.present else _("Absent")
        place = check.said_to_be or _(PRESENCE_WAY.label(check.way))
        return f"{there} · {place}"

    return taken_on(detail, {"presence_check": ("list-check", words)})


def _reopen(record: Absence) -> Step:
    return Step(
        key="reopen",
        label=N_("Take back the return"),
        icon="restore",
        kind="absence",
        record=record.id,
        needs_reason=True,
        do=lambda s, _values, why: reopen_absence(s, record.id, why),
    )
