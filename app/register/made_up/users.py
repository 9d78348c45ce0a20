"""Made-up users of narcotics: found, tested, managed, caught again, in custody, at the end of the year."""

from __future__ import annotations

from datetime import date, timedelta

from app.law.calendar import add_months
from app.register.made_up import acts
from app.register.made_up.acts import Case, Sort

_GROUNDS = ("a", "b", "d", "e", "h", "a", "e")


def begun(case: Case, found: date, *, late: int = 0, stable: bool = True) -> tuple[date, str, str]:
    """Found, tested, decided on: the day, the decision and the test. ``late``: days after the last day."""
    made = case.made
    at = made.moment(found)
    ground = made.rng.choice(_GROUNDS)
    acts.detect(case, at, ground, stable=stable, notified=made.moment(found, 14))
    received = made.moment(found, 14)
    tested = acts.sampled(case, at + timedelta(minutes=40), "positive", ground, received)
    last = made.due("user_management.decide", received)
    on = last + timedelta(days=late) if late and last else made.kept("user_management.decide", received)
    on = min(on, made.day)
    return on, manage(case, on, since=found, test=tested), tested


def manage(
    case: Case, on: date, *, since: date | None = None, until: date | None = None, test: str | None = None
) -> str:
    """The decision of a day and the status it opens; before it the person was a user since ``since``."""
    if since is not None:
        acts.status(case, "U", since, on)
    by = acts.decide(case, "manage_user", on, until=case.made.due("user_management.term", on), test=test)
    acts.status(case, "U-QL", on, until, opened_by=by)
    return by


def managed(case: Case, sort: Sort) -> None:
    """Found, tested, under management, visited each month; one in twenty decided on too late."""
    late = 2 if case.made.rng.random() < 0.05 else 0
    on, _by, _test = begun(case, case.made.back(sort.since_back + 3), late=late)
    acts.contacts(case, on, case.made.back(sort.visit_back))


def managed_year(case: Case, _sort: Sort) -> None:
    """The year of management ends today."""
    since = add_months(case.made.day, -12)[0]
    manage(case, since, since=since)
    acts.contacts(case, since, case.made.back(6))


def tested(case: Case, _sort: Sort) -> None:
    """A positive test of the day before yesterday that no decision has answered yet."""
    found = case.made.back(2)
    at = case.made.moment(found)
    acts.detect(case, at, "h", notified=case.made.moment(found, 14))
    acts.sampled(case, at, "positive", "h", case.made.moment(found, 14))
    acts.status(case, "U", found)


def _running(case: Case, hours: int) -> None:
    received = case.made.hours_ago(hours)
    at = received - timedelta(minutes=50)
    acts.detect(case, at, "e", notified=received)
    acts.sampled(case, at + timedelta(minutes=20), "positive", "e", received)
    acts.status(case, "U", received.date())


def clock_begun(case: Case, _sort: Sort) -> None:
    """A positive result of three hours ago: the clock has just begun."""
    _running(case, 3)


def clock_half(case: Case, _sort: Sort) -> None:
    """A positive result that has waited for more than half of a day."""
    _running(case, 14)


def clock_nearly(case: Case, _sort: Sort) -> None:
    """A positive result whose day of 24 hours is nearly over."""
    _running(case, 22)


def ended(case: Case, sort: Sort) -> None:
    """A year of management that ended, with its last test and its closing decision."""
    made = case.made
    until = made.back(sort.since_back // 4 + 10)
    found = add_months(until, -12)[0]
    acts.detect(case, made.moment(found), "b", notified=made.moment(found, 14))
    first = acts.sampled(case, made.moment(found), "positive", "b", made.moment(found, 14))
    by = manage(case, found, since=found, until=until, test=first)
    acts.contacts(case, found, until - timedelta(days=12))
    acts.sampled(case, made.moment(until - timedelta(days=3)), "negative")
    closed = acts.decide(case, "end", made.kept("user_management.end_papers", until))
    period = made.of("status_period")[-1]
    made.again(
        "status_period", period.id, until, closed_by=closed, end_reason="Hết thời hạn quản lý", opened_by=by
    )


def caught_again(case: Case, _sort: Sort) -> None:
    """Under management and found using again: assessment, addiction, management stopped, rehabilitation begun."""
    from app.register.made_up import care

    made = case.made
    on, by, _test = begun(case, made.back(260))
    acts.contacts(case, on, made.back(150))
    again = made.back(100)
    tested = acts.sampled(case, made.moment(again), "positive", "e", made.moment(again, 14))
    asked = acts.request(case, made.working(again), "managed", tested)
    concluded = made.working(again + timedelta(days=5))
    acts.assess(case, asked, concluded, "addicted")
    stop(case, by, made.working(concluded + timedelta(days=1)), "a", "Được xác định là người nghiện ma túy")
    acts.status(case, "A", made.working(concluded + timedelta(days=1)))
    care.at_home(case, made.working(concluded + timedelta(days=3)))


def stop(case: Case, opened: str, on: date, ground: str, why: str) -> None:
    """Stop the management that a decision opened."""
    made = case.made
    period = next(e for e in made.of("status_period") if e.fields.get("opened_by") == opened)
    closed = acts.decide(case, "stop", on, ground=ground)
    made.again("status_period", period.id, on, until=on, closed_by=closed, end_reason=why)


def no_residence(case: Case, _sort: Sort) -> None:
    """A user without stable residence: assessed first, not addicted, then managed where found."""
    made = case.made
    found = made.back(70)
    at = made.moment(found)
    acts.detect(case, at, "e", stable=False, notified=made.moment(found, 14))
    tested = acts.sampled(case, at, "positive", "e", made.moment(found, 14))
    acts.status(case, "U", found, made.working(found + timedelta(days=5)))
    asked = acts.request(case, made.working(found), "no_residence", tested)
    concluded = made.working(found + timedelta(days=4))
    acts.assess(case, asked, concluded, "not_addicted", "stimulant")
    on = made.working(found + timedelta(days=5))
    manage(case, on, test=tested)
    acts.contacts(case, on, made.back(15))


def observed(case: Case, _sort: Sort) -> None:
    """Asked for of one's own will; the facility goes on observing."""
    made = case.made
    found = made.back(12)
    tested = acts.sampled(case, made.moment(found), "positive", "g", made.moment(found, 14))
    acts.status(case, "U", found)
    asked = acts.request(case, made.working(found + timedelta(days=1)), "voluntary", tested)
    acts.assess(case, asked, made.working(found + timedelta(days=6)), "observing", "cannabis")


def in_custody(case: Case, _sort: Sort) -> None:
    """Managed, then in custody for another matter: suspended where the law has such a decision."""
    made = case.made
    on, _by, _test = begun(case, made.back(150))
    acts.contacts(case, on, made.back(45))
    since = made.back(25)
    known = made.pack(since).decisions.get("suspend")
    by = acts.decide(case, "suspend", since) if known and known.signer != "none" else None
    acts.status(case, "CUSTODY", since, note="Tạm giữ vì một vụ việc khác.", opened_by=by)
    acts.check(case, made.back(20), False, "family", "Nơi tạm giữ")


def in_prison(case: Case, _sort: Sort) -> None:
    """Management stopped by a prison sentence."""
    made = case.made
    on, by, _test = begun(case, made.back(300))
    acts.contacts(case, on, made.back(160))
    since = made.working(made.back(120))
    ground = next((g.id for g in made.pack(since).grounds["stop_management"] if "PRISON" in g.statuses), None)
    stop(case, by, since, ground or "d", "Chấp hành án phạt tù")
    acts.status(case, "PRISON", since)


def died(case: Case, _sort: Sort) -> None:
    """Management stopped by a death."""
    made = case.made
    on, by, _test = begun(case, made.back(220))
    acts.contacts(case, on, made.back(80))
    since = made.working(made.back(60))
    ground = next((g.id for g in made.pack(since).grounds["stop_management"] if "DEAD" in g.statuses), None)
    stop(case, by, since, ground or "d", "Đã chết")
    acts.status(case, "DEAD", since)


def refuses(case: Case, _sort: Sort) -> None:
    """Managed; refused one test and did not come to another; the results stand as such, with the record."""
    made = case.made
    on, _by, _test = begun(case, made.back(130))
    acts.contacts(case, on, made.back(21))
    refused = made.working(made.back(18))
    acts.sampled(case, made.moment(refused), "refused", "a")
    acts.breach(case, "user_management", "test_refused", refused, 1, "reminder")
    missed = made.working(made.back(9))
    acts.sampled(case, made.moment(missed), "no_show", "a")
    acts.breach(case, "user_management", "not_present", missed, 2, "review")


def confirmed(case: Case, _sort: Sort) -> None:
    """An unclear rapid result, and the laboratory that settled it."""
    made = case.made
    on, _by, _test = begun(case, made.back(90))
    acts.contacts(case, on, made.back(24))
    first = made.working(made.back(20))
    unclear = acts.sampled(case, made.moment(first), "unclear", "scheduled", medicines="Thuốc ho theo đơn")
    later = made.moment(made.working(first + timedelta(days=2)))
    acts.sampled(case, later, "negative", "confirmation", method="laboratory", confirms=unclear)


def across(case: Case, _sort: Sort) -> None:
    """Found in the last days of the former law, decided on in the first of the present one."""
    turn = case.made.in_force_since()
    at = case.made.moment(turn - timedelta(days=1))
    acts.detect(case, at, "h", notified=case.made.moment(at.date(), 14))
    first = acts.sampled(case, at, "positive", "h", case.made.moment(turn, 8))
    manage(case, turn, since=at.date(), test=first)
    acts.contacts(case, turn, case.made.back(17))


def across_managed(case: Case, _sort: Sort) -> None:
    """A decision of the former law that keeps its last day under the present one."""
    found = case.made.in_force_since() - timedelta(days=40)
    on, _by, _test = begun(case, found)
    acts.contacts(case, on, case.made.back(11))


def educated(case: Case, _sort: Sort) -> None:
    """Education in the commune, as long as the law knew it."""
    since = case.made.back(70)
    if case.made.pack(since).decisions["education"].signer == "none":
        since = case.made.in_force_since() - timedelta(days=60)
    until = add_months(since, 3)[0]
    by = acts.decide(case, "education", since, until=until)
    acts.status(case, "GD", since, until if case.made.has_come(until) else None, opened_by=by)
    acts.contacts(case, since, min(until, case.made.back(8)))
