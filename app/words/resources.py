"""Where the files shipped with the program are: fonts, icons, packs, words, data."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _root() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_resources"
    return shipped if shipped.is_dir() else package.parent / "resources"


def resource(name: str) -> Path:
    """Path of a shipped file by its name under ``resources/``, with forward slashes."""
    return _root() / name
