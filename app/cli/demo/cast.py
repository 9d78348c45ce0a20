"""Who plays: the receiving office, the wards, and what each ward's month is to come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.bootstrap_cli import QUICK, Home, Limits, NewNode, Opened, add_account, create_node, open_node
from app.cli.demo.stage import Hands
from app.cli.target_file import Line
from app.kinds.dates import VIETNAM
from app.kinds.unit import Unit
from app.register.sample import Results, fill_clinical

UPPER = "LB"
UPPER_NAME = "Công an quận Long Biên"
UPPER_USER, WARD_USER, HEALTH_USER = "chihuy", "canbo", "tramyte"
OPENING = datetime(2023, 6, 1, 7, 30, tzinfo=VIETNAM)
CLOSING = datetime(2023, 6, 30, 17, 0, tzinfo=VIETNAM)

#: What wards reach beyond (or short of) their targets, in turn: cases, admissions, places at risk.
_TURNS = ((0, 0, 0), (1, 0, 1), (-1, 0, 0), (0, 1, 0), (0, -1, 1), (2, 1, 0), (-1, -1, 0))


@dataclass(slots=True)
class Player:
    """An open node of the play with its clock."""

    node: str
    unit: str
    opened: Opened
    hands: Hands


def make_upper(folder: Path, password: str, limits: Limits | None) -> Player:
    """The receiving office, open."""
    hands = Hands(OPENING)
    new = NewNode(UPPER, UPPER_NAME, "upper", "", UPPER_USER, "head", password)
    opened = create_node(Home(folder / UPPER), new, clock=hands, limits=limits or QUICK)
    return Player(UPPER, UPPER_NAME, opened, hands)


def make_ward(folder: Path, unit: Unit, password: str, limits: Limits | None) -> Player:
    """A ward's node, open."""
    hands = Hands(OPENING)
    node = f"P-{unit.code}"
    new = NewNode(node, f"Công an phường {unit.name}", "commune", unit.code, WARD_USER, "police", password)
    opened = create_node(Home(folder / node), new, clock=hands, limits=limits or QUICK)
    return Player(node, unit.name, opened, hands)


def write_clinical(ward: Player, seed: int, password: str, limits: Limits | None) -> int:
    """A health worker's account in a ward, and their sealed notes; the ward is open as before afterwards."""
    chosen, home = limits or QUICK, ward.opened.home
    add_account(ward.opened, HEALTH_USER, "health", password, admin=False, limits=chosen)
    ward.opened.close()
    ward.opened = open_node(home, HEALTH_USER, password, clock=ward.hands, limits=chosen)
    written = fill_clinical(ward.opened.session, seed, CLOSING.date())
    ward.opened.close()
    ward.opened = open_node(home, WARD_USER, password, clock=ward.hands, limits=chosen)
    return written


def results_of(turn: int, line: Line) -> Results:
    """What a ward's month comes to: its targets met, missed or passed, in turn."""
    cases, admissions, at_risk = _TURNS[turn % len(_TURNS)]
    return Results(
        cases=max(0, line.values.get("cases_prosecuted", 0) + cases),
        admissions=max(0, line.values.get("compulsory_rehab_admissions", 0) + admissions),
        at_risk_points=max(0, at_risk),
    )
