"""What a page of a procedure says and offers; the widgets of this folder show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.desk.models.source import Column, Marked
from app.desk.pages.staged.asking import Step, whole
from app.desk.widgets.record_parts import KeyValue
from app.kinds.codec import to_fields
from app.kinds.codes import CodeList
from app.kinds.dates import in_vietnam, show_date, show_moment
from app.kinds.declare import KINDS
from app.register.people import save
from app.register.session import Session
from app.register.stages import Detail, Procedure
from app.words import N_, _

COLUMNS = (
    Column("name", N_("Full name"), 150, strong=True),
    Column("hamlet", N_("Hamlet, group"), 106, tip=N_("Hamlet or residential group")),
    Column("stage", N_("Stage"), 102),
    Column("since", N_("Since"), 85),
    Column("due", N_("Next step"), 189, marked=True, tip=N_("What is owed next, and how long is left")),
    Column("ends", N_("Ends"), 80),
)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A dated step in the panel: ``state`` is done, next, later or none (there is no such step).

    ``days`` is the number of days since the step before, where they are looked at.
    """

    label: str
    state: str
    when: str = ""
    note: str = ""
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, in a line of the panel."""

    on: date
    title: str
    icon: str = "circle-dot"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel shows of a case beside the person, its stage and what is owed next."""

    badges: tuple[Marked, ...] = ()
    steps: tuple[StepLine, ...] = ()
    values: tuple[KeyValue, ...] = ()
    happened: tuple[Happening, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter in the line above the list: the procedure's filter of that name, with its choices."""

    name: str
    label: str
    codes: CodeList


class Pattern:
    """One procedure's page in words and steps; subclasses say all of it and hold no state."""

    key: str = ""
    title: str = ""
    list_name: str = ""
    icon: str = "list-check"
    procedure: Procedure
    columns: tuple[Column, ...] = COLUMNS
    filters: tuple[ListFilter, ...] = ()
    empty_title: str = N_("Nothing here yet")
    empty_why: str = N_("Cases stand here from their first step to their end.")
    #: Kinds whose changes make the list be read again; statuses and decisions change stages too.
    kinds: frozenset[str] = frozenset({"status_period", "decision", "person"})

    def beginnings(self, session: Session) -> Sequence[Step]:
        """The steps that begin a case, the usual one first; each asks for the person."""
        return ()

    def steps(self, session: Session, detail: Detail) -> Sequence[Step]:
        """What can be done in a case now: the next thing first, what is rare after it."""
        return ()

    def shown(self, session: Session, detail: Detail) -> Shown:
        """What the panel shows."""
        return Shown()

    def stage_words(self, stage: str) -> str:
        """A stage in the language in use."""
        label = self.procedure.stages.get(stage)
        return _(label) if label else stage

    def edit(self, session: Session, detail: Detail) -> Step:
        """Correct the record itself (F2): every field of its kind."""
        kind = detail.line.kind
        person = detail.record.person

        def do(session: Session, values: Mapping[str, Any], why: str) -> object:
            return save(session, kind, detail.record.id, {**values, "person": person}, why)

        return Step(
            key="edit",
            label=N_("Correct the record"),
            icon="pencil",
            kind=kind,
            record=detail.record.id,
            fields=whole(kind),
            defaults=to_fields(detail.record),
            asks_reason=True,
            do=do,
        )

    def touches(self, kinds: set[str]) -> bool:
        """Whether a change of these kinds concerns the list."""
        own = {origin.kind for origin in self.procedure.origins} | self.kinds | {*self.procedure.beside}
        return not kinds or bool(kinds & own)


def taken_on(
    detail: Detail, kinds: Mapping[str, tuple[str, Callable[[Any], str]]], limit: int = 5
) -> tuple[Happening, ...]:
    """The latest records beside a case; ``kinds`` gives the icon of a kind and how its line reads."""
    found = []
    for name, (icon, title) in kinds.items():
        when = KINDS[name].when
        for record in detail.beside.get(name, ()):
            at = getattr(record, when)
            if at is not None:
                on = in_vietnam(at).date() if isinstance(at, datetime) else at
                found.append(Happening(on, title(record), icon))
    return tuple(sorted(found, key=lambda one: one.on, reverse=True)[:limit])


def shown_when(when: date | datetime | None) -> str:
    """A day or a moment as people read it, empty for none."""
    if when is None:
        return ""
    return show_moment(when) if isinstance(when, datetime) else show_date(when)


def stacked(when: date | datetime | None) -> str:
    """The same where there is room for a day only: the time of a moment stands below it."""
    return shown_when(when).replace(" ", "\n")


def shown_iso(iso: str) -> str:
    """A kept day, or the day of a kept moment, as people read it."""
    return show_date(date.fromisoformat(iso[:10])) if iso else ""


def closing_notes(title: str, names: Sequence[str]) -> tuple[str, ...]:
    """What a step closes as one sentence, nothing when it closes nothing."""
    return (f"{title} {', '.join(names)}.",) if names else ()


__all__ = [
    "COLUMNS",
    "Happening",
    "ListFilter",
    "Pattern",
    "Shown",
    "StepLine",
    "closing_notes",
    "shown_iso",
    "shown_when",
    "stacked",
    "taken_on",
]
