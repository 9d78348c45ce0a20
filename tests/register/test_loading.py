"""Loading: all or nothing, every refusal with its line; writing out gives equal bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.ledger import foreign
from app.ledger.verify import verify
from app.register.loading import dump, load
from app.register.people import retract, save
from app.register.session import Session
from tests.ledger.test_foreign import Sender

GOOD: list[dict[str, Any]] = [
    {"kind": "visit", "id": "v1", "person": "p1", "visited_on": "2026-11-01"},  # points forward
    {"kind": "person", "id": "p1", "name": "Nguyễn Văn Thử", "birth": "1990"},
    {"kind": "status_period", "id": "s1", "person": "p1", "status": "U-QL", "since": "2026-01-01"},
    {"kind": "place", "name": "Quán A", "sort": "complex", "since": "2026-01-01"},
]


TARGET = b'{"kind": "target", "plan": "a", "unit": "b", "indicator": "x", "value": %s}'


def lines(*records: Any) -> list[bytes]:
    return [r if isinstance(r, bytes) else json.dumps(r).encode() for r in records]


def test_records_are_loaded_and_told(session: Session) -> None:
    done = load(session, [*lines(*GOOD), b"", b"  \n"], "nạp lần đầu")
    assert (done.added, done.changed, done.same, done.refused) == (4, 0, 0, [])
    again = load(session, lines(*GOOD[:3], GOOD[1] | {"id": "p2"}, GOOD[0] | {"place": "home"}))
    assert again.refused and again.added == 0, "two lines say different things of one visit"
    again = load(session, lines(*GOOD[1:3], GOOD[0] | {"place": "home"}, GOOD[1]))
    assert (again.added, again.changed, again.same) == (0, 1, 2)
    assert all(check.ok for check in verify(session.store, deep=True))


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        (b"{", "E_JSON", ""),
        (b"[]", "E_JSON", "kind"),
        (b"\xff\xfe", "E_JSON", ""),
        (b"[" * 100_000, "E_JSON", ""),
        (b'{"kind": 5}', "E_JSON", "kind"),
        ({"kind": "spaceship"}, "E_KIND", ""),
        ({"kind": "person", "id": 5, "name": "x", "birth": "1990"}, "E_VALUE", "id"),
        ({"kind": "person", "id": "a b", "name": "x", "birth": "1990"}, "E_VALUE", "id"),
        ({"kind": "person", "id": "p9", "name": "x"}, "E_BIRTH_OR_NUMBER", "birth"),
        ({"kind": "person", "id": "p9", "name": "x", "birth": "1990", "hiv": "x"}, "E_FIELD", "hiv"),
        ({"kind": "person", "id": "p1", "name": "Khác Hẳn", "birth": "1990"}, "E_TWICE", "id"),
        ({"kind": "visit", "person": "nobody", "visited_on": "2026-11-01"}, "E_REFERENCE", "person"),
        ({"kind": "status_period", "person": "p1", "status": "U-QL", "since": "2026-02-01"}, "E_OVERLAP", "since"),
        (TARGET % b"1e400", "E_JSON", ""),
        (TARGET % b"99999999999999999999", "E_VALUE", "value"),
    ],
)  # fmt: skip
def test_one_bad_line_keeps_everything_out_and_is_named(
    session: Session, bad: Any, code: str, field: str
) -> None:
    done = load(session, [*lines(*GOOD), b"", *lines(bad)])
    told = {(r.line, r.code, r.field) for r in done.refused}
    assert (6, code, field) in told and all(r.text for r in done.refused)
    assert (done.added, session.store.position.lsn) == (0, 0)


def test_what_belongs_to_another_node_or_was_taken_out_is_refused_with_its_line(session: Session) -> None:
    sender = Sender()
    sender.op("q1")
    with session.store.write("an") as writer:
        place = foreign.begin(writer, sender.name, sender.node, sender.incarnation)
        foreign.apply_lines(writer, place, sender.lines, lambda op: True)
    load(session, lines(GOOD[1]))
    retract(session, "person", "p1", "nhầm")
    before = session.store.position.lsn
    person = {"kind": "person", "name": "Đổi Tên", "birth": "1991"}
    done = load(session, lines(person | {"id": "n1"}, person | {"id": "q1"}, person | {"id": "p1"}))
    assert [(r.line, r.code) for r in done.refused] == [(2, "E_NOT_OWNER"), (3, "E_RETRACTED")]
    assert session.store.position.lsn == before


def test_a_file_of_nonsense_is_not_listed_to_its_end(session: Session) -> None:
    assert len(load(session, [b"x"] * 10_000).refused) == 200


def test_what_is_written_out_can_be_loaded_into_an_empty_register(session: Session) -> None:
    load(session, lines(*GOOD))
    out = list(dump(session))
    assert load(session, out).same == 4 and list(dump(session)) == out
    assert list(dump(session, "person")) == [line for line in out if b'"kind":"person"' in line]
    with pytest.raises(Fault, match="E_KIND"):
        list(dump(session, "people"))


def test_a_formula_or_markup_is_only_text(session: Session) -> None:
    name = "=cmd|' /C calc'!A0 <script>\"x\"</script> '; DROP TABLE op; -- 100% _"
    save(session, "person", "p1", {"name": name, "birth": "1990", "other_names": [name]})
    (line,) = dump(session)
    assert json.loads(line)["name"] == name and all(c.ok for c in verify(session.store, deep=True))
