"""Bytes beside the records: scans, photos, installed packs; encrypted with the store, named by their digest.

They are no part of the ledger: records name them, packages do not carry them, backups do.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

import msgspec

from app.kinds.dates import store_moment
from app.kinds.faults import Fault
from app.ledger.reader import Reader
from app.ledger.writer import Writer
from app.words import N_

_DAMAGED = N_("The bytes of this attachment are damaged. Restore a backup, or attach the paper again.")


def put(writer: Writer, data: bytes, media: str) -> str:
    """Keep bytes in the transaction; returns their digest. The same bytes are kept once."""
    digest = sha256(data).hexdigest()
    writer.run(
        "INSERT OR IGNORE INTO blob (digest, size, media, bytes, added) VALUES (?, ?, ?, ?, ?)",
        (digest, len(data), media, bytearray(data), store_moment(writer.ticker.clock())),
    )
    return digest


def get(reader: Reader, digest: str) -> bytes | None:
    """The bytes of a digest, None when this node does not have them; ``Fault`` E_BLOB when they are damaged."""
    row = reader.row("SELECT bytes FROM blob WHERE digest = ?", (digest,))
    if row is None:
        return None
    data = bytes(row[0])
    if sha256(data).hexdigest() != digest:
        raise Fault("E_BLOB", _DAMAGED)
    return data


def has(reader: Reader, digests: Collection[str]) -> set[str]:
    """Which of the digests this node has bytes of."""
    sql = "SELECT digest FROM blob WHERE digest IN (SELECT value FROM json_each(?))"
    return {row[0] for row in reader.rows(sql, (msgspec.json.encode(list(digests)).decode(),))}


def collect(writer: Writer, medias: Collection[str], used: Collection[str], before: datetime) -> int:
    """Drop bytes of these media that nothing uses and that were added before a moment; returns how many.

    ``medias`` keeps the bytes that others keep here out of it.
    """
    sql = (
        "SELECT digest FROM blob WHERE media IN (SELECT value FROM json_each(?)) AND added < ?"
        " AND digest NOT IN (SELECT value FROM json_each(?))"
    )
    asked = (msgspec.json.encode(list(medias)).decode(), store_moment(before),
             msgspec.json.encode(list(used)).decode())  # fmt: skip
    gone = [row[0] for row in writer.rows(sql, asked)]
    for digest in gone:
        writer.run("DELETE FROM blob WHERE digest = ?", (digest,))
    return len(gone)
