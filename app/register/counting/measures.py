"""Every number the program gives, defined once: its words, what is counted, where it comes from.

Screens, reports and packages take a number from here and nowhere else, so that two of them can
never disagree about what it means.
"""

from __future__ import annotations

from app.register.counting.measure import AREA as AREA
from app.register.counting.measure import GROUPS as GROUPS
from app.register.counting.measure import PEOPLE as PEOPLE
from app.register.counting.measure import PUBLIC as PUBLIC
from app.register.counting.measure import QD127, S002, S004
from app.register.counting.measure import REHAB as REHAB
from app.register.counting.measure import TESTS as TESTS
from app.register.counting.measure import Measure as Measure
from app.register.counting.measures_area import AREA_MEASURES
from app.words import N_

MANAGED = ("U-QL", "A", "A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN", "S")
ADDICTS = ("A", "A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN")
IN_REHAB = ("A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN")

_SIGNS = (
    "EXISTS (SELECT 1 FROM r_person AS w WHERE w.id = r.person AND json_array_length(w.psychosis_signs) > 0)"
)


def _people(name: str, label: str, codes: tuple[str, ...], clause: str = QD127) -> Measure:
    return Measure(name, label, clause, "status_period", "stock", "persons", codes, group=PEOPLE)


def _new(name: str, label: str, codes: tuple[str, ...], clause: str = QD127) -> Measure:
    return Measure(name, label, clause, "status_period", "flow", "persons", codes, group=PEOPLE)


def _headcount(name: str, label: str, rule: str) -> Measure:
    clause = "L73 Điều 43; L120 Điều 48"
    return Measure(name, label, clause, "status_period", "headcount", "persons", group=PEOPLE, rule=rule)


_ALL = (
    _people("known", N_("People known to use drugs or to have addiction"), ("U", *MANAGED)),
    _people("with_file", N_("People with a file"), MANAGED),
    _people("users_managed", N_("Users under management"), ("U-QL",)),
    _people("addicts", N_("Persons with addiction"), ADDICTS),
    _people("in_rehab", N_("In any form of rehabilitation or treatment"), IN_REHAB),
    _people("rehab_home", N_("In rehabilitation at home or in the community"), ("A-TN-GĐ",)),
    _people("rehab_facility", N_("In voluntary rehabilitation at a facility"), ("A-TN-CS",)),
    _people("compulsory", N_("In compulsory rehabilitation"), ("A-BB", "A-BB-TN")),
    _people("substitution", N_("In substitution treatment"), ("A-TT",)),
    _people("aftercare", N_("In after-care"), ("S",)),
    _people("absent", N_("Absent from the commune"), ("ABSENT",), S004),
    _people("in_prison", N_("In prison or custody"), ("PRISON", "CUSTODY")),
    _new("new_with_file", N_("Newly with a file"), MANAGED, S004),
    _new("new_users", N_("Newly under user management"), ("U-QL",), "KH 265/KH-UBND II.4"),
    _new("new_addicts", N_("Newly found to have addiction"), ("A",), "KH Ninh Thuận tiêu chí 4"),
    _new("new_aftercare", N_("Newly in after-care"), ("S",), "KH 265/KH-UBND II.4"),
    _new("died", N_("Died or declared missing"), ("DEAD",)),
    Measure(
        "moved_out",
        N_("Moved to another commune"),
        "L120 Điều 27",
        "absence",
        "flow",
        "persons",
        ("move_out",),
        group=PEOPLE,
    ),
    Measure(
        "moved_in",
        N_("Came from another commune"),
        "L120 Điều 27",
        "absence",
        "flow",
        "persons",
        ("move_in",),
        group=PEOPLE,
    ),
    Measure(
        "management_ended",
        N_("User management ended"),
        "L120 Điều 27",
        "status_period",
        "ended",
        "persons",
        ("U-QL",),
        group=PEOPLE,
    ),
    Measure(
        "psychosis",
        N_("People with signs of psychosis"),
        "KH 265/KH-UBND IV.4a",
        "status_period",
        "stock",
        "persons",
        MANAGED,
        where=_SIGNS,
        told=N_("with signs of psychosis noted"),
        group=PEOPLE,
    ),
    _headcount("headcount", N_("Head-count of addicts by the law in force"), "in_force"),
    _headcount("headcount_old", N_("Head-count of addicts, on the list until after-care (old rule)"), "old"),
    _headcount("headcount_new", N_("Head-count of addicts, on the list until completion (new rule)"), "new"),
    Measure("detections", N_("Detections"), "NĐ 105/2021 Điều 38", "detection", group=TESTS),
    Measure("tests", N_("Tests"), S002, "drug_test", codes=("negative", "positive", "unclear"), group=TESTS),
    Measure("tests_positive", N_("Positive tests"), S002, "drug_test", codes=("positive",), group=TESTS),
    Measure(
        "tests_refused",
        N_("Tests refused or not attended"),
        S002,
        "drug_test",
        codes=("refused", "no_show"),
        group=TESTS,
    ),
    Measure(
        "tested",
        N_("People tested"),
        S002,
        "drug_test",
        "flow",
        "persons",
        ("negative", "positive", "unclear"),
        group=TESTS,
    ),
    Measure("assessments_asked", N_("Assessments asked for"), S002, "assessment_request", group=TESTS),
    Measure(
        "assessments",
        N_("Assessments concluded"),
        S002,
        "assessment",
        codes=("addicted", "not_addicted"),
        group=TESTS,
    ),
    Measure(
        "assessed_addicted",
        N_("Assessments that found addiction"),
        S002,
        "assessment",
        codes=("addicted",),
        group=TESTS,
    ),
    Measure("visits", N_("Visits"), "NĐ 105/2021 Điều 47", "visit", group=TESTS),
    Measure("presence_checks", N_("Presence checks"), "KH Ninh Thuận IV.4.2", "presence_check", group=TESTS),
    Measure(
        "rehab_started",
        N_("Rehabilitation begun"),
        S004,
        "rehab_episode",
        "flow",
        "persons",
        on="started_on",
        group=REHAB,
    ),
    Measure(
        "rehab_completed",
        N_("Rehabilitation completed"),
        S004,
        "rehab_episode",
        "ended",
        "persons",
        where="r.outcome = 'completed'",
        told=N_("with the outcome “completed”"),
        group=REHAB,
    ),
    Measure(
        "rehab_quit",
        N_("Rehabilitation ended by the person"),
        S004,
        "rehab_episode",
        "ended",
        "persons",
        where="r.outcome = 'quit'",
        told=N_("with the outcome “ended by the person”"),
        group=REHAB,
    ),
    Measure(
        "treatment_stopped",
        N_("Substitution treatment stopped"),
        "KH 265/KH-UBND V.3",
        "substitution_treatment",
        "ended",
        "persons",
        group=REHAB,
    ),
    Measure(
        "files_made",
        N_("Files for compulsory rehabilitation made"),
        "KH 265/KH-UBND II.3",
        "compulsory_file",
        "flow",
        "persons",
        group=REHAB,
    ),
    Measure(
        "files_sent",
        N_("Files sent to the court"),
        S002,
        "compulsory_file",
        "flow",
        "persons",
        on="sent_on",
        group=REHAB,
    ),
    Measure(
        "files_decided",
        N_("Files the court decided"),
        "KH Cần Thơ IV.1.g",
        "compulsory_file",
        "flow",
        "persons",
        on="decided_on",
        where="r.outcome = 'accepted'",
        told=N_("that the court accepted"),
        group=REHAB,
    ),
    Measure(
        "compulsory_rehab_admissions",
        N_("Sent to compulsory rehabilitation"),
        "KH 265/KH-UBND, phụ lục",
        "status_period",
        "flow",
        "records",
        ("A-BB", "A-BB-TN"),
        group=REHAB,
    ),
    Measure("breaches", N_("Breaches"), "L120 Điều 47", "breach", group=REHAB),
    Measure("supported", N_("People supported"), "L120 Điều 42", "support", "flow", "persons", group=REHAB),
    Measure(
        "jobs",
        N_("People helped to a job"),
        "KH Ninh Thuận tiêu chí 5",
        "support",
        "flow",
        "persons",
        ("job", "vocational"),
        group=REHAB,
    ),
    *AREA_MEASURES,
)

MEASURES: dict[str, Measure] = {one.name: one for one in _ALL}
