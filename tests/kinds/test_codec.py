"""The one way a record comes into being: what is refused, with which field, and what is tidied."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds import canonical
from app.kinds.catalogue import all_kinds
from app.kinds.codec import LONGEST_TEXT, checked, from_fields, kind_named, to_fields
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS, Kind, Record, Sort
from app.kinds.faults import Fault
from tests.ledger.records import records

PERSON: dict[str, Any] = {"name": "Nguyễn Văn Thử", "birth": "1990"}
TEST: dict[str, Any] = {"person": "p1", "sampled_at": "2026-11-23T10:05:00+07:00", "result": "negative"}
STATUS: dict[str, Any] = {"person": "p1", "status": "U-QL", "since": "2026-01-01"}
VISIT: dict[str, Any] = {"person": "p", "visited_on": "2026-05-02"}
ADDRESS: dict[str, Any] = {"person": "p", "sort": "present", "since": "2026-05-02"}
PLACE: dict[str, Any] = {"name": "a", "sort": "complex", "since": "2026-05-02"}
TARGET: dict[str, Any] = {"plan": "a", "unit": "b", "indicator": "x"}


def refused(kind: str, fields: dict[str, Any], record_id: str = "x1") -> tuple[str, str]:
    with pytest.raises(Fault) as caught:
        from_fields(KINDS[kind], record_id, fields)
    assert caught.value.sentence(), "told in a sentence"
    return caught.value.code, caught.value.field


@pytest.mark.parametrize(
    ("kind", "fields", "code", "field"),
    [
        ("person", PERSON | {"name": None}, "E_MISSING", "name"),
        ("person", PERSON | {"name": "  "}, "E_MISSING", "name"),
        ("person", PERSON | {"name": "…"}, "E_NAME", "name"),
        ("person", PERSON | {"name": 5}, "E_VALUE", "name"),
        ("person", PERSON | {"name": ["a"]}, "E_VALUE", "name"),
        ("person", PERSON | {"name": "a" * 201}, "E_VALUE", "name"),
        ("person", PERSON | {"name": "An\x00"}, "E_CHARACTER", "name"),
        ("person", PERSON | {"name": "An\u202eb"}, "E_CHARACTER", "name"),
        ("person", PERSON | {"name": "An\ud800"}, "E_CHARACTER", "name"),
        ("person", PERSON | {"note": "x" * (LONGEST_TEXT + 1)}, "E_TOO_LONG", "note"),
        ("person", PERSON | {"note": {"a": 1}}, "E_VALUE", "note"),
        ("person", {"name": "An"}, "E_BIRTH_OR_NUMBER", "birth"),
        ("person", {"name": "An", "papers": [{"sort": "none"}]}, "E_BIRTH_OR_NUMBER", "birth"),
        ("person", PERSON | {"birth": "1990-13"}, "E_BIRTH", "birth"),
        ("person", PERSON | {"birth": "١٩٩٠"}, "E_VALUE", "birth"),
        ("person", PERSON | {"birth": "12/5/1990"}, "E_VALUE", "birth"),
        ("person", PERSON | {"birth": 1990}, "E_VALUE", "birth"),
        ("person", PERSON | {"first_use": "2001-02-30"}, "E_BIRTH", "first_use"),
        ("person", PERSON | {"sex": "nam"}, "E_CODE", "sex"),
        ("person", PERSON | {"substances": ["heroin", "tea"]}, "E_CODE", "substances"),
        ("person", PERSON | {"substances": "heroin"}, "E_VALUE", "substances"),
        ("person", PERSON | {"papers": [{"number": "1"}]}, "E_VALUE", "papers"),
        ("person", PERSON | {"papers": [{"sort": "card", "number": "1"}]}, "E_CODE", "papers"),
        ("person", PERSON | {"papers": [{"sort": "cccd", "seen": True}]}, "E_FIELD", "seen"),
        ("person", PERSON | {"papers": [{"sort": "cccd", "issued_on": "1801-01-01"}]}, "E_VALUE", "papers"),
        ("person", PERSON | {"papers": ["079090000001"]}, "E_VALUE", "papers"),
        ("person", PERSON | {"phones": [912]}, "E_VALUE", "phones"),
        ("person", PERSON | {"rehab_before": -1}, "E_VALUE", "rehab_before"),
        ("person", PERSON | {"rehab_before": 2**63}, "E_VALUE", "rehab_before"),
        ("person", PERSON | {"rehab_before": "2"}, "E_VALUE", "rehab_before"),
        ("person", PERSON | {"rehab_before": True}, "E_VALUE", "rehab_before"),
        ("person", PERSON | {"rehab_before": 1.0}, "E_VALUE", "rehab_before"),
        ("person", PERSON | {"hiv": "no"}, "E_FIELD", "hiv"),
        ("person", PERSON | {"_state": 1}, "E_FIELD", "_state"),
        ("person", PERSON | {"id": "p9"}, "E_FIELD", "id"),
        ("status_period", STATUS | {"since": "2026-02-30"}, "E_VALUE", "since"),
        ("status_period", STATUS | {"since": "0001-01-01"}, "E_VALUE", "since"),
        ("status_period", STATUS | {"since": "9999-12-31"}, "E_VALUE", "since"),
        ("status_period", STATUS | {"since": "23/11/2026"}, "E_VALUE", "since"),
        ("status_period", STATUS | {"until": "2025-12-31"}, "E_END_BEFORE_START", "until"),
        ("status_period", STATUS | {"status": ""}, "E_MISSING", "status"),
        ("drug_test", TEST | {"sampled_at": "9999-12-31T23:59:59Z"}, "E_VALUE", "sampled_at"),
        ("drug_test", TEST | {"sampled_at": "0001-01-01T00:00:00+14:00"}, "E_VALUE", "sampled_at"),
        ("drug_test", TEST | {"sampled_at": "2026-11-23"}, "E_VALUE", "sampled_at"),
        ("drug_test", TEST | {"guardian_consent": 1}, "E_VALUE", "guardian_consent"),
        ("drug_test", TEST | {"kit_expiry": "2026-11-22"}, "E_KIT_EXPIRED", "kit_expiry"),
        (
            "drug_test",
            TEST | {"panel": [{"substance": "heroin", "result": "positive"}]},
            "E_RESULT_DISAGREES",
            "result",
        ),
        (
            "drug_test",
            TEST | {"result": "no_show", "panel": [{"substance": "heroin", "result": "negative"}]},
            "E_RESULT_DISAGREES",
            "result",
        ),
        ("visit", VISIT | {"next_on": "2026-05-01"}, "E_NEXT_BEFORE_VISIT", "next_on"),
        ("address", ADDRESS | {"until": "2026-05-01"}, "E_END_BEFORE_START", "until"),
        ("place", PLACE | {"resolved_on": "2026-05-01"}, "E_END_BEFORE_START", "resolved_on"),
        ("target", TARGET | {"value": 2**53}, "E_VALUE", "value"),
        ("target", TARGET | {"value": 10**30}, "E_VALUE", "value"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field(kind: str, fields: dict[str, Any], code: str, field: str) -> None:
    assert refused(kind, fields) == (code, field)


@pytest.mark.parametrize("record_id", ["", "a b", "a\n", "é", "x" * 65, "../p", "a/b", "a\x00"])
def test_an_id_is_plain(record_id: str) -> None:
    assert refused("person", PERSON, record_id) == ("E_VALUE", "id")


def test_an_unknown_kind_is_told() -> None:
    with pytest.raises(Fault, match="E_KIND"):
        kind_named("persons")


def test_text_is_tidied() -> None:
    made = from_fields(
        KINDS["person"],
        "p1",
        {
            "name": "  Nguye\u0302\u0303n\u00a0 Va\u0306n  Ð\u01b0\u0301c ",
            "birth": "1990",
            "other_names": ["  Ba  ", "", "   ", "Tư"],
            "papers": [{"sort": "cccd", "number": " 079 ", "issued_by": None}],
            "note": "  dòng một \r\n\r\n dòng  hai \n\n",
            "phones": [],
            "occupation": "   ",
        },
    )
    assert to_fields(made) == {
        "name": "Nguyễn Văn Đức",
        "birth": "1990",
        "other_names": ["Ba", "Tư"],
        "papers": [{"sort": "cccd", "number": "079"}],
        "note": "dòng một\n\ndòng hai",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-11-23T10:05:00+07:00", "2026-11-23T10:05:00+07:00"),
        ("2026-11-23T03:05:00Z", "2026-11-23T10:05:00+07:00"),
        ("2026-11-22T22:05:59.999-05:00", "2026-11-23T10:05:59+07:00"),
        ("2026-11-23T10:05:00", "2026-11-23T10:05:00+07:00"),
        ("2026-11-23T10:05", "2026-11-23T10:05:00+07:00"),
        ("2026-11-23T03:05Z", "2026-11-23T10:05:00+07:00"),
    ],
)
def test_moments_come_to_vietnam_time(typed: str, kept: str) -> None:
    made = from_fields(KINDS["drug_test"], "t1", TEST | {"sampled_at": typed})
    assert to_fields(made)["sampled_at"] == kept
    assert made.sampled_at.utcoffset() == VIETNAM.utcoffset(None)  # type: ignore[attr-defined]


def test_a_meaning_default_is_written_out() -> None:
    """A later version may have another default; what was recorded then must not change with it."""
    assert to_fields(from_fields(KINDS["drug_test"], "t1", TEST)) == TEST | {
        "sample": "urine",
        "method": "rapid",
    }
    visit = from_fields(KINDS["visit"], "v1", {"person": "p1", "visited_on": "2026-11-23"})
    assert to_fields(visit)["present"] is True


def test_a_kit_used_on_its_last_day_is_good() -> None:
    made = from_fields(KINDS["drug_test"], "t1", TEST | {"kit_expiry": "2026-11-23"})
    assert made.kit_expiry == date(2026, 11, 23)  # type: ignore[attr-defined]


def test_a_record_put_together_in_code_is_checked_too() -> None:
    struct = KINDS["status_period"].struct
    day = date(2026, 5, 1)
    bad = struct(id="s", person="p", status="U-QL", since=day, until=day - timedelta(1))  # type: ignore[call-arg]
    with pytest.raises(Fault, match="E_END_BEFORE_START"):
        checked(bad)


@given(records())
def test_whatever_is_accepted_survives_writing(record: Record) -> None:
    kind = next(k for k in all_kinds() if k.struct is type(record))
    fields = to_fields(record)
    again = from_fields(kind, record.id, canonical.decode(canonical.encode(fields)))
    assert again == record and to_fields(again) == fields
    assert None not in fields.values() and [] not in fields.values() and "id" not in fields


_junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(all_kinds()), st.data())
def test_whatever_is_given_is_kept_or_refused(kind: Kind, data: st.DataObject) -> None:
    """Nothing but a Fault leaves the codec, and what it keeps has a canonical form."""
    names = st.sampled_from([f.name for f in kind.fields]) | st.text(max_size=4)
    fields = data.draw(st.dictionaries(names, _junk, max_size=5))
    good = {f.name: "2026-05-01" if f.sort is Sort.DATE else "p1" for f in kind.fields if f.required}
    with suppress(Fault):
        canonical.encode(to_fields(from_fields(kind, "x1", good | fields)))
