"""Substitution treatment as a commune keeps it: start, missed days, transfers, the stop with its reason.

Drug, dose and phase are clinical detail and stand in sealed notes (``app.register.clinical``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.kinds.codec import from_fields, to_fields
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.rehab import SubstitutionTreatment
from app.law.ladder import Quitting, measures_at, shipped_measures
from app.register.assessing import Saved
from app.register.between import check_between
from app.register.session import Session
from app.register.stages import Origin, Procedure
from app.register.suspicions import doubts
from app.words import N_

#: How many days a missed day keeps a case among those who miss; a choice of the screen, not of the law.
RECENT_DAYS = 7
#: Over so many months in treatment a case is marked: the months of a year.
YEAR_MONTHS = 12
KIND = "substitution_treatment"

STAGES = {
    "active": N_("In treatment"),
    "missing": N_("Missing days"),
    "stopped": N_("Stopped"),
}
TREATMENTS = Procedure(
    name="treatment",
    stages=STAGES,
    origins=(
        Origin(
            kind=KIND,
            stage=(
                "CASE WHEN r.stopped_on IS NOT NULL AND r.stopped_on <= at.today THEN 'stopped'"
                " WHEN EXISTS (SELECT 1 FROM json_each(coalesce(r.missed, '[]')) AS m"
                f" WHERE json_extract(m.value, '$.on') > date(at.today, '-{RECENT_DAYS} days')) THEN 'missing'"
                " ELSE 'active' END"
            ),
            since="r.started_on",
            ends="r.next_on",
            filters={"facility": "r.facility", "reason": "r.stop_reason"},
        ),
    ),
    owed="o.rule LIKE 'substitution.%'",
    over=frozenset({"stopped"}),
    beside=(KIND, "drug_test"),
)

_GONE = N_("There is no such treatment. Read the page again with F5.")
_STOPPED = N_(
    "The treatment was stopped on {day}. Reopen it first: correct the record and clear the day of the stop."
)
_TWICE = N_("The missed day {day} is entered already.")
_BEFORE = N_("{day} is before the treatment began ({since}). Correct the day.")
_AHEAD = N_("{day} has not come yet. Correct the day.")
_AFTER_STOP = N_("A missed day ({day}) lies after the day of the stop. Correct one of the two.")
_NO_REASON = N_("A stop needs its reason. Choose it from the list.")
_NO_FACILITY = N_("The new facility is missing. Type its name.")
_NO_MISSED = N_("The missed day {day} is not entered.")


@dataclass(frozen=True, slots=True)
class MissedRun:
    """Working days missed one after the other, up to the latest; ``rule`` where their number reaches it."""

    first: date
    last: date
    days: int
    rule: Quitting | None = None


def start_treatment(session: Session, fields: Mapping[str, Any], why: str = "") -> Saved:
    """Enter or correct a treatment (``id`` of one that exists).

    Faults of the fields, and E_OVERLAP at ``started_on`` while another treatment of the person runs. What
    looks wrong though it is kept comes back as warnings.
    """
    kind = KINDS[KIND]
    session.need_write(kind)
    values = {name: value for name, value in fields.items() if value not in (None, "", [])}
    record_id = str(values.pop("id", "") or new_id())
    treatment: Any = from_fields(kind, record_id, values)
    with session.store.write(session.user, why) as writer:
        check_between(session, writer, treatment)
        _check_missed(treatment)
        writer.put(treatment)
        warnings = doubts(session, writer, treatment)
    return Saved(record_id, writer.changed, warnings)


def miss_days(session: Session, treatment_id: str, days: Sequence[date], reason: str = "") -> Saved:
    """Enter days of treatment that were missed. Faults at ``missed``: E_TWICE, E_DAY."""
    return change_missed(session, treatment_id, days, (), reason)


def take_back_missed(session: Session, treatment_id: str, day: date, why: str = "") -> Saved:
    """Take out a missed day that was entered by mistake. Fault E_DAY when it is not there."""
    return change_missed(session, treatment_id, (), [day], why=why)


def change_missed(
    session: Session,
    treatment_id: str,
    added: Sequence[date],
    taken_back: Sequence[date],
    reason: str = "",
    why: str = "",
) -> Saved:
    """Enter missed days and take others back in one go; ``reason`` goes with each day added.

    Days of a treatment that has stopped can be corrected, up to the stop. Faults at ``missed``: E_TWICE, E_DAY.
    """

    def change(values: dict[str, Any], treatment: SubstitutionTreatment) -> None:
        lines = {line["on"]: line for line in values.get("missed", ())}
        for day in taken_back:
            if lines.pop(day.isoformat(), None) is None:
                raise Fault("E_DAY", _NO_MISSED, field="missed", day=show_date(day))
        for day in added:
            _check_day(session, treatment, day)
            if day.isoformat() in lines:
                raise Fault("E_TWICE", _TWICE, field="missed", day=show_date(day))
            lines[day.isoformat()] = {"on": day.isoformat()} | ({"reason": reason} if reason else {})
        values["missed"] = [lines[day] for day in sorted(lines)]

    return _changed(session, treatment_id, change, why, stopped_too=True)


def transfer(session: Session, treatment_id: str, on: date, to: str, site: str = "") -> Saved:
    """The person goes on at another facility. Faults at ``facility`` and ``on``."""

    def change(values: dict[str, Any], treatment: SubstitutionTreatment) -> None:
        if not to.strip():
            raise Fault("E_MISSING", _NO_FACILITY, field="facility")
        _check_day(session, treatment, on, field="on")
        values["transfers"] = [*values.get("transfers", ()), {"on": on.isoformat(), "to": to}]
        values["facility"] = to
        values["site"] = site or None

    return _changed(session, treatment_id, change)


def set_next(session: Session, treatment_id: str, day: date | None) -> Saved:
    """The next appointment; None takes it away."""

    def change(values: dict[str, Any], _treatment: SubstitutionTreatment) -> None:
        values["next_on"] = day.isoformat() if day else None

    return _changed(session, treatment_id, change)


def stop_treatment(session: Session, treatment_id: str, on: date, reason: str, note: str = "") -> Saved:
    """End a treatment with its reason (a code). Faults E_REASON at ``stop_reason``, E_DAY at ``stopped_on``."""

    def change(values: dict[str, Any], treatment: SubstitutionTreatment) -> None:
        if not reason:
            raise Fault("E_REASON", _NO_REASON, field="stop_reason")
        _check_day(session, treatment, on, field="stopped_on")
        values |= {"stopped_on": on.isoformat(), "stop_reason": reason, "next_on": None}
        if note:
            values["note"] = "\n".join(part for part in (values.get("note"), note) if part)

    return _changed(session, treatment_id, change)


def months_in_treatment(treatment: SubstitutionTreatment, today: date) -> int:
    """Full months from the start to the stop, or to today."""
    end = min(treatment.stopped_on or today, today)
    months = (end.year - treatment.started_on.year) * 12 + end.month - treatment.started_on.month
    return max(0, months - (end.day < treatment.started_on.day))


def missed_run(session: Session, treatment: SubstitutionTreatment) -> MissedRun | None:
    """The newest run of missed working days, and the rule of dropping out where it is reached.

    Days off between two missed working days do not break a run (the rule counts working days).
    """
    missed = {line.on for line in treatment.missed}
    if not missed:
        return None
    last = max(missed)
    first, days, day = last, 0, last
    while day in missed or not session.calendar.is_working(day):
        if session.calendar.is_working(day):
            days += 1
        if day in missed:
            first = day
        day -= timedelta(days=1)
    rule = measures_at(shipped_measures(), last).quits_after("substitution")
    reached = rule is not None and rule.unit == "working_day" and days >= rule.days
    return MissedRun(first, last, days, rule if reached else None)


# -- inside -------------------------------------------------------------------------------------

_Change = Callable[[dict[str, Any], SubstitutionTreatment], None]


def _changed(
    session: Session, treatment_id: str, change: _Change, why: str = "", *, stopped_too: bool = False
) -> Saved:
    kind = KINDS[KIND]
    session.need_write(kind)
    with session.store.write(session.user, why) as writer:
        treatment = writer.get(SubstitutionTreatment, treatment_id)
        if treatment is None:
            raise Fault("E_UNKNOWN_RECORD", _GONE)
        if treatment.stopped_on is not None and not stopped_too:
            raise Fault("E_STOPPED", _STOPPED, day=show_date(treatment.stopped_on))
        values = to_fields(treatment)
        change(values, treatment)
        record: Any = from_fields(kind, treatment_id, values)
        check_between(session, writer, record)
        _check_missed(record)
        writer.put(record)
    return Saved(treatment_id, writer.changed)


def _check_day(session: Session, treatment: SubstitutionTreatment, day: date, field: str = "missed") -> None:
    if day < treatment.started_on:
        since = show_date(treatment.started_on)
        raise Fault("E_DAY", _BEFORE, field=field, day=show_date(day), since=since)
    if day > session.today():
        raise Fault("E_DAY", _AHEAD, field=field, day=show_date(day))


def _check_missed(treatment: SubstitutionTreatment) -> None:
    stopped = treatment.stopped_on
    for line in treatment.missed:
        if line.on < treatment.started_on:
            since = show_date(treatment.started_on)
            raise Fault("E_DAY", _BEFORE, field="missed", day=show_date(line.on), since=since)
        if stopped is not None and line.on > stopped:
            raise Fault("E_DAY", _AFTER_STOP, field="stopped_on", day=show_date(line.on))
