"""The lock files, read as a list of parts."""

from __future__ import annotations

import re
from pathlib import Path

from tests.helpers.sources import ROOT

RUN_LOCK = ROOT / "installer" / "parts.lock"
TEST_LOCK = ROOT / "installer" / "parts-test.lock"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+?))?\s*\\?$")


def canonical(name: str) -> str:
    """A distribution's name in its one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, tuple[str, str]]:
    """Name → (version, marker or empty); ValueError for a line that is neither a pin nor a hash."""
    found = {}
    for line in lock.read_text("utf-8").splitlines():
        if re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line):
            continue
        match = _PIN.match(line)
        if not match:
            raise ValueError(f"{lock.name}: {line}")
        found[canonical(match["name"])] = (match["version"], match["marker"] or "")
    return found
