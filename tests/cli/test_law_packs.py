from pathlib import Path

from tests.cli.conftest import Run
from tests.law.publishing import STRANGER, decree, later, rule, signed, text_of

DECREE = decree(rule("user_management.end_papers", 3, "working_day"), "2026-12-01")


def test_a_pack_goes_from_a_publisher_into_force(run: Run, node: list[str], tmp_path: Path) -> None:
    source, pack = tmp_path / "nghi-dinh.toml", tmp_path / "nghị định.pack"
    source.write_text(DECREE, encoding="utf-8")
    made = run("law", "publish", source, "--out", pack, *node, "--json")
    assert made.status == 0, made.err
    unknown = run("law", "compare", pack, *node, "--json")
    assert (unknown.status, unknown.error) == (3, "E_PACK_KEY")
    assert made.json["fingerprint"] in unknown.out
    wrong = run("law", "trust", pack, "--fingerprint", "0" * 20, "--name", "C04", *node, "--json")
    assert wrong.error == "E_FINGERPRINT"
    given = ("--fingerprint", made.json["fingerprint"], "--name", "Công an tỉnh")
    assert run("law", "trust", pack, *given, *node).status == 0
    assert run("law", "compare", pack, *node, "--json").json == {"pack": "L120-decree", "changes": []}
    assert run("law", "install", pack, "--document", "NĐ 1", *node).status == 0
    listed = run("law", "list", *node, "--json").json
    (line,) = [one for one in listed["packs"] if one["id"] == "L120-decree"]
    assert line["publisher"] == "Công an tỉnh · NĐ 1"
    assert [one["name"] for one in listed["publishers"]] == ["Công an tỉnh"]
    assert run("law", "install", pack, *node, "--json").error == "E_PACK_OLD"
    assert run("law", "take-back", "L120-decree@2027-02-10", *node, "--json").error == "E_REQUIRED"
    assert run("law", "take-back", "L120-decree@2027-02-10", "--why", "thử", *node).status == 0
    assert "L120-decree" not in run("law", "list", *node).out


def test_the_list_is_readable(run: Run, node: list[str]) -> None:
    told = run("law", "list", *node)
    assert told.status == 0
    assert "120/2025/QH15" in told.out
    assert "đang áp dụng" in told.out


def test_wrong_files_and_words_are_refused(run: Run, node: list[str], tmp_path: Path) -> None:
    torn = tmp_path / "torn.pack"
    torn.write_bytes(signed(later(text_of("L120")), STRANGER)[:-9])
    assert run("law", "compare", torn, *node, "--json").error == "E_PACK_FILE"
    assert run("law", "compare", tmp_path / "none.pack", *node, "--json").error == "E_FILE"
    assert run("law", "compare", *node).status == 2
    assert run("law", "publish", torn, *node).status == 2
    assert run("law", "publish", torn, "--out", tmp_path / "x", *node, "--json").error == "E_PACK"
