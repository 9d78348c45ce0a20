"""What a new passphrase is worth, for the meter beside it."""

from __future__ import annotations

from app.desk.shell.gate import Judged
from app.kinds.faults import Fault

_SCORE = ((16, 1), (20, 2), (26, 3))


def judged(password: str, user: str, names: tuple[str, ...] = ()) -> Judged:
    """Refused ones are never better than weak; the others by length and variety."""
    from app.vault.passwords import check_new

    try:
        check_new(password, (user, *names))
    except Fault as fault:
        return Judged(min(1, len(password) // 8), fault.sentence())
    worth = min(len(password), len(set(password.casefold())) * 2)
    return Judged(next((score for most, score in _SCORE if worth < most), 4))
