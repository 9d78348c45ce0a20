"""Values written at the same time in two places, waiting for a person to choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from app.kinds.catalogue import all_kinds
from app.register.session import Session


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a record with several values written at the same time, waiting for a person."""

    kind: str
    id: str
    field: str
    values: tuple[Any, ...]


def list_conflicts(session: Session) -> list[Conflict]:
    """The open conflicts of the records the account reads."""
    return list(_conflicts(session))


def _conflicts(session: Session) -> Iterator[Conflict]:
    with session.store.read() as reader:
        for kind in all_kinds():
            if not session.may_read(kind):
                continue
            rows = reader.rows(
                f'SELECT id, _conflict FROM "r_{kind.name}" WHERE _conflict IS NOT NULL ORDER BY id'
            )
            for record_id, stored in rows:
                for name, candidates in msgspec.json.decode(stored).items():
                    yield Conflict(kind.name, record_id, name, tuple(value for _op, value in candidates))
