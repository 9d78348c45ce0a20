"""The commands as a process of their own: streams, locale, pipes, what is imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(*argv: object, locale: str = "C.UTF-8", **options) -> subprocess.CompletedProcess[bytes]:
    settings = {**os.environ, "LC_ALL": locale, "PYTHONPATH": str(ROOT)}
    settings.pop("PYTHONUTF8", None)
    settings.pop("PYTHONIOENCODING", None)
    command = [sys.executable, "-m", "app", *map(str, argv)]
    return subprocess.run(command, capture_output=True, env=settings, check=False, timeout=120, **options)


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_output_is_utf8_in_any_locale(locale) -> None:
    text = "001099012345||Nguyễn Văn Ẩn|01021999|Nam|Long Biên|01012022"
    done = start("scan", text, locale=locale)
    assert done.returncode == 0, done.stderr
    assert "Nguyễn Văn Ẩn" in done.stdout.decode("utf-8")
    refused = start("scan", "không phải thẻ", locale=locale)
    assert refused.returncode == 3 and "Đây không phải" in refused.stderr.decode("utf-8")


def test_bytes_that_are_no_text_are_wrong_use() -> None:
    if sys.platform == "win32":
        pytest.skip("arguments are text there")
    done = start("scan", os.fsdecode(b"\xff\xfe"))
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1


def test_a_reader_that_goes_away_is_no_trouble() -> None:
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "app", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 141)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_is_quiet(tmp_path) -> None:
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "app", "scan", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings
    ) as process:
        # the process waits for standard input once it has started
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(3)
        process.send_signal(signal.SIGINT)
        _out, told = process.communicate(timeout=60)
        assert (process.returncode, told) == (130, b"")


def test_light_commands_import_nothing_heavy() -> None:
    code = (
        "import sys; from app.cli.main import main; status = main(['schema']);"
        "print(*sys.modules, file=sys.stderr); sys.exit(status)"
    )
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=settings, check=True, timeout=60
    )
    loaded = set(done.stderr.decode().split())
    heavy = {
        "PySide6",
        "reportlab",
        "docx",
        "xlsxwriter",
        "sqlalchemy",
        "sqlcipher3",
        "pyrage",
        "nacl",
        "zstandard",
    }
    assert not heavy & loaded
    assert json.loads(done.stdout)["kinds"]


def test_init_and_load_from_outside(tmp_path) -> None:
    home = ["--home", tmp_path / "a", "--password-file", "-"]
    secret = "đò dọc sông quê chở nắng\n".encode()
    init = ["--node", "C1", "--name", "X", "--sort", "commune", "--user", "an"]
    assert start("init", *home, *init, "--json", input=secret).returncode == 0
    line = '{"kind":"person","id":"p1","name":"Lê Văn Ẩn","birth":"1990"}'
    (tmp_path / "in.jsonl").write_text(line + "\n", "utf-8")
    assert start("load", tmp_path / "in.jsonl", *home, input=secret).returncode == 0
    dumped = start("dump", *home, input=secret, locale="C")
    assert json.loads(dumped.stdout.decode("utf-8"))["name"] == "Lê Văn Ẩn"
