"""The records behind a number: one line each, so that a figure can be read down to its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kinds.codes import INCIDENT_SORT, PLACE_SORT, STATUS
from app.kinds.dates import show_birth
from app.kinds.declare import KINDS
from app.kinds.people import Person
from app.kinds.places import Incident, Place
from app.kinds.status import StatusPeriod
from app.ledger.reader import Reader
from app.register.session import Session
from app.register.targets import INDICATORS
from app.words import _


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A record that counts: its day, what it is, a few more words; ``person`` where it is about one."""

    id: str
    day: date | None
    title: str
    detail: str
    person: str = ""


def evidence(session: Session, indicator: str, ids: Sequence[str]) -> list[EvidenceLine]:
    """The records behind an indicator's result in the order given; the look is noted in the audit list.

    Fault E_ROLE when the account's role does not read them.
    """
    known = INDICATORS.get(indicator)
    if known is None or not ids:
        return []
    session.need_read(KINDS[known.table.removeprefix("r_")])
    with session.store.read() as reader:
        lines = [_line(reader, known.table, one) for one in ids]
    session.store.note(session.user, "view", f"indicator:{indicator}", str(len(ids)))
    return [line for line in lines if line is not None]


def _line(reader: Reader, table: str, record_id: str) -> EvidenceLine | None:
    if table == "r_incident":
        case = reader.get(Incident, record_id)
        return (
            None
            if case is None
            else EvidenceLine(
                case.id, case.prosecuted_on, _(INCIDENT_SORT.label(case.sort)), case.offence or ""
            )
        )
    if table == "r_place":
        place = reader.get(Place, record_id)
        return EvidenceLine(place.id, place.resolved_on, place.name, _about(place)) if place else None
    period = reader.get(StatusPeriod, record_id)
    if period is None:
        return None
    person = reader.get(Person, period.person)
    born = show_birth(person.birth) if person and person.birth else ""
    detail = " · ".join(part for part in (born, _(STATUS.label(period.status))) if part)
    return EvidenceLine(period.id, period.since, person.name if person else "", detail, period.person)


def _about(place: Place) -> str:
    return " · ".join(part for part in (_(PLACE_SORT.label(place.sort)), place.hamlet) if part)
