"""How classes, answers and the readings of the texts are said."""

from __future__ import annotations

from collections.abc import Mapping

from app.words import N_, _

CLASSES: Mapping[str, str] = {
    "I": N_("Class I"),
    "II": N_("Class II"),
    "III": N_("Class III"),
    "few": N_("With drug problems, less complex"),
    "none": N_("In no class"),
    "key": N_("Key area"),
    "not_key": N_("Not a key area"),
    "insufficient": N_("Not enough data"),
}
#: The readings that the gaps and overlaps of the texts need, by the codes of ``classify``.
NOTES: Mapping[str, str] = {
    "gap_plants": N_("2,000 to 2,999 plants lie in no band of the plan; they are read as class II."),
    "boundary_100": N_("100 persons stand in class I and in class II of the plan; they are read as class I."),
    "few_is_1_19": N_("“Less complex” is read as 1 to 19 persons: 20 and more are class III already."),
    "certified_but_classed": N_(
        "All ten criteria are met though the commune is in a class: the two are decided apart."
    ),
    "monotone_band": N_("A number above a band counts for the lighter band too."),
    "zero_is_not_a_band": N_("Nothing found is in no band, though the text says only “below”."),
}
TONES: Mapping[str, str] = {
    "I": "danger",
    "II": "warn",
    "III": "warn",
    "few": "info",
    "none": "good",
    "key": "danger",
    "not_key": "good",
    "insufficient": "neutral",
}


def class_words(name: str) -> str:
    """A class in the language in use."""
    return _(CLASSES.get(name, name))


def answer_words(holds: bool | None) -> str:
    """An answer in the language in use."""
    return {True: _("Fulfilled"), False: _("Not fulfilled"), None: _("Not known yet")}[holds]


def answer_tone(holds: bool | None) -> str:
    """The tone of an answer."""
    return {True: "good", False: "danger", None: "warn"}[holds]
