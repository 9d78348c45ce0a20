"""Where the window gets its concrete parts: the gate into a home, the open register, the pages.

Nothing is imported here at the top: this lies on the way to the first picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def run_desk(arguments: Sequence[str]) -> int:
    """Open the window with the real gate; the exit status of the program."""
    from app.bootstrap_desk.gate import make_gate
    from app.desk.start import run

    return run(arguments, make_gate)


def take_shots(
    out: Path,
    lang: str = "vi",
    size: tuple[int, int] = (1280, 680),
    scale: float = 1.0,
    home: Path | None = None,
) -> list[Path]:
    """Pictures of every page and main state in ``out``; ``home``: where the made-up registers are kept."""
    from app.bootstrap_desk.stage import set_stage
    from app.desk.shots import take
    from app.words import set_language

    set_language(lang)
    with set_stage(home) as stage:
        return take(out, stage, size, scale)
