from datetime import date

import pytest

from app.law.headcount import Period, standing
from app.law.ladder import measures_at, shipped_measures

_OLD = measures_at(shipped_measures(), date(2026, 6, 30)).removal
_NEW = measures_at(shipped_measures(), date(2026, 7, 1)).removal
_DAY = date(2026, 11, 23)


def _both(periods, completions=(), day=_DAY):
    made = [Period(*one) for one in periods]
    return tuple(standing(rule, made, completions, day).reason for rule in (_OLD, _NEW))


def _d(text):
    return date.fromisoformat(text)


_A = ("A", _d("2024-01-10"))
_HOME = ("A-TN-GĐ", _d("2025-02-01"))
_HOME_DONE = (*_HOME, _d("2026-02-01"))


@pytest.mark.parametrize(
    ("periods", "completions", "old", "new"),
    [
        ([], [], "never", "never"),
        ([("U-QL", _d("2026-01-01"))], [], "never", "never"),
        ([("A", _d("2026-12-01"))], [], "never", "never"),
        ([_A], [], "listed", "listed"),
        ([_A, _HOME], [], "listed", "listed"),
        # completed before the break: still waiting for after-care, or in it
        ([_A, _HOME_DONE], [_d("2026-02-01")], "waiting", "completed"),
        ([_A, _HOME_DONE, ("S", _d("2026-02-01"))], [], "waiting", "completed"),
        # completed after the break
        ([_A, (*_HOME, _d("2026-09-01"))], [_d("2026-09-01")], "waiting", "completed"),
        # after-care over
        ([_A, _HOME_DONE, ("S", _d("2026-02-01"), _d("2026-11-22"))], [], "aftercare", "completed"),
        # its last day still counts
        ([_A, _HOME_DONE, ("S", _d("2026-02-01"), _d("2026-11-23"))], [], "waiting", "completed"),
        # quitting is not completing
        ([_HOME_DONE], [], "listed", "listed"),
        # sent to a facility
        ([_A, ("A-BB", _d("2026-08-01"))], [], "listed", "facility"),
        ([_A, ("A-BB", _d("2024-08-01"), _d("2026-08-01"))], [_d("2026-08-01")], "waiting", "completed"),
        # a voluntary facility is nobody's sending
        ([_A, ("A-TN-CS", _d("2026-08-01"))], [], "listed", "listed"),
        # prison, moved, dead
        ([_A, ("PRISON", _d("2026-08-01"))], [], "away", "away"),
        ([_A, ("MOVED", _d("2026-08-01"))], [], "away", "away"),
        ([_A, ("DEAD", _d("2026-08-01"))], [], "away", "away"),
        # out of prison with the status still running, or with none
        ([_A, ("PRISON", _d("2025-08-01"), _d("2026-08-01"))], [], "listed", "listed"),
        ([(*_A, _d("2025-08-01")), ("PRISON", _d("2025-08-01"), _d("2026-08-01"))], [], "away", "away"),
        # the status itself was ended without rehabilitation
        ([(*_A, _d("2026-03-01"))], [], "ended", "ended"),
        # begins again after everything
        (
            [_A, _HOME_DONE, ("S", _d("2026-02-01"), _d("2026-05-01")), ("A-BB", _d("2026-06-01"))],
            [],
            "listed",
            "facility",
        ),
        (
            [
                (*_A, _d("2025-01-01")),
                _HOME_DONE,
                ("S", _d("2026-02-01"), _d("2026-05-01")),
                ("A", _d("2026-10-01")),
            ],
            [],
            "listed",
            "listed",
        ),
    ],
)
def test_both_rules(periods, completions, old, new):
    assert _both(periods, completions) == (old, new)


def test_the_day_itself_decides():
    periods = [_A, (*_HOME, _d("2026-09-01"))]
    done = [_d("2026-09-01")]
    assert _both(periods, done, _d("2026-08-31")) == ("listed", "listed")
    assert _both(periods, done, _d("2026-09-01")) == ("waiting", "completed")


def test_the_rules_stand_in_the_packs():
    assert (_OLD.leaves, _NEW.leaves) == ("aftercare", "completion")
    assert "Điều 43" in _OLD.article
    assert "Điều 48" in _NEW.article
    assert _OLD.enters == _NEW.enters
