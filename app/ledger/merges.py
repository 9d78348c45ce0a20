"""Two records of one person made one, and taken apart again with what was changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.kinds.codec import kind_named
from app.kinds.faults import Fault
from app.ledger.fold import Folded, step
from app.ledger.ops import LIVE, MERGE, MERGED
from app.ledger.projection import projection
from app.ledger.reader import Reader
from app.ledger.writer import Writer
from app.words import N_

_NOT_MERGED = N_("This record was not merged into another.")
_MERGED_ON = N_("The record it was merged into was itself merged into another. Take that merge back first.")


def merge(writer: Writer, person: str, into: str, why: str, taken: Mapping[str, Any]) -> None:
    """Merge a person into another; both are live. ``taken``: what the other's fields become by it.

    That change is named in what the merge has seen, so that taking it back knows which values came with it.
    """
    seen = (writer.patch(kind_named("person"), into, dict(taken), why),) if taken else ()
    writer.merge(person, into, why, seen)


def unmerge(writer: Writer, person: str, why: str) -> str:
    """Take a merge back: the person is live again, the other gives up what came with it; returns the other's id.

    A value of the other that was changed since stays; of a list only the items that came or went with the
    merge are put back. Fault E_NOT_MERGED, or E_MERGED_ON where the other is no longer there itself.
    """
    into = state_of(writer, person).into
    if into is None:
        raise Fault("E_NOT_MERGED", _NOT_MERGED)
    other = state_of(writer, into)
    if other.state == MERGED:
        raise Fault("E_MERGED_ON", _MERGED_ON)
    back = _given_back(writer, person, into, other.fields) if other.state == LIVE else {}
    writer.reinstate("person", person, why)
    if back:
        writer.patch(kind_named("person"), into, back, why)
    return into


def state_of(reader: Reader, person: str) -> Folded:
    """The fields and the state of a person, whatever that is; nothing for one who is not known."""
    known = projection("person")
    row = reader.row(known.one, (person,))
    return known.folded(row) if row is not None else Folded()


def without(brought: Mapping[str, Any], before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that have to change so that ``now`` is without what was ``brought`` over ``before``."""
    found: dict[str, Any] = {}
    for name, value in brought.items():
        old, shown = before.get(name), now.get(name)
        wanted: Any
        if isinstance(value, list) or isinstance(old, list):
            wanted = _unlisted(value or [], old or [], shown or [])
        else:
            wanted = old if shown == value else shown
        if wanted != shown and (wanted or shown):
            found[name] = wanted or None
    return found


def _unlisted(brought: Sequence[Any], before: Sequence[Any], now: Sequence[Any]) -> list[Any]:
    came = [item for item in brought if item not in before]
    went = [item for item in before if item not in brought]
    kept = [item for item in now if item not in came]
    return kept + [item for item in went if item not in kept]


def _given_back(writer: Writer, person: str, into: str, now: Mapping[str, Any]) -> dict[str, Any]:
    merges = [op for op in writer.history("person", person) if op.t == MERGE and op.f.get("into") == into]
    seen = set(merges[-1].base) if merges else set()
    before = Folded()
    for op in writer.history("person", into):
        if op.op in seen:
            return without(op.f, before.fields, now)
        if not step(before, op):
            break  # written in two places at once: what came with the merge cannot be told apart
    return {}
