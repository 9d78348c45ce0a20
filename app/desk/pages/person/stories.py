"""Tests that confirm one another, told as one story: which result, how many hours between, whether they agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.kinds import codes
from app.kinds.dates import show_moment
from app.words import _, plural

#: A test that was refused or missed agrees with nothing and contradicts nothing.
_SILENT = frozenset({"refused", "no_show"})


class Stories:
    """The chains among a person's tests."""

    def __init__(self, tests: Iterable[Any]) -> None:
        self._tests = {test.id: test for test in tests}
        self._later: dict[str, list[Any]] = {}
        for test in self._tests.values():
            if test.confirms in self._tests:
                self._later.setdefault(test.confirms, []).append(test)

    def told(self, record: str) -> tuple[str, str]:
        """What the story adds to one test, and its tone where results disagree; both empty where there is none."""
        test = self._tests[record]
        before, later = self._tests.get(test.confirms), self._later.get(record, [])
        parts = [self._of_before(test, before)] if before is not None else []
        parts += [self._of_later(test, one) for one in later]
        clash = any(disagree(test, one) for one in ([before] if before is not None else []) + later)
        return " · ".join(parts), "warn" if clash else ""

    def _of_before(self, test: Any, before: Any) -> str:
        words = {"moment": show_moment(before.sampled_at), "hours": hours_between(before, test)}
        result = _result(before)
        if disagree(test, before):
            return _("differs from the test of {moment} ({result}), {hours} after it", result=result, **words)
        return _("confirms the test of {moment} ({result}), {hours} after it", result=result, **words)

    def _of_later(self, test: Any, later: Any) -> str:
        words = {"hours": hours_between(test, later), "result": _result(later)}
        if disagree(test, later):
            return _("{hours} later another result: {result}", **words)
        return _("confirmed {hours} later", **words)

    def ordered(self) -> list[tuple[Any, int]]:
        """The tests, the newest story first; each followed by those that confirm it, with how deep they stand."""
        firsts = [t for t in self._tests.values() if t.confirms not in self._tests]
        firsts.sort(key=lambda t: (t.sampled_at, t.id), reverse=True)
        found: list[tuple[Any, int]] = []
        seen: set[str] = set()
        for first in firsts:
            self._add(found, seen, first, 0)
        rest = [t for t in self._tests.values() if t.id not in seen]  # a circle has no first one
        return found + [(test, 0) for test in rest]

    def _add(self, found: list[tuple[Any, int]], seen: set[str], test: Any, depth: int) -> None:
        if test.id in seen:
            return
        seen.add(test.id)
        found.append((test, depth))
        for later in sorted(self._later.get(test.id, []), key=lambda t: (t.sampled_at, t.id)):
            self._add(found, seen, later, depth + 1)


def disagree(one: Any, other: Any) -> bool:
    """Whether two results of one story contradict each other."""
    results = {one.result, other.result}
    return len(results) > 1 and not results & _SILENT


def hours_between(before: Any, after: Any) -> str:
    """“26 hours”; minutes under an hour."""
    minutes = max(0, round((after.sampled_at - before.sampled_at).total_seconds() / 60))
    if minutes < 60:
        return plural("{n} minute", "{n} minutes", minutes)
    return plural("{n} hour", "{n} hours", round(minutes / 60))


def _result(test: Any) -> str:
    return _(codes.TEST_RESULT.label(test.result)).lower()
