"""Finding people by whatever is remembered of them: name with or without marks, number, phone, initials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from app.kinds.text import clean, fold, same_name
from app.ledger.reader import Reader
from app.register.lists import fts_query
from app.register.session import Session
from app.words import N_, _

#: How many index hits are looked at to find the best ones.
_LOOKED_AT = 200
_COLUMNS = "n, id, name, birth, name_fold, numbers"

WHY = {
    "number": N_("same number"),
    "name": N_("same name"),
    "marks": N_("same name, other marks"),
    "begins": N_("name begins so"),
    "words": N_("all words found"),
    "like": N_("name typed otherwise"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A person found. ``score``: 0 to 100; ``because``: a code of WHY."""

    id: str
    name: str
    birth: str | None
    hamlet: str | None
    score: int
    because: str

    def reason(self) -> str:
        """Why the person was found, in the language in use."""
        return _(WHY[self.because])


def find_people(session: Session, text: str, limit: int = 50, *, settled: bool = True) -> list[Hit]:
    """People for a search text, best first. ``settled`` searches are noted in the audit list.

    Marks and case do not matter; where the text has marks, exact hits come first.
    """
    text = clean(text)
    if not fold(text):
        return []
    with session.store.read() as reader:
        hits = _find(reader, text, limit)
    if settled:
        session.store.note(session.user, "search", detail=str(len(hits)))
    return hits


def _find(reader: Reader, text: str, limit: int) -> list[Hit]:
    folded = fold(text)
    rows = list(_rows(reader, "name_fold = ?", (folded,), limit))
    if len(rows) < limit:
        known = {row[0] for row in rows}
        rows += [row for row in _matching(reader, text, max(limit, _LOOKED_AT)) if row[0] not in known]
    scored = sorted(((_score(row, text, folded), row) for row in rows), key=lambda pair: -pair[0][0])[:limit]
    hamlets = _hamlets(reader, [row[0] for _, row in scored])
    return [Hit(row[1], row[2], row[3], hamlets.get(row[0]), score, why) for (score, why), row in scored]


def _matching(reader: Reader, text: str, most: int) -> Sequence[Sequence[Any]]:
    query = fts_query(text)
    return _rows(
        reader, "n IN (SELECT rowid FROM people_fts WHERE people_fts MATCH ? LIMIT ?)", (query, most), most
    )


def _rows(reader: Reader, where: str, params: tuple[object, ...], limit: int) -> Sequence[Sequence[Any]]:
    return reader.rows(
        f"SELECT {_COLUMNS} FROM r_person WHERE _state = 0 AND {where} LIMIT ?", (*params, limit)
    )


def _hamlets(reader: Reader, numbers: list[int]) -> dict[int, str]:
    rows = reader.rows(
        "SELECT p, hamlet FROM card WHERE p IN (SELECT value FROM json_each(?))",
        (msgspec.json.encode(numbers).decode(),),
    )
    return {row[0]: row[1] for row in rows}


def _score(row: Sequence[Any], text: str, folded: str) -> tuple[int, str]:
    """How well a person fits, and the code of why."""
    name, name_fold, numbers = row[2], row[4], row[5]
    if folded.replace(" ", "").isdigit() and folded.replace(" ", "") in numbers.split(" "):
        return 100, "number"
    if name_fold == folded:
        # typed without marks it is as good as the name itself; typed with other marks it is not
        return (
            (95 if same_name(name, text) else 90, "name")
            if text.isascii() or same_name(name, text)
            else (80, "marks")
        )
    if name_fold.startswith(folded):
        return 70, "begins"
    if name_fold.endswith(folded):
        return 65, "words"
    return (50, "words") if folded.split()[-1] in name_fold else (40, "like")
