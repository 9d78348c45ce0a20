"""The manifest: versions come first, then types, then sense."""

from __future__ import annotations

from typing import Any

import pytest

from app.kinds import canonical
from app.sync import manifest
from app.sync.codes import Code
from app.sync.manifest import Closes
from tests.sync import world
from tests.sync.test_package import refused
from tests.sync.world import build, receive


@pytest.mark.parametrize(
    "change", [{"min_reader": 99}, {"v": 2}, {"schema": {"name": "binhyen", "v": 9, "min": 2}}]
)
def test_p25_a_package_for_newer_readers(change: dict[str, Any]) -> None:
    with refused(Code.E_READER_OLD):
        receive([world.hostile(b"", **change)])


def test_unknown_manifest_fields_of_a_later_version_are_ignored() -> None:
    assert receive([world.hostile(b"", colour="blue")]).lines == []


BAD_MANIFESTS: dict[str, dict[str, Any]] = {
    "format": {"fmt": "zip"},
    "kind": {"kind": "virus"},
    "epoch": {"epoch": 0},
    "negative": {"seq": -1},
    "text for number": {"seq": "1"},
    "true for number": {"seq": True},
    "lsn backwards": {"lsn": [5, 1]},
    "lsn and lines": {"lsn": [1, 7]},
    "three lsn": {"lsn": [1, 2, 3]},
    "chain": {"start_chain": "G" * 64},
    "chain moves": {"end_chain": "3" * 64},
    "schema": {"schema": {"name": "other", "v": 1, "min": 1}},
    "moment": {"made_at": "2026-13-45T99:00:00+07:00"},
    "moment without offset": {"made_at": "2026-11-23T07:00:00"},
    "nobody": {"to": []},
    "sender with path": {"sender": "../x"},
    "stream": {"stream": "C1>>U1"},
    "null": {"sender": None},
}


@pytest.mark.parametrize("change", BAD_MANIFESTS.values(), ids=BAD_MANIFESTS.keys())
def test_manifests_that_make_no_sense(change: dict[str, Any]) -> None:
    with refused(Code.E_SCHEMA):
        receive([world.hostile(b"", **change)])


def test_the_manifest_must_be_canonical() -> None:
    raw = build().finished.manifest_bytes
    for spoiled in (b" " + raw, raw.replace(b":1,", b":1.0,", 1), raw[:-1], b"{}x", b"[" * 100_000):
        with refused(Code.E_CANON):
            receive([world.hostile(b"", payload=spoiled)])
    with refused(Code.E_SCHEMA):
        receive([world.hostile(b"", payload=b"[]")])


def test_a_manifest_says_all_of_the_page() -> None:
    raw = canonical.decode(build(changes={"closes": Closes(1, 2, "0" * 64)}).finished.manifest_bytes)
    assert set(raw) == {
        *("fmt", "v", "min_reader", "kind", "sender", "device", "stream", "incarnation", "epoch", "seq"),
        *("prev", "lsn", "start_chain", "end_chain", "closes", "to", "schema", "app", "made_at", "hlc"),
        *("ack", "audit", "trust_v", "body"),
    }
    assert set(dict(raw["body"])) == {"enc", "clen", "csha256", "len", "sha256", "n"}
    assert manifest.decode(canonical.encode(raw), 1).closes == Closes(1, 2, "0" * 64)
