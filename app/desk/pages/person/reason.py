"""Why something is due: article, arithmetic and how sure it is, as a small grid of words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.desk.widgets import look
from app.register.obligations import Because
from app.words import _


def reason_grid(because: Because, card: QWidget) -> QGridLayout:
    """Article and regime, what is counted from, and the arithmetic."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, look.px(92))
    anchor = because.anchor_event
    rows = (
        (_("Legal basis"), f"{because.article} · {because.regime_title}"),
        (_("Counted"), because.arithmetic),
        (_("Counted from"), anchor),
        (_("To be done by"), because.who),
        (_("How sure"), because.certainty_text if because.certainty != "found" else ""),
    )
    place = 0
    for label, text in rows:
        if text:
            name = look.label(label, card, role="caption")
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(look.label(text, card, wrap=True, role="small"), place, 1)
            place += 1
    return grid
