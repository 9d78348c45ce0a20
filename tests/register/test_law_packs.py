from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Opened
from app.kinds.dates import VIETNAM
from app.kinds.faults import Fault
from app.law.owed import Watch
from app.law.shelf import shipped_shelf
from app.ledger.store import Store
from app.register import law_packs
from app.register.people import AddPerson, add_person
from app.register.session import Session
from app.register.tables.case import case_of
from app.register.tables.facts import all_ids, facts_of
from tests.law.publishing import PUBLISHER, STRANGER, decree, later, rule, signed, text_of
from tests.ledger import homes
from tests.ledger.homes import Hands

KEY = bytes(PUBLISHER.verify_key)
DECREE = signed(decree(rule("user_management.end_papers", 3, "working_day"), "2026-12-01"))
_MOVES = """[[transitions]]
id = "moved"
moves = ["user_management.term"]
article = "Điều 99"
mark = "found"
text = { vi = "Chuyển sang thời hạn mới", en = "Moved to the new term" }
"""
_TERM = rule("user_management.term", 2, "year", who="person", binds="person")


def trust(session: Session, data: bytes = DECREE) -> None:
    typed = law_packs.fingerprint_in(session, "x.pack", data)
    law_packs.trust_publisher(session, "x.pack", data, typed.lower(), "Cục C04")


def managed(session: Session, since: date, name: str = "Nguyễn Văn Thử") -> str:
    status = {"status": "U-QL", "since": since.isoformat()}
    decision = {"sort": "manage_user", "decided_on": since.isoformat(), "number": "1/QĐ"}
    address = {"sort": "present", "text": "Số 1"}
    return add_person(session, AddPerson({"name": name, "birth": "1990"}, address, status, decision))[0]


def install(session: Session, data: bytes) -> law_packs.Candidate:
    candidate = law_packs.look_at(session, "x.pack", data)
    law_packs.install(session, candidate)
    return candidate


def reopened(opened: Opened, clock: Hands) -> Opened:
    path = opened.home.path
    opened.close()
    return homes.enter(path, clock)


def code_of(call: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Fault) as refused:
        call(*given, **named)
    assert refused.value.sentence()
    return refused.value.code


@pytest.fixture
def trusting(session: Session) -> Session:
    trust(session)
    return session


def test_without_anything_installed_the_shipped_packs_are_followed(session: Session) -> None:
    view = law_packs.law_view(session)
    assert session.law is shipped_shelf().packs
    assert {line.pack.id: line.state for line in view.lines if line.pack.sort == "regime"} == {
        "L73": "past",
        "L120": "now",
    }
    assert (view.publishers, view.troubles, view.waiting) == ((), (), False)
    assert all(line.installed is None for line in view.lines)


def test_no_publisher_is_trusted_by_default(session: Session) -> None:
    with pytest.raises(Fault) as refused:
        law_packs.look_at(session, "x.pack", DECREE)
    assert refused.value.code == "E_PACK_KEY"
    assert law_packs.fingerprint_in(session, "x", DECREE) in refused.value.sentence()


def test_a_publisher_is_trusted_by_the_fingerprint_read_out(session: Session) -> None:
    trust(session)
    view = law_packs.law_view(session)
    (publisher,) = view.publishers
    assert (publisher.name, publisher.key) == ("Cục C04", KEY.hex())
    assert law_packs.look_at(session, "x.pack", DECREE).publisher == publisher
    assert code_of(trust, session) == "E_KNOWN"


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ("AAAAA-AAAAA-AAAAA-AAAAA", "C04", "E_FINGERPRINT"),
        ("", "C04", "E_FINGERPRINT"),
        (None, " ", "E_REQUIRED"),
    ],
)
def test_a_wrong_fingerprint_trusts_nobody(session: Session, typed: str | None, name: str, code: str) -> None:
    given = law_packs.fingerprint_in(session, "x", DECREE) if typed is None else typed
    assert code_of(law_packs.trust_publisher, session, "x", DECREE, given, name) == code
    assert law_packs.law_view(session).publishers == ()


def test_another_publishers_pack_is_refused(trusting: Session) -> None:
    other = signed(decree(rule("user_management.end_papers", 3, "day")), STRANGER)
    assert code_of(law_packs.look_at, trusting, "x", other) == "E_PACK_KEY"


def test_a_publisher_no_longer_trusted_installs_nothing_new_but_what_is_there_stays(
    opened: Opened, clock: Hands
) -> None:
    session = opened.session
    trust(session)
    install(session, DECREE)
    (publisher,) = law_packs.law_view(session).publishers
    assert code_of(law_packs.drop_publisher, session, publisher, " ") == "E_REQUIRED"
    law_packs.drop_publisher(session, publisher, "khóa bị lộ")
    newer = signed(decree(rule("user_management.end_papers", 4, "day"), "2026-12-01", name="L120-decree-2"))
    assert code_of(law_packs.look_at, session, "x", newer) == "E_PACK_KEY"
    again = reopened(opened, clock)
    assert "L120-decree" in again.session.law.regime("L120").layers
    again.close()


def test_only_who_manages_accounts_changes_the_law(trusting: Session) -> None:
    officer = replace(trusting, is_admin=False)
    candidate = law_packs.look_at(officer, "x", DECREE)
    assert law_packs.compare(officer, candidate) == []
    assert code_of(law_packs.install, officer, candidate) == "E_ADMIN"
    assert code_of(trust, officer) == "E_ADMIN"
    assert code_of(law_packs.take_back, officer, "L120-decree@2027-02-10", "thử") == "E_ADMIN"
    health = replace(trusting, role="health")
    assert code_of(law_packs.install, health, candidate) == "E_ROLE"


def test_an_installed_pack_is_followed_from_the_next_opening_on(opened: Opened, clock: Hands) -> None:
    session = opened.session
    trust(session)
    install(session, DECREE)
    assert law_packs.law_view(session).waiting
    assert session.law.regime("L120").rules["user_management.end_papers"].amount is None
    again = reopened(opened, clock)
    assert again.session.law.regime("L120").rules["user_management.end_papers"].amount == 3
    view = law_packs.law_view(again.session)
    line = next(line for line in view.lines if line.pack.id == "L120-decree")
    assert (line.state, view.waiting) == ("later", False)
    assert line.installed is not None
    assert line.installed.publisher == "Cục C04"
    again.close()


def test_a_whole_regime_is_kept_in_pieces_and_comes_back(opened: Opened, clock: Hands) -> None:
    session = opened.session
    data = signed(later(text_of("L120")))
    trust(session, data)
    install(session, data)
    with session.store.read() as reader:
        longest = reader.value("SELECT max(length(value)) FROM r_setting WHERE substr(key, 1, 5) = 'pack.'")
    assert longest <= 15_000
    again = reopened(opened, clock)
    assert [one.head.version for one in again.session.law.versions("L120")] == ["2026-11-23", "2027-02-10"]
    again.close()


def test_installing_twice_or_an_older_one_is_refused(opened: Opened, clock: Hands) -> None:
    trust(opened.session)
    install(opened.session, DECREE)
    assert code_of(law_packs.look_at, opened.session, "x", DECREE) == "E_PACK_OLD"
    older = decree(rule("user_management.end_papers", 5, "day"), "2026-12-01").replace(
        "2027-02-10", "2027-02-09"
    )
    assert code_of(law_packs.look_at, opened.session, "x", signed(older)) == "E_PACK_OLD"


def test_a_pack_taken_back_is_not_followed_and_its_history_stays(opened: Opened, clock: Hands) -> None:
    session = opened.session
    trust(session)
    install(session, DECREE)
    assert code_of(law_packs.take_back, session, "L120-decree@1", "thử") == "E_PACK_NONE"
    assert code_of(law_packs.take_back, session, "L120-decree@2027-02-10", "") == "E_REQUIRED"
    law_packs.take_back(session, "L120-decree@2027-02-10", "cài nhầm")
    again = reopened(opened, clock)
    assert again.session.law is shipped_shelf().packs
    with again.session.store.read() as reader:
        assert reader.value("SELECT count(*) FROM r_setting WHERE substr(key, 1, 5) = 'pack.'") == 1
    again.close()


def test_a_pack_that_another_rests_on_is_not_taken_back_first(opened: Opened) -> None:
    session = opened.session
    regime = later(text_of("L120")).replace('id = "L120"', 'id = "L130"', 1)
    regime = regime.replace("acts_from = 2027-03-01\n", "").replace("2026-07-01", "2028-01-01", 1)
    trust(session)
    install(session, signed(regime))
    install(session, signed(decree(_TERM, "2028-02-01", name="L130-decree", overlays="L130")))
    assert code_of(law_packs.take_back, session, "L130@2027-02-10", "thử") == "E_PACK_NEEDED"
    law_packs.take_back(session, "L130-decree@2027-02-10", "thử")
    law_packs.take_back(session, "L130@2027-02-10", "thử")


@pytest.mark.parametrize("how", ["changed", "lost"])
def test_a_damaged_installed_pack_is_told_and_not_followed(opened: Opened, clock: Hands, how: str) -> None:
    session = opened.session
    data = signed(later(text_of("L120")))
    trust(session, data)
    install(session, data)
    with session.store.write("an") as writer:
        piece = writer.row(
            "SELECT id, value FROM r_setting WHERE substr(key, 1, 5) = 'pack.' ORDER BY n LIMIT 1"
        )
        assert piece is not None
        if how == "lost":
            writer.retract("setting", piece[0], "thử")
        else:
            from app.kinds.declare import KINDS

            writer.patch(KINDS["setting"], piece[0], {"value": piece[1][:-8] + "AAAAAAAA"})
    again = reopened(opened, clock)
    assert len(again.session.law.versions("L120")) == 1
    (trouble,) = law_packs.law_view(again.session).troubles if how == "changed" else ("",)
    assert how == "lost" or "L120@2027-02-10" in trouble
    again.close()


def test_packs_and_publishers_of_other_units_are_not_followed(opened: Opened, clock: Hands) -> None:
    session = opened.session
    trust(session)
    install(session, DECREE)
    with session.store.write("an") as writer:
        writer.run("UPDATE r_setting SET _node = 'C999'")
    assert law_packs.law_view(session).publishers == ()
    assert not law_packs.law_view(session).waiting


def test_compare_lists_what_a_transition_moves_and_why(trusting: Session) -> None:
    person = managed(trusting, date(2026, 9, 1))
    data = signed(decree(_TERM, "2026-12-01", extra=_MOVES))
    candidate = law_packs.look_at(trusting, "x", data)
    changes = law_packs.compare(trusting, candidate)
    (term,) = [one for one in changes if one.what == "term_end"]
    assert (term.person, term.name) == (person, "Nguyễn Văn Thử")
    assert (term.old, term.new) == (date(2027, 9, 1), date(2028, 9, 1))
    assert "Điều 9" in term.why


def test_without_a_transition_no_old_case_changes(trusting: Session) -> None:
    managed(trusting, date(2026, 9, 1))
    candidate = law_packs.look_at(trusting, "x", signed(decree(_TERM, "2026-12-01")))
    assert law_packs.compare(trusting, candidate) == []


def test_compare_shows_a_number_given_where_the_law_had_none(trusting: Session) -> None:
    managed(trusting, date(2025, 11, 3))
    text = decree(rule("user_management.end_papers", 3, "working_day"), "2026-10-01")
    found = law_packs.compare(trusting, law_packs.look_at(trusting, "x", signed(text)))
    assert [(one.what, one.old, one.new) for one in found] == [("end_papers", None, date(2026, 11, 6))]


def test_the_tables_are_made_anew_under_other_law(opened: Opened, clock: Hands) -> None:
    session = opened.session
    managed(session, date(2026, 9, 1))
    data = signed(decree(_TERM, "2026-11-20", extra=_MOVES))
    trust(session, data)
    install(session, data)

    def ends(store: Store) -> list[str]:
        with store.read() as reader:
            return [row[0][:10] for row in reader.rows("SELECT due FROM owed WHERE what = 'term_end'")]

    assert ends(session.store) == ["2027-09-01"]
    again = reopened(opened, clock)
    assert ends(again.session.store) == ["2028-09-01"]
    assert [text for one in again.session.store.derived for text in _differences(again, one)] == []
    again.close()


def _differences(opened: Opened, derived: Any) -> list[str]:
    with opened.session.store.read() as reader:
        found: list[str] = derived.differences(reader)
    return found


def test_a_register_that_cannot_be_read_as_text_is_not_published(opened: Opened) -> None:
    sign = opened.device.sign
    key = opened.device.verify_key
    assert code_of(law_packs.publish, opened.session, "x", b"\xff\xfe", key, sign) == "E_FILE"
    assert (
        code_of(law_packs.publish, opened.session, "x", text_of("L120").encode(), key, sign) == "E_PACK_OLD"
    )


def test_a_pack_published_here_is_installed_elsewhere(opened: Opened, tmp_path: Path, clock: Hands) -> None:
    text = decree(rule("user_management.end_papers", 3, "working_day"), "2026-12-01")
    made = law_packs.publish(
        opened.session, "x.toml", text.encode(), opened.device.verify_key, opened.device.sign
    )
    homes.make(tmp_path / "other", node="C200")
    other = homes.enter(tmp_path / "other", clock)
    law_packs.trust_publisher(other.session, "x", made.data, made.fingerprint, "Công an tỉnh")
    install(other.session, made.data)
    assert law_packs.law_view(other.session).waiting
    other.close()


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    assert code_of(law_packs.read_file, tmp_path / "nothing.pack") == "E_FILE"


@pytest.fixture
def crowd(session: Session) -> Session:
    """Old cases of many ages and statuses."""
    day = date(2026, 11, 20)
    for n, (status, sort) in enumerate(
        (("U-QL", "manage_user"), ("S", "aftercare"), ("A-TN-GĐ", "voluntary"), ("A-BB", "court")) * 3
    ):
        since = day - timedelta(days=37 * n + 1)
        add_person(
            session,
            AddPerson(
                {"name": f"Người {n}", "birth": "1990"},
                {"sort": "present", "text": "Số 1"},
                {"status": status, "since": since.isoformat()},
                {"sort": sort, "decided_on": since.isoformat(), "number": str(n)},
            ),
        )
    return session


@pytest.mark.parametrize("factor", [2, 3])
def test_what_a_person_owes_and_is_owed_does_not_move_with_a_pack(crowd: Session, factor: int) -> None:
    """Every number of the law multiplied from a day on: nothing that began before is due on another day."""
    regime = crowd.law.regime("L120")
    rules = "".join(
        rule(one.id, one.amount * factor, one.unit or "day", one.who, one.binds)
        for one in regime.rules.values()
        if one.amount is not None
    )
    trust(crowd)
    candidate = law_packs.look_at(crowd, "x", signed(decree(rules, "2026-11-22")))
    now = datetime(2026, 11, 23, tzinfo=VIETNAM)
    with crowd.store.read() as reader:
        facts = facts_of(reader, list(all_ids(reader)))
    for one in facts.values():
        case = case_of(one, now.date())
        dues = [
            {(each.what, each.status, each.due) for each in Watch(law, crowd.calendar, now).owed(case)}
            for law in (crowd.law, candidate.shelf.packs)
        ]
        assert dues[0] == dues[1]
        assert dues[0]
