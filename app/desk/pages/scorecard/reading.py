"""What the page shows, read in one go beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.register.scoring.scorecard import Commune, Scorecard, communes, scorecard
from app.register.scoring.stored import Kept, kept_classes
from app.register.session import Session


@dataclass(frozen=True, slots=True)
class Seen:
    """The communes to choose from, the scorecard of one (None: there is none), the classes kept of it."""

    communes: tuple[Commune, ...]
    card: Scorecard | None = None
    kept: tuple[Kept, ...] = ()


def look_at(session: Session, node: str, day: date) -> Seen:
    """Read the scorecard of a node, or of the first commune where the node is not among them."""
    known = communes(session)
    chosen = next((one.node for one in known if one.node == node), known[0].node if known else "")
    if not chosen:
        return Seen(known)
    return Seen(known, scorecard(session, day, chosen), kept_classes(session, chosen))
