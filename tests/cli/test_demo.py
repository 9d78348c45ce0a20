from __future__ import annotations

import io
import json
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from app.bootstrap_cli import REHEARSAL
from app.cli.demo.cast import HEALTH_USER, UPPER_USER, WARD_USER
from app.cli.output import Progress
from app.cli.target_file import read_table
from app.kinds.catalogue import all_kinds
from app.kinds.dates import VIETNAM
from app.kinds.declare import KINDS, Compartment
from app.register.sample import fill
from app.words.resources import resource
from tests.cli.conftest import PASSWORD

#: Kinds that arise from an office's own acts: classes, sealed reports, issued papers, choices.
NOT_PLAYED = {
    "attachment",
    "classification",
    "code_entry",
    "form_copy",
    "issued_paper",
    "number_entry",
    "report",
    "report_part",
    "setting",
    "target_result",
}
CLINICAL = {"assessment_detail", "treatment_detail"}
#: What a receiving office has and a ward does not.
PLANNED = {"target", "target_plan"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory):
    from app.cli.demo.play import play

    out = tmp_path_factory.mktemp("demo") / "out"
    return out, play(out, 280, 5, limits=REHEARSAL, pictures=False)


@pytest.fixture
def dumped(played, run):
    """What a home holds, by kind, as one of its accounts sees it."""
    _out, what = played

    def dump(home: str, account: str) -> Counter[str]:
        told = run("dump", "--home", home, "--as", account, "--password-file", what.password_file)
        assert told.status == 0, told.err
        return Counter(json.loads(line)["kind"] for line in told.out.splitlines())

    return dump


def test_the_whole_job_is_played(played) -> None:
    _out, what = played
    assert len(what.homes) == 15 and all(Path(home["path"]).is_dir() for home in what.homes)
    assert what.figures["people"] >= 280 and what.figures["verified"] and what.figures["unconfirmed"] == 0
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


def test_every_kind_is_played_and_goes_up(played, dumped) -> None:
    _out, what = played
    wards: Counter[str] = Counter()
    for home in what.homes[1:]:
        wards += dumped(home["path"], WARD_USER)
    every = {kind.name for kind in all_kinds()} - NOT_PLAYED
    assert {name for name in every if not wards[name]} == CLINICAL | PLANNED
    above = dumped(what.homes[0]["path"], UPPER_USER)
    assert {name for name in every if not above[name]} == CLINICAL
    sent = {k.name for k in all_kinds() if k.compartment is Compartment.POLICE and wards[k.name]}
    assert "place" in sent and all(above[name] == wards[name] for name in sent)


def test_clinical_notes_are_seen_by_the_health_account_alone(played, dumped) -> None:
    _out, what = played
    last = what.homes[-1]["path"]
    seen = dumped(last, HEALTH_USER)
    assert what.figures["clinical"] and all(seen[name] for name in CLINICAL)
    assert not any(seen[k.name] for k in all_kinds() if k.compartment is Compartment.POLICE)
    assert not set(dumped(last, WARD_USER)) & CLINICAL


def test_answers_are_kept_as_files(played) -> None:
    _out, what = played
    kept = {one["name"]: json.loads(Path(one["file"]).read_text("utf-8")) for one in what.figures["answers"]}
    assert set(kept) == {"due", "deadline", "history"}
    assert [len(kept[one["name"]]) for one in what.figures["answers"]] == [
        one["entries"] for one in what.figures["answers"]
    ]
    assert {"overdue", "today"} <= {one["state"] for one in kept["due"]}
    assert all(one["because"]["arithmetic"] for one in kept["due"])
    decide = [one["due"] for one in kept["deadline"] if one["rule"] == "user_management.decide"]
    assert decide == ["2026-07-01", "2026-07-04T10:05:00+07:00"]
    changed = [one for one in kept["history"] if len(one["changes"]) > 1]
    assert any(one["kind"] == "compulsory_file" for one in changed)
    assert {one["kind"] for one in kept["history"]} <= set(KINDS)


def test_the_records_of_another_node_are_not_changed_here(played, run) -> None:
    _out, what = played
    upper = ["--home", what.homes[0]["path"], "--password-file", what.password_file]
    line = json.loads(run("dump", "--kind", "compulsory_file", *upper).out.splitlines()[0])
    told = run("load", "-", *upper, "--json", stdin=json.dumps({**line, "reason": "Sửa từ trên"}))
    assert told.status == 3 and [one["code"] for one in told.json["refused"]] == ["E_NOT_OWNER"]
    after = run("dump", "--kind", "compulsory_file", *upper).out.splitlines()
    assert json.loads(after[0]) == line


def test_the_wards_own_records_of_themselves_do_not_stand_in_the_way(played, run) -> None:
    _out, what = played
    upper = ["--home", what.homes[0]["path"], "--password-file", what.password_file, "--json"]
    shown = run("targets", "show", *upper)
    assert shown.status == 0, shown.err
    assert {(one["unit"], one["done"]) for one in shown.json} == {
        (one["unit"], one["done"]) for one in what.figures["targets"]
    }


def test_what_police_keep_does_not_go_to_a_health_node(run, tmp_path, password_file) -> None:
    made = {}
    for sort, node in (("commune", "C00133"), ("health", "Y00133")):
        home = ["--home", str(tmp_path / sort), "--password-file", str(password_file)]
        told = run(
            "init", *home, "--node", node, "--name", node, "--sort", sort, "--unit", "00133",
            "--user", "an", "--json",
        )  # fmt: skip
        run("card", *home, "--out", tmp_path / f"{sort}.json")
        made[sort] = (home, told.json["fingerprint"], node)
    for one, other, part in (("commune", "health", "--as-parent"), ("health", "commune", "--as-child")):
        told = run(
            "pair", *made[one][0], tmp_path / f"{other}.json", part, "--fingerprint", made[other][1], "--json"
        )
        assert told.status == 0, told.err
    _fill(tmp_path / "commune")
    sent = run("export", *made["commune"][0], "--to", "Y00133", "--out", tmp_path / "stick", "--json").json
    files = [package["file"] for package in sent["packages"]]
    taken = run("receive", *made["health"][0], *files, "--json")
    assert taken.status == 0 and taken.json[0]["status"] == "applied", taken.out
    kept = {json.loads(line)["kind"] for line in run("dump", *made["health"][0]).out.splitlines()}
    assert {"person", "rehab_episode", "compulsory_file"} <= kept
    assert not kept & {k.name for k in all_kinds() if k.compartment is Compartment.POLICE}


def _fill(home: Path) -> None:
    from app.bootstrap_cli import Home, open_node

    opened = open_node(Home(home), "an", PASSWORD, limits=REHEARSAL)
    fill(opened.session, 2, 40, datetime.now(VIETNAM).date())
    opened.close()


def test_the_password_opens_every_node(played, run) -> None:
    _out, what = played
    for home in (what.homes[0], what.homes[7]):
        told = run(
            "verify", "--deep", "--home", home["path"], "--password-file", what.password_file, "--json"
        )
        assert told.json["ok"]


def test_a_foreign_folder_is_refused_and_an_own_one_is_used_again(run, tmp_path) -> None:
    foreign, out = tmp_path / "foreign", tmp_path / "own"  # the other tests read the play they share
    foreign.mkdir()
    (foreign / "mine.txt").touch()
    told = run("demo", "--out", foreign, "--json")
    assert (told.status, told.error) == (3, "E_NOT_EMPTY")
    assert (foreign / "mine.txt").exists()
    assert run("demo", "--out", out, "--people", "14", "--no-pictures", "--json").status == 0
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
