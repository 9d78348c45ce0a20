"""The states of the scorecard that are looked at as pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.pictures import settle
from app.desk.shell.desk import Desk
from app.register.scoring.scorecard import RULE_SETS


def _ready(desk: Desk, page: QWidget) -> QWidget:
    page.resize(1096, 616)
    settle(desk)
    settle(desk)
    return page


def _tab(name: str, rules: str = RULE_SETS[-1]) -> Callable[[Desk], QWidget]:
    def make(desk: Desk) -> QWidget:
        from app.desk.pages.scorecard.page import ScorecardPage

        page = ScorecardPage(desk)
        _ready(desk, page)
        page.choose_rules(rules)
        page.arrive(name)
        return _ready(desk, page)

    return make


def _trial(desk: Desk) -> QWidget:
    from app.desk.pages.scorecard.page import ScorecardPage

    page = ScorecardPage(desk)
    _ready(desk, page)
    page.choose_rules(RULE_SETS[0])
    page.arrive("trial")
    page.trial.fields["persons_with_file"].set_typed("100")
    page.trial.fields["population"].set_typed("12500")
    return _ready(desk, page)


def _records(desk: Desk) -> QWidget:
    from app.desk.pages.scorecard.page import ScorecardPage

    page = ScorecardPage(desk)
    _ready(desk, page)
    if page.card is not None:
        page.acts.open_records(page.criteria.lines[0].title, page.criteria.lines[0].records)
    return _ready(desk, page)


PICTURES: list[tuple[str, Callable[[Desk], QWidget]]] = [
    ("scorecard", _tab("criteria")),
    ("scorecard-plan", _tab("criteria", RULE_SETS[0])),
    ("scorecard-ten", _tab("ten", RULE_SETS[0])),
    ("scorecard-figures", _tab("facts")),
    ("scorecard-trial", _trial),
    ("scorecard-kept", _tab("kept")),
    ("scorecard-records", _records),
]
