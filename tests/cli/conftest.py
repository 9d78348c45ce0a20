from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap_cli import REHEARSAL, Home, NewNode, create_node
from app.cli.main import main
from app.register.sample import fill

PASSWORD = "đò dọc sông quê chở nắng"


@dataclass(frozen=True)
class Ran:
    """What a command left: its status and the two streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> str:
        return str(self.json["error"]["code"])


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*argv: object, stdin: str = "") -> Ran:
        words = [str(word) for word in argv]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capsys.readouterr()
        status = main(words, limits=REHEARSAL)
        text = capsys.readouterr()
        assert "Traceback" not in text.err
        return Ran(status, text.out, text.err)

    return command


@pytest.fixture(scope="session")
def password_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "mật khẩu.txt"
    path.write_text(PASSWORD + "\r\n", encoding="utf-8-sig")
    return path


@pytest.fixture
def node(run: Run, tmp_path: Path, password_file: Path) -> list[str]:
    """The options that open a fresh commune node with one account."""
    home = tmp_path / "nhà"
    made = run(
        "init", "--home", home, "--node", "C00133", "--name", "Công an phường Ngọc Lâm", "--sort", "commune",
        "--unit", "00133", "--user", "an", "--password-file", password_file,
    )  # fmt: skip
    assert made.status == 0, made.err
    return ["--home", str(home), "--password-file", str(password_file)]


@pytest.fixture
def filled(tmp_path: Path, password_file: Path) -> list[str]:
    """The options that open a node of thirty made-up people as of today."""
    home = tmp_path / "filled"
    new = NewNode("C00133", "Công an phường Ngọc Lâm", "commune", "00133", "an", "police", PASSWORD)
    opened = create_node(Home(home), new, limits=REHEARSAL)
    fill(opened.session, 3, 30, opened.session.today())
    opened.close()
    return ["--home", str(home), "--password-file", str(password_file)]


def person(record_id: str, name: str = "Nguyễn Văn Thử", birth: str = "1990", **more: Any) -> str:
    """A line of a load file."""
    return json.dumps(
        {"kind": "person", "id": record_id, "name": name, "birth": birth, **more}, ensure_ascii=False
    )


def today() -> date:
    from datetime import datetime

    from app.kinds.dates import VIETNAM

    return datetime.now(VIETNAM).date()
