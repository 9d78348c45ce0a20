"""The bundled Liberation Serif for ReportLab: measuring, folding, missing characters."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.documents.cells import inert
from app.words.resources import resource

FAMILY = "BinhYenSerif"
BOX = "\u25a1"  # white square: stands where the font has no glyph
_FILES = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}


def font_name(bold: bool = False, italic: bool = False) -> str:
    """Registered name of a style of the bundled font."""
    return f"{FAMILY}-{_FILES[bold, italic]}"


@dataclass(frozen=True, slots=True)
class Face:
    """One style: its registered name and the width of every character at one point."""

    name: str
    widths: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """Points ``text`` takes; the text holds only characters of the font."""
        return sum(map(self.widths.__getitem__, text)) * size


@lru_cache(maxsize=4)
def face(bold: bool = False, italic: bool = False) -> Face:
    """Registers a style from the shipped file on first use."""
    name = font_name(bold, italic)
    path = resource(f"fonts/LiberationSerif-{_FILES[bold, italic]}.ttf")
    font = TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    shapes = font.face
    widths = {chr(code): shapes.charWidths[code] / 1000 for code in shapes.charToGlyph}
    return Face(name, widths)


def register() -> None:
    """Registers the four styles."""
    for bold, italic in _FILES:
        face(bold, italic)


@lru_cache(maxsize=1)
def _covered() -> frozenset[str]:
    """Characters that all four styles have."""
    known = [face(bold, italic).widths.keys() for bold, italic in _FILES]
    return frozenset.intersection(*map(frozenset, known))


@dataclass(slots=True)
class Glyphs:
    """Makes text printable and remembers what the font could not show."""

    missing: set[str] = field(default_factory=set)
    _safe: frozenset[str] = field(default_factory=_covered)

    def text(self, text: str) -> str:
        """Harmless NFC text in which every character has a glyph."""
        plain = inert(text)
        if self._safe.issuperset(plain):
            return plain
        unknown = set(plain) - self._safe - {"\n"}
        self.missing |= unknown
        return "".join(BOX if char in unknown else char for char in plain)


def fold(text: str, style: Face, size: float, width: float) -> list[str]:
    """Lines of at most ``width`` points, broken at spaces; a longer word is cut."""
    lines: list[str] = []
    for part in text.split("\n"):
        lines.extend(_fold_line(part, style, size, width))
    return lines


def _fold_line(text: str, style: Face, size: float, width: float) -> list[str]:
    if style.width(text, size) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if style.width(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        pieces = _cut_word(word, style, size, width)
        lines.extend(pieces[:-1])
        line = pieces[-1]
    return [*lines, line]


def _cut_word(word: str, style: Face, size: float, width: float) -> list[str]:
    """Pieces of a word too long for a line, cut after a stroke or a hyphen where it has one."""
    pieces: list[str] = []
    piece, room = "", width
    for char in word:
        step = style.widths[char] * size
        if piece and step > room:
            keep = max(piece.rfind("/"), piece.rfind("-")) + 1 or len(piece)
            pieces.append(piece[:keep])
            piece = piece[keep:]
            room = width - style.width(piece, size)
        piece += char
        room -= step
    return [*pieces, piece]
