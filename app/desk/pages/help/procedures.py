"""The help on procedures: from assessment to after-care, on files, moves, and what the police and the community keep.

A line with “§ ” begins what the law says; the articles are those of the law packs.
"""

from __future__ import annotations

from app.desk.pages.help.topic import Topic
from app.words import N_

_LAW = N_("§ What the law says")
_KEYS = N_("Keys: Ctrl+N new, F2 edit, Ctrl+S save, F8 preview, Ctrl+P print, Ctrl+E to Excel.")

PROCEDURES = (
    Topic(
        "assessment",
        "stethoscope",
        N_("Assessment of addiction"),
        (
            N_("From the request to a facility to its slip. The facility concludes; the program never does."),
            N_("• Ask: choose the ground and the positive test it rests on, and print the request."),
            N_("• Enter the appointment; it then stands on “Today”."),
            N_("• Enter the slip: conclusion, number, day, who concluded and when it came to you."),
            N_("• An account with the health role notes criteria and observations; they are sealed."),
            N_(
                "The count of criteria is shown beside the conclusion as a check. When they disagree, a sentence "
                "says so and the slip is kept as it was entered."
            ),
            _KEYS,
            _LAW,
            N_(
                "Law 120/2025 article 31 names when an assessment is asked for; before 1 July 2026 law 73/2021 "
                "article 27. Criteria: circular 18/2021/TT-BYT article 4."
            ),
            N_(
                "A slip serves a voluntary registration for 6 months (law 120/2025 article 31(1)b). How many days "
                "somebody has to register is not laid down yet under law 120/2025: the unit may set it."
            ),
        ),
        ("assessment",),
    ),
    Topic(
        "rehab",
        "heart-handshake",
        N_("Rehabilitation"),
        (
            N_("Everybody in rehabilitation, by stage: at home, at a facility, compulsory."),
            N_("• Register: form, which time, facility or provider, day; print the record of registration."),
            N_("• Enter each stage when it begins. A stage cannot be left out."),
            N_("• Record what was missed as a breach; the page says which rung of the ladder it is."),
            N_(
                "• At the end enter day, outcome and certificate; after-care and the end of the status are offered."
            ),
            _KEYS,
            _LAW,
            N_(
                "Five stages and 24 months the first time, 36 from the second (law 120/2025 article 29). Whoever "
                "was in rehabilitation on 1 July 2026 finishes under the terms of law 73/2021 (article 56)."
            ),
            N_(
                "After a private facility the person presents themselves within 2 days (law 120/2025 article 33). "
                "Breaches: article 47. Under law 73/2021: 6 to 12 months, Decree 116/2021 articles 28 to 30."
            ),
        ),
        ("rehab",),
    ),
    Topic(
        "treatment",
        "medicine-syrup",
        N_("Substitution treatment"),
        (
            N_("What the commune keeps of a treatment: facility, dispensing site, start, missed days, end."),
            N_("• Enter the treatment from the facility's notice."),
            N_(
                "• Enter missed days as the facility tells them; who stays away is marked and stands on “Today”."
            ),
            N_("• When it ends, enter the day and the reason; leaving or breach leads to the next step."),
            N_(
                "Drug, dose and phase are clinical detail: only accounts with the health role write and read them. "
                "Police accounts see that there is a treatment, and nothing more, on screen and in the file."
            ),
            _KEYS,
            _LAW,
            N_(
                "Registration with the commune police: law 120/2025 article 31(6). Leaving treatment or being put "
                "out of it is a ground for the compulsory file (article 35(1)). Five working days without a reason "
                "count as leaving under Decree 116/2021 article 3; law 120/2025 has no number yet."
            ),
        ),
        ("treatment",),
    ),
    Topic(
        "aftercare",
        "home",
        N_("After-care"),
        (
            N_("People who came back: file, decision, monthly contact, tests, support, the end of the term."),
            N_("• When somebody completes rehabilitation, enter the day; the term runs from it."),
            N_("• Make the file, print the decision for the chair, enter number and day."),
            N_("• Enter visits, tests and support; what was agreed stands on “Today” again."),
            N_("• At the end print the certificate and close the status."),
            N_("Found using again: ask for an assessment first; the page offers it."),
            _KEYS,
            _LAW,
            N_(
                "One year after voluntary rehabilitation, substitution treatment, and for those under 18; two years "
                "after compulsory rehabilitation, counted from completion (law 120/2025 article 42; law 73/2021 "
                "article 40). File within 3, decision within 2 working days under Decree 116/2021 articles 77 to 81."
            ),
            N_(
                "The list of people with addiction: under law 73/2021 article 43 somebody leaves it when after-care "
                "ends, under law 120/2025 article 48(3) on completion. Charts mark the change of 1 July 2026."
            ),
        ),
        ("aftercare",),
    ),
    Topic(
        "compulsory",
        "gavel",
        N_("Compulsory files"),
        (
            N_("Each file with its dated steps, who owes the next one, and the hours or working days left."),
            N_("• Begin with the ground and the day it was found; under 18 the minor's file is made."),
            N_("• Enter notice, reading, sending, the court's steps in their order."),
            N_("• Number the pages, look at what the file still lacks, print it as one bundle."),
            N_("• Enter outcome and execution; status and rehabilitation begin with it."),
            N_("Returned, postponed, exempted or withdrawn are outcomes with a reason."),
            _KEYS,
            _LAW,
            N_(
                "Grounds: law 120/2025 article 35(1), not applied in the cases of 35(2). Three working days to read, "
                "one to send to the regional court (35(3)); limitation 3 months (35(4)); execution 24 hours (38(5))."
            ),
            N_(
                "Before 1 July 2026: Decree 116/2021 articles 40 to 43 and 54. From 12 to under 18: law 120/2025 "
                "article 36, law 73/2021 articles 33 and 34; parents are told and heard."
            ),
        ),
        ("compulsory",),
    ),
    Topic(
        "presence",
        "door-exit",
        N_("Absences and moves"),
        (
            N_("Roll calls, people away for a time, people who move out or come from elsewhere."),
            N_(
                "• Roll call: choose the group, then 1 present, 2 absent; for whoever is absent type where they are "
                "said to be."
            ),
            N_("• Move out: enter the minute of leaving; the clock of the notice runs from it."),
            N_("• Print notice and list of papers, send the file, enter the receipt; only then is it done."),
            N_("• Came from elsewhere: enter arrival and the moment they presented themselves."),
            N_(
                "Until the receipt the person stays on your list as moving, so that nobody is lost on the way."
            ),
            _KEYS,
            _LAW,
            N_(
                "Notice to the other commune within 24 hours of leaving (law 120/2025 article 27(2)); the person "
                "presents themselves within 24 hours of arrival (25(4)). Under law 73/2021 article 26 and Decree "
                "105/2021 article 47: 5 working days each."
            ),
            N_("An unreported absence does not count towards the after-care term (Decree 116/2021)."),
        ),
        ("presence",),
    ),
    Topic(
        "dossiers",
        "folder",
        N_("Files of procedures"),
        (
            N_(
                "For each procedure: the papers the law asks for, what is there, what is missing, who owes it."
            ),
            N_("• Open a case; papers that the register proves itself are ticked with their number and day."),
            N_("• Enter the others: number, day, pages, where they are kept; a scan can be added."),
            N_("• Print the bundle: index, page numbers, and every paper; what is missing is named instead."),
            N_("Scans are encrypted. Images of identity cards are off unless the unit turns them on."),
            _KEYS,
            _LAW,
            N_(
                "User management: Decree 105/2021 article 40. Assessment: Decree 109/2021. Voluntary and compulsory "
                "rehabilitation, after-care: Decree 116/2021 articles 28, 40 to 43, 77; law 120/2025 articles 32 to 36."
            ),
        ),
        ("dossiers",),
    ),
    Topic(
        "area",
        "map-pin",
        N_("Places and incidents"),
        (
            N_("For police accounts: places, incidents, cultivation, dealers, tips, newcomers."),
            N_(
                "• A place: sort, residential group, since; then inspections and changes of state with their day."
            ),
            N_("• An incident: what was found and seized, who took part; then its stages one after another."),
            N_("• Tips come by mailbox, hotline or in person; each has a day when it was handled."),
            N_("Cases and offenders are counted apart, and each number opens its list."),
            N_("None of this is shown to health accounts or sent to a health node."),
            _KEYS,
            _LAW,
            N_("Criteria and words: Decision 28/2025/QĐ-TTg articles 2 and 3."),
        ),
        ("area",),
    ),
    Topic(
        "community",
        "building-community",
        N_("Community"),
        (
            N_(
                "By residential group: pledges, mailboxes, hotline boards; models, campaigns, helpers, population."
            ),
            N_("• Enter the count of pledges on a day; the newest one of each group counts."),
            N_("• Enter population figures with day and source; every rate prints which one it used."),
            N_("• A campaign needs the day, the form and how many people it reached."),
            _KEYS,
            _LAW,
            N_(
                "What is counted comes from provincial plans (such as criteria 9 and 10 of the plan of Ninh Thuận) "
                "and from Decision 28/2025/QĐ-TTg for rates."
            ),
        ),
        ("community",),
    ),
    Topic(
        "kits",
        "test-pipe",
        N_("Test kits"),
        (
            N_("Each lot: what came in, what was used, what is left, when it expires."),
            N_("• Enter a lot when it comes: name, lot number, panel, expiry, quantity, budget."),
            N_("• Tests that name the lot are subtracted by themselves."),
            N_("A test with an expired lot cannot be saved; a lot that expires soon is marked."),
            _KEYS,
        ),
        ("kits",),
    ),
    Topic(
        "law",
        "adjustments",
        N_("Settings of law and lists"),
        (
            N_(
                "What the law leaves open is a setting with a marked default; what the law fixes cannot be changed."
            ),
            N_("• A setting has a first day and the document it rests on; older cases keep what held then."),
            N_("• A code list: add a code of your own, or give a shipped one its last day."),
            N_(
                "• A new law pack: open the signed file, read which deadlines it would change and why, accept."
            ),
            N_("Every due date tells its law, article, anchor and arithmetic: click “why”."),
            _LAW,
            N_(
                "Law 73/2021 until 30 June 2026, law 120/2025 from 1 July 2026. Management decisions of before keep "
                "their last day; new acts follow the new law. Its decrees are not established yet."
            ),
        ),
        ("law", "packs"),
    ),
    Topic(
        "endings",
        "flag",
        N_("Ended, in error, the same person"),
        (
            N_("Nothing is deleted. There are three ways out, each with a reason, each can be looked up."),
            N_("• End: it was right and is over. The record stays on the lists of the days it held."),
            N_("• Recorded in error: it never was. It leaves every list; its history stays."),
            N_("• Merge: two entries are one person. Both histories stay, and the merge can be taken back."),
            N_("The list as of a past day shows exactly who was on it then."),
        ),
        ("person",),
    ),
)
