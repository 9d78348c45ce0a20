"""Who may be the same person: found, with reasons; and common names left in peace."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.faults import Fault
from app.register.duplicates import (
    POSSIBLE,
    WHY,
    Sketch,
    _one_apart,
    declare_different,
    like,
    pairs,
    sketch_of,
)
from app.register.loading import load
from app.register.people import retract, save
from app.register.session import Session
from tests.register.crowd import name, people

KNOWN: dict[str, Any] = {
    "name": "Đặng Văn Hòa",
    "birth": "1990-05-12",
    "papers": [{"sort": "cccd", "number": "001090012345"}],
}


@pytest.fixture
def one(session: Session) -> Session:
    save(session, "person", "p1", KNOWN)
    save(session, "address", "a1", {"person": "p1", "sort": "present", "hamlet": "Thôn Đông"})
    return session


@pytest.mark.parametrize(
    ("sketch", "because"),
    [
        (Sketch(numbers=("001 090 012 345",)), {"number"}),
        (Sketch("Người Khác", "1955", ("001090012345",)), {"number", "other_birth"}),
        (Sketch("Đặng Văn Hoà", "1990-05-12"), {"name", "birth"}),
        (Sketch("dang van hoa", "1990"), {"marks", "year"}),
        (Sketch("Đặng Văn Hóa", "1990-05-12"), {"marks", "birth"}),
        (Sketch("Đặng Văn Hoàn", "1990"), {"near", "year"}),
        (Sketch("Đặng Văm Hòa", "1990"), {"near", "year"}),
        (Sketch("Đặng Hòa", "1990-05-12"), {"part", "birth"}),
        (Sketch("Đặng Văn Minh Hòa", "1990-05-12"), {"part", "birth"}),
        (Sketch("Đặng Văn Hòa", "1990-12-05"), {"name", "slip"}),
        (Sketch("Đặng Văn Hòa", "1991-05-12"), {"name", "slip"}),
        (Sketch("Đặng Văn Hòa", "~36@2026-11-01"), {"name", "year"}),
        (Sketch("Đặng Văn Hòa", "1991"), {"name", "near_year"}),
        (Sketch("Đặng Văn Hòa", hamlet="THÔN ĐÔNG"), {"name", "hamlet"}),
        (Sketch("Đặng Văn Hòa"), {"name"}),
    ],
)
def test_somebody_like_this_is_known(one: Session, sketch: Sketch, because: set[str]) -> None:
    (found,) = like(one, sketch)
    assert found.id == "p1" and set(found.because) == because and found.reasons()
    assert set(found.because) <= set(WHY) and POSSIBLE <= found.score <= 100


@pytest.mark.parametrize(
    "sketch",
    [
        Sketch(),
        Sketch("…"),
        Sketch("Hòa"),
        Sketch("Đặng Văn Hòa", "1960"),
        Sketch("Đặng Văn Hòa", "1990-09-30"),
        Sketch("Trần Thị Hòa", "1990-05-12"),
        Sketch(numbers=("",)),
        Sketch('" OR * --', numbers=('"', "*", "'")),
        Sketch("đ" * 3_000 + " a" * 300, "1990", ("1" * 500,)),
    ],
    ids=lambda s: (s.name + str(s.birth))[:20],
)
def test_nobody_like_this_is_known(one: Session, sketch: Sketch) -> None:
    assert like(one, sketch) == []


def test_oneself_and_who_was_taken_out_are_not_alike(one: Session) -> None:
    with one.store.read() as reader:
        sketch = sketch_of(reader, "p1")
    assert sketch is not None and sketch.numbers == ("001090012345",) and like(one, sketch) == []
    retract(one, "person", "p1", "nhầm")
    assert like(one, Sketch("Đặng Văn Hòa", "1990-05-12")) == []


def test_pairs_of_the_register_are_listed_once_the_surest_first(one: Session) -> None:
    save(one, "person", "p2", KNOWN | {"name": "Dang Van Hoa", "papers": []})
    save(
        one,
        "person",
        "p3",
        {"name": "Tên Khác Hẳn", "papers": [{"sort": "other", "number": "7"}, KNOWN["papers"][0]]},
    )
    save(one, "person", "p4", KNOWN | {"birth": "1955", "papers": []})
    found = pairs(one)
    assert [(p.first.id, p.second.id) for p in found] == [("p1", "p3"), ("p1", "p2")]
    assert all(p.second.is_sure for p in found) and pairs(one, limit=1) == found[:1]


def test_common_names_are_not_all_flagged(session: Session) -> None:
    """Of 5,000 made-up people nobody is a duplicate; and of 200 typed again with a slip most are found."""
    load(session, people(5_000, facts=False))
    found = pairs(session, limit=10_000)
    assert sum(p.second.is_sure for p in found) < 10
    chance = random.Random(8)
    strangers = [
        Sketch(name(chance, "male"), f"{chance.randrange(1960, 2003)}-{chance.randrange(1, 13):02d}-17")
        for _ in range(200)
    ]
    hits = [like(session, one) for one in strangers]
    assert sum(bool(found) for found in hits) < 100, "most people with a common name are told nothing"
    assert not [hit for found in hits for hit in found if hit.is_sure]
    with session.store.read() as reader:
        rows = reader.rows(
            "SELECT id, name, birth FROM r_person WHERE length(birth) = 10 ORDER BY id LIMIT 200"
        )
    again = [(row[0], Sketch(_slip(chance, row[1]), row[2])) for row in rows]
    recalled = sum(any(hit.id == record_id for hit in like(session, one)) for record_id, one in again)
    assert recalled >= 190, recalled


def _slip(chance: random.Random, full: str) -> str:
    words = full.split()
    slip = chance.choice(["drop", "double", "marks"])
    if slip == "drop" and len(words) > 2:
        return " ".join([words[0], *words[2:]])
    if slip == "double":
        return full + full[-1]
    return full.replace("ễ", "e").replace("ă", "a").replace("ị", "i")


letters = st.text("abcd", max_size=6)


@given(letters, letters)
def test_one_letter_apart_is_what_it_says(a: str, b: str) -> None:
    def near(x: str) -> set[str]:
        made = {x}
        for i in range(len(x) + 1):
            made |= {x[:i] + c + x[i:] for c in "abcd"} | {x[:i] + x[i + 1 :]}
            made |= {x[:i] + c + x[i + 1 :] for c in "abcd"} | {
                x[:i] + x[i + 1 : i + 2] + x[i : i + 1] + x[i + 2 :]
            }
        return made

    assert _one_apart(a, b) == (b in near(a) or a in near(b))


def test_two_people_who_were_declared_different_are_no_pair_again(one: Session) -> None:
    for record_id in ("p2", "p3"):
        save(one, "person", record_id, KNOWN | {"papers": []})
    found = {(p.first.id, p.second.id) for p in pairs(one)}
    assert found == {("p1", "p2"), ("p1", "p3"), ("p2", "p3")}
    with pytest.raises(Fault, match="E_REASON"):
        declare_different(one, "p1", "p2", "  ")
    declare_different(one, "p2", "p1", "anh em sinh đôi")
    assert {(p.first.id, p.second.id) for p in pairs(one)} == found - {("p1", "p2")}
