"""The clear header of a package: all that anybody without the keys can know of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from app.sync import files, package


def inspect(path: Path) -> dict[str, Any]:
    """The header's fields and the file's size; no signature is checked. Reject when it is no package."""
    data = files.read(path)
    header: dict[str, Any] = msgspec.to_builtins(package.read_header(data))
    return {**header, "bytes": len(data)}
