"""The book of document numbers (Decree 30/2020 article 15): one row of numbers for each symbol and year.

Numbers are given inside the transaction that uses them, so two papers never have the same one. What was
skipped shows as a gap; a number is reserved or cancelled with a reason and is never given again by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.papers import NumberEntry
from app.kinds.text import clean
from app.ledger.reader import Reader
from app.ledger.writer import Changed, Writer
from app.register.session import Session
from app.words import N_

_TAKEN = N_("The number {number} is taken. The next free one is {next}.")
_NO_SYMBOL = N_("A number needs a symbol, such as QĐ-UBND. Type it.")
_NONE = N_("There is no such line in the book any more. Read it again.")
_USED = N_("The number {number} stands on an issued paper and cannot be cancelled.")
_NO_REASON = N_("A cancelled number needs a reason. Type it.")
_NO_NUMBER = N_("Numbers begin with 1. Type another number.")


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of the book. ``gap``: numbers from ``serial`` to ``until`` that nobody gave out."""

    serial: int
    until: int
    number: str
    state: str
    on: date | None = None
    title: str = ""
    by: str = ""
    reason: str = ""
    record: str = ""
    paper: str = ""

    @property
    def gap(self) -> bool:
        """Whether the line stands for numbers that are missing."""
        return self.state == "gap"


def shown(serial: int, symbol: str) -> str:
    """ "07/QĐ-UBND": below 10 padded (Decree 30/2020)."""
    return f"{serial:02d}/{symbol}"


def symbols(session: Session) -> list[tuple[str, int]]:
    """The symbols and years of the book, the newest year first."""
    session.need_read(KINDS["number_entry"])
    with session.store.read() as reader:
        rows = reader.rows(
            "SELECT DISTINCT symbol, year FROM r_number_entry WHERE _state = 0 AND _node = ? "
            "ORDER BY year DESC, symbol",
            (session.node.node,),
        )
    return [(row[0], row[1]) for row in rows]


def book(session: Session, symbol: str, year: int) -> list[BookLine]:
    """The lines of a symbol and year in the order of their numbers, gaps between them."""
    session.need_read(KINDS["number_entry"])
    with session.store.read() as reader:
        entries = _entries(reader, session.node.node, symbol, year)
    lines: list[BookLine] = []
    expected = 1
    for entry in entries:
        if entry.serial > expected:
            lines.append(BookLine(expected, entry.serial - 1, _span(expected, entry.serial - 1), "gap"))
        number = shown(entry.serial, symbol)
        lines.append(
            BookLine(
                entry.serial, entry.serial, number, entry.state, entry.dated_on, entry.title or "",
                entry.by or "", entry.reason or "", entry.id, entry.paper or "",
            )
        )  # fmt: skip
        expected = max(expected, entry.serial + 1)
    return lines


def _span(first: int, last: int) -> str:
    return f"{first:02d}" if first == last else f"{first:02d} – {last:02d}"


def next_serial(session: Session, symbol: str, year: int) -> int:
    """The number after the highest of a symbol and year."""
    with session.store.read() as reader:
        return _next(_entries(reader, session.node.node, symbol, year))


def reserve(session: Session, symbol: str, on: date, title: str, serial: int = 0) -> tuple[str, Changed]:
    """Keep a number for a paper that is still to be written; 0 takes the next one. Returns the line's id.

    Faults E_ROLE, E_SYMBOL, E_NUMBER (below 1), E_NUMBER_TAKEN.
    """
    session.need_write(KINDS["number_entry"])
    with session.store.write(session.user) as writer:
        entry = take(session, writer, symbol, on, title, serial, state="reserved")
    return entry.id, writer.changed


def cancel(session: Session, record: str, reason: str) -> Changed:
    """Cancel a reserved number with a reason; the number stays in the book and is not given again.

    Faults E_ROLE, E_REASON, E_UNKNOWN_RECORD, E_NUMBER_USED.
    """
    session.need_write(KINDS["number_entry"])
    why = clean(reason)
    if not why:
        raise Fault("E_REASON", _NO_REASON, field="reason")
    with session.store.write(session.user, why) as writer:
        entry = writer.get(NumberEntry, record)
        if entry is None:
            raise Fault("E_UNKNOWN_RECORD", _NONE)
        if entry.state == "used":
            raise Fault("E_NUMBER_USED", _USED, number=shown(entry.serial, entry.symbol))
        writer.patch(KINDS["number_entry"], record, {"state": "cancelled", "reason": why})
    return writer.changed


def take(
    session: Session,
    writer: Writer,
    symbol: str,
    on: date,
    title: str,
    serial: int = 0,
    *,
    state: str = "used",
    paper: str = "",
) -> NumberEntry:
    """Give out a number in the caller's transaction; a number reserved for later use may be taken up.

    0 takes the next one. Faults E_SYMBOL, E_NUMBER, E_NUMBER_TAKEN.
    """
    symbol = clean(symbol)
    if not symbol:
        raise Fault("E_SYMBOL", _NO_SYMBOL, field="symbol")
    if serial < 0:
        raise Fault("E_NUMBER", _NO_NUMBER, field="serial")
    entries = _entries(writer, session.node.node, symbol, on.year)
    wanted = serial or _next(entries)
    known = next((entry for entry in entries if entry.serial == wanted), None)
    if known is not None and (known.state != "reserved" or state == "reserved"):
        number = shown(wanted, symbol)
        raise Fault(
            "E_NUMBER_TAKEN", _TAKEN, field="serial", number=number, next=shown(_next(entries), symbol)
        )
    entry = NumberEntry(
        id=known.id if known else new_id(),
        symbol=symbol,
        year=on.year,
        serial=wanted,
        state=state,
        dated_on=on,
        title=title or (known.title if known else None),
        by=session.user,
        paper=paper or None,
    )
    writer.put(entry)
    return entry


def _next(entries: Sequence[NumberEntry]) -> int:
    return entries[-1].serial + 1 if entries else 1


def _entries(reader: Reader, node: str, symbol: str, year: int) -> list[NumberEntry]:
    where = "_node = ? AND symbol = ? AND year = ? ORDER BY serial, id"
    return reader.all(NumberEntry, where, (node, symbol, year))
