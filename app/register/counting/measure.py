"""What one number is: which records, which of them, by which day, and how they are added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.kinds.declare import KINDS, Kind
from app.words import N_

Mode = Literal["flow", "stock", "ended", "headcount"]
What = Literal["records", "persons", "sum"]

PEOPLE, TESTS, REHAB, AREA, PUBLIC = (
    N_("People"),
    N_("Tests and assessments"),
    N_("Rehabilitation and after-care"),
    N_("Places and cases"),
    N_("Work in the community"),
)
GROUPS = (PEOPLE, TESTS, REHAB, AREA, PUBLIC)
S002, S004, QD127 = "KH 265/KH-UBND", "KH Ninh Thuận", "QĐ 127/2009 sửa đổi 2019"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number.

    ``mode``: ``flow`` counts what lies in the period, ``stock`` what is in force at its end, ``ended`` what
    ended in it, ``headcount`` who stands on the list at its end by a rule of removal (``rule``: old, new or
    in_force). ``what``: records, distinct persons, or the sum of ``of``. ``codes``: which sorts of record
    (of the kind's own sort field; empty: all). ``on``: another day field of the kind than its usual one.
    ``where``: a further condition over the record ``r``, in SQL, and ``told`` the same in words. ``weight``:
    what a record adds to a sum, in SQL over ``r``, where it is not the plain field. ``clause``: the text it
    answers to.
    """

    name: str
    label: str
    clause: str
    kind_name: str
    mode: Mode = "flow"
    what: What = "records"
    codes: tuple[str, ...] = ()
    on: str = ""
    of: str = ""
    where: str = ""
    group: str = ""
    weight: str = ""
    told: str = ""
    rule: str = ""

    @property
    def kind(self) -> Kind:
        """The kind whose records are counted."""
        return KINDS[self.kind_name]

    @property
    def of_people(self) -> bool:
        """Whether each record counted is about a person of the register."""
        subject = self.kind.subject
        return bool(subject) and self.kind.by_name[subject].required
