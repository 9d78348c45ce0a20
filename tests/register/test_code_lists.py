from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.bootstrap import Opened
from app.kinds import codes
from app.kinds.codes import use_own
from app.kinds.faults import Fault
from app.ledger.store import Store
from app.register import code_lists
from app.register.code_lists import add_code, code_lines, date_code, list_lines, remove_code, rename_code
from app.register.people import save
from app.register.session import Session
from app.words import set_language
from tests.ledger import homes
from tests.ledger.homes import Hands

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _as_shipped() -> Iterator[None]:
    yield
    use_own({})


def line(session: Session, name: str, code: str) -> code_lists.CodeLine:
    return next(one for one in code_lines(session, name) if one.code == code)


def code_of(call: Any, *given: Any, **named: Any) -> tuple[str, str]:
    with pytest.raises(Fault) as refused:
        call(*given, **named)
    assert refused.value.sentence()
    return refused.value.code, refused.value.field


def person(session: Session, **fields: Any) -> str:
    save(session, "person", "p1", {"name": "Nguyễn Văn Thử", "birth": "1990", **fields})
    return "p1"


def test_every_list_of_every_kind_is_there_with_a_title(session: Session) -> None:
    for lang in ("vi", "en"):
        set_language(lang)
        lines = list_lines(session)
        assert all(one.title.strip(": ") and one.entries for one in lines)
    set_language("vi")
    known = {one.name for one in lines}
    assert known >= code_lists.OPEN - {"treatment_drug"} and known >= code_lists.DATED
    assert [one.mode for one in lines] == sorted(
        (one.mode for one in lines), key=["open", "dated", "fixed"].index
    )
    assert next(one for one in lines if one.name == "status").mode == "fixed"


def test_a_new_entry_may_be_chosen_at_once(session: Session) -> None:
    code, _changed = add_code(session, "ethnicity", "  Chu-ru ", document="QĐ 121-TCTK")
    assert code == "own_chu_ru"
    assert code in codes.ETHNICITY.offered(DAY)
    person(session, ethnicity=code)
    found = line(session, "ethnicity", code)
    assert (found.label, found.shipped, found.document) == ("Chu-ru", False, "QĐ 121-TCTK")


def test_an_entry_is_offered_between_its_days_only(session: Session) -> None:
    code, _changed = add_code(
        session, "substance", "Nitazen", since=date(2026, 12, 1), until=date(2027, 1, 31)
    )
    offered = [
        code in codes.SUBSTANCE.offered(date(*day)) for day in ((2026, 11, 30), (2026, 12, 1), (2027, 2, 1))
    ]
    assert offered == [False, True, False]
    assert codes.SUBSTANCE.has(code)


def test_a_code_in_use_is_never_removed_only_no_longer_offered(session: Session) -> None:
    code, _changed = add_code(session, "ethnicity", "Chu-ru")
    person(session, ethnicity=code)
    assert code_of(remove_code, session, "ethnicity", code, "thử")[0] == "E_CODE_USED"
    date_code(session, "ethnicity", code, since=None, until=date(2026, 11, 22), why="gộp")
    assert code not in codes.ETHNICITY.offered(DAY)
    person(session, ethnicity=code, occupation="Làm rẫy")
    assert codes.ETHNICITY.label(code) == "Chu-ru"


def test_use_is_counted_in_choices_and_in_rows_too(session: Session) -> None:
    substance, _changed = add_code(session, "substance", "Nitazen")
    paper, _changed = add_code(session, "paper", "Giấy đi đường")
    person(session, substances=["heroin", substance], papers=[{"sort": paper, "number": "12"}])
    with session.store.read() as reader:
        assert code_lists.times_used(reader, "substance", substance) == 1
        assert code_lists.times_used(reader, "paper", paper) == 1
        assert code_lists.times_used(reader, "paper", "cccd") == 0
    assert code_of(remove_code, session, "substance", substance, "thử")[0] == "E_CODE_USED"


def test_an_entry_nobody_used_is_taken_back(session: Session) -> None:
    code, _changed = add_code(session, "route", "Ngậm")
    remove_code(session, "route", code, "nhập nhầm")
    assert not codes.ROUTE.has(code)
    assert code not in {one.code for one in code_lines(session, "route")}


def test_a_shipped_entry_is_dated_not_renamed(session: Session) -> None:
    date_code(session, "education", "postgraduate", since=None, until=date(2026, 1, 1), document="CV 5")
    found = line(session, "education", "postgraduate")
    assert (found.shipped, found.offered, found.until) == (True, False, date(2026, 1, 1))
    assert code_of(rename_code, session, "education", "postgraduate", "Trên đại học") == (
        "E_CODE_SHIPPED",
        "label",
    )
    remove_code(session, "education", "postgraduate", "thử")
    assert "postgraduate" in codes.EDUCATION.offered(DAY)


def test_the_days_a_shipped_code_has_by_law_are_shown(session: Session) -> None:
    assert line(session, "substance", "etomidate").since == date(2026, 1, 19)
    assert "etomidate" not in {
        one.code for one in code_lines(session, "substance", date(2026, 1, 18)) if one.offered
    }


def test_own_words_may_be_changed(session: Session) -> None:
    code, _changed = add_code(session, "route", "Ngậm")
    rename_code(session, "route", code, "Ngậm dưới lưỡi", "rõ hơn")
    assert codes.ROUTE.label(code) == "Ngậm dưới lưỡi"


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("colour", "Đỏ", ("E_CODE_LIST", "")),
        ("status", "Khác", ("E_CODE_CLOSED", "")),
        ("test_result", "Nghi ngờ", ("E_CODE_CLOSED", "")),
        ("test_ground", "Theo yêu cầu", ("E_CODE_CLOSED", "")),
        ("route", "   ", ("E_CODE", "label")),
        ("route", "x" * 121, ("E_CODE", "label")),
        ("ethnicity", "MƯỜNG", ("E_CODE", "label")),
    ],
)
def test_what_cannot_be_added_is_refused(
    session: Session, name: str, label: str, expected: tuple[str, str]
) -> None:
    assert code_of(add_code, session, name, label) == expected


def test_grounds_of_the_law_are_dated_only(session: Session) -> None:
    date_code(session, "test_ground", "i", since=None, until=date(2026, 11, 1))
    assert "i" not in codes.TEST_GROUND.offered(DAY)
    assert code_of(date_code, session, "status", "U", since=None, until=None)[0] == "E_CODE_CLOSED"


def test_the_last_day_is_not_before_the_first(session: Session) -> None:
    expected = ("E_END_BEFORE_START", "until")
    days = {"since": date(2026, 5, 1), "until": date(2026, 4, 30)}
    assert code_of(date_code, session, "route", "inject", **days) == expected
    assert code_of(date_code, session, "route", "none", **days) == ("E_CODE", "code")


def test_a_list_is_never_left_empty(session: Session) -> None:
    over: dict[str, Any] = {"since": None, "until": date(2026, 1, 1)}
    for code in ("rapid",):
        date_code(session, "method", code, **over)
    assert code_of(date_code, session, "method", "laboratory", **over) == ("E_CODE_LAST", "until")


def test_health_workers_do_not_change_lists(session: Session) -> None:
    assert code_of(add_code, replace(session, role="health"), "route", "Ngậm")[0] == "E_ROLE"


def test_lists_hold_after_opening_again_and_only_there(opened: Opened, clock: Hands) -> None:
    code, _changed = add_code(opened.session, "route", "Ngậm")
    path = opened.home.path
    opened.close()
    use_own({})
    again = homes.enter(path, clock)
    assert code in codes.ROUTE.offered(DAY)
    again.close()


def test_another_register_brings_its_own_lists(opened: Opened, tmp_path: Any, clock: Hands) -> None:
    code, _changed = add_code(opened.session, "route", "Ngậm")
    homes.make(tmp_path / "other", node="C200")
    other = homes.enter(tmp_path / "other", clock)
    assert not codes.ROUTE.has(code)
    other.close()


def test_what_another_unit_added_is_readable_and_not_offered(session: Session) -> None:
    code, _changed = add_code(session, "route", "Ngậm")
    _as_if_sent(session.store)
    assert codes.ROUTE.label(code) == "Ngậm"
    assert codes.ROUTE.has(code)
    assert code not in codes.ROUTE.offered(DAY)


def _as_if_sent(store: Store) -> None:
    with store.write("an") as writer:
        writer.run("UPDATE r_code_entry SET _node = 'C999'")
    code_lists.load(store)


def test_long_words_that_begin_alike_get_two_codes(session: Session) -> None:
    first, _changed = add_code(session, "route", "Cách dùng " + "khác " * 12 + "một")
    second, _changed = add_code(session, "route", "Cách dùng " + "khác " * 12 + "hai")
    assert first != second
