from __future__ import annotations

import json

import pytest

from tests.cli.conftest import person


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["bogus"],
        ["init"],
        ["search"],
        ["search", "an", "--bogus"],
        ["search", "an", "--limit", "no"],
        ["search", "an", "--limit", "0"],
        ["--lang", "fr", "schema"],
        ["pair", "card", "--as-parent", "--as-child", "--fingerprint", "x"],
        ["deadline", "x", "--from"],
        ["import-list", "x"],
        ["classify", "--rules", "x"],
        ["conflicts", "resolve"],
        ["user", "add"],
        ["search", "an"],
    ],
)
def test_wrong_use_is_one_sentence_and_2(run, argv) -> None:
    told = run(*argv)
    assert told.status == 2
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_wrong_use_in_both_languages(run) -> None:
    assert run("bogus").err.startswith("“bogus” không nằm trong")
    assert run("--lang", "en", "bogus").err.startswith("“bogus” is not one of the choices")
    assert run("search", "--lang=en").err.startswith("Missing: TEXT.")
    assert run("--json", "search").error == "E_USAGE"


def test_help_is_in_the_chosen_language(run) -> None:
    assert "Cách dùng" in run("--help").out
    english = run("--lang", "en", "init", "--help")
    assert english.status == 0 and "Usage: " in english.out and "first account" in english.out
    assert run("--version").out.strip()


def test_every_command_has_its_help(run) -> None:
    from app.cli.registry import COMMANDS

    for command in COMMANDS:
        told = run(command.name, "--help")
        assert told.status == 0 and "--json" in told.out, command.name


@pytest.mark.parametrize("before", [True, False])
def test_options_before_or_after_the_command(run, node, before) -> None:
    options = ["--json", "--lang", "en", *node]
    told = run(*options, "units") if before else run("units", *options)
    assert told.json == []


def test_a_missing_home_is_told(run, tmp_path, password_file) -> None:
    told = run("search", "an", "--home", tmp_path / "nowhere", "--password-file", password_file, "--json")
    assert (told.status, told.error) == (3, "E_NO_HOME")
    assert told.json["error"]["text"] == told.err.strip()
    assert not (tmp_path / "nowhere").exists()


def test_a_wrong_password_is_told_in_both_languages(run, node, tmp_path) -> None:
    (tmp_path / "wrong").write_text("mưa rơi trên mái ngói cũ\n", "utf-8")
    wrong = ["--home", node[1], "--password-file", str(tmp_path / "wrong")]
    told = run("units", *wrong, "--json")
    assert (told.status, told.error) == (3, "E_PASSWORD")
    assert run("units", *wrong).err != run("units", *wrong, "--lang", "en").err
    assert run("units", *wrong, "--lang", "en").err.count("\n") == 1


def test_password_files_that_cannot_be_used(run, node, tmp_path) -> None:
    (tmp_path / "empty").write_text("\nsecond line\n", "utf-8")
    (tmp_path / "utf16").write_bytes("mật khẩu dài\n".encode("utf-16"))
    home = ["--home", node[1]]
    for name, code in (
        ("empty", "E_PASSWORD_EMPTY"),
        ("utf16", "E_PASSWORD_FILE"),
        ("missing", "E_PASSWORD_FILE"),
        (".", "E_PASSWORD_FILE"),
    ):
        told = run("units", *home, "--password-file", tmp_path / name, "--json")
        assert (told.status, told.error) == (3, code), name
    assert run("units", *home, "--json").error == "E_NO_PASSWORD"
    assert run("units", *home, "--password-file", "-", "--json").error == "E_PASSWORD_EMPTY"


def test_only_the_line_end_is_taken_off_a_password(run, tmp_path) -> None:
    (tmp_path / "pw").write_bytes("  đò dọc sông quê chở nắng ".encode() + b"\r\n")
    init = ["--node", "C1", "--name", "X", "--sort", "commune", "--user", "an"]
    home = ["--home", str(tmp_path / "a"), "--password-file"]
    assert run("init", *home, tmp_path / "pw", *init).status == 0
    (tmp_path / "trimmed").write_bytes("đò dọc sông quê chở nắng".encode())
    assert run("units", *home, tmp_path / "trimmed", "--json").error == "E_PASSWORD"
    assert run("units", *home, tmp_path / "pw").status == 0


def test_the_clock_of_a_rehearsal_is_recorded(run, node) -> None:
    run("load", "-", *node, "--at", "2023-06-10T08:00", stdin=person("p1"))
    entries = run("audit", *node, "--json").json
    clock = next(entry for entry in entries if entry["act"] == "rehearsal_clock")
    assert clock["detail"] == "2023-06-10T08:00:00+07:00"
    assert clock["at"].startswith("2023-06-10T08:00")
    changed = run("history", "person", "p1", *node, "--json").json
    assert changed[0]["at"].startswith("2023-06-10T08:00")
    assert run("units", *node, "--at", "tomorrow", "--json").error == "E_MOMENT"


def test_a_busy_home_is_told(run, node) -> None:
    from app.bootstrap_cli import REHEARSAL, Home, open_node
    from tests.cli.conftest import PASSWORD

    opened = open_node(Home(node[1]), "an", PASSWORD, limits=REHEARSAL)
    try:
        assert run("units", *node, "--json").error == "E_BUSY"
    finally:
        opened.close()


def test_a_damaged_store_is_refused_not_a_defect(run, node, tmp_path) -> None:
    from pathlib import Path

    store = Path(node[1]) / "store.db"
    store.write_bytes(b"\0" * store.stat().st_size)
    told = run("verify", *node, "--json")
    assert told.status == 3 and told.error.startswith("E_")


def test_a_defect_is_one_sentence(run, monkeypatch) -> None:
    from app.kinds import identity

    def broken(_text: str) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr(identity, "scan", broken)
    told = run("scan", "x", "--json")
    assert told.status == 1
    assert json.loads(told.out)["error"]["code"] == "E_DEFECT"
    assert "RuntimeError" in told.err and "inside" not in told.err


def test_interrupted_quietly(run, monkeypatch) -> None:
    from app.kinds import identity

    def stopped(_text: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(identity, "scan", stopped)
    told = run("scan", "x")
    assert (told.status, told.out, told.err) == (130, "", "")
