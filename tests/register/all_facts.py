"""Made-up people with every sort of fact that the law looks at, at random but possible."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

FIRST = date(2025, 9, 1)
_STATUSES = ("U-QL", "S", "A", "A-TN-GĐ", "A-TN-CS", "A-TT", "A-BB", "A-BB-TN", "GD")
_OVER = ("CUSTODY", "PRISON", "MOVED", "ABSENT", "DEAD")
#: What may run beside user management.
_BESIDE = ("CUSTODY", "MOVED", "ABSENT")
_BIRTHS = ("1990-05-12", "1985", "2008-11-24", "2009-03", "2013-02-28", "~17@2026-03-12")


def people(n: int, seed: int = 1) -> Iterator[bytes]:
    """Load lines of ``n`` people, each with some of every kind."""
    chance = random.Random(seed)
    for at in range(n):
        made = _Made(chance, f"p{at}")
        yield from (msgspec.json.encode(record) for record in made.records())


class _Made:
    def __init__(self, chance: random.Random, person: str) -> None:
        self.chance = chance
        self.person = person
        self.n = 0

    def records(self) -> Iterator[dict[str, Any]]:
        birth = self.chance.choice(_BIRTHS)
        name = f"Nguyễn Văn {self.person.upper()}"
        yield {"kind": "person", "id": self.person, "name": name, "birth": birth, "officer": "An"}
        yield self._made("address", sort="present", hamlet="Thôn 1", **self._some_end())
        status = self.chance.choice(_STATUSES)
        yield self._made("status_period", status=status, **self._some_end())
        if self._may(0.4):
            over = self.chance.choice(_BESIDE if status == "U-QL" else _OVER)
            yield self._made("status_period", status=over, **self._some_end())
        for make in (
            self._decision, self._detection, self._test, self._test, self._visit, self._presence,
            self._absence, self._request, self._assessment, self._episode, self._treatment,
            self._file, self._breach, self._paper,
        ):  # fmt: skip
            if self._may(0.35):
                yield make()

    def _may(self, share: float) -> bool:
        return self.chance.random() < share

    def _day(self, after: date = FIRST, within: int = 700) -> date:
        return after + timedelta(self.chance.randrange(within))

    def _made(self, kind: str, **fields: Any) -> dict[str, Any]:
        self.n += 1
        known = {name: self._text(value) for name, value in fields.items() if value is not None}
        return {"kind": kind, "id": f"{self.person}-{self.n}", "person": self.person} | known

    @staticmethod
    def _text(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def _at(self, day: date) -> str:
        return f"{day.isoformat()}T{self.chance.randrange(24):02d}:30:00+07:00"

    def _some_end(self) -> dict[str, date]:
        since = self._day()
        return {"since": since} | ({"until": self._day(since, 500)} if self._may(0.5) else {})

    def _rising(self, *names: str) -> dict[str, str]:
        """Days one after the other, given up at some point."""
        day = self._day()
        found: dict[str, str] = {}
        for name in names:
            if found and self._may(0.25):
                break
            found[name] = self._at(day) if name.endswith("_at") else day.isoformat()
            day = self._day(day, 12) + timedelta(1)
        return found

    def _decision(self) -> dict[str, Any]:
        sort = self.chance.choice(
            ("manage_user", "stop", "end", "suspend", "aftercare", "court", "monitoring")
        )
        return self._made("decision", sort=sort, decided_on=self._day(), number="1/QĐ")

    def _detection(self) -> dict[str, Any]:
        return self._made(
            "detection",
            residence_stable=self.chance.choice((True, False, None)),
            **self._rising("detected_at", "residence_verified_on", "notified_at"),
        )

    def _test(self) -> dict[str, Any]:
        result = self.chance.choice(("positive", "positive", "negative", "refused", "unclear"))
        day = self._day()
        after = self._day(day, 90) if self._may(0.3) else None
        return self._made("drug_test", sampled_at=self._at(day), result=result, next_on=after)

    def _visit(self) -> dict[str, Any]:
        day = self._day()
        after = self._day(day, 60) if self._may(0.5) else None
        return self._made("visit", visited_on=day, present=self._may(0.6), next_on=after)

    def _presence(self) -> dict[str, Any]:
        return self._made("presence_check", checked_on=self._day(), present=self._may(0.5))

    def _absence(self) -> dict[str, Any]:
        return self._made(
            "absence",
            sort=self.chance.choice(("absent", "move_out", "move_in")),
            reported=self.chance.choice((True, False, None)),
            receipt="1/BN" if self._may(0.3) else None,
            **self._rising("left_at", "arrived_at", "presented_at", "ended_on"),
        )

    def _request(self) -> dict[str, Any]:
        day = self._day()
        meets = self._at(day + timedelta(5)) if self._may(0.5) else None
        return self._made("assessment_request", asked_on=day, ground="managed", scheduled_at=meets)

    def _assessment(self) -> dict[str, Any]:
        conclusion = self.chance.choice(("addicted", "addicted", "not_addicted", "observing"))
        day = self._day()
        received = self._at(day + timedelta(1)) if self._may(0.6) else None
        return self._made("assessment", concluded_on=day, conclusion=conclusion, received_at=received)

    def _episode(self) -> dict[str, Any]:
        days = self._rising("registered_on", "started_on", "ended_on")
        ended = {"outcome": self.chance.choice(("completed", "quit"))} if "ended_on" in days else {}
        return self._made(
            "rehab_episode",
            form=self.chance.choice(("home", "facility", "private", "compulsory", "compulsory_minor")),
            time=self.chance.choice((1, 2)),
            months=self.chance.choice((6, 12, None)),
            **days,
            **ended,
        )

    def _treatment(self) -> dict[str, Any]:
        days = self._rising("registered_on", "started_on", "stopped_on")
        if "started_on" not in days:
            days["started_on"] = days["registered_on"]
        stopped = {"stop_reason": self.chance.choice(("completed", "quit"))} if "stopped_on" in days else {}
        first = self._day()
        missed = [{"on": (first + timedelta(n)).isoformat()} for n in range(self.chance.randrange(9))]
        return self._made("substitution_treatment", facility="Trạm", missed=missed, **days, **stopped)

    def _file(self) -> dict[str, Any]:
        days = self._rising(
            "ground_on", "opened_on", "notice_on", "notice_received_on", "read_on", "sent_on", "decided_on",
            "decision_received_at", "executed_at",
        )  # fmt: skip
        days.setdefault("opened_on", days["ground_on"])
        return self._made("compulsory_file", ground="no_register", **days)

    def _breach(self) -> dict[str, Any]:
        return self._made(
            "breach",
            obligation="voluntary",
            sort=self.chance.choice(("missed", "not_present")),
            record_number="1/BB" if self._may(0.5) else None,
            happened_on=self._day(),
        )

    def _paper(self) -> dict[str, Any]:
        return self._made("paper", dossier="aftercare", sort="form50", dated_on=self._day())
