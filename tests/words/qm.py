"""Reads the messages of a compiled Qt translation (.qm), to know every text Qt may ask for."""

from __future__ import annotations

import struct
from pathlib import Path

_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _OBSOLETE, _SOURCE, _CONTEXT = 1, 3, 5, 6, 7
_NULL = 0xFFFFFFFF


def sources(file: Path) -> set[tuple[str, str]]:
    """(context, source text) of every message in the file (QTranslator's format, sections hashes and messages)."""
    data = file.read_bytes()
    sections: dict[int, bytes] = {}
    at = 16
    while at < len(data):
        tag, length = struct.unpack_from(">BI", data, at)
        sections[tag] = data[at + 5 : at + 5 + length]
        at += 5 + length
    offsets = [pair[1] for pair in struct.iter_unpack(">II", sections[_HASHES])]
    return {_message(sections[_MESSAGES], offset) for offset in offsets}


def _message(block: bytes, at: int) -> tuple[str, str]:
    found = {_SOURCE: "", _CONTEXT: ""}
    while block[at] != _END:
        tag = block[at]
        if tag == _OBSOLETE:
            at += 5
            continue
        length = struct.unpack_from(">I", block, at + 1)[0]
        at += 5
        if length == _NULL:
            continue
        if tag in found:
            found[tag] = block[at : at + length].rstrip(b"\0").decode()
        at += length
    return found[_CONTEXT], found[_SOURCE]
