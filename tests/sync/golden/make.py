"""Makes the golden files of a version: run once for a release, never again for the same version.

``python -m tests.sync.golden.make v2`` writes package, receipt, keys and the dump
that importing must give. The keys are made for this and used for nothing else.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import msgspec

from app.sync import pairing
from tests.sync.nodes import USER, Forger, nodes

HERE = Path(__file__).parent


def make(folder: Path) -> None:
    """Write the golden files into a new folder."""
    folder.mkdir()
    with tempfile.TemporaryDirectory() as place, nodes(Path(place), "C1", "U07") as (c, u):
        stick = Path(place) / "stick"
        person = c.add("Nguyễn Văn Đức", {"kind": "visit", "visited_on": "2026-11-02", "found": "Ở nhà"})
        c.add("Trần Thị Bình", {"kind": "address", "sort": "present", "hamlet": "Tổ 3"})
        c.rename(person, "Nguyễn Văn Đức (Sáu)")
        mistaken = c.add("Người nhập nhầm")
        with c.store.write(USER) as writer:
            writer.retract("person", mistaken, "Nhập nhầm")
        (file,) = c.export("U07", stick)
        (folder / "delta.byx").write_bytes(file.read_bytes())
        assert u.receive(file).status == "applied"
        (back,) = u.export("C1", stick)
        (folder / "receipt.byx").write_bytes(back.read_bytes())
        with c.store.read() as reader:
            lines = [row[0] for row in reader.rows("SELECT line FROM op WHERE stream = 1 ORDER BY lsn")]
        f = Forger(c, u)
        for line in lines:
            f.add(line)
        f.op("kind_of_later", "a" * 26, {"what": "x"})
        f.op("person", "b" * 26, {"name": "Lê Văn Tám", "birth": "1991"})
        later = f.file(stick, len(lines) + 1, seq=2)
        (folder / "later.byx").write_bytes(later.read_bytes())
        done = u.receive(later)
        assert (done.status, done.parked) == ("applied", 1), done
        (folder / "dump.jsonl").write_bytes(u.dump())
        keys = {
            "card": pairing.card_bytes(c.store, c.device).decode(),
            "receiver": {
                "node": "U07",
                "device": "d1",
                "sign_seed": u.device.sign_seed.hex(),
                "age_secret": u.device.age_secret,
            },
        }
        (folder / "keys.json").write_bytes(msgspec.json.format(msgspec.json.encode(keys)) + b"\n")


if __name__ == "__main__":
    make(HERE / sys.argv[1])
