"""Made-up places, incidents, community work and kits for the tests and pictures of their pages."""

from __future__ import annotations

from typing import Any

from app.register.lists import ListQuery, first_lines
from app.register.people import save
from app.register.session import Session
from tests.desk.open_register import HAMLETS


def fill_area(session: Session) -> None:
    """A few records of every police kind."""
    people = [line.id for line in first_lines(session, ListQuery(), 6)]
    _places(session, people)
    _incidents(session, people)
    _others(session)


def _places(session: Session, people: list[str]) -> None:
    rows: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
        ("Quán cà phê Gió Biển", "complex", "2026-10-02", "listed", {}),
        ("Nhà nghỉ Hoàng Hôn", "business", "2026-09-11", "suspected", {}),
        ("Bãi đất trống sau chợ", "at_risk", "2026-08-20", "listed", {}),
        ("Đồi Đá Trắng", "hot_spot", "2026-05-03", "resolved", {"resolved_on": "2026-11-10"}),
        ("Xe khách biển số tạm", "vehicle", "2026-03-14", "listed", {}),
    )
    for n, (name, sort, since, state, more) in enumerate(rows):
        fields = {
            "name": name,
            "sort": sort,
            "since": since,
            "state": state,
            "hamlet": HAMLETS[n % 6],
            **more,
        }
        fields |= {"officer": "nguyen.van.an", "address": f"Số {n + 3} đường ven biển"}
        if n == 0:
            fields["owner"] = "Hộ kinh doanh Lê Văn Tám"
            fields["inspections"] = [
                {"on": "2026-10-20", "by": "Tổ công tác liên ngành", "result": "Không phát hiện vi phạm"},
                {"on": "2026-11-12", "by": "Công an xã", "result": "Có hai người lạ tụ tập"},
            ]
            fields["changes"] = [
                {"on": "2026-10-02", "state": "suspected"},
                {"on": "2026-10-21", "state": "listed", "document": "15/BC-CAX"},
            ]
        save(session, "place", f"place-{n}", fields)
    for n, part in enumerate(("owner", "user", "user")):
        fields = {"place": "place-0", "person": people[n], "part": part, "since": "2026-10-02"}
        save(session, "involvement", f"part-{n}", fields)


def _incidents(session: Session, people: list[str]) -> None:
    acts = ("trade", "store", "organise", "use", "grow")
    stages = ("prosecuted", "detected", "closed", "closed", "detected")
    for n, act in enumerate(acts):
        fields: dict[str, Any] = {
            "sort": "administrative" if act == "use" else "case",
            "detected_on": f"2026-{n * 2 + 1:02}-1{n}",
            "number": f"0{n + 1}/VA",
            "act": act,
            "stage": stages[n],
            "hamlet": HAMLETS[n],
            "seriousness": "serious",
        }
        if n == 0:
            fields |= {"prosecuted_on": "2026-02-20", "place": "place-0"}
            fields["seizures"] = [
                {"substance": "heroin", "amount": 12, "unit": "g"},
                {"substance": "mdma", "amount": 30, "unit": "tablet"},
            ]
        if n == 2:
            fields["offenders"] = 4
        save(session, "incident", f"incident-{n}", fields)
    save(session, "involvement", "part-x", {"incident": "incident-0", "person": people[3], "part": "dealer"})
    save(session, "involvement", "part-y", {"incident": "incident-0", "name": "Trần Văn Lạ", "part": "user"})


def _others(session: Session) -> None:
    grown = {"species": "cannabis", "hamlet": HAMLETS[1], "detected_on": "2026-06-02", "plants": 35}
    save(session, "cultivation", "grown-0", {**grown, "area_m2": 14, "destroyed_on": "2026-06-03"})
    save(session, "cultivation", "grown-1", {**grown, "species": "poppy", "detected_on": "2026-11-01"})
    person = first_lines(session, ListQuery(), 1)[0].id
    save(
        session, "retail_dealer", "dealer-0", {"person": person, "since": "2026-04-01", "hamlet": HAMLETS[2]}
    )
    save(
        session,
        "retail_dealer",
        "dealer-1",
        {"name": "Lê Thị Xa", "since": "2026-01-05", "until": "2026-09-01"},
    )
    text = "Ban đêm có nhiều thanh niên lạ tụ tập ở bãi đất sau chợ, ồn ào đến khuya."
    tip = {"channel": "mailbox", "content": text, "received_at": "2026-11-20T08:15:00+07:00"}
    save(session, "tip", "tip-0", tip)
    save(
        session, "tip", "tip-1", {**tip, "channel": "hotline", "handled_on": "2026-11-21", "handled_by": "an"}
    )
    came = {"sort": "worker", "since": "2026-11-02", "hamlet": HAMLETS[3], "from_where": "tỉnh Gia Lai"}
    save(session, "newcomer", "new-0", {**came, "name": "Rơ Châm Thử", "birth": "1998"})
    back = {**came, "sort": "prison", "name": "Võ Quốc Tới", "checked_on": "2026-11-05"}
    save(session, "newcomer", "new-1", back)


def fill_community(session: Session) -> None:
    """A few records of every kind of the work in the community."""
    for n, hamlet in enumerate(HAMLETS[:4]):
        count = {"hamlet": hamlet, "counted_on": "2026-06-30", "households": 120 + n, "signed": 120 - 7 * n}
        save(session, "pledge_count", f"pledge-{n}", count)
        if n < 3:
            box = {"hamlet": hamlet, "since": "2026-02-01", "place": "Nhà văn hóa", "keeper": "Trưởng thôn"}
            save(session, "mailbox", f"box-{n}", {**box, "checked_on": "2026-11-02"})
        if n < 2:
            board = {"hamlet": hamlet, "since": "2026-02-01", "number": "02593 800 113", "place": "Cổng thôn"}
            save(session, "hotline_board", f"board-{n}", board)
    model = {"name": "Dòng họ tự quản về an ninh trật tự", "sort": "security", "since": "2025-03-01"}
    save(
        session, "model", "model-0", {**model, "is_effective": True, "evidence": "Không có người nghiện mới"}
    )
    save(session, "model", "model-1", {**model, "name": "Tiếng kẻng an ninh", "sort": "prevention"})
    for n, form in enumerate(("meeting", "school", "loudspeaker")):
        told = {"held_on": f"2026-{8 + n:02}-12", "form": form, "reached": 150 * (n + 1), "by": "Đoàn xã"}
        save(session, "campaign", f"told-{n}", {**told, "topic": "Tác hại của ma túy tổng hợp"})
    person = first_lines(session, ListQuery(), 1)[0].id
    helper = {"name": "Đội công tác xã hội tình nguyện", "sort": "volunteer_team", "members": 9}
    save(session, "helper", "helper-0", {**helper, "hamlet": HAMLETS[0], "since": "2026-01-10"})
    assigned = {"name": "Nguyễn Thị Giúp", "sort": "assigned", "person": person, "phone": "0912 345 678"}
    save(session, "helper", "helper-1", {**assigned, "since": "2026-05-10"})


def fill_population(session: Session) -> None:
    """A figure of the own unit."""
    from app.register.community import need_own_unit

    figure = {"unit": need_own_unit(session), "sort": "actual", "as_of": "2026-06-30", "persons": 8_120}
    save(session, "population", "figure-0", {**figure, "households": 2_104, "source": "CSDLQG về dân cư"})


def fill_kits(session: Session) -> None:
    """Lots beside those that are there: one expired, one that soon will."""
    lots = (("kit-old", "2026-10-01", 25), ("kit-soon", "2026-12-05", 40))
    for record, expiry, quantity in lots:
        lot = {"name": "Test nhanh 4 chất", "lot": record.upper(), "expiry": expiry, "quantity": quantity}
        save(session, "kit_lot", record, {**lot, "budget": "Ngân sách xã", "received_on": "2025-12-01"})
