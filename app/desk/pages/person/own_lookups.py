"""What the reference fields of an entry search in: the person's own records, kits, people, places."""

from __future__ import annotations

from app.desk.pages.people.lookups import KitLookup, OwnRecords, PeopleLookup
from app.desk.pages.person.events import event_of
from app.desk.shell.desk import Desk
from app.desk.widgets.fields import Lookups
from app.desk.widgets.ref_field import Lookup
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.register.people import PersonPage


def lookups_of(desk: Desk, kind: str, page: PersonPage) -> Lookups:
    """A lookup for each field of a kind that names another record."""
    from app.desk.pages.records.lookups import KindLookup

    found: dict[str, Lookup] = {}
    for field in KINDS[kind].fields:
        if not field.ref or field.name == KINDS[kind].subject:
            continue
        if field.ref == "kit_lot":
            found[field.ref] = KitLookup(desk)
        elif field.ref == "person":
            found[field.ref] = PeopleLookup(desk)
        elif field.ref == "attachment":
            continue
        elif KINDS[field.ref].subject:
            found[field.ref] = own_records(page, field.ref)
        else:
            found[field.ref] = KindLookup(desk, field.ref)
    return found


def own_records(page: PersonPage, kind: str) -> OwnRecords:
    """The person's records of a kind, the newest first."""
    titles: dict[str, str] = {}
    for entry in page.timeline:
        if entry.kind == kind and not entry.is_end:
            titles[entry.id] = f"{event_of(entry).title} · {show_date(entry.on)}"
    return OwnRecords(titles)
