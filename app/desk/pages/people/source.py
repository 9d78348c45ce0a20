"""The people of the register as a source of a long list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from app.desk.models.id_table import Runner
from app.desk.models.source import Column, Line, Query
from app.desk.pages.people.owing import due_mark, short_status
from app.desk.pages.people.work import read, session_of
from app.desk.shell.desk import Desk
from app.kinds.codes import TEST_RESULT
from app.kinds.dates import birth_year, show_birth, show_date
from app.kinds.faults import Fault
from app.kinds.identity import mask
from app.register import lists
from app.register.lists import ListQuery, PersonLine
from app.words import N_, _

OPENED = "opened"
_SCAN = 4_096

COLUMNS = (
    Column("name", N_("Full name"), 190, strong=True),
    Column("born", N_("Born in"), 78, tip=N_("Born")),
    Column("hamlet", N_("Hamlet, group"), 120, tip=N_("Hamlet or residential group")),
    Column("status", N_("Management type"), 180),
    Column("due", N_("Next due"), 140, marked=True),
    Column("officer", N_("Officer in charge"), 130, sortable=False, hidden=True),
    Column("number", N_("Identity number"), 120, sortable=False, hidden=True),
    Column("residence", N_("Address as written"), 180, sortable=False, hidden=True),
    Column("since", N_("From"), 90, sortable=False, hidden=True),
    Column("tested", N_("Last test"), 130, sortable=False, hidden=True),
    Column("visited", N_("Last visit"), 90, sortable=False, hidden=True),
)


class PeopleSource:
    """Reads lines, ids and first pages; every order and filter is the register's own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def first(self, query: Query, n: int) -> Sequence[Line]:
        """The first page; a list by the month of opening comes with its ids."""
        if dict(query.filters).get(OPENED):
            return ()
        session = session_of(self._desk)
        today = session.today()
        return [line_cells(p, today) for p in lists.first_lines(session, list_query(query), n)]

    def ids(self, query: Query) -> array[int]:
        """All numbers in order."""
        session = session_of(self._desk)
        found = lists.list_ids(session, list_query(query))
        month = dict(query.filters).get(OPENED, "")
        if not month:
            return found
        kept: array[int] = array("q")
        for start in range(0, len(found), _SCAN):
            part = lists.lines_of(session, found[start : start + _SCAN])
            kept.extend(p.p for p in part if (p.since or "").startswith(month))
        return kept

    def lines(self, ids: Sequence[int]) -> Sequence[Line]:
        """The lines of some numbers, an empty one for a person that is gone."""
        session = session_of(self._desk)
        today = session.today()
        found = {p.p: p for p in lists.lines_of(session, ids)}
        return [line_cells(found[i], today) if i in found else () for i in ids]


def list_query(query: Query) -> ListQuery:
    """The register's query for what a list asks."""
    given = dict(query.filters)
    return ListQuery(
        text=query.words,
        status=given.get("status", ""),
        hamlet=given.get("hamlet", ""),
        officer=given.get("officer", ""),
        due=given.get("due", ""),
        sort=query.sort or "name",
        descending=query.descending,
    )


def line_cells(person: PersonLine, today: date) -> Line:
    """The cells of a person's line, in the order of ``COLUMNS``."""
    tested = ""
    if person.last_test_on:
        result = _(TEST_RESULT.label(person.last_result or ""))
        tested = f"{shown_day(person.last_test_on)} · {result}"
    return (
        person.name,
        str(birth_year(person.birth)) if person.birth else "",
        person.hamlet or "",
        ", ".join(short_status(code) for code in person.statuses),
        due_mark(person.due, person.due_what, today),
        person.officer or "",
        mask(person.number) if person.number else "",
        person.residence or "",
        shown_day(person.since),
        tested,
        shown_day(person.last_visit_on),
    )


def shown_day(iso: str | None) -> str:
    """A kept day as people read it."""
    return show_date(date.fromisoformat(iso)) if iso else ""


def describe(person: PersonLine) -> str:
    """Birth and hamlet, what tells people of one name apart."""
    parts = (show_birth(person.birth) if person.birth else "", person.hamlet or "")
    return " · ".join(part for part in parts if part)


def lane_runner(desk: Desk, owner: QObject, failed: Callable[[Fault], object]) -> Runner:
    """Reads ids in the lane; after a fault the list ends with what it has."""

    def run(work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def told(fault: Fault) -> None:
            failed(fault)
            done(None)

        read(desk, work, done, told, owner)

    return run
