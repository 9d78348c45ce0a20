"""Who is on the list of people with addiction as of a day, under one rule of removal.

Law 73/2021 art. 43 keeps a person on the list until after-care ends; law 120/2025 art. 48(3) takes them off when
rehabilitation or treatment is completed. Both can be asked of any day, so that figures can be compared across
1 July 2026.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from app.law.entries import Entry, Label, Mark
from app.words import N_

AFTERCARE = "S"
#: The status that says only that the person is on the list.
_LISTED = "A"

#: Why a person is on the list or not, by code.
REASONS = {
    "listed": N_("On the list"),
    "waiting": N_("Completed, after-care not yet over"),
    "never": N_("Never on the list by that day"),
    "away": N_("In prison, moved away, dead or missing"),
    "facility": N_("Sent to a facility"),
    "completed": N_("Rehabilitation or treatment completed"),
    "aftercare": N_("After-care ended"),
    "ended": N_("The status was ended"),
}


class Removal(Entry, frozen=True):
    """The rule of one regime.

    ``enters``: statuses that put a person on the list; ``away``: statuses that keep them off while they run;
    ``facility``: those of people sent away; ``leaves``: what takes them off in the end.
    """

    enters: tuple[str, ...]
    away: tuple[str, ...]
    leaves: Literal["completion", "aftercare"]
    article: str
    mark: Mark
    text: Label
    facility: tuple[str, ...] = ()


class Period(msgspec.Struct, frozen=True):
    """A status from a day to its last day."""

    status: str
    since: date
    until: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < day


class Standing(msgspec.Struct, frozen=True):
    """Whether a person is on the list, and why (a key of REASONS)."""

    listed: bool
    reason: str


_IN = Standing(True, "listed")
_WAITING = Standing(True, "waiting")
_OFF = {reason: Standing(False, reason) for reason in REASONS}


def standing(rule: Removal, periods: Sequence[Period], completions: Sequence[date], day: date) -> Standing:
    """Whether a person is on the list on a day.

    ``periods``: every status of the person; ``completions``: the days on which rehabilitation or substitution
    treatment was completed. A person who begins again afterwards is on the list again.
    """
    begun = [one for one in periods if one.since <= day]
    entries = [one for one in begun if one.status in rule.enters]
    if not entries:
        return _OFF["never"]
    last = max(one.since for one in entries)
    if any(one.runs_on(day) and one.status in rule.away for one in begun):
        return _OFF["away"]
    if _stays_away(rule, begun, last, day):
        return _OFF["away"]
    if any(one.runs_on(day) and one.status in rule.facility for one in begun):
        return _OFF["facility"]
    aftercare = [one for one in begun if one.status == AFTERCARE]
    done = [on for on in (*completions, *(one.since for one in aftercare)) if last <= on <= day]
    if rule.leaves == "completion":
        return _OFF["completed"] if done else _ended(entries, day)
    if any(one.runs_on(day) for one in aftercare):
        return _WAITING
    if any(one.until is not None and last <= one.until < day for one in aftercare):
        return _OFF["aftercare"]
    return _WAITING if done else _ended(entries, day)


def _stays_away(rule: Removal, begun: Sequence[Period], last: date, day: date) -> bool:
    """Somebody who came back is on the list again only by a status that runs, or began, afterwards."""
    over = [one for one in begun if one.status in rule.away and one.is_over(day)]
    if not over:
        return False
    newest = max(one.since for one in over)
    wanted = (*rule.enters, AFTERCARE)
    return last <= newest and not any(one.runs_on(day) and one.status in wanted for one in begun)


def _ended(entries: Sequence[Period], day: date) -> Standing:
    """Off the list when the status that says so was ended and nothing else runs; quitting ends nothing."""
    if any(one.runs_on(day) for one in entries):
        return _IN
    listed = [one for one in entries if one.status == _LISTED]
    return _OFF["ended"] if listed and all(one.is_over(day) for one in listed) else _IN
