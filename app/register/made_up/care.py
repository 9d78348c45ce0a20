"""Made-up rehabilitation, substitution treatment and after-care."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.law.calendar import add_months
from app.register.made_up import acts
from app.register.made_up.acts import Case, Sort

FACILITY = "Cơ sở cai nghiện ma túy công lập"
PRIVATE = "Cơ sở cai nghiện ma túy tư nhân"
CLINIC = "Cơ sở điều trị Methadone khu vực"
_SITES = ("Trạm y tế xã", "Trung tâm Y tế khu vực")
#: How far into the term each stage begins, in hundredths.
_STAGES = (0, 4, 25, 55, 85)


def stages(since: date, due: date, last: date) -> list[dict[str, Any]]:
    """The stages of a term as far as they had begun on a day."""
    length = max((due - since).days, 5)
    starts = [since + timedelta(days=length * part // 100) for part in _STAGES]
    begun = [on for on in starts if on <= last]
    lines: list[dict[str, Any]] = []
    for n, on in enumerate(begun, 1):
        line: dict[str, Any] = {"stage": str(n), "since": on.isoformat()}
        if n < len(begun):
            line |= {"until": begun[n].isoformat(), "result": "Đạt yêu cầu"}
        lines.append(line)
    return lines


def found_addicted(case: Case, on: date, ground: str = "voluntary", group: str = "") -> date:
    """A test, a request and a slip that finds addiction; the day the status begins."""
    made = case.made
    tested = acts.sampled(case, made.moment(on), "positive", "g", made.moment(on, 14))
    asked = acts.request(case, made.working(on), ground, tested)
    concluded = made.working(on + timedelta(days=4))
    acts.assess(case, asked, concluded, "addicted", group)
    acts.status(case, "U", on, concluded)
    return concluded


def which_time(case: Case) -> int:
    """Which time in rehabilitation the next one is, by what was told of the person so far."""
    before: int = case.made.find(case.person).fields["rehab_before"]
    told = {e.id for e in case.made.of("rehab_episode") if e.fields["person"] == case.person}
    return 1 + max(before, len(told))


def episode(case: Case, form: str, on: date, start: date, due: date | None, **more: Any) -> str:
    """A time in rehabilitation as it stood on its last day or stands today."""
    made = case.made
    last = more.get("ended_on") or made.day
    return made.add(
        "rehab_episode",
        last,
        person=case.person,
        form=form,
        time=which_time(case),
        registered_on=on,
        started_on=start,
        due_on=due,
        stages=stages(start, due or add_months(start, 12)[0], last),
        regime=made.pack(on).id,
        **more,
    )


def at_home(case: Case, on: date, **more: Any) -> tuple[str, date]:
    """Voluntary rehabilitation at home from its registration; the decision where the law has one, and the last day."""
    made = case.made
    length = made.length("voluntary.term", on)
    start = made.kept("voluntary.decide", on) if made.due("voluntary.decide", on) else on
    due = made.due("voluntary.term", start, time=which_time(case), **length) or add_months(start, 12)[0]
    known = made.pack(on).decisions["voluntary"]
    by: dict[str, Any] = {}
    if "A-TN-GĐ" in known.opens:
        by["opened_by"] = acts.decide(case, "voluntary", start, until=due)
    ended = more.get("ended_on")
    acts.status(case, "A-TN-GĐ", start, ended, **by)
    made_one = episode(
        case, "home", on, start, due, facility="Trạm y tế xã", decision=by.get("opened_by"),
        months=length.get("months"), next_on=None if ended else made.day + timedelta(days=6), **more,
    )  # fmt: skip
    return made_one, due


def voluntary(case: Case, sort: Sort) -> None:
    """Registered of one's own will, at home, some stages done."""
    made = case.made
    on = made.back(min(sort.since_back + 12, 160))
    since = found_addicted(case, on)
    acts.status(case, "A", since)
    at_home(case, made.working(since + timedelta(days=2)))
    acts.contacts(case, since, made.back(made.rng.randint(1, 25)))


def voluntary_facility(case: Case, _sort: Sort) -> None:
    """No stable residence: found addicted, at the public facility."""
    made = case.made
    found = made.back(120)
    acts.detect(case, made.moment(found), "e", stable=False, notified=made.moment(found, 14))
    since = found_addicted(case, found, "no_residence", "opioid")
    acts.status(case, "A", since)
    on = made.working(since + timedelta(days=3))
    due = made.due("voluntary.term", on, **made.length("voluntary.term", on))
    known = made.pack(on).decisions["voluntary"]
    by = acts.decide(case, "voluntary", on, until=due) if "A-TN-CS" in known.opens else None
    acts.status(case, "A-TN-CS", on, opened_by=by)
    episode(case, "facility", on, on, due, facility=FACILITY, decision=by)


def private_left(case: Case, _sort: Sort) -> None:
    """Left a private facility after its stages, presented themselves, goes on at home."""
    made = case.made
    since = found_addicted(case, made.back(200))
    acts.status(case, "A", since)
    on = made.working(since + timedelta(days=3))
    due = made.due("voluntary.term", on, **made.length("voluntary.term", on))
    left = made.back(30)
    acts.status(case, "A-TN-CS", on)
    episode(
        case, "private", on, on, due, facility=PRIVATE, left_facility_on=left,
        presented_on=left + timedelta(days=1),
    )  # fmt: skip
    acts.visit(case, made.back(12))


def completed(case: Case, done: date) -> date:
    """Rehabilitation at home completed on a day, with its certificate; the list of addicts as the law has it."""
    made = case.made
    months = 8 if made.length("voluntary.term", add_months(done, -8)[0]) else 24
    start = add_months(done, -months)[0]
    since = start - timedelta(days=6)
    asked = acts.request(case, since - timedelta(days=5), "voluntary", None)
    acts.assess(case, asked, since, "addicted")
    acts.status(case, "A", since, done if _leaves_on_completion(case, done) else None)
    by = acts.decide(case, "voluntary", start, until=done)
    acts.status(case, "A-TN-GĐ", start, done, opened_by=by)
    paper_on = made.working(done)
    episode(
        case, "home", start - timedelta(days=2), start, done, facility="Trạm y tế xã", decision=by,
        months=months, ended_on=done, outcome="completed", certificate_on=paper_on,
        certificate_number=made.number("certificate", paper_on, "GXN"),
    )  # fmt: skip
    return done


def _leaves_on_completion(case: Case, done: date) -> bool:
    """Whether the law of a day takes a person off the addict list when rehabilitation is completed."""
    return any(g.id == "rehab_done" for g in case.made.pack(done).grounds.get("leave_addict", ()))


def after(case: Case, done: date, years: int, visit_back: int) -> str:
    """After-care from the day of completion: file, decision, status, monthly contact."""
    made = case.made
    filed = made.kept("aftercare.file", done)
    on = made.kept("aftercare.decide", filed)
    until = made.due("aftercare.term", done, years=years)
    by = acts.decide(case, "aftercare", on, since=done, until=until)
    acts.status(case, "S", done, opened_by=by)
    acts.contacts(case, on, made.back(visit_back))
    support(case, made.working(on + timedelta(days=20)))
    return by


def support(case: Case, since: date) -> None:
    """A help given, with its result where it is over."""
    made = case.made
    kind, by, amount, source = made.rng.choice(_SUPPORT)
    until = since + timedelta(days=made.rng.randint(20, 120))
    is_over = until <= made.day
    made.add(
        "support",
        min(until, made.day) if is_over else since,
        person=case.person,
        sort=kind,
        since=since,
        until=until if is_over else None,
        by=by,
        amount=amount,
        source=source,
        result="Đã hoàn thành, người được hỗ trợ hài lòng." if is_over else None,
    )


_SUPPORT: tuple[tuple[str, str, int | None, str | None], ...] = (
    ("counselling", "Đội công tác xã hội tình nguyện", None, None),
    ("vocational", "Trung tâm dạy nghề", 3_000_000, "Ngân sách cấp xã"),
    ("job", "Hội Cựu chiến binh", None, None),
    ("loan", "Ngân hàng Chính sách xã hội", 50_000_000, "Vốn vay ưu đãi"),
    ("family", "Hội Phụ nữ", None, None),
    ("medical", "Trạm y tế xã", None, None),
    ("legal", "Trung tâm trợ giúp pháp lý", None, None),
)


def aftercare(case: Case, sort: Sort) -> None:
    """Back from rehabilitation of either sort, in after-care."""
    from app.register.made_up import files

    done = case.made.back(sort.since_back)
    if case.made.rng.random() < 0.6:
        completed(case, done)
        after(case, done, 1, sort.visit_back)
    else:
        files.served(case, done)
        after(case, done, 2, sort.visit_back)


def aftercare_ended(case: Case, _sort: Sort) -> None:
    """After-care of a year that ended without use; the certificate was given."""
    made = case.made
    until = made.back(40)
    done = add_months(until, -12)[0]
    completed(case, done)
    filed = made.kept("aftercare.file", done)
    by = acts.decide(case, "aftercare", made.kept("aftercare.decide", filed), since=done, until=until)
    paper_on = made.working(until + timedelta(days=1))
    closed = acts.decide(case, "completion", paper_on)
    acts.status(
        case, "S", done, until, opened_by=by, closed_by=closed, end_reason="Hoàn thành quản lý sau cai nghiện"
    )
    acts.sampled(case, made.moment(until - timedelta(days=5)), "negative")
    for entry in made.of("status_period"):
        if (
            entry.fields["person"] == case.person
            and entry.fields["status"] == "A"
            and "until" not in entry.fields
        ):
            made.again(
                "status_period", entry.id, until, until=until, end_reason="Hoàn thành quản lý sau cai nghiện"
            )


def addict(case: Case, sort: Sort) -> None:
    """Found addicted and visited; has not registered yet or waits for a place."""
    made = case.made
    since = found_addicted(case, made.back(sort.since_back))
    acts.status(case, "A", since)
    acts.visit(case, made.back(made.rng.randint(2, 40)))


def treated(case: Case, since: date, **more: Any) -> str:
    """Substitution treatment from a day, with what the commune keeps of it."""
    made = case.made
    return made.add(
        "substitution_treatment",
        more.get("stopped_on") or made.day,
        person=case.person,
        facility=CLINIC,
        site=made.rng.choice(_SITES),
        code=f"TH-{made.rng.randint(1000, 9999)}",
        registered_on=since - timedelta(days=made.rng.randint(2, 9)),
        started_on=since,
        **more,
    )


def substitution(case: Case, sort: Sort) -> None:
    """In treatment, with a day missed now and then; tested by the clinic."""
    made = case.made
    since = made.back(sort.since_back + 100)
    asked = acts.request(case, since - timedelta(days=45), "voluntary", None)
    acts.assess(case, asked, since - timedelta(days=40), "addicted", "opioid")
    acts.status(case, "A", since - timedelta(days=40))
    acts.status(case, "A-TT", since)
    missed = sorted(
        made.back(n) for n in made.rng.sample(range(3, sort.since_back + 90), made.rng.randint(0, 3))
    )
    lines = [{"on": on.isoformat(), "reason": "Đi làm xa"} for on in missed]
    moved = [{"on": made.back(60).isoformat(), "to": "Trạm y tế xã"}] if made.rng.random() < 0.15 else None
    treated(
        case,
        since,
        missed=lines or None,
        transfers=moved,
        next_on=made.day + timedelta(days=made.rng.randint(1, 20)),
    )
    acts.sampled(case, made.moment(made.back(made.rng.randint(1, 25))), "negative")
    acts.visit(case, made.back(made.rng.randint(1, 25)))


def substitution_missing(case: Case, _sort: Sort) -> None:
    """In treatment, but away from it for the last working days: the facility has told the commune."""
    made = case.made
    since = made.back(400)
    acts.status(case, "A", since - timedelta(days=40))
    acts.status(case, "A-TT", since)
    missed = [{"on": made.back(n).isoformat()} for n in (7, 6, 5, 4, 3, 2, 1)]
    treated(case, since, missed=missed)
    acts.visit(case, made.back(20))
    acts.check(case, made.back(2), False, "family", "Đi làm ngoài tỉnh, chưa rõ nơi ở")


def across_rehab(case: Case, sort: Sort) -> None:
    """In rehabilitation when the law changed: ends under the former terms, after-care under the present law."""
    made = case.made
    done = min(made.in_force_since() + timedelta(days=45), made.back(20))
    completed(case, done)
    after(case, done, 1, max(sort.visit_back, 5))
