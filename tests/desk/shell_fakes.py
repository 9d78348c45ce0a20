"""A gate, sessions and pages made of nothing, for the frame of the desk."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.shell.desk import Desk
from app.desk.shell.gate import (
    AccountLine,
    Choice,
    Created,
    FirstRun,
    Found,
    HomeKind,
    HomeState,
    Judged,
    PageSpec,
    Status,
)
from app.desk.shell.page import Page
from app.desk.shell.shortcuts import Shortcut
from app.desk.widgets.look import label
from app.kinds.faults import Fault

UNIT = "Công an xã Ninh Phước, tỉnh Khánh Hòa"
PASSWORD = "bốn con thuyền neo bến"
GROUPS = tuple(f"{letter}7K{letter}-Q2M{n}" for n, letter in enumerate("ABCDEFGHJKMN", start=1))
GROUPS = tuple(g[:4] + g[4:] for g in GROUPS)


@dataclass
class FakeSession:
    user: str = "nguyen.van.an"
    role: str = "police"
    role_label: str = "Administrator"
    unit_name: str = UNIT
    sample: bool = False
    closed_in: str = ""
    asked: list[str] = field(default_factory=list)

    def status(self) -> Status:
        return Status(
            saved_at=datetime(2026, 11, 23, 2, 41, tzinfo=UTC),
            backup_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
            unsent=1214,
            catalogue=date(2026, 10, 10),
        )

    def find(self, text: str, limit: int) -> Sequence[Found]:
        self.asked.append(text)
        if text == "zzz":
            return ()
        return (
            Found("Đặng Thị Ánh", "1991 · Thôn Đông Hải · quản lý sau cai", "people", "p1"),
            Found("Đặng Văn Anh", "1984 · Khu phố 2 · điều trị methadone", "people", "p2"),
        )

    def close(self) -> None:
        self.closed_in = threading.current_thread().name


@dataclass
class FakeGate:
    home: Path
    version: str = "1.2"
    has_backups: bool = True
    kind: HomeKind = HomeKind.LOCKED
    sentence: str = ""
    wait: float = 0.0
    warmed: bool = False
    made: list[FirstRun] = field(default_factory=list)
    session: FakeSession = field(default_factory=FakeSession)
    backup: Path | None = None
    restored: list[tuple[Path, str]] = field(default_factory=list)
    recovered: list[tuple[str, str, str]] = field(default_factory=list)

    def home_state(self) -> HomeState:
        return HomeState(self.kind, self.sentence, UNIT)

    def accounts(self) -> Sequence[AccountLine]:
        return (
            AccountLine("nguyen.van.an", "Administrator", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
            AccountLine("tran.thi.binh", "Administrator", None),
        )

    def delay(self) -> float:
        return self.wait

    def warm(self) -> None:
        self.warmed = True

    def unlock(self, user: str, password: str) -> FakeSession:
        if password != PASSWORD:
            raise Fault("E_PASSWORD", "The two entries differ.")
        self.session.user = user
        return self.session

    def judge(self, password: str, user: str) -> Judged:
        if len(password) < 15:
            return Judged(1, f"Còn thiếu {15 - len(password)} ký tự.")
        return Judged(4 if len(password) > 20 else 3)

    def provinces(self) -> Sequence[Choice]:
        return (Choice("56", "Tỉnh Khánh Hòa"), Choice("01", "Thành phố Hà Nội"))

    def communes(self, province: str) -> Sequence[Choice]:
        return (Choice("22870", "Xã Ninh Phước"), Choice("22741", "Phường Bảo An"))

    def create(self, first: FirstRun) -> Created:
        self.made.append(first)
        return Created(GROUPS, self.session)

    def set_backup(self, session: object, folder: Path) -> None:
        self.backup = folder

    def open_sample(self) -> FakeSession:
        return FakeSession(sample=True, unit_name="Xã Mẫu, tỉnh Mẫu")

    def restore(self, backup: Path, recovery: str) -> None:
        if not backup.exists():
            raise Fault("E_BACKUP", "There is no such folder. Choose another one.")
        self.restored.append((backup, recovery))

    def recover(self, user: str, recovery: str, password: str) -> None:
        self.recovered.append((user, recovery, password))

    def pages(self) -> Sequence[PageSpec]:
        return make_pages()


class PlainPage(Page):
    """A page that remembers what the window asked of it."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        self.name = name
        self.targets: list[str] = []
        self.reloads = 0
        self.drafts = 0
        self.stays = False
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 16, 24, 16)
        lines.addWidget(label(name, role="title"))
        lines.addStretch(1)

    def arrive(self, target: str) -> None:
        self.targets.append(target)

    def reload(self) -> None:
        self.reloads += 1

    def save_draft(self) -> None:
        self.drafts += 1

    def may_leave(self) -> bool:
        return not self.stays


def _maker(name: str) -> object:
    def make(desk: Desk) -> QWidget:
        return PlainPage(desk, name)

    return make


def make_pages() -> tuple[PageSpec, ...]:
    """Two pages of the rail, one only for health, one at the foot."""
    return (
        PageSpec("today", "Today's date", "sun-high", _maker("today"), shortcut=Shortcut.PAGE_1),  # type: ignore[arg-type]
        PageSpec("people", "Records", "users", _maker("people"), shortcut=Shortcut.PAGE_2),  # type: ignore[arg-type]
        PageSpec("clinic", "Keep", "stethoscope", _maker("clinic"), roles=frozenset({"health"})),  # type: ignore[arg-type]
        PageSpec("admin", "Window", "settings", _maker("admin"), bottom=True),  # type: ignore[arg-type]
    )
