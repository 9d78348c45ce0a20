"""What is owed and why; one deadline, explained."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.cli.options import DONE, Command, Parser, count, natural
from app.kinds.dates import parse_date, show_date, show_moment
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.bootstrap_cli.statute import Due, Owed
    from app.cli.context import Context
    from app.register.session import Session

_STATES = {
    "overdue": N_("overdue"),
    "today": N_("today"),
    "soon": N_("soon"),
    "later": N_("later"),
    "missing": N_("missing"),
}
#: How far a clock of hours has run.
_LEVELS = {1: N_("half of the time gone"), 2: N_("nine tenths of the time gone")}


def _add_due(parser: Parser) -> None:
    parser.add_argument("--on", default="", metavar="DATE", help=_("as of this day (default: today)"))
    parser.add_argument("--days", type=natural, metavar="N", help=_("only what falls due within N days"))


def _run_due(context: Context, given: argparse.Namespace) -> int:
    with context.opened() as opened:
        session = opened.session
        on = parse_date(given.on) if given.on else session.today()
        found = _sorted(session, on, given.days)
        now = session.now()
        session.store.note(session.user, "due", "", on.isoformat())
    context.out.answer([_line(name, one, now) for name, one in found])
    head = (_("State"), _("Due"), _("Name"), _("What is owed"), _("Why"))
    rows = [(_state(one, now), _shown(one.due), name, one.label(), _why(one)) for name, one in found]
    if rows:
        context.out.table(head, rows)
    else:
        context.out.say(_("Nothing is owed."))
    return DONE


def _state(one: Owed, now: datetime) -> str:
    level = _level(one, now)
    return f"{_(_STATES[one.state])}, {_(_LEVELS[level])}" if level in _LEVELS else _(_STATES[one.state])


def _level(one: Owed, now: datetime) -> int:
    from app.bootstrap_cli.statute import level_at

    return level_at(one.half_at, one.ninth_at, one.due, now)


def owed_lines(session: Session, on: date, days: int | None) -> list[dict[str, Any]]:
    """Everything owed on a day as the command answers it, the most urgent first."""
    now = session.now()
    return [_line(name, one, now) for name, one in _sorted(session, on, days)]


def _sorted(session: Session, on: date, days: int | None) -> list[tuple[str, Owed]]:
    return sorted(_owed(session, on, days), key=lambda line: _order(line[1]))


def _owed(session: Session, on: date, days: int | None) -> Iterator[tuple[str, Owed]]:
    """Name and obligation of everything owed on a day."""
    from app.register.tables.facts import all_ids, chunks, facts_of
    from app.register.tables.owing import case_of, watch_at
    from app.register.today import due_lines
    from app.register.unit_settings import settings_of

    limit = on + timedelta(days=days) if days is not None else None
    now = session.now()
    with session.store.read() as reader:
        ids: Iterable[str] = all_ids(reader)
        if on == session.today():  # the tables are kept for today; other days are computed
            ids = dict.fromkeys(line.person for line in due_lines(session, on, days))
        watch = watch_at(session.law, session.calendar, on, settings_of(session, reader))
        for some in chunks(ids):
            for facts in facts_of(reader, some).values():
                for one in watch.owed(case_of(facts, on)):
                    if limit is None or one.due is None or _day(one.due) <= limit:
                        yield facts.person.name, _as_of(one, now, on)


def _as_of(one: Owed, now: datetime, on: date) -> Owed:
    """What is due at an hour of today is overdue once the hour is past."""
    import msgspec

    if isinstance(one.due, datetime) and now.date() == on and one.due < now:
        return msgspec.structs.replace(one, state="overdue")
    return one


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when


def _order(one: Owed) -> tuple[int, str, str, str]:
    due = one.due.isoformat() if one.due else ""
    return list(_STATES).index(one.state), due, one.person, one.what


def _line(name: str, one: Owed, now: datetime) -> dict[str, Any]:
    import msgspec

    because = one.because
    return {
        "person": one.person,
        "name": name,
        "what": one.what,
        "label": one.label(),
        "due": one.due.isoformat() if one.due else None,
        "state": one.state,
        "status": one.status,
        "level": _level(one, now),
        "because": msgspec.to_builtins(because)
        if because
        else {"rule": one.rule, "article": "", "regime": "", "anchor": "", "arithmetic": one.label()},
    }


def _why(one: Owed) -> str:
    because = one.because
    return f"{because.article}: {because.arithmetic}" if because else ""


def _shown(due: date | datetime | None) -> str:
    if due is None:
        return "–"
    return show_moment(due) if isinstance(due, datetime) else show_date(due)


def _add_deadline(parser: Parser) -> None:
    parser.add_argument("rule", metavar="RULE", help=_("name of the rule, such as user_management.decide"))
    parser.add_argument(
        "--from", dest="start", required=True, metavar="TIME", help=_("day or moment the rule counts from")
    )
    parser.add_argument("--regime", metavar="R", help=_("law that applies (default: by the day)"))
    parser.add_argument("--remote", action="store_true", help=_("mountainous, island or remote commune"))
    parser.add_argument("--minor", action="store_true", help=_("the person is not adult"))
    parser.add_argument("--time", type=count, default=1, metavar="N", help=_("which time in rehabilitation"))
    parser.add_argument("--months", type=count, metavar="N", help=_("months that the decision fixes"))
    parser.add_argument("--years", type=count, metavar="N", help=_("years that the law fixes for the case"))


def _run_deadline(context: Context, given: argparse.Namespace) -> int:
    case = {
        "remote": given.remote,
        "minor": given.minor,
        "time": given.time,
        "months": given.months,
        "years": given.years,
    }
    if context.home:
        with context.opened() as opened:
            found = _deadline_there(opened.session, given.rule, given.start, given.regime, case)
    else:
        found = deadline_of(given.rule, given.start, given.regime, **case)
    context.out.answer(found.to_json())
    context.out.say(_("Due: {due}", due=_shown(found.due)))
    context.out.say(found.because.text)
    return DONE


def deadline_of(rule: str, start: str, regime: str | None = None, **case: Any) -> Due:
    """One deadline counted from a typed day or moment; faults of ``app.law.deadlines.deadline``."""
    from app.bootstrap_cli.statute import Calendar, LawPacks, deadline

    return deadline(LawPacks.shipped(), Calendar.shipped(), rule, _anchor(start), regime, **case)


def _deadline_there(session: Session, rule: str, start: str, regime: str | None, case: dict[str, Any]) -> Due:
    """The same by the law that a register follows and what its unit has chosen."""
    from app.bootstrap_cli.statute import deadline
    from app.register.unit_settings import settings_of

    with session.store.read() as reader:
        settings = settings_of(session, reader)
    case["remote"] = case["remote"] or settings.remote
    return deadline(session.law, session.calendar, rule, _anchor(start), regime, settings=settings, **case)


def _anchor(typed: str) -> date | datetime:
    from app.kinds.dates import parse_moment

    if "T" in typed or ":" in typed:
        return parse_moment(typed)
    try:
        return parse_date(typed)
    except Fault:
        return parse_moment(typed)


COMMANDS = (
    Command("due", N_("what is owed, each with its reason"), _add_due, _run_due),
    Command("deadline", N_("one computation of the law, explained"), _add_deadline, _run_deadline),
)
