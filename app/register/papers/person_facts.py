"""Facts about the person: the identity block and what the summary sheet asks (Decree 105/2021, form 05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.kinds import codes, codes_care
from app.kinds.dates import age_on
from app.kinds.people import Address, Paper, Parent, Person
from app.kinds.text import fold
from app.register.papers.fields import Asked, FieldSpec, Provider, Told
from app.register.papers.said import addressed, born, coded, day_of, lowered, slashed
from app.words import N_

PERSON = (
    FieldSpec("person.name", N_("Full name"), where="person.name"),
    FieldSpec("person.other_names", N_("Other names"), where="person.other_names", optional=True),
    FieldSpec("person.sex", N_("Sex"), where="person.sex"),
    FieldSpec("person.birth", N_("Born"), where="person.birth"),
    FieldSpec("person.age", N_("Age on the day of the paper"), where="person.birth"),
    FieldSpec("person.birth_place", N_("Place of birth"), where="person.birth_place"),
    FieldSpec("person.home_town", N_("Home town"), where="person.home_town"),
    FieldSpec("person.residence", N_("Permanent or temporary residence"), where="address.text"),
    FieldSpec("person.present", N_("Present residence"), where="address.text"),
    FieldSpec("person.id_number", N_("Number of the identity paper"), where="person.papers"),
    FieldSpec("person.id_issued_on", N_("Day of issue of the identity paper"), where="person.papers"),
    FieldSpec("person.id_issued_by", N_("Issuer of the identity paper"), where="person.papers"),
    FieldSpec("person.ethnicity", N_("Ethnicity"), where="person.ethnicity"),
    FieldSpec("person.ethnicity_other", N_("Ethnicity other than Kinh"), optional=True),
    FieldSpec("person.religion", N_("Religion"), where="person.religion"),
    FieldSpec("person.nationality", N_("Nationality"), where="person.nationality"),
    FieldSpec("person.education", N_("Education"), where="person.education"),
    FieldSpec("person.occupation", N_("Occupation"), where="person.occupation"),
    FieldSpec("person.workplace", N_("Workplace or school"), where="person.workplace"),
    FieldSpec("person.work", N_("Occupation and workplace"), where="person.occupation"),
    FieldSpec("person.phones", N_("Phones"), where="person.phones"),
    FieldSpec("person.accounts", N_("Social accounts"), where="person.social_accounts"),
    FieldSpec("person.officer", N_("Officer in charge"), where="person.officer"),
    FieldSpec("person.first_use", N_("First use"), where="person.first_use"),
    FieldSpec("person.frequency", N_("How often used"), where="person.frequency"),
    FieldSpec("person.dose", N_("Amount used"), where="person.dose"),
    FieldSpec("person.substances", N_("Substances used"), where="person.substances"),
    FieldSpec("father.name", N_("Father's name"), where="person.parents"),
    FieldSpec("father.number", N_("Father's identity number"), where="person.parents"),
    FieldSpec("father.issued_on", N_("Day of issue, father"), where="person.parents"),
    FieldSpec("father.issued_by", N_("Issuer, father"), where="person.parents"),
    FieldSpec("mother.name", N_("Mother's name"), where="person.parents"),
    FieldSpec("mother.number", N_("Mother's identity number"), where="person.parents"),
    FieldSpec("mother.issued_on", N_("Day of issue, mother"), where="person.parents"),
    FieldSpec("mother.issued_by", N_("Issuer, mother"), where="person.parents"),
    FieldSpec("person.is_kinh", N_("Ethnicity, ticked"), "codes", "person.ethnicity", codes=("kinh", "other")),
    FieldSpec("person.believes", N_("Religion, ticked"), "codes", "person.religion", codes=("yes", "no")),
    FieldSpec(
        "person.education_level", N_("Education, ticked"), "codes", "person.education",
        codes=tuple(codes.EDUCATION.labels),
    ),
    FieldSpec(
        "person.priors", N_("Earlier measures, ticked"), "codes", "prior_measure.sort",
        codes=tuple(codes_care.PRIOR_SORT.labels), optional=True),
    FieldSpec(
        "person.psychosis", N_("Signs of psychosis, ticked"), "codes", "person.psychosis_signs",
        codes=("yes", "no"), optional=True),
    FieldSpec(
        "person.substance_boxes", N_("Substances used, ticked"), "codes", "person.substances",
        codes=("opium", "cocaine", "heroin", "cannabis", "ats", "ketamine", "other", "several"),
    ),
    FieldSpec(
        "person.route_boxes", N_("Way of use, ticked"), "codes", "person.route",
        codes=("inject", "inhale", "swallow", "other", "several"),
    ),
    FieldSpec(
        "person.rehab_times", N_("Times in rehabilitation, ticked"), "codes", "person.rehab_before",
        codes=("1", "2", "3", "4"),
    ),
    FieldSpec("person.rehab_before", N_("In rehabilitation before"), where="person.rehab_before"),
    FieldSpec(
        "person.rehab_told", N_("Rehabilitation before: where, how, when"), where="rehab_episode.facility",
        optional=True,
    ),
    FieldSpec("person.educated", N_("Education in the commune before"), optional=True),
    FieldSpec(
        "person.measures", N_("Decisions for unlawful use"), "rows", "prior_measure.number", columns=("told",),
        optional=True,
    ),
)  # fmt: skip

_PAPERS = ("cccd", "cmnd", "passport", "certificate", "other")
_BOXES = {"opium", "cocaine", "heroin", "cannabis", "ats", "ketamine", "several"}


def _tell(asked: Asked) -> Mapping[str, Told]:
    person = asked.person
    if person is None:
        return {}
    age = age_on(person.birth, asked.on) if person.birth else None
    told: dict[str, Told] = {
        "person.name": person.name,
        "person.other_names": ", ".join(person.other_names),
        "person.sex": {"male": "Nam", "female": "Nữ"}.get(person.sex or "", ""),
        "person.birth": born(person.birth),
        "person.age": f"{age} tuổi" if age is not None else "",
        "person.birth_place": person.birth_place or "",
        "person.home_town": person.home_town or "",
        "person.ethnicity": coded(codes.ETHNICITY, person.ethnicity),
        "person.religion": person.religion or "",
        "person.nationality": person.nationality or "",
        "person.education": coded(codes.EDUCATION, person.education),
        "person.occupation": person.occupation or "",
        "person.workplace": person.workplace or "",
        "person.work": "; ".join(part for part in (person.occupation, person.workplace) if part),
        "person.phones": "; ".join(person.phones),
        "person.accounts": "; ".join(person.social_accounts),
        "person.officer": person.officer or "",
        "person.first_use": born(person.first_use),
        "person.frequency": coded(codes_care.FREQUENCY, person.frequency),
        "person.dose": person.dose or "",
        "person.substances": ", ".join(lowered(coded(codes.SUBSTANCE, one)) for one in person.substances),
    }
    return {**told, **_identity(person), **_addresses(asked), **_parents(person), **_boxes(asked, person)}


def _identity(person: Person) -> dict[str, Told]:
    """The first identity paper that has a number, the newest sort before the older ones."""
    known = [paper for paper in person.papers if paper.number and paper.sort in _PAPERS]
    paper: Paper | None = min(known, key=lambda one: _PAPERS.index(one.sort), default=None)
    if paper is None:
        return {}
    return {
        "person.id_number": paper.number,
        "person.id_issued_on": slashed(paper.issued_on),
        "person.id_issued_by": paper.issued_by or "",
    }


def _addresses(asked: Asked) -> dict[str, Told]:
    """Where the person is registered and where they live, as on the day of the paper."""
    running = [one for one in asked.of("address") if _runs(one, asked.on)]
    permanent = [one for one in running if one.sort == "permanent"]
    temporary = [one for one in running if one.sort == "temporary"]
    present = [one for one in running if one.sort == "present"]
    residence = [addressed(some[-1], asked.on) for some in (permanent, temporary) if some]
    return {
        "person.residence": "; ".join(residence),
        "person.present": addressed(present[-1], asked.on) if present else "",
    }


def _runs(address: Address, on: date) -> bool:
    return (address.since is None or address.since <= on) and (address.until is None or on <= address.until)


def _parents(person: Person) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for word, sex in (("father", "male"), ("mother", "female")):
        parent: Parent | None = next(
            (one for one in person.parents if one.relation == "parent" and one.sex == sex), None
        )
        if parent is not None:
            told |= {
                f"{word}.name": parent.name,
                f"{word}.number": parent.number or "",
                f"{word}.issued_on": slashed(parent.issued_on),
                f"{word}.issued_by": parent.issued_by or "",
            }
    return told


def _boxes(asked: Asked, person: Person) -> dict[str, Told]:
    kinh = person.ethnicity == "kinh"
    believes = person.religion and ("no" if fold(person.religion).startswith("khong") else "yes")
    told: dict[str, Told] = {
        "person.education_level": frozenset({person.education}) if person.education else None,
        "person.priors": frozenset(one.sort for one in asked.of("prior_measure")),
        "person.psychosis": frozenset({"yes"}) if person.psychosis_signs else None,
        "person.substance_boxes": _several(one if one in _BOXES else "other" for one in person.substances),
        "person.route_boxes": _several(person.route),
        "person.believes": frozenset({believes}) if believes else None,
        "person.measures": tuple(_measures(asked)),
    }
    if person.ethnicity:
        told["person.is_kinh"] = frozenset({"kinh" if kinh else "other"})
        told["person.ethnicity_other"] = "" if kinh else coded(codes.ETHNICITY, person.ethnicity)
    return {**told, **_rehab(asked, person)}


def _several(chosen: Iterable[str]) -> frozenset[str]:
    listed = list(chosen)
    return frozenset(listed) | ({"several"} if len(listed) > 1 else frozenset())


def _rehab(asked: Asked, person: Person) -> dict[str, Told]:
    """Rehabilitation before the paper; what was recorded counts where the person says less."""
    episodes = [one for one in asked.of("rehab_episode") if one.registered_on <= asked.on]
    times = max(person.rehab_before or 0, len(episodes))
    educated = [one for one in asked.of("decision") if one.sort == "education" and one.decided_on <= asked.on]
    told: dict[str, Told] = {"person.educated": f"{len(educated)} lần" if educated else ""}
    if not times:
        told["person.rehab_before"] = "Không" if person.rehab_before == 0 else ""
        return told
    told["person.rehab_before"] = f"Có, {times} lần"
    told["person.rehab_times"] = frozenset({str(min(times, 4))})
    told["person.rehab_told"] = "; ".join(_episode(one) for one in episodes)
    return told


def _episode(one: Any) -> str:
    ended = f" đến {slashed(one.ended_on)}" if one.ended_on else ""
    place = one.facility or coded(codes_care.REHAB_FORM, one.form)
    return (
        f"{place} ({lowered(coded(codes_care.REHAB_FORM, one.form))}), từ {slashed(one.registered_on)}{ended}"
    )


def _measures(asked: Asked) -> list[Mapping[str, Any]]:
    """Penalties and measures for unlawful use, oldest first."""
    found: list[tuple[date, str]] = []
    for prior in asked.of("prior_measure"):
        if prior.sort == "drug_fine":
            words = coded(codes_care.PRIOR_SORT, prior.sort)
            parts = (_numbered(prior.number, prior.decided_on), prior.office, lowered(words), prior.note)
            found.append((prior.decided_on or date.min, ", ".join(part for part in parts if part)))
    for one in asked.of("decision"):  # user management prevents, it is no penalty (law 73/2021 article 23)
        if one.sort in ("education", "court") and one.decided_on < asked.on:
            words = lowered(coded(codes.DECISION_SORT, one.sort))
            named = (_numbered(one.number, one.decided_on), one.office, words)
            found.append((day_of(one.decided_on), ", ".join(part for part in named if part)))
    return [{"told": text} for _day, text in sorted(found)]


def _numbered(number: str | None, on: date | None) -> str:
    parts = [f"số {number}" if number else "", f"ngày {slashed(on)}" if on else ""]
    return " ".join(part for part in parts if part)


PROVIDER = Provider(PERSON, _tell)
