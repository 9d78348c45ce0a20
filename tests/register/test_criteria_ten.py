"""The ten criteria from the register: each part true, false and not known, with the records that say so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.register.people import save
from app.register.scoring.answers import Answer
from app.register.scoring.behind import behind
from app.register.scoring.facts import unit_facts
from app.register.scoring.scorecard import scorecard
from app.register.scoring.stated import SPECS, state_fact, told
from app.register.session import Session
from tests.register.test_class_facts import status
from tests.register.test_people import add

DAY = date(2026, 11, 20)


def part(session: Session, name: str, day: date = DAY) -> Answer:
    ten = unit_facts(session, day).ten
    found = next(one.answer for each in ten for one in each.parts if one.part.id == name)
    assert found.why() and "{" not in found.why()
    return found


def holds(session: Session, number: str, day: date = DAY) -> bool | None:
    return next(one.holds for one in unit_facts(session, day).ten if one.number == number)


def people(*ids: str) -> tuple[tuple[str, str], ...]:
    return tuple(("person", one) for one in sorted(ids))


def decide(session: Session, person: str, sort: str, on: str) -> None:
    save(session, "decision", "", {"person": person, "sort": sort, "decided_on": on, "number": "1/QĐ"})


def test_an_empty_register_is_certified_only_by_what_is_said(session: Session) -> None:
    found = {one.number: one.holds for one in unit_facts(session, DAY).ten}
    assert found == {
        "1": True, "2": True, "3": True, "4": None, "5": True, "6": True, "7": None, "8": None, "9": None, "10": False,
    }  # fmt: skip


def test_persons_with_addiction_have_a_file_and_a_form(session: Session) -> None:
    bare, filed, away, gone, healed = (add(session) for _ in range(5))
    for one in (bare, filed, away, gone):
        status(session, one, "A", "2026-01-01")
    status(session, away, "PRISON", "2026-02-01")
    status(session, gone, "MOVED", "2026-02-01")
    status(session, healed, "A", "2025-01-01", "2026-01-31")
    save(
        session,
        "paper",
        "",
        {"person": filed, "dossier": "compulsory", "sort": "summary", "dated_on": "2026-02-01"},
    )
    assert part(session, "addict_file").against == people(bare, away)
    assert part(session, "addict_form").against == people(bare, filed)  # who is in prison is not there
    fields = {"person": filed, "ground": "no_register", "opened_on": "2026-03-01"}
    save(session, "compulsory_file", "c1", fields)
    assert part(session, "addict_form").against == people(bare)
    status(session, bare, "A-TN-GĐ", "2026-11-20")
    assert part(session, "addict_form").holds is True
    assert part(session, "addict_form", date(2026, 11, 19)).against == people(bare)
    save(session, "compulsory_file", "c1", {**fields, "closed_on": "2026-11-20", "outcome": "refused"})
    assert part(session, "addict_form").against == people(filed)


def test_after_rehabilitation_a_file_of_after_care(session: Session) -> None:
    done, care = add(session), add(session)
    save(
        session,
        "rehab_episode",
        "",
        {"person": done, "form": "home", "registered_on": "2024-03-01", "started_on": "2024-03-01",
         "ended_on": "2026-03-01", "outcome": "completed"},
    )  # fmt: skip
    status(session, care, "S", "2026-01-01")
    assert part(session, "aftercare_file").against == people(done, care)
    decide(session, care, "aftercare", "2026-01-05")
    assert part(session, "aftercare_file").against == people(done)
    assert part(session, "aftercare_file", date(2026, 2, 28)).holds is True  # not completed by then


def test_patients_of_more_than_a_year(session: Session) -> None:
    long, fresh = add(session), add(session)
    for person, since in ((long, "2025-06-01"), (fresh, "2025-11-20")):
        save(
            session,
            "substitution_treatment",
            "",
            {"person": person, "facility": "Cơ sở A", "started_on": since},
        )
    clean = part(session, "patient_clean")
    assert (clean.holds, clean.against, clean.mend) == (None, people(long), "drug_test")
    test = {"person": long, "result": "positive", "sampled_at": "2026-05-20T09:00:00+07:00"}
    save(session, "drug_test", "early", test)  # before the twelve months were over
    assert part(session, "patient_clean").holds is None
    save(
        session,
        "drug_test",
        "good",
        {**test, "sampled_at": "2026-08-01T09:00:00+07:00", "result": "negative"},
    )
    assert part(session, "patient_clean").holds is True
    save(session, "drug_test", "bad", {**test, "sampled_at": "2026-11-20T23:30:00+07:00"})
    assert part(session, "patient_clean").against == (("drug_test", "bad"),)
    assert part(session, "patient_clean", date(2026, 11, 19)).holds is True
    save(session, "drug_test", "new", {**test, "person": fresh, "sampled_at": "2026-11-19T09:00:00+07:00"})
    assert part(session, "patient_clean").against == (("drug_test", "bad"),)
    assert part(session, "patient_rules").holds is True
    breach = {"person": long, "obligation": "substitution", "sort": "missed", "happened_on": "2026-09-09"}
    save(session, "breach", "b1", breach)
    assert part(session, "patient_rules").against == (("breach", "b1"),)


def test_users_and_people_with_psychosis_are_filed_and_watched(session: Session) -> None:
    user, absent = add(session), add(session)
    status(session, user, "U", "2026-10-01")
    status(session, absent, "U", "2026-10-01")
    status(session, absent, "ABSENT", "2026-10-02")
    ill = add(session)
    fields = {"name": "Lê Văn Thử", "birth": "1990", "psychosis_signs": [{"on": "2026-11-20", "note": "x"}]}
    save(session, "person", ill, fields)
    assert part(session, "user_file").against == people(user)
    assert part(session, "psychosis_file").against == people(ill)
    assert part(session, "psychosis_file", date(2026, 11, 19)).counted == ()
    assert part(session, "watched").against == people(user, ill)
    decide(session, user, "manage_user", "2026-10-03")
    decide(session, ill, "other", "2026-11-20")
    save(session, "visit", "", {"person": user, "visited_on": "2026-10-10"})
    save(session, "presence_check", "", {"person": ill, "checked_on": "2026-11-20", "present": True})
    assert holds(session, "3") is True


def test_nobody_new_since_the_registration(session: Session) -> None:
    old, new = add(session), add(session)
    status(session, old, "U-QL", "2026-01-01", "2026-10-09")
    status(session, old, "A", "2026-10-10")  # known before: nobody new
    status(session, new, "U-QL", "2026-11-20")
    assert part(session, "nobody_new").mend == "state:registered_on"
    state_fact(session, "registered_on", "2026-06-01", "01/ĐK", date(2026, 6, 2))
    assert part(session, "nobody_new").against == people(new)
    assert part(session, "nobody_new", date(2026, 11, 19)).holds is True
    assert part(session, "nobody_new", date(2026, 6, 1)).holds is None  # not stated yet by that day
    state_fact(session, "registered_on", "2026-11-20", "02/ĐK", date(2026, 11, 20))
    assert part(session, "nobody_new").holds is True


def test_after_care_with_support_and_work(session: Session) -> None:
    helped, alone = add(session), add(session)
    for one in (helped, alone):
        status(session, one, "S", "2026-02-01")
    support = {"person": helped, "sort": "counselling", "since": "2026-03-01"}
    save(session, "support", "s1", support)
    assert part(session, "reintegration").against == people(alone)
    assert part(session, "work").against == people(helped, alone)
    save(session, "support", "s1", {**support, "sort": "job"})
    save(session, "person", alone, {"name": "Lê Văn Thử", "birth": "1990", "workplace": "Xưởng gỗ"})
    save(
        session,
        "support",
        "s0",
        {"person": alone, "sort": "job", "since": "2025-01-01", "until": "2025-06-01"},
    )
    assert part(session, "work").holds is True
    assert part(session, "reintegration").against == people(
        alone
    )  # what ended before after-care is no support of it


def test_crime_bars_and_places_at_risk_do_not(session: Session) -> None:
    place = {"name": "x", "sort": "at_risk", "state": "listed", "since": "2026-01-01"}
    save(session, "place", "p1", place)
    assert holds(session, "6") is True
    save(session, "place", "p1", {**place, "sort": "complex"})
    assert part(session, "complex_places").against == (("place", "p1"),)
    save(session, "cultivation", "c1", {"species": "cannabis", "detected_on": "2026-05-01"})
    assert part(session, "cultivation").against == (("cultivation", "c1"),)
    save(session, "incident", "i1", {"sort": "case", "detected_on": "2026-05-01"})
    assert (part(session, "production").holds, part(session, "production").mend) == (None, "incident")
    save(session, "incident", "i1", {"sort": "case", "detected_on": "2026-05-01", "act": "produce"})
    assert part(session, "production").against == (("incident", "i1"),)


@pytest.mark.parametrize(
    ("seriousness", "offenders", "residents", "expected"),
    [
        ("minor", 1, [True], True),
        ("serious", 1, [True], False),
        ("extreme", 2, [False, True], False),
        ("serious", 1, [False], True),
        ("serious", 2, [False], None),  # one offender is not entered
        ("serious", 1, [None], None),
        (None, 1, [True], None),
        (None, 1, [False], True),
        ("serious", None, [], None),
        ("serious", 0, [], True),
    ],
)
def test_serious_offences_of_residents(
    session: Session,
    seriousness: str | None,
    offenders: int | None,
    residents: list[Any],
    expected: bool | None,
) -> None:
    case = {"sort": "case", "detected_on": "2026-05-01", "act": "trade", "offenders": offenders}
    save(session, "incident", "i1", case | ({"seriousness": seriousness} if seriousness else {}))
    for place, lives in enumerate(residents):
        fields = {"incident": "i1", "name": f"Người {place}", "part": "dealer", "is_resident": lives}
        save(session, "involvement", "", fields)
    found = part(session, "serious_offence")
    assert found.holds is expected
    assert bool(found.against) is (expected is not True)
    state_fact(session, "basic_police_work", "yes", "05/NX")
    assert holds(session, "8", session.today()) is expected


def test_every_hamlet_and_a_model_that_works(session: Session) -> None:
    pledge = {"hamlet": "Thôn 1", "counted_on": "2026-05-01", "households": 10, "signed": 9}
    save(session, "pledge_count", "", pledge)
    assert part(session, "pledges").against == (("hamlet", "Thôn 1"),)
    save(session, "mailbox", "", {"hamlet": "Thôn 2", "since": "2026-01-01"})
    save(session, "pledge_count", "", {**pledge, "counted_on": "2026-06-01", "signed": 10})
    unknown = part(session, "pledges")
    assert (unknown.holds, unknown.against) == (None, (("hamlet", "Thôn 2"),))
    assert part(session, "mailboxes").against == (("hamlet", "Thôn 1"),)
    assert part(session, "hotlines").holds is False
    model = {"name": "Xã bình yên", "sort": "prevention", "since": "2026-01-01"}
    save(session, "model", "m1", model)
    assert (part(session, "model").holds, part(session, "model").against) == (None, (("model", "m1"),))
    save(session, "model", "m1", {**model, "is_effective": False})
    assert part(session, "model").holds is False
    save(session, "model", "m1", {**model, "is_effective": True, "evidence": "Biên bản 12"})
    assert part(session, "model").holds is True


@pytest.mark.parametrize(
    ("name", "text", "document", "field"),
    [
        ("wanted_suspects", "", "1/BC", "value"),
        ("wanted_suspects", "-1", "1/BC", "value"),
        ("wanted_suspects", "0", "  ", "document"),
        ("on_route", "both", "1/BC", "value"),
        ("registered_on", "31/02/2026", "1/BC", "value"),
        ("registered_on", "2027-01-01", "1/BC", "value"),
        ("basic_police_work", "maybe", "1/BC", "value"),
    ],
)
def test_a_statement_is_checked_and_rests_on_a_document(
    session: Session, name: str, text: str, document: str, field: str
) -> None:
    with pytest.raises(Fault) as caught:
        state_fact(session, name, text, document)
    assert caught.value.field == field and caught.value.sentence()
    with pytest.raises(Fault, match="E_DATE"):
        state_fact(session, "wanted_suspects", "0", "1/BC", date(2027, 1, 1))


def test_a_stated_suspect_bars_and_the_newest_statement_counts(session: Session) -> None:
    state_fact(session, "wanted_suspects", "0", "1/BC", date(2026, 11, 1))
    state_fact(session, "suspects_or_rings", "2", "1/BC", date(2026, 11, 1))
    assert holds(session, "7") is False
    state_fact(session, "suspects_or_rings", "0", "2/BC", date(2026, 11, 20))
    assert holds(session, "7") is True and holds(session, "7", date(2026, 11, 19)) is False
    assert part(session, "suspects").counted[0][0] == "setting"
    assert told(SPECS["on_route"], "intra") != "intra"


def test_merged_people_count_once_and_keep_their_status(session: Session) -> None:
    one, two = add(session), add(session)
    status(session, two, "U-QL", "2026-01-01")
    with session.store.write("an") as writer:
        writer.merge(two, one, "cùng một người")
    card = scorecard(session, DAY)
    assert card.fact("persons_with_file").records == people(one)
    (line,) = behind(session, card.fact("persons_with_file").records)
    assert line.person == one and line.title


def test_numbers_behind_a_figure_are_masked_and_the_look_is_noted(session: Session) -> None:
    person = add(session)
    fields = {"name": "Lê Văn Thử", "birth": "1990", "papers": [{"sort": "cccd", "number": "001090012345"}]}
    save(session, "person", person, fields)
    status(session, person, "U-QL", "2026-01-01")
    (line,) = behind(session, people(person))
    assert "001090012345" not in f"{line.title}{line.detail}{line.number}" and line.number.endswith("345")
    with session.store.read() as reader:
        noted = [row[0] for row in reader.rows("SELECT subject FROM audit WHERE act = 'view'")]
    assert any(subject.startswith("class:") for subject in noted)
