"""Going to another commune and coming from one, with the running clock of the notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.desk.models.source import Column, Marked
from app.desk.pages.people.owing import short_status
from app.desk.pages.staged.asking import Step, Values, ask
from app.desk.pages.staged.pattern import (
    COLUMNS,
    ListFilter,
    Pattern,
    Shown,
    StepLine,
    closing_notes,
    stacked,
)
from app.desk.widgets.record_parts import KeyValue
from app.kinds.codes import CodeList
from app.kinds.dates import store_moment
from app.kinds.declare import Field
from app.kinds.detection import Absence
from app.register.moves import (
    enter_receipt,
    moving_ends,
    notify_commune,
    present,
    record_arrival,
    record_departure,
    reopen_move,
    send_file,
    steps_of_move,
    take_over,
)
from app.register.procedures import MOVES
from app.register.session import Session
from app.register.stages import Detail
from app.words import N_, _

_WAYS = CodeList("move_way", {"move_out": N_("Moved away"), "move_in": N_("Moved here")})
_LEAVE = (
    ask("absence.left_at", required=True, hint=N_("To the minute: the notice is due 24 hours after.")),
    ask("absence.unit_name", required=True),
    ask("absence.reported"),
    ask("absence.reason"),
    ask("absence.note"),
)
_ARRIVE = (
    ask("absence.arrived_at", required=True),
    ask("absence.unit_name", label=N_("From which commune"), required=True),
    ask("absence.left_at", label=N_("Left there at"), required=False),
    ask("absence.note"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """The step that a stage waits for: words, icon, fields (the day first) and the use case."""

    label: str
    icon: str
    fields: tuple[Field, ...]
    enter: Callable[[Session, str, Values], object]


_NEXT = {
    "notify": _Entry(
        N_("Enter the notice"),
        "mail",
        (ask("absence.notified_at", required=True), ask("absence.notice_number")),
        notify_commune,
    ),
    "send": _Entry(
        N_("Enter that the file was sent"), "send", (ask("absence.file_sent_at", required=True),), send_file
    ),
    "present": _Entry(
        N_("Enter that they came"),
        "user",
        (ask("absence.presented_at", required=True),),
        present,
    ),
    "take_over": _Entry(
        N_("Enter that the file is here"),
        "inbox",
        (
            ask("absence.ended_on", label=N_("File received on"), required=True),
            ask("absence.receipt"),
        ),
        take_over,
    ),
}


class MovePattern(Pattern):
    """Departures until their receipt, arrivals until their file is here."""

    key = "moves"
    title = N_("Moves to and from other communes")
    list_name = N_("List of moves to and from other communes")
    icon = "arrows-exchange"
    procedure = MOVES
    columns = (
        *COLUMNS[:2],
        Column("stage", N_("Stage"), 120),
        COLUMNS[3],
        Column("due", N_("Next step"), 246, marked=True),
    )
    filters = (ListFilter("sort", N_("Direction"), _WAYS),)
    empty_title = N_("No move under way")
    empty_why = N_("Who leaves stays on this list until the other commune has confirmed the file.")

    def beginnings(self, session: Session) -> Sequence[Step]:
        """A departure, or an arrival."""
        now = store_moment(session.now())
        return (
            Step(
                key="leave",
                label=N_("Enter a departure"),
                icon="transfer-out",
                kind="absence",
                fields=_LEAVE,
                defaults={"left_at": now, "reported": True},
                with_person=True,
                do=lambda s, values, _why: record_departure(s, values),
            ),
            Step(
                key="arrive",
                label=N_("Enter an arrival"),
                icon="transfer-in",
                kind="absence",
                fields=_ARRIVE,
                defaults={"arrived_at": now},
                with_person=True,
                do=lambda s, values, _why: record_arrival(s, values),
            ),
        )

    def steps(self, session: Session, detail: Detail) -> Sequence[Step]:
        """The one step that comes next; taking back a receipt."""
        move: Absence = detail.record
        stage = detail.line.stage
        if stage == "receipt":
            return (_receipt(session, move),)
        entry = _NEXT.get(stage)
        return (_next(session, move, stage, entry),) if entry is not None else (_reopen(move),)

    def shown(self, session: Session, detail: Detail) -> Shown:
        """The steps with their times; “moving” until the receipt."""
        move: Absence = detail.record
        leaving = move.sort == "move_out"
        words = _("Moving to {place}") if leaving else _("Comes from {place}")
        badges = [Marked(words.format(place=move.unit_name or "…"), "neutral", "arrows-exchange")]
        notes = []
        if leaving and move.ended_on is None:
            notes.append(_("Still on this commune's list until the receipt is entered."))
        return Shown(
            badges=tuple(badges),
            steps=_lines(move),
            values=(
                KeyValue(_("Number of the notice"), move.notice_number or ""),
                KeyValue(_("Receipt of the file"), move.receipt or ""),
                KeyValue(_("Reason"), move.reason or ""),
                KeyValue(_("Note"), move.note or ""),
            ),
            notes=tuple(notes),
        )


def _lines(move: Absence) -> tuple[StepLine, ...]:
    lines = []
    found_next = False
    for _name, label, at in steps_of_move(move):
        state = "done" if at is not None else "later" if found_next else "next"
        found_next = found_next or state == "next"
        lines.append(StepLine(_(label), state, stacked(at)))
    return tuple(lines)


def _next(session: Session, move: Absence, stage: str, entry: _Entry) -> Step:
    """A dated step; now, or today where it is a day, stands in its first field."""
    name = entry.fields[0].name
    now = store_moment(session.now()) if name.endswith("_at") else session.today().isoformat()
    return Step(
        key=stage,
        label=entry.label,
        icon=entry.icon,
        kind="absence",
        record=move.id,
        fields=entry.fields,
        defaults={name: now},
        do=lambda s, values, _why: entry.enter(s, move.id, values),
    )


def _receipt(session: Session, move: Absence) -> Step:
    def notes(s: Session) -> Sequence[str]:
        ends = [short_status(period.status) for period in moving_ends(s, move).statuses]
        return closing_notes(_("Will be closed:"), ends)

    return Step(
        key="receipt",
        label=N_("Enter the receipt"),
        icon="certificate",
        kind="absence",
        record=move.id,
        fields=(
            ask("absence.receipt", required=True),
            ask("absence.ended_on", label=N_("Receipt dated"), required=True),
        ),
        defaults={"ended_on": session.today().isoformat()},
        notes=notes,
        do=lambda s, values, _why: enter_receipt(s, move.id, values),
    )


def _reopen(move: Absence) -> Step:
    return Step(
        key="reopen",
        label=N_("Take back the receipt") if move.sort == "move_out" else N_("Open again"),
        icon="restore",
        kind="absence",
        record=move.id,
        needs_reason=True,
        do=lambda s, _values, why: reopen_move(s, move.id, why),
    )
