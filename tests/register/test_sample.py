from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app import bootstrap
from app.bootstrap import NewNode, Opened
from app.kinds.catalogue import all_kinds
from app.kinds.codec import to_fields
from app.kinds.compulsory import CompulsoryFile
from app.kinds.dates import VIETNAM, age_on
from app.kinds.declare import KINDS, Sort
from app.kinds.detection import Absence
from app.kinds.identity import is_made_up
from app.kinds.people import Person
from app.kinds.rehab import Breach, RehabEpisode
from app.kinds.status import Decision, StatusPeriod
from app.kinds.testing import DrugTest
from app.ledger.verify import verify
from app.register import loading
from app.register.people_list import managed_on
from app.register.sample import Results, fill, fill_clinical, most_changed
from app.register.suspicions import doubts
from app.register.today import today_view
from app.vault.derive import REHEARSAL
from app.vault.home import Home

JUNE = date(2023, 6, 30)
MORNING = datetime(2026, 11, 24, 9, 20, tzinfo=VIETNAM)
#: What an office decides for itself or receives; sealed notes need an account of their own.
NOT_TOLD = {
    "assessment_detail",
    "attachment",
    "classification",
    "code_entry",
    "form_copy",
    "issued_paper",
    "number_entry",
    "report",
    "report_part",
    "setting",
    "target",
    "target_plan",
    "target_result",
    "treatment_detail",
}
#: Days that may lie ahead: ends of terms, appointments, expiry.
AHEAD = {"effective_until", "due_on", "next_on", "scheduled_at", "valid_until", "expiry", "kit_expiry"}


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


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Opened]:
    """A register large enough for every situation, on a morning under the present law."""
    made = node(tmp_path / "told", lambda: MORNING)
    fill(made.session, 11, 120, MORNING.date())
    yield made
    made.close()


def every(opened: Opened, struct):
    with opened.session.store.read() as reader:
        return reader.all(struct)


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


def test_the_same_seed_makes_the_same_records(tmp_path) -> None:
    wanted = ((7, "TH-01", True), (7, "TH-01", True), (8, "TH-01", False), (7, "TH-02", False))
    first: list[bytes] = []
    for n, (seed, name, is_same) in enumerate(wanted):
        other = node(tmp_path / str(n), lambda: MORNING, name)
        fill(other.session, seed, 60, MORNING.date())
        made = list(loading.dump(other.session))
        other.close()
        first = first or made
        assert (made == first) is is_same


@pytest.mark.parametrize("day", [JUNE, date(2026, 7, 10), date(2026, 11, 24), date(2027, 2, 10)])
def test_the_rules_between_records_hold(tmp_path, day) -> None:
    moment = datetime(day.year, day.month, day.day, 9, 20, tzinfo=VIETNAM)
    made, other = (node(tmp_path / name, lambda: moment) for name in ("a", "b"))
    try:
        fill(made.session, 4, 150, day)
        loaded = loading.load(other.session, loading.dump(made.session))
        assert loaded.refused == [] and loaded.added > 1000
    finally:
        made.close()
        other.close()


def test_every_kind_is_told(told) -> None:
    with told.session.store.read() as reader:
        count = {
            kind.name: reader.value(f"SELECT count(*) FROM r_{kind.name} WHERE _state = 0")
            for kind in all_kinds()
        }
    assert {name for name, n in count.items() if not n} == NOT_TOLD


def test_nothing_happened_after_the_register_was_made(told) -> None:
    with told.session.store.read() as reader:
        for kind in all_kinds():
            days = [f.name for f in kind.fields if f.sort in (Sort.DATE, Sort.MOMENT) and f.name not in AHEAD]
            for record in reader.each(kind.name):
                fields = to_fields(record)
                late = {name: fields[name] for name in days if fields.get(name, "") > MORNING.isoformat()}
                assert not late, (kind.name, late)


def test_clocks_of_hours_run_at_different_heights(told) -> None:
    decided = {test for test in (d.test for d in every(told, Decision)) if test}
    shares = sorted(
        (MORNING - one.received_at) / timedelta(hours=24)
        for one in every(told, DrugTest)
        if one.result == "positive"
        and one.received_at
        and one.id not in decided
        and MORNING - one.received_at < timedelta(hours=24)
    )
    assert shares[-1] > 0.9 and any(0.5 < share < 0.75 for share in shares) and shares[0] < 0.25
    moving = [a for a in every(told, Absence) if a.sort == "move_out" and a.notified_at is None]
    assert any(timedelta(0) < MORNING - a.left_at < timedelta(hours=24) for a in moving)


def test_somebody_of_fifteen_has_the_file_of_those_not_adult(told) -> None:
    born = {person.id: person.birth for person in every(told, Person)}
    files = [one for one in every(told, CompulsoryFile) if one.is_minor]
    assert files and {age_on(born[one.person], MORNING.date()) for one in files} == {15}
    adults = [one for one in every(told, CompulsoryFile) if not one.is_minor]
    assert all((age_on(born[one.person], one.opened_on) or 99) >= 18 for one in adults)


def test_files_stop_at_different_steps_under_both_laws(told) -> None:
    files = every(told, CompulsoryFile)
    assert {one.regime for one in files} == {"L73", "L120"}
    steps = {
        (one.notice_on is None, one.sent_on is None, one.decided_on is None, one.executed_at is None)
        for one in files
    }
    assert len(steps) >= 4
    turn = told.session.law.at(MORNING.date()).head.valid_from
    assert any(one.opened_on < turn <= (one.sent_on or one.opened_on) for one in files)


def test_breaches_go_up_the_ladder(told) -> None:
    rungs: dict[str, list[tuple[date, int]]] = {}
    for one in every(told, Breach):
        if one.obligation == "voluntary":
            rungs.setdefault(one.person, []).append((one.happened_on, one.time))
    assert any(len(found) == 3 for found in rungs.values())
    assert all([n for _day, n in sorted(found)] == list(range(1, len(found) + 1)) for found in rungs.values())


def test_statuses_cross_the_change_of_the_law(told) -> None:
    turn = told.session.law.at(MORNING.date()).head.valid_from
    kept = {s.status for s in every(told, StatusPeriod) if s.since < turn and (s.until or turn) >= turn}
    assert {"U-QL", "A-TN-GĐ", "S"} <= kept
    ended = [e for e in every(told, RehabEpisode) if e.ended_on and e.registered_on < turn < e.ended_on]
    assert any(e.outcome == "completed" for e in ended)


def test_decisions_are_mostly_in_time_and_a_few_late(tmp_path) -> None:
    made = node(tmp_path / "a", lambda: MORNING)
    try:
        fill(made.session, 3, 400, MORNING.date())
        tests = {one.id: one for one in every(made, DrugTest)}
        waited = [
            d.decided_on - tests[d.test].received_at.date()
            for d in every(made, Decision)
            if d.sort == "manage_user" and d.test and tests[d.test].received_at.date() >= date(2026, 7, 1)
        ]
        late = sum(days > timedelta(days=1) for days in waited)
        assert len(waited) > 40 and 0 < late < len(waited) // 5
    finally:
        made.close()


def test_little_of_it_is_suspicious(told) -> None:
    with told.session.store.read() as reader:
        found = [
            (kind.name, fault.code)
            for kind in all_kinds()
            for record in reader.all(kind.struct)
            for fault in doubts(told.session, reader, record)
        ]
    assert 0 < len(found) < 20, found


def test_clinical_notes_need_the_key_and_stay_sealed(tmp_path) -> None:
    made = bootstrap.create_node(
        Home(tmp_path / "yte"),
        NewNode("YT-01", "Trạm y tế", "health", "", "bs", "health", "đò dọc sông quê chở nắng"),
        limits=REHEARSAL,
        clock=lambda: MORNING,
    )
    try:
        session = made.session
        fill(session, 5, 60, MORNING.date())
        assert fill_clinical(session, 5, MORNING.date(), 4) > 4
        sealed = [
            record
            for kind in ("assessment_detail", "treatment_detail")
            for record in every(made, KINDS[kind].struct)
        ]
        assert sealed and all("methadone" not in record.sealed for record in sealed)
    finally:
        made.close()


def test_what_was_changed_most_comes_first(told) -> None:
    found = most_changed(told.session, ("person", "place"), 2)
    assert [kind for kind, _id in found] == ["person", "person", "place", "place"]


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
