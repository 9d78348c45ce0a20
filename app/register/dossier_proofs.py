"""What the register itself proves of a file: a decision with its number, a slip, a statement taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.law.dossiers import DossierFacts
from app.register.dossier_cases import FOREVER, Case, Found, PersonRows, day_of

#: A decision this long before the case began may still be the one that opened it.
_LEAD = timedelta(days=31)
_Maker = Callable[[PersonRows, Case], "Proof | None"]


@dataclass(frozen=True, slots=True)
class Proof:
    """A record that proves a paper: its kind and id, and the number and day it gives."""

    kind: str
    id: str
    number: str = ""
    on: str = ""


def proof_of(rows: PersonRows, case: Case, proof: str) -> Proof | None:
    """What the register has of a paper, None when it proves nothing; an unknown word of a newer pack proves nothing."""
    sort, _mark, which = proof.partition(":")
    if sort == "decision":
        return _decision(rows, case, which)
    if sort == "assessment":
        return _assessment(rows, case, which)
    maker = _PROOFS.get(sort)
    return maker(rows, case) if maker else None


def _decision(rows: PersonRows, case: Case, sort: str) -> Proof | None:
    """A decision with its number: the one that the case names, or the first of its sort in the time of the case."""
    first = case.opened
    if sort != "completion":
        first = max((date.fromisoformat(case.opened) - _LEAD).isoformat(), case.after)
    named = case.decision if sort == _OPENING.get(case.procedure) else ""
    for row in rows.of("decision"):
        in_time = first <= row["decided_on"] <= (case.until or FOREVER)
        if row["number"] and (row["id"] == named if named else row["sort"] == sort and in_time):
            return Proof("decision", row["id"], row["number"], row["decided_on"])
    return None


#: The sort of decision that opens a case of a procedure.
_OPENING = {
    "user_management": "manage_user",
    "aftercare": "aftercare",
    "voluntary": "voluntary",
    "compulsory": "court",
    "compulsory_minor": "court",
}


def _assessment(rows: PersonRows, case: Case, conclusion: str) -> Proof | None:
    for row in reversed(rows.of("assessment")):
        wanted = not conclusion or row["conclusion"] == conclusion
        in_time = row["concluded_on"] > case.after and row["concluded_on"] <= (case.until or FOREVER)
        serves = not row["valid_until"] or row["valid_until"] >= case.opened or case.procedure != "voluntary"
        answers = case.procedure != "assessment" or row["request"] == case.about or (
            not row["request"] and row["concluded_on"] >= case.opened
        )  # fmt: skip
        if wanted and in_time and serves and answers and (row["slip_number"] or row["slip_on"]):
            return Proof(
                "assessment", row["id"], row["slip_number"] or "", row["slip_on"] or row["concluded_on"]
            )
    return None


def _test(rows: PersonRows, case: Case) -> Proof | None:
    """The slip has a number, or is known to have reached who decides."""
    for row in rows.of("drug_test"):
        if row["id"] == case.test and (row["slip_number"] or row["received_at"]):
            return Proof("drug_test", row["id"], row["slip_number"] or "", day_of(row["sampled_at"]))
    return None


def _detections(rows: PersonRows, case: Case) -> Iterator[Found]:
    """What was detected since the case before this one, up to its beginning, newest first."""
    for row in reversed(rows.of("detection")):
        if case.after < day_of(row["detected_at"]) <= case.opened:
            yield row


def _from_detection(name: str, *also: str) -> _Maker:
    def made(rows: PersonRows, case: Case) -> Proof | None:
        for row in _detections(rows, case):
            if any(row[one] for one in (name, *also)):
                number = row["notice_number"] or "" if name == "notice_number" else ""
                on = row["residence_verified_on"] if name == "residence_verified_on" else row["detected_at"]
                return Proof("detection", row["id"], number, day_of(on))
        return None

    return made


def _request(rows: PersonRows, case: Case) -> Proof | None:
    row = next((one for one in rows.of("assessment_request") if one["id"] == case.about), None)
    if row is None or not row["number"]:
        return None
    return Proof("assessment_request", row["id"], row["number"], row["asked_on"])


def _breach(rows: PersonRows, case: Case) -> Proof | None:
    for row in reversed(rows.of("breach")):
        in_time = row["happened_on"] <= (case.until or FOREVER)
        if not case.procedure.startswith("compulsory"):
            in_time = in_time and row["happened_on"] >= case.opened
        if in_time and (row["record_number"] or row["record_on"]):
            return Proof(
                "breach", row["id"], row["record_number"] or "", row["record_on"] or row["happened_on"]
            )
    return None


def _file_notice(rows: PersonRows, case: Case) -> Proof | None:
    row = next((one for one in rows.of("compulsory_file") if one["id"] == case.about), None)
    return Proof("compulsory_file", row["id"], "", row["notice_on"]) if row and row["notice_on"] else None


def _court(rows: PersonRows, case: Case) -> Proof | None:
    return _decision(rows, case, "court") if case.decision else None


def _certificate(rows: PersonRows, case: Case) -> Proof | None:
    """The certificate of the episode itself or, for after-care, of the one that ended before it."""
    latest = (date.fromisoformat(case.opened) + _LEAD).isoformat()
    for row in reversed(rows.of("rehab_episode")):
        fits = row["id"] == case.about
        if case.procedure == "aftercare":
            fits = row["outcome"] == "completed" and (row["ended_on"] or FOREVER) <= latest
        if fits and row["certificate_number"]:
            on = row["certificate_on"] or row["ended_on"] or ""
            return Proof("rehab_episode", row["id"], row["certificate_number"], on)
    for row in reversed(rows.of("decision")):
        if row["sort"] == "completion" and row["number"] and case.after < row["decided_on"] <= latest:
            return Proof("decision", row["id"], row["number"], row["decided_on"])
    return None


_PROOFS: dict[str, _Maker] = {
    "test": _test,
    "residence": _from_detection("residence_verified_on"),
    "statement": _from_detection("statement_taken"),
    "notice": _from_detection("notice_number", "notified_at"),
    "request": _request,
    "breach": _breach,
    "file_notice": _file_notice,
    "court": _court,
    "certificate": _certificate,
}


def facts_for(rows: PersonRows, case: Case, present: frozenset[str]) -> DossierFacts:
    """What the law needs to know about a case."""
    settled = next(
        (
            bool(row["residence_stable"])
            for row in _detections(rows, case)
            if row["residence_stable"] is not None
        ),
        None,
    )
    return DossierFacts(
        minor=case.minor,
        settled=settled,
        repeat_use=case.repeat_use,
        completed=case.completed,
        interim=case.interim,
        form=case.form,
        ground=case.ground,
        present=present,
    )
