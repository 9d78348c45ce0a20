from datetime import date, timedelta
from typing import Any

import pytest

from app.bootstrap import Opened
from app.kinds.faults import Fault
from app.law.reckoning import Settings, check_settings
from app.register import unit_settings
from app.register.criteria import criteria_on
from app.register.people import AddPerson, add_person
from app.register.session import Session
from app.register.unit_settings import back_to_default, set_setting, setting_lines, specs
from app.words import set_language
from tests.ledger import homes
from tests.ledger.homes import Hands

DAY = date(2026, 11, 23)
REGISTER = "amount.L120:assessment.register"


def line(session: Session, key: str) -> unit_settings.SettingLine:
    return next(one for one in setting_lines(session) if one.spec.key == key)


def read(session: Session) -> Settings:
    with session.store.read() as reader:
        return unit_settings.settings_of(session, reader)


def code_of(call: Any, *given: Any, **named: Any) -> tuple[str, str]:
    with pytest.raises(Fault) as refused:
        call(*given, **named)
    assert refused.value.sentence()
    return refused.value.code, refused.value.field


def ends(session: Session) -> list[str]:
    with session.store.read() as reader:
        return [row[0][:10] for row in reader.rows("SELECT due FROM owed WHERE what = 'term_end'")]


def managed(session: Session, since: date) -> None:
    status = {"status": "U-QL", "since": since.isoformat()}
    decision = {"sort": "manage_user", "decided_on": since.isoformat(), "number": "1/QĐ"}
    add_person(session, AddPerson({"name": "Nguyễn Văn Thử", "birth": "1990"}, None, status, decision))


def test_a_unit_that_chose_nothing_has_the_defaults(session: Session) -> None:
    assert read(session) == Settings()
    assert all(one.own == "" and one.since is None for one in setting_lines(session))


def test_every_number_the_law_leaves_open_is_a_setting(session: Session) -> None:
    open_rules = {
        f"amount.{regime}:{rule.id}"
        for regime in session.law.regimes()
        for rule in session.law.regime(regime).rules.values()
        if rule.setting_unit
    }
    assert open_rules == {one.key for one in specs(session) if one.group == "amounts"}
    assert REGISTER in open_rules


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_setting_says_what_it_is_about_and_how_sure_its_default_is(session: Session, lang: str) -> None:
    set_language(lang)
    try:
        for one in specs(session):
            assert one.words().strip()
            assert one.group in unit_settings.GROUPS
            assert one.mark in unit_settings.MARKS
            assert one.mark == "own" or one.article
            assert one.default == "" or one.checked(one.default) == " ".join(one.default.split())
            assert one.shown(one.default)
    finally:
        set_language("vi")


def test_nothing_unknown_is_called_found(session: Session) -> None:
    marks = {one.key: one.mark for one in specs(session)}
    assert marks[REGISTER] == "unknown"
    assert marks["repeat_restarts"] == "unknown"
    assert marks["custody_extends"] == "derived"
    assert marks["observation.opioid"] != "found"


def test_a_choice_is_dated_and_names_its_document(session: Session) -> None:
    set_setting(session, REGISTER, " 5 ", date(2026, 9, 1), " CV 12/CAT ", "theo công văn")
    found = line(session, REGISTER)
    assert (found.own, found.since, found.document) == ("5", date(2026, 9, 1), "CV 12/CAT")
    assert read(session).amounts == {"L120:assessment.register": 5}
    check_settings(session.law, read(session))
    assert "5" in found.spec.shown(found.value)


def test_the_newest_choice_counts_and_the_older_ones_stay(session: Session) -> None:
    set_setting(session, "soon_days", "10", date(2026, 10, 1))
    set_setting(session, "soon_days", "14", date(2026, 11, 1))
    set_setting(session, "soon_days", "12", date(2026, 9, 1))
    assert read(session).soon_days == 14
    assert [one.value for one in unit_settings.setting_history(session, "soon_days")] == ["14", "10", "12"]
    back_to_default(session, "soon_days", "thử")
    assert read(session).soon_days == Settings().soon_days
    assert unit_settings.setting_history(session, "soon_days") == []


@pytest.mark.parametrize(
    ("key", "value", "since", "expected"),
    [
        ("colour", "red", None, ("E_SETTING", "")),
        ("term_end", "later", None, ("E_SETTING", "value")),
        ("term_end", "", None, ("E_SETTING", "value")),
        ("soon_days", "0", None, ("E_SETTING", "value")),
        ("soon_days", "61", None, ("E_SETTING", "value")),
        ("soon_days", "1e1", None, ("E_SETTING", "value")),
        ("soon_days", "٣", None, ("E_SETTING", "value")),
        ("soon_days", "9" * 40, None, ("E_SETTING", "value")),
        (REGISTER, "-1", None, ("E_SETTING", "value")),
        ("amount.L120:user_management.decide", "48", None, ("E_SETTING", "")),
        ("pack.L120@2027-01-01.1.0", "x", None, ("E_SETTING", "")),
        ("publisher.0011223344556677", "x", None, ("E_SETTING", "")),
        ("soon_days", "9", DAY + timedelta(days=1), ("E_DATE", "since")),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, key: str, value: str, since: date | None, expected: tuple[str, str]
) -> None:
    assert code_of(set_setting, session, key, value, since) == expected
    assert read(session) == Settings()


def test_the_same_choice_twice_is_told(session: Session) -> None:
    set_setting(session, "soon_days", "9")
    assert code_of(set_setting, session, "soon_days", "09") == ("E_SETTING", "value")


def test_health_workers_do_not_choose(session: Session) -> None:
    from dataclasses import replace

    health = replace(session, role="health")
    assert code_of(set_setting, health, "soon_days", "9")[0] == "E_ROLE"
    assert code_of(back_to_default, health, "soon_days", "thử")[0] == "E_ROLE"


def test_deadlines_follow_at_once_and_back(session: Session) -> None:
    managed(session, date(2026, 9, 1))
    assert ends(session) == ["2027-09-01"]
    set_setting(session, "term_end", "day_before")
    assert ends(session) == ["2027-08-31"]
    back_to_default(session, "term_end", "thử")
    assert ends(session) == ["2027-09-01"]
    with session.store.read() as reader:
        assert [text for one in session.store.derived for text in one.differences(reader)] == []


def test_choices_hold_after_opening_again(opened: Opened, clock: Hands) -> None:
    managed(opened.session, date(2026, 9, 1))
    set_setting(opened.session, "term_end", "day_before")
    path = opened.home.path
    opened.close()
    again = homes.enter(path, clock)
    assert ends(again.session) == ["2027-08-31"]
    managed(again.session, date(2026, 10, 1))
    assert sorted(ends(again.session)) == ["2027-08-31", "2027-09-30"]
    again.close()


def test_choices_of_other_units_do_not_count(session: Session) -> None:
    set_setting(session, "soon_days", "9")
    with session.store.write("an") as writer:
        writer.run("UPDATE r_setting SET _node = 'C999'")
    assert read(session) == Settings()


def test_a_choice_that_no_longer_fits_is_passed_over(session: Session) -> None:
    set_setting(session, "soon_days", "9")
    with session.store.write("an") as writer:
        writer.run("UPDATE r_setting SET value = '900'")
    assert read(session) == Settings()
    assert line(session, "soon_days").own == ""


def test_the_length_of_observation_is_the_units_text(session: Session) -> None:
    set_setting(session, "observation.opioid", "03 ngày, theo phác đồ của bệnh viện")
    rules = criteria_on(session, DAY)
    assert [one.text.said() for one in rules.observation if one.group == "opioid"] == [
        "03 ngày, theo phác đồ của bệnh viện"
    ]
    assert rules.observed("stimulant") == session.shelf.criteria[0].observed("stimulant")
