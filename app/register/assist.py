"""The WHO ASSIST as a questionnaire with versions: its questions, its scoring, its bands.

A version is a data file. Answers keep the version they were entered under and the score they gave
then; when a later version is added, older answers are neither asked again nor scored again.
Source: WHO, ASSIST manual for use in primary care (2010): questions 2 to 7 are summed for each
substance, question 5 is not asked for tobacco, questions 1 and 8 are not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec

from app.kinds.clinical import ASSIST_BAND, AssistLine
from app.kinds.faults import Fault
from app.law.entries import Entry, Label, Mark
from app.words import N_, _
from app.words.resources import resource

FOLDER = "packs/assist"
#: Not asked of a substance that was not used in the last three months.
_OF_RECENT_USE = ("q3", "q4", "q5")
_NO_VERSION = N_(
    "The questionnaire {version} is not on this computer. Its answers are shown as they were entered."
)
_TWICE = N_("{substance} has two lines of answers. Keep one of them.")
_NO_SUBSTANCE = N_("“{substance}” is not a substance of {title}. Choose from the list.")
_NOT_ASKED = N_("“{question}” is not asked for {substance} here. Clear that answer.")
_NO_ANSWER = N_("“{answer}” is not an answer to “{question}”. Choose from the list.")


class Substance(Entry, frozen=True):
    """A substance of the questionnaire; ``without`` names questions that are not asked of it."""

    id: str
    label: Label
    examples: Label
    low_to: int
    moderate_to: int
    first: bool = False
    without: tuple[str, ...] = ()

    def band(self, score: int) -> str:
        """The band of a score: code of ``ASSIST_BAND``."""
        if score <= self.low_to:
            return "low"
        return "moderate" if score <= self.moderate_to else "high"


class Question(Entry, frozen=True):
    """A question; ``asks``: ``used`` (yes or no), ``often`` or ``ever``; ``scores`` by answer, if it counts."""

    id: str
    asks: Literal["used", "often", "ever"]
    text: Label
    scores: Mapping[str, int] = msgspec.field(default_factory=dict)


class Feedback(Entry, frozen=True):
    """What is said to the person in a band."""

    band: str
    text: Label


class Injecting(Entry, frozen=True):
    """What is said where drugs were injected in the last three months."""

    text: Label
    mark: Mark


class Assist(Entry, frozen=True):
    """One version of the questionnaire."""

    id: str
    version: str
    valid_from: date
    title: Label
    source: str
    mark: Mark
    substances: tuple[Substance, ...]
    questions: tuple[Question, ...]
    feedback: tuple[Feedback, ...]
    injecting: Injecting

    def substance(self, code: str) -> Substance | None:
        """A substance by its id."""
        return next((one for one in self.substances if one.id == code), None)

    @property
    def scored(self) -> tuple[Question, ...]:
        """The questions that count, in their order."""
        return tuple(one for one in self.questions if one.scores)

    def asked(self, substance: Substance, recent: str | None) -> tuple[Question, ...]:
        """The scored questions asked of a substance; ``recent`` is the answer to question 2."""
        left_out = set(substance.without)
        if recent == "never":
            left_out.update(_OF_RECENT_USE)
        return tuple(one for one in self.scored if one.id not in left_out)

    def advice(self, line: AssistLine) -> str:
        """The feedback line for a substance in the language in use; empty while there is no band."""
        found = next((one for one in self.feedback if one.band == line.band), None)
        return found.text.said() if found else ""


def versions() -> tuple[Assist, ...]:
    """Every version on this computer, oldest first."""
    return _read(tuple(sorted(resource(FOLDER).glob("*.toml"))))


def current(of: Sequence[Assist] | None = None) -> Assist:
    """The version that new answers are entered under."""
    return max(of or versions(), key=lambda one: (one.valid_from, one.version))


def version_named(version: str, of: Sequence[Assist] | None = None) -> Assist:
    """The version with this number; Fault E_ASSIST when it is not on this computer."""
    for one in of or versions():
        if one.version == version:
            return one
    raise Fault("E_ASSIST", _NO_VERSION, version=version)


def scored(form: Assist, lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines with score and band as the manual reckons them; whatever stood there before is dropped.

    A line lacking an answer keeps no score. Faults (field ``assist``): E_CODE for a substance or
    answer that the version does not have, E_TWICE, E_NOT_ASKED.
    """
    made: list[dict[str, Any]] = []
    for line in lines:
        substance = form.substance(str(line.get("substance", "")))
        if substance is None:
            raise _fault("E_CODE", _NO_SUBSTANCE, substance=line.get("substance"), title=form.title.said())
        if any(one["substance"] == substance.id for one in made):
            raise _fault("E_TWICE", _TWICE, substance=substance.label.said())
        made.append(_scored_line(form, substance, line))
    return made


def _scored_line(form: Assist, substance: Substance, line: Mapping[str, Any]) -> dict[str, Any]:
    given = {one.id: line[one.id] for one in form.scored if line.get(one.id)}
    asked = form.asked(substance, given.get("q2"))
    _check_asked(form, substance, given, asked)
    kept: dict[str, Any] = {"substance": substance.id, **given}
    if all(one.id in given for one in asked):
        total = sum(one.scores[given[one.id]] for one in asked)
        kept |= {"score": total, "band": substance.band(total)}
    return kept


def _check_asked(
    form: Assist, substance: Substance, given: Mapping[str, str], asked: Sequence[Question]
) -> None:
    ids = {one.id for one in asked}
    for question in form.scored:
        answer = given.get(question.id)
        if answer is None:
            continue
        if question.id not in ids:
            raise _fault(
                "E_NOT_ASKED", _NOT_ASKED, question=question.text.said(), substance=substance.label.said()
            )
        if answer not in question.scores:
            raise _fault("E_CODE", _NO_ANSWER, answer=answer, question=question.text.said())


def said_score(form: Assist | None, line: AssistLine) -> str:
    """“Opioids: 27, high risk” in the language in use."""
    known = form.substance(line.substance) if form else None
    name = known.label.said() if known else line.substance
    if line.score is None or line.band is None:
        return _("{substance}: not finished", substance=name)
    band = _(ASSIST_BAND.label(line.band))
    return _("{substance}: {score}, {band}", substance=name, score=line.score, band=band.lower())


def _fault(code: str, message: str, **values: object) -> Fault:
    return Fault(code, message, field="assist", **values)


@cache
def _read(files: tuple[Any, ...]) -> tuple[Assist, ...]:
    found = [msgspec.toml.decode(file.read_bytes(), type=Assist) for file in files]
    return tuple(sorted(found, key=lambda one: (one.valid_from, one.version)))
