"""The stock of kits: used, left, expired, low."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.register.entries import kits, record_test
from app.register.kits import EMPTY, EXPIRED, LEAST, OVER, SOON, SOON_DAYS, USABLE, lots_of, stock
from app.register.people import retract, save
from app.register.session import Session


def lot(session: Session, record_id: str, days: int, quantity: int | None = 50, **more: Any) -> None:
    expiry = session.today() + timedelta(days=days)
    fields = {"name": "Test nhanh 4 chất", "lot": record_id, "expiry": expiry.isoformat(), **more}
    save(session, "kit_lot", record_id, fields | ({"quantity": quantity} if quantity is not None else {}))


def use(session: Session, kit: str, n: int) -> None:
    save(session, "person", "p1", {"name": "Nguyễn Văn Thử", "birth": "1990"})
    for place in range(n):
        fields = {"id": f"{kit}-{place}", "person": "p1", "sampled_at": session.now().isoformat(), "kit": kit}
        record_test(session, {**fields, "result": "negative"})


def test_states_by_day_and_by_what_is_left(session: Session) -> None:
    lot(session, "old", -1)
    lot(session, "today", 0)
    lot(session, "soon", SOON_DAYS)
    lot(session, "good", SOON_DAYS + 1)
    lot(session, "open", 200, None)
    found = {line.id: (line.state, line.left) for line in stock(session).lots}
    assert found == {
        "old": (EXPIRED, 50),
        "today": (SOON, 50),
        "soon": (SOON, 50),
        "good": (USABLE, 50),
        "open": (USABLE, None),
    }
    assert stock(session).usable == 150


def test_used_is_counted_from_the_tests_and_a_retracted_one_comes_back(session: Session) -> None:
    lot(session, "a", 100, 3)
    use(session, "a", 3)
    assert lots_of(session, ["a"])["a"].state == EMPTY
    use(session, "a", 3)  # the same three tests again
    assert lots_of(session, ["a"])["a"].used == 3
    retract(session, "drug_test", "a-0", "ghi hai lần")
    assert lots_of(session, ["a"])["a"].left == 1
    assert list(lots_of(session, ["a", "b"])) == ["a"]
    save(session, "kit_lot", "a", {"name": "T", "lot": "a", "expiry": "2027-06-01", "quantity": 1})
    assert lots_of(session, ["a"])["a"].state == OVER


def test_an_expired_lot_is_never_offered_nor_accepted(session: Session) -> None:
    lot(session, "old", -1)
    lot(session, "good", 40)
    assert [line.id for line in kits(session)] == ["good"]
    save(session, "person", "p1", {"name": "Nguyễn Văn Thử", "birth": "1990"})
    with pytest.raises(Fault, match="E_KIT_EXPIRED"):
        record_test(
            session,
            {"person": "p1", "sampled_at": session.now().isoformat(), "kit": "old", "result": "negative"},
        )


def test_low_by_number_and_by_pace(session: Session) -> None:
    assert stock(session).is_low and stock(session).lasts is None
    lot(session, "a", 200, LEAST + 1)
    assert not stock(session).is_low
    lot(session, "b", 200, 30)
    use(session, "b", 20)
    now = stock(session)
    assert (now.usable, now.used_lately, now.lasts) == (21, 20, 94)
    assert not now.is_low
    save(session, "kit_lot", "a", {"name": "T", "lot": "a", "expiry": "2026-11-22", "quantity": 11})
    assert stock(session).is_low


def test_tests_long_ago_do_not_make_the_pace(session: Session) -> None:
    lot(session, "a", 200, 100)
    save(session, "person", "p1", {"name": "Nguyễn Văn Thử", "birth": "1990"})
    record_test(
        session, {"person": "p1", "sampled_at": "2026-03-01T08:00:00+07:00", "kit": "a", "result": "negative"}
    )
    assert stock(session).lasts is None
