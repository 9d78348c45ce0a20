"""Every part we ship or build with may be used the way we use it."""

from __future__ import annotations

import importlib.metadata
import re

import pytest

from app.words.resources import resource
from tests.helpers.locks import RUN_LOCK, TEST_LOCK, pins
from tests.helpers.sources import ROOT

BUILD_ONLY = {
    "pyinstaller": "GPL 2 with an exception for the programs it packs; itself not shipped but for its loader",
    "pyinstaller-hooks-contrib": "GPL 2 for build hooks, Apache 2.0 for what goes into a bundle",
}
# Their metadata names no licence; read in the licence file each one carries.
READ_BY_HAND = {"pyrage": ("MIT", "The MIT License"), "sqlcipher3": ("Zlib", "provided 'as-is'")}
# Only on systems the tests do not run on; read in their own sources.
ELSEWHERE = {"colorama": "BSD", "macholib": "MIT", "pefile": "MIT", "pywin32-ctypes": "BSD"}

ALLOWED = re.compile(
    r"\b(MIT(-0|-CMU)?|BSD|Apache|ISC|Zlib|PSF|Python Software Foundation|MPL|Mozilla|LGPL|0BSD|Unlicense)",
    re.I,
)
FORBIDDEN = re.compile(r"\bA?GPL\b|\bA?GPL(v|-)?\d|(?<!Lesser )(?<!Library )General Public License", re.I)


def licence_of(name: str) -> str:
    """What a distribution says of its licence, whichever of the three ways it uses."""
    said = importlib.metadata.metadata(name)
    if "License-Expression" in said:
        return said["License-Expression"]
    short = said["License"].strip().split("\n")[0] if "License" in said else ""
    kinds = [line.split("::")[-1] for line in said.get_all("Classifier") or [] if line.startswith("License")]
    return " OR ".join(part for part in [short, *kinds] if part)


def is_free_to_use(licence: str) -> bool:
    """Is one of the offered licences permissive, MPL or LGPL, with nothing stricter joined by AND?"""
    return all(
        any(ALLOWED.search(offer) and not FORBIDDEN.search(offer) for offer in re.split(r"\bOR\b", part))
        for part in re.split(r"\bAND\b", licence)
    )


@pytest.mark.parametrize("name", sorted(pins(TEST_LOCK)))
def test_a_part_may_be_used(name: str) -> None:
    try:
        licence = licence_of(name)
    except importlib.metadata.PackageNotFoundError:
        assert name in ELSEWHERE, f"{name} is in the lock but not installed"
        return
    if name in BUILD_ONLY:
        assert name not in pins(RUN_LOCK)
        return
    if name in READ_BY_HAND and not licence:
        licence, words = READ_BY_HAND[name]
        files = importlib.metadata.files(name) or []
        texts = [file.read_text("utf-8") for file in files if "licenses/" in file.as_posix()]
        assert any(words in text for text in texts)
    assert is_free_to_use(licence), f"{name}: {licence}"


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("BSD license (see license.txt for details)", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0", False),
        ("GNU Affero General Public License v3", False),
        ("GNU General Public License v2 (GPLv2)", False),
        ("MIT AND GPL-3.0-only", False),
        ("", False),
    ],
)
def test_licences_are_told_apart(licence: str, free: bool) -> None:
    assert is_free_to_use(licence) is free


def test_everything_installed_to_run_is_known_here() -> None:
    assert not set(BUILD_ONLY) & set(pins(RUN_LOCK))
    assert set(pins(RUN_LOCK)) <= set(pins(TEST_LOCK))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("licences/GPL-3.0.txt", "GNU GENERAL PUBLIC LICENSE"),
        ("licences/LGPL-3.0.txt", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("licences/NOTICE.txt", "Qt 6.11.3"),
        ("fonts/OFL.txt", "SIL OPEN FONT LICENSE Version 1.1"),
        ("fonts/DejaVu.txt", "Bitstream Vera"),
    ],
)
def test_licence_texts_are_shipped(name: str, words: str) -> None:
    assert words in resource(name).read_text("utf-8")


def test_our_own_licence_is_here() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_notice_names_every_shipped_part() -> None:
    notice = re.sub(r"[-_.]+", "-", resource("licences/NOTICE.txt").read_text("utf-8")).lower()
    unnamed = [
        name for name in pins(RUN_LOCK) if not re.search(rf"\b{name.removesuffix('-essentials')}\b", notice)
    ]
    assert not unnamed
