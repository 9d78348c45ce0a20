from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from app.bootstrap import NewNode, create_node
from app.kinds.faults import Fault
from app.kinds.unit import Unit
from app.register.session import Session
from app.register.units import adopt, units
from app.vault.derive import REHEARSAL
from app.vault.home import Home

LAST_DAY_BEFORE = date(2025, 6, 30)


@pytest.fixture
def session(home: Path) -> Iterator[Session]:
    node = NewNode("P01", "Công an thành phố", "upper", "01", "an", "", "đò dọc sông quê chở nắng")
    opened = create_node(Home(home), node, limits=REHEARSAL)
    yield opened.session
    opened.close()


def put(session: Session, record: Unit) -> None:
    with session.store.write(session.user) as writer:
        writer.put(record)


def test_a_unit_comes_with_what_it_belongs_to(session: Session) -> None:
    made = adopt(session, "00118")
    city = next(u for u in units(session) if u.id == made.parent)
    assert (made.code, made.name, made.sort, made.since) == ("00118", "Bồ Đề", "phuong", date(2025, 7, 1))
    assert made.until is None and made.resolution == "1656/NQ-UBTVQH15 ngày 16/06/2025"
    assert "00130" in made.predecessors
    assert (city.code, city.name, city.sort, city.parent) == ("01", "Hà Nội", "thanh_pho", None)


def test_adopting_again_changes_nothing(session: Session) -> None:
    made = adopt(session, "00118")
    at = session.store.position.lsn
    assert adopt(session, "00118") == made
    assert session.store.position.lsn == at
    adopt(session, "00145")
    assert [u.name for u in units(session)] == ["Bồ Đề", "Hà Nội", "Long Biên"]


def test_a_unit_of_an_old_plan(session: Session) -> None:
    old = adopt(session, "00145", on=date(2023, 6, 1))
    new = adopt(session, "00145")
    assert old.id != new.id and (old.until, new.since) == (LAST_DAY_BEFORE, date(2025, 7, 1))
    names = {u.id: u.name for u in units(session)}
    above = {u.id: u.parent or "" for u in units(session)}
    assert names[above[old.id]] == "Long Biên" and names[above[new.id]] == "Hà Nội"
    assert above[above[old.id]] != above[new.id]  # the city before and after is two records
    assert old.predecessors == () and "00145" in new.predecessors
    assert adopt(session, "00145", on=LAST_DAY_BEFORE) == old


def test_a_code_no_longer_given(session: Session) -> None:
    made = adopt(session, "00130")
    assert (made.name, made.until) == ("Gia Thụy", LAST_DAY_BEFORE)
    assert [u.until for u in units(session)] == [LAST_DAY_BEFORE] * 3


def test_a_numbered_ward_keeps_its_word(session: Session) -> None:
    assert adopt(session, "24769", on=LAST_DAY_BEFORE).name == "Phường 7"


def test_a_record_without_days_is_the_unit(session: Session) -> None:
    put(session, Unit(id="u1", code="00118", name="Bồ Đề", sort="phuong"))
    assert adopt(session, "00118").id == "u1"
    assert len([u for u in units(session) if u.code == "00118"]) == 1


def test_the_node_that_sends_is_noted(session: Session) -> None:
    made = adopt(session, "00118")
    noted = adopt(session, "00118", node="C00118")
    assert noted == msgspec.structs.replace(made, node="C00118")
    assert adopt(session, "00118") == noted
    assert next(u for u in units(session) if u.id == made.parent).node is None


def test_an_unknown_code_is_refused(session: Session) -> None:
    for code, day in (("99999", None), ("", None), ("00130", date(2026, 1, 1))):
        with pytest.raises(Fault) as refused:
            adopt(session, code, on=day)
        assert refused.value.code == "E_UNKNOWN_UNIT" and f"“{code}”" in refused.value.sentence()
    assert units(session) == []


def test_an_account_that_may_not(session: Session) -> None:
    nobody = replace(session, role="guest")
    with pytest.raises(Fault, match="E_ROLE"):
        adopt(nobody, "00118")
    with pytest.raises(Fault, match="E_ROLE"):
        units(nobody)
