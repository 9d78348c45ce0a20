"""Where a link into a page of lists leads.

``place`` shows the tab of a kind; ``place:<id>`` a record; ``place?figure=open&sort=complex`` the list behind
filters; ``place+`` begins a new record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

#: The page on which the records of a kind are kept.
PAGES = {
    "place": "area",
    "incident": "area",
    "cultivation": "area",
    "retail_dealer": "area",
    "tip": "area",
    "newcomer": "area",
    "pledge_count": "community",
    "mailbox": "community",
    "hotline_board": "community",
    "model": "community",
    "campaign": "community",
    "helper": "community",
    "population": "community",
    "kit_lot": "kits",
}


@dataclass(frozen=True, slots=True)
class RecordTarget:
    """A parsed target; an empty one leads to the page as it was left."""

    kind: str = ""
    record: str = ""
    filters: dict[str, str] | None = None
    adds: bool = field(default=False)


def parse_record_target(text: str) -> RecordTarget:
    """The target a text stands for."""
    if text.endswith("+"):
        return RecordTarget(text[:-1], adds=True)
    kind, mark, query = text.partition("?")
    if mark:
        return RecordTarget(kind, filters=dict(parse_qsl(query)))
    kind, _mark, record = text.partition(":")
    return RecordTarget(kind, record)


def records_target(kind: str, **filters: str) -> str:
    """The target of a filtered list of a kind."""
    return f"{kind}?{urlencode(filters)}" if filters else kind
