"""Goal 8: a statistic over all events, against the same walk along one covering index of a raw store."""

from __future__ import annotations

from typing import Any

from app.bench.measure import Goal, in_turn
from app.bench.world import World
from app.register.counting.events import bring_up

_BY = "SELECT kind, month, sex, count(*) FROM event GROUP BY kind, month, sex"


def statistic(world: World) -> Goal:
    """Goal 8: month × sex × kind over every dated record."""
    store = world.opened.session.store
    bring_up(store)
    store.settle_down()
    with store.read() as reader:
        events = list(reader.rows("SELECT kind, month, sex FROM event"))
    raw = world.raw
    raw.execute("DROP TABLE IF EXISTS narrow")
    raw.execute("CREATE TABLE narrow (kind INTEGER, month INTEGER, sex TEXT)")
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany("INSERT INTO narrow VALUES (?, ?, ?)", [tuple(row) for row in events])
    raw.execute("CREATE INDEX narrow_all ON narrow (kind, month, sex)")
    raw.execute("COMMIT")

    def floor() -> list[Any]:
        return list(raw.execute(_BY.replace("event", "narrow")).fetchall())

    def ours() -> list[Any]:
        with store.read() as reader:
            return list(reader.rows(_BY))

    if sorted(map(tuple, ours())) != sorted(map(tuple, floor())):
        raise RuntimeError("the two stores do not count the same")
    mine, theirs = in_turn(ours, floor, 7)
    return Goal(8, "month × sex × kind over all events", world.people, mine * 1e3, theirs * 1e3, "ms", most=3)
