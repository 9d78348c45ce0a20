from __future__ import annotations

import sys

import pytest

from tests.cli.conftest import PASSWORD

OTHER = "mưa rơi trên mái ngói cũ"


def test_init_tells_the_fingerprint_and_that_no_sheet_was_issued(run, tmp_path, password_file) -> None:
    made = run(
        "init", "--home", tmp_path / "a", "--node", "U07", "--name", "Công an tỉnh", "--sort", "upper",
        "--user", "chi", "--password-file", password_file,
    )  # fmt: skip
    assert made.status == 0
    assert "phiếu khôi phục" in made.out


def test_init_json_and_recovery_sheet(run, tmp_path, password_file) -> None:
    sheet = tmp_path / "phiếu.txt"
    made = run(
        "init", "--json", "--home", tmp_path / "a", "--node", "C1", "--name", "X", "--sort", "commune",
        "--user", "an", "--password-file", password_file, "--recovery-sheet", sheet,
    )  # fmt: skip
    assert set(made.json) == {"node", "device", "fingerprint"}
    text = sheet.read_text("utf-8")
    assert made.json["fingerprint"] in text
    code = text.splitlines()[4].strip()
    assert len(code) > 20
    if sys.platform != "win32":
        assert sheet.stat().st_mode & 0o077 == 0
    stored = b"".join(p.read_bytes() for p in (tmp_path / "a").rglob("*") if p.is_file())
    assert code.encode() not in stored


def test_a_printed_recovery_sheet(run, node, tmp_path) -> None:
    made = run("user", "recovery", *node, "--out", tmp_path / "phiếu.pdf")
    assert made.status == 0
    assert (tmp_path / "phiếu.pdf").read_bytes().startswith(b"%PDF-")
    again = run("user", "recovery", *node, "--out", tmp_path / "phiếu.pdf", "--json")
    assert (again.status, again.error) == (3, "E_EXISTS")


@pytest.mark.parametrize("name", ["phiếu.docx", "nhà/phiếu.txt", "không/có/phiếu.txt"])
def test_a_sheet_is_refused_before_a_node_is_made(run, tmp_path, password_file, name) -> None:
    made = run(
        "init", "--home", tmp_path / "nhà", "--node", "C1", "--name", "X", "--sort", "commune",
        "--user", "an", "--password-file", password_file, "--recovery-sheet", tmp_path / name,
    )  # fmt: skip
    assert made.status == 3
    assert not (tmp_path / "nhà").exists()


def test_init_refuses_a_folder_in_use(run, node, tmp_path, password_file) -> None:
    arguments = ["--node", "C2", "--name", "X", "--sort", "commune", "--user", "an"]
    again = run("init", *node, *arguments, "--json")
    assert (again.status, again.error) == (3, "E_HOME_EXISTS")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    other = run("init", "--home", tmp_path / "other", *arguments, "--password-file", password_file, "--json")
    assert (other.status, other.error) == (3, "E_NOT_EMPTY")


@pytest.mark.parametrize("node_id", ["", "a b", "a/b", "Ngọc", "x" * 41, "-a"])
def test_a_node_id_that_cannot_be_is_refused(run, tmp_path, password_file, node_id) -> None:
    made = run(
        "init", "--json", "--home", tmp_path / "a", f"--node={node_id}", "--name", "X", "--sort", "commune",
        "--user", "an", "--password-file", password_file,
    )  # fmt: skip
    assert (made.status, made.error) == (3, "E_NODE")


def test_accounts_come_and_go(run, node, tmp_path) -> None:
    secret = tmp_path / "mới.txt"
    secret.write_text(OTHER + "\n", "utf-8")
    added = run("user", "add", "bình", "--role", "health", "--new-password-file", secret, *node, "--json")
    assert added.json == {"user": "bình", "role": "health", "admin": False}
    listed = run("user", "list", *node, "--json").json
    assert [a["user"] for a in listed] == ["an", "bình"]
    # several accounts: one has to be named
    assert run("search", "an", *node, "--json").error == "E_ACCOUNT"
    theirs = ["--home", node[1], "--as", "bình", "--password-file", str(secret)]
    assert run("search", "an", *theirs).status == 0
    assert run("user", "add", "c", "--new-password-file", secret, *theirs, "--json").error == "E_ADMIN"
    removed = run("user", "remove", "bình", *node, "--as", "an", "--json")
    assert removed.status == 0, removed.err
    assert run("search", "an", *theirs, "--json").error == "E_PASSWORD"
    assert run("verify", "--deep", *node).status == 0
    acts = [entry["act"] for entry in run("audit", *node, "--json").json]
    assert {"user_add", "user_remove", "unlock_failed"} <= set(acts)


def test_passwords_from_one_stream(run, node) -> None:
    old = ["--home", node[1], "--password-file", "-"]
    changed = run("user", "password", "--new-password-file", "-", *old, stdin=f"{PASSWORD}\n{OTHER}\n")
    assert changed.status == 0, changed.err
    assert run("units", *old, stdin=f"{PASSWORD}\n").status == 3
    assert run("units", *old, stdin=OTHER).status == 0


def test_a_weak_password_is_refused(run, tmp_path, node) -> None:
    (tmp_path / "weak").write_text("matkhau", "utf-8")
    refused = run("user", "add", "c", "--new-password-file", tmp_path / "weak", *node, "--json")
    assert (refused.status, refused.error) == (3, "E_PASSWORD_SHORT")


def test_the_name_is_asked_for(run, node) -> None:
    assert run("user", "add", *node).status == 2
