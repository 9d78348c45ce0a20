from datetime import date

import pytest

from app.kinds.faults import Fault
from app.register.grounds import LISTS, grounds, list_label, monitor_label, monitoring, signer, step_after
from app.register.people import save
from app.register.session import Session

OLD, INTERIM, NEW = date(2024, 5, 1), date(2026, 5, 1), date(2026, 11, 23)


@pytest.mark.parametrize("on", [OLD, INTERIM, NEW])
def test_every_ground_has_an_article_and_is_listed_once(session: Session, on: date) -> None:
    for name in LISTS:
        assert list_label(name)
        found = grounds(session, name, on)
        assert all(one.article and one.label.vi and one.label.en for one in found)
        assert len({one.id for one in found}) == len(found)


def test_lists_change_with_the_law(session: Session) -> None:
    def ids(name: str, on: date) -> set[str]:
        return {one.id for one in grounds(session, name, on)}

    assert "rehab_done" in ids("leave_addict", NEW) - ids("leave_addict", INTERIM)
    assert "educated" in ids("assessment", OLD) - ids("assessment", NEW)
    assert ids("compulsory_minor", NEW) > ids("compulsory_minor", OLD)
    assert "pregnant" in ids("exempted", OLD) & ids("exempted", NEW)
    assert "small_child" in ids("compulsory_exempt", NEW)


def test_who_signs(session: Session) -> None:
    offices = {on: signer(session, "manage_user", on).office for on in (OLD, NEW)}
    assert offices == {OLD: "chair", NEW: "police_chief"}
    assert {signer(session, "aftercare", on).office for on in (OLD, NEW)} == {"chair"}
    courts = [signer(session, "court", on).label for on in (OLD, INTERIM)]
    assert courts[0] != courts[1]
    assert signer(session, "monitoring", OLD).without is not None


def test_what_does_not_exist_is_refused(session: Session) -> None:
    for call in (
        lambda: grounds(session, "music", NEW),
        lambda: signer(session, "music", NEW),
        lambda: grounds(session, "testing", date(2020, 1, 1)),
    ):
        with pytest.raises(Fault) as refused:
            call()
        assert refused.value.sentence()


def test_the_step_after_a_breach_counts_within_the_measure(session: Session) -> None:
    save(session, "person", "p1", {"name": "Nguyễn Văn Thử", "birth": "1990"})
    assert step_after(session, "p1", "voluntary") is None
    for n, (day, obligation) in enumerate(
        (("2026-08-01", "voluntary"), ("2026-09-01", "voluntary"), ("2026-09-05", "aftercare"))
    ):
        fields = {"person": "p1", "obligation": obligation, "sort": "absent", "happened_on": day, "time": 1}
        save(session, "breach", f"b{n}", fields)
    second = step_after(session, "p1", "voluntary")
    assert second is not None
    assert (second.time, second.consequence) == (2, "review")
    within = step_after(session, "p1", "voluntary", since=date(2026, 8, 15))
    assert within is not None
    assert within.consequence == "reminder"


def test_electronic_monitoring_names_who_applies_it(session: Session) -> None:
    answer = monitoring(session, "S", 30, NEW)
    assert answer.answer == "yes"
    assert monitor_label(session, answer, NEW) == "Trưởng Công an cấp xã"
    assert monitoring(session, "U-QL", 30, NEW).answer == "no"
    assert monitoring(session, "S", 30, OLD).answer == "no"
