"""Sticks: what is written is really there, and what is read is only ever a file."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from app.sync import files, limits, stick
from app.sync.codes import Code, Reject
from tests.sync.test_package import refused
from tests.sync.world import build, datas, receive

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


@pytest.fixture(scope="module")
def package_bytes() -> bytes:
    (data,) = datas(build(3))
    return data


def test_write_gives_the_file_and_its_hash(tmp_path: Path) -> None:
    done = files.write(tmp_path / "BY_1.byx", b"abc")
    assert done.path.read_bytes() == b"abc"
    assert (done.size, done.sha256) == (3, hashlib.sha256(b"abc").hexdigest())
    assert [path.name for path in tmp_path.iterdir()] == ["BY_1.byx"]


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.ENODEV])
def test_a_stick_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int) -> None:
    (tmp_path / "old.byx").write_bytes(b"old")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(number, "no")

    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(files, "_write_new", fail)
    with refused(Code.E_DISK):
        files.write(tmp_path / "old.byx", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("old.byx", b"old")]


def test_a_stick_that_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick of false capacity takes everything and gives back something else."""
    real = files._write_new

    def forgetful(path: Path, data: bytes) -> None:
        real(path, data[:-1] + b"\0")

    monkeypatch.setattr(files, "_write_new", forgetful)
    with refused(Code.E_DISK):
        files.write_all(tmp_path, [("a.byx", b"\0"), ("b.byx", b"full")])
    assert list(tmp_path.iterdir()) == []


def test_no_folder(tmp_path: Path) -> None:
    with refused(Code.E_DISK):
        files.write(tmp_path / "gone" / "a.byx", b"x")


def test_spool_copies_under_the_hash(tmp_path: Path, package_bytes: bytes) -> None:
    source = tmp_path / "con.byx"
    source.write_bytes(package_bytes)
    spool = tmp_path / "spool"
    spool.mkdir()
    done = files.spool(source, spool)
    assert done.path == spool / hashlib.sha256(package_bytes).hexdigest()
    assert receive([done.path.read_bytes()]).lines
    assert files.spool(source, spool).path == done.path
    assert source.read_bytes() == package_bytes
    assert len(list(spool.iterdir())) == 1


@pytest.mark.parametrize("name", ["con.byx", "x" * 250, "Gói dữ liệu.byx", "không đuôi", "a.PDF"])
def test_p6_names_do_not_matter(tmp_path: Path, package_bytes: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(package_bytes)
    assert receive([files.read(path)]).lines


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "missing", "\udcff"])
def test_p6_names_that_cannot_be(tmp_path: Path, name: str) -> None:
    with refused(Code.E_FILE):
        files.read(tmp_path / name)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.byx"
    with path.open("wb") as file:
        file.truncate(limits.TEXT_FILE + 1)
    with refused(Code.E_SIZE):
        files.spool(path, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["big.byx"]


@posix
def test_h9_what_is_no_file_is_not_opened(tmp_path: Path, package_bytes: bytes) -> None:
    real = tmp_path / "real.byx"
    real.write_bytes(package_bytes)
    (tmp_path / "link.byx").symlink_to(real)
    (tmp_path / "folder.byx").mkdir()
    os.mkfifo(tmp_path / "pipe.byx")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "s.byx"))
        for path in ("link.byx", "folder.byx", "pipe.byx", "s.byx", "/dev/zero"):
            with refused(Code.E_FILE):
                files.read(tmp_path / path)
        assert stick.scan(tmp_path).candidates == (real,)


@posix
def test_a_link_put_in_place_after_the_look(
    tmp_path: Path, package_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tmp_path / "real.byx"
    real.write_bytes(package_bytes)
    (tmp_path / "link.byx").symlink_to(real)
    monkeypatch.setattr(files, "is_ordinary", lambda _: True)
    with refused(Code.E_FILE):
        files.read(tmp_path / "link.byx")


def test_scan_finds_packages_by_their_first_bytes(tmp_path: Path, package_bytes: bytes) -> None:
    ((text_name, text),) = build(1, text=True).files
    below = tmp_path / "Tháng 11"
    below.mkdir()
    wanted = {tmp_path / "goi.byx", tmp_path / "không đuôi", below / text_name, below / "x.BYX"}
    for path in wanted:
        path.write_bytes(text if path.suffix == ".txt" else package_bytes)
    (tmp_path / "note.txt").write_text("hello")
    (tmp_path / "empty.byx").write_bytes(b"")
    (tmp_path / "other.pdf").write_bytes(package_bytes)
    (tmp_path / f"part.byx.1{files.TEMPORARY}").write_bytes(package_bytes)
    for name in (".hidden", "System Volume Information", "$RECYCLE.BIN"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.byx").write_bytes(package_bytes)
    (tmp_path / ".b.byx").write_bytes(package_bytes)
    found = stick.scan(tmp_path)
    assert set(found.candidates) == wanted
    assert found.warnings == ()


def test_h11_twenty_thousand_junk_files(
    tmp_path: Path, package_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20_000):
        (tmp_path / f"a{number}.byx").touch()
        if number % 5 == 0:
            os.truncate(tmp_path / f"a{number}.byx", 64)
    mine = tmp_path / "BY_0a1b2c3d_1of1.byx"
    mine.write_bytes(package_bytes)
    opened: list[Path] = []
    real = files.head

    def head(path: Path, size: int) -> bytes:
        opened.append(path)
        return real(path, size)

    monkeypatch.setattr(files, "head", head)
    found = stick.scan(tmp_path)
    assert found.candidates == (mine,)
    assert len(opened) <= stick.PEEKS
    assert [warning.reason for warning in found.warnings] == [Code.W_CROWDED]


def test_the_number_of_names_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stick, "ENTRIES", 10)
    for number in range(30):
        (tmp_path / f"{number}.pdf").touch()
    assert [warning.reason for warning in stick.scan(tmp_path).warnings] == [Code.W_CROWDED]


def test_h16_signs_of_a_shortcut_virus(tmp_path: Path, package_bytes: bytes) -> None:
    (tmp_path / "AutoRun.inf").write_text("[autorun]\nopen=x.exe")
    (tmp_path / "Ảnh").mkdir()
    (tmp_path / "Ảnh.lnk").write_bytes(b"L")
    (tmp_path / "bao cao.docx").write_bytes(b"d")
    (tmp_path / "bao cao.lnk").write_bytes(b"L")
    (tmp_path / "alone.lnk").write_bytes(b"L")
    (tmp_path / "a.byx").write_bytes(package_bytes)
    found = stick.scan(tmp_path)
    assert found.candidates == (tmp_path / "a.byx",)
    (warning,) = found.warnings
    assert warning.reason is Code.W_STICK
    assert warning.detail == "3 signs"
    assert all(name in warning.sentence() for name in ("AutoRun.inf", "Ảnh.lnk", "bao cao.lnk"))
    assert "alone.lnk" not in warning.sentence()


@posix
def test_names_of_a_stranger_are_shown_inert(tmp_path: Path) -> None:
    (tmp_path / "\u202etxt.lnk").touch()
    (tmp_path / "\u202etxt").mkdir()
    (warning,) = stick.scan(tmp_path).warnings
    assert "\u202e" not in warning.sentence()


def test_no_stick(tmp_path: Path) -> None:
    with pytest.raises(Reject):
        stick.scan(tmp_path / "gone")
