"""Per cents the plans ask for: a part of a whole, both of them numbers of their own, never without them."""

from __future__ import annotations

from dataclasses import dataclass

from app.kinds.faults import Fault
from app.register.counting.count import Span, Table, tables
from app.register.counting.measure import AREA, PEOPLE, REHAB, S002, S004, TESTS
from app.register.counting.measures import MEASURES
from app.register.session import Session
from app.words import N_


@dataclass(frozen=True, slots=True)
class Ratio:
    """One number as a share of another."""

    name: str
    label: str
    clause: str
    part: str
    whole: str
    group: str


@dataclass(frozen=True, slots=True)
class RatioTable:
    """Part and whole by the same breakdown."""

    ratio: Ratio
    part: Table
    whole: Table

    @property
    def rows(self) -> tuple[str, ...]:
        """The values of the breakdown that either of the two has, in their order."""
        every = {*self.part.rows, *self.whole.rows}
        order = self.whole.row_dimension
        return tuple(sorted(every, key=order.order)) if order else tuple(sorted(every))

    def per_mille(self, row: str | None = None) -> int | None:
        """Tenths of a per cent, rounded half up; None without a whole to be a part of. None row: of all."""
        if row is None:
            return share(self.part.total, self.whole.total)
        return share(self.part.row_total(row), self.whole.row_total(row))


def share(part: int, whole: int) -> int | None:
    """A share in tenths of a per cent, in whole numbers, rounded half up; None where there is no whole."""
    return (part * 2000 + whole) // (2 * whole) if whole > 0 else None


RATIOS: dict[str, Ratio] = {
    one.name: one
    for one in (
        Ratio(
            "share_with_file",
            N_("Share of known people with a file"),
            "KH Cần Thơ I.4; KH Ninh Thuận tiêu chí 1",
            "with_file",
            "known",
            PEOPLE,
        ),
        Ratio(
            "share_in_rehab",
            N_("Share of addicts in rehabilitation or treatment"),
            "KH Ninh Thuận I.2.3",
            "in_rehab",
            "addicts",
            PEOPLE,
        ),
        Ratio(
            "share_positive", N_("Share of tests that are positive"), S002, "tests_positive", "tests", TESTS
        ),
        Ratio(
            "share_addicted",
            N_("Share of assessments that found addiction"),
            S002,
            "assessed_addicted",
            "assessments",
            TESTS,
        ),
        Ratio(
            "share_decided",
            N_("Files the court decided, of those sent"),
            "KH Cần Thơ IV.1.g",
            "files_decided",
            "files_sent",
            REHAB,
        ),
        Ratio(
            "share_tips",
            N_("Tips handled, of those received"),
            "KH Ninh Thuận tiêu chí 9",
            "tips_handled",
            "tips",
            AREA,
        ),
        Ratio(
            "share_newcomers",
            N_("Newcomers and returnees checked, of all"),
            f"{S004} IV.4.4",
            "newcomers_checked",
            "newcomers",
            AREA,
        ),
    )
}
if missing := {n for one in RATIOS.values() for n in (one.part, one.whole) if n not in MEASURES}:
    raise LookupError(f"a share of what is not counted: {sorted(missing)}")

_NO_RATIO = N_("There is no figure “{name}”. Choose one from the list.")


def ratio_table(session: Session, name: str, span: Span, rows: str = "", *, node: str = "") -> RatioTable:
    """A share by one breakdown, both numbers from one snapshot. Faults E_FIGURE, E_ROLE."""
    if name not in RATIOS:
        raise Fault("E_FIGURE", _NO_RATIO, name=name)
    ratio = RATIOS[name]
    part, whole = tables(session, (ratio.part, ratio.whole), span, rows, node=node)
    return RatioTable(ratio, part, whole)
