"""The reports of an office as they stand: open, to be sealed, sealed, or with changes since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.kinds.declare import KINDS
from app.register.reports.corrections import corrections
from app.register.reports.definitions import Due, ReportSpec, definitions, dues
from app.register.reports.periods import CAMPAIGN, Period, newest
from app.register.reports.sealing import Sealed, load, sealed_reports
from app.register.reports.snapshot import Correction
from app.register.session import Session
from app.register.targets.progress import plans
from app.words import N_

OPEN, READY, SEALED, CHANGED = "open", "ready", "sealed", "changed"
#: In words, with the tone of each.
STATES = {
    OPEN: (N_("still open"), "neutral"),
    READY: (N_("to be sealed"), "warn"),
    SEALED: (N_("final"), "good"),
    CHANGED: (N_("has changes"), "info"),
}
#: How many periods of each sort are offered beside those sealed before.
_SHOWN = {"month": 4, "quarter": 3, "half": 3, "year": 3}


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of one period: its state, the sealed one where there is one, and when it is due."""

    name: str
    period: Period
    dates: str
    state: str
    sealed: Sealed | None
    due: tuple[Due, ...]


def overview(session: Session) -> dict[str, list[Entry]]:
    """The reports by definition, the newest period first: the open one, the last that are over, all sealed ones."""
    today = session.today()
    sealed = sealed_reports(session)
    return {
        name: sorted(
            _entries(session, spec, today, [one for one in sealed if one.name == name]),
            key=lambda one: (one.period.last, one.period.first),
            reverse=True,
        )
        for name, spec in definitions().items()
    }


def changed_since(session: Session, report: Sealed) -> list[Correction]:
    """What changed in a sealed report of this node; nothing is looked for in those of others."""
    if report.node != session.node.node or not session.may_read(KINDS["report_part"]):
        return []
    return corrections(session, load(session, report))


def _entries(session: Session, spec: ReportSpec, today: date, sealed: list[Sealed]) -> Iterator[Entry]:
    for one in sealed:
        yield Entry(spec.id, one.period, one.dates, SEALED, one, tuple(dues(spec, one.period)))
    done = {one.period for one in sealed if one.node == session.node.node}
    for period in dict.fromkeys(_offered(session, spec, today)):
        if period not in done:
            state = OPEN if period.is_open(today) else READY
            yield Entry(spec.id, period, "event", state, None, tuple(dues(spec, period)))


def _offered(session: Session, spec: ReportSpec, today: date) -> Iterator[Period]:
    if spec.sort != CAMPAIGN:
        yield from newest(spec.sort, today, _SHOWN[spec.sort])
        return
    if session.may_read(KINDS["target_plan"]):
        yield from (Period(one.since, one.until, CAMPAIGN) for one in plans(session) if one.since <= today)
