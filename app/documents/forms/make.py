"""One paper from start to end: the form that applies, its facts from the register, the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.documents.blocks import Document, PrintMark
from app.documents.forms.filling import Numbered, fill, used_fields
from app.documents.forms.shelf import Shelf
from app.documents.forms.template import PLACE, Template
from app.documents.pdf import pdf_bytes
from app.kinds.faults import Fault
from app.kinds.papers import IssuedPaper
from app.register.papers.facts import asked_for
from app.register.papers.fields import Facts, FieldSpec, gather
from app.register.papers.issued import ToIssue, issue
from app.register.papers.providers import FIELDS, PROVIDERS
from app.register.session import Session
from app.words import N_

_GLYPHS = N_("The paper holds characters that cannot be printed: {signs}. Correct them in the register.")


@dataclass(frozen=True, slots=True)
class Request:
    """A paper that is wanted.

    ``form``: name of a form or id of a template; ``about``: id of the record it answers (empty: chosen by the
    form from the person's newest). ``on``: its day. ``typed``: texts typed for fields, over what the register has.
    """

    form: str
    on: date
    person: str = ""
    about: str = ""
    number: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    made_at: datetime | None = None
    mark: PrintMark | None = None


@dataclass(frozen=True, slots=True, eq=False)
class MadePaper:
    """The paper: its form, document, facts, and what it lacks (``needed`` of it should not be missing)."""

    template: Template
    document: Document
    facts: Facts
    missing: tuple[FieldSpec, ...]
    needed: tuple[FieldSpec, ...]
    about_kind: str
    about: str
    regime: str


def issue_paper(
    session: Session, wanted: Request, shelf: Shelf | None = None, *, serial: int = 0
) -> tuple[IssuedPaper, bytes, object]:
    """Issue a paper: its number, its file and the line in the book, all or nothing.

    Returns the record, the PDF and what changed. Faults of ``make_paper``, of the book, and E_GLYPH when a
    character of the paper cannot be printed.
    """
    made = make_paper(session, wanted, shelf)
    template, at = made.template, wanted.made_at or session.now()

    def write(number: str) -> bytes:
        document = fill(template, made.facts, Numbered(wanted.on, number), at)
        data, missing = pdf_bytes(document)
        if missing:
            raise Fault("E_GLYPH", _GLYPHS, signs=" ".join(missing))
        return data

    what = ToIssue(
        form=template.id,
        version=template.own or template.version,
        title=template.label.vi,
        on=wanted.on,
        person=wanted.person,
        about_kind=made.about_kind,
        about=made.about,
        symbol=symbol_of(made),
        serial=serial,
        signatory=made.facts.texts.get("signer.name", ""),
    )
    return issue(session, what, write)


def symbol_of(made: MadePaper) -> str:
    """The symbol of the number with its fields in place; empty for a paper without a number."""
    symbol = made.template.symbol
    return PLACE.sub(lambda found: made.facts.texts.get(found[1], ""), symbol).strip()


def make_paper(session: Session, wanted: Request, shelf: Shelf | None = None) -> MadePaper:
    """Make a paper. Faults: E_NO_FORM, E_FORM_DAY, E_FORM_FIELD, E_REGIME, E_UNKNOWN_RECORD, E_PAPER_ABOUT."""
    known = shelf or Shelf.shipped()
    first = known.of_form(wanted.form)
    asked = asked_for(
        session, wanted.on, wanted.person, wanted.about, first.record, first.sorts, wanted.options
    )
    law = session.law.at(wanted.on)
    template = known.choose(wanted.form, wanted.on, law.id, asked.regime)
    signatory = template.signatory
    if template.decision and not signatory:
        decision = law.decisions.get(template.decision)
        signatory = decision.signer if decision is not None else ""
    used = used_fields(template)
    facts = gather(asked.signed_by(signatory), PROVIDERS, used).plus(wanted.typed)
    lacking = tuple(
        FIELDS[name] for name in sorted(used) if not facts.has(name) and not FIELDS[name].optional
    )
    named = set(template.needs)
    document = fill(
        template,
        facts,
        Numbered(wanted.on, wanted.number),
        wanted.made_at or session.now(),
        mark=wanted.mark,
    )
    return MadePaper(
        template,
        document,
        facts,
        lacking,
        tuple(spec for spec in lacking if spec.name in named),
        asked.about_kind,
        asked.about.id if asked.about is not None else "",
        law.id,
    )
