"""Tests of people for drugs in the body, and the kits they are made with."""

from __future__ import annotations

from typing import Annotated, Any

from app.kinds import codes
from app.kinds.dates import VIETNAM
from app.kinds.days import ordered
from app.kinds.declare import Policy, Record, Row, Sort, field, kind
from app.kinds.faults import Fault
from app.kinds.types import Count, Day, Moment
from app.words import N_


class PanelLine(Row, frozen=True, kw_only=True):
    """The result for one substance of the panel."""

    substance: Annotated[str, field(N_("Substance"), codes=codes.SUBSTANCE)]
    result: Annotated[str, field(N_("Result"), codes=codes.LINE_RESULT)]


def _check_test(test: Any) -> None:
    ordered(test, "sampled_at", "received_at")
    ordered(test, "sampled_at", "next_on")
    sampled_on = test.sampled_at.astimezone(VIETNAM).date()
    if test.kit_expiry is not None and test.kit_expiry < sampled_on:
        raise Fault(
            "E_KIT_EXPIRED",
            N_(
                "Not saved: the kit expired on {expiry:%d/%m/%Y}, before the sample."
                " Use another kit or correct the day."
            ),
            field="kit_expiry",
            expiry=test.kit_expiry,
        )
    results = [line.result for line in test.panel]
    if "positive" in results and test.result != "positive":
        raise Fault(
            "E_RESULT_DISAGREES",
            N_("One substance is positive but the overall result is not. Correct one of the two."),
            field="result",
        )
    if results and test.result in ("refused", "no_show"):
        raise Fault(
            "E_RESULT_DISAGREES",
            N_(
                "Results were entered for a test that was refused or did not take place. Correct one of the two."
            ),
            field="result",
        )


@kind(
    "drug_test",
    N_("Drug test"),
    N_("Drug tests"),
    subject="person",
    when="sampled_at",
    is_event=True,
    source="NĐ 105/2021 Mẫu 03, Điều 38, 46",
    check=_check_test,
    indexes=(("sampled_at",),),
)
class DrugTest(Record, frozen=True, kw_only=True):
    """A test of one person for drugs in the body; a refusal or no-show is a result of its own."""

    person: Annotated[str, field(N_("Person"), ref="person")]
    sampled_at: Annotated[Moment, field(N_("Sampled at"), listed=True, policy=Policy.LEGAL)]
    place: Annotated[str | None, field(N_("Place"))] = None
    sample: Annotated[str, field(N_("Sample"), codes=codes.SAMPLE)] = "urine"
    method: Annotated[str, field(N_("Method"), codes=codes.METHOD)] = "rapid"
    kit: Annotated[str | None, field(N_("Kit lot"), ref="kit_lot")] = None
    kit_name: Annotated[str | None, field(N_("Kit"))] = None
    kit_lot_number: Annotated[str | None, field(N_("Lot"))] = None
    kit_expiry: Annotated[Day | None, field(N_("Kit expires"))] = None
    panel: Annotated[tuple[PanelLine, ...], field(N_("Result per substance"), policy=Policy.LEGAL)] = ()
    result: Annotated[
        str, field(N_("Overall result"), codes=codes.TEST_RESULT, listed=True, policy=Policy.LEGAL)
    ]
    ground: Annotated[str | None, field(N_("Ground"), codes=codes.TEST_GROUND, expected=True)] = None
    taken_by: Annotated[str | None, field(N_("Taken by"), listed=True, expected=True)] = None
    taken_by_post: Annotated[str | None, field(N_("Post"))] = None
    witness: Annotated[str | None, field(N_("Witness"))] = None
    supervisor: Annotated[
        str | None, field(N_("Supervisor of the same sex"), hint=N_("For a urine sample."))
    ] = None
    guardian_consent: Annotated[
        bool | None, field(N_("Consent of parent or guardian"), hint=N_("Under 18, sample other than urine."))
    ] = None
    medicines: Annotated[str | None, field(N_("Medicines taken on prescription"))] = None
    confirms: Annotated[str | None, field(N_("Confirms the test"), ref="drug_test")] = None
    received_at: Annotated[
        Moment | None,
        field(
            N_("Result received at"),
            policy=Policy.LEGAL,
            hint=N_("When who decides received it; the clock runs from then."),
        ),
    ] = None
    next_on: Annotated[Day | None, field(N_("Next test"))] = None
    slip_number: Annotated[str | None, field(N_("Number of the result slip"))] = None
    note: Annotated[str | None, field(N_("Note"), sort=Sort.LONG)] = None


@kind(
    "kit_lot",
    N_("Kit lot"),
    N_("Kit lots"),
    when="received_on",
    source="KH 265 IV.4f",
    writers=("police", "health"),
)
class KitLot(Record, frozen=True, kw_only=True):
    """A lot of test kits: what it tests for, until when, how many came in and from which budget."""

    name: Annotated[str, field(N_("Kit"), listed=True)]
    lot: Annotated[str, field(N_("Lot"), listed=True)]
    expiry: Annotated[Day, field(N_("Expires"), listed=True)]
    panel: Annotated[tuple[str, ...], field(N_("Substances of the panel"), codes=codes.SUBSTANCE)] = ()
    quantity: Annotated[Count | None, field(N_("Quantity in"), listed=True)] = None
    received_on: Annotated[Day | None, field(N_("Received on"))] = None
    budget: Annotated[str | None, field(N_("Source of budget"))] = None
