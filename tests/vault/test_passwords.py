from __future__ import annotations

from unicodedata import normalize

import pytest

from app.kinds.faults import Fault
from app.vault import keys
from app.vault.derive import (
    CEILING,
    FLOOR,
    REHEARSAL,
    STANDARD,
    Cost,
    Limits,
    calibrate,
    derive,
    fitted,
    stronger,
)
from app.vault.home import Home
from app.vault.passwords import check_new
from app.vault.slots import load
from tests.vault.samples import NODE, PASSWORD

SENTENCE = "Con đò nhỏ chở mùa thu sang sông, nắng vàng rơi trên bến cũ 64 ký"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("matkhau123", "E_PASSWORD_SHORT"),
        ("a1B2c3D4e5F6g7", "E_PASSWORD_SHORT"),
        ("", "E_PASSWORD_SHORT"),
        ("x7 " * 100, "E_PASSWORD_LONG"),
        ("Mật khẩu 123456789", "E_PASSWORD_COMMON"),
        ("congan@binhyen2026", "E_PASSWORD_COMMON"),
        ("Password!Password?1", "E_PASSWORD_COMMON"),
        ("aaaaaaaaaaaaaaaaaaaa", "E_PASSWORD_SIMPLE"),
        ("hoaxuanhoaxuanhoaxuan", "E_PASSWORD_SIMPLE"),
        ("123456789012345678", "E_PASSWORD_SIMPLE"),
        ("abcdefghijklmnopqrst", "E_PASSWORD_SIMPLE"),
        ("qwertyuiopasdfghjkl", "E_PASSWORD_SIMPLE"),
        ("Nguyễn Thị Hồng Nhung", "E_PASSWORD_NAME"),
        ("nguyenthihongnhung1990", "E_PASSWORD_NAME"),
        ("xa Tan Phuoc xa tân phước.", "E_PASSWORD_NAME"),
        ("con đò\0nhỏ chở mùa thu", "E_PASSWORD_CHARACTER"),
        ("con đò nhỏ chở mùa\ud800", "E_PASSWORD_CHARACTER"),
    ],
)
def test_refused_with_its_reason(password, code):
    """K4."""
    with pytest.raises(Fault) as caught:
        check_new(password, ("nguyễn thị hồng nhung", "Xã Tân Phước", "C123"))
    assert caught.value.code == code
    assert caught.value.field == "password"
    assert len(password) < 8 or password not in caught.value.sentence()


@pytest.mark.parametrize(
    "password",
    [
        SENTENCE,
        normalize("NFD", SENTENCE),
        PASSWORD,
        "correct horse battery staple",
        "83920174652938471",
        "x" * 3 + SENTENCE * 3,
    ],
)
def test_accepted(password):
    check_new(password, ("an", "C123"))


def test_both_typed_forms_unlock(tmp_path):
    home = Home(tmp_path / "h")
    keys.create(home, "hoà", keys.POLICE, normalize("NFC", SENTENCE), node=NODE, limits=REHEARSAL)
    for user in ("hoà", normalize("NFD", "HOÀ")):
        for form in ("NFC", "NFD"):
            assert keys.unlock(home, user, normalize(form, SENTENCE), limits=REHEARSAL).user == "hoà"


@pytest.mark.parametrize(
    "cost", [Cost(8, 1), Cost(FLOOR.m - 1, 3), Cost(FLOOR.m, 2), Cost(CEILING.m + 1, 3), Cost(FLOOR.m, 11)]
)
def test_cost_outside_the_bounds_is_refused(cost):
    with pytest.raises(Fault, match="E_KDF"):
        derive(PASSWORD, bytes(16), cost, STANDARD)


def test_fitted_cost_stays_inside_and_grows_memory_first():
    assert fitted(FLOOR, 10.0, STANDARD) == FLOOR
    assert fitted(FLOOR, 0.27, STANDARD).m == 256 * 1024
    assert fitted(FLOOR, 0.0001, STANDARD) == Cost(256 * 1024, 10)
    assert calibrate(REHEARSAL) == REHEARSAL.floor
    assert STANDARD.allow(fitted(FLOOR, 0.1, STANDARD))


def test_a_cost_is_raised_only_when_clearly_too_cheap():
    assert stronger(FLOOR, 0.9, STANDARD) is None
    assert stronger(FLOOR, 9.0, STANDARD) is None
    better = stronger(FLOOR, 0.1, STANDARD)
    assert better is not None
    assert better.work > FLOOR.work
    assert stronger(FLOOR, 0.0, REHEARSAL) is None


def test_a_cheap_slot_is_sealed_again_at_unlock(tmp_path):
    home = Home(tmp_path / "h")
    keys.create(home, "an", keys.POLICE, PASSWORD, node=NODE, limits=REHEARSAL)
    wanting = Limits(REHEARSAL.floor, Cost(1024, 4), seconds=0.5)
    first = keys.unlock(home, "an", PASSWORD, limits=wanting)
    cost = load(home).slots[0].cost
    assert cost.work > REHEARSAL.floor.work
    assert wanting.allow(cost)
    assert keys.unlock(home, "an", PASSWORD, limits=REHEARSAL).bundle == first.bundle
    with pytest.raises(Fault, match="E_KDF"):
        keys.unlock(home, "an", PASSWORD)
