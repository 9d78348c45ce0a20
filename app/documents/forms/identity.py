"""The identity block (KHỐI NHÂN THÂN) of the forms of Decree 105/2021: its labels and the fields behind them."""

from __future__ import annotations

from app.documents.forms.template import PartSpec, Template, damaged

#: Key on a line of ``identity``: label on the paper, field, share of the width.
KEYS: dict[str, tuple[str, str, float]] = {
    "name": ("Họ và tên", "person.name", 5),
    "sex": ("Giới tính", "person.sex", 2),
    "other_names": ("Tên gọi khác", "person.other_names", 1),
    "birth": ("Ngày, tháng, năm sinh", "person.birth", 1),
    "birth_place": ("Nơi sinh", "person.birth_place", 1),
    "home_town": ("Quê quán", "person.home_town", 1),
    "residence": ("Nơi thường trú/tạm trú", "person.residence", 1),
    "present": ("Nơi ở hiện tại", "person.present", 1),
    "number": ("Số CMND/CCCD/Hộ chiếu", "person.id_number", 5),
    "issued_on": ("ngày cấp", "person.id_issued_on", 2.6),
    "issued_by": ("nơi cấp", "person.id_issued_by", 3),
    "ethnicity": ("Dân tộc", "person.ethnicity", 2),
    "religion": ("Tôn giáo", "person.religion", 2),
    "education": ("Trình độ học vấn", "person.education", 3),
    "nationality": ("Quốc tịch", "person.nationality", 1),
    "occupation": ("Nghề nghiệp", "person.occupation", 1),
    "workplace": ("Nơi làm việc/học tập", "person.workplace", 1),
    "phones": ("Số điện thoại", "person.phones", 1),
}

#: The block as forms 03, 04, 06 and 07 have it; 08 to 10 leave the other names out.
FULL = (
    "name sex", "other_names", "birth birth_place", "home_town", "residence", "present",
    "number issued_on", "issued_by", "ethnicity religion education", "occupation", "workplace",
)  # fmt: skip


def identity_lines(template: Template, lines: tuple[str, ...]) -> list[tuple[PartSpec, ...]]:
    """The parts of each line; ``Fault`` E_FORM for a key that does not exist. No lines: the full block."""
    made = []
    for line in lines or FULL:
        unknown = next((key for key in line.split() if key not in KEYS), None)
        if unknown is not None:
            raise damaged(template.id, f"identity: {unknown}")
        parts = []
        for key in line.split():
            label, field, share = KEYS[key]
            parts.append(PartSpec(label, "{" + field + "}", share))
        made.append(tuple(parts))
    return made


def identity_fields(template: Template) -> set[str]:
    """The fields that the identity blocks of a form use."""
    used: set[str] = set()
    for block in template.body:
        if block.sort == "identity":
            for parts in identity_lines(template, block.lines):
                used |= {part.value.strip("{}") for part in parts}
    return used
