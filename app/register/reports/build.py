"""Counting a report: every figure with its records, breakdowns, rates and lists, from one state of the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from app.kinds.catalogue import all_kinds
from app.ledger.reader import Reader
from app.register.counting.count import Span
from app.register.counting.dimensions import DIMENSIONS
from app.register.counting.events import _newest, _upto, bring_up
from app.register.counting.measures import MEASURES
from app.register.reports.definitions import ReportSpec
from app.register.reports.hits import Hits, Question, answer, ask, people_by
from app.register.reports.listing import managed_list
from app.register.reports.periods import Period, before
from app.register.reports.plan_table import plan_table
from app.register.reports.snapshot import (
    FORM,
    Breakdown,
    Column,
    Corrected,
    Figure,
    Head,
    Listing,
    Rate,
    Rules,
    Section,
    Snapshot,
)
from app.register.reports.wording import dimension_word, vietnamese
from app.register.session import Session
from app.words import N_

#: Why a figure has no number; shown in the language in use, printed in Vietnamese.
NOT_READ = N_("Not read by this account")
NO_NUMBERS = N_("The records carry no number")
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What only the office knows about its papers: who stands above it, and the place it writes from."""

    parent: str = ""
    place: str = ""


@dataclass(slots=True)
class _Table:
    """The table of records: each stands once, in the order of first use."""

    kinds: list[str] = field(default_factory=list)
    kind_of: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    _places: dict[str, dict[str, int]] = field(default_factory=dict)

    def places(self, kind: str, ids: Iterable[str]) -> list[int]:
        """The places of records, entering those that are new."""
        known = self._places.setdefault(kind, {})
        if kind not in self.kinds:
            self.kinds.append(kind)
        number, found = self.kinds.index(kind), []
        for one in ids:
            place = known.get(one)
            if place is None:
                place = known[one] = len(self.ids)
                self.ids.append(one)
                self.kind_of.append(number)
            found.append(place)
        return found


@contextmanager
def counted_state(session: Session) -> Iterator[Reader]:
    """One state of the register in which the lines that are counted are those of the ledger."""
    for turn in range(_TRIES):
        bring_up(session.store)
        with session.store.read() as reader:
            # somebody may have saved in between: such a state would count less than it holds
            if _upto(reader) == _newest(reader) or session.store.database.read_only or turn == _TRIES - 1:
                yield reader
                return


def build(
    session: Session,
    spec: ReportSpec,
    period: Period,
    *,
    dates: str = "event",
    letterhead: Letterhead | None = None,
    lists: bool = True,
    corrected: Sequence[Corrected] = (),
) -> Snapshot:
    """Count a report. Figures the account does not read are left out and named. Faults E_FIGURE, E_RANGE."""
    span = Span(period.first, period.last, dates)
    readable = [name for name in spec.figures() if session.may_read(MEASURES[name].kind)]
    earlier = before(period)
    questions = [ask(session, MEASURES[name], span) for name in readable]
    asked = _earlier(session, readable, earlier, dates)
    targets = plan_table(session, period) if spec.targets else None
    with counted_state(session) as reader:
        hits = {one.measure.name: (one, answer(reader, one)) for one in questions}
        previous = {one.measure.name: answer(reader, one).value for one in asked}
        counted = _Counted(session, reader, spec, period, hits, previous)
        return Snapshot(
            form=FORM,
            head=_head(session, spec, period, dates, letterhead or Letterhead()),
            rules=_rules(session, spec, readable),
            sections=[Section(one.heading.vi, list(one.figures)) for one in spec.section],
            breakdowns=[Breakdown(b.heading.vi, list(b.figures), list(b.by)) for b in spec.breakdown],
            left_out=[name for name in spec.figures() if name not in hits],
            before=earlier.title(vietnamese) if earlier else "",
            targets=targets,
            corrected=list(corrected),
            **counted.parts(lists=lists),
        )


@dataclass(frozen=True, slots=True)
class _Counted:
    """One state of the register with the figures read from it."""

    session: Session
    reader: Reader
    spec: ReportSpec
    period: Period
    hits: Mapping[str, tuple[Question, Hits]]
    previous: Mapping[str, int | None]

    def parts(self, *, lists: bool) -> dict[str, Any]:
        """The members of the report that come from the register."""
        table = _Table()
        figures = [
            _figure(name, self.hits.get(name), self.previous.get(name), table) for name in self.spec.figures()
        ]
        people, columns = _columns(self.reader, self.spec, self.hits, self.period, table)
        positions = self.reader.rows("SELECT name, lsn FROM stream ORDER BY name")
        return {
            "upto": [(row[0], row[1]) for row in positions],
            "figures": figures,
            "people": people,
            "columns": columns,
            "kinds": table.kinds,
            "kind_of": table.kind_of,
            "ids": table.ids,
            "rates": _rates(self.session, self.reader, self.spec, self.period),
            "lists": self._lists() if lists else [],
            "conflicts": _conflicts(self.session, self.reader),
        }

    def _lists(self) -> list[Listing]:
        people = [line[0] for line in self.hits["with_file"][1].lines] if "with_file" in self.hits else []
        return [
            managed_list(self.session, self.reader, one.heading.vi, people, self.period.last)
            for one in self.spec.list
        ]


def _rules(session: Session, spec: ReportSpec, names: Sequence[str]) -> Rules:
    return Rules(
        law=session.law.fingerprint,
        packs=[[line.id, line.version] for line in session.shelf.lines()],
        definition=spec.version,
        figures=figures_digest(names),
    )


def _earlier(session: Session, names: Sequence[str], period: Period | None, dates: str) -> list[Question]:
    """The same figures for the period before."""
    if period is None:
        return []
    span = Span(period.first, period.last, dates)
    return [ask(session, MEASURES[name], span) for name in names]


def _figure(name: str, found: tuple[Question, Hits] | None, previous: int | None, table: _Table) -> Figure:
    measure = MEASURES[name]
    label = vietnamese(measure.label)
    if found is None:
        return Figure(name, label, measure.clause, "event", None, vietnamese(NOT_READ))
    question, hits = found
    weights = [line[2] for line in hits.lines]
    value = hits.value
    return Figure(
        name,
        label,
        measure.clause,
        question.dates,
        value,
        why=vietnamese(NO_NUMBERS) if value is None else "",
        unknown=hits.unknown,
        previous=previous,
        ids=table.places(hits.kind, (line[0] for line in hits.lines)),
        via=table.places(hits.via, (line[1] for line in hits.lines)),
        weights=weights if measure.what == "sum" else [],
    )


def _columns(
    reader: Reader,
    spec: ReportSpec,
    hits: Mapping[str, tuple[Question, Hits]],
    period: Period,
    table: _Table,
) -> tuple[list[int], list[Column]]:
    """Everybody of the figures that are broken down, with their value of each breakdown."""
    names = spec.dimensions()
    figures = [name for one in spec.breakdown for name in one.figures if name in hits]
    ids = sorted({line[0] for name in figures for line in hits[name][1].lines})
    by = people_by(reader, ids, names, period.last)
    columns = []
    for at, name in enumerate(names):
        dimension = DIMENSIONS[name]
        values = sorted({by[one][at] for one in ids} | set(dimension.words), key=dimension.order)
        place = {value: n for n, value in enumerate(values)}
        columns.append(
            Column(
                name,
                vietnamese(dimension.label),
                values,
                [dimension_word(dimension, value) for value in values],
                [place[by[one][at]] for one in ids],
            )
        )
    return table.places("person", ids), columns


def _head(session: Session, spec: ReportSpec, period: Period, dates: str, given: Letterhead) -> Head:
    return Head(
        name=spec.id,
        sort=spec.sort,
        title=spec.title.vi,
        about=spec.about.vi,
        period=period.title(vietnamese),
        since=period.first.isoformat(),
        until=period.last.isoformat(),
        dates=dates,
        source=spec.source,
        mark=spec.mark,
        node=session.node.node,
        parent=given.parent,
        office=session.node.name,
        place=given.place,
        made_at=session.now().isoformat(),
        made_by=session.user,
    )


def figures_digest(names: Iterable[str]) -> str:
    """A digest of what the figures mean: other definitions, another digest."""
    told = [
        f"{m.name}|{m.kind_name}|{m.mode}|{m.what}|{m.codes}|{m.on}|{m.of}|{m.where}|{m.weight}|{m.rule}"
        for m in (MEASURES[name] for name in sorted(names))
    ]
    return sha256("\n".join(told).encode()).hexdigest()


def _rates(session: Session, reader: Reader, spec: ReportSpec, period: Period) -> list[Rate]:
    if not spec.rate:
        return []
    # the people actually living there are what the law divides by; registered residents only for want of them
    row = reader.row(
        "SELECT p.persons, p.as_of, p.source, p.sort FROM r_population AS p LEFT JOIN r_unit AS u ON u.id = p.unit"
        " WHERE p._state = 0 AND p.as_of <= ? AND (p._node = ? OR u.code = ?)"
        " ORDER BY p.sort = 'actual' DESC, p.as_of DESC, p.id LIMIT 1",
        (period.last.isoformat(), session.node.node, session.node.unit),
    )
    if row is None:
        return [Rate(one.label.vi, one.part, None) for one in spec.rate]
    return [Rate(one.label.vi, one.part, row[0], row[1], row[2] or "", row[3]) for one in spec.rate]


def _conflicts(session: Session, reader: Reader) -> int:
    """How many records wait for a person to choose between values, of the kinds the account reads."""
    kinds = [kind for kind in all_kinds() if session.may_read(kind)]
    sql = 'SELECT count(*) FROM "r_{name}" WHERE _conflict IS NOT NULL'
    return sum(int(reader.value(sql.format(name=kind.name))) for kind in kinds)
