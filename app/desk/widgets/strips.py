"""Strips of one line: news, errors, the way back after a change, and progress."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from app.desk.widgets import look
from app.kinds.faults import Fault
from app.words import _

UNDO_MS = 15_000


class Strip(QFrame):
    """An icon, a sentence, at most two actions and, if wanted, a cross."""

    closed = Signal()

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        tone: str = "info",
        icon: str = "",
        can_close: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setProperty("note", tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tone = tone
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 3, 6, 3)
        self._line.setSpacing(8)
        self._line.addWidget(look.picture(icon or look.TONE_ICON[tone], look.tone_role(tone), 16, self))
        self._text = look.label(text, self, wrap=True)
        self._line.addWidget(self._text, 1)
        self._close = look.tool("x", _("Close"), self)
        self._close.clicked.connect(self.dismiss)
        self._close.setVisible(can_close)
        self._line.addWidget(self._close)
        self.setAccessibleName(text)

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def add_action(
        self, text: str, act: Callable[[], object], *, icon: str = "", closes: bool = True
    ) -> None:
        """A link at the right; after it the strip goes unless ``closes`` is off."""
        link = look.button(text, self, kind="link", icon=icon)
        link.clicked.connect(act)
        if closes:
            link.clicked.connect(self.dismiss)
        self._line.insertWidget(self._line.count() - 1, link)

    def dismiss(self) -> None:
        """Take the strip away."""
        self.hide()
        self.closed.emit()
        self.deleteLater()


class UndoStrip(Strip):
    """“Done – Undo”: stays until the next change, and at least fifteen seconds."""

    def __init__(self, text: str, undo: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(text, parent, tone="info", icon="circle-check")
        self._since = QElapsedTimer()
        self._since.start()
        self.add_action(_("Undo"), undo, icon="arrow-back-up")

    def expire(self) -> None:
        """Another change was made: go, but not before the fifteen seconds are over."""
        left = UNDO_MS - self._since.elapsed()
        if left <= 0:
            self.dismiss()
        else:
            QTimer.singleShot(int(left), self, self.dismiss)


class Strips(QWidget):
    """The place for strips above a page; the newest is on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def add(self, strip: Strip) -> Strip:
        """Show a strip."""
        self._column.insertWidget(0, strip)
        strip.closed.connect(self._on_closed)
        self.show()
        strip.show()
        return strip

    def say(self, text: str, tone: str = "info") -> Strip:
        """A sentence with the icon of its tone."""
        return self.add(Strip(text, self, tone=tone))

    def say_fault(self, fault: Fault) -> Strip:
        """A fault in its own words."""
        return self.say(fault.sentence(), "danger" if fault.code.startswith("E_") else "warn")

    def offer_undo(self, text: str, undo: Callable[[], object]) -> UndoStrip:
        """Show the way back; earlier ones begin to go."""
        self.expire_undo()
        strip = UndoStrip(text, undo, self)
        self.add(strip)
        return strip

    def expire_undo(self) -> None:
        """Call at every change."""
        for strip in self.findChildren(UndoStrip):
            strip.expire()

    def strips(self) -> list[Strip]:
        """The strips shown, newest first."""
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [w for w in widgets if isinstance(w, Strip) and not w.isHidden()]

    def _on_closed(self) -> None:
        self.setVisible(bool(self.strips()))


class ProgressStrip(QFrame):
    """What runs, how far it is, and Cancel; the count is text, so the bar is not the only sign."""

    cancelled = Signal()

    def __init__(self, text: str, parent: QWidget | None = None, *, can_cancel: bool = True) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 6, 8, 8)
        box.setSpacing(4)
        line = QHBoxLayout()
        self._text = look.label(text, self)
        self._count = look.label("", self, role="caption")
        self._cancel = look.button(_("Cancel"), self, kind="quiet")
        self._cancel.clicked.connect(self._on_cancel)
        self._cancel.setVisible(can_cancel)
        self._cancel.setAccessibleDescription(text)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(text)
        line.addWidget(self._text)
        line.addStretch(1)
        line.addWidget(self._count)
        line.addWidget(self._cancel)
        box.addLayout(line)
        box.addWidget(self.bar)

    def set_progress(self, done: int, total: int, text: str = "") -> None:
        """So many of so many; ``total`` 0 when it is not known."""
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(done)
        if text:
            self._text.setText(text)
        self._count.setText(_("{done} of {total}", done=grouped(done), total=grouped(total)) if total else "")

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setText(_("Cancelling…"))
        self.cancelled.emit()


def grouped(number: int) -> str:
    """A whole number with the separator of the language in use."""
    from app.words import language

    return f"{number:,}".replace(",", "." if language() == "vi" else ",")
