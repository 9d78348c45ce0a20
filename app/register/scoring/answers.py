"""The answer to one part of the ten criteria: whether it holds, why in a sentence, and the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.register.scoring.asking import Records, as_people
from app.words import N_, _, vietnamese

_NOBODY = N_("There is nobody it asks about.")
_EVERYBODY = N_("Everybody it asks about: {all}.")
_SHARE = N_("{good} of {all}; {bad} do not.")


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a part holds (None: not known). ``because`` is a message id, ``values`` what stands in it.

    ``counted``: the records it asks about; ``against``: those because of which it does not hold or is not known.
    ``mend``: where what is missing is entered: ``state:<name>`` for a stated fact, else ``<kind>`` of a record.
    """

    holds: bool | None
    because: str
    values: Mapping[str, object] = field(default_factory=dict)
    counted: Records = ()
    against: Records = ()
    mend: str = ""

    def why(self) -> str:
        """The sentence in the language in use."""
        return _(self.because, **self.values)

    def why_on_paper(self) -> str:
        """The sentence in Vietnamese, as papers are written whatever the language of the screens."""
        return vietnamese(self.because).format(**self.values)

    @property
    def evidence(self) -> Records:
        """What to look at: the records that speak against it, else all that were asked about."""
        return self.against or self.counted


def every(asked: Iterable[str], good: Iterable[str]) -> Answer:
    """Whether all people asked about are among the good ones; with nobody to ask about it holds."""
    everybody = set(asked)
    bad = everybody - set(good)
    if not everybody:
        return Answer(True, _NOBODY)
    if not bad:
        return Answer(True, _EVERYBODY, {"all": len(everybody)}, as_people(everybody))
    values = {"good": len(everybody) - len(bad), "all": len(everybody), "bad": len(bad)}
    return Answer(False, _SHARE, values, as_people(everybody), as_people(bad))
