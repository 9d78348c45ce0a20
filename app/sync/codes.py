"""The reason codes of packages, shared by the verifier, receipts, screens and tests."""

from __future__ import annotations

from enum import Enum

from app.kinds.faults import Fault
from app.words import N_


class Code(Enum):
    """Why a package was refused, held, or only remarked upon.

    The name is stable and travels in receipts; the value is the sentence people
    read. The first letter is the severity: E refused, W held or a warning, I
    nothing to do.
    """

    E_MAGIC = N_("This file is not a Bình Yên package, or it was damaged on the way.")
    E_HEADER = N_("The header of this package is damaged. Ask the sender to send it again.")
    E_SIZE = N_("This file is larger than a package may be.")
    E_FILE = N_("This is not an ordinary file, so it was not opened.")
    E_KEY_UNKNOWN = N_("The sender of this package is not known here. Exchange pairing cards first.")
    E_KEY_REVOKED = N_("The device that made this package has been revoked.")
    E_SIG_OUTER = N_("The signature on this package does not fit. Ask the sender to send it again.")
    E_PART = N_("Part of this package is missing or damaged. Ask the sender to send it again.")
    W_PARTIAL = N_("Volumes of this package are still missing: {missing}.")
    E_VOL_MIXED = N_("These volumes do not belong to one package.")
    E_DECRYPT = N_("This package is not for this office, or it is damaged.")
    E_ENVELOPE = N_("The signed envelope inside this package is damaged.")
    E_SIG_INNER = N_("The signature inside this package does not fit.")
    E_SIGNER_MISMATCH = N_("The package was signed by one device and sealed by another.")
    E_ADDRESSEE = N_("This package is addressed to another office.")
    E_READER_OLD = N_("This package needs a newer version of the program. It is kept until then.")
    E_BOMB = N_("The contents of this package are larger than allowed.")
    E_BODY_HASH = N_("The contents of this package do not match what was signed.")
    E_CANON = N_("The contents of this package are not in the agreed form.")
    E_SCHEMA = N_("The contents of this package do not follow the agreed kinds of record.")
    E_AUTHORITY = N_("The sender may not change these records.")
    I_DUPLICATE = N_("This package was already received.")
    W_GAP = N_("Earlier changes are missing: {first} to {last}. The package waits for them.")
    E_FORK = N_("The sender's history splits here. Both branches are kept; telephone the sender.")
    E_EPOCH = N_("The sender started again without closing the earlier history.")
    I_OLD_EPOCH = N_("This package belongs to a closed part of the sender's history.")
    W_CLOCK = N_("The clock of the sending computer is wrong.")
    W_STICK = N_("This stick carries signs of a virus: {names}. Nothing on it was opened.")
    W_CROWDED = N_("There are too many files here to look at all of them.")
    E_DISK = N_("The file could not be written or read back safely. Use another stick or disk.")
    E_CARD = N_("This pairing card is damaged or was changed.")

    @property
    def severity(self) -> str:
        """``E``, ``W`` or ``I``."""
        return self.name[0]

    @property
    def message(self) -> str:
        """The message id of the sentence."""
        return self.value


SENT_AS_TEXT = N_(
    "This package was damaged by being sent as text. Send it as an attached file, or use the text variant."
)

FULL = N_(
    "There is too little free space on this computer's disk. Free some, then try again; nothing was lost."
)
MANY_WAIT = N_(
    "Too many packages of this sender wait for earlier ones. Ask the sender to export again and receive that."
)
OLDER_HERE = N_(
    "The other side holds changes of this register that are missing here: this register is an older copy."
    " Telephone the other side before anything is sent."
)
LOST_ANSWERS = N_(
    "The receipts of the other side do not follow those received here: it works with an older copy of its"
    " register. Telephone the other side."
)
WRONG_WAY = N_("This kind of package does not come from that office: changes go up, receipts come down.")


class Reject(Fault):
    """The only exception the verifier raises.

    ``reason`` is the Code, ``detail`` a short technical note in English for the
    quarantine list and the tests (never record contents); ``message`` replaces
    the sentence of the code where more can be said.
    """

    def __init__(self, reason: Code, detail: str = "", *, message: str = "", **values: object) -> None:
        super().__init__(reason.name, message or reason.message, field="", **values)
        self.reason = reason
        self.detail = detail
