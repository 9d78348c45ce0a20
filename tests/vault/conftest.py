from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.vault.bundle import Unlocked
from app.vault.engine import Database
from app.vault.home import Home
from app.words import language, set_language
from tests.vault.samples import new_home, new_store


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Home, Unlocked]:
    return new_home(tmp_path / "nhà")


@pytest.fixture
def database(made) -> Iterator[Database]:
    home, unlocked = made
    new_store(home, unlocked)
    opened = Database(home.store, unlocked.bundle.db)
    yield opened
    opened.close()
