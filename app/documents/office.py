"""The office a paper comes from, as it stands at the head and the foot of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.blocks import Recipients, Signature, Signer, StateHeader


@dataclass(frozen=True, slots=True)
class Office:
    """An office: the one above it, its own name, the place it writes from, its signers.

    ``symbol`` is the end of its document numbers ("DS-CAX"); which symbol an office
    uses is its own setting. ``recipients`` is its usual list under a paper.
    """

    parent: str
    name: str
    place: str
    symbol: str = ""
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()

    def header(self, number: int | None = None, day: date | None = None) -> StateHeader:
        """The state header; a number below 10 is padded, None leaves it to be written in."""
        line = ""
        if self.symbol:
            line = f"Số: {number:02d}/{self.symbol}" if number is not None else f"Số: ……/{self.symbol}"
        return StateHeader(self.parent, self.name, line, self.place, day)

    def signature(self) -> tuple[Signature, ...]:
        """The signature block, or nothing when the office named no signer."""
        if not self.signers:
            return ()
        recipients = Recipients(self.recipients) if self.recipients and len(self.signers) == 1 else None
        return (Signature(self.signers, recipients),)
