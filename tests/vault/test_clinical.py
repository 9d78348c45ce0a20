"""Clinical notes sealed: who opens them, what moving or changing them does, what their size tells."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.canonical import decode, encode
from app.kinds.faults import Fault
from app.vault import clinical, keys
from app.vault.bundle import Bundle
from app.vault.clinical import ClinicalKeys, Place
from app.vault.derive import REHEARSAL
from tests.vault.samples import OTHER, PASSWORD, new_home

PLACE = Place("p1", "assessment_detail", "d1")
CONTENT = {"v": 1, "fields": {"own": "Thèm nhiều, mất ngủ", "criteria": ["1", "6"]}}
KEY, UPPER = secrets.token_bytes(32), secrets.token_bytes(32)


def health(bundle: Bundle) -> bytes:
    assert bundle.health is not None
    return bundle.health


def told(act, *args) -> str:
    with pytest.raises(Fault) as fault:
        act(*args)
    return fault.value.code


def above(key: bytes) -> bytes:
    return bytes.fromhex(clinical.recipient_of_key(key))


def test_what_is_sealed_opens_for_who_sealed_it() -> None:
    own = ClinicalKeys("C1", (KEY,))
    sealed = own.seal(CONTENT, PLACE)
    assert own.open(sealed, PLACE) == CONTENT and "ngủ" not in sealed and sealed.isascii()
    assert own.seal(CONTENT, PLACE) != sealed  # a key and a nonce of its own each time


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, person="p2"),
        replace(PLACE, record="d2"),
        replace(PLACE, kind="treatment_detail"),
        replace(PLACE, field="note"),
    ],
)
def test_a_note_moved_to_another_place_does_not_open(other: Place) -> None:
    own = ClinicalKeys("C1", (KEY,), lambda: [above(UPPER)])
    sealed = own.seal(CONTENT, PLACE)
    assert told(own.open, sealed, other) == "E_CLINICAL_DAMAGED"
    assert told(ClinicalKeys("U1", (UPPER,)).open, sealed, other) == "E_CLINICAL_DAMAGED"


def test_the_node_it_says_it_was_written_on_cannot_be_changed() -> None:
    own = ClinicalKeys("C1", (KEY,))
    value = decode(own.seal(CONTENT, PLACE).encode()) | {"node": "C2"}
    assert told(own.open, encode(value).decode(), PLACE) == "E_CLINICAL_DAMAGED"


def test_the_wrapped_key_of_another_note_is_of_no_use() -> None:
    own = ClinicalKeys("C1", (KEY,))
    one, other = (decode(own.seal(CONTENT, replace(PLACE, record=r)).encode()) for r in ("d1", "d2"))
    assert told(own.open, encode(one | {"w": other["w"]}).decode(), PLACE) == "E_CLINICAL_DAMAGED"


def test_the_node_above_opens_it_and_a_stranger_does_not() -> None:
    sealed = ClinicalKeys("C1", (KEY,), lambda: [above(UPPER)]).seal(CONTENT, PLACE)
    assert ClinicalKeys("U1", (secrets.token_bytes(32), UPPER)).open(sealed, PLACE) == CONTENT
    assert told(ClinicalKeys("U1", (secrets.token_bytes(32),)).open, sealed, PLACE) == "E_CLINICAL_KEY"


def test_what_is_kept_local_is_not_for_the_node_above() -> None:
    own = ClinicalKeys("C1", (KEY,), lambda: [above(UPPER)])
    sealed = own.seal(CONTENT, PLACE, local=True)
    assert own.open(sealed, PLACE) == CONTENT
    assert told(ClinicalKeys("U1", (UPPER,)).open, sealed, PLACE) == "E_CLINICAL_KEY"


def test_older_generations_still_open_and_new_notes_do_not_open_with_an_old_one() -> None:
    newer = secrets.token_bytes(32)
    before = ClinicalKeys("C1", (KEY,)).seal(CONTENT, PLACE)
    now = ClinicalKeys("C1", (newer, KEY))
    assert now.open(before, PLACE) == CONTENT
    assert told(ClinicalKeys("C1", (KEY,)).open, now.seal(CONTENT, PLACE), PLACE) == "E_CLINICAL_KEY"


def test_after_a_health_account_is_removed_its_keys_open_no_new_note(tmp_path: Path) -> None:
    home, admin = new_home(tmp_path / "home", role=keys.HEALTH, user="an")
    keys.add_user(home, admin, "binh", keys.HEALTH, OTHER, limits=REHEARSAL)
    gone = keys.unlock(home, "binh", OTHER, limits=REHEARSAL).bundle
    before = ClinicalKeys("C1", (health(admin.bundle),)).seal(CONTENT, PLACE)
    keys.remove_user(home, admin, "binh")
    stays = keys.unlock(home, "an", PASSWORD, limits=REHEARSAL).bundle
    after = ClinicalKeys("C1", (health(stays), *stays.health_old)).seal(CONTENT, PLACE)
    left = ClinicalKeys("C1", (health(gone), *gone.health_old))
    assert left.open(before, PLACE) == CONTENT and told(left.open, after, PLACE) == "E_CLINICAL_KEY"
    assert ClinicalKeys("C1", (health(stays), *stays.health_old)).open(before, PLACE) == CONTENT


def test_no_changed_byte_opens() -> None:
    own = ClinicalKeys("C1", (KEY,))
    sealed = own.seal(CONTENT, PLACE)
    for at in range(0, len(sealed), 7):
        other = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
        assert told(own.open, other, PLACE).startswith("E_CLINICAL"), at
    for text in (
        "",
        "{}",
        "null",
        '{"v":1}',
        sealed[:-2],
        "Thèm nhiều",
        '{"ct":1,"n":1,"node":1,"v":1,"w":1}',
    ):
        assert told(own.open, text, PLACE) == "E_CLINICAL_DAMAGED"
    newer = encode(decode(sealed.encode()) | {"v": 2}).decode()
    assert told(own.open, newer, PLACE) == "E_CLINICAL_NEWER"


def test_the_length_does_not_tell_how_much_was_found() -> None:
    own = ClinicalKeys("C1", (KEY,))
    short = own.seal({"fields": {"criteria": ["1"]}}, PLACE)
    long = own.seal({"fields": {"criteria": ["1", "2", "3", "4", "5", "6"], "own": "Có nghiện"}}, PLACE)
    assert len(short) == len(long)


def test_a_note_too_long_for_its_field_is_refused_in_a_sentence() -> None:
    own = ClinicalKeys("C1", (KEY,))
    noise = secrets.token_hex(12_000)
    assert told(own.seal, {"fields": {"own": noise}}, PLACE) == "E_TOO_LONG"
    text = "Người bệnh ngủ kém, thèm thuốc, vã mồ hôi. " * 350
    assert own.open(own.seal({"fields": {"own": text}}, PLACE), PLACE)["fields"]["own"] == text


@given(st.text(max_size=300).filter(str.isprintable), st.lists(st.integers(0, 99), max_size=20))
def test_whatever_is_written_comes_back(text: str, numbers: list[int]) -> None:
    from unicodedata import normalize

    own = ClinicalKeys("C1", (KEY,), lambda: [above(UPPER)])
    content = {"own": normalize("NFC", text), "numbers": numbers}
    assert own.open(own.seal(content, PLACE), PLACE) == content


def test_keys_that_seal_for_nobody_are_no_recipients() -> None:
    good = clinical.recipient_of_key(KEY)
    assert clinical.is_health_recipient(good)
    low = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"
    for bad in ("", good[:-2], "00" * 32, "01" + "00" * 31, low, "zz" * 32):
        assert not clinical.is_health_recipient(bad), bad


def test_nothing_secret_shows_in_words() -> None:
    shown = repr(ClinicalKeys("C1", (KEY,)))
    assert KEY.hex() not in shown and str(KEY) not in shown
