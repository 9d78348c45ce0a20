"""The look: contrast of every pair in use, live changes, icons, pictures."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desk.shell.pictures import grab
from app.desk.theme import sizes
from app.desk.theme.icons import app_icon, icon, put_icon
from app.desk.theme.palette import DARK, LIGHT, TONES, Colours, contrast, role_names
from app.desk.theme.sheet import build_sheet
from app.desk.theme.theme import Theme, theme
from app.words.resources import resource
from tests.helpers.sources import modules

GROUNDS = ("ground", "surface", "raised", "sunken", "hover", "pale")
TEXTS = ("text", "muted", "accent", "danger", "warn", "good", "info")
SCHEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def look(qtbot: QtBot) -> Iterator[Theme]:
    theme().start("light", sizes.BASE_PX)
    yield theme()
    theme().start("light", sizes.BASE_PX)


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_can_be_read_on_every_ground(colours: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@SCHEMES
def test_other_pairs_can_be_read(colours: Colours) -> None:
    pairs = [
        *((colours.on_fill, ground) for ground in (colours.fill, colours.fill_hover, colours.fill_down)),
        ("#ffffff", colours.danger_fill),
        (colours.on_selection, colours.selection),
        (colours.on_sample, colours.sample),
        *(colours.tone(tone) for tone in TONES),
        *(
            (text, ground)
            for text in (colours.nav_text, colours.nav_muted, colours.nav_mark)
            for ground in (colours.nav, colours.nav_hover, colours.nav_active)
        ),
        ("#14231f", colours.nav_mark),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@SCHEMES
def test_edges_and_focus_stand_out(colours: Colours) -> None:
    for ground in (colours.ground, colours.surface):
        assert contrast(colours.edge, ground) >= 3
        assert contrast(colours.focus, ground) >= 3


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@SCHEMES
def test_the_sheet_uses_palette_colours_only(colours: Colours) -> None:
    known = {getattr(colours, role) for role in role_names()} | {"#ffffff"}
    used = {word.rstrip(";") for word in build_sheet(colours, 13).split() if word.startswith("#")}
    assert used
    assert used <= known


def test_type_size_stays_between_its_ends(look: Theme) -> None:
    for _step in range(10):
        look.larger()
    assert look.px == sizes.LARGEST_PX
    for _step in range(10):
        look.smaller()
    assert look.px == sizes.SMALLEST_PX
    assert QApplication.font().pixelSize() == sizes.SMALLEST_PX
    assert QApplication.font().family() == sizes.FAMILY


def test_switching_recolours_what_is_on_view(look: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    word, press = QLabel("Sổ"), QPushButton("Lưu")
    lines = QVBoxLayout(page)
    lines.addWidget(word)
    lines.addWidget(press)
    put_icon(press, "users", "accent", 16)
    page.show()
    before = press.icon().cacheKey()
    with qtbot.waitSignal(look.changed):
        look.toggle_scheme()
    assert look.scheme == "dark"
    assert press.icon().cacheKey() != before
    assert page.palette().window().color() == QColor(DARK.ground)
    assert word.palette().windowText().color() == QColor(DARK.text)
    tall = press.sizeHint().height()
    look.set_px(18)
    assert press.sizeHint().height() > tall
    assert press.iconSize().height() == look.scaled(16)


@pytest.mark.parametrize("mode", [QIcon.Mode.Normal, QIcon.Mode.Disabled])
def test_icons_take_the_colour_of_their_role(look: Theme, mode: QIcon.Mode) -> None:
    for role in ("danger", "accent", "on_fill", "danger"):
        image = icon("users", role, 24).pixmap(QSize(24, 24), 1.0, mode).toImage()
        solid = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 250
        ]
        wanted = QColor(getattr(LIGHT, role if mode == QIcon.Mode.Normal else "muted"))
        assert solid
        assert all(abs(c.red() - wanted.red()) + abs(c.blue() - wanted.blue()) <= 4 for c in solid), role
    assert not app_icon().isNull()


def _named_icons(tree: ast.AST) -> Iterator[str]:
    """Texts given as an icon to the makers of the desk."""
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.keyword) and node.arg == "icon" else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            yield value.value
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and called in ("put_icon", "picture", "tool", "icon", "pixmap"):
            place = node.args[1 if called == "put_icon" else 0 : 2 if called == "put_icon" else 1]
            yield from (a.value for a in place if isinstance(a, ast.Constant) and isinstance(a.value, str))


def test_every_icon_named_in_the_desk_is_there() -> None:
    missing = {
        f"{name}: {icon_name}"
        for name, (_file, tree) in modules().items()
        if name.startswith("app.desk")
        for icon_name in _named_icons(tree)
        if not resource(f"icons/{icon_name}.svg").is_file()
    }
    assert not missing


def test_icons_bring_their_licence() -> None:
    assert "MIT" in resource("icons/LICENSE-tabler.txt").read_text("utf-8")


def test_a_picture_has_the_size_asked_for(look: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    page = QLabel("Bình Yên")
    qtbot.addWidget(page)
    made = grab(page, (320, 200), tmp_path / "p.png", scale=1.5)
    image = QImage(str(made))
    assert (image.width(), image.height()) == (480, 300)
    with pytest.raises(OSError, match="not written"):
        grab(page, (10, 10), tmp_path / "no" / "p.png")
