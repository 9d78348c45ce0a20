"""The one error that people are shown.

Anything a person can meet and do something about is a ``Fault``: a code for
scripts, one sentence saying what happened and what to do. Every other exception
is a defect of the program.
"""

from __future__ import annotations

from app.words import _


class Fault(Exception):
    """A refusal told in one sentence.

    ``code`` is ``E_…`` or ``W_…`` and stable; ``message`` is a message id with
    ``{name}`` places, filled from ``values`` in the language in use when it is
    shown; ``field`` names the field of a record the fault is about, if any.
    """

    def __init__(self, code: str, message: str, /, *, field: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.values = values

    def sentence(self) -> str:
        """The sentence in the language in use."""
        return _(self.message, **self.values)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence()}"
