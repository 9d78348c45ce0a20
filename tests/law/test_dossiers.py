"""What a file must hold: by regime, by circumstance, and never more than the law asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kinds.codes_care import ASSESSMENT_GROUND, DOSSIER, INTERIM, REHAB_FORM
from app.kinds.faults import Fault
from app.law.dossiers import DossierFacts, DossierPacks, dossier, read_dossiers
from app.law.packs import LawPacks

PACKS = DossierPacks.shipped()
CASES = [(regime, procedure) for regime in PACKS.regimes() for procedure in PACKS.of(regime).procedures]
ADULT = DossierFacts(minor=False, settled=True, repeat_use=False, completed=False)


def ids(regime: str, procedure: str, facts: DossierFacts, state: str = "missing") -> set[str]:
    found = dossier(PACKS.of(regime), procedure, facts)
    return {line.rule.id for line in found.papers if line.state == state}


def with_facts(**more) -> DossierFacts:
    return DossierFacts(minor=False, settled=True, repeat_use=False, completed=False, **more)


def test_every_regime_lists_every_procedure_whose_file_is_watched(packs: LawPacks) -> None:
    assert set(PACKS.regimes()) == set(packs.regimes())
    for regime in PACKS.regimes():
        assert set(PACKS.of(regime).procedures) == set(DOSSIER.labels)


@pytest.mark.parametrize(("regime", "procedure"), CASES)
def test_every_paper_says_who_owes_it_where_it_stands_and_how_sure_that_is(
    packs: LawPacks, regime: str, procedure: str
) -> None:
    rules = PACKS.of(regime)
    known = {**packs.regime(regime).offices, **rules.offices}
    for rule in rules.papers[procedure]:
        assert rule.owes in known, rule.id
        assert rule.article and rule.title.vi and rule.title.en
        assert rule.form or rule.form_mark in ("found", "unknown")
        assert bool(rule.when) <= bool(rule.why), f"{rule.id}: a condition is said in words"
        for one in rule.when:
            assert set(one.forms) <= set(REHAB_FORM.labels)
            assert set(one.grounds) <= set(ASSESSMENT_GROUND.labels)
            assert one.interim in ("", *INTERIM.labels)


def test_no_form_of_the_new_law_has_a_number() -> None:
    rules = PACKS.of("L120")
    for papers in rules.papers.values():
        for rule in papers:
            assert not rule.form and rule.form_mark == "unknown", rule.id


def test_the_file_of_a_user_under_the_old_law() -> None:
    wanted = {"decision", "summary", "residence", "test_slip", "act_record", "statement"}
    assert ids("L73", "user_management", ADULT) == wanted
    forms = {rule.id: rule.form for rule in PACKS.of("L73").papers["user_management"]}
    assert (forms["decision"], forms["summary"], forms["test_slip"], forms["statement"]) == (
        "Mẫu 07", "Mẫu 05", "Mẫu 03", "Mẫu 06",
    )  # fmt: skip


@pytest.mark.parametrize("regime", ["L73", "L120"])
@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (DossierFacts(settled=True, repeat_use=True), "missing"),
        (DossierFacts(settled=False, repeat_use=False), "missing"),
        (DossierFacts(settled=None, repeat_use=True), "missing"),
        (DossierFacts(settled=None, repeat_use=False), "optional"),
        (DossierFacts(settled=True, repeat_use=None), "optional"),
    ],
)
def test_repeat_use_and_no_residence_need_the_result_that_found_no_addiction(
    regime: str, facts: DossierFacts, state: str
) -> None:
    assert "not_addicted" in ids(regime, "user_management", facts, state)


def test_who_was_found_once_and_lives_here_needs_no_assessment() -> None:
    found = dossier(PACKS.of("L73"), "user_management", ADULT)
    assert "not_addicted" not in {line.rule.id for line in found.papers}


@pytest.mark.parametrize(
    ("regime", "form", "wanted"),
    [
        ("L73", "home", {"registration", "addiction_slip", "identity", "decision"}),
        ("L73", "facility", {"addiction_slip"}),
        ("L120", "home", {"registration", "commitment", "addiction_slip"}),
        ("L120", "private", {"addiction_slip", "admission_record"}),
        ("L120", "facility", {"addiction_slip", "summary", "application", "request", "decision"}),
    ],
)
def test_voluntary_rehabilitation_by_its_form(regime: str, form: str, wanted: set[str]) -> None:
    assert ids(regime, "voluntary", with_facts(form=form)) == wanted


def test_parents_sign_with_a_minor() -> None:
    minor = DossierFacts(minor=True, form="home", completed=False)
    assert "commitment_parents" in ids("L120", "voluntary", minor)
    assert "commitment" not in ids("L120", "voluntary", minor)


def test_a_completed_rehabilitation_needs_its_certificate() -> None:
    done = DossierFacts(minor=False, form="home", completed=True)
    assert "completion" in ids("L73", "voluntary", done)
    assert "completion" in ids("L120", "voluntary", done)
    assert "completion_facility" not in ids("L120", "voluntary", done)


def test_compulsory_files() -> None:
    assert ids("L120", "compulsory", ADULT) == {"summary", "breach_record", "addiction_slip", "request"}
    assert ids("L120", "compulsory_minor", ADULT) >= {"statement", "parents_opinion"}
    assert ids("L73", "compulsory", with_facts(interim="family")) >= {"family_commitment", "family_decision"}
    assert "facility_handover" not in ids("L73", "compulsory", with_facts(interim="family"))
    assert "interim_decision" in ids("L120", "compulsory", with_facts(interim="facility"))
    assert PACKS.of("L120").procedures["compulsory"].numbered
    assert not PACKS.of("L120").procedures["aftercare"].numbered


def test_a_child_under_36_months_needs_the_confirmation_of_the_commune() -> None:
    assert "child_confirmation" in ids("L120", "compulsory", with_facts(raises_child=True))
    assert "child_confirmation" in ids("L120", "compulsory", ADULT, "optional")


def test_after_care_under_both_laws() -> None:
    assert ids("L73", "aftercare", ADULT) == {"report_back", "summary", "completion", "decision"}
    assert ids("L120", "aftercare", ADULT) == {"completion", "decision"}


@pytest.mark.parametrize(
    ("ground", "wanted"), [("voluntary", {"application"}), ("managed", {"request", "test_slip"})]
)
def test_assessment_requests_by_who_asks(ground: str, wanted: set[str]) -> None:
    assert ids("L73", "assessment", with_facts(ground=ground)) == wanted
    assert ids("L120", "assessment", with_facts(ground=ground)) == wanted


FLAGS = st.sampled_from((None, True, False))


@given(
    case=st.sampled_from(CASES),
    minor=FLAGS,
    settled=FLAGS,
    repeat=FLAGS,
    completed=FLAGS,
    form=st.sampled_from(("", *REHAB_FORM.labels)),
    ground=st.sampled_from(("", *ASSESSMENT_GROUND.labels)),
    data=st.data(),
)
def test_per_cent_counts_required_papers_only(
    case, minor, settled, repeat, completed, form, ground, data
) -> None:
    rules = PACKS.of(case[0])
    every = [rule.id for rule in rules.papers[case[1]]]
    present = frozenset(data.draw(st.sets(st.sampled_from(every))))
    facts = DossierFacts(minor, settled, repeat, completed, None, "", form, ground, present)
    found = dossier(rules, case[1], facts)
    states = [line.state for line in found.papers]
    assert 0 <= found.percent <= 100
    assert found.required == found.present + states.count("missing")
    assert (found.percent == 100) == (not found.missing)
    assert present <= {line.rule.id for line in found.papers}
    for rule in found.missing:  # one more paper never lowers it, and the last one completes it
        more = dossier(rules, case[1], DossierFacts(
            minor, settled, repeat, completed, None, "", form, ground, present | {rule.id}))  # fmt: skip
        assert more.percent > found.percent


def test_a_damaged_pack_is_refused_by_name() -> None:
    head = 'id = "x"\nsort = "dossiers"\nregime = "X"\nversion = "1"\nsource = ""\n'
    stray = '[[papers]]\nprocedure = "none"\nid = "a"\ntitle = {vi="a", en="a"}\nowes="x"\narticle="x"\nmark="found"\n'
    for text in ("[", head + "more = 1\n", head + stray, head + '[[procedures]]\nid = "a"\n'):
        with pytest.raises(Fault) as told:
            read_dossiers("x.toml", text)
        assert told.value.code == "E_PACK" and "x.toml" in told.value.sentence()


def test_a_law_without_files_says_so() -> None:
    with pytest.raises(Fault) as told:
        PACKS.of("L99")
    assert told.value.code == "E_REGIME"
    with pytest.raises(Fault):
        dossier(PACKS.of("L73"), "custody", ADULT)
    newer = read_dossiers("l99.toml", 'id="n"\nsort="dossiers"\nregime="L99"\nversion="1"\nsource=""\n')
    assert PACKS.plus(newer).of("L99") is newer
