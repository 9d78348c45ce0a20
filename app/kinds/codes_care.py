"""Code lists of assessment, rehabilitation, treatment and the papers of a procedure."""

from __future__ import annotations

from app.kinds.codes import CodeList
from app.words import N_

#: Why an assessment is asked for; which of them a regime knows stands in its pack (law.md 1.5).
ASSESSMENT_GROUND = CodeList(
    "assessment_ground",
    {
        "managed": N_("Under management and found using again"),
        "no_residence": N_("User without stable residence"),
        "educated": N_("During or within a year after education in the commune"),
        "aftercare": N_("In after-care and found using"),
        "voluntary": N_("At the person's own wish"),
        "registering": N_("Registers for voluntary rehabilitation without a valid slip"),
        "deported": N_("Sent back from abroad for drug use"),
    },
)

SUBSTANCE_GROUP = CodeList(
    "substance_group",
    {
        "opioid": N_("Opioids"),
        "stimulant": N_("Stimulants"),
        "cannabis": N_("Cannabis"),
        "other": N_("Other"),
    },
)

CONCLUSION = CodeList(
    "conclusion",
    {
        "addicted": N_("Addiction found"),
        "not_addicted": N_("No addiction found"),
        "observing": N_("Observation goes on"),
    },
)

REHAB_FORM = CodeList(
    "rehab_form",
    {
        "home": N_("Voluntary, at home or in the community"),
        "facility": N_("Voluntary, at a public facility"),
        "private": N_("Voluntary, at a private facility"),
        "compulsory": N_("Compulsory"),
        "compulsory_minor": N_("Compulsory, 12 to under 18"),
    },
)

#: The five stages of rehabilitation (law.md 1.6).
REHAB_STAGE = CodeList(
    "rehab_stage",
    {
        "1": N_("1. Reception and sorting"),
        "2": N_("2. Withdrawal, detoxification, treatment of disorders"),
        "3": N_("3. Education, counselling, recovery of behaviour"),
        "4": N_("4. Work therapy, learning a trade"),
        "5": N_("5. Preparing the return to the community"),
    },
)

REHAB_OUTCOME = CodeList(
    "rehab_outcome",
    {
        "completed": N_("Completed"),
        "quit": N_("Ended by the person"),
        "stopped": N_("Stopped by a decision"),
        "moved": N_("Moved to another place"),
        "compulsory": N_("Passed into compulsory rehabilitation"),
        "dead": N_("Died"),
    },
)

TREATMENT_STOP = CodeList(
    "treatment_stop",
    {
        "completed": N_("Completed"),
        "quit": N_("Ended by the person"),
        "breach": N_("Ended for breach of the rules"),
        "moved": N_("Moved to another facility"),
        "dead": N_("Died"),
        "prison": N_("In prison"),
    },
)

#: Grounds of compulsory rehabilitation under either law (law.md 1.7).
COMPULSORY_GROUND = CodeList(
    "compulsory_ground",
    {
        "no_register": N_("No registration, no performance or own end of voluntary rehabilitation"),
        "caught_voluntary": N_("Found using during voluntary rehabilitation"),
        "substitution": N_("No registration, no performance or end of substitution treatment"),
        "caught_substitution": N_("Found using during substitution treatment"),
        "relapse_aftercare": N_("Addicted again in after-care"),
        "breach_ladder": N_("Third breach of obligations"),
        "refused_monitoring": N_("Refused electronic monitoring"),
    },
)

FILE_OUTCOME = CodeList(
    "file_outcome",
    {
        "accepted": N_("Accepted by the court"),
        "refused": N_("Refused by the court"),
        "returned": N_("Returned for completion"),
        "postponed": N_("Postponed"),
        "exempted": N_("Exempted"),
        "suspended": N_("Suspended"),
        "withdrawn": N_("Withdrawn"),
    },
)

INTERIM = CodeList(
    "interim",
    {"family": N_("At home, with the family's commitment"), "facility": N_("At the nearest public facility")},
)

#: Which obligation a breach is of.
OBLIGATION = CodeList(
    "obligation",
    {
        "user_management": N_("User management"),
        "voluntary": N_("Voluntary rehabilitation"),
        "substitution": N_("Substitution treatment"),
        "aftercare": N_("After-care management"),
        "monitoring": N_("Electronic monitoring"),
    },
)

BREACH_SORT = CodeList(
    "breach_sort",
    {
        "use": N_("Used narcotics"),
        "not_present": N_("Did not present themselves"),
        "absent": N_("Left without notice"),
        "missed": N_("Missed rehabilitation or treatment"),
        "test_refused": N_("Refused a test"),
        "monitoring_refused": N_("Refused electronic monitoring"),
        "punishable": N_("Another act punishable by education in the commune"),
        "other": N_("Other"),
    },
)

CONSEQUENCE = CodeList(
    "consequence",
    {
        "reminder": N_("Record and reminder"),
        "review": N_("Record and review in the community"),
        "compulsory": N_("File for compulsory rehabilitation"),
        "none": N_("None yet"),
    },
)

#: The procedures whose file is watched for completeness; what each needs stands in the law packs.
DOSSIER = CodeList(
    "dossier",
    {
        "user_management": N_("File of user management"),
        "assessment": N_("File of an assessment request"),
        "voluntary": N_("File of voluntary rehabilitation"),
        "compulsory": N_("File for compulsory rehabilitation"),
        "compulsory_minor": N_("File for compulsory rehabilitation, 12 to under 18"),
        "aftercare": N_("File of after-care management"),
    },
)

ABSENCE_SORT = CodeList(
    "absence_sort",
    {
        "absent": N_("Absent for a time"),
        "move_out": N_("Moved to another commune"),
        "move_in": N_("Came from another commune"),
    },
)

PRESENCE_WAY = CodeList(
    "presence_way",
    {
        "roll_call": N_("Roll call"),
        "face": N_("Seen in person"),
        "home": N_("At home"),
        "office": N_("Came to the office"),
        "phone": N_("By phone"),
        "family": N_("Told by the family"),
    },
)

PRIOR_SORT = CodeList(
    "prior_sort",
    {
        "drug_conviction": N_("Conviction for a drug offence"),
        "drug_fine": N_("Administrative penalty for drugs"),
        "other_conviction": N_("Other conviction"),
        "other_fine": N_("Other administrative penalty"),
    },
)

FREQUENCY = CodeList(
    "frequency",
    {
        "daily": N_("Every day"),
        "weekly": N_("Every week"),
        "monthly": N_("Every month"),
        "less": N_("Less often"),
    },
)
