"""Proving that the store is what was written: files, chains, projections, anchor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.kinds.catalogue import all_kinds
from app.ledger import audit
from app.ledger.ops import BadOp, genesis, link, typed
from app.ledger.reader import Reader
from app.ledger.refold import differences, unparkable
from app.ledger.store import Store
from app.vault.checks import DEEP, START, check_file
from app.words import N_, _


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name for scripts, whether it holds, one sentence."""

    name: str
    ok: bool
    text: str


def verify(store: Store, *, deep: bool = False) -> list[Check]:
    """Every check in turn; ``deep`` also folds the ledger again and compares each table."""
    level = DEEP if deep else START
    checks = [Check(c.name, c.ok, c.text) for c in check_file(store.home, store.key, level)]
    checks.append(_anchor(store))
    with store.read() as reader:
        checks += _chains(reader)
        broken = audit.first_break(reader.conn)
        checks.append(
            Check("audit", broken is None, _("The list of looks and exports is whole."))
            if broken is None
            else Check("audit", False, _("Entry {n} of the list of looks and exports was changed.", n=broken))
        )
        if deep:
            folded = list(_projections(reader))
            checks += folded
            # tables computed from records can only be judged where the records are what they were
            for derived in store.derived if all(check.ok for check in folded) else ():
                checks += _verdict(
                    f"derived:{derived.name}",
                    derived.differences(reader),
                    _("The table “{name}” agrees with the records.", name=derived.name),
                )
    return checks


def _verdict(name: str, found: list[str], fine: str) -> list[Check]:
    return [Check(name, False, text) for text in found] or [Check(name, True, fine)]


_ALARMS = {
    "E_ANCHOR_MISSING": N_("The anchor file is missing. It was deleted or the folder was copied in part."),
    "E_ANCHOR_DAMAGED": N_("The anchor file was changed or damaged."),
    "W_ANCHOR_SLOT": N_(
        "One of the two lines of the anchor file was changed, or the power failed while it was written."
    ),
    "E_ANCHOR_FOREIGN": N_("The anchor file belongs to another register."),
    "W_ANCHOR_OLD": N_("The anchor file could not be written. Free the disk or the folder."),
    "E_RESTORED": N_("The register is older than its anchor: an old copy was put back or its end was lost."),
}


def _anchor(store: Store) -> Check:
    look = store.anchor_look()
    code = store.alarms[0] if store.alarms else look.code
    if code:
        return Check("anchor", False, _(_ALARMS[code]))
    if not store.anchor_agrees():
        return Check("anchor", False, _("The anchor file does not name the last operation of the register."))
    return Check("anchor", True, _("The anchor agrees with the register."))


def _chains(reader: Reader) -> Iterator[Check]:
    for n, own, name, incarnation, lsn, chain in reader.rows(
        "SELECT n, own, name, incarnation, lsn, chain FROM stream ORDER BY n"
    ):
        broken = _first_break(reader, n, genesis(name, incarnation), lsn, chain, own=bool(own))
        if broken is None:
            yield Check(
                "chain", True, _("The ledger of {stream} is whole: {n} operations.", stream=name, n=lsn)
            )
        else:
            yield Check(
                "chain",
                False,
                _("Operation {n} in the ledger of {stream} was changed.", n=broken, stream=name),
            )


def _first_break(
    reader: Reader, stream: int, chain: bytes, lsn: int, last: bytes, *, own: bool
) -> int | None:
    first_incarnation = reader.value(
        "SELECT incarnation FROM epoch WHERE stream = ? ORDER BY epoch LIMIT 1", (stream,)
    )
    if first_incarnation is not None:
        name = reader.value("SELECT name FROM stream WHERE n = ?", (stream,))
        chain = genesis(name, first_incarnation)
    expected = 1
    sql = "SELECT lsn, op, kind, rec, status, line, chain FROM op WHERE stream = ? ORDER BY lsn"
    for row in reader.stream(sql, (stream,)):
        if row[0] != expected or not _is_itself(row):
            return expected
        if own and row[4] != 0:  # what was written here is never set aside or withheld
            return expected
        chain = _after(chain, row)
        if chain != row[6]:
            return expected
        expected += 1
    return None if (expected - 1, chain) == (lsn, last) else expected


def _after(chain: bytes, row: Sequence[Any]) -> bytes:
    line = row[5]
    if not isinstance(line, bytes):
        return b""
    return sha256(chain + line).digest() if row[4] == 2 else link(chain, line)


def _is_itself(row: Sequence[Any]) -> bool:
    """Whether a ledger row's columns say what its line says."""
    if row[4] == 2:
        return True
    if not isinstance(row[5], bytes):
        return False
    try:
        op = typed(row[5])
    except BadOp:
        return False
    return (op.lsn, op.op, op.k, op.id) == tuple(row[:4])


def _projections(reader: Reader) -> Iterator[Check]:
    for kind in all_kinds():
        found = differences(reader, kind)
        found += [(record_id, "=") for record_id in sorted(unparkable(reader, kind).values())]
        if not found:
            yield Check(
                f"projection:{kind.name}",
                True,
                _("{kind}: every row agrees with the ledger.", kind=_(kind.plural)),
            )
        for record_id, column in found:
            yield Check(f"projection:{kind.name}", False, _difference(_(kind.label), record_id, column))


def _difference(kind: str, record_id: str, column: str) -> str:
    if column == "+":
        return _("{kind} {id} is not in the ledger.", kind=kind, id=record_id)
    if column == "=":
        return _(
            "{kind} {id}: an operation was set aside although it can be taken in.", kind=kind, id=record_id
        )
    if column == "-":
        return _("{kind} {id} is missing although the ledger has it.", kind=kind, id=record_id)
    return _("{kind} {id}: “{column}” is not what the ledger says.", kind=kind, id=record_id, column=column)
