"""Periods, definitions, counting and sealing of reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.kinds.faults import Fault
from app.kinds.office import ReportPart
from app.register.counting.count import DATES, Span, breakdowns, counts, dates_of, records
from app.register.counting.measures import MEASURES
from app.register.counting.periods import PERIODS as MONTHS
from app.register.people import save
from app.register.reports import sealing
from app.register.reports.build import build
from app.register.reports.checks import checks, named_records
from app.register.reports.copies import copies_of, note_copy, sealed_bytes
from app.register.reports.definitions import definition, definitions, dues, read_definition
from app.register.reports.overview import OPEN, READY, SEALED, changed_since, overview
from app.register.reports.periods import Period, before, chosen, newest, period_of
from app.register.reports.snapshot import packed, unpacked
from app.register.session import Session
from app.words.resources import resource
from tests.ledger.homes import Hands
from tests.register.test_counting import fill
from tests.register.test_people import add

LAST_YEAR = Period(date(2024, 12, 15), date(2025, 12, 14), "year")


@pytest.mark.parametrize("sort", MONTHS)
def test_periods_follow_each_other_without_a_gap(sort: str) -> None:
    found = list(newest(sort, date(2026, 12, 14), 30))
    assert found[0].last == date(2026, 12, 14)
    for later, earlier in pairwise(found):
        assert earlier.last + timedelta(days=1) == later.first and before(later) == earlier
    for one in found:
        assert period_of(sort, one.first) == period_of(sort, one.last) == one
        assert one.first.day == 15 and one.last.day == 14


def test_the_year_is_made_of_its_parts() -> None:
    year = period_of("year", date(2026, 1, 1))
    assert (year.first, year.last) == (date(2025, 12, 15), date(2026, 12, 14))
    for sort, parts in (("month", 12), ("quarter", 4), ("half", 2)):
        found = {period_of(sort, year.first + timedelta(days=n)) for n in range(365)}
        assert len(found) == parts
        assert (min(found).first, max(found).last) == (year.first, year.last)
    half = period_of("half", date(2026, 6, 14))
    assert (half.last, period_of("half", date(2026, 6, 15)).first) == (date(2026, 6, 14), date(2026, 6, 15))


@pytest.mark.parametrize(
    ("sort", "since", "until", "code"),
    [
        ("year", "2025-12-16", None, "E_PERIOD"),
        ("year", "2025-12-16", "2026-12-14", "E_PERIOD"),
        ("year", "2025-12-15", "2026-12-15", "E_PERIOD"),
        ("month", "2026-11-15", "2026-12-14", ""),
        ("campaign", "2023-06-01", None, "E_PERIOD"),
        ("campaign", "2023-06-30", "2023-06-01", "E_RANGE"),
        ("decade", None, None, "E_REPORT"),
    ],
)
def test_a_window_that_is_no_period_is_named(
    sort: str, since: str | None, until: str | None, code: str
) -> None:
    days = [date.fromisoformat(one) if one else None for one in (since, until)]
    if code:
        with pytest.raises(Fault) as told:
            chosen(sort, days[0], days[1], date(2026, 11, 23))
        assert told.value.code == code
    else:
        assert chosen(sort, days[0], days[1], date(2026, 11, 23)).first == days[0]


def test_every_report_names_what_exists_and_is_due_on_its_days() -> None:
    assert list(definitions()) == ["month", "quarter", "half", "year", "campaign"]
    year = definition("year")
    wanted = {"sex", "age", "ethnicity", "substance", "residence", "occupation", "presence"}
    assert wanted <= set(year.dimensions())
    days = [one.before for one in dues(year, period_of("year", date(2026, 6, 1)))]
    assert days == [date(2026, 12, n) for n in (16, 18, 20, 20, 24, 30)]
    half = [one.before.month for one in dues(definition("half"), period_of("half", date(2026, 6, 1)))]
    assert half == [6, 6, 6, 6]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"with_file"', '"with_a_file"'),
        ('by = ["sex"', 'by = ["star_sign"'),
        ('by = ["sex"', 'by = ["month"'),
        ("day = 30", "day = 32"),
        ('sort = "year"', 'sort = "decade"'),
        ('name = "managed"', 'name = "everybody"'),
        ("place = 4", "plaice = 4"),
        ("place = 4", "place ="),
    ],
)
def test_a_damaged_definition_is_named(old: str, new: str) -> None:
    text = resource("data/reports/year.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(Fault) as told:
        read_definition("year.toml", text.replace(old, new))
    assert told.value.code == "E_PACK"
    assert "year.toml" in told.value.sentence()


@pytest.mark.parametrize("dates", DATES)
def test_figures_and_cells_are_those_of_the_statistics(session: Session, dates: str) -> None:
    fill(session, 5)
    report = build(session, definition("year"), LAST_YEAR, dates=dates)
    for figure in report.figures:
        assert figure.dates == (dates if dates in dates_of(MEASURES[figure.name]) else "event")
        span = Span(LAST_YEAR.first, LAST_YEAR.last, figure.dates)
        assert (figure.value or 0) == counts(session, [figure.name], span)[figure.name]
        listed = set(records(session, figure.name, span))
        assert set(report.behind(figure.name)) == listed
    for column in report.columns:
        for name in definition("year").breakdown[0].figures:
            table = breakdowns(session, name, Span(LAST_YEAR.first, LAST_YEAR.last), [column.name])[
                column.name
            ]
            cells = report.cells(name, column)
            assert cells == {row: n for (row, _), n in table.cells.items()}
            assert sum(cells.values()) == report.figure(name).value
            for value, number in cells.items():
                assert len(set(report.behind(name, column.name, value))) == number
    assert len(report.lists[0].rows) == report.figure("with_file").value


def test_what_is_not_known_is_no_zero(session: Session) -> None:
    spec = definition("year")
    save(session, "cultivation", "c", {"species": "cannabis", "detected_on": "2025-03-01", "plants": 30})
    report = build(session, spec, LAST_YEAR)
    assert report.figure("plants").value == 30
    assert (report.figure("area_m2").value, report.figure("area_m2").unknown) == (None, 1)
    assert all(one.whole is None for one in report.rates)
    save(session, "cultivation", "d", {"species": "cannabis", "detected_on": "2025-03-02", "area_m2": 7})
    mixed = build(session, spec, LAST_YEAR)
    assert [(mixed.figure(n).value, mixed.figure(n).unknown) for n in ("plants", "area_m2")] == [
        (30, 1),
        (7, 1),
    ]
    assert {one.count for one in checks(mixed) if one.records} == {1}


def test_a_health_account_sees_what_is_left_out(session: Session) -> None:
    doctor = replace(session, role="health")
    report = build(doctor, definition("year"), LAST_YEAR)
    assert report.figure("plants").value is None and report.figure("plants").why
    assert "plants" in report.left_out and report.figure("tests").value == 0
    assert checks(report)[0].count == len(report.left_out)
    with pytest.raises(Fault) as told:
        sealing.seal(doctor, definition("year"), LAST_YEAR)
    assert told.value.code == "E_ROLE"


def test_missing_facts_open_the_records_that_lack_them(session: Session) -> None:
    save(session, "person", "p", {"name": "Ngô Thị Ẩn", "birth": "1990", "sex": "female"})
    save(session, "status_period", "s", {"person": "p", "status": "A", "since": "2025-02-01"})
    found = {one.field: one for one in checks(build(session, definition("year"), LAST_YEAR)) if one.field}
    assert set(found) == {"ethnicity", "substances", "occupation", "education"}
    assert [one.name for one in named_records(session, found["ethnicity"])] == ["Ngô Thị Ẩn"]


def test_a_period_is_sealed_once_and_only_when_it_is_over(session: Session, clock: Hands) -> None:
    month = definition("month")
    now = period_of("month", session.today())
    with pytest.raises(Fault) as told:
        sealing.seal(session, month, now)
    assert told.value.code == "E_PERIOD_OPEN" and "14/12/2026" in told.value.sentence()
    clock.now = clock.now.replace(month=12, day=14, hour=23)
    with pytest.raises(Fault):
        sealing.seal(session, month, now)
    clock.on(hours=2)
    report = sealing.seal(session, month, now)
    with pytest.raises(Fault) as told:
        sealing.seal(session, month, now)
    assert told.value.code == "E_SEALED"
    assert sealing.seal(session, month, now, dates="entry").dates == "entry"
    assert sealing.sealed_named(session, report.id[-8:]).id == report.id


def test_what_was_sealed_never_changes(session: Session) -> None:
    fill(session, 2)
    report = sealing.seal(session, definition("half"), period_of("half", date(2026, 3, 1)))
    frozen = sealing.load(session, report)
    data, digest = packed(frozen)
    assert digest == report.digest and unpacked(data, digest) == frozen
    fill(session, 3, 5)
    assert packed(sealing.load(session, report)) == (data, digest)
    with pytest.raises(Fault) as told:
        unpacked(data.replace(b'"conflicts":0', b'"conflicts":1'), digest)
    assert told.value.code == "E_REPORT_DAMAGED"


def test_a_tampered_or_missing_part_is_found(session: Session) -> None:
    fill(session, 2)
    report = sealing.seal(session, definition("half"), period_of("half", date(2026, 3, 1)))
    with session.store.read() as reader:
        first = reader.all(ReportPart, "report = ? ORDER BY number", (report.id,))[0]
    fields = {"report": report.id, "number": first.number, "content": first.content[:-2] + "00"}
    save(session, "report_part", first.id, fields, "thử")
    with pytest.raises(Fault) as told:
        sealing.load(session, report)
    assert told.value.code in ("E_REPORT_PARTS", "E_REPORT_DAMAGED")
    with session.store.write("an", "thử") as writer:
        writer.retract("report_part", first.id, "thử")
    with pytest.raises(Fault) as told:
        sealing.load(session, report)
    assert told.value.code == "E_REPORT_PARTS"


def test_copies_have_numbers_and_the_same_bytes(session: Session) -> None:
    report = sealing.seal(session, definition("month"), period_of("month", date(2026, 10, 1)))
    assert sealed_bytes(session, report, "pdf", lambda: b"first") == b"first"
    assert sealed_bytes(session, report, "pdf", lambda: b"second") == b"first"
    for form in ("pdf", "xlsx", "pdf"):
        note_copy(session, report, form, b"x")
    found = copies_of(session, report)
    assert [(one.number, one.form, one.by) for one in found] == [
        (1, "pdf", "an"),
        (2, "xlsx", "an"),
        (3, "pdf", "an"),
    ]


def test_the_overview_says_how_each_report_stands(session: Session) -> None:
    who = add(session)
    period = period_of("month", date(2026, 10, 20))
    report = sealing.seal(session, definition("month"), period)
    states = {one.period: one.state for one in overview(session)["month"]}
    assert states[period] == SEALED
    assert states[period_of("month", session.today())] == OPEN
    assert states[period_of("month", date(2026, 10, 1))] == READY
    assert changed_since(session, report) == []
    save(session, "visit", "", {"person": who, "visited_on": "2026-10-20"})
    assert [one.figure for one in changed_since(session, report)] == ["visits"]
    assert overview(session)["campaign"] == []
    plan = {"number": "1/KH", "title": "Cao điểm", "since": "2026-06-01", "until": "2026-06-30"}
    save(session, "target_plan", "k", plan)
    assert [one.period.first for one in overview(session)["campaign"]] == [date(2026, 6, 1)]
