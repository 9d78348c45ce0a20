"""How far a case has come: from detection over test, assessment and measure to after-care and its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import Any

from app.register.between import day_of


class Stage(IntEnum):
    """The stages in the order in which a case goes through them; not every case sees all."""

    DETECTED = 0
    TESTED = 1
    ASSESSED = 2
    MEASURE = 3
    AFTERCARE = 4
    ENDED = 5


#: Statuses that end the case here.
_OVER = frozenset({"DEAD", "MOVED"})
_REHAB = frozenset({"A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN"})
_MANAGED = frozenset({"U-QL", "GD"})
#: Statuses that run beside a case without saying where it stands.
_BESIDE = frozenset({"ABSENT", "CUSTODY", "PRISON", "POSTPONED", "EXEMPTED", "U", "DEAD", "MOVED"})

Records = Mapping[str, Sequence[Any]]


def stage_of(records: Records, day: date) -> Stage:
    """The stage a case stands at on a day, from the records about the person by kind.

    Rehabilitation, treatment and after-care count while they run; an assessment that was asked for and
    not yet answered stands before the measure that went on meanwhile; a case whose measures are all over
    is ended. Somebody with none of these is where the last act left them.
    """
    statuses = _until(records, "status_period", "since", day)
    running = {s.status for s in statuses if s.until is None or s.until >= day}
    if running & _OVER:
        return Stage.ENDED
    if "S" in running:
        return Stage.AFTERCARE
    if running & _REHAB or _has_open_episode(records, day):
        return Stage.MEASURE
    if _awaits_assessment(records, day) or "A" in running:
        return Stage.ASSESSED
    if running & _MANAGED:
        return Stage.MEASURE
    return _without_measure(records, statuses, day)


def _without_measure(records: Records, statuses: Sequence[Any], day: date) -> Stage:
    tests = _until(records, "drug_test", "sampled_at", day)
    measures = [s for s in statuses if s.status not in _BESIDE]
    episodes = [e for e in _episodes(records) if _start(e) <= day]
    if measures or episodes:
        ends = [s.until for s in measures if s.until] + [_end(e) for e in episodes if _end(e)]
        again = [t for t in tests if t.result == "positive" and ends and day_of(t.sampled_at) > max(ends)]
        return Stage.TESTED if again else Stage.ENDED
    if _until(records, "assessment", "concluded_on", day):
        return Stage.ASSESSED
    return Stage.TESTED if tests else Stage.DETECTED


def _has_open_episode(records: Records, day: date) -> bool:
    return any(_start(e) <= day and (_end(e) is None or _end(e) > day) for e in _episodes(records))


def _episodes(records: Records) -> Iterable[Any]:
    return [*records.get("rehab_episode", ()), *records.get("substitution_treatment", ())]


def _start(episode: Any) -> date:
    started: date = episode.started_on or episode.registered_on
    return started


def _end(episode: Any) -> Any:
    return episode.ended_on if hasattr(episode, "ended_on") else episode.stopped_on


def _awaits_assessment(records: Records, day: date) -> bool:
    """Asked for and not answered, or a compulsory file on its way."""
    answers = _until(records, "assessment", "concluded_on", day)
    answered = {a.request for a in answers if a.conclusion != "observing"}
    last = max((a.concluded_on for a in answers if a.conclusion != "observing"), default=None)
    for request in _until(records, "assessment_request", "asked_on", day):
        if request.id not in answered and (last is None or last < request.asked_on):
            return True
    files = _until(records, "compulsory_file", "opened_on", day)
    return any(f.closed_on is None and f.executed_at is None for f in files)


def _until(records: Records, kind: str, name: str, day: date) -> list[Any]:
    """The records of a kind that had begun by a day."""
    return [r for r in records.get(kind, ()) if day_of(getattr(r, name)) <= day]
