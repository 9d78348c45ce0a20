"""Syllables of Vietnamese: whether a word can be one, and words typed with the input method off.

Someone who types Telex or VNI while the input method is switched off leaves ``nguyeenx`` or
``nguye6n4``. ``untype`` reads such a word as it was meant. It is used to widen a search, never to
change what is kept.
"""

from __future__ import annotations

import re
import unicodedata

_TONE_MARKS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_SHAPES = {
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"o": "ơ", "u": "ư"},
    "8": {"a": "ă"},
    "9": {"d": "đ"},
}
#: A digit counts after letters only: 12a and 5/3 are what they are.
_KEYS = re.compile(r"[^\W\d_](?:[^\W\d_]|[1-9])*")
_HORN = {"a": "ă", "â": "ă", "o": "ơ", "ô": "ơ", "u": "ư"}
_HAT = {"a": "â", "e": "ê", "o": "ô"}
_STRIP_TONES = {ord(mark): None for mark in _TONE_MARKS.values()}

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    "(?:iê|yê|ươ|uô|oă|uâ|uê|uơ|oa|oe|oo|uy|uyê|uya|ia|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|iêu|yêu|oi|ôi|ơi|oai|oay|oeo"
    "|ui|ưi|ưu|uôi|ươi|ươu|uây|uyu|uao|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(?:ng|nh|ch|[cmnpt])?")
_Y_OR_I = re.compile("(h|k|l|m|n|s|t|v|qu)?([yi])|(qu)([yi])(nh|t|)")


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable, with or without its tone; case does not count."""
    return _SYLLABLE.fullmatch(_without_tone(word.lower())) is not None


def _without_tone(word: str) -> str:
    """The word without its tone marks; the marks that make another letter (ă â ê ô ơ ư) stay."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_STRIP_TONES))


def y_or_i(word: str) -> str:
    """The other spelling of a folded syllable written with y or i (``ly``/``li``), or ``""``."""
    found = _Y_OR_I.fullmatch(word)
    if not found:
        return ""
    at = word.rindex("y") if "y" in word else word.rindex("i")
    return word[:at] + ("i" if word[at] == "y" else "y") + word[at + 1 :]


def untype(text: str) -> str:
    """The text with every word that reads as Telex or VNI keys put right: ``"nguyeenx"`` gives ``"nguyễn"``.

    A word that would not become a Vietnamese syllable stays as it is; capitals of the first letter stay.
    """
    return " ".join(_untype_word(word) for word in text.split())


def _untype_word(word: str) -> str:
    lower = unicodedata.normalize("NFC", word.lower())
    if not _KEYS.fullmatch(lower):
        return word
    letters, tone = _telex(lower) if lower.isalpha() else _vni(lower)
    if letters == lower and not tone:
        return word
    if not is_syllable(letters) or (tone and _without_tone(letters) != letters):
        return word
    result = with_tone(letters, tone)
    return result[:1].upper() + result[1:] if word[:1].isupper() else result


def _telex(word: str) -> tuple[str, str]:
    """Letters and tone mark of a word typed in Telex; keys count wherever they come after their vowel."""
    letters: list[str] = []
    tone = ""
    for char in word:
        if char in "aeo" and (at := _last(letters, char)) >= 0:
            letters[at] = _HAT[char]
        elif char == "w" and (at := _last_of(letters, "".join(_HORN))) >= 0:
            _add_horn(letters, at)
        elif char == "d" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif char in _TONE_MARKS and _last_of(letters, "aăâeêioôơuưy") >= 0:
            tone = _TONE_MARKS[char]
        else:
            letters.append("ư" if char == "w" else char)
    return "".join(letters), tone


def _vni(word: str) -> tuple[str, str]:
    """Letters and tone mark of a word typed in VNI."""
    letters: list[str] = []
    tone = ""
    for char in word:
        shapes = _VNI_SHAPES.get(char)
        if char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif shapes and (at := _last_of(letters, "".join(shapes))) >= 0:
            if char == "7":
                _add_horn(letters, at)
            else:
                letters[at] = shapes[letters[at]]
        else:
            letters.append(char)
    return "".join(letters), tone


def _add_horn(letters: list[str], at: int) -> None:
    """One key puts both horns of ươ (``duongw``), otherwise the mark of one letter."""
    if letters[at] == "o" and at and letters[at - 1] == "u" and letters[: at - 1] != ["q"]:
        letters[at - 1] = "ư"
    letters[at] = _HORN[letters[at]]


def _last(letters: list[str], char: str) -> int:
    return len(letters) - 1 - letters[::-1].index(char) if char in letters else -1


def _last_of(letters: list[str], chars: str) -> int:
    return max((_last(letters, char) for char in chars), default=-1)


def with_tone(letters: str, tone: str) -> str:
    """The syllable with its tone mark on the vowel where it is usually written (hòa, thúy, nguyễn)."""
    if not tone:
        return letters
    start = 2 if letters.startswith(("qu", "gi")) and len(letters) > 2 else 0
    vowels = [i for i, c in enumerate(letters) if c in "aăâeêioôơuưy" and i >= start]
    if not vowels:
        vowels = [i for i, c in enumerate(letters) if c in "iu"]
    shaped = [i for i in vowels if letters[i] in "ăâêôơư"]
    closed = vowels[-1] < len(letters) - 1
    if shaped:
        at = shaped[-1]
    elif closed or len(vowels) == 3:
        at = vowels[-1] if closed else vowels[1]
    else:
        at = vowels[0]
    return unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])
