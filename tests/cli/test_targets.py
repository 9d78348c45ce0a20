from __future__ import annotations

import csv
import json

import pytest

from app.words.resources import resource

TABLE = resource("data/long-bien-targets.csv")


@pytest.fixture
def upper(run, tmp_path, password_file) -> list[str]:
    home = ["--home", str(tmp_path / "trên"), "--password-file", str(password_file)]
    assert (
        run("init", *home, "--node", "LB", "--name", "Trên", "--sort", "upper", "--user", "chi").status == 0
    )
    return home


def test_the_annex_is_loaded_once(run, upper) -> None:
    loaded = run("targets", "load", TABLE, *upper, "--json")
    assert loaded.status == 0, loaded.err
    before = run("dump", *upper).out
    again = run("targets", "load", TABLE, *upper, "--json").json
    assert (again["added"], again["changed"]) == (0, 0) and again["same"] > 30
    assert run("dump", *upper).out == before


def test_targets_are_those_of_the_table_and_blank_is_not_zero(run, upper) -> None:
    run("targets", "load", TABLE, *upper)
    shown = run("targets", "show", *upper, "--json").json
    got = {(one["unit"], one["indicator"]): one["target"] for one in shown}
    with TABLE.open(encoding="utf-8") as file:
        wanted = {
            (row["unit"], name): int(value)
            for row in csv.DictReader(file)
            for name, value in row.items()
            if name not in ("tt", "unit", "unit_sort") and value
        }
    assert got == wanted
    assert ("Giang Biên", "compulsory_rehab_admissions") in got
    assert ("Giang Biên", "complex_points_resolved") not in got
    totals: dict[str, int] = {}
    for (_, name), value in got.items():
        totals[name] = totals.get(name, 0) + value
    assert list(totals.values()) == [31, 17, 1, 1]
    assert all(one["done"] is None and one["percent"] is None for one in shown)


def test_the_plan_is_the_one_of_june_2023(run, upper) -> None:
    run("targets", "load", TABLE, *upper)
    (plan,) = [json.loads(x) for x in run("dump", "--kind", "target_plan", *upper).out.splitlines()]
    assert (plan["number"], plan["since"], plan["until"]) == ("265/KH-UBND", "2023-06-01", "2023-06-30")
    units = [json.loads(x) for x in run("dump", "--kind", "unit", *upper).out.splitlines()]
    assert len(units) == 15
    assert {"00133", "00145"} <= {unit["code"] for unit in units}


def test_another_table_needs_its_plan(run, upper, tmp_path) -> None:
    table = tmp_path / "bảng.csv"
    table.write_text("tt,unit,unit_sort,cases_prosecuted\n1,Ninh Phước,xã,4\n", "utf-8-sig")
    assert run("targets", "load", table, *upper, "--json").error == "E_PLAN"
    plan = ["--number", "1/KH", "--from", "2026-01-01", "--to", "31/12/2026"]
    assert run("targets", "load", table, *upper, *plan, "--json").json["added"] == 3
    shown = run("targets", "show", *upper, "--json").json
    assert [(one["unit"], one["target"]) for one in shown] == [("Ninh Phước", 4)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n1,2\n",
        "tt,unit,unit_sort,x\n1,A,xã,nhiều\n",
        "tt,unit,unit_sort,x\n1,A,xã,-1\n",
        "\ufffe\x00",
    ],
)
def test_a_bad_table_is_refused(run, upper, tmp_path, text) -> None:
    table = tmp_path / "bảng.csv"
    table.write_text(text, "utf-16" if "\x00" in text else "utf-8")
    told = run("targets", "load", table, *upper, "--json")
    assert (told.status, told.error) == (3, "E_TARGETS")


def test_targets_as_records(run, upper, tmp_path) -> None:
    run("targets", "load", TABLE, *upper)
    lines = run("dump", *upper).out
    (tmp_path / "targets.jsonl").write_text(lines, "utf-8")
    assert run("targets", "load", tmp_path / "targets.jsonl", *upper, "--json").json["added"] == 0


def test_without_a_plan_or_a_file(run, upper, tmp_path) -> None:
    assert run("targets", "show", *upper, "--json").error == "E_NO_PLAN"
    assert run("targets", "load", *upper).status == 2
    assert run("targets", "load", tmp_path / "none.csv", *upper, "--json").error == "E_NO_FILE"


def test_own_results_count(run, upper, tmp_path, password_file) -> None:
    home = ["--home", str(tmp_path / "phường"), "--password-file", str(password_file)]
    init = ["--node", "P1", "--name", "Ngọc Lâm", "--sort", "commune", "--unit", "00133", "--user", "an"]
    run("init", *home, *init)
    run("targets", "load", TABLE, *home)
    cases = [
        {"kind": "incident", "id": f"i{n}", "sort": "case", "detected_on": "2023-05-30", "prosecuted_on": day}
        for n, day in enumerate(("2023-05-31", "2023-06-01", "2023-06-30", "2023-07-01"))
    ]
    run("load", "-", *home, stdin="\n".join(map(json.dumps, cases)))
    shown = run("targets", "show", *home, "--json").json
    mine = next(one for one in shown if one["code"] == "00133" and one["indicator"] == "cases_prosecuted")
    assert (mine["target"], mine["done"], mine["percent"], mine["records"]) == (3, 2, 66, ["i1", "i2"])
    assert {one["done"] for one in shown if one["code"] != "00133"} == {None}


def test_plans_that_come_with_the_program(run, upper) -> None:
    listed = run("targets", "list", "--json").json
    assert {"long-bien-2023", "can-tho-2020", "ninh-thuan-2030"} <= {one["name"] for one in listed}
    foreseen = run("targets", "load", "can-tho-2020", "--dry-run", *upper, "--json").json
    assert foreseen["would_add"]["target"] == 50
    assert run("targets", "show", *upper, "--json").error == "E_NO_PLAN"
    done = run("targets", "load", "can-tho-2020", *upper, "--json").json
    assert done["added"] == sum(foreseen["would_add"].values())
    assert run("targets", "load", "can-tho-2020", *upper, "--json").json["added"] == 0
    assert run("targets", "load", "no-such-plan", *upper, "--json").error == "E_NO_PLAN"


def test_the_annex_by_name_is_the_annex_as_a_table(run, upper) -> None:
    run("targets", "load", "long-bien-2023", *upper)
    again = run("targets", "load", TABLE, *upper, "--json").json
    assert (again["added"], again["changed"]) == (0, 0)


def test_results_are_stated_and_baselines_frozen(run, upper) -> None:
    run("targets", "load", "can-tho-2020", *upper)
    shown = run("targets", "show", "--plan", "can-tho-2020", *upper, "--json").json
    one = next(x for x in shown if x["indicator"] == "workers_informed")
    assert (one["state"], one["why"], one["target"]) == ("unknown", "no_definition", 70) and one["reason"]
    given = ["--value", "350", "--of", "500", "--on", "2020-12-01", "--source", "Báo cáo 9/BC"]
    assert run("targets", "result", one["id"], *given, *upper, "--json").status == 0
    shown = run("targets", "show", "--plan", "can-tho-2020", *upper, "--json").json
    again = next(x for x in shown if x["id"] == one["id"])
    assert (again["done"], again["of"], again["percent"], again["state"]) == (350, 500, 70, "met")
    assert run("targets", "freeze", one["id"], *upper, "--json").error == "E_NO_DEFINITION"
    assert run("targets", "result", one["id"], "--value", "nhiều", *upper).status == 2
    assert run("targets", "result", one["id"], "--value", "1", *upper, "--json").error == "E_SOURCE"
    assert run("targets", "freeze", *upper).status == 2
