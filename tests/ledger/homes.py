"""Homes for tests: made once, copied for each test; encrypted files as in the program."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.bootstrap import NewNode, Opened, create_node, open_node
from app.kinds.codec import from_fields
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS, Record
from app.vault.derive import REHEARSAL
from app.vault.home import Home

PASSWORD = "đò dọc sông quê chở nắng"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)


class Hands:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> None:
        self.now += timedelta(**by)


def make(path: Path, node: str = "C123", sort: str = "commune", role: str = "police") -> None:
    """A new home at ``path``, closed."""
    new = NewNode(node, "Xã Thử", sort, "00001", "an", role, PASSWORD)
    create_node(Home(path), new, clock=Hands(), limits=REHEARSAL).close()


def copy(template: Path, path: Path) -> Path:
    """A home of its own, equal to the template."""
    shutil.copytree(template, path)
    return path


def enter(path: Path, clock: Callable[[], datetime]) -> Opened:
    """The home opened by its account."""
    return open_node(Home(path), "an", PASSWORD, clock=clock, limits=REHEARSAL)


def person(record_id: str = "p1", **fields: Any) -> Record:
    return record("person", record_id, **({"name": "Nguyễn Văn Thử", "birth": "1990"} | fields))


def record(kind: str, record_id: str, **fields: Any) -> Record:
    return from_fields(KINDS[kind], record_id, fields)
