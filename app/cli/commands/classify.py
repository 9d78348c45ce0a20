"""The class of a commune, district or province."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.options import DONE, Command, Parser, WrongUse
from app.kinds.dates import parse_date
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.register.scoring.scorecard import TenAnswer

_MOST = 1_000_000
_NO_FILE = N_("The file of facts {file} is not there or cannot be read. Check its path.")
_NOT_JSON = N_("The file of facts {file} is not one JSON object in UTF-8. Correct it.")
_ONE_OF = N_("Say either --facts FILE or --home DIR, and --on DATE only with --home.")


def _add(parser: Parser) -> None:
    parser.add_argument("--rules", required=True, metavar="ID", help=_("rule set: NT-2024 or QD28-2025"))
    parser.add_argument("--facts", default="", metavar="FILE", help=_("facts as one JSON object"))
    parser.add_argument("--on", default="", metavar="DATE", help=_("as of this day (default: today)"))


def _run(context: Context, given: argparse.Namespace) -> int:
    if bool(given.facts) == bool(context.home) or (given.facts and given.on):
        raise WrongUse(_(_ONE_OF))
    from app.register.scoring.words import class_words

    answer = _of_file(given) if given.facts else _of_home(context, given)
    context.out.answer(answer)
    context.out.say(_("{rules}: {found}", rules=given.rules, found=class_words(answer["class"])))
    for one in answer["met"]:
        context.out.say(f"· {class_words(one['class'])}: {one['text']}: {one['value']} ({one['article']})")
    if answer["missing"]:
        context.out.say(_("Not known: {names}.", names=", ".join(answer["missing"])))
    return DONE


def _of_file(given: argparse.Namespace) -> dict[str, Any]:
    from app.register.scoring.classes import class_of_facts

    return class_of_facts(given.rules, read_json(Path(given.facts))).to_json()


def _of_home(context: Context, given: argparse.Namespace) -> dict[str, Any]:
    from app.register.scoring.scorecard import rule_set, scorecard

    rule_set(given.rules)  # an unknown set is refused before a register is opened
    with context.opened() as opened:
        session = opened.session
        on = parse_date(given.on) if given.on else session.today()
        card = scorecard(session, on)
        session.store.note(session.user, "classify", given.rules, on.isoformat())
    facts = {
        name: {"value": fact.value, "records": [list(one) for one in fact.records], "source": fact.source}
        for name, fact in card.facts.facts.items()
    }
    return {
        **card.side(given.rules).found.to_json(),
        "on": on.isoformat(),
        "facts": facts,
        "criteria": [_criterion(one) for one in card.facts.ten],
        "meanings": [
            {"key": one.key, "holds": one.holds, "against": list(one.against), "missing": list(one.missing)}
            for one in card.meanings
        ],
    }


def _criterion(one: TenAnswer) -> dict[str, Any]:
    parts = [
        {
            "part": part.part.id,
            "answer": part.answer.holds,
            "why": part.answer.why(),
            "records": [list(record) for record in part.answer.evidence],
        }
        for part in one.parts
    ]
    return {"number": one.number, "answer": one.holds, "text": one.criterion.text.said(), "parts": parts}


def read_json(path: Path) -> Any:
    """A JSON document of at most a million bytes; Fault E_FILE or E_FACT. Unlike plain JSON, a name stands once."""
    try:
        if path.stat().st_size > _MOST:
            raise Fault("E_FACT", _NOT_JSON, file=path.name)
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise Fault("E_FILE", _NO_FILE, file=path.name) from None
    except UnicodeDecodeError:
        raise Fault("E_FACT", _NOT_JSON, file=path.name) from None
    try:
        return json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Fault("E_FACT", _NOT_JSON, file=path.name) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


COMMANDS = (Command("classify", N_("the class of a commune, district or province"), _add, _run),)
