"""S1, S4, S8: whatever is lost, doubled, turned round or put back, both sides agree or say that they do not."""

from __future__ import annotations

import itertools
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.sync import outbox
from tests.sync.nodes import USER, nodes


class Delivery(RuleBasedStateMachine):
    """One node below, one above, and a road between them on which anything may happen to a file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="binhyen-road-"))
        self.stick = self.folder / "stick"
        self.context = nodes(self.folder, "C1", "U07")
        self.c, self.u = self.context.__enter__()
        self.up: list[Path] = []
        self.down: list[Path] = []
        self.people: list[str] = []
        #: what the register showed after each position it ever had, on whatever branch
        self.shown: dict[bytes, bytes] = {}
        self.old: Path | None = None
        self.old_lsn = 0
        self.is_branched = False
        self.number = 0

    def teardown(self) -> None:
        self.context.__exit__(None, None, None)
        shutil.rmtree(self.folder, ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        self._remember()
        self.add()
        self.export(text=False)

    def _remember(self) -> None:
        self.shown[self.c.store.position.chain] = self.c.dump()

    def _held(self) -> bytes | None:
        chain: bytes | None = self.u.value("SELECT chain FROM stream WHERE name = 'C1/d1'")
        return chain

    # -- below

    @rule()
    def add(self) -> None:
        self.number += 1
        self.people.append(self.c.add(f"Người {self.number}"))
        self._remember()

    @precondition(lambda self: self.people and not self.c.store.restored)
    @rule(times=st.integers(1, 3))
    def write_and_send(self, times: int) -> None:
        """What happens every week: a few changes, a package, and it arrives or does not."""
        for _ in range(times):
            self.add()
        self.export(text=False)
        self._arrives(self.up[-1])

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        self.number += 1
        person = data.draw(st.sampled_from(self.people))
        self.c.rename(person, f"Tên mới {self.number}")
        self._remember()

    @precondition(lambda self: not self.c.store.restored)
    @rule(text=st.booleans())
    def export(self, text: bool) -> None:
        self.up += self.c.export("U07", self.stick, text=text)

    @rule()
    def restart(self) -> None:
        self.c.again()
        self.u.again()

    # -- the road

    @precondition(lambda self: self.up)
    @rule(data=st.data(), keep=st.booleans())
    def deliver(self, data: st.DataObject, keep: bool) -> None:
        file = data.draw(st.sampled_from(self.up))
        self._arrives(file)
        if not keep:
            self.up.remove(file)

    def _arrives(self, file: Path) -> None:
        before = self._held()
        done = self.u.receive(file)
        assert done.status in ("applied", "duplicate", "waiting", "quarantined")
        if done.status == "quarantined":
            assert self.is_branched, done
            assert done.code in ("E_FORK", "E_EPOCH", "I_OLD_EPOCH"), done
            assert self._held() == before
        if done.status == "waiting":
            assert done.code == "W_GAP"

    @precondition(lambda self: self.up or self.down)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        road = data.draw(st.sampled_from([road for road in (self.up, self.down) if road]))
        road.remove(data.draw(st.sampled_from(road)))

    @rule()
    def answer(self) -> None:
        self.down += self.u.export("C1", self.stick)

    @precondition(lambda self: self.down)
    @rule(data=st.data(), keep=st.booleans())
    def return_(self, data: st.DataObject, keep: bool) -> None:
        file = data.draw(st.sampled_from(self.down))
        done = self.c.receive(file)
        if not keep:
            self.down.remove(file)
        if done.status == "quarantined":
            assert self.is_branched and done.code == "E_FORK", done
        else:
            assert done.status in ("applied", "duplicate") or self.is_branched, done

    # -- an old copy is put back

    @precondition(lambda self: self.old is None and not self.is_branched)
    @rule()
    def back_up(self) -> None:
        self.c.close()
        self.old = Path(shutil.copytree(self.c.path, self.folder / "old"))
        self.c.open()
        self.old_lsn = self.c.store.position.lsn

    @precondition(lambda self: self.old is not None and self.c.store.position.lsn > self.old_lsn + 2)
    @rule(with_anchor=st.booleans())
    def put_back(self, with_anchor: bool) -> None:
        assert self.old is not None
        lsn = self.c.store.position.lsn
        self.c.close()
        for path in self.c.path.glob("store.db*"):
            path.unlink()
        for name in ("store.db", *(("anchor.json",) if with_anchor else ())):
            shutil.copy(self.old / name, self.c.path / name)
        shutil.rmtree(self.old)
        self.old = None
        self.c.open()
        self.people = [p for p in self.people if p.encode() in self.c.dump()]
        if lsn > self.old_lsn:
            self.is_branched = True
            assert with_anchor or self.c.store.restored

    @precondition(lambda self: self.c.store.restored)
    @rule()
    def start_again(self) -> None:
        self.c.store.start_epoch(USER, "Khôi phục")

    # -- what always holds

    @invariant()
    def above_shows_what_below_once_showed(self) -> None:
        chain = self._held()
        assert self.u.dump() == (self.shown[chain] if chain is not None else b"")

    @invariant()
    def what_is_confirmed_is_held(self) -> None:
        acked = self.c.value("SELECT max(acked_lsn) FROM outlet")
        assert self.is_branched or (acked or 0) <= self.u.holds("C1") <= self.c.store.position.lsn

    @precondition(lambda self: not self.is_branched)
    @rule()
    def everything_comes_through_in_the_end(self) -> None:
        if self.c.store.restored:
            return
        for file in self.c.export("U07", self.stick):
            assert self.u.receive(file).status in ("applied", "duplicate")
        for file in self.u.export("C1", self.stick):
            assert self.c.receive(file).status in ("applied", "duplicate")
        assert self.u.dump() == self.c.dump()
        assert outbox.pending(self.c.store, "U07").ops == 0
        assert self.u.holds("C1") == self.c.store.position.lsn


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize("with_anchor", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_an_old_copy_put_back_is_never_taken_for_the_register(seed: int, with_anchor: bool) -> None:
    """F1, F2: after it both sides go on as before, or one of them says what has happened."""
    rand = random.Random(seed)
    road = Delivery()
    try:
        road.begin()
        for _ in range(rand.randrange(4)):
            road.write_and_send(times=1)
        road.back_up()
        said = set()
        for _ in range(rand.randint(1, 4)):
            rand.choice((road.add, lambda: road.write_and_send(times=2)))()
        road.answer()
        road.put_back(with_anchor=with_anchor)
        if road.c.store.restored:
            said.add("E_RESTORED")
            rand.choice((lambda: None, road.start_again))()
        for _ in range(8):
            road.add()
            if not road.c.store.restored:
                said.add(_last(road, road.c.export("U07", road.stick)))
            said |= {road.c.receive(file).code for file in rand.choice(([], road.down))}
            road.above_shows_what_below_once_showed()
        assert said & {"E_RESTORED", "E_FORK", "E_EPOCH"} or road.u.holds("C1") == road.c.store.position.lsn
    finally:
        road.teardown()


def _last(road: Delivery, files: list[Path]) -> str:
    return [road.u.receive(file).code for file in files][-1]


def test_the_order_of_communes_does_not_matter(tmp_path: Path) -> None:
    """S8."""
    road: list[list[Path]] = []
    with nodes(tmp_path, "C1", "C2", "C3") as communes:
        for node in communes:
            files = []
            person = node.add(f"Người của {node.name}")
            files += node.export("U07", tmp_path / "s")
            node.visit(person)
            node.rename(person, "Tên đã sửa")
            node.add("Người khác")
            files += node.export("U07", tmp_path / "s")
            road.append(files)
    orders = list(itertools.permutations(file for files in road for file in files))
    dumps: set[bytes] = set()
    for number, order in enumerate(orders[:: len(orders) // 10]):
        with nodes(tmp_path / str(number), "U07") as (u,):
            for file in order:
                assert u.receive(file).status in ("applied", "duplicate")
            dumps.add(u.dump())
            assert u.is_sound()
    assert len(dumps) == 1
    assert dumps.pop().count("Người khác".encode()) == 3


def test_four_hundred_days_in_one_package(tmp_path: Path, record_property: Any) -> None:
    """S4: 70,000 operations without a receipt are one package, far below every limit."""
    with nodes(tmp_path, "C1", "U07") as (c, u):
        c.load(_days(10_000))
        assert c.store.position.lsn == 70_000
        begun = time.perf_counter()
        (file,) = c.export("U07", tmp_path / "s")
        made = time.perf_counter()
        done = u.receive(file)
        taken = time.perf_counter()
        assert (done.status, done.ops) == ("applied", 70_000)
        assert file.stat().st_size < 7_000_000
        assert u.dump() == c.dump()
        record_property("export_s", made - begun)
        record_property("receive_s", taken - made)
        sizes = f"{file.stat().st_size / 1e6:.1f} MB, out {made - begun:.2f} s, in {taken - made:.2f} s"
        sys.stdout.write(f"\n70,000 changes: {sizes}\n")


def _days(people: int) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for n in range(people):
        person = f"{n:026d}"
        lines.append({"kind": "person", "id": person, "name": f"Nguyễn Văn {n}", "birth": "1990"})
        lines += [
            {
                "kind": "visit",
                "id": f"{n:020d}{k:06d}",
                "person": person,
                "visited_on": f"2026-0{k + 1}-1{n % 9}",
                "found": f"Ở nhà, lần {k}",
            }
            for k in range(6)
        ]
    return lines


@pytest.mark.parametrize("twice", [False, True])
def test_two_senders_one_receiver_and_back(tmp_path: Path, twice: bool) -> None:
    with nodes(tmp_path, "C1", "C2", "U07") as (c, d, u):
        for node in (c, d):
            node.add(f"Người của {node.name}")
        for node in (c, d) * (2 if twice else 1):
            for file in node.export("U07", tmp_path / "s"):
                u.receive(file)
        for node in (c, d):
            (file,) = u.export(node.name, tmp_path / "s")
            assert node.receive(file).status == "applied"
            assert (d if node is c else c).receive(file).code == "E_DECRYPT"
            assert outbox.pending(node.store, "U07").ops == 0
        assert u.dump().splitlines() == sorted(c.dump().splitlines() + d.dump().splitlines())
