from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.faults import Fault
from app.vault import crockford
from app.vault.identity import (
    Device,
    fingerprint,
    is_recipient,
    key_id,
    new_age_secret,
    recipient_of,
    same_fingerprint,
    verify,
)
from app.vault.sheet import age_secret_of, halves, secret_bytes, secret_text

SECRET = new_age_secret()
DEVICE = Device("C123", "d1", bytes(range(32)), SECRET)


def test_signature_agrees_with_a_second_library():
    signature = DEVICE.sign(b"data")
    Ed25519PublicKey.from_public_bytes(DEVICE.verify_key).verify(signature, b"data")
    assert verify(DEVICE.verify_key, b"data", signature)
    assert not verify(DEVICE.verify_key, b"datb", signature)
    assert not verify(DEVICE.verify_key, b"data", signature[:-1])
    assert not verify(DEVICE.verify_key[:-1], b"data", signature)
    assert DEVICE.kid == key_id(DEVICE.verify_key)
    assert len(DEVICE.kid) == 16


@pytest.mark.parametrize("key", ["01" + "00" * 31, "ec" + "ff" * 30 + "7f", "00" * 32])
def test_keys_of_small_order_sign_nothing(key):
    universal = bytes.fromhex("01" + "00" * 31) + bytes(32)
    assert not verify(bytes.fromhex(key), b"anything", universal)


def test_secrets_are_not_shown():
    shown = repr(DEVICE)
    assert SECRET not in shown
    assert "\\x01" not in shown


def test_recipients():
    assert recipient_of(SECRET) == DEVICE.recipient
    assert is_recipient(DEVICE.recipient)
    assert not is_recipient("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t")
    with pytest.raises(ValueError, match="age identity"):
        recipient_of("AGE-SECRET-KEY-1QQQQ")


def test_fingerprint_is_read_tolerantly():
    text = DEVICE.fingerprint()
    assert len(text.replace("-", "")) == 20
    assert same_fingerprint(text, text.lower().replace("-", "  ").replace("0", "o").replace("1", "l"))
    assert same_fingerprint(text, text.replace("1", "I"))
    wrong = ("Z" if text[0] != "Z" else "Y") + text[1:]
    assert not same_fingerprint(text, wrong)
    assert not same_fingerprint(text, text[:-1])
    assert not same_fingerprint("", "")
    assert not same_fingerprint(text, "đ" * 20)


def test_fingerprint_depends_on_every_part():
    parts = ("C123", DEVICE.verify_key, DEVICE.recipient)
    others = [
        fingerprint("C124", *parts[1:]),
        fingerprint("C123", bytes(32), parts[2]),
        fingerprint(*parts[:2], "age1x"),
    ]
    assert DEVICE.fingerprint() not in others


@given(st.binary(min_size=1, max_size=40))
def test_crockford_round_trip(data):
    symbols = crockford.encode(data, 99)[: (len(data) * 8 + 4) // 5]
    assert crockford.decode(crockford.clean(crockford.grouped(symbols.lower(), 4)), len(data)) == data


@given(st.binary(min_size=32, max_size=32))
def test_age_secret_round_trip(raw):
    text = secret_text(raw)
    assert secret_bytes(text) == raw
    assert recipient_of(text).startswith("age1")
    first, second = halves(text)
    assert age_secret_of(f"{first}\n{second}") == text
    assert age_secret_of(f" {second.lower()} / {first}".replace("/", "").replace("0", "O")) == text
    assert age_secret_of(text.lower()) == text


def test_our_bech32_is_the_librarys():
    assert secret_text(secret_bytes(SECRET)) == SECRET


def test_every_single_slip_is_noticed_and_its_half_named():
    first, second = halves(SECRET)
    for place, symbol in enumerate(second):
        if symbol == "-" or place == 0:
            continue
        typed = second[:place] + ("7" if symbol != "7" else "8") + second[place + 1 :]
        with pytest.raises(Fault) as caught:
            age_secret_of(first + typed)
        assert (caught.value.code, caught.value.values["half"]) == ("E_RECOVERY_CODE", "2")


def test_one_half_is_not_enough():
    first, _ = halves(SECRET)
    for typed in ("", first, first + first, first + first[:-1], SECRET[:-1] + "X"):
        with pytest.raises(Fault, match="E_RECOVERY_CODE"):
            age_secret_of(typed)
