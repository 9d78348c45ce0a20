"""What a number can be broken down by. Each breakdown is a partition: its parts add up to the whole.

The expressions speak of ``h``, the counted line (p, day, code, node, kind, rec), ``w``, the person's row, and
``:last``, the last day of the period. Nothing is left out: what is not recorded is a part of its own, ``""``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from app.kinds import codes
from app.kinds.codes import CodeList
from app.kinds.declare import KINDS, Field, Sort
from app.register.counting.events import CODE_OF
from app.register.counting.measure import Measure
from app.words import N_, _


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown: an SQL expression giving a text for each counted line, and the words of its values."""

    name: str
    label: str
    sql: str
    words: Mapping[str, str] = field(default_factory=dict)
    codes: CodeList | None = None
    of_person: bool = True

    def word(self, value: str) -> str:
        """A value in the language in use."""
        if value == "":
            return _("Not recorded")
        if self.name == "month":
            return f"{value[5:]}/{value[:4]}"
        if value in self.words:
            return _(self.words[value])
        return _(self.codes.label(value)) if self.codes else value

    def order(self, value: str) -> tuple[int, str]:
        """Where a value stands: known ones in their own order, what is not recorded last."""
        known = list(self.words) or (list(self.codes.codes()) if self.codes else [])
        place = known.index(value) if value in known else len(known)
        return (10_000 if value == "" else place, value)


#: Whole years of age on the last day; a birth known to the year counts from its first day.
_AGE = "(substr(:last, 1, 4) - substr(w.born_from, 1, 4) - (substr(:last, 6) < substr(w.born_from, 6)))"
# the decision's bands name 30 twice; somebody of 30 belongs to the upper one (law.md 5.3)
_BAND = (
    f"CASE WHEN w.born_from IS NULL THEN '' WHEN {_AGE} < 14 THEN 'under14' WHEN {_AGE} < 16 THEN '14' "
    f"WHEN {_AGE} < 18 THEN '16' WHEN {_AGE} < 30 THEN '18' ELSE '30' END"
)
_LIVES = (
    "(SELECT a.{column} FROM r_address AS a WHERE a.person = w.id AND a._state = 0 AND coalesce(a.since, '') <= :last"
    " AND (a.until IS NULL OR a.until >= :last) ORDER BY a.sort = 'present' DESC, a.sort = 'temporary' DESC,"
    " a.since DESC, a.id DESC LIMIT 1)"
)
_GONE = (
    "EXISTS (SELECT 1 FROM r_status_period AS g WHERE g.person = w.id AND g._state = 0 AND g.status IN"
    " ('ABSENT', 'MOVED', 'PRISON', 'CUSTODY', 'DEAD', 'A-BB', 'A-BB-TN', 'A-TN-CS') AND g.since <= :last"
    " AND (g.until IS NULL OR g.until >= :last))"
)
_REGISTERED = (
    "EXISTS (SELECT 1 FROM r_address AS a WHERE a.person = w.id AND a._state = 0 AND a.sort = '{sort}'"
    " AND coalesce(a.since, '') <= :last AND (a.until IS NULL OR a.until >= :last))"
)

DIMENSIONS: dict[str, Dimension] = {
    one.name: one
    for one in (
        Dimension("sex", N_("Sex"), "coalesce(w.sex, '')", codes=codes.SEX),
        Dimension(
            "age",
            N_("Age"),
            _BAND,
            {
                "under14": N_("Under 14"),
                "14": N_("14 to under 16"),
                "16": N_("16 to under 18"),
                "18": N_("18 to under 30"),
                "30": N_("30 and over"),
            },
        ),
        Dimension(
            "ethnicity",
            N_("Ethnicity"),
            "CASE WHEN w.ethnicity IS NULL THEN '' WHEN w.ethnicity = 'kinh' THEN 'kinh' ELSE 'other' END",
            {"kinh": N_("Kinh"), "other": N_("Other ethnicities")},
        ),
        Dimension("people", N_("Ethnic group"), "coalesce(w.ethnicity, '')", codes=codes.ETHNICITY),
        Dimension(
            "substance",
            N_("Substance used"),
            "CASE coalesce(json_array_length(w.substances), 0) WHEN 0 THEN '' WHEN 1"
            " THEN json_extract(w.substances, '$[0]') ELSE 'several' END",
            codes=codes.SUBSTANCE,
        ),
        Dimension("education", N_("Education"), "coalesce(w.education, '')", codes=codes.EDUCATION),
        Dimension("occupation", N_("Occupation"), "coalesce(w.occupation, '')"),
        Dimension(
            "residence",
            N_("Residence"),
            f"CASE WHEN w.id IS NULL THEN '' WHEN {_REGISTERED.format(sort='permanent')} THEN 'permanent'"
            f" WHEN {_REGISTERED.format(sort='temporary')} THEN 'temporary' ELSE 'none' END",
            {
                "permanent": N_("Permanent residence"),
                "temporary": N_("Temporary residence"),
                "none": N_("Without registered residence"),
            },
        ),
        Dimension(
            "presence",
            N_("Present in the commune"),
            f"CASE WHEN w.id IS NULL THEN '' WHEN {_GONE} THEN 'gone' ELSE 'here' END",
            {"here": N_("Present in the commune"), "gone": N_("Elsewhere")},
        ),
        Dimension(
            "hamlet", N_("Hamlet or residential group"), f"coalesce({_LIVES.format(column='hamlet')}, '')"
        ),
        Dimension("officer", N_("Officer in charge"), "coalesce(w.officer, '')"),
        Dimension("month", N_("Month"), "substr(h.day, 1, 7)", of_person=False),
        Dimension("code", N_("Sort"), "h.code", of_person=False),
        Dimension("node", N_("Unit"), "h.node", of_person=False),
    )
}

_ANSWERS = {"1": N_("Yes"), "0": N_("No")}
#: Of a person's own fields only those that are not a breakdown already.
_KNOWN_OF_PERSON = frozenset({"sex", "ethnicity", "education"})


def dimension_of(measure: Measure, name: str) -> Dimension | None:
    """A breakdown of a measure by its name: one of all, or a coded field of what is counted; None: no such."""
    return dimensions_of(measure).get(name) or DIMENSIONS.get(name)


@cache
def dimensions_of(measure: Measure) -> dict[str, Dimension]:
    """All breakdowns that say something of a measure; what is counted without a person is not split by one."""
    found = {
        name: one
        for name, one in DIMENSIONS.items()
        if not one.of_person or measure.what == "persons" or measure.kind.subject
    }
    kind = measure.kind
    place = CODE_OF.get(kind.name, "sort" if "sort" in kind.by_name else "")
    if measure.mode == "headcount" or not place or kind.by_name[place].codes is None:
        del found["code"]
    else:
        found["code"] = replace(
            found["code"], label=kind.by_name[place].label, codes=kind.by_name[place].codes
        )
    if measure.mode in ("headcount", "stock"):
        del found["month"]
    if not kind.subject and "hamlet" in kind.by_name:
        sql = f"coalesce((SELECT x.hamlet FROM r_{kind.name} AS x WHERE x.n = h.rec), '')"
        found["hamlet"] = replace(DIMENSIONS["hamlet"], sql=sql, of_person=False)
    own = () if measure.mode == "headcount" else kind.fields
    for one in own:
        if one.name != place and _is_coded(one):
            found[f"{kind.name}.{one.name}"] = _by_field(kind.name, one, "h.rec")
    if "sex" in found:
        for one in KINDS["person"].fields:
            if one.name not in _KNOWN_OF_PERSON and _is_coded(one):
                found[f"person.{one.name}"] = _by_field("person", one, "h.p")
    return found


def _is_coded(one: Field) -> bool:
    return one.compartment is None and (
        one.sort is Sort.BOOL or (one.sort is Sort.CHOICE and one.codes is not None)
    )


def _by_field(kind: str, one: Field, number: str) -> Dimension:
    sql = f"coalesce((SELECT CAST(x.\"{one.name}\" AS TEXT) FROM r_{kind} AS x WHERE x.n = {number}), '')"
    words = _ANSWERS if one.sort is Sort.BOOL else {}
    return Dimension(f"{kind}.{one.name}", one.label, sql, words, one.codes, of_person=kind == "person")
