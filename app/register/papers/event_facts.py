"""Facts about a detection, a test and a move, chosen by the record that the paper answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.kinds import codes
from app.register.papers.fields import Asked, FieldSpec, Provider, Told
from app.register.papers.said import clocked, coded, day_of, lowered, slashed, worded
from app.words import N_

TEST = (
    FieldSpec("test.on", N_("Day of the test"), where="drug_test.sampled_at"),
    FieldSpec("test.at", N_("Time of the test"), where="drug_test.sampled_at"),
    FieldSpec("test.day", N_("Day of the test in words"), where="drug_test.sampled_at"),
    FieldSpec("test.place", N_("Place of the test"), where="drug_test.place"),
    FieldSpec("test.by", N_("Who made the test"), where="drug_test.taken_by"),
    FieldSpec("test.by_post", N_("Post of who made the test"), where="drug_test.taken_by_post"),
    FieldSpec("test.method", N_("How the test was made"), where="drug_test.method"),
    FieldSpec("test.steps", N_("Steps of the test"), typed=True),
    FieldSpec("test.result", N_("Result of the test"), where="drug_test.result"),
    FieldSpec("test.lines", N_("Result per substance"), where="drug_test.panel"),
    FieldSpec("test.positive_for", N_("Substances found"), where="drug_test.panel"),
    FieldSpec("test.ground", N_("Ground of the test"), where="drug_test.ground"),
    FieldSpec("test.number", N_("Number of the result slip"), where="drug_test.slip_number"),
    FieldSpec(
        "test.conclusion", N_("Result, ticked"), "codes", "drug_test.result",
        codes=tuple(codes.TEST_RESULT.labels),
    ),
)  # fmt: skip

DETECTION = (
    FieldSpec("detection.on", N_("Day of the detection"), where="detection.detected_at"),
    FieldSpec("detection.at", N_("Time of the detection"), where="detection.detected_at"),
    FieldSpec("detection.place", N_("Place of the detection"), where="detection.place"),
    FieldSpec("detection.by", N_("Who detected it"), where="detection.by"),
    FieldSpec("detection.ground", N_("Ground"), where="detection.ground"),
    FieldSpec("detection.summary", N_("What happened"), where="detection.summary"),
    FieldSpec("detection.act", N_("The act: when, where, what was found"), where="detection.summary"),
    FieldSpec("detection.first", N_("First detection of use"), where="detection.detected_at"),
)

MOVE = (
    FieldSpec("move.unit", N_("Commune moved to"), where="absence.unit_name"),
    FieldSpec("move.left_at", N_("Left at"), where="absence.left_at"),
    FieldSpec("move.left_on", N_("Day of leaving"), where="absence.left_at"),
    FieldSpec("move.arrived_on", N_("Day of arrival"), where="absence.arrived_at"),
    FieldSpec("move.reason", N_("Reason of the absence"), where="absence.reason"),
    FieldSpec("move.sort", N_("Sort of absence"), where="absence.sort"),
)

_TICKS = {"positive": "dương tính", "negative": "âm tính", "unclear": "không rõ"}


def test_of(asked: Asked) -> Any:
    """The test a paper rests on: itself, the one its decision names, or the newest before its day."""
    if asked.about_kind == "drug_test":
        return asked.about
    tests = [one for one in asked.of("drug_test") if day_of(one.sampled_at) <= asked.on]
    named = getattr(asked.about, "test", None)
    found = next((one for one in tests if one.id == named), None)
    if found is not None:
        return found
    if asked.about_kind == "detection" and asked.about is not None:
        seen = day_of(asked.about.detected_at)  # type: ignore[attr-defined]
        after = [one for one in tests if day_of(one.sampled_at) >= seen]
        return after[0] if after else None
    if asked.about_kind == "decision" and asked.about is not None:
        decided = asked.about.decided_on  # type: ignore[attr-defined]
        tests = [one for one in tests if day_of(one.sampled_at) <= decided]
    positive = [one for one in tests if one.result == "positive"]
    return (positive or tests or [None])[-1]


def detection_of(asked: Asked) -> Any:
    """The detection a paper is about: itself, or the newest not after the test it rests on."""
    if asked.about_kind == "detection":
        return asked.about
    test = test_of(asked)
    limit = day_of(test.sampled_at) if test is not None else asked.on
    return _last([one for one in asked.of("detection") if day_of(one.detected_at) <= limit])


def _last(found: Sequence[Any]) -> Any:
    return found[-1] if found else None


def _test(asked: Asked) -> Mapping[str, Told]:
    test = test_of(asked)
    if test is None:
        return {}
    lines = [(lowered(coded(codes.SUBSTANCE, one.substance)), one.result) for one in test.panel]
    found = [name for name, result in lines if result == "positive"]
    return {
        "test.on": slashed(test.sampled_at),
        "test.at": clocked(test.sampled_at),
        "test.day": worded(test.sampled_at),
        "test.place": test.place or "",
        "test.by": test.taken_by or "",
        "test.by_post": test.taken_by_post or "",
        "test.method": _method(test),
        "test.result": _TICKS.get(test.result) or lowered(coded(codes.TEST_RESULT, test.result)),
        "test.lines": "; ".join(f"{name}: {_TICKS.get(result, result)}" for name, result in lines),
        "test.positive_for": ", ".join(found),
        "test.ground": lowered(coded(codes.TEST_GROUND, test.ground)),
        "test.number": test.slip_number or "",
        "test.conclusion": frozenset({test.result}),
    }


def _method(test: Any) -> str:
    """Sample, way and kit in one sentence."""
    words = f"{coded(codes.METHOD, test.method)}, mẫu {lowered(coded(codes.SAMPLE, test.sample))}"
    kit = [f"bộ kit {test.kit_name}" if test.kit_name else ""]
    kit.append(f"lô {test.kit_lot_number}" if test.kit_lot_number else "")
    kit.append(f"hạn dùng {slashed(test.kit_expiry)}" if test.kit_expiry else "")
    return ", ".join(part for part in (words, *kit) if part)


def _detection(asked: Asked) -> Mapping[str, Told]:
    found = detection_of(asked)
    earliest = min((one.detected_at for one in asked.of("detection")), default=None)
    told: dict[str, Told] = {"detection.first": clocked(earliest)}
    if found is None:
        return told
    act = [f"Vào lúc {clocked(found.detected_at)}"]
    act.append(f"tại {found.place}" if found.place else "")
    return told | {
        "detection.on": slashed(found.detected_at),
        "detection.at": clocked(found.detected_at),
        "detection.place": found.place or "",
        "detection.by": found.by or "",
        "detection.ground": lowered(coded(codes.TEST_GROUND, found.ground)),
        "detection.summary": found.summary or "",
        "detection.act": ", ".join(part for part in act if part)
        + (f": {lowered(found.summary)}" if found.summary else ""),
    }


def _move(asked: Asked) -> Mapping[str, Told]:
    """The move itself, or the newest one away before the paper."""
    move = asked.about if asked.about_kind == "absence" else None
    if move is None:
        away = [one for one in asked.of("absence") if one.sort == "move_out"]
        move = _last([one for one in away if day_of(one.left_at) <= asked.on])
    if move is None:
        return {}
    found: Any = move
    return {
        "move.unit": found.unit_name or "",
        "move.left_at": clocked(found.left_at),
        "move.left_on": slashed(found.left_at),
        "move.arrived_on": slashed(found.arrived_at),
        "move.reason": found.reason or "",
        "move.sort": {"absent": "đi khỏi nơi cư trú", "move_out": "chuyển nơi cư trú"}.get(found.sort, ""),
    }


PROVIDERS = (Provider(TEST, _test), Provider(DETECTION, _detection), Provider(MOVE, _move))
