"""Everything said to people is said in Vietnamese, and the catalogue is what the fragments give."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.words import _, plural, set_language
from app.words.resources import resource
from installer import words
from tests.helpers.sources import modules

QT_FRAGMENT = "qt.po"
"""Strings of Qt itself; they occur in no source of ours."""

MARKS = {"N_": 1, "_": 1, "plural": 2}
HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""


def marked(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    """Message ids marked in a tree, plurals as pairs; ValueError for one put together at run time."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS):
            continue
        given = node.args[: MARKS[node.func.id]]
        texts = tuple(
            arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        )
        if given and len(texts) == len(given):
            yield texts
        elif node.func.id == "N_" or any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in given):
            raise ValueError(f"line {node.lineno}: a message id must be one literal text")


def all_marked() -> dict[str, tuple[str, ...]]:
    """Every marked message of the program, by module and first form."""
    found = {}
    for name, (_file, tree) in modules().items():
        if name.startswith("app.words"):
            continue  # the marks themselves
        try:
            for texts in marked(tree):
                found[f"{name}: {texts[0]}"] = texts
        except ValueError as trouble:
            pytest.fail(f"{name}: {trouble}")
    return found


def texts_in(value: object) -> Iterator[str]:
    """Every text in a parsed JSON or TOML file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def shipped_texts(folder: Path) -> set[str]:
    """Texts of shipped data that may be message ids: labels of packs and lists."""
    found: set[str] = set()
    for file in folder.rglob("*.json"):
        found.update(texts_in(json.loads(file.read_text("utf-8"))))
    for file in folder.rglob("*.toml"):
        found.update(texts_in(tomllib.loads(file.read_text("utf-8"))))
    return found


def known_ids() -> set[str]:
    """First forms of everything the fragments translate."""
    return {words.text_of(each) for part in words.fragments().values() for each in part if each.id}


def test_everything_marked_is_in_vietnamese() -> None:
    known = known_ids()
    missing = [where for where, texts in all_marked().items() if texts[0] and texts[0] not in known]
    assert not missing, "\n".join(missing)


def test_nothing_is_translated_that_is_never_said() -> None:
    said = {texts[0] for texts in all_marked().values()} | shipped_texts(resource("packs"))
    for _file, tree in modules().values():
        said.update(
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
    unused = [
        f"{name}: {words.text_of(each)}"
        for name, part in words.fragments().items()
        if name != QT_FRAGMENT
        for each in part
        if each.id and words.text_of(each) not in said
    ]
    assert not unused, "\n".join(unused)


def test_faults_are_told_in_marked_words() -> None:
    plain = [
        f"{name}:{node.lineno}"
        for name, (_file, tree) in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Fault"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant | ast.JoinedStr)
    ]
    assert not plain, "\n".join(plain)


def test_the_catalogue_is_what_the_fragments_give() -> None:
    assert words.is_fresh(), "run python installer/words.py"
    assert words.merged() == words.merged()


def test_the_catalogue_is_in_use() -> None:
    assert _("Qt makes a window.") == "Qt tạo được cửa sổ."
    set_language("en")
    assert _("Qt makes a window.") == "Qt makes a window."
    assert plural("{n} person", "{n} people", 2) == "2 people"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def put(folder: Path, name: str, entries: str) -> None:
    (folder / name).write_text(HEADER + "\n" + entries, "utf-8")


def test_fragments_are_merged(folder: Path) -> None:
    put(folder, "a.po", 'msgid "Save"\nmsgstr "Lưu"\n')
    put(
        folder,
        "b.po",
        'msgid "Save"\nmsgstr "Lưu"\n\nmsgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} ngày"\n',
    )
    assert not words.is_fresh(folder)
    written = words.write(folder)
    assert words.is_fresh(folder)
    assert "{n} ngày".encode() in written.read_bytes()


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ('msgid "Save"\nmsgstr "Ghi"\n', "differs"),
        ('msgid "Open"\nmsgstr ""\n', "no translation"),
        ('msgid "Open {name}"\nmsgstr "Mở {ten}"\n', "places"),
        ('msgid "Open {name}"\nmsgstr "Mở {name"\n', "braces"),
        ('msgid "Open"\nmsgstr "Mở"\n\nmsgid "Open"\nmsgstr "Khai"\n', "twice"),
        ('#, fuzzy\nmsgid "Open"\nmsgstr "Mở"\n', "fuzzy"),
        ('msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "ngày"\n', "places"),
    ],
)
def test_a_bad_fragment_is_refused(folder: Path, entries: str, reason: str) -> None:
    put(folder, "a.po", 'msgid "Save"\nmsgstr "Lưu"\n')
    put(folder, "b.po", entries)
    with pytest.raises(words.WordsError, match=reason):
        words.merged(folder)


@pytest.mark.parametrize("source", ["N_(name)", "N_('a' + b)", "_(f'{a}')", "plural(f'{a}', 'b', 1)"])
def test_a_message_put_together_is_caught(source: str) -> None:
    with pytest.raises(ValueError, match="literal"):
        list(marked(ast.parse(source)))
