"""Rehabilitation step by step: begun, from stage to stage, ended, opened again; each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from app.kinds.codes_care import REHAB_OUTCOME
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.rehab import RehabEpisode, Stage
from app.kinds.status import StatusPeriod
from app.ledger.reader import Reader
from app.ledger.writer import Changed, Writer
from app.register import ending
from app.register.procedures import REHAB_STATUS, STAGES_OF_REHAB
from app.register.session import Session
from app.words import N_, _

_OPEN = N_("A rehabilitation registered on {day} has not ended yet. End that one first, or correct it.")
_ENDED = N_("This rehabilitation ended on {day}. Open it again first.")
_NOT_ENDED = N_("This rehabilitation has not ended; there is nothing to open again.")
_ALL_STAGES = N_("The five stages are all entered. Correct their days, or end the rehabilitation.")
_STAGE_EARLY = N_("Stage {n} cannot begin before {day}, when what goes before it began. Correct the day.")
_BEFORE = N_("The end is before {day}, when the last stage began. Correct the day.")
_AFTERCARE = N_("After-care runs since {day} on this completion. End that first.")

#: What each outcome must name: the certificate or the decision, by number and day.
_NAMED = ("completed", "stopped")
_CERTIFICATE = {
    "certificate_number": N_("Number of the certificate or decision"),
    "certificate_on": N_("Day of the certificate or decision"),
}


def next_time(session: Session, person: str) -> int:
    """Which time in rehabilitation the next one is, going by what the register knows; the officer confirms it."""
    with session.store.read() as reader:
        return len(ending.about(reader, RehabEpisode, person)) + 1


def begin_rehab(session: Session, fields: Mapping[str, Any]) -> Changed:
    """Register a rehabilitation: the episode, the decision where one is named, the status it puts the person in.

    ``fields`` are those of the kind, and ``decision_number``, ``decided_on``, ``signatory``. The status begins
    with the registration where the law counts from it, else with the decision or the first day (law.md 1.6).
    """
    given = dict(fields)
    decision = {name: given.pop(name, None) for name in ("decision_number", "decided_on", "signatory")}
    session.need_write(KINDS["rehab_episode"])
    with session.store.write(session.user) as writer:
        _need_none_open(writer, str(given.get("person") or ""))
        decided = _decided(session, writer, given, decision)
        if decided:
            given["decision"] = decided
        episode = ending.made_of("rehab_episode", given)
        ending.put(session, writer, episode)
        since = _status_since(session, episode, decision.get("decided_on"))
        if since is not None:
            code = REHAB_STATUS[episode.form]  # type: ignore[attr-defined]
            ending.begin_status(session, writer, episode.person, code, since, decided)  # type: ignore[attr-defined]
    return writer.changed


def _need_none_open(reader: Reader, person: str) -> None:
    found = ending.about(reader, RehabEpisode, person, " AND ended_on IS NULL")
    if found:
        raise Fault("E_OPEN_CASE", _OPEN, field="registered_on", day=show_date(found[0].registered_on))


def _decided(
    session: Session, writer: Writer, given: Mapping[str, Any], decision: Mapping[str, Any]
) -> str | None:
    if not (decision["decision_number"] or decision["decided_on"]):
        return None
    ending.needed(decision, {"decided_on": N_("Day of decision")})
    compulsory = str(given.get("form") or "").startswith("compulsory")
    return ending.begin_decision(
        session,
        writer,
        {
            "person": given.get("person"),
            "sort": "court" if compulsory else "voluntary",
            "number": decision["decision_number"],
            "decided_on": decision["decided_on"],
            "signatory": decision["signatory"],
        },
    )


def _status_since(session: Session, episode: Any, decided_on: Any) -> date | None:
    """From when the status runs; None while neither decision nor first day is known and the law needs one."""
    day: date = episode.registered_on
    pack = session.law.at(max(day, session.law.oldest))
    status = pack.statuses.get(REHAB_STATUS[episode.form])
    if status is not None and "registration_record" in status.opened_by:
        return day
    if decided_on:
        return date.fromisoformat(str(decided_on)[:10])
    started: date | None = episode.started_on
    return started


def enter_stage(session: Session, episode_id: str, fields: Mapping[str, Any]) -> Changed:
    """The next stage begins: ``since``; ``result`` is what the stage before it came to. The first one is the start."""
    ending.needed(fields, {"since": N_("From")})
    since = ending.day_in(fields, "since")
    with session.store.write(session.user) as writer:
        episode = _running(writer, episode_id)
        reached = len(episode.stages)
        if reached >= len(STAGES_OF_REHAB):
            raise Fault("E_STAGE_SKIPPED", _ALL_STAGES, field="since")
        before = episode.stages[-1].since if reached else episode.registered_on
        if since < before:
            raise Fault(
                "E_END_BEFORE_START", _STAGE_EARLY, field="since", n=reached + 1, day=show_date(before)
            )
        stages = list(episode.stages)
        if stages:
            result = str(fields.get("result") or "") or stages[-1].result
            stages[-1] = msgspec.structs.replace(stages[-1], until=since, result=result)
        stages.append(Stage(stage=STAGES_OF_REHAB[reached], since=since))
        changed = msgspec.structs.replace(
            episode, stages=tuple(stages), started_on=episode.started_on or since
        )
        ending.put(session, writer, changed)
        _begin_late_status(session, writer, changed)
    return writer.changed


def _begin_late_status(session: Session, writer: Writer, episode: RehabEpisode) -> None:
    """A registration that waited for its start puts the person into the status now."""
    code = REHAB_STATUS[episode.form]
    runs = " AND status = ? AND (until IS NULL OR until >= ?)"
    day = episode.registered_on.isoformat()
    held = ending.about(writer, StatusPeriod, episode.person, runs, (code, day))
    if not held and episode.started_on is not None:
        ending.begin_status(session, writer, episode.person, code, episode.started_on, episode.decision)


def _running(reader: Reader, episode_id: str) -> RehabEpisode:
    episode = ending.taken(reader, RehabEpisode, episode_id)
    if episode.ended_on is not None:
        raise Fault("E_ENDED", _ENDED, field="ended_on", day=show_date(episode.ended_on))
    return episode


def rehab_ends(session: Session, episode: RehabEpisode) -> ending.Ends:
    """What finishing an episode closes."""
    return ending.what_ends(session, episode.person, [REHAB_STATUS[episode.form]])


def finish_rehab(session: Session, episode_id: str, fields: Mapping[str, Any], why: str = "") -> Changed:
    """End an episode: ``outcome``, ``ended_on``, and for a completion or a stop the paper that says so.

    The status that ran with it ends on the same day by the same paper, in the same transaction. Faults at the
    field: what is missing, an end before the last stage.
    """
    ending.needed(fields, {"outcome": N_("Outcome"), "ended_on": N_("Ended on")})
    if fields["outcome"] in _NAMED:
        ending.needed(fields, _CERTIFICATE)
    until = ending.day_in(fields, "ended_on")
    with session.store.write(session.user, why) as writer:
        episode = _running(writer, episode_id)
        if episode.stages and until < episode.stages[-1].since:
            raise Fault(
                "E_END_BEFORE_START", _BEFORE, field="ended_on", day=show_date(episode.stages[-1].since)
            )
        stages = list(episode.stages)
        if stages:
            stages[-1] = msgspec.structs.replace(stages[-1], until=until)
        ended = ending.changed_to(
            msgspec.structs.replace(episode, stages=tuple(stages), next_on=None), fields
        )
        ending.put(session, writer, ended)
        paper = _paper_of_end(session, writer, ended, until)
        open_ones = ending.running(writer, episode.person, [REHAB_STATUS[episode.form]])
        reason = _(REHAB_OUTCOME.label(str(fields["outcome"])))
        ending.close(session, writer, open_ones, until, reason=reason, closed_by=paper)
    return writer.changed


def _paper_of_end(session: Session, writer: Writer, episode: RehabEpisode, until: date) -> str | None:
    if not (episode.certificate_number or episode.certificate_on):
        return None
    return ending.begin_decision(
        session,
        writer,
        {
            "person": episode.person,
            "sort": "completion" if episode.outcome == "completed" else "stop",
            "number": episode.certificate_number,
            "decided_on": (episode.certificate_on or until).isoformat(),
        },
    )


def reopen_rehab(session: Session, episode_id: str, why: str) -> Changed:
    """Take an end back, with a reason: the episode and the status it closed run again, the paper is withdrawn.

    Fault E_AFTERCARE while after-care runs on the completion.
    """
    why = ending.reason_given(why)
    with session.store.write(session.user, why) as writer:
        episode = ending.taken(writer, RehabEpisode, episode_id)
        if episode.ended_on is None:
            raise Fault("E_NOT_ENDED", _NOT_ENDED)
        _need_no_aftercare(writer, episode)
        found = (REHAB_STATUS[episode.form], episode.ended_on.isoformat())
        closed = ending.about(writer, StatusPeriod, episode.person, " AND status = ? AND until = ?", found)
        for period in closed:
            ending.drop_decision(session, writer, period.closed_by, why)
        again = msgspec.structs.replace(
            episode, ended_on=None, outcome=None, certificate_number=None, certificate_on=None
        )
        ending.put(session, writer, again)
        ending.open_again(session, writer, closed)
    return writer.changed


def _need_no_aftercare(reader: Reader, episode: RehabEpisode) -> None:
    since = episode.ended_on.isoformat() if episode.ended_on else ""
    later = " AND status = 'S' AND since >= ? ORDER BY since"
    found = ending.about(reader, StatusPeriod, episode.person, later, (since,))
    if found:
        raise Fault("E_AFTERCARE", _AFTERCARE, day=show_date(found[0].since))
