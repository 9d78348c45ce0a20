"""The numbers of places, cases and work in the community."""

from __future__ import annotations

from app.register.area import OFFENDING
from app.register.counting.measure import AREA, PUBLIC, S004, Measure
from app.words import N_

#: Offenders of a case, as its list shows them: the number entered, or else the people entered with a part.
_OFFENDERS = (
    "coalesce(r.offenders, (SELECT count(*) FROM r_involvement AS v WHERE v.incident = r.id AND v._state = 0"
    f" AND v.part IN ({', '.join(repr(part) for part in OFFENDING)})))"
)

AREA_MEASURES = (
    Measure(
        "cases_prosecuted",
        N_("Cases prosecuted"),
        "KH 265/KH-UBND II.1",
        "incident",
        codes=("case",),
        on="prosecuted_on",
        group=AREA,
    ),
    Measure("cases_detected", N_("Cases detected"), "QĐ 28/2025", "incident", codes=("case",), group=AREA),
    Measure(
        "administrative",
        N_("Administrative matters"),
        "QĐ 28/2025",
        "incident",
        codes=("administrative",),
        group=AREA,
    ),
    Measure(
        "offenders",
        N_("Offenders"),
        "QĐ 28/2025",
        "incident",
        "flow",
        "sum",
        ("case",),
        of="offenders",
        weight=_OFFENDERS,
        told=N_("The number entered with the case; where it is blank, the people entered with a part in it."),
        group=AREA,
    ),
    Measure(
        "complex_points",
        N_("Complex places"),
        S004,
        "place",
        "stock",
        codes=("complex", "hot_spot"),
        where="r.state <> 'suspected'",
        told=N_("that are more than suspected"),
        group=AREA,
    ),
    Measure(
        "at_risk_points",
        N_("Places at risk"),
        S004,
        "place",
        "stock",
        codes=("at_risk",),
        where="r.state <> 'suspected'",
        told=N_("that are more than suspected"),
        group=AREA,
    ),
    Measure(
        "organised_use_points",
        N_("Places of organised or harboured use"),
        "QĐ 28/2025 Điều 2",
        "place",
        "stock",
        codes=("use", "vehicle"),
        group=AREA,
    ),
    Measure(
        "complex_points_resolved",
        N_("Complex places resolved"),
        "KH 265/KH-UBND II.2",
        "place",
        "ended",
        codes=("complex", "hot_spot"),
        where="r.state = 'resolved'",
        told=N_("that were resolved"),
        group=AREA,
    ),
    Measure(
        "at_risk_points_resolved",
        N_("Places at risk resolved"),
        "KH 265/KH-UBND II.2",
        "place",
        "ended",
        codes=("at_risk",),
        where="r.state = 'resolved'",
        told=N_("that were resolved"),
        group=AREA,
    ),
    Measure("retail_dealers", N_("Retail dealers"), S004, "retail_dealer", "stock", group=AREA),
    Measure(
        "plants",
        N_("Plants with narcotics"),
        "QĐ 28/2025",
        "cultivation",
        "flow",
        "sum",
        of="plants",
        group=AREA,
    ),
    Measure(
        "area_m2",
        N_("Area of plants with narcotics (m²)"),
        "QĐ 28/2025",
        "cultivation",
        "flow",
        "sum",
        of="area_m2",
        group=AREA,
    ),
    Measure("tips", N_("Tips received"), "KH Ninh Thuận tiêu chí 9", "tip", group=AREA),
    Measure(
        "tips_handled", N_("Tips handled"), "KH Ninh Thuận tiêu chí 9", "tip", on="handled_on", group=AREA
    ),
    Measure("newcomers", N_("Newcomers and returnees"), "KH Ninh Thuận IV.4.4", "newcomer", group=AREA),
    Measure(
        "newcomers_checked",
        N_("Newcomers and returnees checked"),
        "KH Ninh Thuận IV.4.4",
        "newcomer",
        on="checked_on",
        group=AREA,
    ),
    Measure("mailboxes", N_("Mailboxes"), "KH Ninh Thuận tiêu chí 9", "mailbox", "stock", group=PUBLIC),
    Measure(
        "hotlines", N_("Hotline boards"), "KH Ninh Thuận tiêu chí 9", "hotline_board", "stock", group=PUBLIC
    ),
    Measure(
        "models",
        N_("Models that work"),
        "KH Ninh Thuận tiêu chí 10",
        "model",
        "stock",
        where="r.is_effective = 1",
        told=N_("found to work"),
        group=PUBLIC,
    ),
    Measure("campaigns", N_("Campaigns"), "KH Cần Thơ IV.4.c", "campaign", group=PUBLIC),
    Measure(
        "reached",
        N_("People reached by campaigns"),
        "KH Cần Thơ IV.4.c",
        "campaign",
        "flow",
        "sum",
        of="reached",
        group=PUBLIC,
    ),
)
