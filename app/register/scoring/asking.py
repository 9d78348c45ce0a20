"""What every figure of a class is asked through: the commune, the day, and who is who on that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import msgspec

from app.ledger.reader import Reader
from app.register.community import Coverage, coverage
from app.register.session import Session

#: A record that counts: its kind and id.
Record = tuple[str, str]
Records = tuple[Record, ...]

RUNS = "since <= ? AND (until IS NULL OR until >= ?)"
_ABSENT = "ABSENT"


@dataclass(frozen=True)
class Ask:
    """One commune on one day; ``since`` is the first day of the evaluation year. Lives as long as its reader."""

    session: Session
    reader: Reader
    node: str
    since: date
    on: date

    @property
    def period(self) -> tuple[str, str]:
        """The evaluation year up to the day."""
        return self.since.isoformat(), self.on.isoformat()

    def ids(self, kind: str, where: str, *params: object) -> Records:
        """The live records of a kind that this commune sent and a condition holds for."""
        sql = f"SELECT id FROM r_{kind} AS r WHERE _state = 0 AND _node = ? AND {where} ORDER BY id"
        return tuple((kind, row[0]) for row in self.reader.rows(sql, (self.node, *params)))

    # -- people --------------------------------------------------------------------------

    @cached_property
    def _moved(self) -> Mapping[str, str | None]:
        """People whose own record is not live: who stands for them now, None for nobody."""
        gone = [row[0] for row in self.reader.rows("SELECT id FROM r_person WHERE _state <> 0")]
        return dict.fromkeys(gone) | self.reader.survivors(gone)

    def living(self, ids: Iterable[str]) -> set[str]:
        """The people in the register that these ids stand for, each once."""
        found = {self._moved.get(one, one) for one in ids}
        return {one for one in found if one is not None}

    @cached_property
    def statuses(self) -> Mapping[str, frozenset[str]]:
        """The codes of the statuses running on the day, by person."""
        day = self.on.isoformat()
        sql = f"SELECT person, status FROM r_status_period WHERE _state = 0 AND _node = ? AND {RUNS}"
        found: dict[str, set[str]] = {}
        for person, status in self.reader.rows(sql, (self.node, day, day)):
            one = self._moved.get(person, person)
            if one is not None:
                found.setdefault(one, set()).add(status)
        return {person: frozenset(codes) for person, codes in found.items()}

    @cached_property
    def lists(self) -> Mapping[str, str]:
        """On which list each status puts a person, by the law of the day."""
        return {code: status.list for code, status in self._pack.items()}

    @cached_property
    def _pack(self) -> Mapping[str, _Status]:
        pack = self.session.law.at(max(self.on, self.session.law.oldest))
        return {
            code: _Status(status.list, status.leaves, status.leaves or status.pauses or code == _ABSENT)
            for code, status in pack.statuses.items()
        }

    def _coded(self, flag: str) -> frozenset[str]:
        return frozenset(code for code, status in self._pack.items() if getattr(status, flag))

    @cached_property
    def gone(self) -> frozenset[str]:
        """Statuses of people the commune has nothing more to do with."""
        return self._coded("leaves")

    @cached_property
    def away(self) -> frozenset[str]:
        """Statuses of people who are not present: gone, in prison or custody, absent."""
        return self._coded("away")

    def on_lists(self, *lists: str, present: bool = False) -> set[str]:
        """People on one of the lists on the day, without those who left (``present``: who are not there)."""
        codes = {code for code, name in self.lists.items() if name in lists}
        without = self.away if present else self.gone
        return {p for p, held in self.statuses.items() if held & codes and not held & without}

    def present(self, people: Iterable[str]) -> set[str]:
        """Those of some people who are there on the day."""
        nothing: frozenset[str] = frozenset()
        return {one for one in people if not self.statuses.get(one, nothing) & self.away}

    def ids_of(self, people: Iterable[str]) -> str:
        """The ids some people have, with those merged into them, as one parameter read with ``json_each``."""
        some = list(people)
        return msgspec.json.encode(sorted({*some, *self.reader.merged_into(some)})).decode()

    @cached_property
    def hamlets(self) -> Coverage | None:
        """What every hamlet of the own commune has; another commune's hamlets are known to itself."""
        return coverage(self.session, self.on) if self.node == self.session.node.node else None

    def having(self, sql: str, *params: object) -> set[str]:
        """The living people whose ids a statement gives."""
        return self.living(row[0] for row in self.reader.rows(sql, params))


@dataclass(frozen=True, slots=True)
class _Status:
    list: str
    leaves: bool
    away: bool


def as_people(found: Iterable[str]) -> Records:
    """People as records, in the order of their ids."""
    return tuple(("person", one) for one in sorted(found))
