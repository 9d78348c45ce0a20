"""Scans on pages of their own: pictures set to the page, pages of PDF files put under ours."""

from __future__ import annotations

import io
import logging
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from app.documents.layout import MM, Page

#: What stays free of a scan: room for the stamp above, the foot below, holes at the left.
_LEFT, _RIGHT, _TOP, _BOTTOM = 15 * MM, 10 * MM, 14 * MM, 19 * MM
#: A page at 200 dots per inch; more is not to be seen on paper.
_MOST_PIXELS = (1654, 2339)
#: A picture larger than this is no scan of a page.
_LARGEST = 120_000_000
_QUALITY = 82


def room_of(page: Page) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of what a scan may fill."""
    return _LEFT, _BOTTOM, page.width - _LEFT - _RIGHT, page.height - _TOP - _BOTTOM


class WholePage(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Takes a whole page; a picture fills it beyond the margins of the text."""

    def __init__(self, data: bytes, page: Page) -> None:
        super().__init__()
        self._data, self._page = data, page

    def wrap(self, _width: float, _room: float) -> tuple[float, float]:
        """As high as the text may be, so that nothing else stands on the page."""
        return self._page.body_width, self._page.body_height

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        """From the corner of the page, not of the text."""
        if not self._data:
            return
        reader = ImageReader(io.BytesIO(self._data))
        wide, high = reader.getSize()
        left, bottom, width, height = room_of(self._page)
        scale = min(width / wide, height / high)
        shown = (wide * scale, high * scale)
        canvas.drawImage(
            reader, left + (width - shown[0]) / 2, bottom + height - shown[1], width=shown[0], height=shown[1]
        )


def prepared(data: bytes) -> bytes | None:
    """A scan as it is printed: upright, in grey or colour, no finer than paper shows, without what a camera
    noted (place, device). None when it cannot be read as a picture."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > _LARGEST:
                return None
            opened.draft("RGB", (_MOST_PIXELS[0] * 2, _MOST_PIXELS[1] * 2))
            picture = ImageOps.exif_transpose(opened)
            picture.load()
    except (OSError, SyntaxError, ValueError):  # Pillow's words for damaged files
        return None
    if picture.width > picture.height:
        picture = picture.rotate(90, expand=True)
    if picture.mode not in ("1", "L", "RGB"):
        picture = _on_white(picture)
    if picture.mode == "1":
        return _saved(picture, "PNG")
    picture.thumbnail(_MOST_PIXELS)
    return _saved(picture, "JPEG")


def _on_white(picture: Any) -> Any:
    from PIL import Image

    if picture.mode in ("LA", "PA", "RGBA", "P"):
        seen = picture.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _saved(picture: Any, form: str) -> bytes:
    sink = io.BytesIO()
    picture.save(sink, form, quality=_QUALITY)
    return sink.getvalue()


def pdf_pages(data: bytes) -> int:
    """How many pages a PDF file has; 0 when it cannot be read or the part that reads it is not installed."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        return 0
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it mends small damages and would report each
    try:
        return len(PdfReader(io.BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):  # damaged files end in any of these
        return 0


def filled(document: bytes, sources: dict[int, tuple[bytes, int]], page: Page) -> bytes:
    """Our document with pages of other PDF files laid on its empty ones.

    ``sources``: number of our page (from 0) to the file and its page; every file was counted by ``pdf_pages``.
    """
    if not sources:
        return document
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(document))
    readers: dict[int, Any] = {}
    for number, (data, at) in sources.items():
        if id(data) not in readers:
            readers[id(data)] = PdfWriter(clone_from=io.BytesIO(data))
        _lay(writer.pages[number], readers[id(data)].pages[at], page)
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def _lay(ours: Any, theirs: Any, page: Page) -> None:
    from pypdf import Transformation

    theirs.transfer_rotation_to_content()
    box = theirs.cropbox
    wide, high = float(box.width), float(box.height)
    turned = wide > high
    left, bottom, width, height = room_of(page)
    place = Transformation().translate(-float(box.left), -float(box.bottom))
    if turned:
        place, wide, high = place.rotate(90).translate(high, 0), high, wide
    scale = min(width / wide, height / high) if wide and high else 1.0
    place = place.scale(scale).translate(left + (width - wide * scale) / 2, bottom + height - high * scale)
    ours.merge_transformed_page(theirs, place, expand=False)
