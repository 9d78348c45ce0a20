"""How many keys a day's work takes: a test in at most 80 (20 seconds at 4 a second), a visit in at most 120."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from app.desk.pages.people.work import session_of
from app.desk.pages.person.view import PersonView
from app.desk.shell.desk import Desk
from app.desk.widgets.fields import PanelField
from app.register.people import open_person
from tests.desk.test_pages_people_person import desk, person, saved, view

__all__ = ["desk", "person", "view"]

TEST_KEYS, VISIT_KEYS = 80, 120


class Typist:
    """Presses keys where the keyboard is, and counts them; a menu that is open gets them first."""

    def __init__(self, qtbot) -> None:
        self._qtbot = qtbot
        self.count = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1 if modifier == Qt.KeyboardModifier.NoModifier else 2
        self._qtbot.keyClick(self._there(), key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            self.count += 1
            self._qtbot.keyClicks(self._there(), letter)

    @staticmethod
    def _there():
        popup = QApplication.activePopupWidget()
        return popup if isinstance(popup, QMenu) else QApplication.focusWidget()

    def tab_to(self, field) -> None:
        """Tab until a field has the keyboard."""
        for _turn in range(25):
            if field.isAncestorOf(QApplication.focusWidget()):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError("the field cannot be reached by Tab")


def choose(qtbot, view: PersonView, typist: Typist, kind: str) -> None:
    """Open the menu of entries and press the key of a kind."""
    typist.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    words = next(action.text() for action in view.header.menu.actions() if action.data() == kind)
    typist.type(words[words.index("&") + 1].lower())
    qtbot.waitUntil(lambda: view.sheet.is_open)


def test_a_test_is_entered_in_twenty_seconds(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    typist = Typist(qtbot)
    choose(qtbot, view, typist, "drug_test")
    form = view.sheet.form
    assert form is not None
    panel = form.form.field("panel")
    assert isinstance(panel, PanelField)
    typist.tab_to(panel)
    for _line in panel.lines():
        typist.type("1")
    typist.tab_to(form.form.field("supervisor"))
    typist.type("Tran Van Binh")
    typist.count += 2
    saved(qtbot, view)
    (test,) = open_person(session_of(desk), person).facts.tests
    assert (test.result, test.supervisor, test.taken_by) == ("negative", "Tran Van Binh", "nguyen.van.an")
    assert test.kit_lot_number == "HA-0925"
    assert typist.count <= TEST_KEYS, typist.count


def test_a_visit_is_entered_in_thirty_seconds(qtbot, view: PersonView, desk: Desk, person: str) -> None:
    typist = Typist(qtbot)
    choose(qtbot, view, typist, "visit")
    form = view.sheet.form
    assert form is not None
    typist.tab_to(form.form.field("found"))
    typist.type("Co mat tai nha, di lam deu, gia dinh quan tam")
    typist.tab_to(form.form.field("next_on"))
    typist.type("23/12/2026")
    typist.count += 2
    saved(qtbot, view)
    (visit,) = open_person(session_of(desk), person).facts.visits
    assert visit.next_on is not None and visit.found == "Co mat tai nha, di lam deu, gia dinh quan tam"
    assert typist.count <= VISIT_KEYS, typist.count
