"""What a form may ask for: every named field with its words, and where it is entered.

A *provider* (see ``providers.py``) declares its fields and tells their values. Three sorts of fields: ``text``
is written as it stands; ``codes`` says which boxes are ticked; ``rows`` are lines of a list or table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from app.kinds.codec import kind_named
from app.kinds.declare import Record
from app.kinds.people import Person
from app.register.session import Session
from app.words import _

FieldSort = Literal["text", "codes", "rows"]
#: What a provider tells: a text, the codes that hold, or rows; None and emptiness mean that it is not known.
Told = str | frozenset[str] | tuple[Mapping[str, Any], ...] | None


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. ``label`` is a message id; ``columns`` are the names within a row.

    ``where`` names the record field it comes from ("person.birth_place"), so that a missing one can be mended.
    ``typed``: it is asked for when the paper is made, as the register has no place for it. ``optional``: that
    it is empty is nothing to mend.
    """

    name: str
    label: str
    sort: FieldSort = "text"
    where: str = ""
    columns: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    typed: bool = False
    optional: bool = False

    def words(self) -> str:
        """What the field is, in the language in use."""
        return _(self.label)

    def mend(self) -> str:
        """Where to enter it, in the language in use; empty when it is typed on the page of papers."""
        if not self.where:
            return ""
        kind, _dot, name = self.where.partition(".")
        declared = kind_named(kind)
        return _("{field}, in: {kind}", field=_(declared.field(name).label), kind=_(declared.label))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper is made from: for whom, about which record, on which day.

    ``records``: live records about the person by kind, as the account reads them; ``about`` the one the paper
    answers. ``regime`` is the law of the case, ``signatory`` the key of the office that signs ("chair").
    ``options`` are choices of whoever makes the paper.
    """

    session: Session
    on: date
    person: Person | None = None
    records: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    about: Record | None = None
    about_kind: str = ""
    regime: str = ""
    signatory: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Any, ...]:
        """The person's records of a kind, in the order of their day."""
        return self.records.get(kind, ())

    def signed_by(self, office: str) -> Asked:
        """The same, with the office that signs."""
        return replace(self, signatory=office)


@dataclass(frozen=True, slots=True)
class Provider:
    """Some fields and what tells them; ``tell`` gives a value for every field it knows one of."""

    fields: tuple[FieldSpec, ...]
    tell: Callable[[Asked], Mapping[str, Told]]


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of a paper, by the name of the field; what is not known stands in none of the three."""

    texts: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rows: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a field has a value."""
        return bool(self.texts.get(name) or self.codes.get(name) or self.rows.get(name))

    def plus(self, texts: Mapping[str, str]) -> Facts:
        """With texts typed by whoever makes the paper; a typed text takes the place of the register's."""
        typed = {name: text for name, text in texts.items() if text.strip()}
        return Facts({**self.texts, **typed}, self.codes, self.rows)


def gather(asked: Asked, providers: Collection[Provider], wanted: Collection[str]) -> Facts:
    """The values of the fields wanted; providers of which nothing is wanted are not asked."""
    texts: dict[str, str] = {}
    codes: dict[str, frozenset[str]] = {}
    rows: dict[str, tuple[Mapping[str, Any], ...]] = {}
    names = set(wanted)
    for provider in providers:
        if not names.intersection(spec.name for spec in provider.fields):
            continue
        for name, value in provider.tell(asked).items():
            if not value or name not in names:
                continue
            if isinstance(value, str):
                texts[name] = value
            elif isinstance(value, frozenset):
                codes[name] = value
            else:
                rows[name] = tuple(value)
    return Facts(texts, codes, rows)
