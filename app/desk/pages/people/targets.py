"""Where a link into the page of people leads: a person and what to open there, or the list with filters.

``<person>``, ``<person>#visit``, ``<person>#edit:birth``, ``<person>#tab:tests``; ``?due=overdue&status=S``;
``+`` adds a person, ``+scan`` with the keyboard in the scan field.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

NEW, SCAN = "+", "+scan"


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed target; at most one of ``person`` and ``filters`` says something."""

    person: str = ""
    opens: str = ""
    filters: dict[str, str] | None = None
    adds: str = field(default="")


def parse_target(text: str) -> Target:
    """The target a text stands for; an empty text leads to the page as it is."""
    if text in (NEW, SCAN):
        return Target(adds=text)
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
