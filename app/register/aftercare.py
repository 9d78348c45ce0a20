"""After-care step by step: begun from a completion, ended, opened again; each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.kinds.codes import CodeList
from app.kinds.dates import in_vietnam, show_date
from app.kinds.detection import Absence
from app.kinds.faults import Fault
from app.kinds.status import StatusPeriod
from app.law.deadlines import deadline
from app.ledger.writer import Changed
from app.register import ending
from app.register.session import Session
from app.words import N_, _

TERM = "aftercare.term"
#: Why after-care ends; the words are kept with the status.
CARE_END = CodeList(
    "aftercare_end",
    {
        "done": N_("Term over without use"),
        "used": N_("Found using again"),
        "compulsory": N_("Passed into compulsory rehabilitation"),
        "prison": N_("In prison"),
        "moved": N_("Moved to another place"),
        "dead": N_("Died or declared missing"),
    },
)
_RUNS = N_("The person is under after-care since {day} already. End that first.")
_DECIDED_EARLY = N_("The decision is before the completion on {day}. Correct one of the two days.")
_ENDED = N_("This after-care ended on {day}. Open it again first.")
_NOT_ENDED = N_("This after-care has not ended; there is nothing to open again.")
_NO_CARE = N_("This is not a period of after-care.")


def usual_years(session: Session, completed_on: date, compulsory_adult: bool) -> int | None:
    """The length the law gives after this completion: the longest after compulsory rehabilitation of an adult.

    None where the law of that day leaves no choice to make (L120 art. 42; L73 art. 40).
    """
    rule = session.law.at(max(completed_on, session.law.oldest)).rules.get(TERM)
    if rule is None or rule.asks is None:
        return None
    return rule.asks.at_most if compulsory_adult else rule.asks.at_least


def last_day(session: Session, completed_on: date, years: int | None) -> date | None:
    """The last day of after-care counted from the completion, as the law of that day counts."""
    found = deadline(session.law, session.calendar, TERM, completed_on, years=years).due
    return in_vietnam(found).date() if isinstance(found, datetime) else found


def start_aftercare(session: Session, fields: Mapping[str, Any]) -> Changed:
    """Put a person under after-care in one step: the decision and the status, counted from the completion.

    ``fields``: ``person``, ``completed_on``, ``years``, ``number``, ``decided_on``, ``signatory``. The status
    runs from the completion, not from the decision (L120 art. 42; L73 art. 40). Where the person is already
    under after-care without a decision, only the decision is added.
    """
    ending.needed(
        fields,
        {
            "person": N_("Person"),
            "completed_on": N_("Rehabilitation completed on"),
            "number": N_("Number"),
            "decided_on": N_("Day of decision"),
        },
    )
    completed, decided = ending.day_in(fields, "completed_on"), ending.day_in(fields, "decided_on")
    if decided < completed:
        raise Fault("E_ORDER", _DECIDED_EARLY, field="decided_on", day=show_date(completed))
    years = int(fields["years"]) if fields.get("years") else None
    until = last_day(session, completed, years)
    person = str(fields["person"])
    with session.store.write(session.user) as writer:
        held = ending.running(writer, person, ["S"])
        if held and held[0].opened_by:
            raise Fault("E_OPEN_CASE", _RUNS, field="completed_on", day=show_date(held[0].since))
        decision = ending.begin_decision(
            session,
            writer,
            {
                "person": person,
                "sort": "aftercare",
                "number": fields["number"],
                "decided_on": decided.isoformat(),
                "signatory": fields.get("signatory"),
                "effective_from": completed.isoformat(),
                "effective_until": until.isoformat() if until else None,
                "regime": ending.regime_of(session.law, decided),
            },
        )
        if held:
            ending.put(session, writer, ending.changed_to(held[0], {"opened_by": decision}))
        else:
            ending.begin_status(session, writer, person, "S", completed, decision)
    return writer.changed


def finish_aftercare(session: Session, period_id: str, fields: Mapping[str, Any], why: str = "") -> Changed:
    """End after-care: ``outcome`` (a code of ``CARE_END``), ``until``, and the certificate when the term is over.

    ``certificate_number`` and ``certificate_on`` are kept as a decision that closes the status.
    """
    ending.needed(fields, {"outcome": N_("Outcome"), "until": N_("To")})
    if fields["outcome"] == "done":
        ending.needed(
            fields,
            {
                "certificate_number": N_("Number of the certificate or decision"),
                "certificate_on": N_("Day of the certificate or decision"),
            },
        )
    until = ending.day_in(fields, "until")
    with session.store.write(session.user, why) as writer:
        period = _care(ending.taken(writer, StatusPeriod, period_id))
        if period.until is not None:
            raise Fault("E_ENDED", _ENDED, field="until", day=show_date(period.until))
        paper = None
        if fields.get("certificate_number") or fields.get("certificate_on"):
            paper = ending.begin_decision(
                session,
                writer,
                {
                    "person": period.person,
                    "sort": "completion" if fields["outcome"] == "done" else "end",
                    "number": fields.get("certificate_number"),
                    "decided_on": fields.get("certificate_on") or until.isoformat(),
                },
            )
        reason = _(CARE_END.label(str(fields["outcome"])))
        ending.close(session, writer, [period], until, reason=reason, closed_by=paper, field="until")
    return writer.changed


def reopen_aftercare(session: Session, period_id: str, why: str) -> Changed:
    """Take the end of after-care back, with a reason; the certificate entered with it is withdrawn."""
    why = ending.reason_given(why)
    with session.store.write(session.user, why) as writer:
        period = _care(ending.taken(writer, StatusPeriod, period_id))
        if period.until is None:
            raise Fault("E_NOT_ENDED", _NOT_ENDED)
        ending.drop_decision(session, writer, period.closed_by, why)
        ending.open_again(session, writer, [period])
    return writer.changed


def _care(period: StatusPeriod) -> StatusPeriod:
    if period.status != "S":
        raise Fault("E_KIND", _NO_CARE)
    return period


def days_not_counted(absences: Sequence[Absence], since: date, until: date | None, today: date) -> int:
    """Days of unreported absence within a term (Decree 116/2021 art. 78); overlapping ones count once."""
    days: set[date] = set()
    last = min(until or today, today)
    for absence in absences:
        if absence.sort != "absent" or absence.reported:
            continue
        day = max(since, in_vietnam(absence.left_at).date())
        end = min(last, absence.ended_on or last)
        while day < end:  # the day of the return counts again
            days.add(day)
            day += timedelta(days=1)
    return len(days)
