"""Vietnamese text: cleaning what was typed, folding it for search, keys to sort by, equality of names.

``clean`` keeps the spelling the paper shows (hoà stays hoà); only ``fold`` and the keys forget where a
tone mark sits. Words of names repeat a lot, so what is worked out for a word is remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from app.kinds.telex import untype, y_or_i

T = TypeVar("T")

_SPACE = "\\t\\n\\x0b\\x0c\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
_ZERO_WIDTH = "\\xad\\u200b-\\u200f\\u2060\\ufeff"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = "\u0302\u0306\u031b"
#: Letters that stand for Đ and đ in old files: Icelandic eth, African D with tail or stroke.
_ETH = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}

_SPACES = re.compile(f"[{_SPACE}]+")
_INVISIBLE = re.compile(f"[{_ZERO_WIDTH}]+")
_MARKED = re.compile("[\\xd0\\xf0\\u0189\\u0256\\u0300-\\u036f]")
_MARKS = re.compile("[\\u0300-\\u036f]{2,}")
_LINE_END = re.compile("\\r\\n?|[\\n\\x0b\\x0c\\x85\\u2028\\u2029]")
_NOT_PLAIN = re.compile("[^0-9a-z]+")
_BAD = re.compile(
    "[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff\\ufffe\\uffff]"
)


def clean(s: str) -> str:
    """One line of text as it is kept: NFC, Đ/đ for look-alikes, single spaces, none at the ends.

    Line ends and tabs become spaces, invisible characters go. Spelling is never changed. Characters
    that ``bad_characters`` names are left for the caller to refuse.
    """
    if s.isprintable() and "  " not in s and s.strip(" ") == s:
        if s.isascii():
            return s
        if not _MARKED.search(s) and unicodedata.is_normalized("NFC", s):
            return s
    s = _SPACES.sub(" ", _INVISIBLE.sub("", s).translate(_ETH))
    return _composed(s).strip(" ")


def _composed(s: str) -> str:
    """NFC, also where a tone mark was written before the mark of the letter (e´^ for ế)."""
    s = unicodedata.normalize("NFD", s)
    s = _MARKS.sub(lambda run: "".join(sorted(run[0], key=lambda mark: mark not in _SHAPES)), s)
    return unicodedata.normalize("NFC", s)


def clean_long(s: str) -> str:
    """Text of several lines: every line ``clean``, lines kept, no empty ones at the two ends."""
    if s.isprintable():
        return clean(s)
    return "\n".join(clean(line) for line in _LINE_END.split(s)).strip("\n")


def bad_characters(s: str) -> str | None:
    """The first character that may not be kept, as ``U+202E``, or None.

    Refused: NUL and other control characters except tab and line ends, lone surrogates, controls of
    writing direction (they make one thing look like another: Unicode TR 36), non-characters.
    """
    if s.isprintable():
        return None
    found = _BAD.search(s)
    return f"U+{ord(found[0]):04X}" if found else None


class _Memory(dict[str, T]):
    """Results per word; forgets everything when full, so that it cannot grow without end."""

    _LIMIT = 65_536

    def __init__(self, work: Callable[[str], T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, word: str) -> T:
        if len(self) >= self._LIMIT:
            self.clear()
        result = self[word] = self._work(word)
        return result


def _fold_word(word: str) -> str:
    letters = unicodedata.normalize("NFD", _INVISIBLE.sub("", word).translate(_ETH)).lower()
    plain = "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d")
    return _NOT_PLAIN.sub(" ", plain).strip(" ")


_FOLDED = _Memory(_fold_word)


def fold(s: str) -> str:
    """Lower-case ASCII words for search: ``"Đỗ Thị Hoà"`` and ``"đỗ thị hòa"`` give ``"do thi hoa"``.

    Anything but digits and letters becomes one space. ``fold(fold(s)) == fold(s) == fold(clean(s))``.
    """
    words = map(_FOLDED.__getitem__, s.split())
    return " ".join(filter(None, words))


# Sorting: the order of the Vietnamese alphabet, then tones (ngang, huyền, hỏi, ngã, sắc, nặng), as in
# CLDR's collation "vi"; done here because Qt on Windows has no ICU and two machines must agree.
_RANKS = {letter: f"{rank:02d}" for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 11)}
_SHAPED = {
    ("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê",
    ("o", "\u0302"): "ô", ("o", "\u031b"): "ơ", ("u", "\u031b"): "ư",
}  # fmt: skip


class _Syllables:
    """Takes the characters of a word one by one; gives the ranks of its letters and its tones."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.tones: list[str] = []
        self._letters: list[str] = []
        self._tone = "0"

    def add(self, char: str) -> None:
        if char in _TONES:
            self._tone = _TONES[char]
        elif char in _SHAPES:
            if self._letters:
                self._letters[-1] = _SHAPED.get((self._letters[-1], char), self._letters[-1])
        elif char.isalpha() or "0" <= char <= "9":
            self._letters.append(char)
        elif not unicodedata.combining(char):
            self.end()

    def end(self) -> None:
        if self._letters:
            text = "".join(self._letters)
            self.done.append("".join(map(_rank, re.findall(r"[0-9]+|[^0-9]", text))))
            self.tones.append(self._tone)
        self._letters, self._tone = [], "0"


def _rank(part: str) -> str:
    """A letter's rank; a number sorts before letters and by its value (Tổ 2 before Tổ 10)."""
    if "0" <= part[0] <= "9":
        digits = part.lstrip("0")[:99]
        return f"0{len(digits):02d}{digits}"
    return _RANKS.get(part) or f"99{ord(part):06x}"


def _key_word(word: str) -> tuple[str, str]:
    syllables = _Syllables()
    for char in unicodedata.normalize("NFD", _INVISIBLE.sub("", word).translate(_ETH)).lower():
        syllables.add(char)
    syllables.end()
    return "!".join(syllables.done), "".join(syllables.tones)


_KEYS = _Memory(_key_word)


def text_key(s: str) -> str:
    """ASCII key that sorts texts as a Vietnamese dictionary does; case and punctuation do not count.

    Two digits a letter, ``!`` between syllables, then a space and the tones. Where the tone mark
    stands does not matter (hoà = hòa).
    """
    parts = [key for key in map(_KEYS.__getitem__, s.split()) if key[0]]
    return "!".join([letters for letters, _ in parts]) + " " + "".join([tones for _, tones in parts])


def person_key(s: str) -> str:
    """ASCII key that sorts people by given name, then family name, then middle names."""
    parts = [f"{letters} {tones}" for letters, tones in map(_KEYS.__getitem__, s.split()) if letters]
    return " ".join(parts[-1:] + parts[:-1])


def same_name(a: str, b: str) -> bool:
    """Whether two names are spelled the same: Hòa = Hoà = HÒA, but Hoa, Hóa, Đặng/Dạng, Ân/An differ."""
    key = text_key(a)
    return key != " " and key == text_key(b)


def initials(s: str) -> str:
    """First letters, folded: ``"Nguyễn Văn Đức"`` gives ``"nvd"``."""
    return "".join([_FOLDED[word][:1] for word in s.split()])


@dataclass(frozen=True, slots=True)
class Terms:
    """A search query taken apart.

    ``words``: folded words; ``choices``: for each word the folded forms that may be meant, the word
    itself first (Telex or VNI typed with the input method off, final y for i); ``accented``: the query
    has Vietnamese marks, so hits equal to ``exact`` (cleaned, lower case) come first; ``digits``: the
    query as digits when it is a number, else empty; ``initials``: initials it may be, else empty.
    """

    words: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]
    exact: str
    accented: bool
    digits: str
    initials: str


def search_terms(query: str) -> Terms:
    """Take a search query apart; anything may be typed, nothing is refused."""
    exact = clean(query).lower()
    words = tuple(fold(exact).split())
    compact = re.sub(r"[\s.\-/]", "", exact)
    return Terms(
        words=words,
        choices=tuple(_choices(exact, words)),
        exact=exact,
        accented=any(c > "\x7f" and c.isalpha() for c in exact),
        digits=compact if compact.isascii() and compact.isdigit() else "",
        initials=_initials(words) if exact.isascii() else "",
    )


def _choices(exact: str, words: Iterable[str]) -> Iterable[tuple[str, ...]]:
    meant = {fold(word): fold(untype(word)) for word in exact.split()}
    for word in words:
        forms = [word, meant.get(word, word)]
        forms += [other for form in forms if (other := y_or_i(form))]
        yield tuple(dict.fromkeys(forms))


def _initials(words: tuple[str, ...]) -> str:
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    if len(words) == 1 and 2 <= len(words[0]) <= 6 and words[0].isalpha():
        return words[0]
    return ""
