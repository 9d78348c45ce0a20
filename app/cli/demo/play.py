"""The play: a target plan, fourteen wards and a receiving office, a month of work, delivery, papers."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.bootstrap_cli import Limits, verify
from app.cli.commands.targets import as_line
from app.cli.demo import answers, cast, delivery, prints
from app.cli.demo.cast import CLOSING, Player
from app.cli.demo.delivery import Delivered
from app.cli.demo.stage import Stage
from app.cli.links import link_units
from app.cli.output import Progress
from app.cli.target_file import LONG_BIEN, SHIPPED, Line, load_plan, read_table
from app.kinds.unit import Unit
from app.register.sample import fill, keep_population
from app.register.targets import progress as progress_of
from app.words import _
from app.words.resources import resource

_DOCUMENTS = 7
#: How many of the situations told once a ward leaves to the one before it.
_TOLD_BY_EACH = 5


@dataclass(slots=True)
class Played:
    """What the play made, as the command answers it."""

    homes: list[dict[str, str]] = field(default_factory=list)
    password_file: str = ""
    packages: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The JSON document of the command."""
        return {name: getattr(self, name) for name in self.__slots__}


def play(out: Path, people: int, seed: int, *, limits: Limits | None, pictures: bool) -> Played:
    """Play everything in ``out``; progress goes to standard error. Fault E_NOT_EMPTY for a foreign folder."""
    started = time.monotonic()
    stage = Stage(out)
    password = stage.prepare()
    table = read_table(resource(SHIPPED))
    wards = [line for line in table if line.sort == "phường"]
    shown = Progress(1 + 5 * len(wards) + _DOCUMENTS)
    played = Played(password_file=str(stage.password_file))
    with ExitStack() as stack:
        upper = _open(stack, cast.make_upper(stage.homes, password, limits))
        load_plan(upper.opened.session, LONG_BIEN, table)
        shown.step(_("Target plan {number} loaded", number=LONG_BIEN.number))
        players = _make_wards(stack, stage, upper, wards, password, limits, shown)
        counts = _month(players, wards, people, seed, shown)
        counts["clinical"] = cast.write_clinical(players[-1], seed, password, limits)
        keep_population(upper.opened.session, seed, prints.DAY)
        delivered = _deliver(stage, upper, players, shown)
        _finish(played, stage, upper, players, delivered, counts, shown)
    if pictures:
        played.documents += prints.take_pictures(stage.pictures)
    shown.step(_("Pictures of the pages"))
    shown.end()
    played.figures["seconds"] = round(time.monotonic() - started, 1)
    return played


def _open(stack: ExitStack, player: Player) -> Player:
    stack.callback(lambda: player.opened.close())  # what is open then: an account may have changed
    return player


def _make_wards(
    stack: ExitStack,
    stage: Stage,
    upper: Player,
    wards: list[Line],
    password: str,
    limits: Limits | None,
    shown: Progress,
) -> list[Player]:
    with upper.opened.session.store.read() as reader:
        units = {unit.name: unit for unit in reader.all(Unit)}
    made = []
    for line in wards:
        ward = _open(stack, cast.make_ward(stage.homes, units[line.unit], password, limits))
        delivery.pair_with(upper, ward, stage.cards)
        made.append(ward)
        shown.step(_("{unit}: node made, cards exchanged, fingerprints compared", unit=line.unit))
    link_units(upper.opened.session)
    return made


def _month(
    players: list[Player], wards: list[Line], people: int, seed: int, shown: Progress
) -> dict[str, int]:
    counts = {"people": 0, "records": 0}
    for turn, (ward, line) in enumerate(zip(players, wards, strict=True)):
        share = people // len(players) + (turn < people % len(players))
        done = fill(
            ward.opened.session,
            seed,
            share,
            prints.DAY,
            results=cast.results_of(turn, line),
            hands=ward.hands.set,
            shift=turn * _TOLD_BY_EACH,
        )
        ward.hands.set(CLOSING)
        counts["people"] += done.people
        counts["records"] += done.records
        shown.step(_("{unit}: {n} records of June 2023 entered", unit=line.unit, n=done.records))
    return counts


def _deliver(stage: Stage, upper: Player, wards: list[Player], shown: Progress) -> Delivered:
    upper.hands.set(CLOSING)
    delivered = Delivered()
    delivery.send_up(
        wards, stage.stick, delivered, lambda unit: shown.step(_("{unit}: package written", unit=unit))
    )
    delivery.receive_all(
        upper, wards, delivered, lambda unit: shown.step(_("{unit}: package taken in", unit=unit))
    )
    delivery.send_receipts(
        upper,
        wards,
        stage.stick_back,
        delivered,
        lambda unit: shown.step(_("{unit}: receipt taken in", unit=unit)),
    )
    return delivered


def _finish(
    played: Played,
    stage: Stage,
    upper: Player,
    wards: list[Player],
    delivered: Delivered,
    counts: dict[str, int],
    shown: Progress,
) -> None:
    played.homes = [{"node": p.node, "path": str(p.opened.home.path)} for p in (upper, *wards)]
    played.packages, played.receipts = delivered.packages, delivered.receipts
    first = wards[0]
    package = delivered.files[first.node][0]
    played.documents = prints.print_lists(first, stage.papers)
    shown.step(_("List of people under management"), 2)
    played.documents.append(prints.print_targets(upper, stage.papers))
    shown.step(_("Targets against results"))
    played.documents.append(prints.print_handover(first, package, stage.papers))
    shown.step(_("Handover sheet"))
    played.documents.append(prints.print_receipt(upper, first, package, stage.papers))
    shown.step(_("Receipt slip"))
    told = answers.keep(first, stage.answers)
    shown.step(_("What is owed, deadlines and histories as JSON"))
    session = upper.opened.session
    targets = [as_line(one) for one in progress_of(session)]
    checks = [check for p in (upper, *wards) for check in verify(p.opened.session.store)]
    played.figures = {
        **counts,
        "operations": sum(p.opened.session.store.position.lsn for p in wards),
        "delivered": delivered.counts,
        "unconfirmed": sum(receipt["unconfirmed"] for receipt in delivered.receipts),
        "verified": all(check.ok for check in checks),
        "targets": targets,
        "answers": told,
    }
