"""The ledger's and the system's tables; a kind's own table is made from its declaration.

Portable on purpose: no triggers, no deferrable keys.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

#: One row per writing device whose operations we hold; ``own`` marks ours. ``chain`` is
#: the chain after ``lsn``; ``hlc_ms`` the newest logical time in it.
stream = sa.Table(
    "stream",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("own", sa.Integer, nullable=False, default=0),
    sa.Column("incarnation", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("lsn", sa.Integer, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
    sa.Column("hlc_ms", sa.Integer, nullable=False),
    sa.Column("hlc_n", sa.Integer, nullable=False),
)

#: Closed epochs of a stream: where each ended.
epoch = sa.Table(
    "epoch",
    metadata,
    sa.Column("stream", sa.Integer, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("incarnation", sa.Text, nullable=False),
    sa.Column("lsn", sa.Integer, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("stream", "epoch"),
)

#: The ledger. ``status``: 0 applied, 1 parked, 2 erased (the line is then its hash).
op = sa.Table(
    "op",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Integer, nullable=False),
    sa.Column("lsn", sa.Integer, nullable=False),
    sa.Column("op", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("rec", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False, default=0),
    sa.Column("package", sa.Integer),
    sa.Column("line", sa.LargeBinary, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
    sa.Index("op_at", "stream", "lsn", unique=True),
    sa.Index("op_rec", "rec", "kind"),
    sa.Index("op_parked", "status", sqlite_where=sa.text("status <> 0")),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
)

#: Typed text not saved yet, so that a crash or a lock loses nothing.
draft = sa.Table(
    "draft",
    metadata,
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("who", "key"),
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("who", "key"),
)

#: Nodes we exchange with, by their pairing cards. ``part``: parent or child.
peer = sa.Table(
    "peer",
    metadata,
    sa.Column("kid", sa.Text, primary_key=True),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sort", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("verify_key", sa.LargeBinary, nullable=False),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("recovery", sa.Text, nullable=False),
    sa.Column("paired_at", sa.Text, nullable=False),
    sa.Column("paired_by", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
)

#: What a peer has confirmed of our stream, and the numbering of packages to it.
outlet = sa.Table(
    "outlet",
    metadata,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("prev", sa.Text, nullable=False),
    sa.Column("acked_epoch", sa.Integer, nullable=False),
    sa.Column("acked_lsn", sa.Integer, nullable=False),
    sa.Column("acked_at", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)

#: Packages made: the finished ciphertext lies in the outbox under its id until confirmed.
package_out = sa.Table(
    "package_out",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("pid", sa.Text, nullable=False, unique=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("lsn_from", sa.Integer, nullable=False),
    sa.Column("lsn_to", sa.Integer, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("copied_at", sa.Text, nullable=False),
    sa.Column("acked_at", sa.Text, nullable=False),
    sa.Index("package_out_at", "stream", "seq", unique=True),
)

#: Packages met: applied, waiting, duplicate, quarantined.
package_in = sa.Table(
    "package_in",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("pid", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("lsn_from", sa.Integer, nullable=False),
    sa.Column("lsn_to", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("ops", sa.Integer, nullable=False),
    sa.Column("conflicts", sa.Integer, nullable=False),
    sa.Column("parked", sa.Integer, nullable=False),
    sa.Column("manifest", sa.LargeBinary, nullable=False),
    sa.Column("met_at", sa.Text, nullable=False),
    sa.Column("met_by", sa.Text, nullable=False),
    sa.Index("package_in_sha", "sha256"),
    sa.Index("package_in_at", "stream", "epoch", "seq"),
)

#: The lines of our answering streams (receipts), one chain per receiving node.
answer = sa.Table(
    "answer",
    metadata,
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("lsn", sa.Integer, nullable=False),
    sa.Column("line", sa.LargeBinary, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("stream", "lsn"),
)

#: Where we stand in the answering streams of others.
answer_head = sa.Table(
    "answer_head",
    metadata,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("lsn", sa.Integer, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
)

#: Bytes kept beside the records (scans, photos, installed packs) under their SHA-256, since version 2.
blob = sa.Table(
    "blob",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("media", sa.Text, nullable=False),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
    sa.Column("added", sa.Text, nullable=False),
)
