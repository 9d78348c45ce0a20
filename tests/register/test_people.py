"""Adding and changing people: one transaction, the rules between records, who may do it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from app.kinds.catalogue import all_kinds
from app.kinds.declare import KINDS, Compartment, Sort
from app.kinds.faults import Fault
from app.kinds.unit import Unit
from app.ledger.verify import verify
from app.register.entries import kits, record_test, record_visit
from app.register.lists import ListQuery, line_of, list_ids
from app.register.loading import dump
from app.register.people import (
    AddPerson,
    add_person,
    history,
    open_person,
    reinstate,
    retract,
    save,
)
from app.register.session import Session
from app.register.targets import INDICATORS, counted
from tests.ledger.homes import Hands

#: Clinical detail is written sealed, by the health role alone; see the tests of the health side.
OPEN_KINDS = [k for k in all_kinds() if k.compartment is not Compartment.HEALTH]
FIELDS: dict[str, Any] = {"name": "Đỗ Thị Hòa", "birth": "1990-05-12"}


def as_role(session: Session, role: str) -> Session:
    return dataclasses.replace(session, role=role)


def add(session: Session, **more: Any) -> str:
    return add_person(session, AddPerson(FIELDS, **more))[0]


def test_a_person_is_added_with_all_that_belongs_to_them(session: Session) -> None:
    person_id = add(
        session,
        address={"sort": "present", "hamlet": "Thôn Đông"},
        decision={"sort": "manage_user", "decided_on": "2026-11-20", "number": "12/QĐ"},
        status={"status": "U-QL", "since": "2026-11-20"},
        duplicate_reason="người khác, đã đối chiếu",
    )
    page = open_person(session, person_id)
    assert page.person.name == FIELDS["name"] and page.is_ours and page.conflicts == {}
    assert [s.status for s in page.statuses] == ["U-QL"]  # type: ignore[attr-defined]
    assert page.facts.statuses[0].opened_by == page.facts.decisions[0].id
    assert page.facts.statuses[0].regime == session.law.at(page.facts.statuses[0].since).id
    assert {e.kind for e in page.timeline} == {"status_period", "decision"}
    assert all(e.by == session.user for e in page.timeline) and page.owed
    assert history(session, "person", person_id)[0].why == "người khác, đã đối chiếu"
    line = line_of(session, person_id)
    assert line is not None and (line.hamlet, line.decision, line.statuses) == (
        "Thôn Đông",
        "12/QĐ",
        ("U-QL",),
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"address": {"sort": "somewhere"}}, "sort"),
        ({"status": {"status": "U-QL"}}, "since"),
        ({"decision": {"sort": "manage_user"}}, "decided_on"),
        ({"status": {"status": "U-QL", "since": "2026-11-20", "opened_by": "nobody"}}, "opened_by"),
    ],
)
def test_nothing_of_a_person_is_kept_when_a_part_is_refused(
    session: Session, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Fault) as caught:
        add(session, **more)
    assert caught.value.field == field and len(list_ids(session, ListQuery())) == 0
    assert session.store.position.lsn == 0


@pytest.mark.parametrize("kind", OPEN_KINDS, ids=lambda k: k.name)
def test_every_kind_is_saved_and_read_back(session: Session, kind: Any) -> None:
    fields = least(session, kind)
    changed = save(session, kind.name, "", fields)
    ((name, record_id),) = changed.records
    assert name == kind.name and len(record_id) == 26
    assert save(session, kind.name, record_id, fields).ops == 0
    assert retract(session, kind.name, record_id, "nhầm").ops == 1
    assert reinstate(session, kind.name, record_id, "đúng").ops == 1
    assert [c.sort for c in history(session, kind.name, record_id)][1:] == ["tomb", "correct"]
    assert all(check.ok for check in verify(session.store, deep=True))


def least(session: Session, kind: Any) -> dict[str, Any]:
    """The fewest fields with which a record of a kind is kept; what it has to name is made first."""
    fields: dict[str, Any] = {"birth": "1990"} if kind.name == "person" else {}
    for field in kind.fields:
        if field.required and field.ref:
            named = save(session, field.ref, "", least(session, KINDS[field.ref]))
            fields[field.name] = named.records[0][1]
        elif field.required:
            fields[field.name] = _plain(field)
    return fields


def _plain(field: Any) -> Any:
    """A value that any kind accepts in such a field."""
    plain: dict[Sort, Any] = {
        Sort.DATE: "2026-01-01",
        Sort.MOMENT: "2026-01-01T08:00:00+07:00",
        Sort.BIRTH: "1990",
        Sort.INT: 5,
        Sort.BOOL: True,
    }
    code = next(iter(field.codes.labels)) if field.codes else ""
    return "negative" if field.name == "result" else code or plain.get(field.sort, "x")


def period(
    session: Session, person: str, status: str, since: str, until: str | None = None, at: str = ""
) -> None:
    save(session, "status_period", at, {"person": person, "status": status, "since": since, "until": until})


def test_only_what_the_law_makes_exclusive_may_not_overlap(session: Session) -> None:
    person = add(session)
    period(session, person, "U-QL", "2026-01-01", "2026-06-30", "s1")
    for since, until in (("2026-03-01", None), ("2025-01-01", "2026-02-01"), ("2025-01-01", None)):
        with pytest.raises(Fault, match="E_OVERLAP") as caught:
            period(session, person, "U-QL", since, until)
        assert caught.value.field == "since" and caught.value.sentence()
    period(session, person, "U-QL", "2026-06-30", "2026-07-31")  # one ends the day the next begins
    period(session, person, "ABSENT", "2026-03-01")  # runs beside
    period(session, person, "U-QL", "2026-01-01", "2026-05-31", "s1")  # its own days may change
    other = add(session)
    period(session, other, "U-QL", "2026-01-01")


def test_a_status_taken_out_comes_back_only_where_it_fits(session: Session) -> None:
    person = add(session)
    period(session, person, "U-QL", "2026-01-01", None, "s1")
    retract(session, "status_period", "s1", "nhầm")
    period(session, person, "U-QL", "2026-02-01", None, "s2")
    with pytest.raises(Fault, match="E_OVERLAP"):
        reinstate(session, "status_period", "s1", "đúng")
    retract(session, "status_period", "s2", "nhầm")
    reinstate(session, "status_period", "s1", "đúng")
    assert [s.id for s in open_person(session, person).facts.statuses] == ["s1"]


def test_an_unknown_reference_is_refused_with_its_field(session: Session) -> None:
    with pytest.raises(Fault, match="E_REFERENCE") as caught:
        record_visit(session, {"person": "nobody", "visited_on": "2026-11-20"})
    assert caught.value.field == "person"
    with pytest.raises(Fault, match="E_UNKNOWN_RECORD"):
        open_person(session, "nobody")
    with pytest.raises(Fault, match="E_UNKNOWN_RECORD"):
        history(session, "visit", "nobody")


def test_a_kit_is_copied_into_the_test_and_an_expired_one_is_refused(session: Session) -> None:
    person = add(session)
    kit = {"name": "Que 4 chân", "lot": "L1", "quantity": 20, "panel": ["heroin", "ats"]}
    save(session, "kit_lot", "k1", kit | {"expiry": "2026-11-23"})
    save(session, "kit_lot", "k2", kit | {"expiry": "2026-11-22", "lot": "L0"})
    test = {"person": person, "sampled_at": "2026-11-23T09:00:00+07:00"}
    panel = [{"substance": "heroin", "result": "negative"}, {"substance": "ats", "result": "positive"}]
    changed = record_test(session, test | {"kit": "k1", "panel": panel})
    made = open_person(session, person).facts.tests[0]
    assert (made.result, made.kit_lot_number, str(made.kit_expiry)) == ("positive", "L1", "2026-11-23")
    assert changed.persons == {person}
    with pytest.raises(Fault, match="E_KIT_EXPIRED") as caught:
        record_test(session, test | {"kit": "k2", "result": "negative"})
    assert caught.value.field == "kit_expiry"
    assert [(k.lot, k.left) for k in kits(session)] == [("L1", 19)]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"panel": "heroin"}, "panel"),
        ({"panel": [1]}, "panel"),
        ({"panel": ["x"], "result": "negative"}, "panel"),
        ({"kit": ["k1"], "result": "negative"}, "kit"),
        ({"kit": "nobody", "result": "negative"}, "kit"),
        ({}, "result"),
    ],
)
def test_nonsense_in_a_test_is_a_refusal_not_a_defect(
    session: Session, more: dict[str, Any], field: str
) -> None:
    person = add(session)
    with pytest.raises(Fault) as caught:
        record_test(session, {"person": person, "sampled_at": "2026-11-23T09:00:00+07:00"} | more)
    assert caught.value.field == field


def test_somebody_taken_out_is_in_no_list_and_comes_back_whole(session: Session) -> None:
    person = add(session, status={"status": "U-QL", "since": "2026-11-01"})
    retract(session, "person", person, "nhập nhầm")
    assert len(list_ids(session, ListQuery())) == 0
    with pytest.raises(Fault, match="E_UNKNOWN_RECORD"):
        open_person(session, person)
    reinstate(session, "person", person, "không nhầm")
    assert open_person(session, person).facts.statuses and len(list_ids(session, ListQuery())) == 1


def test_every_look_leaves_an_entry(session: Session) -> None:
    person = add(session)
    open_person(session, person)
    history(session, "person", person)
    b"".join(dump(session))
    with session.store.read() as reader:
        acts = [row[0] for row in reader.rows("SELECT act FROM audit ORDER BY n")]
    assert acts[-3:] == ["view", "history", "dump"]


# -- roles


def test_a_health_worker_reads_nothing_of_the_police_kinds(session: Session) -> None:
    save(session, "unit", "u1", {"code": "00001", "name": "Xã Thử", "sort": "xa"})
    save(
        session,
        "place",
        "x1",
        {
            "name": "QUÁN BÍ MẬT",
            "sort": "complex",
            "since": "2026-01-01",
            "state": "resolved",
            "resolved_on": "2026-05-01",
        },
    )
    save(
        session,
        "incident",
        "i1",
        {"sort": "case", "detected_on": "2026-05-01", "prosecuted_on": "2026-05-01"},
    )
    health = as_role(session, "health")
    for kind in ("place", "incident"):
        for act in (
            lambda k=kind: history(health, k, "x1"),
            lambda k=kind: b"".join(dump(health, k)),
            lambda k=kind: save(health, k, "", {}),
            lambda k=kind: retract(health, k, "x1", "x"),
            lambda k=kind: reinstate(health, k, "x1", "x"),
        ):
            with pytest.raises(Fault, match="E_ROLE"):
                act()
    assert "BÍ MẬT" not in b"".join(dump(health)).decode() and b"prosecuted" not in b"".join(dump(health))
    with health.store.read() as reader:
        unit = reader.get(Unit, "u1")
        assert unit is not None
        for name, indicator in INDICATORS.items():
            if indicator.kind.compartment.value == "police":
                with pytest.raises(Fault, match="E_ROLE"):
                    counted(health, reader, indicator, unit, *[unit_day(name)] * 2)


def unit_day(_name: str) -> Any:
    from datetime import date

    return date(2026, 5, 1)


@pytest.mark.parametrize("role", ["admin", "head", "police", "health", "nobody", ""])
def test_the_roles_write_what_is_theirs(session: Session, role: str) -> None:
    acting = as_role(session, role)
    for kind in all_kinds():
        wanted = {"police", "upper"} if role in ("admin", "head", "police") else {role}
        assert acting.may_write(kind) == (bool(kind.writers & wanted) and acting.may_read(kind))
    assert as_role(session, "nobody").may_read(KINDS["person"]) is False


def test_the_page_needs_no_clock_of_its_own(session: Session, clock: Hands) -> None:
    person = add(session, status={"status": "U-QL", "since": "2026-11-01"})
    clock.now = clock.now.replace(year=2015)
    assert open_person(session, person).statuses == ()
