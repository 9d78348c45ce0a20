"""The records about a person as events of the timeline, in words, icons and tones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any

from app.desk.models.events import Event
from app.desk.pages.people.owing import status_label
from app.desk.pages.person.stories import Stories
from app.desk.pages.person.values import shown
from app.kinds import codes, codes_care
from app.kinds.dates import VIETNAM, show_date
from app.kinds.declare import KINDS, Sort
from app.register.person_records import TimelineEntry
from app.words import N_, _

#: The stages of a case, in the order of ``Stage``.
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
#: Icon of each kind, for events, menus and sheets.
ICONS = {
    "drug_test": "test-pipe",
    "visit": "home",
    "status_period": "flag",
    "decision": "gavel",
    "support": "heart-handshake",
    "address": "map-pin",
    "detection": "eye",
    "presence_check": "calendar-check",
    "absence": "door-exit",
    "prior_measure": "archive",
    "assessment_request": "send",
    "assessment": "stethoscope",
    "rehab_episode": "progress-check",
    "substitution_treatment": "medicine-syrup",
    "breach": "alert-triangle",
    "compulsory_file": "file-text",
    "paper": "paperclip",
    "involvement": "users-group",
    "retail_dealer": "target-arrow",
    "newcomer": "transfer-in",
    "helper": "heart-handshake",
    "relation": "users",
}
_TONES = {"breach": "warn", "absence": "warn", "rehab_episode": "info", "substitution_treatment": "info"}
_CONCLUSION = {"addicted": "danger", "not_addicted": "good", "observing": "warn"}


def event_of(entry: TimelineEntry, stories: Stories | None = None) -> Event:
    """A timeline entry as the timeline paints it; its id is ``kind:record``, with ``:end`` for an end.

    With ``stories`` a test says which test it confirms, and by how many hours.
    """
    title, detail, icon, tone = _shape(entry)
    if entry.kind == "drug_test" and stories is not None:
        more, told = stories.told(entry.id)
        detail, tone = _joined(more, detail), told or tone
    at = entry.at or datetime.combine(entry.on, time(), VIETNAM)
    return Event(
        id=f"{entry.kind}:{entry.id}" + (":end" if entry.is_end else ""),
        at=at,
        kind=entry.kind,
        kind_label=kind_words(entry.kind),
        title=title,
        detail=detail,
        by=entry.by,
        icon=icon,
        tone=tone,
        all_day=entry.at is None,
    )


def told_of(kind: str, record: Any) -> tuple[str, str, str, str]:
    """A record of any kind in words: title, detail, icon, tone."""
    return _SHAPES[kind](record) if kind in _SHAPES else _plain(kind, record)


def kind_words(kind: str) -> str:
    """A kind in few words."""
    return _(_KIND_WORDS.get(kind, KINDS[kind].label))


def positives(test: Any) -> str:
    """The substances found positive in a test, in words."""
    return ", ".join(_(codes.SUBSTANCE.label(p.substance)) for p in test.panel if p.result == "positive")


_Shape = tuple[str, str, str, str]


def _shape(entry: TimelineEntry) -> _Shape:
    made = told_of(entry.kind, entry.record)
    if not entry.is_end:
        return made
    why = getattr(entry.record, "end_reason", None) or _outcome(entry)
    return _("Ended: {what}", what=made[0]), _joined(why), "hourglass", "neutral"


def _outcome(entry: TimelineEntry) -> str:
    kind = KINDS[entry.kind]
    for name in ("outcome", "stop_reason", "result", "reason"):
        if name in kind.by_name and getattr(entry.record, name):
            return shown(kind.field(name), getattr(entry.record, name))
    return ""


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _span(since: Any, until: Any) -> str:
    if since and until:
        return _("from {since} to {until}", since=show_date(since), until=show_date(until))
    return _("from {since}", since=show_date(since)) if since else ""


def _plain(name: str, record: Any) -> _Shape:
    """Any kind: its name with the choice that says most, then what lists show of it."""
    kind = KINDS[name]
    skipped = {kind.subject, kind.when, kind.ended_by, "by"}
    fields = [f for f in kind.fields if f.listed and not f.ref and f.name not in skipped]
    values = [(f, shown(f, getattr(record, f.name))) for f in fields if getattr(record, f.name) is not None]
    telling = next((f for f, text in values if f.sort is Sort.CHOICE and text), None)
    title = _(kind.label)
    if telling is not None:
        title = _("{kind}: {what}", kind=title, what={f.name: t for f, t in values}[telling.name])
    rest = [_worded(f, text) for f, text in values if f is not telling and text]
    by = getattr(record, "by", None) if "by" in kind.by_name else None
    return title, _joined(*rest, by), ICONS.get(name, "circle-dot"), _TONES.get(name, "neutral")


def _worded(field: Any, text: str) -> str:
    """A number, a day or a yes says nothing without its label."""
    bare = field.sort in (Sort.TEXT, Sort.LONG, Sort.CHOICE, Sort.CHOICES)
    return text if bare and field.name != "number" else f"{_(field.label)}: {text}"


def _test(test: Any) -> _Shape:
    tone, icon = _RESULT.get(test.result, ("neutral", "test-pipe"))
    title = _("Drug test: {result}", result=_(codes.TEST_RESULT.label(test.result)).lower())
    found = positives(test)
    named = _("positive: {substances}", substances=found) if found else ""
    return title, _joined(named, test.place, test.taken_by, test.kit_name), icon, tone


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


def _presence(check: Any) -> _Shape:
    way = _(codes_care.PRESENCE_WAY.label(check.way))
    title = (
        _("Present: {way}", way=way.lower()) if check.present else _("Not present: {way}", way=way.lower())
    )
    said = _("said to be at {place}", place=check.said_to_be) if check.said_to_be else ""
    return title, _joined(said, check.note, check.by), "calendar-check", "good" if check.present else "warn"


def _assessment(found: Any) -> _Shape:
    word = _(codes_care.CONCLUSION.label(found.conclusion)).lower()
    group = _(codes_care.SUBSTANCE_GROUP.label(found.substance_group)) if found.substance_group else ""
    slip = _("No. {number}", number=found.slip_number) if found.slip_number else ""
    tone = _CONCLUSION.get(found.conclusion, "neutral")
    return (
        _("Assessment: {conclusion}", conclusion=word),
        _joined(group, found.facility, slip),
        "stethoscope",
        tone,
    )


def _paper(paper: Any) -> _Shape:
    number = _("No. {number}", number=paper.number) if paper.number else ""
    dossier = _(codes_care.DOSSIER.label(paper.dossier))
    return (
        _("Paper: {title}", title=paper.title or paper.sort),
        _joined(number, dossier),
        "paperclip",
        "neutral",
    )


_SHAPES: dict[str, Callable[[Any], _Shape]] = {
    "drug_test": _test,
    "visit": _visit,
    "status_period": _status,
    "decision": _decision,
    "support": _support,
    "presence_check": _presence,
    "assessment": _assessment,
    "paper": _paper,
}


def events_of(timeline: Sequence[TimelineEntry]) -> list[Event]:
    """All events of a timeline; tests that confirm one another are told as one story."""
    stories = Stories([e.record for e in timeline if e.kind == "drug_test"])
    return [event_of(entry, stories) for entry in timeline]
