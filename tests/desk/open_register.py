"""A real encrypted register of made-up people, opened as the desk sees it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.bootstrap import NewNode, Opened, create_node, fixed_clock
from app.desk.jobs.lane import Lane
from app.desk.shell.desk import Desk
from app.desk.shell.gate import Found, Status
from app.desk.shell.preferences import Preferences
from app.kinds.dates import VIETNAM, show_birth
from app.ledger import drafts
from app.register.entries import record_test, record_visit
from app.register.people import AddPerson, add_person, save
from app.register.search import find_people
from app.register.session import Session
from app.vault.derive import REHEARSAL
from app.vault.home import Home

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=VIETNAM)
PASSWORD = "bốn con thuyền neo bến"
UNIT = "Công an xã Ninh Phước, tỉnh Khánh Hòa"

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Bùi", "Đỗ", "Võ", "Huỳnh", "Đạo", "Bá", "Chamaléa")
_MIDDLE = {"male": ("Văn", "Hữu", "Quốc", "Minh", "Đức"), "female": ("Thị", "Ngọc", "Thuỳ", "Mỹ")}
_GIVEN = {
    "male": (
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Đạt",
        "Hải",
        "Khánh",
        "Lâm",
        "Nam",
        "Phúc",
        "Sơn",
        "Thành",
        "Tuấn",
    ),
    "female": ("Ánh", "Chi", "Hà", "Hoa", "Lan", "Mai", "Nga", "Trang", "Vân", "Yến"),
}
HAMLETS = ("Thôn Đông Hải", "Thôn Tây Sơn", "Khu phố 1", "Khu phố 2", "Thôn Phú Thọ", "Thôn Hòa Thạnh")
OFFICERS = ("nguyen.van.an", "tran.thi.binh", "le.hoang.nam")
PANEL = ("heroin", "ats", "mdma", "cannabis")


@dataclass
class RegisterSession:
    """The open register as the frame sees it, with ``session`` for use cases and queries."""

    opened: Opened
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        return self.opened.session

    @property
    def user(self) -> str:
        return self.session.user

    @property
    def role(self) -> str:
        return self.session.role

    role_label = "Administrator"
    unit_name = UNIT
    sample = False

    def status(self) -> Status:
        return Status(
            saved_at=NOW, backup_at=NOW - timedelta(hours=17), unsent=14, catalogue=date(2026, 10, 10)
        )

    def find(self, text: str, limit: int) -> Sequence[Found]:
        hits = find_people(self.session, text, limit, settled=False)
        return [
            Found(h.name, " · ".join(p for p in (show_birth(h.birth or ""), h.hamlet) if p), "people", h.id)
            for h in hits
        ]

    def keep_draft(self, key: str, body: dict[str, Any]) -> None:
        drafts.keep(self.session.store, self.user, key, body)

    def find_draft(self, key: str) -> dict[str, Any] | None:
        found = drafts.find(self.session.store, self.user, key)
        return found.body if found else None

    def drop_draft(self, key: str) -> None:
        drafts.drop(self.session.store, self.user, key)

    def close(self) -> None:
        self.opened.close()


def make_register(folder: Path, people: int = 60) -> RegisterSession:
    """A new home in ``folder`` with so many people; the cheapest key derivation."""
    new = NewNode("C22870", UNIT, "commune", "22870", "nguyen.van.an", "police", PASSWORD)
    opened = create_node(Home(folder), new, clock=fixed_clock(NOW), limits=REHEARSAL)
    register = RegisterSession(opened)
    if people:
        fill(register.session, people)
    return register


@contextmanager
def open_desk(folder: Path, people: int = 60) -> Iterator[Desk]:
    """A desk over a new register; everything is closed and waited for at the end."""
    register = make_register(folder, people)
    lane = Lane()
    desk = Desk(register, lane, Preferences())
    try:
        yield desk
    finally:
        lane.close(register.close)


def audit_of(desk: Desk) -> list[tuple[str, str]]:
    """What was noted: act and subject, in order."""
    with desk.register.session.store.read() as reader:
        return [(row[0], row[1]) for row in reader.rows("SELECT act, subject FROM audit ORDER BY n")]


def type_text(text: str) -> None:
    """Type into what has the keyboard as an input method does: QTest knows no Vietnamese letters."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    focus = QApplication.focusWidget()
    if focus is not None:
        QApplication.sendEvent(focus, event)


def fill(session: Session, people: int, seed: int = 11) -> list[str]:
    """Made-up people with the events of some years; numbers begin with 000, which no province has."""
    rand = random.Random(seed)
    kits = _add_kits(session)
    return [_add_one(session, rand, place, kits) for place in range(people)]


def _add_kits(session: Session) -> list[str]:
    today = session.today()
    lots = (
        ("kit-a", "Test nhanh 4 chất", "T4-2611", today + timedelta(days=280), PANEL, 200),
        ("kit-b", "Test nhanh Heroin/ATS", "HA-0925", today + timedelta(days=40), PANEL[:2], 60),
    )
    for record_id, name, lot, expiry, panel, quantity in lots:
        fields = {
            "name": name,
            "lot": lot,
            "expiry": expiry.isoformat(),
            "panel": list(panel),
            "quantity": quantity,
            "received_on": (today - timedelta(days=90)).isoformat(),
        }
        save(session, "kit_lot", record_id, fields)
    return [lot[0] for lot in lots]


def _person(rand: random.Random, place: int) -> dict[str, Any]:
    sex = "female" if rand.random() < 0.2 else "male"
    name = f"{rand.choice(_FAMILY)} {rand.choice(_MIDDLE[sex])} {rand.choice(_GIVEN[sex])}"
    year = rand.randint(1968, 2006)
    birth = rand.choice((f"{year}", f"{year}-{rand.randint(1, 12):02}-{rand.randint(1, 28):02}"))
    century = (year - 1900) // 100 * 2 + (sex == "female")
    fields: dict[str, Any] = {
        "name": name,
        "sex": sex,
        "birth": birth,
        "papers": [{"sort": "cccd", "number": f"000{century}{year % 100:02}{place:06}"}],
        "ethnicity": rand.choice(("kinh", "cham", "raglai")),
        "occupation": rand.choice(("Lao động tự do", "Đi biển", "Làm rẫy", "Thợ hồ", None)),
        "education": rand.choice(("primary", "lower_secondary", "upper_secondary", None)),
        "phones": [f"09{rand.randint(10_000_000, 99_999_999)}"],
        "substances": rand.sample(("heroin", "ats", "cannabis", "ketamine"), rand.randint(1, 2)),
        "officer": rand.choice(OFFICERS),
    }
    if place % 17 == 5:
        del fields["birth"]
    return {key: value for key, value in fields.items() if value is not None}


def _add_one(session: Session, rand: random.Random, place: int, kits: list[str]) -> str:
    today = session.today()
    since = today - timedelta(days=rand.choice((8, 12, 30, 75, 140, 200, 300, 355, 359, 364)))
    code = rand.choice(("U-QL", "U-QL", "U-QL", "S", "S", "A-TN-GĐ", "A-TT", "A-BB", "U"))
    sorts = {"U-QL": "manage_user", "S": "aftercare", "A-TN-GĐ": "voluntary", "A-BB": "court"}
    decision = None
    if code in sorts:
        decision = {"sort": sorts[code], "decided_on": since.isoformat(), "effective_from": since.isoformat()}
        if place % 11:
            decision |= {"number": f"{place + 12}/QĐ-CAX", "signatory": "Lê Văn Thuận"}
        if code != "U-QL":
            decision["effective_until"] = (since + timedelta(days=365)).isoformat()
    address = {"sort": "present", "hamlet": rand.choice(HAMLETS), "text": f"Số {rand.randint(1, 120)}"}
    cmd = AddPerson(
        _person(rand, place),
        None if place % 19 == 7 else address,
        {"status": code, "since": since.isoformat()},
        decision,
    )
    person, _changed = add_person(session, cmd)
    _add_events(session, rand, person, since, kits)
    return person


def _add_events(session: Session, rand: random.Random, person: str, since: date, kits: list[str]) -> None:
    now, today = session.now(), session.today()
    for _turn in range(rand.randint(1, 4)):
        day = since + timedelta(days=rand.randint(0, max(0, (today - since).days)))
        positive = rand.random() < 0.18
        panel = [{"substance": s, "result": "negative"} for s in PANEL]
        if positive:
            panel[rand.randint(0, 1)]["result"] = "positive"
        at = datetime(
            day.year, day.month, day.day, rand.randint(7, 16), rand.choice((0, 15, 40)), tzinfo=VIETNAM
        )
        fields: dict[str, Any] = {
            "person": person,
            "sampled_at": min(at, now).isoformat(),
            "panel": panel,
            "kit": kits[0],
            "place": "Trụ sở Công an xã",
            "ground": "scheduled",
            "taken_by": "Trần Thị Bình",
        }
        if rand.random() < 0.1:
            fields |= {"panel": [], "result": rand.choice(("refused", "no_show"))}
        record_test(session, fields)
    for _turn in range(rand.randint(0, 3)):
        day = since + timedelta(days=rand.randint(0, max(0, (today - since).days)))
        found = rand.choice(
            (
                "Sinh hoạt bình thường, có việc làm ổn định.",
                "Gia đình cho biết buổi tối ít ra ngoài.",
                "Đang tìm việc; đề nghị giới thiệu học nghề.",
            )
        )
        record_visit(
            session,
            {
                "person": person,
                "visited_on": day.isoformat(),
                "by": "Trần Thị Bình",
                "place": "home",
                "found": found,
            },
        )
    if rand.random() < 0.3:
        support = {
            "person": person,
            "sort": "vocational",
            "since": since.isoformat(),
            "by": "Hội Nông dân xã",
        }
        save(session, "support", "", support)
