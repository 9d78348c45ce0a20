"""Cutting a ciphertext into volumes and putting it together again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from app.sync import limits
from app.sync.codes import Code, Reject
from app.sync.header import VERSION, Header


class Part(Protocol):
    """A verified volume."""

    @property
    def header(self) -> Header: ...
    @property
    def slice(self) -> bytes: ...


class Missing(NamedTuple):
    """What is still missing of a package: volume numbers out of ``vols``."""

    pid: str
    vols: int
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        return ", ".join(f"{number}/{self.vols}" for number in self.numbers)


def group_of(header: Header) -> tuple[str, str, int, str]:
    """What the volumes of one package have in common."""
    return header.pid, header.kid, header.vols, header.tsha256


def cut(ciphertext: bytes, pid: str, kid: str, volume_bytes: int) -> Iterator[tuple[Header, bytes]]:
    """Headers and slices of ``volume_bytes`` each; Reject E_SIZE when there would be too many."""
    step = min(max(volume_bytes, limits.VOLUME_LEAST), limits.VOLUME)
    total = len(ciphertext)
    count = -(-total // step)
    if total > limits.CIPHERTEXT or count > limits.VOLUMES:
        raise Reject(Code.E_SIZE, f"{total} bytes in {count} volumes")
    whole = hashlib.sha256(ciphertext).hexdigest()
    for number in range(1, count + 1):
        off = (number - 1) * step
        part = ciphertext[off : off + step]
        digest = hashlib.sha256(part).hexdigest()
        header = Header(VERSION, pid, kid, number, count, off, len(part), digest, total, whole)
        yield header, part


def missing_of(headers: Iterable[Header]) -> Missing:
    """The volumes not among ``headers``; Reject E_VOL_MIXED when they are of several packages."""
    heads = list(headers)
    groups = {group_of(head) for head in heads}
    if len(groups) != 1:
        raise Reject(Code.E_VOL_MIXED, f"{len(groups)} packages")
    have = {head.vol for head in heads}
    vols = heads[0].vols
    return Missing(heads[0].pid, vols, tuple(n for n in range(1, vols + 1) if n not in have))


def join(parts: Sequence[Part]) -> bytes:
    """The whole ciphertext from volumes in any order, duplicates allowed.

    Reject W_PARTIAL with ``missing``, E_VOL_MIXED or E_PART.
    """
    missing = missing_of(part.header for part in parts)
    if missing.numbers:
        raise Reject(Code.W_PARTIAL, str(missing), missing=str(missing))
    by_number = {part.header.vol: part for part in parts}
    ordered = [by_number[number] for number in sorted(by_number)]
    place = 0
    for part in ordered:
        if part.header.off != place or part.header.tlen != ordered[0].header.tlen:
            raise Reject(Code.E_PART, "volumes do not join")
        place += part.header.len
    whole = b"".join(part.slice for part in ordered)
    if hashlib.sha256(whole).hexdigest() != ordered[0].header.tsha256:
        raise Reject(Code.E_PART, "hash of the whole")
    return whole
