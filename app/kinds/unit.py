"""Units, their population, target plans and targets."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes
from app.kinds.declare import Policy, Record, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.text import fold, text_key
from app.kinds.types import Code, Count, Day, Number, Short
from app.words import N_


@kind(
    "unit",
    N_("Unit"),
    N_("Units"),
    writers=("police", "health", "upper"),
    when="since",
    ended_by="until",
    source="QĐ 19/2025/QĐ-TTg",
    derived={"name_fold": lambda u: fold(u.name), "name_key": lambda u: text_key(u.name)},
    indexes=(("code",),),
)
class Unit(Record, frozen=True, kw_only=True):
    """An administrative or police unit; its code may be used again later, so it has a from and a to."""

    code: Annotated[Code, field(N_("Code"), listed=True)]
    name: Annotated[str, field(N_("Name"), listed=True)]
    sort: Annotated[str, field(N_("Sort of unit"), codes=codes.UNIT_SORT, listed=True)]
    parent: Annotated[str | None, field(N_("Belongs to"), ref="unit")] = None
    since: Annotated[Day | None, field(N_("From"))] = None
    until: Annotated[Day | None, field(N_("To"))] = None
    predecessors: Annotated[tuple[str, ...], field(N_("Codes of the units before it"))] = ()
    resolution: Annotated[str | None, field(N_("Resolution"))] = None
    node: Annotated[Code | None, field(N_("Node that sends for it"), indexed=True)] = None


@kind(
    "population",
    N_("Population figure"),
    N_("Population figures"),
    writers=("police", "upper"),
    when="as_of",
    source="QĐ 28/2025/QĐ-TTg",
)
class Population(Record, frozen=True, kw_only=True):
    """How many people and households a unit had on a day, and who says so."""

    unit: Annotated[str, field(N_("Unit"), ref="unit")]
    sort: Annotated[str, field(N_("Sort of figure"), codes=codes.POPULATION_SORT, listed=True)]
    as_of: Annotated[Day, field(N_("As of"), listed=True)]
    persons: Annotated[Count, field(N_("Residents"), listed=True)]
    households: Annotated[Count | None, field(N_("Households"))] = None
    source: Annotated[str | None, field(N_("Source"), listed=True, expected=True)] = None


def _check_plan(plan: Any) -> None:
    if plan.until < plan.since:
        raise Fault(
            "E_END_BEFORE_START",
            N_("The last day is before the first day. Correct one of the two days."),
            field="until",
        )


@kind(
    "target_plan",
    N_("Target plan"),
    N_("Target plans"),
    writers=("police", "upper"),
    when="since",
    source="KH 265/KH-UBND 2023",
    check=_check_plan,
)
class TargetPlan(Record, frozen=True, kw_only=True):
    """A plan that sets targets for a period."""

    number: Annotated[str, field(N_("Number"), listed=True)]
    title: Annotated[str, field(N_("Title"), listed=True)]
    issued_on: Annotated[Day | None, field(N_("Issued on"))] = None
    issuer: Annotated[str | None, field(N_("Issued by"))] = None
    since: Annotated[Day, field(N_("From"), listed=True)]
    until: Annotated[Day, field(N_("To"), listed=True)]
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "target",
    N_("Target"),
    N_("Targets"),
    writers=("police", "upper"),
    source="KH 265/KH-UBND 2023, phụ lục",
    indexes=(("plan", "unit"),),
)
class Target(Record, frozen=True, kw_only=True):
    """What one unit is to reach for one indicator of a plan; no value means the plan leaves it blank."""

    plan: Annotated[str, field(N_("Plan"), ref="target_plan")]
    unit: Annotated[str, field(N_("Unit"), ref="unit")]
    indicator: Annotated[Code, field(N_("Indicator"), listed=True)]
    operator: Annotated[str, field(N_("Operator"), codes=codes.OPERATOR)] = "at_least"
    value: Annotated[Number | None, field(N_("Value"), listed=True, policy=Policy.LEGAL)] = None
    upper_value: Annotated[Number | None, field(N_("Upper value"))] = None
    measure: Annotated[str, field(N_("Unit of measure"), codes=codes.MEASURE)] = "count"
    baseline: Annotated[Number | None, field(N_("Baseline"))] = None
    base_date: Annotated[Day | None, field(N_("Day of the baseline"))] = None
    clause: Annotated[str | None, field(N_("Clause"))] = None
    line: Annotated[Count | None, field(N_("Line in the annex"))] = None
    title: Annotated[str | None, field(N_("What is to be reached"), listed=True)] = None
    text: Annotated[str | None, field(N_("Wording of the plan"), sort=Sort.LONG)] = None
    noun: Annotated[Short | None, field(N_("Counted in"))] = None
    since: Annotated[Day | None, field(N_("From"))] = None
    until: Annotated[Day | None, field(N_("To"))] = None
    yearly: Annotated[bool | None, field(N_("Each year anew"))] = None
    baseline_base: Annotated[Count | None, field(N_("Baseline out of"))] = None
    reading: Annotated[str | None, field(N_("Another reading of the text"), sort=Sort.LONG)] = None


def _check_result(result: Any) -> None:
    if result.base is not None and result.value is None:
        raise Fault(
            "E_RESULT",
            N_("“Out of” is filled in, the result is not. Fill in the result as well."),
            field="value",
        )


@kind(
    "target_result",
    N_("Result of a target"),
    N_("Results of targets"),
    writers=("police", "upper"),
    when="as_of",
    source="KH 265/KH-UBND 2023, mục VI",
    check=_check_result,
    indexes=(("target", "as_of"),),
)
class TargetResult(Record, frozen=True, kw_only=True):
    """A figure for a target as it stood on a day: stated by somebody, or frozen as what a change starts from."""

    target: Annotated[str, field(N_("Target"), ref="target")]
    as_of: Annotated[Day, field(N_("As of"), listed=True)]
    value: Annotated[Number | None, field(N_("Result"), listed=True, policy=Policy.LEGAL)] = None
    base: Annotated[Count | None, field(N_("Out of"), listed=True)] = None
    source: Annotated[str, field(N_("Source"), listed=True)]
    baseline: Annotated[bool | None, field(N_("Frozen as the baseline"))] = None
    records: Annotated[tuple[str, ...], field(N_("Records behind it"))] = ()
    part: Annotated[Count | None, field(N_("Part of the list"))] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None
