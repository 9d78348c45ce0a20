"""Deadlines worked out by hand from the law, one line each in ``golden_deadlines.csv``."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.law.calendar import Calendar
from app.law.deadlines import deadline
from app.law.reckoning import Settings

_FILE = Path(__file__).with_name("golden_deadlines.csv")
_ROWS = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))

#: The rules a command may name; each must be decided for both regimes.
_RULES = [
    "user_management.verify_residence",
    "user_management.notify",
    "user_management.decide",
    "user_management.term",
    "user_management.end_papers",
    "user_management.move_notice",
    "user_management.arrive",
    "assessment.register",
    "assessment.valid",
    "voluntary.decide",
    "voluntary.term",
    "voluntary.provider_notice",
    "voluntary.private_present",
    "compulsory.make_file",
    "compulsory.read",
    "compulsory.send",
    "compulsory.limitation",
    "compulsory.term",
    "aftercare.file",
    "aftercare.decide",
    "aftercare.term",
    "aftercare.move_notice",
    "breach.personal_data",
    "subject.respond",
    "subject.correct",
    "subject.restrict",
    "subject.delete",
]


def _anchor(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row['rule']} {row['anchor']} {row['options']}")
def test_deadline(row, packs):
    options = dict(part.split("=") for part in row["options"].split())
    numbers: dict[str, Any] = {
        name: int(options[name]) for name in ("time", "months", "years") if name in options
    }
    flags = {name: options.get(name) == "yes" for name in ("remote", "minor")}
    amounts = {f"{row['regime']}:{row['rule']}": int(options["setting"])} if "setting" in options else {}
    confirmed = frozenset(date.fromisoformat(day) for day in [options.get("confirmed")] if day)
    settings = Settings(term_end=options.get("term_end", "same"), amounts=amounts)
    found = deadline(
        packs,
        Calendar.shipped(confirmed),
        row["rule"],
        _anchor(row["anchor"]),
        options.get("regime"),
        settings=settings,
        **numbers,
        **flags,
    ).to_json()
    assert (found["due"] or "") == row["due"], found["because"]["arithmetic"]
    assert found["because"]["regime"] == row["regime"]
    assert row["article"] in found["because"]["article"]
    assert found["because"]["arithmetic"]
    assert found["because"]["text"]


def test_every_rule_is_decided_for_every_regime(packs):
    assert len(_ROWS) >= 120
    for rule in _RULES:
        regimes = {row["regime"] for row in _ROWS if row["rule"] == rule}
        assert regimes >= {"L73", "L120"} or regimes == {"L91"}, rule
        for regime in packs.regimes():
            assert packs.rule(packs.regime(regime), rule) is not None, (regime, rule)
