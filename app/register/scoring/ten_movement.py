"""Criteria 9 and 10 of a drug-free commune: pledges, mailboxes and hotlines by hamlet, and a model that works."""

from __future__ import annotations

from collections.abc import Sequence

from app.law.classes.ten import TenPart
from app.register.community import Coverage, HamletLine
from app.register.scoring.answers import Answer
from app.register.scoring.asking import Ask, Records
from app.words import N_

_NO_HAMLET = N_("No hamlet is known yet.")
_ALL_SIGNED = N_("Households that signed: {signed} of {all}.")
_NOT_SIGNED = N_("Households that signed: {signed} of {all}; not all in: {names}.")
_NOT_COUNTED = N_("Hamlets without a count of pledges: {names}.")
_EVERY_HAMLET = N_("Hamlets: {all}, all of them.")
_WITHOUT = N_("Hamlets without: {names}.")
_MODELS = N_("Models that work, with evidence: {n}.")
_UNJUDGED = N_("Models running without a judgement or without evidence: {n}.")
_NO_MODEL = N_("No model is recorded as effective.")
#: How many hamlets a sentence names.
_NAMED = 4
_ELSEWHERE = N_("Counted by the commune itself; it stands in its own scorecard.")


def _hamlets(lines: Sequence[HamletLine]) -> Records:
    return tuple(("hamlet", line.hamlet) for line in lines)


def pledges(ask: Ask, _part: TenPart) -> Answer:
    """Every household of every hamlet signed the pledge."""
    found = ask.hamlets
    if found is None:
        return Answer(None, _ELSEWHERE)
    lines = _hamlets(found.lines)
    if not lines:
        return Answer(None, _NO_HAMLET, mend="pledge_count")
    values = {"signed": found.signed, "all": found.households}
    short, unknown = found.not_all_signed(), found.never_counted()
    if short:
        return Answer(False, _NOT_SIGNED, {**values, "names": _named(short)}, lines, _of(short))
    if unknown:
        return Answer(None, _NOT_COUNTED, {"names": _named(unknown)}, lines, _of(unknown), "pledge_count")
    return Answer(True, _ALL_SIGNED, values, lines)


def mailboxes(ask: Ask, _part: TenPart) -> Answer:
    """Every hamlet has a mailbox."""
    found = ask.hamlets
    return _standing(found, found.without_mailbox() if found else (), "mailbox")


def hotlines(ask: Ask, _part: TenPart) -> Answer:
    """Every hamlet has a posted hotline."""
    found = ask.hamlets
    return _standing(found, found.without_hotline() if found else (), "hotline_board")


def _standing(found: Coverage | None, without: tuple[str, ...], kind: str) -> Answer:
    if found is None:
        return Answer(None, _ELSEWHERE)
    lines = _hamlets(found.lines)
    if not lines:
        return Answer(None, _NO_HAMLET, mend=kind)
    if without:
        return Answer(False, _WITHOUT, {"names": _named(without)}, lines, _of(without), kind)
    return Answer(True, _EVERY_HAMLET, {"all": len(lines)}, lines)


def _named(names: Sequence[str]) -> str:
    """A few of the names; all of them are the records behind the answer."""
    first = ", ".join(names[:_NAMED])
    return f"{first} … ({len(names)})" if len(names) > _NAMED else first


def _of(names: Sequence[str]) -> Records:
    return tuple(("hamlet", name) for name in names)


def model(ask: Ask, part: TenPart) -> Answer:
    """Enough models run that are judged effective and say by which evidence; one not judged leaves it open."""
    day = ask.on.isoformat()
    runs = "since <= ? AND (until IS NULL OR until > ?)"
    good = ask.ids("model", f"{runs} AND is_effective = 1 AND evidence IS NOT NULL", day, day)
    if len(good) >= part.least:
        return Answer(True, _MODELS, {"n": len(good)}, good)
    half = f"{runs} AND (is_effective IS NULL OR (is_effective = 1 AND evidence IS NULL))"
    unknown = ask.ids("model", half, day, day)
    if unknown:
        return Answer(None, _UNJUDGED, {"n": len(unknown)}, unknown, unknown, "model")
    return Answer(False, _NO_MODEL, mend="model")
