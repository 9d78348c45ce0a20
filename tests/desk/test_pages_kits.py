"""The stock of kits on its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.models.source import Marked
from app.desk.pages.people.pictures import settle as once
from app.desk.pages.people.work import session_of
from app.desk.pages.records.view import RecordsView
from app.desk.pages.testing.kits_page import KitsPage
from app.desk.shell.desk import Desk
from app.desk.theme.theme import theme
from app.kinds.testing import KitLot
from app.register.entries import kits
from tests.desk.area_records import fill_kits
from tests.desk.open_register import open_desk


def settle(desk: Desk) -> None:
    once(desk)
    once(desk)


@pytest.fixture
def desk(qapp, tmp_path: Path) -> Iterator[Desk]:
    theme().start()
    with open_desk(tmp_path / "home", 8) as made:
        fill_kits(session_of(made))
        yield made


@pytest.fixture
def view(qtbot, desk: Desk) -> RecordsView:
    page = KitsPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 616)
    page.show()
    settle(desk)
    found = page.view()
    assert found is not None
    found.setProperty("page", page)
    return found


def lines(view: RecordsView) -> dict[str, list[str]]:
    return {
        view.model.text_at(row, 2): [view.model.text_at(row, c) for c in range(4, 8)]
        for row in range(view.model.rowCount())
    }


def test_in_used_and_left_with_the_state_of_each_lot(view: RecordsView) -> None:
    found = lines(view)
    assert list(found) == ["KIT-OLD", "KIT-SOON", "HA-0925", "T4-2611"]  # the first to expire first
    assert found["KIT-OLD"] == ["đã hết hạn", "25", "0", "25"]
    state = found["KIT-SOON"][0]
    assert isinstance(state, Marked) and (state, state.tone) == ("Còn 12 ngày", "warn")
    _state, quantity, used, left = found["T4-2611"]
    assert int(used) > 0 and int(quantity) == int(used) + int(left) == 200


def test_expired_lots_do_not_count_and_are_not_offered(desk: Desk, view: RecordsView) -> None:
    found = lines(view)
    usable = sum(int(found[lot][3]) for lot in ("KIT-SOON", "HA-0925", "T4-2611"))
    assert view.numbers.tiles["usable"]._value == str(usable)
    assert "kit-old" not in [lot.id for lot in kits(session_of(desk))]
    view.numbers.tiles["expired"].click()
    settle(desk)
    assert list(lines(view)) == ["KIT-OLD"]


def test_a_lot_is_received_and_corrected(desk: Desk, view: RecordsView) -> None:
    view.acts.add()
    settle(desk)
    form = view.acts.sheet.form
    assert form is not None
    for name, typed in (("name", "Que thử 5 chất"), ("lot", "M5-01"), ("expiry", "31/12/2027")):
        form.form.field(name).set_typed(typed)
    form.form.field("quantity").set_typed("100")
    view.acts.sheet.save()
    settle(desk)
    assert lines(view)["M5-01"] == ["dùng được", "100", "0", "100"]
    view.show_record(next(lot.id for lot in kits(session_of(desk)) if lot.lot == "M5-01"))
    settle(desk)
    view.acts.edit()
    settle(desk)
    form = view.acts.sheet.form
    assert form is not None
    form.form.field("quantity").set_typed("90")
    form.why.set_typed("đếm lại khi nhận")
    view.acts.sheet.save()
    settle(desk)
    assert lines(view)["M5-01"][1] == "90"


def test_a_low_stock_warns(qtbot, qapp, tmp_path: Path) -> None:
    with open_desk(tmp_path / "low", 0) as desk:
        session = session_of(desk)
        with session.store.write(session.user) as writer:
            writer.put(KitLot(id="a", name="T", lot="1", expiry=session.today(), quantity=4))
        page = KitsPage(desk)
        qtbot.addWidget(page)
        settle(desk)
        view = page.view()
        assert view is not None
        assert "sắp hết" in view.numbers.note.text()
        assert lines(view)["1"][0] == "hết hạn hôm nay"
