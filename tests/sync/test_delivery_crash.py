"""Power cuts, full disks and pulled sticks: done again, everything is as if nothing had happened."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.kinds.faults import Fault
from app.ledger.store import Store
from app.sync import files, inbox, outbox
from app.sync import stick as sticks
from tests.sync.nodes import USER, Forger, Node, nodes

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Node, Node]]:
    with nodes(tmp_path, "C1", "U07") as (c, u):
        yield c, u


class _Steps:
    """Counts every step that leaves a trace on the disk and does something at one of them."""

    def __init__(self, at: int, act: Callable[[], Any]) -> None:
        self.left = at
        self.act = act

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.act()
            return call(*args, **options)

        return stepped

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("fsync", "replace", "unlink", "open"):
            patch.setattr(os, name, self.wrap(getattr(os, name)))
        patch.setattr(Store, "_finish", self.wrap(Store._finish))
        patch.setattr(Store, "_note_anchor", self.wrap(Store._note_anchor))


def _killed(at: int, node: Node, work: Callable[[Node], Any]) -> bool:
    """Do the work in a process that is killed at a step; whether it was killed."""
    child = os.fork()
    if not child:
        try:
            with pytest.MonkeyPatch.context() as patch:
                opened = Node(node.path).open()
                _Steps(at, lambda: os.kill(os.getpid(), signal.SIGKILL)).install(patch)
                work(opened)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@needs_fork
def test_killed_at_every_step_of_an_import(both: tuple[Node, Node], tmp_path: Path) -> None:
    c, u = both
    c.visit(c.add())
    f = Forger(c, u)
    for line in _own_lines(c):
        f.add(line)
    first, second = f.file(tmp_path / "s", 1, 1, 1), f.file(tmp_path / "s", 2, 2, 2)

    def work(node: Node) -> None:
        node.receive(second)  # waits
        node.receive(first)

    u.close()
    for at in range(1, 400):
        copy = Node(shutil.copytree(u.path, tmp_path / f"u{at}"))
        killed = _killed(at, copy, work)
        copy.open()
        assert not copy.store.restored
        work(copy)
        copy.receive(second)
        assert copy.dump() == c.dump(), at
        assert copy.holds("C1") == 2 and copy.is_sound(), at
        assert {met.status for met in inbox.packages_in(copy.store)} <= {"applied", "duplicate"}, at
        copy.close()
        shutil.rmtree(copy.path)
        if not killed:
            assert at > 20
            return
    pytest.fail("never finished")


def _own_lines(node: Node) -> list[bytes]:
    with node.store.read() as reader:
        return [row[0] for row in reader.rows("SELECT line FROM op WHERE stream = 1 ORDER BY lsn")]


@needs_fork
def test_killed_at_every_step_of_an_export(both: tuple[Node, Node], tmp_path: Path) -> None:
    c, u = both
    c.add("Người Một")
    u.receive(c.export("U07", tmp_path / "s0")[0])
    c.add("Người Hai")
    c.close()
    before = len(list((c.path / "outbox").iterdir()))
    for at in range(1, 400):
        copy = Node(shutil.copytree(c.path, tmp_path / f"c{at}"))
        there = Node(shutil.copytree(u.path, tmp_path / f"u{at}"))
        stick = tmp_path / f"s{at}"
        killed = _killed(at, copy, lambda node, to=stick: node.export("U07", to))  # type: ignore[misc]
        copy.open()
        there.open()
        (file,) = copy.export("U07", stick)
        # whatever reached the stick before the power went is a package or is not looked at
        for found in sticks.scan(stick).candidates:
            assert there.receive(found).status in ("applied", "duplicate"), at
        assert there.receive(file).status == "duplicate"
        assert there.dump() == copy.dump(), at
        seqs = [sent.seq for sent in outbox.packages_out(copy.store)]
        assert seqs == [2, 1] and len(list((copy.path / "outbox").iterdir())) <= before + 3
        for node in (copy, there):
            node.close()
            shutil.rmtree(node.path)
        if not killed:
            assert at > 10
            return
    pytest.fail("never finished")


# -- errors of the disk


def _code_of(work: Callable[[], str]) -> str:
    try:
        return work()
    except Fault as fault:
        return fault.code


def _fails(code: int) -> Callable[[], None]:
    def fail() -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_every_error_of_the_disk_during_an_import(both: tuple[Node, Node], tmp_path: Path, code: int) -> None:
    c, u = both
    for n in range(60):
        c.add(f"Người {n}")
        (file,) = c.export("U07", tmp_path / "s")
        before = u.state()
        with pytest.MonkeyPatch.context() as patch:
            steps = _Steps(n + 1, _fails(code))
            for name in ("fsync", "replace", "open"):
                patch.setattr(os, name, steps.wrap(getattr(os, name)))
            said = _code_of(lambda file=file: u.receive(file).code)  # type: ignore[misc]
        assert said in ("", "E_DISK", "E_FILE"), n
        assert said == "" or u.state() == before
        u.receive(file)
        assert u.dump() == c.dump()
        if steps.left > 0:
            break
    assert 5 < n < 59
    assert u.again().is_sound()


def test_a_full_disk_under_the_store(both: tuple[Node, Node], tmp_path: Path) -> None:
    c, u = both
    c.load(
        [{"kind": "person", "id": f"{n:026d}", "name": f"Người {n}", "birth": "1990"} for n in range(3000)]
    )
    (file,) = c.export("U07", tmp_path / "s")
    before = u.state()
    _limit_pages(u, 10)
    with pytest.raises(Fault) as caught:
        u.receive(file)
    assert caught.value.code == "E_DISK"
    assert u.state() == before
    _limit_pages(u, 1_000_000)
    assert u.receive(file).status == "applied"
    assert u.dump() == c.dump() and u.is_sound()


def _limit_pages(node: Node, more: int) -> None:
    with node.store.write(USER) as writer:
        pages = writer.conn.exec_driver_sql("PRAGMA page_count").scalar()
        writer.conn.exec_driver_sql(f"PRAGMA max_page_count={pages + more}")


def test_too_little_space_is_said_before_anything_is_done(
    both: tuple[Node, Node], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c, u = both
    c.add()
    (file,) = c.export("U07", tmp_path / "s")
    c.add()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 10**6))
    for work in (lambda: u.receive(file), lambda: c.export("U07", tmp_path / "s")):
        with pytest.raises(Fault) as caught:
            work()
        assert caught.value.code == "E_DISK" and "USB" not in caught.value.sentence()
    assert [sent.seq for sent in outbox.packages_out(c.store)] == [1]
    assert u.dump() == b""


@pytest.mark.parametrize("folder", ["/proc/self", "/sys"])
def test_a_folder_that_takes_no_files(both: tuple[Node, Node], folder: str) -> None:
    if not Path(folder).is_dir():
        pytest.skip("no such folder here")
    c, _ = both
    c.add()
    with pytest.raises(Fault) as caught:
        outbox.export(c.store, c.device, USER, "U07", Path(folder))
    assert caught.value.code == "E_DISK"
    assert [sent.state for sent in outbox.packages_out(c.store)] == ["made"]


# -- the stick is pulled


def test_the_stick_is_pulled(
    both: tuple[Node, Node], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S12: after any part of any volume, what is left on it is a whole volume or not looked at."""
    c, u = both
    c.load(
        [
            {"kind": "person", "id": f"{n:026d}", "name": f"Người {n * 7919}", "birth": "1990"}
            for n in range(300)
        ]
    )
    there = tmp_path / "stick"
    there.mkdir()
    whole = files._write_new
    for cut in range(20):
        left = [cut * 1300]

        def pulled(path: Path, data: bytes, left: list[int] = left) -> None:
            if path.parent != there:
                whole(path, data)
                return
            whole(path, data[: left[0]])
            left[0] -= len(data)
            if left[0] < 0:
                raise OSError(errno.EIO, "gone")

        with monkeypatch.context() as patch:
            patch.setattr(files, "_write_new", pulled)
            patch.setattr(
                files, "_remove", lambda path: None
            )  # nothing can be tidied on a stick that is gone
            assert _code_of(lambda: str(len(c.export("U07", there, volume=8192)))[:0]) in ("", "E_DISK")
        for found in sticks.scan(there).candidates:
            assert u.receive(found).status in ("waiting", "applied", "duplicate")
        assert {sent.state for sent in outbox.packages_out(c.store)} <= {"made", "copied"}
    done = [u.receive(file).status for file in c.export("U07", there, volume=8192)]
    assert done[-1] in ("applied", "duplicate")
    assert u.dump() == c.dump()


def test_what_the_stick_gives_back_is_compared(
    both: tuple[Node, Node], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """U2: a stick of false capacity swallows what is written."""
    c, _ = both
    c.add()
    there = tmp_path / "stick"
    there.mkdir()
    whole = files._write_new
    monkeypatch.setattr(
        files,
        "_write_new",
        lambda path, data: whole(path, bytes(len(data)) if path.parent == there else data),
    )
    with pytest.raises(Fault) as caught:
        c.export("U07", there)
    assert caught.value.code == "E_DISK"
    assert list(there.iterdir()) == []
    assert [sent.state for sent in outbox.packages_out(c.store)] == ["made"]
