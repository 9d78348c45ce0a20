"""Facts for papers, the numbering book, issued copies, a unit's own wording: kept so that nobody can doubt them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.kinds.faults import Fault
from app.ledger import blobs
from app.register.attachments import MEDIAS
from app.register.papers import book as numbers
from app.register.papers.facts import asked_for
from app.register.papers.fields import Facts, gather
from app.register.papers.issued import ToIssue, copies, issue, reprint
from app.register.papers.own import keep, own_copies, versions
from app.register.papers.providers import FIELDS, PROVIDERS
from app.register.papers.said import born, clocked, lowered, money, worded
from app.register.people import AddPerson, add_person, save
from app.register.session import Session
from app.words import set_language
from tests.documents.form_people import NEW, NOW, OLD, add_everything, make_office

SYMBOL = "QĐ-UBND"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = make_office(tmp_path / "home")
    yield opened.session
    opened.close()


def facts_of(session: Session, person: str, on: date = OLD, about: str = "", record: str = "") -> Facts:
    asked = asked_for(session, on, person, about, record).signed_by("chair")
    return gather(asked, PROVIDERS, FIELDS)


# -- facts -----------------------------------------------------------------------------------


def test_the_words_of_papers() -> None:
    assert worded(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert worded(date(2026, 3, 10)) == "ngày 10 tháng 3 năm 2026"
    assert clocked(NOW) == "09 giờ 41 phút ngày 23 tháng 11 năm 2026"
    assert [born(one) for one in ("1994-05-02", "1994-05", "1994", "~35@2026-03-12", None)] == [
        "02/05/1994", "05/1994", "1994", "khoảng năm 1991", "",
    ]  # fmt: skip
    assert money(1_490_000) == "1.490.000 đồng" and money(None) == ""
    assert lowered("Bị bắt") == "bị bắt" and lowered("MDMA") == "MDMA"


def test_every_field_is_told_by_the_provider_that_declares_it(session: Session) -> None:
    person = add_everything(session)
    for provider in PROVIDERS:
        told = provider.tell(asked_for(session, OLD, person, "managed"))
        assert set(told) <= {spec.name for spec in provider.fields}


def test_facts_of_a_person_are_vietnamese_in_either_language(session: Session) -> None:
    person = add_everything(session)
    vietnamese = facts_of(session, person)
    set_language("en")
    try:
        english = facts_of(session, person)
    finally:
        set_language("vi")
    assert vietnamese == english
    assert vietnamese.texts["person.sex"] == "Nam" and vietnamese.texts["person.ethnicity"] == "Chăm"
    assert vietnamese.codes["person.substance_boxes"] == {"heroin", "ats", "several"}
    assert vietnamese.codes["person.is_kinh"] == {"other"} and vietnamese.codes["person.believes"] == {"yes"}
    assert vietnamese.texts["mother.name"] == "Đặng Thị Ngữ"
    assert vietnamese.rows["person.measures"] == (
        {
            "told": "số 11/QĐ-XPHC ngày 08/03/2024, Công an xã Ninh Phước, xử phạt hành chính về ma túy, phạt tiền"
        },
    )


def test_what_is_not_known_stands_nowhere(session: Session) -> None:
    person, _changed = add_person(session, AddPerson({"name": "Trần Văn Trống", "birth": "1990"}))
    facts = facts_of(session, person)
    for name in ("person.home_town", "person.religion", "test.on", "managed.number", "father.name"):
        assert name not in facts.texts
    for name in ("person.is_kinh", "person.believes", "person.psychosis", "test.conclusion", "team.leader"):
        assert not facts.has(name)
    assert not any(text == "None" for text in facts.texts.values())


def test_offices_are_named_as_on_the_day_of_the_paper(session: Session) -> None:
    person, _changed = add_person(session, AddPerson({"name": "Lê Thị Thử", "birth": "1990"}))
    today = facts_of(session, person).texts
    before = facts_of(session, person, date(2025, 6, 30)).texts
    assert today["office.committee"] == "Ủy ban nhân dân xã Ninh Phước"
    assert today["office.police_above"] == "Công an tỉnh Khánh Hòa"
    assert before["office.committee"] == "Ủy ban nhân dân thị trấn Phước Dân"
    assert before["office.committee_above"] == "Ủy ban nhân dân huyện Ninh Phước"


def test_the_test_before_the_decision_counts_and_not_a_later_one(session: Session) -> None:
    person = add_everything(session)
    later = {"person": person, "sampled_at": "2026-02-04T08:00:00+07:00", "result": "positive"}
    save(session, "drug_test", "later", later)
    assert facts_of(session, person, NEW, "managed").texts["test.on"] == "27/01/2026"
    assert facts_of(session, person, NEW, "later", "drug_test").texts["test.on"] == "04/02/2026"


def test_a_paper_about_a_record_that_is_not_there_is_refused(session: Session) -> None:
    person, _changed = add_person(session, AddPerson({"name": "Lê Thị Thử", "birth": "1990"}))
    with pytest.raises(Fault) as none:
        asked_for(session, OLD, person, record="decision")
    with pytest.raises(Fault) as wrong:
        asked_for(session, OLD, person, about="nothing", record="decision")
    assert (none.value.code, wrong.value.code) == ("E_PAPER_ABOUT", "E_UNKNOWN_RECORD")


# -- the book --------------------------------------------------------------------------------


def test_numbers_follow_each_other_by_symbol_and_year(session: Session) -> None:
    for on, symbol in ((OLD, SYMBOL), (NEW, SYMBOL), (OLD, "TB-CAX"), (date(2025, 12, 31), SYMBOL)):
        numbers.reserve(session, symbol, on, "x")
    assert [line.number for line in numbers.book(session, SYMBOL, 2026)] == ["01/QĐ-UBND", "02/QĐ-UBND"]
    assert numbers.next_serial(session, SYMBOL, 2025) == 2 and numbers.next_serial(session, SYMBOL, 2027) == 1
    assert numbers.symbols(session) == [(SYMBOL, 2026), ("TB-CAX", 2026), (SYMBOL, 2025)]


def test_gaps_are_shown_and_a_taken_number_is_refused(session: Session) -> None:
    numbers.reserve(session, SYMBOL, OLD, "x", 3)
    numbers.reserve(session, SYMBOL, OLD, "y", 12)
    lines = numbers.book(session, SYMBOL, 2026)
    assert [(line.number, line.gap) for line in lines] == [
        ("01 – 02", True), ("03/QĐ-UBND", False), ("04 – 11", True), ("12/QĐ-UBND", False),
    ]  # fmt: skip
    with pytest.raises(Fault) as taken:
        numbers.reserve(session, SYMBOL, OLD, "z", 12)
    assert taken.value.code == "E_NUMBER_TAKEN" and "13/QĐ-UBND" in taken.value.sentence()
    with pytest.raises(Fault) as below:
        numbers.reserve(session, SYMBOL, OLD, "z", -1)
    with pytest.raises(Fault) as bare:
        numbers.reserve(session, "  ", OLD, "z")
    assert (below.value.code, bare.value.code) == ("E_NUMBER", "E_SYMBOL")


def test_a_cancelled_number_stays_with_its_reason_and_is_not_given_again(session: Session) -> None:
    line, _changed = numbers.reserve(session, SYMBOL, OLD, "x")
    with pytest.raises(Fault) as bare:
        numbers.cancel(session, line, " ")
    assert bare.value.code == "E_REASON"
    numbers.cancel(session, line, "ghi nhầm")
    assert [(one.state, one.reason) for one in numbers.book(session, SYMBOL, 2026)] == [
        ("cancelled", "ghi nhầm")
    ]
    assert numbers.next_serial(session, SYMBOL, 2026) == 2
    with pytest.raises(Fault):
        numbers.reserve(session, SYMBOL, OLD, "x", 1)


# -- issued copies ----------------------------------------------------------------------------


def test_a_paper_is_issued_whole_or_not_at_all(session: Session) -> None:
    person = add_everything(session)

    def broken(_number: str) -> bytes:
        raise Fault("E_GLYPH", "x")

    with pytest.raises(Fault):
        issue(session, ToIssue("ND105-07", "1", "Quyết định", OLD, person, symbol=SYMBOL), broken)
    assert numbers.book(session, SYMBOL, 2026) == [] and copies(session) == []


def test_an_issued_copy_is_the_very_file_and_every_print_is_counted(session: Session) -> None:
    person = add_everything(session)
    what = ToIssue(
        "ND105-07", "1", "Quyết định", OLD, person, "decision", "managed", SYMBOL, signatory="Lê Văn Thuận"
    )
    record, data, _changed = issue(session, what, lambda number: f"%PDF {number}".encode())
    assert data == "%PDF 01/QĐ-UBND".encode()
    assert reprint(session, record.id)[1] == reprint(session, record.id)[1] == data
    (copy,) = copies(session, person=person)
    assert (copy.number, copy.signatory, copy.printed, copy.here) == ("01/QĐ-UBND", "Lê Văn Thuận", 2, True)
    (line,) = numbers.book(session, SYMBOL, 2026)
    assert (line.state, line.paper) == ("used", record.id)
    with pytest.raises(Fault) as used:
        numbers.cancel(session, line.record, "không dùng")
    assert used.value.code == "E_NUMBER_USED"


def test_a_kept_number_is_taken_up_by_the_paper(session: Session) -> None:
    person = add_everything(session)
    numbers.reserve(session, SYMBOL, OLD, "Quyết định", 5)
    what = ToIssue("ND105-07", "1", "Quyết định", OLD, person, symbol=SYMBOL, serial=5)
    record, _data, _changed = issue(session, what, lambda number: number.encode())
    assert record.number == "05/QĐ-UBND"
    assert [line.state for line in numbers.book(session, SYMBOL, 2026)] == ["gap", "used"]


def test_clearing_scans_leaves_issued_files_alone(session: Session) -> None:
    person = add_everything(session)
    record, data, _changed = issue(
        session, ToIssue("ND105-05", "1", "Lý lịch", OLD, person), lambda _n: b"%PDF x"
    )
    with session.store.write("an") as writer:
        blobs.collect(writer, MEDIAS, (), NOW.replace(year=2040))
    assert reprint(session, record.id)[1] == data


# -- own wording ------------------------------------------------------------------------------


def test_own_wording_keeps_every_version(session: Session) -> None:
    keep(session, "ND105-07", "1", {"symbol": "QĐ-A"})
    keep(session, "ND105-07", "1", {"symbol": "QĐ-B"}, "đổi ký hiệu")
    assert [copy.version for copy in versions(session, "ND105-07")] == [2, 1]
    assert own_copies(session)["ND105-07"].texts[0].text == "QĐ-B"
    keep(session, "ND105-07", "1", {}, "trở lại")
    assert own_copies(session) == {} and len(versions(session, "ND105-07")) == 3
    with pytest.raises(Fault):
        keep(session, "ND105-08", "1", {})
