"""Bytes beside the records, and a store of the first version brought up to have room for them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.kinds.faults import Fault
from app.ledger import blobs
from app.ledger.store import Store
from app.ledger.upgrade import NEWEST, version
from app.ledger.verify import verify
from tests.ledger import homes
from tests.ledger.homes import Hands

SCAN = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def test_bytes_come_back_and_are_kept_once(store: Store) -> None:
    with store.write("an") as writer:
        digest = blobs.put(writer, SCAN, "image/png")
        assert blobs.put(writer, SCAN, "image/png") == digest
    with store.read() as reader:
        assert blobs.get(reader, digest) == SCAN
        assert blobs.get(reader, "0" * 64) is None
        assert blobs.has(reader, [digest, "0" * 64]) == {digest}
        assert reader.value("SELECT count(*) FROM blob") == 1


def test_bytes_of_a_refused_write_are_gone(store: Store) -> None:
    def refused() -> None:
        with store.write("an") as writer:
            blobs.put(writer, SCAN, "image/png")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        refused()
    with store.read() as reader:
        assert reader.value("SELECT count(*) FROM blob") == 0


def test_damaged_bytes_are_said_to_be(store: Store) -> None:
    with store.write("an") as writer:
        digest = blobs.put(writer, SCAN, "image/png")
        writer.run("UPDATE blob SET bytes = ?", (SCAN[:-1],))
    with store.read() as reader, pytest.raises(Fault) as told:
        blobs.get(reader, digest)
    assert told.value.code == "E_BLOB"


def test_only_unused_old_bytes_of_the_media_go(store: Store, clock: Hands) -> None:
    with store.write("an") as writer:
        used, unused = blobs.put(writer, SCAN, "image/png"), blobs.put(writer, SCAN + b"2", "image/png")
        pack = blobs.put(writer, b"id = 'L120'", "application/toml")
    clock.on(days=40)
    with store.write("an") as writer:
        young = blobs.put(writer, SCAN + b"3", "image/png")
        assert blobs.collect(writer, ["image/png"], [used], clock() - timedelta(days=30)) == 1
    with store.read() as reader:
        assert blobs.has(reader, [used, unused, pack, young]) == {used, pack, young}


def test_bytes_are_never_plain_on_the_disk(opened, store: Store, tmp_path: Path) -> None:
    with store.write("an") as writer:
        blobs.put(writer, SCAN, "image/png")
    opened.close()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert SCAN[:64] not in file.read_bytes(), file.name


def test_a_store_of_the_first_version_opens_and_keeps_everything(
    template: Path, tmp_path: Path, clock: Hands
) -> None:
    home = homes.copy(template, tmp_path / "home")
    opened = homes.enter(home, clock)
    store = opened.session.store
    with store.write("an", "trước khi nâng cấp") as writer:
        writer.put(homes.person("p1"))
        writer.put(homes.record("visit", "v1", person="p1", visited_on="2026-11-20"))
    with store.database.writer() as conn:  # as version 0001 left it
        conn.execute(sa.text("DROP TABLE blob"))
        conn.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    with store.read() as reader:
        before = reader.rows("SELECT op, line, chain FROM op ORDER BY n")
    opened.close()
    opened = homes.enter(home, clock)
    store = opened.session.store
    with store.read() as reader:
        assert version(reader.conn) == NEWEST
        assert reader.rows("SELECT op, line, chain FROM op ORDER BY n") == before
        assert reader.value("SELECT count(*) FROM r_person") == 1
        assert reader.value("SELECT count(*) FROM blob") == 0
    with store.write("an") as writer:
        blobs.put(writer, SCAN, "image/png")
    assert [check.name for check in verify(store, deep=True) if not check.ok] == []
    opened.close()
