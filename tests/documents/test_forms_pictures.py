"""Every form as a picture against the approved one, so that a change of its looks is seen before it goes out.

The pictures are grey, at 40 dots an inch. To approve new ones after looking at them: run this file as a
program (``python -m tests.documents.test_forms_pictures``).
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from app.documents.forms.filling import Numbered, fill, used_fields
from app.documents.forms.shelf import Shelf
from app.documents.forms.template import Template
from app.documents.pdf import pdf_bytes
from app.register.papers.fields import Facts
from app.register.papers.providers import FIELDS
from tests.documents.conftest import AT
from tests.documents.form_people import OLD

APPROVED = Path(__file__).parent / "approved"
#: Rasterisers smooth letters a little differently: a page may differ by this mean of 255 grey steps.
TOLERANCE = 1.5
FORMS = Shelf.shipped().templates


def sample(template: Template) -> bytes:
    """The form with the words of its own fields in it: made from the form alone, so it is the same everywhere."""
    texts, codes, rows = {}, {}, {}
    for name in sorted(used_fields(template)):
        spec = FIELDS[name]
        if spec.sort == "text":
            texts[name] = f"Đặng Ưởng {len(name)}"
        elif spec.sort == "codes":
            codes[name] = frozenset(spec.codes[:1])
        else:
            rows[name] = ({column: f"Mục {column[:1]}" for column in spec.columns},)
    document = fill(template, Facts(texts, codes, rows), Numbered(OLD, "07/QĐ-UBND"), AT)
    return pdf_bytes(document)[0]


def pages(pdf: bytes) -> list[Image.Image]:
    """The pages in grey."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "p"
        command = ["pdftoppm", "-r", "40", "-gray", "-png", "-", str(stem)]
        subprocess.run(command, input=pdf, check=True, capture_output=True)
        files = sorted(Path(folder).glob("*.png"))
        return [Image.open(io.BytesIO(file.read_bytes())).convert("L") for file in files]


@pytest.mark.parametrize("template", FORMS, ids=[template.id for template in FORMS])
def test_the_form_looks_as_approved(template: Template) -> None:
    made = pages(sample(template))
    approved = sorted(APPROVED.glob(f"{template.id}-p*.png"))
    assert len(made) == len(approved), f"{template.id}: {len(made)} pages, approved {len(approved)}"
    for page, file in zip(made, approved, strict=True):
        known = Image.open(file).convert("L")
        assert page.size == known.size
        difference = ImageChops.difference(page, known).histogram()
        mean = sum(step * count for step, count in enumerate(difference)) / (page.width * page.height)
        assert mean <= TOLERANCE, f"{file.name}: differs by {mean:.2f}"


def test_a_changed_line_is_seen() -> None:
    template = Shelf.shipped().of("ND105-06")
    page = pages(sample(template))[0]
    moved = ImageChops.offset(page, 0, 3)
    difference = ImageChops.difference(page, moved).histogram()
    assert sum(step * count for step, count in enumerate(difference)) / (page.width * page.height) > TOLERANCE


def approve() -> None:
    """Write the pictures of today as the approved ones."""
    APPROVED.mkdir(exist_ok=True)
    for template in FORMS:
        for file in APPROVED.glob(f"{template.id}-p*.png"):
            file.unlink()
        for n, page in enumerate(pages(sample(template)), 1):
            page.quantize(16).save(APPROVED / f"{template.id}-p{n}.png", optimize=True)


if __name__ == "__main__":
    approve()
