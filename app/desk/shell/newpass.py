"""A new passphrase: typed twice, with a meter and the reason of a refusal while typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desk.shell.column import buddy
from app.desk.shell.gate import Judged
from app.desk.shell.passfield import PassField
from app.desk.theme import sizes
from app.desk.theme.theme import mark, theme
from app.desk.widgets.look import label
from app.words import N_, _

_WORDS = (N_("not enough"), N_("weak"), N_("fair"), N_("good"), N_("strong"))
_TONES = ("danger", "danger", "warn", "good", "good")


class Meter(QWidget):
    """Four segments; the word beside it says the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Thin and as wide as there is room."""
        return QSize(120, 6)

    def set_score(self, score: int) -> None:
        """0 to 4."""
        self._score = max(0, min(score, 4))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled segments in the tone of the score."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        wide = (self.width() - 3 * 4) / 4
        for number in range(4):
            full = number < self._score
            painter.setBrush(theme().colour(_TONES[self._score] if full else "line"))
            left = number * (wide + 4)
            painter.drawRoundedRect(QRectF(left, 0, wide, self.height()), 3, 3)


class NewPassphrase(QWidget):
    """Two fields and their verdict; ``judged`` after every change."""

    judged = Signal(bool)

    def __init__(
        self, judge: Callable[[str, str], Judged], user: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._judge, self._user = judge, user
        self.first, self.second = PassField(), PassField()
        self._meter = Meter()
        self._word = label(role="small", tone="muted")
        self._note = label(role="small", wrap=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(sizes.TIGHT)
        pair = QHBoxLayout()
        pair.setSpacing(sizes.LARGE)
        for text, field in ((_("Passphrase"), self.first), (_("Once more"), self.second)):
            box = QVBoxLayout()
            box.setSpacing(sizes.TIGHT)
            box.addWidget(buddy(text, field))
            box.addWidget(field)
            pair.addLayout(box, 1)
            field.textChanged.connect(self.review)
            field.note_changed.connect(self.review)
        lines.addLayout(pair)
        lines.addSpacing(sizes.TIGHT)
        row = QHBoxLayout()
        row.setSpacing(sizes.MEDIUM)
        row.addWidget(self._meter, 1)
        row.addWidget(self._word)
        lines.addLayout(row)
        lines.addWidget(self._note)
        self._note.setMinimumHeight(self._note.fontMetrics().height() * 2 + 2)
        self._is_good = False
        self.review()

    def passphrase(self) -> str:
        """The accepted passphrase (NFC)."""
        return self.first.passphrase()

    def is_good(self) -> bool:
        """Accepted and typed twice the same."""
        return self._is_good

    def note(self) -> str:
        """The reason or advice that stands now."""
        return self._note.text()

    @Slot()
    def review(self) -> None:
        """Judge what stands in the two fields."""
        typed, again = self.first.passphrase(), self.second.passphrase()
        verdict = self._judge(typed, self._user()) if typed else Judged(0)
        same = typed == again
        self._is_good = bool(typed) and not verdict.reason and same
        self._meter.set_score(0 if not typed else max(1, verdict.score))
        self._word.setText(_(_WORDS[verdict.score]) if typed else "")
        self._tell(verdict, typed, again, same)
        self.judged.emit(self._is_good)

    def _tell(self, verdict: Judged, typed: str, again: str, same: bool) -> None:
        tone, text = "muted", _("Several words that belong to no saying are easy to keep in mind.")
        if self.first.note() or self.second.note():
            tone, text = "warn", self.first.note() or self.second.note()
        elif typed and verdict.reason:
            tone, text = "danger", verdict.reason
        elif again and not same:
            tone, text = "danger", _("The two entries differ.")
        elif self._is_good:
            tone, text = "good", _("Accepted. Both entries are the same.")
        self._note.setText(text)
        mark(self._note, tone=tone)
