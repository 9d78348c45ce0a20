"""The scorecard of a commune: its facts read once, its class under every rule set, what decides, what is near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.law.classes.distance import Distance, Step, Trial, distances, what_if
from app.law.classes.engine import Class, classify
from app.law.classes.facts import ROUTES, read_facts
from app.law.classes.meanings import LABELS as MEANINGS
from app.law.classes.meanings import SOURCES as MEANING_SOURCES
from app.law.classes.meanings import Meaning, meanings
from app.law.classes.rules import RULE_SETS, rule_set
from app.register.scoring.criteria_ten import PartAnswer, TenAnswer
from app.register.scoring.facts import LABELS, Fact, UnitFacts, unit_facts
from app.register.scoring.year import evaluation_year
from app.register.session import Session
from app.words import N_

__all__ = [
    "LABELS",
    "MEANINGS",
    "MEANING_SOURCES",
    "ROUTES",
    "RULE_SETS",
    "Class",
    "Commune",
    "Distance",
    "Fact",
    "Meaning",
    "Move",
    "PartAnswer",
    "Scorecard",
    "Side",
    "Step",
    "TenAnswer",
    "Trial",
    "communes",
    "rule_set",
    "scorecard",
    "try_figures",
]

_CERTIFIED, _DECISION = RULE_SETS
_AHEAD = N_("{day} is still to come. Choose today or an earlier day.")


@dataclass(frozen=True, slots=True)
class Move:
    """A step to a heavier band and the class the commune would then have."""

    criterion: str
    step: Step
    after: str


@dataclass(frozen=True, slots=True)
class Side:
    """One rule set: the class, every criterion with its distance, and what a step up would do.

    ``deciding``: ids of the criteria that hold the class.
    """

    rules: str
    title: str
    source: str
    version: str
    found: Class
    distances: tuple[Distance, ...]
    moves: tuple[Move, ...]
    deciding: tuple[str, ...]

    def near(self) -> tuple[Move, ...]:
        """The steps that are near."""
        return tuple(move for move in self.moves if move.step.near)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A commune on a day of an evaluation year (``since`` to ``until``); ``sides`` in the order of the rule sets."""

    node: str
    unit: str
    on: date
    since: date
    until: date
    facts: UnitFacts
    sides: tuple[Side, ...]
    meanings: tuple[Meaning, ...]

    def side(self, rules: str) -> Side:
        """The side of a rule set; KeyError when there is none."""
        return next(one for one in self.sides if one.rules == rules)

    def unknown(self) -> tuple[Fact, ...]:
        """The facts that are not known."""
        return tuple(fact for fact in self.facts.facts.values() if fact.value is None)

    def fact(self, name: str) -> Fact:
        """A fact by its name."""
        return self.facts.facts[name]


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune whose scorecard can be shown: the node that sends for it and its name."""

    node: str
    name: str


def communes(session: Session) -> tuple[Commune, ...]:
    """The own commune; at an upper node every unit that sends, in Vietnamese order."""
    if session.node.sort != "upper":
        return (Commune(session.node.node, session.node.name),)
    from app.kinds.text import text_key

    sql = "SELECT node, name FROM r_unit WHERE _state = 0 AND node IS NOT NULL AND node <> ?"
    with session.store.read() as reader:
        rows = {row[0]: row[1] for row in reader.rows(sql, (session.node.node,))}
    ordered = sorted(rows.items(), key=lambda row: text_key(row[1]))
    return tuple(Commune(node, name) for node, name in ordered)


def scorecard(session: Session, on: date, node: str = "") -> Scorecard:
    """The scorecard of this commune (or of one that sends to us) as of a day.

    Faults: E_ROLE for an account that does not read what classes rest on; E_DATE for a day to come.
    """
    if on > session.today():
        raise Fault("E_DATE", _AHEAD, field="on", day=show_date(on))
    facts = unit_facts(session, on, node)
    raw = facts.plain()
    sides = tuple(_side(name, raw) for name in RULE_SETS)
    by = {side.rules: side.found.drug_free for side in sides}
    said = meanings(read_facts(raw), by[_CERTIFIED], by[_DECISION])
    sender = node or session.node.node
    unit = next((one.name for one in communes(session) if one.node == sender), sender)
    since, until = evaluation_year(on)
    return Scorecard(sender, unit, on, since, until, facts, sides, said)


def try_figures(card: Scorecard, rules: str, changes: Mapping[str, Any]) -> Trial:
    """What other figures would do under a rule set; nothing is kept. Fault E_FACT naming the wrong figure."""
    return what_if(rule_set(rules), card.facts.plain(), changes)


def _side(name: str, raw: Mapping[str, Any]) -> Side:
    rules = rule_set(name)
    facts = read_facts(raw)
    found, away = classify(rules, facts), distances(rules, facts)
    moves = tuple(
        Move(one.criterion, step, what_if(rules, raw, _changed(raw, step)).after.of)
        for one in away
        for step in one.heavier
    )
    order = list(rules.level(facts.level).classes)
    deciding: tuple[str, ...] = ()
    if found.of in order:
        heavy = set(order[: order.index(found.of) + 1])
        deciding = tuple(one.criterion for one in away if one.met in heavy)
    return Side(name, rules.title.said(), rules.source, rules.version, found, away, moves, deciding)


def _changed(raw: Mapping[str, Any], step: Step) -> dict[str, int]:
    """The facts after a step: the first of a sum takes all of it."""
    first = step.facts[0]
    return {first: (raw[first] or 0) + step.by}
