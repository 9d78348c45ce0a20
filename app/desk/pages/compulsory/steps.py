"""What can be done to a file for compulsory rehabilitation, each as one action with its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.desk.pages.people.owing import short_status
from app.desk.pages.staged.asking import Step, ask
from app.desk.pages.staged.pattern import closing_notes
from app.kinds.codes import CodeList
from app.kinds.codes_care import FILE_OUTCOME
from app.kinds.compulsory import CompulsoryFile
from app.kinds.dates import store_moment
from app.register.compulsory import (
    HOLDS,
    advance_file,
    close_file,
    execute_file,
    execution_ends,
    hold_file,
    next_step,
    open_file,
    reopen_file,
    resume_file,
)
from app.register.session import Session
from app.words import N_, _

KIND = "compulsory_file"
_OPEN = (
    ask(f"{KIND}.ground", required=True),
    ask(f"{KIND}.ground_on", required=True, hint=N_("Day of the last act; the limitation counts from it.")),
    ask(f"{KIND}.opened_on", required=True),
    ask(f"{KIND}.is_minor"),
    ask(f"{KIND}.number"),
    ask(f"{KIND}.interim"),
    ask(f"{KIND}.interim_on"),
)


def _some(*codes: str) -> CodeList:
    """Some of the outcomes, in the words of the whole list."""
    return CodeList("file_outcome", {code: FILE_OUTCOME.labels[code] for code in codes})


_DECIDE = (
    ask(f"{KIND}.decided_on", required=True),
    ask(f"{KIND}.outcome", required=True, codes=_some("accepted", "refused")),
    ask("decision.number", name="number_of_decision", label=N_("Number of the decision")),
    ask(f"{KIND}.decision_received_at"),
)
_EXECUTE = (
    ask(f"{KIND}.executed_at", required=True),
    ask(f"{KIND}.facility", required=True),
    ask("rehab_episode.months", hint=N_("Where the court fixed them.")),
)
_HOLD = (
    ask(f"{KIND}.outcome", required=True, codes=_some(*HOLDS)),
    ask("status_period.since", required=True),
    ask(f"{KIND}.reason", required=True),
)
_CLOSE = (
    ask(f"{KIND}.outcome", required=True, codes=_some("withdrawn", "refused", "exempted")),
    ask(f"{KIND}.closed_on", required=True),
    ask(f"{KIND}.reason", required=True),
)

#: The words of the action that enters a step, and what is asked with its day.
_ACTIONS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "ground_on": (N_("Enter the ground"), "flag", ()),
    "notice_on": (N_("Enter the notice"), "mail", ("number",)),
    "notice_received_on": (N_("Enter the receipt of the notice"), "inbox", ()),
    "read_on": (N_("Enter that the file was read"), "eye", ()),
    "sent_on": (N_("Enter that the file was sent"), "send", ("is_numbered",)),
    "passed_on": (N_("Enter the passing on"), "transfer-out", ()),
    "accepted_on": (N_("Enter the acceptance"), "inbox", ()),
    "decision_received_at": (N_("Enter the receipt of the decision"), "inbox", ()),
}


def open_step(session: Session) -> Step:
    """Begin a file for a person."""
    return Step(
        key="open",
        label=N_("Begin a file"),
        icon="plus",
        kind=KIND,
        fields=_OPEN,
        defaults={"opened_on": session.today().isoformat()},
        with_person=True,
        do=lambda s, values, _why: open_file(s, values),
    )


def file_steps(session: Session, record: CompulsoryFile) -> Sequence[Step]:
    """The step owed now, then returns, holds, and closing."""
    if record.executed_at is not None:
        return ()
    if record.closed_on is not None or record.outcome == "refused":
        return (_reopen(record),)
    if record.outcome in HOLDS:
        return (_resume(session, record), _close(session, record))
    steps = []
    returned = (
        record.returned_on is not None and (record.completed_on or record.returned_on) == record.returned_on
    )
    if returned and record.completed_on is None:
        steps.append(_one(session, record, "completed_on", N_("Enter that it was sent again"), "send"))
    step = next_step(session, record)
    if step is not None:
        steps.append(_step(session, record, step.step.field))
    if record.sent_on is not None and record.decided_on is None:
        if record.accepted_on is None:
            steps.append(_step(session, record, "accepted_on"))
        if record.returned_on is None:
            steps.append(
                _one(session, record, "returned_on", N_("Enter that it was returned"), "arrow-back-up")
            )
    if record.decided_on is not None and record.outcome == "accepted":
        if step is None or step.step.field != "executed_at":
            steps.append(_execute(session, record))
        steps.append(_hold(session, record))
    return (*steps, _close(session, record))


def _step(session: Session, record: CompulsoryFile, field: str) -> Step:
    if field == "decided_on":
        return _made(
            session,
            record,
            "decide",
            N_("Enter the court's decision"),
            "gavel",
            _DECIDE,
            {"decided_on": session.today().isoformat(), "outcome": "accepted"},
        )
    if field == "executed_at":
        return _execute(session, record)
    label, icon, more = _ACTIONS[field]
    return _one(session, record, field, label, icon, *more)


def _one(session: Session, record: CompulsoryFile, field: str, label: str, icon: str, *more: str) -> Step:
    """One dated step; today, or now where it is a moment, stands in the field."""
    now = store_moment(session.now()) if field.endswith("_at") else session.today().isoformat()
    fields = (ask(f"{KIND}.{field}", required=True), *(ask(f"{KIND}.{name}") for name in more))
    return _made(session, record, field, label, icon, fields, {field: now})


def _made(
    _session: Session,
    record: CompulsoryFile,
    key: str,
    label: str,
    icon: str,
    fields: Sequence[Any],
    defaults: Mapping[str, Any],
) -> Step:
    return Step(
        key=key,
        label=label,
        icon=icon,
        kind=KIND,
        record=record.id,
        fields=tuple(fields),
        defaults=defaults,
        do=lambda s, values, _why: advance_file(s, record.id, values),
    )


def _execute(session: Session, record: CompulsoryFile) -> Step:
    def notes(s: Session) -> Sequence[str]:
        ends = [short_status(period.status) for period in execution_ends(s, record).statuses]
        return (
            *closing_notes(_("Will be closed:"), ends),
            _("The status of compulsory rehabilitation begins, and the rehabilitation is registered."),
        )

    return Step(
        key="execute",
        label=N_("Enter the execution"),
        icon="building-hospital",
        kind=KIND,
        record=record.id,
        fields=_EXECUTE,
        defaults={"executed_at": store_moment(session.now()), "facility": record.facility},
        notes=notes,
        do=lambda s, values, _why: execute_file(s, record.id, values),
    )


def _hold(session: Session, record: CompulsoryFile) -> Step:
    return Step(
        key="hold",
        label=N_("Postpone, exempt or suspend"),
        icon="hourglass",
        kind=KIND,
        record=record.id,
        fields=_HOLD,
        defaults={"since": session.today().isoformat()},
        do=lambda s, values, _why: hold_file(s, record.id, values),
    )


def _resume(session: Session, record: CompulsoryFile) -> Step:
    return Step(
        key="resume",
        label=N_("Take up again"),
        icon="refresh",
        kind=KIND,
        record=record.id,
        fields=(ask(f"{KIND}.interim_on", name="on", label=N_("Taken up again on"), required=True),),
        defaults={"on": session.today().isoformat()},
        notes=lambda _s: (_("The hold and its status end; the decision is to be carried out."),),
        do=lambda s, values, _why: resume_file(s, record.id, values),
    )


def _close(session: Session, record: CompulsoryFile) -> Step:
    return Step(
        key="close",
        label=N_("Close the file"),
        icon="archive",
        kind=KIND,
        record=record.id,
        fields=_CLOSE,
        defaults={"outcome": "withdrawn", "closed_on": session.today().isoformat()},
        do=lambda s, values, _why: close_file(s, record.id, values),
    )


def _reopen(record: CompulsoryFile) -> Step:
    return Step(
        key="reopen",
        label=N_("Open again"),
        icon="restore",
        kind=KIND,
        record=record.id,
        needs_reason=True,
        do=lambda s, _values, why: reopen_file(s, record.id, why),
    )
