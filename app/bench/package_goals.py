"""Goals 20 to 24: building, measuring, opening and applying packages."""

from __future__ import annotations

import os
import zlib
from hashlib import sha256
from pathlib import Path

import msgspec
import pyrage
import zstandard
from nacl.signing import SigningKey

from app.bench.measure import Goal, in_turn, once
from app.bench.world import World, raw_store
from app.bootstrap import NewNode, Opened, create_node
from app.ledger.foreign import chain_at
from app.ledger.ops import Op
from app.ledger.store import Store
from app.sync import files, inbox, outbox, package, pairing
from app.sync.manifest import Manifest
from app.sync.package import Reader
from app.vault.derive import REHEARSAL
from app.vault.home import Home

_SECRET = pyrage.x25519.Identity.generate()


def upper_of(world: World, name: str) -> Opened:
    """A new upper node paired with the measured one."""
    new = NewNode(name, "Cấp trên", "upper", "01", "do", "head", "một mật khẩu dài để đo tốc độ")
    upper = create_node(Home(world.folder / f"{name}{world.people}"), new, limits=REHEARSAL)
    for one, other in ((world.opened, upper), (upper, world.opened)):
        card = pairing.card_bytes(one.session.store, one.device)
        pairing.pair(other.session.store, "do", card, "", pairing.read_card(card).fingerprint())
    return upper


def packages(world: World) -> list[Goal]:
    """Goals 20 to 24 over the first 100,000 changes of the register (or all it has)."""
    upper = upper_of(world, "UP")
    store, device = world.opened.session.store, world.opened.device
    stick = world.folder / f"stick{world.people}"
    stick.mkdir()
    with store.read() as reader:
        lines = [
            row[0]
            for row in reader.stream("SELECT line FROM op WHERE stream = 1 AND lsn <= 100000 ORDER BY lsn")
        ]
    goals = [_build(world, lines, len(lines)), _build(world, lines[:1000], 1000)]
    made = outbox.export(store, device, "do", "UP", stick, volume=25_000_000)
    first = made.packages[0]
    goals += _size(first.bytes, first.lsn, store)
    paths = [one.file for one in made.packages]
    goals.append(_open(world, upper, paths[0]))
    goals.append(_apply(world, upper, paths, lines))
    upper.close()
    return goals


def _build(world: World, lines: list[bytes], n: int) -> Goal:
    """Goals 20 and 21: from the database to a file on the disk; the floor starts from typed operations."""
    store, device = world.opened.session.store, world.opened.device
    folder = world.folder / f"build{world.people}_{n}"
    folder.mkdir()
    ops = [msgspec.json.decode(line, type=Op) for line in lines]
    key = SigningKey.generate()

    def ours() -> None:
        with store.read() as reader:
            rows = reader.rows("SELECT line FROM op WHERE stream = 1 AND lsn <= ? ORDER BY lsn", (n,))
        built = package.build(device, _head(world, n), [row[0] for row in rows], [device.recipient])
        files.write_all(folder, built.files)

    def floor() -> None:
        plain = b"\n".join(map(msgspec.json.encode, ops))
        packed = zstandard.ZstdCompressor(level=1).compress(plain)
        sealed = pyrage.encrypt(packed, [_SECRET.to_public()])
        signed = key.sign(sha256(sealed).digest())
        with (folder / "floor").open("wb") as file:
            file.write(signed)
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())

    mine, theirs = in_turn(ours, floor, 5 if n > 5000 else 30)
    number, most = (20, 3.0) if n > 5000 else (21, 4.0)
    return Goal(
        number, f"build a package of {n:,} changes", world.people, mine * 1e3, theirs * 1e3, "ms", most=most
    )


def _head(world: World, n: int) -> Manifest:
    store = world.opened.session.store
    at = store.position
    with store.read() as reader:
        start, end = chain_at(reader, at, 0), chain_at(reader, at, n)
    if start is None or end is None:
        raise ValueError(n)
    return Manifest(
        kind="delta",
        sender=store.info.node,
        device="0" * 16,
        stream=f"{store.info.stream}>UP",
        incarnation=at.incarnation,
        epoch=1,
        seq=1,
        lsn=(1, n),
        start_chain=start.hex(),
        end_chain=end.hex(),
        to=("UP",),
        schema=outbox.SCHEMA,
        app="bench",
        made_at="2026-11-23T07:00:00+07:00",
        hlc=(0, 0),
    )


def _size(size: int, lsn: tuple[int, int], store: Store) -> list[Goal]:
    with store.read() as reader:
        rows = reader.rows("SELECT line FROM op WHERE stream = 1 AND lsn BETWEEN ? AND ? ORDER BY lsn", lsn)
    plain = b"\n".join(row[0] for row in rows)
    zipped = len(zlib.compress(plain, 6)) + 300
    return [
        Goal(22, "package size against zip with AES", len(rows), size, zipped, "bytes", most=0.92),
        Goal(22, "package size against plain lines", len(rows), size, len(plain), "bytes", most=0.22),
    ]


def _open(world: World, upper: Opened, path: Path) -> Goal:
    """Goal 23: verify, decrypt and read every operation with its type; the floor is msgspec's typed parse."""
    keys = pairing.Keys(pairing.peers(upper.session.store))
    data = path.read_bytes()

    def ours() -> None:
        outer = package.open_outer(data, keys)
        package.open_inner(outer.slice, outer.key, Reader((upper.device.age_secret,), "UP"))

    outer = package.open_outer(data, keys)
    lines = package.open_inner(outer.slice, outer.key, Reader((upper.device.age_secret,), "UP")).lines
    decoder = msgspec.json.Decoder(Op)

    def floor() -> None:
        list(map(decoder.decode, lines))

    mine, theirs = in_turn(ours, floor, 3)
    return Goal(23, f"verify and read {len(lines):,} changes", world.people, mine, theirs, "s", most=2)


def _apply(world: World, upper: Opened, paths: list[Path], lines: list[bytes]) -> Goal:
    """Goal 24: take in whole packages; the floor parses, inserts and indexes the same lines barely."""
    mine = once(lambda: [inbox.receive(upper.session.store, upper.device, "do", path) for path in paths])
    with world.opened.session.store.read() as reader:
        total = int(reader.value("SELECT count(*) FROM op WHERE stream = 1") or 1)
    link = raw_store(world.folder / f"rawapply{world.people}.db")
    link.execute("CREATE TABLE op (n INTEGER PRIMARY KEY, id TEXT UNIQUE, rec TEXT, line BLOB)")
    link.execute("CREATE INDEX op_rec ON op (rec)")

    def floor() -> None:
        decoder = msgspec.json.Decoder(Op)
        ops = list(map(decoder.decode, lines))
        link.execute("BEGIN IMMEDIATE")
        link.executemany(
            "INSERT INTO op (id, rec, line) VALUES (?,?,?)",
            [(o.op, o.id, x) for o, x in zip(ops, lines, strict=True)],
        )
        link.executemany(
            "INSERT OR REPLACE INTO person (id, name, name_key, sex, birth) VALUES (?,?,?,?,?)",
            [
                (o.id, o.f["name"], o.f["name"], o.f.get("sex"), o.f.get("birth"))
                for o in ops
                if o.k == "person"
            ],
        )
        link.executemany(
            "INSERT INTO event (person, kind, at, text) VALUES (?,?,?,?)",
            [(o.f.get("person"), o.k, "2026", str(o.f.get("found"))) for o in ops if o.k != "person"],
        )
        link.executemany("INSERT INTO words (t) VALUES (?)", [(o.f["name"],) for o in ops if o.k == "person"])
        link.execute("COMMIT")

    theirs = once(floor) * total / len(lines)
    link.close()
    return Goal(24, f"apply {total:,} changes", world.people, mine, theirs, "s", most=4)
