import pytest

from app.law.calendar import Calendar
from app.law.packs import LawPacks
from app.words import language, set_language


@pytest.fixture(scope="session")
def packs() -> LawPacks:
    return LawPacks.shipped()


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar.shipped()


@pytest.fixture
def english():
    before = language()
    set_language("en")
    yield
    set_language(before)
