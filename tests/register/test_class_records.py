"""Classes that are kept: proposed with frozen facts, approved with a document, never silently replaced."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, timedelta
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.ledger.reader import Reader
from app.register.people import save
from app.register.scoring.scorecard import communes, scorecard, try_figures
from app.register.scoring.stated import state_fact
from app.register.scoring.stored import approve, class_choices, kept_classes, propose
from app.register.session import Session
from tests.register.test_class_facts import status
from tests.register.test_people import add

DAY = date(2026, 11, 20)
NT, QD = "NT-2024", "QD28-2025"


@pytest.fixture
def ready(session: Session) -> Session:
    """A commune of which everything is known: one user among 900 residents."""
    save(session, "unit", "u1", {"code": "00001", "name": "Xã Thử", "sort": "xa"})
    fields = {"unit": "u1", "sort": "actual", "as_of": "2026-01-01", "persons": 900}
    save(session, "population", "", fields)
    state_fact(session, "on_route", "none", "1/TB", date(2026, 1, 5))
    state_fact(session, "wanted_suspects", "0", "1/TB", date(2026, 1, 5))
    status(session, add(session), "U-QL", "2026-01-01")
    return session


def test_both_rule_sets_stand_side_by_side(ready: Session) -> None:
    card = scorecard(ready, DAY)
    assert [side.rules for side in card.sides] == [NT, QD]
    assert (card.side(NT).found.of, card.side(QD).found.of) == ("few", "III")
    assert card.side(NT).deciding == ("persons",) and card.side(QD).deciding == ("person_rate",)
    move = next(one for one in card.side(NT).moves if one.criterion == "persons")
    assert (move.step.by, move.after) == (19, "III")
    assert [one.key for one in card.meanings] == ["certificate", "no_crime", "nobody", "decision"]
    assert communes(ready)[0].node == ready.node.node
    with pytest.raises(Fault, match="E_DATE"):
        scorecard(ready, ready.today() + timedelta(days=1))


def test_a_trial_is_never_saved(ready: Session) -> None:
    with ready.store.read() as reader:
        before = reader.value("SELECT count(*) FROM op")
    trial = try_figures(scorecard(ready, DAY), NT, {"persons_with_file": 20})
    assert (trial.before.of, trial.after.of) == ("few", "III")
    with ready.store.read() as reader:
        assert reader.value("SELECT count(*) FROM op") == before
    assert scorecard(ready, DAY).fact("persons_with_file").value == 1


def test_a_proposal_keeps_the_facts_of_its_day(ready: Session) -> None:
    propose(ready, NT, DAY)
    (kept,) = kept_classes(ready)
    record = kept.record
    assert (record.proposed, record.approved, record.since, record.until) == (
        "few", None, date(2025, 12, 15), date(2026, 12, 14),
    )  # fmt: skip
    status(ready, add(ready), "U-QL", "2026-02-01")
    assert scorecard(ready, DAY).fact("persons_with_file").value == 2
    (kept,) = kept_classes(ready)
    assert kept.facts["persons_with_file"] == 1 and kept.on == "2026-11-20"
    assert json.loads(kept.record.evidence or "")["class"] == "few"
    propose(ready, QD, DAY)
    assert {one.record.rules for one in kept_classes(ready)} == {NT, QD}


def test_a_new_proposal_replaces_one_not_approved_and_no_other(ready: Session) -> None:
    propose(ready, NT, DAY)
    status(ready, add(ready), "U-QL", "2026-02-01")
    propose(ready, NT, DAY)
    (kept,) = kept_classes(ready)
    assert kept.facts["persons_with_file"] == 2
    approve(ready, kept.record.id, "few", ready.today(), "15/QĐ-UBND")
    with pytest.raises(Fault, match="E_APPROVED"):
        propose(ready, NT, DAY)
    propose(ready, NT, date(2025, 12, 14))  # the year before is another one
    assert [one.record.until.year for one in kept_classes(ready)] == [2026, 2025]


def test_an_approval_has_a_class_a_day_and_a_document(ready: Session) -> None:
    propose(ready, NT, DAY)
    (kept,) = kept_classes(ready)
    today = ready.today()
    wrong: list[tuple[tuple[Any, ...], str]] = [
        (("", today, "15/QĐ"), "approved"),
        (("key", today, "15/QĐ"), "approved"),
        (("I", None, "15/QĐ"), "approved_on"),
        (("I", today + timedelta(days=1), "15/QĐ"), "approved_on"),
        (("I", today - timedelta(days=400), "15/QĐ"), "approved_on"),
        (("I", today, " "), "document"),
    ]
    for args, field in wrong:
        with pytest.raises(Fault, match="E_APPROVAL") as caught:
            approve(ready, kept.record.id, *args)
        assert caught.value.field == field and caught.value.sentence()
    approve(ready, kept.record.id, "III", today, " 15/QĐ-UBND ")
    (kept,) = kept_classes(ready)
    assert (kept.record.approved, kept.record.document, kept.is_approved) == ("III", "15/QĐ-UBND", True)
    with pytest.raises(Fault, match="E_REASON"):
        approve(ready, kept.record.id, "II", today, "15/QĐ-UBND")
    approve(ready, kept.record.id, "II", today, "15/QĐ-UBND", "nhập nhầm")
    assert kept_classes(ready)[0].record.approved == "II"
    assert "few" not in class_choices(QD) and class_choices(NT)[-1] == "none"


def test_what_is_not_known_cannot_be_proposed(session: Session) -> None:
    save(session, "incident", "i1", {"sort": "case", "detected_on": "2026-05-01", "offenders": 1})
    with pytest.raises(Fault, match="E_INSUFFICIENT") as caught:
        propose(session, NT, DAY)
    assert "{names}" not in caught.value.sentence() and kept_classes(session) == ()


def test_an_account_that_only_reads_common_records_sees_no_scorecard(ready: Session) -> None:
    health = dataclasses.replace(ready, role="health")
    for act in (lambda: scorecard(health, DAY), lambda: propose(health, NT, DAY)):
        with pytest.raises(Fault, match="E_ROLE"):
            act()


def test_a_damaged_note_shows_no_facts_and_stays(ready: Session) -> None:
    fields = {
        "rules": NT,
        "since": "2025-12-15",
        "until": "2026-12-14",
        "proposed": "few",
        "evidence": "{không",
    }
    save(ready, "classification", "x", fields)
    (kept,) = kept_classes(ready)
    assert kept.facts == {} and kept.record.evidence == "{không"


def test_no_figure_walks_what_happened_to_everybody(ready: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Visits, tests and roll calls grow with the years: they are looked up by person, never read from end to end."""
    patient = add(ready)
    fields = {"person": patient, "facility": "Cơ sở A", "started_on": "2025-01-01"}
    save(ready, "substitution_treatment", "", fields)
    asked: list[tuple[str, Any]] = []
    plain = Reader.rows

    def rows(self: Reader, sql: str, params: Any = ()) -> Any:
        asked.append((sql, params))
        return plain(self, sql, params)

    monkeypatch.setattr(Reader, "rows", rows)
    scorecard(ready, DAY)
    monkeypatch.undo()
    steps = []
    with ready.store.read() as reader:
        for sql, params in asked:
            steps += [row[3] for row in reader.rows(f"EXPLAIN QUERY PLAN {sql}", params)]
    for short, name in (("v", "visit"), ("t", "drug_test"), ("c", "presence_check"), ("r_breach", "breach")):
        assert any(step.startswith((f"SEARCH {short} USING", f"SEARCH r_{name} USING")) for step in steps), (
            name
        )
        assert not any(step.startswith((f"SCAN {short} ", f"SCAN r_{name}")) for step in steps), name
