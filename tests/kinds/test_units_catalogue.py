from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds import units_catalogue as catalogue
from app.kinds.codes import UNIT_SORT
from app.kinds.text import fold, text_key
from app.kinds.units_catalogue import Successor, UnitName

LAST_DAY_BEFORE = date(2025, 6, 30)


def every_commune() -> list[UnitName]:
    return [u for province in catalogue.provinces() for u in catalogue.communes(province.code)]


def every_old() -> list[UnitName]:
    return list(catalogue._before().units.values())


def known(code: str, on: date | None = None) -> UnitName:
    found = catalogue.unit(code, on)
    assert found is not None
    return found


def named(*codes: str) -> list[str]:
    return [catalogue.full_name(code) for code in codes]


def test_as_many_as_the_law_says() -> None:
    assert Counter(u.sort for u in catalogue.provinces()) == {"tinh": 25, "thanh_pho": 9}
    assert Counter(u.sort for u in every_commune()) == {"xa": 2599, "phuong": 709, "dac_khu": 13}
    assert Counter(len(u.code) for u in every_old()) == {2: 63, 3: 696, 5: 10035}
    assert {u.sort for u in (*catalogue.provinces(), *every_commune(), *every_old())} <= set(UNIT_SORT.labels)


def test_codes_are_texts_of_their_length() -> None:
    assert all(len(u.code) == 2 and u.code.isdigit() and not u.parent for u in catalogue.provinces())
    assert all(len(u.code) == 5 and u.code.isdigit() for u in every_commune())
    assert catalogue.full_name("00118") == "phường Bồ Đề, thành phố Hà Nội"
    assert known("118").title == "huyện Quỳnh Nhai"  # a district of old, not 00118


def test_every_unit_has_a_parent_and_says_which() -> None:
    provinces = {u.code: u for u in catalogue.provinces()}
    assert all(u.within == provinces[u.parent].title for u in every_commune())
    old = {u.code: u for u in every_old()}
    assert all(u.within == old[u.parent].shown for u in old.values() if u.parent)
    assert all(len(u.parent) == {2: 0, 3: 2, 5: 3}[len(u.code)] for u in old.values())
    assert (
        catalogue.full_name("00130", LAST_DAY_BEFORE) == "phường Gia Thụy, quận Long Biên, thành phố Hà Nội"
    )


def test_the_order_is_that_of_the_alphabet() -> None:
    assert ", ".join(u.name for u in catalogue.provinces()) == (
        "An Giang, Bắc Ninh, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Điện Biên, Đồng Nai, Đồng Tháp, "
        "Gia Lai, Hà Nội, Hà Tĩnh, Hải Phòng, Hồ Chí Minh, Huế, Hưng Yên, Khánh Hòa, Lai Châu, Lạng Sơn, "
        "Lào Cai, Lâm Đồng, Nghệ An, Ninh Bình, Phú Thọ, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sơn La, "
        "Tây Ninh, Thái Nguyên, Thanh Hóa, Tuyên Quang, Vĩnh Long"
    )
    hue = [u.name for u in catalogue.communes("46")]
    assert hue[:7] == ["A Lưới 1", "A Lưới 2", "A Lưới 3", "A Lưới 4", "A Lưới 5", "An Cựu", "Bình Điền"]
    for province in catalogue.provinces():
        keys = [text_key(u.name) for u in catalogue.communes(province.code)]
        assert keys == sorted(keys), province.name


def test_every_old_unit_has_a_successor_of_today() -> None:
    communes, provinces = {u.code for u in every_commune()}, {u.code for u in catalogue.provinces()}
    for old in every_old():
        found = catalogue.successors(old.code)
        if len(old.code) == 5:
            assert found and {s.code for s in found} <= communes, old
        elif len(old.code) == 2:
            assert len(found) == 1 and found[0].code in provinces, old
        assert [s.is_default for s in found] == [i == 0 for i in range(len(found))]
        assert all(s.is_partial == (len(found) > 1) for s in found)
    taken = {s.code for old in every_old() for s in catalogue.successors(old.code)}
    assert taken == communes | provinces


def test_how_many_were_split() -> None:
    counts = Counter(len(catalogue.successors(u.code)) for u in every_old() if len(u.code) == 5)
    assert counts == {1: 9564, 2: 397, 3: 58, 4: 15, 5: 1}


def test_a_split_unit_proposes_and_asks() -> None:
    gia_thuy = catalogue.successors("00130")
    assert gia_thuy[0] == Successor("00118", is_default=True, is_partial=True)
    assert [known(s.code).name for s in gia_thuy[:1]] == ["Bồ Đề"]
    assert {known(s.code).name for s in gia_thuy[1:]} == {"Long Biên", "Việt Hưng"}
    assert not any(s.is_default for s in gia_thuy[1:])
    assert len(catalogue.successors("00148")) == 4  # Thạch Bàn
    assert catalogue.successors("00133") == (Successor("00118", True, False),)  # Ngọc Lâm
    wards = [u for u in every_old() if u.parent == "004"]
    assert (len(wards), sum(len(catalogue.successors(u.code)) > 1 for u in wards)) == (13, 12)


@pytest.mark.parametrize(
    ("district", "old", "new"),
    [
        ("582", "Phước Mỹ", "22741 phường Bảo An, tỉnh Khánh Hòa"),
        ("582", "Phủ Hà", "22759 phường Phan Rang, tỉnh Khánh Hòa"),
        ("582", "Kinh Dinh", "22759 phường Phan Rang, tỉnh Khánh Hòa"),
        ("587", "Phước Dân", "22870 xã Ninh Phước, tỉnh Khánh Hòa"),
        ("311", "Minh Đức", "11473 phường Bạch Đằng, thành phố Hải Phòng"),
        ("311", "Lập Lễ", "11542 phường Nam Triệu, thành phố Hải Phòng"),
        ("311", "Thủy Đường", "11560 phường Thủy Nguyên, thành phố Hải Phòng"),
    ],
)
def test_what_became_of_a_commune(district: str, old: str, new: str) -> None:
    (code,) = [u.code for u in every_old() if u.parent == district and u.name == old]
    assert [f"{s.code} {catalogue.full_name(s.code)}" for s in catalogue.successors(code)] == [new]


def test_all_of_phan_rang_goes_to_khanh_hoa() -> None:
    wards = [u for u in every_old() if u.parent == "582"]
    assert wards and all(known(s.code).parent == "56" for u in wards for s in catalogue.successors(u.code))
    assert named(*(s.code for s in catalogue.successors("58"))) == ["tỉnh Khánh Hòa"]


@pytest.mark.parametrize(
    ("district", "zone"),
    [
        ("498", "đặc khu Hoàng Sa, thành phố Đà Nẵng"),
        ("536", "đặc khu Lý Sơn, tỉnh Quảng Ngãi"),
        ("755", "đặc khu Côn Đảo, Thành phố Hồ Chí Minh"),
        ("318", "đặc khu Bạch Long Vĩ, thành phố Hải Phòng"),
        ("471", "đặc khu Cồn Cỏ, tỉnh Quảng Trị"),
    ],
)
def test_island_districts_without_communes(district: str, zone: str) -> None:
    assert named(*(s.code for s in catalogue.successors(district))) == [zone]


def test_other_districts_and_unknown_codes_have_no_successor() -> None:
    assert catalogue.successors("004") == catalogue.successors("99999") == catalogue.successors("") == ()


def test_predecessors_are_the_other_way_round() -> None:
    assert "00130" in catalogue.predecessors("00118") and "00133" in catalogue.predecessors("00118")
    assert catalogue.predecessors("56") == ("56", "58")
    assert catalogue.predecessors("99999") == ()


def test_a_code_is_read_on_a_day() -> None:
    assert known("26740", LAST_DAY_BEFORE).label == "Phường Bến Nghé"
    assert known("26740", date(2025, 7, 1)).label == known("26740").label == "Phường Sài Gòn"
    assert catalogue.full_name("24", LAST_DAY_BEFORE) == "tỉnh Bắc Giang"
    assert known("00130").until == LAST_DAY_BEFORE  # no longer given: the last that had it
    assert catalogue.unit("00130", date(2025, 7, 1)) is None
    assert catalogue.full_name("99999") == "99999"


@pytest.mark.parametrize(
    ("province", "name", "first_day", "commune"),
    [
        ("75", "Đồng Nai", date(2026, 4, 30), ("25270", "Lộc Ninh")),
        ("22", "Quảng Ninh", date(2026, 9, 1), None),
        ("24", "Bắc Ninh", date(2026, 9, 20), ("09193", "Yên Phong")),
    ],
)
def test_provinces_that_became_cities(
    province: str, name: str, first_day: date, commune: tuple[str, str] | None
) -> None:
    day_before = first_day - timedelta(days=1)
    assert catalogue.full_name(province, day_before) == f"tỉnh {name}"
    assert catalogue.full_name(province, first_day) == catalogue.full_name(province) == f"thành phố {name}"
    if commune:
        code, ward = commune
        assert catalogue.full_name(code, day_before) == f"xã {ward}, tỉnh {name}"
        assert catalogue.full_name(code, first_day) == f"phường {ward}, thành phố {name}"
        assert known(code, day_before).until == day_before


def test_what_changed_in_2026() -> None:
    changed = [u for u in every_commune() if u.since != date(2025, 7, 1)]
    assert Counter((u.parent, u.resolution) for u in changed) == {
        ("24", "388/NQ-UBTVQH16 ngày 04/08/2026"): 12,
        ("75", "237/NQ-UBTVQH16 ngày 14/04/2026"): 10,
    }
    assert all(known(u.code, date(2026, 1, 1)).sort == "xa" for u in changed)
    unchanged = catalogue.communes("75")[0]
    assert known(unchanged.code, date(2026, 1, 1)).within == "tỉnh Đồng Nai"


def test_every_merged_province_and_every_commune_names_its_resolution() -> None:
    assert all(u.resolution for u in every_commune())
    assert [u.name for u in catalogue.provinces() if not u.resolution] == ["Cao Bằng", "Hà Nội"]


def test_capitals_as_in_the_decree() -> None:
    assert catalogue.full_name("79") == "Thành phố Hồ Chí Minh"
    assert catalogue.full_name("24769", LAST_DAY_BEFORE) == "Phường 7, thành phố Đà Lạt, tỉnh Lâm Đồng"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bo de", "phường Bồ Đề, thành phố Hà Nội"),
        ("P. Bồ Đề, HN", "phường Bồ Đề, thành phố Hà Nội"),
        ("00118", "phường Bồ Đề, thành phố Hà Nội"),
        ("tân thạnh an giang", "xã Tân Thạnh, tỉnh An Giang"),
        ("ha noi", "thành phố Hà Nội"),
        ("tp.hcm", "Thành phố Hồ Chí Minh"),
        ("TPHCM", "Thành phố Hồ Chí Minh"),
        ("phường sài gòn tphcm", "phường Sài Gòn, Thành phố Hồ Chí Minh"),
        ("Ea H'leo", "xã Ea H’Leo, tỉnh Đắk Lắk"),
        ("Chiêm Hóa", "xã Chiêm Hoá, tỉnh Tuyên Quang"),
        ("Phó Bảng", "xã Phố Bảng, tỉnh Tuyên Quang"),
        ("xã Bố Hạ, tỉnh Bắc Ninh", "phường Bố Hạ, thành phố Bắc Ninh"),
        ("ba tô", "xã Ba Tô, tỉnh Quảng Ngãi"),
        ("ba tơ", "xã Ba Tơ, tỉnh Quảng Ngãi"),
    ],
)
def test_find(typed: str, first: str) -> None:
    assert catalogue.find(typed)[0].shown == first


def test_find_shows_the_province_of_each_namesake() -> None:
    found = catalogue.find("xã Tân Thành", 30)
    alike = [u.shown for u in found if u.label == "Xã Tân Thành"]
    assert len(alike) > 4 and len(set(alike)) == len(alike)
    assert [u.shown for u in found[: len(alike)]] == alike


def test_find_among_the_old() -> None:
    assert catalogue.find("gia thuy", old=True)[0].code == "00130"
    assert (
        catalogue.find("phường 1 quận 3 tphcm", old=True)[0].shown
        == "Phường 1, Quận 3, Thành phố Hồ Chí Minh"
    )
    assert catalogue.find("gia thuy long bien") == ()


@pytest.mark.parametrize("typed", ["", "  ", "!?", "‮"])
def test_nothing_to_find(typed: str) -> None:
    assert catalogue.find(typed) == () == catalogue.find("hà nội", 0)


def test_every_unit_is_found_by_what_is_shown() -> None:
    for province in catalogue.provinces():
        assert province in catalogue.find(fold(province.name), 3)
        for one in catalogue.communes(province.code)[::20]:
            assert catalogue.find(one.shown, 1) == (one,)


@given(st.text(max_size=40))
def test_find_takes_anything(typed: str) -> None:
    assert len(catalogue.find(typed, 5)) <= 5


def test_the_catalogue_says_its_day() -> None:
    assert catalogue.as_of() == date(2026, 10, 10)
