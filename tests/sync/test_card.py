from __future__ import annotations

import random

import msgspec
import pytest

from app.kinds import canonical
from app.sync import card
from app.sync.card import Card
from app.sync.codes import Code, Reject
from app.sync.header import pae
from app.vault.identity import Device
from tests.sync.world import RECOVERY, A, B


def make(device: Device = A) -> Card:
    return card.make(
        device,
        name="Công an phường Hạnh Phúc",
        sort="commune",
        unit="00004",
        recovery=(RECOVERY.recipient,),
        made_at="2026-11-23T07:00:00+07:00",
        app="1.0.0",
    )


def signed(value: dict[str, object], device: Device = A) -> bytes:
    signature = device.sign(pae(card.CARD_TYPE, canonical.encode(value))).hex()
    return canonical.encode({"card": value, "sig": signature})


def test_a_card_comes_back() -> None:
    data = card.write(make(), A)
    assert card.read(data) == make()
    assert card.read(data.replace(b"\n", b"\r\n")) == make()
    assert A.age_secret.encode() not in data
    assert A.sign_seed.hex().encode() not in data


def test_the_fingerprint_covers_all_that_is_enrolled() -> None:
    mine = make()
    assert mine.fingerprint() == A.fingerprint()
    assert mine.matches(A.fingerprint().lower().replace("-", " "))
    assert not mine.matches(B.fingerprint())
    assert not mine.matches("")
    for change in ({"node": "C9"}, {"recipient": B.recipient}, {"verify_key": B.verify_key.hex()}):
        assert not msgspec.structs.replace(mine, **change).matches(A.fingerprint())


BAD: dict[str, dict[str, object]] = {
    "version": {"v": 2},
    "node with path": {"node": "../C1"},
    "node of the recovery office": {"node": "RECOVERY"},
    "sort": {"sort": "district"},
    "kid": {"kid": B.kid},
    "key of another": {"verify_key": B.verify_key.hex()},
    "small order key": {"verify_key": "01" + "00" * 31},
    "plugin recipient": {"recipient": "age1tag1qwertyuiop"},
    "no recipient": {"recipient": ""},
    "bad checksum": {"recipient": A.recipient[:-1] + ("q" if A.recipient[-1] != "q" else "p")},
    "bad recovery": {"recovery": ["age1" + "q" * 58]},
    "unknown field": {"more": 1},
    "name as number": {"name": 5},
    "no name": {"name": ""},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_cards_that_are_signed_but_wrong(change: dict[str, object]) -> None:
    value = msgspec.to_builtins(make())
    assert card.read(signed(value)) == make()
    with pytest.raises(Reject) as caught:
        card.read(signed(value | change))
    assert caught.value.reason is Code.E_CARD


def test_a_card_signed_by_another() -> None:
    with pytest.raises(Reject):
        card.read(signed(msgspec.to_builtins(make()), B))


def test_damage_of_every_kind() -> None:
    data = card.write(make(), A)
    rand = random.Random(5)
    spoiled = [data[:length] for length in range(len(data) - 1)]
    for place in range(len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1 << rand.randrange(8)
        spoiled.append(bytes(changed))
    spoiled += [b"", b"{}", b"[" * 10_000, b"\xff" * 50, data + data, data * 50, b"\xef\xbb\xbf" + data]
    for one in spoiled:
        with pytest.raises(Reject) as caught:
            card.read(one)
        assert caught.value.reason is Code.E_CARD
