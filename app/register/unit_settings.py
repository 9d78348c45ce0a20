"""What a unit decides for itself: every setting with its bounds and default, and what the unit chose.

Where the law gives no number, the default is marked as such and is never called a fact. A choice is dated, rests
on a document, and stays in the history; the newest one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

import msgspec

from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.office import Setting
from app.law.criteria import Criteria
from app.law.entries import Label, Mark, Rule, Unit
from app.law.packs import LawPacks
from app.law.reckoning import Settings
from app.ledger.reader import Reader
from app.ledger.writer import Changed, Writer
from app.register.session import Session
from app.words import N_, _, plural

#: Keys of the settings by subject.
AMOUNT, OBSERVATION = "amount.", "observation."

GROUPS = {
    "terms": N_("Terms and custody"),
    "amounts": N_("Numbers the law leaves open"),
    "unit": N_("The unit and its screens"),
    "assessment": N_("Assessment of addiction"),
}
MARKS: Mapping[str, str] = {
    "found": N_("in the text of the law"),
    "memory": N_("the text is not at hand"),
    "derived": N_("our reading, not the law"),
    "unknown": N_("the law does not lay it down"),
    "silent": N_("the law gives no number"),
    "own": N_("a choice of the unit"),
}
_MOST: Mapping[Unit, int] = {"hour": 720, "working_day": 250, "day": 365, "month": 60, "year": 5}

_NO_SETTING = N_("There is no setting “{key}”.")
_NO_NUMBER = N_("“{value}” is not a whole number. Type one from {least} to {most}.")
_NOT_BETWEEN = N_("{value} is outside the bounds. Type a number from {least} to {most}.")
_NO_CHOICE = N_("“{value}” is not one of the choices. Choose from the list.")
_EMPTY = N_("Type what the unit chose, or go back to the default.")
_LATER = N_("The day {day} is still to come. Enter the choice on the day from which it counts.")
_SAME = N_("This is what counts already. Nothing was changed.")
_DEFAULT = ""


class SettingSpec(msgspec.Struct, frozen=True):
    """One setting.

    ``title`` is a message id; ``label`` instead where the words stand in a pack. ``default`` is the value as text,
    empty where there is none; ``choices`` are (value, message id); ``regime`` is the law whose number it is.
    """

    key: str
    group: str
    sort: Literal["choice", "number", "text"]
    mark: Mark | Literal["own", "silent"]
    article: str
    default: str = _DEFAULT
    title: str = ""
    label: Label | None = None
    note: str = ""
    remark: Label | None = None
    unit: Unit | Literal[""] = ""
    least: int = 1
    most: int = 1
    choices: tuple[tuple[str, str], ...] = ()
    regime: str = ""

    def words(self) -> str:
        """What the setting is about, in the language in use."""
        return self.label.said() if self.label else _(self.title)

    def explained(self) -> str:
        """What is known about it, in the language in use; may be empty."""
        return self.remark.said() if self.remark else _(self.note) if self.note else ""

    def shown(self, value: str) -> str:
        """A value as a person reads it."""
        if not value:
            return _("no number") if self.sort == "number" else ""
        if self.sort == "choice":
            return _(dict(self.choices).get(value, value))
        return counted(int(value), self.unit) if self.unit else value

    def checked(self, value: str) -> str:
        """The value in its one spelling; ``Fault`` E_SETTING at the field ``value``."""
        text = " ".join(value.split())
        if not text:
            raise Fault("E_SETTING", _EMPTY, field="value")
        if self.sort == "choice" and text not in dict(self.choices):
            raise Fault("E_SETTING", _NO_CHOICE, field="value", value=text)
        if self.sort != "number":
            return text
        bounds = {"least": self.least, "most": self.most}
        if not (text.isascii() and text.isdigit() and len(text) <= 6):
            raise Fault("E_SETTING", _NO_NUMBER, field="value", value=text, **bounds)
        if not self.least <= int(text) <= self.most:
            raise Fault("E_SETTING", _NOT_BETWEEN, field="value", value=text, **bounds)
        return str(int(text))


class SettingLine(msgspec.Struct, frozen=True):
    """A setting with what the unit chose; ``own`` empty: the default counts."""

    spec: SettingSpec
    own: str = ""
    since: date | None = None
    document: str = ""
    record: str = ""

    @property
    def value(self) -> str:
        """The value that counts."""
        return self.own or self.spec.default


def counted(n: int, unit: Unit | Literal[""]) -> str:
    """A number with its unit, in the language in use."""
    words = {
        "hour": plural("{n} hour", "{n} hours", n),
        "working_day": plural("{n} working day", "{n} working days", n),
        "day": plural("{n} day", "{n} days", n),
        "month": plural("{n} month", "{n} months", n),
        "year": plural("{n} year", "{n} years", n),
    }
    return words.get(unit, str(n))


_YES_NO = (("no", N_("No")), ("yes", N_("Yes")))
_FIXED = (
    SettingSpec(
        "term_end",
        "terms",
        "choice",
        "memory",
        "BLDS 2015 Điều 148",
        default="same",
        title=N_("Last day of a person's term"),
        note=N_("A term of a year from 15/03/2025 ends on 15/03/2026; some units write 14/03/2026."),
        choices=(("same", N_("The same date")), ("day_before", N_("The day before"))),
    ),
    SettingSpec(
        "custody_extends",
        "terms",
        "choice",
        "derived",
        "Luật 120/2025/QH15 Điều 24 khoản 7",
        default="no",
        title=N_("Time in custody is added to the term of user management"),
        note=N_("The law says that management goes on until the term ends, not that it becomes longer."),
        choices=_YES_NO,
    ),
    SettingSpec(
        "repeat_restarts",
        "terms",
        "choice",
        "unknown",
        "Luật 120/2025/QH15 Điều 24",
        default="no",
        title=N_("Found using again and not addicted: a new decision on user management"),
        note=N_("Law 73/2021 asks for a new decision; law 120/2025 is silent."),
        choices=_YES_NO,
    ),
    SettingSpec(
        "remote",
        "unit",
        "choice",
        "own",
        "NĐ 105/2021/NĐ-CP Điều 41",
        default="no",
        title=N_("Mountainous, island or remote commune"),
        note=N_("Decree 105/2021 gives more days there to verify a residence."),
        choices=_YES_NO,
    ),
    SettingSpec(
        "identity_scans",
        "unit",
        "choice",
        "own",
        "NĐ 356/2025/NĐ-CP Điều 4",
        default="no",
        title=N_("Images of identity papers are taken in"),
        note=N_("They are sensitive data; off unless the unit needs them."),
        choices=_YES_NO,
    ),
    SettingSpec(
        "soon_days",
        "unit",
        "number",
        "own",
        "",
        default=str(Settings().soon_days),
        title=N_("Days ahead that the start screen shows"),
        unit="day",
        least=1,
        most=60,
    ),
)


def specs(session: Session) -> tuple[SettingSpec, ...]:
    """Every setting there is, in the order of the page; numbers come from the packs in force."""
    return (*_FIXED, *_amounts(session.law), *_observations(session.shelf.criteria))


def spec_of(session: Session, key: str) -> SettingSpec:
    """One setting; ``Fault`` E_SETTING when there is none of that name."""
    found = next((spec for spec in specs(session) if spec.key == key), None)
    if found is None:
        raise Fault("E_SETTING", _NO_SETTING, key=key)
    return found


def setting_lines(session: Session) -> list[SettingLine]:
    """Every setting with what the unit chose."""
    with session.store.read() as reader:
        chosen = _chosen(reader, session.node.node)
    return [_line(spec, chosen.get(spec.key)) for spec in specs(session)]


def settings_of(session: Session, reader: Reader) -> Settings:
    """The unit's choices as the reckoning of deadlines takes them."""
    return settings_reader(session.law, session.node.node)(reader)


def settings_reader(law: LawPacks, node: str) -> Callable[[Reader], Settings]:
    """Reads the unit's choices from a store; what no longer fits the packs is passed over."""
    known = {spec.key: spec for spec in (*_FIXED, *_amounts(law))}

    def read(reader: Reader) -> Settings:
        values = {}
        for key, record in _chosen(reader, node).items():
            if key in known and _fits(known[key], record.value):
                values[key] = record.value
        return _settings(values)

    return read


def own_observations(reader: Reader, node: str) -> dict[str, str]:
    """The unit's own texts on the length of observation, by substance group."""
    chosen = _chosen(reader, node)
    return {
        key.removeprefix(OBSERVATION): one.value for key, one in chosen.items() if key.startswith(OBSERVATION)
    }


def set_setting(
    session: Session, key: str, value: str, since: date | None = None, document: str = "", why: str = ""
) -> Changed:
    """Choose a value from a day on (default: today) and compute anew what rests on it.

    Faults: E_ROLE; E_SETTING at ``value`` (unknown setting, wrong value, nothing changed); E_DATE at ``since``
    for a day to come. Where it moves deadlines everybody is computed anew: not for the main thread.
    """
    session.need_write(KINDS["setting"])
    spec = spec_of(session, key)
    text = spec.checked(value)
    day = since or session.today()
    if day > session.today():
        raise Fault("E_DATE", _LATER, field="since", day=show_date(day))
    with session.store.write(session.user, why) as writer:
        have = _line(spec, _chosen(writer, session.node.node).get(key))
        if (have.own or "", have.document) == (text, document.strip()):
            raise Fault("E_SETTING", _SAME, field="value")
        before = settings_of(session, writer)
        writer.put(Setting(id=new_id(), key=key, value=text, since=day, document=document.strip() or None))
        _recompute(session, writer, before)
    return writer.changed


def back_to_default(session: Session, key: str, why: str) -> Changed:
    """Take back every choice of a setting; they stay in the history. Faults: E_ROLE, E_SETTING."""
    session.need_write(KINDS["setting"])
    spec_of(session, key)
    with session.store.write(session.user) as writer:
        before = settings_of(session, writer)
        for record in _all(writer, session.node.node, key):
            writer.retract("setting", record.id, why)
        _recompute(session, writer, before)
    return writer.changed


def setting_history(session: Session, key: str) -> list[Setting]:
    """The choices of a setting that stand, newest first."""
    with session.store.read() as reader:
        return list(reversed(_all(reader, session.node.node, key)))


def _recompute(session: Session, writer: Writer, before: Settings) -> None:
    """Bring the tables of everybody up to the new choices, in the same transaction."""
    if settings_of(session, writer) != before:
        for derived in session.store.derived:
            derived.refresh(writer, frozenset(), frozenset())


def _settings(values: Mapping[str, str]) -> Settings:
    amounts = {key.removeprefix(AMOUNT): int(text) for key, text in values.items() if key.startswith(AMOUNT)}
    return Settings(
        term_end="day_before" if values.get("term_end") == "day_before" else "same",
        amounts=amounts,
        soon_days=int(values.get("soon_days", Settings().soon_days)),
        remote=values.get("remote") == "yes",
        custody_extends=values.get("custody_extends") == "yes",
        repeat_restarts=values.get("repeat_restarts") == "yes",
    )


def _fits(spec: SettingSpec, value: str) -> bool:
    try:
        return spec.checked(value) == value
    except Fault:
        return False


def _line(spec: SettingSpec, record: Setting | None) -> SettingLine:
    if record is None or not _fits(spec, record.value):
        return SettingLine(spec)
    return SettingLine(spec, record.value, record.since, record.document or "", record.id)


def _chosen(reader: Reader, node: str) -> dict[str, Setting]:
    """The newest choice of each setting of this unit; what other units sent is theirs."""
    found = reader.all(Setting, "_node = ? AND instr(\"key\", '@') = 0 ORDER BY since, n", (node,))
    return {record.key: record for record in found}


def _all(reader: Reader, node: str, key: str) -> list[Setting]:
    return reader.all(Setting, '_node = ? AND "key" = ? ORDER BY since, n', (node, key))


def _amounts(law: LawPacks) -> tuple[SettingSpec, ...]:
    """One setting for every number that a regime leaves open; the newest regime first."""
    return tuple(
        _amount(regime, rule)
        for regime in reversed(law.regimes())
        for rule in law.regime(regime).rules.values()
        if rule.setting_unit is not None
    )


def _amount(regime: str, rule: Rule) -> SettingSpec:
    unit = rule.setting_unit or "day"
    return SettingSpec(
        f"{AMOUNT}{regime}:{rule.id}",
        "amounts",
        "number",
        "silent" if rule.amount is None and rule.mark == "found" else rule.mark,
        rule.article,
        default=str(rule.amount) if rule.amount is not None else "",
        label=rule.title,
        remark=rule.without or rule.note,
        unit=unit,
        most=_MOST[unit],
        regime=regime,
    )


def _observations(criteria: tuple[Criteria, ...]) -> tuple[SettingSpec, ...]:
    """One text for each substance group of the newest criteria."""
    newest = max(criteria, key=lambda one: (one.since, one.version))
    return tuple(
        SettingSpec(
            f"{OBSERVATION}{one.group}",
            "assessment",
            "text",
            one.mark,
            one.article,
            default=one.text.said(),
            title=_GROUP_TITLES.get(one.group, one.group),
        )
        for one in newest.observation
    )


_GROUP_TITLES = {
    "opioid": N_("Length of observation: opioids"),
    "stimulant": N_("Length of observation: stimulants"),
    "cannabis": N_("Length of observation: cannabis"),
    "other": N_("Length of observation: other substances"),
}
