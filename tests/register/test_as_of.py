"""The list of a past day comes out exactly: against a replay that knows nothing of the store."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.kinds.faults import Fault
from app.kinds.text import person_key
from app.register.as_of import end_of, list_as_of
from app.register.merging import MergePeople, merge_people, unmerge
from app.register.people import AddPerson, add_person, reinstate, retract, save
from app.register.session import Session
from tests.ledger import homes
from tests.ledger.homes import NOW, Hands

MANAGED = ("U-QL", "A", "S", "A-TT")
CODES = (*MANAGED, "U", "ABSENT")
START = date(2026, 1, 1)


@dataclass
class Replay:
    """The register as a child would keep it: names, who stands for whom, periods."""

    names: dict[str, str] = field(default_factory=dict)
    into: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    periods: dict[str, dict[str, Any]] = field(default_factory=dict)

    def one(self, person: str) -> str:
        while person in self.into:
            person = self.into[person]
        return person

    def lines(self, day: date, status: str = "") -> list[tuple[str, str, str]]:
        found = set()
        for period_id, period in self.periods.items():
            person = self.one(period["person"])
            runs = period["since"] <= day and (period["until"] is None or day <= period["until"])
            wanted = period["status"] in MANAGED and status in ("", period["status"])
            if runs and wanted and period_id not in self.gone and person not in self.gone:
                found.add((person_key(self.names[person]), person, period["status"]))
        return [(person, self.names[person], code) for _key, person, code in sorted(found)]


def lines(session: Session, day: date, status: str = "", known_at: datetime | None = None) -> list[Any]:
    return [(line.id, line.name, line.status) for line in list_as_of(session, day, status, known_at=known_at)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["merge", "period", "end", "unmerge", "retract", "reinstate", "rename", "add", "merge"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
        st.sampled_from(CODES),
        st.integers(0, 300),
        st.integers(1, 200),
    ),
    min_size=4,
    max_size=18,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    steps=STEPS,
    days=st.lists(st.integers(0, 320), min_size=3, max_size=5),
    status=st.sampled_from(["", *MANAGED]),
)
def test_every_list_of_every_day_as_it_was_known_at_every_moment(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: Any, days: Sequence[int], status: str
) -> None:
    clock = Hands()
    opened = homes.enter(homes.copy(template, tmp_path_factory.mktemp("as-of") / "home"), clock)
    try:
        replay, seen = Replay(), []
        for n, code in enumerate(CODES[:4]):
            _step(opened.session, replay, "add", n, 0, code, 0, 0)
            _step(opened.session, replay, "period", n, n, code, 40 * n, 120)
        for step in steps:
            clock.on(hours=30)
            with contextlib.suppress(Fault):  # refused: nothing changed, in the store or here
                _step(opened.session, replay, *step)
            seen.append((clock.now, copy.deepcopy(replay)))
        for past in days:
            day = START + timedelta(days=past)
            assert lines(opened.session, day, status) == replay.lines(day, status)
            for moment, known in seen[::3]:
                assert lines(opened.session, day, status, moment) == known.lines(day, status), (day, moment)
    finally:
        opened.close()


def _step(
    session: Session, replay: Replay, what: str, a: int, b: int, code: str, since: int, length: int
) -> None:
    people, periods = sorted(replay.names), sorted(replay.periods)
    first = START + timedelta(days=since)
    if what == "add" or not people:
        name = f"Nguyễn Văn {'ABCĐEGHIKL'[a]}"
        replay.names[add_person(session, AddPerson({"name": name, "birth": "1990"}))[0]] = name
        return
    person = people[a % len(people)]
    if what == "period":
        until = first + timedelta(days=length) if b % 2 else None
        fields = {"person": person, "status": code, "since": first.isoformat()}
        made = save(session, "status_period", "", fields | ({"until": until.isoformat()} if until else {}))
        kept = {"person": person, "status": code, "since": first, "until": until}
        replay.periods[made.records[0][1]] = kept
    elif what == "rename" and person not in replay.into and person not in replay.gone:
        save(session, "person", person, {"name": f"Trần Thị {b}", "birth": "1990"})
        replay.names[person] = f"Trần Thị {b}"
    elif what == "merge":
        other = people[b % len(people)]
        merge_people(session, MergePeople(person, other, "một người", {"name": "keep"}))
        replay.into[other] = person
    elif what == "unmerge":
        unmerge(session, person, "hai người")
        del replay.into[person]
    elif what in ("retract", "reinstate"):
        _turn(session, replay, what, person if b % 3 == 0 or not periods else "", periods, b)
    elif periods:
        _end(session, replay, periods[b % len(periods)], first)


def _turn(session: Session, replay: Replay, what: str, person: str, periods: list[str], b: int) -> None:
    kind, record = ("person", person) if person else ("status_period", periods[b % len(periods)])
    if (record in replay.gone) != (what == "reinstate") or record in replay.into:
        return  # a merge is taken back by its own verb
    (retract if what == "retract" else reinstate)(session, kind, record, "nhầm")
    (replay.gone.add if what == "retract" else replay.gone.discard)(record)


def _end(session: Session, replay: Replay, period: str, day: date) -> None:
    kept = replay.periods[period]
    fields = {"person": kept["person"], "status": kept["status"], "since": kept["since"].isoformat()}
    save(session, "status_period", period, {**fields, "until": day.isoformat()})
    kept["until"] = day


def test_a_list_printed_then_comes_out_again(session: Session, clock: Hands) -> None:
    person = add_person(
        session,
        AddPerson(
            {"name": "Lê Văn A", "birth": "1990"},
            {"sort": "present", "hamlet": "Thôn Đông"},
            {"status": "U-QL", "since": "2026-10-01"},
            {"sort": "manage_user", "decided_on": "2026-10-01", "number": "1/QĐ"},
        ),
    )[0]
    printed = list_as_of(session, session.today(), known_at=end_of(session.today()))
    assert [(p.name, p.hamlet, p.decision) for p in printed] == [("Lê Văn A", "Thôn Đông", "1/QĐ")]
    clock.on(days=3)
    save(session, "person", person, {"name": "Lê Văn Anh", "birth": "1990"})
    late = {"status": "S", "since": "2026-11-01"}
    add_person(session, AddPerson({"name": "Trần Thị B", "birth": "1991"}, None, late))
    day = NOW.date()
    assert [p.name for p in list_as_of(session, day)] == ["Lê Văn Anh", "Trần Thị B"]
    assert list_as_of(session, day, known_at=end_of(day)) == printed
    assert (
        list_as_of(session, date(2020, 1, 1))
        == []
        == list_as_of(session, day, known_at=end_of(date(2020, 1, 1)))
    )
    assert [p.name for p in list_as_of(session, day, "S")] == ["Trần Thị B"]
