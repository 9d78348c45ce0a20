"""The cases that keep a file: found from statuses, decisions, requests, episodes and files.

Rows are read light and for many people at once: a list over the whole register must not build every record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.kinds.faults import Fault
from app.law.ages import age_group
from app.law.dossiers import DossierPacks
from app.law.packs import LawPacks
from app.ledger.reader import Reader

FOREVER = "9999"
#: The columns read of each kind, by the names used here; the first is always the record's id.
_READ: dict[str, tuple[str, ...]] = {
    "status_period": ("id", "person", "status", "since", "until", "opened_by", "regime"),
    "decision": ("id", "person", "sort", "number", "decided_on", "test"),
    "drug_test": ("id", "person", "sampled_at", "slip_number", "received_at"),
    "detection": (
        "id", "person", "detected_at", "statement_taken", "residence_verified_on", "residence_stable",
        "notice_number", "notified_at",
    ),
    "assessment_request": ("id", "person", "asked_on", "ground", "number", "test"),
    "assessment": (
        "id", "person", "concluded_on", "conclusion", "slip_number", "slip_on", "request", "valid_until",
    ),
    "rehab_episode": (
        "id", "person", "form", "registered_on", "decision", "ended_on", "outcome", "certificate_number",
        "certificate_on", "regime",
    ),
    "substitution_treatment": ("id", "person", "stop_reason", "stopped_on"),
    "compulsory_file": (
        "id", "person", "ground", "is_minor", "opened_on", "notice_on", "interim", "decided_on", "decision",
        "closed_on", "regime",
    ),
    "breach": ("id", "person", "happened_on", "record_number", "record_on"),
    "paper": (
        "id", "person", "dossier", "about", "sort", "title", "number", "dated_on", "pages", "held_at",
        "attachment", "note",
    ),
}  # fmt: skip
#: Columns by the names under which they are the same thing in another kind.
_NAMED = {"stop_reason": "outcome", "stopped_on": "ended_on"}
_ALSO = {"drug_test": "AND result = 'positive'"}
_WHEN = {
    "status_period": "since",
    "decision": "decided_on",
    "drug_test": "sampled_at",
    "detection": "detected_at",
    "assessment_request": "asked_on",
    "assessment": "concluded_on",
    "rehab_episode": "registered_on",
    "substitution_treatment": "started_on",
    "compulsory_file": "opened_on",
    "breach": "happened_on",
    "paper": "dated_on",
}
_VOLUNTARY = {"A-TN-GĐ": "home", "A-TN-CS": ""}
#: Statuses in which a positive test leads to another procedure than user management.
_ELSEWHERE = frozenset({"A", "A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN", "S", "U-QL"})

Found = dict[str, Any]


@dataclass(slots=True)
class PersonRows:
    """The rows about one person by kind, each in the order of its day; ``birth`` as it is kept."""

    person: str
    birth: str | None = None
    rows: dict[str, list[Found]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Found]:
        """The rows of a kind."""
        return self.rows.get(kind, [])


@dataclass(frozen=True, slots=True)
class Case:
    """One case that keeps a file. Days are ISO text; ``until`` is empty while it runs.

    ``keys``: ids that a paper may name as what it belongs to; the first is used for new papers.
    ``after``: what happened up to that day belongs to the case before it. ``test`` and ``decision`` name
    the records that began it.
    """

    person: str
    procedure: str
    keys: tuple[str, ...]
    regime: str
    opened: str
    until: str = ""
    after: str = ""
    form: str = ""
    interim: str = ""
    ground: str = ""
    completed: bool | None = None
    minor: bool | None = None
    repeat_use: bool | None = None
    test: str = ""
    decision: str = ""

    @property
    def about(self) -> str:
        """What new papers of the case name."""
        return self.keys[0]


def read_rows(reader: Reader, person: str = "") -> dict[str, PersonRows]:
    """The rows of one live person, or of everybody; what was written about somebody merged into them is theirs."""
    people = reader.people_as_one(person) if person else ()
    where, params = ("AND id = ?", people[:1]) if person else ("", ())
    found = {
        row[0]: PersonRows(row[0], row[1])
        for row in reader.rows(f"SELECT id, birth FROM r_person WHERE _state = 0 {where}", params)
    }
    if not found:
        return found
    merged = dict.fromkeys(people[1:], people[0]) if person else reader.merged_into(found)
    whose = found | {one: found[root] for one, root in merged.items()}
    where = f"AND person IN ({', '.join('?' * len(people))})" if person else ""
    for kind, columns in _READ.items():
        names = ", ".join(f'"{name}"' for name in columns)
        sql = (
            f'SELECT {names} FROM "r_{kind}" WHERE _state = 0 {_ALSO.get(kind, "")} {where}'
            f" ORDER BY {_WHEN[kind]}, id"
        )
        keys = tuple(_NAMED.get(name, name) for name in columns)
        for row in reader.rows(sql, people):
            facts = whose.get(row[1])
            if facts is not None:
                facts.rows.setdefault(kind, []).append(dict(zip(keys, row, strict=True)))
    return found


class Cases:
    """Finds the cases of people under the law of a register."""

    def __init__(self, law: LawPacks, packs: DossierPacks, today: date) -> None:
        self._law, self._packs = law, packs
        self._today = today.isoformat()
        self._regimes: dict[str, str] = {}

    def of(self, rows: PersonRows) -> list[Case]:
        """The cases of a person, the oldest first within each procedure."""
        found = [*self._management(rows), *self._assessments(rows), *self._voluntary(rows)]
        return [*found, *self._compulsory(rows), *self._aftercare(rows)]

    # -- user management

    def _management(self, rows: PersonRows) -> Iterator[Case]:
        periods = [row for row in rows.of("status_period") if row["status"] == "U-QL"]
        before = ""
        for row in periods:
            test = _test_of(rows, row["opened_by"]) or _last(
                rows.of("drug_test"), "sampled_at", before, row["since"]
            )
            others = [one for one in periods if one is not row and one["since"] < row["since"]]
            day = day_of(test["sampled_at"]) if test else row["since"]
            again = any(_until(one) >= day and one["since"] < day for one in others)
            keys = [row["id"], row["opened_by"] or "", test["id"] if test else ""]
            yield self._case(
                rows, "user_management", keys, row, row["since"], row["until"] or "",
                after=before, repeat_use=again, test=test["id"] if test else "",
                decision=row["opened_by"] or "",
            )  # fmt: skip
            before = row["since"]
        yield from self._prepared(rows, periods)

    def _prepared(self, rows: PersonRows, periods: list[Found]) -> Iterator[Case]:
        """A positive test that no decision has answered yet: the file is being made."""
        test = rows.of("drug_test")[-1] if rows.of("drug_test") else None
        if test is None:
            return
        day = day_of(test["sampled_at"])
        held = [row for row in rows.of("status_period") if row["since"] <= day <= _until(row)]
        answered = any(row["since"] >= day for row in periods)
        answered |= any(row["status"] in _ELSEWHERE for row in held)
        answered |= any(
            row["status"] in _ELSEWHERE and row["since"] >= day for row in rows.of("status_period")
        )
        answered |= any(row["asked_on"] >= day for row in rows.of("assessment_request"))
        if not answered:
            last = periods[-1]["since"] if periods else ""
            yield self._case(
                rows, "user_management", [test["id"]], {}, day, after=last, repeat_use=False, test=test["id"]
            )

    # -- the other procedures

    def _assessments(self, rows: PersonRows) -> Iterator[Case]:
        for row in rows.of("assessment_request"):
            answer = _answer(rows, row)
            ended = answer["concluded_on"] if answer and answer["conclusion"] != "observing" else ""
            before = _last(rows.of("drug_test"), "sampled_at", "", row["asked_on"])
            yield self._case(
                rows, "assessment", [row["id"], answer["id"] if answer else ""], {}, row["asked_on"], ended,
                ground=row["ground"], test=row["test"] or (before["id"] if before else ""),
            )  # fmt: skip

    def _voluntary(self, rows: PersonRows) -> Iterator[Case]:
        episodes = [row for row in rows.of("rehab_episode") if row["form"] in ("home", "facility", "private")]
        for row in episodes:
            yield self._case(
                rows, "voluntary", [row["id"], row["decision"] or ""], row, row["registered_on"],
                row["ended_on"] or "", form=row["form"], completed=row["outcome"] == "completed",
                decision=row["decision"] or "",
            )  # fmt: skip
        for row in rows.of("status_period"):
            known = any(
                one["registered_on"] <= _until(row) and _end(one, "ended_on") >= row["since"]
                for one in episodes
            )
            if row["status"] in _VOLUNTARY and not known:
                yield self._case(
                    rows, "voluntary", [row["id"], row["opened_by"] or ""], row, row["since"],
                    row["until"] or "", form=_VOLUNTARY[row["status"]], decision=row["opened_by"] or "",
                )  # fmt: skip

    def _compulsory(self, rows: PersonRows) -> Iterator[Case]:
        for row in rows.of("compulsory_file"):
            procedure = "compulsory_minor" if row["is_minor"] else "compulsory"
            yield self._case(
                rows, procedure, [row["id"], row["decision"] or ""], row, row["opened_on"],
                row["closed_on"] or "", interim=row["interim"] or "", ground=row["ground"],
                decided=row["decided_on"] or "", decision=row["decision"] or "",
            )  # fmt: skip

    def _aftercare(self, rows: PersonRows) -> Iterator[Case]:
        before = ""
        for row in rows.of("status_period"):
            if row["status"] == "S":
                ended = _completed(rows, before, row["since"])
                keys = [row["id"], row["opened_by"] or "", ended["id"] if ended else ""]
                yield self._case(
                    rows, "aftercare", keys, row, row["since"], row["until"] or "",
                    after=before, decision=row["opened_by"] or "",
                )  # fmt: skip
                before = row["since"]
        ended = _completed(rows, before, self._today)
        if ended is not None:  # completed, and no decision yet: the file is being made
            yield self._case(rows, "aftercare", [ended["id"]], {}, ended["ended_on"], after=before)

    # -- which law

    def _case(
        self,
        rows: PersonRows,
        procedure: str,
        keys: Sequence[str],
        record: Mapping[str, Any],
        opened: str,
        until: str = "",
        *,
        decided: str = "",
        **more: Any,
    ) -> Case:
        regime = self._regime(rows, procedure, record, opened, decided, until)
        return Case(
            person=rows.person,
            procedure=procedure,
            keys=tuple(dict.fromkeys(key for key in keys if key)),
            regime=regime,
            opened=opened,
            until=until if until and until < self._today else "",
            minor=self._minor(rows.birth, regime, opened),
            **more,
        )

    def _regime(
        self,
        rows: PersonRows,
        procedure: str,
        record: Mapping[str, Any],
        opened: str,
        decided: str,
        until: str,
    ) -> str:
        """A case keeps the law under which it was opened, unless that of today takes over what is undecided."""
        decision = next((d for d in rows.of("decision") if d["id"] == record.get("opened_by")), None)
        kept = str(record.get("regime") or "")
        if kept not in self._packs.regimes():
            kept = self._on(decision["decided_on"] if decision else opened)
        now = self._on(decided or until or self._today)
        if now != kept and now in self._packs.regimes():
            newer = self._packs.of(now).procedures.get(procedure)
            if newer is not None and newer.takes_over:
                return now
        return kept

    def _on(self, day: str) -> str:
        if day not in self._regimes:
            try:
                self._regimes[day] = self._law.at(max(date.fromisoformat(day), self._law.oldest)).id
            except Fault:  # a day that no pack covers: the newest law that is known
                self._regimes[day] = self._law.regimes()[-1]
        return self._regimes[day]

    def _minor(self, birth: str | None, regime: str, opened: str) -> bool | None:
        group, _certain = age_group(self._law.regime(regime), birth, date.fromisoformat(opened))
        return None if group == "unknown" else group != "adult"


def _completed(rows: PersonRows, after: str, until: str) -> Found | None:
    """The rehabilitation or treatment that was completed after one day, up to another."""
    episodes = [*rows.of("rehab_episode"), *rows.of("substitution_treatment")]
    fitting = [
        row for row in episodes if row["outcome"] == "completed" and after < (row["ended_on"] or "") <= until
    ]
    return max(fitting, key=lambda row: str(row["ended_on"]), default=None)


def _test_of(rows: PersonRows, decision: str | None) -> Found | None:
    """The test that a decision says it rests on."""
    named = next((row["test"] for row in rows.of("decision") if row["id"] == decision), None)
    return next((row for row in rows.of("drug_test") if named and row["id"] == named), None)


def _answer(rows: PersonRows, request: Found) -> Found | None:
    """The assessment that answers a request: one that names it or the next after it, a conclusion before others."""
    asked = request["asked_on"]
    fitting = [
        row
        for row in rows.of("assessment")
        if row["request"] == request["id"] or (not row["request"] and row["concluded_on"] >= asked)
    ]
    concluded = (row for row in fitting if row["conclusion"] != "observing")
    return next(concluded, fitting[0] if fitting else None)


def _last(rows: Sequence[Found], name: str, after: str, until: str) -> Found | None:
    return next((row for row in reversed(rows) if after < day_of(row[name]) <= until), None)


def day_of(moment: str | None) -> str:
    """The day of a kept moment, as text."""
    return (moment or "")[:10]


def _until(row: Found) -> str:
    return row["until"] or FOREVER


def _end(row: Found, name: str) -> str:
    return row[name] or FOREVER
