"""Scans and photos: taken in by content, seen by right, dropped when nothing names them."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import Opened
from app.kinds.faults import Fault
from app.register import attachments
from app.register.attachments import IDENTITY_SETTING, MOST_BYTES, attach, detach, open_scan, set_photo
from app.register.people import AddPerson, add_person, reinstate, save
from app.register.session import Session
from tests.ledger.homes import Hands

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + bytes(200) + b"\xff\xd9"


def png(side: int = 2) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\0" + b"\x80" * side for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def person(session: Session) -> str:
    made, _changed = add_person(session, AddPerson({"name": "Người Thử", "birth": "1990", "officer": "binh"}))
    return made


@pytest.fixture
def paper(session: Session, person: str) -> str:
    save(session, "paper", "g1", {"person": person, "dossier": "user_management", "sort": "summary"})
    return "g1"


def count(session: Session) -> int:
    with session.store.read() as reader:
        return int(reader.value("SELECT count(*) FROM blob"))


@pytest.mark.parametrize(
    ("data", "media"), [(PDF, "application/pdf"), (JPEG, "image/jpeg"), (png(), "image/png")]
)
def test_a_scan_comes_back_as_it_was_and_the_look_is_noted(
    session: Session, paper: str, data: bytes, media: str
) -> None:
    made, changed = attach(session, paper, "scan.bin", data)
    assert {kind for kind, _id in changed.records} == {"attachment", "paper"}
    scan = open_scan(session, made)
    assert (scan.data, scan.media) == (data, media)
    with session.store.read() as reader:
        assert (
            reader.value("SELECT subject FROM audit WHERE act = 'view' ORDER BY n DESC")
            == f"attachment:{made}"
        )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ\x90\0 a program named scan.pdf", "E_MEDIA"),
        (b"", "E_MEDIA"),
        (PDF[:-12], "E_DAMAGED"),
        (JPEG[:-2], "E_DAMAGED"),
        (png()[:-20], "E_DAMAGED"),
        (PDF.replace(b"trailer<<", b"trailer<</Encrypt 5 0 R"), "E_LOCKED"),
        (PDF[:9] + bytes(MOST_BYTES), "E_TOO_LARGE"),
    ],
)
def test_what_is_no_whole_scan_is_refused_and_nothing_is_kept(
    session: Session, paper: str, data: bytes, code: str
) -> None:
    with pytest.raises(Fault) as told:
        attach(session, paper, "scan.pdf", data)
    assert told.value.code == code
    assert "scan.pdf" in told.value.sentence()
    assert count(session) == 0


def test_identity_papers_are_refused_until_the_unit_allows_them(session: Session, paper: str) -> None:
    with pytest.raises(Fault) as told:
        attach(session, paper, "cccd.png", png(), identity=True)
    assert told.value.code == "E_IDENTITY_SCAN"
    assert count(session) == 0
    save(session, "setting", "", {"key": IDENTITY_SETTING, "value": "yes", "since": "2026-11-01"})
    attach(session, paper, "cccd.png", png(), identity=True)
    assert count(session) == 1


def test_bytes_go_once_nothing_has_named_them_for_long(session: Session, paper: str, clock: Hands) -> None:
    made, _changed = attach(session, paper, "a.png", png(2))
    clock.on(days=60)
    detach(session, paper, "nhầm người")
    clock.on(days=10)
    attach(session, paper, "b.png", png(3))  # collects what is long unused; the first may still be taken back
    assert count(session) == 2
    reinstate(session, "attachment", made, "không nhầm")
    assert open_scan(session, made).data == png(2)
    with session.store.write(session.user) as writer:
        writer.retract("attachment", made, "nhầm thật")
    clock.on(days=40)
    attach(session, paper, "c.png", png(4))
    with pytest.raises(Fault):
        open_scan(session, made)
    assert count(session) == 2


def test_the_photo_is_seen_by_head_admin_and_officer_only(session: Session, person: str) -> None:
    made, _changed = set_photo(session, person, "anh.jpg", JPEG)
    for user, role, is_admin, sees in (
        ("an", "police", False, False),
        ("binh", "police", False, True),
        ("cuc", "head", False, True),
        ("dung", "police", True, True),
        ("em", "health", False, False),
    ):
        at_work = replace(session, user=user, role=role, is_admin=is_admin)
        assert attachments.may_see_photo(at_work, person) is sees
        if sees:
            assert open_scan(at_work, made).data == JPEG
        else:
            with pytest.raises(Fault) as told:
                open_scan(at_work, made)
            assert told.value.code == "E_ROLE"
    with session.store.read() as reader:
        looks = [row[0] for row in reader.rows("SELECT who FROM audit WHERE act = 'photo' ORDER BY n")]
    assert looks == ["binh", "cuc", "dung"]


def test_a_new_photo_takes_the_place_of_the_old(session: Session, person: str) -> None:
    first, _changed = set_photo(session, person, "a.jpg", JPEG)
    second, _changed = set_photo(session, person, "b.png", png())
    with session.store.read() as reader:
        assert reader.value("SELECT photo FROM r_person WHERE id = ?", (person,)) == second
        assert reader.value("SELECT _state FROM r_attachment WHERE id = ?", (first,)) == 1
    with pytest.raises(Fault):
        set_photo(session, person, "c.pdf", PDF)


def test_bytes_that_another_unit_keeps_are_said_to_be_there(session: Session, paper: str) -> None:
    made, _changed = attach(session, paper, "a.png", png())
    with session.store.write(session.user) as writer:
        writer.run("DELETE FROM blob")
    with pytest.raises(Fault) as told:
        open_scan(session, made)
    assert told.value.code == "E_NOT_HERE"
    assert attachments.kept_here(session, [made]) == set()


def test_a_scan_is_in_no_file_outside_the_store(opened: Opened, tmp_path: Path) -> None:
    session = opened.session
    made, _changed = add_person(session, AddPerson({"name": "Người Thử", "birth": "1990"}))
    save(session, "paper", "g1", {"person": made, "dossier": "user_management", "sort": "summary"})
    data = png(40)
    scan, _changed = attach(session, "g1", "a.png", data)
    open_scan(session, scan)
    opened.close()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert data[30:80] not in file.read_bytes(), file.name
