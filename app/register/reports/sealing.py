"""Sealing: a report of a period that is over is frozen in the ledger with its digest, and read back as it was."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from app.kinds.codec import from_fields
from app.kinds.dates import in_vietnam, show_date, show_moment
from app.kinds.declare import KINDS, Record
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.office import Report, ReportPart
from app.ledger.reader import Reader
from app.register.counting.measures import MEASURES
from app.register.reports.build import Letterhead, build
from app.register.reports.corrections import corrections
from app.register.reports.definitions import ReportSpec
from app.register.reports.periods import CAMPAIGN, Period
from app.register.reports.snapshot import Corrected, Correction, Snapshot, packed, unpacked
from app.register.session import Session
from app.words import N_

#: Characters of one piece: a record takes texts of this length, and many pieces make one package line each.
_PIECE = 15_000
#: How many earlier reports are looked through for changes: a year of months.
_LOOKED_THROUGH = 12

_OPEN = N_(
    "The period is open until {last}. It can be sealed from {next} on; until then a preview can be printed."
)
_SEALED = N_(
    "This report was sealed on {day} and never changes. What changed since stands in the next report."
)
_NO_REPORT = N_("There is no sealed report with the id {id}.")
_LACKS = N_(
    "Parts of the sealed report are missing here: they have not arrived yet, or the register is damaged."
)
_SHORT = N_("Give at least {n} characters of the id; {id} fits several reports.")
_SHORTEST = 4
_REPORT = "Báo cáo"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed report as it is listed."""

    id: str
    name: str
    period: Period
    dates: str
    title: str
    sealed_at: str
    sealed_by: str
    digest: str
    node: str
    previous: str = ""


def need_over(period: Period, today: date) -> None:
    """Fault E_PERIOD_OPEN while something may still happen in the period."""
    if period.is_open(today):
        following = period.last + timedelta(days=1)
        raise Fault("E_PERIOD_OPEN", _OPEN, last=show_date(period.last), next=show_date(following))


def seal(
    session: Session,
    spec: ReportSpec,
    period: Period,
    *,
    dates: str = "event",
    letterhead: Letterhead | None = None,
) -> Sealed:
    """Freeze a report. Faults E_PERIOD_OPEN, E_SEALED, and E_ROLE where the account does not read all of it."""
    _need_all(session, spec, period, dates)
    corrected = waiting(session, spec, period, dates)
    snapshot = build(session, spec, period, dates=dates, letterhead=letterhead, corrected=corrected)
    data, digest = packed(snapshot)
    before = previous(session, spec, period, dates)
    record = Report(
        id=new_id(),
        sort=spec.sort,
        since=period.first,
        until=period.last,
        dates=dates,
        title=title_of(snapshot),
        sealed_at=session.now(),
        sealed_by=session.user,
        digest=digest,
        previous=before.id if before else None,
        name=spec.id,
    )
    with session.store.write(session.user) as writer:
        _refuse_second(writer, session, spec, period, dates)
        writer.put(record)
        writer.put_many(_parts(record.id, data))
        writer.note("report_seal", record.id, digest)
    return _listed(record, session.node.node)


def _need_all(session: Session, spec: ReportSpec, period: Period, dates: str) -> None:
    """Fault E_ROLE, E_PERIOD_OPEN or E_SEALED where the report cannot be sealed."""
    session.need_write(KINDS["report"])
    session.need_write(KINDS["report_part"])
    for name in spec.figures():
        session.need_read(MEASURES[name].kind)
    need_over(period, session.today())
    with session.store.read() as reader:
        _refuse_second(reader, session, spec, period, dates)


def title_of(snapshot: Snapshot) -> str:
    """What a report is called in a list, in Vietnamese: “Báo cáo tháng 11 năm 2026”."""
    head = snapshot.head
    return f"{head.title if head.sort == CAMPAIGN else _REPORT} {head.period}"


def sealed_reports(session: Session, name: str = "", node: str | None = None) -> list[Sealed]:
    """The sealed reports, the newest period first; of one definition and of one node where they are named."""
    with session.store.read() as reader:
        found = _all(reader)
    return [one for one in found if name in ("", one.name) and node in (None, one.node)]


def sealed_named(session: Session, given: str) -> Sealed:
    """A sealed report by its id or the beginning of it; Faults E_NO_REPORT, E_REPORT_ID."""
    found = [one for one in sealed_reports(session) if one.id == given]
    if not found and len(given) >= _SHORTEST:
        found = [one for one in sealed_reports(session) if one.id.endswith(given) or one.id.startswith(given)]
    if not found:
        raise Fault("E_NO_REPORT", _NO_REPORT, id=given)
    if len(found) > 1:
        raise Fault("E_REPORT_ID", _SHORT, id=given, n=len(given) + 1)
    return found[0]


def load(session: Session, report: Sealed) -> Snapshot:
    """What a sealed report froze. Faults E_REPORT_PARTS, E_REPORT_DAMAGED, E_REPORT_NEWER, E_ROLE."""
    session.need_read(KINDS["report_part"])
    with session.store.read() as reader:
        parts = reader.all(ReportPart, "report = ? ORDER BY number", (report.id,))
    if [part.number for part in parts] != list(range(1, len(parts) + 1)) or not parts:
        raise Fault("E_REPORT_PARTS", _LACKS)
    try:
        data = zlib.decompress(base64.b85decode("".join(part.content for part in parts)))
    except (ValueError, zlib.error):
        raise Fault("E_REPORT_PARTS", _LACKS) from None
    return unpacked(data, report.digest)


def previous(session: Session, spec: ReportSpec, period: Period, dates: str = "event") -> Sealed | None:
    """The newest sealed report of the same sort that ended before a period began."""
    return next(iter(_before(session, spec, period, dates)), None)


def waiting(session: Session, spec: ReportSpec, period: Period, dates: str = "event") -> list[Corrected]:
    """What changed in earlier sealed reports and was not said in a later one; the newest report first.

    Each is compared with the register as it is now, so that its lines explain the whole difference. Where an
    earlier report's corrections already say the same, they are not said again.
    """
    told = _told(session, spec, dates)
    found = []
    for report in _before(session, spec, period, dates)[:_LOOKED_THROUGH]:
        snapshot = load(session, report)
        differing = corrections(session, snapshot)
        if differing and told.get(report.id) != differing:
            at = show_moment(in_vietnam(_moment(report.sealed_at)))
            found.append(Corrected(report.id, report.title, report.digest, at, differing))
    return found


def _told(session: Session, spec: ReportSpec, dates: str) -> dict[str, list[Correction]]:
    """The newest corrections of each report that later sealed reports carry."""
    found: dict[str, list[Correction]] = {}
    for report in sealed_reports(session, spec.id, session.node.node):
        if report.dates != dates:
            continue
        for one in load(session, report).corrected:
            found.setdefault(one.report, one.corrections)
    return found


def _before(session: Session, spec: ReportSpec, period: Period, dates: str) -> list[Sealed]:
    if spec.sort == CAMPAIGN:
        return [one for one in _own(session, spec, dates) if one.period.last < period.last]
    return [one for one in _own(session, spec, dates) if one.period.last < period.first]


def _own(session: Session, spec: ReportSpec, dates: str) -> list[Sealed]:
    return [one for one in sealed_reports(session, spec.id, session.node.node) if one.dates == dates]


def _refuse_second(reader: Reader, session: Session, spec: ReportSpec, period: Period, dates: str) -> None:
    for one in _all(reader):
        if (one.name, one.period, one.dates, one.node) == (spec.id, period, dates, session.node.node):
            raise Fault("E_SEALED", _SEALED, day=show_moment(in_vietnam(_moment(one.sealed_at))))


def _all(reader: Reader) -> list[Sealed]:
    nodes = {row[0]: row[1] for row in reader.rows("SELECT id, _node FROM r_report WHERE _state = 0")}
    found = reader.all(Report, "1 ORDER BY until DESC, since DESC, sealed_at DESC, id")
    return [_listed(one, nodes[one.id]) for one in found]


def _listed(one: Report, node: str) -> Sealed:
    return Sealed(
        id=one.id,
        name=one.name or one.sort,
        period=Period(one.since, one.until, one.sort),
        dates=one.dates,
        title=one.title or "",
        sealed_at=one.sealed_at.isoformat(),
        sealed_by=one.sealed_by,
        digest=one.digest,
        node=node,
        previous=one.previous or "",
    )


def _parts(report: str, data: bytes) -> Iterator[Record]:
    """The frozen report packed into records."""
    text = base64.b85encode(zlib.compress(data, 9)).decode("ascii")
    for number, at in enumerate(range(0, len(text), _PIECE), start=1):
        fields = {"report": report, "number": number, "content": text[at : at + _PIECE]}
        yield from_fields(KINDS["report_part"], new_id(), fields)


def _moment(stored: str) -> datetime:
    return msgspec.convert(stored, datetime)
