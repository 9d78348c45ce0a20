import itertools
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.telex import is_syllable, untype, with_tone, y_or_i
from app.kinds.text import (
    bad_characters,
    clean,
    clean_long,
    fold,
    initials,
    person_key,
    same_name,
    search_terms,
    text_key,
)

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    "AĐÊÔƠƯ 0129-’'.,\u0301\u0302\u0323\u031b\u0306\u00a0\u200b\u00d0\u00f0\n",
    max_size=40,
)
ANY = st.one_of(VIETNAMESE, st.text(max_size=40))

# Dictionary order: letters first (đ after d, ă â after a …), then tones ngang huyền hỏi ngã sắc nặng.
WORDS = [
    "an", "àn", "ản", "ãn", "án", "ạn", "an bình", "anh", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ",
    "cô", "cơ", "da", "dung", "dũng", "đa", "đung", "e", "ê", "hoa", "hoà", "hoá", "hoài", "hương", "kha",
    "khánh", "la", "lan", "na", "nga", "nghĩa", "nguyễn", "nhàn", "o", "ô", "ơ", "phú", "thi", "thị", "thúy",
    "ty", "tý", "u", "ư", "xuân", "y", "yên", "yến",
]  # fmt: skip

PEOPLE = [
    "An", "Lê An", "Nguyễn Văn An", "Trần Thị An", "Nguyễn Thị Ánh", "Đỗ Văn Ân", "Phạm Bình", "Nguyễn Văn Dũng",
    "Đào Duy", "Bùi Văn Đức", "Đặng Đức", "Nguyễn Anh Đức", "Lê Hoa", "Lê Hòa", "Lê Thị Hòa", "Y Blông Niê",
    "Giàng A Páo", "Lò Văn Páo", "Ý",
]  # fmt: skip


def test_words_sort_as_in_a_dictionary():
    shuffled = random.Random(7).sample(WORDS, len(WORDS))
    assert sorted(shuffled, key=text_key) == WORDS


def test_people_sort_by_given_name_then_family_then_middle():
    shuffled = random.Random(7).sample(PEOPLE, len(PEOPLE))
    assert sorted(shuffled, key=person_key) == PEOPLE


def test_numbers_in_names_of_places_sort_by_value():
    places = ["Tổ", "Tổ 2", "Tổ 2A", "Tổ 10", "Tổ 100000", "Tổ A"]
    assert sorted(random.Random(1).sample(places, len(places)), key=text_key) == places


@pytest.mark.parametrize(
    ("a", "b"),
    [("Hòa", "hoà"), ("Thúy", "Thuý"), ("H’Hen", "h'hen"), ("Ðỗ", "Đỗ"), ("A - B", "a b"), ("Tổ 02", "tổ 2")],
)
def test_spelling_that_does_not_count_gives_the_same_key(a, b):
    assert text_key(a) == text_key(b)


@given(ANY)
def test_keys_are_plain_ascii_without_nul(s):
    for key in (text_key(s), person_key(s), fold(s), initials(s)):
        assert key.isascii()
        assert key.isprintable()


@given(ANY)
def test_every_encoding_of_a_text_gives_the_same_keys(s):
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, s)
        assert (fold(other), text_key(other), person_key(other)) == (fold(s), text_key(s), person_key(s))


@given(ANY)
def test_folding_again_or_cleaning_first_changes_nothing(s):
    assert fold(fold(s)) == fold(s) == fold(clean(s))


@given(ANY)
def test_cleaned_text_is_nfc_single_spaced_and_stays(s):
    once = clean(s)
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once
    assert once == once.strip(" ")
    assert clean(once) == once
    assert clean_long(clean_long(s)) == clean_long(s)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Văn\tAn \n", "Nguyễn Văn An"),
        ("Ðỗ Thị ðào", "Đỗ Thị đào"),
        ("Nguyễn\u00a0Văn\u200bAn\ufeff", "Nguyễn VănAn"),
        ("hoà", "hoà"),
        ("hòa", "hòa"),
        ("e\u0301\u0302", "ế"),
        ("a\u0302\u0301", "ấ"),
        ("", ""),
    ],
)
def test_cleaning(typed, kept):
    assert clean(typed) == kept


def test_long_text_keeps_its_lines():
    assert clean_long(" a  b \r\n\r\n c\rd\n\n") == "a b\n\nc\nd"


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\ud800", "\u202e", "\u2066", "\uffff", "\x92"])
def test_characters_that_are_refused(bad):
    assert bad_characters(f"An{bad}") == f"U+{ord(bad):04X}"


def test_characters_that_are_let_through():
    assert bad_characters("Nguyễn Văn An\t\r\n\u00a0\u200b") is None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đỗ Thị Hoà", "do thi hoa"),
        ("H’Hen Niê", "h hen nie"),
        ("Ea-Kar, số 5/7", "ea kar so 5 7"),
        ("ĐẶNG", "dang"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


SAME = [
    ("Nguyễn Văn Hòa", "NGUYỄN VĂN HOÀ"), ("Thúy", "Thuý"), ("Ðặng Ân", "Đặng Ân"), ("H’Hen Niê", "H'Hen Niê"),
    ("Lê  Thị Quý", "lê thị quý"), (unicodedata.normalize("NFD", "Huyền"), "Huyền"), ("Khuê-Anh", "Khuê Anh"),
]  # fmt: skip
NOT_SAME = [
    ("Hoa", "Hòa"), ("Hòa", "Hóa"), ("Đặng", "Dạng"), ("Ân", "An"), ("Thương", "Thường"), ("Dung", "Dũng"),
    ("Nguyễn An", "Nguyễn Văn An"), ("Lý", "Lí"), ("", ""), ("Tý 1", "Tý 2"), ("李", "王"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), SAME)
def test_names_that_are_the_same(a, b):
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize(("a", "b"), NOT_SAME)
def test_names_that_differ(a, b):
    assert not same_name(a, b)


def test_initials():
    assert initials("Nguyễn Văn Đức") == "nvd"
    assert initials("H’Hen Niê") == "hn"


TYPED = {
    "nguyeenx": "nguyễn", "nguyeexn": "nguyễn", "Ddawngj": "Đặng", "ddaawngj": "đặng", "ddoox": "đỗ", "Dduwcs": "Đức",
    "hoaf": "hòa", "thuys": "thúy", "quys": "quý", "phuowng": "phương", "huyeenf": "huyền", "quoocs": "quốc",
    "nhuwngx": "những", "giuwx": "giữ", "ngoocj": "ngộc",
    "nguye6n4": "nguyễn", "d9a8ng5": "đặng", "duo7ng2": "dường", "Tha8ng1": "Thắng", "d9u7c1": "đức",
}  # fmt: skip


@pytest.mark.parametrize(("keys", "word"), TYPED.items())
def test_words_typed_with_the_input_method_off(keys, word):
    assert untype(keys) == word


@pytest.mark.parametrize("word", ["john", "an", "van", "Blông", "079", "12a", "", "ngoan", "đặng"])
def test_words_that_are_no_leftovers_stay(word):
    assert untype(word) == word


def test_untype_finds_every_common_syllable_from_its_telex_keys():
    vowels = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
    tones = {"": "", "\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
    bases = [
        "thân",
        "đăng",
        "lê",
        "hông",
        "phương",
        "trân",
        "bui",
        "hoang",
        "vu",
        "ngoc",
        "tuân",
        "cương",
        "hiên",
    ]
    for base, (mark, key) in itertools.product(bases, tones.items()):
        keys = "".join(vowels.get(c, c) for c in base) + key
        assert same_name(untype(keys), with_tone(base, mark)), keys


@pytest.mark.parametrize(
    ("word", "other"), [("ly", "li"), ("mi", "my"), ("quy", "qui"), ("quynh", "quinh"), ("thuy", "")]
)
def test_y_and_i(word, other):
    assert y_or_i(word) == other


@pytest.mark.parametrize(
    "word", ["nguyễn", "Khuyên", "nghiêng", "giếng", "quỳnh", "Páo", "ơi", "yến", "oanh", "gì"]
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "Nguy?n", "Blông", "H’Hen", "Nguyá»…n", "Nguyeenx", "str"])
def test_no_syllables(word):
    assert not is_syllable(word)


def test_terms_of_a_query_with_accents():
    terms = search_terms("  Đặng   ANH ")
    assert terms.words == ("dang", "anh")
    assert terms.exact == "đặng anh"
    assert terms.accented
    assert terms.digits == ""
    assert terms.initials == ""


def test_terms_of_leftovers_offer_what_was_meant():
    terms = search_terms("nguyeenx ly")
    assert terms.choices == (("nguyeenx", "nguyen"), ("ly", "li"))
    assert not terms.accented


@pytest.mark.parametrize(
    ("query", "digits"), [("079 123.456", "079123456"), ("0900-000-123", "0900000123"), ("5a", "")]
)
def test_terms_of_numbers(query, digits):
    assert search_terms(query).digits == digits


@pytest.mark.parametrize(
    ("query", "letters"), [("nvd", "nvd"), ("N.V.Đ", ""), ("n v d", "nvd"), ("n.v.d", "nvd"), ("nam hai", "")]
)
def test_terms_that_may_be_initials(query, letters):
    assert search_terms(query).initials == letters


@given(ANY)
def test_any_query_can_be_taken_apart(query):
    terms = search_terms(query)
    assert len(terms.words) == len(terms.choices)
    assert all(word in choice for word, choice in zip(terms.words, terms.choices, strict=True))
