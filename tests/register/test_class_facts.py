"""The facts of a class counted from the register: what counts, on which day, and the records behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.register.people import save
from app.register.scoring.classes import class_of_register
from app.register.scoring.facts import unit_facts
from app.register.scoring.year import evaluation_year
from app.register.session import Session
from tests.register.test_people import add

DAY = date(2026, 11, 20)


def facts(session: Session, day: date = DAY) -> dict[str, Any]:
    found = unit_facts(session, day).facts
    for fact in found.values():
        if isinstance(fact.value, int) and fact.name not in (
            "population",
            "plants",
            "area_m2",
            "wanted_suspects",
        ):
            assert fact.name == "offenders" or len(fact.records) == fact.value
    return {name: fact.value for name, fact in found.items()}


def status(session: Session, person: str, code: str, since: str, until: str | None = None) -> None:
    save(session, "status_period", "", {"person": person, "status": code, "since": since, "until": until})


def test_the_evaluation_year_runs_from_15_december() -> None:
    assert evaluation_year(date(2026, 12, 14)) == (date(2025, 12, 15), date(2026, 12, 14))
    assert evaluation_year(date(2026, 12, 15)) == (date(2026, 12, 15), date(2027, 12, 14))


def test_a_person_on_both_lists_counts_once(session: Session) -> None:
    both, user, gone = add(session), add(session), add(session)
    status(session, both, "A", "2026-01-01", "2026-12-31")
    status(session, both, "A-TT", "2026-06-01")
    status(session, user, "U-QL", "2026-11-20")
    status(session, gone, "U-QL", "2025-01-01", "2026-11-19")
    assert facts(session)["persons_with_file"] == 2
    assert facts(session, date(2026, 11, 19))["persons_with_file"] == 2  # the last day still counts
    assert facts(session, date(2026, 11, 18))["persons_with_file"] == 2
    assert facts(session, date(2024, 1, 1))["persons_with_file"] == 0


def test_those_in_treatment_and_after_care_do_not_bar_a_drug_free_commune(session: Session) -> None:
    treated, home, left, plain = (add(session) for _ in range(4))
    for person, extra in ((treated, "A-TT"), (home, "A-TN-GĐ"), (left, "MOVED"), (plain, "ABSENT")):
        status(session, person, "A", "2026-01-01")
        status(session, person, extra, "2026-02-01")
    assert facts(session)["addicts_or_users_not_exempt"] == 1


def test_places_count_by_their_days_and_states(session: Session) -> None:
    for at, (sort, state, since, resolved) in enumerate(
        (
            ("complex", "listed", "2026-01-01", None),
            ("complex", "resolved", "2026-01-01", "2026-11-20"),
            ("complex", "suspected", "2026-01-01", None),
            ("hot_spot", "listed", "2026-11-21", None),
            ("at_risk", "listed", "2026-11-20", None),
            ("use", "suspected", "2026-01-01", None),
            ("vehicle", "listed", "2026-01-01", None),
        )
    ):
        save(
            session,
            "place",
            f"p{at}",
            {"name": "x", "sort": sort, "state": state, "since": since, "resolved_on": resolved},
        )
    found = facts(session)
    assert (found["complex_points"], found["hot_spots"], found["at_risk_points"]) == (1, 0, 1)
    assert found["organised_use_points"] == 2
    assert facts(session, date(2026, 11, 19))["complex_points"] == 2


def test_cases_and_offenders_are_counted_apart(session: Session) -> None:
    save(session, "incident", "i1", {"sort": "case", "detected_on": "2025-12-15", "offenders": 3})
    save(session, "incident", "i2", {"sort": "case", "detected_on": "2026-11-20"})
    save(session, "incident", "i3", {"sort": "case", "detected_on": "2025-12-14", "offenders": 9})
    save(session, "incident", "i4", {"sort": "administrative", "detected_on": "2026-05-01", "offenders": 9})
    for part, resident in (
        ("dealer", True),
        ("grower", False),
        ("user", True),
        ("owner", True),
        ("witness", True),
    ):
        save(
            session,
            "involvement",
            "",
            {"incident": "i2", "name": "Người A", "part": part, "is_resident": resident},
        )
    found = facts(session)
    assert (found["cases"], found["offenders"], found["residents_breaking_drug_law"]) == (2, 5, 1)


def test_a_find_without_any_measure_is_unknown_not_zero(session: Session) -> None:
    assert (facts(session)["plants"], facts(session)["area_m2"]) == (0, 0)
    save(session, "cultivation", "c1", {"species": "cannabis", "detected_on": "2026-05-01", "plants": 40})
    assert (facts(session)["plants"], facts(session)["area_m2"]) == (40, 0)
    save(session, "cultivation", "c2", {"species": "cannabis", "detected_on": "2026-05-02"})
    assert (facts(session)["plants"], facts(session)["area_m2"]) == (None, None)


def test_what_only_the_unit_knows_is_stated_with_a_day(session: Session) -> None:
    assert facts(session)["wanted_suspects"] is None
    save(
        session,
        "setting",
        "",
        {"key": "class.wanted_suspects", "value": "0", "since": "2026-11-01", "document": "12/BC"},
    )
    save(session, "setting", "", {"key": "class.on_route", "value": "intra", "since": "2026-11-21"})
    found = facts(session)
    assert (found["wanted_suspects"], found["on_route"]) == (0, None)


def test_the_class_follows_and_names_what_is_missing(session: Session) -> None:
    save(session, "unit", "u1", {"code": "00001", "name": "Xã Thử", "sort": "xa"})
    person = add(session)
    status(session, person, "U-QL", "2026-01-01")
    assert class_of_register(session, "QD28-2025", DAY).found.of == "III"  # whatever the population
    before = class_of_register(session, "NT-2024", DAY)
    assert before.found.of == "few" and before.found.missing == ()
    save(session, "incident", "i1", {"sort": "case", "detected_on": "2026-05-01", "offenders": 1})
    before = class_of_register(session, "NT-2024", DAY)
    assert (before.found.of, before.found.missing) == ("insufficient", ("population",))
    fields = {"unit": "u1", "sort": "registered", "as_of": "2026-10-01", "persons": 1000}
    save(session, "population", "", fields)
    assert unit_facts(session, DAY).facts["population"].warning
    save(session, "population", "", {**fields, "sort": "actual", "as_of": "2026-01-01", "persons": 900})
    scored = class_of_register(session, "NT-2024", DAY)
    assert scored.facts.facts["population"].value == 900 and not scored.facts.facts["population"].warning
    assert scored.found.of == "I" and scored.records(("persons_with_file",)) == (("person", person),)


def test_a_health_account_does_not_see_what_classes_rest_on(session: Session) -> None:
    import dataclasses

    with pytest.raises(Fault, match="E_ROLE"):
        unit_facts(dataclasses.replace(session, role="health"), DAY)
