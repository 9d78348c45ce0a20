from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.faults import Fault
from app.kinds.identity import (
    check_number,
    is_made_up,
    lost_zeros,
    mask,
    normal_number,
    province_of,
    scan,
)
from app.kinds.provinces import BIRTH_CODES

SEVEN = "079091123456|024123456|Nguyễn Văn Đức|05031991|Nam|12 Lê Lợi, Phường 1, Quận 3, TP HCM|25122021"
ELEVEN = "079191123456||Lê Thị Hoà|05031991|Nữ|Thôn 1, xã Bình Yên, tỉnh Y|25122024|Lê Văn Cha|Trần Thị Mẹ||"
INSURANCE = (
    "GD4797931234567|4e677579e1bb856e2056c4836e2041|01/01/1990|1|5468c3b46e2031|79 - 034|01/01/2021|-"
    "|15/02/2021|79037912345678|-|4|01/01/2025|15e8a-7102|$"
)


def test_card_of_seven_fields():
    card = scan(SEVEN)
    assert (card.number, card.old_number) == ("079091123456", "024123456")
    assert (card.name, card.birth, card.sex) == ("Nguyễn Văn Đức", "1991-03-05", "male")
    assert card.address == "12 Lê Lợi, Phường 1, Quận 3, TP HCM"
    assert card.issued_on == date(2021, 12, 25)
    assert card.warnings == ()


def test_card_of_eleven_fields_leaves_the_relatives_out():
    card = scan(ELEVEN)
    assert (card.number, card.old_number, card.sex) == ("079191123456", "", "female")
    assert card.name == "Lê Thị Hoà"
    assert card.warnings == ()
    assert "Cha" not in repr(card)
    assert "Mẹ" not in repr(card)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + SEVEN + "\r\n",
        "]Q1" + SEVEN,
        SEVEN.replace("|024123456", ""),
        SEVEN.replace("|024123456", "|"),
        SEVEN.replace("05031991", "05/03/1991").replace("25122021", "25/12/2021"),
        "024123456|079091123456|05031991|Nguyễn Văn Đức|Nam|12 Lê Lợi, Phường 1, Quận 3, TP HCM|25122021",
        "079091123456|Nguyễn  Văn\u00a0Đức|5-3-1991|NAM|12 Lê Lợi, Phường 1, Quận 3, TP HCM|25-12-2021",
    ],
)
def test_odd_orders_and_marks_of_scanners(text):
    card = scan(text)
    assert (card.number, card.name, card.birth, card.sex) == (
        "079091123456",
        "Nguyễn Văn Đức",
        "1991-03-05",
        "male",
    )
    assert card.address == "12 Lê Lợi, Phường 1, Quận 3, TP HCM"
    assert card.issued_on == date(2021, 12, 25)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (SEVEN.replace("|Nam|", "|Nữ|"), "giới tính"),
        (SEVEN.replace("079091", "079291"), "2000–2099"),
        (SEVEN.replace("079091", "079085"), "1985"),
        (SEVEN.replace("079091", "003091"), "003"),
        (SEVEN.replace("Nguyễn Văn Đức", "Nguy?n V?n ??c"), "Nguy?n V?n ??c"),
        (SEVEN.replace("05031991", "31021991"), "Ngày sinh"),
        (SEVEN.replace("25122021", "31022021"), "Ngày cấp"),
        (SEVEN.replace("25122021", "25122001"), "14 tuổi"),
        (SEVEN.replace("25122021", "25121990"), "14 tuổi"),
        (SEVEN.replace("|Nam|", "||"), "giới tính"),
    ],
)
def test_what_does_not_agree_is_a_warning(text, word):
    card = scan(text)
    assert len(card.warnings) == 1
    assert word in card.warnings[0]


def test_a_scanner_that_breaks_letters_still_gives_the_digits():
    card = scan("079191123456||L\ufffd Th\ufffd Ho\ufffd|05031991|N\ufffd|x\ufffd|25122021")
    assert (card.number, card.birth, card.sex) == ("079191123456", "1991-03-05", "female")
    assert len(card.warnings) == 1


def test_a_child_may_have_a_card_since_july_2024():
    assert scan("079220123456||Lê Văn An|05032020|Nam|Thôn 1|25122024").warnings == ()


@pytest.mark.parametrize(("born", "kept"), [("00001991", "1991"), ("00031991", "1991-03")])
def test_a_card_with_a_birth_not_known_to_the_day(born, kept):
    assert scan(SEVEN.replace("05031991", born)).birth == kept


def test_names_of_other_peoples_only_warn():
    card = scan(SEVEN.replace("Nguyễn Văn Đức", "Y Blông Niê"))
    assert card.name == "Y Blông Niê"
    assert len(card.warnings) == 1


@pytest.mark.parametrize(
    "text", ["", "hello", "||||||", "079091123456", "https://example.org/a|b|c", "x" * 5000, "1|2|3"]
)
def test_garbage_is_refused(text):
    with pytest.raises(Fault) as told:
        scan(text)
    assert told.value.code == "E_SCAN"
    assert "thẻ căn cước" in told.value.sentence()


@pytest.mark.parametrize("text", [INSURANCE, INSURANCE.replace("GD4797931234567", "7931234567")])
def test_a_health_insurance_card_is_named_and_refused(text):
    with pytest.raises(Fault) as told:
        scan(text)
    assert told.value.code == "E_SCAN"
    assert "bảo hiểm y tế" in told.value.sentence()


@given(st.one_of(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=12).map("|".join)))
def test_any_text_is_read_or_refused(text):
    with suppress(Fault):
        assert len(scan(text).number) == 12


@pytest.mark.parametrize(
    ("sort", "number", "sex", "birth", "words"),
    [
        ("cccd", "079091123456", "male", "1991-03-05", []),
        ("cccd", "079 091 123 456", "male", "1991", []),
        ("cccd", "079091123456", None, None, []),
        ("cccd", "079091123456", "female", "1991", ["giới tính nam"]),
        ("cccd", "079091123456", "male", "1990", ["1991"]),
        ("cccd", "079091123456", "male", "~36@2026-03-12", []),
        ("cccd", "079091123456", "male", "~15@2026-03-12", ["1900–1999"]),
        ("cccd", "079301123456", "female", "1991", ["2000–2099"]),
        ("cccd", "079891123456", None, None, ["2300–2399"]),
        ("cccd", "123091123456", "male", "1991", ["123"]),
        ("cccd", "123391123456", "male", "1991", ["123", "giới tính nữ", "2000–2099"]),
        ("cccd", "07909112345", None, None, ["11"]),
        ("cccd", "07909112345X", None, None, ["chữ số"]),
        ("cmnd", "024123456", "male", "1991", []),
        ("cmnd", "079091123456", "male", "1991", []),
        ("cmnd", "02412345", None, None, ["8"]),
        ("passport", "b1234567", None, None, []),
        ("passport", "12", None, None, ["hộ chiếu"]),
        ("certificate", "079091123456", "male", "1991", []),
        ("other", "x", None, None, []),
        ("none", "", None, None, []),
    ],
)
def test_checking_a_number_warns(sort, number, sex, birth, words):
    warnings = check_number(sort, number, sex, birth)
    assert len(warnings) == len(words)
    for word, warning in zip(words, warnings, strict=True):
        assert word in warning


def test_the_table_of_codes_is_whole():
    assert len(BIRTH_CODES) == 63
    assert len(set(BIRTH_CODES.values())) == 63
    assert province_of("015091123456") == "Yên Bái"
    assert province_of("999091123456") == ""
    assert province_of("024123456") == ""


def test_masks_show_too_little_to_find_the_number():
    assert mask("079123456345") == "079•••••345"
    assert mask("079 123 456 345") == "079•••••345"
    assert mask("024123456") == "•••••456"
    assert mask("B1234567") == "•••••567"
    assert mask("1234") == "•••••"
    assert mask("") == "•••••"


def test_one_form_of_a_number():
    assert normal_number(" 079.123-456 345 ") == "079123456345"
    assert normal_number("b 1234567") == "B1234567"


def test_zeros_a_spreadsheet_cut_off():
    assert lost_zeros("cccd", "79091123456") == "079091123456"
    assert lost_zeros("cccd", "1091123456") == "001091123456"
    assert lost_zeros("cccd", "3091123456") == ""
    assert lost_zeros("cmnd", "24123456") == "024123456"
    assert lost_zeros("cccd", "079091123456") == ""


def test_made_up_numbers_are_known():
    assert is_made_up("999091123456")
    assert not is_made_up("079091123456")
