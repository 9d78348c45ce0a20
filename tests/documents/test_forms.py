"""The official forms as data: which applies, what stands in it, what is left to write, and how it is laid out."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date

import docx
import msgspec
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Length

from app.documents.blocks import Paragraph, TickRow
from app.documents.docx import docx_bytes
from app.documents.forms.copies import worded
from app.documents.forms.filling import DOTS, Numbered, fill, used_fields
from app.documents.forms.identity import FULL, KEYS
from app.documents.forms.make import Request, make_paper
from app.documents.forms.offers import offers
from app.documents.forms.shelf import Shelf
from app.documents.forms.template import Template, check_fields, read_template
from app.documents.layout import MM
from app.documents.pdf import pdf_bytes
from app.kinds.faults import Fault
from app.register.papers.fields import Facts
from app.register.papers.providers import FIELDS
from app.register.session import Session
from tests.documents.conftest import AT
from tests.documents.form_people import NEW, OLD, add_ending, add_everything, make_office
from tests.documents.test_pdf import LETTERS

FORMS = Shelf.shipped().templates
IDS = [template.id for template in FORMS]


@pytest.fixture(scope="module")
def office_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, str]]:
    opened = make_office(tmp_path_factory.mktemp("forms") / "home")
    person = add_everything(opened.session)
    for on in (OLD, NEW):
        add_ending(opened.session, person, "stop", on, "b" if on == OLD else "c")
        add_ending(opened.session, person, "end", on)
    add_ending(opened.session, person, "suspend", NEW)
    yield opened.session, person
    opened.close()


def mm(length: Length | None) -> float:
    assert length is not None
    return float(length.mm)


def flat(data: bytes) -> str:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(run.stdout.decode("utf-8").split())


def filled_with(template: Template, text: str) -> Facts:
    """Every text field with the same text, one row in every list, all boxes ticked."""
    used = used_fields(template)
    rows = {}
    for name in used:
        if FIELDS[name].sort == "rows":
            rows[name] = (dict.fromkeys(FIELDS[name].columns, text),)
    return Facts(
        {name: text for name in used if FIELDS[name].sort == "text"},
        {name: frozenset(FIELDS[name].codes) for name in used if FIELDS[name].sort == "codes"},
        rows,
    )


def lettered(template: Template, text: str) -> Facts:
    """A long text in a line of the form, or in the first cell of its list; short ones at its head."""
    used = used_fields(template)
    head = {"office.police": "Công an xã Đắk Ơ", "person.name": "Ửng"}
    for name in ("person.home_town", "person.residence", "person.occupation"):
        if name in used:
            return Facts(head | {name: text})
    name = next(name for name in sorted(used) if FIELDS[name].sort == "rows")
    return Facts(head, rows={name: (dict.fromkeys(FIELDS[name].columns, text),)})


def paper(template: Template, facts: Facts) -> bytes:
    data, missing = pdf_bytes(fill(template, facts, Numbered(OLD, "07/QĐ-UBND"), AT))
    assert missing == ()
    return data


# -- the data ------------------------------------------------------------------------------


def test_the_forms_of_the_decree_are_all_there_and_those_nobody_saw_say_so() -> None:
    assert {template.mark for template in FORMS if template.id.startswith("ND105")} == {
        f"Mẫu số {n:02d}" for n in range(3, 11)
    }
    assert all(template.unseen and template.note for template in FORMS if template.id.startswith("L120-"))
    assert not any(template.unseen for template in FORMS if template.id.startswith("ND105-"))


@pytest.mark.parametrize("template", FORMS, ids=IDS)
def test_every_field_of_every_form_exists_and_needs_are_used(template: Template) -> None:
    used = used_fields(template)
    assert used <= set(FIELDS)
    assert set(template.needs) <= used


def test_the_identity_block_is_that_of_the_decree() -> None:
    labels = [KEYS[key][0] for line in FULL for key in line.split()]
    assert labels == [
        "Họ và tên", "Giới tính", "Tên gọi khác", "Ngày, tháng, năm sinh", "Nơi sinh", "Quê quán",
        "Nơi thường trú/tạm trú", "Nơi ở hiện tại", "Số CMND/CCCD/Hộ chiếu", "ngày cấp", "nơi cấp", "Dân tộc",
        "Tôn giáo", "Trình độ học vấn", "Nghề nghiệp", "Nơi làm việc/học tập",
    ]  # fmt: skip
    shelf = Shelf.shipped()
    for form, has in (("03", True), ("04", True), ("06", True), ("07", True), ("08", False), ("10", False)):
        texts = flat(paper(shelf.of(f"ND105-{form}"), Facts()))
        assert ("Tên gọi khác" in texts) is has


def test_the_summary_has_its_25_items_in_order() -> None:
    text = flat(paper(Shelf.shipped().of("ND105-05"), Facts()))
    places = [text.find(f" {n}. ") for n in range(1, 26)]
    assert -1 not in places and places == sorted(places)
    for words in ("Ảnh 3 x 4, đóng", "Từ 4 lần trở lên", "Amphetamine/Methamphetamine", "Lần 3:", "ngáo đá"):
        assert words in text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ('text = "{person.shoe_size}"', "person.shoe_size"),
        ('text = "{person.priors}"', "person.priors"),
        ('text = "x"\nwhen = "person.nothing"', "person.nothing"),
    ],
)
def test_a_form_with_an_unknown_field_is_refused_by_name(change: str, field: str) -> None:
    text = f"""
        id = "X"
        version = "1"
        form = "x"
        label = {{ vi = "Mẫu thử", en = "Trial form" }}
        group = "records"
        since = 2022-01-01
        source = "x"
        [head]
        office = "{{office.police}}"
        [title]
        kind = "Giấy"
        [[body]]
        sort = "paragraph"
        {change}
    """
    with pytest.raises(Fault) as caught:
        check_fields(read_template("x.toml", text), FIELDS)
    assert caught.value.code == "E_FORM_FIELD"
    assert (
        caught.value.values["name"] == field
        and field in caught.value.sentence()
        and caught.value.values["form"] == "Mẫu thử"
    )


@pytest.mark.parametrize(
    ("broken", "told"),
    [("id = ", "E_FORM"), ('id = "X"\nbogus = 1', "E_FORM")],
)
def test_a_damaged_form_is_named(broken: str, told: str) -> None:
    with pytest.raises(Fault) as caught:
        read_template("hỏng.toml", broken)
    assert caught.value.code == told and "hỏng.toml" in caught.value.sentence()


def test_an_open_brace_is_refused() -> None:
    template = Shelf.shipped().of("ND105-06")
    with pytest.raises(Fault) as caught:
        worded(template, {"title.kind": "Bản {person.name"})
    assert caught.value.code == "E_FORM"


# -- which form ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "on", "law", "case", "found"),
    [
        ("manage_user", date(2026, 6, 30), "L73", "L73", "ND105-07"),
        ("manage_user", date(2026, 7, 1), "L120", "L120", "L120-manage-user"),
        ("stop", date(2026, 7, 1), "L120", "L73", "L120-stop"),
        ("test_slip", date(2026, 9, 1), "L120", "L120", "ND105-03"),
        ("transfer", date(2026, 6, 30), "L73", "L73", "ND105-08"),
        ("transfer", date(2026, 7, 1), "L120", "L73", "L120-transfer"),
    ],
)
def test_the_day_of_the_paper_and_the_law_decide(
    form: str, on: date, law: str, case: str, found: str
) -> None:
    assert Shelf.shipped().choose(form, on, law, case).id == found


def test_a_case_of_the_old_law_keeps_its_form_while_the_new_law_has_none() -> None:
    old = msgspec.structs.replace(Shelf.shipped().of("ND105-07"), id="kept", form="kept", until=None)
    shelf = Shelf((old,))
    assert shelf.choose("kept", NEW, "L120", "L73").id == "kept"
    with pytest.raises(Fault) as caught:
        shelf.choose("kept", NEW, "L120", "L120")
    assert caught.value.code == "E_FORM_DAY"


@pytest.mark.parametrize(
    ("on", "basis"),
    [
        (date(2025, 2, 28), "19 tháng 6 năm 2015"),
        (date(2025, 3, 1), "19 tháng 02 năm 2025"),
        (date(2025, 6, 16), "16 tháng 6 năm 2025"),
    ],
)
def test_legal_bases_are_those_of_the_day(on: date, basis: str) -> None:
    document = fill(Shelf.shipped().of("ND105-07"), Facts(), Numbered(on), AT)
    cited = [
        block.runs[0].text
        for block in document.blocks
        if isinstance(block, Paragraph) and block.runs and block.runs[0].italic
    ]
    assert sum("Luật Tổ chức chính quyền địa phương" in text for text in cited) == 1
    assert basis in cited[0] and cited[0].endswith(";") and cited[-1].endswith(".")


# -- what stands in it -----------------------------------------------------------------------


def test_the_decision_names_who_signs_under_each_law(office_register: tuple[Session, str]) -> None:
    session, person = office_register
    old = flat(pdf_bytes(make_paper(session, Request("manage_user", OLD, person)).document)[0])
    new = flat(pdf_bytes(make_paper(session, Request("manage_user", NEW, person)).document)[0])
    assert "KT. CHỦ TỊCH" in old and "PHÓ CHỦ TỊCH" in old and "TM." not in old
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ NINH PHƯỚC" in old
    assert "TRƯỞNG CÔNG AN XÃ NINH PHƯỚC" in new and "CÔNG AN TỈNH KHÁNH HÒA" in new
    for text in (
        "Đ/c Lê Hoàng Nam, Thiếu tá",
        "Bá Văn Hiền",
        "4. Ông/bà: Võ Thị Lành",
        "kể từ ngày 30/01/2026",
    ):
        assert text in old


@pytest.mark.parametrize(("on", "ground", "at"), [(OLD, "b", 1), (NEW, "c", 2)])
def test_the_ground_of_the_decision_is_ticked(
    office_register: tuple[Session, str], on: date, ground: str, at: int
) -> None:
    session, person = office_register
    made = make_paper(session, Request("stop", on, person, f"stop-{on}"))
    ticks = next(block.items for block in made.document.blocks if isinstance(block, TickRow))
    assert [chosen for chosen, _text in ticks] == [n == at for n in range(5)]
    assert f"điểm {ground} khoản 5 Điều" in flat(pdf_bytes(made.document)[0])


def test_the_file_list_goes_with_the_notice(office_register: tuple[Session, str]) -> None:
    session, person = office_register
    text = flat(pdf_bytes(make_paper(session, Request("transfer", OLD, person)).document)[0])
    assert "07/QĐ-UBND, 30/01/2026" in text and "từ ngày 30/01/2026 đến ngày 30/01/2027" in text


@pytest.mark.parametrize("template", FORMS, ids=IDS)
def test_what_is_not_known_becomes_dots_and_never_none(template: Template) -> None:
    text = flat(paper(template, Facts()))
    assert "None" not in text and "{" not in text
    assert "....." in text or DOTS in text or template.subject == "none"


def test_what_is_missing_is_named_with_the_way_to_mend_it(office_register: tuple[Session, str]) -> None:
    session, person = office_register
    made = make_paper(session, Request("summary", OLD, person))
    missing = {spec.name: spec for spec in made.missing}
    assert "mother.number" in missing and missing["mother.number"].mend()
    assert make_paper(
        session, Request("summary", OLD, person, typed={"mother.number": "000066000111"})
    ).facts.has("mother.number")
    with pytest.raises(Fault) as caught:
        make_paper(session, Request("suspend", date(2026, 1, 1), person))
    assert caught.value.code == "E_PAPER_ABOUT"


def test_papers_are_offered_with_the_record_they_answer(office_register: tuple[Session, str]) -> None:
    session, person = office_register
    found = {one.template.id: one for one in offers(session, person, Shelf.shipped())}
    assert found["ND105-07"].about == "managed" and found["ND105-07"].on == date(2026, 1, 30)
    assert all(one.can for one in found.values())
    only = offers(session, person, Shelf.shipped(), about="test")
    assert {one.template.form for one in only} == {"test_slip", "use_notice"}


# -- the file --------------------------------------------------------------------------------


@pytest.mark.parametrize("template", FORMS, ids=IDS)
def test_every_vietnamese_letter_comes_back_from_every_form(template: Template) -> None:
    letters = [f"x{letter}x" for letter in LETTERS + [letter.upper() for letter in LETTERS]]
    facts = lettered(template, " ".join(letters))
    text = flat(paper(template, facts))
    assert not [piece for piece in letters if piece not in text.split()]


@pytest.mark.parametrize("template", FORMS, ids=IDS)
def test_decomposed_input_gives_the_same_bytes(template: Template) -> None:
    text = "Đặng Thị Ngọc Ưởng, thôn Hòa Thạnh"
    composed = filled_with(template, unicodedata.normalize("NFC", text))
    taken_apart = filled_with(template, unicodedata.normalize("NFD", text))
    assert paper(template, composed) == paper(template, taken_apart)
    documents = [fill(template, facts, Numbered(OLD), AT) for facts in (composed, taken_apart)]
    assert docx_bytes(documents[0]) == docx_bytes(documents[1])


def spots(data: bytes) -> list[tuple[str, float, float, float, str]]:
    """Each piece of the first page: text, x and y in points from the upper left, size, font."""
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    high = float(page.mediabox.height)
    found: list[tuple[str, float, float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, str] | None, size: float) -> None:
        if text.strip():
            name = str((font or {}).get("/BaseFont", ""))
            found.append((text.strip(), cm[0] * tm[4] + cm[4], high - (cm[3] * tm[5] + cm[5]), size, name))

    page.extract_text(visitor_text=visit)
    return found


def test_page_margins_fonts_and_the_order_of_the_head_are_those_of_the_decree(
    office_register: tuple[Session, str],
) -> None:
    session, person = office_register
    data = pdf_bytes(make_paper(session, Request("stop", OLD, person)).document)[0]
    reader = pypdf.PdfReader(io.BytesIO(data))
    box = reader.pages[0].mediabox
    assert (round(float(box.width) / MM), round(float(box.height) / MM)) == (210, 297)
    pieces = spots(data)
    assert min(x for _t, x, _y, _s, _f in pieces) >= 30 * MM - 0.5  # left margin 30 to 35 mm
    assert max(y for _t, _x, y, _s, _f in pieces) <= (297 - 20) * MM + 0.5
    place = {text: (x, y, size, font) for text, x, y, size, font in pieces}

    def at(words: str) -> tuple[float, float, float, str]:
        return next(spot for text, spot in place.items() if text.startswith(words))

    state, motto = at("CỘNG HÒA"), at("Độc lập")
    office, number, day, kind = at("ỦY BAN NHÂN DÂN"), at("Số:"), at("Ninh Phước, ngày"), at("QUYẾT ĐỊNH")
    assert office[0] < 105 * MM < state[0] + 80  # office on the left half, state on the right
    assert state[1] < motto[1] < number[1] == pytest.approx(day[1], abs=1) and day[1] < kind[1]
    assert 12 <= state[2] <= 13 and 13 <= motto[2] <= 14 and 13 <= kind[2] <= 14
    assert "Bold" in state[3] and "Bold" in motto[3] and "Italic" in day[3] and "Bold" in kind[3]
    fonts = {font.split("+")[-1] for _t, _x, _y, _s, font in pieces}
    assert all(font.startswith(("LiberationSerif", "BinhYenSerif")) for font in fonts)


@pytest.mark.parametrize("template", FORMS, ids=IDS)
def test_the_word_file_opens_with_the_page_of_the_decree(template: Template) -> None:
    data = docx_bytes(fill(template, filled_with(template, "Nguyễn Văn Ổn"), Numbered(OLD, "07/QĐ-UBND"), AT))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    word = docx.Document(io.BytesIO(data))
    section = word.sections[0]
    assert [round(mm(side)) for side in (section.page_width, section.page_height)] == [210, 297]
    assert 30 <= mm(section.left_margin) <= 35 and 15 <= mm(section.right_margin) <= 20
    assert 20 <= mm(section.top_margin) <= 25 and 20 <= mm(section.bottom_margin) <= 25
    assert word.styles["Normal"].font.name == "Times New Roman"
    text = "".join(node.text or "" for node in word.element.body.iter(qn("w:t")))
    assert "Nguyễn Văn Ổn" in text and "None" not in text


def test_a_signature_never_stands_alone_on_a_page(office_register: tuple[Session, str]) -> None:
    session, person = office_register
    for form in ("test_slip", "summary", "end", "stop", "manage_user"):
        data = pdf_bytes(make_paper(session, Request(form, OLD, person)).document)[0]
        last = pypdf.PdfReader(io.BytesIO(data)).pages[-1].extract_text()
        before = re.split(r"Nơi nhận:|\(Ký, ghi rõ họ tên|THỦ TRƯỞNG|KT\. CHỦ|CHỦ TỊCH\n", last)[0]
        assert len(before.split()) > 4, (form, last)
