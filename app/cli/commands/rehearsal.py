"""Trying things out: the demonstration, the benchmark, pictures of the pages."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.options import DEFECT, DONE, Command, Parser, count
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.cli.demo.play import Played


def _add_demo(parser: Parser) -> None:
    parser.add_argument("--out", default="demo-out", metavar="DIR", help=_("folder of the demonstration"))
    parser.add_argument(
        "--people", type=count, default=280, metavar="N", help=_("made-up people over all wards")
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help=_("the same number, the same people")
    )
    parser.add_argument("--no-pictures", action="store_true", help=_("leave out the pictures of the pages"))


def _run_demo(context: Context, given: argparse.Namespace) -> int:
    from app.cli.demo.play import play

    pictures = not given.no_pictures
    played = play(Path(given.out), given.people, given.seed, limits=context.limits, pictures=pictures)
    context.out.answer(played.as_json())
    if not context.out.as_json:
        _tell(context, played)
    return DONE if played.figures["verified"] else DEFECT


def _tell(context: Context, played: Played) -> None:
    out, figures = context.out, played.figures
    out.say(_("Results of June 2023 against the targets of plan 265/KH-UBND:"))
    rows = [
        (x["line"], x["unit"], x["label"], x["target"], _shown(x["done"]), _percent(x["percent"]))
        for x in figures["targets"]
    ]
    out.table((_("No."), _("Unit"), _("Indicator"), _("Target"), _("Result"), "%"), rows)
    out.say()
    met = figures["delivered"]
    out.say(
        _(
            "Packages: {applied} taken in, {duplicate} already received, {waiting} waited for another part.",
            applied=met.get("applied", 0),
            duplicate=met.get("duplicate", 0),
            waiting=met.get("waiting", 0),
        )
    )
    out.say(
        _(
            "Receipts: {n}; changes not confirmed: {left}.",
            n=len(played.receipts),
            left=figures["unconfirmed"],
        )
    )
    for document in played.documents:
        out.say(document["file"])
    if not any(document["name"] == "picture" for document in played.documents):
        out.say(_("No pictures of the pages were made."))
    if not figures["verified"]:
        out.warn(_("A check of the registers failed. Run the command verify on each."))
    first = played.homes[1]["path"]
    out.say(_("Look at one ward: binhyen desk --home {path}", path=first))
    out.say(_("The password of every node is in {path}.", path=played.password_file))


def _shown(value: object) -> object:
    return "–" if value is None else value


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{value}%"


def _add_bench(parser: Parser) -> None:
    parser.add_argument("--out", default="", metavar="FILE", help=_("write the result as JSON to this file"))
    parser.add_argument(
        "--people", type=count, action="append", metavar="N", help=_("made-up people; may be given again")
    )
    parser.add_argument("--no-desk", action="store_true", help=_("leave out what needs the window"))


def _run_bench(context: Context, given: argparse.Namespace) -> int:
    from app.bootstrap_cli import run_bench

    goals = run_bench(
        Path(given.out) if given.out else None,
        given.people or (),
        desk=not given.no_desk,
        say=context.out.warn if context.out.as_json else context.out.say,
    )
    context.out.answer(goals)
    return DONE


_SIZE = re.compile(r"([1-9]\d{2,4})x([1-9]\d{2,4})", re.ASCII)


def _size(text: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[1]), int(found[2])


def _scale(text: str) -> float:
    value = float(text)
    if not 0.5 <= value <= 4:
        raise ValueError(text)
    return value


def _add_shots(parser: Parser) -> None:
    parser.add_argument("--out", required=True, metavar="DIR", help=_("folder of the pictures"))
    parser.add_argument(
        "--size", type=_size, default=(1280, 680), metavar="WxH", help=_("size of the window")
    )
    parser.add_argument(
        "--scale", type=_scale, default=1.0, metavar="X", help=_("picture points to a window point")
    )


def _run_shots(context: Context, given: argparse.Namespace) -> int:
    from app.cli.shots import take

    made = take(Path(given.out), given.size, given.scale)
    context.out.answer([str(path) for path in made])
    for path in made:
        context.out.say(str(path))
    return DONE


COMMANDS = (
    Command(
        "demo", N_("the whole main job without a screen, on made-up people"), _add_demo, _run_demo, home=False
    ),
    Command(
        "bench", N_("the program's own benchmark, as ratios to a floor"), _add_bench, _run_bench, home=False
    ),
    Command("shots", N_("a picture of every page"), _add_shots, _run_shots, home=False),
)
