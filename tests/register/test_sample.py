from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app import bootstrap
from app.bootstrap import NewNode, Opened
from app.kinds.dates import VIETNAM
from app.kinds.identity import is_made_up
from app.kinds.people import Person
from app.ledger.verify import verify
from app.register import loading
from app.register.people_list import managed_on
from app.register.sample import Results, fill
from app.register.today import today_view
from app.vault.derive import REHEARSAL
from app.vault.home import Home

JUNE = date(2023, 6, 30)


class Hands:
    def __init__(self) -> None:
        self.moment = datetime(2023, 6, 1, 7, tzinfo=VIETNAM)
        self.set_to: list[datetime] = []

    def set(self, moment: datetime) -> None:
        self.set_to.append(moment)
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def node(path: Path, clock=None, name: str = "TH-01") -> Opened:
    new = NewNode(name, "Tập huấn", "commune", "00133", "an", "police", "đò dọc sông quê chở nắng")
    extra = {"clock": clock} if clock else {}
    return bootstrap.create_node(Home(path), new, limits=REHEARSAL, **extra)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    made = node(tmp_path / "a")
    yield made
    made.close()


def test_every_group_of_the_start_screen_has_lines(opened) -> None:
    filled = fill(opened.session, 1, 120, opened.session.today())
    assert filled.people >= 120
    view = today_view(opened.session)
    assert all(view.counts[group] for group in ("overdue", "today", "soon", "missing")), view.counts
    assert view.managed > 80 and view.tests_this_month
    assert verify(opened.session.store, deep=True) and all(
        c.ok for c in verify(opened.session.store, deep=True)
    )


@pytest.mark.parametrize("offset", range(0, 400, 37))
def test_on_any_day_of_the_year(tmp_path, offset) -> None:
    day = date(2026, 1, 31) + timedelta(days=offset)
    moment = datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM)
    made = node(tmp_path / "a", lambda: moment)
    try:
        fill(made.session, offset, 40, day)
        counts = today_view(made.session).counts
        assert all(counts[group] for group in ("overdue", "today", "soon", "missing")), counts
    finally:
        made.close()


def test_everybody_is_plainly_made_up(opened) -> None:
    fill(opened.session, 2, 40, opened.session.today())
    with opened.session.store.read() as reader:
        people = reader.all(Person)
    assert all("không có thật" in (person.note or "") for person in people)
    assert all(is_made_up(paper.number or "") for person in people for paper in person.papers)


def test_the_same_seed_makes_the_same_records(tmp_path, opened) -> None:
    day = opened.session.today()
    fill(opened.session, 7, 30, day)
    first = list(loading.dump(opened.session))
    for seed, name, is_same in ((7, "TH-01", True), (8, "TH-01", False), (7, "TH-02", False)):
        other = node(tmp_path / f"{seed}{name}", name=name)
        fill(other.session, seed, 30, day)
        assert (list(loading.dump(other.session)) == first) is is_same
        other.close()


def test_the_rules_between_records_hold(tmp_path, opened) -> None:
    fill(opened.session, 4, 150, opened.session.today())
    other = node(tmp_path / "b")
    loaded = loading.load(other.session, loading.dump(opened.session))
    assert loaded.refused == [] and loaded.added > 1000
    other.close()


def test_a_month_is_entered_day_by_day(tmp_path) -> None:
    hands = Hands()
    made = node(tmp_path / "a", hands)
    try:
        fill(made.session, 1, 40, JUNE, results=Results(3, 2, 1, 1), hands=hands.set)
        assert hands.set_to == sorted(hands.set_to) and len(hands.set_to) > 10
        assert {moment.month for moment in hands.set_to} == {6}
        with made.session.store.read() as reader:
            june = "BETWEEN '2023-06-01' AND '2023-06-30'"
            counted = [
                reader.value(f"SELECT count(*) FROM {table} WHERE {where} {june}")
                for table, where in (
                    ("r_incident", "sort = 'case' AND prosecuted_on"),
                    ("r_status_period", "status = 'A-BB' AND since"),
                    ("r_place", "sort = 'complex' AND resolved_on"),
                    ("r_place", "sort = 'at_risk' AND resolved_on"),
                )
            ]
        assert counted == [3, 2, 1, 1]
        assert len(managed_on(made.session, JUNE)) > 20
    finally:
        made.close()
