"""What reference fields of these pages search in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets.ref_field import Hit
from app.kinds.dates import show_birth, show_date
from app.kinds.text import fold
from app.register.entries import KitLine, kits
from app.register.lists import line_of
from app.register.search import find_people
from app.words import _

_SHOWN = 12


class PeopleLookup:
    """People by name or number, as they are typed; not a settled search, so nothing is noted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def search(self, words: str) -> Sequence[Hit]:
        """The best people for the words."""
        found = find_people(session_of(self._desk), words, _SHOWN, settled=False)
        return [Hit(h.id, h.name, detail(h.birth, h.hamlet)) for h in found]

    def title(self, record_id: str) -> str:
        """The name of a person."""
        found = line_of(session_of(self._desk), record_id)
        return found.name if found else ""


def detail(birth: str | None, hamlet: str | None) -> str:
    """What tells people of one name apart."""
    return " · ".join(part for part in (show_birth(birth) if birth else "", hamlet or "") if part)


class KitLookup:
    """Kit lots that can still be used."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.lots: dict[str, KitLine] = {}
        self.reload()

    def reload(self) -> None:
        """Read the lots again."""
        self.lots = {lot.id: lot for lot in kits(session_of(self._desk))}

    def search(self, words: str) -> Sequence[Hit]:
        """Lots whose name or number has the words."""
        wanted = fold(words)
        return [
            Hit(lot.id, kit_title(lot), kit_detail(lot))
            for lot in self.lots.values()
            if wanted in fold(f"{lot.name} {lot.lot}")
        ]

    def title(self, record_id: str) -> str:
        """Name and number of a lot."""
        lot = self.lots.get(record_id)
        return kit_title(lot) if lot else ""


def kit_title(lot: KitLine) -> str:
    """Name and lot number."""
    return _("{name}, lot {lot}", name=lot.name, lot=lot.lot)


def kit_detail(lot: KitLine) -> str:
    """When it expires and how many are left."""
    until = _("expires {day}", day=show_date(date.fromisoformat(lot.expiry)))
    return until if lot.left is None else f"{until} · " + _("{n} left", n=lot.left)


class OwnRecords:
    """Records of the person on view, for fields that name one of them: titles by id."""

    def __init__(self, titles: dict[str, str]) -> None:
        self._titles = titles

    def search(self, words: str) -> Sequence[Hit]:
        """Those whose title has the words."""
        wanted = fold(words)
        return [Hit(i, title) for i, title in self._titles.items() if wanted in fold(title)]

    def title(self, record_id: str) -> str:
        """The title of one."""
        return self._titles.get(record_id, "")
