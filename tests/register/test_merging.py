"""Two records of one person: made one, changed, taken apart again; nothing written since is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.kinds.faults import Fault
from app.kinds.people import Person
from app.ledger.merges import without
from app.ledger.verify import verify
from app.register.entries import record_test, record_visit
from app.register.lists import ListQuery, count_people, line_of
from app.register.loading import dump
from app.register.merging import (
    MergePeople,
    later_records,
    merge_people,
    merged_people,
    preview,
    unmerge,
)
from app.register.people import AddPerson, add_person, history, open_person, retract, save
from app.register.people_list import managed_on
from app.register.search import find_people
from app.register.session import Session
from tests.ledger import homes
from tests.ledger.homes import Hands
from tests.sync.nodes import nodes

ONE = {"name": "Nguyễn Văn Đức", "birth": "1990-05-12", "phones": ["0901"], "occupation": "thợ hồ"}
OTHER = {
    "name": "Nguyễn Văn Đực",
    "birth": "1990",
    "phones": ["0902"],
    "sex": "male",
    "papers": [{"sort": "cccd", "number": "000090000001"}],
    "note": "Hay đi biển.",
}


@pytest.fixture
def pair(session: Session) -> tuple[str, str]:
    status = {"status": "U-QL", "since": "2026-10-01"}
    one = add_person(session, AddPerson(ONE, {"sort": "present", "hamlet": "Thôn Đông"}, status))[0]
    other = add_person(session, AddPerson(OTHER, {"sort": "present", "hamlet": "Thôn Tây"}, status))[0]
    record_visit(session, {"person": other, "visited_on": "2026-11-01", "found": "Ở nhà"})
    return one, other


def merge(session: Session, one: str, other: str, **choices: Any) -> None:
    merge_people(session, MergePeople(one, other, "cùng một người", choices))


def live(session: Session, person: str) -> Person:
    with session.store.read() as reader:
        found = reader.get(Person, person)
    assert found is not None
    return found


def is_whole(session: Session) -> bool:
    return all(check.ok for check in verify(session.store, deep=True))


def test_what_a_merge_would_do_is_shown_first(session: Session, pair: tuple[str, str]) -> None:
    shown = preview(session, *pair)
    found = {d.name: d for d in shown.differences}
    assert {n: d.foreseen for n, d in found.items()} == {
        "name": "keep",
        "other_names": "both",
        "sex": "take",
        "birth": "keep",
        "papers": "take",
        "phones": "both",
        "note": "take",
    }
    assert (found["birth"].kept, found["birth"].other) == ("1990-05-12", "1990")
    assert dict(shown.moves) == {"address": 1, "status_period": 1, "visit": 1}
    assert [fault.code for fault in shown.clashes] == ["E_OVERLAP", "W_TWO_RESIDENCES"]
    assert live(session, pair[1]).name == OTHER["name"], "nothing is done yet"


def test_the_events_of_both_stand_on_one_page_and_lists_count_one(
    session: Session, pair: tuple[str, str]
) -> None:
    one, other = pair
    merge(session, one, other)
    page = open_person(session, one)
    assert [v.found for v in page.facts.visits] == ["Ở nhà"]
    assert page.merged == (other,)
    assert {e.kind for e in page.timeline} == {"status_period", "visit"}
    assert live(session, one).phones == ("0901", "0902") and live(session, one).sex == "male"
    assert live(session, one).other_names == ("Nguyễn Văn Đực",)
    assert count_people(session, ListQuery()) == 1
    line = line_of(session, one)
    assert line is not None and line.last_visit_on == "2026-11-01"
    assert [p.id for p in managed_on(session, session.today())] == [one], (
        "two periods of one status, one line"
    )
    assert open_person(session, other).person.id == one, "an old link leads to who stands for them"
    assert [h.id for h in find_people(session, "nguyễn văn đực")] == [one]
    assert [h.id for h in find_people(session, "000090000001")] == [one]
    assert [(m.person.id, m.why) for m in merged_people(session, one)] == [(other, "cùng một người")]
    assert is_whole(session)


def test_what_comes_in_for_the_one_that_went_is_seen_at_once(session: Session, pair: tuple[str, str]) -> None:
    one, other = pair
    merge(session, one, other)
    changed = record_visit(session, {"person": other, "visited_on": "2026-11-20"})
    assert changed.persons == {one, other}
    line = line_of(session, one)
    assert line is not None and line.last_visit_on == "2026-11-20"
    with pytest.raises(Fault, match="E_OVERLAP"):
        save(session, "status_period", "", {"person": one, "status": "U-QL", "since": "2026-11-02"})


def test_both_hold_the_right_later_edits_when_it_is_taken_back(
    session: Session, pair: tuple[str, str]
) -> None:
    one, other = pair
    before = {p: live(session, p) for p in pair}
    merge(session, one, other)
    fields: dict[str, Any] = {
        "name": ONE["name"],
        "birth": ONE["birth"],
        "sex": "male",
        "note": "Hay đi biển.",
        "occupation": "lái xe",
    }
    fields |= {
        "phones": ["0901", "0902", "0903"],
        "papers": OTHER["papers"],
        "other_names": ["Nguyễn Văn Đực"],
    }
    save(session, "person", one, fields)
    visit = open_person(session, one).facts.visits[0]
    save(session, "visit", visit.id, {"person": other, "visited_on": "2026-11-01", "found": "Vắng nhà"})
    record_visit(session, {"person": one, "visited_on": "2026-11-21", "found": "Sau khi gộp"})
    assert [later.kind for later in later_records(session, other)] == ["visit"]
    unmerge(session, other, "hai người khác nhau")
    assert live(session, other) == before[other]
    assert live(session, one).occupation == "lái xe", "edited since: stays"
    assert live(session, one).phones == ("0901", "0903"), "what came with the merge went with it"
    assert (
        live(session, one).sex is None and live(session, one).papers == () and live(session, one).note is None
    )
    assert [v.found for v in open_person(session, one).facts.visits] == ["Sau khi gộp"]
    assert [v.found for v in open_person(session, other).facts.visits] == ["Vắng nhà"]
    assert count_people(session, ListQuery()) == 2
    assert [c.sort for c in history(session, "person", other)] == ["patch", "merge_person", "correct"]
    assert is_whole(session)


def test_later_records_can_go_along_when_it_is_taken_back(session: Session, pair: tuple[str, str]) -> None:
    one, other = pair
    merge(session, one, other)
    record_visit(session, {"person": one, "visited_on": "2026-11-21"})
    later = later_records(session, other)
    unmerge(session, other, "hai người", [(later[0].kind, later[0].id)])
    assert [v.visited_on.isoformat() for v in open_person(session, other).facts.visits] == [
        "2026-11-01",
        "2026-11-21",
    ]
    assert open_person(session, one).facts.visits == []


def test_the_choice_of_each_field_is_followed(session: Session, pair: tuple[str, str]) -> None:
    one, other = pair
    merge(session, one, other, name="take", birth="take", phones="take", note="keep")
    person = live(session, one)
    assert (person.name, person.birth, person.phones, person.note) == (OTHER["name"], "1990", ("0902",), None)
    assert person.other_names == (ONE["name"],), "the name given up is still found"
    unmerge(session, other, "nhầm")
    assert live(session, one).name == ONE["name"] and live(session, one).phones == ("0901",)


def test_merges_of_merges_come_apart_in_their_order(session: Session, pair: tuple[str, str]) -> None:
    one, other = pair
    third = add_person(session, AddPerson({"name": "Nguyễn Văn Đức", "birth": "1991"}))[0]
    merge(session, one, other)
    merge(session, third, one)
    page = open_person(session, third)
    assert set(page.merged) == {one, other} and len(page.facts.visits) == 1
    with pytest.raises(Fault, match="E_MERGED_ON"):
        unmerge(session, other, "x")
    unmerge(session, one, "x")
    assert open_person(session, third).facts.visits == [] and open_person(session, one).facts.visits
    unmerge(session, other, "x")
    assert count_people(session, ListQuery()) == 3 and is_whole(session)


def test_what_cannot_be_merged_is_said(session: Session, pair: tuple[str, str]) -> None:
    one, other = pair
    for stays, goes, code in ((one, one, "E_SAME_PERSON"), (one, "nobody", "E_UNKNOWN_RECORD")):
        with pytest.raises(Fault, match=code):
            preview(session, stays, goes)
    with pytest.raises(Fault, match="E_REASON") as caught:
        merge_people(session, MergePeople(one, other, " ", {}))
    assert caught.value.field == "why"
    with pytest.raises(Fault, match="E_NOT_MERGED"):
        unmerge(session, other, "x")
    merge(session, one, other)
    with pytest.raises(Fault, match="E_HAS_MERGED"):
        retract(session, "person", one, "nhập nhầm")
    with pytest.raises(Fault, match="E_UNKNOWN_RECORD"):
        merge(session, one, other)
    with pytest.raises(Fault, match="E_REASON"):
        unmerge(session, other, "")
    assert count_people(session, ListQuery()) == 1


def test_a_reference_to_what_the_other_brought_is_one_person_s_own(
    session: Session, pair: tuple[str, str]
) -> None:
    one, other = pair
    test = {"sampled_at": "2026-11-10T08:00:00+07:00", "result": "positive"}
    made = record_test(session, {"person": other} | test).records[0][1]
    fields = {"person": one, "sort": "manage_user", "decided_on": "2026-11-11", "test": made}
    with pytest.raises(Fault, match="E_OTHER_PERSON"):
        save(session, "decision", "", fields)
    merge(session, one, other)
    save(session, "decision", "", fields)


# -- for all edits

VALUES = st.sampled_from(["a", "b", "c", None])
LISTS = st.lists(st.sampled_from("abcde"), max_size=3, unique=True)


@given(before=VALUES, brought=VALUES, now=VALUES)
def test_a_value_comes_back_unless_it_was_changed_since(before: Any, brought: Any, now: Any) -> None:
    found = without({"x": brought}, {"x": before} if before else {}, {"x": now} if now else {})
    wanted = before if now == brought else now
    assert found.get("x", now) == wanted


@given(before=LISTS, brought=LISTS, added=LISTS, gone=LISTS)
def test_a_list_loses_what_came_and_keeps_what_was_written_since(
    before: list[str], brought: list[str], added: list[str], gone: list[str]
) -> None:
    now = [item for item in brought if item not in gone] + [item for item in added if item not in brought]
    back = without({"x": brought}, {"x": before}, {"x": now}).get("x", now) or []
    came, went = set(brought) - set(before), set(before) - set(brought)
    assert set(back) == (set(now) - came) | went
    assert len(back) == len(set(back))


EDITS = st.lists(
    st.sampled_from(["rename", "phone", "job", "visit_one", "visit_other", "edit_visit", "test"]), max_size=6
)
CHOICE = st.sampled_from(["keep", "take", "both"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(edits=EDITS, name=CHOICE, phones=CHOICE, data=st.data())
def test_merge_edit_unmerge_here_and_at_a_store_that_receives_it(
    tmp_path_factory: pytest.TempPathFactory, edits: list[str], name: Any, phones: Any, data: st.DataObject
) -> None:
    folder: Path = tmp_path_factory.mktemp("merge")
    with nodes(folder, "C1", "U07") as (low, high):
        one = low.add(
            "Nguyễn Văn Đức", {"kind": "visit", "id": "v1", "visited_on": "2026-11-01", "found": "một"}
        )
        other = low.add(
            "Trần Văn Bình", {"kind": "visit", "id": "v2", "visited_on": "2026-11-02", "found": "hai"}
        )
        session = low.up.session
        save(session, "person", one, {"name": "Nguyễn Văn Đức", "birth": "1990", "phones": ["1"]})
        before = {p: live(session, p) for p in (one, other)}
        merge(session, one, other, name=name, phones=phones)
        if data.draw(st.booleans(), "delivered between"):
            _deliver(low, high, folder / "between")
            assert _page(high, one) == _page(low, one)
        wanted: dict[str, Any] = {}
        visits = {one: ["một"], other: ["hai"]}
        for n, edit in enumerate(edits):
            _edit(session, edit, n, one, other, wanted, visits)
        both = sorted(visits[one] + visits[other])
        assert sorted(v.found or "" for v in open_person(session, one).facts.visits) == both
        unmerge(session, other, "hai người")
        assert live(session, other) == before[other]
        after = live(session, one)
        assert after.name == wanted.get("name", before[one].name)
        assert after.occupation == wanted.get("occupation")
        assert set(after.phones) == {"1", *wanted.get("phones", ())}
        for person, found in visits.items():
            assert sorted(v.found or "" for v in open_person(session, person).facts.visits) == sorted(found)
        _deliver(low, high, folder / "after")
        for person in (one, other):
            assert _page(high, person) == _page(low, person)
        assert low.is_sound() and high.is_sound()
        assert low.dump() == high.dump()


def _edit(
    session: Session, edit: str, n: int, one: str, other: str, wanted: dict[str, Any], visits: Any
) -> None:
    """One later edit as an officer makes it on the page of the one that stayed; what has to come of it."""
    person = live(session, one)
    fields: dict[str, Any] = {"name": person.name, "birth": person.birth, "phones": list(person.phones)}
    fields |= {"occupation": person.occupation, "other_names": list(person.other_names)}
    if edit == "rename":
        wanted["name"] = fields["name"] = f"Nguyễn Văn Mới {n}"
    elif edit == "phone":
        fields["phones"].append(f"9{n}")
        wanted.setdefault("phones", []).append(f"9{n}")
    elif edit == "job":
        wanted["occupation"] = fields["occupation"] = f"việc {n}"
    elif edit in ("visit_one", "visit_other"):
        to = one if edit == "visit_one" else other
        record_visit(session, {"person": to, "visited_on": "2026-11-15", "found": f"{edit} {n}"})
        visits[to].append(f"{edit} {n}")
    elif edit == "edit_visit":
        save(session, "visit", "v2", {"person": other, "visited_on": "2026-11-02", "found": f"sửa {n}"})
        visits[other][0] = f"sửa {n}"
    else:
        record_test(session, {"person": one, "sampled_at": "2026-11-20T08:00:00+07:00", "result": "negative"})
    if edit in ("rename", "phone", "job"):
        save(session, "person", one, fields)


def _deliver(low: Any, high: Any, folder: Path) -> None:
    for path in low.export("U07", folder):
        high.receive(path)


def _page(node: Any, person: str) -> Any:
    page = open_person(node.up.session, person)
    return page.person, [(e.kind, e.id, e.on, e.record) for e in page.timeline]


def test_the_page_of_a_merge_is_found_by_index(tmp_path: Path, template: Path, clock: Hands) -> None:
    """Every save asks who was merged into whom: it must not read the whole register for that."""
    opened = homes.enter(homes.copy(template, tmp_path / "home"), clock)
    with opened.session.store.read() as reader:
        sql = (
            "SELECT r.id FROM json_each('[\"a\"]') d JOIN r_person r ON r._into = d.value WHERE r._state = 2"
        )
        plan = [row[3] for row in reader.rows("EXPLAIN QUERY PLAN " + sql)]
    opened.close()
    assert any("r_person_into" in step for step in plan), plan


def test_a_dump_says_nothing_of_who_was_merged_away(session: Session, pair: tuple[str, str]) -> None:
    merge(session, *pair)
    people = list(dump(session, "person"))
    assert len(people) == 1 and pair[0].encode() in people[0]
