"""Where a link into the page of people leads: a person and what to open there, or the list with filters.

``<person>``, ``<person>#visit``, ``<person>#edit:birth``, ``<person>#tab:tests``; ``?due=overdue&status=S``;
``+`` adds a person, ``+scan`` with the keyboard in the scan field; ``@2026-06-30`` is the list of that day,
``@`` alone the one last looked at; ``=`` the pairs that may be one person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, urlencode

NEW, SCAN, PAST, PAIRS = "+", "+scan", "@", "="


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed target; at most one of ``person``, ``filters`` and ``past`` says something."""

    person: str = ""
    opens: str = ""
    filters: dict[str, str] | None = None
    adds: str = field(default="")
    pairs: bool = False
    past: date | str | None = None  # an empty text: the day looked at last


def parse_target(text: str) -> Target:
    """The target a text stands for; an empty text leads to the page as it is."""
    if text in (NEW, SCAN):
        return Target(adds=text)
    if text == PAIRS:
        return Target(pairs=True)
    if text.startswith(PAST):
        try:
            return Target(past=date.fromisoformat(text[1:]))
        except ValueError:
            return Target(past="")
    if text.startswith("?"):
        return Target(filters=dict(parse_qsl(text[1:])))
    person, _mark, opens = text.partition("#")
    return Target(person=person, opens=opens)


def person_target(person: str, opens: str = "") -> str:
    """The target of a person's page."""
    return f"{person}#{opens}" if opens else person


def list_target(**filters: str) -> str:
    """The target of a filtered list."""
    return f"?{urlencode(filters)}"
