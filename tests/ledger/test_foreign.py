"""Taking in what other nodes wrote: in order, whole, and never over another's record."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Opened
from app.kinds import canonical
from app.kinds.declare import KINDS
from app.kinds.people import Person
from app.ledger import foreign
from app.ledger.foreign import Applied, ForkFound, Incoming, NotAllowed, incoming
from app.ledger.history import changes_of
from app.ledger.ops import (
    CORRECT,
    MERGE,
    STATE,
    TOMB,
    BadOp,
    Op,
    genesis,
    line_hash,
    line_of,
    link,
    read_line,
)
from app.ledger.reader import Reader
from app.ledger.store import Store
from app.ledger.verify import verify
from app.ledger.writer import Position
from tests.ledger import homes
from tests.ledger.homes import Hands, person
from tests.ledger.test_store import fill, put

NEW: dict[str, Any] = {"name": "Trần Thị Bốn", "birth": "1991"}


class Sender:
    """A stream of another device, written by hand: nothing keeps it from writing nonsense."""

    def __init__(self, node: str = "C200", device: str = "d1") -> None:
        self.node, self.name, self.incarnation = node, f"{node}/{device}", secrets.token_hex(16)
        self.lines: list[Incoming] = []

    def op(self, record_id: str = "q1", /, k: str = "person", t: str = "patch", **more: Any) -> Op:
        values: dict[str, Any] = {"base": (), "by": "x", "hlc": (1_000 + len(self.lines), 0), "ow": 1}
        values |= {"lsn": len(self.lines) + 1, "op": secrets.token_hex(16), "f": dict(NEW)} | more
        made = Op(id=record_id, k=k, t=t, **values)
        self.lines.append(incoming(made.lsn, line_of(made), made))
        return made

    def withhold(self, record_id: str = "q1", **more: Any) -> None:
        """A line of which only the hash is sent."""
        self.op(record_id, **more)
        last = self.lines.pop()
        self.lines.append(Incoming(last.lsn, None, None, last.hash))

    def chain(self) -> bytes:
        chain = genesis(self.name, self.incarnation)
        for line in self.lines:
            chain = link(chain, line.line) if line.line is not None else _linked(chain, line.hash)
        return chain

    def send(self, store: Store, may: foreign.Authority = lambda op: True) -> Applied:
        with store.write("an") as writer:
            at = foreign.position_of(writer, self.name)
            at = at or foreign.begin(writer, self.name, self.node, self.incarnation)
            return foreign.apply_lines(writer, at, self.lines, may)


def _linked(chain: bytes, hashed: bytes) -> bytes:
    from hashlib import sha256

    return sha256(chain + hashed).digest()


@pytest.fixture
def sender() -> Sender:
    return Sender()


def whole(store: Store) -> bool:
    bad = [check for check in verify(store, deep=True) if not check.ok]
    assert not bad, bad
    return True


def names(store: Store) -> dict[str, str]:
    with store.read() as reader:
        return {p.id: p.name for p in reader.all(Person)}


def row(store: Store, record_id: str = "q1") -> Any:
    with store.read() as reader:
        return reader.row("SELECT name, _state, _node, _conflict FROM r_person WHERE id = ?", (record_id,))


def at(reader: Reader, sender: Sender) -> Position:
    found = foreign.position_of(reader, sender.name)
    assert found is not None
    return found


def test_lines_are_applied_once_and_their_overlap_is_compared(store: Store, sender: Sender) -> None:
    first = sender.op()
    assert sender.send(store).new == 1
    sender.op(base=(first.op,), f={"name": "Trần Thị Năm"})
    done = sender.send(store)
    assert (done.new, done.parked, done.conflicts) == (1, [], [])
    assert sender.send(store).new == 0
    assert names(store) == {"q1": "Trần Thị Năm"} and row(store)[2] == "C200"
    with store.read() as reader:
        place = at(reader, sender)
        assert (place.lsn, place.chain) == (2, sender.chain())
        start = genesis(sender.name, sender.incarnation)
        assert foreign.check_overlap(reader, place, start, sender.lines) == sender.chain()
        assert foreign.check_overlap(reader, place, sender.chain(), []) == sender.chain()
        assert foreign.chain_at(reader, place, 9) is None
    assert whole(store)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_fork_is_found_where_it_begins(store: Store, sender: Sender, n: int) -> None:
    for k in range(4):
        sender.op(f"q{k}")
    sender.send(store)
    changed = sender.lines[n - 1]
    other = line_of(Op(**{f: getattr(changed.op, f) for f in Op.__struct_fields__} | {"why": "khác"}))
    sender.lines[n - 1] = incoming(n, other, read_line(other))
    with store.read() as reader:
        place = at(reader, sender)
        with pytest.raises(ForkFound) as caught:
            foreign.check_overlap(reader, place, genesis(sender.name, sender.incarnation), sender.lines)
        assert caught.value.lsn == n
        with pytest.raises(ForkFound) as caught:
            foreign.check_overlap(reader, place, b"x" * 32, sender.lines[2:])
        assert caught.value.lsn == 2


def test_a_gap_or_a_wrong_number_is_not_taken(store: Store, sender: Sender) -> None:
    sender.op("q1")
    sender.op("q2")
    sender.lines.pop(0)
    with pytest.raises(ValueError, match="gap"):
        sender.send(store)
    other = Sender("C300")
    other.op("q1", lsn=1)
    other.lines[0] = Incoming(1, other.lines[0].line, Sender().op("q1", lsn=7), other.lines[0].hash)
    with pytest.raises(NotAllowed):
        other.send(store)
    assert names(store) == {} and whole(store)


def test_what_is_not_allowed_stops_everything_before_it_too(store: Store, sender: Sender) -> None:
    sender.op("q1")
    bad = sender.op("x1", k="unit", f={"code": "1", "name": "a", "sort": "xa"})
    with pytest.raises(NotAllowed) as caught:
        sender.send(store, lambda op: op.k == "person")
    assert caught.value.op.op == bad.op and names(store) == {}
    with store.read() as reader:
        assert foreign.position_of(reader, sender.name) is None


@pytest.mark.parametrize(
    ("k", "f", "reason"),
    [
        ("spaceship", {"name": "x"}, "unknown_kind"),
        ("person", NEW | {"sex": "a_newer_code"}, "not_a_record"),
        ("person", NEW | {"a_newer_field": "x"}, "not_a_record"),
        ("person", {"name": "x"}, "not_a_record"),
        ("person", NEW | {"id": "p1"}, "not_a_record"),
        ("status_period", {"person": "q", "status": "U", "since": "0001-01-01"}, "not_a_record"),
    ],
)
def test_what_makes_no_record_here_is_kept_aside(
    store: Store, sender: Sender, k: str, f: dict[str, Any], reason: str
) -> None:
    parked = sender.op(k=k, f=f)
    sender.op("q2")
    done = sender.send(store)
    assert done.parked == [(parked.op, reason)] and done.new == 2
    assert names(store) == {"q2": NEW["name"]} and whole(store)
    if k in KINDS:
        with store.read() as reader:
            assert [c.parked for c in changes_of(reader, k, "q1")] == [True]


BAD_FIELDS: list[dict[str, Any]] = [
    {"name": 5},
    {"name": None},
    {"name": {"a": "b"}},
    {"name": ["a"]},
    {"papers": "x"},
    {"papers": [1]},
    {"rehab_before": "x"},
    {"rehab_before": -1},
    {"rehab_before": True},
    {"phones": {"a": 1}},
    {"note": ["x"]},
    {"note": 7},
    {"birth": "nonsense"},
    {"no_field": 1},
    {"name_fold": "x"},
    {"_state": 1},
    {"_state": "x"},
    {"_state": 0},
    {"_into": "p1"},
    {"_node": "C1"},
    {"_heads": ""},
    {"id": "q9"},
    {"occupation": "x", "_state": 1},
]


@pytest.mark.parametrize("f", BAD_FIELDS, ids=str)
@pytest.mark.parametrize("retracted", [False, True])
def test_nonsense_on_a_record_is_kept_aside_and_changes_nothing(
    store: Store, sender: Sender, f: dict[str, Any], retracted: bool
) -> None:
    first = sender.op()
    if retracted:
        first = sender.op(t=TOMB, base=(first.op,), f={})
    sender.send(store)
    before = row(store)
    bad = sender.op(base=(first.op,), f=f)
    assert sender.send(store).parked == [(bad.op, "not_a_record")]
    assert row(store) == before and whole(store)
    good = sender.op(base=(first.op,), f={"occupation": "thợ"})
    assert sender.send(store).parked == [] and good
    back = sender.op(base=(good.op,), t=CORRECT, f={STATE: 0})
    assert sender.send(store).parked == [] and back
    assert row(store)[:2] == (NEW["name"], 0) and whole(store)


@pytest.mark.parametrize(
    ("t", "f"),
    [
        (TOMB, {"name": "x"}),
        (TOMB, {STATE: 0}),
        (MERGE, {}),
        (MERGE, {"into": {"a": 1}}),
        (MERGE, {"into": "q1"}),
        (MERGE, {"into": "a b"}),
        (MERGE, {"into": "p1", "name": "x"}),
        (CORRECT, {STATE: 1}),
        (CORRECT, {STATE: False}),
        (CORRECT, {STATE: 2, "_into": "p1"}),
        ("event", {STATE: 0}),
    ],
)  # fmt: skip
def test_a_turn_of_state_hidden_in_another_operation_is_kept_aside(
    store: Store, sender: Sender, t: str, f: dict[str, Any]
) -> None:
    first = sender.op()
    bad = sender.op(base=(first.op,), t=t, f=f)
    assert sender.send(store).parked == [(bad.op, "not_a_record")]
    assert row(store)[:2] == (NEW["name"], 0) and whole(store)


@pytest.mark.parametrize(
    "more",
    [
        {"op": "x" * 32},
        {"op": "a b " * 8},
        {"op": "A" * 32},
        {"op": "a" * 31},
        {"hlc": (2**53 - 1, 0)},
        {"hlc": (-1, 0)},
        {"hlc": (0, -1)},
        {"lsn": 0},
        {"t": "drop"},
    ],
)
def test_a_line_that_is_no_operation_is_refused_when_read(sender: Sender, more: dict[str, Any]) -> None:
    made = sender.op(**more)
    with pytest.raises(BadOp):
        read_line(line_of(made))


def test_a_record_is_not_overwritten_by_another_node(store: Store, sender: Sender) -> None:
    """A node that guesses or learns the id of another's person."""
    put(store, person("p1"))
    with store.read() as reader:
        (head,) = reader.row("SELECT _heads FROM r_person WHERE id = 'p1'") or ()
    stolen = [
        sender.op("p1"),
        sender.op("p1", base=(head,), f={"name": "Bị Đổi"}),
        sender.op("p1", base=(head,), t=TOMB, f={}),
        sender.op("p1", base=(head,), t=MERGE, f={"into": "q9"}),
    ]
    done = sender.send(store)
    assert done.parked == [(op.op, "not_owner") for op in stolen]
    assert row(store, "p1") == ("Nguyễn Văn Thử", 0, "C123", None) and whole(store)
    put(store, person("p1", name="Vẫn Của Mình"))
    assert names(store) == {"p1": "Vẫn Của Mình"} and whole(store)


def test_two_nodes_make_the_same_id_and_the_first_keeps_it(store: Store, sender: Sender) -> None:
    other = Sender("C300")
    sender.op("q1")
    late = other.op("q1", f=NEW | {"name": "Người Khác"})
    sender.send(store)
    assert other.send(store).parked == [(late.op, "not_owner")]
    assert row(store)[:3] == (NEW["name"], 0, "C200") and whole(store)


def test_a_record_of_another_node_is_not_changed_here(store: Store, sender: Sender) -> None:
    from app.kinds.faults import Fault

    sender.op("q1")
    sender.send(store)
    for act in (
        lambda w: w.put(person("q1")),
        lambda w: w.patch(KINDS["person"], "q1", {"name": "x"}),
        lambda w: w.retract("person", "q1", "x"),
        lambda w: w.merge("q1", "q1", "x"),
    ):
        with pytest.raises(Fault, match=r"E_NOT_OWNER|E_UNKNOWN"), store.write("an") as writer:
            act(writer)


def test_edits_at_the_same_time_on_two_devices_of_a_node_conflict(store: Store) -> None:
    one, two = Sender("C200", "d1"), Sender("C200", "d2")
    first = one.op("q1")
    one.op("q1", base=(first.op,), f={"name": "Tên Một", "phones": ["1"], "occupation": "a"}, hlc=(5, 0))
    two.op("q1", base=(first.op,), f={"name": "Tên Hai", "phones": ["2"], "occupation": "b"}, hlc=(6, 0))
    assert one.send(store).conflicts == []
    assert two.send(store).conflicts == [("person", "q1")]
    with store.read() as reader:
        found = reader.get(Person, "q1")
        assert found is not None and set(found.phones) == {"1", "2"} and found.occupation == "b"
        shown, conflict = reader.row("SELECT name, _conflict FROM r_person WHERE id = 'q1'") or ()
    assert shown == "Tên Hai" and "Tên Một" in conflict and whole(store)
    with store.read() as reader:
        heads = tuple(reader.value("SELECT _heads FROM r_person WHERE id = 'q1'").split())
    two.op("q1", base=heads, f={"name": "Tên Một"})
    assert two.send(store).conflicts == [] and row(store)[3] is None and whole(store)


def test_our_own_conflict_is_settled_by_choosing_what_is_shown(store: Store) -> None:
    put(store, person("p1"))
    second = Sender("C123", "d2")
    second.op("p1", f=NEW, hlc=(2**46, 0))
    assert second.send(store).conflicts
    with store.write("an", "đã đối chiếu") as writer:
        writer.patch(KINDS["person"], "p1", {"name": NEW["name"], "birth": "1990"})
    assert row(store, "p1") == (NEW["name"], 0, "C123", None) and whole(store)


def test_withheld_lines_keep_the_chain(store: Store, sender: Sender) -> None:
    sender.op("q1")
    sender.withhold("q2")
    sender.withhold("q3")
    last = sender.op("q4")
    done = sender.send(store)
    assert done.new == 4 and sorted(names(store)) == ["q1", "q4"] and last
    with store.read() as reader:
        place = at(reader, sender)
        assert place.chain == sender.chain()
        start = genesis(sender.name, sender.incarnation)
        assert foreign.check_overlap(reader, place, start, sender.lines) == sender.chain()
    assert whole(store)


def test_an_operation_after_a_withheld_one_still_folds(store: Store, sender: Sender) -> None:
    sender.withhold("q1")
    sender.op("q1", base=("f" * 32,), f={"name": "Chỉ Một Phần"})
    sender.op("q1", t=TOMB, base=("e" * 32,), f={})
    done = sender.send(store)
    assert [reason for _op, reason in done.parked] == ["not_a_record"]
    assert names(store) == {} and row(store)[1] == 1 and whole(store)


@pytest.mark.parametrize("where", ["same package", "other package", "our own"])
def test_an_operation_id_is_used_once(store: Store, sender: Sender, where: str) -> None:
    put(store, person("p1"))
    first = sender.op("q1")
    if where == "same package":
        sender.op("q2", op=first.op)
    elif where == "other package":
        sender.send(store)
        sender.op("q2", op=first.op)
    else:
        with store.read() as reader:
            sender.op("q2", op=reader.value("SELECT op FROM op"))
    with pytest.raises(NotAllowed):
        sender.send(store)
    assert "q2" not in names(store) and whole(store)


def test_moving_a_record_refreshes_the_person_it_leaves(store: Store, sender: Sender) -> None:
    for record_id in ("q1", "q2"):
        sender.op(record_id)
    made = sender.op("v1", k="visit", t="event", f={"person": "q1", "visited_on": "2026-11-20"})
    sender.send(store)
    sender.op("v1", k="visit", t=CORRECT, base=(made.op,), f={"person": "q2"})
    sender.send(store)
    with store.read() as reader:
        found = {row[0]: row[1] for row in reader.rows("SELECT id, last_visit_on FROM card")}
    assert found == {"q1": None, "q2": "2026-11-20"}
    assert whole(store)


def test_events_may_come_before_their_person(store: Store, sender: Sender) -> None:
    sender.op("v1", k="visit", t="event", f={"person": "q1", "visited_on": "2026-11-20"})
    sender.send(store)
    sender.op("q1")
    sender.send(store)
    with store.read() as reader:
        assert reader.value("SELECT last_visit_on FROM card WHERE id = 'q1'") == "2026-11-20"
    assert whole(store)


def test_a_clock_in_2099_elsewhere_does_not_move_ours(opened: Opened, sender: Sender, clock: Hands) -> None:
    sender.op("q1", hlc=(4_086_000_000_000, 7))
    sender.send(opened.session.store)
    opened.close()
    again = homes.enter(opened.home.path, clock)
    store = again.session.store
    put(store, person("p1"))
    with store.read() as reader:
        line = reader.value("SELECT line FROM op WHERE rec = 'p1'")
        assert changes_of(reader, "person", "q1")[0].at.year == 2099
    assert read_line(line).hlc == (int(clock().timestamp() * 1000), 0) and not store.clock_is_suspect
    again.close()


def test_what_was_set_aside_is_taken_in_when_the_program_knows_it(
    opened: Opened, sender: Sender, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S9: a newer code arrives before the program that has it in its list."""
    store = opened.session.store
    first = sender.op("q1", f=NEW | {"sex": "newer"})
    second = sender.op("q1", base=(first.op,), f={"occupation": "thợ"})
    assert [op for op, _ in sender.send(store).parked] == [first.op, second.op]
    codes = dict(KINDS["person"].field("sex").codes.labels)  # type: ignore[union-attr]
    monkeypatch.setattr("app.kinds.codes.CodeList.label", lambda self, code: code)
    object.__setattr__(KINDS["person"].field("sex").codes, "labels", codes | {"newer": "Newer"})
    try:
        assert "projection:person" in {c.name for c in verify(store, deep=True) if not c.ok}
        with store.database.writer() as conn:
            conn.exec_driver_sql("UPDATE meta SET value = 'older' WHERE key IN ('shape', 'shape:person')")
        opened.close()
        again = homes.enter(opened.home.path, clock)
        assert names(again.session.store) == {"q1": NEW["name"]} and whole(again.session.store)
        with again.session.store.read() as reader:
            assert reader.value("SELECT count(*) FROM card WHERE id = 'q1'") == 1
        again.close()
    finally:
        object.__setattr__(KINDS["person"].field("sex").codes, "labels", codes)


def test_hiding_a_foreign_record_by_setting_it_aside_is_named(store: Store, sender: Sender) -> None:
    sender.op("q1")
    sender.send(store)
    with store.database.writer() as conn:
        conn.exec_driver_sql("UPDATE op SET status = 1 WHERE rec = 'q1'")
        conn.exec_driver_sql("DELETE FROM r_person WHERE id = 'q1'")
        conn.exec_driver_sql("DELETE FROM card WHERE id = 'q1'")
        conn.exec_driver_sql("DELETE FROM people_fts")
        conn.exec_driver_sql("DELETE FROM owed")
    assert "projection:person" in {c.name for c in verify(store, deep=True) if not c.ok}


def test_the_receiver_holds_what_the_sender_wrote(opened: Opened, tmp_path: Path) -> None:
    """Differential: a commune's store sent line by line gives the same rows at the level above."""
    fill(opened.session.store)
    put(opened.session.store, person("p2", name="Đỗ Thị Hoa", birth="1991"))
    with opened.session.store.write("an") as writer:
        writer.retract("visit", "v1", "nhầm")
    homes.make(tmp_path / "upper", node="U07", sort="upper")
    upper = homes.enter(tmp_path / "upper", Hands())
    with opened.session.store.read() as reader:
        lines = [(row[0], bytes(row[1])) for row in reader.rows("SELECT lsn, line FROM op ORDER BY lsn")]
        here = {k: reader.rows(f"SELECT * FROM r_{k} ORDER BY id") for k in KINDS}
    sent = [incoming(n, line, read_line(line)) for n, line in lines]
    position = opened.session.store.position
    with upper.session.store.write("an") as writer:
        place = foreign.begin(writer, position.name, position.node, position.incarnation)
        foreign.apply_lines(writer, place, sent[:4], lambda op: True)
        foreign.apply_lines(writer, place, sent, lambda op: True)
        assert place.chain == position.chain
    with upper.session.store.read() as reader:
        there = {k: reader.rows(f"SELECT * FROM r_{k} ORDER BY id") for k in KINDS}
    assert {k: [r[1:] for r in v] for k, v in there.items()} == {
        k: [r[1:] for r in v] for k, v in here.items()
    }
    assert whole(upper.session.store)
    upper.close()


def test_a_hash_in_place_of_a_line_is_the_lines_hash() -> None:
    line = canonical.encode({"a": "b"})
    assert incoming(1, line, Sender().op()).hash == line_hash(line)
