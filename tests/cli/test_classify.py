"""Classes through the command itself: every open case, the register, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "law" / "class_cases.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_case_of_the_texts(run, tmp_path: Path, case: dict[str, Any]) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(case["facts"]), encoding="utf-8")
    found = run("classify", "--rules", case["rules"], "--facts", file, "--json")
    assert found.status == 0, found.err
    answer = found.json
    assert answer["class"] == case["class"]
    for key in ("drug_free", "missing"):
        assert key not in case or answer[key] == case[key]
    assert set(case.get("notes", ())) <= set(answer["notes"])
    assert not set(case.get("not_notes", ())) & set(answer["notes"])
    if "met" in case:
        assert [one["criterion"] for one in answer["met"]] == case["met"]
    for one in answer["met"]:
        assert one["text"] and one["article"] and one["class"] in ("I", "II", "III", "few", "key")


def test_the_cases_have_names_of_their_own() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) > 60
    assert {"6.2 (3)", "6.2 (11)", "6.3 (i)", "6.3 (ii)", "6.3 (iii)", "6.3 (iv)"} <= {
        c["law"] for c in CASES
    }


def test_a_register_is_classed_with_its_records_and_the_ten_criteria(run, filled) -> None:
    found = run("classify", "--rules", "NT-2024", *filled, "--json")
    assert found.status == 0, found.err
    answer = found.json
    fact = answer["facts"]["persons_with_file"]
    assert fact["value"] == len(fact["records"]) > 0 and fact["records"][0][0] == "person"
    assert [one["number"] for one in answer["criteria"]] == [str(n) for n in range(1, 11)]
    fourth = answer["criteria"][3]
    assert fourth["answer"] is None and fourth["parts"][0]["why"]
    assert {one["key"] for one in answer["meanings"]} == {"certificate", "no_crime", "nobody", "decision"}
    said = run("classify", "--rules", "QD28-2025", *filled)
    assert said.status == 0 and "QD28-2025" in said.out


@pytest.mark.parametrize(
    ("text", "code"),
    [("[1]", "E_FACT"), ('{"plants": 1, "plants": 2}', "E_FACT"), ('{"trees": 1}', "E_FACT"), ("{", "E_FACT"),
     ('{"level": "province"}', "E_LEVEL"), ('{"plants": 1.5}', "E_FACT")],
)  # fmt: skip
def test_wrong_facts_are_refused(run, tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "facts.json"
    file.write_text(text, encoding="utf-8")
    found = run("classify", "--rules", "NT-2024", "--facts", file, "--json")
    assert (found.status, found.error) == (3, code)


def test_wrong_use(run, tmp_path: Path) -> None:
    assert run("classify", "--rules", "NT-2024").status == 2
    gone = run("classify", "--rules", "NT-2024", "--facts", tmp_path / "no.json", "--json")
    assert (gone.status, gone.error) == (3, "E_FILE")
    file = tmp_path / "facts.json"
    file.write_text("{}", encoding="utf-8")
    assert run("classify", "--rules", "QD99", "--facts", file, "--json").error == "E_RULES"
