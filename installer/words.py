"""Merges the fragments of the Vietnamese catalogue into the file the program reads.

``python installer/words.py`` writes ``resources/words/vi/binhyen.mo`` from all
``*.po`` beside it; ``--check`` only says whether that file is what the fragments
give. The same fragments give the same bytes.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "words" / "vi"
OUTPUT = "binhyen.mo"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class WordsError(Exception):
    """The fragments cannot be merged; one line per reason."""


class _Fragment(Catalog):
    """A catalogue that remembers when one id was given two translations."""

    def __init__(self) -> None:
        super().__init__(locale="vi")
        self.twice: list[str] = []

    def __setitem__(self, id: str | tuple[str, ...] | list[str], message: Message) -> None:
        known = self.get(id, message.context) if id else None
        if known and known.string != message.string:
            self.twice.append(text_of(message))
        super().__setitem__(id, message)


def text_of(message: Message) -> str:
    """The English id, of a plural the form for one."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def places(text: str) -> set[str]:
    """Names of the ``{name}`` places in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def read(file: Path) -> _Fragment:
    """One fragment; WordsError when it cannot be read."""
    catalogue = _Fragment()
    try:
        with file.open("rb") as stream:
            PoFileParser(catalogue, abort_invalid=True).parse(stream)
    except (ValueError, OSError) as trouble:
        raise WordsError(f"{file.name}: {trouble}") from trouble
    return catalogue


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one entry, in words."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    source = message.id if isinstance(message.id, str) else message.id[-1]
    if not forms or not all(form.strip() for form in forms):
        yield "has no translation"
        return
    if message.fuzzy:
        yield "is marked fuzzy"
    if message.pluralizable != isinstance(message.string, tuple) and len(forms) != 1:
        yield "has the wrong number of forms"
    try:
        wanted = places(source)
    except ValueError:
        return  # braces that are no places: nothing is filled into such a text
    for form in forms:
        try:
            if places(form) != wanted:
                yield f"has other places: {sorted(wanted)} became {sorted(places(form))}"
        except ValueError:
            yield "has braces that do not close"


def fragments(folder: Path = FOLDER) -> dict[str, Catalog]:
    """All fragments by file name; WordsError names every bad entry of every file."""
    found: dict[str, Catalog] = {}
    bad: list[str] = []
    for file in sorted(folder.glob("*.po")):
        catalogue = found[file.name] = read(file)
        bad += [f"{file.name}: {text!r} is translated twice" for text in catalogue.twice]
        bad += [
            f"{file.name}: {text_of(message)!r} {fault}"
            for message in catalogue
            if message.id
            for fault in faults_of(message)
        ]
    if bad:
        raise WordsError("\n".join(bad))
    return found


def merged(folder: Path = FOLDER) -> bytes:
    """The bytes of the catalogue; WordsError when two fragments disagree or an entry is bad."""
    whole = Catalog(locale="vi", project="binhyen", creation_date=_EPOCH, revision_date=_EPOCH)
    came_from: dict[tuple[str | None, str], tuple[str, Message]] = {}
    bad: list[str] = []
    for name, catalogue in fragments(folder).items():
        for message in catalogue:
            if not message.id:
                continue
            key = (message.context, text_of(message))
            first, known = came_from.setdefault(key, (name, message))
            if known.string != message.string or known.id != message.id:
                bad.append(f"{name}: {key[1]!r} differs from its entry in {first}")
                continue
            whole.add(message.id, message.string, context=message.context)
    if bad:
        raise WordsError("\n".join(bad))
    out = io.BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def write(folder: Path = FOLDER) -> Path:
    """Write the catalogue, never half of it; returns its path."""
    target = folder / OUTPUT
    beside = folder / f"{OUTPUT}.{os.getpid()}"
    beside.write_bytes(merged(folder))
    beside.replace(target)
    return target


def is_fresh(folder: Path = FOLDER) -> bool:
    """Is the written catalogue what the fragments give?"""
    target = folder / OUTPUT
    return target.exists() and target.read_bytes() == merged(folder)


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit status."""
    try:
        if "--check" not in arguments:
            print(f"{write().name} written")
            return 0
        if is_fresh():
            print(f"{OUTPUT} is what the fragments give")
            return 0
        print(f"{OUTPUT} is out of date: run python installer/words.py", file=sys.stderr)
    except WordsError as refused:
        print(refused, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
