"""The program's own sources, parsed: for tests on how it is built."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"


@dataclass(frozen=True)
class Import:
    """One import: by which module, at which line, of which full name."""

    module: str
    line: int
    target: str


@cache
def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Every module of the program by its full name, with its file and its tree."""
    found = {}
    for file in sorted(APP.rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = (file, ast.parse(file.read_text("utf-8"), str(file)))
    return found


def imports_of(module: str, tree: ast.Module, *, is_package: bool = False) -> Iterator[Import]:
    """Everything a module imports, also inside functions, for type checkers, or by its name as text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node, is_package)
            for alias in node.names:
                yield Import(module, node.lineno, f"{base}.{alias.name}")
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__") and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield Import(module, node.lineno, name.value)


def _base(module: str, node: ast.ImportFrom, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, node.module] if node.module else kept)


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def all_imports() -> list[Import]:
    """All imports of the program."""
    return [
        found
        for name, (file, tree) in modules().items()
        for found in imports_of(name, tree, is_package=file.name == "__init__.py")
    ]


def code_lines(node: ast.AST, source: list[str]) -> int:
    """Lines of a function or class that hold code: without docstrings, blank and comment lines."""
    skipped: set[int] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and ast.get_docstring(
            inner
        ):
            text = inner.body[0]
            skipped.update(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
    return sum(
        1
        for number in range(first, last + 1)
        if number not in skipped
        and source[number - 1].strip()
        and not source[number - 1].lstrip().startswith("#")
    )
