"""The files of all procedures: what each holds, what it lacks, who owes that; papers added with one key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kinds.codec import to_fields
from app.kinds.compulsory import FilePaper
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.text import fold, text_key
from app.law.dossiers import Dossier, DossierPacks, DossierRules, PaperLine, PaperRule, dossier
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.dossier_cases import Case, Cases, Found, PersonRows, read_rows
from app.register.dossier_proofs import Proof, facts_for, proof_of
from app.register.people import retract, save
from app.register.session import Session
from app.words import N_, language

_NONE = N_("The register has no such file any more. Read the list again.")
_NO_TITLE = N_("Another paper needs a title. Type what it is.")
_NO_PAPER = N_("This file has no paper “{paper}”. Choose one of the list, or add it as another paper.")

#: The sort of a paper that no list asks for.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper of a file as screens and prints show it.

    ``state``: present, missing or optional. ``record``: the paper's own record; ``proof``: the record that
    proves it without one. ``form`` is empty where none is named; ``form_known`` whether that is certain.
    Texts are in the language in use, ``title_vi`` and ``owes_vi`` for papers.
    """

    id: str
    title: str
    title_vi: str
    state: str
    form: str = ""
    form_known: bool = True
    owes: str = ""
    owes_vi: str = ""
    article: str = ""
    mark: str = ""
    why: str = ""
    number: str = ""
    dated_on: date | None = None
    pages: int | None = None
    held_at: str = ""
    record: str = ""
    attachment: str = ""
    note: str = ""
    proof: Proof | None = None
    is_identity: bool = False


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A file in a list; days are ISO text, ``until`` empty while the case runs."""

    person: str
    name: str
    hamlet: str
    officer: str
    procedure: str
    about: str
    title: str
    regime: str
    opened: str
    until: str
    percent: int
    required: int
    present: int
    missing: tuple[str, ...]
    missing_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DossierView:
    """A file with its papers in the order of the index; ``note`` and ``article`` are the law's on the whole."""

    line: DossierLine
    papers: tuple[PaperView, ...]
    title_vi: str
    article: str
    note: str
    numbered: bool
    law: str
    law_vi: str
    source: str

    @property
    def missing(self) -> tuple[PaperView, ...]:
        """What is required and not there."""
        return tuple(paper for paper in self.papers if paper.state == "missing")

    @property
    def present(self) -> tuple[PaperView, ...]:
        """What is there."""
        return tuple(paper for paper in self.papers if paper.state == "present")


@dataclass(frozen=True, slots=True)
class DossierQuery:
    """Which files. Empty words do not filter; ``missing``: codes of papers
    (procedure/paper, one of them is enough); ``ended``: also those of ended cases."""

    words: str = ""
    procedure: str = ""
    officer: str = ""
    missing: str = ""
    ended: bool = False


def packs() -> DossierPacks:
    """The files the law lists, by regime."""
    return DossierPacks.shipped()


def list_dossiers(session: Session, query: DossierQuery | None = None) -> list[DossierLine]:
    """The files of everybody, the least complete first; one reading, off the main thread."""
    asked = query or DossierQuery()
    words = fold(asked.words)
    with session.store.read() as reader:
        rows = read_rows(reader)
        who = {row[0]: tuple(row[1:]) for row in reader.rows("SELECT id, name, hamlet, officer FROM card")}
    cases = Cases(session.law, packs(), session.today())
    found = []
    for person in rows.values():
        for case in _wanted(cases.of(person), asked):
            line = _line(person, case, who.get(person.person, ("", None, None)))
            if _fits(line, asked, words):
                found.append(line)
    return sorted(found, key=lambda one: (one.percent, -len(one.missing), text_key(one.name), one.opened))


def dossiers_of(session: Session, person: str, *, ended: bool = True) -> list[DossierView]:
    """The files of one person, those of running cases first."""
    with session.store.read() as reader:
        rows, who = _one(reader, person)
    cases = Cases(session.law, packs(), session.today()).of(rows)
    views = [_view(session, rows, case, who) for case in cases if ended or not case.until]
    return sorted(views, key=lambda view: (bool(view.line.until), view.line.percent, view.line.opened))


def open_dossier(session: Session, person: str, procedure: str, about: str) -> DossierView:
    """One file; ``Fault`` E_UNKNOWN_RECORD when the case is gone. ``about`` may be any record of the case."""
    with session.store.read() as reader:
        rows, who = _one(reader, person)
    case = _case(session, rows, procedure, about)
    return _view(session, rows, case, who)


def add_paper(
    session: Session,
    view: DossierView,
    paper: str,
    fields: Mapping[str, Any] | None = None,
    record: str = "",
) -> Changed:
    """Mark a paper as there, with what is known of it (number, dated_on, pages, held_at, note, title).

    ``paper`` is its id in the list, or ``OTHER`` with a title. A paper that is there already is changed:
    what is named in ``fields`` takes the place of what was, an empty value clears it. ``record`` names the
    one of several other papers. Fault with the field where something is wrong.
    """
    known = next((one for one in view.papers if one.id == paper), None)
    if known is None and paper != OTHER:
        raise Fault("E_UNKNOWN_RECORD", _NO_PAPER, paper=paper)
    if known is not None and paper != OTHER:
        record = known.record
    line = view.line
    values = _before(session, record) | dict(fields or {})
    if paper == OTHER and not values.get("title"):
        raise Fault("E_TITLE", _NO_TITLE, field="title")
    values |= {"person": line.person, "dossier": line.procedure, "about": line.about, "sort": paper}
    filled = {name: value for name, value in values.items() if value not in (None, "")}
    return save(session, "paper", record or new_id(), filled)


def _before(session: Session, record: str) -> dict[str, Any]:
    """What a paper's record says already."""
    with session.store.read() as reader:
        found = reader.get(FilePaper, record) if record else None
    return dict(to_fields(found)) if found is not None else {}


def remove_paper(session: Session, record: str, why: str) -> Changed:
    """A paper was entered in error; its record leaves the file, with a reason."""
    return retract(session, "paper", record, why)


def procedures(session: Session) -> list[tuple[str, str]]:
    """Every procedure with its title, by the newest law, for filters."""
    known = packs()
    found: dict[str, str] = {}
    for regime in session.law.regimes():
        if regime in known.regimes():
            found |= {one.id: one.title.said() for one in known.of(regime).procedures.values()}
    return list(found.items())


# -- inside


def _one(reader: Reader, person: str) -> tuple[PersonRows, tuple[Any, ...]]:
    """The rows of a person, or of who they were merged into, with name, hamlet and officer."""
    rows = next(iter(read_rows(reader, person).values()), None)
    if rows is None:
        raise Fault("E_UNKNOWN_RECORD", _NONE)
    who = reader.row("SELECT name, hamlet, officer FROM card WHERE id = ?", (rows.person,))
    return rows, tuple(who or ("", None, None))


def _case(session: Session, rows: PersonRows, procedure: str, about: str) -> Case:
    found = Cases(session.law, packs(), session.today()).of(rows)
    fitting = [case for case in found if case.procedure == procedure and (not about or about in case.keys)]
    if not fitting:
        raise Fault("E_UNKNOWN_RECORD", _NONE)
    return fitting[-1]


def _wanted(cases: Iterable[Case], asked: DossierQuery) -> Iterator[Case]:
    for case in cases:
        if (asked.ended or not case.until) and asked.procedure in ("", case.procedure):
            yield case


def _fits(line: DossierLine, asked: DossierQuery, words: str) -> bool:
    if asked.officer and line.officer != asked.officer:
        return False
    if asked.missing:
        codes = {f"{line.procedure}/{one}" for one in line.missing_ids}
        if codes.isdisjoint(asked.missing.split(",")):
            return False
    return not words or words in fold(line.name)


def _papers_of(rows: PersonRows, case: Case) -> dict[str, list[Found]]:
    """The records of papers that lie in the file of a case, by their sort."""
    found: dict[str, list[Found]] = {}
    for row in rows.of("paper"):
        named = row["about"] in case.keys if row["about"] else not case.until
        if row["dossier"] == case.procedure and named:
            found.setdefault(row["sort"], []).append(row)
    return found


def _state(
    rows: PersonRows, case: Case
) -> tuple[DossierRules, Dossier, dict[str, list[Found]], dict[str, Proof]]:
    """The rules of the case's law, its state, the records of papers and what else proves them."""
    rules = packs().of(case.regime)
    there = _papers_of(rows, case)
    proofs: dict[str, Proof] = {}
    for rule in rules.papers.get(case.procedure, ()):
        proof = proof_of(rows, case, rule.proof) if rule.proof else None
        if proof is not None:
            proofs[rule.id] = proof
    facts = facts_for(rows, case, frozenset((*there, *proofs)))
    return rules, dossier(rules, case.procedure, facts), there, proofs


def _line(rows: PersonRows, case: Case, who: tuple[Any, ...]) -> DossierLine:
    _rules, found, _there, _proofs = _state(rows, case)
    return _made_line(found, case, who)


def _made_line(found: Dossier, case: Case, who: tuple[Any, ...]) -> DossierLine:
    name, hamlet, officer = who
    return DossierLine(
        person=case.person,
        name=name,
        hamlet=hamlet or "",
        officer=officer or "",
        procedure=case.procedure,
        about=case.about,
        title=found.procedure.title.said(),
        regime=case.regime,
        opened=case.opened,
        until=case.until,
        percent=found.percent,
        required=found.required,
        present=found.present,
        missing=tuple(rule.title.said() for rule in found.missing),
        missing_ids=tuple(rule.id for rule in found.missing),
    )


def _view(session: Session, rows: PersonRows, case: Case, who: tuple[Any, ...]) -> DossierView:
    rules, found, there, proofs = _state(rows, case)
    law = session.law.regime(case.regime, date.fromisoformat(case.opened))
    offices = {**rules.offices, **law.offices}
    papers = []
    for line in found.papers:
        office = offices.get(line.rule.owes)
        owes = (office.label.said(), office.label.vi) if office else (line.rule.owes, line.rule.owes)
        record = there[line.rule.id][-1] if line.rule.id in there else None
        papers.append(_paper(line, owes, record, proofs.get(line.rule.id)))
    listed = {line.rule.id for line in found.papers}
    for sort, records in there.items():
        if sort not in listed:
            papers += [_other(record) for record in records]
    head = found.procedure
    return DossierView(
        line=_made_line(found, case, who),
        papers=tuple(papers),
        title_vi=head.title.vi,
        article=head.article,
        note=head.note.said() if head.note else "",
        numbered=head.numbered,
        law=law.head.title.said(),
        law_vi=law.head.title.vi,
        source=rules.source,
    )


def _paper(line: PaperLine, owes: tuple[str, str], record: Found | None, proof: Proof | None) -> PaperView:
    rule: PaperRule = line.rule
    number, on = (proof.number, proof.on) if proof else ("", "")
    if record is not None:
        number, on = record["number"] or number, record["dated_on"] or on
    return PaperView(
        id=rule.id,
        title=rule.title.said(),
        title_vi=rule.title.vi,
        state=line.state,
        form=rule.form if language() == "vi" else _form_en(rule.form),
        form_known=rule.form_mark == "found",
        owes=owes[0],
        owes_vi=owes[1],
        article=rule.article,
        mark=rule.mark,
        why=rule.why.said() if rule.why else "",
        number=number,
        dated_on=date.fromisoformat(on) if on else None,
        proof=proof if record is None else None,
        is_identity=rule.identity,
        **_kept(record),
    )


def _form_en(form: str) -> str:
    """A form's number is a name and stays; only the word before it is said in English."""
    return form.replace("Mẫu", "form").replace("Phụ lục", "annex").replace(" hoặc ", " or ")


def _other(record: Found) -> PaperView:
    """A paper in the file that no list asks for."""
    on = record["dated_on"]
    return PaperView(
        id=OTHER,
        title=record["title"] or record["sort"],
        title_vi=record["title"] or record["sort"],
        state="present",
        number=record["number"] or "",
        dated_on=date.fromisoformat(on) if on else None,
        **_kept(record),
    )


def _kept(record: Found | None) -> dict[str, Any]:
    if record is None:
        return {}
    return {
        "pages": record["pages"],
        "held_at": record["held_at"] or "",
        "record": record["id"],
        "attachment": record["attachment"] or "",
        "note": record["note"] or "",
    }


def paper_writes(session: Session) -> bool:
    """Whether the account may enter papers."""
    return session.may_write(KINDS["paper"])


def paper_titles(session: Session) -> list[tuple[str, str]]:
    """Every paper that some file requires, for the filter ``missing``: its code, and its title by the newest law."""
    known = packs()
    titles: dict[str, str] = {}
    for regime in session.law.regimes():
        for name, rules in known.of(regime).papers.items() if regime in known.regimes() else ():
            titles |= {f"{name}/{rule.id}": rule.title.said() for rule in rules if rule.required}
    codes: dict[str, list[str]] = {}
    for code, title in titles.items():
        codes.setdefault(title, []).append(code)
    return [(",".join(codes[title]), title) for title in sorted(codes, key=text_key)]
