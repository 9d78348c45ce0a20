"""Why a sealed number is another one today: what the ledger took in since about the record or its person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS
from app.ledger.clock import moment_of
from app.ledger.fold import writes
from app.ledger.ops import IN_ERROR, LIVE, MERGED, STATE, Op, typed
from app.ledger.reader import Reader
from app.register.counting.events import CODE_OF
from app.register.counting.measure import Measure
from app.words import N_

LATE, DAY, MERGED_IN, MOVE, ERROR, BACK, CORRECTED, RULES, OTHER = (
    "late_entry", "changed_day", "merge", "move", "in_error", "taken_back", "correction", "rules", "other",
)  # fmt: skip
#: In words, for a screen and for paper.
REASONS: dict[str, str] = {
    LATE: N_("entered late"),
    DAY: N_("day changed"),
    MERGED_IN: N_("people merged or taken apart"),
    MOVE: N_("moved away or handed over"),
    ERROR: N_("recorded in error"),
    BACK: N_("taken back into the register"),
    CORRECTED: N_("corrected"),
    RULES: N_("the law or the definition of the figure changed"),
    OTHER: N_("not found in the ledger"),
}
_OPS = (
    "SELECT o.kind, o.rec, o.line, s.name, o.lsn FROM op AS o JOIN stream AS s ON s.n = o.stream"
    " WHERE o.rec IN (SELECT value FROM json_each(?)) AND o.status = 0 ORDER BY o.n"
)
#: Kinds whose records about a person decide how that person is counted, whatever is counted.
_ABOUT = ("status_period", "absence", "address", "decision", "rehab_episode", "substitution_treatment")
_GONE = ("MOVED", "ABSENT")
_MOVES = ("move_out", "move_in")
#: Of which records a breakdown is made; those not named, of the person's own.
_CELL_OF = {"presence": "status_period", "residence": "address", "hamlet": "address"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, the day it was done, and by whom."""

    why: str
    at: str = ""
    by: str = ""


@dataclass(slots=True)
class _Past:
    """What was done to one record since, and whether it was known before; ``turns``: (operation, from, to)."""

    kind: str
    was_known: bool = False
    ops: list[Op] = field(default_factory=list)
    turns: list[tuple[Op, int, int]] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return bool(self.ops) and not self.was_known

    def wrote(self, names: Iterable[str]) -> Op | None:
        """The newest operation since that wrote one of these fields."""
        wanted = set(names)
        return next((op for op in reversed(self.ops) if wanted & set(writes(op))), None)

    def turned(self, old: int, new: int) -> Op | None:
        """The newest operation since that took the record from one state to another."""
        return next((op for op, was, now in reversed(self.turns) if (was, now) == (old, new)), None)

    def merged(self) -> Op | None:
        """The newest operation since that merged the record or took a merge back."""
        return self.turned(LIVE, MERGED) or self.turned(MERGED, LIVE)


_Found = tuple[str, Op]


class Ledger:
    """What the ledger holds beyond a position, asked record by record."""

    def __init__(self, reader: Reader, upto: Sequence[tuple[str, int]], *, rules_changed: bool) -> None:
        self._reader = reader
        self._upto = dict(upto)
        self._rules_changed = rules_changed

    def names(self, kind: str, ids: Iterable[str]) -> Mapping[str, str]:
        """What people are called, and whom other records are about; others have no name here."""
        subject = "id" if kind == "person" else KINDS[kind].subject
        if not subject:
            return {}
        sql = (
            f'SELECT r.id, p.name FROM r_{kind} AS r JOIN r_person AS p ON p.id = r."{subject}"'
            " WHERE r.id IN (SELECT value FROM json_each(?))"
        )
        return {row[0]: row[1] or "" for row in self._reader.rows(sql, (_json(ids),))}

    def why(self, measure: Measure, kind: str, what: str, vias: Sequence[str], *, came: bool) -> Reason:
        """Why ``what`` is counted now and was not (``came``), or the other way round, or by another number.

        ``vias``: the records by which it is or was counted.
        """
        people = self._people(measure, kind, what, vias)
        own = [past for past in self._pasts(vias).values() if past.kind != "person"]
        who = list(self._pasts(people).values())
        about = list(self._pasts(self._about(people)).values())
        found = (
            self._of_record(measure, own, about, came=came)
            or _of_person(who, came=came)
            or _moved(about)
            or _around([*self._pasts(self._decisions(measure.kind_name, vias)).values(), *who, *about, *own])
        )
        return self._reason(found)

    def why_cell(self, dimension: str, person: str) -> Reason:
        """Why a person stands in another part of a breakdown."""
        people = self._reader.people_as_one(person)
        who = list(self._pasts(people).values())
        about = list(self._pasts(self._about(people)).values())
        merged = next((op for past in who if (op := past.merged()) is not None), None)
        kind = _CELL_OF.get(dimension, "person")
        near = [past for past in (*who, *about) if past.kind == kind]
        found = (
            (MERGED_IN, merged) if merged is not None
            else (_moved(near) if kind == "status_period" else None) or _around(near) or _around([*who, *about])
        )  # fmt: skip
        return self._reason(found)

    def _reason(self, found: _Found | None) -> Reason:
        if found is None:
            return Reason(RULES if self._rules_changed else OTHER)
        why, op = found
        return Reason(why, moment_of(op.hlc).astimezone(VIETNAM).date().isoformat(), op.by)

    def _of_record(
        self, measure: Measure, own: Sequence[_Past], about: Sequence[_Past], *, came: bool
    ) -> _Found | None:
        """What was done to the records that make it count."""
        kind = measure.kind
        days = {name for name in (kind.when, kind.ended_by, measure.on) if name}
        said = measure.where + measure.weight
        telling = {measure.of, kind.subject, CODE_OF.get(kind.name, "sort")}
        telling |= {one.name for one in kind.fields if f"r.{one.name}" in said}
        for past in own:
            if past.is_new:
                if came:
                    return LATE, past.ops[0]
                continue
            turned = past.turned(IN_ERROR, LIVE) if came else past.turned(LIVE, IN_ERROR)
            if turned is not None:
                return (BACK if came else ERROR), turned
            if (op := past.wrote(days)) is not None:
                return (_moved(about) if past.kind == "status_period" and not came else None) or (DAY, op)
            if (op := past.wrote(telling)) is not None:
                return CORRECTED, op
        return None

    def _people(self, measure: Measure, kind: str, what: str, vias: Sequence[str]) -> tuple[str, ...]:
        """The people it is about: who is counted with everybody merged into them, or whom the records name."""
        if kind == "person":
            return self._reader.people_as_one(what)
        if not measure.kind.subject:
            return ()
        sql = (
            f'SELECT DISTINCT "{measure.kind.subject}" FROM r_{measure.kind_name}'
            " WHERE id IN (SELECT value FROM json_each(?))"
        )
        return tuple(row[0] for row in self._reader.rows(sql, (_json(vias),)) if row[0])

    def _pasts(self, ids: Iterable[str]) -> dict[str, _Past]:
        found: dict[str, _Past] = {}
        states: dict[str, int] = {}
        for kind, rec, line, stream, lsn in self._reader.rows(_OPS, (_json(ids),)):
            past = found.setdefault(rec, _Past(kind))
            op = typed(line)
            was = states.get(rec, LIVE)
            now = states[rec] = int(writes(op).get(STATE, was))
            if lsn <= self._upto.get(stream, 0):
                past.was_known = True
                continue
            past.ops.append(op)
            if was != now:
                past.turns.append((op, was, now))
        return found

    def _about(self, people: Sequence[str]) -> list[str]:
        """The records about people that decide how they are counted."""
        sql = " UNION ALL ".join(
            f"SELECT id FROM r_{kind} WHERE person IN (SELECT value FROM json_each(?1))" for kind in _ABOUT
        )
        return [row[0] for row in self._reader.rows(sql, (_json(people),))] if people else []

    def _decisions(self, kind: str, vias: Sequence[str]) -> list[str]:
        """The decisions that records rest on."""
        name = {"status_period": "opened_by", "rehab_episode": "decision"}.get(kind)
        if name is None:
            return []
        sql = (
            f"SELECT {name} FROM r_{kind} WHERE id IN (SELECT value FROM json_each(?)) AND {name} IS NOT NULL"
        )
        return [row[0] for row in self._reader.rows(sql, (_json(vias),))]


def _of_person(who: Sequence[_Past], *, came: bool) -> _Found | None:
    """What was done to the person: merged or taken apart, recorded in error or taken back."""
    for past in who:
        if (op := past.merged()) is not None:
            return MERGED_IN, op
    for past in who:
        turned = past.turned(IN_ERROR, LIVE) if came else past.turned(LIVE, IN_ERROR)
        if turned is not None:
            return (BACK if came else ERROR), turned
    return None


def _moved(pasts: Sequence[_Past]) -> _Found | None:
    """A move entered since: a status that says so, or an absence of that sort."""
    for past in pasts:
        for op in past.ops:
            written = writes(op)
            if (past.kind == "status_period" and written.get("status") in _GONE) or (
                past.kind == "absence" and written.get("sort") in _MOVES
            ):
                return MOVE, op
    return None


def _around(pasts: Sequence[_Past]) -> _Found | None:
    """What else was done: a record changed, else one entered."""
    changed = next((past for past in pasts if past.ops and past.was_known), None)
    if changed is not None:
        gone = changed.turned(LIVE, IN_ERROR)
        return (ERROR, gone) if gone is not None else (CORRECTED, changed.ops[-1])
    added = next((past for past in pasts if past.is_new), None)
    return (LATE, added.ops[0]) if added is not None else None


def _json(ids: Iterable[str]) -> str:
    return msgspec.json.encode(sorted(set(ids))).decode()
