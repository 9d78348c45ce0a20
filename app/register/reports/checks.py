"""What a report still lacks before it leaves the office: facts not recorded, open conflicts, figures left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from app.kinds.declare import KINDS
from app.register.counting.dimensions import DIMENSIONS
from app.register.counting.measures import MEASURES
from app.register.reports.snapshot import Column, Snapshot
from app.register.session import Session
from app.words import _, plural

#: Breakdowns whose gap is a fact of the person's own record, and the field where it is mended.
_FIELD = {
    "sex": "sex",
    "age": "birth",
    "ethnicity": "ethnicity",
    "substance": "substances",
    "occupation": "occupation",
    "education": "education",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to mend or to know: its sentence, how many, and the records (kind, id) where it is mended.

    ``field``: which field of the person; ``page``: kind of records to enter where nothing is recorded at all.
    """

    text: str
    count: int = 0
    records: tuple[tuple[str, str], ...] = ()
    field: str = ""
    page: str = ""

    @property
    def can_mend(self) -> bool:
        """Whether there is somewhere to go."""
        return bool(self.records or self.page)


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A record to be mended, with what it is called."""

    kind: str
    id: str
    name: str


def checks(snapshot: Snapshot) -> list[Check]:
    """Everything a report lacks, the heaviest first; sentences in the language in use."""
    return [
        *_left_out(snapshot),
        *_rates(snapshot),
        *_conflicts(snapshot),
        *_numbers(snapshot),
        *_people(snapshot),
    ]


def named_records(session: Session, found: Check) -> list[NamedRecord]:
    """What the people or records of a check are called, in the order of names; noted in the audit list."""
    people = msgspec.json.encode([one for kind, one in found.records if kind == "person"]).decode()
    sql = "SELECT id, name FROM r_person WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name_key, id"
    with session.store.read() as reader:
        named = [NamedRecord("person", row[0], row[1] or "") for row in reader.rows(sql, (people,))]
    others = [
        NamedRecord(kind, one, f"{_(KINDS[kind].label)} {number}")
        for number, (kind, one) in enumerate(found.records, start=1)
        if kind != "person"
    ]
    session.store.note(session.user, "view", "report_check", str(len(found.records)))
    return [*named, *others]


def _left_out(snapshot: Snapshot) -> Iterator[Check]:
    if snapshot.left_out:
        names = ", ".join(_(MEASURES[name].label) for name in snapshot.left_out if name in MEASURES)
        text = _(
            "Your account does not read these figures; they stay empty and the report cannot be sealed: {names}",
            names=names,
        )
        yield Check(text, len(snapshot.left_out))


def _rates(snapshot: Snapshot) -> Iterator[Check]:
    if any(one.whole is None for one in snapshot.rates):
        text = _("No population figure is recorded for the period; the shares of the residents stay empty.")
        yield Check(text, 1, page="population")
    elif any(one.kind and one.kind != "actual" for one in snapshot.rates):
        text = _("Only registered residents are recorded; the law counts those who actually live there.")
        yield Check(text, 1, page="population")


def _conflicts(snapshot: Snapshot) -> Iterator[Check]:
    if snapshot.conflicts:
        text = plural(
            "{n} record waits for a choice between two values.",
            "{n} records wait for a choice between two values.",
            snapshot.conflicts,
        )
        yield Check(text, snapshot.conflicts, page="conflicts")


def _numbers(snapshot: Snapshot) -> Iterator[Check]:
    for figure in snapshot.figures:
        if not figure.unknown:
            continue
        text = plural(
            "{figure}: {n} record carries no number.",
            "{figure}: {n} records carry no number.",
            figure.unknown,
            figure=_(MEASURES[figure.name].label) if figure.name in MEASURES else figure.label,
        )
        empty = tuple(snapshot.record(via) for _what, via, adds in figure.lines() if not adds)
        yield Check(text, figure.unknown, empty)


def _people(snapshot: Snapshot) -> Iterator[Check]:
    for column in snapshot.columns:
        gap = tuple(_unknown(snapshot, column))
        if gap and column.name in DIMENSIONS:
            what = _(DIMENSIONS[column.name].label)
            text = plural(
                "{what}: not recorded for {n} person.",
                "{what}: not recorded for {n} people.",
                len(gap),
                what=what,
            )
            yield Check(text, len(gap), gap, _FIELD.get(column.name, ""))


def _unknown(snapshot: Snapshot, column: Column) -> Iterator[tuple[str, str]]:
    """The people whose value of a breakdown is not recorded."""
    if "" not in column.values:
        return
    empty = column.values.index("")
    for place, value in zip(snapshot.people, column.of, strict=True):
        if value == empty:
            yield snapshot.record(place)
