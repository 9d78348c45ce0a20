"""The facts a class is decided on: whole numbers, or unknown. Unknown is never zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kinds.faults import Fault
from app.words import N_

COUNTS = (
    "population",
    "persons_with_file",
    "complex_points",
    "hot_spots",
    "at_risk_points",
    "retail_dealers",
    "plants",
    "area_m2",
    "offenders",
    "cases",
    "organised_use_points",
    "addicts_or_users_not_exempt",
    "residents_breaking_drug_law",
    "wanted_suspects",
)
COMMUNES = ("I", "II", "III", "few", "none", "drug_free", "total")
ROUTES = ("none", "intra", "inter")
TEN = tuple(str(n) for n in range(1, 11))
LEVELS = ("commune", "district", "province")
_MOST = 2_000_000_000

_NOT_FACTS = N_("The facts must be one object of names and whole numbers.")
_UNKNOWN = N_("“{name}” is not a fact that a class is decided on. Correct the name or leave it out.")
_NOT_NUMBER = N_(
    "The fact {name} must be a whole number from 0 up, or null where it is not known; it is “{value}”."
)
_NOT_CHOICE = N_("The fact {name} must be one of: {known}; it is “{value}”.")
_NOT_ANSWER = N_("The criterion {name} must be true, false, or null where it is not known; it is “{value}”.")
_NOT_TOGETHER = N_("The communes of each class add up to more than {total} in all. Correct the numbers.")


@dataclass(frozen=True, slots=True)
class Facts:
    """Checked facts: ``counts`` has only what is known; ``words`` the choices; ``criteria`` the ten answers."""

    level: str
    counts: Mapping[str, int]
    words: Mapping[str, str]
    criteria: Mapping[str, bool]

    def count(self, name: str) -> int | None:
        """A number by name, also one made of others; None when it is not known."""
        made = _MADE.get(name)
        if made is None:
            return self.counts.get(name)
        parts = [self.counts.get(part) for part in made]
        return None if None in parts else sum(part or 0 for part in parts)


#: Numbers made of others: what counts as a key commune and as a troubled one.
_MADE: Mapping[str, tuple[str, ...]] = {
    "key_communes": ("communes.I", "communes.II", "communes.III"),
    "troubled_communes": ("communes.I", "communes.II", "communes.III", "communes.few"),
    "heavy_communes": ("communes.I", "communes.II"),
    "all_communes": ("communes.total",),
}


def all_of(answers: Sequence[bool | None]) -> bool | None:
    """Whether all hold: one that does not is enough for no; otherwise one that is not known leaves it open."""
    if False in answers:
        return False
    return None if None in answers else True


def parts_of(name: str) -> tuple[str, ...]:
    """The facts a number is made of."""
    return _MADE.get(name, (name,))


def read_facts(raw: Any) -> Facts:
    """Checked facts of a plain object (cli.md, Facts for classify); Fault E_FACT naming the fact."""
    if not isinstance(raw, Mapping):
        raise Fault("E_FACT", _NOT_FACTS)
    counts: dict[str, int] = {}
    words: dict[str, str] = {}
    criteria: dict[str, bool] = {}
    for name, value in raw.items():
        if name == "level":
            continue
        if name == "communes":
            _communes(value, counts)
        elif name == "criteria":
            _answers(value, criteria)
        elif name == "on_route":
            _choice(name, value, ROUTES, words)
        elif name == "on_inter_route":
            _yes_no(name, value, words)
        elif name in COUNTS:
            _number(name, value, counts)
        else:
            raise Fault("E_FACT", _UNKNOWN, field=str(name), name=_short(name))
    level = raw.get("level", "commune")
    if level not in LEVELS:
        raise Fault(
            "E_FACT", _NOT_CHOICE, field="level", name="level", known=", ".join(LEVELS), value=_short(level)
        )
    return Facts(level, counts, words, criteria)


def _communes(value: Any, counts: dict[str, int]) -> None:
    if value is None:
        return
    if not isinstance(value, Mapping):
        raise Fault("E_FACT", _NOT_FACTS, field="communes")
    for name, number in value.items():
        if name not in COMMUNES:
            raise Fault("E_FACT", _UNKNOWN, field="communes", name=_short(f"communes.{name}"))
        _number(f"communes.{name}", number, counts)
    total = counts.get("communes.total")
    classed = sum(counts.get(f"communes.{name}", 0) for name in ("I", "II", "III", "few", "none"))
    if total is not None and max(classed, counts.get("communes.drug_free", 0)) > total:
        raise Fault("E_FACT", _NOT_TOGETHER, field="communes", total=total)


def _answers(value: Any, criteria: dict[str, bool]) -> None:
    if value is None:
        return
    if not isinstance(value, Mapping):
        raise Fault("E_FACT", _NOT_FACTS, field="criteria")
    for name, answer in value.items():
        if name not in TEN:
            raise Fault("E_FACT", _UNKNOWN, field="criteria", name=_short(f"criteria.{name}"))
        if answer is None:
            continue
        if not isinstance(answer, bool):
            raise Fault("E_FACT", _NOT_ANSWER, field="criteria", name=name, value=_short(answer))
        criteria[name] = answer


def _number(name: str, value: Any, counts: dict[str, int]) -> None:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
        raise Fault("E_FACT", _NOT_NUMBER, field=name, name=name, value=_short(value))
    counts[name] = value


def _choice(name: str, value: Any, known: tuple[str, ...], words: dict[str, str]) -> None:
    if value is None:
        return
    if value not in known:
        raise Fault("E_FACT", _NOT_CHOICE, field=name, name=name, known=", ".join(known), value=_short(value))
    words[name] = str(value)


def _yes_no(name: str, value: Any, words: dict[str, str]) -> None:
    if value is None:
        return
    if not isinstance(value, bool):
        raise Fault("E_FACT", _NOT_ANSWER, field=name, name=name, value=_short(value))
    words[name] = "true" if value else "false"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
