"""What a target can be counted by: the figures and ratios of ``counting``, and shares made of the same people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.kinds.declare import KINDS, Kind
from app.register.counting.definition import definition
from app.register.counting.measures import MEASURES
from app.register.counting.ratios import RATIOS
from app.words import N_, _

How = Literal["count", "ratio", "share", "parts"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure with one definition.

    ``how``: ``count`` is one measure, ``ratio`` one of ``counting.ratios``. ``share`` is made of the same people:
    of those of the measures in ``whole``, how many are also of one of the measures in ``part``. ``parts`` adds
    up: ``part`` out of ``part`` and ``whole`` together. ``clause`` is the text the definition answers to.
    """

    name: str
    label: str
    clause: str
    part: tuple[str, ...]
    whole: tuple[str, ...] = ()
    how: How = "count"

    @property
    def kind(self) -> Kind:
        """The kind whose records are counted (of a share: those of its part)."""
        return KINDS[MEASURES[self.part[0]].kind_name]

    @property
    def table(self) -> str:
        """The table of that kind."""
        return f"r_{self.kind.name}"

    @property
    def shows(self) -> str:
        """The kind of the records that are handed out: persons where persons are counted."""
        return "person" if self.how == "share" or MEASURES[self.part[0]].what == "persons" else self.kind.name

    def kinds(self) -> tuple[Kind, ...]:
        """All kinds that must be readable for the figure."""
        return tuple(
            {MEASURES[name].kind.name: MEASURES[name].kind for name in self.part + self.whole}.values()
        )

    def formula(self) -> str:
        """What is counted, in words, in the language in use."""
        if self.how in ("count", "ratio"):
            return definition(self.name).words
        part = _(" or ").join(f"“{_(MEASURES[name].label)}”" for name in self.part)
        whole = _(" or ").join(f"“{_(MEASURES[name].label)}”" for name in self.whole)
        if self.how == "share":
            return _(
                "Of the people counted as {whole}: how many are also counted as {part}.",
                part=part,
                whole=whole,
            )
        return _("{part} out of {part} and {whole} together.", part=part, whole=whole)


#: The figures of the annex of plan 265/KH-UBND, in the order of its columns.
_ANNEX = (
    "cases_prosecuted",
    "compulsory_rehab_admissions",
    "complex_points_resolved",
    "at_risk_points_resolved",
)
_IN_REHAB = ("rehab_home", "rehab_facility", "compulsory", "substitution")
_SHARES = (
    Indicator(
        "positive_with_file",
        N_("People tested positive who have a file"),
        "KH 265/KH-UBND II.4",
        ("with_file",),
        ("tests_positive",),
        "share",
    ),
    Indicator(
        "addicted_with_file",
        N_("People found to have addiction who have a file"),
        "KH Hải Phòng II.2",
        ("with_file",),
        ("assessed_addicted",),
        "share",
    ),
    Indicator(
        "completed_in_aftercare",
        N_("People who completed rehabilitation and are in after-care"),
        "KH 265/KH-UBND II.4",
        ("aftercare", "new_aftercare"),
        ("rehab_completed",),
        "share",
    ),
    Indicator(
        "with_file_in_services",
        N_("People with a file who reach support, rehabilitation or treatment"),
        "KH Cần Thơ I.4",
        (*_IN_REHAB, "supported"),
        ("with_file",),
        "share",
    ),
    Indicator(
        "users_supported",
        N_("Users under management who are supported"),
        "KH Ninh Thuận I.2.3",
        ("supported",),
        ("users_managed",),
        "share",
    ),
    Indicator(
        "complex_points_resolved_share",
        N_("Complex places resolved, out of all there were"),
        "KH Cần Thơ I.2",
        ("complex_points_resolved",),
        ("complex_points",),
        "parts",
    ),
)


def _all() -> dict[str, Indicator]:
    names = [*_ANNEX, *(name for name in MEASURES if name not in _ANNEX)]
    counts = [Indicator(name, MEASURES[name].label, MEASURES[name].clause, (name,)) for name in names]
    ratios = [Indicator(r.name, r.label, r.clause, (r.part,), (r.whole,), "ratio") for r in RATIOS.values()]
    return {one.name: one for one in (*counts, *ratios, *_SHARES)}


#: All of them by name; those of the annex come first, so that its columns keep their order.
INDICATORS: dict[str, Indicator] = _all()


def label_of(name: str) -> str:
    """An indicator's name in the language in use; the name itself where nothing defines it."""
    known = INDICATORS.get(name)
    return _(known.label) if known else name
