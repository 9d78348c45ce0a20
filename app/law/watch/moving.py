"""Absences and moves: the notice to the other commune, the transfer of the file, presenting oneself."""

from __future__ import annotations

from collections.abc import Iterator

from app.law.facts import AbsenceFact
from app.law.packs import as_day
from app.law.watch.look import Look, Owed

_ARRIVE = "user_management.arrive"
_TRANSFER = "user_management.transfer"


def owed(look: Look) -> Iterator[Owed]:
    """What moves that are not done with ask for."""
    for move in look.case.absences:
        if move.ended_on is not None and move.receipt:
            continue
        if move.sort == "move_out":
            yield from _out(look, move)
        elif move.sort == "move_in":
            yield from _in(look, move)


def _rule(look: Look, move: AbsenceFact) -> tuple[str, str]:
    """The rule for the notice, and the status it stands in; nothing for somebody under no measure."""
    day = as_day(move.left_at)
    known = look.lens.pack_on(day).statuses
    for status in look.case.statuses:
        if status.code in known and known[status.code].move and status.runs_on(day):
            return known[status.code].move, status.code
    return "", ""


def _out(look: Look, move: AbsenceFact) -> Iterator[Owed]:
    rule, status = _rule(look, move)
    if not rule:
        return
    if move.notified_at is None:
        yield look.act("move_notice", rule, move.left_at, status)
    # only the receipt of the other commune shows that the file has arrived
    if not move.receipt and move.ended_on is None:
        if move.arrived_at is not None:
            yield look.act("transfer", _TRANSFER, move.arrived_at, status)
        else:
            yield look.waiting("transfer", _TRANSFER, move.left_at, status)


def _in(look: Look, move: AbsenceFact) -> Iterator[Owed]:
    if move.ended_on is not None:
        return
    arrived = move.arrived_at or move.left_at
    binding = look.rule(_ARRIVE, arrived)
    if binding is not None and binding.binds == "person" and move.presented_at is None:
        yield look.act("present", _ARRIVE, arrived)
    if not move.receipt:
        yield look.act("transfer", _TRANSFER, arrived)
