"""What can be known of a record before it is typed: what follows from other fields, and good beginnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.kinds.dates import store_moment
from app.kinds.declare import KINDS, Sort
from app.kinds.faults import Fault
from app.kinds.testing import KitLot
from app.ledger.reader import Reader
from app.register.between import day_of
from app.register.person_records import Records
from app.register.session import Session

Values = dict[str, Any]
Follows = Callable[[Session, Reader, Values], None]

#: Who did it, by kind: mostly who is typing.
_BY = {
    "drug_test": "taken_by",
    "visit": "by",
    "detection": "by",
    "presence_check": "by",
    "assessment_request": "by",
}
#: What is most often meant.
_USUAL: Mapping[str, Mapping[str, Any]] = {
    "drug_test": {"sample": "urine", "method": "rapid", "ground": "scheduled"},
    "visit": {"place": "home", "present": True},
    "address": {"sort": "present"},
    "presence_check": {"way": "roll_call", "present": True},
    "absence": {"sort": "absent"},
    "rehab_episode": {"form": "home"},
    "detection": {"residence_stable": True},
}
#: What a breach is of, by the status that runs.
_OBLIGATIONS = {
    "U-QL": "user_management",
    "A-TN-GĐ": "voluntary",
    "A-TN-CS": "voluntary",
    "A-TT": "substitution",
    "S": "aftercare",
}


def filled_in(session: Session, reader: Reader, kind_name: str, fields: Mapping[str, Any]) -> Values:
    """The fields with what follows from them: the law of the day, the kit's name, the overall result."""
    values = dict(fields)
    for follow in _FOLLOWS.get(kind_name, ()):
        follow(session, reader, values)
    return values


def foreseen(session: Session, kind_name: str, records: Records) -> Values:
    """A beginning for a new record about a person: today, me, and what their other records say.

    ``records`` are those about the person. Which time it is, is counted from them and left to confirm.
    """
    kind, today = KINDS[kind_name], session.today()
    values: Values = dict(_USUAL.get(kind_name, {}))
    if kind.when:
        is_moment = kind.by_name[kind.when].sort is Sort.MOMENT
        values[kind.when] = store_moment(session.now()) if is_moment else today.isoformat()
    if kind_name in _BY:
        values[_BY[kind_name]] = session.user
    more = _MORE.get(kind_name)
    if more is not None:
        values |= {name: value for name, value in more(records, today).items() if value is not None}
    return values


def which_time(kind_name: str, records: Records, values: Mapping[str, Any]) -> tuple[int, tuple[Any, ...]]:
    """Which time a rehabilitation or breach is by what is recorded, and the earlier ones it is counted from."""
    earlier = tuple(records.get(kind_name, ()))
    if kind_name == "breach":
        earlier = tuple(b for b in earlier if b.obligation == values.get("obligation"))
    return len(earlier) + 1, earlier


# -- what follows


def _regime(when: str) -> Follows:
    """A case keeps the law that was in force when it was opened."""

    def follow(session: Session, _reader: Reader, values: Values) -> None:
        day = values.get(when)
        if day and not values.get("regime"):
            try:
                values["regime"] = session.law.at(date.fromisoformat(str(day)[:10])).id
            except (ValueError, Fault):
                return

    return follow


def _kit(_session: Session, reader: Reader, values: Values) -> None:
    kit = values.get("kit")
    lot = reader.get(KitLot, kit) if isinstance(kit, str) else None
    if lot is not None:
        values |= {"kit_name": lot.name, "kit_lot_number": lot.lot, "kit_expiry": lot.expiry.isoformat()}


def _overall(_session: Session, _reader: Reader, values: Values) -> None:
    if values.get("result"):
        return
    panel = values.get("panel")
    lines = panel if isinstance(panel, list | tuple) else ()
    results = {line.get("result") for line in lines if isinstance(line, Mapping)}
    found = next((r for r in ("positive", "unclear", "negative") if r in results), None)
    if found is not None:
        values["result"] = found


_FOLLOWS: Mapping[str, tuple[Follows, ...]] = {
    "drug_test": (_kit, _overall),
    "status_period": (_regime("since"),),
    "rehab_episode": (_regime("registered_on"),),
    "compulsory_file": (_regime("opened_on"),),
}


# -- good beginnings


def _last_positive(records: Records) -> Any:
    return next((t for t in reversed(records.get("drug_test", ())) if t.result == "positive"), None)


def _running(records: Records, today: date) -> set[str]:
    periods = records.get("status_period", ())
    return {p.status for p in periods if p.since <= today and (p.until is None or p.until >= today)}


def _decision(records: Records, today: date) -> Values:
    test = _last_positive(records)
    used = {d.test for d in records.get("decision", ())}
    is_answer = test is not None and test.id not in used and "U-QL" not in _running(records, today)
    return {"sort": "manage_user", "test": test.id} if is_answer else {}


def _request(records: Records, today: date) -> Values:
    test, running = _last_positive(records), _running(records, today)
    ground = "aftercare" if "S" in running else "managed" if "U-QL" in running else None
    return {"test": test.id if test else None, "ground": ground}


def _assessment(records: Records, _today: date) -> Values:
    answered = {a.request for a in records.get("assessment", ())}
    asked = [r for r in records.get("assessment_request", ()) if r.id not in answered]
    return {"request": asked[-1].id, "facility": asked[-1].facility} if asked else {}


def _breach(records: Records, today: date) -> Values:
    running = _running(records, today)
    found = next((code for status, code in _OBLIGATIONS.items() if status in running), None)
    values: Values = {"obligation": found}
    return values | {"time": which_time("breach", records, values)[0]}


def _rehab(records: Records, _today: date) -> Values:
    return {"time": which_time("rehab_episode", records, {})[0]}


def _test(records: Records, today: date) -> Values:
    """A rapid result that is not clear, or positive and not yet confirmed, is likely being confirmed now."""
    tests = records.get("drug_test", ())
    confirmed = {t.confirms for t in tests}
    last = tests[-1] if tests else None
    if last is None or last.id in confirmed or last.result != "unclear":
        return {}
    return (
        {"confirms": last.id, "ground": "confirmation"} if (today - day_of(last.sampled_at)).days <= 3 else {}
    )


_MORE: Mapping[str, Callable[[Records, date], Values]] = {
    "decision": _decision,
    "assessment_request": _request,
    "assessment": _assessment,
    "breach": _breach,
    "rehab_episode": _rehab,
    "drug_test": _test,
}
