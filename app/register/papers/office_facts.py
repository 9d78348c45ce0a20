"""Facts about the offices and the paper itself, as they were named on the day of the paper."""

from __future__ import annotations

from collections.abc import Mapping

from app.kinds import units_catalogue
from app.kinds.text import fold
from app.kinds.units_catalogue import UnitName
from app.register.papers.fields import Asked, FieldSpec, Provider, Told
from app.register.papers.said import worded
from app.words import N_

OFFICE = (
    FieldSpec("unit.name", N_("Name of the commune")),
    FieldSpec("unit.commune", N_("Commune with its sort")),
    FieldSpec("unit.province", N_("Province, or the unit above")),
    FieldSpec("office.committee", N_("People's Committee")),
    FieldSpec("office.committee_above", N_("People's Committee above")),
    FieldSpec("office.chair", N_("Chair of the People's Committee")),
    FieldSpec("office.police", N_("Police of the commune")),
    FieldSpec("office.police_above", N_("Police above")),
    FieldSpec("office.police_chief", N_("Chief of the commune police")),
    FieldSpec("paper.day", N_("Day of the paper")),
    FieldSpec("paper.maker", N_("Who draws the paper up"), typed=True),
    FieldSpec("statement.text", N_("What the person states"), typed=True),
    FieldSpec("signer.title", N_("Post of the office that signs")),
    FieldSpec("signer.acting", N_("Post of a deputy who signs"), typed=True, optional=True),
    FieldSpec("signer.name", N_("Name of the signatory"), typed=True),
)

_TITLES = {"chair": "Chủ tịch", "province_police": "Giám đốc"}


def _tell(asked: Asked) -> Mapping[str, Told]:
    unit, above = _units(asked)
    name = unit.title if unit else ""
    police = f"Công an {name}" if unit else asked.session.node.name
    told: dict[str, Told] = {
        "unit.name": _place(unit),
        "unit.commune": name,
        "unit.province": above,
        "office.police": police,
        "office.police_above": f"Công an {above}" if above else "",
        "office.committee": f"Ủy ban nhân dân {name}" if unit else "",
        "office.committee_above": f"Ủy ban nhân dân {above}" if above else "",
        "office.chair": f"Chủ tịch Ủy ban nhân dân {name}" if unit else "",
        "office.police_chief": f"Trưởng Công an {name}" if unit else "",
        "paper.day": worded(asked.on),
        "paper.maker": asked.options.get("maker", ""),
    }
    return {**told, **_signer(asked, unit)}


def _units(asked: Asked) -> tuple[UnitName | None, str]:
    """The commune of the node on the day of the paper, and what is above it."""
    code = asked.session.node.unit
    unit = units_catalogue.unit(code, asked.on) or units_catalogue.unit(code)
    if unit is None or asked.session.node.sort == "upper":
        return None, ""
    return unit, unit.within.split(",")[0].strip()


def _place(unit: UnitName | None) -> str:
    """The place a paper is written at: the bare name, with its sort where the name is a number."""
    if unit is None:
        return ""
    return unit.label if unit.name[0].isdigit() else unit.name


def _signer(asked: Asked, unit: UnitName | None) -> dict[str, Told]:
    """Who signs: the office the law names; a deputy signs for its head (KT.)."""
    title = _TITLES.get(asked.signatory, "")
    if asked.signatory == "police_chief":
        title = f"Trưởng Công an {unit.word}" if unit else "Trưởng Công an"
    decision = asked.about if asked.about_kind == "decision" else None
    post = getattr(decision, "signatory_post", "") or ""
    name = getattr(decision, "signatory", "") or ""
    return {
        "signer.title": title,
        "signer.acting": post if fold(post).startswith("pho ") else "",
        "signer.name": name,
    }


PROVIDER = Provider(OFFICE, _tell)
