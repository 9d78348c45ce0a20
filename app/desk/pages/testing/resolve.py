"""Who is meant by the lines of a pasted block: by number, or by a name that only one person has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.desk.pages.people.lookups import detail
from app.desk.pages.testing.grid_model import GridRow
from app.register.lists import line_of
from app.register.search import Hit, find_people
from app.register.session import Session
from app.words import _, plural

_NUMBER = re.compile(r"\d{9,12}")
_SAME = 90
_SHOWN = 8
MOST_LINES = 500


def wanted_words(block: str) -> list[str]:
    """The number or name of each line of a block, tab-separated cells being read for either."""
    found = []
    for line in block.splitlines()[:MOST_LINES]:
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        numbers = [cell for cell in cells if _NUMBER.fullmatch(cell.replace(" ", ""))]
        names = [cell for cell in cells if not any(c.isdigit() for c in cell) and " " in cell]
        words = numbers or names or cells
        if words:
            found.append(words[0])
    return found


def rows_for(session: Session, words: Sequence[str]) -> list[GridRow]:
    """A row for each; where nobody or several fit, the row says so and offers who may be meant."""
    return [_row(session, text) for text in words]


def rows_of(session: Session, people: Sequence[str]) -> list[GridRow]:
    """Rows of people by their ids; unknown ids are left out."""
    lines = [line_of(session, person) for person in people]
    return [GridRow(p.id, p.name, detail(p.birth, p.hamlet)) for p in lines if p is not None]


def _row(session: Session, text: str) -> GridRow:
    hits = find_people(session, text, _SHOWN, settled=False)
    same = [hit for hit in hits if hit.score >= _SAME] or (hits if len(hits) == 1 else [])
    if len(same) == 1:
        return GridRow(same[0].id, same[0].name, detail(same[0].birth, same[0].hamlet), typed=text)
    choices = tuple(_choice(hit) for hit in (same or hits))
    error = _("not found")
    if choices:
        error = plural("{n} person fits: choose", "{n} people fit: choose", len(choices))
    return GridRow("", "", typed=text, error=error, choices=choices)


def _choice(hit: Hit) -> tuple[str, str, str]:
    return hit.id, hit.name, detail(hit.birth, hit.hamlet)
