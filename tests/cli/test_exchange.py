from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import person
from tests.cli.test_targets import TABLE


@pytest.fixture
def pair(run, node, tmp_path, password_file) -> tuple[list[str], list[str]]:
    """A commune and an upper node, paired by their cards."""
    above = ["--home", str(tmp_path / "trên"), "--password-file", str(password_file)]
    run("init", *above, "--node", "LB", "--name", "Công an quận", "--sort", "upper", "--user", "chi")
    for one, other, name in ((node, above, "a"), (above, node, "b")):
        card = tmp_path / f"{name}.json"
        told = run("card", *one, "--out", card, "--json").json
        paired = run("pair", card, *other, "--fingerprint", told["fingerprint"].lower(), "--json")
        assert paired.status == 0, paired.err
        assert paired.json["fingerprint"] == told["fingerprint"]
    return node, above


def files(told) -> list[str]:
    return [package["file"] for package in told.json["packages"]]


def test_a_wrong_fingerprint_is_refused(run, node, tmp_path, password_file) -> None:
    above = ["--home", str(tmp_path / "trên"), "--password-file", str(password_file)]
    run("init", *above, "--node", "LB", "--name", "Trên", "--sort", "upper", "--user", "chi")
    run("card", *node, "--out", tmp_path / "a.json")
    wrong = run("pair", tmp_path / "a.json", *above, "--fingerprint", "AAAAA-AAAAA-AAAAA-AAAAA", "--json")
    assert (wrong.status, wrong.error) == (3, "E_FINGERPRINT")
    (tmp_path / "big.json").write_bytes(b"{" * 100_000)
    assert run("pair", tmp_path / "big.json", *above, "--fingerprint", "A", "--json").error == "E_CARD"


def test_there_and_back(run, pair, tmp_path) -> None:
    node, above = pair
    run("targets", "load", TABLE, *above)
    run("load", "-", *node, stdin=f"{person('p1')}\n{person('p2')}")
    sent = run("export", "--to", "LB", "--out", tmp_path / "usb", *node, "--json")
    (package,) = sent.json["packages"]
    assert package["lsn"] == [1, 2] and {"file", "pid", "seq", "bytes"} <= set(package)
    assert run("inspect", package["file"], "--json").json["pid"] == package["pid"]
    (first,) = run("receive", package["file"], *above, "--json").json
    assert (first["status"], first["ops"]) == ("applied", 2)
    again = run("receive", package["file"], *above, "--json")
    assert (again.status, again.json[0]["status"]) == (0, "duplicate")
    assert run("dump", "--kind", "person", *node).out == run("dump", "--kind", "person", *above).out
    (receipt,) = files(run("export", "--to", "C00133", "--out", tmp_path / "back", *above, "--json"))
    assert run("receive", receipt, *node, "--json").json[0]["status"] == "applied"
    assert files(run("export", "--to", "LB", "--out", tmp_path / "usb", *node, "--json")) == []
    units = {u["unit"]: u for u in run("units", *above, "--json").json}
    assert (units["00133"]["node"], units["00133"]["people"]) == ("C00133", 2)


def test_a_unit_is_linked_whichever_comes_first(run, pair) -> None:
    _node, above = pair
    run("targets", "load", TABLE, *above)
    shown = run("targets", "show", *above, "--json").json
    assert {one["unit"] for one in shown if one["done"] is not None} == {"Ngọc Lâm"}


def test_a_broken_package_is_put_aside(run, pair, tmp_path) -> None:
    node, above = pair
    run("load", "-", *node, stdin=person("p1"))
    (name,) = files(run("export", "--to", "LB", "--out", tmp_path / "usb", *node, "--json"))
    data = bytearray(Path(name).read_bytes())
    data[-1] ^= 1
    Path(name).write_bytes(data)
    told = run("receive", name, *above, "--json")
    assert (told.status, told.json[0]["status"]) == (3, "quarantined")
    assert told.json[0]["code"].startswith("E_")


def test_a_volume_waits_for_the_others(run, pair, filled, tmp_path) -> None:
    node, above = pair
    (tmp_path / "all.jsonl").write_text(run("dump", *filled).out, "utf-8")
    run("load", tmp_path / "all.jsonl", *node)
    names = files(run("export", "--to", "LB", "--out", tmp_path / "usb", "--volume", "4096", *node, "--json"))
    assert len(names) > 1
    early = run("receive", *names[1:], *above, "--json")
    assert early.status == 4 and {one["status"] for one in early.json} == {"waiting"}
    assert run("receive", names[0], *above, "--json").json[0]["status"] == "applied"


def test_exports_that_cannot_be(run, pair, tmp_path) -> None:
    node, _above = pair
    assert run("export", "--to", "nobody", "--out", tmp_path / "usb", *node, "--json").error == "E_NO_PEER"
    assert (
        run("export", "--to", "LB", "--out", tmp_path / "usb", "--volume", "7", *node, "--json").error
        == "E_VOLUME"
    )
    assert run("inspect", tmp_path / "none.byx", "--json").status == 3


def test_there_are_no_conflicts_to_list(run, node) -> None:
    told = run("conflicts", "list", *node, "--json")
    assert (told.status, told.json) == (0, [])
