import json
from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.law.calendar import Calendar
from app.law.criteria import Criteria
from app.law.deadlines import deadline
from app.law.ladder import Measures
from app.law.packs import LawPacks
from app.law.reading import read_pack
from app.law.shelf import shipped_shelf
from app.law.signed import fitting, read_signed
from app.vault.publisher import PublisherKeys
from tests.law.publishing import PUBLISHER, STRANGER, decree, later, rule, signed, text_of

KEYS = PublisherKeys()
L120 = text_of("L120")


def _refused(shelf, text):
    with pytest.raises(Fault) as refused:
        fitting(shelf, "x.pack", text)
    assert refused.value.sentence()
    return refused.value.code


def test_a_signed_pack_gives_its_text_back():
    found = read_signed("x", signed(L120))
    assert found.text("x", KEYS) == L120
    assert found.public == bytes(PUBLISHER.verify_key)


def test_a_fingerprint_is_of_one_key_and_forgives_how_it_is_typed():
    one, other = (KEYS.fingerprint(bytes(key.verify_key)) for key in (PUBLISHER, STRANGER))
    assert one != other
    assert KEYS.same(one, one.lower().replace("-", " "))
    assert not KEYS.same(one, other)
    assert not KEYS.same(one, one[:-1])


@given(st.data())
def test_no_changed_byte_passes(data):
    whole = bytearray(signed(decree(rule("user_management.end_papers", 3, "working_day"))))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Fault) as refused:
        read_signed("x", bytes(whole)).text("x", KEYS)
    assert refused.value.code in {"E_PACK_FILE", "E_PACK_SIGNATURE"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe",
        L120.encode(),
        b"x" * (2 * 1024 * 1024 + 1),
        signed(L120) + b"\n",
        signed(L120)[:-40],
        signed(L120).replace(b"law-pack.v1", b"law-pack.v2"),
    ],
    ids=["empty", "other", "deep", "binary", "unsigned", "huge", "line", "cut", "type"],
)
def test_what_is_not_a_signed_pack_is_refused(data):
    with pytest.raises(Fault) as refused:
        read_signed("x", data)
    assert refused.value.code == "E_PACK_FILE"


def test_a_signature_by_another_key_does_not_pass_for_it():
    parts = json.loads(signed(L120, STRANGER))
    parts["signatures"][0]["keyid"] = bytes(PUBLISHER.verify_key).hex()
    with pytest.raises(Fault) as refused:
        read_signed("x", json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).text("x", KEYS)
    assert refused.value.code == "E_PACK_SIGNATURE"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (L120, "E_PACK_OLD"),
        (later(L120, version="2026-11-22"), "E_PACK_OLD"),
        (L120.replace('"2026-11-23"', '"2027-02-10"', 1), "E_PACK_DAY"),
        (later(L120).replace("valid_from = 2026-07-01", "valid_from = 2026-08-01", 1), "E_PACK_DAY"),
        (decree(rule("user_management.sing", 3, "day")), "E_PACK_RULE"),
        (decree(rule("user_management.decide", 0, "hour")), "E_PACK"),
        (decree(rule("user_management.decide", 12, "hour", who="mayor")), "E_PACK"),
        (decree("", overlays="L99"), "E_PACK"),
        (decree("").replace('sort = "overlay"', 'sort = "song"'), "E_PACK_SORT"),
        (decree("").replace("L120-decree", "../x"), "E_PACK_NAME"),
        (decree("").replace('"2027-02-10"', '"new"'), "E_PACK_NAME"),
        ("id = ", "E_PACK"),
        ("", "E_PACK"),
    ],
)
def test_a_pack_that_does_not_fit_is_refused(text, code):
    assert _refused(shipped_shelf(), text) == code


def test_a_pack_without_a_new_day_would_move_old_cases_and_is_refused():
    assert _refused(shipped_shelf(), L120.replace('"2026-11-23"', '"2027-02-10"', 1)) == "E_PACK_DAY"


@pytest.mark.parametrize("name", ["TT18", "L120-measures"])
def test_criteria_and_measures_are_replaced_from_a_day_on(name):
    text = later(text_of(f"more/{name}"))
    made, shelf = fitting(shipped_shelf(), "x", text)
    assert isinstance(made, Criteria | Measures)
    assert made.since == date(2027, 3, 1)
    newest = shelf.newest(name)
    assert newest is not None and newest.version == "2027-02-10"
    assert _refused(shelf, text) == "E_PACK_OLD"
    assert _refused(shipped_shelf(), text.replace("acts_from = 2027-03-01\n", "")) == "E_PACK_DAY"


def test_the_digest_names_what_was_added():
    one = fitting(shipped_shelf(), "x", later(L120))[1]
    other = fitting(shipped_shelf(), "x", later(L120, version="2027-02-11"))[1]
    assert shipped_shelf().digest == ""
    assert len({one.digest, other.digest, ""}) == 3


def _moved(text, more=""):
    return fitting(shipped_shelf(), "x", text + more)[1].packs


def test_a_later_version_measures_acts_from_its_day_on():
    packs = _moved(later(L120.replace('amount = 24\nunit = "hour"', 'amount = 12\nunit = "hour"', 1)))
    calendar = Calendar.shipped()
    hours = []
    for month, day in ((2, 28), (3, 1)):
        anchor = datetime(2027, month, day, 10, 5, tzinfo=VIETNAM)
        due = deadline(packs, calendar, "user_management.decide", anchor).due
        assert isinstance(due, datetime)
        hours.append(due - anchor)
    assert hours == [timedelta(hours=24), timedelta(hours=12)]


_TERM = rule("user_management.term", 2, "year", who="person", binds="person")
_MOVES = """[[transitions]]
id = "moved"
moves = ["user_management.term"]
article = "Điều 99"
mark = "found"
text = { vi = "Thử", en = "Test" }
"""


@pytest.mark.parametrize(("extra", "kept"), [("", True), (_MOVES, False)])
def test_an_old_case_moves_only_where_a_transition_lists_it(extra, kept):
    packs = _moved(decree(_TERM, extra=extra))
    opened, act = date(2027, 1, 10), date(2027, 6, 1)
    pack = packs.regime_for("user_management.term", opened=opened, act=act)
    assert (pack.rules["user_management.term"].amount == 1) is kept
    measured = packs.anchored(packs.at(act), "user_management.term", opened)
    assert (measured.rules["user_management.term"].amount == 1) is kept
    fresh = packs.regime_for("user_management.term", opened=act, act=act)
    assert fresh.rules["user_management.term"].amount == 2


def test_a_new_regime_that_is_silent_leaves_the_terms_of_running_cases():
    text = L120.replace('id = "L120"', 'id = "L130"', 1).replace("2026-07-01", "2028-01-01")
    silent = text[: text.index("[[transitions]]")] + text[text.index("[[offices]]") :]
    packs = _moved(silent)
    opened, act = date(2027, 6, 1), date(2028, 2, 1)
    terms = {status.term for status in packs.regime("L120").statuses.values() if status.term}
    assert {packs.regime_for(one, opened=opened, act=act).id for one in terms} == {"L120"}
    assert packs.regime_for("user_management.move_notice", opened=opened, act=act).id == "L130"


_RULES = sorted(
    name for name, one in LawPacks.shipped().regime("L120").rules.items() if one.amount is not None
)


@given(
    changed=st.dictionaries(st.sampled_from(_RULES), st.integers(1, 90), min_size=1, max_size=6),
    since=st.dates(date(2026, 8, 1), date(2028, 1, 1)),
    before=st.integers(1, 400),
    name=st.sampled_from(_RULES),
    replaces=st.booleans(),
)
def test_no_deadline_of_an_old_case_moves_when_a_pack_is_added(changed, since, before, name, replaces):
    """Whatever a pack changes: what was anchored before its day is due when it was due before."""
    shipped, calendar = LawPacks.shipped(), Calendar.shipped()
    day = max(since - timedelta(days=before), date(2022, 1, 3))
    anchor = datetime(day.year, day.month, day.day, 10, 5, tzinfo=VIETNAM)
    pack = shipped.regime("L120")
    text = later(L120, since.isoformat()) if replaces else decree("", since.isoformat())
    made = read_pack("x", text)
    assert made is not None
    rules = {n: _with(pack.rules[n], amount) for n, amount in changed.items()}
    made = msgspec.structs.replace(made, rules={**made.rules, **rules})
    packs = shipped.plus(made)
    was, now = (deadline(one, calendar, name, anchor, "L120") for one in (shipped, packs))
    assert now.due == was.due
    assert packs.regime_for(name, opened=day, act=day).id == shipped.at(day).id
    # measured by the pack of a later moment, as for a case that is still open, it is the same
    late = packs.anchored(packs.at(since + timedelta(days=30)), name, anchor)
    if late.id == "L120" and day >= pack.head.valid_from:
        assert late.rules[name].amount == pack.rules[name].amount


def _with(one, amount):
    return msgspec.structs.replace(one, amount=amount, variants=())
