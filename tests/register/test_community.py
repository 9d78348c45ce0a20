"""What stands in every hamlet on a day, and the numbers of the work in the community."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from app.kinds.faults import Fault
from app.register.community import (
    COMMUNITY_KINDS,
    community_figures,
    coverage,
    hamlet_names,
    may_see_community,
    need_own_unit,
    own_unit,
)
from app.register.people import retract, save
from app.register.session import Session


def pledge(session: Session, record_id: str, hamlet: str, on: str, households: int, signed: int) -> None:
    fields = {"hamlet": hamlet, "counted_on": on, "households": households, "signed": signed}
    save(session, "pledge_count", record_id, fields)


def test_hamlets_come_from_units_addresses_and_these_kinds(session: Session) -> None:
    save(session, "unit", "u1", {"code": "H1", "name": "Thôn Đông", "sort": "hamlet"})
    save(session, "unit", "u2", {"code": "H2", "name": "Thôn cũ", "sort": "hamlet", "until": "2026-01-01"})
    save(session, "person", "p1", {"name": "Nguyễn Văn Thử", "birth": "1990"})
    save(session, "address", "a1", {"person": "p1", "sort": "present", "hamlet": "thôn đông"})
    save(session, "address", "a2", {"person": "p1", "sort": "permanent", "hamlet": "Thôn 10"})
    save(session, "mailbox", "m1", {"hamlet": "Thôn 2", "since": "2026-01-05"})
    assert hamlet_names(session) == ["Thôn 2", "Thôn 10", "Thôn Đông"]


def test_the_newest_count_up_to_the_day_is_the_one_that_counts(session: Session) -> None:
    pledge(session, "c1", "Thôn 1", "2026-03-01", 100, 40)
    pledge(session, "c2", "thôn 1", "2026-09-01", 110, 110)
    pledge(session, "c3", "Thôn 2", "2026-09-01", 50, 45)
    save(session, "mailbox", "m1", {"hamlet": "Thôn 3", "since": "2026-01-05"})
    now = coverage(session)
    assert [(line.hamlet, line.signed, line.is_pledged) for line in now.lines] == [
        ("Thôn 1", 110, True),
        ("Thôn 2", 45, False),
        ("Thôn 3", None, False),
    ]
    assert (now.households, now.signed) == (160, 155)
    assert now.never_counted() == ("Thôn 3",)
    assert now.not_all_signed() == ("Thôn 2",)
    before = coverage(session, date(2026, 6, 30))
    assert [line.signed for line in before.lines] == [40, None, None]
    retract(session, "pledge_count", "c2", "nhầm thôn")
    assert coverage(session).lines[0].signed == 40


def test_which_hamlet_has_no_mailbox_and_no_hotline(session: Session) -> None:
    pledge(session, "c1", "Thôn 1", "2026-03-01", 100, 40)
    save(session, "mailbox", "m1", {"hamlet": "Thôn 2", "since": "2026-01-05", "until": "2026-10-01"})
    save(session, "mailbox", "m2", {"hamlet": "Thôn 1", "since": "2026-01-05"})
    save(session, "hotline_board", "h1", {"hamlet": "Thôn 2", "since": "2026-01-05"})
    now = coverage(session)
    assert now.without_mailbox() == ("Thôn 2",)
    assert now.without_hotline() == ("Thôn 1",)
    assert coverage(session, date(2026, 9, 30)).without_mailbox() == ()


def test_models_that_work_are_counted_apart(session: Session) -> None:
    model = {"name": "Dòng họ tự quản", "sort": "security", "since": "2026-01-05"}
    save(session, "model", "x1", {**model, "is_effective": True})
    save(session, "model", "x2", {**model, "is_effective": True, "until": "2026-05-01"})
    save(session, "model", "x3", model)
    now = coverage(session)
    assert (now.models, now.effective_models) == (2, 1)
    figures = {f.key: f.value for f in community_figures(session, "model")}
    assert figures == {"open": 2, "effective": 1, "unjudged": 1}


def test_people_reached_in_the_reporting_year(session: Session) -> None:
    for n, day in enumerate(("2025-12-14", "2025-12-15", "2026-11-02")):
        save(session, "campaign", f"c{n}", {"held_on": day, "form": "meeting", "reached": 100 + n})
    figures = {f.key: f.value for f in community_figures(session, "campaign")}
    assert figures == {"new": 2, "reached": 203}


def test_the_own_unit_is_entered_once(session: Session) -> None:
    assert own_unit(session) == ""
    made = need_own_unit(session)
    assert need_own_unit(session) == own_unit(session) == made
    save(session, "population", "", {"unit": made, "sort": "actual", "as_of": "2026-06-30", "persons": 8120})


def test_an_empty_register_has_an_empty_coverage(session: Session) -> None:
    now = coverage(session)
    assert (now.lines, now.households, now.models) == ((), 0, 0)


def test_health_sees_the_work_in_the_community(session: Session) -> None:
    health = dataclasses.replace(session, role="health")
    assert may_see_community(health)
    for kind in COMMUNITY_KINDS:
        community_figures(health, kind)
    save(health, "campaign", "c1", {"held_on": "2026-11-02", "form": "meeting"})
    with pytest.raises(Fault, match="E_ROLE"):
        save(health, "population", "", {"unit": "x", "sort": "actual", "as_of": "2026-06-30", "persons": 1})
