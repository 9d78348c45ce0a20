"""The catalogue in use and the functions that read it."""

from __future__ import annotations

import gettext
from functools import lru_cache

from app.words.resources import resource

LANGUAGES = ("vi", "en")
_current = "vi"


def N_(message: str) -> str:  # noqa: N802 - the field's usual name for a deferred message
    """Mark an English message for the catalogue; returns it unchanged."""
    return message


@lru_cache(maxsize=2)
def _catalogue(lang: str) -> gettext.NullTranslations:
    if lang == "en":
        return gettext.NullTranslations()
    with resource(f"words/{lang}/binhyen.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def set_language(lang: str) -> None:
    """Choose the language of everything said from now on; ValueError when we do not have it."""
    if lang not in LANGUAGES:
        raise ValueError(lang)
    global _current
    _current = lang


def language() -> str:
    """The language in use: ``"vi"`` or ``"en"``."""
    return _current


def _(message: str, /, **values: object) -> str:
    """The message in the language in use, with ``{name}`` places filled from ``values``."""
    if not message:
        return ""
    text = _catalogue(_current).gettext(message)
    return text.format(**values) if values else text


def vietnamese(message: str, /) -> str:
    """The message in Vietnamese whatever language is in use: papers are Vietnamese."""
    return _catalogue("vi").gettext(message) if message else ""


def plural(one: str, many: str, n: int, /, **values: object) -> str:
    """The form for ``n`` things, with ``{n}`` filled; Vietnamese has one form."""
    text = _catalogue(_current).ngettext(one, many, n)
    return text.format(n=n, **values)
