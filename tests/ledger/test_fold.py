"""Folding: the same state whatever the order of arrival, and nothing of legal weight lost silently."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.kinds.declare import KINDS
from app.ledger.fold import Folded, fold, step
from app.ledger.ops import CORRECT, IN_ERROR, INTO, LIVE, MERGE, MERGED, PATCH, STATE, TOMB, Op

PERSON = KINDS["person"]
VALUES: dict[str, list[Any]] = {
    "name": ["An", "Bình", "Chi"],  # legal
    "birth": ["1990", "1991", None],  # legal
    "occupation": ["thợ", "nông dân", None],  # last writer
    "phones": [["1"], ["2"], ["1", "3"], None],  # union
}


def op(op_id: str, base: tuple[str, ...] = (), ms: int = 0, /, t: str = PATCH, **f: Any) -> Op:
    return Op(base=base, by="an", f=f, hlc=(ms, 0), id="p1", k="person", lsn=1, op=op_id, ow=1, t=t)


@st.composite
def dags(draw: st.DrawFn) -> list[Op]:
    """Operations of one record, each having seen some of those before it."""
    made: list[Op] = []
    for n in range(draw(st.integers(1, 7))):
        known = [one.op for one in made]
        base = draw(st.lists(st.sampled_from(known), unique=True, max_size=3)) if known else []
        t = draw(st.sampled_from([PATCH] * 5 + [TOMB, MERGE, "back"]))
        f: dict[str, Any] = {}
        if t == PATCH:
            names = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, unique=True))
            f = {name: draw(st.sampled_from(VALUES[name])) for name in names}
        elif t == MERGE:
            f = {"into": draw(st.sampled_from(["p2", "p3"]))}
        elif t == "back":
            t, f = CORRECT, {STATE: LIVE}
        made.append(op(f"{n:032x}", tuple(base), draw(st.integers(0, 3)), t=t, **f))
    return made


def arrive(ops: list[Op]) -> Folded:
    """As a store takes them in, one at a time."""
    state, seen = Folded(), []
    for one in ops:
        seen.append(one)
        if not step(state, one):
            state = fold(PERSON, seen)
    return state


@given(dags(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(ops: list[Op], chance: random.Random) -> None:
    wanted = fold(PERSON, ops)
    for _ in range(4):
        chance.shuffle(ops)
        assert fold(PERSON, ops) == wanted
        assert arrive(ops) == wanted


@given(dags())
def test_values_of_legal_weight_are_never_lost_silently(ops: list[Op]) -> None:
    """Whatever nobody has overwritten knowingly is shown or stands among the candidates."""
    state = fold(PERSON, ops)
    past = {one.op: set(one.base) for one in ops}
    for one in ops:  # bases come earlier in the list
        past[one.op] |= {p for b in one.base for p in past[b]}
    for name in ("name", "birth"):
        writers = [one for one in ops if name in one.f]
        alive = [one for one in writers if not any(one.op in past[w.op] for w in writers)]
        shown = [state.fields.get(name), *(value for _op, value in state.conflicts.get(name, []))]
        assert all(one.f[name] in shown for one in alive)
        assert (name in state.conflicts) == (len({repr(one.f[name]) for one in alive}) > 1)


def test_causality_beats_clocks() -> None:
    ops = [op("a", (), 9_999, name="An", occupation="x"), op("b", ("a",), 1, name="Bình", occupation="y")]
    state = fold(PERSON, ops[::-1])
    assert state.fields == {"name": "Bình", "occupation": "y"} and not state.conflicts


def test_concurrent_legal_values_are_both_kept_and_a_person_settles_them() -> None:
    ops = [op("a", name="An"), op("b", ("a",), 5, name="Bình"), op("c", ("a",), 7, name="Chi")]
    state = fold(PERSON, ops)
    assert state.fields["name"] == "Chi" and state.heads == ("b", "c")
    assert state.conflicts == {"name": [["c", "Chi"], ["b", "Bình"]]}
    settled = op("d", state.heads, 1, name="Bình")
    assert step(state, settled) and not state.conflicts and state.fields["name"] == "Bình"
    assert fold(PERSON, [settled, *ops]) == state


def test_settling_one_field_leaves_the_other_open() -> None:
    ops = [
        op("a", name="An", birth="1990"),
        op("b", ("a",), 5, name="Bình", birth="1991"),
        op("c", ("a",), 7, name="Chi", birth="1992"),
        op("d", ("b", "c"), 9, name="Chi"),
    ]
    state = fold(PERSON, ops)
    assert set(state.conflicts) == {"birth"} and arrive(ops) == state == arrive(ops[::-1])


def test_equal_concurrent_values_are_no_conflict() -> None:
    assert not fold(PERSON, [op("a", name="An"), op("b", name="An")]).conflicts


def test_the_later_of_two_descriptive_values_wins_on_every_node() -> None:
    ops = [op("a"), op("b", ("a",), 5, occupation="x"), op("c", ("a",), 5, occupation="y")]
    assert fold(PERSON, ops).fields == fold(PERSON, ops[::-1]).fields == {"occupation": "y"}


def test_sets_keep_what_either_added_until_somebody_who_saw_both_takes_out() -> None:
    ops = [op("a", phones=["1"]), op("b", ("a",), phones=["1", "2"]), op("c", ("a",), phones=["1", "3"])]
    assert fold(PERSON, ops).fields["phones"] == ["1", "2", "3"]
    ops.append(op("d", ("b", "c"), phones=["3"]))
    assert fold(PERSON, ops).fields["phones"] == ["3"]


def test_an_edit_beside_or_after_a_retraction_does_not_bring_a_record_back() -> None:
    first = op("a", name="An")
    for edit_base in (("a",), ("b",)):
        ops = [first, op("b", ("a",), t=TOMB), op("c", edit_base, name="Bình")]
        state = fold(PERSON, ops)
        assert state.state == IN_ERROR and state.fields["name"] == "Bình"
    back = fold(PERSON, [*ops, op("d", ("c",), t=CORRECT, **{STATE: LIVE})])
    assert back.state == LIVE and back.fields["name"] == "Bình"


def test_a_merge_is_taken_back_whole() -> None:
    ops = [op("a", name="An"), op("b", ("a",), t=MERGE, into="p2")]
    merged = fold(PERSON, ops)
    assert (merged.state, merged.into, merged.fields) == (MERGED, "p2", {"name": "An"})
    back = fold(PERSON, [*ops, op("c", ("b",), t=CORRECT, **{STATE: LIVE})])
    assert (back.state, back.into, back.fields) == (LIVE, None, {"name": "An"})


def test_two_merges_at_once_are_shown_to_a_person() -> None:
    ops = [op("a"), op("b", ("a",), t=MERGE, into="p2"), op("c", ("a",), t=MERGE, into="p3")]
    assert {value for _op, value in fold(PERSON, ops).conflicts[INTO]} == {"p2", "p3"}


def test_a_long_chain_folds_without_recursion() -> None:
    ops = [op("0", name="An"), op("x", name="Bình")]
    ops += [op(str(n), (str(n - 1),), occupation=str(n)) for n in range(1, 3_000)]
    assert fold(PERSON, ops).fields["occupation"] == "2999"
