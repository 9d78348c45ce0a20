"""The files of people: which there are, what is in them by record and by proof, what is missing and who owes it."""

from __future__ import annotations

from typing import Any

import pytest

from app.kinds.faults import Fault
from app.register.dossiers import (
    OTHER,
    DossierQuery,
    DossierView,
    add_paper,
    dossiers_of,
    list_dossiers,
    open_dossier,
    paper_titles,
    procedures,
    remove_paper,
)
from app.register.people import AddPerson, add_person, save
from app.register.session import Session
from app.words import set_language


class Story:
    """One person and what is recorded about them."""

    def __init__(self, session: Session, name: str = "Người Thử", birth: str = "1990-05-01") -> None:
        self.session = session
        self.person, _changed = add_person(
            session, AddPerson({"name": name, "birth": birth, "officer": "an"})
        )

    def put(self, kind: str, record: str, **fields: Any) -> str:
        save(self.session, kind, record, {"person": self.person, **fields})
        return record

    def one(self, procedure: str) -> DossierView:
        found = [v for v in dossiers_of(self.session, self.person) if v.line.procedure == procedure]
        assert len(found) == 1, found
        return found[0]


@pytest.fixture
def story(session: Session) -> Story:
    return Story(session)


def managed(story: Story, day: str = "2026-03-10", number: str | None = "07/QĐ-UBND") -> DossierView:
    given = {"number": number} if number else {}
    story.put("decision", "d1", sort="manage_user", decided_on=day, **given)
    story.put("status_period", "s1", status="U-QL", since=day, opened_by="d1")
    return story.one("user_management")


def state_of(view: DossierView, paper: str) -> str:
    return next((one.state for one in view.papers if one.id == paper), "")


def test_a_case_keeps_the_law_it_began_under(story: Story, session: Session) -> None:
    assert managed(story).line.regime == "L73"
    later = Story(session, "Người Khác")
    later.put("status_period", "s2", status="U-QL", since="2026-07-02")
    assert later.one("user_management").line.regime == "L120"


def test_an_undecided_compulsory_file_goes_over_to_the_new_law(story: Story) -> None:
    story.put("compulsory_file", "f1", ground="no_register", opened_on="2026-06-20")
    assert story.one("compulsory").line.regime == "L120"
    story.put("compulsory_file", "f1", ground="no_register", opened_on="2026-06-20", decided_on="2026-06-29")
    assert story.one("compulsory").line.regime == "L73"


def test_the_register_proves_what_it_has(story: Story) -> None:
    view = managed(story, number=None)
    assert (view.line.percent, state_of(view, "decision")) == (0, "missing")
    story.put("decision", "d1", sort="manage_user", decided_on="2026-03-10", number="07/QĐ-UBND")
    story.put(
        "drug_test", "t1", sampled_at="2026-03-05T08:00:00+07:00", result="positive", slip_number="3/PKQ"
    )
    story.put(
        "detection", "e1", detected_at="2026-03-05T07:00:00+07:00", statement_taken=True,
        residence_verified_on="2026-03-07", residence_stable=True,
    )  # fmt: skip
    view = story.one("user_management")
    assert {paper.id for paper in view.missing} == {"summary", "act_record"}
    assert view.line.percent == 66
    shown = next(paper for paper in view.papers if paper.id == "decision")
    assert (shown.number, str(shown.dated_on), shown.proof and shown.proof.kind) == (
        "07/QĐ-UBND", "2026-03-10", "decision",
    )  # fmt: skip
    assert "not_addicted" not in {paper.id for paper in view.papers}


def test_a_test_without_slip_or_receipt_proves_no_slip(story: Story) -> None:
    story.put("drug_test", "t1", sampled_at="2026-03-05T08:00:00+07:00", result="positive")
    assert state_of(managed(story), "test_slip") == "missing"


def test_repeat_use_under_management_needs_the_assessment(story: Story) -> None:
    story.put("status_period", "s0", status="U-QL", since="2025-09-01", until="2026-03-10")
    story.put("drug_test", "t1", sampled_at="2026-03-05T08:00:00+07:00", result="positive", slip_number="3")
    story.put("status_period", "s1", status="U-QL", since="2026-03-10")
    now = open_dossier(story.session, story.person, "user_management", "s1")
    assert state_of(now, "not_addicted") == "missing"
    story.put("assessment", "a1", concluded_on="2026-03-09", conclusion="not_addicted", slip_number="9/PXĐ")
    now = open_dossier(story.session, story.person, "user_management", "s1")
    assert state_of(now, "not_addicted") == "present"
    first = open_dossier(story.session, story.person, "user_management", "s0")
    assert state_of(first, "not_addicted") != "missing"


def test_no_stable_residence_needs_the_assessment(story: Story) -> None:
    story.put("detection", "e1", detected_at="2026-03-05T07:00:00+07:00", residence_stable=False)
    assert state_of(managed(story), "not_addicted") == "missing"


def test_a_positive_test_begins_the_file_before_its_decision(story: Story) -> None:
    story.put(
        "drug_test", "t1", sampled_at="2026-11-20T08:00:00+07:00", result="positive",
        received_at="2026-11-20T10:05:00+07:00",
    )  # fmt: skip
    view = story.one("user_management")
    assert (view.line.about, view.line.regime, state_of(view, "test_slip")) == ("t1", "L120", "present")
    add_paper(story.session, view, "statement")
    story.put("status_period", "s1", status="U-QL", since="2026-11-21")
    view = story.one("user_management")
    assert view.line.about == "s1"
    assert state_of(view, "statement") == "present"  # what was put in before the decision stays in


def test_one_key_puts_a_paper_in_and_removing_it_lowers_the_per_cent(story: Story) -> None:
    view = managed(story)
    before = view.line.percent
    add_paper(story.session, view, "summary")
    more = story.one("user_management")
    assert more.line.percent > before
    paper = next(one for one in more.papers if one.id == "summary")
    assert paper.state == "present"
    remove_paper(story.session, paper.record, "nhầm hồ sơ")
    assert story.one("user_management").line.percent == before


def test_what_is_known_of_a_paper_is_added_to_what_was(story: Story) -> None:
    view = managed(story)
    add_paper(story.session, view, "summary", {"number": "5/TTLL", "held_at": "Tủ 2"})
    add_paper(story.session, story.one("user_management"), "summary", {"pages": 3})
    paper = next(one for one in story.one("user_management").papers if one.id == "summary")
    assert (paper.number, paper.held_at, paper.pages) == ("5/TTLL", "Tủ 2", 3)


def test_another_paper_needs_a_title_and_counts_for_nothing(story: Story) -> None:
    view = managed(story)
    with pytest.raises(Fault) as told:
        add_paper(story.session, view, OTHER)
    assert told.value.field == "title"
    with pytest.raises(Fault):
        add_paper(story.session, view, "no_such_paper")
    add_paper(story.session, view, OTHER, {"title": "Đơn của gia đình"})
    add_paper(story.session, story.one("user_management"), OTHER, {"title": "Biên lai"})
    now = story.one("user_management")
    assert now.line.percent == view.line.percent
    assert [one.title for one in now.papers if one.id == OTHER] == ["Đơn của gia đình", "Biên lai"]


def test_voluntary_rehabilitation_takes_the_facts_of_its_episode(story: Story) -> None:
    story.put("rehab_episode", "r1", form="home", registered_on="2026-08-03")
    view = story.one("voluntary")
    assert {one.id for one in view.missing} == {"registration", "commitment", "addiction_slip"}
    story.put(
        "assessment", "a1", concluded_on="2026-01-05", conclusion="addicted", slip_number="9",
        valid_until="2026-07-05",
    )  # fmt: skip
    assert state_of(story.one("voluntary"), "addiction_slip") == "missing"  # no longer serves
    story.put("assessment", "a2", concluded_on="2026-07-20", conclusion="addicted", slip_number="12")
    assert state_of(story.one("voluntary"), "addiction_slip") == "present"
    story.put(
        "rehab_episode", "r1", form="home", registered_on="2026-08-03", ended_on="2026-11-20",
        outcome="completed",
    )  # fmt: skip
    ended = story.one("voluntary")
    assert ended.line.until == "2026-11-20" and state_of(ended, "completion") == "missing"


def test_after_care_finds_the_certificate_of_the_rehabilitation(story: Story) -> None:
    story.put(
        "rehab_episode", "r1", form="compulsory", registered_on="2024-08-03", ended_on="2026-08-03",
        outcome="completed", certificate_number="46/CN",
    )  # fmt: skip
    story.put("status_period", "s1", status="S", since="2026-08-10")
    view = story.one("aftercare")
    assert state_of(view, "completion") == "present"
    assert {one.id for one in view.missing} == {"decision"}
    assert [one.owes_vi for one in view.missing] == ["Chủ tịch Ủy ban nhân dân cấp xã"]


def test_the_after_care_file_begins_when_rehabilitation_is_completed(story: Story) -> None:
    story.put(
        "substitution_treatment", "m1", facility="Trạm y tế", started_on="2025-01-05", stopped_on="2026-09-01",
        stop_reason="completed",
    )  # fmt: skip
    view = story.one("aftercare")
    assert (view.line.about, view.line.opened) == ("m1", "2026-09-01")
    add_paper(story.session, view, "completion")
    story.put("status_period", "s1", status="S", since="2026-09-04")
    now = story.one("aftercare")
    assert (now.line.about, state_of(now, "completion")) == ("s1", "present")


def test_minors_have_the_file_for_minors(session: Session) -> None:
    story = Story(session, "Người Nhỏ", "2010-02-01")
    story.put("compulsory_file", "f1", ground="no_register", opened_on="2026-09-01", is_minor=True)
    view = story.one("compulsory_minor")
    assert view.numbered
    assert {"parents_opinion", "statement"} <= {one.id for one in view.missing}


def test_an_assessment_request_is_over_once_answered(story: Story) -> None:
    story.put("assessment_request", "q1", asked_on="2026-11-02", ground="managed", number="11/ĐN")
    view = story.one("assessment")
    assert (state_of(view, "request"), state_of(view, "test_slip"), view.line.until) == (
        "present",
        "missing",
        "",
    )
    story.put("assessment", "a1", request="q1", concluded_on="2026-11-06", conclusion="observing")
    assert story.one("assessment").line.until == ""
    story.put(
        "assessment", "a2", request="q1", concluded_on="2026-11-09", conclusion="addicted", slip_number="4"
    )
    assert story.one("assessment").line.until == "2026-11-09"
    assert not dossiers_of(story.session, story.person, ended=False)


def test_the_list_is_by_what_is_least_complete_and_filtered(session: Session) -> None:
    first = Story(session, "Nguyễn Thị Ánh")
    managed(first)
    second = Story(session, "Trần Văn Bình")
    second.put("status_period", "s9", status="U-QL", since="2026-02-01")
    second.put("status_period", "s8", status="S", since="2024-01-01", until="2025-01-01")
    lines = list_dossiers(session)
    assert [line.name for line in lines] == ["Trần Văn Bình", "Nguyễn Thị Ánh"]
    assert lines[0].percent < lines[1].percent
    assert len(list_dossiers(session, DossierQuery(ended=True))) == 3
    assert [x.name for x in list_dossiers(session, DossierQuery(words="anh"))] == ["Nguyễn Thị Ánh"]
    lacking = DossierQuery(missing="aftercare/decision,user_management/decision")
    assert [x.name for x in list_dossiers(session, lacking)] == ["Trần Văn Bình"]
    assert not list_dossiers(session, DossierQuery(procedure="aftercare"))
    assert not list_dossiers(session, DossierQuery(officer="binh"))
    assert not list_dossiers(session, DossierQuery(missing="aftercare/decision"))
    assert {code for code, _title in procedures(session)} >= {"user_management", "compulsory_minor"}
    codes = [code for code, _title in paper_titles(session)]
    assert any("aftercare/decision" in code.split(",") for code in codes)
    assert all("/" in code for code in codes)


def test_what_a_merged_person_had_is_in_the_file_of_who_stands_for_them(session: Session) -> None:
    kept, gone = Story(session, "Lê Văn Cường"), Story(session, "Lê Văn Cương")
    gone.put("status_period", "s7", status="U-QL", since="2026-04-01")
    with session.store.write(session.user) as writer:
        writer.merge(gone.person, kept.person, "cùng một người")
    lines = list_dossiers(session)
    assert [(line.person, line.about) for line in lines] == [(kept.person, "s7")]
    assert open_dossier(session, gone.person, "user_management", "s7").line.person == kept.person


def test_a_file_that_is_gone_says_so(story: Story) -> None:
    with pytest.raises(Fault) as told:
        open_dossier(story.session, story.person, "aftercare", "")
    assert told.value.code == "E_UNKNOWN_RECORD"
    with pytest.raises(Fault):
        dossiers_of(story.session, "nobody")


def test_titles_follow_the_language(story: Story) -> None:
    view = managed(story)
    set_language("en")
    try:
        said = open_dossier(story.session, story.person, "user_management", view.line.about)
    finally:
        set_language("vi")
    assert said.line.title == "File of user management"
    assert next(one for one in said.papers if one.id == "summary").form == "form 05"
    assert next(one for one in said.papers if one.id == "summary").title_vi.startswith("Bản tóm tắt")
