from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import Opened
from app.register.session import Session
from tests.ledger import homes
from tests.ledger.homes import Hands


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commune's home, made once."""
    path = tmp_path_factory.mktemp("made") / "home"
    homes.make(path)
    return path


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def opened(template: Path, tmp_path: Path, clock: Hands) -> Iterator[Opened]:
    found = homes.enter(homes.copy(template, tmp_path / "home"), clock)
    yield found
    found.close()


@pytest.fixture
def session(opened: Opened) -> Session:
    return opened.session
