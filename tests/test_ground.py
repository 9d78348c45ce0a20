"""What the project stands on: pins, locks, the start from a checkout, the self-test, the wheel."""

from __future__ import annotations

import ast
import json
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

import run as starter
from app import selftest
from app.words import set_language
from tests.helpers.locks import RUN_LOCK, TEST_LOCK, canonical, pins
from tests.helpers.log_fail import LogWatch
from tests.helpers.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EMITS = """
import PySide6
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

class Bell(QObject):
    rung = Signal(int, str)

class Ear(QObject):
    heard = 0

    @Slot(int, str)
    def on_rung(self, number, text):
        self.heard += 1

application = QCoreApplication([])
bell, ear = Bell(), Ear()
bell.rung.connect(ear.on_rung)
for number in range(5000):
    bell.rung.emit(number, "chuông")
print(PySide6.__version__, ear.heard)
"""


def declared(requirements: list[str]) -> dict[str, str]:
    return {canonical(name): version for name, _, version in (each.partition("==") for each in requirements)}


def test_qt_survives_five_thousand_signals() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EMITS], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.split() == [selftest.QT_VERSION, "5000"], done.stderr


def test_qt_is_the_pinned_one_everywhere() -> None:
    for name in ("pyside6-essentials", "shiboken6"):
        assert pins(RUN_LOCK)[name][0] == selftest.QT_VERSION
    assert declared(PROJECT["project"]["dependencies"])["pyside6-essentials"] == selftest.QT_VERSION


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK], ids=lambda lock: lock.name)
def test_a_lock_names_no_index_and_hashes_every_part(lock: Path) -> None:
    text = lock.read_text("utf-8")
    for word in ("://", "--index", "--extra-index", "--find-links", " @ ", "--editable", "--trusted-host"):
        assert word not in text
    assert re.search(r"^[a-z]", text, re.M)
    assert not re.search(r"^[a-z][^\n]*\n(?!    --hash=sha256:)", text, re.M)
    assert pins(lock)


def test_the_locks_agree_with_the_project() -> None:
    wanted = declared(PROJECT["project"]["dependencies"])
    tests = declared(PROJECT["project"]["optional-dependencies"]["test"])
    to_run, to_test = pins(RUN_LOCK), pins(TEST_LOCK)
    assert {name: to_run[name][0] for name in wanted} == wanted
    assert {name: to_test[name][0] for name in tests} == tests
    assert to_run.items() <= to_test.items()


def test_the_wheel_is_built_with_the_locked_builder() -> None:
    assert (
        declared(PROJECT["build-system"]["requires"]).items()
        <= {name: version for name, (version, _) in pins(TEST_LOCK).items()}.items()
    )


def test_the_start_needs_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_start_is_understood_by_an_older_python() -> None:
    # It must be able to say what it needs: no syntax newer than 3.8 in that one file.
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 8))


def start(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**kept, "PYTHONUTF8": "1", **settings},
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
@pytest.mark.parametrize("arguments", [(), ("desk",), ("--lang", "en")])
def test_without_a_screen_one_sentence_names_the_demo(arguments: tuple[str, ...], tmp_path: Path) -> None:
    if arguments == ("--lang", "en"):
        arguments = ("desk", *arguments)
    done = start(*arguments, BINHYEN_ENV=str(tmp_path / "env"))
    assert done.returncode == 3
    assert done.stdout == ""
    assert "python3 run.py demo" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "env").exists()


def test_an_older_python_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert starter.main(["demo"]) == 3
    told = capsys.readouterr()
    assert "3.11" in told.err
    assert "3.9.2" in told.err
    assert told.out == ""


class Pip:
    """Stands for pip and venv: notes what it is asked, fails as often as told."""

    def __init__(self, env: Path, failures: int = 0, log: str = "connection broken") -> None:
        self.env, self.failures, self.log = env, failures, log
        self.asked: list[str] = []

    def __call__(self, command: list[str], log: Path) -> int:
        kind = "venv" if "venv" in command else "pip"
        self.asked.append(kind)
        if kind == "venv":
            python = starter.python_of(self.env)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
            return 0
        assert "--require-hashes" in command
        log.write_text(self.log, "utf-8")
        self.failures -= 1
        return 1 if self.failures >= 0 else 0


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["run.py"])
    return tmp_path / "env"


def test_parts_are_installed_once(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Pip(env)
    monkeypatch.setattr(starter, "call", pip)
    for _ in range(3):
        starter.ensure(env, starter.PARTS)
    assert pip.asked == ["venv", "pip"]
    starter.ensure(env, starter.TEST_PARTS)
    starter.ensure(env, starter.PARTS)  # the parts for tests include them
    assert pip.asked == ["venv", "pip", "pip"]


def test_a_broken_connection_is_tried_again(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Pip(env, failures=2)
    monkeypatch.setattr(starter, "call", pip)
    starter.ensure(env, starter.PARTS)
    assert pip.asked == ["venv", "pip", "pip", "pip"]


def test_an_interrupted_install_is_done_anew(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Pip(env, failures=3)
    monkeypatch.setattr(starter, "call", pip)
    with pytest.raises(starter.Refused):
        starter.ensure(env, starter.PARTS)
    assert not starter.is_ready(env, starter.PARTS)
    (env / "half").mkdir()
    starter.ensure(env, starter.PARTS)
    assert pip.asked == ["venv", "pip", "pip", "pip", "venv", "pip"]
    assert not (env / "half").exists()
    assert starter.is_ready(env, starter.PARTS)


def test_a_wrong_hash_is_not_tried_again(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Pip(env, failures=9, log="ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE")
    monkeypatch.setattr(starter, "call", pip)
    with pytest.raises(starter.Refused):
        starter.ensure(env, starter.PARTS)
    assert pip.asked == ["venv", "pip"]


def test_a_changed_lock_is_installed(env: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pip = Pip(env)
    monkeypatch.setattr(starter, "call", pip)
    lock = tmp_path / "parts.lock"
    monkeypatch.setattr(starter, "PARTS", lock)
    lock.write_text("one==1\n", "utf-8")
    starter.ensure(env, lock)
    lock.write_text("one==2\n", "utf-8")
    starter.ensure(env, lock)
    assert pip.asked == ["venv", "pip", "pip"]


def test_missing_libraries_name_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "argv", ["run.py", "--lang", "en"])
    monkeypatch.setattr(starter, "is_root", lambda: False)
    monkeypatch.setattr(shutil, "which", lambda name, **_: f"/usr/bin/{name}")
    monkeypatch.setattr(starter, "missing_libraries", lambda _: {"libEGL.so.1": "libegl1"})
    with pytest.raises(starter.Refused, match="sudo apt-get install -y libegl1"):
        starter.ensure_libraries(starter.QT_LIBRARIES, needed=True)
    starter.ensure_libraries(starter.QT_LIBRARIES, needed=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the loader of Linux")
def test_only_absent_libraries_are_missing() -> None:
    wanted = {"libc.so.6": "libc6", "libbinhyen-none.so.7": "none"}
    assert starter.missing_libraries(wanted) == {"libbinhyen-none.so.7": "none"}


def test_ci_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text("utf-8")
    assert "set -euo pipefail" in text
    assert "exec python3 run.py test" in text
    assert os.access(script, os.X_OK) or sys.platform == "win32"


def test_the_program_starts_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()  # another project's folder of the same name
    (tmp_path / "app" / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-P", str(ROOT / "app" / "__main__.py"), "self-test", "--json"],
        capture_output=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
    )
    answer = json.loads(done.stdout)
    assert answer["ok"], answer
    assert done.returncode == 0
    assert {check["name"] for check in answer["checks"]} >= {
        "store",
        "keys",
        "packages",
        "documents",
        "window",
    }


def test_a_failing_check_is_a_sentence_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ImportError("libEGL.so.1: cannot open shared object file")

    def refused() -> None:
        raise selftest.Failed("Thiếu tệp.")

    def fine() -> None:
        return

    checks = (("a", "A holds.", broken), ("b", "B holds.", refused), ("c", "C holds.", fine))
    monkeypatch.setattr(selftest, "CHECKS", checks)
    set_language("en")
    assert selftest.run(as_json=True) == 3
    answer = json.loads(capsys.readouterr().out)
    assert [check["ok"] for check in answer["checks"]] == [False, False, True]
    assert answer["ok"] is False
    assert answer["checks"][0]["text"].startswith("This part does not work: ImportError: libEGL.so.1")
    assert selftest.run(as_json=False) == 3


def test_the_starting_module_is_light() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import app.__main__; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    heavy = {
        "PySide6",
        "sqlalchemy",
        "argparse",
        "json",
        "msgspec",
        "app.kinds",
        "app.cli",
        "importlib.metadata",
    }
    assert not heavy & set(done.stdout.split())


@pytest.mark.slow
def test_a_wheel_carries_the_program_and_its_files(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    (wheel,) = tmp_path.glob("binhyen-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        (entry,) = (name for name in names if name.endswith("entry_points.txt"))
        assert "binhyen = app.__main__:main" in packed.read(entry).decode()
        packed.extractall(tmp_path / "site")
    assert {"app/__main__.py", "app/_resources/words/vi/binhyen.mo", "app/_resources/fonts/OFL.txt"} <= names
    assert not {name for name in names if name.startswith(("tests/", "installer/", "resources/"))}
    done = subprocess.run(
        [sys.executable, "-m", "app", "self-test", "--json"],
        capture_output=True,
        timeout=120,
        check=False,
        cwd=tmp_path / "site",
    )
    assert json.loads(done.stdout)["ok"], done.stdout


@pytest.mark.logs
def test_a_warning_in_the_log_is_seen() -> None:
    with LogWatch() as watch:
        logging.getLogger("app.somewhere").warning("the disk is slow")
        logging.getLogger("app.somewhere").info("nothing special")
    assert watch.lines == ["WARNING app.somewhere: the disk is slow"]


def test_another_machine_is_out_of_reach() -> None:
    with socket.socket() as door, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        door.connect(("192.0.2.1", 80))


def test_no_folder_of_a_person_is_touched() -> None:
    assert Path.home().name.startswith("binhyen-tests-")
