"""Made-up people for training, rehearsals and tests, with names as they occur in Vietnam.

Family names by frequency as counted by Lê Trung Hoa (Họ và tên người Việt Nam, 2005); middle and given
names by sex and by decade of birth as lists of pupils and voters show them. One in twenty-five carries a
name in the form of another people of Vietnam (Mông, Thái, Ê Đê, Khmer, Chăm). Nobody is real: numbers begin
with a code that no province has (``provinces.MADE_UP_CODE``), phones are 0900 000 000 to 0900 000 999.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from app.kinds.provinces import MADE_UP_CODE


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """A person nobody is; ``sex`` "male" or "female", ``birth`` in the kept form, ``number`` 12 digits."""

    name: str
    sex: str
    birth: str
    number: str
    other_names: tuple[str, ...]
    ethnicity: str
    phone: str
    hamlet: str


#: Days people can be born on, and the day “about 35” was said.
_FIRST, _LAST = date(1955, 1, 1), date(2012, 12, 31)
_ASKED = "2026-03-12"
_ASKED_YEAR = 2026


class _Bag:
    """Words with weights, drawn with one random number each."""

    def __init__(self, text: str) -> None:
        words: list[str] = []
        weights: list[float] = []
        for entry in text.split(","):
            word, _, weight = entry.strip().partition(":")
            words.append(word)
            weights.append(float(weight or 1))
        self._words = words
        self._sums = list(accumulate(weights))

    def draw(self, rng: Random) -> str:
        return rng.choices(self._words, cum_weights=self._sums)[0]


_FAMILY = _Bag(
    "Nguyễn:38.4,Trần:11,Lê:9.5,Phạm:7.1,Hoàng:3.1,Huỳnh:2,Phan:4.5,Vũ:2.2,Võ:1.7,Đặng:2.1,Bùi:2,Đỗ:1.4,"
    "Hồ:1.3,"
    "Ngô:1.3,Dương:1,Lý:.5,Đinh:.9,Trịnh:.8,Trương:.9,Mai:.6,Lương:.6,Đào:.6,Lâm:.5,Phùng:.4,Tạ:.4,Cao:.4,"
    "Đoàn:.5,"
    "Hà:.5,Thái:.3,Châu:.3,Tô:.3,Chu:.3,Vương:.2,Tăng:.2,Quách:.2,La:.2,Kiều:.2,Nghiêm:.15,Thạch:.15,Từ:.15,"
    "Lưu:.3,"
    "Văn:.1,Tống:.15,Lục:.1,Khúc:.05,Tôn Thất:.05,Âu Dương:.02"
)
_SECOND_FAMILY = _Bag("Nguyễn:4,Trần:2,Lê:2,Phạm,Hoàng,Vũ,Đỗ,Phan,Ngô,Dương")

#: Middle names: before 1975, to 1994, from 1995.
_MIDDLE = {
    "male": (
        _Bag("Văn:60,Hữu:5,Đình:5,Xuân:4,Đức:4,Ngọc:3,Công:3,Quang:3,Bá:2,Thế:2,Trọng:2,Minh:1,Kim,Tấn:2"),
        _Bag("Văn:40,Đức:7,Hữu:5,Đình:5,Quang:4,Minh:4,Ngọc:4,Xuân:4,Anh:2,Công:3,Thanh:4,Quốc:4,Hoàng:3,"
             "Tuấn:2,"
             "Trọng:2,Tiến:2,Duy:2,Thế:2,Mạnh:2,Việt"),
        _Bag("Văn:15,Minh:10,Đức:8,Quang:6,Anh:6,Quốc:6,Gia:5,Hoàng:6,Tuấn:5,Duy:4,Ngọc:3,Thành:3,Hữu:3,"
             "Đình:2,"
             "Thanh:3,Nhật:2,Tiến:2,Bảo:2,Việt:2,Trung:2,Hải"),
    ),
    "female": (
        _Bag("Thị:88,Kim:3,Ngọc:2,Thị Ngọc:2,Thị Kim:2,Thị Thanh:1"),
        _Bag("Thị:58,Thị Thu:5,Thị Ngọc:4,Thị Thanh:4,Thị Hồng:4,Ngọc:3,Thị Kim:3,Thanh:3,Thị Bích:2,Thu:3,"
             "Thị Minh:2,Kim:2,Thị Mỹ:1,Hồng:2,Thị Phương:2"),
        _Bag("Thị:28,Ngọc:8,Thị Thu:4,Thị Ngọc:5,Thị Thanh:3,Thanh:5,Phương:6,Thu:4,Minh:5,Bảo:4,Quỳnh:4,"
             "Khánh:4,"
             "Hồng:3,Mai:3,Thùy:4,Hà:2,Gia:2,Diệu:2,Thị Phương:3,Thị Mỹ:1"),
    ),
}  # fmt: skip
_GIVEN = {
    "male": (
        _Bag("Hùng:6,Dũng:5,Minh:3,Thành:4,Bình:4,Sơn:4,Thắng:4,Hải:4,Tuấn:3,Long:2,Hòa:3,Đức:3,Chiến:3,"
             "Lợi:2,Phúc:2,"
             "Tý,Sáu,Bảy,Ba:2,Tư,Năm,Mười,Kiên,Tài:2,Quý:2,Lộc:2,An:2,Hợi,Dần,Mão,Thìn,Tâm:2,Khánh,Ty,Ân,"
             "Lâm:2,Vinh:2"),
        _Bag("Hùng:6,Tuấn:7,Dũng:6,Cường:5,Hải:4,Nam:4,Sơn:4,Thắng:4,Long:3,Minh:4,Hưng:3,Đức:3,Quân:2,"
             "Trung:4,Tùng:3,"
             "Hiếu:3,Linh,Thành:4,Phong:2,Việt:2,Tú:2,Toàn:2,Vũ:2,Tâm:2,Tiến:3,Phương,Khánh:2,Lâm:2,Giang,"
             "Đạt:2,Thịnh,"
             "Hoàng:3,Phú,Quyết,Duy:2,Hậu,Tân,Vinh:2,Trường,Chung,Mạnh:2,Lý,Ân"),
        _Bag("Anh:6,Huy:6,Đức:4,Hiếu:5,Long:4,Minh:5,Nam:4,Phúc:4,Khang:4,Bảo:4,Khoa:4,Đạt:5,Quân:4,Dũng:3,"
             "Phong:3,"
             "Kiệt:3,Thịnh:3,Duy:4,Tùng:2,Thiện:2,Nhân:2,Nghĩa:2,Trí:2,Tài:2,Vũ:2,Việt:2,Hoàng:4,Sơn:3,"
             "Trung:3,Lộc:2,"
             "Khôi:3,An:2,Hưng:3,Khánh:2,Ân"),
    ),
    "female": (
        _Bag("Lan:5,Hoa:5,Hồng:4,Mai:4,Cúc:3,Huệ:3,Liên:4,Hương:4,Hằng:2,Nga:3,Loan:3,Thanh:3,Tuyết:3,"
             "Bình:2,Hòa:3,"
             "Lý:2,Tư,Năm,Sáu,Bé:2,Gái,Thơm,Nhung:2,Đào:2,Lành,Sen,Nụ,Xuân:3,Mùi,Tý,Minh:2,Vân:2,Phượng:3,"
             "Yến:2"),
        _Bag("Hương:6,Hà:5,Lan:4,Hằng:5,Thủy:5,Trang:5,Linh:4,Hoa:3,Nga:3,Nhung:4,Huyền:4,Hạnh:3,Hiền:4,"
             "Phương:4,Thảo:4,"
             "Yến:3,Vân:4,Mai:3,Thu:3,Ngọc:3,Oanh:2,Thúy:3,Dung:3,Hồng:3,Loan:2,Hòa:2,Tâm:2,Ánh:2,Anh:3,"
             "Quỳnh:2,Ly,My,"
             "Trâm,Liễu,Diệp,Thùy:2,Bích"),
        _Bag("Anh:6,Linh:6,Trang:5,Ngọc:5,Phương:4,Thảo:5,Nhi:5,Vy:5,Như:4,My:3,Ngân:4,Hân:4,Quỳnh:4,Trâm:3,"
             "Uyên:3,"
             "Châu:3,Hà:3,Mai:3,Thư:4,Trinh:2,Yến:2,Huyền:3,Chi:3,Giang:2,Tiên:3,Ly:2,Thy:2,Duyên:2,Dung:2,"
             "Hiền:2,Ánh:2,"
             "Lam,Nguyệt"),
    ),
}  # fmt: skip

_PEOPLES = _Bag("hmong:25,thai:22,e_de:18,khmer:15,cham:10,tay:10")
_MONG_FAMILY = _Bag("Giàng:4,Vàng:3,Sùng:3,Thào:3,Lầu:2,Mùa:2,Hạng,Cứ,Lý:2,Vừ:2")
_MONG_MAN = _Bag("A Páo,A Sính,A Tủa,A Dế,A Chứ,A Lử,A Và,Seo Dìn,Mí Sình,Mí Pó,A Chống,A Súa")
_MONG_WOMAN = _Bag("Thị Mỷ,Thị Dợ,Thị Sua,Thị Chía,Thị Pàng,Thị Máy,Thị Dính,Thị Ghếnh")
_THAI_FAMILY = _Bag("Lò:5,Quàng:3,Cà:2,Tòng:2,Lường:3,Vì:2,Hà,Cầm,Bạc")
_THAI_MAN = _Bag("Pánh,Hặc,Inh,Ún,Tướng,Phanh,Thoan,Xôm,Dọn,Pâng")
_THAI_WOMAN = _Bag("Ơn,Hoan,Pọm,Inh,Xoan,Piếng,Biên,Lả,Ín,Phương")
_E_DE_MAN = _Bag("Blông,Bhiông,Thinh,Ngông,Khoa,Suk,Wem,Tlŭk,Nguên,Khăm")
_E_DE_WOMAN = _Bag("Hen,Bia,Juel,Nhuên,Linh,Rĭn,Wen,Yar,Ngai,Mlan")
_E_DE_CLAN = _Bag("Niê:5,Mlô:3,Êban:3,Ayŭn:2,Kbuôr:2,Ênuôl:2,Ktla,Byă,Hđơk,Niê Kđăm")
_KHMER_FAMILY = _Bag("Thạch:4,Sơn:3,Kim:2,Danh:3,Lâm,Châu")
_KHMER_MAN = _Bag("Sa Rươne,Sóc Phone,Rích Thi,Sô Phol,Đa Ra,Thươl,Sà Mane,Chanh Đa")
_KHMER_WOMAN = _Bag("Thị Sa Rây,Thị Sóc Kha,Thị Chanh Thi,Thị Sà Rương,Thị Ni,Thị Đa Ni")
_CHAM_FAMILY = _Bag("Quảng:2,Đàng:2,Não,Bá:2,Thành,Hán:2,Lộ,Kiều,Thiên Sanh")
_TAY_FAMILY = _Bag("Nông:4,Hoàng:3,Lương:2,Vi:2,Triệu:2,Ma:2,Bế:2,Lục")

_PLACE = _Bag(
    "Đông,Tây,Nam,Bắc,Thượng,Hạ,Trung,Phước Hòa,Tân Lập,Tân Tiến,Bình An,Đồng Tâm,Hòa Bình,Yên Phú,An Thạnh,"
    "Mỹ Hải,"
    "Vĩnh Thuận,Phú Thọ,Long Hải,Thanh Sơn"
)
_HAMLET = _Bag("Thôn:6,Tổ dân phố:3,Ấp:2,Khu phố:2,Bản:1")
_NICKNAME = _Bag("Tý,Tèo,Cu Tí,Bi,Bin,Hai,Ba,Tư,Sáu,Bảy Cò,Tám,Út,Cò,Tròn,Ken,Su,Bo")

_FULL, _YEAR, _MONTH = 0.86, 0.95, 0.97
_DAYS = (_LAST - _FIRST).days


def people(seed: int, n: int) -> Iterator[MadeUpPerson]:
    """``n`` made-up people, the same ones for the same seed; four in five are men, as in such registers.

    86 in 100 births are known to the day, 9 to the year, 2 to the month, 3 are “about N years”. Numbers do
    not repeat within a million people of one seed.
    """
    rng = Random(seed)
    start = rng.randrange(1_000_000)
    for serial in range(start, start + n):
        yield _person(rng, serial)


def _person(rng: Random, serial: int) -> MadeUpPerson:
    sex = "male" if rng.random() < 0.8 else "female"
    born = _FIRST + timedelta(days=int(rng.triangular(0, _DAYS, _DAYS * 0.65)))
    ethnicity, name = _name(rng, sex, born.year)
    return MadeUpPerson(
        name=name,
        sex=sex,
        birth=_birth(rng, born),
        number=_number(serial, sex, born.year),
        other_names=_other_names(rng, name),
        ethnicity=ethnicity,
        phone=f"0900000{int(rng.random() * 1000):03}",
        hamlet=f"{_HAMLET.draw(rng)} {_hamlet_name(rng)}",
    )


def _name(rng: Random, sex: str, year: int) -> tuple[str, str]:
    if rng.random() < 0.04:
        return _other_people(rng, sex)
    age = 0 if year < 1975 else 1 if year < 1995 else 2
    family = _FAMILY.draw(rng)
    middle = _MIDDLE[sex][age].draw(rng)
    given = _GIVEN[sex][age].draw(rng)
    kind = rng.random()
    if kind < 0.02:  # one-word given names without a middle name: Nguyễn An
        return "kinh", f"{family} {given}"
    if kind < 0.05:  # the mother's family name as a middle name: Nguyễn Trần Minh Khang
        middle = f"{_SECOND_FAMILY.draw(rng)} {middle.rpartition(' ')[2]}".removeprefix(f"{family} ")
    return "kinh", _unlike(family, middle, given)


def _unlike(family: str, middle: str, given: str) -> str:
    """Nobody is called Minh Minh: a repeated middle name becomes the plain one."""
    return f"{family} {given}" if middle.rpartition(" ")[2] == given else f"{family} {middle} {given}"


def _other_people(rng: Random, sex: str) -> tuple[str, str]:
    """A name in the form of another people of Vietnam, with the code of the list "ethnicity"."""
    man = sex == "male"
    people_code = _PEOPLES.draw(rng)
    if people_code == "hmong":
        return people_code, f"{_MONG_FAMILY.draw(rng)} {(_MONG_MAN if man else _MONG_WOMAN).draw(rng)}"
    if people_code == "thai":
        given = f"Văn {_THAI_MAN.draw(rng)}" if man else f"Thị {_THAI_WOMAN.draw(rng)}"
        return people_code, f"{_THAI_FAMILY.draw(rng)} {given}"
    if people_code == "e_de":
        given = f"Y {_E_DE_MAN.draw(rng)}" if man else f"H’{_E_DE_WOMAN.draw(rng)}"
        return people_code, f"{given} {_E_DE_CLAN.draw(rng)}"
    if people_code == "khmer":
        return people_code, f"{_KHMER_FAMILY.draw(rng)} {(_KHMER_MAN if man else _KHMER_WOMAN).draw(rng)}"
    family = _CHAM_FAMILY if people_code == "cham" else _TAY_FAMILY
    return people_code, f"{family.draw(rng)} {'Văn' if man else 'Thị'} {_GIVEN[sex][1].draw(rng)}"


def _birth(rng: Random, born: date) -> str:
    known = rng.random()
    if known < _FULL:
        return born.isoformat()
    if known < _YEAR:
        return f"{born.year}"
    if known < _MONTH:
        return f"{born.year}-{born.month:02}"
    return f"~{_ASKED_YEAR - born.year}@{_ASKED}"


def _number(serial: int, sex: str, year: int) -> str:
    """Made-up code, sex and century, year, then six digits that run through all of them once."""
    sign = (year - 1900) // 100 * 2 + (sex == "female")
    # 387 420 489 and a million have no common factor, so the last six digits do not repeat early.
    return f"{MADE_UP_CODE}{sign}{year % 100:02}{serial * 387_420_489 % 1_000_000:06}"


def _other_names(rng: Random, name: str) -> tuple[str, ...]:
    kind = rng.random()
    if kind > 0.18:
        return ()
    nickname = _NICKNAME.draw(rng)
    return (nickname,) if kind > 0.06 else (f"{name.split()[-1]} {nickname.lower()}",)


def _hamlet_name(rng: Random) -> str:
    return str(1 + int(rng.random() * 12)) if rng.random() < 0.45 else _PLACE.draw(rng)
