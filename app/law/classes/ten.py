"""The ten criteria of a drug-free commune as data: groups, criteria, and the parts each is taken into."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Literal

import msgspec

from app.law.classes.facts import TEN
from app.law.entries import Entry, Label
from app.law.reading import damaged
from app.words.resources import resource

_FILE = "packs/classes/NT-2024-ten.toml"


class TenGroup(Entry, frozen=True):
    """One of the three groups."""

    id: str
    title: Label


class TenPart(Entry, frozen=True):
    """A part of a criterion, which holds or not by itself.

    ``setting``: what only the unit can say, and states with its document. ``months``: how long a treatment must
    have lasted for the part to ask about it. ``least``: how many are needed.
    """

    id: str
    text: Label
    setting: str = ""
    months: int = 0
    least: int = 0


class TenCriterion(Entry, frozen=True):
    """A criterion: all of its parts have to hold."""

    number: str
    group: str
    article: str
    text: Label
    parts: tuple[TenPart, ...]


class TenCriteria(Entry, frozen=True):
    """The file: for which rule set, with its source."""

    id: str
    sort: Literal["ten_criteria"]
    version: str
    rules: str
    source: str
    groups: tuple[TenGroup, ...]
    criteria: tuple[TenCriterion, ...]


@lru_cache
def ten_criteria() -> TenCriteria:
    """The shipped criteria; Fault of a damaged pack when they are not the ten."""
    text = resource(_FILE).read_text(encoding="utf-8")
    found = msgspec.convert(tomllib.loads(text), TenCriteria)
    groups = {group.id for group in found.groups}
    if tuple(one.number for one in found.criteria) != TEN or {one.group for one in found.criteria} - groups:
        raise damaged(_FILE, "criteria")
    return found
