from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from app.bootstrap_cli import REHEARSAL
from app.cli.output import Progress
from app.cli.target_file import read_table
from app.words.resources import resource


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory):
    from app.cli.demo.play import play

    out = tmp_path_factory.mktemp("demo") / "out"
    return out, play(out, 56, 5, limits=REHEARSAL, pictures=False)


def test_the_whole_job_is_played(played) -> None:
    _out, what = played
    assert len(what.homes) == 15 and all(Path(home["path"]).is_dir() for home in what.homes)
    assert what.figures["people"] >= 56 and what.figures["verified"] and what.figures["unconfirmed"] == 0
    counts = what.figures["delivered"]
    assert counts["applied"] == 14 and counts["duplicate"] == 1 and counts["waiting"] >= 1
    assert len(what.receipts) == 14 and {receipt["status"] for receipt in what.receipts} == {"applied"}
    if sys.platform != "win32":
        assert Path(what.password_file).stat().st_mode & 0o077 == 0


def test_results_differ_from_targets_and_blank_stays_blank(played) -> None:
    _out, what = played
    targets = what.figures["targets"]
    wanted = {
        (line.unit, name): value
        for line in read_table(resource("data/long-bien-targets.csv"))
        for name, value in line.values.items()
    }
    assert {(one["unit"], one["indicator"]): one["target"] for one in targets} == wanted
    shares = [one["percent"] for one in targets if one["percent"] is not None]
    assert min(shares) < 100 < max(shares) and 100 in shares
    team = [one for one in targets if one["unit"].startswith("Đội")]
    assert len(team) == 4 and {one["done"] for one in team} == {None}


def test_papers_are_made(played) -> None:
    _out, what = played
    kinds = {Path(document["file"]).suffix for document in what.documents}
    assert kinds == {".pdf", ".xlsx"} and len(what.documents) == 5
    assert all(document["bytes"] > 1000 for document in what.documents)


def test_the_password_opens_every_node(played, run) -> None:
    _out, what = played
    for home in (what.homes[0], what.homes[7]):
        told = run(
            "verify", "--deep", "--home", home["path"], "--password-file", what.password_file, "--json"
        )
        assert told.json["ok"]


def test_a_foreign_folder_is_refused_and_an_own_one_is_used_again(played, run, tmp_path) -> None:
    out, _what = played
    (tmp_path / "mine.txt").touch()
    told = run("demo", "--out", tmp_path, "--json")
    assert (told.status, told.error) == (3, "E_NOT_EMPTY")
    assert (tmp_path / "mine.txt").exists()
    (out / "kept.txt").touch()
    again = run("demo", "--out", out, "--people", "14", "--no-pictures", "--json")
    assert again.status == 0, again.err
    assert set(again.json) == {"homes", "password_file", "packages", "receipts", "documents", "figures"}
    assert (out / "kept.txt").exists()
    assert "100%" in again.err


def test_progress_on_a_screen_and_without() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen, pipe = Screen(), io.StringIO()
    for stream in (screen, pipe):
        shown = Progress(2, stream)
        shown.step("một việc dài hơn")
        shown.step("hai")
        shown.end()
    assert screen.getvalue().count("\r") == 2 and screen.getvalue().endswith("\n")
    assert pipe.getvalue().splitlines()[-1] == "100%  hai"


def test_bench_tells_every_goal(run, tmp_path, monkeypatch) -> None:
    from app.bench import main as bench
    from app.bench.measure import Goal

    asked = []

    def quick(out, *, sizes, desk, say):
        asked.append((out, sizes, desk))
        say("a goal")
        return [Goal(1, "save", 10, 2.0, 1.0, "ms", most=6)]

    monkeypatch.setattr(bench, "run", quick)
    told = run("bench", "--people", "60", "--no-desk", "--out", tmp_path / "bench.json", "--json")
    assert told.json[0]["ratio"] == 2 and told.err == "a goal\n"
    assert run("bench").out == "a goal\n"
    assert asked == [(tmp_path / "bench.json", [60], False), (None, bench.SIZES, True)]
