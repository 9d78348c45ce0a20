"""Nodes, operations and packages for the tests of this room."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import pyrage

from app.kinds import canonical
from app.sync import body, envelope, header, manifest, package, seal
from app.sync.manifest import Manifest
from app.sync.package import DeviceKey
from app.vault.identity import Device

ZERO = "0" * 64
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Bùi", "Đỗ")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Hà", "Khánh", "Yến", "Đạt")


def device(node: str, name: str = "d1") -> Device:
    """A device with keys that follow from its name."""
    seed = hashlib.sha256(f"{node}/{name}".encode()).digest()
    return Device(node, name, seed, str(pyrage.x25519.Identity.generate()))


A = device("C00004")
B = device("C00118")
U = device("U00101")
OTHER_U = device("U00201")
RECOVERY = device("R00001")
STRANGER = device("C09999")


class Keys:
    """A trust list that knows the given devices."""

    def __init__(self, *devices: Device) -> None:
        self.keys = {one.kid: key_of(one) for one in devices}
        self.asked: list[str] = []

    def find(self, kid: str) -> DeviceKey | None:
        self.asked.append(kid)
        return self.keys.get(kid)


def key_of(one: Device, **changes: Any) -> DeviceKey:
    return DeviceKey(**({"kid": one.kid, "node": one.node, "verify_key": one.verify_key} | changes))


KEYS = Keys(A, B, U)


def lines(n: int, first: int = 1, seed: int = 1) -> list[bytes]:
    """``n`` realistic operation lines numbered from ``first``."""
    rand = random.Random(seed)
    return [canonical.encode(_op(rand, lsn)) for lsn in range(first, first + n)]


def _op(rand: random.Random, lsn: int) -> dict[str, Any]:
    person = f"{rand.getrandbits(128):032x}"
    if rand.random() < 0.3:
        name = f"{rand.choice(FAMILY)} Văn {rand.choice(GIVEN)}"
        number = f"{rand.randint(1, 96):03d}{rand.randint(0, 999999999):09d}"
        fields: dict[str, Any] = {
            "address": f"Tổ {rand.randint(1, 40)}, khu phố {rand.randint(1, 20)}",
            "birth": f"{rand.randint(1955, 2008)}-{rand.randint(1, 12):02d}",
            "name": name,
            "number": number,
            "sex": rand.choice("MF"),
        }
        kind = "person"
    else:
        day = f"2026-{rand.randint(1, 12):02d}-{rand.randint(1, 28):02d}"
        fields = {
            "panel": [{"drug": drug, "result": "negative"} for drug in ("MOP", "MET", "THC", "MDMA")],
            "person": person,
            "reason": rand.choice(("periodic", "suspicion")),
            "result": rand.choice(("negative", "positive")),
            "sampled_at": f"{day}T08:{rand.randint(0, 59):02d}:00+07:00",
        }
        kind = "drug_test"
    return {
        "base": [],
        "by": rand.choice(("u1", "u2")),
        "f": fields,
        "hlc": [1764000000000 + lsn * 40000 + rand.randint(0, 30000), 0],
        "id": person if kind == "person" else f"{rand.getrandbits(128):032x}",
        "k": kind,
        "lsn": lsn,
        "op": f"{rand.getrandbits(128):032x}",
        "ow": 1,
        "t": "event",
    } | ({"why": "Nhập hồ sơ"} if rand.random() < 0.2 else {})


def head(
    sender: Device = A, to: str = "U00101", body_lines: Sequence[bytes] = (), **changes: Any
) -> Manifest:
    """A manifest for ``body_lines`` numbered from 1, before packing."""
    values: dict[str, Any] = {
        "kind": "delta",
        "sender": sender.node,
        "device": sender.kid,
        "stream": f"{sender.node}/{sender.device}>{to}",
        "incarnation": "1" * 32,
        "epoch": 1,
        "seq": 1,
        "lsn": (1, len(body_lines)),
        "start_chain": ZERO,
        "end_chain": body.end_of_chain(ZERO, body_lines),
        "to": (to, "RECOVERY"),
        "schema": manifest.Schema("binhyen", 1, 1),
        "app": "1.0.0",
        "made_at": "2026-11-23T07:00:00+07:00",
        "hlc": (1764000000000, 3),
    }
    return Manifest(**(values | changes))


def build(n: int = 5, sender: Device = A, to: Device = U, **options: Any) -> package.Built:
    """A package of ``n`` operations."""
    body_lines = lines(n)
    changes = options.pop("changes", {})
    recipients = [to.recipient, RECOVERY.recipient, sender.recipient]
    return package.build(
        sender, head(sender, to.node, body_lines, **changes), body_lines, recipients, **options
    )


def reader(me: Device = U) -> package.Reader:
    return package.Reader((me.age_secret,), me.node)


def receive(files: Iterable[bytes], me: Device = U, keys: Any = KEYS) -> package.Inner:
    """Everything the verifier does to the bytes of a package's volumes."""
    outers = [package.open_outer(data, keys) for data in files]
    ciphertext = package.assemble(outers)
    return package.open_inner(ciphertext, outers[0].key, reader(me))


def datas(built: package.Built) -> list[bytes]:
    return [data for _, data in built.files]


def hostile(
    plain: bytes,
    *,
    data: bytes | None = None,
    payload: bytes | None = None,
    info: dict[str, Any] | None = None,
    inner_by: Device = A,
    outer_by: Device = A,
    **changes: Any,
) -> bytes:
    """A properly signed single volume with any body, as a taken-over device could make it.

    ``data`` is the compressed body when it is not simply ``plain`` compressed,
    ``payload`` a manifest in place of ours, ``info`` changes its body part.
    """
    packed = data if data is not None else _compress(plain)
    said = {
        "enc": "zstd",
        "clen": len(packed),
        "csha256": hashlib.sha256(packed).hexdigest(),
        "len": len(plain),
        "sha256": hashlib.sha256(plain).hexdigest(),
        "n": plain.count(b"\n"),
    } | (info or {})
    end_chain = body.end_of_chain(ZERO, plain.split(b"\n")[:-1])
    values = msgspec.to_builtins(head(inner_by, U.node, lsn=(1, said["n"]), end_chain=end_chain))
    raw = payload if payload is not None else canonical.encode(values | {"body": said} | changes)
    signed = envelope.write(raw, [(inner_by.kid, inner_by.sign(envelope.signed_bytes(raw)))])
    return volume(seal.pack_inner(signed, packed), outer_by)


def volume(inner: bytes, signer: Device = A) -> bytes:
    """One sealed and signed volume around any inner bytes."""
    ((_, data),) = package.wrap(signer, inner, [U.recipient], volume_bytes=20_000_000).files
    return data


def around(ciphertext: bytes, signer: Device = A, **changes: Any) -> bytes:
    """One signed volume around any ciphertext; ``changes`` to its header."""
    values: dict[str, Any] = {
        "v": 1,
        "pid": "5" * 32,
        "kid": signer.kid,
        "vol": 1,
        "vols": 1,
        "off": 0,
        "len": len(ciphertext),
        "sha256": hashlib.sha256(ciphertext).hexdigest(),
        "tlen": len(ciphertext),
        "tsha256": hashlib.sha256(ciphertext).hexdigest(),
    }
    return with_header(canonical.encode(values | changes), ciphertext, signer)


def with_header(raw: bytes, part: bytes, signer: Device = A) -> bytes:
    """A volume whose header bytes are as given, properly signed."""
    return header.write(raw, signer.sign(header.pae(header.OUTER_TYPE, raw)), part)


def _compress(plain: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=1).compress(plain)
