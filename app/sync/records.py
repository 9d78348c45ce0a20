"""What is noted of every package met."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.kinds.dates import VIETNAM
from app.ledger.reader import Reader
from app.ledger.store import Store
from app.ledger.writer import Writer
from app.sync.codes import Reject
from app.sync.package import Inner

if TYPE_CHECKING:
    from app.sync.applying import Arrived
    from app.sync.outcome import Outcome

_OP_ID = re.compile(r"[0-9a-f]{32}")
_SHOWN = (
    "n, sha256, pid, node, stream, kind, seq, lsn_from, lsn_to, status, code, ops, conflicts, parked, met_at,"
    " met_by"
)


@dataclass(frozen=True, slots=True)
class Met:
    """A package met: from whom, which part of whose stream, what became of it, when (Vietnam time, ISO)."""

    n: int
    sha256: str
    pid: str
    node: str
    stream: str
    kind: str
    seq: int
    lsn_from: int
    lsn_to: int
    status: str
    code: str
    ops: int
    conflicts: int
    parked: int
    met_at: str
    met_by: str


def all_met(reader: Reader) -> list[Met]:
    """Every package met, the newest first."""
    return [Met(*row) for row in reader.rows(f"SELECT {_SHOWN} FROM package_in ORDER BY n DESC")]


def applied_with(reader: Reader, sha256: str) -> Met | None:
    """The package already applied from exactly these bytes."""
    row = reader.row(
        f"SELECT {_SHOWN} FROM package_in WHERE sha256 = ? AND status = 'applied' LIMIT 1", (sha256,)
    )
    return Met(*row) if row is not None else None


def already_taken(reader: Reader, pid: str, node: str) -> Met | None:
    """The package of that id of a node, if it was applied; its id is in the header of every volume."""
    row = reader.row(
        f"SELECT {_SHOWN} FROM package_in WHERE pid = ? AND node = ? AND status IN ('applied', 'duplicate')"
        " LIMIT 1",
        (pid, node),
    )
    return Met(*row) if row is not None else None


def ready_after_gap(reader: Reader, node: str) -> list[Met]:
    """The waiting packages of a node whose gap is closed by now, the first positions first."""
    rows = reader.rows(
        f"SELECT {_SHOWN} FROM package_in AS p WHERE p.node = ? AND p.status = 'waiting' AND p.code = 'W_GAP'"
        " AND p.lsn_from <= 1 + coalesce("
        "  (SELECT lsn FROM answer_head WHERE p.kind = 'receipt' AND answer_head.stream = p.stream),"
        "  (SELECT lsn FROM stream WHERE p.kind <> 'receipt'"
        "    AND substr(p.stream, 1, length(stream.name) + 1) = stream.name || '>'), 0)"
        " ORDER BY p.lsn_from, p.lsn_to",
        (node,),
    )
    return [Met(*row) for row in rows]


def for_newer_program(reader: Reader) -> list[Met]:
    """The packages kept because this program could not read them."""
    sql = f"SELECT {_SHOWN} FROM package_in WHERE status = 'waiting' AND code = 'E_READER_OLD' ORDER BY n"
    return [Met(*row) for row in reader.rows(sql)]


def drop(writer: Writer, n: int) -> None:
    """Forget that a package was waiting: it was taken, refused, or its file is gone."""
    writer.conn.exec_driver_sql("DELETE FROM package_in WHERE n = ? AND status = 'waiting'", (n,))


def waiting_count(reader: Reader, stream: str) -> int:
    """How many packages of a stream wait for earlier ones."""
    sql = "SELECT count(*) FROM package_in WHERE stream = ? AND status = 'waiting' AND code = 'W_GAP'"
    return int(reader.value(sql, (stream,)))


def waiting_ranges(reader: Reader, stream: str) -> list[tuple[int, int]]:
    """The positions of the packages of a stream that wait for earlier ones."""
    rows = reader.rows(
        "SELECT DISTINCT lsn_from, lsn_to FROM package_in WHERE stream = ? AND status = 'waiting' AND code = 'W_GAP'"
        " ORDER BY lsn_from",
        (stream,),
    )
    return [(row[0], row[1]) for row in rows]


def is_op_id(text: str) -> bool:
    """Whether this can be the id of an operation."""
    return _OP_ID.fullmatch(text) is not None


def next_number(reader: Reader) -> int:
    """The row number the next package noted will have."""
    return int(reader.value("SELECT coalesce(max(n), 0) + 1 FROM package_in"))


def enter(writer: Writer, now: datetime, number: int, arrived: Arrived, outcome: Outcome) -> None:
    """Note a genuine package under the number it was given."""
    writer.conn.exec_driver_sql(
        "DELETE FROM package_in WHERE sha256 = ? AND status = 'waiting'", (arrived.sha256,)
    )
    _insert(
        writer,
        n=number,
        sha256=arrived.sha256,
        pid=arrived.pid,
        status=outcome.status,
        code=outcome.code_name,
        ops=outcome.ops,
        conflicts=outcome.conflicts,
        parked=outcome.parked,
        met_at=_iso(now),
        met_by=writer.by,
        **_said(arrived.inner),
    )


def enter_refusal(writer: Writer, now: datetime, sha256: str, pid: str, inner: Inner, reject: Reject) -> bool:
    """Note a genuine package that was not taken; False when it was refused for the same reason before.

    Its signed envelope is kept: two of them can prove a fork.
    """
    code = reject.reason.name
    writer.note("refuse", pid, f"{code} {reject.detail}"[:200])
    known = writer.row(
        "SELECT n FROM package_in WHERE digest = ? AND code = ? AND status = 'quarantined'",
        (inner.digest, code),
    )
    if known is not None:
        return False
    said = _said(inner)
    _insert(
        writer,
        n=next_number(writer),
        sha256=sha256,
        pid=pid,
        status="quarantined",
        code=code,
        met_at=_iso(now),
        met_by=writer.by,
        **said,
    )
    return True


def _said(inner: Inner) -> dict[str, Any]:
    head = inner.manifest
    return {
        "digest": inner.digest,
        "node": head.sender,
        "stream": head.stream,
        "kind": head.kind,
        "epoch": head.epoch,
        "seq": head.seq,
        "lsn_from": head.lsn[0],
        "lsn_to": head.lsn[1],
        "manifest": inner.raw_envelope,
    }


def note_refusal(store: Store, by: str, sha256: str, reject: Reject, node: str, status: str) -> None:
    """Note a file that was not taken; the same file with the same reason once."""
    code = reject.reason.name
    with store.write(by) as writer:
        known = writer.row("SELECT n FROM package_in WHERE sha256 = ? AND code = ?", (sha256, code))
        if known is None:
            number, met_at = next_number(writer), _iso(store.clock())
            _insert(
                writer, n=number, sha256=sha256, node=node, status=status, code=code, met_at=met_at, met_by=by
            )
        writer.note("refuse", sha256[:16], f"{code} {reject.detail}"[:200])


#: What stands where a refused file did not get far enough to tell.
_EMPTY: dict[str, Any] = {
    "pid": "",
    "digest": "",
    "stream": "",
    "kind": "",
    "epoch": 0,
    "seq": 0,
    "lsn_from": 0,
    "lsn_to": 0,
    "ops": 0,
    "conflicts": 0,
    "parked": 0,
    "manifest": b"",
}


def _insert(writer: Writer, **given: Any) -> None:
    values = {**_EMPTY, **given}
    names, places = ", ".join(values), ", ".join("?" for _ in values)
    writer.conn.exec_driver_sql(f"INSERT INTO package_in ({names}) VALUES ({places})", tuple(values.values()))


def _iso(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).replace(microsecond=0).isoformat()
