"""The WHO ASSIST as a grid: a line for each substance ever used, a key for each answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from app.desk.pages.testing.grid import EntryGrid
from app.desk.pages.testing.grid_model import PERSON, Answer, GridColumn, GridModel, GridRow
from app.desk.theme import sizes
from app.desk.widgets import look
from app.kinds.clinical import ASSIST_EVER, ASSIST_OFTEN, AssistLine
from app.register import assist
from app.register.assist import Assist
from app.words import N_, _

Index = QModelIndex | QPersistentModelIndex
_TONES = {"never": "neutral", "weekly": "warn", "daily": "warn", "recent": "warn"}
_ICONS = {"never": "minus"}
#: The answers as a narrow cell holds them; the line above the grid has them in full.
_SHORT = {
    "never": N_("No"),
    "few": N_("1–2 times"),
    "monthly": N_("Month"),
    "weekly": N_("Week"),
    "daily": N_("Day"),
    "recent": N_("Recently"),
    "past": N_("Earlier"),
}
_BANDS = {"low": N_("low"), "moderate": N_("moderate"), "high": N_("high")}
_HEADS = {
    "q2": N_("2. Use"),
    "q3": N_("3. Desire"),
    "q4": N_("4. Problems"),
    "q5": N_("5. Duties"),
    "q6": N_("6. Concern"),
    "q7": N_("7. Attempts"),
}
_OFTEN = ("q2", "q3", "q4", "q5")
_USED, _SCORE = "used", "score"
_NOT_ASKED = "–"


def answers_of(asks: str) -> tuple[Answer, ...]:
    """The answers of a question with their keys, 1 for never."""
    codes = ASSIST_OFTEN if asks == "often" else ASSIST_EVER
    return tuple(
        Answer(code, _(_SHORT[code]), str(place), _TONES.get(code, "info"), _ICONS.get(code, "check"))
        for place, code in enumerate(codes.codes(), start=1)
    )


def key_words(column: GridColumn) -> str:
    """The keys of a column with the answers in full: “1 never · 2 once or twice”."""
    full = ASSIST_OFTEN.labels if column.key in _OFTEN else ASSIST_EVER.labels
    words = [f"{one.key} {_(full.get(one.code, one.word)).lower()}" for one in column.answers]
    return " · ".join([*words, _("0 takes an answer away")])


def used_answers() -> tuple[Answer, ...]:
    """Ever used, or not."""
    return (Answer("yes", _("Yes"), "1", "info"), Answer("no", _("No"), "2", "neutral", "minus"))


def columns_of(form: Assist) -> list[GridColumn]:
    """Ever used, the scored questions, the score."""
    asked = [GridColumn(q.id, _(_HEADS.get(q.id, q.id)), 90, answers_of(q.asks)) for q in form.scored]
    return [GridColumn(_USED, _("1. Used"), 80, used_answers()), *asked, GridColumn(_SCORE, _("Score"), 112)]


class AssistModel(GridModel):
    """All substances of a version; a question that is not asked of one shows a dash and takes no answer."""

    def __init__(self, form: Assist, parent: QWidget | None = None) -> None:
        super().__init__(columns_of(form), (), parent)
        self.form = form
        ordered = sorted(form.substances, key=lambda one: not one.first)
        self.rows = [GridRow(one.id, one.label.said(), one.examples.said()) for one in ordered]

    def show_lines(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Show answers that were given."""
        given = {str(line["substance"]): line for line in lines}
        self.beginResetModel()
        for row in self.rows:
            line = given.get(row.id)
            row.cells = {q.id: str(line[q.id]) for q in self.form.scored if line.get(q.id)} if line else {}
            if line:
                row.cells[_USED] = "yes"
            self._reckon(row)
        self.endResetModel()

    def lines(self) -> list[dict[str, Any]]:
        """The answers of the substances that were used, with score and band where nothing is missing."""
        return [self._line(row) for row in self.rows if row.cells.get(_USED) == "yes"]

    def asks(self, row: GridRow, key: str) -> bool:
        """Whether a question is asked of a substance now."""
        if key in (_USED, _SCORE):
            return key == _USED
        substance = self.form.substance(row.id)
        if substance is None or row.cells.get(_USED) != "yes":
            return False
        return key in {q.id for q in self.form.asked(substance, row.cells.get("q2"))}

    def answer(self, place: int, section: int, code: str) -> None:
        """Answer one cell; what is then no longer asked is taken away."""
        column = self.column(section)
        row = self.rows[place]
        if column is None or not self.asks(row, column.key):
            return
        # before anybody hears of it: what the new answer leaves unasked goes, and the score follows
        row.cells = {**row.cells, column.key: code}
        row.cells = {key: value for key, value in row.cells.items() if value and self.asks(row, key)}
        self._reckon(row)
        super().answer(place, section, code)

    def remove(self, rows: Iterable[GridRow]) -> None:
        """Substances stay."""

    def current_line(self, place: int) -> AssistLine | None:
        """The answers of a row, None while the substance was not used."""
        row = self.rows[place] if 0 <= place < len(self.rows) else None
        if row is None or row.cells.get(_USED) != "yes":
            return None
        return AssistLine(**self._line(row))

    def _line(self, row: GridRow) -> dict[str, Any]:
        given = {q.id: row.cells[q.id] for q in self.form.scored if q.id in row.cells}
        (made,) = assist.scored(self.form, [{"substance": row.id, **given}])
        return made

    def _reckon(self, row: GridRow) -> None:
        row.cells.pop(_SCORE, None)
        if row.cells.get(_USED) != "yes":
            return
        line = self._line(row)
        if "score" in line:
            row.cells[_SCORE] = f"{line['score']} · {_(_BANDS[line['band']])}"

    # -- Qt ------------------------------------------------------------------------------

    def _text(self, row: GridRow, place: int, section: int) -> str:
        column = self.column(section)
        if column is not None and column.key != _SCORE and not self.asks(row, column.key):
            return _NOT_ASKED if row.cells.get(_USED) else " "
        return super()._text(row, place, section)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Answers come by keys; nothing is typed."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The substance instead of the person; the whole question as a tip."""
        column = self.column(section) if orientation == Qt.Orientation.Horizontal else None
        if role == int(Qt.ItemDataRole.ToolTipRole) and column is not None:
            return self.wording(column.key) or column.label
        found = super().headerData(section, orientation, role)
        return _("Substance") if found is not None and section == PERSON else found

    def wording(self, key: str) -> str:
        """The question in full; empty for a column that is none."""
        wanted = "q1" if key == _USED else key
        return next((q.text.said() for q in self.form.questions if q.id == wanted), "")


class AssistGrid(EntryGrid):
    """Digits answer and go on to the next question that is asked."""

    rows: AssistModel

    def __init__(self, model: AssistModel, parent: QWidget | None = None) -> None:
        super().__init__(model, model.form.title.said(), parent)

    def fit(self) -> None:
        """The running number is not shown; the substance takes what the questions leave."""
        super().fit()
        self.setColumnHidden(0, True)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(look.px(40))
        head.setSectionResizeMode(PERSON, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(look.px(sizes.ROW))

    def _take_away(self, index: QModelIndex) -> None:
        if index.column() > PERSON:
            super()._take_away(index)

    def _on(self, index: QModelIndex) -> None:
        row = self.rows.rows[index.row()]
        sections = range(index.column() + 1, self.rows.columnCount())
        asked = [n for n in sections if (c := self.rows.column(n)) is not None and self.rows.asks(row, c.key)]
        if asked:
            self.setCurrentIndex(self.rows.index(index.row(), asked[0]))
        else:
            self._down(index)
