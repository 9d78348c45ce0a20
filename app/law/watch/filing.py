"""Files for compulsory rehabilitation: when one is to be made, and the next step of those under way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from app.law.entries import Pack
from app.law.facts import FileFact
from app.law.packs import as_day
from app.law.reckoning import Case
from app.law.watch.look import Look, Owed

#: What a court or the commune decided that ends a file without carrying anything out.
_OVER = frozenset(("refused", "exempted", "withdrawn"))
#: What keeps a decision from being carried out for a time.
_STOPPED = frozenset(("postponed", "suspended"))


def owed(look: Look) -> Iterator[Owed]:
    """The next step of every file that is not over."""
    if look.is_gone:
        return
    for file in look.case.files:
        if file.closed_on is None and file.executed_at is None and file.outcome not in _OVER:
            yield from _next_step(look, file)


def grounds(look: Look, pack: Pack, held: frozenset[str], day: date) -> bool:
    """Whether the statuses a person was found using in are ground for a file by themselves."""
    found = pack.grounds_for("compulsory", held)
    if look.is_minor(day):
        found = tuple(one for one in found if not pack.has_ground("not_for_minors", one.id))
    return bool(found) and not look.is_child(day)


def owed_from(look: Look, ground_on: date | datetime, since: date | None = None) -> Iterator[Owed]:
    """A file that is to be made from the day its ground was found, unless one was since."""
    day = since or as_day(ground_on)
    if not is_filed(look, day) and not look.is_child(day):
        yield look.act("compulsory_file", "compulsory.make_file", ground_on)
        yield from _limitation(look, as_day(ground_on))


def is_filed(look: Look, since: date) -> bool:
    """Whether a file was made, or the court has decided, on or after a day; an open file counts as well."""
    return (
        any(one.opened_on >= since or one.closed_on is None for one in look.case.files)
        or any(one.sort == "court" and one.decided_on >= since for one in look.case.decisions)
        or any(
            one.since >= since
            for one in look.case.statuses
            if one.code in look.lens.pack.statuses and look.entry(one).term == "compulsory.term"
        )
    )


def _limitation(look: Look, last_act: date) -> Iterator[Owed]:
    one = look.act("limitation", "compulsory.limitation", last_act)
    if one.due is not None:
        yield one


def _next_step(look: Look, file: FileFact) -> Iterator[Owed]:
    if file.outcome in _STOPPED:
        return
    if file.decided_on is not None:
        received = file.decision_received_at or file.decided_on
        yield _step(look, file, "file_execute", "compulsory.execute", received)
    elif file.returned_on is not None and (file.completed_on or date.min) < file.returned_on:
        yield _step(look, file, "file_supplement", "compulsory.supplement", file.returned_on)
    elif file.sent_on is not None:
        yield _at_court(look, file, file.sent_on)
    else:
        yield _before_sending(look, file)
        yield from _limitation(look, file.ground_on or file.opened_on)


def _at_court(look: Look, file: FileFact, sent_on: date) -> Owed:
    """With the court, or until the end of districts with the office in between."""
    if file.passed_on is None and file.accepted_on is None:
        between = _step(look, file, "file_pass", "compulsory.to_court", sent_on)
        if between.due is not None:
            return between
    latest = max(
        day for day in (sent_on, file.passed_on, file.completed_on, file.accepted_on) if day is not None
    )
    return _step(look, file, "file_court", "compulsory.court", latest)


def _before_sending(look: Look, file: FileFact) -> Owed:
    if file.notice_on is None and file.notice_received_on is None:
        return _step(look, file, "file_make", "compulsory.make_file", file.ground_on or file.opened_on)
    if file.notice_received_on is None:
        if file.read_on is None:
            return look.missing("missing_notice", "compulsory.read")
        return _step(look, file, "file_send", "compulsory.send", file.read_on)
    reading = _step(look, file, "file_read", "compulsory.read", file.notice_received_on)
    if reading.due is None:
        return _step(look, file, "file_send", "compulsory.send", file.read_on or file.notice_received_on)
    if file.read_on is None and not look.past(as_day(reading.due)):
        return reading
    return _step(look, file, "file_send", "compulsory.send", as_day(reading.due))


def _step(look: Look, file: FileFact, what: str, rule: str, anchor: date | datetime) -> Owed:
    """A step under the law of its day: what is done later follows the later law (L120 art. 56)."""
    named = file.regime in look.lens.packs.regimes()
    pack = look.lens.packs.regime(file.regime, anchor) if named else None
    return look.act(what, rule, anchor, pack=pack, facts=Case(minor=file.minor))
