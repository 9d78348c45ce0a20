"""The walls between the rooms, and the sizes that keep a room readable."""

from __future__ import annotations

import ast

import pytest

from tests.helpers.sources import Import, all_imports, code_lines, imports_of, modules

EVERYWHERE = {"words", "kinds"}
"""Rooms that every room above them may use; ``app`` itself holds the version only."""

MAY_IMPORT: dict[str, set[str]] = {
    "words": set(),
    "kinds": {"words"},
    "vault": EVERYWHERE,
    "law": EVERYWHERE,
    "ledger": {"vault"} | EVERYWHERE,
    "register": {"ledger", "law"} | EVERYWHERE,
    "sync": {"ledger", "vault"} | EVERYWHERE,
    "documents": {"register", "law"} | EVERYWHERE,
    "desk": {"register", "sync", "documents"} | EVERYWHERE,
    "cli": {"register", "sync", "documents", "bootstrap", "bootstrap_cli", "bootstrap_desk"} | EVERYWHERE,
}
ABOVE_ALL = {"bootstrap", "bootstrap_cli", "bootstrap_desk", "bench", "__main__", "selftest"}

# Parts of others, and the only rooms that may touch them.
KEPT_TO: dict[str, set[str]] = {
    "sqlalchemy": {"vault", "ledger", "register", "sync", "bench"},
    "sqlcipher3": {"vault", "ledger", "register"},
    "alembic": {"vault", "ledger"},
    "sqlite3": {"selftest", "bench"},
    "PySide6": {"desk", "selftest", "__main__", "bench"},
    "shiboken6": {"desk", "bench"},
    "reportlab": {"documents", "selftest"},
    "docx": {"documents", "selftest"},
    "xlsxwriter": {"documents", "selftest", "bench"},
    "pickle": set(),
    "marshal": set(),
    "shelve": set(),
}

MAX_FILE, MAX_CLASS, MAX_FUNCTION = 400, 250, 40


def room_of(name: str) -> str:
    """The room a full module name is in; empty for the package itself and for foreign modules."""
    parts = name.split(".")
    return parts[1] if parts[0] == "app" and len(parts) > 1 else ""


def is_upward(found: Import) -> bool:
    """Does this import break the table of rooms?"""
    here, there = room_of(found.module), room_of(found.target)
    if not here or there in ("", here, "__version__") or here in ABOVE_ALL:
        return False
    return there not in MAY_IMPORT.get(here, set())


def told(found: list[Import]) -> str:
    return "\n".join(f"{each.module}:{each.line} imports {each.target}" for each in found)


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """Rooms that depend on each other in a ring, or nothing."""
    done: set[str] = set()

    def walk(room: str, way: list[str]) -> list[str]:
        if room in way:
            return [*way[way.index(room) :], room]
        if room in done:
            return []
        for other in sorted(arrows.get(room, ())):
            if found := walk(other, [*way, room]):
                return found
        done.add(room)
        return []

    for room in sorted(arrows):
        if found := walk(room, []):
            return found
    return []


def test_imports_go_only_downwards() -> None:
    upward = [found for found in all_imports() if is_upward(found)]
    assert not upward, told(upward)


def test_every_room_is_in_the_table() -> None:
    rooms = {room_of(name) for name in modules()} - {""}
    assert rooms <= set(MAY_IMPORT) | ABOVE_ALL


def test_rooms_form_no_circle() -> None:
    arrows: dict[str, set[str]] = {}
    for found in all_imports():
        here, there = room_of(found.module), room_of(found.target)
        if here and there and here != there and there != "__version__":
            arrows.setdefault(here, set()).add(there)
    assert circle(arrows) == []
    assert circle(MAY_IMPORT) == []


def test_the_package_itself_imports_nothing() -> None:
    assert [found for found in all_imports() if found.module == "app" and room_of(found.target)] == []


@pytest.mark.parametrize(
    "source",
    [
        "import app.desk.shell",
        "from app.desk import shell",
        "from app import register",
        "from ..register import people",
        "def later():\n    from app.sync.container import read",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.cli.main import main",
        "import importlib\nimportlib.import_module('app.documents.model')",
    ],
)
def test_an_upward_import_is_caught(source: str) -> None:
    found = imports_of("app.ledger.store", ast.parse(source))
    assert any(is_upward(each) for each in found)


@pytest.mark.parametrize(
    "source",
    ["from app.kinds.dates import VIETNAM", "from ..vault import engine", "from . import chain", "import os"],
)
def test_a_downward_import_is_let_through(source: str) -> None:
    found = imports_of("app.ledger.store", ast.parse(source))
    assert not any(is_upward(each) for each in found)


def test_a_circle_is_caught() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]


@pytest.mark.parametrize("part", sorted(KEPT_TO))
def test_parts_of_others_stay_in_their_rooms(part: str) -> None:
    strays = [
        found
        for found in all_imports()
        if found.target.split(".")[0] == part and room_of(found.module) not in KEPT_TO[part]
    ]
    assert not strays, told(strays)


def test_nothing_is_too_long() -> None:
    long = []
    for name, (file, tree) in modules().items():
        source = file.read_text("utf-8").splitlines()
        if len(source) > MAX_FILE:
            long.append(f"{name}: {len(source)} lines")
        for node in ast.walk(tree):
            limit = MAX_CLASS if isinstance(node, ast.ClassDef) else MAX_FUNCTION
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                length = code_lines(node, source)
                if length > limit:
                    long.append(f"{name}.{node.name}: {length} lines")
    assert not long, "\n".join(long)
