"""What a paper is made from: the person, the record it answers, the law of the case, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.people import Person
from app.register.papers.fields import Asked
from app.register.papers.said import day_of
from app.register.person_records import Records, records_about
from app.register.session import Session
from app.words import N_, _

_NONE = N_("There is no {kind} with the id {id}.")
_NO_ABOUT = N_("This paper answers a record of the sort “{kind}”, and the person has none. Enter it first.")


def asked_for(
    session: Session,
    on: date,
    person: str = "",
    about: str = "",
    record: str = "",
    sorts: Sequence[str] = (),
    options: Mapping[str, str] | None = None,
) -> Asked:
    """Read what a paper needs; the look at the person is noted when the paper is.

    ``record``, ``sorts``: the kind and sorts of the record it answers; without ``about`` the newest one up to
    the day counts. Faults E_UNKNOWN_RECORD, E_PAPER_ABOUT when the person has no such record.
    """
    if not person:
        return Asked(session, on, options=options or {})
    session.need_read(KINDS["person"])
    with session.store.read() as reader:
        everybody = reader.people_as_one(person)
        found = reader.get(Person, everybody[0]) if everybody else None
        if found is None:
            raise Fault("E_UNKNOWN_RECORD", _NONE, kind=_(KINDS["person"].label), id=person)
        records = records_about(session, reader, everybody)
    kind, chosen = _about(records, on, about, record, sorts)
    if record and chosen is None:
        raise Fault("E_PAPER_ABOUT", _NO_ABOUT, kind=_(KINDS[record].label))
    return Asked(
        session,
        on,
        found,
        records,
        chosen,
        kind,
        _regime(session, kind, chosen, on),
        options=options or {},
    )


def _about(records: Records, on: date, about: str, record: str, sorts: Sequence[str]) -> tuple[str, Any]:
    """The record the paper answers, and its kind."""
    if about:
        for name, kept in records.items():
            for one in kept:
                if one.id == about:
                    return name, one
        raise Fault(
            "E_UNKNOWN_RECORD", _NONE, kind=_(KINDS[record].label) if record else _("Record"), id=about
        )
    fitting = [
        one
        for one in records.get(record, ())
        if (not sorts or getattr(one, "sort", "") in sorts) and day_of_record(record, one) <= on
    ]
    return (record, fitting[-1]) if fitting else ("", None)


def day_of_record(kind: str, record: Any) -> date:
    """The day of a record in Vietnam; the first day there is where it has none."""
    when = getattr(record, KINDS[kind].when) if KINDS[kind].when else None
    return day_of(when) if when is not None else date.min


def _regime(session: Session, kind: str, about: Any, on: date) -> str:
    """The law of the case: what the record says, or the law on its day; empty before all law."""
    said = getattr(about, "regime", None)
    if said:
        return str(said)
    day = day_of_record(kind, about) if about is not None else on
    try:
        return session.law.regime_of_case(day).id
    except Fault:
        return ""
