"""Which law applies when: the packs by date, and what an older case keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache

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
        """Order and check the packs; ``Fault`` E_PACK when one does not fit."""
        self._all = tuple(packs)
        regimes = self._of_sort("regime")
        self._layers = {base.id: self._layered(base) for base in regimes}
        self._order = regimes
        self._starts = [base.head.valid_from for base in regimes]
        self._companions = self._of_sort("companion")
        for companion in self._companions:
            check(companion)
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

        A transition is listed in the newer pack; L120 art. 56 and the readings beside it are such data.
        """
        then, now = self.at(opened), self.at(act)
        current = then
        ids = self.regimes()
        for name in ids[ids.index(then.id) + 1 : ids.index(now.id) + 1]:
            newer = self.regime(name, act)
            if not any(rule in transition.keeps for transition in newer.transitions):
                current = newer
        return current

    def companion(self, rule: str) -> Pack | None:
        """The law beside the drug law that has the rule; the latest one that does."""
        return next((pack for pack in reversed(self._companions) if rule in pack.rules), None)

    def rules(self) -> tuple[str, ...]:
        """Every rule id that some pack names, sorted."""
        return tuple(sorted({name for pack in self._all for name in pack.rules}))

    def all_rules(self) -> Iterator[Mapping[str, Rule]]:
        """The rules of every pack by id, newest pack first."""
        return (pack.rules for pack in sorted(self._all, key=lambda pack: pack.head.valid_from, reverse=True))

    def has_rule(self, name: str) -> bool:
        """Whether any pack names the rule."""
        return any(name in pack.rules for pack in self._all)

    def rule(self, pack: Pack, name: str) -> tuple[Pack, Rule] | None:
        """The rule in a regime or in a law beside it, with the pack it stands in."""
        found = pack.rules.get(name)
        if found is not None:
            return pack, found
        beside = self.companion(name)
        return (beside, beside.rules[name]) if beside else None

    def check_day(self, day: date) -> None:
        """Refuse a day before the oldest regime (``Fault`` E_REGIME)."""
        if day < self._starts[0]:
            raise Fault("E_REGIME", _TOO_EARLY, day=show_date(day), first=show_date(self._starts[0]))

    def _of_sort(self, sort: str) -> tuple[Pack, ...]:
        chosen = (pack for pack in self._all if pack.head.sort == sort)
        return tuple(sorted(chosen, key=lambda pack: pack.head.valid_from))

    def _layered(self, base: Pack) -> list[tuple[date, Pack]]:
        check(base)
        layers = [(base.head.valid_from, base)]
        for overlay in self._of_sort("overlay"):
            if overlay.head.overlays == base.id:
                layers.append((overlay.head.valid_from, merged(layers[-1][1], overlay)))
                check(layers[-1][1])
        return layers

    def _check_periods(self) -> None:
        if not self._order:
            raise damaged("packs", "regime")
        ids = [pack.id for pack in self._all]
        twice = next((name for name in ids if ids.count(name) > 1), None)
        if twice is not None:
            raise damaged(twice, "id")
        for one, later in zip(self._order, self._order[1:], strict=False):
            if one.head.valid_to is not None and one.head.valid_to >= later.head.valid_from:
                raise damaged(later.id, "valid_from")
        for overlay in self._of_sort("overlay"):
            if overlay.head.overlays not in self._layers:
                raise damaged(overlay.id, "overlays")


@lru_cache(maxsize=1)
def _shipped() -> LawPacks:
    files = sorted(resource("packs").glob("*.toml"))
    read = (read_pack(file.name, file.read_text(encoding="utf-8")) for file in files)
    return LawPacks(pack for pack in read if pack is not None)
