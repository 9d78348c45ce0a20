"""The one style sheet, built from the tokens.

Widgets say what they are with dynamic properties, set by ``theme.mark``:

- ``QLabel[role=…]``: ``display``, ``title``, ``heading``, ``strong``, ``small``, ``caption``
- ``QLabel[tone=…]``: ``muted``, ``accent``, ``danger``, ``warn``, ``good``, ``info``
- ``QPushButton[kind=…]``: ``primary``, ``danger``, ``quiet``, ``link``; plain without one
- ``QFrame[kind=…]``: ``card``, ``well``, ``line``; ``QFrame[note=<tone>]`` a pale message box
"""

from __future__ import annotations

from app.desk.theme import sizes
from app.desk.theme.palette import TONES, Colours
from app.words.resources import resource


def build_sheet(c: Colours, px: int) -> str:
    """The style sheet for colours ``c`` at type size ``px``."""
    parts = (_labels, _buttons, _tool_buttons, _fields, _choices, _lists, _frames, _bars)
    return "\n".join(part(c, px) for part in parts)


def _glyph(name: str) -> str:
    return f'url("{resource(f"icons/glyphs/{name}.svg").as_posix()}")'


def _labels(c: Colours, px: int) -> str:
    tones = "".join(f'QLabel[tone="{t}"] {{ color: {c.tone(t)[0]}; }}\n' for t in TONES)
    return f"""
QLabel {{ color: {c.text}; background: transparent; }}
QLabel:disabled {{ color: {c.muted}; }}
QLabel[role="display"] {{ font-size: {px + 13}px; font-weight: bold; }}
QLabel[role="title"] {{ font-size: {px + 6}px; font-weight: bold; }}
QLabel[role="heading"] {{ font-size: {px + 2}px; font-weight: bold; }}
QLabel[role="strong"] {{ font-weight: bold; }}
QLabel[role="small"] {{ font-size: {max(px - 1, 11)}px; }}
QLabel[role="caption"] {{ font-size: {max(px - 1, 11)}px; color: {c.muted}; }}
QLabel[role="panel-name"] {{ font-size: {px + 15}px; font-weight: bold; color: {c.nav_text}; }}
QLabel[role="panel-tag"] {{ font-size: {px + 1}px; color: {c.nav_muted}; }}
QLabel[role="panel"] {{ color: {c.nav_muted}; }}
QLabel[role="panel-small"] {{ font-size: {max(px - 1, 11)}px; color: {c.nav_muted}; }}
QLabel[tone="muted"] {{ color: {c.muted}; }}
QLabel[tone="accent"] {{ color: {c.accent}; }}
{tones}"""


def _buttons(c: Colours, px: int) -> str:
    tall = sizes.scaled(sizes.FIELD, px) - 4
    return f"""
QPushButton {{ min-height: {tall}px; padding: 0 {sizes.MEDIUM}px; color: {c.text};
  background: {c.surface}; border: 2px solid transparent; border-radius: {sizes.RADIUS}px;
  border: 1px solid {c.edge}; margin: 1px; }}
QPushButton:hover {{ background: {c.hover}; border-color: {c.accent}; }}
QPushButton:pressed {{ background: {c.pale}; }}
QPushButton:focus {{ border: 2px solid {c.focus}; margin: 0; }}
QPushButton:disabled {{ color: {c.muted}; background: {c.sunken}; border-color: {c.line}; }}
QPushButton[kind="primary"] {{ color: {c.on_fill}; background: {c.fill}; border-color: {c.fill};
  font-weight: bold; padding: 0 {sizes.LARGE}px; }}
QPushButton[kind="primary"]:hover {{ background: {c.fill_hover}; border-color: {c.fill_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {c.fill_down}; }}
QPushButton[kind="primary"]:focus {{ border-color: {c.nav_mark}; }}
QPushButton[kind="primary"]:disabled {{ color: {c.muted}; background: {c.sunken};
  border-color: {c.line}; }}
QPushButton[kind="danger"] {{ color: #ffffff; background: {c.danger_fill};
  border-color: {c.danger_fill}; font-weight: bold; }}
QPushButton[kind="danger"]:focus {{ border-color: {c.nav_mark}; }}
QPushButton[kind="quiet"], QPushButton[kind="link"] {{ background: transparent;
  border-color: transparent; color: {c.accent}; }}
QPushButton[kind="link"] {{ padding: 0 {sizes.TIGHT}px; text-align: left; }}
QPushButton[kind="quiet"]:hover, QPushButton[kind="link"]:hover {{ background: {c.pale}; }}
QPushButton[kind="quiet"]:focus, QPushButton[kind="link"]:focus {{ border-color: {c.focus}; }}
QPushButton[kind="quiet"]:disabled, QPushButton[kind="link"]:disabled {{ color: {c.muted}; }}
"""


def _tool_buttons(c: Colours, px: int) -> str:
    return f"""
QToolButton {{ color: {c.text}; background: transparent; border: 1px solid transparent;
  border-radius: {sizes.RADIUS}px; padding: 3px 5px; margin: 1px; }}
QToolButton:hover {{ background: {c.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.pale}; color: {c.accent}; }}
QToolButton:focus {{ border: 2px solid {c.focus}; margin: 0; }}
QToolButton:disabled {{ color: {c.muted}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolTip {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.edge};
  padding: {sizes.TIGHT}px; }}
QMenu {{ background: {c.raised}; border: 1px solid {c.line}; padding: {sizes.TIGHT}px; }}
QMenu::item {{ padding: 5px 20px 5px 10px; border-radius: {sizes.RADIUS_SMALL}px; }}
QMenu::item:selected {{ background: {c.selection}; color: {c.on_selection}; }}
QMenu::item:disabled {{ color: {c.muted}; }}
QMenu::icon {{ padding-left: {sizes.SMALL}px; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {sizes.TIGHT}px; }}
"""


def _fields(c: Colours, px: int) -> str:
    tall = sizes.scaled(sizes.FIELD, px) - 4
    boxes = "QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit"
    focused = ", ".join(f"{b}:focus" for b in boxes.split(", "))
    off = ", ".join(f"{b}:disabled" for b in boxes.split(", "))
    return f"""
{boxes} {{ min-height: {tall}px; padding: 0 7px; color: {c.text}; background: {c.surface};
  border: 1px solid {c.edge}; border-radius: {sizes.RADIUS}px; margin: 1px;
  selection-background-color: {c.fill}; selection-color: {c.on_fill}; }}
QLineEdit, QComboBox {{ placeholder-text-color: {c.muted}; }}
QPlainTextEdit, QTextEdit {{ padding: 3px 5px; color: {c.text}; background: {c.surface};
  border: 1px solid {c.edge}; border-radius: {sizes.RADIUS}px; margin: 1px;
  selection-background-color: {c.fill}; selection-color: {c.on_fill}; }}
{focused}, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {c.focus}; margin: 0; }}
{off}, QPlainTextEdit:disabled, QTextEdit:disabled {{ color: {c.muted};
  background: {c.sunken}; border-color: {c.line}; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {c.sunken}; border-color: {c.line}; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {{
  border: 2px solid {c.danger}; margin: 0; }}
QComboBox::drop-down {{ width: {sizes.HUGE}px; border: none; }}
QComboBox::down-arrow {{ image: {_glyph("chevron-down")}; width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {c.raised}; border: 1px solid {c.edge};
  padding: 2px; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {tall}px; padding: 0 6px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button, QDateEdit::up-button {{ width: 20px;
  border: none; subcontrol-position: top right; }}
QSpinBox::down-button, QDoubleSpinBox::down-button, QDateEdit::down-button {{ width: 20px;
  border: none; subcontrol-position: bottom right; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QDateEdit::up-arrow {{
  image: {_glyph("chevron-up")}; width: 10px; height: 10px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QDateEdit::down-arrow {{
  image: {_glyph("chevron-down")}; width: 10px; height: 10px; }}
"""


def _choices(c: Colours, px: int) -> str:
    side = sizes.scaled(14, px)
    return f"""
QCheckBox, QRadioButton {{ color: {c.text}; spacing: {sizes.SMALL}px; padding: 3px;
  border: 2px solid transparent; border-radius: {sizes.RADIUS_SMALL}px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c.focus}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c.muted}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{
  width: {side}px; height: {side}px; background: {c.surface}; border: 1px solid {c.edge};
  border-radius: {sizes.RADIUS_SMALL}px; }}
QRadioButton::indicator {{ border-radius: {side // 2 + 1}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {c.fill};
  border-color: {c.fill}; image: {_glyph("check")}; }}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{
  background: {c.fill}; border-color: {c.fill}; image: {_glyph("minus")}; }}
QRadioButton::indicator:checked {{ background: {c.fill}; border-color: {c.fill};
  image: {_glyph("dot")}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {c.sunken};
  border-color: {c.line}; }}
"""


def _lists(c: Colours, px: int) -> str:
    return f"""
QAbstractItemView {{ background: {c.surface}; alternate-background-color: {c.sunken};
  color: {c.text}; border: 1px solid {c.line}; border-radius: {sizes.RADIUS}px; outline: none;
  selection-background-color: {c.selection}; selection-color: {c.on_selection};
  gridline-color: {c.line}; }}
QAbstractItemView:focus {{ border-color: {c.focus}; }}
QHeaderView {{ background: {c.sunken}; border: none; }}
QHeaderView::section {{ background: {c.sunken}; color: {c.muted}; border: none;
  border-right: 1px solid {c.line}; border-bottom: 1px solid {c.line};
  padding: 0 {sizes.SMALL}px; min-height: {sizes.scaled(sizes.ROW, px)}px; font-weight: bold; }}
QHeaderView::section:hover {{ color: {c.text}; background: {c.hover}; }}
QTableCornerButton::section {{ background: {c.sunken}; border: none; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar::tab {{ color: {c.muted}; padding: 7px {sizes.MEDIUM}px; border: none;
  border-bottom: 2px solid transparent; margin-right: {sizes.TIGHT}px; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.accent}; border-bottom-color: {c.accent};
  font-weight: bold; }}
QTabBar::tab:focus {{ color: {c.text}; border-bottom-color: {c.focus}; }}
"""


def _frames(c: Colours, px: int) -> str:
    notes = "".join(
        f'QFrame[note="{t}"] {{ background: {c.tone(t)[1]}; border: none;'
        f" border-left: 3px solid {c.tone(t)[0]}; border-radius: 0; }}\n"
        f'QFrame[note="{t}"] QLabel {{ color: {c.tone(t)[0]}; }}\n'
        for t in TONES
    )
    return f"""
QMainWindow, QDialog {{ background: {c.ground}; }}
QFrame[kind="card"] {{ background: {c.surface}; border: 1px solid {c.line};
  border-radius: {sizes.RADIUS_LARGE}px; }}
QFrame[kind="card"][chosen="true"] {{ border: 2px solid {c.fill}; background: {c.pale}; }}
QFrame[kind="popup"] {{ background: {c.raised}; border: 1px solid {c.edge};
  border-radius: {sizes.RADIUS}px; }}
QFrame[kind="popup"] QAbstractItemView {{ border: none; background: {c.raised}; }}
QFrame[kind="list"] {{ background: {c.surface}; border: 1px solid {c.line};
  border-radius: {sizes.RADIUS}px; }}
QFrame[kind="well"] {{ background: {c.sunken}; border: none; border-radius: {sizes.RADIUS}px; }}
QFrame[kind="line"] {{ background: {c.line}; border: none; }}
QFrame[kind="topbar"] {{ background: {c.surface}; border: none;
  border-bottom: 1px solid {c.line}; }}
QFrame[kind="statusbar"] {{ background: {c.surface}; border: none;
  border-top: 1px solid {c.line}; }}
QFrame[kind="statusbar"] QLabel, QFrame[kind="statusbar"] QPushButton {{ color: {c.muted};
  font-size: {max(px - 1, 11)}px; }}
QFrame[kind="statusbar"] QLabel {{ padding-bottom: 1px; }}
QFrame[kind="statusbar"] QPushButton {{ border: 1px solid transparent; background: transparent;
  min-height: 0; padding: 0 {sizes.TIGHT}px; margin: 0; border-radius: {sizes.RADIUS_SMALL}px; }}
QFrame[kind="statusbar"] QPushButton:hover {{ color: {c.accent}; background: {c.hover}; }}
QFrame[kind="statusbar"] QPushButton:focus {{ border-color: {c.focus}; }}
QFrame[kind="statusbar"] QPushButton[tone="warn"] {{ color: {c.warn}; font-weight: bold; }}
QFrame[kind="sample"] {{ background: {c.sample}; border: none;
  border-radius: {sizes.RADIUS_SMALL}px; }}
QFrame[kind="sample"] QLabel {{ color: {c.on_sample}; font-weight: bold; }}
{notes}"""


def _bars(c: Colours, px: int) -> str:
    return f"""
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {c.edge}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {c.line}; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; text-align: center; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QGroupBox {{ border: 1px solid {c.line}; border-radius: {sizes.RADIUS}px; margin-top: {px}px;
  padding-top: {sizes.SMALL}px; font-weight: bold; }}
QGroupBox::title {{ subcontrol-origin: margin; left: {sizes.MEDIUM}px; padding: 0 4px; }}
QCalendarWidget QAbstractItemView {{ border: none; border-radius: 0; }}
"""
