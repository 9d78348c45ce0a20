"""Files through ``receive`` on a real store: what is not genuine changes nothing and says why."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.kinds.faults import Fault
from app.sync import files, package, pairing
from app.sync.codes import Code
from app.sync.package import Reader
from tests.sync import world
from tests.sync.nodes import USER, Forger, Node, nodes, pair

SECRETS = ("Nguyễn Văn Đức", "Ở nhà", "C1", "U07", USER, "Công an phường Bến Nghé", "26740")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Node, Node]]:
    with nodes(tmp_path, "C1", "U07") as (c, u):
        yield c, u


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_package_arrives(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.visit(c.add())
    (file,) = c.export("U07", stick)
    done = u.receive(file)
    assert (done.status, done.code, done.ops, done.node, done.lsn) == ("applied", "", 2, "C1", (1, 2))
    assert "2" in done.text
    assert u.dump() == c.dump()
    assert u.is_sound()


def test_twice_and_sealed_anew_are_nothing_new(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    (file,) = c.export("U07", stick)
    u.receive(file)
    before = u.state()
    assert (u.receive(file).status, u.receive(file).code) == ("duplicate", "I_DUPLICATE")
    (again,) = c.export("U07", stick)
    assert again.read_bytes() != file.read_bytes()
    assert (u.receive(again).status, u.receive(again).code) == ("duplicate", "I_DUPLICATE")
    assert u.state() == before


def _spread(size: int) -> list[int]:
    """Every place of the head and the end, and some of the middle."""
    return sorted({*range(0, 560, 9), *range(560, size - 40, 211), *range(size - 40, size, 3)})


def test_any_byte_changed_is_refused(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    (file,) = c.export("U07", stick)
    data, before = file.read_bytes(), u.state()
    codes = set()
    for place in _spread(len(data)):
        bad = stick / "bad.byx"
        bad.write_bytes(data[:place] + bytes((data[place] ^ 0x20,)) + data[place + 1 :])
        done = u.receive(bad)
        assert done.status == "quarantined", place
        assert Code[done.code].severity == "E" and done.text
        codes.add(done.code)
    assert codes >= {"E_MAGIC", "E_HEADER", "E_SIG_OUTER", "E_PART"}
    assert u.state() == before
    assert u.receive(file).status == "applied"


def test_cut_at_any_length_is_refused(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    (file,) = c.export("U07", stick)
    data, before = file.read_bytes(), u.state()
    for size in _spread(len(data)):
        (stick / "cut.byx").write_bytes(data[:size])
        done = u.receive(stick / "cut.byx")
        assert done.status == "quarantined" and done.code[0] == "E", size
    (stick / "long.byx").write_bytes(data + b"\0")
    assert u.receive(stick / "long.byx").code == "E_PART"
    assert u.state() == before


def test_unknown_signer(both: tuple[Node, Node], stick: Path, tmp_path: Path) -> None:
    _, u = both
    with nodes(tmp_path / "more", "H1") as (h,):
        f = Forger(h, u)
        f.op("person", "a" * 26, {"name": "Lê Văn Tám", "birth": "1991"})
        before = u.state()
        done = u.receive(f.file(stick))
    assert (done.status, done.code, done.node) == ("quarantined", "E_KEY_UNKNOWN", "")
    assert u.state() == before


def test_other_office(both: tuple[Node, Node], stick: Path, tmp_path: Path) -> None:
    c, _ = both
    c.add()
    (file,) = c.export("U07", stick)
    with nodes(tmp_path / "more", "U08", "C2") as (other, commune):
        pair(other, c, "child")
        done = other.receive(file)
        assert (done.status, done.code, done.node) == ("quarantined", "E_DECRYPT", "C1")
        f = Forger(c, other)
        f.op("person", "a" * 26, {"name": "Lê Văn Tám", "birth": "1991"})
        assert other.receive(f.file(stick, to=("U07",), stream="C1/d1>U07")).code == "E_ADDRESSEE"
        assert other.receive(f.file(stick, to=("U07", "U08"), stream="C1/d1>U07")).code == "E_ADDRESSEE"
        assert commune.receive(file).code == "E_KEY_UNKNOWN"
        assert other.dump() == commune.dump() == b""


def test_the_recovery_office_opens_it(tmp_path: Path) -> None:
    with nodes(tmp_path, "C1", "U08") as (c, u):
        office = world.RECOVERY
        card = pairing.card_bytes(u.store, u.device, recovery=(office.recipient,))
        _replace_parent(c, card)
        c.add()
        (file,) = c.export("U08", tmp_path / "s")
        keys = pairing.Keys([_peer_of(c)])
        outer = package.open_outer(file.read_bytes(), keys)
        inner = package.open_inner(outer.slice, outer.key, Reader((office.age_secret,)))
        assert inner.manifest.to == ("U08", "RECOVERY")
        assert len(inner.lines) == 1


def _replace_parent(c: Node, card: bytes) -> None:
    with c.store.write(USER) as writer:
        writer.conn.exec_driver_sql("DELETE FROM peer WHERE part = 'parent'")
    pairing.pair(c.store, USER, card, "parent", pairing.read_card(card).fingerprint())


def _peer_of(node: Node) -> pairing.Peer:
    """The node as another would have paired it."""
    card = pairing.read_card(pairing.card_bytes(node.store, node.device))
    return pairing.Peer(
        card.kid,
        card.node,
        card.device,
        card.name,
        card.sort,
        card.unit,
        "child",
        card.key,
        card.recipient,
        (),
        "",
        "",
        "active",
    )


def test_a_newer_program_is_needed(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    f = Forger(c, u)
    f.op("person", "a" * 26, {"name": "Lê Văn Tám", "birth": "1991"})
    before = u.state()
    for kind in ("transfer_offer", "snapshot", "mixed"):
        done = u.receive(f.file(stick, kind=kind))
        assert (done.status, done.code) == ("waiting", "E_READER_OLD")
    assert u.state() == before
    assert len(list((u.path / "inbox" / "waiting").iterdir())) == 3


def test_min_reader_is_kept_and_taken_after_an_update(
    both: tuple[Node, Node], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.sync import inbox, manifest

    c, u = both
    f = Forger(c, u)
    f.op("person", "a" * 26, {"name": "Lê Văn Tám", "birth": "1991"})
    monkeypatch.setattr(manifest, "READER", 99)
    file = f.file(stick, min_reader=99)
    monkeypatch.setattr(manifest, "READER", 1)
    before = u.state()
    done = u.receive(file)
    assert (done.status, done.code, done.node) == ("waiting", "E_READER_OLD", "C1")
    assert u.state() == before
    assert [one.code for one in inbox.retry_waiting(u.store, u.device, USER)] == ["E_READER_OLD"]
    monkeypatch.setattr(manifest, "READER", 99)
    (taken,) = inbox.retry_waiting(u.store, u.device, USER)
    assert taken.status == "applied"
    assert [met.status for met in inbox.packages_in(u.store)] == ["applied"]
    assert list((u.path / "inbox" / "waiting").iterdir()) == []


# -- names, places, text


@pytest.mark.parametrize(
    "name",
    [
        "con.byx",
        "gói dữ liệu tháng 11 của phường.byx",
        unicodedata.normalize("NFD", "Gửi Công an thành phố – Đợt 2.byx"),
        "no extension",
        "x" * 200,
        "a\nb\u202ec.byx",
        "-rf.byx",
        "%s%n_*.byx",
    ],
)
def test_names_of_files_mean_nothing(both: tuple[Node, Node], tmp_path: Path, name: str) -> None:
    c, u = both
    c.add()
    folder = tmp_path / unicodedata.normalize("NFD", "Thẻ nhớ của Đồng")
    (file,) = c.export("U07", folder)
    renamed = file.rename(folder / name)
    done = u.receive(renamed)
    assert done.status == "applied"
    assert done.file.isprintable()


def test_a_name_that_is_no_text(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    (file,) = c.export("U07", stick)
    odd = Path(os.fsdecode(bytes(stick) + b"/\xff\xfe.byx"))
    file.rename(odd)
    done = u.receive(odd)
    assert done.status == "applied"
    done.file.encode()


@pytest.mark.parametrize("name", ["missing.byx", "nul\0.byx", "y" * 4000])
def test_what_is_no_file(both: tuple[Node, Node], stick: Path, name: str) -> None:
    _, u = both
    assert u.receive(stick / name).code == "E_FILE"
    assert u.receive(stick).code == "E_FILE"


def test_the_text_variant(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    (file,) = c.export("U07", stick, text=True)
    mail = b"Kinh gui,\r\n\r\n" + file.read_bytes().replace(b"\n", b"\r\n") + b"\r\n--\r\nAn\r\n"
    (stick / "mail.txt").write_bytes(mail)
    assert u.receive(stick / "mail.txt").status == "applied"


# -- what lies around


def test_nothing_readable_lies_around(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    person = c.add("Nguyễn Văn Đức", {"kind": "visit", "visited_on": "2026-11-02", "found": "Ở nhà"})
    (file,) = c.export("U07", stick)
    u.receive(file)
    u.receive(file)
    (stick / "bad.byx").write_bytes(file.read_bytes()[:-1])
    u.receive(stick / "bad.byx")
    f = Forger(c, u)
    for n in range(4):
        f.op("person", f"{n:026d}", {"name": "Nguyễn Văn Đức", "birth": "1990"})
    u.receive(f.file(stick, 4, seq=9))
    u.export("C1", stick)
    found = [path for root in (stick, c.path, u.path) for path in root.rglob("*") if path.is_file()]
    kept = [p for p in found if p.parent.name in ("outbox", "waiting", "applied", "volumes", "quarantine")]
    assert len(kept) >= 4
    for path in found:
        if path.suffix == ".json" or path.name.startswith(("store.db", "unlocks", "lock")):
            continue  # the keys and the encrypted store have their own tests
        data = path.read_bytes()
        for text in (*SECRETS, person):
            # two or three letters occur by chance in random bytes
            assert len(text) < 6 or text.encode() not in data, (path, text)
        assert file.name.encode() not in data
    assert list((u.path / "spool").iterdir()) == []
    assert list((c.path / "spool").iterdir()) == []


def test_the_outbox_opens_with_the_own_key_only(both: tuple[Node, Node], stick: Path) -> None:
    from app.sync import seal

    c, u = both
    c.add()
    c.export("U07", stick)
    (kept,) = (c.path / "outbox").iterdir()
    inner = seal.decrypt(kept.read_bytes(), (c.device.age_secret,))
    head, _ = package.manifest_in(inner, 1)
    assert head.stream == "C1/d1>U07"
    with pytest.raises(Fault):
        seal.decrypt(kept.read_bytes(), (world.STRANGER.age_secret,))
    assert u.dump() == b""


def test_quarantine_is_bounded(both: tuple[Node, Node], stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.sync import inbox, limits

    _, u = both
    monkeypatch.setattr(limits, "KEPT_BYTES", 20_000)
    for n in range(30):
        (stick / f"{n}.byx").write_bytes(os.urandom(1500))
        assert u.receive(stick / f"{n}.byx").code == "E_MAGIC"
    kept = list((u.path / "quarantine").iterdir())
    assert 5 < len(kept) < 15
    assert len(inbox.packages_in(u.store)) == 30


def test_the_same_refused_file_is_listed_once(both: tuple[Node, Node], stick: Path) -> None:
    from app.sync import inbox

    c, u = both
    (stick / "x.byx").write_bytes(b"\x89BYX\n not much")
    for _ in range(3):
        done = u.receive(stick / "x.byx")
        assert done.code == "E_MAGIC" and done.text != Code.E_MAGIC.message
    assert u.receive(stick / "gone.byx").code == "E_FILE"
    assert u.receive(stick / "gone.byx").code == "E_FILE"
    assert len(inbox.packages_in(u.store)) == 2
    assert c.dump() == b""


def test_links_are_not_followed(both: tuple[Node, Node], stick: Path) -> None:
    c, u = both
    c.add()
    (file,) = c.export("U07", stick)
    (stick / "link.byx").symlink_to(file)
    os.mkfifo(stick / "pipe.byx")
    assert u.receive(stick / "link.byx").code == "E_FILE"
    assert u.receive(stick / "pipe.byx").code == "E_FILE"
    assert files.read(file)
