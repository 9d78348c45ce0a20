"""The work in the community by hamlet: pledges, mailboxes, hotlines, models, campaigns, helpers, population."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.kinds.community import CommunityModel, HotlineBoard, Mailbox, PledgeCount
from app.kinds.declare import KINDS, kind_of
from app.kinds.faults import Fault
from app.kinds.text import text_key
from app.kinds.unit import Unit
from app.ledger.reader import Reader
from app.register.figures import Figure, added_up, counted, within_year
from app.register.kind_lists import Condition
from app.register.session import Session
from app.register.units import adopt
from app.words import N_

#: The kinds of this subject, as the tabs of its page.
COMMUNITY_KINDS = ("pledge_count", "mailbox", "hotline_board", "model", "campaign", "helper", "population")
#: Kinds that name hamlets; all of them common, so that every role sees the same hamlets.
_NAMING = ("pledge_count", "mailbox", "hotline_board", "campaign", "helper")


@dataclass(frozen=True, slots=True)
class HamletLine:
    """A hamlet on a day: its newest count of pledges (None: never counted), and what stands there."""

    hamlet: str
    households: int | None = None
    signed: int | None = None
    counted_on: date | None = None
    mailboxes: int = 0
    hotlines: int = 0

    @property
    def is_pledged(self) -> bool:
        """Whether every household signed."""
        return self.households is not None and self.households > 0 and self.signed == self.households


@dataclass(frozen=True, slots=True)
class Coverage:
    """All hamlets of the commune on a day, in Vietnamese order, and its community models.

    Source of what is asked: plan of Ninh Thuận 2024–2030, criteria 9 and 10.
    """

    on: date
    lines: tuple[HamletLine, ...]
    models: int
    effective_models: int

    @property
    def households(self) -> int:
        """Households in the hamlets that were counted."""
        return sum(line.households or 0 for line in self.lines)

    @property
    def signed(self) -> int:
        """Households that signed, in those hamlets."""
        return sum(line.signed or 0 for line in self.lines)

    def never_counted(self) -> tuple[str, ...]:
        """Hamlets without any count of pledges: a share of the whole is not known before they have one."""
        return tuple(line.hamlet for line in self.lines if line.households is None)

    def not_all_signed(self) -> tuple[str, ...]:
        """Hamlets that were counted and where a household has not signed."""
        return tuple(
            line.hamlet for line in self.lines if line.households is not None and not line.is_pledged
        )

    def without_mailbox(self) -> tuple[str, ...]:
        """Hamlets without a mailbox."""
        return tuple(line.hamlet for line in self.lines if not line.mailboxes)

    def without_hotline(self) -> tuple[str, ...]:
        """Hamlets without a posted hotline number."""
        return tuple(line.hamlet for line in self.lines if not line.hotlines)


def coverage(session: Session, on: date | None = None) -> Coverage:
    """Pledges, mailboxes and hotlines of every hamlet known on a day (today), and the models running then."""
    day = on or session.today()
    with session.store.read() as reader:
        names = _hamlets(reader, day)
        lines = {key: HamletLine(name) for key, name in names.items()}
        _add_pledges(reader, day, lines)
        _add_standing(reader, day, lines, Mailbox)
        _add_standing(reader, day, lines, HotlineBoard)
        models = reader.all(CommunityModel, *_running(day))
    ordered = tuple(lines[key] for key in sorted(lines))
    return Coverage(day, ordered, len(models), sum(1 for model in models if model.is_effective))


def hamlet_names(session: Session) -> list[str]:
    """The hamlets known today, in Vietnamese order: what a field for one suggests."""
    with session.store.read() as reader:
        found = _hamlets(reader, session.today())
    return [found[key] for key in sorted(found)]


def _hamlets(reader: Reader, day: date) -> dict[str, str]:
    """Hamlets by their key: from the units first, then where people live, then what names one here.

    One hamlet is written in several ways (thôn, Thôn); the first way found is shown.
    """
    iso = day.isoformat()
    found: dict[str, str] = {}
    units = reader.all(
        Unit, "sort = 'hamlet' AND (since IS NULL OR since <= ?) AND (until IS NULL OR until > ?)", (iso, iso)
    )
    _note(found, [unit.name for unit in units])
    lived = (
        "SELECT hamlet, count(*) FROM r_address WHERE _state = 0 AND hamlet IS NOT NULL"
        " AND (until IS NULL OR until > ?)"
    )
    _note(found, [row[0] for row in reader.rows(f"{lived} GROUP BY hamlet ORDER BY 2 DESC, 1", (iso,))])
    for name in _NAMING:
        rows = reader.rows(
            f'SELECT DISTINCT hamlet FROM "r_{name}" WHERE _state = 0 AND hamlet IS NOT NULL ORDER BY 1'
        )
        _note(found, [row[0] for row in rows])
    return found


def _note(found: dict[str, str], names: Iterable[str]) -> None:
    for name in names:
        found.setdefault(text_key(name), name)


def _add_pledges(reader: Reader, day: date, lines: dict[str, HamletLine]) -> None:
    for count in reader.all(PledgeCount, "counted_on <= ? ORDER BY counted_on, n", (day.isoformat(),)):
        key = text_key(count.hamlet)
        lines[key] = replace(
            lines[key], households=count.households, signed=count.signed, counted_on=count.counted_on
        )


def _add_standing(
    reader: Reader, day: date, lines: dict[str, HamletLine], struct: type[Mailbox | HotlineBoard]
) -> None:
    for thing in reader.all(struct, *_running(day)):
        line = lines[text_key(thing.hamlet)]
        more = (1, 0) if struct is Mailbox else (0, 1)
        lines[text_key(thing.hamlet)] = replace(
            line, mailboxes=line.mailboxes + more[0], hotlines=line.hotlines + more[1]
        )


def _running(day: date) -> tuple[str, tuple[str, str]]:
    iso = day.isoformat()
    return "since <= ? AND (until IS NULL OR until > ?)", (iso, iso)


# -- population -------------------------------------------------------------------------


def own_unit(session: Session) -> str:
    """The id of the record of the node's own unit, empty where the register has none yet."""
    with session.store.read() as reader:
        known = reader.all(Unit, "code = ? ORDER BY until IS NOT NULL, id", (session.node.unit,))
    return known[0].id if known else ""


def need_own_unit(session: Session) -> str:
    """The id of the record of the own unit, taken over from the catalogue where it is missing.

    A unit that the catalogue does not know (a training register) is entered under the node's own name.
    """
    found = own_unit(session)
    if found:
        return found
    try:
        return adopt(session, session.node.unit).id
    except Fault as fault:
        if fault.code != "E_UNKNOWN_UNIT":
            raise
    from app.kinds.ids import new_id

    record = Unit(
        id=new_id(), code=session.node.unit or session.node.node, name=session.node.name, sort="other"
    )
    session.need_write(kind_of(Unit))
    with session.store.write(session.user) as writer:
        writer.put(record)
    return record.id


# -- numbers ---------------------------------------------------------------------------


def community_figures(session: Session, kind: str) -> tuple[Figure, ...]:
    """The numbers above the list of one of the kinds, except what is told by hamlet (``coverage``)."""
    asked: Mapping[str, Mapping[str, tuple[str, tuple[Condition, ...]]]] = {
        "mailbox": {"open": (N_("Standing now"), (Condition("until", "running"),))},
        "hotline_board": {"open": (N_("Standing now"), (Condition("until", "running"),))},
        "model": {
            "open": (N_("Running now"), (Condition("until", "running"),)),
            "effective": (
                N_("Running and effective"),
                (Condition("until", "running"), Condition("is_effective", "is", "1")),
            ),
            "unjudged": (
                N_("Not judged yet"),
                (Condition("until", "running"), Condition("is_effective", "empty")),
            ),
        },
        "campaign": {"new": (N_("Held in the year"), within_year(session, "held_on"))},
        "helper": {
            "open": (N_("Helping now"), (Condition("until", "running"),)),
            "assigned": (
                N_("Assigned to a person"),
                (Condition("until", "running"), Condition("person", "filled")),
            ),
        },
    }
    found = tuple(
        counted(session, kind, key, label, parts) for key, (label, parts) in asked.get(kind, {}).items()
    )
    if kind == "campaign":
        year = within_year(session, "held_on")
        return (*found, added_up(session, kind, "reached", N_("People reached in the year"), "reached", year))
    return found


def may_see_community(session: Session) -> bool:
    """Whether the account reads the work in the community."""
    return all(session.may_read(KINDS[name]) for name in COMMUNITY_KINDS)
