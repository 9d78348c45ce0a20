"""Links into the page of papers: ``<person>#form/about``, ``?tab=book``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.desk.shell.desk import Desk

TABS = ("make", "book", "issued", "own")


@dataclass(frozen=True, slots=True)
class PapersTarget:
    """Whose papers, which form, about which record; or a tab."""

    person: str = ""
    form: str = ""
    about: str = ""
    tab: str = "make"


def papers_target(person: str, form: str = "", about: str = "") -> str:
    """The target of a person's papers; ``form``: the one to show, ``about``: only those of a record."""
    return f"{person}#{form}/{about}" if form or about else person


def parse_papers_target(text: str) -> PapersTarget:
    """What a target stands for; an unknown tab is the first one."""
    if text.startswith("?tab="):
        tab = text.removeprefix("?tab=")
        return PapersTarget(tab=tab if tab in TABS else "make")
    person, _mark, rest = text.partition("#")
    form, _slash, about = rest.partition("/")
    return PapersTarget(person, form, about)


def open_papers(desk: Desk, person: str, form: str = "", about: str = "") -> None:
    """Go to the papers of a person, from wherever “Print” stands."""
    desk.go("papers", papers_target(person, form, about))
