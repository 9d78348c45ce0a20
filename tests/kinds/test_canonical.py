from __future__ import annotations

import json
from typing import Any
from unicodedata import normalize

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.kinds import canonical
from app.kinds.canonical import MAX_INT, NotCanonical

_LETTERS = st.characters(
    codec="utf-8", exclude_characters="\0\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
TEXT = st.text(_LETTERS, max_size=20).map(lambda text: normalize("NFC", text))
KEY = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=32)
SCALAR = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | TEXT
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=20
).filter(lambda value: _depth(value) <= canonical.MAX_DEPTH)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


@given(VALUE)
def test_equals_rfc_8785_and_the_standard_library(value: Any) -> None:
    data = canonical.encode(value)
    assert data == rfc8785.dumps(value)
    assert data == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical.encode_fast(value) == data


@given(VALUE)
def test_decode_gives_back_what_was_encoded(value: Any) -> None:
    data = canonical.encode(value)
    assert canonical.decode(data) == value
    assert list(canonical.decode_lines([data] * 3)) == [value] * 3


@given(st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_canonical_or_refused(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except NotCanonical:
        return
    assert canonical.encode(value) == data


REFUSED = {
    "nothing": b"",
    "float": b"1.0",
    "float inside": b'{"a":1.5}',
    "exponent": b"1e3",
    "infinite": b"1e999",
    "not a number": b"NaN",
    "minus zero": b"-0",
    "big": b"9007199254740992",
    "2^63": b"9223372036854775808",
    "small": b"-9007199254740992",
    "five hundred digits": b"1" * 500,
    "five thousand digits": b"[" + b"1" * 5000 + b"]",
    "leading zero": b"01",
    "key twice": b'{"a":1,"a":1}',
    "keys unsorted": b'{"b":1,"a":1}',
    "space": b'{"a": 1}',
    "space after": b"1 ",
    "two documents": b"1\n2",
    "BOM": b"\xef\xbb\xbf1",
    "UTF-16": "[1]".encode("utf-16"),
    "Latin 1": b'"\xe9"',
    "overlong": b'"\xc0\x80"',
    "surrogate escape": rb'"\ud800"',
    "surrogate bytes": b'"\xed\xa0\x80"',
    "surrogate key": rb'{"\ud800":1}',
    "needless escape": rb'"\u0041"',
    "escaped letter": rb'"\u1ea1"',
    "escaped slash": rb'"\/"',
    "escaped pair": rb'"\ud83d\ude00"',
    "NUL": rb'"a\u0000b"',
    "raw control": b'"\x01"',
    "not NFC": '"a\u0323"'.encode(),
    "not NFC, Kelvin": '"\u212a"'.encode(),
    "turns text": '"a\u202eb"'.encode(),
    "isolates text": '"\u2066"'.encode(),
    "capital key": b'{"A":1}',
    "key with space": b'{"a b":1}',
    "empty key": b'{"":1}',
    "long key": b'{"' + b"k" * 33 + b'":1}',
    "key with line end": rb'{"a\n":1}',
    "nine levels": b"[" * 9 + b"]" * 9,
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep and open": b'{"a":' * 100_000,
    "cut": b'{"a":"b',
    "comment": b"1//",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_refused_bytes(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode(data)
    with pytest.raises(NotCanonical):
        list(canonical.decode_lines([b"1", data]))


_cycle: list[Any] = []
_cycle.append(_cycle)

UNWRITABLE: dict[str, Any] = {
    "float": 1.0,
    "float inside": [{"a": 2.5}],
    "bytes": b"x",
    "set": {1},
    "object": object(),
    "big": 2**53,
    "small": [-(2**53)],
    "surrogate": "\ud800",
    "surrogate inside": {"a": ["\udfff"]},
    "NUL": "a\0",
    "not NFC": "e\u0301",
    "turns text": ["\u202e"],
    "number as key": {1: 2},
    "capital key": {"A": 1},
    "surrogate key": {"\ud800": 1},
    "nine levels": nested(9),
    "itself": _cycle,
    "201 keys": {f"k{n}": n for n in range(201)},
    "long": "x" * (canonical.TEXT_LIMIT + 1),
    "long in bytes": "ạ" * (canonical.TEXT_LIMIT // 3 + 1),
}


@pytest.mark.parametrize("value", UNWRITABLE.values(), ids=UNWRITABLE.keys())
def test_values_without_a_form(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode(value)


def test_limits_are_inclusive() -> None:
    for value in (
        MAX_INT,
        -MAX_INT,
        nested(8),
        {f"k{n}": n for n in range(200)},
        {"k" * 32: 1},
        "x" * canonical.TEXT_LIMIT,
    ):
        data = canonical.encode(value)
        assert canonical.decode(data) == value


def test_notes_may_be_longer() -> None:
    note = {"note": "ạ" * 80_000}
    data = canonical.encode(note, text_limit=canonical.NOTE_LIMIT)
    assert canonical.decode(data, text_limit=canonical.NOTE_LIMIT) == note
    assert list(canonical.decode_lines([data])) == [note]
    with pytest.raises(NotCanonical):
        canonical.decode(data)


def test_a_mark_after_an_escape_is_not_taken_for_a_composition() -> None:
    for text in ("\n\u0303", "\x0b\u0307", "n\n\u0323", '"\u0338'):
        assert canonical.decode(canonical.encode({"t": text})) == {"t": text}


def test_the_text_of_an_escape_is_no_escape() -> None:
    data = canonical.encode("\\u0000")
    assert data == rb'"\\u0000"'
    assert canonical.decode(data) == "\\u0000"


def test_a_bad_key_is_not_remembered_as_good() -> None:
    for _ in range(2):
        with pytest.raises(NotCanonical):
            canonical.encode({"good_one": 1, "Bad": 2})


class _Typed(msgspec.Struct, omit_defaults=True):
    a: int
    f: dict[str, Any] = {}


_typed_decoder = msgspec.json.Decoder(_Typed)


def _typed(*lines: bytes) -> list[_Typed]:
    return list(canonical.decode_typed(lines, _typed_decoder, lambda value: (value.a, value.f)))


def test_typed_lines_are_checked_like_untyped_ones() -> None:
    good = [canonical.encode({"a": n, "f": {"ten": "Nguyễn Đạt"}}) for n in range(200)]
    assert [value.a for value in _typed(*good)] == list(range(200))
    for bad in REFUSED.values():
        with pytest.raises(NotCanonical):
            _typed(*good, b'{"a":1,"f":{"x":' + bad + b"}}")
        with pytest.raises(NotCanonical):
            _typed(bad)


def test_typed_lines_may_carry_unknown_fields() -> None:
    assert _typed(b'{"a":1,"zzz":{"b":2}}')[0].a == 1
    with pytest.raises(NotCanonical):
        _typed(b'{"a":1,"zzz":{"b":2.5}}')
    with pytest.raises(NotCanonical):
        _typed(b'{"a":1, "zzz":1}')


def test_typed_lines_of_another_type() -> None:
    with pytest.raises(msgspec.ValidationError):
        _typed(b'{"a":"x"}')
    with pytest.raises(msgspec.ValidationError):
        _typed(b"[]")
