"""Bytes made to hurt: properly signed bodies of a taken-over device, and damage of every kind."""

from __future__ import annotations

import hashlib
import random
import time
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from app.kinds import canonical
from app.sync import body, envelope, limits, package, seal
from app.sync.codes import Code, Reject
from tests.kinds.test_canonical import REFUSED
from tests.sync import world
from tests.sync.test_package import refused
from tests.sync.world import KEYS, build, datas, hostile, receive

PLAIN = b"\n".join(world.lines(5)) + b"\n"


def compress(plain: bytes, **options: object) -> bytes:
    return zstandard.ZstdCompressor(level=3, **options).compress(plain)  # type: ignore[arg-type]


def test_the_hostile_builder_builds_a_good_package_when_nothing_is_changed() -> None:
    assert receive([hostile(PLAIN)]).lines == world.lines(5)


def test_h1_a_bomb_is_refused_before_it_grows() -> None:
    resource = pytest.importorskip("resource")
    bomb = compress(bytes(1 << 30))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    for said in (100, 200 * len(bomb), limits.BODY, limits.BODY + 1, 1 << 30):
        with refused(Code.E_BOMB):
            receive([hostile(b"", data=bomb, info={"len": said})])
    assert time.process_time() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_h2_lengths_and_hashes_that_lie() -> None:
    data = compress(PLAIN)
    longer, shorter = len(PLAIN) + 1, len(PLAIN) - 1
    for info in (
        {"len": longer},
        {"clen": len(data) + 1},
        {"clen": len(data) - 1},
        {"sha256": "0" * 64},
        {"csha256": "0" * 64},
        {"n": 4},
        {"n": 6},
        {"len": 0},
        {"len": shorter},
    ):
        with pytest.raises(Reject) as caught:
            receive([hostile(PLAIN, data=data, info=info)])
        assert caught.value.reason in (Code.E_BODY_HASH, Code.E_BOMB), info


def _with_false_content_size(size: int) -> bytes:
    """A stored frame that states another size than it has."""
    block = (len(PLAIN) << 3 | 1).to_bytes(3, "little") + PLAIN
    return b"\x28\xb5\x2f\xfd\xc0\x38" + size.to_bytes(8, "little") + block


BAD_FRAMES = {
    "no frame": b"not zstd at all",
    "empty": b"\0",
    "zlib": zlib.compress(PLAIN),
    "cut": compress(PLAIN)[:-1],
    "two frames": compress(PLAIN) + compress(b""),
    "skippable after": compress(PLAIN) + b"\x50\x2a\x4d\x18\x04\0\0\0abcd",
    "skippable before": b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + compress(PLAIN),
    "rubbish after": compress(PLAIN) + b"\0",
    "states less": _with_false_content_size(1),
    "states more": _with_false_content_size(1 << 40),
    "endless blocks": b"\x28\xb5\x2f\xfd\x00\x58" + b"\0\0\0" * 300_000,
    "dictionary": zstandard.ZstdCompressor(
        level=3,
        dict_data=zstandard.train_dictionary(4096, list[bytes | bytearray | memoryview](world.lines(300))),
    ).compress(PLAIN),
    "magic only": b"\x28\xb5\x2f\xfd",
    "header only": compress(PLAIN)[:6],
}


@pytest.mark.parametrize("data", BAD_FRAMES.values(), ids=BAD_FRAMES.keys())
def test_frames_that_are_not_one_plain_frame(data: bytes) -> None:
    with pytest.raises(Reject) as caught:
        receive([hostile(PLAIN, data=data)])
    assert caught.value.reason in (Code.E_BODY_HASH, Code.E_BOMB)


def test_a_window_larger_than_allowed() -> None:
    engine = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    ).compressobj()
    data = engine.compress(PLAIN) + engine.flush()
    assert zstandard.get_frame_parameters(data).window_size > limits.WINDOW
    with refused(Code.E_BOMB):
        receive([hostile(PLAIN, data=data)])


def test_h4_h5_lines_that_are_not_canonical() -> None:
    for name, line in REFUSED.items():
        if b"\n" in line or not line:
            continue
        for spoiled in (line, b'{"a":' + line + b"}", PLAIN.split(b"\n")[0][:-1] + b',"x":' + line + b"}"):
            with pytest.raises(Reject) as caught:
                receive([hostile(spoiled + b"\n")])
            assert caught.value.reason is Code.E_CANON, name


LINE = world.lines(1)[0]
BAD_LINES = {
    "no end": (LINE, Code.E_CANON),
    "empty line": (b"\n" + LINE + b"\n", Code.E_CANON),
    "CRLF": (LINE + b"\r\n", Code.E_CANON),
    "array": (b"[1]\n", Code.E_SCHEMA),
    "null": (b"null\n", Code.E_SCHEMA),
    "no operation": (b'{"lsn":1}\n', Code.E_SCHEMA),
    "another number": (world.lines(1, first=2)[0] + b"\n", Code.E_SCHEMA),
    "number as text": (LINE.replace(b'"lsn":1', b'"lsn":"1"') + b"\n", Code.E_SCHEMA),
    "number twice": (LINE + b"\n" + LINE + b"\n", Code.E_SCHEMA),
    "fields as text": (canonical.encode(canonical.decode(LINE) | {"f": "x"}) + b"\n", Code.E_SCHEMA),
    "negative counter": (canonical.encode(canonical.decode(LINE) | {"hlc": [0, -1]}) + b"\n", Code.E_SCHEMA),
    "bad placeholder": (b'{"erased":"xx","lsn":1}\n', Code.E_CANON),
    "placeholder with more": (b'{"erased":"' + b"0" * 64 + b'","lsn":1,"z":1}\n', Code.E_CANON),
    "placeholder for another": (b'{"erased":"' + b"0" * 64 + b'","lsn":2}\n', Code.E_SCHEMA),
    "long note": (
        canonical.encode({"a": random.Random(2).randbytes(150_000).hex()}, text_limit=1 << 20) + b"\n",
        Code.E_CANON,
    ),
    "long line": (b'"' + random.Random(1).randbytes(600_000).hex().encode() + b'"\n', Code.E_BOMB),
}


@pytest.mark.parametrize(("plain", "code"), BAD_LINES.values(), ids=BAD_LINES.keys())
def test_lines_that_are_no_operations(plain: bytes, code: Code) -> None:
    with refused(code):
        receive([hostile(plain)])


def test_h8_paths_in_text_make_no_file(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    op = canonical.decode(LINE)
    op["f"] = {f"x{n}": path for n, path in enumerate(("../../etc/x", "C:\\CON", "/dev/null", "\\\\host\\x"))}
    monkeypatch.setattr("os.open", lambda *_, **__: pytest.fail("opened a file"))
    assert receive([hostile(canonical.encode(op) + b"\n")]).ops


def test_h13_more_operations_than_allowed() -> None:
    plain = b"1\n" * (limits.OPS + 1)
    with refused(Code.E_BOMB):
        receive([hostile(plain)])
    with refused(Code.E_BOMB):
        receive([hostile(plain, info={"n": 5})])
    with refused(Code.E_SIZE):
        body.pack([b"1"] * (limits.OPS + 1))


def test_repetitive_text_is_not_taken_for_a_bomb() -> None:
    line = canonical.encode(canonical.decode(LINE) | {"why": "a" * 200_000}, text_limit=canonical.NOTE_LIMIT)
    for count in (1, 10):
        packed = body.pack([line] * count)
        assert body.unpack(packed.data, packed.info) == [line] * count
        assert zstandard.ZstdDecompressor().decompress(packed.data) == (line + b"\n") * count


BAD_ENVELOPES = {
    "nothing": b"",
    "not JSON": b"\xff\xfe",
    "deep": b"[" * 200_000,
    "surrogate": rb'{"payload":"\ud800","payloadType":"x","signatures":[]}',
    "no signature": b'{"payload":"","payloadType":"application/vnd.binhyen.manifest.v1+json","signatures":[]}',
}


def _envelopes() -> dict[str, bytes]:
    raw, _ = seal.split_inner(build().finished.inner)
    five = b",".join([raw[raw.index(b'{"keyid"') : raw.rindex(b"]")]] * 5)
    return BAD_ENVELOPES | {
        "space": raw.replace(b'","', b'", "', 1),
        "unknown field": raw[:-1] + b',"z":1}',
        "field twice": b'{"payload":"",' + raw[1:],
        "another type": raw.replace(b"manifest.v1", b"manifest.v2"),
        "five signatures": raw[: raw.index(b'{"keyid"')] + five + b"]}",
        "base64 with line end": raw.replace(b'"payload":"', b'"payload":"\\n'),
        "base64 with loose bits": raw.replace(b'==","payloadType', b'B=","payloadType'),
        "text after": raw + b" ",
    }


def test_envelopes_in_another_form() -> None:
    _, data = seal.split_inner(build().finished.inner)
    for name, raw in _envelopes().items():
        with pytest.raises(Reject) as caught:
            receive([world.volume(seal.pack_inner(raw, data))])
        assert caught.value.reason in (Code.E_ENVELOPE, Code.E_SIG_INNER), name


def test_inner_bytes_with_other_lengths() -> None:
    inner = build().finished.inner
    size = len(inner)
    for spoiled in (
        b"",
        bytes(10),
        inner[:-1],
        inner + b"\0",
        inner + bytes(4096),
        bytes(4096),
        b"\xff\xff\xff\xff" + inner[4:],
        (size - 8).to_bytes(4, "big") + inner[4:],
        inner[:-4] + (4096).to_bytes(4, "big"),
        inner[:-4] + b"\xff\xff\xff\xff",
        inner[:-5] + b"\1" + inner[-4:],
    ):
        with pytest.raises(Reject) as caught:
            receive([world.volume(spoiled)])
        assert caught.value.reason in (Code.E_ENVELOPE, Code.E_BODY_HASH)
    with refused(Code.E_ENVELOPE):
        envelope.read(b"x" * (limits.ENVELOPE + 1))


def test_a_list_of_ten_thousand_recipients_is_not_tried() -> None:
    ciphertext = build().sealed.ciphertext
    start = ciphertext.index(b"\n-> ")
    stanza = ciphertext[start : ciphertext.index(b"\n-> ", start + 1)]
    for many in (60, 10_000):
        spoiled = ciphertext[:start] + stanza * many + ciphertext[start:]
        with refused(Code.E_DECRYPT):
            receive([world.around(spoiled)])


@pytest.fixture(scope="module")
def small() -> bytes:
    (data,) = datas(build(1))
    return data


def rejected(data: bytes) -> Reject:
    with pytest.raises(Reject) as caught:
        receive([data])
    return caught.value


def test_p7_every_byte_flipped(small: bytes) -> None:
    for place in range(len(small)):
        spoiled = bytearray(small)
        spoiled[place] ^= 1 << place % 8
        rejected(bytes(spoiled))


def test_p8_cut_at_every_length(small: bytes) -> None:
    for length in range(len(small)):
        rejected(small[:length])


def mutated(data: bytes, rand: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rand.randint(1, 4)):
        place = rand.randrange(len(out))
        part = rand.randbytes(rand.randint(1, 30))
        how = rand.randrange(4)
        if how == 0:
            out[place:place] = part
        elif how == 1:
            del out[place : place + len(part)]
        elif how == 2:
            out[place : place + len(part)] = part
        else:
            out[place:place] = out[place // 2 : place // 2 + 40]
    return bytes(out)


def test_three_thousand_mutations(small: bytes) -> None:
    rand = random.Random(11)
    for _ in range(3000):
        spoiled = mutated(small, rand)
        if spoiled != small:
            rejected(spoiled)


def test_mutations_of_the_text_variant() -> None:
    ((_, data),) = build(1, text=True).files
    rand = random.Random(12)
    good = receive([data]).lines
    for _ in range(1000):
        try:
            # White space is free in the text variant: what comes through must be unchanged.
            assert receive([mutated(data, rand)]).lines == good
        except Reject as error:
            assert error.detail  # noqa: PT017 - either way is right


def test_signed_mutations_of_the_sealed_bytes(small: bytes) -> None:
    """A known device signs a damaged ciphertext: age must refuse it in good order."""
    ciphertext = package.open_outer(small, KEYS).slice
    rand = random.Random(13)
    for _ in range(1500):
        spoiled = mutated(ciphertext[:900], rand) + ciphertext[900:]
        try:
            receive([world.around(spoiled)])
        except Reject as error:
            assert error.reason in (Code.E_DECRYPT, Code.E_HEADER)  # noqa: PT017 - either way is right


def test_signed_mutations_of_the_inner_bytes(small: bytes) -> None:
    inner = build(1).finished.inner
    raw, data = seal.split_inner(inner)
    used = len(raw) + len(data) + 8
    rand = random.Random(14)
    for _ in range(1500):
        spoiled = (mutated(inner[:used], rand) + bytes(8192))[: len(inner) - 4] + inner[-4:]
        if spoiled != inner:
            rejected(world.volume(spoiled))


def test_signed_mutations_of_the_manifest() -> None:
    payload = build(1).finished.manifest_bytes
    rand = random.Random(15)
    for _ in range(1500):
        spoiled = mutated(payload, rand)
        try:
            inner = receive([hostile(LINE + b"\n", payload=spoiled)])
        except Reject:
            continue
        # Another app version or moment is the sender's to say, as long as the form is right.
        assert canonical.encode(canonical.decode(spoiled)) == inner.manifest_bytes


def test_signed_mutations_of_the_lines() -> None:
    rand = random.Random(16)
    for _ in range(1500):
        spoiled = mutated(PLAIN, rand)
        try:
            inner = receive([hostile(spoiled)])
        except Reject:
            continue
        for line in inner.lines:
            canonical.decode(line, text_limit=canonical.NOTE_LIMIT)


@given(st.binary(max_size=300), st.booleans())
def test_h15_only_reject_leaves_the_verifier(data: bytes, with_magic: bool) -> None:
    rejected((b"\x89BYX\r\n\x1a\n" if with_magic else b"") + data)


@given(st.binary(max_size=200))
def test_h15_any_signed_header(raw: bytes) -> None:
    rejected(world.with_header(raw, b"x"))


@given(st.lists(st.binary(max_size=80), max_size=5))
def test_h15_any_signed_lines(parts: list[bytes]) -> None:
    try:
        inner = receive([hostile(b"".join(part + b"\n" for part in parts))])
    except Reject:
        return
    assert inner.lines == parts


def test_hash_of_an_honest_body_is_over_what_was_sent() -> None:
    packed = body.pack(world.lines(3))
    assert packed.info.csha256 == hashlib.sha256(packed.data).hexdigest()
    assert packed.info.sha256 == hashlib.sha256(b"\n".join(world.lines(3)) + b"\n").hexdigest()
