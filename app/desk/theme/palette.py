"""The colours of the desk by their role, for light and dark.

Every text colour keeps a contrast of at least 4.5:1 on every ground it is used on
(WCAG 2.2, 1.4.3); a test computes it. Code asks for a role, never for a hex value.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Scheme = Literal["light", "dark"]
Tone = Literal["danger", "warn", "good", "info"]
TONES: tuple[Tone, ...] = ("danger", "warn", "good", "info")


class Colours(NamedTuple):
    """One scheme; each value is ``#rrggbb``."""

    ground: str  # behind everything
    surface: str  # cards, lists, form fields
    raised: str  # menus, popups, the side sheet
    sunken: str  # table headers, wells, read-only fields
    line: str  # hairlines between things
    edge: str  # border of something that takes input (3:1 on surface)
    text: str
    muted: str  # second-rank text, still readable
    accent: str  # links, icons and marks on a ground
    fill: str  # ground of the primary button
    fill_hover: str
    fill_down: str
    on_fill: str
    pale: str  # accent ground: chips, hover
    hover: str  # ground under the pointer
    selection: str
    on_selection: str
    focus: str  # ring of the control that has the keyboard
    nav: str  # the left rail and the unlock panel
    nav_text: str
    nav_muted: str
    nav_hover: str
    nav_active: str
    nav_mark: str
    danger: str
    danger_pale: str
    danger_fill: str
    warn: str
    warn_pale: str
    good: str
    good_pale: str
    info: str
    info_pale: str
    sample: str  # frame of the training register
    on_sample: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Text colour and pale ground of one of the four states."""
        text, ground = getattr(self, tone), getattr(self, f"{tone}_pale")
        return str(text), str(ground)


LIGHT = Colours(
    ground="#f3f6f5",
    surface="#ffffff",
    raised="#ffffff",
    sunken="#ecf1ef",
    line="#dae2df",
    edge="#7a8e88",
    text="#14231f",
    muted="#51645e",
    accent="#0b5d4e",
    fill="#0b5d4e",
    fill_hover="#0e6f5e",
    fill_down="#084a3e",
    on_fill="#ffffff",
    pale="#e3f2ee",
    hover="#eef4f2",
    selection="#cde8e0",
    on_selection="#0a2f28",
    focus="#12907a",
    nav="#0f3f37",
    nav_text="#e3f0ec",
    nav_muted="#aed2c8",
    nav_hover="#164c42",
    nav_active="#1c5b4f",
    nav_mark="#f4cf7c",
    danger="#9a3412",
    danger_pale="#fdeee6",
    danger_fill="#9a3412",
    warn="#7a4f01",
    warn_pale="#fdf3da",
    good="#0b5d4e",
    good_pale="#e3f2ee",
    info="#1e40af",
    info_pale="#e9eefb",
    sample="#a55d0a",
    on_sample="#ffffff",
)

DARK = Colours(
    ground="#111917",
    surface="#18221f",
    raised="#1f2b28",
    sunken="#141e1b",
    line="#2b3935",
    edge="#66807a",
    text="#e6eeeb",
    muted="#a2b5af",
    accent="#5ccab3",
    fill="#16705f",
    fill_hover="#1a7f6c",
    fill_down="#125c4e",
    on_fill="#ffffff",
    pale="#1a352f",
    hover="#20302b",
    selection="#1f4a41",
    on_selection="#eefaf6",
    focus="#4fc3ac",
    nav="#0b1513",
    nav_text="#dcebe6",
    nav_muted="#8fb0a7",
    nav_hover="#13221e",
    nav_active="#17372f",
    nav_mark="#f0c669",
    danger="#f0a284",
    danger_pale="#3a211a",
    danger_fill="#a23a17",
    warn="#e6bf66",
    warn_pale="#352a12",
    good="#6fd0bb",
    good_pale="#163029",
    info="#a3b8f5",
    info_pale="#1d2745",
    sample="#d08a2e",
    on_sample="#1c1204",
)


def colours_of(scheme: Scheme) -> Colours:
    """The colours of a scheme."""
    return DARK if scheme == "dark" else LIGHT


def role_names() -> tuple[str, ...]:
    """Every role, in the order declared."""
    return Colours._fields


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""

    def linear(channel: int) -> float:
        c = channel / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
