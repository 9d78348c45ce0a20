"""What a step asks for: fields of the declared kinds put together into one form, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.kinds.codes import CodeList
from app.kinds.declare import KINDS, Field, Kind, Policy, Sort
from app.register.session import Session

Values = Mapping[str, Any]
#: The use case behind a step: values as typed and the reason; gives what changed.
Do = Callable[[Session, Values, str], object]


def ask(
    path: str,
    *,
    name: str = "",
    label: str = "",
    hint: str = "",
    required: bool | None = None,
    codes: CodeList | None = None,
) -> Field:
    """The field ``kind.field`` of a declaration, with other words where the step has better ones.

    ``required`` marks it as needed to go on; that it is missing is said by the use case, at the field.
    """
    kind, _dot, own = path.partition(".")
    declared = KINDS[kind].field(own)
    return replace(
        declared,
        name=name or declared.name,
        label=label or declared.label,
        hint=hint or declared.hint,
        required=declared.required if required is None else required,
        expected=declared.expected and required is None,
        codes=codes or declared.codes,
        sort=Sort.CHOICE if codes is not None else declared.sort,
    )


def whole(kind: str, *leave_out: str) -> tuple[Field, ...]:
    """Every field of a kind but the person and those left out, to enter or correct a record."""
    declared = KINDS[kind]
    return tuple(f for f in declared.fields if f.name not in (declared.subject, *leave_out))


def number(name: str, label: str, hint: str = "") -> Field:
    """A whole number that no kind keeps."""
    return replace(
        KINDS["rehab_episode"].field("time"),
        name=name,
        label=label,
        hint=hint,
        required=False,
        expected=False,
        policy=Policy.LAST,
    )


def form_kind(fields: Sequence[Field]) -> Kind:
    """The fields as a kind that a form can be made of; it is in no catalogue and keeps nothing."""
    made = KINDS["person"]
    return replace(made, name="step", fields=tuple(fields), by_name={f.name: f for f in fields}, check=None)


def no_notes(_session: Session) -> Sequence[str]:
    """Nothing to be said beforehand."""
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done: words, icon, the fields asked for, and the use case.

    ``kind`` and ``record`` say what is written, for the right to do it and for the draft. ``defaults`` stand in
    the fields and do not count as typed. ``notes`` are shown above them, such as what will be closed.
    ``with_person`` asks for the person first; ``foreseen`` then gives values that depend on them.
    A step without fields and reason is done at once.
    """

    key: str
    label: str
    icon: str
    kind: str
    do: Do
    fields: tuple[Field, ...] = ()
    defaults: Values = field(default_factory=dict)
    record: str = ""
    notes: Callable[[Session], Sequence[str]] = no_notes
    save: str = ""
    needs_reason: bool = False
    asks_reason: bool = False
    with_person: bool = False
    foreseen: Callable[[Session, str], Values] | None = None

    def may(self, session: Session) -> bool:
        """Whether the account may take the step."""
        return session.may_write(KINDS[self.kind])
