"""What the program answers about the people of one ward, kept as JSON: owed, deadlines, histories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.commands.law import deadline_of, owed_lines
from app.cli.commands.records import as_changes
from app.cli.demo.cast import Player
from app.cli.output import as_text
from app.register.people import history
from app.register.sample import most_changed

if TYPE_CHECKING:
    from app.register.session import Session

#: Deadlines that show how the two laws differ: rule, from when, and what a decision fixes.
_DEADLINES: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("user_management.decide", "2026-06-26T10:05", {}),
    ("user_management.decide", "2026-07-03T10:05", {}),
    ("user_management.move_notice", "2026-06-26T10:05", {}),
    ("user_management.move_notice", "2026-07-03T10:05", {}),
    ("voluntary.term", "2026-06-26", {"months": 8}),
    ("voluntary.term", "2026-07-03", {}),
    ("compulsory.read", "2026-07-03", {}),
    ("aftercare.term", "2026-07-03", {"years": 2}),
)
#: Records whose history tells most, the first few of each kind.
_HISTORIES = ("compulsory_file", "incident", "place", "status_period", "person")
_EACH = 2
_PEOPLE = 12


def keep(ward: Player, folder: Path) -> list[dict[str, Any]]:
    """Write the answers; the files with how many entries each has."""
    session = ward.opened.session
    owed = owed_lines(session, session.today(), None)
    people = list(dict.fromkeys(line["person"] for line in owed))[:_PEOPLE]
    found = {
        "due": [line for line in owed if line["person"] in people],
        "deadline": [_deadline(*one) for one in _DEADLINES],
        "history": [
            _history(session, kind, record) for kind, record in most_changed(session, _HISTORIES, _EACH)
        ],
    }
    made = []
    for name, answer in found.items():
        path = folder / f"{name}.json"
        path.write_text(as_text(answer) + "\n", encoding="utf-8")
        made.append({"name": name, "file": str(path), "entries": len(answer)})
    return made


def _deadline(rule: str, start: str, fixed: dict[str, int]) -> dict[str, Any]:
    return {"rule": rule, "from": start, **deadline_of(rule, start, None, **fixed).to_json()}


def _history(session: Session, kind: str, record: str) -> dict[str, Any]:
    return {"kind": kind, "id": record, "changes": as_changes(history(session, kind, record))}
