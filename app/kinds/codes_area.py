"""Code lists of places, incidents, newcomers and the work in the community."""

from __future__ import annotations

from app.kinds.codes import CodeList
from app.words import N_

PART = CodeList(
    "part",
    {
        "user": N_("User"),
        "dealer": N_("Dealer"),
        "grower": N_("Grower"),
        "harbourer": N_("Harbourer"),
        "owner": N_("Owner"),
        "witness": N_("Witness"),
    },
)

#: How heavy an offence is (Penal Code article 9); only the two heaviest and the third bar a certificate.
SERIOUSNESS = CodeList(
    "seriousness",
    {
        "minor": N_("Less serious"),
        "serious": N_("Serious"),
        "very": N_("Very serious"),
        "extreme": N_("Exceptionally serious"),
    },
)

OFFENCE = CodeList(
    "offence",
    {
        "trade": N_("Illegal trade"),
        "store": N_("Illegal storing"),
        "transport": N_("Illegal transport"),
        "produce": N_("Illegal production"),
        "organise": N_("Organising use"),
        "harbour": N_("Harbouring use"),
        "grow": N_("Growing plants with narcotics"),
        "use": N_("Illegal use"),
        "other": N_("Other"),
    },
)

INCIDENT_OUTCOME = CodeList(
    "incident_outcome",
    {
        "prosecuted": N_("Prosecuted"),
        "fined": N_("Administrative penalty"),
        "handed_over": N_("Handed to another office"),
        "suspended": N_("Suspended"),
        "no_action": N_("No offence found"),
    },
)

MEASURE_UNIT = CodeList(
    "measure_unit",
    {"g": "g", "mg": "mg", "ml": "ml", "tablet": N_("Tablets"), "plant": N_("Plants"), "item": N_("Items")},
)

SPECIES = CodeList(
    "species",
    {
        "cannabis": N_("Cannabis"),
        "poppy": N_("Opium poppy"),
        "coca": N_("Coca"),
        "khat": N_("Khat"),
        "other": N_("Other"),
    },
)

CHANNEL = CodeList(
    "channel",
    {
        "mailbox": N_("Mailbox"),
        "hotline": N_("Hotline"),
        "person": N_("Told in person"),
        "other": N_("Other"),
    },
)

NEWCOMER_SORT = CodeList(
    "newcomer_sort",
    {
        "worker": N_("Worker from another province"),
        "prison": N_("Back from prison"),
        "reform_school": N_("Back from reform school"),
        "education_facility": N_("Back from a compulsory education facility"),
        "rehab": N_("Back from a rehabilitation facility"),
        "abroad": N_("Back from abroad"),
    },
)

MODEL_SORT = CodeList(
    "model_sort",
    {
        "prevention": N_("Prevention"),
        "security": N_("Self-managed security"),
        "rehab": N_("Rehabilitation and after-care"),
        "integrated": N_("Integrated"),
        "other": N_("Other"),
    },
)

CAMPAIGN_FORM = CodeList(
    "campaign_form",
    {
        "meeting": N_("Meeting"),
        "school": N_("At a school"),
        "workplace": N_("At a workplace"),
        "loudspeaker": N_("By loudspeaker"),
        "leaflet": N_("Leaflets and posters"),
        "media": N_("Media and social networks"),
        "visit": N_("House to house"),
        "other": N_("Other"),
    },
)

HELPER_SORT = CodeList(
    "helper_sort",
    {
        "volunteer_team": N_("Volunteer social work team"),
        "b93": N_("B93 club"),
        "organisation": N_("Mass organisation"),
        "assigned": N_("Person assigned to help"),
        "security": N_("Grassroots security force"),
    },
)

CLASS_RULES = CodeList("class_rules", {"NT-2024": "NT-2024", "QD28-2025": "QĐ 28/2025/QĐ-TTg"})

COMMUNE_CLASS = CodeList(
    "commune_class",
    {
        "I": N_("Class I"),
        "II": N_("Class II"),
        "III": N_("Class III"),
        "few": N_("With drug problems, less complex"),
        "none": N_("In no class"),
        "insufficient": N_("Not enough data"),
    },
)

REPORT_KIND = CodeList(
    "report_kind",
    {
        "month": N_("Month"),
        "quarter": N_("Quarter"),
        "half": N_("Six months"),
        "year": N_("Year"),
        "campaign": N_("Campaign"),
    },
)

DATE_SORT = CodeList(
    "date_sort",
    {"event": N_("Day it happened"), "entry": N_("Day it was entered"), "decision": N_("Day of decision")},
)
