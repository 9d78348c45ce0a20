"""Canonical JSON: one byte form for every value that is hashed, signed or sent.

The profile is a subset of RFC 8785: UTF-8, NFC text, keys ``[a-z0-9_]{1,32}`` in
sorted order, no spaces, no floats, integers up to 2^53 - 1, no NUL, no lone
surrogates, no bidirectional controls, at most eight levels. Under it a value has
exactly one form, so ``encode(decode(data)) == data`` is the whole check.

Every operation of the ledger passes here. The fast path therefore looks at the
encoded text as a whole, and only text that might offend is examined string by
string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar
from unicodedata import is_normalized

import msgspec

MAX_INT = 2**53 - 1
MAX_DEPTH = 8
MAX_KEYS = 200
TEXT_LIMIT = 64 * 1024
NOTE_LIMIT = 256 * 1024

_KEY = re.compile(r"[a-z0-9_]{1,32}\Z")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BIDI_LEAD = b"\xe2"
_ASCII = bytes(range(128))
#: Letters of Latin script with their marks in one character, and dashes and quotation marks: none of them
#: composes with a neighbour or is reordered, so that text of these and ASCII is in normal form.
_LATIN = re.compile("[\u00a0-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a]*")
_KNOWN_KEYS_LIMIT = 4096
_CHUNK = 64

_PLAIN = frozenset((str, bool, type(None)))

T = TypeVar("T")

_known_keys: set[str] = set()
_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder()

encode_fast = _encoder.encode
"""The canonical bytes of a value that is known to fit the profile."""


class NotCanonical(ValueError):
    """The value or the bytes do not fit the profile; the text says where."""


def encode(value: Any, *, text_limit: int = TEXT_LIMIT) -> bytes:
    """The one byte form of ``value``, made of dict, list, tuple, str, int, bool and None.

    ``text_limit`` is the longest string in UTF-8 bytes. Raises NotCanonical.
    """
    _check_shape(value, 0)
    try:
        data = _encoder.encode(value)
    except UnicodeEncodeError as error:
        raise NotCanonical("lone surrogate") from error
    if _may_offend(data, text_limit):
        _check_strings(value, text_limit)
    return data


def decode(data: bytes, *, text_limit: int = TEXT_LIMIT) -> Any:
    """The value whose canonical form is ``data``; raises NotCanonical for all other bytes."""
    value = _parse(data)
    if _may_offend(data, text_limit):
        _check_strings(value, text_limit)
    return value


def decode_lines(lines: Iterable[bytes], *, text_limit: int = NOTE_LIMIT) -> Iterator[Any]:
    """``decode`` of many short documents, faster than one by one; raises NotCanonical while iterating.

    A caller who does not keep the values spares the memory and time of holding them.
    """
    rest = iter(lines)
    while chunk := list(islice(rest, _CHUNK)):
        parsed = [_parse(line) for line in chunk]
        if _may_offend(b"\n".join(chunk), text_limit):
            for value in parsed:
                _check_strings(value, text_limit)
        yield from parsed


def decode_typed(
    lines: Iterable[bytes],
    decoder: msgspec.json.Decoder[T],
    loose: Callable[[T], tuple[Any, ...]],
    *,
    text_limit: int = NOTE_LIMIT,
) -> Iterator[T]:
    """``decode_lines`` straight into structs, at little more than the cost of decoding alone.

    The struct must omit its defaults; ``loose`` gives the members whose values its
    types leave open (dicts, integers without bounds). Fields the struct does not
    know are allowed and checked. Raises NotCanonical, or msgspec.ValidationError
    for a canonical line of another type.
    """
    rest = iter(lines)
    while chunk := list(islice(rest, _CHUNK)):
        try:
            values = list(map(decoder.decode, chunk))
            is_one_form = list(map(_encoder.encode, values)) == chunk
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            _check_each(chunk, text_limit)
            raise
        if not is_one_form or _may_offend(b"\n".join(chunk), text_limit):
            _check_each(chunk, text_limit)
        else:
            for value in values:
                for part in loose(value):
                    if not _is_plain(part):
                        _check_shape(part, 1)
        yield from values


def _is_plain(value: Any) -> bool:
    """Whether this is nothing, or an object of known keys and texts: most are, and need no closer look."""
    return value is None or (
        type(value) is dict
        and len(value) <= MAX_KEYS
        and _known_keys.issuperset(value)
        and _PLAIN.issuperset(map(type, value.values()))
    )


def _check_each(lines: Iterable[bytes], text_limit: int) -> None:
    for line in lines:
        decode(line, text_limit=text_limit)


def _parse(data: bytes) -> Any:
    try:
        value = _decoder.decode(data)
        if _encoder.encode(value) != data:
            raise NotCanonical("not in the canonical form")
    except (msgspec.MsgspecError, UnicodeError, RecursionError, TypeError) as error:
        raise NotCanonical("not JSON") from error
    _check_shape(value, 0)
    return value


def _check_shape(value: Any, depth: int) -> None:
    """Types, integers, keys, number of keys and depth; strings are looked at elsewhere."""
    sort = type(value)
    if sort is dict:
        _check_keys(value)
        inner: Iterable[Any] = value.values()
    elif sort is list or sort is tuple:
        inner = value
    else:
        _check_scalar(value, sort)
        return
    if depth == MAX_DEPTH:
        raise NotCanonical("too many levels")
    for item in inner:
        sort = type(item)
        if sort is str:
            continue
        if sort is int:
            if not -MAX_INT <= item <= MAX_INT:
                raise NotCanonical("integer out of range")
        elif item is not None and sort is not bool:
            _check_shape(item, depth + 1)


def _check_scalar(value: Any, sort: type) -> None:
    if sort is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise NotCanonical("integer out of range")
    elif value is not None and sort is not str and sort is not bool:
        raise NotCanonical(f"a {sort.__name__} has no canonical form")


def _check_keys(value: dict[Any, Any]) -> None:
    if len(value) > MAX_KEYS:
        raise NotCanonical("too many keys")
    if _known_keys.issuperset(value):
        return
    for key in value:
        if type(key) is not str or not _KEY.match(key):
            raise NotCanonical("key outside [a-z0-9_]{1,32}")
    if len(_known_keys) < _KNOWN_KEYS_LIMIT:
        _known_keys.update(value)


def _may_offend(data: bytes, text_limit: int) -> bool:
    """Whether a string inside canonical ``data`` might break the profile; never misses one.

    Normal form of the whole text implies it for each string, because the quotes
    around a string neither compose with anything nor are reordered.
    """
    if len(data) > text_limit or (b"\\" in data and b"\\u0000" in data):
        return True
    if data.isascii():
        return False
    if _LATIN.fullmatch(data.translate(None, _ASCII).decode()):
        return False
    text = data.decode()
    return (_BIDI_LEAD in data and bool(_BIDI.search(text))) or not is_normalized("NFC", text)


def _check_strings(value: Any, text_limit: int) -> None:
    for text in _strings(value):
        if len(text) > text_limit or len(text.encode()) > text_limit:
            raise NotCanonical("text too long")
        if "\0" in text:
            raise NotCanonical("NUL in text")
        if _BIDI.search(text):
            raise NotCanonical("bidirectional control in text")
        if not is_normalized("NFC", text):
            raise NotCanonical("text is not NFC")


def _strings(value: Any) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif type(value) is dict:
        for item in value.values():
            yield from _strings(item)
    elif type(value) is list or type(value) is tuple:
        for item in value:
            yield from _strings(item)
