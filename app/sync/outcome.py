"""What became of a package that was genuine."""

from __future__ import annotations

from dataclasses import dataclass

from app.kinds.faults import Fault
from app.sync.codes import Code
from app.words import _


@dataclass(slots=True)
class Outcome:
    """Status, reason code, counts; ``confirmed``: of a receipt, up to where the other side holds ours."""

    status: str
    code: Code | None = None
    ops: int = 0
    conflicts: int = 0
    parked: int = 0
    gap: tuple[int, int] = (0, 0)
    confirmed: int | None = None

    @property
    def code_name(self) -> str:
        """The code's name, or empty."""
        return self.code.name if self.code is not None else ""

    def sentence(self) -> str:
        """What people are told."""
        if self.status != "applied":
            code = self.code or Code.I_DUPLICATE
            return Fault(code.name, code.message, first=self.gap[0], last=self.gap[1]).sentence()
        if self.confirmed:
            return _("Receipt read: the other side holds your changes up to number {n}.", n=self.confirmed)
        if self.confirmed == 0:
            return _("Receipt read: the other side holds none of your changes yet.")
        said = [_("Received: {n} changes.", n=self.ops)]
        if self.conflicts:
            said.append(
                _("Written differently in two places: {n} records. Choose what is right.", n=self.conflicts)
            )
        if self.parked:
            said.append(_("Kept but not shown: {n} changes this program cannot read yet.", n=self.parked))
        if self.code is not None:
            said.append(Fault(self.code.name, self.code.message).sentence())
        return " ".join(said)
