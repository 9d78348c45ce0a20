"""Made-up people who go and come: away for a time, moved, on the way, come from elsewhere."""

from __future__ import annotations

from datetime import timedelta

from app.register.made_up import acts
from app.register.made_up.acts import Case, Sort
from app.register.made_up.users import begun

#: Communes of other places, for where people go to and come from (made up, so without a code).
_ELSEWHERE = ("Xã Tập Huấn Đông", "Xã Tập Huấn Tây", "Phường Tập Huấn Nam")


def away(case: Case, sort: Sort) -> None:
    """Moved away: the notice and the file went in time, the receipt came."""
    made = case.made
    left = made.back(sort.since_back // 3 + 15)
    on, by, _test = begun(case, left - timedelta(days=120))
    acts.contacts(case, on, left - timedelta(days=10))
    _close(case, by, left.isoformat())
    acts.status(case, "MOVED", left)
    at = made.moment(left)
    told = made.moment(made.kept("user_management.move_notice", at), 11)
    arrived = max(made.moment(left, 17), at)
    made.add(
        "absence",
        left + timedelta(days=6),
        person=case.person,
        sort="move_out",
        left_at=at,
        reported=True,
        unit_name=made.rng.choice(_ELSEWHERE),
        reason="Chuyển theo gia đình",
        notified_at=told,
        notice_number=made.number("move", told.date(), "TB-CA"),
        file_sent_at=made.moment(told.date(), 15),
        receipt=made.number("receipt", told.date(), "BN"),
        arrived_at=arrived,
        presented_at=arrived + timedelta(hours=3),
        ended_on=told.date() + timedelta(days=2),
    )


def _close(case: Case, opened: str, until: str) -> None:
    made = case.made
    period = next(e for e in made.of("status_period") if e.fields.get("opened_by") == opened)
    made.again("status_period", period.id, made.day, until=until, end_reason="Chuyển nơi cư trú")


def moving(case: Case, _sort: Sort) -> None:
    """Moved out some hours ago: the notice to the other commune is still to be sent."""
    made = case.made
    on, _by, _test = begun(case, made.back(140))
    acts.contacts(case, on, made.back(12))
    at = made.hours_ago(16)
    made.add(
        "absence",
        made.day,
        person=case.person,
        sort="move_out",
        left_at=at,
        reported=False,
        unit_name=_ELSEWHERE[0],
        reason="Gia đình cho biết đã chuyển đi làm ăn",
    )
    acts.check(case, made.day, False, "family", _ELSEWHERE[0])


def came(case: Case, _sort: Sort) -> None:
    """Managed elsewhere, arrived here, presented themselves in time; the file came after."""
    made = case.made
    since = made.back(140)
    by = acts.decide(case, "manage_user", since, until=made.due("user_management.term", since))
    arrived = made.back(50)
    acts.status(case, "U-QL", since, opened_by=by)
    at = made.moment(arrived)
    made.add(
        "absence",
        arrived + timedelta(days=3),
        person=case.person,
        sort="move_in",
        left_at=made.moment(arrived - timedelta(days=1)),
        reported=True,
        unit_name=_ELSEWHERE[1],
        notified_at=made.moment(arrived, 10),
        arrived_at=at,
        presented_at=at + timedelta(hours=5),
        ended_on=arrived + timedelta(days=3),
    )
    acts.contacts(case, arrived, made.back(14))


def absent(case: Case, _sort: Sort) -> None:
    """Away without notice, not met at two roll calls, a record made of it."""
    made = case.made
    on, _by, _test = begun(case, made.back(170))
    acts.contacts(case, on, made.back(62))
    left = made.back(34)
    made.add(
        "absence", left, person=case.person, sort="absent", left_at=made.moment(left, 17), reported=False,
        reason="Không rõ nơi đến",
    )  # fmt: skip
    acts.status(case, "ABSENT", left)
    for days, said in ((30, None), (7, "Làm thuê ngoài tỉnh")):
        acts.check(case, made.back(days), False, "roll_call", said)
    acts.breach(case, "user_management", "absent", made.back(30), 1, "reminder")


def was_away(case: Case, sort: Sort) -> None:
    """Away for a time with notice, back on the day that was said."""
    made = case.made
    on, _by, _test = begun(case, made.back(sort.since_back + 30))
    left, back = made.back(24), made.back(10)
    made.add(
        "absence", back, person=case.person, sort="absent", left_at=made.moment(left), reported=True,
        unit_name=_ELSEWHERE[2], reason="Về quê có việc gia đình", ended_on=back,
    )  # fmt: skip
    acts.status(case, "ABSENT", left, back)
    acts.contacts(case, on, made.back(28))
    acts.check(case, made.back(9), True, "face")
