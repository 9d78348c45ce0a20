"""Every kind is declared completely, so that forms, lists, tables and schema can be read off it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

import pytest

from app.kinds import codes, declare
from app.kinds.catalogue import all_kinds
from app.kinds.codes import CodeList
from app.kinds.declare import (
    COMPOSITE,
    KINDS,
    Compartment,
    Field,
    Kind,
    Record,
    Row,
    Sort,
    field,
    kind,
    kind_of,
)
from app.words import _, set_language

WRITERS = {"police", "health", "upper"}
#: Names people read in both languages alike: peoples and sorts of units are written as in law.
SAME = set(codes.ETHNICITY.labels.values()) | set(codes.UNIT_SORT.labels.values()) | {"HIV"}


class Line(Row, frozen=True, kw_only=True):
    """For a test: one line of a record."""

    n: Annotated[int, field("N")]


def each_field() -> list[tuple[str, Field]]:
    found = []
    for one in all_kinds():
        for f in one.fields:
            found.append((f"{one.name}.{f.name}", f))
            found += [(f"{one.name}.{f.name}.{inner.name}", inner) for inner in f.row_fields]
    return found


def code_lists() -> list[CodeList]:
    return [value for value in vars(codes).values() if isinstance(value, CodeList)]


def test_the_kinds_of_this_version_are_there() -> None:
    assert {
        "person", "address", "relation", "status_period", "decision", "drug_test", "kit_lot", "visit",
        "support", "unit", "population", "target_plan", "target", "place", "incident",
    } <= set(KINDS)  # fmt: skip


@pytest.mark.parametrize("one", all_kinds(), ids=lambda k: k.name)
def test_a_kind_is_complete(one: Kind) -> None:
    assert re.fullmatch(r"[a-z][a-z_]{1,30}", one.name) and one.struct.__doc__ and one.source
    assert one.writers and one.writers <= WRITERS
    assert kind_of(one.struct) is one and KINDS[one.name] is one
    names = set(one.by_name)
    named = {n for n in (one.subject, one.when, one.ended_by) if n} | {n for i in one.indexes for n in i}
    assert named <= names | set(one.derived)
    if one.subject:
        assert one.by_name[one.subject].ref == "person"
    if one.when:
        assert one.by_name[one.when].sort in (Sort.DATE, Sort.MOMENT)
    assert any(f.listed for f in one.fields)


@pytest.mark.parametrize(("where", "one"), each_field(), ids=lambda v: v if isinstance(v, str) else "")
def test_a_field_is_complete(where: str, one: Field) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,31}", one.name), "a key of canonical JSON"
    assert one.label and (one.codes is not None) == (one.sort in (Sort.CHOICE, Sort.CHOICES))
    assert not one.ref or one.ref in KINDS
    assert one.policy is not declare.Policy.UNION or one.sort in (Sort.TEXTS, Sort.CHOICES)
    assert (one.rows is not None) == (one.sort is Sort.ROWS) and (one.sort in COMPOSITE or not one.row_fields)


def test_everything_has_a_vietnamese_word() -> None:
    texts = {text for one in all_kinds() for text in (one.label, one.plural)}
    texts |= {text for _where, f in each_field() for text in (f.label, f.hint) if text}
    texts |= {label for one in code_lists() for label in one.labels.values()}
    set_language("vi")
    same = {text for text in texts - SAME if _(text) == text}
    assert not same


def test_statuses_are_named_as_the_law_names_them() -> None:
    assert _(codes.STATUS.label("U-QL")) == "Người sử dụng trái phép chất ma túy đang bị quản lý"
    assert codes.STATUS.label("a code of a later list") == "a code of a later list"
    assert len({_(label) for label in codes.STATUS.labels.values()}) == len(codes.STATUS.labels)


def test_no_field_asks_for_hiv_status() -> None:
    telling = re.compile(r"hiv|aids|serolog|viral|arv\b", re.IGNORECASE)
    assert [where for where, f in each_field() if telling.search(where) or telling.search(f.label)] == []
    assert [c for one in code_lists() for c in [*one.labels, *one.labels.values()] if telling.search(c)] == []
    assert "HIV" in KINDS["person"].field("note").hint


def test_police_kinds_stay_with_the_police() -> None:
    assert {k.name for k in all_kinds() if k.compartment is Compartment.POLICE} >= {"place", "incident"}
    assert all("health" not in k.writers for k in all_kinds() if k.compartment is Compartment.POLICE)


def test_a_new_field_is_one_change_in_one_place() -> None:
    @kind("made_up", "Made up", "Made up", when="on")
    class MadeUp(Record, frozen=True, kw_only=True):
        """For this test."""

        on: Annotated[date, field("On", listed=True)]
        kinds: Annotated[tuple[str, ...], field("Sorts", codes=codes.SEX)] = ()
        lines: Annotated[tuple[Line, ...], field("Lines")] = ()
        who: Annotated[str | None, field("Who", ref="person")] = None

    try:
        made = kind_of(MadeUp)
        assert [f.sort for f in made.fields] == [Sort.DATE, Sort.CHOICES, Sort.ROWS, Sort.REF]
        assert made.field("lines").row_fields[0].sort is Sort.INT
        with pytest.raises(ValueError, match="declared twice"):
            kind("made_up", "x", "x")(MadeUp)
    finally:
        del KINDS["made_up"]
        declare._BY_STRUCT.pop(MadeUp)


def test_a_field_without_declaration_is_a_defect() -> None:
    with pytest.raises(TypeError, match="no declaration"):

        @kind("bare", "Bare", "Bare")
        class Bare(Record, frozen=True, kw_only=True):
            name: str

    assert "bare" not in KINDS
