"""Records made up from the declarations alone: whatever a kind allows, hypothesis finds it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from app.kinds.catalogue import all_kinds
from app.kinds.codec import from_fields
from app.kinds.declare import KINDS, Field, Kind, Record, Sort
from app.kinds.faults import Fault

WORDS = ["Nguyễn", "Đỗ", "Hòa", "a", "=cmd|' /C calc'!A0", "<b>", "; DROP TABLE op", "0912345678", "ế", "🙂"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat)
moments = st.tuples(days, st.times()).map(lambda m: f"{m[0]}T{m[1].replace(microsecond=0).isoformat()}+07:00")
births = st.one_of(
    st.integers(1900, 2026).map(str), days, st.sampled_from(["1990-05", "~35@2026-03-12", "1988-02-29"])
)
_PLAIN: dict[Sort, st.SearchStrategy[Any]] = {
    Sort.TEXT: texts,
    Sort.LONG: texts.map(lambda t: t + "\n" + t),
    Sort.DATE: days,
    Sort.MOMENT: moments,
    Sort.BIRTH: births,
    Sort.INT: st.integers(0, 2_000_000_000),
    Sort.BOOL: st.booleans(),
    Sort.REF: st.sampled_from(["p1", "p2", "x.1"]),
    Sort.TEXTS: st.lists(texts, max_size=3),
}


def value_of(field: Field) -> st.SearchStrategy[Any]:
    if field.sort is Sort.ROWS:
        return st.lists(fields_of(field.row_fields), max_size=3)
    codes = st.sampled_from(sorted(field.codes.labels)) if field.codes else st.nothing()
    if field.sort is Sort.CHOICE:
        return codes
    return st.lists(codes, max_size=3) if field.sort is Sort.CHOICES else _PLAIN[field.sort]


def fields_of(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    required = {f.name: value_of(f) for f in fields if f.required}
    optional = {f.name: value_of(f) for f in fields if not f.required}
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def records(draw: st.DrawFn, kind: Kind | None = None, record_id: str = "p1") -> Record:
    """A record that its kind accepts."""
    chosen = kind or draw(st.sampled_from(all_kinds()))
    accepted = fields_of(chosen.fields).map(lambda f: _made(chosen, record_id, f)).filter(bool)
    record: Record = draw(accepted)  # type: ignore[assignment]  # the filter took None away
    return record


def _made(kind: Kind, record_id: str, fields: dict[str, Any]) -> Record | None:
    try:
        return from_fields(KINDS[kind.name], record_id, fields)
    except Fault:
        return None
