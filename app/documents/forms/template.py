"""A form as it stands in its file: strict records; a damaged file or an unknown field is refused by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from app.documents.blocks import Align, Orientation, Sort
from app.kinds.faults import Fault
from app.law.entries import Entry, Label
from app.register.papers.fields import FieldSpec
from app.words import N_

_DAMAGED = N_(
    "The form {form} is damaged at {entry}. Install the program again, or go back to the shipped text."
)
_UNKNOWN = N_(
    "The form {form} has the field “{name}”, which does not exist. Choose one of the fields offered, or correct it."
)
_WRONG_SORT = N_("The form {form} uses the field “{name}” in a place where it cannot stand. Choose another.")
_BRACES = N_("The form {form} has a brace that is not closed: “{text}”. Write a field as {example}.")

PLACE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
BlockSort = Literal[
    "paragraph",
    "heading",
    "identity",
    "line",
    "ticks",
    "list",
    "table",
    "title",
    "signature",
    "spacer",
    "page",
]


class Basis(Entry, frozen=True):
    """A legal basis with the days on which it is cited."""

    text: str
    since: date | None = None
    until: date | None = None
    when: str = ""


class PartSpec(Entry, frozen=True):
    """A label and its value on a line."""

    label: str
    value: str = ""
    share: float = 1


class TickSpec(Entry, frozen=True):
    """A choice and the code that ticks it."""

    code: str
    text: str


class ColumnSpec(Entry, frozen=True):
    """A column of a table and what stands in it."""

    title: str
    width: float
    value: str
    sort: Sort = "text"
    group: str = ""
    align: Align | None = None


class SignerSpec(Entry, frozen=True):
    """Who signs: fixed lines, or the office that the law of the day names (``office``)."""

    lines: tuple[str, ...] = ()
    name: str = ""
    note: str = "(Ký, ghi rõ họ tên)"
    office: bool = False


class BlockSpec(Entry, frozen=True):
    """One block of the body; which fields matter follows from its sort."""

    sort: BlockSort
    text: str = ""
    about: str = ""
    when: str = ""
    unless: str = ""
    bold: bool = False
    italic: bool = False
    align: Align = "justify"
    indent: bool = True
    size: float = 0
    lines: tuple[str, ...] = ()
    parts: tuple[PartSpec, ...] = ()
    blank: int = 1
    field: str = ""
    items: tuple[TickSpec, ...] = ()
    columns: tuple[ColumnSpec, ...] = ()
    across: int = 2
    after: bool = False
    label: str = ""
    least: int = 0
    numbered: bool = False
    first: int = 1
    lead: str = ""
    numbering: bool = True
    number_columns: bool = False
    signers: tuple[SignerSpec, ...] = ()
    recipients: bool = False
    height: float = 4


class HeadSpec(Entry, frozen=True):
    """What stands at the head of the paper."""

    layout: Literal["offices", "nation"] = "offices"
    above: str = ""
    office: str = ""
    place: str = ""


class TitleSpec(Entry, frozen=True):
    """Name of the kind of paper and what it is about."""

    kind: str
    about: str = ""
    photo: bool = False
    before_bases: str = ""


class Template(Entry, frozen=True):
    """A form of a regime and time; ``app.documents.forms`` describes the file."""

    id: str
    version: str
    form: str
    label: Label
    group: str
    since: date
    source: str
    head: HeadSpec
    title: TitleSpec
    body: tuple[BlockSpec, ...]
    mark: str = ""
    until: date | None = None
    regime: str = ""
    unseen: bool = False
    note: Label | None = None
    subject: Literal["person", "none"] = "person"
    record: str = ""
    sorts: tuple[str, ...] = ()
    decision: str = ""
    signatory: str = ""
    symbol: str = ""
    page: Orientation = "portrait"
    size: float = 13
    needs: tuple[str, ...] = ()
    bases: tuple[Basis, ...] = ()
    recipients: tuple[str, ...] = ()
    own: str = ""

    def runs(self, day: date) -> bool:
        """Whether a paper of this form may be dated on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def damaged(form: str, entry: str) -> Fault:
    """The fault for a form that cannot be read, naming it and the place."""
    return Fault("E_FORM", _DAMAGED, form=form, entry=entry)


def read_template(name: str, text: str) -> Template:
    """The form in a file's text; ``Fault`` E_FORM names what is wrong."""
    try:
        return msgspec.convert(tomllib.loads(text), Template, strict=True)
    except tomllib.TOMLDecodeError as error:
        raise damaged(name, str(error)) from None
    except msgspec.ValidationError as error:
        raise damaged(name, str(error)) from None


def places(text: str) -> tuple[str, ...]:
    """The names of the fields in a text."""
    return tuple(PLACE.findall(text))


def check_fields(template: Template, known: Mapping[str, FieldSpec]) -> None:
    """Refuse a form with a field that does not exist or stands where it cannot.

    ``Fault`` E_FORM_FIELD names the field and the form; E_FORM an unclosed brace.
    """
    for text in texts_of(template):
        _check_braces(template, text)
    for name in sorted(simple_fields(template)):
        _need(template, known, name, ("text", "codes", "rows"))
    for name in sorted({one for text in texts_of(template) for one in places(text)}):
        _need(template, known, name, ("text",))
    for block in template.body:
        _check_block(template, block, known)


def _check_block(template: Template, block: BlockSpec, known: Mapping[str, FieldSpec]) -> None:
    if block.sort == "ticks":
        _need(template, known, block.field, ("codes",))
    if block.sort not in ("list", "table"):
        return
    spec = _need(template, known, block.field, ("rows",))
    inside = [block.text, *(column.value for column in block.columns)]
    for text in inside:
        _check_braces(template, text)
        for name in places(text):
            if name not in spec.columns:
                _need(template, known, name, ("text",))


def _need(template: Template, known: Mapping[str, FieldSpec], name: str, sorts: Collection[str]) -> FieldSpec:
    spec = known.get(name)
    if spec is None:
        raise Fault("E_FORM_FIELD", _UNKNOWN, form=template.label.said(), name=name)
    if spec.sort not in sorts:
        raise Fault("E_FORM_FIELD", _WRONG_SORT, form=template.label.said(), name=name)
    return spec


def _check_braces(template: Template, text: str) -> None:
    rest = PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        raise Fault("E_FORM", _BRACES, form=template.label.said(), text=text, example="{person.name}")


def texts_of(template: Template) -> Iterator[str]:
    """Every text of a form in which only fields of the paper may stand, rows apart."""
    head, title = template.head, template.title
    yield from (head.above, head.office, head.place, title.kind, title.about, title.before_bases)
    yield template.symbol
    yield from (basis.text for basis in template.bases)
    yield from template.recipients
    for block in template.body:
        yield from (block.about, block.label)
        if block.sort not in ("list", "table"):
            yield block.text
        yield from (part.value for part in block.parts)
        yield from (item.text for item in block.items)
        for signer in block.signers:
            yield from (*signer.lines, signer.name)


def simple_fields(template: Template) -> set[str]:
    """Fields named outright: in ``needs``, ``when`` and ``unless``."""
    named = {basis.when for basis in template.bases} | set(template.needs)
    named |= {name for block in template.body for name in (block.when, block.unless)}
    return named - {""}


def dump(template: Template) -> dict[str, Any]:
    """The form as plain values, for the record of a unit's own copy."""
    return msgspec.to_builtins(template)  # type: ignore[no-any-return]
