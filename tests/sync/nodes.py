"""Whole nodes for the tests of delivery: made once per run, copied for each test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from app import bootstrap
from app.bootstrap import NewNode, Opened
from app.kinds import canonical
from app.kinds.ids import new_id, new_op_id
from app.ledger.clock import Clock
from app.ledger.foreign import position_of
from app.ledger.ops import genesis, link
from app.ledger.verify import verify
from app.ledger.writer import Position
from app.register import loading
from app.sync import body, inbox, outbox, package, pairing
from app.sync.inbox import Received
from app.sync.manifest import Manifest, Schema
from app.vault.derive import REHEARSAL
from app.vault.home import Home

PASSWORD = "mật khẩu diễn tập rất dài 2026"
USER = "nguyenvanan"
NAMES = {
    "C1": ("Công an phường Bến Nghé", "commune", "26740"),
    "C2": ("Công an phường Tân Định", "commune", "26734"),
    "C3": ("Công an xã Bình Mỹ", "commune", "26743"),
    "H1": ("Trạm y tế phường Bến Nghé", "health", "26740"),
    "U07": ("Công an thành phố", "upper", "79"),
    "U08": ("Công an tỉnh bên cạnh", "upper", "74"),
}
#: Who stands under whom from the start.
LINKS = (("C1", "U07"), ("C2", "U07"), ("C3", "U07"), ("H1", "C1"))


@dataclass
class Node:
    """One node: its home, what is open, and short words for what tests do with it."""

    path: Path
    clock: Clock | None = None
    opened: Opened | None = None
    made: list[str] = field(default_factory=list)

    def open(self) -> Node:
        extra = {"clock": self.clock} if self.clock else {}
        self.opened = bootstrap.open_node(Home(self.path), USER, PASSWORD, limits=REHEARSAL, **extra)
        return self

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    def again(self) -> Node:
        """Closed and opened, as after a restart."""
        self.close()
        return self.open()

    @property
    def up(self) -> Opened:
        assert self.opened is not None
        return self.opened

    @property
    def name(self) -> str:
        return str(self.store.info.node)

    @property
    def store(self) -> Any:
        return self.up.session.store

    @property
    def device(self) -> Any:
        return self.up.device

    def add(self, name: str = "Nguyễn Văn Đức", *records: dict[str, Any]) -> str:
        """A person, with other records about it; returns the person's id."""
        person = new_id()
        lines = [{"kind": "person", "id": person, "name": name, "birth": "1990"}]
        lines += [{"person": person} | record for record in records]
        self.load(lines)
        self.made.append(person)
        return person

    def load(self, lines: Sequence[dict[str, Any]]) -> None:
        done = loading.load(self.up.session, [msgspec.json.encode(line) for line in lines])
        assert not done.refused, done.refused

    def visit(self, person: str, day: str = "2026-11-02", found: str = "Ở nhà") -> str:
        visit = new_id()
        self.load([{"kind": "visit", "id": visit, "person": person, "visited_on": day, "found": found}])
        return visit

    def rename(self, person: str, name: str) -> None:
        self.load([{"kind": "person", "id": person, "name": name, "birth": "1990"}])

    def export(self, to: str, folder: Path, **options: Any) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        done = outbox.export(self.store, self.device, USER, to, folder, **options)
        return [package.file for package in done.packages]

    def receive(self, path: Path) -> Received:
        return inbox.receive(self.store, self.device, USER, path)

    def dump(self) -> bytes:
        return b"".join(loading.dump(self.up.session))

    def value(self, sql: str, *params: Any) -> Any:
        with self.store.read() as reader:
            return reader.value(sql, params)

    def holds(self, node: str) -> int:
        """Up to where we hold that node's stream."""
        return int(self.value("SELECT lsn FROM stream WHERE name = ?", f"{node}/d1") or 0)

    def state(self) -> tuple[Any, ...]:
        """Everything a refused file must leave as it was."""
        streams = ("SELECT name, epoch, lsn, hex(chain) FROM stream", "SELECT count(*), max(n) FROM op")
        with self.store.read() as reader:
            return (self.dump(), *(tuple(map(tuple, reader.rows(sql))) for sql in streams))

    def is_sound(self) -> bool:
        return not [check for check in verify(self.store, deep=True) if not check.ok]


@cache
def _templates() -> Path:
    """All nodes of NAMES, paired as in LINKS, closed."""
    root = Path(tempfile.mkdtemp(prefix="binhyen-nodes-"))
    opened = {}
    for node, (name, sort, unit) in NAMES.items():
        new = NewNode(node, name, sort, unit, USER, "", PASSWORD)
        opened[node] = bootstrap.create_node(Home(root / node), new, limits=REHEARSAL)
    cards = {node: pairing.card_bytes(up.session.store, up.device) for node, up in opened.items()}
    for below, above in LINKS:
        for here, there in ((below, above), (above, below)):
            print_of = pairing.read_card(cards[there]).fingerprint()
            pairing.pair(opened[here].session.store, USER, cards[there], "", print_of)
    for up in opened.values():
        up.close()
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    return root


@contextmanager
def nodes(folder: Path, *names: str, clock: Clock | None = None) -> Iterator[tuple[Node, ...]]:
    """Open copies of the named nodes; all of them come from one pairing."""
    made = []
    try:
        for name in names:
            shutil.copytree(_templates() / name, folder / name)
            made.append(Node(folder / name, clock).open())
        yield tuple(made)
    finally:
        for node in made:
            node.close()


def pair(one: Node, other: Node, part: str = "") -> None:
    """``one`` accepts the card of ``other``."""
    card = pairing.card_bytes(other.store, other.device)
    pairing.pair(one.store, USER, card, part, pairing.read_card(card).fingerprint())


def fixed(moment: str) -> Callable[[], datetime]:
    at = datetime.fromisoformat(moment)
    return lambda: at.astimezone(UTC)


class Forger:
    """A taken-over node: it signs properly whatever it is told to send as its own stream."""

    def __init__(self, node: Node, to: Node, incarnation: str = "") -> None:
        self.node, self.to = node, to
        at = node.store.position
        self.incarnation = incarnation or at.incarnation
        self.stream = node.store.info.stream
        self.chain = genesis(self.stream, self.incarnation)
        self.lines: list[bytes] = []
        self.chains = [self.chain]
        self.hlc = 1_795_000_000_000

    def op(self, kind: str, record: str, fields: dict[str, Any], **changes: Any) -> str:
        """Add an operation; returns its id."""
        lsn = len(self.lines) + 1
        op_id = new_op_id()
        values = {
            "base": [],
            "by": USER,
            "f": fields,
            "hlc": [self.hlc + lsn, 0],
            "id": record,
            "k": kind,
            "lsn": lsn,
            "op": op_id,
            "ow": 1,
            "t": "patch",
        }
        self.add(canonical.encode(values | changes))
        return op_id

    def add(self, line: bytes) -> None:
        self.lines.append(line)
        self.chain = link(self.chain, line)
        self.chains.append(self.chain)

    def file(
        self, folder: Path, first: int = 1, last: int | None = None, seq: int = 1, **changes: Any
    ) -> Path:
        """A package file of the lines from ``first`` to ``last``."""
        last = len(self.lines) if last is None else last
        lines = self.lines[first - 1 : last]
        values: dict[str, Any] = {
            "kind": "delta",
            "sender": self.node.name,
            "device": self.node.device.kid,
            "stream": f"{self.stream}>{self.to.name}",
            "incarnation": self.incarnation,
            "epoch": 1,
            "seq": seq,
            "lsn": (first, last),
            "start_chain": self.chains[first - 1].hex(),
            "end_chain": body.end_of_chain(self.chains[first - 1].hex(), lines),
            "to": (self.to.name,),
            "schema": Schema("binhyen", 1, 1),
            "app": "1.0.0",
            "made_at": "2026-11-23T07:00:00+07:00",
            "hlc": (self.hlc, 0),
        }
        head = Manifest(**(values | changes))
        built = package.build(self.node.device, head, lines, [self.to.device.recipient])
        ((name, data),) = built.files
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        return folder / name


def foreign_position(node: Node, stream: str) -> Position | None:
    with node.store.read() as reader:
        return position_of(reader, stream)
