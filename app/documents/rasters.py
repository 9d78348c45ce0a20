"""Pages of a PDF as pictures for the screen, by the same engine that browsers print with (pdfium)."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

#: pdfium may be used by one thread at a time.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Raster:
    """A page: BGRA bytes without gaps between the lines."""

    width: int
    height: int
    data: bytes


def page_count(pdf: bytes) -> int:
    """How many pages a finished PDF of ours has."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def rasters(pdf: bytes, scale: float) -> list[Raster]:
    """Every page at ``scale`` pixels a point (1 is 72 dots an inch)."""
    import pypdfium2

    made = []
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for page in document:
                bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
                made.append(Raster(bitmap.width, bitmap.height, _tight(bitmap)))
                bitmap.close()
                page.close()
        finally:
            document.close()
    return made


def _tight(bitmap: object) -> bytes:
    """The lines of a bitmap without what fills them up to its stride."""
    stride, width = bitmap.stride, bitmap.width * 4  # type: ignore[attr-defined]
    data = bytes(bitmap.buffer)  # type: ignore[attr-defined]
    if stride == width:
        return data
    height = bitmap.height  # type: ignore[attr-defined]
    return b"".join(data[row * stride : row * stride + width] for row in range(height))
