"""A file for compulsory rehabilitation step by step, from its ground to the facility; each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from app.kinds.codes_care import FILE_OUTCOME
from app.kinds.compulsory import CompulsoryFile
from app.kinds.dates import in_vietnam, show_date
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.rehab import RehabEpisode
from app.law.deadlines import deadline
from app.law.entries import Pack
from app.ledger.reader import Reader
from app.ledger.writer import Changed, Writer
from app.register import ending
from app.register.procedures import REHAB_STATUS
from app.register.rehab import next_time
from app.register.session import Session
from app.words import N_, _

#: The outcomes after which a decided file waits, and the status each puts the person in.
HOLDS = {"postponed": "POSTPONED", "exempted": "EXEMPTED", "suspended": "CUSTODY"}
LIMITATION = "compulsory.limitation"


@dataclass(frozen=True, slots=True)
class FileStep:
    """A dated step: the field that dates it, its words, the rule it must keep, whether the file may do without."""

    field: str
    label: str
    rule: str = ""
    court: bool = False
    may_lack: bool = False


#: In the order of the law (law.md 1.7). A step whose rule a regime does not have is no step there.
FILE_STEPS = (
    FileStep("ground_on", N_("Ground found")),
    FileStep("opened_on", N_("File begun"), "compulsory.make_file"),
    FileStep("notice_on", N_("Notice sent"), "compulsory.make_file"),
    FileStep("notice_received_on", N_("Notice received")),
    FileStep("read_on", N_("File read, or right waived"), "compulsory.read"),
    FileStep("sent_on", N_("File sent"), "compulsory.send"),
    FileStep("passed_on", N_("Passed to the court"), "compulsory.to_court"),
    # the register learns of the acceptance only when the court tells
    FileStep("accepted_on", N_("Accepted by the court"), court=True, may_lack=True),
    FileStep("decided_on", N_("Decided"), court=True),
    FileStep("decision_received_at", N_("Decision received"), court=True),
    FileStep("executed_at", N_("Taken to the facility"), "compulsory.execute"),
)
_BY_FIELD = {step.field: step for step in FILE_STEPS}

_SKIPPED = N_("“{missing}” is not entered yet. Enter that step first.")
_NO_STEP = N_("{regime} has no step “{step}”. Go on with the next one.")
_STEP_DONE = N_("“{step}” is entered already ({day}). Correct it in the file instead.")
_OPEN = N_("A file begun on {day} is still open for this person. Go on with that one.")
_CLOSED = N_("This file is closed. Open it again first.")
_NOT_CLOSED = N_("This file is not closed; there is nothing to open again.")
_NOT_HELD = N_("This file is not on hold.")
_NOT_ACCEPTED = N_("The court has not decided for compulsory rehabilitation. Enter its decision first.")
_HOLD_FIRST = N_("The file is on hold ({outcome}). Take it up again first.")
_NO_HOLD = N_("Choose postponed, exempted or suspended.")


@dataclass(frozen=True, slots=True)
class StepState:
    """A step as it stands: ``state`` is done, next, later or none (the regime has no such step).

    ``days`` counts from the step before; ``who`` is the office that owes the step, in the language in use.
    """

    step: FileStep
    state: str
    on: date | datetime | None = None
    days: int | None = None
    who: str = ""


def regime_of_file(session: Session, record: CompulsoryFile) -> Pack:
    """The law a file goes by: the one written in it, else that of an act of today in a case of its day.

    Files in preparation on 1 July 2026 go on under law 120/2025 (its art. 56).
    """
    opened = max(record.opened_on, session.law.oldest)
    if record.regime in session.law.regimes():
        return session.law.regime(record.regime or "", opened)
    acted = max(record.sent_on or session.today(), opened)
    return session.law.regime_for("compulsory.send", opened=opened, act=acted)


def has_step(pack: Pack, step: FileStep) -> bool:
    """Whether the law has a step: one whose rule says that it is gone has not."""
    rule = pack.rules.get(step.rule) if step.rule else None
    gone = rule is not None and rule.who == "none" and rule.without is not None
    return not gone


def steps_of_file(session: Session, record: CompulsoryFile) -> tuple[StepState, ...]:
    """Every step of a file in order, with who owes the first that is not done."""
    pack = regime_of_file(session, record)
    last = max((n for n, step in enumerate(FILE_STEPS) if getattr(record, step.field)), default=-1)
    is_over = record.closed_on is not None or record.executed_at is not None
    before: date | None = None
    found_next = is_over
    made = []
    for place, step in enumerate(FILE_STEPS):
        on = getattr(record, step.field)
        if on is not None:
            day = _day(on)
            made.append(StepState(step, "done", on, (day - before).days if before else None))
            before = day
        elif not has_step(pack, step) or (place < last and step.may_lack):
            made.append(StepState(step, "none"))
        elif found_next or (step.may_lack and place > last):
            made.append(StepState(step, "later"))
        else:
            found_next = True
            made.append(StepState(step, "next", who=_who(pack, step)))
    return tuple(made)


def next_step(session: Session, record: CompulsoryFile) -> StepState | None:
    """The step that is owed now."""
    return next((one for one in steps_of_file(session, record) if one.state == "next"), None)


def _who(pack: Pack, step: FileStep) -> str:
    if step.court:
        return pack.office("court")
    rule = pack.rules.get(step.rule) if step.rule else None
    return pack.office(rule.who) if rule is not None and rule.who != "none" else ""


def limitation_of(session: Session, record: CompulsoryFile) -> date | None:
    """The last day on which compulsory rehabilitation may be asked for, None where the law gives no number."""
    if record.ground_on is None or record.ground_on < session.law.oldest:
        return None
    due = deadline(session.law, session.calendar, LIMITATION, record.ground_on).due
    return _day(due) if due is not None else None


def working_days_left(session: Session, due: date) -> int:
    """Working days from today to a day, that day counted; negative when it has passed."""
    today, calendar = session.today(), session.calendar
    if due <= today:
        return -_working_between(calendar, due, today)
    return _working_between(calendar, today, due)


def _working_between(calendar: Any, after: date, until: date) -> int:
    first, last = after.toordinal() + 1, until.toordinal()
    return sum(calendar.is_working(date.fromordinal(n)) for n in range(first, min(last, first + 400) + 1))


# -- use cases -----------------------------------------------------------------------------------------------


def open_file(session: Session, fields: Mapping[str, Any]) -> Changed:
    """Begin a file; Fault E_OPEN_CASE while another one of the person is open."""
    ending.needed(fields, {"ground_on": N_("Ground found on")})
    with session.store.write(session.user) as writer:
        for other in ending.about(writer, CompulsoryFile, str(fields.get("person") or "")):
            if not _is_closed(other):
                raise Fault("E_OPEN_CASE", _OPEN, field="opened_on", day=show_date(other.opened_on))
        ending.put(session, writer, ending.made_of("compulsory_file", fields))
    return writer.changed


def advance_file(session: Session, file_id: str, fields: Mapping[str, Any]) -> Changed:
    """Enter the day of one or more steps (fields of the kind), the decision's ``number`` among them.

    Fault E_STAGE_SKIPPED at the first step that is entered before one that the law has between.
    """
    given = dict(fields)
    number = given.pop("number_of_decision", None)
    with session.store.write(session.user) as writer:
        record = _open_file(writer, file_id)
        changed = ending.changed_to(record, given)
        _check_order(session, record, changed)
        if "decided_on" in given and changed.outcome in (None, "returned"):
            ending.needed({"outcome": given.get("outcome")}, {"outcome": N_("Outcome")})
        if changed.decided_on is not None and changed.decision is None and changed.outcome == "accepted":
            changed = msgspec.structs.replace(changed, decision=_court(session, writer, changed, number))
        if changed.outcome == "refused" and changed.closed_on is None:
            changed = msgspec.structs.replace(changed, closed_on=changed.decided_on)
        ending.put(session, writer, changed)
    return writer.changed


def _check_order(session: Session, before: CompulsoryFile, after: CompulsoryFile) -> None:
    pack = regime_of_file(session, after)
    missing: FileStep | None = None
    for step in FILE_STEPS:
        old, new = getattr(before, step.field), getattr(after, step.field)
        if new is None:
            if missing is None and not step.may_lack and has_step(pack, step):
                missing = step
            continue
        if old != new:
            if not has_step(pack, step):
                raise Fault("E_NO_STEP", _NO_STEP, field=step.field, regime=pack.title(), step=_(step.label))
            if missing is not None:
                raise Fault("E_STAGE_SKIPPED", _SKIPPED, field=step.field, missing=_(missing.label))
            if old is not None:
                day = show_date(_day(old))
                raise Fault("E_STEP_DONE", _STEP_DONE, field=step.field, step=_(step.label), day=day)


def _court(session: Session, writer: Writer, record: CompulsoryFile, number: Any) -> str:
    decided = record.decided_on.isoformat() if record.decided_on else None
    fields = {"person": record.person, "sort": "court", "number": number, "decided_on": decided}
    return ending.begin_decision(session, writer, fields)


def hold_file(session: Session, file_id: str, fields: Mapping[str, Any]) -> Changed:
    """Postponed, exempted or suspended: ``outcome``, ``since``, ``reason``; the person's status begins with it.

    L120 art. 39; NĐ 116/2021 art. 56-57.
    """
    ending.needed(fields, {"outcome": N_("Outcome"), "since": N_("From"), "reason": N_("Reason")})
    code = HOLDS.get(str(fields["outcome"]))
    if code is None:
        raise Fault("E_CODE", _NO_HOLD, field="outcome")
    with session.store.write(session.user) as writer:
        record = _decided(_open_file(writer, file_id))
        held = ending.changed_to(record, {"outcome": fields["outcome"], "reason": fields["reason"]})
        ending.put(session, writer, held)
        since = ending.day_in(fields, "since")
        ending.begin_status(session, writer, record.person, code, since, record.decision)
    return writer.changed


def resume_file(session: Session, file_id: str, fields: Mapping[str, Any]) -> Changed:
    """The hold is over on ``on``: the decision is to be carried out again, the status of the hold ends."""
    ending.needed(fields, {"on": N_("Taken up again on")})
    with session.store.write(session.user) as writer:
        record = _open_file(writer, file_id)
        if record.outcome not in HOLDS:
            raise Fault("E_NOT_HELD", _NOT_HELD)
        held = ending.running(writer, record.person, [HOLDS[record.outcome]])
        reason = _(N_("The decision is carried out again"))
        ending.close(session, writer, held, ending.day_in(fields, "on"), reason=reason, field="on")
        ending.put(session, writer, msgspec.structs.replace(record, outcome="accepted"))
    return writer.changed


def execution_ends(session: Session, record: CompulsoryFile) -> ending.Ends:
    """What taking a person to the facility closes: the statuses that the law lets not run beside it."""
    return ending.what_ends(session, record.person, _excluded(session, record))


def execute_file(session: Session, file_id: str, fields: Mapping[str, Any]) -> Changed:
    """The person was taken to the facility: ``executed_at``, ``facility``, ``months`` where the court fixed them.

    In one transaction the file is done, the status of compulsory rehabilitation begins, the statuses it
    excludes end, and the rehabilitation is registered with its first stage.
    """
    ending.needed(fields, {"executed_at": N_("Taken to the facility at"), "facility": N_("Facility")})
    given = dict(fields)
    months = given.pop("months", None)
    session.need_write(KINDS["rehab_episode"])
    with session.store.write(session.user) as writer:
        record = _decided(_open_file(writer, file_id))
        if record.outcome in HOLDS:
            raise Fault("E_ON_HOLD", _HOLD_FIRST, outcome=_(FILE_OUTCOME.label(record.outcome)))
        done = ending.changed_to(record, given)
        _check_order(session, record, done)
        day = _day(done.executed_at) if done.executed_at else session.today()
        ending.put(session, writer, msgspec.structs.replace(done, closed_on=day))
        held = ending.running(writer, record.person, _excluded(session, record))
        reason = _(N_("Passed into compulsory rehabilitation"))
        ending.close(
            session, writer, held, day, reason=reason, closed_by=record.decision, field="executed_at"
        )
        _begin_compulsory(session, writer, done, day, months)
    return writer.changed


def _begin_compulsory(
    session: Session, writer: Writer, record: CompulsoryFile, day: date, months: Any
) -> None:
    # what was voluntary passes into this one
    for episode in ending.about(writer, RehabEpisode, record.person, " AND ended_on IS NULL"):
        passed = msgspec.structs.replace(episode, ended_on=day, outcome="compulsory", next_on=None)
        ending.put(session, writer, passed)
    form = "compulsory_minor" if record.is_minor else "compulsory"
    ending.begin_status(session, writer, record.person, REHAB_STATUS[form], day, record.decision)
    fields = {
        "person": record.person,
        "form": form,
        "time": next_time(session, record.person),
        "facility": record.facility,
        "registered_on": day.isoformat(),
        "started_on": day.isoformat(),
        "decision": record.decision,
        "months": months,
        "stages": [{"stage": "1", "since": day.isoformat()}],
        "regime": ending.regime_of(session.law, record.decided_on or day),
    }
    ending.put(session, writer, ending.made_of("rehab_episode", fields))


def close_file(session: Session, file_id: str, fields: Mapping[str, Any]) -> Changed:
    """Withdraw or close a file without carrying it out: ``closed_on``, ``outcome`` and the ``reason``."""
    ending.needed(
        fields, {"outcome": N_("Outcome"), "closed_on": N_("File closed on"), "reason": N_("Reason")}
    )
    with session.store.write(session.user) as writer:
        record = _open_file(writer, file_id)
        held = (
            ending.running(writer, record.person, [HOLDS[record.outcome]]) if record.outcome in HOLDS else []
        )
        ending.put(session, writer, ending.changed_to(record, fields))
        if fields["outcome"] not in HOLDS:
            day = ending.day_in(fields, "closed_on")
            ending.close(session, writer, held, day, reason=str(fields["reason"]), field="closed_on")
    return writer.changed


def reopen_file(session: Session, file_id: str, why: str) -> Changed:
    """Open a closed file again, with a reason; one that was carried out is corrected on the rehabilitation."""
    why = ending.reason_given(why)
    with session.store.write(session.user, why) as writer:
        record = ending.taken(writer, CompulsoryFile, file_id)
        if record.closed_on is None or record.executed_at is not None:
            raise Fault("E_NOT_ENDED", _NOT_CLOSED)
        outcome = "accepted" if record.decision else None
        ending.put(session, writer, msgspec.structs.replace(record, closed_on=None, outcome=outcome))
    return writer.changed


# -- inside --------------------------------------------------------------------------------------------------


def _is_closed(record: CompulsoryFile) -> bool:
    return record.closed_on is not None or record.executed_at is not None or record.outcome == "refused"


def _open_file(reader: Reader, file_id: str) -> CompulsoryFile:
    record = ending.taken(reader, CompulsoryFile, file_id)
    if _is_closed(record):
        raise Fault("E_ENDED", _CLOSED)
    return record


def _decided(record: CompulsoryFile) -> CompulsoryFile:
    if record.decided_on is None or record.outcome not in ("accepted", *HOLDS):
        raise Fault("E_STAGE_SKIPPED", _NOT_ACCEPTED)
    return record


def _excluded(session: Session, record: CompulsoryFile) -> Sequence[str]:
    code = REHAB_STATUS["compulsory_minor" if record.is_minor else "compulsory"]
    pack = session.law.at(max(record.decided_on or session.today(), session.law.oldest))
    mine = pack.statuses.get(code)
    excluded = set(mine.excludes) if mine else set()
    return sorted(excluded | {other for other, one in pack.statuses.items() if code in one.excludes})


def _day(when: date | datetime) -> date:
    return in_vietnam(when).date() if isinstance(when, datetime) else when
