"""What changed since a report was sealed: every number counted anew, and the records that make the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.ledger.reader import Reader
from app.register.counting.count import Span
from app.register.counting.dimensions import DIMENSIONS
from app.register.counting.measure import Measure
from app.register.counting.measures import MEASURES
from app.register.reports.build import counted_state, figures_digest
from app.register.reports.hits import Hits, answer, ask, people_by
from app.register.reports.reasons import Ledger, Reason
from app.register.reports.snapshot import Column, Correction, Figure, Line, Snapshot
from app.register.reports.wording import dimension_word, vietnamese
from app.register.session import Session

#: id counted → (the record that makes it count, what it adds)
_Counted = dict[str, tuple[str, int]]


def corrections(session: Session, sealed: Snapshot) -> list[Correction]:
    """The differences between a sealed report and the register as it is now; empty when there are none.

    The lines of a correction add up to the whole difference. Figures the account does not read are not compared.
    """
    span = Span(date.fromisoformat(sealed.head.since), date.fromisoformat(sealed.head.until))
    known = [one for one in sealed.figures if one.name in MEASURES and one.name not in sealed.left_out]
    readable = [one for one in known if session.may_read(MEASURES[one.name].kind)]
    questions = [ask(session, MEASURES[one.name], Span(span.first, span.last, one.dates)) for one in readable]
    found: list[Correction] = []
    with counted_state(session) as reader:
        rules_changed = sealed.rules.law != session.law.fingerprint or sealed.rules.figures != figures_digest(
            one.name for one in known
        )
        ledger = Ledger(reader, sealed.upto, rules_changed=rules_changed)
        hits = {question.measure.name: answer(reader, question) for question in questions}
        for figure in readable:
            found += _of_figure(ledger, sealed, figure, hits[figure.name])
        for name, figures in _broken_down(sealed).items():
            column = next(one for one in sealed.columns if one.name == name)
            shown = [one for one in figures if one in hits]
            found += _of_cells(reader, ledger, sealed, column, {one: hits[one] for one in shown}, span.last)
    return found


def _of_figure(ledger: Ledger, sealed: Snapshot, figure: Figure, hits: Hits) -> Iterator[Correction]:
    measure = MEASURES[figure.name]
    old, new = _sealed(sealed, figure), {what: (via, adds) for what, via, adds in hits.lines}
    differing = sorted(what for what in {*old, *new} if _adds(old, what) != _adds(new, what))
    if not differing and figure.value == hits.value:
        return
    names = ledger.names(hits.kind, differing)
    lines = [
        _line(hits.kind, what, names.get(what, ""), _adds(new, what) - _adds(old, what),
              _why(ledger, measure, hits.kind, what, old, new))
        for what in differing
    ]  # fmt: skip
    yield Correction(figure.name, figure.label, figure.value, hits.value, lines)


def _why(ledger: Ledger, measure: Measure, kind: str, what: str, old: _Counted, new: _Counted) -> Reason:
    vias = sorted({one[what][0] for one in (old, new) if what in one})
    return ledger.why(measure, kind, what, vias, came=what not in old)


def _of_cells(
    reader: Reader,
    ledger: Ledger,
    sealed: Snapshot,
    column: Column,
    hits: dict[str, Hits],
    last: date,
) -> Iterator[Correction]:
    """The cells of one breakdown. Who came into or left the whole figure stands there with their reason again."""
    dimension = DIMENSIONS.get(column.name)
    if dimension is None:
        return
    people = {line[0] for one in hits.values() for line in one.lines}
    now = {who: values[0] for who, values in people_by(reader, people, [column.name], last).items()}
    was = {sealed.ids[at]: column.values[of] for at, of in zip(sealed.people, column.of, strict=True)}
    words = dict(zip(column.values, column.words, strict=True))
    for name, found in hits.items():
        old = {who: was[who] for who in _sealed(sealed, sealed.figure(name))}
        new = {line[0]: now[line[0]] for line in found.lines}
        moved = sorted(who for who in {*old, *new} if old.get(who) != new.get(who))
        names = ledger.names("person", moved)
        reasons = {who: _why_cell(ledger, name, column.name, who, old, new, found, sealed) for who in moved}
        values = {value for who in moved for value in (old.get(who), new.get(who)) if value is not None}
        for value in sorted(values, key=dimension.order):
            adds = {who: (new.get(who) == value) - (old.get(who) == value) for who in moved}
            lines = [
                _line("person", who, names.get(who, ""), adds[who], reasons[who])
                for who in moved
                if adds[who]
            ]
            word = words.get(value) or dimension_word(dimension, value)
            yield Correction(
                name,
                f"{sealed.figure(name).label}, {column.label.lower()}: {word}",
                sum(one == value for one in old.values()),
                sum(one == value for one in new.values()),
                lines,
                column.name,
                value,
            )


def _why_cell(
    ledger: Ledger,
    name: str,
    column: str,
    who: str,
    old: dict[str, str],
    new: dict[str, str],
    found: Hits,
    sealed: Snapshot,
) -> Reason:
    if who in old and who in new:
        return ledger.why_cell(column, who)
    was = _sealed(sealed, sealed.figure(name))
    now = {what: (via, adds) for what, via, adds in found.lines}
    return _why(ledger, MEASURES[name], "person", who, was, now)


def _broken_down(sealed: Snapshot) -> dict[str, list[str]]:
    """Of each breakdown, the figures that are broken down by it."""
    found: dict[str, list[str]] = {}
    for one in sealed.breakdowns:
        for name in one.by:
            found[name] = list(dict.fromkeys((*found.get(name, ()), *one.figures)))
    return found


def _sealed(sealed: Snapshot, figure: Figure) -> _Counted:
    return {sealed.ids[what]: (sealed.ids[via], adds) for what, via, adds in figure.lines()}


def _adds(counted: _Counted, what: str) -> int:
    return counted[what][1] if what in counted else 0


def _line(kind: str, what: str, name: str, adds: int, reason: Reason) -> Line:
    return Line(kind, what, name, adds, reason.why, reason.at, reason.by)


def total(found: Sequence[Correction]) -> int:
    """How many numbers of the report itself (cells apart) are other ones now."""
    return sum(1 for one in found if not one.dimension)


def in_vietnamese(reason: str) -> str:
    """A reason as it stands on paper."""
    from app.register.reports.reasons import REASONS

    return vietnamese(REASONS.get(reason, reason))
