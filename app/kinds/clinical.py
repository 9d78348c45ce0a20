"""The readable faces of clinical notes: what the sealed content of a note is made of.

They are declared like kinds, so that forms, checks and labels come from the same place, but they
stand in no catalogue: only their sealed text is ever kept (``app.vault.clinical``). HIV status is
no field of any of them.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Annotated, Any

from msgspec import Meta

from app.kinds import codes_care
from app.kinds.canonical import decode
from app.kinds.codes import CodeList
from app.kinds.declare import Record, Row, Sort, face, field
from app.kinds.faults import Fault
from app.kinds.types import Code, Count, Day, Short
from app.words import N_

#: Whether the criteria were met together for as long as the form in use asks.
LASTING = CodeList(
    "lasting",
    {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Cannot be told")},
)

#: How often, in the last three months (ASSIST questions 2 to 5).
ASSIST_OFTEN = CodeList(
    "assist_often",
    {
        "never": N_("Never"),
        "few": N_("Once or twice"),
        "monthly": N_("Monthly"),
        "weekly": N_("Weekly"),
        "daily": N_("Daily or almost daily"),
    },
)

#: Whether it ever happened (ASSIST questions 6 to 8).
ASSIST_EVER = CodeList(
    "assist_ever",
    {
        "never": N_("No, never"),
        "recent": N_("Yes, in the last 3 months"),
        "past": N_("Yes, but not in the last 3 months"),
    },
)

ASSIST_BAND = CodeList(
    "assist_band", {"low": N_("Low risk"), "moderate": N_("Moderate risk"), "high": N_("High risk")}
)

TREATMENT_DRUG = CodeList(
    "treatment_drug",
    {"methadone": N_("Methadone"), "buprenorphine": N_("Buprenorphine"), "other": N_("Other")},
)

TREATMENT_PHASE = CodeList(
    "treatment_phase",
    {
        "induction": N_("Finding the dose"),
        "stabilising": N_("Adjusting the dose"),
        "maintenance": N_("Maintenance"),
        "tapering": N_("Reducing the dose"),
    },
)

#: A dose as it is prescribed: up to four digits, up to two behind the comma or dot.
Dose = Annotated[str, Meta(pattern=r"^[0-9]{1,4}([.,][0-9]{1,2})?$(?!\n)")]

#: What an envelope measures at the least: its nonce, and one padded step with its seal (bytes).
_NONCE, _LEAST = 24, 512
_NAME = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_HIV = N_("HIV status is not kept in this program.")
_UNSEALED = N_(
    "Clinical content is kept sealed only. Enter it on the page of the assessment or the treatment, with an"
    " account of the health role."
)
_NO_DOSE = N_("A dose cannot be 0 mg. For a day without a dose enter a missed day.")


class Sign(Row, frozen=True, kw_only=True):
    """A sign of withdrawal that was seen, by the id it has in the form in use."""

    group: Annotated[str, field(N_("Substance group"), codes=codes_care.SUBSTANCE_GROUP)]
    sign: Annotated[Code, field(N_("Sign"))]


class Observation(Row, frozen=True, kw_only=True):
    """What was seen on one day of the observation."""

    on: Annotated[Day, field(N_("Day"))]
    seen: Annotated[str, field(N_("What was seen"))]
    by: Annotated[str | None, field(N_("By"))] = None


class Instrument(Row, frozen=True, kw_only=True):
    """Another instrument that was used, and what it gave."""

    name: Annotated[Short, field(N_("Instrument"))]
    result: Annotated[str, field(N_("Result"))]


class AssistLine(Row, frozen=True, kw_only=True):
    """The answers for one substance, with the score and band they gave when they were entered."""

    substance: Annotated[Code, field(N_("Substance"))]
    q2: Annotated[str | None, field(N_("Use in the last 3 months"), codes=ASSIST_OFTEN)] = None
    q3: Annotated[str | None, field(N_("Strong desire"), codes=ASSIST_OFTEN)] = None
    q4: Annotated[str | None, field(N_("Problems from use"), codes=ASSIST_OFTEN)] = None
    q5: Annotated[str | None, field(N_("Failed in duties"), codes=ASSIST_OFTEN)] = None
    q6: Annotated[str | None, field(N_("Others were concerned"), codes=ASSIST_EVER)] = None
    q7: Annotated[str | None, field(N_("Tried to stop, failed"), codes=ASSIST_EVER)] = None
    score: Annotated[Count | None, field(N_("Score"))] = None
    band: Annotated[str | None, field(N_("Band"), codes=ASSIST_BAND)] = None


@face(
    "assessment_note",
    N_("Clinical note of an assessment"),
    source="TT 18/2021/TT-BYT phụ lục 1-6; WHO ASSIST",
)
class AssessmentNote(Record, frozen=True, kw_only=True):
    """Criteria, signs, observations, instruments and the practitioner's own words."""

    substance_group: Annotated[str | None, field(N_("Substance group"), codes=codes_care.SUBSTANCE_GROUP)] = (
        None
    )
    form: Annotated[Code | None, field(N_("Form of the criteria"))] = None
    criteria: Annotated[tuple[Code, ...], field(N_("Criteria met"))] = ()
    lasting: Annotated[str | None, field(N_("Long enough"), codes=LASTING)] = None
    signs: Annotated[tuple[Sign, ...], field(N_("Signs of withdrawal"))] = ()
    observations: Annotated[tuple[Observation, ...], field(N_("Observation by day"))] = ()
    assist_version: Annotated[Code | None, field(N_("Version of ASSIST"))] = None
    assist: Annotated[tuple[AssistLine, ...], field(N_("Answers of ASSIST"))] = ()
    assist_injected: Annotated[str | None, field(N_("Ever injected"), codes=ASSIST_EVER)] = None
    instruments: Annotated[tuple[Instrument, ...], field(N_("Other instruments"))] = ()
    own: Annotated[str | None, field(N_("The practitioner's own conclusion"), sort=Sort.LONG, hint=_HIV)] = (
        None
    )


def _check_treatment(note: Any) -> None:
    if note.dose_mg is not None and not note.dose_mg.strip("0.,"):
        raise Fault("E_VALUE", _NO_DOSE, field="dose_mg")


@face(
    "treatment_note",
    N_("Clinical note of a treatment"),
    source="QĐ 4066/QĐ-BYT",
    check=_check_treatment,
)
class TreatmentNote(Record, frozen=True, kw_only=True):
    """Drug, dose, phase and a note."""

    drug: Annotated[str | None, field(N_("Drug"), codes=TREATMENT_DRUG)] = None
    dose_mg: Annotated[Dose | None, field(N_("Dose (mg a day)"))] = None
    phase: Annotated[str | None, field(N_("Phase"), codes=TREATMENT_PHASE)] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG, hint=_HIV)] = None


def check_sealed(record: Any) -> None:
    """Fault E_UNSEALED when the field that is kept sealed holds anything but an envelope.

    What it looks at is the form alone; whether it opens is for the keys to say. So clinical text
    cannot slip into the register by an import, a command or a package.
    """
    try:
        value = decode(record.sealed.encode())
        sizes = [len(b64decode(text, validate=True)) for text in (value["n"], value["ct"])]
        names = [value["node"], *(wrap["k"] for wrap in value["w"])]
        boxes = [b64decode(wrap["x"], validate=True) for wrap in value["w"]]
        is_envelope = sizes[0] == _NONCE and sizes[1] >= _LEAST and all(map(len, boxes))
        is_envelope = is_envelope and all(_NAME.fullmatch(name) for name in names)
    except (KeyError, TypeError, ValueError):
        is_envelope = False
    if not is_envelope:
        raise Fault("E_UNSEALED", _UNSEALED, field="sealed")
