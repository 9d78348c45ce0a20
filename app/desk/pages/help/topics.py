"""What the help says, page by page: message ids only, so that both languages say the same."""

from __future__ import annotations

from app.desk.pages.help.procedures import PROCEDURES
from app.desk.pages.help.topic import Topic
from app.words import N_

TOPICS = (
    Topic(
        "start",
        "star",
        N_("Quick start"),
        (
            N_("• Add the first person: page “People under management”, button Add, or Ctrl+N."),
            N_("• Scan the identity card with F4, or type the name and the birth year; the rest can follow."),
            N_("• What is due stands on “Today”. The button in each line does the next step."),
            N_("• Record tests of several people at once on “Drug tests”."),
            N_("• Once a week: page “Send and receive”, put the stick in, press “Make the package”."),
            N_("• Lock with Ctrl+L when you leave the desk. Nothing typed is lost."),
            N_("To practise first, open the training register: it has made-up people and a coloured frame."),
        ),
    ),
    Topic(
        "today",
        "calendar-check",
        N_("Today"),
        (
            N_(
                "Everything owed, in groups: overdue, today, the next seven days, and where a fact is missing."
            ),
            N_(
                "Each due date tells its reason: the article, the day it counts from, and how it was counted."
            ),
            N_("Every number opens the list behind it."),
        ),
        ("today",),
    ),
    Topic(
        "people",
        "users",
        N_("People under management"),
        (
            N_("Search by any part of the name, with or without marks, by number or telephone."),
            N_("A record opens read-only; F2 edits it. Former values stay in its history."),
            N_(
                "To save, a name, a birth year or a number, and the residence are enough; what is missing is marked."
            ),
            N_(
                "Before adding, look at the duplicates shown at the right: certain ones are opened, not added again."
            ),
            N_("Select several lines with Shift or Ctrl, copy them with Ctrl+C into Excel."),
        ),
        ("people",),
    ),
    Topic(
        "testing",
        "test-pipe",
        N_("Drug tests and visits"),
        (
            N_("Give place, day and kit once, then go down the grid: 1 negative, 2 positive, 3 unclear."),
            N_(
                "An expired kit is refused. A positive result creates what follows from it, after you confirm."
            ),
        ),
        ("testing", "visits"),
    ),
    *PROCEDURES,
    Topic(
        "exchange",
        "arrows-exchange",
        N_("Send and receive"),
        (
            N_("• Pair once: save your card, hand it over, and compare the fingerprint by telephone."),
            N_("• “Make the package” writes everything the level above has not confirmed and reads it back."),
            N_("• Take the stick over with the handover sheet. Bring the receipt back and drop it here."),
            N_(
                "A lost stick does no harm: only the receiver can open it, and the next package holds everything again."
            ),
            N_(
                "A package received twice changes nothing. "
                "A refused file is kept for 30 days and listed with its reason."
            ),
            N_("“Confirmed” is shown only after the receipt came, never before."),
        ),
        ("exchange",),
    ),
    Topic(
        "units",
        "building-community",
        N_("Units and targets"),
        (
            N_("One line a unit: last package, changes, people managed, then target, result and share."),
            N_("A blank means that the plan sets nothing or nothing can be counted; zero means zero."),
            N_("Click a result to see the records behind it."),
        ),
        ("units",),
    ),
    Topic(
        "audit",
        "history",
        N_("Audit list"),
        (
            N_(
                "Every look, export, print and unlock leaves an entry; each entry is chained to the one before."
            ),
            N_("“Check the register” proves that nothing was changed or lost, and says it in one sentence."),
        ),
        ("audit",),
    ),
    Topic(
        "safety",
        "shield-lock",
        N_("Passphrases and recovery"),
        (
            N_(
                "The data is encrypted with keys that only passphrases open; the makers of the program cannot."
            ),
            N_(
                "Keep the recovery sheet in two envelopes in two places. It opens the register when all else is lost."
            ),
            N_("Removing an account gives the register another key and locks it for a moment."),
            N_("The register locks by itself after the time set in Administration."),
        ),
        ("settings",),
    ),
)


__all__ = ["TOPICS", "Topic", "topic_for"]


def topic_for(page: str) -> str:
    """The topic that F1 of a page leads to; an empty text for none."""
    return next((topic.id for topic in TOPICS if page in topic.pages), "")
