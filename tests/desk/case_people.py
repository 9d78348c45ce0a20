"""Made-up cases of every procedure, in every stage, for page tests and pictures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.desk.pages.people.pictures import settle as calm
from app.kinds.compulsory import CompulsoryFile
from app.kinds.dates import store_moment
from app.kinds.detection import Absence
from app.kinds.rehab import RehabEpisode
from app.register import aftercare, compulsory, moves, presence, rehab
from app.register.people import AddPerson, add_person, save
from app.register.session import Session

NAMES = (
    "Nguyễn Văn Bình",
    "Trần Thị Hoa",
    "Lê Hữu Phước",
    "Đặng Quốc Khánh",
    "Phạm Minh Tuấn",
    "Bùi Thị Ngọc Ánh",
    "Đỗ Đức Thành",
    "Võ Văn Sơn",
)
HAMLETS = ("Thôn Đông Hải", "Thôn Tây Sơn", "Khu phố 1", "Thôn Phú Thọ")


class Cases:
    """Adds people and cases to a session; names and hamlets go round."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.count = 0

    def day(self, ago: int) -> str:
        return (self.session.today() - timedelta(days=ago)).isoformat()

    def at(self, hours_ago: float) -> str:
        return store_moment(self.session.now() - timedelta(hours=hours_ago))

    def person(self, *statuses: tuple[str, int]) -> str:
        place = self.count
        self.count += 1
        name = NAMES[place % len(NAMES)] + (" Em" if place >= len(NAMES) else "")
        cmd = AddPerson(
            {"name": name, "birth": str(1975 + place % 30), "officer": "nguyen.van.an"},
            {"sort": "present", "hamlet": HAMLETS[place % len(HAMLETS)], "text": f"Số {place + 1}"},
        )
        made = add_person(self.session, cmd)[0]
        for code, ago in statuses:
            save(self.session, "status_period", "", {"person": made, "status": code, "since": self.day(ago)})
        return made

    def one(self, struct: Any, person: str) -> Any:
        with self.session.store.read() as reader:
            return reader.all(struct, "person = ? ORDER BY id", (person,))[-1]

    # -- rehabilitation and after-care

    def episode(self, registered: int, stages: tuple[int, ...] = (), **more: Any) -> RehabEpisode:
        who = more.pop("person", "") or self.person(("A", registered))
        fields = {"person": who, "form": "home", "registered_on": self.day(registered)} | more
        rehab.begin_rehab(self.session, fields)
        made: RehabEpisode = self.one(RehabEpisode, who)
        for ago in stages:
            rehab.enter_stage(self.session, made.id, {"since": self.day(ago), "result": "đạt yêu cầu"})
        found: RehabEpisode = self.one(RehabEpisode, who)
        return found

    def completed(self, ago: int) -> RehabEpisode:
        episode = self.episode(ago + 120, (ago + 110, ago + 60))
        fields = {
            "outcome": "completed",
            "ended_on": self.day(ago),
            "certificate_number": f"{self.count}/GXN-CAX",
            "certificate_on": self.day(ago),
        }
        rehab.finish_rehab(self.session, episode.id, fields)
        return episode

    def care(self, ago: int, years: int = 1) -> str:
        episode = self.completed(ago)
        fields = {
            "person": episode.person,
            "completed_on": self.day(ago),
            "years": years,
            "number": f"{self.count}/QĐ-UBND",
            "decided_on": self.day(ago - 2),
            "signatory": "Trần Văn Hòa",
        }
        aftercare.start_aftercare(self.session, fields)
        return episode.person

    # -- files

    def file(self, opened: int, ground: int | None = None, **more: Any) -> CompulsoryFile:
        who = self.person(("A", 300))
        fields = {
            "person": who,
            "ground": "no_register",
            "ground_on": self.day(ground if ground is not None else opened + 2),
            "opened_on": self.day(opened),
            "number": f"{self.count:02}/HS",
        }
        compulsory.open_file(self.session, fields | more)
        made: CompulsoryFile = self.one(CompulsoryFile, who)
        return made

    def advance(self, record: CompulsoryFile, **ago: int) -> CompulsoryFile:
        for name, days in ago.items():
            compulsory.advance_file(self.session, record.id, {name: self.day(days)})
        found: CompulsoryFile = self.one(CompulsoryFile, record.person)
        return found

    def decided(self, record: CompulsoryFile, ago: int) -> None:
        fields = {
            "decided_on": self.day(ago),
            "outcome": "accepted",
            "number_of_decision": f"{self.count}/QĐ-TA",
            "decision_received_at": self.at(20),
        }
        compulsory.advance_file(self.session, record.id, fields)

    # -- going and coming

    def leaving(self, hours: float) -> Absence:
        who = self.person(("U-QL", 60))
        fields = {
            "person": who,
            "left_at": self.at(hours),
            "unit_name": "xã Vĩnh Hải, tỉnh Khánh Hòa",
            "reported": True,
        }
        moves.record_departure(self.session, fields)
        made: Absence = self.one(Absence, who)
        return made


def fill_cases(session: Session) -> Cases:
    """Every stage of every procedure at least once."""
    cases = Cases(session)
    cases.episode(5)
    cases.episode(40, (38,), next_on=cases.day(-3))
    cases.episode(90, (88, 60), form="facility", facility="Cơ sở cai nghiện số 2")
    cases.episode(200, (195, 150, 90))
    cases.episode(300, (295, 250, 200, 100), time=2)
    cases.episode(340, (335, 300, 250, 200, 30), due_on=cases.day(-9))
    breached = cases.episode(60, (55,))
    save(
        session,
        "breach",
        "",
        {"person": breached.person, "obligation": "voluntary", "sort": "missed", "happened_on": cases.day(4)},
    )
    cases.completed(12)
    cases.care(20)
    who = cases.care(350)
    presence.record_absence(session, {"person": who, "left_at": cases.at(24 * 30), "reported": False})
    presence.record_return(session, cases.one(Absence, who).id, {"ended_on": cases.day(18)})
    cases.file(2)
    cases.advance(cases.file(9), notice_on=6, notice_received_on=5)
    cases.advance(cases.file(12), notice_on=10, notice_received_on=9, read_on=4)
    sent = cases.advance(cases.file(30), notice_on=27, notice_received_on=26, read_on=21, sent_on=20)
    decided = cases.advance(
        cases.file(50, is_minor=True), notice_on=48, notice_received_on=47, read_on=42, sent_on=41
    )
    cases.decided(decided, 3)
    compulsory.advance_file(session, sent.id, {"returned_on": cases.day(5)})
    cases.file(70, ground=85)
    cases.leaving(5)
    cases.leaving(14)
    cases.leaving(23)
    late = cases.leaving(40)
    moves.notify_commune(session, late.id, {"notified_at": cases.at(30), "notice_number": "14/TB-CAX"})
    came = cases.person()
    moves.record_arrival(session, {"person": came, "arrived_at": cases.at(8), "unit_name": "phường Đô Vinh"})
    away = cases.person(("S", 100))
    presence.record_absence(
        session, {"person": away, "left_at": cases.at(90), "unit_name": "Bình Dương", "reported": False}
    )
    held = cases.person(("U-QL", 80))
    presence.begin_custody(
        session, {"person": held, "since": cases.day(6), "number": "31/QĐ-CAX", "decided_on": cases.day(6)}
    )
    for ago in (60, 30):
        presence.record_presence(
            session,
            {"person": away, "checked_on": cases.day(ago), "present": False, "said_to_be": "Bình Dương"},
        )
    return cases


def settle(qtbot: Any, desk: Any) -> None:
    """Wait for the lane, for what its answers ask next, and for the panel's moment."""
    for _turn in range(2):
        calm(desk)
    qtbot.waitUntil(desk.lane.is_idle)


def shown(qtbot: Any, desk: Any, page: Any) -> Any:
    """The page on view in its usual size, with everything read."""
    qtbot.addWidget(page)
    page.resize(1096, 616)
    page.show()
    page.activateWindow()
    settle(qtbot, desk)
    return page


def choose(qtbot: Any, desk: Any, view: Any, kind: str, record: str) -> None:
    """Put the cursor of a list on a record."""
    view.cases.show_record(kind, record)
    settle(qtbot, desk)
    assert view.panel.detail is not None
    assert view.panel.detail.record.id == record
