"""Writing, reading back, history: what a commune's own work leaves in the ledger."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import Opened
from app.kinds import canonical
from app.kinds.catalogue import all_kinds
from app.kinds.declare import KINDS, Record
from app.kinds.faults import Fault
from app.kinds.people import Address, Person
from app.kinds.status import StatusPeriod
from app.ledger import drafts, shape
from app.ledger.history import as_of, changes_of
from app.ledger.ops import genesis, link, read_line
from app.ledger.store import Store
from app.ledger.verify import verify
from app.ledger.writer import LONGEST_LINE, Changed, Writer
from app.register.loading import dump, load
from tests.ledger import homes
from tests.ledger.homes import NOW, Hands, person, record
from tests.ledger.records import records


def lines(store: Store) -> list[bytes]:
    with store.read() as reader:
        return [bytes(row[0]) for row in reader.rows("SELECT line FROM op ORDER BY n")]


def put(store: Store, *made: Record, why: str = "") -> Changed:
    with store.write("an", why) as writer:
        for one in made:
            writer.put(one)
    return writer.changed


def whole(store: Store) -> bool:
    return all(check.ok for check in verify(store, deep=True))


def test_only_what_differs_is_written(store: Store) -> None:
    put(store, person(occupation="thợ"), why="lập hồ sơ")
    changed = put(store, person(occupation="nông dân", sex="male"))
    assert changed == Changed(1, 0, (("person", "p1"),), frozenset({"p1"}))
    assert put(store, person(occupation="nông dân", sex="male")).ops == 0
    put(store, person())
    f = [read_line(line).f for line in lines(store)]
    assert f[1:] == [{"occupation": "nông dân", "sex": "male"}, {"occupation": None, "sex": None}]
    with store.read() as reader:
        assert reader.get(Person, "p1") == person()


def test_an_operation_is_a_canonical_line_with_who_when_and_why(store: Store) -> None:
    put(store, person(), why="  lập hồ so\u031b  ")  # typed in parts, as some keyboards do
    (line,) = lines(store)
    assert canonical.encode(canonical.decode(line)) == line
    op = read_line(line)
    assert (op.by, op.why, op.id, op.k, op.t, op.lsn, op.base, op.ow) == (
        "an", "lập hồ sơ", "p1", "person", "patch", 1, (), 1,
    )  # fmt: skip
    assert op.hlc == (int(NOW.timestamp() * 1000), 0)


def test_the_chain_follows_from_the_lines(store: Store) -> None:
    put(store, *(person(f"p{n}") for n in range(5)))
    chain = genesis(store.position.name, store.position.incarnation)
    for line in lines(store):
        chain = link(chain, line)
    assert chain == store.position.chain and store.position.lsn == 5


def test_a_block_that_raises_keeps_nothing_anywhere(store: Store) -> None:
    put(store, person())
    before, tail = store.position, store.audit_tail
    told: list[Changed] = []
    store.on_change(told.append)

    def broken(writer: Writer) -> None:
        writer.put(person("p2"))
        writer.put(person(name="Khác"))
        writer.note("view", "p1")
        assert writer.get(Person, "p2") is not None
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.write("an") as writer:
        broken(writer)
    assert store.position == before and store.audit_tail == tail and told == []
    put(store, person("p3"))
    assert store.position.lsn == 2 and len(told) == 1
    with store.read() as reader:
        assert [p.id for p in reader.all(Person, "1 ORDER BY id")] == ["p1", "p3"]
        assert reader.value("SELECT count(*) FROM people_fts") == 2
    assert whole(store)


def test_a_writer_sees_what_it_has_put(store: Store) -> None:
    with store.write("an") as writer:
        writer.put(person())
        assert writer.get(Person, "p1") and writer.all(Person) and writer.existing("person", ["p1"]) == {"p1"}
        assert [r.id for r in writer.each("person")] == ["p1"]
        assert writer.value("SELECT count(*) FROM op") == 1
        writer.put(person(name="Khác"))
        assert writer.history("person", "p1")[1].base == (writer.history("person", "p1")[0].op,)


def test_retract_and_reinstate_need_a_reason_and_keep_the_history(store: Store) -> None:
    put(store, person())
    for why in ("", "  \u200b "):
        with pytest.raises(Fault, match="E_REASON"), store.write("an") as writer:
            writer.retract("person", "p1", why)
    with store.write("an") as writer:
        writer.retract("person", "p1", "nhập nhầm")
        assert writer.get(Person, "p1") is None
    with pytest.raises(Fault, match="E_RETRACTED"):
        put(store, person(name="Khác"))
    with pytest.raises(Fault, match="E_RETRACTED"), store.write("an") as writer:
        writer.patch(KINDS["person"], "p1", {"name": "Khác"})
    with pytest.raises(Fault, match="E_UNKNOWN_RECORD"), store.write("an") as writer:
        writer.retract("person", "nobody", "x")
    with store.write("an") as writer:
        writer.reinstate("person", "p1", "không nhầm")
    with store.read() as reader:
        assert reader.get(Person, "p1") == person()
        found = changes_of(reader, "person", "p1")
    assert [(c.sort, c.why) for c in found] == [
        ("patch", ""), ("tomb", "nhập nhầm"), ("correct", "không nhầm"),
    ]  # fmt: skip
    assert whole(store)


def test_a_merge_needs_a_live_person_to_go_into(store: Store) -> None:
    put(store, person("p1"), person("p2"), person("p3"))
    with store.write("an") as writer:
        writer.merge("p1", "p2", "cùng một người")
    for source, into in (("p2", "p2"), ("p2", "nobody"), ("p2", "p1")):
        with pytest.raises(Fault, match="E_UNKNOWN_RECORD"), store.write("an") as writer:
            writer.merge(source, into, "x")
    with store.read() as reader:
        assert reader.row("SELECT _state, _into FROM r_person WHERE id = 'p1'") == (2, "p2")
        assert reader.value("SELECT count(*) FROM card WHERE id = 'p1'") == 0
    with store.write("an") as writer:
        writer.reinstate("person", "p1", "hai người khác nhau")
    with store.read() as reader:
        assert reader.row("SELECT _state, _into FROM r_person WHERE id = 'p1'") == (0, None)
    assert whole(store)


def test_history_tells_who_changed_what_when_and_why(store: Store, clock: Hands) -> None:
    put(store, person(occupation="thợ"), why="lập hồ sơ")
    clock.on(days=2)
    with store.write("bình", "đổi việc") as writer:
        writer.put(person(occupation="nông dân"))
    with store.read() as reader:
        first, second = changes_of(reader, "person", "p1")
        assert changes_of(reader, "person", "nobody") == []
    assert first.fields["name"] == (None, "Nguyễn Văn Thử")
    assert (second.by, second.why, second.node, second.at) == ("bình", "đổi việc", "C123", NOW + timedelta(2))
    assert second.fields == {"occupation": ("thợ", "nông dân")} and not second.parked


def test_a_patch_is_tidied_and_checked_like_any_entry(store: Store) -> None:
    put(store, person())
    with store.write("an") as writer:
        writer.patch(KINDS["person"], "p1", {"name": "  Đo\u0302\u0303  An ", "occupation": " "})
    with store.read() as reader:
        assert reader.get(Person, "p1").name == "Đỗ An"  # type: ignore[union-attr]
    for bad in ({"name": None}, {"hiv": "x"}, {"_state": 1}, {"sex": "?"}):
        with pytest.raises(Fault), store.write("an") as writer:
            writer.patch(KINDS["person"], "p1", bad)
    assert whole(store)


def test_moving_a_record_to_another_person_refreshes_both(store: Store) -> None:
    visit: dict[str, Any] = {"visited_on": "2026-11-20"}
    put(store, person("p1"), person("p2"), record("visit", "v1", person="p1", **visit))
    put(store, record("visit", "v1", person="p2", **visit))
    with store.read() as reader:
        found = {row[0]: row[1] for row in reader.rows("SELECT id, last_visit_on FROM card")}
    assert found == {"p1": None, "p2": "2026-11-20"} and whole(store)


def test_time_never_goes_back_in_the_ledger(opened: Opened, clock: Hands, tmp_path: Path) -> None:
    """D16: the clock is set back ten years at work, and stays there over a restart."""
    store = opened.session.store
    put(store, person())
    assert not store.clock_is_suspect
    clock.now = NOW.replace(year=2016)
    put(store, person("p2"))
    assert store.clock_is_suspect
    opened.close()
    again = homes.enter(opened.home.path, clock)
    put(
        again.session.store,
        person("p3"),
        record("status_period", "s1", person="p1", status="A", since="2026-01-01"),
    )
    assert whole(again.session.store)
    ops = [read_line(line) for line in lines(again.session.store)]
    again.close()
    assert [op.lsn for op in ops] == [1, 2, 3, 4] and sorted({op.hlc for op in ops}) == [op.hlc for op in ops]


def test_what_cannot_be_kept_is_told_before_anything_is_written(store: Store) -> None:
    with pytest.raises(Fault, match="E_CHARACTER"), store.write("an", "lý do\u202e") as writer:
        writer.put(person())
    huge = person(other_names=["x" * 9_000 + str(n) for n in range(LONGEST_LINE // 9_000 + 1)])
    with pytest.raises(Fault, match="E_TOO_LONG"):
        put(store, huge)
    assert lines(store) == [] and store.position.lsn == 0


def test_an_audit_entry_is_never_refused(store: Store) -> None:
    store.note("an", "search", "ho\u031b\u0300i\x00\ud800", "x" * 5_000)
    with store.read() as reader:
        subject, detail = reader.row("SELECT subject, detail FROM audit ORDER BY n DESC LIMIT 1") or ()
    assert subject == "hời" and len(detail) == 2_000 and whole(store)


def test_a_write_inside_a_write_is_a_defect(store: Store) -> None:
    with store.write("an") as writer:
        writer.put(person())
        with pytest.raises(RuntimeError), store.write("an"):
            pass
    assert store.position.lsn == 1


def test_listeners_hear_after_the_locks_and_may_write(store: Store) -> None:
    heard: list[Changed] = []

    def listener(changed: Changed) -> None:
        heard.append(changed)
        other = threading.Thread(target=lambda: put(store, person("p2")) if len(heard) == 1 else None)
        other.start()
        other.join(20)
        assert not other.is_alive(), "the lane was still held"

    stop = store.on_change(listener)
    put(store, person())
    stop()
    put(store, person("p3"))
    assert [c.records for c in heard] == [(("person", "p1"),), (("person", "p2"),)]


def test_readers_see_one_state_while_another_thread_writes(store: Store) -> None:
    put(store, person())
    with store.read() as reader:
        assert reader.get(Person, "p1")
        writer = threading.Thread(target=lambda: put(store, person("p2")))
        writer.start()
        writer.join(20)
        assert reader.get(Person, "p2") is None
    with store.read() as reader:
        assert reader.get(Person, "p2")


def test_many_threads_write_one_after_the_other(store: Store) -> None:
    def work(name: str) -> None:
        for n in range(10):
            put(store, person(f"{name}.{n}"))
            with store.read() as reader:
                assert reader.get(Person, f"{name}.{n}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert store.position.lsn == 40 and whole(store)


def test_drafts_survive_a_restart(opened: Opened, clock: Hands) -> None:
    drafts.keep(opened.session.store, "an", "person", {"name": "Đang gõ"})
    drafts.keep(opened.session.store, "an", "person", {"name": "Đang gõ tiếp"})
    drafts.keep(opened.session.store, "an", "visit:p1", {})
    opened.close()
    again = homes.enter(opened.home.path, clock)
    store = again.session.store
    assert drafts.find(store, "an", "person").body == {"name": "Đang gõ tiếp"}  # type: ignore[union-attr]
    assert len(drafts.waiting(store, "an")) == 2 and drafts.waiting(store, "bình") == []
    drafts.drop(store, "an", "person")
    assert drafts.find(store, "an", "person") is None and store.position.lsn == 0
    again.close()


def fill(store: Store) -> None:
    put(
        store,
        person("p1", papers=[{"sort": "cccd", "number": "001090000001"}], phones=["0912345678"]),
        person("p2", name="Đỗ Thị Hòa", birth="~35@2026-03-12"),
        record("address", "a1", person="p1", sort="present", hamlet="Thôn Đông", since="2020-01-01"),
        record("decision", "d1", person="p1", sort="manage_user", decided_on="2026-03-01", number="12/QĐ"),
        record("status_period", "s1", person="p1", status="U-QL", since="2026-03-01", opened_by="d1"),
        record("drug_test", "t1", person="p2", sampled_at="2026-11-20T08:00:00+07:00", result="positive"),
        record("visit", "v1", person="p1", visited_on="2026-05-01"),
        record("place", "x1", name="Quán A", sort="complex", since="2026-01-01"),
    )


def test_equal_stores_dump_equal_bytes(opened: Opened, template: Path, tmp_path: Path) -> None:
    fill(opened.session.store)
    first = b"".join(dump(opened.session))
    other = homes.enter(homes.copy(template, tmp_path / "other"), Hands(NOW + timedelta(days=9)))
    loaded = load(other.session, reversed(first.splitlines()))
    assert not loaded.refused and loaded.added == 8
    assert b"".join(dump(other.session)) == first and first.count(b"\n") == 8
    assert all(canonical.encode(canonical.decode(line)) == line for line in first.splitlines())
    other.close()


def test_a_dump_as_of_a_past_moment_shows_what_was_then(opened: Opened, clock: Hands) -> None:
    store = opened.session.store
    fill(store)
    then, was = clock(), b"".join(dump(opened.session))
    clock.on(hours=1)
    put(store, person("p3"), person("p2", name="Đỗ Thị Hoa", birth="1991"))
    with store.write("an") as writer:
        writer.retract("visit", "v1", "nhầm người")
    assert b"".join(dump(opened.session, at=then)) == was != b"".join(dump(opened.session))
    assert b"".join(dump(opened.session, at=clock())) == b"".join(dump(opened.session))
    with store.read() as reader:
        assert as_of(reader, "person", NOW - timedelta(days=1)) == []


TABLES = ("card", "owed", "people_fts")


def tables(store: Store) -> dict[str, list[Any]]:
    with store.read() as reader:
        found = {k.name: reader.rows(f"SELECT * FROM r_{k.name} ORDER BY id") for k in all_kinds()}
        found |= {t: sorted(reader.rows(f"SELECT rowid, * FROM {t}"), key=repr) for t in TABLES[:2]}
        found["people_fts"] = reader.rows(
            "SELECT rowid FROM people_fts WHERE people_fts MATCH 'do OR nguyen'"
        )
        return {name: [tuple(row) for row in rows] for name, rows in found.items()}


def test_dropped_tables_are_folded_again_at_the_next_start(opened: Opened, clock: Hands) -> None:
    store = opened.session.store
    fill(store)
    with store.write("an") as writer:
        writer.retract("person", "p2", "nhầm")
    before = tables(store)
    with store.database.writer() as conn:
        for name in ("r_person", "r_visit", "r_drug_test", *TABLES):
            conn.exec_driver_sql(f"DROP TABLE {name}")
        conn.exec_driver_sql("DELETE FROM meta WHERE key = 'shape' OR key LIKE 'shape:%'")
    opened.close()
    again = homes.enter(opened.home.path, clock)
    after = tables(again.session.store)
    assert {k: [r[1:] for r in v] for k, v in after.items()} == {
        k: [r[1:] for r in v] for k, v in before.items()
    }
    assert whole(again.session.store)
    again.close()


def test_a_kind_of_another_shape_is_folded_again(
    opened: Opened, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(opened.session.store)
    before = tables(opened.session.store)
    with opened.session.store.database.writer() as conn:
        conn.exec_driver_sql('ALTER TABLE r_person ADD COLUMN "gone" TEXT')
        conn.exec_driver_sql("UPDATE meta SET value = 'older' WHERE key IN ('shape', 'shape:person')")
    opened.close()
    again = homes.enter(opened.home.path, clock)
    with again.session.store.read() as reader:
        assert shape.is_current(reader.conn, again.session.store.derived)
    assert tables(again.session.store) == before and whole(again.session.store)
    again.close()


def test_a_store_of_a_newer_program_is_not_opened(opened: Opened, clock: Hands) -> None:
    with opened.session.store.database.writer() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    with pytest.raises(Fault, match="E_NEWER"):
        homes.enter(opened.home.path, clock)


@pytest.fixture(scope="module")
def shared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = homes.enter(homes.copy(template, tmp_path_factory.mktemp("shared") / "home"), Hands())
    yield found.session.store
    found.close()


@settings(max_examples=60)
@given(st.lists(records(), min_size=1, max_size=4))
def test_whatever_a_kind_allows_can_be_stored_and_folded_again(shared: Store, made: list[Record]) -> None:
    """The derived tables are computed along; no record that the codec accepts may stop them."""

    with pytest.raises(_EnoughError), shared.write("an") as writer:
        _try_out(writer, shared, made)


class _EnoughError(Exception):
    pass


def _try_out(writer: Writer, store: Store, made: list[Record]) -> None:
    """Put the records, look at everything, and undo it all."""
    writer.put(person("p1"))
    writer.put(person("p2"))
    last = {(type(one), one.id): one for one in made}
    for one in made:
        writer.put(one)
    for (struct, record_id), one in last.items():
        assert writer.get(struct, record_id) == one
    for derived in store.derived:
        derived.refresh(writer, frozenset({"p1", "p2"}), frozenset({"p1", "p2"}))
        assert derived.differences(writer) == []
    raise _EnoughError


def test_statuses_and_addresses_are_found_by_person(store: Store) -> None:
    fill(store)
    with store.read() as reader:
        assert [a.id for a in reader.all(Address, "person = ?", ("p1",))] == ["a1"]
        assert [s.id for s in reader.all(StatusPeriod, "person = ?", ("p1",))] == ["s1"]
