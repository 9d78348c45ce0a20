"""The WHO ASSIST: scores and bands of cases worked by hand from the manual, versions, what is refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pytest

from app.kinds.clinical import ASSIST_BAND, ASSIST_EVER, ASSIST_OFTEN, AssistLine
from app.kinds.faults import Fault
from app.register import assist
from app.register.assist import Assist, Feedback, Injecting, Question
from app.register.clinical import open_notes
from app.register.clinical_forms import keep_note
from app.words import language, set_language
from tests.ledger import homes
from tests.ledger.homes import Hands
from tests.register.clinic import add_nurse, nurse, somebody

OFTEN = ("never", "few", "monthly", "weekly", "daily")
SCORED = ("q2", "q3", "q4", "q5", "q6", "q7")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def line(substance: str, *answers: str) -> dict[str, str]:
    """A line of answers to questions 2 to 7; “-” is not asked."""
    return {"substance": substance} | {q: a for q, a in zip(SCORED, answers, strict=True) if a != "-"}


def score(found: Mapping[str, object], form: Assist | None = None) -> tuple[int | None, str | None]:
    (made,) = assist.scored(form or assist.current(), [found])
    return made.get("score"), made.get("band")


# Worked by hand from the answer sheet: Q2 0 2 3 4 6, Q3 0 3 4 5 6, Q4 0 4 5 6 7, Q5 0 5 6 7 8, Q6 and Q7 0 6 3.
CASES = [
    # everything at its most: 6+6+7+8+6+6
    (("opioids", "daily", "daily", "daily", "daily", "recent", "recent"), 39, "high"),
    # the same for tobacco, question 5 left out: 6+6+7+6+6
    (("tobacco", "daily", "daily", "daily", "-", "recent", "recent"), 31, "high"),
    # used once, nothing else: never in three months
    (("ats", "never", "-", "-", "-", "never", "never"), 0, "low"),
    # not in three months, but concern and a failed attempt long ago: 0+3+3
    (("ats", "never", "-", "-", "-", "past", "past"), 6, "moderate"),
    # 3+4+0+0+0+0
    (("cannabis", "monthly", "monthly", "never", "never", "never", "never"), 7, "moderate"),
    # 2+0+0+0+0+0: low still
    (("cannabis", "few", "never", "never", "never", "never", "never"), 2, "low"),
    # 3: the last of the low band
    (("cannabis", "monthly", "never", "never", "never", "never", "never"), 3, "low"),
    # 4: the first of the moderate band
    (("cannabis", "weekly", "never", "never", "never", "never", "never"), 4, "moderate"),
    # 4+5+5+6+6+0 = 26: the last of the moderate band
    (("opioids", "weekly", "weekly", "monthly", "monthly", "recent", "never"), 26, "moderate"),
    # 6+5+4+6+3+3 = 27: the first of the high band
    (("opioids", "daily", "weekly", "few", "monthly", "past", "past"), 27, "high"),
    # alcohol: 4+6+0+0+0+0 = 10, low for alcohol alone
    (("alcohol", "weekly", "daily", "never", "never", "never", "never"), 10, "low"),
    # the same for another substance is moderate
    (("sedatives", "weekly", "daily", "never", "never", "never", "never"), 10, "moderate"),
    # alcohol 2+3+0+0+6+0 = 11
    (("alcohol", "few", "few", "never", "never", "recent", "never"), 11, "moderate"),
    # alcohol 6+6+7+5+3+0 = 27
    (("alcohol", "daily", "daily", "daily", "few", "past", "never"), 27, "high"),
    # 2+3+4+5+3+6 = 23
    (("inhalants", "few", "few", "few", "few", "past", "recent"), 23, "moderate"),
    # 3+3+5+7+6+3 = 27
    (("other", "monthly", "few", "monthly", "weekly", "recent", "past"), 27, "high"),
]


@pytest.mark.parametrize("version", ["3.0", "3.1"])
@pytest.mark.parametrize(("answers", "total", "band"), CASES)
def test_scores_are_those_of_the_manual(
    version: str, answers: tuple[str, ...], total: int, band: str
) -> None:
    assert score(line(*answers), assist.version_named(version)) == (total, band)


def test_every_answer_sheet_sums_its_own_numbers() -> None:
    """All 5^4 x 3^2 answers of one substance against the sums reckoned here."""
    worth = ((0, 2, 3, 4, 6), (0, 3, 4, 5, 6), (0, 4, 5, 6, 7), (0, 5, 6, 7, 8))
    ever = {"never": 0, "recent": 6, "past": 3}
    for picked in itertools.product(range(1, 5), *[range(5)] * 3):
        for six, seven in itertools.product(ever, ever):
            answers = [OFTEN[n] for n in picked]
            total = sum(row[n] for row, n in zip(worth, picked, strict=True)) + ever[six] + ever[seven]
            found, band = score(line("cocaine", *answers, six, seven))
            assert found == total
            assert band == ("low" if total <= 3 else "moderate" if total <= 26 else "high")


def test_a_line_that_lacks_an_answer_has_no_score() -> None:
    assert score({"substance": "opioids", "q2": "daily"}) == (None, None)
    assert score({"substance": "opioids"}) == (None, None)
    said = assist.said_score(assist.current(), AssistLine(substance="opioids"))
    assert said == "Opioids: not finished"


def test_a_score_typed_by_somebody_is_reckoned_anew() -> None:
    typed = line(*CASES[0][0]) | {"score": 1, "band": "low"}
    assert score(typed) == (39, "high")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"substance": "coffee"}], "E_CODE"),
        ([{"substance": "opioids", "q2": "always"}], "E_CODE"),
        ([{"substance": "opioids"}, {"substance": "opioids"}], "E_TWICE"),
        ([{"substance": "tobacco", "q5": "daily"}], "E_NOT_ASKED"),
        ([{"substance": "opioids", "q2": "never", "q3": "daily"}], "E_NOT_ASKED"),
    ],
)
def test_what_the_questionnaire_does_not_have_is_refused(lines: list[dict[str, str]], code: str) -> None:
    with pytest.raises(Fault) as told:
        assist.scored(assist.current(), lines)
    assert (told.value.code, told.value.field) == (code, "assist")


def test_every_version_has_all_of_assist_in_both_languages() -> None:
    assert [form.version for form in assist.versions()] == ["3.0", "3.1"]
    for form in assist.versions():
        assert [q.id for q in form.questions] == [f"q{n}" for n in range(1, 9)]
        assert [q.id for q in form.questions if not q.scores] == ["q1", "q8"]
        assert len(form.substances) == 10 and sum(s.first for s in form.substances) == 4
        assert {f.band for f in form.feedback} == set(ASSIST_BAND.codes())
        assert "WHO" in form.source
        for question in form.scored:
            expected = ASSIST_OFTEN if question.asks == "often" else ASSIST_EVER
            assert tuple(question.scores) == expected.codes()
        texts: list[Question | Feedback | Injecting] = [*form.questions, *form.feedback, form.injecting]
        for label in [t.text for t in texts] + [s.label for s in form.substances]:
            assert label.vi.strip() and label.en.strip() and label.vi != label.en


def test_feedback_follows_the_band() -> None:
    form = assist.current()
    (made,) = assist.scored(form, [line(*CASES[0][0])])
    found = msgspec.convert(made, AssistLine)
    assert assist.said_score(form, found) == "Opioids: 39, high risk"
    assert "referral" in form.advice(found) and form.advice(AssistLine(substance="opioids")) == ""


@dataclass
class Later:
    """A home with a note under 3.1, before and after a version 4.0 is added."""

    home: Path
    person: str


@pytest.fixture
def kept(tmp_path: Path) -> Later:
    homes.make(tmp_path / "home")
    add_nurse(tmp_path / "home")
    with nurse(tmp_path / "home", Hands()) as opened:
        person = somebody(opened.session)
        outer = {"id": "n1", "person": person, "noted_on": "2026-11-23"}
        content = {"assist_version": "3.1", "assist": [line(*CASES[9][0])], "assist_injected": "recent"}
        keep_note(opened.session, outer, content)
    return Later(tmp_path / "home", person)


def test_old_answers_keep_version_and_score_when_a_version_is_added(
    kept: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = assist.version_named("3.1")
    doubled = [
        msgspec.structs.replace(q, scores={a: 2 * n for a, n in q.scores.items()}) for q in before.questions
    ]
    newer = msgspec.structs.replace(
        before, id="assist-4.0", version="4.0", valid_from=date(2026, 1, 1), questions=tuple(doubled)
    )
    monkeypatch.setattr(assist, "versions", lambda: (before, newer))
    assert assist.current().version == "4.0" and score(line(*CASES[9][0])) == (54, "high")
    with nurse(kept.home, Hands()) as opened:
        outer = {"id": "n1", "person": kept.person, "noted_on": "2026-11-23"}
        answers = {"assist_version": "3.1", "assist": [line(*CASES[9][0]) | {"score": 27, "band": "high"}]}
        keep_note(opened.session, outer, answers | {"assist_injected": "recent", "own": "thêm ý kiến"})
        (note,) = open_notes(opened.session, "assessment_detail", kept.person)
    assert note.content.assist_version == "3.1" and note.content.own == "thêm ý kiến"
    assert (note.content.assist[0].score, note.content.assist[0].band) == (27, "high")


def test_answers_stay_readable_when_their_version_is_gone(
    kept: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = msgspec.structs.replace(assist.current(), version="4.0")
    monkeypatch.setattr(assist, "versions", lambda: (newer,))
    with pytest.raises(Fault) as told:
        assist.version_named("3.1")
    assert told.value.code == "E_ASSIST"
    with nurse(kept.home, Hands()) as opened:
        (note,) = open_notes(opened.session, "assessment_detail", kept.person)
    assert assist.said_score(None, note.content.assist[0]) == "opioids: 27, high risk"


def test_answers_without_their_version_are_refused(kept: Later) -> None:
    with nurse(kept.home, Hands()) as opened, pytest.raises(Fault) as told:
        keep_note(
            opened.session,
            {"person": kept.person, "noted_on": "2026-11-23"},
            {"assist": [{"substance": "ats"}]},
        )
    assert (told.value.code, told.value.field) == ("E_ASSIST", "assist")
