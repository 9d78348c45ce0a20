"""The scorecard on paper: both rule sets, the ten criteria, the evidence with masked numbers, equal bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document as Docx
from pypdf import PdfReader

from app.documents.pdf import pdf_bytes
from app.documents.scorecard import evidence_of, scorecard_paper, write_scorecard
from app.kinds.faults import Fault
from app.register.people import save
from app.register.scoring.scorecard import scorecard
from app.register.scoring.stored import kept_classes, propose
from app.register.session import Session
from tests.register.conftest import clock, opened, session, template
from tests.register.test_class_facts import status
from tests.register.test_people import add

__all__ = ["clock", "opened", "session", "template"]
DAY = date(2026, 11, 20)
NUMBER = "001090012345"


@pytest.fixture
def commune(session: Session) -> Session:
    save(session, "unit", "u1", {"code": "00001", "name": "Xã Thử", "sort": "xa"})
    save(session, "population", "", {"unit": "u1", "sort": "actual", "as_of": "2026-01-01", "persons": 900})
    person = add(session)
    fields = {"name": "Đặng Thuỳ Ưng", "birth": "1990", "papers": [{"sort": "cccd", "number": NUMBER}]}
    save(session, "person", person, fields)
    status(session, person, "U-QL", "2026-01-01")
    save(
        session,
        "place",
        "p1",
        {"name": "Bãi đất", "sort": "at_risk", "state": "listed", "since": "2026-01-01"},
    )
    propose(session, "NT-2024", DAY)
    return session


def test_the_paper_names_classes_criteria_and_evidence(
    commune: Session, tmp_path: Path, office, mark
) -> None:
    card, kept = scorecard(commune, DAY), kept_classes(commune)
    written = write_scorecard(commune, card, kept, office, mark, tmp_path / "phiếu.pdf")
    assert not written.missing
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(written.path).pages).split())
    for part in (
        "PHIẾU TỰ RÀ SOÁT, XẾP LOẠI ĐỊA BÀN", "từ ngày 15/12/2025 đến ngày 14/12/2026", "ngày 20/11/2026",
        "Xếp loại: Có tệ nạn ma túy, ít phức tạp.", "QĐ 28/2025/QĐ-TTg", "Đủ 10 tiêu chí", "Chưa khai ngày đăng ký",
        "Đặng Thuỳ Ưng", "Bãi đất", "Danh sách bản ghi làm căn cứ",
    ):  # fmt: skip
        assert part in text, part
    assert NUMBER not in text and "345" in text


def test_a_figure_without_records_and_an_unknown_one_are_said(commune: Session, office, mark) -> None:
    card = scorecard(commune, DAY)
    evidence = evidence_of(commune, card)
    assert {one.title: len(one.lines) for one in evidence}["Điểm có nguy cơ phức tạp"] == 1
    paper = scorecard_paper(card, (), (), office, mark)
    assert pdf_bytes(paper) == pdf_bytes(scorecard_paper(card, (), (), office, mark))


def test_word_opens_the_same_words(commune: Session, tmp_path: Path, office, mark) -> None:
    card = scorecard(commune, DAY)
    written = write_scorecard(commune, card, kept_classes(commune), office, mark, tmp_path / "phiếu.docx")
    made = Docx(str(written.path))
    text = " ".join(
        [p.text for p in made.paragraphs]
        + [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    )
    assert "Đặng Thuỳ Ưng" in text and NUMBER not in text and "Mười tiêu chí xã không ma túy" in text


def test_an_account_without_the_right_prints_nothing(commune: Session, tmp_path: Path, office, mark) -> None:
    import dataclasses

    card = scorecard(commune, DAY)
    health = dataclasses.replace(commune, role="health")
    with pytest.raises(Fault, match="E_ROLE"):
        write_scorecard(health, card, (), office, mark, tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
