"""Which new passwords are accepted, and why one is refused.

Source: NIST SP 800-63B-4, section 3.1.1: length before composition, a blocklist,
no forced change, spaces and every letter allowed. A password alone opens the
register, therefore fifteen characters.
"""

from __future__ import annotations

from itertools import pairwise
from unicodedata import normalize

from app.kinds.faults import Fault
from app.kinds.text import fold
from app.vault.derive import MAX_PASSWORD
from app.words import N_

MIN_PASSWORD = 15
_MIN_OWN = 6
_MIN_DIFFERENT = 5
_MAX_IN_ROW = 0.6

# Folded (no marks, small letters, no spaces): what people put into passwords first.
_COMMON_WORDS = """
matkhau matma password passwd passphrase pass admin administrator quantri nguoidung taikhoan dangnhap
login user root welcome xinchao letmein iloveyou anhyeuem emyeuanh yeuem yeuanh tinhyeu vietnam vietnamese
hanoi saigon hochiminh bachoho congan congankhuvuc canhsat conganxa phuong huyen tinh uyban nhandan
tramyte benhvien binhyen phongchong matuy qwerty azerty asdfgh zxcvbn asdf qwer zxcv abc abcd abcdef
dragon monkey master superman football bongda princess sunshine secret bimat test demo guest default
changeme khongbiet khongco quenmatkhau motnamba mothaiba gmail zalo facebook google windows microsoft
computer maytinh laptop
"""
_COMMON = tuple(sorted(_COMMON_WORDS.split(), key=len, reverse=True))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz")
_NEIGHBOURS = frozenset(pair for row in _ROWS for a, b in pairwise(row) for pair in (a + b, b + a))

_SHORT = N_(
    "The password has {have} characters; it needs at least {need}. A sentence of several words is good."
)
_LONG = N_("The password is longer than {most} characters. Choose a shorter one.")
_CONTROL = N_("The password contains a character that cannot be typed. Choose another password.")
_SIMPLE = N_("The password repeats itself or follows a simple row of keys. Choose several unrelated words.")
_COMMON_TEXT = N_("The password is made of words that are tried first. Choose several unrelated words.")
_NAME = N_("The password is mostly the name of the account or the unit. Choose several unrelated words.")


def check_new(password: str, names: tuple[str, ...] = ()) -> None:
    """Fault saying the reason when ``password`` may not be set; ``names``: account, node, unit.

    Codes: E_PASSWORD_SHORT, E_PASSWORD_LONG, E_PASSWORD_CHARACTER, E_PASSWORD_SIMPLE,
    E_PASSWORD_NAME, E_PASSWORD_COMMON.
    """
    text = normalize("NFC", password)
    if len(text) < MIN_PASSWORD:
        raise Fault("E_PASSWORD_SHORT", _SHORT, field="password", have=len(text), need=MIN_PASSWORD)
    if len(text) > MAX_PASSWORD:
        raise Fault("E_PASSWORD_LONG", _LONG, field="password", most=MAX_PASSWORD)
    if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in text):
        raise Fault("E_PASSWORD_CHARACTER", _CONTROL, field="password")
    plain = _squeezed(text)
    if _is_simple(plain):
        raise Fault("E_PASSWORD_SIMPLE", _SIMPLE, field="password")
    own = _without(plain, tuple(_squeezed(name) for name in names))
    if _weight(own) < _MIN_OWN and own != plain:
        raise Fault("E_PASSWORD_NAME", _NAME, field="password")
    if _weight(_without(own, _COMMON)) < _MIN_OWN:
        raise Fault("E_PASSWORD_COMMON", _COMMON_TEXT, field="password")


def _squeezed(text: str) -> str:
    """Letters without marks and case, signs kept, spaces dropped."""
    return "".join(fold(c) or c for c in text if not c.isspace())


def _is_simple(plain: str) -> bool:
    """Few different characters, one piece repeated, or mostly neighbours in a row of keys or letters."""
    if len(set(plain)) < _MIN_DIFFERENT:
        return True
    if (plain + plain).find(plain, 1) < len(plain):
        return True
    pairs = [a + b for a, b in pairwise(plain)]
    near = sum(pair in _NEIGHBOURS or pair[0] == pair[1] for pair in pairs)
    return near > len(pairs) * _MAX_IN_ROW


def _without(plain: str, words: tuple[str, ...]) -> str:
    """What is left after ``words`` are taken out: what an attacker must still guess."""
    for word in words:
        if len(word) > 1:
            plain = plain.replace(word, "")
    return plain


def _weight(text: str) -> float:
    """How much there is to guess, in letters; a digit, mostly of a year or a count, is half of one."""
    return sum(0.5 if c.isdigit() else 1 for c in text)
