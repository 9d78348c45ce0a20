"""The ten criteria of a drug-free commune from the register: each part with its answer, its why and its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.law.classes.facts import all_of
from app.law.classes.ten import TenCriterion, TenGroup, TenPart, ten_criteria
from app.register.scoring import ten_crime, ten_movement, ten_people
from app.register.scoring.answers import Answer
from app.register.scoring.asking import Ask


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """A part of a criterion and what the register says of it."""

    part: TenPart
    answer: Answer


@dataclass(frozen=True, slots=True)
class TenAnswer:
    """A criterion with the answers of its parts, in the order of the plan."""

    criterion: TenCriterion
    group: TenGroup
    parts: tuple[PartAnswer, ...]

    @property
    def number(self) -> str:
        """“1” to “10”."""
        return self.criterion.number

    @property
    def holds(self) -> bool | None:
        """Whether it is met: all parts hold."""
        return all_of([one.answer.holds for one in self.parts])


def ten_answers(ask: Ask) -> tuple[TenAnswer, ...]:
    """The answers to all ten criteria (plan of Ninh Thuận 2024–2030, section II.2.2)."""
    data = ten_criteria()
    groups = {group.id: group for group in data.groups}
    return tuple(
        TenAnswer(
            one,
            groups[one.group],
            tuple(PartAnswer(part, _ANSWERS[part.id](ask, part)) for part in one.parts),
        )
        for one in data.criteria
    )


_ANSWERS: Mapping[str, Callable[[Ask, TenPart], Answer]] = {
    "addict_file": ten_people.addict_file,
    "addict_form": ten_people.addict_form,
    "aftercare_file": ten_people.aftercare_file,
    "patient_clean": ten_people.patient_clean,
    "patient_rules": ten_people.patient_rules,
    "user_file": ten_people.user_file,
    "psychosis_file": ten_people.psychosis_file,
    "watched": ten_people.watched,
    "nobody_new": ten_people.nobody_new,
    "reintegration": ten_people.reintegration,
    "work": ten_people.work,
    "complex_places": ten_crime.complex_places,
    "use_places": ten_crime.use_places,
    "dealers": ten_crime.no_dealers,
    "cultivation": ten_crime.cultivation,
    "production": ten_crime.production,
    "suspects": ten_crime.said_none,
    "wanted": ten_crime.said_none,
    "police_work": ten_crime.said_yes,
    "serious_offence": ten_crime.serious_offence,
    "pledges": ten_movement.pledges,
    "mailboxes": ten_movement.mailboxes,
    "hotlines": ten_movement.hotlines,
    "model": ten_movement.model,
}
