"""Criteria 6 to 8 of a drug-free commune: places, dealers, cultivation and production, suspects, serious offences."""

from __future__ import annotations

from app.law.classes.ten import TenPart
from app.register import area
from app.register.scoring.answers import Answer
from app.register.scoring.asking import RUNS, Ask, Records
from app.register.scoring.stated import stated
from app.words import N_

_NONE = N_("None is recorded.")
_SOME = N_("Recorded: {n}.")
_ACT_UNKNOWN = N_("Cases of the year without their sort of act: {n}. Enter it.")
_NOT_STATED = N_("The unit has not stated this.")
_SAID_NONE = N_("Stated: none ({document}).")
_SAID_SOME = N_("Stated: {n} ({document}).")
_SAID_YES = N_("Stated: yes ({document}).")
_SAID_NO = N_("Stated: no ({document}).")
_WEIGHT_UNKNOWN = N_(
    "Cases of which it is not known how serious they are or whether residents took part: {n}."
)

#: Sorts of place, and the states that count: a place of use counts when it is suspected too (QĐ 28 art. 2).
COMPLEX, HOT, AT_RISK, USE = "'complex'", "'hot_spot'", "'at_risk'", "'use', 'vehicle'"
LISTED, SUSPECTED = "'listed', 'resolved'", "'suspected', 'listed', 'resolved'"
OFFENDING = f"({', '.join(repr(part) for part in area.OFFENDING)})"
_SERIOUS = "('serious', 'very', 'extreme')"


def places(ask: Ask, sorts: str, states: str) -> Records:
    """The places of some sorts that stand on the day."""
    day = ask.on.isoformat()
    where = f"sort IN ({sorts}) AND state IN ({states}) AND since <= ? AND (resolved_on IS NULL OR resolved_on > ?)"
    return ask.ids("place", where, day, day)


def dealers(ask: Ask) -> Records:
    """The retail dealers listed on the day."""
    day = ask.on.isoformat()
    return ask.ids("retail_dealer", RUNS, day, day)


def _none(found: Records) -> Answer:
    if found:
        return Answer(False, _SOME, {"n": len(found)}, found, found)
    return Answer(True, _NONE)


def complex_places(ask: Ask, _part: TenPart) -> Answer:
    """No hot spot and no complex place stands on the day; places at risk are not barred."""
    return _none(places(ask, f"{HOT}, {COMPLEX}", LISTED))


def use_places(ask: Ask, _part: TenPart) -> Answer:
    """No place of organised or harboured use, documented or suspected."""
    return _none(places(ask, USE, SUSPECTED))


def no_dealers(ask: Ask, _part: TenPart) -> Answer:
    """No retail dealer on the list."""
    return _none(dealers(ask))


def cultivation(ask: Ask, _part: TenPart) -> Answer:
    """No find of plants with narcotics in the year, however small."""
    return _none(ask.ids("cultivation", "detected_on BETWEEN ? AND ?", *ask.period))


def production(ask: Ask, _part: TenPart) -> Answer:
    """No case of production in the year; a case whose act is not entered leaves it open."""
    found = ask.ids("incident", "act = 'produce' AND detected_on BETWEEN ? AND ?", *ask.period)
    unknown = ask.ids(
        "incident", "sort = 'case' AND act IS NULL AND detected_on BETWEEN ? AND ?", *ask.period
    )
    if unknown and not found:
        return Answer(None, _ACT_UNKNOWN, {"n": len(unknown)}, unknown, unknown, "incident")
    return _none(found)


def said_none(ask: Ask, part: TenPart) -> Answer:
    """A number that the unit states is zero."""
    said = stated(ask.reader, ask.node, part.setting, ask.on)
    if not isinstance(said.value, int):
        return Answer(None, _NOT_STATED, mend=f"state:{part.setting}")
    words = _SAID_SOME if said.value else _SAID_NONE
    values = {"n": said.value, "document": said.document or "–"}
    return Answer(said.value == 0, words, values, said.records, said.records if said.value else ())


def said_yes(ask: Ask, part: TenPart) -> Answer:
    """What the unit states is so."""
    said = stated(ask.reader, ask.node, part.setting, ask.on)
    if said.value not in ("yes", "no"):
        return Answer(None, _NOT_STATED, mend=f"state:{part.setting}")
    is_so = said.value == "yes"
    words, against = (_SAID_YES, ()) if is_so else (_SAID_NO, said.records)
    return Answer(is_so, words, {"document": said.document or "–"}, said.records, against)


def serious_offence(ask: Ask, _part: TenPart) -> Answer:
    """No resident, permanent or temporary, commits an offence that is serious or heavier in the year.

    A case that may be serious leaves it open where it is not known who took part or whether they live here.
    """
    cases = "r.sort = 'case' AND r.detected_on BETWEEN ? AND ?"
    by = (
        f"SELECT 1 FROM r_involvement AS i WHERE i.incident = r.id AND i._state = 0 AND i.part IN {OFFENDING}"
    )
    found = ask.ids(
        "incident",
        f"{cases} AND seriousness IN {_SERIOUS} AND EXISTS ({by} AND i.is_resident = 1)",
        *ask.period,
    )
    if found:
        return _none(found)
    entered = by.replace("SELECT 1", "SELECT count(*)")
    resident_unknown = f"EXISTS ({by} AND i.is_resident IS NULL)"
    not_all = f"({entered}) < coalesce(r.offenders, 1)"
    # a case of unknown weight stays open unless all of its offenders are known to live elsewhere
    light = f"seriousness IS NULL AND EXISTS ({by} AND i.is_resident = 1)"
    unknown = ask.ids(
        "incident",
        f"{cases} AND coalesce(seriousness, 'serious') IN {_SERIOUS}"
        f" AND ({resident_unknown} OR {not_all} OR ({light}))",
        *ask.period,
    )
    if unknown:
        return Answer(None, _WEIGHT_UNKNOWN, {"n": len(unknown)}, unknown, unknown, "incident")
    return _none(())
