"""Target plans: loading them, and how the units stand."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.commands.records import check_file, told
from app.cli.options import DONE, Command, Parser, WrongUse
from app.kinds.dates import parse_date
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.cli.target_file import Plan
    from app.register.targets import Progress


def _add(parser: Parser) -> None:
    parser.add_argument("what", choices=("load", "show"), help=_("what to do"))
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help=_("table of targets (.csv) or records (.jsonl)")
    )
    parser.add_argument("--number", default="", metavar="TEXT", help=_("number of the plan"))
    parser.add_argument("--title", default="", metavar="TEXT", help=_("title of the plan"))
    parser.add_argument("--issuer", default="", metavar="TEXT", help=_("who issued the plan"))
    parser.add_argument("--issued-on", default="", metavar="DATE", help=_("day the plan was issued"))
    parser.add_argument("--from", dest="since", default="", metavar="DATE", help=_("first day of the plan"))
    parser.add_argument("--to", dest="until", default="", metavar="DATE", help=_("last day of the plan"))
    parser.add_argument("--plan", default="", metavar="ID", help=_("show this plan (default: the newest)"))


def _run(context: Context, given: argparse.Namespace) -> int:
    return _load(context, given) if given.what == "load" else _show(context, given)


def _load(context: Context, given: argparse.Namespace) -> int:
    from app.cli.links import link_units
    from app.cli.target_file import load_plan, plan_of, read_table
    from app.register.loading import Loaded, load

    if not given.file:
        raise WrongUse(_("Missing: FILE. Name the file with the targets."))
    path = Path(given.file)
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

    with context.opened() as opened:
        found = [as_line(one) for one in progress(opened.session, given.plan or None)]
    context.out.answer(found)
    rows = [
        (x["line"], x["unit"], x["label"], x["target"], _dash(x["done"]), _percent(x["percent"]))
        for x in found
    ]
    head = (_("No."), _("Unit"), _("Indicator"), _("Target"), _("Result"), "%")
    context.out.table(head, rows)
    return DONE


def as_line(one: Progress) -> dict[str, Any]:
    """One target as commands show it."""
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
    }


def _dash(value: object) -> object:
    return "–" if value is None else value


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{value}%"


COMMANDS = (Command("targets", N_("target plans and how the units stand"), _add, _run),)
