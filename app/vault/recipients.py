"""Sealing keys to recovery holders: age files to public recipients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.vault.slots import Grant, RecoverySlot


def sealed_to(recipients: Sequence[str], data: bytes) -> bytes:
    """An age file of ``data`` that any one of the X25519 ``recipients`` opens."""
    import pyrage

    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(text) for text in recipients]))


def opened_with(age_secret: str, data: bytes) -> bytes | None:
    """The content of an age file, or None when it is damaged or for somebody else."""
    import pyrage

    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(age_secret)]))
    except pyrage.DecryptError:
        return None


def entrusted(entry: RecoverySlot, name: str, gen: int, data: bytes) -> RecoverySlot:
    """The recovery slot with one more key sealed to its holders, unless it has that one already."""
    if any(part.key == name and part.gen == gen for part in entry.parts):
        return entry
    part = Grant(name, gen, sealed_to(entry.recipients, data))
    return replace(entry, parts=(*entry.parts, part))
