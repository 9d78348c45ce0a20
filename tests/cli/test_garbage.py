"""Whatever is typed: an exit status of the list, one JSON document, never a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli.main import main
from app.cli.registry import COMMANDS

#: Commands that open a window, start a process or work for long.
_LEFT_OUT = {"desk", "self-test", "demo", "bench", "shots"}
_NAMES = [command.name for command in COMMANDS if command.name not in _LEFT_OUT]
_WORDS = [
    "--json", "--lang", "en", "vi", "--home", "--as", "--at", "2026-01-01", "--password-file", "-", "--limit",
    "--help", "list", "add", "load", "show", "--kind", "person", "--from", "--to", "--out", "--", "--deep",
    "user_management.decide", "0", "-1", "ạ", "=", "--home=", "--fingerprint", "--version",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _aside(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    argv=st.lists(
        st.one_of(
            st.sampled_from(_WORDS),
            st.sampled_from(_NAMES),
            st.text(max_size=6).filter(lambda t: "/" not in t),
        ),
        max_size=7,
    ).filter(lambda argv: not _LEFT_OUT & set(argv))
)
def test_any_words_at_all(argv) -> None:
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    before, sys.stdin = sys.stdin, io.StringIO("")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(argv)
    finally:
        sys.stdin = before
    out.flush()
    said = out.buffer.getvalue().decode()
    assert status in (0, 2, 3), (argv, err.getvalue())
    assert "Traceback" not in err.getvalue()
    if "--json" in argv and status in (2, 3):
        assert json.loads(said)["error"]["text"] == err.getvalue().removesuffix("\n")
