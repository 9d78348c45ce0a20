from datetime import date
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.register.headcount import addict_headcount, headcount_series
from app.register.people import save
from app.register.session import Session

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)


def person(session: Session, record_id: str, *periods: tuple[str, str, str | None], **more: Any) -> None:
    save(session, "person", record_id, {"name": f"Người {record_id}", "birth": "1990"})
    for n, (status, since, until) in enumerate(periods):
        fields = {"person": record_id, "status": status, "since": since} | ({"until": until} if until else {})
        save(session, "status_period", f"{record_id}-{n}", fields)


def completed(session: Session, record_id: str, began: str, ended: str) -> None:
    fields = {
        "person": record_id,
        "form": "home",
        "registered_on": began,
        "started_on": began,
        "ended_on": ended,
        "outcome": "completed",
    }
    save(session, "rehab_episode", f"{record_id}-r", fields)


@pytest.fixture
def people(session: Session) -> Session:
    since = "2025-01-10"
    person(session, "plain", ("A", since, None))
    person(session, "before", ("A", since, None), ("A-TN-GĐ", "2025-02-01", "2026-03-01"))
    completed(session, "before", "2025-02-01", "2026-03-01")
    person(session, "after", ("A", since, None), ("A-TN-GĐ", "2025-02-01", "2026-09-01"))
    completed(session, "after", "2025-02-01", "2026-09-01")
    person(session, "aftercare", ("A-BB", since, "2026-01-10"), ("S", "2026-01-10", None))
    person(session, "done", ("A-BB", since, "2025-07-10"), ("S", "2025-07-10", "2026-07-10"))
    person(session, "sent", ("A", since, None), ("A-BB", "2026-05-05", None))
    person(session, "prison", ("A", since, None), ("PRISON", "2026-08-01", None))
    person(session, "moved", ("A", since, None), ("MOVED", "2026-08-01", None))
    person(session, "dead", ("A", since, None), ("DEAD", "2026-08-01", None))
    person(session, "user", ("U-QL", "2026-05-01", None))
    return session


def test_both_counts_of_a_day_with_the_people_counted(people: Session) -> None:
    found = addict_headcount(people, date(2026, 11, 23))
    assert found.old == ("after", "aftercare", "before", "plain", "sent")
    assert found.new == ("plain",)
    assert {one.person: one.new_reason for one in found.differs} == {
        "after": "completed",
        "aftercare": "completed",
        "before": "completed",
        "sent": "facility",
    }
    assert all(one.why() and (one.by_old, one.by_new) == (True, False) for one in found.differs)


def test_the_law_of_the_day_says_which_count_is_the_figure(people: Session) -> None:
    june, july = addict_headcount(people, JUNE), addict_headcount(people, JULY)
    assert (june.in_force, july.in_force) == ("old", "new")
    assert june.old == july.old
    assert june.new == july.new
    assert (june.count, july.count) == (9, 5)
    assert july.new == ("after", "dead", "moved", "plain", "prison")


def test_the_default_day_is_today(people: Session) -> None:
    assert addict_headcount(people).on == people.today()


def test_a_past_day_comes_out_as_it_was(people: Session) -> None:
    assert addict_headcount(people, date(2025, 1, 9)).old == ()
    assert len(addict_headcount(people, date(2025, 1, 10)).new) == 7


def test_records_made_in_error_do_not_count(people: Session) -> None:
    with people.store.write("an") as writer:
        writer.retract("status_period", "plain-0", "nhập nhầm")
        writer.retract("person", "sent", "nhập nhầm")
    assert addict_headcount(people).new == ()
    assert "sent" not in addict_headcount(people).old


def test_a_merged_person_counts_once(people: Session) -> None:
    person(people, "twice", ("A", "2026-02-02", None))
    assert "twice" in addict_headcount(people).new
    with people.store.write("an") as writer:
        writer.merge("twice", "plain", "cùng một người")
    found = addict_headcount(people)
    assert (found.new, "twice" in found.old) == (("plain",), False)


def test_an_empty_register_counts_nobody(session: Session) -> None:
    found = addict_headcount(session)
    assert (found.old, found.new, found.differs) == ((), (), ())


def test_the_series_marks_the_break(people: Session) -> None:
    series = headcount_series(people, date(2026, 4, 5), date(2026, 12, 1))
    assert series.break_on == JULY
    assert "01/07/2026" in series.note
    assert [(point.on.isoformat(), point.count) for point in series.points] == [
        ("2026-04-30", 9),
        ("2026-05-31", 9),
        ("2026-06-30", 9),
        ("2026-07-31", 5),
        ("2026-08-31", 2),
        ("2026-09-30", 1),
        ("2026-10-31", 1),
        ("2026-11-23", 1),
    ]
    # one rule all the way shows that nothing but the law changed in the summer
    assert [point.old for point in series.points[:4]] == [9, 9, 9, 8]
    for point in series.points:
        same = addict_headcount(people, point.on)
        assert (point.old, point.new) == (len(same.old), len(same.new))


def test_months_the_wrong_way_round_are_refused(session: Session) -> None:
    with pytest.raises(Fault) as refused:
        headcount_series(session, date(2026, 5, 1), date(2026, 4, 30))
    assert refused.value.code == "E_RANGE"
    assert headcount_series(session, date(2027, 1, 1), date(2027, 5, 1)).points == ()
