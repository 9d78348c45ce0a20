"""Which papers the file of a procedure must hold under a regime, and how complete one is: data and a pure reckoning.

What a paper is, who owes it and in which circumstances stands in ``resources/packs/dossiers``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeVar

import msgspec

from app.kinds.faults import Fault
from app.law.entries import Entry, Label, Mark, Office
from app.law.reading import damaged
from app.words import N_
from app.words.resources import resource

_NO_PROCEDURE = N_("The law pack {regime} lists no papers for this procedure. Install its pack of files.")
_Entry = TypeVar("_Entry", bound=msgspec.Struct)

#: ``missing``: required and not there; ``optional``: may lie in the file and is never counted.
PaperState = Literal["present", "missing", "optional"]


class Circumstance(Entry, frozen=True):
    """One way in which a paper comes to belong to a file; what is left out does not matter.

    ``settled``: stable residence; ``repeat_use``: a managed person found using again; ``forms``: forms of
    rehabilitation; ``grounds``: grounds of the request; ``interim``: who has care meanwhile.
    """

    minor: bool | None = None
    settled: bool | None = None
    repeat_use: bool | None = None
    completed: bool | None = None
    raises_child: bool | None = None
    interim: str = ""
    forms: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


class PaperRule(Entry, frozen=True):
    """One paper of a procedure's file.

    ``form`` is its number where the law names one, ``form_mark`` how sure that is (``unknown``: the regime
    has not numbered it yet). ``owes`` is the office that issues it or hands it in. ``proof`` names the
    record that proves it in the register. ``when``: any of these; ``why`` says them in words.
    ``identity``: the image of an identity paper.
    """

    procedure: str
    id: str
    title: Label
    owes: str
    article: str
    mark: Mark
    form: str = ""
    form_mark: Mark = "found"
    required: bool = True
    when: tuple[Circumstance, ...] = ()
    why: Label | None = None
    proof: str = ""
    identity: bool = False


class Procedure(Entry, frozen=True):
    """A procedure that keeps a file.

    ``numbered``: its sheets are numbered one by one (bút lục). ``takes_over``: the article by which a file
    begun under an older regime and not yet decided is decided under this one.
    """

    id: str
    title: Label
    article: str
    mark: Mark
    numbered: bool = False
    takes_over: str = ""
    note: Label | None = None


class _Head(Entry, frozen=True):
    """The head of a pack of files."""

    id: str
    sort: Literal["dossiers"]
    regime: str
    version: str
    source: str


class DossierRules(msgspec.Struct, frozen=True):
    """The files of one regime: procedures by id, their papers in the order of the index."""

    id: str
    regime: str
    version: str
    source: str
    procedures: Mapping[str, Procedure]
    papers: Mapping[str, tuple[PaperRule, ...]]
    offices: Mapping[str, Office]


class DossierFacts(msgspec.Struct, frozen=True):
    """What is known of one case; None or an empty text where it is not known. ``present``: ids of papers there."""

    minor: bool | None = None
    settled: bool | None = None
    repeat_use: bool | None = None
    completed: bool | None = None
    raises_child: bool | None = None
    interim: str = ""
    form: str = ""
    ground: str = ""
    present: frozenset[str] = frozenset()


class PaperLine(msgspec.Struct, frozen=True):
    """A paper of a case with its state."""

    rule: PaperRule
    state: PaperState


class Dossier(msgspec.Struct, frozen=True):
    """A case's file: papers that belong to it or may, how many are required, how many of those are there."""

    procedure: Procedure
    papers: tuple[PaperLine, ...]
    required: int
    present: int

    @property
    def percent(self) -> int:
        """Whole per cent of the required papers that are there, rounded down; 100 only when none is missing."""
        return self.present * 100 // self.required if self.required else 100

    @property
    def missing(self) -> tuple[PaperRule, ...]:
        """The papers that are required and not there."""
        return tuple(line.rule for line in self.papers if line.state == "missing")


class DossierPacks:
    """The files of all regimes. Nothing changes after construction; ``plus`` gives a new set."""

    def __init__(self, packs: Iterable[DossierRules]) -> None:
        """By regime; a later pack of a regime takes the place of an earlier one."""
        self._by_regime = {pack.regime: pack for pack in packs}

    @classmethod
    def shipped(cls) -> DossierPacks:
        """The packs that come with the program (read once)."""
        return _shipped()

    def plus(self, *packs: DossierRules) -> DossierPacks:
        """These and more."""
        return DossierPacks((*self._by_regime.values(), *packs))

    def regimes(self) -> tuple[str, ...]:
        """The regimes that have such a pack."""
        return tuple(self._by_regime)

    def of(self, regime: str) -> DossierRules:
        """The files of a regime; ``Fault`` E_REGIME when no pack lists them."""
        found = self._by_regime.get(regime)
        if found is None:
            raise Fault("E_REGIME", _NO_PROCEDURE, regime=regime)
        return found


def dossier(rules: DossierRules, procedure: str, facts: DossierFacts) -> Dossier:
    """How complete the file of a case is; ``Fault`` E_REGIME when the regime does not know the procedure.

    A paper belongs to the file when one of its circumstances holds. While that is not known, or where the
    paper is not required, it is optional: shown, counted neither as there nor as missing.
    """
    head = rules.procedures.get(procedure)
    if head is None:
        raise Fault("E_REGIME", _NO_PROCEDURE, regime=rules.regime)
    lines = []
    required = present = 0
    for rule in rules.papers.get(procedure, ()):
        belongs = _belongs(rule, facts)
        there = rule.id in facts.present
        if belongs is False and not there:
            continue
        is_required = rule.required and belongs is True
        required += is_required
        present += is_required and there
        lines.append(PaperLine(rule, "present" if there else "missing" if is_required else "optional"))
    return Dossier(head, tuple(lines), required, present)


def _belongs(rule: PaperRule, facts: DossierFacts) -> bool | None:
    """True, False, or None while it is not known."""
    if not rule.when:
        return True
    found = [_holds(one, facts) for one in rule.when]
    return True if True in found else None if None in found else False


def _holds(one: Circumstance, facts: DossierFacts) -> bool | None:
    found: list[bool | None] = []
    for name in ("minor", "settled", "repeat_use", "completed", "raises_child"):
        wanted, known = getattr(one, name), getattr(facts, name)
        if wanted is not None:
            found.append(None if known is None else known == wanted)
    for choices, chosen in (
        ((one.interim,) if one.interim else (), facts.interim),
        (one.forms, facts.form),
        (one.grounds, facts.ground),
    ):
        if choices:
            found.append(chosen in choices if chosen else None)
    return False if False in found else None if None in found else True


def read_dossiers(file: str, text: str) -> DossierRules:
    """The pack in a file's text, strictly; ``Fault`` E_PACK naming the file and the entry."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise damaged(file, "toml") from None
    tables = {name: raw.pop(name, []) for name in ("procedures", "papers", "offices")}
    head = _entry(file, "head", raw, _Head)
    procedures = {one.id: one for one in _entries(file, "procedures", tables, Procedure)}
    offices = {one.id: one for one in _entries(file, "offices", tables, Office)}
    papers: dict[str, tuple[PaperRule, ...]] = {}
    for paper in _entries(file, "papers", tables, PaperRule):
        where = f"papers[{paper.procedure}.{paper.id}]"
        listed = papers.get(paper.procedure, ())
        if paper.procedure not in procedures or any(one.id == paper.id for one in listed):
            raise damaged(file, where)
        papers[paper.procedure] = (*listed, paper)
    return DossierRules(head.id, head.regime, head.version, head.source, procedures, papers, offices)


def _entries(file: str, table: str, tables: dict[str, Any], sort: type[_Entry]) -> list[_Entry]:
    rows = tables[table]
    if not isinstance(rows, list):
        raise damaged(file, table)
    return [_entry(file, f"{table}[{place}]", raw, sort) for place, raw in enumerate(rows, 1)]


def _entry(file: str, where: str, raw: Any, sort: type[_Entry]) -> _Entry:
    try:
        return msgspec.convert(raw, sort)
    except msgspec.ValidationError:
        raise damaged(file, where) from None


@lru_cache(maxsize=1)
def _shipped() -> DossierPacks:
    files = sorted(resource("packs/dossiers").glob("*.toml"))
    return DossierPacks(read_dossiers(file.name, file.read_text(encoding="utf-8")) for file in files)
