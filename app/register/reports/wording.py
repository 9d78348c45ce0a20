"""The Vietnamese of what a report freezes: papers are Vietnamese whatever language the program is used in."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache

from app.register.counting.dimensions import Dimension
from app.words.resources import resource

#: Says a message id with its values: in the language in use, or in Vietnamese.
Say = Callable[..., str]
_UNKNOWN = "Chưa ghi"


def vietnamese(message: str, /, **values: object) -> str:
    """The message in Vietnamese, with ``{name}`` places filled; the language in use is left alone."""
    text = _catalogue().gettext(message) if message else ""
    return text.format(**values) if values else text


@cache
def _catalogue() -> gettext.NullTranslations:
    with resource("words/vi/binhyen.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def dimension_word(dimension: Dimension, value: str) -> str:
    """A value of a breakdown in Vietnamese."""
    if value == "":
        return _UNKNOWN
    if dimension.name == "month":
        return f"{value[5:]}/{value[:4]}"
    if value in dimension.words:
        return vietnamese(dimension.words[value])
    return vietnamese(dimension.codes.label(value)) if dimension.codes else value
