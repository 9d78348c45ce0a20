"""What makes the list of one kind: its columns, filters, form, numbers and acts, all declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.desk.models.source import Column
from app.kinds.declare import KINDS, Field, Kind, Sort
from app.register.figures import Figure
from app.register.kind_lists import Condition, KindLine
from app.register.kind_records import RecordLook
from app.register.kind_words import columns_of
from app.register.session import Session

if TYPE_CHECKING:
    from app.desk.pages.records.view import RecordsView

#: Tone and icon of a code, for a column that shows a state.
Tones = Mapping[str, tuple[str, str]]
#: Texts (or ``Marked``) for some lines, by the id of the record.
ReadExtra = Callable[[Session, Sequence[KindLine]], Mapping[str, str]]

HAMLET, PERIOD, FIGURE = "hamlet", "period", "figure"

_WIDTHS = {
    Sort.DATE: 92,
    Sort.MOMENT: 128,
    Sort.INT: 84,
    Sort.BOOL: 84,
    Sort.BIRTH: 92,
    Sort.LONG: 220,
    Sort.CHOICE: 150,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How one field stands in the list; ``tones`` makes it a marked state."""

    name: str
    width: int = 0
    label: str = ""
    strong: bool = False
    hidden: bool = False
    tones: Tones | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """A column that no single field holds; it is read for the lines on view and not sorted by."""

    key: str
    label: str
    width: int
    read: ReadExtra
    right: bool = False
    marked: bool = False
    strong: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Narrow:
    """A quick filter: by the codes of a field, or by named conditions (code, message id, conditions)."""

    key: str
    label: str
    options: tuple[tuple[str, str, tuple[Condition, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Records of another kind that name this one: ``by`` is their field that does."""

    kind: str
    by: str
    label: str
    add: str = ""
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Something done with a record beside editing it; ``fits`` says for which records it is offered."""

    key: str
    label: str
    icon: str
    run: Callable[[RecordsView, RecordLook], None]
    fits: Callable[[RecordLook], bool] = field(default=lambda _look: True)


@dataclass(frozen=True, slots=True)
class Listing:
    """One kind as a page shows it.

    ``first``: the fields its form asks first; the rest wait under “More details”. ``starts``: what a new
    record begins with; ``prepare`` writes what it needs first and adds to that. ``title_by``: the field that
    names a record on its preview. ``note``: a sentence above the list and its tone. ``sort``: the field that
    orders the list until another is chosen; else the newest come first.
    """

    kind_name: str
    label: str
    icon: str
    add: str
    shapes: tuple[Shape | Extra, ...] = ()
    narrows: tuple[Narrow, ...] = ()
    first: tuple[str, ...] = ()
    title_by: str = ""
    related: tuple[Related, ...] = ()
    acts: tuple[Act, ...] = ()
    figures: Callable[[Session], Sequence[Figure]] | None = None
    starts: Callable[[Session], dict[str, Any]] = field(default=lambda _session: {})
    prepare: Callable[[Session], dict[str, Any]] | None = None
    note: Callable[[Session], tuple[str, str]] | None = None
    why_empty: str = ""
    sort: str = ""

    @property
    def kind(self) -> Kind:
        """The kind of the records."""
        return KINDS[self.kind_name]

    @property
    def shown(self) -> tuple[Shape | Extra, ...]:
        """The columns in order; the listed fields where none are declared."""
        return self.shapes or tuple(Shape(f.name) for f in columns_of(self.kind_name))

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields the list reads."""
        return tuple(self.kind.field(s.name) for s in self.shown if isinstance(s, Shape))

    def columns(self) -> tuple[Column, ...]:
        """The columns of the table."""
        return tuple(self._column(shape) for shape in self.shown)

    def _column(self, shape: Shape | Extra) -> Column:
        if isinstance(shape, Extra):
            return Column(
                shape.key,
                shape.label,
                shape.width,
                right=shape.right,
                sortable=False,
                hidden=shape.hidden,
                marked=shape.marked,
                strong=shape.strong,
            )
        one = self.kind.field(shape.name)
        return Column(
            one.name,
            shape.label or one.label,
            shape.width or _WIDTHS.get(one.sort, 150),
            right=one.sort is Sort.INT,
            hidden=shape.hidden,
            marked=shape.tones is not None,
            strong=shape.strong,
            tip=one.label,
        )

    def form_fields(self) -> tuple[str, ...]:
        """All fields of the form, those asked first in front."""
        rest = [f.name for f in self.kind.fields if f.name not in self.first]
        return (*self.first, *rest)
