"""D1: a process killed at any moment has lost nothing that it had acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.ledger.verify import verify
from tests.ledger import homes
from tests.ledger.homes import Hands

ROUNDS = 10


@pytest.mark.slow
def test_a_killed_writer_keeps_every_acknowledged_operation(template: Path, tmp_path: Path) -> None:
    home = homes.copy(template, tmp_path / "home")
    chance = random.Random(4)
    kept: list[str] = []
    for turn in range(ROUNDS):
        command = [sys.executable, "-m", "tests.ledger.killed", str(home), f"t{turn}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            said = [child.stdout.readline()]
            time.sleep(chance.uniform(0, 0.15))  # the moment itself is what is tested
            child.kill()
            said += child.stdout.read().splitlines(keepends=True)
        kept += [f"t{turn}.{line.strip()}" for line in said if line.endswith("\n")]
    found = homes.enter(home, Hands())
    store = found.session.store
    assert not store.restored and store.alarms in ([], ["W_ANCHOR_SLOT"])
    with store.read() as reader:
        known = {row[0] for row in reader.rows("SELECT id FROM r_person")}
        visits = {row[0] for row in reader.rows("SELECT id FROM r_visit")}
    assert set(kept) <= known and {f"v{one}" for one in kept} <= visits and len(kept) >= ROUNDS
    assert len(visits) == len(known), "a transaction was kept in half"
    bad = [check for check in verify(store, deep=True) if not check.ok]
    assert [check.name for check in bad] in ([], ["anchor"]), bad
    found.close()
