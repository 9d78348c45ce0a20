"""Where a link into the page of files leads: one file, or the list with filters.

``<person>|<procedure>|<about>`` opens a file (``about`` may be empty: the newest); ``?procedure=compulsory`` filters.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode


@dataclass(frozen=True, slots=True)
class DossierTarget:
    """A parsed target; without a person the filters hold, which may be none."""

    person: str = ""
    procedure: str = ""
    about: str = ""
    filters: tuple[tuple[str, str], ...] = ()


def dossier_target(person: str, procedure: str, about: str = "") -> str:
    """The target of one file."""
    return f"{person}|{procedure}|{about}"


def dossiers_where(**filters: str) -> str:
    """The target of a filtered list."""
    return f"?{urlencode(filters)}"


def parse_dossier_target(text: str) -> DossierTarget:
    """The target a text stands for; an empty one leaves the page as it is."""
    if text.startswith("?"):
        return DossierTarget(filters=tuple(parse_qsl(text[1:])))
    person, _mark, rest = text.partition("|")
    procedure, _mark, about = rest.partition("|")
    return DossierTarget(person, procedure, about)
