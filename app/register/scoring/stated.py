"""What only the unit can say: facts that no record holds, stated from a day on with the document they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.office import Setting
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.scoring.asking import Records
from app.register.session import Session
from app.words import N_, _

KEY = "class."
Sort = Literal["number", "yes_no", "route", "day"]

NOT_STATED = N_(
    "The register has no records of this. State it in the settings of the unit, with its document."
)
_NO_DOCUMENT = N_("Name the document this rests on: its number, or the minutes in which it was found.")
_EMPTY = N_("Type or choose what is stated.")
_NO_NUMBER = N_("“{value}” is not a whole number from 0 up. Type digits only.")
_NO_CHOICE = N_("“{value}” is not one of the choices. Choose from the list.")
_NO_DAY = N_("“{value}” is not a day. Type it as day/month/year.")
_LATER = N_("The day {day} is still to come. State what holds by today.")
_NOT_OURS = N_("There is no fact “{name}” that a unit states.")

ROUTES: Mapping[str, str] = {
    "none": N_("On no key route"),
    "intra": N_("On a key route within the province"),
    "inter": N_("On a key route between provinces"),
}
YES_NO: Mapping[str, str] = {"yes": N_("Yes"), "no": N_("No")}


@dataclass(frozen=True, slots=True)
class StatedSpec:
    """A fact that is stated: its words (message ids), its sort, and who lays it down."""

    name: str
    label: str
    sort: Sort
    hint: str

    @property
    def choices(self) -> Mapping[str, str]:
        """The choices with their words (message ids), empty for numbers and days."""
        return {"route": ROUTES, "yes_no": YES_NO}.get(self.sort, {})


SPECS: Mapping[str, StatedSpec] = {
    spec.name: spec
    for spec in (
        StatedSpec(
            "on_route",
            N_("On a key route"),
            "route",
            N_("Approved by the province, or by the Ministry of Public Security between provinces."),
        ),
        StatedSpec(
            "wanted_suspects",
            N_("Wanted drug suspects"),
            "number",
            N_("How many residents are wanted; 0 where the list was checked and nobody is on it."),
        ),
        StatedSpec(
            "registered_on",
            N_("Registered for “drug-free commune” on"),
            "day",
            N_("From this day on nobody new may appear (criterion 4)."),
        ),
        StatedSpec(
            "suspects_or_rings",
            N_("Suspects, groups and rings"),
            "number",
            N_("How many show signs of drug crime by the police's own work; 0 where there are none."),
        ),
        StatedSpec(
            "basic_police_work",
            N_("Basic police work is effective"),
            "yes_no",
            N_("As the office above has judged it."),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands on a day; ``value`` None where nothing is stated or what stands cannot be read."""

    name: str
    value: int | str | date | None = None
    text: str = ""
    document: str = ""
    since: str = ""
    record: str = ""

    @property
    def records(self) -> Records:
        """The setting it stands in."""
        return (("setting", self.record),) if self.record else ()


def stated(reader: Reader, node: str, name: str, on: date) -> Stated:
    """What a commune stated of a fact as of a day."""
    sql = (
        "SELECT id, value, since, document FROM r_setting WHERE _state = 0 AND _node = ? AND key = ? AND since <= ?"
        " ORDER BY since DESC, n DESC LIMIT 1"
    )
    row = reader.row(sql, (node, KEY + name, on.isoformat()))
    if row is None:
        return Stated(name)
    record, text, since, document = row
    return Stated(name, _read(SPECS[name], text), text, document or "", since, record)


def told(spec: StatedSpec, text: str) -> str:
    """What was stated in words, in the language in use."""
    if spec.choices:
        return _(spec.choices.get(text, text))
    value = _read(spec, text)
    return show_date(value) if isinstance(value, date) else text


def state_fact(session: Session, name: str, text: str, document: str, since: date | None = None) -> Changed:
    """State a fact of the own unit from a day on (default: today), with the document it rests on.

    Faults: E_ROLE; E_STATED at ``value`` or ``document``; E_DATE at ``since`` for a day to come.
    """
    session.need_write(KINDS["setting"])
    spec = SPECS.get(name)
    if spec is None:
        raise Fault("E_STATED", _NOT_OURS, name=name)
    value = " ".join(text.split())
    if not value:
        raise Fault("E_STATED", _EMPTY, field="value")
    _check(session, spec, value)
    if not document.strip():
        raise Fault("E_STATED", _NO_DOCUMENT, field="document")
    day = since or session.today()
    if day > session.today():
        raise Fault("E_DATE", _LATER, field="since", day=show_date(day))
    with session.store.write(session.user) as writer:
        writer.put(Setting(id=new_id(), key=KEY + name, value=value, since=day, document=document.strip()))
    return writer.changed


def _check(session: Session, spec: StatedSpec, value: str) -> None:
    read = _read(spec, value)
    if read is None:
        wrong = {"number": _NO_NUMBER, "day": _NO_DAY}.get(spec.sort, _NO_CHOICE)
        raise Fault("E_STATED", wrong, field="value", value=value)
    if isinstance(read, date) and read > session.today():
        raise Fault("E_STATED", _LATER, field="value", day=show_date(read))


def _read(spec: StatedSpec, text: str) -> int | str | date | None:
    if spec.sort == "number":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if spec.sort == "day":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return text if text in spec.choices else None
