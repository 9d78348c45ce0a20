"""All the law a register follows: the shipped packs with those that were installed, of every sort."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TypeVar

import msgspec

from app.kinds.faults import Fault
from app.law import criteria, ladder
from app.law.beside import Beside, sort_of
from app.law.criteria import Criteria
from app.law.entries import Label, Pack
from app.law.ladder import Measures
from app.law.packs import LawPacks
from app.law.reading import damaged, read_pack
from app.words import N_

AnyPack = Pack | Criteria | Measures

B = TypeVar("B", bound=Beside)

#: The sorts that ``read_any`` takes.
SORTS = ("regime", "overlay", "companion", criteria.SORT, ladder.SORT)

_SORT = N_(
    "The law pack {file} is of the sort “{sort}”, which this program does not know. Update the program first."
)


class PackLine(msgspec.Struct, frozen=True):
    """One version of one pack, as it is listed; ``since`` is the first day it is followed."""

    id: str
    sort: str
    version: str
    title: Label
    source: str
    valid_from: date
    since: date
    valid_to: date | None = None


class Shelf(msgspec.Struct, frozen=True):
    """Packs of every sort; ``texts`` are the digests of what was added to the shipped ones."""

    packs: LawPacks
    criteria: tuple[Criteria, ...]
    measures: tuple[Measures, ...]
    added: tuple[str, ...] = ()

    def plus(self, file: str, text: str) -> Shelf:
        """With one more pack; ``Fault`` E_PACK when it is damaged or does not fit with the others."""
        made = read_any(file, text)
        added = (*self.added, hashlib.sha256(text.encode()).hexdigest())
        if isinstance(made, Pack):
            return msgspec.structs.replace(self, packs=self.packs.plus(made), added=added)
        if isinstance(made, Criteria):
            return msgspec.structs.replace(self, criteria=_joined(self.criteria, made), added=added)
        return msgspec.structs.replace(self, measures=_joined(self.measures, made), added=added)

    @property
    def digest(self) -> str:
        """A short name of what was added, empty for the shipped packs alone: tables made by other law are stale."""
        return hashlib.sha256("\n".join(sorted(self.added)).encode()).hexdigest()[:16] if self.added else ""

    def lines(self) -> tuple[PackLine, ...]:
        """Every version of every pack, by the day it is followed from."""
        packs: list[AnyPack] = [one for name in self.packs.ids() for one in self.packs.versions(name)]
        found = [line_of(pack) for pack in (*packs, *self.criteria, *self.measures)]
        return tuple(sorted(found, key=lambda line: (line.since, line.id, line.version)))

    def newest(self, name: str) -> PackLine | None:
        """The newest version of a pack; None when there is no such pack."""
        return max(
            (line for line in self.lines() if line.id == name), key=lambda line: line.version, default=None
        )


def read_any(file: str, text: str) -> AnyPack:
    """The pack in a text, of whichever sort; ``Fault`` E_PACK, E_PACK_SORT for a sort that is not known."""
    sort = sort_of(text)
    if sort == criteria.SORT:
        return criteria.read_criteria(file, text)
    if sort == ladder.SORT:
        return ladder.read_measures(file, text)
    if sort and sort not in SORTS:
        raise Fault("E_PACK_SORT", _SORT, file=file, sort=sort)
    made = read_pack(file, text)
    if made is None:
        raise damaged(file, "sort")
    return made


def line_of(pack: AnyPack) -> PackLine:
    """A pack as a line of the list."""
    head = pack.head if isinstance(pack, Pack) else pack
    return PackLine(
        head.id, head.sort, head.version, head.title, head.source, head.valid_from, head.since, head.valid_to
    )


@lru_cache(maxsize=1)
def shipped_shelf() -> Shelf:
    """What comes with the program."""
    return Shelf(LawPacks.shipped(), criteria.shipped_criteria(), ladder.shipped_measures())


def _joined(have: Iterable[B], new: B) -> tuple[B, ...]:
    """With one more version, which must follow the one before it."""
    same = [one for one in have if one.id == new.id]
    if any(one.version >= new.version or one.valid_from != new.valid_from for one in same):
        raise damaged(new.id, "version")
    if same and new.acts_from is None:
        raise damaged(new.id, "acts_from")
    return (*have, new)
