"""Qt's own words in the language in use: a translator that asks our catalogue.

No Qt translation for Vietnamese exists (qt/qttranslations). Instead of a second catalogue in Qt's format,
every text Qt asks for is looked up in ours: its id is Qt's string without the ``&`` of mnemonics. Keys
named in shortcuts stay as they are printed on keyboards.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QTranslator

from app.words import N_, _, language

#: Strings that mean something else elsewhere in the program: their own ids.
_OWN_IDS = {
    "Advanced": N_("Advanced printing"),
    "Alias": N_("Alias of a file"),
    "Automatic": N_("Automatic by the printer"),
    "Back": N_("Back in the folders"),
    "Bottom": N_("To the bottom"),
    "Classified": N_("Banner: classified"),
    "Color": N_("In color"),
    "Commit": N_("Commit this step"),
    "Confidential": N_("Banner: confidential"),
    "Custom": N_("Custom size"),
    "Done": N_("Wizard done"),
    "Drive": N_("Disk drive"),
    "End:": N_("Banner at the end:"),
    "File": N_("One file"),
    "Files": N_("The files"),
    "Float": N_("Float the panel"),
    "Forward": N_("Forward in the folders"),
    "Job": N_("Print job"),
    "Kind": N_("Sort of file"),
    "Landscape": N_("Landscape page"),
    "Location:": N_("Location of the printer:"),
    "Name": N_("Name of the file"),
    "None": N_("None of the choices"),
    "Off": N_("Switched off"),
    "Options": N_("Options of printing"),
    "Page": N_("Page of the printer"),
    "Pages": N_("Pages to print"),
    "Paper": N_("Paper of the printer"),
    "Portrait": N_("Portrait page"),
    "Press": N_("Press the button"),
    "Remove": N_("Remove from the places"),
    "Reverse": N_("Reverse order"),
    "Secret": N_("Banner: secret"),
    "Selection": N_("Selected part"),
    "Shortcut": N_("Shortcut to a file"),
    "Show": N_("Show the folder"),
    "Size": N_("Size of the file"),
    "Standard": N_("Banner: standard"),
    "Start:": N_("Banner at the start:"),
    "Toggle": N_("Toggle the state"),
    "Top": N_("To the top"),
    "Top Secret": N_("Banner: top secret"),
    "Type": N_("Sort of file"),
    "Type:": N_("Sort of printer:"),
    "Unclassified": N_("Banner: unclassified"),
    "Unknown": N_("Unknown sort of file"),
    "to": N_("to page"),
}

#: Keys whose Vietnamese keyboards carry no word but a sign, or that Qt shortens.
_KEYS = {
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Return": "Enter",
    "Del": "Delete",
    "Ins": "Insert",
    "PgUp": "Page Up",
    "PgDown": "Page Down",
}

_MNEMONIC = re.compile(r"&(?=[^\s&])(?![a-z]+;)")


def message_id(source: str) -> str:
    """The id in our catalogue of a text of Qt: without mnemonics and spaces at the ends."""
    plain = _MNEMONIC.sub("", source).replace("&&", "&").strip()
    return _OWN_IDS.get(plain, plain)


class QtWords(QTranslator):
    """Install once with ``QCoreApplication.installTranslator``; keep a reference as long as the program runs.

    A change of language shows in what Qt draws after it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        """Qt drops a translator that says it has nothing."""
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The text in the language in use; null (None in Python) leaves Qt's own."""
        if language() == "en":
            return None
        if context == "QShortcut":
            return _KEYS.get(source)
        known = message_id(source)
        text = _(known)
        return text if text != known else None
