"""What is owed, in words, icons and tones, and where its one action leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.desk.models.source import Marked
from app.kinds.codes import STATUS
from app.kinds.dates import days_phrase, in_vietnam, show_date, show_moment
from app.register.obligations import WHAT
from app.words import N_, _, plural

TONES = {"overdue": "danger", "today": "warn", "soon": "info", "later": "neutral", "missing": "warn"}
ICONS = {
    "decide": "gavel",
    "assess": "stethoscope",
    "compulsory_file": "file-text",
    "visit": "home",
    "term_end": "hourglass",
    "end_papers": "certificate",
}
#: Fewer words where a list has little room.
SHORT = {
    "decide": N_("Decision"),
    "assess": N_("Assessment"),
    "compulsory_file": N_("File"),
    "visit": N_("Visit due"),
    "term_end": N_("Term ends"),
    "end_papers": N_("Closing papers"),
}


STATUS_SHORT = {
    "U": N_("Unlawful user"),
    "U-QL": N_("User management"),
    "A": N_("With addiction"),
    "A-TN-GĐ": N_("Rehabilitation at home"),
    "A-TN-CS": N_("Voluntary, at a facility"),
    "A-TT": N_("Substitution"),
    "A-BB": N_("Compulsory"),
    "A-BB-TN": N_("Compulsory, under 18"),
    "S": N_("Under after-care"),
    "GD": N_("Education here"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do about something owed: its words, icon, and what the person's page opens."""

    label: str
    icon: str
    opens: str


_OPEN = Action(N_("Open the record"), "external-link", "tab:measures")
_ACTIONS = {
    "decide": Action(N_("Enter the decision"), "gavel", "decision"),
    "visit": Action(N_("Enter a visit"), "home", "visit"),
    "end_papers": Action(N_("Enter the papers"), "certificate", "decision"),
    "missing_birth": Action(N_("Fill in"), "pencil", "edit:birth"),
    "missing_residence": Action(N_("Fill in"), "pencil", "address"),
    "missing_decision": Action(N_("Fill in"), "pencil", "decision"),
    "missing_length": Action(N_("Fill in"), "pencil", "decision"),
    "missing_time": Action(N_("Fill in"), "pencil", "tab:tests"),
}


def action_for(what: str) -> Action:
    """What can be done about it from a list."""
    return _ACTIONS.get(what, _OPEN)


def action_labels() -> list[str]:
    """The words of every action, in the language in use."""
    return [_(action.label) for action in (_OPEN, *_ACTIONS.values())]


def icon_for(what: str) -> str:
    """The icon of something owed."""
    return ICONS.get(what, "alert-triangle")


def what_label(what: str) -> str:
    """What is owed, in the language in use."""
    return _(WHAT[what]) if what in WHAT else what


def short_label(what: str) -> str:
    """The same in fewer words."""
    return _(SHORT[what]) if what in SHORT else what_label(what)


def status_label(code: str) -> str:
    """A status in the language in use, in the words of the law."""
    return _(STATUS.label(code))


def short_status(code: str) -> str:
    """A status where there is room for a few words only."""
    return _(STATUS_SHORT[code]) if code in STATUS_SHORT else status_label(code)


def day_of(due: date | datetime) -> date:
    """The day something is due, in Vietnam."""
    return in_vietnam(due).date() if isinstance(due, datetime) else due


def distance(due: date | datetime | None, now: datetime) -> str:
    """“5 days left”, “3 days overdue”; hours where it is a matter of hours; “at once” without a day."""
    if due is None:
        return _("At once")
    if isinstance(due, datetime):
        hours = int((due - now).total_seconds() // 3600)
        if 0 <= hours < 48:
            return plural("{n} hour left", "{n} hours left", hours)
        if -48 < hours < 0:
            return plural("{n} hour overdue", "{n} hours overdue", -hours)
    return days_phrase(day_of(due), now.date())


def shown_due(due: date | datetime | None) -> str:
    """The day or moment itself."""
    if due is None:
        return ""
    return show_moment(due) if isinstance(due, datetime) else show_date(due)


def due_mark(day: str, what: str | None, today: date) -> str:
    """The cell of a list for the next thing due; empty when nothing is."""
    if not day:
        return ""
    due = date.fromisoformat(day)
    left = (due - today).days
    tone = "danger" if left < 0 else "warn" if left == 0 else "info" if left <= 7 else "neutral"
    text = days_phrase(due, today)
    if what:
        text = f"{text} · {short_label(what)}"
    return Marked(text, tone, icon_for(what or ""))
