"""Which papers can be made for a person now: each form with the record it would answer and its usual day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.forms.shelf import GROUPS, Shelf
from app.documents.forms.template import Template
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.register.papers.facts import asked_for, day_of_record
from app.register.session import Session
from app.words import _

#: Kinds whose own day is the day of the paper: it is drawn up when the thing is done.
_OWN_DAY = frozenset({"decision", "drug_test"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A form for a person. ``why`` says what is missing when it cannot be made yet; ``about`` is empty then."""

    template: Template
    on: date
    about: str = ""
    about_kind: str = ""
    why: str = ""

    @property
    def can(self) -> bool:
        """Whether the paper can be made."""
        return not self.why

    def group(self) -> str:
        """The heading it stands under, in the language in use."""
        return _(GROUPS[self.template.group])


def offers(session: Session, person: str, shelf: Shelf, *, about: str = "") -> list[Offer]:
    """The papers of a person, in the order of their groups; with ``about`` only those that answer that record."""
    found = []
    for form in shelf.forms():
        template = shelf.of_form(form)
        if template.subject != "person":
            continue
        offer = _offer(session, person, shelf, template, about)
        if offer is not None:
            found.append(offer)
    order = list(GROUPS)
    return sorted(
        found,
        key=lambda one: (order.index(one.template.group), not one.can, one.template.mark, one.template.id),
    )


def _offer(session: Session, person: str, shelf: Shelf, newest: Template, about: str) -> Offer | None:
    today = session.today()
    try:
        asked = asked_for(session, today, person, about, newest.record, newest.sorts)
    except Fault as fault:
        if fault.code != "E_PAPER_ABOUT":
            raise
        return Offer(newest, today, why=fault.sentence())
    if about and (asked.about_kind != newest.record or not _fits(newest, asked.about)):
        return None
    on = day_of_record(asked.about_kind, asked.about) if asked.about_kind in _OWN_DAY else today
    try:
        template = shelf.choose(newest.form, on, session.law.at(on).id, asked.regime)
    except Fault as fault:
        if fault.code not in ("E_FORM_DAY", "E_REGIME"):
            raise
        return Offer(newest, on, why=fault.sentence())
    record = asked.about.id if asked.about is not None else ""
    return Offer(template, on, record, asked.about_kind if record else "")


def _fits(template: Template, about: object) -> bool:
    return not template.sorts or getattr(about, "sort", "") in template.sorts


def about_words(offer: Offer) -> str:
    """The kind of the record a paper answers, in the language in use; empty for none."""
    return _(KINDS[offer.about_kind].label) if offer.about_kind else ""
