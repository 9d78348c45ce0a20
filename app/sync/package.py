"""Building and opening packages: pure functions on bytes.

Building: sign the manifest, compress, seal, sign each volume. Opening follows
the same order backwards and stops at the first thing that does not fit; only
``Reject`` leaves this module, whatever the bytes are.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from app.ledger.ops import Op
from app.sync import body, envelope, header, limits, manifest, seal, textform, volumes
from app.sync.codes import Code, Reject
from app.sync.envelope import Signature
from app.sync.header import Header
from app.sync.manifest import Closes, Manifest
from app.vault.identity import verify


class Signer(Protocol):
    """The device that signs; ``app.vault.identity.Device`` is one."""

    @property
    def kid(self) -> str: ...
    def sign(self, data: bytes) -> bytes: ...


class DeviceKey(msgspec.Struct, frozen=True):
    """What the trust list says of a signing key, now or in the past.

    ``cutoff`` is the last genuine position of a revoked key; without one nothing
    of a revoked key is genuine.
    """

    kid: str
    node: str
    verify_key: bytes
    device: str = ""
    revoked: bool = False
    cutoff: Closes | None = None


class KeyBook(Protocol):
    """The trust list as the verifier needs it."""

    def find(self, kid: str) -> DeviceKey | None:
        """The key named ``kid``, current or historic."""


class Finished(msgspec.Struct, frozen=True):
    """A signed package before sealing.

    ``inner`` (envelope, body, padding) is what must be kept safely before any
    file is written: sealing it again gives the same package, building it again
    would look like a fork. ``digest`` is the SHA-256 of the manifest's bytes.
    """

    manifest: Manifest
    manifest_bytes: bytes
    digest: str
    inner: bytes


class Sealed(msgspec.Struct, frozen=True):
    """A sealed package as files: (name, bytes) each."""

    pid: str
    ciphertext: bytes
    files: tuple[tuple[str, bytes], ...]


class Built(msgspec.Struct, frozen=True):
    """A package built in one go."""

    finished: Finished
    sealed: Sealed

    @property
    def files(self) -> tuple[tuple[str, bytes], ...]:
        """(name, bytes) of each volume."""
        return self.sealed.files

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest's bytes."""
        return self.finished.digest


class Outer(msgspec.Struct, frozen=True):
    """One volume whose outer signature and hashes are right."""

    header: Header
    slice: bytes
    key: DeviceKey


class Inner(msgspec.Struct, frozen=True):
    """A package that passed every check that needs no ledger.

    ``lines`` are the body's lines as received, which is what is hashed and kept;
    ``ops`` are the same lines typed, ``objects`` the same lines of a package that
    carries no operations. What they say is the ledger's business.
    ``extra`` are an officer's signatures, kept but not judged here.
    """

    manifest: Manifest
    manifest_bytes: bytes
    digest: str
    lines: list[bytes]
    ops: list[Op | body.Erased]
    objects: list[dict[str, Any]]
    signer: DeviceKey
    raw_envelope: bytes
    extra: tuple[Signature, ...]


@dataclass(frozen=True)
class Reader:
    """Who opens packages: age secrets, own node name, newest schema version understood.

    With an empty ``node`` the addressee is not checked: the recovery office and
    an auditor read what was sent to others.
    """

    secrets: tuple[str, ...] = field(repr=False)
    node: str = ""
    schema_version: int = 1


def build(
    device: Signer,
    head: Manifest,
    lines: Sequence[bytes],
    recipients: Sequence[str],
    *,
    volume_bytes: int = limits.VOLUME_DEFAULT,
    text: bool = False,
) -> Built:
    """Finish and seal in one go; ``head`` carries no body information yet."""
    finished = finish(device, head, lines)
    return Built(finished, wrap(device, finished.inner, recipients, volume_bytes=volume_bytes, text=text))


def finish(
    device: Signer, head: Manifest, lines: Sequence[bytes], extra: Sequence[tuple[str, bytes]] = ()
) -> Finished:
    """Compress ``lines``, complete the manifest and sign it; ``extra`` are a token's signatures.

    Reject E_SIZE when over a limit, E_SCHEMA when ``head`` and ``lines`` disagree.
    """
    packed = body.pack(lines)
    complete = msgspec.structs.replace(head, device=device.kid, body=packed.info)
    raw = manifest.encode(complete)
    manifest.decode(raw, complete.schema.v)
    signature = device.sign(envelope.signed_bytes(raw))
    sealed = envelope.write(raw, [(device.kid, signature), *extra])
    inner = seal.pack_inner(sealed, packed.data)
    return Finished(complete, raw, hashlib.sha256(raw).hexdigest(), inner)


def wrap(
    device: Signer,
    inner: bytes,
    recipients: Sequence[str],
    *,
    volume_bytes: int = limits.VOLUME_DEFAULT,
    text: bool = False,
) -> Sealed:
    """Seal finished inner bytes under a fresh package id and cut them into volumes."""
    ciphertext = seal.encrypt(inner, recipients)
    pid = secrets.token_hex(16)
    files = []
    for head, part in volumes.cut(ciphertext, pid, device.kid, volume_bytes):
        raw = header.encode(head)
        volume = header.write(raw, device.sign(header.pae(header.OUTER_TYPE, raw)), part)
        files.append((file_name(head, text=text), textform.to_text(volume) if text else volume))
    return Sealed(pid, ciphertext, tuple(files))


def file_name(head: Header, *, text: bool = False) -> str:
    """``BY_<pid8>_<vol>of<vols>.byx`` or ``.txt``; never trusted when reading."""
    return f"BY_{head.pid[:8]}_{head.vol}of{head.vols}.{'txt' if text else 'byx'}"


def read_header(data: bytes) -> Header:
    """The clear header of a volume in either variant, its signature not checked."""
    return header.read(_binary(data)).header


def open_outer(data: bytes, keys: KeyBook) -> Outer:
    """Check one volume from outside (import step 2).

    Reject E_MAGIC, E_HEADER, E_SIZE, E_READER_OLD, E_KEY_UNKNOWN, E_SIG_OUTER, E_PART.
    """
    volume = header.read(_binary(data))
    key = keys.find(volume.header.kid)
    if key is None or key.kid != volume.header.kid:
        raise Reject(Code.E_KEY_UNKNOWN, volume.header.kid)
    signed = header.pae(header.OUTER_TYPE, volume.raw_header)
    if not verify(key.verify_key, signed, volume.signature):
        raise Reject(Code.E_SIG_OUTER, volume.header.kid)
    if hashlib.sha256(volume.slice).hexdigest() != volume.header.sha256:
        raise Reject(Code.E_PART, "hash of the slice")
    return Outer(volume.header, volume.slice, key)


def _binary(data: bytes) -> bytes:
    if not textform.is_text(data):
        return data
    if len(data) > limits.TEXT_FILE:
        raise Reject(Code.E_SIZE, "text variant over the limit")
    return textform.from_text(data)


def assemble(outers: Sequence[Outer]) -> bytes:
    """The ciphertext of verified volumes (step 3); Reject W_PARTIAL, E_VOL_MIXED, E_PART."""
    return volumes.join(outers)


def open_inner(ciphertext: bytes, signer: DeviceKey, reader: Reader) -> Inner:
    """Decrypt and check a package (steps 4 to 7) whose outer signature is by ``signer``.

    Reject E_DECRYPT, E_ENVELOPE, E_SIG_INNER, E_SIGNER_MISMATCH, E_CANON,
    E_READER_OLD, E_SCHEMA, E_ADDRESSEE, E_KEY_REVOKED, E_BODY_HASH, E_BOMB.
    """
    return check_inner(seal.decrypt(ciphertext, reader.secrets), signer, reader)


def check_inner(inner: bytes, signer: DeviceKey, reader: Reader) -> Inner:
    """Steps 5 to 7 on inner bytes already decrypted, such as the outbox keeps; rejects as ``open_inner``."""
    raw_envelope, data = seal.split_inner(inner)
    opened = envelope.read(raw_envelope)
    _check_signature(opened, signer)
    head = manifest.decode(opened.payload, reader.schema_version)
    _check_parties(head, signer, reader.node)
    _check_cutoff_position(head, signer)
    lines = body.unpack(data, head.body)
    _check_cutoff_chain(head, signer, lines)
    digest = hashlib.sha256(opened.payload).hexdigest()
    is_ops = head.kind in manifest.OP_KINDS
    ops = body.read_ops(lines, head.lsn[0]) if is_ops else []
    objects = [] if is_ops else body.read_objects(lines)
    return Inner(head, opened.payload, digest, lines, ops, objects, signer, raw_envelope, opened.extra)


def manifest_in(inner: bytes, schema_version: int) -> tuple[Manifest, str]:
    """The manifest in finished inner bytes of our own, with its digest; Reject as ``check_inner``."""
    payload = envelope.read(seal.split_inner(inner)[0]).payload
    return manifest.decode(payload, schema_version), hashlib.sha256(payload).hexdigest()


def _check_signature(opened: envelope.Opened, signer: DeviceKey) -> None:
    if opened.device.keyid != signer.kid:
        raise Reject(Code.E_SIGNER_MISMATCH, "inner and outer key differ")
    if not verify(signer.verify_key, opened.signed_bytes, opened.device.value):
        raise Reject(Code.E_SIG_INNER, signer.kid)


def _check_parties(head: Manifest, signer: DeviceKey, me: str) -> None:
    ends = manifest.stream_ends(head.stream)
    if head.device != signer.kid or head.sender != signer.node:
        raise Reject(Code.E_SIGNER_MISMATCH, "the key is not the sender's")
    if ends.device and signer.device and ends.device != signer.device:
        raise Reject(Code.E_SIGNER_MISMATCH, "the stream is another device's")
    if me and (me not in head.to or ends.to != me):
        raise Reject(Code.E_ADDRESSEE, head.stream)


def _check_cutoff_position(head: Manifest, signer: DeviceKey) -> None:
    """Step 6: a revoked key speaks only up to its cut-off."""
    if not signer.revoked:
        return
    cutoff = signer.cutoff
    if cutoff is None or (head.epoch, head.lsn[1]) > (cutoff.epoch, cutoff.lsn):
        raise Reject(Code.E_KEY_REVOKED, "beyond the cut-off")


def _check_cutoff_chain(head: Manifest, signer: DeviceKey, lines: Sequence[bytes]) -> None:
    """A package that reaches the cut-off must reach it with the genuine chain."""
    cutoff = signer.cutoff if signer.revoked else None
    if cutoff is None or (head.epoch, head.lsn[1]) != (cutoff.epoch, cutoff.lsn):
        return
    if body.end_of_chain(head.start_chain, lines) != cutoff.chain:
        raise Reject(Code.E_KEY_REVOKED, "another chain at the cut-off")
