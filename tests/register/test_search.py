"""Search: whatever is remembered of a person finds them, and nothing typed can break it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.register.lists import ListQuery, list_ids
from app.register.people import retract, save
from app.register.search import find_people
from app.register.session import Session

PEOPLE = {
    "dao": "Nguyễn Thị Đào",
    "dao2": "Trần Văn Đạo",
    "hoa": "Đỗ Thị Hòa",
    "hoa2": "Đỗ Thị Hoá",
    "duc": "Nguyễn Văn Đức",
    "ly": "Lý Thị Mỹ",
    "loc": "Đặng Hữu Lộc",
}


@pytest.fixture
def filled(session: Session) -> Session:
    for record_id, name in PEOPLE.items():
        save(session, "person", record_id, {"name": name, "birth": "1990"})
    save(
        session,
        "person",
        "num",
        {
            "name": "Phạm Văn Số",
            "birth": "1990",
            "papers": [
                {"sort": "cccd", "number": "001 090.012-345"},
                {"sort": "passport", "number": "b1234567"},
            ],
            "phones": ["0912 345 678"],
            "other_names": ["Số Đen", "Tèo"],
        },
    )
    return session


def found(session: Session, text: str) -> list[str]:
    return [hit.id for hit in find_people(session, text)]


def test_marks_and_case_do_not_matter(filled: Session) -> None:
    for group in (
        ["đào", "Đào", "dao", "DAO", "đa\u0300o", "Ðào"],
        ["hoà", "hòa", "Hoa", "HOA"],
        ["đức", "duc"],
    ):
        sets = [set(found(filled, text)) for text in group]
        assert sets[0] and all(one == sets[0] for one in sets), group
        ids = [set(list_ids(filled, ListQuery(text=text))) for text in group]
        assert ids[0] and all(one == ids[0] for one in ids)
    assert found(filled, "Đỗ Thị Hoà")[0] == "hoa" and found(filled, "Đỗ Thị Hóa")[0] == "hoa2"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("001090012345", "num"),
        ("001 090 012 345", "num"),
        ("0010900", "num"),
        ("B1234567", "num"),
        ("0912345678", "num"),
        ("0912.345.678", "num"),
        ("tèo", "num"),
        ("so den", "num"),
        ("nvđ", "duc"),
        ("nvd", "duc"),
        ("dhl", "loc"),
        ("Duwcs", "duc"),
        ("DDaof", "dao"),
        ("nguyen van d", "duc"),
        ("lộc đặng", "loc"),
        ("li thi mi", "ly"),
    ],
)
def test_what_is_remembered_finds_them(filled: Session, text: str, first: str) -> None:
    assert first in found(filled, text)


def test_hits_say_why_and_the_best_come_first(filled: Session) -> None:
    hits = find_people(filled, "đỗ thị hòa")
    assert [(h.id, h.because) for h in hits] == [("hoa", "name"), ("hoa2", "marks")]
    assert all(hit.reason() for hit in hits) and [h.score for h in hits] == sorted(
        (h.score for h in hits), reverse=True
    )
    assert find_people(filled, "001090012345")[0].because == "number"


def test_somebody_taken_out_is_not_found(filled: Session) -> None:
    retract(filled, "person", "loc", "nhầm")
    assert found(filled, "loc") == [] and found(filled, "dhl") == []
    save(filled, "person", "duc", {"name": "Tên Mới", "birth": "1990"})
    assert found(filled, "duc") == [] and found(filled, "tên mới") == ["duc"]


NASTY = [
    '"', "''", "*", "nguyen*", '"nguyen', "nguyen AND", "NOT nguyen", "a OR b", "t:nguyen", "^nguyen", "NEAR(a b)",
    "{t} : a", "(", ")", "-", "+", "\\", "%", "_", ";", "--", "\x00", "a\x00b", "\ud800", "\u202e", "🙂", "…", " ",
    "\t\n", "0" * 400, "a" * 5_000, "nguyen " * 300, "a b " * 200, "đ" * 3_000, "' OR 1=1 --", "null", "٣",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=lambda t: repr(t[:12]))
def test_nothing_typed_breaks_the_search(filled: Session, text: str) -> None:
    assert isinstance(found(filled, text), list)
    list_ids(filled, ListQuery(text=text))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30) | st.text("\"*()'^:-nguyenđ AORNT", max_size=40))
def test_any_text_is_a_search(filled: Session, text: str) -> None:
    find_people(filled, text, settled=False)
    list_ids(filled, ListQuery(text=text))


def test_a_settled_search_is_noted_without_its_words(filled: Session) -> None:
    find_people(filled, "đào")
    find_people(filled, "đào", settled=False)
    with filled.store.read() as reader:
        rows = reader.rows("SELECT act, subject, detail FROM audit ORDER BY n DESC LIMIT 2")
    assert tuple(rows[0]) == ("search", "", "2") and rows[1][0] != "search"
