"""Whole cases worked out by hand from the law, in ``golden_cases.toml``: facts in, everything owed out."""

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.dates import VIETNAM
from app.law import facts
from app.law.facts import CaseFacts
from app.law.owed import Watch
from app.law.reading import read_pack
from app.law.reckoning import Settings
from app.words.resources import resource

_FILE = Path(__file__).with_name("golden_cases.toml")
_CASES = tomllib.loads(_FILE.read_text(encoding="utf-8"))["case"]
_ABOUT = {"name", "article", "now", "owed", "settings"}
#: Acts that count from the end of a term, and so follow the law of that day.
_AFTER_THE_TERM = {"end_papers", "certificate", "provider_notice"}
#: Acts of the day, which go on under a new law, and what was agreed, which gives way to them.
_OF_THE_DAY = {"visit", "test", "next_visit", "next_test"}
#: The sort of fact in each list of a case.
_SORTS = {
    "statuses": facts.StatusFact,
    "positives": facts.PositiveTest,
    "decisions": facts.DecisionFact,
    "detections": facts.DetectionFact,
    "requests": facts.RequestFact,
    "assessments": facts.AssessmentFact,
    "episodes": facts.EpisodeFact,
    "treatments": facts.TreatmentFact,
    "files": facts.FileFact,
    "absences": facts.AbsenceFact,
    "breaches": facts.BreachFact,
    "appointments": facts.AppointmentFact,
}


def facts_in(case: dict[str, Any]) -> CaseFacts:
    """The facts of a case of the file."""
    values: dict[str, Any] = {"birth": "1990"}
    for name, value in case.items():
        if name in _ABOUT:
            continue
        assert name in get_type_hints(CaseFacts), name
        if name in _SORTS:
            value = tuple(_SORTS[name](**_tuples(one)) for one in value)
        values[name] = tuple(value) if isinstance(value, list) else value
    return CaseFacts("p1", **values)


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def moment_of(case: dict[str, Any]) -> datetime:
    """When a case is looked at."""
    now = case.get("now", date(2026, 11, 23))
    return now if isinstance(now, datetime) else datetime.combine(now, time(9), VIETNAM)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["name"])
def test_case(case, packs, calendar):
    settings = msgspec.convert(case.get("settings", {}), Settings)
    found = Watch(packs, calendar, moment_of(case), settings).owed(facts_in(case))
    lines = [f"{one.what} {one.due.isoformat() if one.due else '-'}" for one in found]
    assert sorted(lines) == sorted(case["owed"])
    articles = [one.because.article for one in found if one.because]
    assert not case["article"] or any(case["article"] in article for article in articles)
    for one in found:
        assert one.label()
        assert one.because is None or (one.because.arithmetic and one.because.text and one.because.who)
        assert one.what.startswith("missing_") or one.because is not None


def test_there_are_enough_cases_and_every_sort_of_obligation_is_among_them():
    from app.law.owed import WHAT

    assert len(_CASES) >= 40
    told = {line.split()[0] for case in _CASES for line in case["owed"]}
    assert set(WHAT) - told <= {"missing_birth", "missing_residence", "missing_length", "next_test"}


@pytest.fixture(scope="module")
def later(packs):
    """The packs with a later law that changes every number."""
    text = resource("packs/L120.toml").read_text(encoding="utf-8")
    head, rest = text.split("[[transitions]]", 1)
    head = head.replace('id = "L120"', 'id = "L999"').replace("2026-07-01", "2030-01-01")
    for old, new in (("24", "7"), ("1", "4"), ("3", "9"), ("5", "2"), ("30", "12"), ("36", "11")):
        rest = rest.replace(f"\namount = {old}\n", f"\namount = {new}\n")
    return packs.plus(read_pack("L999.toml", f"{head}[[transitions]]{rest}"))


def _dated(packs, calendar, case, now):
    return [
        (one.what, one.due, one.reckoning and one.reckoning.pack.id)
        for one in Watch(packs, calendar, now).owed(case)
    ]


def _together(chosen):
    """One person to whom several of the cases happened."""
    lists = {name: sum((getattr(one, name) for one in chosen), ()) for name in _SORTS}
    return msgspec.structs.replace(chosen[0], **lists)


@given(
    chosen=st.lists(st.sampled_from(_CASES).map(facts_in), min_size=1, max_size=3),
    now=st.datetimes(datetime.fromisoformat("2022-01-01"), datetime.fromisoformat("2029-12-31T23:59")),
)
def test_a_pack_for_later_moves_nothing_before_its_day(packs, later, calendar, chosen, now):
    case, moment = _together(chosen), now.replace(tzinfo=VIETNAM)
    assert _dated(later, calendar, case, moment) == _dated(packs, calendar, case, moment)


@given(
    chosen=st.lists(st.sampled_from(_CASES).map(facts_in), min_size=1, max_size=3),
    now=st.datetimes(datetime.fromisoformat("2030-01-01"), datetime.fromisoformat("2034-12-31T23:59")),
)
def test_no_deadline_of_an_old_case_moves_when_a_pack_is_added(packs, later, calendar, chosen, now):
    """Only contact and regular tests, and what follows a term that ended since, are acts under the new law."""
    case, moment = _together(chosen), now.replace(tzinfo=VIETNAM)

    def of_the_case(law):
        found = _dated(law, calendar, case, moment)
        return [one for one in found if one[0] not in _OF_THE_DAY | _AFTER_THE_TERM]

    assert of_the_case(later) == of_the_case(packs)
