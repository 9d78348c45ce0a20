"""Where the demonstration is played: its folder, its password, its clock."""

from __future__ import annotations

import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path

from app.bootstrap_cli import check_new, wall
from app.kinds.faults import Fault
from app.words import N_

_MARK = ".binhyen-demo"
_PARTS = ("homes", "cards", "stick", "stick-back", "papers", "answers", "pictures", "password.txt")
_NOT_OURS = N_(
    "The folder {path} is not empty and not of an earlier demonstration. Choose another with --out."
)
_WORDS = [
    "ruong",
    "lua",
    "vuon",
    "cau",
    "song",
    "que",
    "canh",
    "dieu",
    "bac",
    "thang",
    "mua",
    "thu",
    "nang",
    "som",
    "tieng",
    "trong",
    "luy",
    "tre",
    "khuc",
    "hat",
    "ao",
    "chuom",
    "giay",
    "do",
    "dinh",
    "lang",
    "ngon",
    "gio",
    "con",
    "thuyen",
    "bo",
    "de",
    "hoa",
    "gao",
    "mai",
    "ngoi",
    "chieu",
    "vang",
    "rung",
    "thong",
    "suoi",
    "da",
    "bien",
    "xanh",
]


class Stage:
    """The folder of one run, emptied of an earlier one."""

    def __init__(self, out: Path) -> None:
        self.out = out.absolute()
        self.homes = self.out / "homes"
        self.cards = self.out / "cards"
        self.stick = self.out / "stick"
        self.stick_back = self.out / "stick-back"
        self.papers = self.out / "papers"
        self.answers = self.out / "answers"
        self.pictures = self.out / "pictures"
        self.password_file = self.out / "password.txt"

    def prepare(self) -> str:
        """Make the folders and the password, which opens every node of the run; returns the password."""
        if self.out.exists() and not self.out.is_dir():
            raise Fault("E_NOT_EMPTY", _NOT_OURS, path=str(self.out))
        if self.out.is_dir() and any(self.out.iterdir()):
            self._clear()
        for folder in (self.homes, self.cards, self.stick, self.stick_back, self.papers, self.answers):
            folder.mkdir(parents=True, exist_ok=True)
        (self.out / _MARK).write_text("Bình Yên\n", encoding="utf-8")
        password = _new_password()
        handle = os.open(self.password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(password + "\n")
        return password

    def _clear(self) -> None:
        """Take away what an earlier run left; anything else in the folder stays."""
        if not (self.out / _MARK).is_file():
            raise Fault("E_NOT_EMPTY", _NOT_OURS, path=str(self.out))
        for name in _PARTS:
            part = self.out / name
            if part.is_dir() and not part.is_symlink():
                shutil.rmtree(part)
            else:
                part.unlink(missing_ok=True)


def _new_password() -> str:
    """A sentence of six words that the program's own rules accept."""
    while True:
        password = " ".join(secrets.choice(_WORDS) for _ in range(6)) + f" {secrets.randbelow(900) + 100}"
        try:
            check_new(password)
        except Fault:
            continue
        return password


class Hands:
    """A clock whose hands are set by the play and that runs on in between."""

    def __init__(self, moment: datetime) -> None:
        self.set(moment)

    def set(self, moment: datetime) -> None:
        """Set the clock; it may not go back."""
        self._moment, self._since = moment, wall()

    def __call__(self) -> datetime:
        return self._moment + (wall() - self._since)
