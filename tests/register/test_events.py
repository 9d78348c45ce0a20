"""The lines that statistics count: brought up to the ledger when asked, the same as made anew."""

from __future__ import annotations

import random
from typing import Any

import pytest

from app.ledger.merges import merge, unmerge
from app.ledger.verify import verify
from app.register.counting.events import bring_up, number_of
from app.register.people import reinstate, retract, save
from app.register.session import Session
from tests.ledger.homes import Hands
from tests.register.test_people import add


def lines(session: Session) -> list[tuple[Any, ...]]:
    bring_up(session.store)
    with session.store.read() as reader:
        return [tuple(row) for row in reader.rows("SELECT * FROM event ORDER BY kind, rec")]


def anew(session: Session) -> list[tuple[Any, ...]]:
    with session.store.maintain() as reader:
        reader.run("UPDATE meta SET value = '0' WHERE key = 'events_upto'")
    return lines(session)


def test_a_line_says_what_day_it_happened_was_entered_and_was_decided(session: Session, clock: Hands) -> None:
    person = add(
        session,
        status={"status": "U-QL", "since": "2026-02-03"},
        decision={"sort": "manage_user", "decided_on": "2026-02-01"},
    )
    (line,) = [one for one in lines(session) if one[0] == number_of("status_period")]
    _kind, _rec, p, month, day, entry, decided, until, code, sex, node = line
    assert (month, day, decided, until, code) == (2026 * 12 + 1, "2026-02-03", "2026-02-01", None, "U-QL")
    assert entry == session.today().isoformat() and node == session.node.node and p and sex == ""
    assert bring_up(session.store) == 0
    save(session, "person", person, {"name": "Đỗ Thị Hòa", "birth": "1990", "sex": "female"})
    assert {one[9] for one in lines(session) if one[2] == p} == {"female"}


def test_what_is_taken_out_or_moved_is_counted_no_more(session: Session) -> None:
    person = add(session)
    (change,) = save(session, "visit", "v1", {"person": person, "visited_on": "2026-03-01"}).records
    assert len([one for one in lines(session) if one[0] == number_of("visit")]) == 1
    save(session, "visit", change[1], {"person": person, "visited_on": "2025-03-01"}, "nhầm năm")
    assert [one[4] for one in lines(session) if one[0] == number_of("visit")] == ["2025-03-01"]
    retract(session, "visit", "v1", "nhầm người")
    assert not [one for one in lines(session) if one[0] == number_of("visit")]
    reinstate(session, "visit", "v1", "đúng")
    assert len([one for one in lines(session) if one[0] == number_of("visit")]) == 1


@pytest.mark.parametrize("seed", range(4))
def test_caught_up_is_the_same_as_made_anew(session: Session, clock: Hands, seed: int) -> None:
    rng = random.Random(seed)
    people = [add(session) for _ in range(4)]
    for step in range(40):
        _some_change(session, rng, people, step)
        if rng.random() < 0.4:
            lines(session)
    kept = lines(session)
    assert kept == anew(session) and kept
    assert all(check.ok for check in verify(session.store, deep=True))


def _some_change(session: Session, rng: random.Random, people: list[str], step: int) -> None:
    person = rng.choice(people)
    day = f"2026-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}"
    what = rng.choice(("visit", "test", "decision", "status", "sex", "retract"))
    if what == "visit":
        save(session, "visit", f"v{step}", {"person": person, "visited_on": day})
        save(session, "visit", f"v{step}", {"person": rng.choice(people), "visited_on": day})
    elif what == "test":
        fields = {
            "person": person,
            "sampled_at": f"{day}T08:00:00+07:00",
            "result": rng.choice(("negative", "positive")),
        }
        save(session, "drug_test", f"t{rng.randint(0, 9)}", fields)
    elif what == "decision":
        save(session, "decision", f"d{person}", {"person": person, "sort": "other", "decided_on": day})
    elif what == "status":
        with session.store.read() as reader:
            known = reader.value("SELECT id FROM r_decision WHERE id = ?", (f"d{person}",))
        save(
            session,
            "status_period",
            f"s{person}",
            {"person": person, "status": "ABSENT", "since": day, "opened_by": known},
        )
    elif what == "sex":
        save(
            session,
            "person",
            person,
            {"name": "Đỗ Thị Hòa", "birth": "1990", "sex": rng.choice(("male", "female"))},
        )
    else:
        with session.store.read() as reader:
            found = reader.value("SELECT id FROM r_visit WHERE _state = 0 LIMIT 1")
        if found:
            retract(session, "visit", found, f"nhầm {step}")
            if rng.random() < 0.5:
                reinstate(session, "visit", found, "đúng")


def test_a_merged_person_s_records_count_for_who_stands_for_them(session: Session) -> None:
    one, other = add(session), add(session)
    save(session, "visit", "v1", {"person": one, "visited_on": "2026-03-01"})
    save(session, "visit", "v2", {"person": other, "visited_on": "2026-03-01"})
    apart = lines(session)
    with session.store.write(session.user) as writer:
        merge(writer, one, other, "một người", {})
    assert len({line[2] for line in lines(session) if line[0] == number_of("visit")}) == 1
    assert lines(session) == anew(session)
    with session.store.write(session.user) as writer:
        unmerge(writer, one, "hai người")
    assert lines(session) == apart == anew(session)


def test_a_line_that_is_wrong_is_found(session: Session) -> None:
    person = add(session)
    save(session, "visit", "v1", {"person": person, "visited_on": "2026-03-01"})
    lines(session)
    with session.store.maintain() as reader:
        reader.run("UPDATE event SET day = '2020-01-01' WHERE kind = ?", (number_of("visit"),))
    assert [check.ok for check in verify(session.store, deep=True) if check.name == "derived:events"] == [
        False
    ]
