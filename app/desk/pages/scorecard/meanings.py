"""The four meanings of “không ma túy” side by side: each by its own text, never one for another."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desk.widgets.badge import Badge
from app.desk.widgets.flow import FlowLayout
from app.register.scoring.scorecard import LABELS, MEANING_SOURCES, MEANINGS, Meaning, Scorecard
from app.register.scoring.words import answer_tone
from app.words import _


class MeaningsLine(QWidget):
    """One badge a meaning; where it comes from and what speaks against it in its tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = FlowLayout(self, gap=8)
        self.badges = {key: Badge("–", "neutral", self) for key in MEANINGS}
        for badge in self.badges.values():
            line.addWidget(badge)

    def show_meanings(self, card: Scorecard) -> None:
        """Show what a scorecard says."""
        for one in card.meanings:
            text = f"{_(MEANINGS[one.key])}: {_said(one)}"
            tone = "neutral" if one.holds is None else answer_tone(one.holds)
            self.badges[one.key].set_state(text, "neutral" if tone == "danger" else tone, _ICONS[one.holds])
            self.badges[one.key].setToolTip(_tip(one))


_ICONS = {True: "circle-check", False: "circle-x", None: "help-circle"}


def _said(one: Meaning) -> str:
    return {True: _("yes"), False: _("no"), None: _("not known yet")}[one.holds]


def _tip(one: Meaning) -> str:
    parts = [MEANING_SOURCES[one.key]]
    if one.against:
        parts.append(_("Against it: {names}.", names=_names(one.against)))
    if one.missing:
        parts.append(_("Not known: {names}.", names=_names(one.missing)))
    return "\n".join(parts)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(_(LABELS[name]) if name in LABELS else _("criterion {n}", n=name) for name in names)
