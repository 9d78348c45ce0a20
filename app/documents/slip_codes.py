"""What the QR codes on printed slips say, and how they are read back.

Fields are ASCII, parted by ``|``, at most 300 bytes, the first one names the form.
A code proves nothing by itself: the reader compares it with the file or verifies
the signature.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from app.kinds.faults import Fault
from app.words import N_

MOST_BYTES = 300
_HANDOVER = re.compile(
    r"BYX1\|(?P<pid>[0-9A-Za-z_-]{1,64})\|(?P<seq>\d{1,12})\|(?P<sha>[0-9a-f]{32})"
    r"\|(?P<first>\d{1,15})-(?P<last>\d{1,15})\|(?P<size>\d{1,15})",
    re.ASCII,
)
_RECEIPT = re.compile(
    r"BYR1\|(?P<stream>[0-9A-Za-z_./>-]{3,100})\|(?P<epoch>\d{1,9})\|(?P<lsn>\d{1,15})"
    r"\|(?P<chain>[0-9a-f]{16})\|(?P<signature>[0-9A-Za-z_-]{86})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class HandoverCode:
    """A package on a handover sheet: id, number in its stream, start of the SHA-256, positions, bytes."""

    pid: str
    seq: int
    sha256_start: str
    first_lsn: int
    last_lsn: int
    size: int

    def text(self) -> str:
        """The QR text."""
        lsn = f"{self.first_lsn}-{self.last_lsn}"
        return _checked(f"BYX1|{self.pid}|{self.seq}|{self.sha256_start}|{lsn}|{self.size}", _HANDOVER)


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """A receipt on paper: stream, epoch, position confirmed, start of the chain, Ed25519 signature."""

    stream: str
    epoch: int
    lsn: int
    chain_start: bytes
    signature: bytes

    def signed(self) -> bytes:
        """The bytes the signature is over: everything before it."""
        head = f"BYR1|{self.stream}|{self.epoch}|{self.lsn}|{self.chain_start.hex()}"
        return head.encode("ascii")

    def text(self) -> str:
        """The QR text."""
        signature = base64.urlsafe_b64encode(self.signature).decode("ascii").rstrip("=")
        return _checked(f"{self.signed().decode('ascii')}|{signature}", _RECEIPT)


def _checked(text: str, form: re.Pattern[str]) -> str:
    if len(text) > MOST_BYTES or not form.fullmatch(text):
        raise ValueError("a field does not fit the code")
    return text


def _read(text: str, form: re.Pattern[str]) -> re.Match[str]:
    found = form.fullmatch(text.strip()) if len(text) <= MOST_BYTES + 20 else None
    if found is None:
        message = N_("This is not the code of a Bình Yên slip. Scan the square code on the printed sheet.")
        raise Fault("E_QR", message)
    return found


def read_handover_qr(text: str) -> HandoverCode:
    """The scanned text of a handover sheet; Fault E_QR when it is anything else."""
    found = _read(text, _HANDOVER)
    first, last = int(found["first"]), int(found["last"])
    return HandoverCode(found["pid"], int(found["seq"]), found["sha"], first, last, int(found["size"]))


def read_receipt_qr(text: str) -> ReceiptCode:
    """The scanned text of a receipt slip; Fault E_QR. The signature is not verified here."""
    found = _read(text, _RECEIPT)
    try:
        signature = base64.urlsafe_b64decode(found["signature"] + "==")
    except binascii.Error as refused:
        raise Fault("E_QR", N_("The code is damaged. Scan it again.")) from refused
    chain = bytes.fromhex(found["chain"])
    return ReceiptCode(found["stream"], int(found["epoch"]), int(found["lsn"]), chain, signature)
