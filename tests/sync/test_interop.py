"""P26: what an auditor can do with everyday tools and none of our code."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from pathlib import Path

import pytest
import zstandard

from app.sync import header
from tests.sync import world
from tests.sync.world import RECOVERY, A, B, U, build, datas

_ED25519_DER = bytes.fromhex("302a300506032b6570032100")


def run(*words: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(words, input=data, capture_output=True, timeout=30, check=False)


@pytest.fixture(scope="module")
def volume() -> header.Volume:
    return header.read(datas(build(20))[0])


@pytest.mark.tool("age")
def test_age_opens_the_body(tmp_path: Path, volume: header.Volume) -> None:
    key = tmp_path / "key.txt"
    key.write_text(RECOVERY.age_secret + "\n")
    key.chmod(0o600)
    opened = run("age", "-d", "-i", str(key), data=volume.slice)
    assert opened.returncode == 0, opened.stderr
    plain = opened.stdout
    size = int.from_bytes(plain[:4], "big")
    envelope = json.loads(plain[4 : 4 + size])
    manifest = json.loads(base64.b64decode(envelope["payload"]))
    body = plain[4 + size : 4 + size + manifest["body"]["clen"]]
    assert hashlib.sha256(body).hexdigest() == manifest["body"]["csha256"]
    assert zstandard.ZstdDecompressor().decompress(body).splitlines() == world.lines(20)


@pytest.mark.tool("age")
def test_age_does_not_open_it_for_others(tmp_path: Path, volume: header.Volume) -> None:
    key = tmp_path / "key.txt"
    key.write_text(B.age_secret + "\n")
    opened = run("age", "-d", "-i", str(key), data=volume.slice)
    assert opened.returncode != 0
    assert opened.stdout == b""


@pytest.mark.tool("age")
def test_what_age_seals_is_opened_here(tmp_path: Path) -> None:
    inner = build(4).finished.inner
    sealed = run("age", "-r", U.recipient, data=inner)
    assert sealed.returncode == 0
    assert world.receive([world.around(sealed.stdout)]).lines == world.lines(4)


def _pem(tmp_path: Path, key: bytes) -> str:
    path = tmp_path / "key.pem"
    text = base64.b64encode(_ED25519_DER + key).decode()
    path.write_text(f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n")
    return str(path)


def _openssl(tmp_path: Path, key: bytes, message: bytes, signature: bytes) -> bool:
    (tmp_path / "message").write_bytes(message)
    (tmp_path / "signature").write_bytes(signature)
    words = ("-rawin", "-in", str(tmp_path / "message"), "-sigfile", str(tmp_path / "signature"))
    done = run("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", _pem(tmp_path, key), *words)
    return done.returncode == 0 and b"Verified Successfully" in done.stdout


@pytest.mark.tool("openssl")
def test_openssl_verifies_the_outer_signature(tmp_path: Path, volume: header.Volume) -> None:
    message = b"DSSEv1 37 application/vnd.binhyen.outer.v1+json %d %b"
    message %= (len(volume.raw_header), volume.raw_header)
    assert _openssl(tmp_path, A.verify_key, message, volume.signature)
    assert not _openssl(tmp_path, B.verify_key, message, volume.signature)
    assert not _openssl(tmp_path, A.verify_key, message + b" ", volume.signature)


@pytest.mark.tool("openssl")
def test_openssl_verifies_the_inner_signature(tmp_path: Path) -> None:
    built = build(3)
    inner = built.finished.inner
    envelope = json.loads(inner[4 : 4 + int.from_bytes(inner[:4], "big")])
    payload = base64.b64decode(envelope["payload"])
    assert payload == built.finished.manifest_bytes
    message = b"DSSEv1 40 application/vnd.binhyen.manifest.v1+json %d %b" % (len(payload), payload)
    assert _openssl(tmp_path, A.verify_key, message, base64.b64decode(envelope["signatures"][0]["sig"]))


@pytest.mark.tool("minisign")
def test_minisign_verifies_the_outer_signature(tmp_path: Path, volume: header.Volume) -> None:
    """Its files are made by hand around our raw key and signature; the comment needs one of its own."""
    message = header.pae(header.OUTER_TYPE, volume.raw_header)
    name = b"Ed" + bytes.fromhex(A.kid)
    comment = b"made for a test"
    both = A.sign(volume.signature + comment)
    text = b"untrusted comment: x\n%b\ntrusted comment: %b\n%b\n"
    signature = text % (base64.b64encode(name + volume.signature), comment, base64.b64encode(both))
    (tmp_path / "m").write_bytes(message)
    (tmp_path / "m.minisig").write_bytes(signature)
    public = base64.b64encode(name + A.verify_key).decode()
    done = run("minisign", "-V", "-P", public, "-m", str(tmp_path / "m"))
    assert done.returncode == 0, done.stderr
    (tmp_path / "m").write_bytes(message + b" ")
    assert run("minisign", "-V", "-P", public, "-m", str(tmp_path / "m")).returncode != 0


def test_a_second_library_agrees_on_the_signature(volume: header.Volume) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    message = header.pae(header.OUTER_TYPE, volume.raw_header)
    Ed25519PublicKey.from_public_bytes(A.verify_key).verify(volume.signature, message)
