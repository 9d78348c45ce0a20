"""The arithmetic of a deadline, without words: which rule, how long, from when, to when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Literal

import msgspec

from app.kinds.dates import VIETNAM, in_vietnam
from app.kinds.faults import Fault
from app.law.calendar import Calendar, add_hours, add_months
from app.law.entries import Asks, Pack, Rule, Unit, Variant
from app.law.packs import LawPacks, as_day
from app.words import N_

_NO_RULE = N_("There is no rule {rule}. Did you mean: {near}?")
_TIME_NEEDED = N_(
    "The rule {rule} counts hours, so it needs the time of day. Give day and time, such as {day}T10:05."
)
_MONTHS_NEEDED = N_(
    "The rule {rule} needs the number of months that the decision fixes: from {least} to {most}."
)
_YEARS_NEEDED = N_(
    "The rule {rule} needs the number of years that the law fixes for the case: {least} or {most}."
)
_OUT_OF_BOUNDS = N_("{given} is outside what the law allows for the rule {rule}: from {least} to {most}.")
_NOT_ASKED = N_("The rule {rule} of {regime} does not take a number of months or years. Leave it out.")
_TIME_WRONG = N_("The time in rehabilitation is counted from 1. Correct {given}.")
_TOO_FAR = N_("The day lies too far in the future to count from. Correct the day.")
_NOT_OPEN = N_(
    "The setting {key} cannot be used: the law leaves no number open there, or the number is below 1."
)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a unit may choose.

    ``term_end``: a person's term ends on the corresponding date or on the day before. ``amounts``: numbers
    for rules the law leaves open, by ``regime:rule``, such as ``{"L120:assessment.register": 5}``.
    ``soon_days``: how many days ahead the start screen looks. ``remote``: a mountainous, island or remote
    commune (Decree 105/2021 art. 41). ``custody_extends``: time in custody is added to the term of user
    management; L120 art. 24(7) does not say so, and by default the last day stays. ``repeat_restarts``: under
    L120, which is silent, a managed user found using again and not addicted gets a new decision.
    """

    term_end: Literal["same", "day_before"] = "same"
    amounts: Mapping[str, int] = msgspec.field(default_factory=dict)
    soon_days: int = 7
    remote: bool = False
    custody_extends: bool = False
    repeat_restarts: bool = False


class Case(msgspec.Struct, frozen=True):
    """The circumstances a rule may depend on; ``time`` is which time in rehabilitation."""

    remote: bool = False
    minor: bool = False
    time: int = 1
    months: int | None = None
    years: int | None = None


class Reckoning(msgspec.Struct, frozen=True, gc=False):
    """One computation, complete enough to be explained later in either language.

    ``counted`` is the end before a day off moved it. ``amount`` is None where there is no number; then
    ``due`` is None as well, unless the decision itself states the last day (``stated``) or an appointment was
    recorded (``appointed``). ``on_anchor``: the act is due on the day counted from, if the term outlasts
    ``counted``. ``added``: days that did not count and were put on at the end. ``gap`` says when
    there is no number because the law was not yet in force, has no such rule, or the event it counts from
    is not recorded yet.
    """

    pack: Pack
    rule: Rule
    anchor: date | datetime
    calendar: Calendar
    amount: int | None = None
    unit: Unit | None = None
    counted: date | datetime | None = None
    due: date | datetime | None = None
    clamped: bool = False
    day_before: bool = False
    from_setting: bool = False
    stated: bool = False
    appointed: bool = False
    on_anchor: bool = False
    added: int = 0
    gap: Literal["", "not_yet", "no_rule", "waiting"] = ""

    def part(self, tenths: int) -> datetime | None:
        """The moment at which so many tenths of an hour clock have passed; None where no clock runs."""
        if self.unit != "hour" or not isinstance(self.anchor, datetime) or not isinstance(self.due, datetime):
            return None
        return self.anchor + (self.due - self.anchor) * tenths / 10


def check_settings(packs: LawPacks, settings: Settings) -> None:
    """Refuse an amount for a rule that the law does not leave open (``Fault`` E_SETTING)."""
    for key, amount in settings.amounts.items():
        regime, _, name = key.partition(":")
        rule = packs.regime(regime).rules.get(name)
        if rule is None or rule.setting_unit is None or amount < 1:
            raise Fault("E_SETTING", _NOT_OPEN, key=key)


def reckon(
    packs: LawPacks,
    calendar: Calendar,
    name: str,
    anchor: date | datetime,
    regime: str | None,
    case: Case,
    settings: Settings,
) -> Reckoning:
    """Compute one rule from its anchor; faults as ``deadlines.deadline``."""
    if not packs.has_rule(name):
        near = get_close_matches(name, packs.rules(), n=3, cutoff=0.4) or packs.rules()
        raise Fault("E_RULE", _NO_RULE, rule=name, near=", ".join(near))
    day = as_day(anchor)
    packs.check_day(day)
    pack = packs.at(day) if regime is None else packs.regime(regime, day)
    return measure_in(packs, pack, name, calendar, anchor, case, settings)


def measure_in(
    packs: LawPacks,
    pack: Pack,
    name: str,
    calendar: Calendar,
    anchor: date | datetime,
    case: Case,
    settings: Settings,
) -> Reckoning:
    """Compute a rule as one regime has it, or as a law beside it has it; faults as ``reckon``."""
    pack = packs.anchored(pack, name, anchor)
    found = packs.rule(pack, name, as_day(anchor))
    if found is None:
        # The regime has no such rule: it is named after the law that has one, with nothing of its content.
        other = next(rules[name] for rules in packs.all_rules() if name in rules)
        named = msgspec.structs.replace(other, who="", article="", amount=None, asks=None, variants=())
        return Reckoning(pack, named, _local(anchor), calendar, gap="no_rule")
    return measure(*found, calendar, anchor, case, settings)


def measure(
    pack: Pack, rule: Rule, calendar: Calendar, anchor: date | datetime, case: Case, settings: Settings
) -> Reckoning:
    """Compute a rule of a pack from its anchor; faults as ``reckon``."""
    rule = _chosen(rule, case)
    blank = Reckoning(pack, rule, _local(anchor), calendar)
    if pack.head.sort == "companion" and as_day(anchor) < pack.head.valid_from:
        return msgspec.structs.replace(blank, gap="not_yet")
    amount, unit, from_setting = _amount(pack, rule, case, settings)
    if amount is None or unit is None:
        return blank
    try:
        counted, clamped, day_before = _counted(rule, blank, amount, unit, settings)
        due = calendar.next_working(counted) if _rolls(rule, unit, counted) else counted
    except (OverflowError, ValueError):
        raise Fault("E_DATE", _TOO_FAR) from None
    return Reckoning(
        pack, rule, blank.anchor, calendar, amount, unit, counted, due, clamped, day_before, from_setting
    )


def _local(anchor: date | datetime) -> date | datetime:
    if isinstance(anchor, datetime):
        return in_vietnam(anchor if anchor.tzinfo else anchor.replace(tzinfo=VIETNAM))
    return anchor


def _chosen(rule: Rule, case: Case) -> Rule:
    variant = next((variant for variant in rule.variants if _applies(variant, case)), None)
    if variant is None:
        return rule
    return msgspec.structs.replace(
        rule,
        amount=variant.amount,
        asks=variant.asks,
        article=variant.article or rule.article,
        mark=variant.mark or rule.mark,
    )


def _applies(variant: Variant, case: Case) -> bool:
    when = variant.when
    return (
        (when.remote is None or when.remote == case.remote)
        and (when.minor is None or when.minor == case.minor)
        and (when.time_from is None or case.time >= when.time_from)
    )


def _amount(pack: Pack, rule: Rule, case: Case, settings: Settings) -> tuple[int | None, Unit | None, bool]:
    if case.time < 1:
        raise Fault("E_RANGE", _TIME_WRONG, given=case.time)
    if rule.setting_unit is not None:
        own = settings.amounts.get(f"{pack.id}:{rule.id}")
        if own is not None:
            return own, rule.setting_unit, True
    if rule.asks is not None:
        return _asked(rule, rule.asks, case), rule.unit, False
    if rule.amount is not None and (case.months, case.years) != (None, None):
        raise Fault("E_OPTION", _NOT_ASKED, rule=rule.id, regime=pack.id)
    return rule.amount, rule.unit, False


def _asked(rule: Rule, asks: Asks, case: Case) -> int:
    given = case.months if asks.option == "months" else case.years
    bounds = {"least": asks.at_least, "most": asks.at_most}
    if given is None:
        message = _MONTHS_NEEDED if asks.option == "months" else _YEARS_NEEDED
        raise Fault("E_NUMBER_NEEDED", message, rule=rule.id, field=asks.option, **bounds)
    if not asks.at_least <= given <= asks.at_most:
        raise Fault("E_RANGE", _OUT_OF_BOUNDS, rule=rule.id, given=given, field=asks.option, **bounds)
    return given


def _counted(
    rule: Rule, blank: Reckoning, amount: int, unit: Unit, settings: Settings
) -> tuple[date | datetime, bool, bool]:
    """The end before it moves, whether the month had no such date, whether the earlier day was taken."""
    start = as_day(blank.anchor)
    if unit == "hour":
        if not isinstance(blank.anchor, datetime):
            raise Fault("E_TIME_NEEDED", _TIME_NEEDED, rule=rule.id, day=start.isoformat())
        return add_hours(blank.anchor, amount), False, False
    if unit == "working_day":
        return blank.calendar.add_working_days(start, amount), False, False
    if unit == "day":
        return start + timedelta(days=amount), False, False
    end, clamped = add_months(start, amount * _MONTHS_IN[unit])
    # Where there is no corresponding date the last day of the month is already the eve of it.
    earlier = rule.end == "setting" and settings.term_end == "day_before" and not clamped
    return (end - timedelta(days=1) if earlier else end), clamped, earlier


_MONTHS_IN: Mapping[Unit, int] = {"month": 1, "year": 12}


def _rolls(rule: Rule, unit: Unit, counted: date | datetime) -> bool:
    return unit != "hour" and not isinstance(counted, datetime) and rule.moves_to_working_day()
