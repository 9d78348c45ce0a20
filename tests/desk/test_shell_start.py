"""Starting and ending: options, light imports, reports of defects, signals, one window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.shell import report
from app.desk.shell.single import Doorbell, ring
from app.desk.start import WrongUse, default_home, parse
from tests.helpers.sources import ROOT

HEAVY = (
    "sqlalchemy", "sqlcipher3", "msgspec", "reportlab", "platformdirs", "importlib.metadata",
    "asyncio", "logging.config", "alembic", "nacl", "pyrage", "PySide6.QtNetwork",
)  # fmt: skip


def test_options_are_read() -> None:
    options = parse(["--home", "so", "--sample", "--lang=en"])
    assert options.home == Path("so").absolute()
    assert options.sample
    assert options.lang == "en"


@pytest.mark.parametrize("argv", [["--home"], ["--lang", "fr"], ["--lang"], ["x"], ["--sample=1"]])
def test_wrong_options_are_refused(argv: list[str]) -> None:
    with pytest.raises(WrongUse):
        parse(argv)


def test_the_home_is_where_platformdirs_puts_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_home() == Path(platformdirs.user_data_dir("BinhYen", False))
    monkeypatch.setenv("BINHYEN_HOME", "/elsewhere")
    assert default_home() == Path("/elsewhere")


def run_code(code: str, *args: str, wait: float = 30) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *args],
        env=env, capture_output=True, text=True, timeout=wait, check=False,
    )  # fmt: skip


START = """
import sys
from pathlib import Path
from app.desk import start
def make_gate(home, sample):
    from tests.desk.shell_fakes import FakeGate
    return FakeGate(home)
"""


def test_nothing_heavy_is_imported_before_the_first_picture() -> None:
    code = """
    import sys
    import app.desk.start
    import app.desk.shell.unlock
    print("\\n".join(sys.modules))
    """
    done = run_code(code)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert [name for name in HEAVY if name in loaded] == []
    assert "app.desk.shell.frame" not in loaded


def test_wrong_use_is_told_in_a_sentence() -> None:
    done = run_code(START + "sys.exit(start.run(['--nothing'], make_gate))")
    assert done.returncode == 2
    assert "--nothing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is how POSIX ends a program")
def test_sigterm_ends_cleanly(tmp_path: Path) -> None:
    code = START + "print('up', flush=True); sys.exit(start.run(sys.argv[1:], make_gate))"
    process = subprocess.Popen(
        [sys.executable, "-c", code.replace("print('up', flush=True); ", _SAY_WHEN_UP), "--home", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "up"
    process.send_signal(signal.SIGTERM)
    _out, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


_SAY_WHEN_UP = """
from app.desk.shell import single
class Bell:
    def __init__(self, home, window): print('up', flush=True)
single.Doorbell = Bell
"""


def defect(name: str) -> str:
    raise RuntimeError(f"Đặng Văn Anh {name}")


def test_a_report_names_places_but_no_person(tmp_path: Path) -> None:
    try:
        defect("079201012345")
    except RuntimeError as error:
        text = report.describe(type(error), error.__traceback__)
    assert "RuntimeError" in text
    assert "defect" in text
    assert "Đặng" not in text
    assert "079201012345" not in text
    assert str(tmp_path) not in text


def test_reports_are_kept_up_to_twenty(tmp_path: Path) -> None:
    for _number in range(25):
        assert report.write_report(tmp_path, "x") is not None
    assert len(list((tmp_path / report.FOLDER).iterdir())) == report.KEPT
    assert report.write_report(tmp_path / "no", "x") is None


def test_one_dialog_for_many_defects(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    reporter = report.Reporter(tmp_path, owner)
    for _number in range(3):
        reporter.take(RuntimeError, RuntimeError("x"), None)
    qtbot.waitUntil(lambda: len(list((tmp_path / report.FOLDER).glob("*"))) == 3)
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, report._ReportDialog)]
    assert len(dialogs) == 1
    dialogs[0].accept()


def test_a_second_start_rings_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert not ring(tmp_path)
    bell = Doorbell(tmp_path, window)
    assert bell.is_listening()
    assert not window.isVisible()
    assert ring(tmp_path)
    qtbot.waitUntil(window.isVisible)
