"""What the reference fields of any kind's form search in."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk.pages.people.lookups import PeopleLookup
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets.fields import Lookups
from app.desk.widgets.ref_field import Hit, Lookup
from app.kinds.declare import KINDS, Kind
from app.register.kind_lists import find_records, name_of

_SHOWN = 12


class KindLookup:
    """Records of one kind by the words of any of their texts."""

    def __init__(self, desk: Desk, kind: str) -> None:
        self._desk, self._kind = desk, kind

    def search(self, words: str) -> Sequence[Hit]:
        """The newest records with the words."""
        found = find_records(session_of(self._desk), self._kind, words, _SHOWN)
        return [Hit(one.id, one.name) for one in found]

    def title(self, record_id: str) -> str:
        """What a record is called."""
        return name_of(session_of(self._desk), self._kind, record_id)


def lookups_for(desk: Desk, kind: Kind) -> Lookups:
    """A lookup for every kind that the fields name and the account reads."""
    session = session_of(desk)
    found: dict[str, Lookup] = {}
    for one in kind.fields:
        if one.ref == "person":
            found["person"] = PeopleLookup(desk)
        elif one.ref and session.may_read(KINDS[one.ref]):
            found[one.ref] = KindLookup(desk, one.ref)
    return found
