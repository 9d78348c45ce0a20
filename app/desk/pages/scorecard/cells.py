"""How the lines of the scorecard read: values, thresholds, distances, answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.models.source import Line, Marked
from app.desk.pages.scorecard.targets import STATE, fact_mend
from app.kinds.dates import show_date
from app.register.scoring.asking import Records
from app.register.scoring.scorecard import LABELS, Distance, Fact, Scorecard, Side, TenAnswer
from app.register.scoring.stated import SPECS, told
from app.register.scoring.words import TONES, answer_tone, answer_words, class_words
from app.words import N_, _, language
from app.words.forms import number

#: Short words for the narrow columns; the Roman numbers say themselves.
SHORT = {"few": N_("few"), "none": N_("no class")}
_LESS = N_("Less complex")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a table: its cells, what is said under the table, the records behind it, how it is mended."""

    cells: Line
    title: str = ""
    said: str = ""
    records: Records = ()
    mend: str = ""


def value_text(value: int | str | None) -> str:
    """A figure as people read it: grouped, a rate as the fraction it is, a choice in words."""
    if value is None:
        return _("not known")
    if isinstance(value, int):
        return number(value)
    above, slash, below = value.partition("/")
    if slash and above.isdigit() and below.isdigit():
        return f"{number(int(above))}/{number(int(below))}"
    return told(SPECS["on_route"], value) if value in SPECS["on_route"].choices else value


def bands_text(one: Distance) -> str:
    """Where each class begins, the heaviest first."""
    return " · ".join(f"{_(SHORT.get(name, name))} {_from(begins)}" for name, begins in one.bands)


def _from(begins: str) -> str:
    parts = (number(int(part)) if part.isdigit() else _decimal(part) for part in begins.split(" / "))
    return " / ".join(part if part.startswith(">") else f"≥ {part}" for part in parts)


def _decimal(text: str) -> str:
    """A share with the decimal mark of the language in use."""
    return text.replace(".", ",") if language() == "vi" else text


def distance_text(one: Distance) -> Marked:
    """The way to the next heavier and the next lighter band, in words and with an icon."""
    if one.missing:
        return Marked(_("not known"), "warn")
    up = f" {_('or')} ".join(number(step.by) for step in one.heavier)
    down = f" {_('and')} ".join(number(-step.by) for step in one.lighter)
    parts = []
    if up:
        parts.append(_("{n} more: {name}", n=up, name=_short(one.heavier[0].reaches)))
    if down:
        parts.append(_("{n} fewer: {name}", n=down, name=_short(one.lighter[0].reaches)))
    if one.is_near:
        return Marked("; ".join(parts), "warn", "alert-triangle")
    return Marked("; ".join(parts) or "–", "neutral", "arrows-exchange" if parts else "minus")


def _short(name: str) -> str:
    return _(SHORT.get(name, name))


def criteria_lines(card: Scorecard, side: Side) -> list[Shown]:
    """One line a criterion of a rule set."""
    return [_criterion(card, side, one) for one in side.distances]


def _criterion(card: Scorecard, side: Side, one: Distance) -> Shown:
    names = tuple(name for name in one.facts if name in card.facts.facts)
    records = tuple(dict.fromkeys(r for name in names for r in card.fact(name).records))
    met = _(_LESS) if one.met == "few" else class_words(one.met)
    cells = (
        one.short,
        value_text(one.value),
        bands_text(one),
        Marked(met, TONES.get(one.met, "neutral")),
        distance_text(one),
        number(len(records)),
    )
    mend = fact_mend(one.missing[0]) if one.missing else ""
    return Shown(cells, one.short, _said(card, side, one), records, mend)


def _said(card: Scorecard, side: Side, one: Distance) -> str:
    """The article, what decides, what a step up would make of the whole commune."""
    parts = [f"{one.text} ({one.article})"]
    if one.criterion in side.deciding:
        parts.append(_("This criterion holds the class."))
    for move in side.moves:
        if move.criterion == one.criterion and move.after not in ("insufficient", side.found.of):
            facts = " + ".join(_(LABELS.get(name, name)) for name in move.step.facts)
            parts.append(
                _(
                    "{facts}, {n} more: {after}.",
                    facts=facts,
                    n=number(move.step.by),
                    after=class_words(move.after),
                )
            )
    if one.missing:
        names = ", ".join(_(LABELS.get(name, name)) for name in one.missing)
        parts.append(_("Not known: {names}.", names=names))
    warnings = (card.fact(name).warning for name in one.facts if name in card.facts.facts)
    parts += [_(text) for text in warnings if text]
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def ten_lines(ten: tuple[TenAnswer, ...]) -> list[Shown]:
    """The ten criteria in their three groups, each followed by its parts."""
    found: list[Shown] = []
    group = ""
    for one in ten:
        if one.group.id != group:
            group = one.group.id
            found.append(Shown((one.group.title.said(), "", "", ""), said=one.group.title.said()))
        head = f"{one.number}. {one.criterion.text.said()}"
        state = Marked(answer_words(one.holds), answer_tone(one.holds))
        found.append(Shown((head, state, one.criterion.article, ""), head, head))
        for part in one.parts:
            answer = part.answer
            title = part.part.text.said()
            cells = (
                f"      {title}",
                Marked(answer_words(answer.holds), answer_tone(answer.holds)),
                answer.why(),
                number(len(answer.evidence)) if answer.evidence else "",
            )
            found.append(Shown(cells, title, f"{title}: {answer.why()}", answer.evidence, answer.mend))
    return found


def fact_lines(card: Scorecard) -> list[Shown]:
    """Every fact with its day and source; then what only the unit states for the ten criteria."""
    return [_fact(fact) for fact in card.facts.facts.values()]


def _fact(fact: Fact) -> Shown:
    title = _(LABELS[fact.name])
    value = value_text(fact.value)
    unknown = fact.value is None
    cells = (
        title,
        Marked(value, "warn") if unknown else value,
        show_date(date.fromisoformat(fact.as_of)) if fact.as_of else "",
        fact.source,
        number(len(fact.records)) if fact.records else "",
    )
    warning = _(fact.warning) if fact.warning else ""
    is_stated = fact.name in SPECS
    mend = fact_mend(fact.name) if unknown or is_stated or fact.name == "population" else ""
    return Shown(cells, title, f"{title}: {value}. {warning}".strip(), fact.records, mend)


def mend_words(mend: str) -> str:
    """What the button that mends says."""
    if mend.startswith(STATE):
        return _("State it with its document")
    return {
        "population": _("Enter a population figure"),
        "cultivation": _("Go to the finds"),
        "incident": _("Go to the cases"),
        "drug_test": _("Test them"),
        "pledge_count": _("Count the pledges"),
        "mailbox": _("Enter a mailbox"),
        "hotline_board": _("Enter a hotline"),
        "model": _("Enter a model"),
    }.get(mend, _("Enter it"))
