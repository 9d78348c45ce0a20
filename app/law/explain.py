"""Says a computation in words: the anchor, the article, the calendar and the arithmetic step by step."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from app.kinds.dates import show_date, show_moment
from app.law.calendar import Calendar
from app.law.entries import Unit
from app.law.packs import as_day
from app.law.reckoning import Reckoning
from app.words import N_, _, plural
from app.words.forms import weekday

_CERTAINTY = {
    "found": N_("text read"),
    "memory": N_("known, the text is not at hand"),
    "derived": N_("our reading, not the words of the law"),
    "unknown": N_("not established"),
    "setting": N_("set by the unit, not by the law"),
    "default": N_("default of the program, not a number of the law"),
    "recorded": N_("recorded by the unit, not a time set by the law"),
}


class Because(msgspec.Struct, frozen=True):
    """Why a date is due: everything an officer needs to defend it, in the language in use.

    ``anchor`` is ISO (date, or moment with offset); ``certainty`` one of found, memory, derived, unknown,
    setting, default, recorded.
    """

    rule: str
    article: str
    regime: str
    regime_title: str
    anchor: str
    anchor_event: str
    calendar: str
    arithmetic: str
    who: str
    certainty: str
    certainty_text: str
    text: str


def explain(reckoning: Reckoning) -> Because:
    """The reason of a computation in the language in use."""
    pack, rule = reckoning.pack, reckoning.rule
    certainty = _certainty(reckoning)
    return Because(
        rule=rule.id,
        article=rule.article,
        regime=pack.id,
        regime_title=pack.title(),
        anchor=reckoning.anchor.isoformat(),
        anchor_event=rule.anchor.said(),
        calendar=_calendar(reckoning),
        arithmetic=_arithmetic(reckoning),
        who=pack.office(rule.who),
        certainty=certainty,
        certainty_text=_(_CERTAINTY[certainty]),
        text=_text(reckoning),
    )


def show(when: date | datetime) -> str:
    """A due day, or a due moment with its time, as people read it."""
    return show_moment(when) if isinstance(when, datetime) else show_date(when)


def _certainty(reckoning: Reckoning) -> str:
    if reckoning.appointed or (reckoning.stated and reckoning.rule.mark == "unknown"):
        return "recorded"
    if reckoning.from_setting:
        return "setting"
    if reckoning.rule.mark == "unknown" and reckoning.due is not None:
        return "default"
    return reckoning.rule.mark


def _text(reckoning: Reckoning) -> str:
    rule = reckoning.rule
    values = {
        "title": rule.title.said(),
        "who": reckoning.pack.office(rule.who),
        "article": rule.article,
        "law": reckoning.pack.title(),
    }
    if reckoning.due is None:
        text = _("{title}: no date. {reason}", title=values["title"], reason=_reason(reckoning))
    elif rule.binds == "person":
        text = _("{title}: last day {due} ({article}).", due=show(reckoning.due), **values)
    else:
        text = _("{title}: at the latest {due}, by the {who} ({article}).", due=show(reckoning.due), **values)
    return f"{text} {rule.note.said()}" if rule.note else text


def _reason(reckoning: Reckoning) -> str:
    if reckoning.gap == "no_rule":
        return _("{law} has no such rule.", law=reckoning.pack.title())
    if reckoning.gap == "not_yet":
        return _(
            "{law} is in force from {day}; no earlier rule is in the packs.",
            law=reckoning.pack.title(),
            day=show_date(reckoning.pack.head.valid_from),
        )
    if reckoning.gap == "waiting":
        return _("The event it counts from is not recorded yet: {event}.", event=reckoning.rule.anchor.said())
    return reckoning.rule.without.said() if reckoning.rule.without else ""


def _arithmetic(reckoning: Reckoning) -> str:
    due, counted = reckoning.due, reckoning.counted
    if due is not None and reckoning.appointed:
        return _("the unit recorded {end}", end=show(due))
    if due is not None and reckoning.stated:
        end = due - timedelta(days=reckoning.added)
        steps = [_("the decision states {end} as the last day", end=show(end))]
        return "; ".join(steps + _added(reckoning))
    if due is None or counted is None or reckoning.unit is None:
        return _reason(reckoning)
    if reckoning.on_anchor:
        least = _length(reckoning.unit, reckoning.amount or 0)
        return _("due on {day}, because {length} or more are left then", day=show(due), length=least)
    steps = [_first_step(reckoning, reckoning.unit, counted)]
    if reckoning.unit == "working_day":
        steps += _working_days(reckoning.calendar, as_day(reckoning.anchor), as_day(counted))
    steps += _added(reckoning)
    steps += _moved(reckoning, counted, due)
    steps += _before_regime(reckoning)
    steps += _gaps(reckoning, as_day(due))
    return "; ".join(steps)


def _first_step(reckoning: Reckoning, unit: Unit, counted: date | datetime) -> str:
    start = show(reckoning.anchor if unit == "hour" else as_day(reckoning.anchor))
    values = {"start": start, "length": _length(unit, reckoning.amount or 0), "end": show(counted)}
    if unit == "hour":
        return _("{start} + {length}, nights and days off included = {end}", **values)
    if unit in ("working_day", "day"):
        return _("{start} + {length}, the first day not counted = {end}", **values)
    return _term(reckoning, start, values["length"], values["end"])


def _added(reckoning: Reckoning) -> list[str]:
    if not reckoning.added or reckoning.due is None:
        return []
    return [
        plural(
            "{n} day that does not count is put on: {end}",
            "{n} days that do not count are put on: {end}",
            reckoning.added,
            end=show(reckoning.due),
        )
    ]


def _length(unit: Unit, n: int) -> str:
    match unit:
        case "working_day":
            return plural("{n} working day", "{n} working days", n)
        case "day":
            return plural("{n} day", "{n} days", n)
        case "hour":
            return plural("{n} hour", "{n} hours", n)
        case "month":
            return plural("{n} month", "{n} months", n)
        case "year":
            return plural("{n} year", "{n} years", n)


def _term(reckoning: Reckoning, start: str, length: str, end: str) -> str:
    values = {"start": start, "length": length, "end": end}
    if reckoning.clamped:
        return _(
            "{start} + {length} = {end}, the last day of the month because it has no such date", **values
        )
    if reckoning.day_before:
        return _(
            "{start} + {length} = {end}, the day before the corresponding date as the unit chose", **values
        )
    return _("{start} + {length} = {end}, the corresponding date", **values)


def _working_days(calendar: Calendar, start: date, end: date) -> list[str]:
    counted: list[str] = []
    skipped: list[str] = []
    day = start
    while day < end:
        day += timedelta(days=1)
        if not calendar.is_working(day):
            skipped.append(f"{show_date(day)} ({_why_off(calendar, day)})")
        elif day in calendar.made_up:
            counted.append(f"{show_date(day)} ({calendar.made_up[day].name})")
        else:
            counted.append(show_date(day))
    steps = [_("counted: {days}", days=", ".join(counted))]
    if skipped:
        steps.append(_("not counted: {days}", days=", ".join(skipped)))
    return steps


def _why_off(calendar: Calendar, day: date) -> str:
    row = calendar.off.get(day)
    return row.name if row else weekday(day)


def _moved(reckoning: Reckoning, counted: date | datetime, due: date | datetime) -> list[str]:
    if reckoning.unit in ("hour", "working_day"):
        return []
    day = as_day(counted)
    if reckoning.added:
        return []
    if due != counted:
        why = _why_off(reckoning.calendar, day)
        return [
            _(
                "{day} is a day off ({why}), so the next working day: {due}",
                day=show(counted),
                why=why,
                due=show(due),
            )
        ]
    if not reckoning.calendar.is_working(day):
        why = _why_off(reckoning.calendar, day)
        return [_("{day} is a day off ({why}) and does not move this last day", day=show(counted), why=why)]
    return []


def _before_regime(reckoning: Reckoning) -> list[str]:
    since = reckoning.pack.head.valid_from
    if as_day(reckoning.anchor) >= since:
        return []
    return [
        _(
            "the day counted from is before {law} came into force on {day}",
            law=reckoning.pack.id,
            day=show_date(since),
        )
    ]


def _uses_table(reckoning: Reckoning) -> bool:
    return reckoning.unit == "working_day" or (
        reckoning.unit != "hour" and reckoning.rule.moves_to_working_day()
    )


def _span(reckoning: Reckoning, end: date) -> tuple[date, date]:
    first = reckoning.anchor if reckoning.unit == "working_day" else reckoning.counted
    return as_day(first or end), end


def _gaps(reckoning: Reckoning, end: date) -> list[str]:
    if not _uses_table(reckoning):
        return []
    missing = reckoning.calendar.years_without_table(*_span(reckoning, end))
    if not missing:
        return []
    years = ", ".join(map(str, missing))
    return [_("no holiday table for {years}: only weekends were left out", years=years)]


def _calendar(reckoning: Reckoning) -> str:
    if reckoning.due is None:
        return ""
    if reckoning.unit == "hour":
        return _("Clock hours, Vietnam time")
    if not _uses_table(reckoning):
        return _("Calendar days, months and years")
    years = sorted(reckoning.calendar.years)
    span = f"{years[0]}–{years[-1]}" if years else "–"
    text = _("Monday to Friday with the holiday table {years}", years=span)
    waiting = reckoning.calendar.waiting_between(*_span(reckoning, as_day(reckoning.due)))
    if waiting:
        days = ", ".join(f"{show_date(row.date)} ({row.name})" for row in waiting)
        text += _("; not confirmed and so counted as an ordinary day: {days}", days=days)
    return text
