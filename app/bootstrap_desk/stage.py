"""The registers that stand for the pictures: a commune at work, an upper node, an empty folder.

Everything in them is made up, and their clock starts at one moment. Keys are new each time, so
fingerprints differ between two runs, and “yesterday” is told by the clock of the computer.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.bootstrap import fixed_clock
from app.bootstrap_desk.gate import DeskGate
from app.bootstrap_desk.known import Known, keep_known
from app.bootstrap_desk.opened import OpenRegister
from app.bootstrap_desk.sample import USER, make_pair, opened_as_sample
from app.desk.shell.gate import Gate
from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.register.people import save
from app.register.session import Session

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=VIETNAM)
PASSPHRASE = "bon con thuyen neo ben song"
_PLAN = "ke-hoach-2026"
#: Made-up communes: code, name, (cases, admissions, complex places, places at risk); None is blank.
_UNITS = (
    ("99901", "Xã Mẫu", (6, 4, 1, 2)),
    ("99902", "Xã Đông Mẫu", (4, 3, None, 1)),
    ("99903", "Xã Tây Mẫu", (5, 2, 1, None)),
    ("99904", "Phường Nam Mẫu", (8, 5, 2, 3)),
    ("99905", "Phường Bắc Mẫu", (7, 4, 1, 2)),
    ("99906", "Đặc khu Đảo Mẫu", (2, None, None, 1)),
)
_INDICATORS = (
    "cases_prosecuted",
    "compulsory_rehab_admissions",
    "complex_points_resolved",
    "at_risk_points_resolved",
)


@dataclass(frozen=True)
class Stage:
    """Open registers with their gates; ``closed`` is the gate of a locked home, ``fresh`` of an empty folder."""

    low: OpenRegister
    low_gate: Gate
    high: OpenRegister
    high_gate: Gate
    closed: Gate
    fresh: Gate
    folder: Path
    password: str = PASSPHRASE


@contextmanager
def set_stage(home: Path | None = None) -> Iterator[Stage]:
    """Make the registers (in ``home``, where they stay, or in a folder that goes) and open them."""
    with ExitStack() as stack:
        folder = home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="binhyen-shots-")))
        clock = fixed_clock(NOW)
        pair = folder / "pictures"
        shutil.rmtree(pair, ignore_errors=True)
        low_home, high_home = make_pair(pair, clock=clock)
        low = opened_as_sample(low_home, clock, marked=False)
        high = opened_as_sample(high_home, clock, marked=False)
        _set_targets(high.session)
        closed_home = pair / "closed"
        shutil.copytree(low_home, closed_home, ignore=shutil.ignore_patterns("lock"))
        keep_known(closed_home, Known(low.unit_name, "", {USER: NOW - timedelta(hours=17)}))
        gates = (_gate(low_home, low), _gate(high_home, high))
        fresh = DeskGate(pair / "fresh")
        yield Stage(low, gates[0], high, gates[1], DeskGate(closed_home), fresh, pair)


def _gate(home: Path, register: OpenRegister) -> DeskGate:
    gate = DeskGate(home)
    gate.adopt(register)
    return gate


def _set_targets(session: Session) -> None:
    """A plan with six made-up communes; one of them sends."""
    plan = {
        "number": "KH 112/KH-UBND",
        "title": "Phòng, chống ma túy năm 2026",
        "since": "2026-01-01",
        "until": "2026-12-31",
        "issuer": "UBND tỉnh Mẫu",
    }
    with suppress(Fault):
        save(session, "target_plan", _PLAN, plan)
    for line, (code, name, values) in enumerate(_UNITS, start=1):
        _set_unit(session, line, code, name, values)


def _set_unit(session: Session, line: int, code: str, name: str, values: tuple[int | None, ...]) -> None:
    unit = f"don-vi-{code}"
    sort = "phuong" if name.startswith("Phường") else "dac_khu" if name.startswith("Đặc") else "xa"
    fields = {"code": code, "name": name, "sort": sort, "node": f"C{code}" if line == 1 else None}
    save(session, "unit", unit, fields)
    for indicator, value in zip(_INDICATORS, values, strict=True):
        target = {"plan": _PLAN, "unit": unit, "indicator": indicator, "value": value, "line": line}
        save(session, "target", f"{unit}-{indicator}", target)


__all__ = ["NOW", "PASSPHRASE", "USER", "Stage", "set_stage"]
