"""Target plans: what comes with the program, loading, how the units stand, results that are stated."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.commands.records import check_file, told
from app.cli.options import DONE, Command, Parser, WrongUse
from app.kinds.dates import parse_date, show_date
from app.words import N_, _

if TYPE_CHECKING:
    from datetime import date

    from app.cli.context import Context
    from app.cli.target_file import Plan
    from app.register.targets import Progress
    from app.register.targets.shipped import Addition, ShippedPlan

_TABLE = frozenset({".csv", ".jsonl", ".json", ".ndjson"})


def _add(parser: Parser) -> None:
    parser.add_argument("what", choices=tuple(_DOES), help=_("what to do"))
    parser.add_argument(
        "file",
        nargs="?",
        metavar="NAME",
        help=_(
            "name of a plan that comes with the program, a table (.csv), records (.jsonl), or a target's id"
        ),
    )
    parser.add_argument("--number", default="", metavar="TEXT", help=_("number of the plan"))
    parser.add_argument("--title", default="", metavar="TEXT", help=_("title of the plan"))
    parser.add_argument("--issuer", default="", metavar="TEXT", help=_("who issued the plan"))
    parser.add_argument("--issued-on", default="", metavar="DATE", help=_("day the plan was issued"))
    parser.add_argument("--from", dest="since", default="", metavar="DATE", help=_("first day of the plan"))
    parser.add_argument("--to", dest="until", default="", metavar="DATE", help=_("last day of the plan"))
    parser.add_argument("--plan", default="", metavar="ID", help=_("show this plan (default: the newest)"))
    parser.add_argument("--here", action="store_true", help=_("follow the plan for this register's own unit"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be added"))
    parser.add_argument("--on", default="", metavar="DATE", help=_("as of this day (default: today)"))
    parser.add_argument("--value", default="", metavar="N", help=_("the result, a whole number"))
    parser.add_argument("--of", default="", metavar="N", help=_("the whole the result is a part of"))
    parser.add_argument("--source", default="", metavar="TEXT", help=_("where the figure comes from"))
    parser.add_argument("--why", default="", metavar="TEXT", help=_("reason, kept in the history"))


def _run(context: Context, given: argparse.Namespace) -> int:
    return _DOES[given.what](context, given)


def _list(context: Context, _given: argparse.Namespace) -> int:
    from app.register.targets import shipped

    found = [_plan_line(one) for one in shipped()]
    context.out.answer(found)
    head = (_("Name"), _("Number"), _("From"), _("To"), _("Targets"), _("Title"))
    rows = [(x["name"], x["number"], x["since"], x["until"], x["targets"], x["title"]) for x in found]
    context.out.table(head, rows)
    return DONE


def _plan_line(one: ShippedPlan) -> dict[str, Any]:
    return {
        "name": one.name,
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "issuer": one.issuer,
        "issued_on": one.issued_on.isoformat() if one.issued_on else None,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
        "targets": one.count(),
        "note": one.note,
    }


def _load(context: Context, given: argparse.Namespace) -> int:
    from app.cli.links import link_units
    from app.cli.target_file import load_plan, plan_of, read_table
    from app.register.loading import Loaded, load

    if not given.file:
        raise WrongUse(_("Missing: NAME. Name a plan that comes with the program, or a file with targets."))
    path = Path(given.file)
    if path.suffix.lower() not in _TABLE and not path.exists():
        return _load_shipped(context, given)
    check_file(path)
    if path.suffix.lower() in (".jsonl", ".json", ".ndjson"):
        with path.open("rb") as lines, context.opened() as opened:
            done = load(opened.session, lines)
            link_units(opened.session)
        return told(context.out, done)
    table = read_table(path)
    plan = plan_of(table, _plan(given))
    with context.opened() as opened:
        counts = load_plan(opened.session, plan, table)
        link_units(opened.session)
    return told(context.out, Loaded(*counts))


def _load_shipped(context: Context, given: argparse.Namespace) -> int:
    from app.cli.links import link_units
    from app.register.loading import Loaded
    from app.register.targets import foresee, load_shipped, shipped_named

    plan = shipped_named(given.file)
    with context.opened() as opened:
        if given.dry_run:
            return _foreseen(context, foresee(opened.session, plan, here=given.here))
        done = load_shipped(opened.session, plan, here=given.here)
        link_units(opened.session)
    return told(context.out, Loaded(sum(done.added.values()), sum(done.changed.values()), done.same))


def _foreseen(context: Context, found: Addition) -> int:
    context.out.answer({"would_add": found.added, "would_change": found.changed, "same": found.same})
    for text, counts in ((_("would be added"), found.added), (_("would change"), found.changed)):
        for kind, n in counts.items():
            context.out.say(f"{_kind_label(kind)}: {n} {text}")
    context.out.say(_("{n} the same.", n=found.same))
    return DONE


def _kind_label(name: str) -> str:
    from app.kinds.codec import kind_named

    return _(kind_named(name).plural)


def _plan(given: argparse.Namespace) -> Plan | None:
    from app.cli.target_file import Plan

    if not (given.number and given.since and given.until):
        return None
    return Plan(
        number=given.number,
        title=given.title or given.number,
        issued_on=parse_date(given.issued_on) if given.issued_on else None,
        issuer=given.issuer,
        since=parse_date(given.since),
        until=parse_date(given.until),
    )


def _show(context: Context, given: argparse.Namespace) -> int:
    from app.register.targets import progress
    from app.register.targets.words import figure_text, gap_text, goal_text, percent_text, state_text

    with context.opened() as opened:
        found = progress(opened.session, _plan_id(given.plan), _day(given.on))
    context.out.answer([as_line(one) for one in found])
    rows = [
        (
            one.line,
            one.unit_name,
            one.label(),
            goal_text(one.goal),
            figure_text(one) or "–",
            percent_text(one) or "–",
            gap_text(one) or "–",
            state_text(one),
        )
        for one in found
    ]
    head = (_("No."), _("Unit"), _("Criterion"), _("Target"), _("Result"), "%", _("Difference"), _("State"))
    context.out.table(head, rows)
    return DONE


def _plan_id(text: str) -> str | None:
    """A plan's id, from its id or the name it comes with the program under."""
    from app.register.targets import shipped

    return next((one.id for one in shipped() if one.name == text), text or None)


def _day(text: str) -> date | None:
    return parse_date(text) if text else None


def _freeze(context: Context, given: argparse.Namespace) -> int:
    from app.register.targets import freeze_baseline

    with context.opened() as opened:
        on = _day(given.on) or opened.session.today()
        found = freeze_baseline(opened.session, _target(given), on, given.why)
    figure = found.figure
    context.out.answer(
        {
            "value": figure.value,
            "of": figure.base,
            "as_of": found.as_of.isoformat(),
            "records": list(found.records),
            "ids": list(found.ids),
        }
    )
    context.out.say(_("Frozen as of {day}: {n}.", day=show_date(found.as_of), n=figure.value))
    return DONE


def _result(context: Context, given: argparse.Namespace) -> int:
    from app.register.targets import type_result

    with context.opened() as opened:
        done = type_result(
            opened.session,
            _target(given),
            _number("--value", given.value),
            _day(given.on) or opened.session.today(),
            given.source,
            base=_number("--of", given.of) if given.of else None,
            note=given.why,
        )
    context.out.answer({"id": done.records[0][1]})
    context.out.say(_("The result is kept with its source."))
    return DONE


def _target(given: argparse.Namespace) -> str:
    if not given.file:
        raise WrongUse(_("Missing: the target's id. The command targets show --json names it."))
    return str(given.file)


def _number(option: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise WrongUse(_("{option} takes a whole number, not “{text}”.", option=option, text=text)) from None


def as_line(one: Progress) -> dict[str, Any]:
    """One target as commands show it."""
    found = one.baseline
    return {
        "line": one.line,
        "unit": one.unit_name,
        "code": one.unit,
        "indicator": one.indicator,
        "label": one.label(),
        "target": one.target,
        "done": one.done,
        "percent": one.percent,
        "records": list(one.records),
        "id": one.id,
        "operator": one.goal.operator,
        "upper": one.goal.upper,
        "measure": one.goal.measure,
        "of": one.base,
        "baseline": {"value": found.figure.value, "of": found.figure.base, "as_of": found.as_of.isoformat()}
        if found
        else None,
        "since": one.period.since.isoformat(),
        "until": one.period.until.isoformat(),
        "state": one.verdict.state,
        "why": one.verdict.why,
        "reason": one.verdict.reason(),
        "origin": one.origin,
        "clause": one.given.clause,
        "text": one.given.text,
    }


_DOES = {"list": _list, "load": _load, "show": _show, "freeze": _freeze, "result": _result}
COMMANDS = (Command("targets", N_("target plans and how the units stand"), _add, _run),)
