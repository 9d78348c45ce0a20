"""Procedures as lists of stages, and the steps of rehabilitation, after-care and compulsory files."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import pytest

from app.kinds.compulsory import CompulsoryFile
from app.kinds.declare import Record
from app.kinds.detection import Absence
from app.kinds.faults import Fault
from app.kinds.rehab import RehabEpisode
from app.kinds.status import Decision, StatusPeriod
from app.register import aftercare, compulsory, rehab
from app.register.people import AddPerson, add_person, save
from app.register.procedures import AFTERCARE, COMPULSORY, REHAB
from app.register.session import Session
from app.register.stages import (
    StageQuery,
    case_of_record,
    each_stage_line,
    first_stage_lines,
    open_case,
    query_plan,
    stage_counts,
    stage_ids,
    stage_lines,
)

R = TypeVar("R", bound=Record)


def person(session: Session, name: str = "Nguyễn Văn Thử", hamlet: str = "Thôn 1", **more: Any) -> str:
    cmd = AddPerson({"name": name, "birth": "1990"} | more, {"sort": "present", "hamlet": hamlet})
    return add_person(session, cmd)[0]


def all_of(session: Session, struct: type[R], who: str) -> list[R]:
    with session.store.read() as reader:
        return reader.all(struct, "person = ? ORDER BY id", (who,))


def one(session: Session, struct: type[R], who: str) -> R:
    found = all_of(session, struct, who)
    assert len(found) == 1
    return found[0]


def open_statuses(session: Session, who: str) -> dict[str, date]:
    return {s.status: s.since for s in all_of(session, StatusPeriod, who) if s.until is None}


def begun(session: Session, who: str, **more: Any) -> RehabEpisode:
    fields = {"person": who, "form": "home", "registered_on": "2026-09-01"} | more
    rehab.begin_rehab(session, fields)
    return next(e for e in all_of(session, RehabEpisode, who) if e.ended_on is None)


def stage_of(session: Session, procedure: Any, kind: str, record: str) -> str:
    key = case_of_record(session, procedure, kind, record)
    assert key is not None
    return stage_lines(session, procedure, [key])[0].stage


# -- rehabilitation ------------------------------------------------------------------------------------------


def test_under_the_new_law_the_registration_starts_the_status(session: Session) -> None:
    who = person(session)
    episode = begun(session, who)
    assert open_statuses(session, who) == {"A-TN-GĐ": date(2026, 9, 1)}
    assert stage_of(session, REHAB, "rehab_episode", episode.id) == "registered"


def test_under_the_old_law_the_status_waits_for_decision_or_start(session: Session) -> None:
    who = person(session)
    episode = begun(session, who, registered_on="2026-03-02", months=12)
    assert open_statuses(session, who) == {}
    rehab.enter_stage(session, episode.id, {"since": "2026-03-09"})
    assert open_statuses(session, who) == {"A-TN-GĐ": date(2026, 3, 9)}
    other = person(session, "Trần Thị Hai")
    begun(session, other, registered_on="2026-03-02", decision_number="5/QĐ", decided_on="2026-03-04")
    assert open_statuses(session, other) == {"A-TN-GĐ": date(2026, 3, 4)}
    assert one(session, Decision, other).sort == "voluntary"
    assert one(session, StatusPeriod, other).opened_by == one(session, Decision, other).id


def test_a_second_open_rehabilitation_is_refused_at_its_day(session: Session) -> None:
    who = person(session)
    begun(session, who)
    with pytest.raises(Fault) as refused:
        rehab.begin_rehab(session, {"person": who, "form": "home", "registered_on": "2026-10-01"})
    assert refused.value.code == "E_OPEN_CASE"
    assert "01/09/2026" in refused.value.sentence()
    assert len(all_of(session, RehabEpisode, who)) == 1


def test_stages_follow_each_other_and_close_the_one_before(session: Session) -> None:
    who = person(session)
    episode = begun(session, who)
    for day in ("2026-09-02", "2026-09-10", "2026-10-01", "2026-10-20", "2026-11-01"):
        rehab.enter_stage(session, episode.id, {"since": day, "result": "đạt"})
    made = one(session, RehabEpisode, who)
    assert [line.stage for line in made.stages] == ["1", "2", "3", "4", "5"]
    assert made.stages[0].until == made.stages[1].since == date(2026, 9, 10)
    assert made.stages[3].result == "đạt"
    assert made.started_on == date(2026, 9, 2)
    assert stage_of(session, REHAB, "rehab_episode", episode.id) == "5"
    with pytest.raises(Fault, match="E_STAGE_SKIPPED"):
        rehab.enter_stage(session, episode.id, {"since": "2026-11-05"})


def test_a_stage_before_the_one_before_it_is_refused_at_its_day(session: Session) -> None:
    episode = begun(session, person(session))
    rehab.enter_stage(session, episode.id, {"since": "2026-09-10"})
    with pytest.raises(Fault) as refused:
        rehab.enter_stage(session, episode.id, {"since": "2026-09-09"})
    assert refused.value.field == "since"
    assert "10/09/2026" in refused.value.sentence()


def test_finishing_closes_episode_and_status_by_one_paper(session: Session) -> None:
    who = person(session)
    episode = begun(session, who)
    rehab.enter_stage(session, episode.id, {"since": "2026-09-02"})
    assert [p.status for p in rehab.rehab_ends(session, episode).statuses] == ["A-TN-GĐ"]
    fields = {
        "outcome": "completed",
        "ended_on": "2026-11-20",
        "certificate_number": "7/GXN",
        "certificate_on": "2026-11-21",
    }
    changed = rehab.finish_rehab(session, episode.id, fields)
    assert {kind for kind, _id in changed.records} == {"rehab_episode", "decision", "status_period"}
    paper = one(session, Decision, who)
    period = one(session, StatusPeriod, who)
    assert (paper.sort, paper.number, paper.decided_on) == ("completion", "7/GXN", date(2026, 11, 21))
    assert (period.until, period.closed_by) == (date(2026, 11, 20), paper.id)
    assert one(session, RehabEpisode, who).stages[-1].until == date(2026, 11, 20)
    assert stage_of(session, REHAB, "rehab_episode", episode.id) == "ended"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ended_on": "2026-11-20"}, "outcome"),
        ({"outcome": "quit"}, "ended_on"),
        ({"outcome": "completed", "ended_on": "2026-11-20"}, "certificate_number"),
        ({"outcome": "stopped", "ended_on": "2026-11-20", "certificate_number": "9"}, "certificate_on"),
        ({"outcome": "quit", "ended_on": "2026-09-01"}, "ended_on"),
    ],
)
def test_what_an_end_lacks_is_said_at_its_field(session: Session, fields: dict[str, str], field: str) -> None:
    who = person(session)
    episode = begun(session, who)
    rehab.enter_stage(session, episode.id, {"since": "2026-09-02"})
    with pytest.raises(Fault) as refused:
        rehab.finish_rehab(session, episode.id, fields)
    assert refused.value.field == field
    assert one(session, RehabEpisode, who).ended_on is None
    assert open_statuses(session, who) == {"A-TN-GĐ": date(2026, 9, 1)}


def finished(session: Session, who: str) -> RehabEpisode:
    episode = begun(session, who)
    rehab.finish_rehab(
        session,
        episode.id,
        {
            "outcome": "completed",
            "ended_on": "2026-11-02",
            "certificate_number": "7/GXN",
            "certificate_on": "2026-11-02",
        },
    )
    return one(session, RehabEpisode, who)


def test_reopening_needs_a_reason_and_takes_everything_back(session: Session) -> None:
    who = person(session)
    episode = finished(session, who)
    with pytest.raises(Fault, match="E_REASON"):
        rehab.reopen_rehab(session, episode.id, "  ")
    rehab.reopen_rehab(session, episode.id, "ghi nhầm người")
    again = one(session, RehabEpisode, who)
    assert (again.ended_on, again.outcome, again.certificate_number) == (None, None, None)
    assert open_statuses(session, who) == {"A-TN-GĐ": date(2026, 9, 1)}
    assert all_of(session, Decision, who) == []


def test_a_rehabilitation_is_not_reopened_under_its_aftercare(session: Session) -> None:
    who = person(session)
    episode = finished(session, who)
    begin_care(session, who)
    with pytest.raises(Fault) as refused:
        rehab.reopen_rehab(session, episode.id, "nhầm")
    assert "02/11/2026" in refused.value.sentence()


def test_due_to_end_is_a_stage_of_its_own(session: Session) -> None:
    who = person(session)
    episode = begun(session, who, due_on="2026-12-20")
    rehab.enter_stage(session, episode.id, {"since": "2026-09-02"})
    assert stage_of(session, REHAB, "rehab_episode", episode.id) == "ending"
    later = begun(session, person(session, "Lê Văn Ba"), due_on="2026-12-24")
    assert stage_of(session, REHAB, "rehab_episode", later.id) == "registered"


# -- after-care ------------------------------------------------------------------------------------------------


def begin_care(session: Session, who: str, **more: Any) -> None:
    fields = {
        "person": who,
        "completed_on": "2026-11-02",
        "years": 1,
        "number": "3/QĐ-UBND",
        "decided_on": "2026-11-09",
    }
    aftercare.start_aftercare(session, fields | more)


def test_a_completion_without_aftercare_stands_as_decision_missing(session: Session) -> None:
    who = person(session)
    episode = finished(session, who)
    counts = stage_counts(session, AFTERCARE)
    assert counts == {"undecided": 1, "running": 0, "ending": 0, "ended": 0}
    line = first_stage_lines(session, AFTERCARE, StageQuery())[0]
    assert (line.kind, line.id, line.since) == ("rehab_episode", episode.id, "2026-11-02")
    begin_care(session, who)
    assert stage_counts(session, AFTERCARE) == {"undecided": 0, "running": 1, "ending": 0, "ended": 0}


def test_aftercare_counts_from_the_completion_not_from_the_decision(session: Session) -> None:
    who = person(session)
    finished(session, who)
    begin_care(session, who, years=2)
    decision = next(d for d in all_of(session, Decision, who) if d.sort == "aftercare")
    assert (decision.effective_from, decision.effective_until) == (date(2026, 11, 2), date(2028, 11, 2))
    period = next(s for s in all_of(session, StatusPeriod, who) if s.status == "S")
    assert (period.since, period.opened_by) == (date(2026, 11, 2), decision.id)
    line = first_stage_lines(session, AFTERCARE, StageQuery())[0]
    assert (line.stage, line.ends) == ("running", "2028-11-02")


def test_a_decision_before_the_completion_is_refused(session: Session) -> None:
    who = person(session)
    finished(session, who)
    with pytest.raises(Fault) as refused:
        begin_care(session, who, decided_on="2026-11-01")
    assert refused.value.field == "decided_on"
    assert not [s for s in all_of(session, StatusPeriod, who) if s.status == "S"]


def test_a_status_without_decision_gets_only_the_decision(session: Session) -> None:
    who = person(session)
    save(session, "status_period", "s1", {"person": who, "status": "S", "since": "2026-11-02"})
    assert stage_counts(session, AFTERCARE)["undecided"] == 1
    begin_care(session, who)
    period = one(session, StatusPeriod, who)
    assert period.id == "s1"
    assert period.opened_by == one(session, Decision, who).id
    with pytest.raises(Fault, match="E_OPEN_CASE"):
        begin_care(session, who)


def test_aftercare_ends_with_its_certificate_and_opens_again_with_a_reason(session: Session) -> None:
    who = person(session)
    begin_care(session, who)
    period = one(session, StatusPeriod, who)
    with pytest.raises(Fault) as refused:
        aftercare.finish_aftercare(session, period.id, {"outcome": "done", "until": "2026-11-22"})
    assert refused.value.field == "certificate_number"
    fields = {
        "outcome": "done",
        "until": "2026-11-22",
        "certificate_number": "1",
        "certificate_on": "2026-11-22",
    }
    aftercare.finish_aftercare(session, period.id, fields)
    ended = one(session, StatusPeriod, who)
    assert ended.until == date(2026, 11, 22)
    assert ended.end_reason == "Hết thời hạn, không sử dụng trái phép"
    assert stage_of(session, AFTERCARE, "status_period", period.id) == "ended"
    aftercare.reopen_aftercare(session, period.id, "nhầm ngày")
    again = one(session, StatusPeriod, who)
    assert (again.until, again.closed_by, again.end_reason) == (None, None, None)
    assert [d.sort for d in all_of(session, Decision, who)] == ["aftercare"]


def test_unreported_absence_is_counted_once_and_reported_not(session: Session) -> None:
    who = person(session)
    for n, (left, back, reported) in enumerate(
        (
            ("2026-10-01T08:00:00+07:00", "2026-10-11", False),
            ("2026-10-05T08:00:00+07:00", "2026-10-15", None),
            ("2026-11-01T08:00:00+07:00", "2026-11-10", True),
        )
    ):
        fields = {"person": who, "sort": "absent", "left_at": left, "ended_on": back, "reported": reported}
        save(session, "absence", f"a{n}", fields)
    found = all_of(session, Absence, who)
    count = aftercare.days_not_counted(found, date(2026, 9, 1), None, session.today())
    assert count == 14
    assert aftercare.days_not_counted(found, date(2026, 10, 10), None, session.today()) == 5


# -- compulsory files ------------------------------------------------------------------------------------------


def filed(session: Session, who: str, **more: Any) -> CompulsoryFile:
    fields = {
        "person": who,
        "ground": "no_register",
        "ground_on": "2026-11-01",
        "opened_on": "2026-11-03",
    }
    compulsory.open_file(session, fields | more)
    return one(session, CompulsoryFile, who)


def advance(session: Session, record: CompulsoryFile, **fields: Any) -> CompulsoryFile:
    compulsory.advance_file(session, record.id, fields)
    with session.store.read() as reader:
        found = reader.get(CompulsoryFile, record.id)
    assert found is not None
    return found


def to_court(session: Session, record: CompulsoryFile) -> CompulsoryFile:
    return advance(
        session,
        record,
        notice_on="2026-11-04",
        notice_received_on="2026-11-05",
        read_on="2026-11-10",
        sent_on="2026-11-11",
    )


def test_a_file_goes_step_by_step(session: Session) -> None:
    record = filed(session, person(session))
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "preparing"
    step = compulsory.next_step(session, record)
    assert step is not None
    assert (step.step.field, step.who) == ("notice_on", "Công an cấp xã")
    record = advance(session, record, notice_on="2026-11-04")
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "reading"
    record = advance(session, record, notice_received_on="2026-11-05", read_on="2026-11-10")
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "send"
    record = advance(session, record, sent_on="2026-11-11")
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "court"
    states = {one.step.field: one for one in compulsory.steps_of_file(session, record)}
    assert states["read_on"].days == 5
    assert states["passed_on"].state == "none"
    assert states["accepted_on"].state == "later"
    assert states["decided_on"].state == "next"
    assert states["decided_on"].who == "Tòa án nhân dân khu vực"


def test_a_step_skipped_is_named_at_the_field(session: Session) -> None:
    record = filed(session, person(session))
    with pytest.raises(Fault) as refused:
        advance(session, record, notice_on="2026-11-04", sent_on="2026-11-11")
    assert refused.value.code == "E_STAGE_SKIPPED"
    assert refused.value.field == "sent_on"
    assert "Nhận thông báo" in refused.value.sentence()


def test_a_step_that_the_law_no_longer_has_is_refused_and_not_asked_for(session: Session) -> None:
    record = to_court(session, filed(session, person(session)))
    with pytest.raises(Fault) as refused:
        advance(session, record, passed_on="2026-11-12")
    assert refused.value.code == "E_NO_STEP"
    old = person(session, "Trần Văn Cũ")
    early = filed(session, old, ground_on="2025-03-03", opened_on="2025-03-04", regime="L73")
    early = advance(
        session,
        early,
        notice_on="2025-03-05",
        notice_received_on="2025-03-05",
        read_on="2025-03-10",
        sent_on="2025-03-11",
    )
    step = compulsory.next_step(session, early)
    assert step is not None
    assert step.step.field == "passed_on"
    with pytest.raises(Fault) as skipped:
        advance(session, early, decided_on="2025-03-20", outcome="accepted")
    assert skipped.value.field == "decided_on"


def test_a_file_begun_before_the_new_law_goes_on_under_it(session: Session) -> None:
    record = filed(session, person(session), ground_on="2026-06-20", opened_on="2026-06-25")
    assert compulsory.regime_of_file(session, record).id == "L120"


def test_the_limitation_is_shown_from_the_last_act(session: Session) -> None:
    record = filed(session, person(session))
    assert compulsory.limitation_of(session, record) == date(2027, 2, 1)


def test_working_days_left(session: Session) -> None:
    assert session.today() == date(2026, 11, 23)  # a Monday
    assert compulsory.working_days_left(session, date(2026, 11, 23)) == 0
    assert compulsory.working_days_left(session, date(2026, 11, 30)) in (4, 5)  # 24 November may be a holiday
    assert compulsory.working_days_left(session, date(2026, 11, 19)) == -2


def decided(session: Session, who: str) -> CompulsoryFile:
    record = to_court(session, filed(session, who))
    return advance(
        session,
        record,
        decided_on="2026-11-18",
        outcome="accepted",
        number_of_decision="12/QĐ-TA",
        decision_received_at="2026-11-20T10:05:00+07:00",
    )


def test_carrying_out_closes_what_it_excludes_and_registers_the_rehabilitation(session: Session) -> None:
    who = person(session)
    begun(session, who)
    record = decided(session, who)
    assert [p.status for p in compulsory.execution_ends(session, record).statuses] == ["A-TN-GĐ"]
    fields = {"executed_at": "2026-11-21T08:00:00+07:00", "facility": "Cơ sở cai nghiện tỉnh"}
    compulsory.execute_file(session, record.id, fields)
    assert open_statuses(session, who) == {"A-BB": date(2026, 11, 21)}
    new = next(e for e in all_of(session, RehabEpisode, who) if e.form == "compulsory")
    assert (new.time, new.started_on, new.stages[0].stage) == (2, date(2026, 11, 21), "1")
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "ended"
    with pytest.raises(Fault, match="E_ENDED"):
        advance(session, record, number="9")


def test_a_hold_begins_a_status_and_waits_until_it_is_taken_up(session: Session) -> None:
    who = person(session)
    record = decided(session, who)
    compulsory.hold_file(
        session, record.id, {"outcome": "postponed", "since": "2026-11-20", "reason": "ốm nặng"}
    )
    assert "POSTPONED" in open_statuses(session, who)
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "on_hold"
    fields = {"executed_at": "2026-11-21T08:00:00+07:00", "facility": "Cơ sở cai nghiện tỉnh"}
    with pytest.raises(Fault, match="E_ON_HOLD"):
        compulsory.execute_file(session, record.id, fields)
    compulsory.resume_file(session, record.id, {"on": "2026-11-22"})
    assert "POSTPONED" not in open_statuses(session, who)
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "execute"


def test_nothing_is_carried_out_without_the_court(session: Session) -> None:
    record = to_court(session, filed(session, person(session)))
    fields = {"executed_at": "2026-11-21T08:00:00+07:00", "facility": "Cơ sở"}
    with pytest.raises(Fault, match="E_STAGE_SKIPPED"):
        compulsory.execute_file(session, record.id, fields)


def test_a_returned_file_shows_it_until_it_is_completed(session: Session) -> None:
    record = to_court(session, filed(session, person(session)))
    record = advance(session, record, returned_on="2026-11-16")
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "returned"
    record = advance(session, record, completed_on="2026-11-18")
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "court"


def test_closing_and_reopening_a_file(session: Session) -> None:
    record = filed(session, person(session))
    compulsory.close_file(
        session, record.id, {"outcome": "withdrawn", "closed_on": "2026-11-20", "reason": "hết căn cứ"}
    )
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "ended"
    with pytest.raises(Fault, match="E_REASON"):
        compulsory.reopen_file(session, record.id, "")
    compulsory.reopen_file(session, record.id, "có căn cứ mới")
    assert stage_of(session, COMPULSORY, "compulsory_file", record.id) == "preparing"


# -- lists -----------------------------------------------------------------------------------------------------


def test_lists_sort_and_filter_in_sql(session: Session) -> None:
    for n, (name, hamlet, form) in enumerate(
        (
            ("Lê Văn An", "Thôn 1", "home"),
            ("Đỗ Thị Bình", "Thôn 2", "facility"),
            ("Phạm Cường", "Thôn 1", "home"),
        )
    ):
        begun(session, person(session, name, hamlet), form=form, registered_on=f"2026-09-0{n + 1}")

    def names(**asked: Any) -> list[str]:
        return [line.name for line in first_stage_lines(session, REHAB, StageQuery(**asked))]

    assert names(sort="name") == ["Lê Văn An", "Đỗ Thị Bình", "Phạm Cường"]
    assert names(sort="since", descending=True) == ["Phạm Cường", "Đỗ Thị Bình", "Lê Văn An"]
    assert names(hamlet="thôn 1", sort="name") == ["Lê Văn An", "Phạm Cường"]
    assert names(filters=(("form", "facility"),)) == ["Đỗ Thị Bình"]
    assert names(text="binh") == ["Đỗ Thị Bình"]
    assert names(stage="1") == []
    assert names(due="overdue") == []
    keys = stage_ids(session, REHAB, StageQuery(sort="name"))
    assert next(line.name for line in stage_lines(session, REHAB, list(reversed(keys)))) == "Phạm Cường"
    assert [line.name for line in each_stage_line(session, REHAB, StageQuery(sort="name"), 2)] == names(
        sort="name"
    )


def test_ended_cases_are_listed_only_when_asked_for(session: Session) -> None:
    finished(session, person(session))
    assert list(stage_ids(session, REHAB, StageQuery())) == []
    assert len(stage_ids(session, REHAB, StageQuery(stage="ended"))) == 1
    assert len(stage_ids(session, REHAB, StageQuery(stage="*"))) == 1


def test_a_case_that_is_gone_is_said_so(session: Session) -> None:
    with pytest.raises(Fault, match="E_UNKNOWN_RECORD"):
        open_case(session, REHAB, 4_000)


def test_a_case_comes_with_its_person_and_what_is_beside(session: Session) -> None:
    who = person(session)
    episode = begun(session, who)
    save(
        session,
        "breach",
        "b1",
        {"person": who, "obligation": "voluntary", "sort": "use", "happened_on": "2026-09-09"},
    )
    key = case_of_record(session, REHAB, "rehab_episode", episode.id)
    assert key is not None
    detail = open_case(session, REHAB, key)
    assert detail.record == episode
    assert detail.person.name == "Nguyễn Văn Thử"
    assert [b.id for b in detail.beside["breach"]] == ["b1"]


@pytest.mark.parametrize("procedure", [REHAB, AFTERCARE, COMPULSORY], ids=lambda p: p.name)
def test_a_list_never_walks_through_everybody(session: Session, procedure: Any) -> None:
    """Cases are scanned; people, cards and obligations are reached by number, one at a time."""
    plan = query_plan(session, procedure, StageQuery())
    scanned = [line.split()[1] for line in plan if line.startswith("SCAN")]
    assert not {"who", "c", "o", "card", "r_person", "owed", "s", "d"} & set(scanned), plan
    assert any("owed_p" in line for line in plan), plan
