"""What a law pack holds: the entries of a pack file as frozen records.

A pack is data: day counts, articles, offices, statuses and grounds stand in the pack files and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from app.words import language

#: ``found`` text read; ``memory`` text not at hand; ``derived`` our reading; ``unknown`` not established.
Mark = Literal["found", "memory", "derived", "unknown"]
Unit = Literal["working_day", "day", "hour", "month", "year"]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A strict entry of a pack file: an unknown field is a damaged pack."""


class Label(Entry, frozen=True):
    """A text in both languages."""

    vi: str
    en: str

    def said(self) -> str:
        """The text in the language in use."""
        return self.vi if language() == "vi" else self.en


class Office(Entry, frozen=True):
    """Who decides or owes something; ``none`` where the law names nobody."""

    id: str
    label: Label


class When(Entry, frozen=True):
    """The circumstances of a variant; what is left out does not matter."""

    remote: bool | None = None
    minor: bool | None = None
    time_from: int | None = None


class Asks(Entry, frozen=True):
    """A number that a decision fixes within bounds of the law."""

    option: Literal["months", "years"]
    at_least: int
    at_most: int


class Variant(Entry, frozen=True):
    """What differs from the rule under some circumstances."""

    when: When
    amount: int | None = None
    asks: Asks | None = None
    article: str | None = None
    mark: Mark | None = None


class Rule(Entry, frozen=True):
    """A deadline or term of one regime.

    ``amount`` and ``unit`` say how long; ``asks`` instead of ``amount`` where a decision fixes it;
    ``without`` gives the reason where the regime has no number. ``setting_unit`` lets a unit set what the
    law leaves open. ``end`` says whether the unit's end-of-term setting applies; ``roll`` whether a last day
    on a day off moves (by default for an office, never for a person).
    """

    id: str
    title: Label
    anchor: Label
    who: str
    binds: Literal["office", "person"]
    article: str
    mark: Mark
    amount: int | None = None
    asks: Asks | None = None
    unit: Unit | None = None
    end: Literal["corresponding", "setting"] = "corresponding"
    roll: Literal["next_working_day", "none"] | None = None
    without: Label | None = None
    setting_unit: Unit | None = None
    note: Label | None = None
    variants: tuple[Variant, ...] = ()

    def moves_to_working_day(self) -> bool:
        """Whether a last day that is a day off moves to the next working day (BLDS 2015 art. 148)."""
        if self.roll is not None:
            return self.roll == "next_working_day"
        return self.binds == "office"


class Status(Entry, frozen=True):
    """A legal status: who issues it, its list of persons, what it excludes, the rules that follow it.

    ``term``, ``visit``, ``test``, ``papers`` and ``move`` name the rules of its term, of contact, of regular
    tests, of the papers at its end and of the notice of a move. ``pauses``: while it runs nobody is visited;
    ``leaves``: the commune has nothing more to do with the person. ``uncounted``: what does not count
    towards its term, statuses or ``unreported`` absence.
    """

    code: str
    label: Label
    issuer: str
    article: str
    mark: Mark
    opened_by: tuple[str, ...] = ()
    list: Literal["", "user", "addict", "aftercare"] = ""
    term: str = ""
    visit: str = ""
    test: str = ""
    papers: str = ""
    move: str = ""
    excludes: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()
    pauses: bool = False
    leaves: bool = False
    without: Label | None = None


class DecisionSort(Entry, frozen=True):
    """A sort of decision: who signs, which statuses it opens or closes; ``without`` where there is none."""

    id: str
    label: Label
    signer: str
    article: str
    mark: Mark
    form: str = ""
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    grounds: str = ""
    without: Label | None = None
    note: Label | None = None


class Ground(Entry, frozen=True):
    """A ground on one of the lists of a pack; ``statuses`` are those in which it applies by itself."""

    list: str
    id: str
    label: Label
    article: str
    mark: Mark
    statuses: tuple[str, ...] = ()


class Transition(Entry, frozen=True):
    """What an older case does when this pack comes into force.

    ``keeps``: rules still measured by the older law; ``moves``: rules by which an older case is measured anew.
    """

    id: str
    article: str
    mark: Mark
    text: Label
    keeps: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


class Ages(Entry, frozen=True):
    """From which age duties of rehabilitation begin, and from which a person is an adult."""

    duty_from: int
    adult_from: int
    article: str
    mark: Mark


class Head(Entry, frozen=True):
    """The head of a pack file.

    ``acts_from`` is for a later version of a pack: the first day whose acts it measures. Earlier acts keep the
    version before it.
    """

    id: str
    sort: Literal["regime", "overlay", "companion"]
    version: str
    valid_from: date
    title: Label
    source: str
    valid_to: date | None = None
    overlays: str = ""
    ages: Ages | None = None
    acts_from: date | None = None

    @property
    def since(self) -> date:
        """The first day on which this version is followed."""
        return self.acts_from or self.valid_from


#: What does not count towards a term beside statuses: an absence that was not reported.
UNREPORTED = "unreported"


class Pack(msgspec.Struct, frozen=True):
    """One regime (or companion law) as it stands in a period; ``layers`` names the overlays already in it."""

    head: Head
    offices: Mapping[str, Office]
    rules: Mapping[str, Rule]
    statuses: Mapping[str, Status]
    decisions: Mapping[str, DecisionSort]
    grounds: Mapping[str, tuple[Ground, ...]]
    transitions: tuple[Transition, ...] = ()
    layers: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The short name of the regime, such as ``L73``."""
        return self.head.id

    def title(self) -> str:
        """The name of the law in the language in use."""
        return self.head.title.said()

    def office(self, key: str) -> str:
        """The name of an office in the language in use; the key itself where a newer pack must name it."""
        office = self.offices.get(key)
        return office.label.said() if office else key

    def exclusive(self, one: str, other: str) -> bool:
        """Whether the law lets two statuses not run at the same time."""
        status = self.statuses.get(one)
        return status is not None and other in status.excludes

    def has_ground(self, name: str, ground: str) -> bool:
        """Whether a list of grounds has this one."""
        return any(one.id == ground for one in self.grounds.get(name, ()))

    def grounds_for(self, name: str, statuses: frozenset[str]) -> tuple[Ground, ...]:
        """The grounds of a list that apply by themselves in the statuses given."""
        return tuple(
            ground for ground in self.grounds.get(name, ()) if statuses.intersection(ground.statuses)
        )
