"""What a number means, in words and as a formula, with the text it answers to."""

from __future__ import annotations

from dataclasses import dataclass

from app.register.counting.count import dates_of, measure_named
from app.register.counting.events import CODE_OF
from app.register.counting.measure import Measure
from app.register.counting.ratios import RATIOS
from app.words import N_, _

#: By which day a record is placed in a period, in words.
DATE_WORDS = {
    "event": N_("by the day it happened"),
    "entry": N_("by the day it was entered"),
    "decision": N_("by the day it was decided"),
}
_WORDS = {
    ("flow", "records"): N_("“{kind}” with a day in the period; each record counts once."),
    ("flow", "persons"): N_("People with “{kind}” in the period; somebody with several counts once."),
    ("flow", "sum"): N_("The sum of “{field}” over “{kind}” with a day in the period."),
    ("stock", "records"): N_("“{kind}” in force on the last day of the period."),
    ("stock", "persons"): N_(
        "People with “{kind}” in force on the last day of the period; each counts once."
    ),
    ("ended", "records"): N_("“{kind}” that ended in the period."),
    ("ended", "persons"): N_("People with “{kind}” that ended in the period; each counts once."),
}
_HEADCOUNT = {
    "old": N_(
        "People on the list of addicts on the last day of the period, kept on it until after-care ends."
    ),
    "new": N_(
        "People on the list of addicts on the last day of the period, off it once rehabilitation is completed."
    ),
    "in_force": N_(
        "People on the list of addicts on the last day of the period, by the rule in force on that day. "
        "Figures before and after the change of the rule are not comparable."
    ),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """A number explained: its name, words, formula, the text it answers to, the days it can go by."""

    name: str
    label: str
    words: str
    formula: str
    clause: str
    dates: tuple[str, ...]


def definition(name: str) -> Definition:
    """The definition of a measure or a share, in the language in use; Fault E_FIGURE for an unknown name."""
    ratio = RATIOS.get(name)
    if ratio is None:
        one = measure_named(name)
        return Definition(name, _(one.label), _words(one), _formula(one), one.clause, dates_of(one))
    part, whole = definition(ratio.part), definition(ratio.whole)
    words = _(
        "{part} as a share of {whole}, in per cent, rounded half up to a tenth.",
        part=_low(part.label),
        whole=_low(whole.label),
    )
    words = "\n".join(
        (
            f"{words[:1].upper()}{words[1:]}",
            f"A – {part.label}: {part.words}",
            f"B – {whole.label}: {whole.words}",
        )
    )
    dates = tuple(one for one in part.dates if one in whole.dates)
    return Definition(name, _(ratio.label), words, "A × 100 / B", ratio.clause, dates)


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _words(one: Measure) -> str:
    if one.mode == "headcount":
        return _(_HEADCOUNT[one.rule])
    kind = one.kind
    field = _(kind.field(one.of).label) if one.of else ""
    parts = [_(_WORDS[one.mode, one.what], kind=_(kind.label), field=field)]
    if one.codes:
        parts.append(_("Only: {names}.", names=", ".join(_code_words(one))))
    if one.on:
        parts.append(_("The day is “{field}”.", field=_(kind.field(one.on).label)))
    if one.told:
        told = _(one.told)
        parts.append(told if told.endswith(".") else _("Only those {which}.", which=told))
    return " ".join(parts)


def _code_words(one: Measure) -> list[str]:
    place = CODE_OF.get(one.kind_name, "sort")
    codes = one.kind.field(place).codes if place else None
    return [_(codes.label(code)) if codes else code for code in one.codes]


def _formula(one: Measure) -> str:
    """The same with signs: Σ over what, which codes, which days; [d₁, d₂] is the period."""
    kind = one.kind
    counted = {"records": "Σ 1", "persons": _("number of different people"), "sum": "Σ"}[one.what]
    if one.what == "sum":
        counted = f"Σ {_(kind.field(one.of).label)}"
    if one.mode == "headcount":
        return f"{counted}; d₂"
    day = _(kind.field(one.on or kind.when).label)
    until = _(kind.field(kind.ended_by).label) if kind.ended_by else ""
    when = {
        "flow": f"d₁ ≤ {day} ≤ d₂",
        "ended": f"d₁ ≤ {until} ≤ d₂",
        "stock": f"{day} ≤ d₂" + (f" ≤ {until}" if until else ""),
    }[one.mode]
    which = f"{{{', '.join(one.codes)}}}" if one.codes else ""
    return "; ".join(part for part in (counted, _(kind.label), which, when) if part)
