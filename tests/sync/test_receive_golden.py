"""P23, P26: packages of every version ever released are taken in, and everyday tools open them."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import msgspec
import pytest

from app.sync import header, inbox, pairing
from app.vault.identity import Device
from tests.sync.nodes import USER, nodes

GOLDEN = Path(__file__).parent / "golden"
VERSIONS = sorted(path.name for path in GOLDEN.iterdir() if path.name.startswith("v"))
_ED25519_DER = bytes.fromhex("302a300506032b6570032100")


@pytest.mark.parametrize("version", VERSIONS)
def test_golden_packages_give_what_they_gave(tmp_path: Path, version: str) -> None:
    folder = GOLDEN / version
    keys = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    mine = keys["receiver"]
    device = Device(mine["node"], mine["device"], bytes.fromhex(mine["sign_seed"]), mine["age_secret"])
    card = keys["card"].encode()
    with nodes(tmp_path, mine["node"]) as (u,):
        with u.store.write(USER) as writer:
            writer.conn.exec_driver_sql("DELETE FROM peer")
        pairing.pair(u.store, USER, card, "child", pairing.read_card(card).fingerprint())
        first = inbox.receive(u.store, device, USER, folder / "delta.byx")
        later = inbox.receive(u.store, device, USER, folder / "later.byx")
        assert (first.status, later.status) == ("applied", "applied")
        assert u.dump() == (folder / "dump.jsonl").read_bytes()
        assert u.is_sound()
        assert inbox.receive(u.store, device, USER, folder / "receipt.byx").code == "E_KEY_UNKNOWN"


def test_there_is_a_golden_file_of_this_version() -> None:
    assert f"v{header.VERSION}" in VERSIONS


def _run(*words: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(words, input=data, capture_output=True, timeout=30, check=False)


@pytest.mark.tool("age", "openssl")
def test_an_exported_file_opens_without_our_program(tmp_path: Path) -> None:
    with nodes(tmp_path, "C1", "U07") as (c, u):
        c.add("Nguyễn Văn Đức")
        (file,) = c.export("U07", tmp_path / "s")
        volume = header.read(file.read_bytes())
        secret = tmp_path / "key.txt"
        secret.write_text(u.device.age_secret + "\n")
        opened = _run("age", "-d", "-i", str(secret), data=volume.slice)
        assert opened.returncode == 0, opened.stderr
        size = int.from_bytes(opened.stdout[:4], "big")
        envelope = json.loads(opened.stdout[4 : 4 + size])
        payload = base64.b64decode(envelope["payload"])
        head = msgspec.json.decode(payload)
        body = opened.stdout[4 + size :][: head["body"]["clen"]]
        assert hashlib.sha256(body).hexdigest() == head["body"]["csha256"]
        kind = b"application/vnd.binhyen.manifest.v1+json"
        signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
        for message, signature in (
            (signed, base64.b64decode(envelope["signatures"][0]["sig"])),
            (header.pae(header.OUTER_TYPE, volume.raw_header), volume.signature),
        ):
            assert _openssl(tmp_path, c.device.verify_key, message, signature)
            assert not _openssl(tmp_path, c.device.verify_key, message + b" ", signature)


def _openssl(tmp_path: Path, key: bytes, message: bytes, signature: bytes) -> bool:
    text = base64.b64encode(_ED25519_DER + key).decode()
    (tmp_path / "key.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")
    (tmp_path / "message").write_bytes(message)
    (tmp_path / "signature").write_bytes(signature)
    words = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "message")
    done = subprocess.run(
        (*words, "-sigfile", "signature"), cwd=tmp_path, capture_output=True, timeout=30, check=False
    )
    return done.returncode == 0
