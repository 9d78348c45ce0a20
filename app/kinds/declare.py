"""How a record kind is declared, once: everything else is read off the declaration.

A kind is a frozen ``Record`` whose fields carry ``field(...)``. From it come
validation, the JSON codec and schema, the projection table, form fields, list
columns and labels.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import msgspec

from app.kinds.codes import CodeList


class Compartment(Enum):
    """Who may read a kind or field: decided by key, and by what leaves in a package."""

    COMMON = "common"
    POLICE = "police"
    HEALTH = "health"


class Policy(Enum):
    """What happens to values written at the same time in two places."""

    LEGAL = "legal"  # both kept, flagged, a person chooses
    LAST = "last"  # causality, then clamped logical clock, then id
    UNION = "union"  # sets: every added value stays


class Sort(Enum):
    """The field types that forms, columns and codecs know."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    MOMENT = "moment"
    BIRTH = "birth"
    INT = "int"
    BOOL = "bool"
    CHOICE = "choice"
    CHOICES = "choices"
    REF = "ref"
    TEXTS = "texts"
    ROWS = "rows"


#: Field sorts whose projection column holds a JSON array.
COMPOSITE = frozenset({Sort.CHOICES, Sort.TEXTS, Sort.ROWS})


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One record of the register; ``id`` is chosen where it is first written and never changes."""

    id: typing.Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_.-]{1,64}$(?!\n)", title="Id")]


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A line inside a record, such as one identity paper or the result for one substance."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What ``field`` notes beside the type."""

    label: str
    sort: Sort | None
    codes: CodeList | None
    ref: str
    listed: bool
    policy: Policy
    compartment: Compartment | None
    hint: str
    expected: bool
    indexed: bool


def field(
    label: str,
    *,
    sort: Sort | None = None,
    codes: CodeList | None = None,
    ref: str = "",
    listed: bool = False,
    policy: Policy = Policy.LAST,
    compartment: Compartment | None = None,
    hint: str = "",
    expected: bool = False,
    indexed: bool = False,
) -> msgspec.Meta:
    """The declaration beside a field's type.

    ``label`` is a message id; ``expected`` marks what a complete record has
    though it can be saved without; ``indexed`` asks for an index in the
    projection. Limits of a value go with its type (``app.kinds.types``).
    """
    spec = Spec(label, sort, codes, ref, listed, policy, compartment, hint, expected, indexed)
    schema: dict[str, Any] = {}
    if codes is not None:
        schema["x-codes"] = {code: codes.labels[code] for code in codes.labels}
    if ref:
        schema["x-ref"] = ref
    return msgspec.Meta(
        title=label,
        extra={"spec": spec},
        extra_json_schema=schema or None,
    )


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind, as forms, lists and projections read it."""

    name: str
    label: str
    sort: Sort
    required: bool
    codes: CodeList | None
    ref: str
    listed: bool
    policy: Policy
    compartment: Compartment | None
    hint: str
    expected: bool
    indexed: bool
    rows: type[Row] | None

    @property
    def row_fields(self) -> tuple[Field, ...]:
        """The fields of one line, for a field that holds lines."""
        return _fields_of(self.rows) if self.rows else ()


R = TypeVar("R", bound=Record)
Check = Callable[[Any], None]
Derive = Callable[[Any], object]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A declared record kind.

    ``is_event``: a fact that is corrected, never patched. ``subject``: the field
    naming the person it is about. ``when``: the field that places it in time.
    ``derived``: further projection columns computed from the record.
    ``ended_by``: the field that ends a record lasting over time.
    """

    name: str
    label: str
    plural: str
    struct: type[Record]
    fields: tuple[Field, ...]
    compartment: Compartment
    writers: frozenset[str]
    source: str
    is_event: bool
    subject: str
    when: str
    ended_by: str
    check: Check | None
    derived: Mapping[str, Derive]
    indexes: tuple[tuple[str, ...], ...]
    by_name: Mapping[str, Field]

    def field(self, name: str) -> Field:
        """The field by its name; KeyError when the kind has none."""
        return self.by_name[name]


KINDS: dict[str, Kind] = {}
_BY_STRUCT: dict[type[Record], Kind] = {}


def kind(
    name: str,
    label: str,
    plural: str,
    *,
    compartment: Compartment = Compartment.COMMON,
    writers: tuple[str, ...] = ("police", "health"),
    source: str = "",
    is_event: bool = False,
    subject: str = "",
    when: str = "",
    ended_by: str = "",
    check: Check | None = None,
    derived: Mapping[str, Derive] | None = None,
    indexes: tuple[tuple[str, ...], ...] = (),
) -> Callable[[type[R]], type[R]]:
    """Declare the decorated Record as a kind; see ``Kind`` for what each word means."""

    def declare(struct: type[R]) -> type[R]:
        fields = _fields_of(struct)
        made = Kind(
            name=name,
            label=label,
            plural=plural,
            struct=struct,
            fields=fields,
            compartment=compartment,
            writers=frozenset(writers),
            source=source,
            is_event=is_event,
            subject=subject,
            when=when,
            ended_by=ended_by,
            check=check,
            derived=derived or {},
            indexes=indexes,
            by_name={f.name: f for f in fields},
        )
        _enter(made)
        return struct

    return declare


def face(
    name: str, label: str, *, source: str = "", check: Check | None = None
) -> Callable[[type[R]], type[R]]:
    """Declare the decorated Record as the readable face of what another kind keeps sealed.

    ``kind_of`` gives its ``Kind`` for forms and for ``from_fields``; it stands in no catalogue, has no
    table, and never leaves in a package.
    """

    def declare(struct: type[R]) -> type[R]:
        fields = _fields_of(struct)
        _BY_STRUCT[struct] = Kind(
            name=name,
            label=label,
            plural=label,
            struct=struct,
            fields=fields,
            compartment=Compartment.HEALTH,
            writers=frozenset({"health"}),
            source=source,
            is_event=False,
            subject="",
            when="",
            ended_by="",
            check=check,
            derived={},
            indexes=(),
            by_name={f.name: f for f in fields},
        )
        return struct

    return declare


def _enter(made: Kind) -> None:
    if made.name in KINDS:
        raise ValueError(f"kind {made.name} is declared twice")
    KINDS[made.name] = _BY_STRUCT[made.struct] = made


def kind_of(struct: type[Record]) -> Kind:
    """The kind a Record class declares; KeyError when it declares none."""
    return _BY_STRUCT[struct]


@cache
def _fields_of(struct: type[msgspec.Struct]) -> tuple[Field, ...]:
    hints = typing.get_type_hints(struct, include_extras=True)
    made = []
    for info in msgspec.structs.fields(struct):
        if info.name == "id":
            continue
        made.append(_field(info.name, hints[info.name], info.required))
    return tuple(made)


def _field(name: str, hint: Any, required: bool) -> Field:
    spec = next((m.extra["spec"] for m in _metas(hint) if m.extra and "spec" in m.extra), None)
    if spec is None:
        raise TypeError(f"field {name} has no declaration")
    bare = _bare(hint)
    sort = spec.sort or _sort_of(bare, spec)
    rows = typing.get_args(bare)[0] if sort is Sort.ROWS else None
    return Field(
        name,
        spec.label,
        sort,
        required,
        spec.codes,
        spec.ref,
        spec.listed,
        spec.policy,
        spec.compartment,
        spec.hint,
        spec.expected,
        spec.indexed,
        rows,
    )


def _metas(hint: Any) -> list[msgspec.Meta]:
    if typing.get_origin(hint) is typing.Annotated:
        return [m for m in typing.get_args(hint)[1:] if isinstance(m, msgspec.Meta)]
    return [m for part in typing.get_args(hint) for m in _metas(part)]


def _bare(hint: Any) -> Any:
    if typing.get_origin(hint) is typing.Annotated:
        return _bare(typing.get_args(hint)[0])
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return _bare(next(a for a in typing.get_args(hint) if a is not type(None)))
    return hint


def _sort_of(bare: Any, spec: Spec) -> Sort:
    if typing.get_origin(bare) is tuple:
        inner = _bare(typing.get_args(bare)[0])
        if isinstance(inner, type) and issubclass(inner, Row):
            return Sort.ROWS
        return Sort.CHOICES if spec.codes else Sort.TEXTS
    if bare is str:
        return Sort.CHOICE if spec.codes else Sort.REF if spec.ref else Sort.TEXT
    # bool before int, datetime before date: each is a subclass of the other
    for sort, python in ((Sort.BOOL, bool), (Sort.INT, int), (Sort.MOMENT, datetime), (Sort.DATE, date)):
        if bare is python:
            return sort
    raise TypeError(f"no field sort for {bare!r}")
