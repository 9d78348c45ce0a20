"""A figure by its breakdowns, on the screen or as a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.options import DONE, Command, Parser
from app.kinds.dates import parse_date
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.register.counting.sheet import Ask, Line, Sheet
    from app.register.session import Session

_FORMATS = (".pdf", ".docx", ".xlsx")
_FORMAT = N_("A statistic is a .pdf, .docx or .xlsx file; {file} is none of them. Choose another name.")
_NO_DATES = N_("“{figure}” cannot be counted {dates}. Choose one of: {known}.")


def _add(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("name of the figure, or list"))
    parser.add_argument("--from", dest="since", default="", metavar="DATE", help=_("first day"))
    parser.add_argument("--to", dest="until", default="", metavar="DATE", help=_("last day (default: today)"))
    parser.add_argument(
        "--by", default="", metavar="NAME", help=_("rows: a breakdown, or trend for each month")
    )
    parser.add_argument(
        "--and", dest="also", default="", metavar="NAME", help=_("columns: a second breakdown")
    )
    parser.add_argument("--node", default="", metavar="ID", help=_("records of this sending node only"))
    parser.add_argument(
        "--date-sort",
        choices=("event", "entry", "decision"),
        default="event",
        help=_("which day places a record in the period"),
    )
    parser.add_argument("--careful", action="store_true", help=_("leave out numbers under 3 people"))
    parser.add_argument("--out", default="", metavar="FILE", help=_("file to write: .pdf, .docx or .xlsx"))


def _run(context: Context, given: argparse.Namespace) -> int:
    if given.name == "list":
        return _list(context)
    path = Path(given.out) if given.out else None
    if path is not None and path.suffix.lower() not in _FORMATS:
        raise Fault("E_FORMAT", _FORMAT, file=path.name)
    with context.opened() as opened:
        found = _counted(opened.session, given)
        answer = as_json(found)
        if path is not None:
            answer |= _written(opened.session, found, path)
        opened.session.store.note(opened.session.user, "statistics", found.ask.figure, found.ask.rows)
    context.out.answer(answer)
    _say(context, found)
    return DONE


def _list(context: Context) -> int:
    from app.register.counting.definition import definition
    from app.register.counting.measures import MEASURES
    from app.register.counting.ratios import RATIOS

    found = [definition(name) for name in (*MEASURES, *RATIOS)]
    context.out.answer(
        [{"name": d.name, "label": d.label, "clause": d.clause, "dates": list(d.dates)} for d in found]
    )
    context.out.table((_("Name"), _("Figure")), [(d.name, d.label) for d in found])
    return DONE


def _counted(session: Session, given: argparse.Namespace) -> Sheet:
    from app.register.counting.sheet import careful, sheet

    found = sheet(session, _ask(session, given))
    return careful(session, found) if given.careful else found


def _ask(session: Session, given: argparse.Namespace) -> Ask:
    """What is asked; the days of the present reporting year where none are given."""
    from app.register.counting.count import Span
    from app.register.counting.definition import DATE_WORDS, definition
    from app.register.counting.periods import period_of
    from app.register.counting.sheet import Ask

    known = definition(given.name).dates
    if given.date_sort not in known:
        words = ", ".join(_(DATE_WORDS[one]) for one in known)
        raise Fault(
            "E_FIGURE", _NO_DATES, figure=given.name, dates=_(DATE_WORDS[given.date_sort]), known=words
        )
    last = parse_date(given.until) if given.until else session.today()
    first = parse_date(given.since) if given.since else period_of("year", last).first
    return Ask(given.name, Span(first, last, given.date_sort), given.by, given.also, given.node)


def _written(session: Session, found: Sheet, path: Path) -> dict[str, Any]:
    from app.cli.papers import office_of, print_mark, write_paper
    from app.documents.statistics import StatisticPaper, statistic_paper

    mark = print_mark(session)
    what = StatisticPaper(office_of(session), found, session.now(), session.user, found.ask.node, None, mark)
    written = write_paper(statistic_paper(what), path)
    return {"file": str(written.path), "sha256": written.sha256, "missing": list(written.missing)}


def as_json(found: Sheet) -> dict[str, Any]:
    """A sheet as an answer: keys and words, numbers as numbers, null where nothing is known or shown."""
    span = found.ask.span
    return {
        "figure": found.ask.figure,
        "label": found.definition.label,
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "date_sort": span.dates,
        "clause": found.definition.clause,
        "definition": found.definition.words,
        "formula": found.definition.formula,
        "columns": [{"key": key, "label": label} for key, label in found.columns],
        "rows": [{"key": line.key, **_numbers(found, line)} for line in found.lines],
        "total": _numbers(found, found.sums),
        "careful": found.careful,
        "note": found.note,
    }


def _numbers(found: Sheet, line: Line) -> dict[str, Any]:
    numbers: dict[str, Any] = {"label": line.label, "values": list(line.values)}
    if found.summed:
        numbers["total"] = line.total
    return numbers | {"tenths_of_percent": line.tenths}


def _say(context: Context, found: Sheet) -> None:
    heads = (found.row_title or _("Figure"), *(label for _key, label in found.columns))
    lines = [*found.lines, found.sums] if found.ask.rows else list(found.lines)
    context.out.table(
        heads, [(line.label, *("–" if n is None else str(n) for n in line.values)) for line in lines]
    )


COMMANDS = (Command("statistics", N_("a figure by its breakdowns"), _add, _run),)
