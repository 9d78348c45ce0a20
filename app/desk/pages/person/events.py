"""The records about a person as events of the timeline, and the stage the case has reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from app.desk.models.events import Event
from app.desk.pages.people.owing import status_label
from app.kinds import codes
from app.kinds.dates import VIETNAM, show_date
from app.register.people import PersonPage, TimelineEntry
from app.words import N_, _

STAGES = (
    N_("Detection"),
    N_("Tested"),
    N_("Assessed"),
    N_("Measure"),
    N_("After-care"),
    N_("Ended"),
)
#: Fewer words than the names of the kinds, for chips.
_KIND_WORDS = {
    "drug_test": N_("Test"),
    "visit": N_("Visiting"),
    "status_period": N_("Management type"),
    "decision": N_("Decision"),
    "support": N_("Support"),
}
_RESULT = {
    "positive": ("danger", "alert-circle"),
    "negative": ("good", "test-pipe"),
    "unclear": ("warn", "test-pipe"),
    "refused": ("warn", "ban"),
    "no_show": ("warn", "ban"),
}
_MEASURES = {"U-QL", "A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN", "GD"}
_OVER = {"DEAD", "MOVED"}


def event_of(entry: TimelineEntry) -> Event:
    """A timeline entry as the timeline paints it; its id is ``kind:record``."""
    title, detail, icon, tone = _SHAPES[entry.kind](entry.record)
    at = entry.at or datetime.combine(entry.on, time(), VIETNAM)
    return Event(
        id=f"{entry.kind}:{entry.id}",
        at=at,
        kind=entry.kind,
        kind_label=_(_KIND_WORDS[entry.kind]),
        title=title,
        detail=detail,
        by=entry.by,
        icon=icon,
        tone=tone,
        all_day=entry.at is None,
    )


_Shape = tuple[str, str, str, str]


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _span(since: Any, until: Any) -> str:
    if since and until:
        return _("from {since} to {until}", since=show_date(since), until=show_date(until))
    return _("from {since}", since=show_date(since)) if since else ""


def _test(test: Any) -> _Shape:
    tone, icon = _RESULT.get(test.result, ("neutral", "test-pipe"))
    title = _("Drug test: {result}", result=_(codes.TEST_RESULT.label(test.result)).lower())
    found = positives(test)
    named = _("positive: {substances}", substances=found) if found else ""
    return title, _joined(named, test.place, test.taken_by, test.kit_name), icon, tone


def positives(test: Any) -> str:
    """The substances found positive in a test, in words."""
    return ", ".join(_(codes.SUBSTANCE.label(p.substance)) for p in test.panel if p.result == "positive")


def _visit(visit: Any) -> _Shape:
    place = _(codes.VISIT_PLACE.label(visit.place)).lower() if visit.place else ""
    if not visit.present:
        title, tone = _("Visit: the person was not met"), "warn"
    elif visit.relapse_signs:
        title, tone = _("Visit: signs of use"), "danger"
    else:
        title, tone = (_("Visit {place}", place=place) if place else _("Visit")), "info"
    return title, _joined(visit.found or visit.advice, visit.by), "home", tone


def _status(period: Any) -> _Shape:
    detail = _joined(_span(period.since, period.until), period.end_reason)
    return status_label(period.status), detail, "flag", "info"


def _decision(decision: Any) -> _Shape:
    number = _("No. {number}", number=decision.number) if decision.number else _("number not recorded")
    until = decision.effective_until
    term = _("in force to {until}", until=show_date(until)) if until else ""
    label = _(codes.DECISION_SORT.label(decision.sort))
    return label, _joined(number, decision.signatory, term), "gavel", "neutral"


def _support(support: Any) -> _Shape:
    label = _("Support: {sort}", sort=_(codes.SUPPORT_SORT.label(support.sort)).lower())
    return label, _joined(support.by, _span(support.since, support.until)), "heart-handshake", "good"


_SHAPES: dict[str, Callable[[Any], _Shape]] = {
    "drug_test": _test,
    "visit": _visit,
    "status_period": _status,
    "decision": _decision,
    "support": _support,
}


def stage_of(page: PersonPage) -> int:
    """How far the case has come: the index of the stage reached in ``STAGES``."""
    running = {period.status for period in page.facts.statuses if period in page.statuses}
    if running & _OVER or (page.facts.statuses and not running):
        return 5
    if "S" in running:
        return 4
    if running & _MEASURES:
        return 3
    if "A" in running:
        return 2
    return 1 if page.facts.tests else 0
