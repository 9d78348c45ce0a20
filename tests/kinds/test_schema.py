"""The published schema says what the codec accepts."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

from hypothesis import given

from app.kinds.catalogue import all_kinds
from app.kinds.codec import to_fields
from app.kinds.declare import Record, kind_of
from app.kinds.schema import schema
from tests.ledger.records import records

SCHEMA = schema()


def fits(node: dict[str, Any], value: Any) -> bool:
    """The part of JSON Schema 2020-12 that ours uses; an unknown keyword is a failure."""
    if "$ref" in node:
        return fits(SCHEMA["$defs"][node["$ref"].removeprefix("#/$defs/")], value)
    if "anyOf" in node:
        return any(fits(one, value) for one in node["anyOf"])
    return all(_holds(word, wanted, value, node) for word, wanted in node.items())


def _holds(word: str, wanted: Any, value: Any, node: dict[str, Any]) -> bool:
    if word in ("title", "description", "default", "properties") or word.startswith("x-"):
        return word != "properties" or all(fits(wanted[k], v) for k, v in value.items() if k in wanted)
    simple = {
        "pattern": lambda: re.search(wanted, value) is not None,
        "minLength": lambda: len(value) >= wanted,
        "maxLength": lambda: len(value) <= wanted,
        "minimum": lambda: value >= wanted,
        "maximum": lambda: value <= wanted,
        "required": lambda: set(wanted) <= set(value),
        "additionalProperties": lambda: wanted or set(value) <= set(node.get("properties", {})),
        "items": lambda: all(fits(wanted, item) for item in value),
        "format": lambda: bool((date if wanted == "date" else datetime).fromisoformat(value)),
        "type": lambda: isinstance(value, _TYPES[wanted]) and (wanted != "integer" or value is not True),
    }
    return bool(simple[word]())


_TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None),
}  # fmt: skip


def test_every_kind_is_published() -> None:
    assert set(SCHEMA["kinds"]) == {k.name for k in all_kinds()}
    assert json.loads(json.dumps(SCHEMA))["$schema"].endswith("2020-12/schema")
    for one in all_kinds():
        entry = SCHEMA["kinds"][one.name]
        described = SCHEMA["$defs"][entry["$ref"].removeprefix("#/$defs/")]
        assert set(described["properties"]) == {"id", *one.by_name}
        assert set(described["required"]) == {"id", *(f.name for f in one.fields if f.required)}
        assert set(entry["x-labels"]) == set(one.by_name) and entry["x-compartment"] == one.compartment.value


def test_codes_and_references_are_in_it() -> None:
    person = SCHEMA["$defs"]["Person"]["properties"]
    assert "male" in json.dumps(person["sex"]) and "x-codes" in json.dumps(person["sex"])
    assert "x-ref" in json.dumps(SCHEMA["$defs"]["Address"]["properties"]["person"])


@given(records())
def test_what_the_codec_accepts_fits_the_schema(record: Record) -> None:
    entry = {"$ref": SCHEMA["kinds"][kind_of(type(record)).name]["$ref"]}
    value = {"id": record.id, **to_fields(record)}
    assert fits(entry, value)
    assert not fits(entry, {**value, "hiv": "x"}) and not fits(entry, to_fields(record))
    assert not fits(entry, {**value, "id": "a b"}) and not fits(entry, {**value, "id": "a\n"})
