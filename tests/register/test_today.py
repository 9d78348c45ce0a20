"""The start screen agrees with the full list, and moves on with the day."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.bootstrap import Opened
from app.kinds.dates import VIETNAM
from app.register.lists import ListQuery, count_people, line_of
from app.register.loading import load
from app.register.people import retract, save
from app.register.session import Session
from app.register.tables.people import PeopleTables
from app.register.today import GROUPS, SOON_DAYS, due_lines, state_of, today_view
from tests.ledger import homes
from tests.ledger.homes import Hands
from tests.register.crowd import people


def tables(session: Session) -> PeopleTables:
    found = session.store.derived[0]
    assert isinstance(found, PeopleTables)
    return found


def turn(session: Session) -> int:
    with session.store.write("an") as writer:
        return tables(session).turn(writer)


def differences(session: Session) -> list[str]:
    with session.store.read() as reader:
        return tables(session).differences(reader)


def person(session: Session, record_id: str = "p1", **more: Any) -> None:
    save(session, "person", record_id, {"name": "Đỗ Thị Hòa", "birth": "1990"} | more)


def status(session: Session, status: str, since: str, until: str | None = None, person: str = "p1") -> None:
    save(session, "status_period", "", {"person": person, "status": status, "since": since, "until": until})


def test_groups_counts_and_the_full_list_agree(session: Session) -> None:
    load(session, people(400))
    view, lines = today_view(session), due_lines(session, session.today())
    states = Counter(line.state for line in lines)
    assert {g: view.counts[g] for g in GROUPS} == {g: states.get(g, 0) for g in GROUPS}
    for group in GROUPS:
        assert [line.state for line in view.groups[group]] == [group] * len(view.groups[group])
        assert {repr(line) for line in view.groups[group]} <= {repr(line) for line in lines}
        assert len(view.groups[group]) == min(200, view.counts[group]) and view.counts[group]
    assert all(line.label() and line.name for line in lines)
    week = due_lines(session, session.today(), SOON_DAYS)
    assert week == [line for line in lines if line.state != "later"]
    assert view.managed == count_people(session, ListQuery(status="managed"))
    assert today_view(session, per_group=3).counts == view.counts


def test_a_moment_that_has_passed_today_is_overdue(session: Session, clock: Hands) -> None:
    """The 24 hours for a decision: the list, the group and the number beside it say the same."""
    clock.now = datetime(2026, 11, 23, 7, 0, tzinfo=VIETNAM)
    person(session)
    save(session, "address", "", {"person": "p1", "sort": "present", "hamlet": "Thôn 1"})
    test = {"person": "p1", "sampled_at": "2026-11-22T08:00:00+07:00", "result": "positive"}
    save(session, "drug_test", "t1", test)
    for hour, state in ((7, "today"), (9, "overdue")):
        clock.now = clock.now.replace(hour=hour)
        (line,) = [one for one in due_lines(session, session.today()) if one.what == "decide"]
        view = today_view(session)
        assert line.due == datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM) and line.state == state
        assert view.groups[state] == [line] and view.counts[state] == 1
    clock.on(days=3)
    assert [one.state for one in due_lines(session, session.today())] == ["overdue"]


def test_states_at_the_edges_of_a_day() -> None:
    now = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
    cases: list[tuple[date | datetime | None, str]] = [
        (None, "missing"),
        (date(2026, 11, 22), "overdue"),
        (date(2026, 11, 23), "today"),
        (now, "today"),
        (now - timedelta(seconds=1), "overdue"),
        (now + timedelta(hours=13), "today"),
        (now + timedelta(hours=14), "soon"),
        (date(2026, 11, 30), "soon"),
        (date(2026, 12, 1), "later"),
    ]
    assert [state_of(due, now) for due, _ in cases] == [state for _, state in cases]


def test_the_numbers_of_the_month_count_people_of_the_register(session: Session) -> None:
    for n in range(4):
        person(session, f"p{n}")
    status(session, "U-QL", "2026-11-05", person="p0")
    status(session, "U-QL", "2026-10-31", person="p1")
    status(session, "ABSENT", "2026-11-05", person="p1")
    status(session, "U-QL", "2026-11-30", person="p2")  # not yet
    status(session, "A", "2026-11-20", person="p3")
    for n, day in enumerate(("2026-10-31T23:59:59", "2026-11-01T00:00:00", "2026-11-23T23:00:00")):
        save(
            session,
            "drug_test",
            f"t{n}",
            {"person": "p0", "sampled_at": day + "+07:00", "result": "negative"},
        )
    view = today_view(session)
    assert (view.managed, view.new_this_month, view.tests_this_month) == (3, 2, 2)
    assert view.months[-1] == (date(2026, 11, 1), 2) and view.months[-2] == (date(2026, 10, 1), 1)
    assert len(view.months) == 12 and view.months[0][0] == date(2025, 12, 1)
    retract(session, "person", "p0", "nhầm")
    view = today_view(session)
    assert (view.managed, view.new_this_month, view.tests_this_month) == (2, 1, 0)


def test_a_status_leaves_the_day_after_its_last(opened: Opened, clock: Hands) -> None:
    session = opened.session
    person(session)
    status(session, "U-QL", "2026-01-01", "2026-11-23")
    status(session, "S", "2026-11-24")
    assert line_of(session, "p1").statuses == ("U-QL",)  # type: ignore[union-attr]
    assert turn(session) == 0
    clock.on(days=1)
    assert turn(session) == 1
    assert line_of(session, "p1").statuses == ("S",)  # type: ignore[union-attr]
    opened.close()
    clock.on(days=40)
    again = homes.enter(opened.home.path, clock)
    assert differences(again.session) == [] and today_view(again.session).managed == 1
    again.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_turning_the_day_is_the_same_as_computing_everything_anew(
    session: Session, clock: Hands, seed: int
) -> None:
    """Forward and back, by days and by years, over the change of law and over a coming of age."""
    load(session, people(150, seed=seed))
    for n, born in enumerate(("2008-11-24", "2009", "2010-01", "~16@2026-03-12")):
        person(session, f"m{n}", birth=born)
        status(session, "A", "2026-11-01", person=f"m{n}")
        status(session, "S", "2026-10-01", person=f"m{n}")
    for days in (1, 1, 7, 30, -45, 365, 1_500, -1_600, -200, -400, 3_000, -9_000):
        clock.on(days=days)
        turn(session)
        assert differences(session) == [], days


def test_a_quiet_day_touches_few(session: Session, clock: Hands) -> None:
    load(session, people(300))
    clock.on(days=1)
    assert turn(session) < 60
