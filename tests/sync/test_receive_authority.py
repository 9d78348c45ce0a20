"""Who may write what, what is set aside, and what is withheld: genuine packages on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.kinds import canonical
from app.ledger.verify import verify
from app.sync import answers, body
from tests.sync.nodes import USER, Forger, Node, nodes, pair

P1, P2, P3 = (f"{n:026d}" for n in (1, 2, 3))
SAY = {"name": "Lê Văn Tám", "birth": "1991"}


@pytest.fixture
def pairs(tmp_path: Path) -> Iterator[tuple[Node, Node, Node, Path]]:
    with nodes(tmp_path, "C1", "C2", "U07") as (c, d, u):
        yield c, d, u, tmp_path / "stick"


def last_answer(u: Node, node: str) -> dict[str, Any]:
    with u.store.read() as reader:
        lines = answers.lines_after(reader, f"U07/d1>{node}", 0)
    return canonical.decode(lines[-1].line) if lines else {}


def refused(u: Node, file: Path, code: str) -> str:
    before = u.state()
    done = u.receive(file)
    assert (done.status, done.code) == ("quarantined", code), done
    assert done.node == "C1" and done.ops == 0
    assert u.state() == before
    assert done.text
    return done.text


# -- authority


def test_only_own_records(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, d, u, stick = pairs
    person = d.add("Trần Thị Bình")
    u.receive(d.export("U07", stick)[0])
    bad: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
        ("person", person, {"name": "Tên khác"}, {}),
        ("person", person, {}, {"t": "tomb"}),
        ("person", person, {"into": P1}, {"t": "merge_person"}),
        ("person", person, {"_state": 0}, {"t": "correct"}),
        ("visit", P2, {"person": person, "visited_on": "2026-11-01", "found": "x"}, {"t": "event"}),
        ("person", P1, SAY, {"ow": 2}),
        ("person", P1, {**SAY, "_state": 0}, {}),
        ("person", P1, {**SAY, "_into": P2}, {}),
        ("person", P1, {"_state": 0, "name": "x"}, {"t": "correct"}),
        ("person", P1, {"_state": 2}, {"t": "correct"}),
        ("person", P1, {"name": "x"}, {"t": "tomb"}),
        ("person", P1, {"into": P2, "name": "x"}, {"t": "merge_person"}),
        ("person", P1, {"into": P1}, {"t": "merge_person"}),
        ("person", P1, {"into": ["x"]}, {"t": "merge_person"}),
        ("visit", P2, {"into": P1}, {"t": "merge_person"}),
    ]
    for kind, record, fields, changes in bad:
        f = Forger(c, u)
        f.op("person", P3, SAY)
        f.op(kind, record, fields, **changes)
        refused(u, f.file(stick), "E_AUTHORITY")
    assert last_answer(u, "C1")["packages"][0]["code"] == "E_AUTHORITY"
    assert u.receive(Forger(c, u).file(stick, 1, 0)).status == "duplicate"


def test_other_kinds_are_not_the_senders(pairs: tuple[Node, Node, Node, Path], tmp_path: Path) -> None:
    c, _, _, stick = pairs
    with nodes(tmp_path / "h", "H1") as (h,):
        f = Forger(h, c)
        f.op("incident", P1, {"what": "x"})
        before = c.state()
        assert c.receive(f.file(stick)).code == "E_AUTHORITY"
        assert c.state() == before


def test_health_writes_on_the_communes_people(pairs: tuple[Node, Node, Node, Path], tmp_path: Path) -> None:
    c, _, _, stick = pairs
    person = c.add()
    with nodes(tmp_path / "h", "H1") as (h,):
        f = Forger(h, c)
        f.op("visit", P1, {"person": person, "visited_on": "2026-11-01", "found": "Ổn định"}, t="event")
        done = c.receive(f.file(stick))
        assert (done.status, done.ops, done.parked) == ("applied", 1, 0)
    assert c.is_sound()


def test_op_ids_are_used_once(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, d, u, stick = pairs
    f = Forger(c, u)
    used = f.op("person", P1, SAY)
    f.op("person", P2, SAY, op=used)
    refused(u, f.file(stick), "E_AUTHORITY")
    assert u.receive(f.file(stick, 1, 1)).status == "applied"
    g = Forger(d, u)
    g.op("person", P3, SAY, op=used)
    assert u.receive(g.file(stick)).code == "E_AUTHORITY"


def test_directions(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    from_above = Forger(u, c)
    from_above.op(
        "target_plan", P1, {"number": "1", "title": "x", "since": "2026-01-01", "until": "2026-12-31"}
    )
    before = c.state()
    assert c.receive(from_above.file(stick)).code == "E_AUTHORITY"
    assert c.state() == before
    below = Forger(c, u)
    below.add(canonical.encode({"lsn": 1, "t": "receipt"}))
    assert u.receive(below.file(stick, kind="receipt")).code == "E_AUTHORITY"
    no_device = Forger(c, u)
    no_device.op("person", P1, SAY)
    assert u.receive(no_device.file(stick, stream="C1>U07")).code == "E_SIGNER_MISMATCH"


# -- what cannot be shown, and conflicts


def test_unknown_kinds_and_codes_are_parked(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = Forger(c, u)
    ids = [
        f.op("moon_phase", P1, {"phase": "full"}),
        f.op("person", P1, {**SAY, "sex": "Z9"}),
        f.op("person", P2, {"birth": "1990"}),
        f.op("person", P3, {**SAY, "no_such_field": 1}),
        f.op("person", "weird id / with % letters", {"name": 5, "birth": ["x"]}),
        f.op("person", "p", {"name": {"a": {"b": []}}, "other_names": 7, "phones": "x", "papers": [1, {}]}),
    ]
    f.op("person", f"{9:026d}", SAY)
    done = u.receive(f.file(stick))
    assert (done.status, done.ops) == ("applied", 7)
    said = last_answer(u, "C1")
    named = [one["op"] for one in said["parked"]]
    assert named == [i for i in ids if i in named]
    assert {ids[0], ids[1], ids[2], ids[4], ids[5]} <= set(named)
    assert said["parked_n"] == done.parked == len(named)
    assert str(done.parked) in done.text
    assert u.holds("C1") == 7 and u.is_sound()


@pytest.mark.parametrize(
    "value",
    [
        None,
        0,
        True,
        "x",
        "",
        " ",
        "2026-01-02T10:00",
        "a  b",
        [],
        [[]],
        [""],
        {},
        [{"a": 1}],
        2**53 - 1,
        "9" * 9000,
        -1,
    ],
)
def test_any_value_in_any_field_is_kept_or_parked(pairs: tuple[Node, Node, Node, Path], value: Any) -> None:
    """Whatever a taken-over node writes, receiving it is no accident: also beside a valid, retracted record."""
    from app.kinds.declare import KINDS

    c, _, u, stick = pairs
    f = Forger(c, u)
    good = f.op("person", P1, {**SAY, "phones": ["1"], "other_names": ["a"]})
    gone = f.op("person", P1, {}, t="tomb", base=[good])
    number = 10
    for name, kind in KINDS.items():
        if "police" not in kind.writers:
            continue
        for one in kind.fields:
            number += 1
            f.op(name, f"{number:026d}", {one.name: value}, t="event")
    for one in KINDS["person"].fields:
        f.op("person", P1, {one.name: value}, base=[gone])  # each beside the others
    f.op("person", P1, {"_state": 0}, t="correct", base=[gone])
    done = u.receive(f.file(stick))
    assert done.status == "applied", done
    assert u.dump()  # every line that is shown can be read
    assert [check for check in verify(u.store, deep=True) if not check.ok] == []


def test_concurrent_values_are_counted(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = Forger(c, u)
    first = f.op("person", P1, SAY)
    f.op("person", P1, {"name": "Lê Văn Tam"}, base=[first])
    f.op("person", P1, {"name": "Lê Văn Tâm"}, base=[first])
    f.op("person", P1, {"phones": ["0901"]}, base=[first])
    done = u.receive(f.file(stick))
    assert (done.status, done.conflicts) == ("applied", 1)
    assert "1" in done.text
    said = last_answer(u, "C1")
    assert said["conflicts"] == [{"kind": "person", "id": P1}] and said["conflicts_n"] == 1
    assert u.is_sound()


def test_a_clock_far_ahead(pairs: tuple[Node, Node, Node, Path]) -> None:
    c, _, u, stick = pairs
    f = Forger(c, u)
    f.op("person", P1, SAY, hlc=[2**46, 5])
    done = u.receive(f.file(stick))
    assert (done.status, done.code, done.ops) == ("applied", "W_CLOCK", 1)
    assert "1" in done.text
    # our own clock is not carried away, now or after a restart
    for _ in range(2):
        u.again()
        u.load([{"kind": "unit", "id": P2, "code": "79", "name": "Thành phố", "sort": "tinh"}])
    assert not u.store.clock_is_suspect
    f.op("person", P2, SAY, hlc=[2**47 + 1, 0])
    assert u.receive(f.file(stick, 2, 2, 2)).code == "E_SCHEMA"


# -- placeholders


def test_police_records_do_not_leave_to_a_health_node(tmp_path: Path) -> None:
    stick = tmp_path / "s"
    with nodes(tmp_path, "C2", "H1") as (c, h):
        with c.store.write(USER) as writer:
            writer.conn.exec_driver_sql("DELETE FROM peer")
        pair(c, h, "parent")
        pair(h, c, "child")
        person = c.add("Nguyễn Văn Đức")
        c.load([{"kind": "place", "id": P1, "name": "Chợ cũ", "sort": "hot_spot", "since": "2026-01-02"}])
        c.visit(person)
        (file,) = c.export("H1", stick)
        done = h.receive(file)
        assert done.status == "applied" and done.ops == 3
        assert h.dump() == b"".join(line for line in c.dump().splitlines(True) if _is_common(line))
        assert h.holds("C2") == 3 and h.is_sound()
        lines = h.value("SELECT count(*) FROM op WHERE status = 2")
        assert lines == 1


def _is_common(line: bytes) -> bool:
    from app.kinds.declare import KINDS, Compartment

    return KINDS[msgspec.json.decode(line)["kind"]].compartment is not Compartment.POLICE


def erase(node: Node, lsn: int) -> bytes:
    """Lawful erasure as the ledger keeps it: the line gives way to its hash."""
    line: bytes = node.value("SELECT line FROM op WHERE stream = 1 AND lsn = ?", lsn)
    with node.store.write(USER) as writer:
        writer.conn.exec_driver_sql(
            "UPDATE op SET status = 2, kind = '', rec = '', line = ? WHERE stream = 1 AND lsn = ?",
            (body.line_digest(line), lsn),
        )
    return line


def test_an_erased_operation_is_not_sent_again(pairs: tuple[Node, Node, Node, Path]) -> None:
    """S11: the chain of the whole range verifies at a receiver that never saw the content."""
    c, _, u, stick = pairs
    c.add("Người Một")
    c.add("Người Hai")
    c.add("Người Ba")
    (before,) = c.export("U07", stick / "a")
    erase(c, 2)
    (after,) = c.export("U07", stick / "b")
    done = u.receive(after)
    assert (done.status, done.ops) == ("applied", 3)
    assert "Người Hai".encode() not in u.dump() and "Người Ba".encode() in u.dump()
    assert not [check for check in verify(u.store, deep=True) if not check.ok]
    assert u.receive(before).status == "duplicate"  # its chain is the same, so there is nothing new in it
    assert "Người Hai".encode() not in u.dump()
