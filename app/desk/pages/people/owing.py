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
    "verify_residence": "map-pin",
    "notify": "send",
    "decide": "gavel",
    "assess": "stethoscope",
    "assessment_answer": "stethoscope",
    "observe": "eye",
    "register": "heart-handshake",
    "slip_valid": "certificate",
    "voluntary_decide": "gavel",
    "private_present": "user",
    "provider_notice": "mail",
    "certificate": "certificate",
    "dropout": "door-exit",
    "compulsory_file": "file-text",
    "file_make": "file-text",
    "file_read": "eye",
    "file_send": "send",
    "file_pass": "send",
    "file_supplement": "pencil",
    "file_court": "building",
    "file_execute": "gavel",
    "limitation": "hourglass",
    "adult_transfer": "arrows-exchange",
    "aftercare_file": "folder",
    "aftercare_decide": "gavel",
    "visit": "home",
    "test": "test-pipe",
    "test_again": "test-pipe",
    "next_visit": "home",
    "next_test": "test-pipe",
    "appointment": "calendar-event",
    "term_end": "hourglass",
    "end_papers": "certificate",
    "stop": "ban",
    "suspend": "ban",
    "move_notice": "transfer-out",
    "transfer": "transfer-out",
    "present": "transfer-in",
    "breach_record": "note",
    "breach_consequence": "flag",
    "monitoring_end": "hourglass",
    "trace": "search",
}
#: Fewer words where a list has little room.
SHORT = {
    "verify_residence": N_("Residence check"),
    "notify": N_("Notice"),
    "decide": N_("Decision"),
    "assess": N_("Assessment"),
    "assessment_answer": N_("Result awaited"),
    "observe": N_("Conclusion"),
    "register": N_("Registration"),
    "slip_valid": N_("Slip runs out"),
    "voluntary_decide": N_("Decision"),
    "private_present": N_("Comes to report"),
    "provider_notice": N_("Provider's notice"),
    "certificate": N_("Certificate"),
    "dropout": N_("Dropped out"),
    "compulsory_file": N_("File"),
    "file_make": N_("File to complete"),
    "file_read": N_("File to read"),
    "file_send": N_("File to send"),
    "file_pass": N_("File to court"),
    "file_supplement": N_("File to complete"),
    "file_court": N_("Court decides"),
    "file_execute": N_("Carry out"),
    "limitation": N_("Limitation"),
    "adult_transfer": N_("Comes of age"),
    "aftercare_file": N_("After-care file"),
    "aftercare_decide": N_("Decision"),
    "visit": N_("Visit due"),
    "test": N_("Test due"),
    "test_again": N_("Test again"),
    "next_visit": N_("Visit as agreed"),
    "next_test": N_("Test as agreed"),
    "appointment": N_("Appointment"),
    "term_end": N_("Term ends"),
    "end_papers": N_("Closing papers"),
    "stop": N_("Decision to stop"),
    "suspend": N_("Decision to suspend"),
    "move_notice": N_("Notice of the move"),
    "transfer": N_("File to hand over"),
    "present": N_("Comes to report"),
    "breach_record": N_("Record of breach"),
    "breach_consequence": N_("What follows"),
    "monitoring_end": N_("Monitoring ends"),
    "trace": N_("To be traced"),
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
    """The one thing to do about something owed: its words, icon, and where it is done.

    ``opens`` is what the person's page opens. ``page`` is another page instead, which gets what ``opens``
    says of the person; with ``kind`` it is led to the open record of that kind. ``together`` is a page
    that takes several people at once.
    """

    label: str
    icon: str
    opens: str = ""
    page: str = ""
    kind: str = ""
    together: str = ""


_OPEN = Action(N_("Open the record"), "external-link", "tab:measures")
_DECIDE = Action(N_("Enter the decision"), "gavel", "decision")
_VISIT = Action(N_("Enter a visit"), "home", "visit", together="visits")
_TEST = Action(N_("Enter a test"), "test-pipe", "drug_test", together="testing")
_FILE = Action(N_("Next step"), "file-text", page="compulsory", kind="compulsory_file")
_REHAB = Action(N_("Next step"), "heart-handshake", page="rehab", kind="rehab_episode")
_MOVE = Action(N_("Next step"), "arrows-exchange", "moves", page="presence", kind="absence")
_ANSWER = Action(N_("Enter the result"), "stethoscope", "assessment")
_REGISTER = Action(N_("Enter the registration"), "heart-handshake", "rehab_episode")
_FOUND = Action(N_("Fill in"), "pencil", "correct:detection")
_ACTIONS = {
    "verify_residence": _FOUND,
    "notify": _FOUND,
    "decide": _DECIDE,
    "assess": Action(N_("Enter the request"), "stethoscope", "assessment_request"),
    "assessment_answer": _ANSWER,
    "observe": _ANSWER,
    "register": _REGISTER,
    "slip_valid": _REGISTER,
    "voluntary_decide": _DECIDE,
    "private_present": _REHAB,
    "provider_notice": _REHAB,
    "certificate": _REHAB,
    "dropout": Action(N_("Enter the breach"), "note", "breach"),
    "compulsory_file": Action(N_("Begin the file"), "file-text", "compulsory_file"),
    "file_make": _FILE,
    "file_read": _FILE,
    "file_send": _FILE,
    "file_pass": _FILE,
    "file_supplement": _FILE,
    "file_court": _FILE,
    "file_execute": _FILE,
    "limitation": Action(N_("Begin the file"), "file-text", "compulsory_file"),
    "adult_transfer": _DECIDE,
    "aftercare_file": Action(N_("Open the file"), "folder", "aftercare", page="dossiers"),
    "aftercare_decide": _DECIDE,
    "visit": _VISIT,
    "test": _TEST,
    "test_again": _TEST,
    "next_visit": _VISIT,
    "next_test": _TEST,
    "appointment": _OPEN,
    "term_end": _OPEN,
    "end_papers": Action(N_("Enter the papers"), "certificate", "decision"),
    "stop": _DECIDE,
    "suspend": _DECIDE,
    "move_notice": _MOVE,
    "transfer": _MOVE,
    "present": _MOVE,
    "breach_record": Action(N_("Fill in"), "pencil", "correct:breach"),
    "breach_consequence": Action(N_("Fill in"), "pencil", "correct:breach"),
    "monitoring_end": _DECIDE,
    "trace": Action(N_("Enter a check"), "search", "presence_check", together="presence"),
    "missing_birth": Action(N_("Fill in"), "pencil", "edit:birth"),
    "missing_residence": Action(N_("Fill in"), "pencil", "address"),
    "missing_guardian": Action(N_("Fill in"), "pencil", "relation"),
    "missing_decision": Action(N_("Fill in"), "pencil", "correct:decision"),
    "missing_length": Action(N_("Fill in"), "pencil", "correct:decision"),
    "missing_time": Action(N_("Fill in"), "pencil", "tab:tests"),
    "missing_notice": _FOUND,
}


def action_for(what: str) -> Action:
    """What can be done about it from a list."""
    return _ACTIONS.get(what, _OPEN)


def action_labels() -> list[str]:
    """The words of every action, in the language in use."""
    return [_(label) for label in dict.fromkeys((_OPEN.label, *(one.label for one in _ACTIONS.values())))]


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
