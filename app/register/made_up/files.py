"""Made-up files for compulsory rehabilitation, from the ground to the facility, and those who drop out before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.law.calendar import add_months
from app.register.made_up import acts, care
from app.register.made_up.acts import Case, Sort

#: The steps a file can stop at, in their order.
_UP_TO = ("opened", "read", "sent", "accepted", "executed")
_COURT = "Tòa án nhân dân"


def steps(case: Case, ground_on: date, *, minor: bool = False, up_to: str = "executed") -> dict[str, Any]:
    """The dated steps of a file that begins with a ground, each in time, as far as ``up_to``."""
    made, reach = case.made, _UP_TO.index(up_to)
    opened = made.kept("compulsory.make_file", ground_on)
    found: dict[str, Any] = {
        "number": made.number("compulsory", opened, "HS-CNBB"),
        "ground_on": ground_on,
        "opened_on": opened,
        "interim": "facility" if made.pack(opened).grounds.get("compulsory_exempt") else "family",
        "interim_on": opened,
        "is_minor": minor or None,
        "regime": made.pack(opened).id,
    }
    if reach >= 1:
        told = made.working(opened + timedelta(days=1))
        found |= {"is_numbered": True, "notice_on": told, "notice_received_on": made.working(told)}
        found["read_on"] = made.kept("compulsory.read", found["notice_received_on"])
    if reach >= 2:
        found["sent_on"] = made.kept("compulsory.send", found["read_on"])
        if made.due("compulsory.to_court", found["sent_on"]):
            found["passed_on"] = made.kept("compulsory.to_court", found["sent_on"])
    if reach >= 3:
        found["accepted_on"] = made.working(found.get("passed_on", found["sent_on"]) + timedelta(days=3))
    return found


def decided(case: Case, found: dict[str, Any], decided_on: date, executed_on: date) -> dict[str, Any]:
    """The court's decision and its execution, added to the steps of a file; opens the status and the episode."""
    made, minor = case.made, bool(found.get("is_minor"))
    length = made.length("compulsory.term", executed_on, minor=minor)
    time = care.which_time(case)
    due = made.due("compulsory.term", executed_on, minor=minor, time=time, **length)
    by = acts.decide(
        case, "court", decided_on, since=executed_on, until=due, signer="court", ground=found.get("ground")
    )
    received = made.moment(decided_on, 14)
    executed = max(made.moment(executed_on), received)
    found |= {
        "decided_on": decided_on,
        "decision": by,
        "outcome": "accepted",
        "decision_received_at": received,
        "executed_at": executed,
        "facility": care.FACILITY,
        "closed_on": executed_on,
    }
    form = "compulsory_minor" if minor else "compulsory"
    code = "A-BB-TN" if minor else "A-BB"
    acts.status(case, code, executed_on, found.pop("ends", None), opened_by=by)
    care.episode(
        case, form, executed_on, executed_on, due, facility=care.FACILITY, decision=by,
        months=length.get("months"), **found.pop("episode", {}),
    )  # fmt: skip
    return found


def keep(case: Case, ground: str, found: dict[str, Any]) -> str:
    """The file as it stood when it was begun and as it stands now."""
    made = case.made
    first = {name: value for name, value in found.items() if name in _AT_FIRST}
    record = made.add("compulsory_file", found["opened_on"], person=case.person, ground=ground, **first)
    dates = [v for name, v in found.items() if isinstance(v, date) and name.endswith("_on")]
    made.again("compulsory_file", record, max(dates), **found)
    return record


_AT_FIRST = ("number", "ground_on", "opened_on", "is_minor", "regime", "interim", "interim_on")


def _addicted(case: Case, since: date) -> None:
    """Found addicted some days before, in treatment of one's own will until then."""
    asked = acts.request(case, since - timedelta(days=5), "voluntary", None)
    acts.assess(case, asked, since, "addicted", "opioid")
    acts.status(case, "A", since)


def dropped_out(case: Case, since: date, last: date, *, rungs: int = 3) -> None:
    """Rehabilitation at home that was broken off: breaches up the ladder, the last of them on a day."""
    made = case.made
    _addicted(case, since - timedelta(days=6))
    care.at_home(case, since, ended_on=last, outcome="quit")
    ladder = (("absent", "reminder"), ("missed", "review"), ("use", "compulsory"))
    for n, (sort, consequence) in enumerate(ladder[-rungs:], 1):
        on = made.working(last - timedelta(days=(rungs - n) * 21))
        acts.breach(case, "voluntary", sort, on, n, consequence)


def admitted(case: Case, _sort: Sort) -> None:
    """Sent to compulsory rehabilitation in the month."""
    made = case.made
    executed = made.working(made.in_month())
    last = executed - timedelta(days=45)
    dropped_out(case, last - timedelta(days=120), last)
    found = steps(case, last, up_to="accepted")
    keep(case, "no_register", decided(case, found, made.before(executed), executed))


def compulsory(case: Case, sort: Sort) -> None:
    """In compulsory rehabilitation since before the month."""
    made = case.made
    executed = made.first - timedelta(days=sort.since_back)
    last = executed - timedelta(days=50)
    _addicted(case, last - timedelta(days=90))
    found = steps(case, last, up_to="accepted")
    keep(case, "no_register", decided(case, found, made.before(executed), executed))


def served(case: Case, done: date) -> None:
    """Compulsory rehabilitation that was completed on a day."""
    made = case.made
    executed = add_months(done, -15)[0]
    last = executed - timedelta(days=50)
    _addicted(case, last - timedelta(days=60))
    found = steps(case, last, up_to="accepted")
    found["ends"] = done
    found["episode"] = {
        "ended_on": done,
        "outcome": "completed",
        "certificate_on": done,
        "certificate_number": made.number("certificate", done, "GCN"),
    }
    keep(case, "no_register", decided(case, found, made.before(executed), executed))


def relapsed(case: Case, _sort: Sort) -> None:
    """Addicted again in after-care: assessed, the file made, sent to rehabilitation before the month."""
    made = case.made
    done = made.first - timedelta(days=260)
    care.completed(case, done)
    by = care.after(case, done, 1, 400)
    caught = made.first - timedelta(days=80)
    tested = acts.sampled(case, made.moment(caught), "positive", "h", made.moment(caught, 14))
    asked = acts.request(case, made.working(caught), "aftercare", tested)
    acts.assess(case, asked, made.working(caught + timedelta(days=4)), "addicted")
    executed = made.first - timedelta(days=20)
    period = next(e for e in made.of("status_period") if e.fields.get("opened_by") == by)
    made.again("status_period", period.id, executed, until=executed, end_reason="Cai nghiện bắt buộc")
    found = steps(case, made.working(caught + timedelta(days=5)), up_to="accepted")
    keep(case, "relapse_aftercare", decided(case, found, made.before(executed), executed))


def file_opened(case: Case, _sort: Sort) -> None:
    """Dropped out; the file was begun a few days ago and waits for its notice."""
    made = case.made
    last = made.working(made.back(6))
    dropped_out(case, made.back(90), last)
    keep(case, "no_register", steps(case, last, up_to="opened"))


def file_reading(case: Case, _sort: Sort) -> None:
    """Found using during rehabilitation; the notice has come, the time to read runs."""
    made = case.made
    last = made.working(made.back(12))
    dropped_out(case, made.back(100), last, rungs=2)
    acts.sampled(case, made.moment(last), "positive", "h", made.moment(last, 14))
    told = made.working(made.back(1))
    found = {**steps(case, last, up_to="opened"), "is_numbered": True}
    keep(case, "caught_voluntary", {**found, "notice_on": told, "notice_received_on": told})


def file_at_court(case: Case, _sort: Sort) -> None:
    """The file lies at the court, which has accepted it."""
    last = case.made.working(case.made.back(35))
    dropped_out(case, case.made.back(160), last)
    keep(case, "no_register", steps(case, last, up_to="accepted"))


def file_returned(case: Case, _sort: Sort) -> None:
    """The court sent the file back to be completed."""
    made = case.made
    last = made.working(made.back(40))
    dropped_out(case, made.back(170), last)
    found = steps(case, last, up_to="sent")
    back = made.working(made.back(4))
    keep(
        case,
        "no_register",
        {**found, "returned_on": back, "outcome": "returned", "reason": "Thiếu bản tường trình."},
    )


def file_late(case: Case, _sort: Sort) -> None:
    """A ground found weeks ago whose file was made too late, and is not sent yet."""
    made = case.made
    last = made.working(made.back(50))
    dropped_out(case, made.back(180), last)
    opened = made.working(made.back(12))
    found = {**steps(case, last, up_to="opened"), "opened_on": opened, "interim_on": opened}
    keep(case, "no_register", {**found, "regime": made.pack(opened).id})


def postponed(case: Case, _sort: Sort) -> None:
    """Decided on, then postponed for serious illness."""
    made = case.made
    last = made.working(made.back(90))
    _addicted(case, last - timedelta(days=60))
    found = steps(case, last, up_to="accepted")
    on = made.working(made.back(45))
    by = acts.decide(case, "court", on, signer="court")
    acts.status(case, "POSTPONED", on, opened_by=by, note="Ốm nặng, có xác nhận của bệnh viện.")
    found |= {"decided_on": on, "decision": by, "outcome": "postponed", "reason": "Ốm nặng."}
    keep(case, "no_register", found)


def exempted(case: Case, _sort: Sort) -> None:
    """Exempted by the court: raising a child under 36 months."""
    made = case.made
    last = made.working(made.back(110))
    _addicted(case, last - timedelta(days=60))
    found = steps(case, last, up_to="accepted")
    on = made.working(made.back(60))
    by = acts.decide(case, "court", on, signer="court")
    acts.status(case, "EXEMPTED", on, opened_by=by)
    found |= {
        "decided_on": on,
        "decision": by,
        "outcome": "exempted",
        "closed_on": on,
        "reason": "Đang nuôi con nhỏ.",
    }
    keep(case, "no_register", found)


def minor(case: Case, _sort: Sort) -> None:
    """A boy of fifteen who broke off rehabilitation at home: the court's file for those not adult."""
    made = case.made
    last = made.working(made.back(24))
    dropped_out(case, made.back(130), last, rungs=2)
    found = steps(case, last, minor=True, up_to="sent")
    keep(case, "no_register", found)


def minor_served(case: Case, sort: Sort) -> None:
    """Not adult, in the facility for those of 12 to under 18 since before the month."""
    made = case.made
    executed = made.first - timedelta(days=min(sort.since_back + 30, 120))
    last = executed - timedelta(days=50)
    _addicted(case, last - timedelta(days=60))
    found = steps(case, last, minor=True, up_to="accepted")
    keep(case, "no_register", decided(case, found, made.before(executed), executed))


def left_treatment(case: Case, _sort: Sort) -> None:
    """Left substitution treatment of one's own accord; the file is made."""
    made = case.made
    since, stopped = made.back(420), made.working(made.back(30))
    _addicted(case, since - timedelta(days=30))
    acts.status(case, "A-TT", since, stopped, end_reason="Tự ý chấm dứt")
    missed = [{"on": (stopped - timedelta(days=n)).isoformat()} for n in (9, 8, 7, 6, 5, 4, 3, 2, 1)]
    care.treated(case, since, missed=missed, stopped_on=stopped, stop_reason="quit")
    acts.breach(case, "substitution", "missed", stopped, 1, "compulsory")
    keep(case, "substitution", steps(case, stopped, up_to="sent"))


def monitored(case: Case, _sort: Sort) -> None:
    """Under electronic monitoring where the law has it; refusing it opens the file at once."""
    made = case.made
    since = made.back(80)
    _addicted(case, since - timedelta(days=6))
    start = made.working(since)
    care.at_home(case, start)
    known = made.pack(made.back(40)).decisions["monitoring"]
    if known.signer == "none":
        acts.contacts(case, start, made.back(9))
        return
    on = made.working(made.back(40))
    acts.decide(case, "monitoring", on, until=add_months(on, 12)[0])
    refused = made.working(made.back(3))
    acts.breach(case, "monitoring", "monitoring_refused", refused, 1, "compulsory")
    keep(case, "refused_monitoring", steps(case, refused, up_to="opened"))


def across(case: Case, _sort: Sort) -> None:
    """A file begun under the former law and sent under the present one."""
    made = case.made
    turn = made.in_force_since()
    last = turn - timedelta(days=9)
    dropped_out(case, last - timedelta(days=110), last)
    found = steps(case, last, up_to="read")
    found["sent_on"] = made.working(max(found["read_on"], turn))
    found["accepted_on"] = made.working(found["sent_on"] + timedelta(days=6))
    on = made.working(found["accepted_on"] + timedelta(days=12))
    decided_on = min(on, made.first - timedelta(days=2))
    if decided_on > found["accepted_on"]:
        found = decided(case, found, decided_on, decided_on + timedelta(days=1))
    keep(case, "no_register", found)
