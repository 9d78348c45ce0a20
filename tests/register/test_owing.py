"""What is owed is kept right by every write and by the mere passing of days, for one person at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.kinds.dates import VIETNAM
from app.law.owed import WHAT
from app.law.packs import LawPacks
from app.law.reading import read_pack
from app.law.reckoning import Settings
from app.ledger.reader import Reader
from app.register.loading import load
from app.register.people import save
from app.register.session import Session
from app.register.tables import people as tables_module
from app.register.tables.facts import facts_of
from app.register.tables.people import PeopleTables, tables_of
from app.register.today import OwedLine, due_lines, today_view, week
from app.words.resources import resource
from tests.ledger.homes import Hands
from tests.register import crowd
from tests.register.all_facts import people


def turn(session: Session) -> int:
    with session.store.write("an") as writer:
        return tables_of(session).turn(writer)


def differences(session: Session) -> list[str]:
    with session.store.read() as reader:
        return tables_of(session).differences(reader)


def owed_of(session: Session, person: str = "p1") -> list[tuple[str, Any]]:
    found = due_lines(session, session.today())
    return [(line.what, line.due) for line in found if line.person == person]


def line_of(session: Session, what: str) -> OwedLine:
    (found,) = [line for line in due_lines(session, session.today()) if line.what == what]
    return found


def somebody(session: Session, **more: Any) -> None:
    save(session, "person", "p1", {"name": "Đỗ Thị Hòa", "birth": "1990", "officer": "An"} | more)
    save(session, "address", "", {"person": "p1", "sort": "present", "hamlet": "Thôn 1"})


def positive(session: Session, at: str, **more: Any) -> None:
    save(session, "drug_test", "", {"person": "p1", "sampled_at": at, "result": "positive"} | more)


# -- the two sentences of the law


def test_at_five_past_ten_under_law_120_a_decision_is_due_at_five_past_ten_next_day(
    session: Session, clock: Hands
) -> None:
    clock.now = datetime(2026, 11, 21, 11, 0, tzinfo=VIETNAM)  # a Saturday
    somebody(session)
    positive(session, "2026-11-21T10:05:00+07:00")
    assert owed_of(session) == [("decide", datetime(2026, 11, 22, 10, 5, tzinfo=VIETNAM))]


def test_under_law_73_a_decision_is_due_in_three_working_days(session: Session, clock: Hands) -> None:
    clock.now = datetime(2026, 3, 6, 11, 0, tzinfo=VIETNAM)  # a Friday
    somebody(session)
    positive(session, "2026-03-06T10:05:00+07:00")
    assert owed_of(session) == [("decide", date(2026, 3, 11))]


def test_the_clock_runs_from_when_the_result_was_received(session: Session) -> None:
    somebody(session)
    positive(session, "2026-11-22T08:00:00+07:00", received_at="2026-11-22T14:20:00+07:00")
    assert owed_of(session) == [("decide", datetime(2026, 11, 23, 14, 20, tzinfo=VIETNAM))]


# -- met by a record, never by time


@pytest.mark.parametrize("days", [1, 3, 30, 400])
def test_an_obligation_stays_open_however_much_time_passes(session: Session, clock: Hands, days: int) -> None:
    somebody(session)
    positive(session, "2026-11-22T10:05:00+07:00")
    clock.on(days=days)
    turn(session)
    assert ("decide", datetime(2026, 11, 23, 10, 5, tzinfo=VIETNAM)) in owed_of(session)


def test_what_does_not_confirm_a_test_answers_it(session: Session) -> None:
    somebody(session)
    test = {"person": "p1", "sampled_at": "2026-11-22T10:05:00+07:00", "result": "positive"}
    save(session, "drug_test", "t1", test)
    later = {
        "person": "p1",
        "sampled_at": "2026-11-22T15:00:00+07:00",
        "method": "laboratory",
        "confirms": "t1",
    }
    save(session, "drug_test", "t2", later | {"result": "positive"})
    assert owed_of(session) == [("decide", datetime(2026, 11, 23, 10, 5, tzinfo=VIETNAM))]
    save(session, "drug_test", "t2", later | {"result": "negative"})
    assert owed_of(session) == []


def test_only_a_meeting_in_person_is_a_visit_and_only_not_meeting_leads_to_tracing(
    session: Session, clock: Hands
) -> None:
    somebody(session)
    since = {"person": "p1", "status": "U-QL", "since": "2026-09-01"}
    decided = {"person": "p1", "sort": "manage_user", "number": "1/QĐ", "decided_on": "2026-09-01"}
    save(session, "decision", "", decided)
    save(session, "status_period", "", since)
    save(session, "visit", "v1", {"person": "p1", "visited_on": "2026-09-20"})
    save(session, "visit", "v2", {"person": "p1", "visited_on": "2026-10-01", "place": "phone"})
    assert ("visit", date(2026, 10, 20)) in owed_of(session)
    away = {"person": "p1", "checked_on": "2026-10-20", "present": False, "way": "roll_call"}
    save(session, "presence_check", "c1", away)
    save(session, "visit", "v3", {"person": "p1", "visited_on": "2026-11-10", "present": False})
    assert ("trace", date(2026, 11, 19)) in owed_of(session)
    save(session, "presence_check", "c2", away | {"checked_on": "2026-11-22", "present": True, "way": "face"})
    assert owed_of(session) == [("visit", date(2026, 12, 22)), ("term_end", date(2027, 9, 1))]


def test_after_care_counts_from_completion_as_long_as_the_law_says(session: Session) -> None:
    somebody(session)
    save(
        session,
        "status_period",
        "",
        {"person": "p1", "status": "A-BB", "since": "2025-05-01", "until": "2026-10-20"},
    )
    decided = {"person": "p1", "sort": "aftercare", "number": "1/QĐ", "decided_on": "2026-11-02"}
    save(session, "decision", "", decided)
    save(session, "status_period", "", {"person": "p1", "status": "S", "since": "2026-11-02"})
    assert ("term_end", date(2028, 10, 20)) in owed_of(session)


# -- hour clocks press


@pytest.mark.parametrize(
    ("hours", "level"), [(0, 0), (11.9, 0), (12, 1), (21.5, 1), (21.6, 2), (24, 2), (24.1, 3), (90, 3)]
)
def test_half_and_nine_tenths_of_a_24_hour_clock(
    session: Session, clock: Hands, hours: float, level: int
) -> None:
    somebody(session)
    positive(session, "2026-11-23T10:00:00+07:00")
    clock.on(hours=hours)
    assert line_of(session, "decide").level == level
    (shown,) = [one for group in today_view(session).groups.values() for one in group if one.what == "decide"]
    assert shown.level == level


def test_days_have_no_level(session: Session, clock: Hands) -> None:
    clock.now = datetime(2026, 3, 6, 11, 0, tzinfo=VIETNAM)
    somebody(session)
    positive(session, "2026-03-06T10:05:00+07:00")
    clock.on(days=30)
    assert (line_of(session, "decide").state, line_of(session, "decide").level) == ("overdue", 0)


# -- the passing of days


@pytest.mark.parametrize("seed", [1, 2])
def test_day_by_day_for_400_days_is_the_same_as_computing_anew(
    session: Session, clock: Hands, seed: int
) -> None:
    """Over the change of law, terms, births, ends of statuses, reading times; and the clock going back."""
    clock.now = datetime(2026, 3, 1, 9, 0, tzinfo=VIETNAM)
    assert not load(session, people(40, seed)).refused
    seen: set[str] = set()
    for _day in range(400):
        clock.on(days=1)
        turn(session)
        assert differences(session) == [], clock.now
        seen |= {line.what for line in due_lines(session, session.today())}
    assert len(seen) >= 25 and seen <= set(WHAT)
    for days in (-1, -1, -3, -40, -200, 90, -300, 700):
        clock.on(days=days)
        turn(session)
        assert differences(session) == [], days


def test_an_ordinary_day_computes_few_people_anew(session: Session, clock: Hands) -> None:
    assert not load(session, people(120, 3)).refused
    turned = []
    for _day in range(10):
        clock.on(days=1)
        turned.append(turn(session))
    assert sum(turned) < 10 * 120 / 5


# -- one save, one person


def test_a_save_computes_one_person_and_reads_rare_kinds_only_where_there_are_some(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(session, crowd.people(50))
    asked: list[list[str]] = []
    read: list[str] = []
    facts, rows = facts_of, Reader.rows

    def counted(reader: Reader, ids: list[str]) -> Any:
        asked.append(list(ids))
        return facts(reader, ids)

    def noted(reader: Reader, sql: str, params: Any = ()) -> Any:
        read.append(sql)
        return rows(reader, sql, params)

    monkeypatch.setattr(tables_module, "facts_of", counted)
    monkeypatch.setattr(Reader, "rows", noted)
    save(session, "visit", "", {"person": "p7", "visited_on": "2026-11-20"})
    assert asked == [["p7"]]
    assert not [sql for sql in read if "r_rehab_episode" in sql or "r_compulsory_file" in sql]
    save(
        session,
        "breach",
        "",
        {"person": "p7", "obligation": "voluntary", "sort": "missed", "happened_on": "2026-11-20"},
    )
    assert [sql for sql in read if 'FROM "r_breach"' in sql]
    assert [line.what for line in due_lines(session, session.today()) if line.person == "p7"].count(
        "breach_record"
    ) == 1


# -- other packs, other choices


def _chosen(session: Session, settings: Settings) -> None:
    tables_of(session)._settings = lambda _reader: settings


@pytest.mark.parametrize(
    "bring", [turn, lambda session: save(session, "person", "x", {"name": "Ai Đó", "birth": "1980"})]
)
def test_other_choices_compute_everybody_anew(session: Session, bring: Callable[[Session], Any]) -> None:
    somebody(session)
    save(session, "assessment", "", {"person": "p1", "concluded_on": "2026-11-02", "conclusion": "addicted"})
    assert ("register", None) in owed_of(session)
    _chosen(session, Settings(amounts={"L120:assessment.register": 5}))
    bring(session)
    assert ("register", date(2026, 11, 9)) in owed_of(session)
    assert differences(session) == [] and turn(session) == 0


def test_other_packs_compute_everybody_anew(session: Session) -> None:
    somebody(session)
    save(session, "assessment", "", {"person": "p1", "concluded_on": "2026-11-02", "conclusion": "addicted"})
    text = resource("packs/L120.toml").read_text(encoding="utf-8")
    at = text.index('id = "assessment.register"')
    cut = text[at:].split("[[rules]]", 1)[0]
    start, end = cut.index("without ="), cut.index("setting_unit")
    numbered = cut[:start] + 'amount = 7\nunit = "working_day"\n' + cut[end:]
    read = [
        read_pack(f"{name}.toml", resource(f"packs/{name}.toml").read_text("utf-8"))
        for name in ("L73", "L73-interim-2025")
    ]
    packs = LawPacks([pack for pack in (*read, read_pack("L120.toml", text.replace(cut, numbered))) if pack])
    tables_of(session).use(packs, session.calendar)
    assert turn(session) == 1
    assert ("register", date(2026, 11, 11)) in owed_of(session)


def test_the_unit_says_how_far_ahead_the_start_screen_looks(session: Session) -> None:
    somebody(session)
    save(
        session,
        "decision",
        "",
        {"person": "p1", "sort": "manage_user", "number": "1", "decided_on": "2026-11-05"},
    )
    save(session, "status_period", "", {"person": "p1", "status": "U-QL", "since": "2026-11-05"})
    assert line_of(session, "visit").state == "later"
    _chosen(session, Settings(soon_days=20))
    assert line_of(session, "visit").state == "soon"
    assert today_view(session).counts["soon"] == 1


# -- the week's plan


def test_the_plan_of_a_week_is_by_day_and_officer(session: Session) -> None:
    load(session, crowd.people(300))
    first = date(2026, 11, 23)
    plan = week(session, first)
    lines = {repr(one.line) for one in plan}
    until = first + timedelta(days=7)
    all_of_it = due_lines(session, first)
    wanted = [
        one
        for one in all_of_it
        if not one.what.startswith("missing_") and (one.due is None or _day(one) < until)
    ]
    assert lines == {repr(one) for one in wanted} and len(plan) == len(wanted) > 20
    order = [(one.day or date.min, one.officer == "", one.officer) for one in plan]
    assert order == sorted(order)
    for one in plan:
        due = one.line.due
        assert one.day == (first if due is None else _day(one.line) if _day(one.line) >= first else None)
        assert one.officer.startswith("cán bộ")


def _day(line: OwedLine) -> date:
    assert line.due is not None
    return line.due.date() if isinstance(line.due, datetime) else line.due


def test_the_tables_know_where_they_are(session: Session) -> None:
    found = tables_of(session)
    assert isinstance(found, PeopleTables)
    with session.store.read() as reader:
        assert found.watch(reader).today == session.today()
        assert found.settings(reader) == Settings()
