"""Which law applies when: the packs by date, and what an older case keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache
from hashlib import sha256

import msgspec

from app.kinds.dates import VIETNAM, show_date
from app.kinds.faults import Fault
from app.law.entries import Pack, Rule
from app.law.reading import check, damaged, merged, read_pack
from app.words import N_
from app.words.resources import resource

_TOO_EARLY = N_("No law pack covers {day}: the oldest begins on {first}. Correct the day.")
_GAP = N_("No law pack covers {day}. Install the pack of the law that is in force on that day.")
_NO_REGIME = N_("There is no law pack {regime}. Choose one of: {known}.")


def as_day(when: date | datetime) -> date:
    """The calendar day in Vietnam; a moment without a time zone is Vietnam time."""
    if isinstance(when, datetime):
        return (when.astimezone(VIETNAM) if when.tzinfo else when).date()
    return when


class LawPacks:
    """All packs together. Nothing changes after construction; ``plus`` gives a new set."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        """Order and check the packs; ``Fault`` E_PACK when one does not fit.

        Several versions of one pack stand behind each other: each measures the acts from its own day on.
        """
        self._all = tuple(packs)
        self._versions = _versions(self._all)
        newest = tuple(sorted((v[-1] for v in self._versions.values()), key=_begins))
        self._overlays = tuple(pack.id for pack in newest if pack.head.sort == "overlay")
        self._order = tuple(pack for pack in newest if pack.head.sort == "regime")
        self._companions = tuple(pack.id for pack in newest if pack.head.sort == "companion")
        self._layers = {base.id: self._layered(base.id) for base in self._order}
        self._starts = [base.head.valid_from for base in self._order]
        for companion in self._companions:
            for version in self._versions[companion]:
                check(version)
        self._check_periods()

    @classmethod
    def shipped(cls) -> LawPacks:
        """The packs that come with the program (read once)."""
        return _shipped()

    def plus(self, *packs: Pack) -> LawPacks:
        """These packs and more."""
        return LawPacks((*self._all, *packs))

    @property
    def oldest(self) -> date:
        """The first day that any regime covers."""
        return self._starts[0]

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """The first days on which a regime or what amends it comes into force, sorted."""
        return tuple(sorted({since for layers in self._layers.values() for since, _pack in layers}))

    @cached_property
    def fingerprint(self) -> str:
        """A digest of everything the packs say: other packs, another digest."""
        encoder = msgspec.json.Encoder(order="sorted")
        return sha256(encoder.encode(sorted(self._all, key=_by_name))).hexdigest()

    def regimes(self) -> tuple[str, ...]:
        """The ids of the regimes, oldest first."""
        return tuple(self._layers)

    def at(self, when: date | datetime) -> Pack:
        """The regime in force for an act at that time, overlays included; ``Fault`` E_REGIME when none is."""
        day = as_day(when)
        self.check_day(day)
        base = self._order[bisect_right(self._starts, day) - 1]
        if base.head.valid_to is not None and day > base.head.valid_to:
            raise Fault("E_REGIME", _GAP, day=show_date(day))
        return self.regime(base.id, day)

    def regime(self, name: str, on: date | datetime | None = None) -> Pack:
        """A regime by id, as it stood on a day (without a day: as last amended); ``Fault`` E_REGIME."""
        layers = self._layers.get(name)
        if layers is None:
            raise Fault("E_REGIME", _NO_REGIME, regime=name, known=", ".join(self._layers))
        if on is None or len(layers) == 1:
            return layers[-1][1]
        day = as_day(on)
        return next((pack for since, pack in reversed(layers) if since <= day), layers[0][1])

    def regime_of_case(self, opened: date | datetime) -> Pack:
        """A case keeps the regime of the decision that opened it."""
        return self.at(opened)

    def regime_for(self, rule: str, *, opened: date | datetime, act: date | datetime) -> Pack:
        """The regime that measures a rule in a case: that of the act, unless a transition keeps an older one.

        A transition is listed in the newer pack; L120 art. 56 and the readings beside it are such data. The
        term of a person stays with the older one even where the newer pack is silent.
        """
        current = self.at(opened)
        ids = self.regimes()
        for name in ids[ids.index(current.id) + 1 : ids.index(self.at(act).id) + 1]:
            newer = self.regime(name, act)
            if not self._stays(rule, current, newer):
                current = newer
        newest = self.regime(current.id, act)
        return newest if _moves(rule, newest) else current

    def anchored(self, pack: Pack, rule: str, anchor: date | datetime) -> Pack:
        """A regime as it stood when a deadline began: later changes leave it, unless a transition moves it."""
        layers = self._layers.get(pack.id, ())
        if len(layers) < 2 or pack is layers[0][1]:
            return pack
        day = as_day(anchor)
        for since, layer in reversed(layers):
            if layer is pack:
                return pack if since <= day or _moves(rule, pack) else self.regime(pack.id, day)
        return pack

    def versions(self, name: str) -> tuple[Pack, ...]:
        """The versions of a pack as their files say, oldest first; empty when there is no such pack."""
        return self._versions.get(name, ())

    def ids(self) -> tuple[str, ...]:
        """The ids of all packs, by the day on which they begin."""
        return tuple(sorted(self._versions, key=lambda name: _begins(self._versions[name][-1])))

    def companion(self, rule: str, on: date | None = None) -> Pack | None:
        """The law beside the drug law that has the rule; the latest one that does, as it stood on a day."""
        for name in reversed(self._companions):
            versions = [pack for pack in self._versions[name] if rule in pack.rules]
            begun = [pack for pack in versions if on is None or pack.head.since <= on]
            if versions:
                return begun[-1] if begun else versions[0]
        return None

    def rules(self) -> tuple[str, ...]:
        """Every rule id that some pack names, sorted."""
        return tuple(sorted({name for pack in self._all for name in pack.rules}))

    def all_rules(self) -> Iterator[Mapping[str, Rule]]:
        """The rules of every pack by id, newest pack first."""
        return (pack.rules for pack in sorted(self._all, key=lambda pack: pack.head.valid_from, reverse=True))

    def has_rule(self, name: str) -> bool:
        """Whether any pack names the rule."""
        return any(name in pack.rules for pack in self._all)

    def rule(self, pack: Pack, name: str, on: date | None = None) -> tuple[Pack, Rule] | None:
        """The rule in a regime or in a law beside it as it stood on a day, with the pack it stands in."""
        found = pack.rules.get(name)
        if found is not None:
            return pack, found
        beside = self.companion(name, on)
        return (beside, beside.rules[name]) if beside else None

    def check_day(self, day: date) -> None:
        """Refuse a day before the oldest regime (``Fault`` E_REGIME)."""
        if day < self._starts[0]:
            raise Fault("E_REGIME", _TOO_EARLY, day=show_date(day), first=show_date(self._starts[0]))

    def _stays(self, rule: str, older: Pack, newer: Pack) -> bool:
        """Whether a case of the older law keeps it for a rule when the newer one comes into force."""
        if _moves(rule, newer):
            return False
        layers = (layer for _since, layer in self._layers[newer.id])
        kept = any(rule in transition.keeps for layer in layers for transition in layer.transitions)
        return kept or any(status.term == rule for status in older.statuses.values())

    def _layered(self, name: str) -> list[tuple[date, Pack]]:
        """A regime as it stood from each day on which one of its versions or overlays began."""
        versions = self._versions[name]
        over = [self._versions[one] for one in self._overlays if self._versions[one][0].head.overlays == name]
        starts = {pack.head.since for group in (versions, *over) for pack in group}
        layers: list[tuple[date, Pack]] = []
        for since in sorted(starts | {versions[0].head.valid_from}):
            pack = _version_on(versions, since)
            if pack is None:
                continue
            for group in over:
                overlay = _version_on(group, since)
                pack = merged(pack, overlay) if overlay is not None else pack
            check(pack)
            layers.append((since, pack))
        return layers

    def _check_periods(self) -> None:
        if not self._order:
            raise damaged("packs", "regime")
        for one, later in zip(self._order, self._order[1:], strict=False):
            if one.head.valid_to is not None and one.head.valid_to >= later.head.valid_from:
                raise damaged(later.id, "valid_from")
        for name in self._overlays:
            if self._versions[name][0].head.overlays not in self._layers:
                raise damaged(name, "overlays")


def _begins(pack: Pack) -> date:
    return pack.head.valid_from


def _moves(rule: str, pack: Pack) -> bool:
    return any(rule in transition.moves for transition in pack.transitions)


def _version_on(versions: Sequence[Pack], day: date) -> Pack | None:
    """The version that is followed on a day; None before the first."""
    return next((pack for pack in reversed(versions) if pack.head.since <= day), None)


def _versions(packs: Iterable[Pack]) -> dict[str, tuple[Pack, ...]]:
    """The versions of each pack, oldest first; a second one must say from when its acts count."""
    found: dict[str, tuple[Pack, ...]] = {}
    for pack in sorted(packs, key=lambda one: (one.head.since, one.head.version)):
        before = found.get(pack.id, ())
        if before:
            first, last = before[0].head, before[-1].head
            if pack.head.acts_from is None or pack.head.version <= last.version:
                raise damaged(pack.id, "id")
            for entry in ("sort", "valid_from", "overlays"):
                if getattr(pack.head, entry) != getattr(first, entry):
                    raise damaged(pack.id, entry)
        found[pack.id] = (*before, pack)
    return found


def _by_name(pack: Pack) -> tuple[str, str]:
    return pack.id, pack.head.version


@lru_cache(maxsize=1)
def _shipped() -> LawPacks:
    files = sorted(resource("packs").glob("*.toml"))
    read = (read_pack(file.name, file.read_text(encoding="utf-8")) for file in files)
    return LawPacks(pack for pack in read if pack is not None)
