"""Classes that are kept: proposed by the commune with the facts of that day, approved with a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kinds.canonical import decode, encode
from app.kinds.codec import to_fields
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.office import Classification
from app.ledger.writer import Changed
from app.register.community import need_own_unit
from app.register.kind_records import save_record
from app.register.scoring.facts import LABELS
from app.register.scoring.scorecard import Scorecard, Side, scorecard
from app.register.session import Session
from app.words import N_, _

_KIND = "classification"
_UNKNOWN = N_("The class cannot be proposed while this is not known: {names}. Enter it first.")
_APPROVED = N_("The class of this year is approved already ({document}). Correct the approval instead.")
_UPPER = N_("A class is proposed by the commune itself. Here it can be looked at.")
_GONE = N_("The record is no longer there. Read the page again with F5.")
_NO_DAY = N_("Type the day on which the class was approved.")
_NO_DOCUMENT = N_("Type the number of the document that approves the class.")
_NO_CLASS = N_("Choose the class that was approved.")
_EARLY = N_("The approval is before the proposal of {day}. Correct the day.")
_LATER = N_("{day} is still to come. Type the day of the document.")
_NOT_THERE = N_("This rule set does not know the class “{name}”.")
_WHY = N_("Proposed anew from the register as of {day}.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A class that was kept: the record, and the facts as they stood then (empty where none were kept)."""

    record: Classification
    is_ours: bool
    facts: Mapping[str, Any]
    criteria: Mapping[str, Any]
    on: str = ""

    @property
    def is_approved(self) -> bool:
        """Whether it is approved."""
        return self.record.approved is not None


def kept_classes(session: Session, node: str = "") -> tuple[Kept, ...]:
    """The classes kept of a commune, the newest year first."""
    session.need_read(KINDS[_KIND])
    sender = node or session.node.node
    order = "_node = ? ORDER BY until DESC, rules, proposed_on DESC, n DESC"
    with session.store.read() as reader:
        found = reader.all(Classification, order, (sender,))
    return tuple(_kept(one, sender == session.node.node) for one in found)


def propose(session: Session, rules: str, on: date) -> Changed:
    """Propose the class that the register gives as of a day, for its evaluation year, with the facts of that day.

    A proposal of the same year and rule set that is not approved yet is replaced; the history keeps it.
    Faults: E_ROLE; E_UPPER at an upper node; E_INSUFFICIENT naming what is not known; E_APPROVED; E_DATE.
    """
    session.need_write(KINDS[_KIND])
    if session.node.sort == "upper":
        raise Fault("E_UPPER", _UPPER)
    card = scorecard(session, on)
    side = card.side(rules)
    if side.found.of == "insufficient":
        names = ", ".join(_(LABELS.get(name, name)) for name in side.found.missing)
        raise Fault("E_INSUFFICIENT", _UNKNOWN, names=names)
    before = _of_year(session, rules, card.until)
    if before is not None and before.approved is not None:
        raise Fault("E_APPROVED", _APPROVED, document=before.document or "–")
    fields: dict[str, Any] = {
        "unit": need_own_unit(session),
        "rules": rules,
        "since": card.since.isoformat(),
        "until": card.until.isoformat(),
        "proposed": side.found.of,
        "proposed_on": session.today().isoformat(),
        "evidence": frozen(card, side),
    }
    if before is None:
        return save_record(session, _KIND, "", fields)
    kept = {**to_fields(before), **fields}
    return save_record(session, _KIND, before.id, kept, _(_WHY, day=show_date(on)))


def approve(
    session: Session, record_id: str, approved: str, approved_on: date | None, document: str, why: str = ""
) -> Changed:
    """Enter the approval of a proposed class; an approval that stands is corrected with a reason.

    Faults: E_ROLE, E_UNKNOWN_RECORD, E_APPROVAL at ``approved``, ``approved_on`` or ``document``, E_REASON at ``why``.
    """
    session.need_write(KINDS[_KIND])
    with session.store.read() as reader:
        known = reader.get(Classification, record_id)
    if known is None:
        raise Fault("E_UNKNOWN_RECORD", _GONE)
    _check_approval(session, known, approved, approved_on, document)
    fields = to_fields(known) | {
        "approved": approved,
        "approved_on": approved_on.isoformat() if approved_on else None,
        "document": " ".join(document.split()),
    }
    return save_record(session, _KIND, record_id, fields, why)


def _check_approval(
    session: Session, known: Classification, approved: str, approved_on: date | None, document: str
) -> None:
    if not approved:
        raise Fault("E_APPROVAL", _NO_CLASS, field="approved")
    if approved not in class_choices(known.rules):
        raise Fault("E_APPROVAL", _NOT_THERE, field="approved", name=approved)
    if approved_on is None:
        raise Fault("E_APPROVAL", _NO_DAY, field="approved_on")
    if approved_on > session.today():
        raise Fault("E_APPROVAL", _LATER, field="approved_on", day=show_date(approved_on))
    if known.proposed_on is not None and approved_on < known.proposed_on:
        raise Fault("E_APPROVAL", _EARLY, field="approved_on", day=show_date(known.proposed_on))
    if not document.strip():
        raise Fault("E_APPROVAL", _NO_DOCUMENT, field="document")


def class_choices(rules: str) -> tuple[str, ...]:
    """The classes a commune can have under a rule set, the heaviest first."""
    from app.law.classes.rules import rule_set

    return (*rule_set(rules).level("commune").classes, "none")


def frozen(card: Scorecard, side: Side) -> str:
    """The facts a class was decided on, as canonical JSON: they stay as they were whatever is corrected later."""
    found = side.found
    body = {
        "on": card.on.isoformat(),
        "rules": side.rules,
        "version": side.version,
        "class": found.of,
        "drug_free": found.drug_free,
        "facts": {name: fact.value for name, fact in card.facts.facts.items()},
        "records": {name: len(fact.records) for name, fact in card.facts.facts.items()},
        "criteria": {one.number: one.holds for one in card.facts.ten},
        "met": [{"criterion": one.criterion, "class": one.of} for one in found.met],
        "missing": list(found.missing),
        "notes": list(found.notes),
    }
    return encode(body).decode()


def _of_year(session: Session, rules: str, until: date) -> Classification | None:
    where = "_node = ? AND rules = ? AND until = ? ORDER BY approved IS NULL, n DESC"
    with session.store.read() as reader:
        found = reader.all(Classification, where, (session.node.node, rules, until.isoformat()))
    return found[0] if found else None


def _kept(record: Classification, is_ours: bool) -> Kept:
    try:
        body = decode((record.evidence or "").encode()) if record.evidence else {}
    except ValueError:
        body = {}  # what another program wrote there is shown as no facts, and stays in the record
    if not isinstance(body, dict):
        body = {}
    facts, criteria = body.get("facts"), body.get("criteria")
    return Kept(
        record,
        is_ours,
        facts if isinstance(facts, dict) else {},
        criteria if isinstance(criteria, dict) else {},
        str(body.get("on", "")),
    )
