"""The procedures of the commune as lists of stages: rehabilitation, after-care, compulsory files, moves, absences.

What a stage is follows from the record alone; what comes next and by when stands in the table of what is owed.
"""

from __future__ import annotations

from app.register.stages import Origin, Procedure
from app.words import N_

#: How long after a completion without a decision the list still asks for one; a choice of the screen.
_LOOK_BACK = "'-3 years'"
#: Statuses in which nobody is put under after-care, as words of the card.
_GONE = ("DEAD", "MOVED", "PRISON", "A-BB", "A-BB-TN")


def _owed_day(what: str, statuses: tuple[str, ...]) -> str:
    """The first day of something owed to the person in one of some statuses."""
    codes = ", ".join(f"'{code}'" for code in statuses)
    return (
        "(SELECT substr(min(o.due), 1, 10) FROM owed AS o"
        f" WHERE o.p = c.p AND o.what = '{what}' AND o.status IN ({codes}))"
    )


# -- rehabilitation --------------------------------------------------------------------------------------------

REHAB_STATUS = {
    "home": "A-TN-GĐ",
    "facility": "A-TN-CS",
    "private": "A-TN-CS",
    "compulsory": "A-BB",
    "compulsory_minor": "A-BB-TN",
}
"""The legal status that runs while a person is in a form of rehabilitation."""

STAGES_OF_REHAB = ("1", "2", "3", "4", "5")
_REHAB_CODES = tuple(dict.fromkeys(REHAB_STATUS.values()))
_REHAB_END = f"coalesce(r.ended_on, r.due_on, {_owed_day('term_end', _REHAB_CODES)})"
_LINES = "coalesce(json_array_length(r.stages), 0)"
_REHAB_STAGE = (
    "CASE WHEN r.ended_on IS NOT NULL THEN 'ended'"
    f" WHEN {_REHAB_END} <= at.soon THEN 'ending'"
    f" WHEN r.started_on IS NULL AND {_LINES} = 0 THEN 'registered'"
    f" ELSE CAST(max(1, min({len(STAGES_OF_REHAB)}, {_LINES})) AS TEXT) END"
)
_REHAB_SINCE = "coalesce(r.ended_on, json_extract(r.stages, '$[#-1].since'), r.started_on, r.registered_on)"

REHAB = Procedure(
    name="rehab",
    stages={
        "registered": N_("Registered"),
        "1": N_("Stage 1"),
        "2": N_("Stage 2"),
        "3": N_("Stage 3"),
        "4": N_("Stage 4"),
        "5": N_("Stage 5"),
        "ending": N_("Due to end"),
        "ended": N_("Ended"),
    },
    origins=(
        Origin(
            "rehab_episode",
            stage=_REHAB_STAGE,
            since=_REHAB_SINCE,
            ends=_REHAB_END,
            filters={"form": "r.form", "time": "min(r.time, 2)"},
        ),
    ),
    owed="o.rule GLOB 'voluntary.*' OR o.status IN (" + ", ".join(f"'{code}'" for code in _REHAB_CODES) + ")",
    over=frozenset({"ended"}),
    beside=("breach", "visit", "drug_test", "paper"),
)

# -- after-care ------------------------------------------------------------------------------------------------

_CARE_END = (
    f"coalesce(r.until, {_owed_day('term_end', ('S',))},"
    " (SELECT d.effective_until FROM r_decision AS d WHERE d.id = r.opened_by))"
)
_CARE_DECIDED = (
    "(r.opened_by IS NOT NULL OR EXISTS (SELECT 1 FROM r_decision AS d WHERE d.person = r.person"
    " AND d._state = 0 AND d.sort = 'aftercare' AND (r.until IS NULL OR d.decided_on <= r.until)))"
)
_CARE_STAGE = (
    "CASE WHEN r.until < at.today THEN 'ended'"
    f" WHEN NOT {_CARE_DECIDED} THEN 'undecided'"
    f" WHEN {_CARE_END} <= at.soon THEN 'ending' ELSE 'running' END"
)


def _without_care(ended: str) -> str:
    """Completed within the years looked back on, and no after-care from then on or later."""
    gone = " AND ".join(f"instr(' ' || c.statuses || ' ', ' {code} ') = 0" for code in _GONE)
    return (
        f"{ended} >= date(at.today, {_LOOK_BACK}) AND {gone}"
        " AND NOT EXISTS (SELECT 1 FROM r_status_period AS s WHERE s.person = r.person AND s._state = 0"
        f" AND s.status = 'S' AND (s.since >= {ended} OR s.until IS NULL OR s.until >= {ended}))"
    )


AFTERCARE = Procedure(
    name="aftercare",
    stages={
        "undecided": N_("Decision missing"),
        "running": N_("Under way"),
        "ending": N_("Due to end"),
        "ended": N_("Ended"),
    },
    origins=(
        Origin("status_period", _CARE_STAGE, "r.since", _CARE_END, where="r.status = 'S'"),
        Origin(
            "rehab_episode",
            "'undecided'",
            "r.ended_on",
            where=f"r.outcome = 'completed' AND {_without_care('r.ended_on')}",
        ),
        Origin(
            "substitution_treatment",
            "'undecided'",
            "r.stopped_on",
            where=f"r.stop_reason = 'completed' AND {_without_care('r.stopped_on')}",
        ),
    ),
    owed="o.rule GLOB 'aftercare.*' OR o.status = 'S'",
    over=frozenset({"ended"}),
    beside=("absence", "visit", "drug_test", "support", "breach", "rehab_episode"),
)

# -- files for compulsory rehabilitation -----------------------------------------------------------------------

_FILE_STAGE = (
    "CASE WHEN r.closed_on IS NOT NULL OR r.executed_at IS NOT NULL"
    " OR r.outcome IN ('refused', 'withdrawn') THEN 'ended'"
    " WHEN r.outcome IN ('postponed', 'exempted', 'suspended') THEN 'on_hold'"
    " WHEN r.decided_on IS NOT NULL THEN 'execute'"
    " WHEN r.returned_on IS NOT NULL AND coalesce(r.completed_on, '') < r.returned_on THEN 'returned'"
    " WHEN r.sent_on IS NOT NULL THEN 'court'"
    " WHEN r.read_on IS NOT NULL THEN 'send'"
    " WHEN r.notice_on IS NOT NULL THEN 'reading' ELSE 'preparing' END"
)
_FILE_SINCE = (
    "substr(coalesce(r.closed_on, r.executed_at, r.decided_on, CASE WHEN r.returned_on IS NOT NULL"
    " AND coalesce(r.completed_on, '') < r.returned_on THEN r.returned_on END,"
    " r.sent_on, r.read_on, r.notice_on, r.opened_on), 1, 10)"
)
_LIMITATION = (
    "(SELECT substr(min(o.due), 1, 10) FROM owed AS o WHERE o.p = c.p AND o.rule = 'compulsory.limitation')"
)

COMPULSORY = Procedure(
    name="compulsory",
    stages={
        "preparing": N_("Being made"),
        "reading": N_("Reading time"),
        "send": N_("To be sent"),
        "court": N_("At the court"),
        "returned": N_("Returned"),
        "execute": N_("To carry out"),
        "on_hold": N_("On hold"),
        "ended": N_("Closed"),
    },
    origins=(
        Origin(
            "compulsory_file",
            stage=_FILE_STAGE,
            since=_FILE_SINCE,
            ends=_LIMITATION,
            filters={"minor": "r.is_minor", "ground": "r.ground"},
        ),
    ),
    owed="o.rule GLOB 'compulsory.*'",
    over=frozenset({"ended"}),
    beside=("breach", "drug_test", "assessment", "paper"),
)

# -- going and coming ------------------------------------------------------------------------------------------

_MOVE_STAGE = (
    "CASE WHEN r.ended_on IS NOT NULL THEN 'done'"
    " WHEN r.sort = 'move_in' THEN CASE WHEN r.presented_at IS NULL THEN 'present' ELSE 'take_over' END"
    " WHEN r.notified_at IS NULL THEN 'notify'"
    " WHEN r.file_sent_at IS NULL THEN 'send' ELSE 'receipt' END"
)
_MOVE_SINCE = (
    "substr(coalesce(r.ended_on, CASE WHEN r.sort = 'move_in' THEN coalesce(r.presented_at, r.arrived_at) END,"
    " r.file_sent_at, r.notified_at, r.left_at), 1, 10)"
)

MOVES = Procedure(
    name="moves",
    stages={
        "notify": N_("To be notified"),
        "send": N_("File to be sent"),
        "receipt": N_("Receipt awaited"),
        "present": N_("To present"),
        "take_over": N_("File awaited"),
        "done": N_("Done"),
    },
    origins=(
        Origin(
            "absence",
            _MOVE_STAGE,
            _MOVE_SINCE,
            where="r.sort IN ('move_out', 'move_in')",
            filters={"sort": "r.sort"},
        ),
    ),
    owed="o.rule GLOB '*.move_notice' OR o.rule GLOB '*.arrive' OR o.rule GLOB '*.transfer'",
    over=frozenset({"done"}),
    beside=("address",),
)

ABSENCES = Procedure(
    name="absences",
    stages={
        "reported": N_("Away, reported"),
        "unreported": N_("Away without report"),
        "custody": N_("In custody"),
        "back": N_("Has returned"),
    },
    origins=(
        Origin(
            "absence",
            "CASE WHEN r.ended_on IS NOT NULL THEN 'back' WHEN r.reported = 1 THEN 'reported'"
            " ELSE 'unreported' END",
            "substr(r.left_at, 1, 10)",
            "r.ended_on",
            where="r.sort = 'absent'",
        ),
        Origin(
            "status_period",
            "CASE WHEN r.until < at.today THEN 'back' ELSE 'custody' END",
            "r.since",
            "r.until",
            where="r.status = 'CUSTODY'",
        ),
    ),
    owed="o.rule = 'followup.lost' OR o.rule GLOB '*.suspend' OR o.status IN ('ABSENT', 'CUSTODY')",
    over=frozenset({"back"}),
    beside=("presence_check",),
)
