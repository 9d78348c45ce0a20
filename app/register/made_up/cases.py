"""Which situations a commune meets, how often, and the telling of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from app.kinds.names import MadeUpPerson
from app.register.made_up import care, files, moves, papers, persons, users
from app.register.made_up.acts import Case, Sort, Team
from app.register.made_up.entries import Entries

#: How often each situation is met, and what it is called here.
_WEIGHTS = {
    "managed": 44,
    "substitution": 12,
    "aftercare": 14,
    "compulsory": 8,
    "voluntary": 7,
    "addict": 5,
    "ended": 5,
    "away": 3,
    "was_away": 2,
}

_SITUATIONS: dict[str, Callable[[Case, Sort], None]] = {
    "managed": users.managed,
    "managed_year": users.managed_year,
    "tested": users.tested,
    "clock_begun": users.clock_begun,
    "clock_half": users.clock_half,
    "clock_nearly": users.clock_nearly,
    "ended": users.ended,
    "caught_again": users.caught_again,
    "no_residence": users.no_residence,
    "observed": users.observed,
    "in_custody": users.in_custody,
    "in_prison": users.in_prison,
    "died": users.died,
    "refuses": users.refuses,
    "confirmed": users.confirmed,
    "across": users.across,
    "across_managed": users.across_managed,
    "educated": users.educated,
    "voluntary": care.voluntary,
    "voluntary_facility": care.voluntary_facility,
    "private_left": care.private_left,
    "aftercare": care.aftercare,
    "aftercare_ended": care.aftercare_ended,
    "addict": care.addict,
    "substitution": care.substitution,
    "substitution_missing": care.substitution_missing,
    "across_rehab": care.across_rehab,
    "admitted": files.admitted,
    "compulsory": files.compulsory,
    "relapsed": files.relapsed,
    "file_opened": files.file_opened,
    "file_reading": files.file_reading,
    "file_at_court": files.file_at_court,
    "file_returned": files.file_returned,
    "file_late": files.file_late,
    "postponed": files.postponed,
    "exempted": files.exempted,
    "minor": files.minor,
    "minor_served": files.minor_served,
    "left_treatment": files.left_treatment,
    "monitored": files.monitored,
    "across_file": files.across,
    "away": moves.away,
    "moving": moves.moving,
    "came": moves.came,
    "absent": moves.absent,
    "was_away": moves.was_away,
}

#: Situations told at least once in a register that is large enough, the ones that say most first.
ONCE = (
    "file_reading",
    "substitution_missing",
    "absent",
    "caught_again",
    "minor",
    "moving",
    "no_residence",
    "voluntary_facility",
    "file_returned",
    "came",
    "refuses",
    "across_file",
    "in_custody",
    "left_treatment",
    "file_at_court",
    "across_managed",
    "confirmed",
    "across",
    "across_rehab",
    "aftercare_ended",
    "private_left",
    "monitored",
    "relapsed",
    "file_opened",
    "file_late",
    "minor_served",
    "observed",
    "educated",
    "in_prison",
    "postponed",
    "exempted",
    "died",
)
#: Situations that need the present law to have begun some weeks, but not years, ago.
_ACROSS = frozenset({"across", "across_managed", "across_rehab", "across_file"})
_MINORS = frozenset({"minor", "minor_served"})
_LEAST_DAYS, _MOST_DAYS = 75, 330


def drawn(rng: Random) -> Sort:
    """A situation by chance."""
    name = rng.choices(list(_WEIGHTS), weights=list(_WEIGHTS.values()))[0]
    flaw = rng.choices(("", "decision", "residence", "birth"), weights=(90, 5, 3, 2))[0]
    visit_back = rng.choice((3, 6, 9, 12, 15, 18, 20, 23, 25, 26, 28, 31, 36))
    return Sort(name, rng.randint(9, 340), visit_back, flaw)


def once(made: Entries, shift: int) -> list[Sort]:
    """The situations of ``ONCE`` that the day allows, begun at another one each time so that all are told."""
    age = (made.day - made.in_force_since()).days
    told = [name for name in ONCE if name not in _ACROSS or _LEAST_DAYS <= age <= _MOST_DAYS]
    turned = told[shift % len(told) :] + told[: shift % len(told)]
    return [Sort(name, made.rng.randint(60, 120), made.rng.randint(3, 25)) for name in turned]


def add_person(made: Entries, team: Team, who: MadeUpPerson, sort: Sort) -> str:
    """Everything the register knows of one made-up person; the new id."""
    officer = made.rng.choice(team.officers)
    is_minor = sort.name in _MINORS
    profile = persons.as_minor(who, made.day) if is_minor else who
    before = len(made)
    opened = _opened(made, sort)
    person = persons.add(made, profile, officer, opened, minor=is_minor, with_birth=sort.flaw != "birth")
    hamlet = "Tổ dân phố" if sort.flaw == "residence" else persons.add_address(made, team, person, opened)
    persons.add_ties(made, person, profile, opened, minor=is_minor)
    case = Case(made, team, person, profile.name, profile.sex, officer, hamlet, sort.flaw, is_minor)
    _SITUATIONS[sort.name](case, sort)
    if made.rng.random() < 0.15:
        care.support(case, made.back(made.rng.randint(5, 200)))
    papers.add(case, made.since(before))
    return person


def _opened(made: Entries, sort: Sort) -> date:
    """The day a person came into the register: before everything told of them happened."""
    if sort.name in ("tested", "clock_begun", "clock_half", "clock_nearly"):
        return made.back(2)
    return made.back(max(sort.since_back, 30) + 10)
