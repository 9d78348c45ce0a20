from __future__ import annotations

import json

from app.kinds.catalogue import all_kinds
from tests.cli.conftest import person


def test_load_counts_what_it_did(run, node, tmp_path) -> None:
    file = tmp_path / "người.jsonl"
    file.write_text("\n".join([person("p1"), "", person("p2", phones=["0900000001"])]) + "\n", "utf-8-sig")
    assert run("load", file, *node, "--json").json == {"added": 2, "changed": 0, "same": 0, "refused": []}
    assert run("load", file, *node, "--json").json["same"] == 2
    file.write_text(person("p1", birth="1991"), "utf-8")
    assert run("load", file, *node, "--json", "--why", "sửa năm sinh").json["changed"] == 1
    (first, second) = run("history", "person", "p1", *node, "--json").json
    assert second["fields"] == {"birth": ["1990", "1991"]}
    assert (second["why"], second["by"], first["fields"]["name"]) == (
        "sửa năm sinh",
        "an",
        [None, "Nguyễn Văn Thử"],
    )


def test_a_bad_line_is_named_and_nothing_is_kept(run, node) -> None:
    lines = [
        person("p1"),
        "{broken",
        person("p3", birth="hôm qua"),
        person("p4", bogus=1),
        '{"kind":"nothing"}',
    ]
    told = run("load", "-", *node, "--json", stdin="\n".join(lines))
    assert told.status == 3
    assert [(r["line"], r["field"]) for r in told.json["refused"]] == [
        (2, ""), (3, "birth"), (4, "bogus"), (5, ""),
    ]  # fmt: skip
    assert told.json["added"] == 0 and told.error == "E_LOAD"
    assert run("dump", *node).out == ""
    english = run("load", "-", *node, "--lang", "en", stdin="\n".join(lines))
    assert english.err.splitlines()[-1].startswith("Nothing was kept: 4 lines are refused.")


def test_a_reference_into_nowhere_is_refused(run, node) -> None:
    visit = json.dumps({"kind": "visit", "id": "v1", "person": "nobody", "visited_on": "2026-01-02"})
    told = run("load", "-", *node, "--json", stdin=f"{person('p1')}\n{visit}")
    assert [(r["line"], r["field"], r["code"]) for r in told.json["refused"]] == [
        (2, "person", "E_REFERENCE")
    ]


def test_a_missing_file_is_told(run, node, tmp_path) -> None:
    told = run("load", tmp_path / "không-có.jsonl", *node, "--json")
    assert (told.status, told.error) == (3, "E_NO_FILE")
    assert "không-có.jsonl" in told.err


def test_equal_stores_dump_equal_bytes(run, node, filled, tmp_path) -> None:
    first = run("dump", *filled).out
    file = tmp_path / "dump.jsonl"
    file.write_text(first, "utf-8")
    assert run("load", file, *node).status == 0
    second = run("dump", *node).out
    assert first == second and first.count("\n") > 200
    kept = [json.loads(line) for line in first.splitlines()]
    assert [(r["kind"], r["id"]) for r in kept] == sorted((r["kind"], r["id"]) for r in kept)
    assert {json.loads(line)["kind"] for line in run("dump", "--kind", "visit", *node).out.splitlines()} == {
        "visit"
    }
    assert run("verify", "--deep", *node).status == 0


def test_dump_as_of_an_earlier_moment(run, node) -> None:
    run("load", "-", *node, "--at", "2025-03-01T08:00", stdin=person("p1"))
    run("load", "-", *node, "--at", "2025-03-02T08:00", stdin=person("p1", name="Nguyễn Văn Thật"))
    run("load", "-", *node, "--at", "2025-03-03T08:00", stdin=person("p2"))

    def names(*options: str) -> list[str]:
        return [json.loads(line)["name"] for line in run("dump", *node, *options).out.splitlines()]

    assert names("--as-of", "2025-02-28") == []
    assert names("--as-of", "2025-03-01") == ["Nguyễn Văn Thử"]
    assert names("--as-of", "2025-03-02T07:59:59+07:00") == ["Nguyễn Văn Thử"]
    assert names("--as-of", "2025-03-02T08:30") == ["Nguyễn Văn Thật"]
    assert len(names()) == 2


def test_the_schema_names_every_kind(run) -> None:
    found = run("schema", "--lang", "en").json
    assert set(found["kinds"]) == {kind.name for kind in all_kinds()}
    for kind in all_kinds():
        one = found["kinds"][kind.name]
        assert set(one["x-labels"]) == set(kind.by_name) and one["x-compartment"] == kind.compartment.value
    assert found["kinds"]["person"]["x-labels"]["name"] == "Full name"


def test_unknown_kinds_and_records(run, node) -> None:
    assert run("dump", "--kind", "bogus", *node, "--json").error == "E_KIND"
    assert run("history", "bogus", "x", *node, "--json").error == "E_KIND"
    assert run("history", "person", "x", *node, "--json").error == "E_UNKNOWN_RECORD"


def test_verify_and_audit(run, filled) -> None:
    told = run("verify", *filled, "--json")
    assert told.json["ok"] and {"name", "ok", "text"} == set(told.json["checks"][0])
    deep = run("verify", "--deep", *filled)
    assert deep.status == 0 and "✗" not in deep.out
    entries = run("audit", *filled, "--json").json
    assert [entry["n"] for entry in entries] == list(range(1, len(entries) + 1))
    assert len(run("audit", *filled, "--json", "--limit", "2").json) == 2
