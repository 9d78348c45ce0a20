"""Writing to the store: every change becomes one operation, and its row, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.kinds.codec import checked, checked_text, from_fields, kind_named, to_fields
from app.kinds.declare import Kind, Record, kind_of
from app.kinds.faults import Fault
from app.kinds.ids import new_op_id
from app.kinds.text import clean
from app.ledger import audit
from app.ledger.accept import accept
from app.ledger.audit import AuditTail
from app.ledger.clock import Ticker
from app.ledger.fold import Folded, step
from app.ledger.ops import CORRECT, EVENT, LIVE, MERGE, PATCH, STATE, TOMB, Op, line_of, link, typed
from app.ledger.projection import Projection, bound, projection, record_of
from app.ledger.reader import Reader, carry_out
from app.vault.driver import Link
from app.words import N_

_OP = "INSERT INTO op (stream, lsn, op, kind, rec, status, package, line, chain) VALUES (?,?,?,?,?,?,?,?,?)"
#: Rows kept in memory before they are written: enough to amortise a statement, small enough for any laptop.
_BUFFER = 2_000
#: Longest line in bytes: half of what a receiver takes (sync.md, Limits), so that nothing kept here can stay behind.
LONGEST_LINE = 512 * 1024

#: Told what could not be put and why.
Refuse = Callable[[Record, Fault], None]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a transaction changed: operations written, records by kind and id, people they are about."""

    ops: int = 0
    added: int = 0
    records: tuple[tuple[str, str], ...] = ()
    persons: frozenset[str] = frozenset()


@dataclass(slots=True)
class Position:
    """Where a stream stands: its row number and name, node, epoch, last LSN and chain."""

    n: int
    name: str
    node: str
    incarnation: str
    epoch: int
    lsn: int
    chain: bytes


class Writer(Reader):
    """One transaction of the single writing lane.

    Has all that a Reader has. ``by`` is the account that writes, ``why`` the
    reason kept with each operation.
    """

    def __init__(
        self, conn: sa.Connection, at: Position, ticker: Ticker, tail: AuditTail, by: str, why: str = ""
    ) -> None:
        super().__init__(conn)
        self.at = at
        self.by = clean(by)
        self.why = checked_text("why", why, long=True) or ""
        self.audit = tail
        self.ticker = ticker
        self._touched: set[str] = set()
        self._concerned: frozenset[str] | None = None
        self._records: dict[tuple[str, str], None] = {}
        self._added = 0
        self._count = 0
        self._ops: list[tuple[Any, ...]] = []
        self._new: dict[str, list[Sequence[Any]]] = {}
        self._new_ids: set[tuple[str, str]] = set()
        self._foreseen_new: set[tuple[str, str]] = set()

    @property
    def conn(self) -> sa.Connection:
        """The connection; what was put before is in the tables when it is handed out."""
        self.flush()
        return self._conn

    @property
    def _link(self) -> Link:
        self.flush()
        return self._raw

    @property
    def touched(self) -> frozenset[str]:
        """The people concerned: those written about, and those they were merged into."""
        if self._concerned is None:
            self._concerned = frozenset(self._touched)
            if self._touched:
                self._concerned |= set(self.survivors(self._touched).values())
        return self._concerned

    # -- what use cases call

    def put(self, record: Record, why: str | None = None) -> bool:
        """Create the record or change what differs from it; False when nothing differs.

        Raises Fault when the record breaks its kind's rules, or belongs to
        another node.
        """
        kind = kind_of(type(record))
        record = checked(record, kind)
        return self._put(kind, record, self._row(kind, record.id), why)

    def put_many(self, records: Iterable[Record], refuse: Refuse | None = None) -> tuple[int, int, int]:
        """``put`` for many checked records at once; returns how many were (added, changed, same).

        With ``refuse`` the rest goes on where one record cannot be put, and the caller decides.
        """
        counts = [0, 0, 0]
        batch: list[Record] = []
        for record in records:
            batch.append(record)
            if len(batch) >= _BUFFER:
                self._put_batch(batch, counts, refuse)
                batch = []
        self._put_batch(batch, counts, refuse)
        return counts[0], counts[1], counts[2]

    def patch(self, kind: Kind, record_id: str, fields: dict[str, Any], why: str | None = None) -> str:
        """Write the given fields even where they equal what is shown: this settles a conflict.

        Returns the operation's id.
        """
        row = self._row(kind, record_id)
        if row is None:
            raise _unknown(kind, record_id)
        self._mine(kind, row)
        folded = projection(kind.name).folded(row)
        _need_live(folded, record_id)
        cleaned = to_fields(from_fields(kind, record_id, {**folded.fields, **fields}))
        wanted = {name: cleaned.get(name) for name in fields}
        return self._write(kind, record_id, CORRECT if kind.is_event else PATCH, wanted, row, why)

    def retract(self, name: str, record_id: str, why: str) -> None:
        """Recorded in error: the record leaves every list, its history stays. Needs a reason."""
        self._turn(name, record_id, TOMB, {}, why)

    def reinstate(self, name: str, record_id: str, why: str) -> None:
        """Take back a retraction or a merge."""
        self._turn(name, record_id, CORRECT, {STATE: LIVE}, why)

    def merge(self, person_id: str, into: str, why: str, seen: tuple[str, ...] = ()) -> None:
        """Mark a person as the same as another; both are live. ``reinstate`` takes it back.

        ``seen``: operations beside the person's own that the merge rests on (``merges.merge``).
        """
        kind = kind_named("person")
        for record_id in (person_id, into):
            row = self._row(kind, record_id)
            if row is None or into == person_id or projection("person").folded(row).state != LIVE:
                raise _unknown(kind, record_id)
        self._turn("person", person_id, MERGE, {"into": into}, why, seen)

    def note(self, act: str, subject: str = "", detail: str = "") -> None:
        """Add an audit entry in this transaction."""
        self.audit = audit.append(self._conn, self.audit, self.ticker.clock(), self.by, act, subject, detail)

    @property
    def changed(self) -> Changed:
        """What this transaction has changed so far."""
        return Changed(self._count, self._added, tuple(self._records), self.touched)

    def flush(self) -> None:
        """Write what is buffered; done before every read and at the end."""
        if self._ops:
            carry_out(self._raw, _OP, self._ops)
            self._ops = []
        if self._new:
            for name, rows in self._new.items():
                carry_out(self._raw, projection(name).insert, rows)
            self._new = {}
            self._new_ids.clear()

    # -- what receiving a package calls

    def fold_in(self, kind: Kind, op: Op, node: str) -> tuple[str, bool]:
        """Fold a foreign operation, not yet logged, into its record, which must be the node's own.

        Returns (reason, in conflict); with a reason (not_owner, not_a_record) it
        was not applied and is to be parked.
        """
        row = None if self._is_surely_new(kind, op) else self._row(kind, op.id)
        known = projection(kind.name)
        if row is None:
            self._foreseen_new.discard((kind.name, op.id))
        elif known.owner(row)[0] != node:
            return "not_owner", False
        before = known.folded(row) if row is not None else Folded()
        old = before.fields.get(kind.subject), before.into
        taken = accept(kind, before, op, lambda: self.history(kind.name, op.id))
        if taken is None:
            return "not_a_record", False
        self._touch(*old)
        folded, record = taken
        self._project(known, op.id, folded, node, op.ow, record, is_new=row is None)
        return "", bool(folded.conflicts)

    def log(
        self,
        op: Op,
        line: bytes,
        at: Position,
        status: int = 0,
        package: int | None = None,
        digest: bytes | None = None,
    ) -> None:
        """Append a line to the stream ``at`` stands in, moving it on; ``digest``: its hash where it is known."""
        at.lsn, at.chain = op.lsn, link(at.chain, line, digest)
        # byte arrays: the driver binds them four times as fast as bytes
        row = (at.n, op.lsn, op.op, op.k, op.id, status, package, bytearray(line), bytearray(at.chain))
        self._ops.append(row)
        if len(self._ops) >= _BUFFER:
            self.flush()

    def history(self, name: str, record_id: str) -> list[Op]:
        """All applied operations of a record, oldest arrival first."""
        sql = "SELECT line FROM op WHERE rec = ? AND kind = ? AND status = 0 ORDER BY n"
        return [typed(row[0]) for row in self.rows(sql, (record_id, name))]

    # -- inside

    def _put_batch(self, records: Sequence[Record], counts: list[int], refuse: Refuse | None) -> None:
        self.flush()
        found: dict[str, set[str]] = {}
        for kind in {kind_of(type(r)) for r in records}:
            ids = [r.id for r in records if kind_of(type(r)) is kind]
            found[kind.name] = self.existing(kind.name, ids)
        for record in records:
            kind = kind_of(type(record))
            old = record.id in found[kind.name]
            row = self._row(kind, record.id) if old else None
            try:
                wrote = self._put(kind, record, row, None)
            except Fault as fault:
                if refuse is None:
                    raise
                refuse(record, fault)
                continue
            counts[2 if not wrote else 1 if old else 0] += 1
            found[kind.name].add(record.id)

    def _put(self, kind: Kind, record: Record, row: Sequence[Any] | None, why: str | None) -> bool:
        fields = to_fields(record)
        if row is None:
            self._write(kind, record.id, EVENT if kind.is_event else PATCH, fields, None, why, record)
            return True
        known = projection(kind.name)
        old = known.folded(row)
        change = {name: value for name, value in fields.items() if old.fields.get(name) != value}
        change |= {name: None for name in old.fields if name not in fields}
        _need_live(old, record.id)
        if not change:
            return False
        self._mine(kind, row)
        self._write(kind, record.id, CORRECT if kind.is_event else PATCH, change, row, why, record)
        return True

    def _turn(
        self,
        name: str,
        record_id: str,
        sort: str,
        fields: dict[str, Any],
        why: str,
        seen: tuple[str, ...] = (),
    ) -> None:
        kind = kind_named(name)
        why = checked_text("why", why, long=True) or ""
        if not why:
            raise Fault("E_REASON", N_("A reason is needed. Say in a few words why."))
        row = self._row(kind, record_id)
        if row is None:
            raise _unknown(kind, record_id)
        self._mine(kind, row)
        self._write(kind, record_id, sort, fields, row, why, seen=seen)

    def _mine(self, kind: Kind, row: Sequence[Any]) -> None:
        node, _ow = projection(kind.name).owner(row)
        if node != self.at.node:
            raise Fault(
                "E_NOT_OWNER",
                N_("This record belongs to {node} and is changed there. Ask that unit to correct it."),
                node=node,
            )

    def _write(
        self,
        kind: Kind,
        record_id: str,
        sort: str,
        fields: dict[str, Any],
        row: Sequence[Any] | None,
        why: str | None,
        record: Record | None = None,
        seen: tuple[str, ...] = (),
    ) -> str:
        known = projection(kind.name)
        folded = known.folded(row) if row is not None else Folded()
        self._touch(folded.fields.get(kind.subject), folded.into)
        owner, ow = known.owner(row) if row is not None else (self.at.node, 1)
        op = Op(
            base=(*folded.heads, *seen),
            by=self.by,
            f=fields,
            hlc=self.ticker.tick(),
            id=record_id,
            k=kind.name,
            lsn=self.at.lsn + 1,
            op=new_op_id(),
            ow=ow,
            t=sort,
            why=self.why if why is None else checked_text("why", why, long=True) or "",
        )
        line = line_of(op)
        if len(line) > LONGEST_LINE:
            raise Fault("E_TOO_LONG", N_("The record is too long to be kept. Shorten its texts."))
        self.log(op, line, self.at)
        step(folded, op)
        if record is None or folded.state != LIVE:
            record = record_of(kind, record_id, folded.fields)
        self._project(known, record_id, folded, owner, ow, record, is_new=row is None)
        return op.op

    def _project(
        self,
        known: Projection,
        record_id: str,
        folded: Folded,
        node: str,
        ow: int,
        record: Record | None,
        *,
        is_new: bool,
    ) -> None:
        kind = known.kind
        values = known.row(record_id, folded, node, ow, record)
        if is_new:
            self._new.setdefault(kind.name, []).append(bound(values))
            self._new_ids.add((kind.name, record_id))
            self._added += 1
        else:
            self._raw.execute(known.replace, (*bound(values), record_id))
        self._count += 1
        self._records[(kind.name, record_id)] = None
        self._touch(record_id if kind.name == "person" else folded.fields.get(kind.subject))

    def _touch(self, *people: str | None) -> None:
        self._touched.update(person for person in people if person)
        self._concerned = None

    def _row(self, kind: Kind, record_id: str) -> Sequence[Any] | None:
        if (kind.name, record_id) in self._new_ids:
            self.flush()
        # not through ``row``, which would flush what is buffered of other records
        row: Sequence[Any] | None = self._raw.execute(projection(kind.name).one, (record_id,)).fetchone()
        return row

    def _is_surely_new(self, kind: Kind, op: Op) -> bool:
        return not op.base and op.t in (EVENT, PATCH) and (kind.name, op.id) in self._foreseen_new

    def foresee_new(self, ids: set[tuple[str, str]]) -> None:
        """Tell which (kind, id) pairs have no row yet, so that each need not be looked up."""
        self._foreseen_new = ids


def _need_live(folded: Folded, record_id: str) -> None:
    if folded.state != LIVE:
        raise Fault(
            "E_RETRACTED",
            N_("This record was taken out of the register ({id}). Reinstate it first, with a reason."),
            id=record_id,
        )


def _unknown(kind: Kind, record_id: str) -> Fault:
    return Fault("E_UNKNOWN_RECORD", N_("There is no {kind} with the id {id}."), kind=kind.name, id=record_id)
