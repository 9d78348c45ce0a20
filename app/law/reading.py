"""Reads a law pack from its file, strictly: a damaged pack is refused, naming the file and the entry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from app.kinds.faults import Fault
from app.law.entries import (
    UNREPORTED,
    Asks,
    DecisionSort,
    Ground,
    Head,
    Office,
    Pack,
    Rule,
    Status,
    Transition,
)
from app.words import N_

_DAMAGED = N_(
    "The law pack {file} is damaged at {entry}. Install the program again or ask for the pack once more."
)
#: Sorts of pack files that this room reads; others in the same folder belong to other readers.
_SORTS = frozenset(("regime", "overlay", "companion"))
_TABLES = ("offices", "rules", "statuses", "decisions", "grounds", "transitions")
_PATH = re.compile(r"`\$(.*)`$")
_Entry = TypeVar("_Entry", bound=msgspec.Struct)


def damaged(file: str, entry: str) -> Fault:
    """The fault for a pack that cannot be used, naming the file and the entry in it."""
    return Fault("E_PACK", _DAMAGED, file=file, entry=entry)


def read_pack(file: str, text: str) -> Pack | None:
    """The pack in a file's text; None when the file is a pack of another sort; ``Fault`` E_PACK."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise damaged(file, _line(error)) from None
    if isinstance(raw.get("sort"), str) and raw["sort"] not in _SORTS:
        return None
    tables = {name: raw.pop(name, []) for name in _TABLES}
    head = _entry(file, "head", raw, Head)
    grounds: dict[str, tuple[Ground, ...]] = {}
    for ground in _unique(file, "grounds", tables, Ground, ("list", "id")).values():
        grounds[ground.list] = (*grounds.get(ground.list, ()), ground)
    return Pack(
        head=head,
        offices=_unique(file, "offices", tables, Office),
        rules=_unique(file, "rules", tables, Rule),
        statuses=_unique(file, "statuses", tables, Status, ("code",)),
        decisions=_unique(file, "decisions", tables, DecisionSort),
        grounds=grounds,
        transitions=tuple(_unique(file, "transitions", tables, Transition).values()),
    )


def merged(base: Pack, overlay: Pack) -> Pack:
    """The base with every entry of the overlay in the place of the entry of the same name."""
    return msgspec.structs.replace(
        base,
        offices={**base.offices, **overlay.offices},
        rules={**base.rules, **overlay.rules},
        statuses={**base.statuses, **overlay.statuses},
        decisions={**base.decisions, **overlay.decisions},
        grounds={**base.grounds, **overlay.grounds},
        transitions=(*base.transitions, *overlay.transitions),
        layers=(*base.layers, overlay.id),
    )


def check(pack: Pack) -> None:
    """Refuse a pack whose entries do not fit together (``Fault`` E_PACK)."""
    file = "+".join((pack.id, *pack.layers))
    for rule in pack.rules.values():
        _check_rule(file, pack, rule)
    for status in pack.statuses.values():
        where = f"statuses[{status.code}]"
        _known(file, f"{where}.issuer", (status.issuer,), pack.offices)
        _known(file, f"{where}.excludes", status.excludes, pack.statuses)
        rules = (status.term, status.visit, status.test, status.papers, status.move)
        _known(file, where, [name for name in rules if name], pack.rules)
        _known(file, f"{where}.uncounted", status.uncounted, {**pack.statuses, UNREPORTED: None})
        for other in status.excludes:
            if status.code not in pack.statuses[other].excludes:
                raise damaged(file, f"statuses[{other}].excludes")
    for decision in pack.decisions.values():
        where = f"decisions[{decision.id}]"
        _known(file, f"{where}.signer", (decision.signer,), pack.offices)
        _known(file, where, (*decision.opens, *decision.closes), pack.statuses)
        _known(file, f"{where}.grounds", [decision.grounds] if decision.grounds else [], pack.grounds)
    for ground in (ground for grounds in pack.grounds.values() for ground in grounds):
        _known(file, f"grounds[{ground.list}.{ground.id}].statuses", ground.statuses, pack.statuses)
    for transition in pack.transitions:
        _known(file, f"transitions[{transition.id}].keeps", transition.keeps, pack.rules)
        _known(file, f"transitions[{transition.id}].moves", transition.moves, pack.rules)


def _check_rule(file: str, pack: Pack, rule: Rule) -> None:
    where = f"rules[{rule.id}]"
    _known(file, f"{where}.who", (rule.who,), pack.offices)
    if [rule.amount, rule.asks, rule.without].count(None) != 2:
        raise damaged(file, f"{where}.amount")
    if (rule.without is None) != (rule.unit is not None):
        raise damaged(file, f"{where}.unit")
    numbers = [(rule.amount, rule.asks), *((variant.amount, variant.asks) for variant in rule.variants)]
    for amount, asks in numbers:
        if (amount is not None and amount < 1) or (asks is not None and not _fits(asks, rule)):
            raise damaged(file, f"{where}.amount")
    if any((variant.asks is None) == (variant.amount is None) for variant in rule.variants):
        raise damaged(file, f"{where}.variants")


def _fits(asks: Asks, rule: Rule) -> bool:
    return 1 <= asks.at_least <= asks.at_most and asks.option == f"{rule.unit}s"


def _known(file: str, where: str, names: Iterable[str], table: Mapping[str, Any]) -> None:
    if not table.keys() >= set(names):
        raise damaged(file, where)


def _unique(
    file: str, table: str, tables: dict[str, Any], sort: type[_Entry], names: tuple[str, ...] = ("id",)
) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    rows = tables[table]
    if not isinstance(rows, list):
        raise damaged(file, table)
    for position, raw in enumerate(rows, 1):
        key = (
            ".".join(str(raw.get(name, position)) for name in names)
            if isinstance(raw, dict)
            else str(position)
        )
        if key in found:
            raise damaged(file, f"{table}[{key}]")
        found[key] = _entry(file, f"{table}[{key}]", raw, sort)
    return found


def _entry(file: str, where: str, raw: Any, sort: type[_Entry]) -> _Entry:
    try:
        return msgspec.convert(raw, sort)
    except msgspec.ValidationError as error:
        path = _PATH.search(str(error))
        raise damaged(file, where + (path[1] if path else "")) from None


def _line(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+)", str(error))
    return f"line {found[1]}" if found else "the end"
