"""What is done with places, incidents, tips and newcomers beside editing them."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.desk.pages.add_person.dialog import AddPersonDialog
from app.desk.pages.people.targets import person_target
from app.desk.pages.people.work import session_of, write
from app.desk.pages.records.asking import AskDialog
from app.desk.pages.records.view import RecordsView
from app.desk.widgets.fields import ChoiceField, DateField, LongTextField, TextField, options_of
from app.kinds import codes, codes_area
from app.register.area import change_place_state, link_newcomer, move_incident, next_stages
from app.register.kind_records import RecordLook
from app.words import _


def change_state(view: RecordsView, shown: RecordLook) -> None:
    """The state of a place, its day and its document, in one go."""
    session = session_of(view.desk)
    now = str(shown.fields["state"])
    options = [(code, label) for code, label in options_of(codes.PLACE_STATE) if code != now]
    state = ChoiceField(_("New state"), options, required=True)
    if len(options) == 1 or now == "listed":
        state.set_value("resolved" if now == "listed" else options[0][0])
    day = DateField(_("Day"), required=True, clock=session.now)
    day.set_value(session.today().isoformat())
    document = TextField(_("Document"), hint=_("Number and office of the paper, if there is one."))
    why = LongTextField(_("Reason (kept in the history)"))

    def work(values: Any) -> object:
        on = date.fromisoformat(str(values["on"]))
        said = {"document": str(values["document"] or ""), "why": str(values["why"] or "")}
        return change_place_state(session, shown.id, str(values["state"]), on, **said)

    text = _("Now: {state}.", state=_(codes.PLACE_STATE.label(now)))
    done = _("State changed: {name}.", name=view.title_of(shown))
    AskDialog(
        view.desk,
        view,
        _("Change the state: {name}", name=view.title_of(shown)),
        text,
        {"state": state, "on": day, "document": document, "why": why},
        _("Change the state"),
        work=work,
        done=lambda changed: view.acts.verbs.told(changed, done, shown),
    ).open()


def next_stage(view: RecordsView, shown: RecordLook) -> None:
    """The next stage of an incident, or its end, with the outcome."""
    session = session_of(view.desk)
    now = str(shown.fields["stage"])
    possible = next_stages(now)
    labels = dict(options_of(codes.INCIDENT_STAGE))
    stage = ChoiceField(_("New stage"), [(code, labels[code]) for code in possible], required=True)
    is_case = shown.fields["sort"] == "case"
    stage.set_value(possible[0] if is_case else "closed")
    day = DateField(_("Day"), required=True, clock=session.now)
    day.set_value(session.today().isoformat())
    outcome = ChoiceField(_("Outcome"), options_of(codes_area.INCIDENT_OUTCOME))
    outcome.set_value(shown.fields.get("outcome"))

    def work(values: Any) -> object:
        on = date.fromisoformat(str(values["on"]))
        return move_incident(
            session, shown.id, str(values["stage"]), on, outcome=str(values["outcome"] or "")
        )

    done = _("Stage changed: {name}.", name=view.title_of(shown))
    AskDialog(
        view.desk,
        view,
        _("Next stage: {name}", name=view.title_of(shown)),
        _("Now: {state}.", state=labels[now]),
        {"stage": stage, "on": day, "outcome": outcome},
        _("Change the stage"),
        work=work,
        done=lambda changed: view.acts.verbs.told(changed, done, shown),
    ).open()


def is_under_way(shown: RecordLook) -> bool:
    """Whether an incident has a stage before it."""
    return bool(next_stages(str(shown.fields.get("stage", ""))))


def handle_tip(view: RecordsView, shown: RecordLook) -> None:
    """The form of a tip with today and the account at work filled in."""
    session = session_of(view.desk)
    fill = {"handled_on": session.today().isoformat(), "handled_by": session.user}
    view.acts.sheet.correct(view.listing, shown, fill, go_to="result")


def destroy(view: RecordsView, shown: RecordLook) -> None:
    """The form of a cultivation with today as the day it was destroyed."""
    fill = {"destroyed_on": session_of(view.desk).today().isoformat()}
    view.acts.sheet.correct(view.listing, shown, fill, go_to="destroyed_on")


def check_newcomer(view: RecordsView, shown: RecordLook) -> None:
    """The form of a newcomer with today as the day of the check."""
    fill = {"checked_on": session_of(view.desk).today().isoformat()}
    view.acts.sheet.correct(view.listing, shown, fill, go_to="check_result")


def lacks(name: str) -> Any:
    """Whether a field of a record is still empty."""

    def fits(shown: RecordLook) -> bool:
        return shown.fields.get(name) in (None, "")

    return fits


def enter_person(view: RecordsView, shown: RecordLook) -> None:
    """Add a person who came here: the usual dialog with what is known, and the newcomer then names them."""
    dialog = AddPersonDialog(view.desk, view)
    entry = dialog.entry
    for field, name in ((entry.name, "name"), (entry.birth, "birth"), (entry.hamlet, "hamlet")):
        value = shown.fields.get(name)
        if value:
            field.set_value(value)
            field._on_edit()
    session, record = session_of(view.desk), shown.id

    def link(person: str) -> None:
        def done(changed: object) -> None:
            view.announce(changed)
            view.desk.go("people", person_target(person))

        write(view.desk, lambda: link_newcomer(session, record, person), done, view.on_failed, view)

    dialog.added.connect(link)
    dialog.open_wanted.connect(link)  # somebody who is in the register already
    dialog.open()
    view.acts.verbs.dialog = dialog
