"""Code lists: the closed choices of fields, with their labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.words import N_


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code that a unit added, or the days it gave to one that ships; ``label`` is shown as written."""

    label: str = ""
    since: date | None = None
    until: date | None = None


#: What the open register says about lists, by list and code: added codes, and days.
_OWN: dict[str, dict[str, OwnCode]] = {}


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes; ``labels`` keeps the order in which they are offered (label: message id).

    ``periods`` dates a code that was not always there or has gone: (first day, last day).
    A code outside its days stays readable and may be kept; it is only no longer offered.
    """

    name: str
    labels: Mapping[str, str]
    periods: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)

    def label(self, code: str) -> str:
        """The message id for a code, or the code itself when a newer list is needed to name it."""
        own = _OWN.get(self.name, {}).get(code)
        return (own.label if own and own.label else None) or self.labels.get(code, code)

    def has(self, code: str) -> bool:
        """Whether a record may hold the code."""
        return code in self.labels or code in _OWN.get(self.name, {})

    def codes(self) -> tuple[str, ...]:
        """Every code there is, the shipped ones first."""
        return tuple(dict.fromkeys((*self.labels, *_OWN.get(self.name, {}))))

    def offered(self, day: date) -> tuple[str, ...]:
        """The codes to choose from on a day."""
        return tuple(code for code in self.codes() if self._runs(code, day))

    def _runs(self, code: str, day: date) -> bool:
        own = _OWN.get(self.name, {}).get(code)
        since, until = (own.since, own.until) if own else self.periods.get(code, (None, None))
        return (since is None or since <= day) and (until is None or day <= until)


def use_own(entries: Mapping[str, Mapping[str, OwnCode]]) -> None:
    """Make the lists of the open register the ones in use, in place of those before."""
    _OWN.clear()
    _OWN.update({name: dict(codes) for name, codes in entries.items()})


SEX = CodeList("sex", {"male": N_("Male"), "female": N_("Female")})

PAPER = CodeList(
    "paper",
    {
        "cccd": N_("Identity card (12 digits)"),
        "cmnd": N_("Old identity card (9 digits)"),
        "passport": N_("Passport"),
        "certificate": N_("Certificate of identity"),
        "other": N_("Other paper"),
        "none": N_("No identity paper"),
    },
)

ETHNICITY = CodeList(
    "ethnicity",
    {
        "kinh": "Kinh",
        "tay": "Tày",
        "thai": "Thái",
        "muong": "Mường",
        "khmer": "Khmer",
        "hoa": "Hoa",
        "nung": "Nùng",
        "hmong": "Mông",
        "dao": "Dao",
        "gia_rai": "Gia Rai",
        "e_de": "Ê Đê",
        "ba_na": "Ba Na",
        "cham": "Chăm",
        "raglai": "Raglai",
        "other": N_("Other"),
    },
)

EDUCATION = CodeList(
    "education",
    {
        "none": N_("Not yet at school"),
        "primary": N_("Primary school"),
        "lower_secondary": N_("Lower secondary school"),
        "upper_secondary": N_("Upper secondary school"),
        "college": N_("University, college or vocational school"),
        "postgraduate": N_("Postgraduate"),
    },
)

SUBSTANCE = CodeList(
    "substance",
    {
        "opium": N_("Opium"),
        "heroin": N_("Heroin"),
        "cocaine": N_("Cocaine"),
        "cannabis": N_("Cannabis"),
        "ats": N_("Amphetamine, methamphetamine"),
        "mdma": N_("MDMA (ecstasy)"),
        "ketamine": N_("Ketamine"),
        "etomidate": N_("Etomidate"),
        "synthetic_cannabinoid": N_("Synthetic cannabinoids"),
        "carisoprodol": N_("Carisoprodol"),
        "several": N_("Several substances"),
        "other": N_("Other"),
    },
    # Decree 28/2026 made both narcotic substances
    {"etomidate": (date(2026, 1, 19), None), "carisoprodol": (date(2026, 1, 19), None)},
)

ROUTE = CodeList(
    "route",
    {
        "inject": N_("Injecting"),
        "inhale": N_("Inhaling or smoking"),
        "swallow": N_("Swallowing"),
        "other": N_("Other"),
    },
)

ADDRESS_SORT = CodeList(
    "address_sort",
    {
        "permanent": N_("Permanent residence"),
        "temporary": N_("Temporary residence"),
        "present": N_("Present residence"),
    },
)

#: Concurrent legal statuses of a person (law.md 1.1); what each needs and excludes is in the law packs.
STATUS = CodeList(
    "status",
    {
        "U": N_("Unlawful user of narcotics"),
        "U-QL": N_("User under management"),
        "A": N_("Person with addiction"),
        "A-TN-GĐ": N_("Voluntary rehabilitation at home or in the community"),
        "A-TN-CS": N_("Voluntary rehabilitation at a facility"),
        "A-TT": N_("Substitution treatment"),
        "A-BB": N_("Compulsory rehabilitation"),
        "A-BB-TN": N_("Compulsory rehabilitation, 12 to under 18"),
        "S": N_("After-care management"),
        "GD": N_("Education in the commune"),
        "CUSTODY": N_("Suspended, in custody"),
        "POSTPONED": N_("Postponed"),
        "EXEMPTED": N_("Exempted"),
        "PRISON": N_("In prison"),
        "MOVED": N_("Moved away"),
        "ABSENT": N_("Absent from the commune"),
        "DEAD": N_("Dead or declared missing"),
    },
)

DECISION_SORT = CodeList(
    "decision_sort",
    {
        "manage_user": N_("Decision on user management"),
        "stop": N_("Decision to stop management"),
        "end": N_("Decision to end management"),
        "suspend": N_("Decision to suspend"),
        "voluntary": N_("Decision on voluntary rehabilitation"),
        "aftercare": N_("Decision on after-care management"),
        "monitoring": N_("Decision on electronic monitoring"),
        "education": N_("Decision on education in the commune"),
        "court": N_("Court decision"),
        "completion": N_("Certificate of completion"),
        "other": N_("Other"),
    },
)

SAMPLE = CodeList(
    "sample", {"urine": N_("Urine"), "blood": N_("Blood"), "catheter": N_("Catheter"), "other": N_("Other")}
)

METHOD = CodeList("method", {"rapid": N_("Rapid test"), "laboratory": N_("Laboratory")})

LINE_RESULT = CodeList(
    "line_result", {"negative": N_("Negative"), "positive": N_("Positive"), "unclear": N_("Unclear")}
)

TEST_RESULT = CodeList(
    "test_result",
    {
        "negative": N_("Negative"),
        "positive": N_("Positive"),
        "unclear": N_("Unclear"),
        "refused": N_("Refused"),
        "no_show": N_("Did not come"),
    },
)

#: Grounds for a test: a to i of Decree 105/2021 article 38, and what is scheduled.
TEST_GROUND = CodeList(
    "test_ground",
    {
        "a": N_("Verified tip"),
        "b": N_("Documents of a case"),
        "c": N_("Loss of cognition or control of behaviour"),
        "d": N_("Traces or tools on the person, vehicle or home"),
        "dd": N_("Driver"),
        "e": N_("Present at a place of use without good reason"),
        "g": N_("Told by the person"),
        "h": N_("Caught in the act"),
        "i": N_("Other law"),
        "scheduled": N_("Scheduled"),
        "confirmation": N_("Confirmation of an earlier test"),
    },
)

VISIT_PLACE = CodeList(
    "visit_place",
    {
        "home": N_("At home"),
        "office": N_("At the office"),
        "work": N_("At work"),
        "phone": N_("By phone"),
        "other": N_("Other"),
    },
)

SUPPORT_SORT = CodeList(
    "support_sort",
    {
        "counselling": N_("Counselling"),
        "vocational": N_("Vocational training"),
        "job": N_("Job"),
        "loan": N_("Loan"),
        "schooling": N_("Schooling"),
        "medical": N_("Medical help"),
        "legal": N_("Legal help"),
        "family": N_("Family support"),
    },
)

UNIT_SORT = CodeList(
    "unit_sort",
    {
        "xa": "Xã",
        "phuong": "Phường",
        "dac_khu": "Đặc khu",
        "thi_tran": "Thị trấn",
        "huyen": N_("District (until 1 July 2025)"),
        "tinh": N_("Province"),
        "thanh_pho": N_("City"),
        "team": N_("Team"),
        "hamlet": N_("Hamlet or residential group"),
        "other": N_("Other"),
    },
    {"thi_tran": (None, date(2025, 6, 30)), "huyen": (None, date(2025, 6, 30))},
)

POPULATION_SORT = CodeList(
    "population_sort", {"actual": N_("Actual residents"), "registered": N_("Registered residents")}
)

OPERATOR = CodeList(
    "operator",
    {
        "at_least": N_("at least"),
        "at_most": N_("at most"),
        "equal": N_("exactly"),
        "more": N_("more than"),
        "less": N_("less than"),
        "between": N_("between"),
    },
)

MEASURE = CodeList(
    "measure", {"count": N_("Count"), "percent": N_("Per cent"), "change": N_("Change in per cent")}
)

PLACE_SORT = CodeList(
    "place_sort",
    {
        "at_risk": N_("Place at risk"),
        "complex": N_("Complex place"),
        "hot_spot": N_("Hot spot"),
        "use": N_("Place of organised or harboured use"),
        "vehicle": N_("Vehicle used for organised use"),
        "business": N_("Conditional business"),
    },
)

PLACE_STATE = CodeList(
    "place_state",
    {"suspected": N_("Suspected"), "listed": N_("On the list"), "resolved": N_("Resolved")},
)

INCIDENT_SORT = CodeList(
    "incident_sort", {"case": N_("Criminal case"), "administrative": N_("Administrative matter")}
)

INCIDENT_STAGE = CodeList(
    "incident_stage",
    {
        "detected": N_("Detected"),
        "prosecuted": N_("Prosecuted"),
        "tried": N_("Tried"),
        "closed": N_("Closed"),
    },
)

RELATION = CodeList(
    "relation",
    {
        "parent": N_("Parent"),
        "spouse": N_("Wife or husband"),
        "child": N_("Child"),
        "guardian": N_("Guardian"),
        "sibling": N_("Brother or sister"),
        "uses_with": N_("Uses together with"),
        "other": N_("Other"),
    },
)
