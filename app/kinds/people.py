"""People: the person, where they live, whom they are close to."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes, codes_care
from app.kinds.dates import birth_range
from app.kinds.declare import Policy, Record, Row, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.identity import normal_number
from app.kinds.text import fold, initials, person_key
from app.kinds.types import Born, Code, Count, Day, Short
from app.words import N_


class Paper(Row, frozen=True, kw_only=True):
    """One identity paper of a person, as shown on it."""

    sort: Annotated[str, field(N_("Sort of paper"), codes=codes.PAPER)]
    number: Annotated[Code | None, field(N_("Number"))] = None
    issued_on: Annotated[Day | None, field(N_("Issued on"))] = None
    issued_by: Annotated[str | None, field(N_("Issued by"))] = None


class Parent(Row, frozen=True, kw_only=True):
    """Mother or father as the summary sheet (Decree 105/2021, form 05) names them."""

    relation: Annotated[str, field(N_("Relation"), codes=codes.RELATION)]
    name: Annotated[str, field(N_("Full name"))]
    number: Annotated[str | None, field(N_("Identity number"))] = None
    phone: Annotated[str | None, field(N_("Phone"))] = None
    sex: Annotated[str | None, field(N_("Sex"), codes=codes.SEX)] = None
    issued_on: Annotated[Day | None, field(N_("Issued on"))] = None
    issued_by: Annotated[str | None, field(N_("Issued by"))] = None


class Sign(Row, frozen=True, kw_only=True):
    """Psychosis signs seen on a day."""

    on: Annotated[Day, field(N_("Day"))]
    note: Annotated[str | None, field(N_("What was seen"))] = None


def _born_from(person: Any) -> str | None:
    return birth_range(person.birth)[0].isoformat() if person.birth else None


def _numbers(person: Any) -> str:
    return " ".join(normal_number(p.number) for p in person.papers if p.number)


def search_text(person: Any) -> str:
    """What the search index holds of a person: folded names, initials, numbers and phones."""
    parts = [fold(person.name), *(fold(n) for n in person.other_names), initials(person.name)]
    parts += [normal_number(p.number) for p in person.papers if p.number]
    parts += ["".join(c for c in phone if c.isdigit()) for phone in person.phones]
    return " ".join(p for p in parts if p)


def _check_address(address: Any) -> None:
    if address.until is not None and address.since is not None and address.until < address.since:
        raise Fault(
            "E_END_BEFORE_START",
            N_("The last day is before the first day. Correct one of the two days."),
            field="until",
        )


def _check_person(person: Any) -> None:
    if not fold(person.name):
        raise Fault(
            "E_NAME", N_("A person needs a name. Type the full name as the paper shows it."), field="name"
        )
    if not person.birth and not any(p.number for p in person.papers):
        raise Fault(
            "E_BIRTH_OR_NUMBER",
            N_("A birth year or an identity number is needed. Type one of them; “about 35” is enough."),
            field="birth",
        )
    _check_born(person.birth, "birth")
    _check_born(person.first_use, "first_use")


def _check_born(stored: str | None, name: str) -> None:
    try:
        if stored:
            birth_range(stored)
    except Fault as fault:
        raise Fault(fault.code, fault.message, field=name, **fault.values) from None


@kind(
    "person",
    N_("Person"),
    N_("People"),
    source="NĐ 105/2021 Mẫu 05",
    check=_check_person,
    derived={
        "name_fold": lambda p: fold(p.name),
        "name_key": lambda p: person_key(p.sort_name or p.name),
        "born_from": _born_from,
        "numbers": _numbers,
    },
    indexes=(("name_fold",),),
)
class Person(Record, frozen=True, kw_only=True):
    """A person in the register; first of all a patient and a neighbour."""

    name: Annotated[Short, field(N_("Full name"), listed=True, policy=Policy.LEGAL)]
    sort_name: Annotated[
        Short | None, field(N_("Name to sort by"), hint=N_("Only where the given name does not come last."))
    ] = None
    other_names: Annotated[tuple[str, ...], field(N_("Other names"), policy=Policy.UNION)] = ()
    sex: Annotated[str | None, field(N_("Sex"), codes=codes.SEX, listed=True, expected=True)] = None
    birth: Annotated[
        Born | None,
        field(
            N_("Born"),
            sort=Sort.BIRTH,
            listed=True,
            expected=True,
            policy=Policy.LEGAL,
        ),
    ] = None
    papers: Annotated[
        tuple[Paper, ...], field(N_("Identity papers"), expected=True, policy=Policy.LEGAL)
    ] = ()
    birth_place: Annotated[str | None, field(N_("Place of birth"))] = None
    home_town: Annotated[str | None, field(N_("Home town"))] = None
    ethnicity: Annotated[str | None, field(N_("Ethnicity"), codes=codes.ETHNICITY, expected=True)] = None
    religion: Annotated[str | None, field(N_("Religion"))] = None
    nationality: Annotated[str | None, field(N_("Nationality"))] = None
    education: Annotated[str | None, field(N_("Education"), codes=codes.EDUCATION, expected=True)] = None
    occupation: Annotated[str | None, field(N_("Occupation"), expected=True)] = None
    workplace: Annotated[str | None, field(N_("Workplace or school"))] = None
    phones: Annotated[tuple[str, ...], field(N_("Phones"), policy=Policy.UNION)] = ()
    social_accounts: Annotated[tuple[str, ...], field(N_("Social accounts"), policy=Policy.UNION)] = ()
    parents: Annotated[tuple[Parent, ...], field(N_("Father, mother or guardian"))] = ()
    substances: Annotated[
        tuple[str, ...], field(N_("Substances used"), codes=codes.SUBSTANCE, policy=Policy.UNION)
    ] = ()
    route: Annotated[tuple[str, ...], field(N_("Way of use"), codes=codes.ROUTE, policy=Policy.UNION)] = ()
    first_use: Annotated[
        Born | None, field(N_("First use"), sort=Sort.BIRTH, hint=N_("A year is enough."))
    ] = None
    frequency: Annotated[str | None, field(N_("How often used"), codes=codes_care.FREQUENCY)] = None
    dose: Annotated[str | None, field(N_("Amount used"))] = None
    rehab_before: Annotated[Count | None, field(N_("Times in rehabilitation before"))] = None
    psychosis_signs: Annotated[tuple[Sign, ...], field(N_("Signs of psychosis"))] = ()
    in_population_db_on: Annotated[
        Day | None, field(N_("Entered in the national population database on"))
    ] = None
    photo: Annotated[str | None, field(N_("Photo"), ref="attachment")] = None
    officer: Annotated[str | None, field(N_("Officer in charge"), listed=True, indexed=True)] = None
    note: Annotated[
        str | None,
        field(
            N_("Note"),
            sort=Sort.LONG,
            hint=N_("Neutral words. Do not enter HIV status or other health details here."),
        ),
    ] = None


@kind(
    "address",
    N_("Address"),
    N_("Addresses"),
    subject="person",
    when="since",
    ended_by="until",
    source="NĐ 105/2021 Điều 41",
    check=_check_address,
    derived={"hamlet_fold": lambda a: fold(a.hamlet or "")},
)
class Address(Record, frozen=True, kw_only=True):
    """Where a person lives or is registered, from when to when; the text stays as it was written."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    sort: Annotated[str, field(N_("Sort of residence"), codes=codes.ADDRESS_SORT, listed=True)]
    unit: Annotated[Code | None, field(N_("Commune (code)"))] = None
    hamlet: Annotated[str | None, field(N_("Hamlet or residential group"), listed=True)] = None
    text: Annotated[str | None, field(N_("Address as written"), listed=True)] = None
    since: Annotated[Day | None, field(N_("From"), listed=True)] = None
    until: Annotated[Day | None, field(N_("To"))] = None


@kind("relation", N_("Relation"), N_("Relations"), subject="person", source="kinds")
class Relation(Record, frozen=True, kw_only=True):
    """A tie between a person and another person or a named contact."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    sort: Annotated[str, field(N_("Relation"), codes=codes.RELATION, listed=True)]
    other: Annotated[str | None, field(N_("Person in the register"), ref="person")] = None
    name: Annotated[str | None, field(N_("Full name"), listed=True)] = None
    phone: Annotated[str | None, field(N_("Phone"), listed=True)] = None
    since: Annotated[Day | None, field(N_("From"))] = None
    until: Annotated[Day | None, field(N_("To"))] = None
    source: Annotated[str | None, field(N_("Source"))] = None
