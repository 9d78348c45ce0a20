"""Criteria 1 to 5 of a drug-free commune: people with addiction, patients, users, nobody new, after-care."""

from __future__ import annotations

from datetime import date

from app.kinds.dates import show_date
from app.law.calendar import add_months
from app.law.classes.ten import TenPart
from app.register.scoring.answers import Answer, every
from app.register.scoring.asking import Ask, Records, as_people
from app.register.scoring.stated import stated
from app.words import N_

_NO_REGISTERED = N_("The day of registration is not stated.")
_NOT_YET = N_("The commune registered on {day}, after this day.")
_NONE_NEW = N_("Nobody new since {day}.")
_NEW = N_("New since {day}: {n}.")
_NO_PATIENT = N_("There is no patient in treatment for so long.")
_CLEAN = N_("Patients: {all}; no positive test in the year.")
_POSITIVE = N_("Patients with a positive test in the year: {n} of {all}.")
_UNTESTED = N_("Patients without a test in the year: {n} of {all}.")
_KEPT = N_("Patients: {all}; no breach in the year.")
_BROKEN = N_("Patients with a breach in the year: {n} of {all}.")

#: A document of a file: any of these about the person by the day.
_FILES = """
SELECT person FROM r_decision WHERE _state = 0 AND decided_on <= ?1
 UNION SELECT person FROM r_paper WHERE _state = 0 AND (dated_on IS NULL OR dated_on <= ?1)
 UNION SELECT person FROM r_assessment WHERE _state = 0 AND slip_number IS NOT NULL AND concluded_on <= ?1
 UNION SELECT person FROM r_compulsory_file WHERE _state = 0 AND opened_on <= ?1
 UNION SELECT person FROM r_rehab_episode WHERE _state = 0 AND registered_on <= ?1
 UNION SELECT person FROM r_substitution_treatment WHERE _state = 0 AND started_on <= ?1
"""
#: A form of rehabilitation that runs on the day, or a file that asks for a compulsory one.
_FORMS = """
SELECT person FROM r_rehab_episode WHERE _state = 0 AND registered_on <= ?1 AND (ended_on IS NULL OR ended_on > ?1)
 UNION SELECT person FROM r_substitution_treatment
  WHERE _state = 0 AND started_on <= ?1 AND (stopped_on IS NULL OR stopped_on > ?1)
 UNION SELECT person FROM r_compulsory_file
  WHERE _state = 0 AND opened_on <= ?1 AND (closed_on IS NULL OR closed_on > ?1)
"""
_MADE = frozenset(("POSTPONED", "EXEMPTED"))
_COMPLETED = """
SELECT person FROM r_rehab_episode
  WHERE _state = 0 AND _node = ?1 AND outcome = 'completed' AND ended_on BETWEEN ?2 AND ?3
 UNION SELECT person FROM r_substitution_treatment
  WHERE _state = 0 AND _node = ?1 AND stop_reason = 'completed' AND stopped_on BETWEEN ?2 AND ?3
"""
_PATIENTS = (
    "SELECT person, min(started_on) FROM r_substitution_treatment WHERE _state = 0 AND _node = ?"
    " AND started_on <= ? AND (stopped_on IS NULL OR stopped_on > ?) GROUP BY person"
)
_PSYCHOSIS = (
    "SELECT id FROM r_person WHERE _state = 0 AND _node = ? AND json_array_length(psychosis_signs) > 0 AND EXISTS"
    " (SELECT 1 FROM json_each(psychosis_signs) WHERE json_extract(value, '$.on') <= ?)"
)
#: Asked of some people by their ids: what happened to everybody in years is not walked for it.
_WATCHED = """
SELECT who.value FROM json_each(?1) AS who WHERE
 EXISTS (SELECT 1 FROM r_person AS p WHERE p.id = who.value AND p._state = 0 AND p.officer IS NOT NULL)
 OR EXISTS (SELECT 1 FROM r_visit AS v WHERE v.person = who.value AND v._state = 0 AND v.visited_on BETWEEN ?2 AND ?3)
 OR EXISTS (SELECT 1 FROM r_presence_check AS c
  WHERE c.person = who.value AND c._state = 0 AND c.checked_on BETWEEN ?2 AND ?3)
 OR EXISTS (SELECT 1 FROM r_drug_test AS t
  WHERE t.person = who.value AND t._state = 0 AND t.sampled_at >= ?2 AND substr(t.sampled_at, 1, 10) <= ?3)
"""
_TESTS = (
    "SELECT id, person, substr(sampled_at, 1, 10), result FROM r_drug_test WHERE _state = 0"
    " AND person IN (SELECT value FROM json_each(?)) AND result IN ('positive', 'negative')"
    " AND sampled_at >= ? AND substr(sampled_at, 1, 10) <= ?"
)
_BREACHES = (
    "SELECT id, person, happened_on FROM r_breach WHERE _state = 0 AND obligation = 'substitution'"
    " AND person IN (SELECT value FROM json_each(?)) AND happened_on BETWEEN ? AND ?"
)
_CARE_RUNS = "c.since <= ? AND (c.until IS NULL OR c.until >= ?)"
_WORKS = "('vocational', 'job', 'loan', 'schooling')"


def addict_file(ask: Ask, _part: TenPart) -> Answer:
    """Every person with addiction has a document of a file."""
    return every(ask.on_lists("addict"), ask.having(_FILES, ask.on.isoformat()))


def addict_form(ask: Ask, _part: TenPart) -> Answer:
    """Those present have a form of rehabilitation: by their status, by a record of it, or by a compulsory file."""
    forms = frozenset(code for code, name in ask.lists.items() if name == "addict" and code != "A") | _MADE
    by_status = {one for one, held in ask.statuses.items() if held & forms}
    return every(ask.on_lists("addict", present=True), by_status | ask.having(_FORMS, ask.on.isoformat()))


def aftercare_file(ask: Ask, _part: TenPart) -> Answer:
    """Who completed in the year, and who is under after-care, has a decision on after-care."""
    care = ask.on_lists("aftercare")
    done = ask.present(ask.having(_COMPLETED, ask.node, *ask.period))
    sql = (
        "SELECT person FROM r_decision AS d WHERE _state = 0 AND sort = 'aftercare' AND decided_on <= ?"
        " UNION SELECT person FROM r_paper WHERE _state = 0 AND dossier = 'aftercare'"
    )
    return every(care | done, ask.having(sql, ask.on.isoformat()))


def _patients(ask: Ask, part: TenPart) -> dict[str, str]:
    """Patients treated for longer than the part asks about, and from which day on that was so."""
    day = ask.on.isoformat()
    found: dict[str, str] = {}
    for person, started in ask.reader.rows(_PATIENTS, (ask.node, day, day)):
        long_from, _exact = add_months(date.fromisoformat(started), part.months)
        for one in ask.living([person]) if long_from < ask.on else ():
            found[one] = max(long_from.isoformat(), ask.since.isoformat())
    return found


def patient_clean(ask: Ask, part: TenPart) -> Answer:
    """No positive test in the year; a patient without any test leaves it open."""
    patients = _patients(ask, part)
    tested: set[str] = set()
    positive: dict[str, str] = {}
    for record, person, day, result in ask.reader.rows(_TESTS, (ask.ids_of(patients), *ask.period)):
        for one in ask.living([person]):
            if one in patients and day >= patients[one]:
                tested.add(one)
                if result == "positive":
                    positive[record] = one
    return _of_patients(patients, positive, set(patients) - tested, "drug_test", (_CLEAN, _POSITIVE))


def patient_rules(ask: Ask, part: TenPart) -> Answer:
    """No breach of the obligations of treatment in the year."""
    patients = _patients(ask, part)
    broken = {
        record: one
        for record, person, day in ask.reader.rows(_BREACHES, (ask.ids_of(patients), *ask.period))
        for one in ask.living([person])
        if one in patients and day >= patients[one]
    }
    return _of_patients(patients, broken, set(), "breach", (_KEPT, _BROKEN))


def _of_patients(
    patients: dict[str, str], bad: dict[str, str], unknown: set[str], kind: str, words: tuple[str, str]
) -> Answer:
    counted = as_people(patients)
    if not patients:
        return Answer(True, _NO_PATIENT)
    if bad:
        values = {"n": len(set(bad.values())), "all": len(patients)}
        against: Records = tuple((kind, record) for record in sorted(bad))
        return Answer(False, words[1], values, counted, against)
    if unknown:
        values = {"n": len(unknown), "all": len(patients)}
        return Answer(None, _UNTESTED, values, counted, as_people(unknown), "drug_test")
    return Answer(True, words[0], {"all": len(patients)}, counted)


def user_file(ask: Ask, _part: TenPart) -> Answer:
    """Users who are present have a document of a file."""
    return every(ask.on_lists("user", present=True), ask.having(_FILES, ask.on.isoformat()))


def _psychosis(ask: Ask) -> set[str]:
    return ask.present(ask.having(_PSYCHOSIS, ask.node, ask.on.isoformat()))


def psychosis_file(ask: Ask, _part: TenPart) -> Answer:
    """People with signs of psychosis who are present have a document of a file."""
    return every(_psychosis(ask), ask.having(_FILES, ask.on.isoformat()))


def watched(ask: Ask, _part: TenPart) -> Answer:
    """Both have an officer in charge, or were visited, seen at a roll call or tested in the year."""
    asked = ask.on_lists("user", present=True) | _psychosis(ask)
    return every(asked, ask.having(_WATCHED, ask.ids_of(asked), *ask.period))


def nobody_new(ask: Ask, part: TenPart) -> Answer:
    """Nobody whose first status as user or person with addiction began after the day of registration."""
    said = stated(ask.reader, ask.node, part.setting, ask.on)
    if not isinstance(said.value, date):
        return Answer(None, _NO_REGISTERED, mend=f"state:{part.setting}")
    day = {"day": show_date(said.value)}
    if said.value > ask.on:
        return Answer(None, _NOT_YET, day, said.records, mend=f"state:{part.setting}")
    codes = [code for code, name in ask.lists.items() if name in ("user", "addict", "aftercare")]
    marks = ", ".join("?" for _code in codes)
    sql = (
        f"SELECT person, min(since) FROM r_status_period WHERE _state = 0 AND status IN ({marks}) AND since <= ?"
        " AND _node = ? GROUP BY person"
    )
    first: dict[str, str] = {}
    for person, since in ask.reader.rows(sql, (*codes, ask.on.isoformat(), ask.node)):
        for one in ask.living([person]):
            first[one] = min(since, first.get(one, since))
    new = {one for one, since in first.items() if since > said.value.isoformat()}
    if new:
        return Answer(False, _NEW, {**day, "n": len(new)}, said.records, as_people(new))
    return Answer(True, _NONE_NEW, day, said.records)


def _supported(ask: Ask, sorts: str) -> set[str]:
    care = [code for code, name in ask.lists.items() if name == "aftercare"]
    marks = ", ".join("?" for _code in care)
    day = ask.on.isoformat()
    sql = (
        "SELECT DISTINCT s.person FROM r_support AS s JOIN r_status_period AS c ON c.person = s.person"
        f" AND c._state = 0 AND c.status IN ({marks}) AND {_CARE_RUNS} WHERE s._state = 0 AND s.since <= ?"
        f" AND (s.until IS NULL OR s.until >= c.since){sorts}"
    )
    return ask.having(sql, *care, day, day, day)


def reintegration(ask: Ask, _part: TenPart) -> Answer:
    """People under after-care were given some support since it began."""
    return every(ask.on_lists("aftercare", present=True), _supported(ask, ""))


def work(ask: Ask, _part: TenPart) -> Answer:
    """They have a workplace, or were helped to find work, learn a trade or borrow."""
    employed = ask.having("SELECT id FROM r_person WHERE _state = 0 AND workplace IS NOT NULL")
    helped = _supported(ask, f" AND s.sort IN {_WORKS}")
    return every(ask.on_lists("aftercare", present=True), employed | helped)
