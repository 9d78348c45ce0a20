"""Lengths of the desk: the type scale, spacing and radii, in device-independent pixels."""

from __future__ import annotations

from typing import Final

FAMILY: Final = "Liberation Sans"
BASE_PX: Final = 13
SMALLEST_PX: Final = 12
LARGEST_PX: Final = 18

TIGHT: Final = 4
SMALL: Final = 8
MEDIUM: Final = 12
LARGE: Final = 16
HUGE: Final = 24
SPACES: Final = (TIGHT, SMALL, MEDIUM, LARGE, HUGE)

RADIUS: Final = 6
RADIUS_SMALL: Final = 4
RADIUS_LARGE: Final = 10

TOP_BAR: Final = 40
STATUS_BAR: Final = 24
NAV_WIDE: Final = 184
NAV_FOLDED: Final = 48
FOLD_BELOW: Final = 1300
FIELD: Final = 30  # height of a form field and of a button
ROW: Final = 28  # height of a table row
ICON: Final = 18


def clamp_px(px: int) -> int:
    """The nearest type size we offer."""
    return max(SMALLEST_PX, min(LARGEST_PX, px))


def scaled(length: int, px: int) -> int:
    """A length meant for 13 px type, at type size ``px``."""
    return round(length * px / BASE_PX)
