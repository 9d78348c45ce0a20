"""The papers of made-up files: what the law packs list for each procedure, more or less complete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.kinds.faults import Fault
from app.law.dossiers import DossierFacts, DossierPacks, PaperRule, dossier
from app.register.made_up.acts import Case
from app.register.made_up.entries import Entry

_HELD = "Tủ hồ sơ Công an cấp xã"
#: Of a hundred files, how many hold every paper; of the others each paper is there this often.
_COMPLETE, _EACH = 45, 60
#: Which decisions keep a file, by their sort.
_DECIDED = {"manage_user": "user_management", "aftercare": "aftercare"}


def add(case: Case, told: Sequence[Entry]) -> None:
    """Papers for each file that a person's story has opened; ``told`` are the entries of the story."""
    for entry, procedure in _files(told):
        on = date.fromisoformat(_opened(entry))
        wanted = list(_wanted(case, entry, procedure, on))
        is_complete = case.made.rng.randrange(100) < _COMPLETE
        for rule in wanted:
            if is_complete or case.made.rng.randrange(100) < _EACH:
                _paper(case, entry, procedure, rule, on)


def _files(told: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    seen = set()
    for entry in told:
        procedure = ""
        if entry.kind == "decision":
            procedure = _DECIDED.get(entry.fields["sort"], "")
        elif entry.kind == "assessment_request":
            procedure = "assessment"
        elif entry.kind == "rehab_episode" and not entry.fields["form"].startswith("compulsory"):
            procedure = "voluntary"
        elif entry.kind == "compulsory_file":
            procedure = "compulsory_minor" if entry.fields.get("is_minor") else "compulsory"
        if procedure and entry.id not in seen:
            seen.add(entry.id)
            yield entry, procedure


def _opened(entry: Entry) -> str:
    names = ("decided_on", "asked_on", "registered_on", "opened_on")
    return str(next(entry.fields[name] for name in names if name in entry.fields))


def _wanted(case: Case, entry: Entry, procedure: str, on: date) -> Iterator[PaperRule]:
    """The papers that the file needs and no record of the register proves, without images of identity papers."""
    fields = entry.fields
    facts = DossierFacts(
        minor=case.minor,
        completed=False,
        form=fields.get("form", ""),
        ground=fields.get("ground", ""),
        interim=fields.get("interim", ""),
    )
    try:
        found = dossier(DossierPacks.shipped().of(case.made.pack(on).id), procedure, facts)
    except Fault:  # a law without such files
        return
    for rule in found.missing:
        if not rule.proof and not rule.identity:
            yield rule


def _paper(case: Case, entry: Entry, procedure: str, rule: PaperRule, on: date) -> None:
    made = case.made
    made.add(
        "paper",
        on,
        person=case.person,
        dossier=procedure,
        about=entry.id,
        sort=rule.id,
        title=rule.title.vi,
        number=made.number(f"paper-{rule.id}", on, "CA") if rule.owes in ("police", "finder") else None,
        dated_on=on,
        pages=made.rng.randint(1, 4),
        held_at=_HELD,
    )
