"""The class of a unit: from facts given, or from the register as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.law.classes.engine import Class, classify
from app.law.classes.facts import read_facts
from app.law.classes.rules import RULE_SETS, rule_set
from app.register.scoring.facts import UnitFacts, unit_facts
from app.register.session import Session

__all__ = ["RULE_SETS", "Class", "Scored", "class_of_facts", "class_of_register"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A class and the facts with their records it was decided on."""

    found: Class
    facts: UnitFacts

    def records(self, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """The records behind some facts, each once."""
        wanted = (one for name in names if name in self.facts.facts for one in self.facts.facts[name].records)
        return tuple(dict.fromkeys(wanted))


def class_of_facts(rules: str, raw: Any) -> Class:
    """The class by a plain object of facts (cli.md); Faults E_RULES, E_FACT, E_LEVEL."""
    return classify(rule_set(rules), read_facts(raw))


def class_of_register(session: Session, rules: str, on: date, node: str = "") -> Scored:
    """The class of this commune (or of one that sends to us) as of a day, under a rule set."""
    facts = unit_facts(session, on, node)
    return Scored(class_of_facts(rules, facts.plain()), facts)
