"""Whatever is changed behind the program's back is named by the check that is there for it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from app.bootstrap import Opened
from app.kinds.faults import Fault
from app.ledger.store import Store
from app.ledger.tables import outlet
from app.ledger.verify import verify
from app.vault.anchor import WIDTH
from tests.ledger import homes
from tests.ledger.homes import Hands, person
from tests.ledger.test_store import fill, put

EXTRA_VISIT = (
    "INSERT INTO r_visit (id, person, visited_on, _node, _ow, _heads, _state)"
    " VALUES ('v9', 'p1', '2026-01-01', 'C123', 1, '', 0)"
)


def failing(store: Store, *, deep: bool = True) -> set[str]:
    found = verify(store, deep=deep)
    assert all(check.text for check in found)
    return {check.name for check in found if not check.ok}


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    store.note("an", "view", "person:p1")
    store.note("an", "print", "person:p1")
    return store


def change(store: Store, sql: str) -> None:
    with store.database.writer() as conn:
        assert conn.exec_driver_sql(sql).rowcount, "the test changed nothing"


def test_a_sound_store_passes(filled: Store) -> None:
    assert failing(filled) == set() and filled.alarms == []
    names = {check.name for check in verify(filled, deep=True)}
    assert {"open", "anchor", "chain", "audit", "projection:person", "derived:people"} <= names


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        # rows of the tables that people see
        ("UPDATE r_person SET name = 'Ai Đó' WHERE id = 'p1'", "projection:person"),
        ("UPDATE r_person SET birth = 'never' WHERE id = 'p1'", "projection:person"),
        ("UPDATE r_person SET _node = 'C999' WHERE id = 'p1'", "projection:person"),
        ("UPDATE r_person SET _state = 1 WHERE id = 'p1'", "projection:person"),
        ("UPDATE r_person SET name_fold = 'x' WHERE id = 'p1'", "projection:person"),
        ("UPDATE r_person SET papers = '[]' WHERE id = 'p1'", "projection:person"),
        ("DELETE FROM r_visit", "projection:visit"),
        (EXTRA_VISIT, "projection:visit"),
        # tables computed from them
        ("UPDATE card SET name = 'Ai Đó' WHERE id = 'p1'", "derived:people"),
        ("UPDATE card SET due = '9999' WHERE due <> '9999'", "derived:people"),
        ("DELETE FROM card WHERE id = 'p2'", "derived:people"),
        ("INSERT INTO owed VALUES (77, 'p7', 'visit', 'r', '2026-01-01', 'U', '', NULL, NULL)", "derived:people"),
        ("DELETE FROM owed", "derived:people"),
        ("DELETE FROM people_fts WHERE rowid = (SELECT n FROM r_person WHERE id = 'p1')", "derived:people"),
        # the ledger
        ("UPDATE op SET line = CAST(replace(CAST(line AS TEXT), 'Hòa', 'Hoà') AS BLOB) WHERE rec = 'p2'", "chain"),
        ("UPDATE op SET kind = 'place' WHERE rec = 'p2'", "chain"),
        ("UPDATE op SET rec = 'p1' WHERE rec = 'p2'", "chain"),
        ("UPDATE op SET lsn = lsn + 100 WHERE rec = 'p2'", "chain"),
        ("UPDATE op SET op = 'f' || substr(op, 2) WHERE rec = 'p2'", "chain"),
        ("UPDATE op SET chain = zeroblob(32) WHERE rec = 'p2'", "chain"),
        ("UPDATE op SET status = 1 WHERE rec = 'p2'", "chain"),
        ("UPDATE op SET line = CAST(line AS TEXT) WHERE rec = 'p2'", "chain"),
        ("DELETE FROM op WHERE rec = 'p2'", "chain"),
        ("DELETE FROM op WHERE lsn = (SELECT max(lsn) FROM op)", "chain"),
        ("UPDATE stream SET lsn = lsn - 1", "chain"),
        ("UPDATE stream SET chain = zeroblob(32)", "chain"),
        ("UPDATE stream SET incarnation = 'x'", "chain"),
        # the list of looks and exports
        ("UPDATE audit SET who = 'bình' WHERE n = 2", "audit"),
        ("UPDATE audit SET detail = 'x' WHERE n = 3", "audit"),
        ("DELETE FROM audit WHERE n = 2", "audit"),
        ("INSERT INTO audit VALUES (99, '2026', 'an', 'view', '', '', zeroblob(32))", "audit"),
    ],
)  # fmt: skip
def test_a_change_by_hand_is_named(filled: Store, sql: str, named: str) -> None:
    change(filled, sql)
    assert named in failing(filled)


def test_a_line_is_hidden_as_withheld(filled: Store) -> None:
    """The hash of a line in its place keeps the chain whole, but of our own nothing is ever withheld."""
    from app.ledger.ops import line_hash

    with filled.read() as reader:
        line = reader.value("SELECT line FROM op WHERE rec = 'v1'")
    with filled.database.writer() as conn:
        conn.exec_driver_sql("UPDATE op SET status = 2, line = ? WHERE rec = 'v1'", (line_hash(line),))
        conn.exec_driver_sql("DELETE FROM r_visit")
    assert "chain" in failing(filled, deep=False)


def test_the_first_changed_entry_is_named(filled: Store) -> None:
    change(filled, "UPDATE audit SET act = 'x' WHERE n = 3")
    change(filled, "UPDATE op SET chain = zeroblob(32) WHERE lsn = 4")
    texts = [check.text for check in verify(filled) if not check.ok]
    assert any(" 3 " in text for text in texts) and any(" 4 " in text for text in texts)


def again(opened: Opened, clock: Hands) -> Opened:
    opened.close()
    return homes.enter(opened.home.path, clock)


def test_any_changed_byte_of_the_anchor_is_noticed(opened: Opened, filled: Store) -> None:
    opened.close()
    whole = opened.home.anchor.read_bytes()
    for at in range(0, 2 * WIDTH, 61):
        opened.home.anchor.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        store = Store.open(opened.home, opened.unlocked.bundle, derived=filled.derived)
        assert store.alarms == ["W_ANCHOR_SLOT"] and failing(store, deep=False) == {"anchor"}
        store.close()


def test_a_deleted_or_foreign_anchor_is_named(
    opened: Opened, filled: Store, clock: Hands, tmp_path: Path
) -> None:
    opened.close()
    anchor, kept = opened.home.anchor, opened.home.anchor.read_bytes()
    anchor.unlink()
    found = homes.enter(opened.home.path, clock)
    assert found.session.store.alarms == ["E_ANCHOR_MISSING"] and not found.session.store.restored
    assert failing(found.session.store) == {"anchor"}
    found.close()
    homes.make(tmp_path / "other", node="C999")
    anchor.write_bytes((tmp_path / "other" / "anchor.json").read_bytes())
    found = homes.enter(opened.home.path, clock)
    assert found.session.store.alarms == ["E_ANCHOR_DAMAGED"] and failing(found.session.store) == {"anchor"}
    found.close()
    anchor.write_bytes(kept)


def test_an_older_anchor_is_harmless(opened: Opened, filled: Store, clock: Hands) -> None:
    opened.close()
    old = opened.home.anchor.read_bytes()
    found = homes.enter(opened.home.path, clock)
    put(found.session.store, person("p9"))
    found.close()
    opened.home.anchor.write_bytes(old)
    found = homes.enter(opened.home.path, clock)
    assert found.session.store.alarms == [] and failing(found.session.store) == set()
    found.close()


def test_an_older_store_put_back_is_known_for_good(opened: Opened, filled: Store, clock: Hands) -> None:
    """F1, T5: also when it grows past the point where the true one stood, and the anchor stays as it was."""
    opened.close()
    home = opened.home
    old = home.path.with_name("old.db")
    shutil.copy(home.store, old)
    found = homes.enter(home.path, clock)
    put(found.session.store, person("p9", name="Người Bị Giấu"))
    lsn = found.session.store.position.lsn
    found.close()
    shutil.copy(old, home.store)
    for n in range(4):
        found = homes.enter(home.path, clock)
        store = found.session.store
        assert store.restored and store.alarms == ["E_RESTORED"], n
        put(store, person(f"q{n}"))
        assert failing(store, deep=False) == {"anchor"}
        assert store.position.lsn == lsn + n
        found.close()
    found = homes.enter(home.path, clock)
    found.session.store.start_epoch("an", "máy hỏng")
    store = found.session.store
    assert not store.restored and store.position.epoch == 2 and failing(store) == set()
    put(store, person("r1"))
    found = again(found, clock)
    assert not found.session.store.restored and failing(found.session.store) == set()
    with found.session.store.read() as reader:
        assert reader.rows("SELECT epoch, lsn FROM epoch") == [(1, lsn + 3)]
    found.close()


def test_hiding_only_looks_by_an_older_store_is_known_too(
    opened: Opened, filled: Store, clock: Hands
) -> None:
    opened.close()
    old = opened.home.path.with_name("old.db")
    shutil.copy(opened.home.store, old)
    found = homes.enter(opened.home.path, clock)
    found.session.store.note("an", "view", "person:p2")
    found.close()
    shutil.copy(old, opened.home.store)
    for _ in range(3):
        clock.on(minutes=1)
        found = homes.enter(opened.home.path, clock)
        assert found.session.store.restored
        found.close()


def test_a_log_that_is_gone_after_a_crash_is_noticed(opened: Opened, filled: Store, clock: Hands) -> None:
    """D11: what was acknowledged stood only in the log; the file alone is sound and older."""
    crashed = opened.home.path.with_name("crashed")
    filled.database.checkpoint()
    put(filled, person("p8"))
    shutil.copytree(opened.home.path, crashed)  # as after a power cut: the log is not moved yet
    whole = shutil.copytree(crashed, crashed.with_name("whole"))
    (crashed / "store.db-wal").unlink()
    found = homes.enter(crashed, clock)
    assert found.session.store.restored and "anchor" in failing(found.session.store, deep=False)
    found.close()
    found = homes.enter(Path(whole), clock)
    assert not found.session.store.restored and failing(found.session.store) == set()
    found.close()


def test_a_package_number_is_never_given_twice(opened: Opened, filled: Store, clock: Hands) -> None:
    """An older store with fewer packages sent is an older store, even at the same operation."""
    with filled.write("an") as writer:
        writer.conn.execute(
            outlet.insert().values({c.name: "" if c.type.python_type is str else 5 for c in outlet.c})
        )
    opened.close()
    found = homes.enter(opened.home.path, clock)
    assert not found.session.store.restored
    change(found.session.store, "UPDATE outlet SET seq = 4")
    found = again(found, clock)
    assert found.session.store.restored
    found.close()


def test_a_store_cut_at_a_page_or_emptied_is_not_opened_as_new(
    opened: Opened, filled: Store, clock: Hands
) -> None:
    opened.close()
    data = opened.home.store.read_bytes()
    for cut in (0, 4096, len(data) - 4096):
        opened.home.store.write_bytes(data[:cut])
        if cut < 4097:
            with pytest.raises(Fault, match="E_STORE_DAMAGED"):
                homes.enter(opened.home.path, clock)
            continue
        with suppress(Fault):
            found = homes.enter(opened.home.path, clock)
            assert failing(found.session.store, deep=False)
            found.close()
