"""What the clinical note of an assessment is entered by: the criteria in force, the questionnaire, the check.

The note keeps the form it was entered under (criteria and questionnaire by version), so that it
reads the same when a later form is in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.kinds.clinical import AssessmentNote
from app.kinds.codec import to_fields
from app.kinds.codes_care import SUBSTANCE_GROUP
from app.kinds.faults import Fault
from app.register import assist
from app.register.clinical import Written, add_note, open_notes
from app.register.criteria import Check, Criteria, check_conclusion, criteria_on
from app.register.session import Session
from app.words import N_, _

__all__ = ["Check", "Criteria", "check_note", "criteria_labels", "criteria_on", "form_name", "keep_note"]

_NO_CRITERION = N_("“{criterion}” is not a criterion of {form}. Choose from its list.")
_NO_SIGN = N_("“{sign}” is not a sign of {group} in {form}. Choose from its list.")
_NO_ASSIST = N_("Answers of the questionnaire need its version. Open the questionnaire again.")


def form_name(rules: Criteria) -> str:
    """The form of the criteria by which a note knows it: its id and version."""
    return f"{rules.id} {rules.version}"


def keep_note(
    session: Session, outer: Mapping[str, Any], content: Mapping[str, Any], why: str = ""
) -> Written:
    """Check the content against the forms in force and keep it sealed.

    Criteria and signs must be those of the form of the day; a note that is changed keeps the form it was
    entered under. ASSIST is scored here, once: unchanged answers keep version, score and band. Faults with
    the field of the face (``criteria``, ``signs``, ``assist``), and those of ``add_note``.
    """
    values = {name: value for name, value in content.items() if value not in (None, "", [])}
    before = _before(session, outer)
    _check_criteria(session, values, before, _day(session, outer))
    _check_assist(values, before)
    return add_note(session, "assessment_detail", outer, values, why)


def check_note(session: Session, note: AssessmentNote, day: date, conclusion: str) -> Check | None:
    """What the counting rule says of an entered conclusion; None while no criterion or duration is noted.

    A check on what was entered, never a conclusion (circular 18/2021 article 4).
    """
    if not note.criteria and note.lasting is None:
        return None
    lasting = {"yes": True, "no": False}.get(note.lasting or "")
    return check_conclusion(criteria_on(session, day), set(note.criteria), lasting, conclusion)


def criteria_labels(rules: Criteria, note: AssessmentNote) -> list[str]:
    """The criteria met in the words of the form; the bare number where the form no longer has it."""
    known = {one.id: one.label.said() for one in rules.criteria}
    return [f"{code}. {known[code]}" if code in known else code for code in note.criteria]


def _before(session: Session, outer: Mapping[str, Any]) -> AssessmentNote | None:
    note_id = outer.get("id")
    if not note_id:
        return None
    found = open_notes(session, "assessment_detail", str(outer.get("person") or ""))
    return next((note.content for note in found if note.id == note_id), None)


def _day(session: Session, outer: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(outer.get("noted_on")))
    except ValueError:
        return session.today()  # the day itself is refused at its own field


def _check_criteria(
    session: Session, values: dict[str, Any], before: AssessmentNote | None, day: date
) -> None:
    if not values.get("criteria") and not values.get("signs"):
        return
    if before is not None and before.form and _same(values, before, "criteria", "signs"):
        values["form"] = before.form
        return
    rules = criteria_on(session, day)
    values["form"] = form_name(rules)
    known = {one.id for one in rules.criteria}
    for code in values.get("criteria", ()):
        if code not in known:
            raise Fault("E_CODE", _NO_CRITERION, field="criteria", criterion=code, form=form_name(rules))
    for line in values.get("signs", ()):
        group = rules.signs(str(line.get("group")))
        if group is None or line.get("sign") not in {one.id for one in group.signs}:
            label = _(SUBSTANCE_GROUP.label(str(line.get("group"))))
            raise Fault(
                "E_CODE", _NO_SIGN, field="signs", sign=line.get("sign"), group=label, form=form_name(rules)
            )


def _check_assist(values: dict[str, Any], before: AssessmentNote | None) -> None:
    if not values.get("assist"):
        values.pop("assist_version", None)
        return
    if before is not None and _same(values, before, "assist", "assist_version"):
        return
    version = values.get("assist_version")
    if not version:
        raise Fault("E_ASSIST", _NO_ASSIST, field="assist")
    values["assist"] = assist.scored(assist.version_named(str(version)), values["assist"])


def _same(values: Mapping[str, Any], before: AssessmentNote, *names: str) -> bool:
    kept = to_fields(before)
    return all((values.get(name) or None) == (kept.get(name) or None) for name in names)
