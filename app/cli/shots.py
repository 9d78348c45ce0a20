"""Pictures of every page, taken without a screen."""

from __future__ import annotations

import os
from pathlib import Path

from app.words import language


def take(out: Path, size: tuple[int, int], scale: float, registers: Path | None = None) -> list[Path]:
    """A picture of each page in the language in use, on training registers of made-up people.

    ``registers``: where those registers are kept; None throws them away afterwards.
    """
    from app.bootstrap_desk import take_shots

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out.mkdir(parents=True, exist_ok=True)
    return take_shots(out, language(), size, scale, registers)
