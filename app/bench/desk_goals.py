"""Goals 14 to 18: the window, its list and its memory, each in fresh processes beside its floor."""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.bench.measure import Goal
from app.bench.world import PASSWORD, USER

ROUNDS = 7
_LIMIT = 600
_ROOT = Path(__file__).resolve().parents[2]
_CREATE = (
    "CREATE TABLE person (n INTEGER PRIMARY KEY, name TEXT, name_key TEXT, born TEXT, hamlet TEXT,"
    " status TEXT, due TEXT)"
)


def ask(name: str, *words: str) -> dict[str, Any]:
    """What one probe of this name says; RuntimeError when it fails."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # an installed program has its modules compiled; a checkout that is told not to keep them must not count
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / "binhyen-bench-compiled"))
    command = [sys.executable, "-m", "app.bench.probe", name, repr(time.perf_counter()), *words]
    done = subprocess.run(
        command, cwd=_ROOT, env=env, capture_output=True, text=True, timeout=_LIMIT, check=False
    )
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"the probe {name} failed: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def in_rounds(rounds: int, *probes: tuple[str, ...]) -> list[dict[str, float]]:
    """The medians of several probes taken in turn, after one uncounted round."""
    for probe in probes:
        ask(*probe)
    found: list[list[dict[str, Any]]] = [[] for _ in probes]
    for _round in range(rounds):
        for one, probe in zip(found, probes, strict=True):
            one.append(ask(*probe))
    return [{key: statistics.median(one[key] for one in seen) for key in seen[0]} for seen in found]


def measure(folder: Path, people: int, rounds: int = ROUNDS) -> Iterator[Goal]:
    """Goals 14 to 18 over the register that ``world.build`` made in ``folder`` (closed by now)."""
    home, plain = folder / f"home{people}", folder / f"plain{people}.db"
    _copy_out(home, plain)
    account = (str(home), USER, PASSWORD)
    window, floor = in_rounds(rounds, ("unlock", str(home)), ("bare",))
    yield Goal(14, "start to unlock page", people, window["painted"], floor["painted"], "s", most=1.4)
    few = max(1, rounds // 2)
    warm, key, lazy, empty = in_rounds(
        few, ("people", *account), ("derive", *account), ("lazy", str(plain)), ("bare", "--memory")
    )
    least = key["taken"] + 1.5 * lazy["painted"]
    note = f"key {key['taken']:.3f} s, lazy list {lazy['painted']:.3f} s"
    yield Goal(15, "passphrase to list painted", people, warm["list"], least, "s", most=1, note=note)
    cold = in_rounds(few, ("people", "--cold", *account))[0]["cold"]
    yield Goal(16, "cold start to list painted", people, cold, floor["painted"] + least, "s")
    yield from _memory(people, warm, empty)
    yield from _table(people, *in_rounds(few, ("table", *account), ("sql", str(plain))))


def _memory(people: int, ours: dict[str, float], bare: dict[str, float]) -> Iterator[Goal]:
    if bare["memory"]:
        yield Goal(17, "memory with the list open", people, ours["memory"], bare["memory"], "MB", most=2.6)
        title = "memory after 500 searches"
        yield Goal(17, title, people, ours["later"], ours["memory"], "MB", most=1.05)


def _table(people: int, ours: dict[str, float], sql: dict[str, float]) -> Iterator[Goal]:
    def goal(title: str, key: str, most: float | None = None) -> Goal:
        return Goal(18, f"table: {title}", people, ours[key] * 1e3, sql.get(key, 0.0) * 1e3, "ms", most=most)

    yield goal("first paint", "first", 2)
    yield goal("wheel step, 99 of 100", "wheel", 1.6)
    yield goal("very last row", "last")
    yield goal("sorted by due", "sort")
    yield goal("filtered by words", "filter")
    yield Goal(18, "table: memory gained, of 25 MB", people, ours["gain"], 25, "MB", most=1)


def _copy_out(home: Path, plain: Path) -> None:
    """The list's lines as plain SQLite, for the floors."""
    from app.bootstrap import open_node
    from app.register.lists import ListQuery, each_row
    from app.vault.home import Home

    opened = open_node(Home(home), USER, PASSWORD)
    wanted = "p, name, name_key, birth, hamlet, statuses, due"
    link = sqlite3.connect(plain)
    with link:
        link.execute(_CREATE)
        rows = each_row(opened.session, ListQuery(), wanted)
        link.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        link.execute("CREATE INDEX person_name ON person (name_key)")
        link.execute("CREATE INDEX person_due ON person (due, name_key)")
    link.close()
    opened.close()
