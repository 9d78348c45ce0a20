"""Which time it is: the program counts what is recorded, the officer confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.pages.person.entry_form import EntryForm
from app.desk.pages.person.events import kind_words
from app.desk.widgets.confirm import ConfirmDialog
from app.kinds.dates import show_date
from app.kinds.declare import KINDS
from app.register.foreseen import which_time
from app.register.person_records import Records
from app.words import _, plural

COUNTED = ("rehab_episode", "breach")


def ask_which_time(form: EntryForm, values: Mapping[str, Any], records: Records, parent: QWidget) -> bool:
    """Have the number confirmed where more than one time, or another number than counted, is entered."""
    if form.kind not in COUNTED:
        return True
    counted, earlier = which_time(form.kind, records, values)
    given = int(values.get("time") or 1)
    if given == 1 and counted == 1:
        return True
    when = KINDS[form.kind].when
    lines = [f"{kind_words(form.kind)}: {show_date(getattr(one, when))}" for one in earlier]
    found = plural("{n} earlier one is recorded here.", "{n} earlier ones are recorded here.", len(earlier))
    text = found + " " + _("There may be others elsewhere. The law counts by this number; confirm it.")
    title = _("Is it time {n}?", n=given)
    return ConfirmDialog(title, text, _("Yes, time {n}", n=given), parent, details=lines).ask()
