"""Twenty thousand people: every question is asked once and its time printed; the plans are what is asserted."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from app.register.duplicates import Sketch, like, pairs
from app.register.lists import SORTS, ListQuery, first_lines, list_ids
from app.register.loading import load
from app.register.people_list import managed_on
from app.register.search import find_people
from app.register.session import Session
from app.register.today import due_lines, today_view
from tests.register.crowd import people


@pytest.mark.slow
def test_twenty_thousand_people(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(people(20_000))
    found: list[str] = []

    def timed(what: str, act: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        result = act()
        found.append(f"{what:<24}{(time.perf_counter() - began) * 1000:9.1f} ms")
        return result

    done = timed(f"load {len(lines)} lines", lambda: load(session, lines))
    assert (done.added, done.refused) == (len(lines), [])
    for sort in SORTS:
        timed(f"first page by {sort}", partial(first_lines, session, ListQuery(sort=sort)))
    assert len(timed("ids", lambda: list_ids(session, ListQuery()))) == 20_000
    for text in ("nguyễn", "Nguyễn Văn Hùng", "đào", "nvh", "001000000012"):
        assert timed(f"search {text}", partial(find_people, session, text))
    assert timed("start screen", lambda: today_view(session)).managed
    assert timed("due within 7 days", lambda: due_lines(session, session.today(), 7))
    assert timed("list of a past day", lambda: managed_on(session, date(2026, 6, 1)))
    timed("like somebody", lambda: like(session, Sketch("Nguyễn Văn Hùng", "1985")))
    timed("pairs", lambda: pairs(session))
    _plans(session)
    with capsys.disabled():
        print("\n" + "\n".join(found))  # noqa: T201 - what this test is for


def _plans(session: Session) -> None:
    """What is asked for each person while typing or saving is read off an index."""
    with session.store.read() as reader:
        for sql in (
            "SELECT * FROM r_person WHERE id = 'p1'",
            "SELECT * FROM r_person WHERE name_fold = 'nguyen van hung'",
            *(
                f"SELECT * FROM r_{k} WHERE person = 'p1' AND _state = 0"
                for k in ("address", "visit", "drug_test")
            ),
            "SELECT * FROM owed WHERE p = 1",
            "SELECT * FROM owed WHERE due < '2026-11-23' ORDER BY due LIMIT 50",
            "SELECT line FROM op WHERE rec = 'p1' AND kind = 'person'",
            "SELECT op FROM op WHERE op IN (SELECT value FROM json_each('[]'))",
        ):
            plan = [row[3] for row in reader.rows("EXPLAIN QUERY PLAN " + sql)]
            assert any("USING" in step and "INDEX" in step for step in plan), (sql, plan)
