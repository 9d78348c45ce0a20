"""Lists of any kind: order, search, filters, words, and who may read them."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import msgspec
import pytest

from app.kinds.catalogue import all_kinds
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.text import text_key
from app.register.kind_lists import (
    Condition,
    KindQuery,
    count_kind,
    each_kind_line,
    find_records,
    first_kind_lines,
    hamlets_of,
    kind_ids,
    kind_lines_of,
    name_of,
)
from app.register.kind_records import (
    end_record,
    look_at,
    reopen_record,
    rewritten,
    save_record,
)
from app.register.kind_words import columns_of, told
from app.register.loading import load
from app.register.people import retract, save
from app.register.session import Session
from app.words import set_language
from tests.register.crowd import HAMLETS

NAMES = ("Quán Ánh Dương", "Quán An Bình", "Bãi đất trống", "Đồi Đá Trắng", "Nhà nghỉ Ế Ẩm", "Quán Ăn Đêm")


def place(session: Session, record_id: str, name: str, **more: Any) -> None:
    fields = {"name": name, "sort": "at_risk", "since": "2026-03-05", "hamlet": "Thôn 2", **more}
    save(session, "place", record_id, fields)


@pytest.fixture
def places(session: Session) -> Session:
    for n, name in enumerate(NAMES):
        more: dict[str, Any] = {"since": f"2026-0{n + 1}-10", "hamlet": HAMLETS[n * 5 % 14]}
        if n % 2:
            more |= {"sort": "complex", "resolved_on": f"2026-11-{20 + n}", "state": "resolved"}
        place(session, f"k{n}", name, **more)
    return session


def names(session: Session, **asked: Any) -> list[str]:
    query = KindQuery("place", **asked)
    lines = first_kind_lines(session, query, [KINDS["place"].field("name")], 100)
    assert [line.n for line in lines] == list(kind_ids(session, query))
    assert len(lines) == count_kind(session, query)
    return [line.values[0] for line in lines]


def test_every_kind_of_the_common_register_and_the_police_can_be_listed(session: Session) -> None:
    for kind in all_kinds():
        if not session.may_read(kind):
            with pytest.raises(Fault, match="E_ROLE"):
                kind_ids(session, KindQuery(kind.name))
            continue
        fields = columns_of(kind.name)
        for column in ("", *(f.name for f in fields)):
            assert first_kind_lines(session, KindQuery(kind.name, sort=column), fields) == []
        assert count_kind(session, KindQuery(kind.name, "ai đó")) == 0


def test_newest_first_and_any_column_in_vietnamese_order(places: Session) -> None:
    assert names(places) == list(reversed(NAMES))
    assert names(places, sort="name") == sorted(NAMES, key=text_key)
    assert names(places, sort="name", descending=True) == sorted(NAMES, key=text_key, reverse=True)
    by_sort = names(places, sort="sort")
    assert set(by_sort[:3]) == set(NAMES[0::2])  # the order of the code list: at risk before complex
    hamlets = [
        line.values[0]
        for line in each_kind_line(
            places, KindQuery("place", sort="hamlet"), [KINDS["place"].field("hamlet")]
        )
    ]
    assert hamlets == sorted(hamlets, key=text_key)
    assert hamlets.index("Thôn 2") < hamlets.index("Thôn 11")  # by value, not letter by letter


def test_what_is_not_recorded_comes_last_either_way(places: Session) -> None:
    for descending in (False, True):
        assert set(names(places, sort="resolved_on", descending=descending)[3:]) == set(NAMES[0::2])


def test_words_find_without_marks_in_any_text_field(places: Session) -> None:
    assert names(places, text="an binh") == ["Quán An Bình"]
    assert set(names(places, text="quan")) == {n for n in NAMES if n.startswith("Quán")}
    assert names(places, text="DOI da") == ["Đồi Đá Trắng"]
    assert names(places, text="không có đâu") == []
    assert names(places, text="??") == []
    place(places, "note", "Kho cũ", note="Ghi chú: xe máy để đêm")
    assert names(places, text="de dem xe") == ["Kho cũ"]


def test_filters_by_code_hamlet_period_and_open_or_ended(places: Session) -> None:
    assert set(names(places, asked=(Condition("sort", "is", "complex"),))) == set(NAMES[1::2])
    assert set(names(places, asked=(Condition("sort", "any", "complex hot_spot"),))) == set(NAMES[1::2])
    assert names(places, asked=(Condition("hamlet", "is", HAMLETS[5].upper()),)) == [NAMES[1]]
    period = (Condition("since", "from", "2026-02-10"), Condition("since", "to", "2026-04-10"))
    assert names(places, asked=period) == [NAMES[3], NAMES[2], NAMES[1]]
    # resolved on the 21st and 23rd (today); the one of the 25th still runs
    assert set(names(places, asked=(Condition("resolved_on", "over"),))) == {NAMES[1], NAMES[3]}
    assert set(names(places, asked=(Condition("resolved_on", "running"),))) == {*NAMES[0::2], NAMES[5]}
    assert set(names(places, asked=(Condition("officer", "empty"),))) == set(NAMES)
    assert names(places, asked=(Condition("officer", "filled"),)) == []


def test_an_unknown_field_is_named(places: Session) -> None:
    with pytest.raises(Fault) as refused:
        kind_ids(places, KindQuery("place", asked=(Condition("colour", "is", "red"),)))
    assert "colour" in refused.value.sentence()


def test_lines_keep_the_order_asked_and_leave_out_what_is_gone(places: Session) -> None:
    fields = columns_of("place")
    ids = kind_ids(places, KindQuery("place", sort="name"))
    shuffled = list(ids)
    random.Random(4).shuffle(shuffled)
    assert [line.n for line in kind_lines_of(places, "place", shuffled, fields)] == shuffled
    gone = kind_lines_of(places, "place", [ids[0]], fields)[0]
    retract(places, "place", gone.id, "ghi hai lần")
    assert gone.n not in kind_ids(places, KindQuery("place"))
    assert kind_lines_of(places, "place", [gone.n], fields) == []


def test_values_read_in_the_words_of_the_reader(places: Session) -> None:
    fields = {f.name: f for f in columns_of("place")}
    line = first_kind_lines(places, KindQuery("place", "Đồi"), list(fields.values()), 1)[0]
    shown = dict(
        zip(fields, (told(f, v) for f, v in zip(fields.values(), line.values, strict=True)), strict=True)
    )
    assert shown["since"] == "10/04/2026"
    assert shown["resolved_on"] == "23/11/2026"
    set_language("en")
    assert told(fields["sort"], "complex") == "Complex place"


def test_other_records_are_named_and_found_by_their_names(session: Session) -> None:
    save(session, "person", "p1", {"name": "Đặng Quốc Ưng", "birth": "1990"})
    save(session, "person", "p2", {"name": "Vũ Văn Ân", "birth": "1990"})
    place(session, "k1", "Quán Gió")
    for n, person in enumerate(("p1", "p2")):
        save(session, "involvement", f"v{n}", {"place": "k1", "person": person, "part": "owner"})
    fields = [KINDS["involvement"].field(name) for name in ("person", "place")]
    by_person = first_kind_lines(session, KindQuery("involvement", sort="person"), fields)
    assert [str(line.values[0]) for line in by_person] == ["Vũ Văn Ân", "Đặng Quốc Ưng"]
    assert by_person[0].values[1].name == "Quán Gió"
    asked = (Condition("place", "is", "k1"),)
    assert count_kind(session, KindQuery("involvement", "dang quoc", asked=asked)) == 1
    assert [found.id for found in find_records(session, "place", "gio")] == ["k1"]
    assert name_of(session, "place", "k1") == "Quán Gió"
    assert name_of(session, "place", "none") == ""


def test_hamlets_written_in_two_ways_are_one(session: Session) -> None:
    for n, hamlet in enumerate(("Thôn 10", "thôn 10", "Thôn 2")):
        place(session, f"k{n}", f"Chỗ {n}", hamlet=hamlet)
    assert hamlets_of(session, "place") == [("Thôn 2", 1), ("Thôn 10", 2)]
    assert hamlets_of(session, "unit") == []


def test_health_reads_nothing_of_the_police(places: Session) -> None:
    health = dataclasses.replace(places, role="health")
    fields = columns_of("place")
    for ask in (
        lambda: kind_ids(health, KindQuery("place")),
        lambda: first_kind_lines(health, KindQuery("place"), fields),
        lambda: kind_lines_of(health, "place", [1], fields),
        lambda: count_kind(health, KindQuery("place")),
        lambda: hamlets_of(health, "place"),
        lambda: find_records(health, "place", "quan"),
        lambda: look_at(health, "place", "k1"),
        lambda: end_record(health, "place", "k1", places.today(), "x"),
        lambda: save_record(health, "place", "", {"name": "x"}),
    ):
        with pytest.raises(Fault) as refused:
            ask()
        assert refused.value.code == "E_ROLE"
    assert name_of(health, "place", "k1") == ""


def _audit(session: Session) -> list[tuple[str, str]]:
    with session.store.read() as reader:
        return [(row[0], row[1]) for row in reader.rows("SELECT act, subject FROM audit ORDER BY n")]


def test_a_look_at_a_police_record_is_noted_and_at_a_common_one_not(places: Session) -> None:
    save(places, "campaign", "c1", {"held_on": "2026-11-02", "form": "meeting", "reached": 120})
    before = len(_audit(places))
    seen = look_at(places, "place", "k0")
    assert (seen.fields["name"], seen.is_ours, seen.may_write) == (NAMES[0], True, True)
    assert seen.entered_by == "an" and seen.changed_at is None
    look_at(places, "campaign", "c1")
    assert _audit(places)[before:] == [("view", "place:k0")]
    with pytest.raises(Fault, match="E_UNKNOWN_RECORD"):
        look_at(places, "place", "none")


def test_what_corrects_needs_a_reason_and_what_adds_does_not(places: Session) -> None:
    known = dict(look_at(places, "place", "k0").fields)
    save_record(places, "place", "k0", {**known, "officer": "Lê Hoàng Nam"})
    row = {"on": "2026-11-01", "by": "Tổ công tác", "result": "Không phát hiện"}
    save_record(places, "place", "k0", {**known, "officer": "Lê Hoàng Nam", "inspections": [row]})
    changed = {**known, "name": "Quán Dương Ánh", "officer": "Lê Hoàng Nam", "inspections": [row]}
    with pytest.raises(Fault) as refused:
        save_record(places, "place", "k0", changed)
    assert refused.value.code == "E_REASON" and refused.value.field == "why"
    save_record(places, "place", "k0", changed, "gõ nhầm tên")
    seen = look_at(places, "place", "k0")
    assert seen.fields["name"] == "Quán Dương Ánh" and seen.changed_by == "an"
    kind = KINDS["place"]
    assert rewritten(kind, {"inspections": [row]}, {"inspections": [{**row, "by": "khác"}]}) == [
        "inspections"
    ]
    assert rewritten(kind, {"note": "a"}, {}) == ["note"]


def test_ending_and_opening_again(session: Session) -> None:
    save(session, "mailbox", "m1", {"hamlet": "Thôn 2", "since": "2026-01-05"})
    with pytest.raises(Fault) as refused:
        end_record(session, "mailbox", "m1", session.today(), " ")
    assert refused.value.field == "why"
    with pytest.raises(Fault) as refused:
        end_record(session, "mailbox", "m1", session.today().replace(year=2027), "hỏng")
    assert (refused.value.code, refused.value.field) == ("E_FUTURE", "until")
    with pytest.raises(Fault) as refused:
        end_record(session, "mailbox", "m1", session.today().replace(year=2025), "hỏng")
    assert (refused.value.code, refused.value.field) == ("E_END_BEFORE_START", "until")
    end_record(session, "mailbox", "m1", session.today(), "hỏng khóa")
    assert look_at(session, "mailbox", "m1").ends_on() == session.today()
    assert count_kind(session, KindQuery("mailbox", asked=(Condition("until", "running"),))) == 0
    reopen_record(session, "mailbox", "m1", "đã sửa")
    assert look_at(session, "mailbox", "m1").ends_on() is None
    save(session, "campaign", "c1", {"held_on": "2026-11-02", "form": "meeting"})
    with pytest.raises(Fault, match="E_NO_END"):
        end_record(session, "campaign", "c1", session.today(), "x")


@pytest.mark.slow
def test_twenty_thousand_places(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    """Times are printed; what is asserted is that the answers are whole."""
    import time

    chance = random.Random(2)
    lines = [
        {
            "kind": "place",
            "id": f"x{n}",
            "name": f"{chance.choice(NAMES)} {n % 997}",
            "sort": "at_risk",
            "hamlet": chance.choice(HAMLETS),
            "since": f"202{n % 7}-03-1{n % 9}",
            "note": "Có người lạ ra vào buổi tối, cần theo dõi thêm.",
        }
        for n in range(20_000)
    ]
    assert load(session, [msgspec.json.encode(line) for line in lines]).added == 20_000
    told_times = []
    for query in (
        KindQuery("place"),
        KindQuery("place", sort="name"),
        KindQuery("place", sort="hamlet", descending=True),
        KindQuery("place", "quan anh"),
    ):
        began = time.perf_counter()
        ids = kind_ids(session, query)
        page = kind_lines_of(session, "place", ids[:128], columns_of("place"))
        told_times.append(
            f"{query.sort or query.text or 'newest':<12}{(time.perf_counter() - began) * 1000:8.1f} ms"
        )
        assert len(page) == 128
        assert len(ids) == 20_000 or query.text
    with capsys.disabled():
        print("\n" + "\n".join(told_times))  # noqa: T201 - what this test is for
