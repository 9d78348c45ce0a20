"""Building and opening: the P cases of the test catalogue."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from app.kinds import canonical
from app.sync import envelope, header, limits, package, seal, textform, volumes
from app.sync.codes import Code, Reject
from app.sync.manifest import Closes
from tests.sync import world
from tests.sync.world import KEYS, OTHER_U, RECOVERY, STRANGER, A, B, U, build, datas, receive


def refused(code: Code) -> pytest.RaisesExc[Reject]:
    return pytest.raises(Reject, check=lambda error: error.reason is code)


def test_a_package_comes_back_as_it_was_built() -> None:
    built = build(200)
    inner = receive(datas(built))
    assert inner.lines == world.lines(200)
    assert [op.lsn for op in inner.ops] == list(range(1, 201))
    assert inner.manifest == built.finished.manifest
    assert inner.digest == built.digest == hashlib.sha256(inner.manifest_bytes).hexdigest()
    assert inner.signer == KEYS.find(A.kid)
    assert inner.extra == ()


def test_an_empty_delta_is_a_package() -> None:
    inner = receive(datas(build(0)))
    assert (inner.lines, inner.ops, inner.manifest.lsn) == ([], [], (1, 0))


def test_p1_one_and_five_operations_have_one_size_class() -> None:
    one, five = (len(datas(build(n))[0]) for n in (1, 5))
    assert one // limits.PAD == five // limits.PAD
    assert len(build(1).finished.inner) == len(build(5).finished.inner)


def test_p2_the_file_names_nobody() -> None:
    ((name, data),) = build(20).files
    for secret in (A.node, U.node, "d1>U", "Nguyễn", "person", "delta", "binhyen"):
        assert secret.encode() not in data, secret
        assert secret not in name
    assert set(msgspec.to_builtins(package.read_header(data))) == {
        *("v", "pid", "kid", "vol", "vols", "off", "len", "sha256", "tlen", "tsha256")
    }


def test_p4_another_office_cannot_open_it() -> None:
    with refused(Code.E_DECRYPT):
        receive(datas(build()), me=B)


def test_p5_the_recovery_key_opens_it() -> None:
    built = build()
    outer = package.open_outer(datas(built)[0], KEYS)
    inner = package.open_inner(built.sealed.ciphertext, outer.key, package.Reader((RECOVERY.age_secret,)))
    assert inner.lines == world.lines(5)


def test_the_sender_can_seal_kept_bytes_again() -> None:
    built = build()
    kept = seal.decrypt(built.sealed.ciphertext, [A.age_secret])
    assert kept == built.finished.inner
    again = package.wrap(A, kept, [U.recipient])
    assert again.pid != built.sealed.pid
    assert receive([data for _, data in again.files]).digest == built.digest


@pytest.mark.parametrize("text", [False, True])
def test_p9_an_added_byte(text: bool) -> None:
    data = datas(build())[0]
    with refused(Code.E_PART):
        receive([data + b"\0"])
    if text:
        # Around the text variant a mail program may add what it likes.
        shown = textform.to_text(data)
        assert receive([b"Kinh gui\r\n\r\n" + shown.replace(b"\n", b"\r\n") + b"-- \r\nTran Van A"]).lines


def test_p10_a_stranger_is_not_decrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "decrypt", lambda *_: pytest.fail("decrypted"))
    keys = world.Keys(A)
    with refused(Code.E_KEY_UNKNOWN):
        receive(datas(build(sender=STRANGER)), keys=keys)
    assert keys.asked == [STRANGER.kid]


BAD_HEADERS: dict[str, Callable[[bytes], bytes]] = {
    "space": lambda raw: raw.replace(b":1,", b": 1,", 1),
    "unsorted": lambda raw: b'{"vol":1,' + raw[1:].replace(b'"vol":1,', b""),
    "extra key": lambda raw: b'{"a":1,' + raw[1:],
    "missing key": lambda raw: raw.replace(b'"off":0,', b""),
    "float": lambda raw: raw.replace(b'"off":0,', b'"off":0.0,'),
    "not JSON": lambda raw: b"\xff" * 40,
    "list": lambda raw: b"[]",
    "volume 0": lambda raw: raw.replace(b'"vol":1,', b'"vol":0,'),
    "volume 2 of 1": lambda raw: raw.replace(b'"vol":1,', b'"vol":2,'),
    "1,000 volumes": lambda raw: raw.replace(b'"vols":1}', b'"vols":1000}'),
    "offset": lambda raw: raw.replace(b'"off":0,', b'"off":5,'),
    "version 0": lambda raw: raw.replace(b'"v":1,', b'"v":0,'),
    "version as text": lambda raw: raw.replace(b'"v":1,', b'"v":"1",'),
    "pid as path": lambda raw: raw.replace(b"5" * 32, b"../../" + b"5" * 26),
    "pid with line end": lambda raw: raw.replace(b"5" * 32, b"5" * 31 + b"\\n"),
    "deep": lambda raw: b"[" * 2000 + b"]" * 2000,
    "long": lambda raw: raw + b" " * 5000,
    "empty": lambda raw: b"",
}


@pytest.mark.parametrize("spoil", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_p11_a_signed_header_in_another_form(spoil: Callable[[bytes], bytes]) -> None:
    ciphertext = build().sealed.ciphertext
    raw = header.read(world.around(ciphertext)).raw_header
    changed = spoil(raw)
    assert changed != raw
    with refused(Code.E_HEADER):
        receive([world.with_header(changed, ciphertext)])


def test_a_later_container_asks_for_a_newer_program() -> None:
    with refused(Code.E_READER_OLD):
        receive([world.around(build().sealed.ciphertext, v=2)])


def test_p12_slice_and_hash_must_fit_the_header() -> None:
    ciphertext = build().sealed.ciphertext
    size = len(ciphertext)
    lies: dict[Code, list[dict[str, Any]]] = {
        Code.E_PART: [{"sha256": "0" * 64}, {"tsha256": "0" * 64}, {"len": size - 1, "tlen": size - 1}],
        Code.E_HEADER: [
            {"tlen": size + 1},
            {"len": 10**9, "tlen": 10**9},
            {"tlen": 2**53 - 1},
            {"off": size},
        ],
        Code.E_KEY_UNKNOWN: [{"kid": STRANGER.kid}],
        Code.E_SIG_OUTER: [{"kid": B.kid}],
    }
    for code, changes in lies.items():
        for change in changes:
            with refused(code):
                receive([world.around(ciphertext, **change)])


def test_p13_a_file_sent_as_text_is_recognised() -> None:
    data = datas(build())[0]
    for spoiled in (
        data.replace(b"\r\n", b"\n"),
        data.replace(b"\n", b"\r\n"),
        data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        bytes(byte & 0x7F for byte in data),
        data.decode("latin-1").encode(),
        data.decode("utf-8", "replace").encode(),
        data.decode("ascii", "replace").encode("ascii", "replace"),
    ):
        if spoiled == data:
            continue
        with pytest.raises(Reject) as caught:
            receive([spoiled])
        assert caught.value.reason is Code.E_MAGIC
        assert "dưới dạng văn bản" in caught.value.sentence()
    with pytest.raises(Reject) as caught:
        receive([b"PK\x03\x04" + data])
    assert "dưới dạng văn bản" not in caught.value.sentence()


def test_p14_a_replaced_inner_signature() -> None:
    raw, data = seal.split_inner(build().finished.inner)
    opened = envelope.read(raw)
    forged = envelope.write(opened.payload, [(A.kid, bytes(64))])
    with refused(Code.E_SIG_INNER):
        receive([world.volume(seal.pack_inner(forged, data))])
    by_other = envelope.write(opened.payload, [(A.kid, B.sign(opened.signed_bytes))])
    with refused(Code.E_SIG_INNER):
        receive([world.volume(seal.pack_inner(by_other, data))])


def test_p15_another_commune_cannot_pass_on_a_package_as_its_own() -> None:
    inner = build().finished.inner
    with refused(Code.E_SIGNER_MISMATCH):
        receive([world.volume(inner, B)])
    raw, data = seal.split_inner(inner)
    payload = envelope.read(raw).payload
    signed_again = envelope.write(payload, [(B.kid, B.sign(envelope.signed_bytes(payload)))])
    with refused(Code.E_SIGNER_MISMATCH):
        receive([world.volume(seal.pack_inner(signed_again, data), B)])
    claims_a = world.hostile(b"", inner_by=B, outer_by=B, sender=A.node, stream=f"{A.node}>{U.node}")
    with refused(Code.E_SIGNER_MISMATCH):
        receive([claims_a])


def test_p16_a_package_for_another_upper_node() -> None:
    body_lines = world.lines(3)
    built = package.build(A, world.head(A, U.node, body_lines), body_lines, [U.recipient, OTHER_U.recipient])
    assert receive(datas(built)).lines == body_lines
    with refused(Code.E_ADDRESSEE):
        receive(datas(built), me=OTHER_U)


def test_p17_both_the_addressees_and_the_stream_must_name_us() -> None:
    with refused(Code.E_ADDRESSEE):
        receive([world.hostile(b"", to=["U00201", "RECOVERY"])])
    with refused(Code.E_ADDRESSEE):
        receive([world.hostile(b"", stream=f"{A.node}>U00201")])


def test_p18_the_stream_belongs_to_the_signing_device() -> None:
    keys = world.Keys(A)
    keys.keys[A.kid] = world.key_of(A, device="d1")
    receive([world.hostile(b"", stream=f"{A.node}/d1>{U.node}")], keys=keys)
    with refused(Code.E_SIGNER_MISMATCH):
        receive([world.hostile(b"", stream=f"{A.node}/d2>{U.node}")], keys=keys)
    with refused(Code.E_SCHEMA):
        receive([world.hostile(b"", stream=f"{B.node}>{U.node}")])


@pytest.fixture(scope="module")
def three() -> list[bytes]:
    files = datas(build(200, volume_bytes=7000))
    assert len(files) == 3
    return files


def test_p19_volumes_in_any_order_and_twice(three: list[bytes]) -> None:
    shuffled = [*three, *three, three[1]]
    random.Random(3).shuffle(shuffled)
    assert receive(shuffled).lines == world.lines(200)


def test_p20_a_missing_volume_is_named(three: list[bytes]) -> None:
    with pytest.raises(Reject) as caught:
        receive([three[0], three[0]])
    assert caught.value.reason is Code.W_PARTIAL
    assert "2/3, 3/3" in caught.value.sentence()
    outers = [package.open_outer(data, KEYS) for data in three[1:]]
    assert volumes.missing_of(outer.header for outer in outers).numbers == (1,)


def test_p21_volumes_of_two_packages(three: list[bytes]) -> None:
    other = datas(build(200, volume_bytes=7000))
    with refused(Code.E_VOL_MIXED):
        receive([three[0], other[1], three[2]])


def test_volumes_that_overlap(three: list[bytes]) -> None:
    """Signed by a known device, with offsets that leave a hole or run over each other."""
    ciphertext = b"".join(header.read(data).slice for data in three)
    whole: dict[str, Any] = {
        "tlen": len(ciphertext),
        "tsha256": hashlib.sha256(ciphertext).hexdigest(),
        "vols": 2,
    }

    def volume(number: int, start: int, end: int) -> bytes:
        part = ciphertext[start:end]
        digest = hashlib.sha256(part).hexdigest()
        return world.around(part, vol=number, off=start, len=len(part), sha256=digest, **whole)

    assert receive([volume(1, 0, 5000), volume(2, 5000, len(ciphertext))]).lines
    for first_end in (4999, 5001):
        with refused(Code.E_PART):
            receive([volume(1, 0, first_end), volume(2, 5000, len(ciphertext))])


@pytest.mark.parametrize("volume_bytes", [4096, 7000, 3_500_000])
def test_text_variant(volume_bytes: int) -> None:
    files = build(60, volume_bytes=volume_bytes, text=True).files
    for name, data in files:
        assert name.endswith(".txt")
        assert max(map(len, data.splitlines())) <= 64
        data.decode("ascii")
    assert receive([data for _, data in files]).lines == world.lines(60)
    spoiled = [b"\xef\xbb\xbf" + data.replace(b"\n", b" \r\n") for _, data in files]
    assert receive(spoiled).lines == world.lines(60)


def test_names_are_short_ascii() -> None:
    files = build(60, volume_bytes=4096).files
    for number, (name, _) in enumerate(files, 1):
        assert name == f"BY_{name[3:11]}_{number}of{len(files)}.byx"
        assert len(name) <= 40
        assert name.isascii()


def test_finish_refuses_a_head_that_does_not_fit_its_lines() -> None:
    with refused(Code.E_SCHEMA):
        package.finish(A, world.head(A, U.node, world.lines(3)), world.lines(4))


def test_extra_signatures_are_kept_and_counted() -> None:
    body_lines = world.lines(2)
    head = world.head(A, U.node, body_lines)
    finished = package.finish(A, head, body_lines, [("token", b"x" * 256)] * 3)
    inner = receive([world.volume(finished.inner)])
    assert [(one.keyid, one.value) for one in inner.extra] == [("token", b"x" * 256)] * 3
    with pytest.raises(ValueError, match="5 signatures"):
        package.finish(A, head, body_lines, [("token", b"x")] * 4)


def test_a_revoked_key_speaks_up_to_its_cutoff() -> None:
    built = build(5)
    chain = built.finished.manifest.end_chain

    def with_cutoff(cutoff: Closes | None) -> world.Keys:
        keys = world.Keys(A)
        keys.keys[A.kid] = world.key_of(A, revoked=True, cutoff=cutoff)
        return keys

    for good in (Closes(1, 5, chain), Closes(1, 9, "7" * 64), Closes(2, 1, "7" * 64)):
        assert receive(datas(built), keys=with_cutoff(good)).lines
    for bad in (None, Closes(1, 4, "7" * 64), Closes(1, 5, "7" * 64)):
        with refused(Code.E_KEY_REVOKED):
            receive(datas(built), keys=with_cutoff(bad))


def test_other_kinds_carry_objects_instead_of_operations() -> None:
    said = [canonical.encode({"have": n}) for n in range(3)]
    head = world.head(A, U.node, said, kind="receipt", lsn=(7, 7))
    inner = receive(datas(package.build(A, head, said, [U.recipient])))
    assert inner.objects == [{"have": n} for n in range(3)]
    assert inner.ops == []


def test_an_erased_operation_keeps_its_place_in_the_chain() -> None:
    from app.sync import body

    body_lines = world.lines(5)
    erased = [*body_lines]
    erased[2] = body.placeholder(hashlib.sha256(body_lines[2]).digest(), 3)
    head = world.head(A, U.node, body_lines)
    inner = receive(datas(package.build(A, head, erased, [U.recipient])))
    assert body.end_of_chain(world.ZERO, inner.lines) == head.end_chain
    assert inner.ops[2] == body.Erased(hashlib.sha256(body_lines[2]).hexdigest(), 3)
    assert [op.lsn for op in inner.ops] == [1, 2, 3, 4, 5]


def test_secrets_do_not_show() -> None:
    assert A.age_secret not in repr(world.reader(A))


def test_reject_is_told_in_a_sentence() -> None:
    for code in Code:
        assert code.severity in "EWI"
        assert code.message
    error = Reject(Code.W_GAP, first=3, last=9)
    assert (error.code, error.reason) == ("W_GAP", Code.W_GAP)
    assert "từ 3 đến 9" in error.sentence()
