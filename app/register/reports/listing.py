"""The list of people a report carries (Decision 127/2009 as amended): what is known of each on the last day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import msgspec

from app.kinds.dates import age_on
from app.kinds.declare import KINDS
from app.ledger.reader import Reader
from app.register.reports.snapshot import Listing
from app.register.reports.wording import vietnamese
from app.register.session import Session

Cell = str | int | None
#: Title, sort of cell, share of the width.
_COLUMNS = (
    ("Họ và tên", "text", "36"),
    ("Sinh", "text", "20"),
    ("Tuổi", "int", "10"),
    ("Giới tính", "text", "12"),
    ("Dân tộc", "text", "16"),
    ("Nơi ở", "text", "36"),
    ("Trình độ", "text", "20"),
    ("Nghề nghiệp", "text", "22"),
    ("Loại ma túy; sử dụng từ", "text", "28"),
    ("Diện quản lý", "text", "28"),
    ("Hình thức cai nghiện đã áp dụng", "text", "28"),
    ("Tiền án, xử lý hành chính", "text", "24"),
)
_IN = "IN (SELECT value FROM json_each(?))"
_PERSON = (
    "SELECT id, name, birth, sex, ethnicity, education, occupation, substances, first_use FROM r_person"
    f" WHERE id {_IN} ORDER BY name_key, id"
)
_LIVES = (
    f"SELECT person, text, hamlet FROM r_address WHERE _state = 0 AND person {_IN} AND coalesce(since, '') <= ?"
    " AND (until IS NULL OR until >= ?)"
    " ORDER BY sort = 'present', sort = 'temporary', coalesce(since, ''), id"
)
_STATUS = (
    f"SELECT DISTINCT person, status FROM r_status_period WHERE _state = 0 AND person {_IN} AND since <= ?"
    " AND (until IS NULL OR until >= ?) ORDER BY status"
)
_REHAB = (
    f"SELECT DISTINCT person, form FROM r_rehab_episode WHERE _state = 0 AND person {_IN}"
    " AND coalesce(started_on, registered_on) <= ? ORDER BY form"
)
_PRIOR = (
    f"SELECT person, sort, decided_on FROM r_prior_measure WHERE _state = 0 AND person {_IN}"
    " AND coalesce(decided_on, '') <= ? ORDER BY coalesce(decided_on, ''), id"
)


def managed_list(session: Session, reader: Reader, heading: str, ids: Sequence[str], last: date) -> Listing:
    """The people with their facts on a day, in Vietnamese order of names; what is not recorded is empty."""
    iso = last.isoformat()
    merged = reader.merged_into(ids)
    wanted = msgspec.json.encode(sorted({*ids, *merged})).decode()

    def gathered(sql: str, *days: str) -> dict[str, list[tuple[Cell, ...]]]:
        found: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
        for person, *values in reader.rows(sql, (wanted, *days)):
            found[merged.get(str(person), str(person))].append(tuple(values))
        return found

    lives = gathered(_LIVES, iso, iso)
    statuses = gathered(_STATUS, iso, iso)
    rehab = gathered(_REHAB, iso)
    prior = gathered(_PRIOR, iso) if session.may_read(KINDS["prior_measure"]) else {}
    rows: list[list[Cell]] = []
    people = msgspec.json.encode(sorted(ids)).decode()
    for person, name, birth, sex, ethnicity, education, occupation, substances, first in reader.rows(
        _PERSON, (people,)
    ):
        address = lives[person][-1] if person in lives else ("", "")
        rows.append(
            [
                name,
                _birth(birth),
                age_on(birth, last) if birth else None,
                _word("person", "sex", sex),
                _word("person", "ethnicity", ethnicity),
                str(address[0] or address[1] or ""),
                _word("person", "education", education),
                occupation or "",
                _use(substances, first),
                _words("status_period", "status", statuses.get(person, [])),
                _words("rehab_episode", "form", rehab.get(person, [])),
                _prior(prior.get(person, [])),
            ]
        )
    return Listing(heading, [list(column) for column in _COLUMNS], rows)


def _word(kind: str, name: str, code: Cell) -> str:
    codes = KINDS[kind].field(name).codes
    if code is None or code == "" or codes is None:
        return str(code or "")
    return vietnamese(codes.label(str(code)))


def _words(kind: str, name: str, found: Sequence[tuple[Cell, ...]]) -> str:
    return "; ".join(dict.fromkeys(_word(kind, name, row[0]) for row in found))


def _birth(stored: str | None) -> str:
    """A birth as papers write it: 12/05/1990, 05/1990, 1990, “khoảng 35 tuổi (ngày 12/03/2026)”."""
    if not stored:
        return ""
    about, _at, day = stored.rpartition("@")
    written = "/".join(reversed(day.split("-")))
    return f"khoảng {about.removeprefix('~')} tuổi (ngày {written})" if about else written


def _use(substances: str | None, first: str | None) -> str:
    names = (
        [_word("person", "substances", one) for one in msgspec.json.decode(substances)] if substances else []
    )
    since = f"từ {_birth(first)}" if first else ""
    return "; ".join(part for part in (", ".join(names), since) if part)


def _prior(found: Sequence[tuple[Cell, ...]]) -> str:
    told = [
        f"{_word('prior_measure', 'sort', sort)}" + (f" ({_birth(str(day))})" if day else "")
        for sort, day in found
    ]
    return "; ".join(told)
