"""Packages out and in, the clear header of one, the units that send, open conflicts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.options import DONE, NEEDS_PERSON, REFUSED, Command, Parser, count
from app.words import N_, _
from app.words.forms import file_size

if TYPE_CHECKING:
    from app.cli.context import Context
    from app.sync.inbox import Received
    from app.sync.outbox import PackageFile


def _add_export(parser: Parser) -> None:
    parser.add_argument("--to", required=True, metavar="NODE", help=_("node the package is for"))
    parser.add_argument("--out", required=True, metavar="DIR", help=_("folder or stick to write to"))
    parser.add_argument(
        "--text", action="store_true", help=_("text form, for mail that takes no attachments")
    )
    parser.add_argument("--volume", type=count, metavar="BYTES", help=_("largest size of one file"))


def _run_export(context: Context, given: argparse.Namespace) -> int:
    from app.sync.outbox import export

    folder = Path(given.out)
    folder.mkdir(parents=True, exist_ok=True)
    with context.opened() as opened:
        store = opened.session.store
        done = export(
            store, opened.device, opened.session.user, given.to, folder, text=given.text, volume=given.volume
        )
    context.out.answer({"packages": [as_package(p) for p in done.packages]})
    for package in done.packages:
        first, last = package.lsn
        context.out.say(
            _(
                "{file}: package {seq}, changes {first} to {last}, {size}",
                file=package.file,
                seq=package.seq,
                first=first,
                last=last,
                size=file_size(package.bytes),
            )
        )
    if not done.packages:
        context.out.say(_("Nothing to send: everything is confirmed."))
    return DONE


def as_package(package: PackageFile) -> dict[str, Any]:
    """One file of a package as commands show it."""
    return {
        "file": str(package.file),
        "pid": package.pid,
        "seq": package.seq,
        "lsn": list(package.lsn),
        "bytes": package.bytes,
        "sha256": package.sha256,
        "kind": package.kind,
        "counts": package.counts,
    }


def _add_receive(parser: Parser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("package files"))


def _run_receive(context: Context, given: argparse.Namespace) -> int:
    from app.sync.inbox import receive

    with context.opened() as opened:
        session = opened.session
        found = [receive(session.store, opened.device, session.user, Path(name)) for name in given.files]
    context.out.answer([as_received(one) for one in found])
    for one in found:
        context.out.say(f"{Path(one.file).name}: {_(_STATUS[one.status])}. {one.text}")
    return worst(found)


_STATUS = {
    "applied": N_("taken in"),
    "duplicate": N_("already received"),
    "waiting": N_("waits for earlier changes"),
    "quarantined": N_("put aside"),
}


def as_received(one: Received) -> dict[str, Any]:
    """What became of one file, as commands show it."""
    return {
        "file": str(one.file),
        "status": one.status,
        "code": one.code,
        "ops": one.ops,
        "conflicts": one.conflicts,
        "parked": one.parked,
        "node": one.node,
        "text": one.text,
        "followed": [as_received(other) for other in one.followed],
    }


def worst(found: list[Received]) -> int:
    """The exit status: a rejected file, else something for a person, else done."""
    found = [each for one in found for each in (one, *one.followed)]
    if any(one.status == "quarantined" for one in found):
        return REFUSED
    if any(one.status == "waiting" or one.conflicts or one.parked for one in found):
        return NEEDS_PERSON
    return DONE


def _add_inspect(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("package file"))


def _run_inspect(context: Context, given: argparse.Namespace) -> int:
    from app.sync.inspecting import inspect

    found = inspect(Path(given.file))
    context.out.answer(found)
    for name, value in found.items():
        context.out.say(f"{name}: {value}")
    return DONE


def _add_nothing(_parser: Parser) -> None:
    return


def _run_units(context: Context, _given: argparse.Namespace) -> int:
    from app.register.targets import unit_lines

    with context.opened() as opened:
        lines = unit_lines(opened.session)
    context.out.answer(
        [
            {
                "unit": line.code,
                "name": line.name,
                "node": line.node,
                "last_received": line.last_received,
                "operations": line.operations,
                "people": line.people,
                "managed": line.managed,
            }
            for line in lines
        ]
    )
    rows = [(x.name, x.node or "–", x.last_received or "–", x.operations, x.people, x.managed) for x in lines]
    head = (_("Unit"), _("Node"), _("Last received"), _("Changes"), _("People"), _("Under management"))
    context.out.table(head, rows)
    return DONE


def _add_conflicts(parser: Parser) -> None:
    parser.add_argument("what", choices=("list",), help=_("what to do"))


def _run_conflicts(context: Context, _given: argparse.Namespace) -> int:
    from app.register.conflicts import list_conflicts

    with context.opened() as opened:
        found = list_conflicts(opened.session)
    context.out.answer(
        [{"kind": c.kind, "id": c.id, "field": c.field, "values": list(c.values)} for c in found]
    )
    rows = [(c.kind, c.id, c.field, " | ".join(map(str, c.values))) for c in found]
    if rows:
        context.out.table((_("Kind"), _("Id"), _("Field"), _("Values")), rows)
        return NEEDS_PERSON
    context.out.say(_("There are no open conflicts."))
    return DONE


COMMANDS = (
    Command("export", N_("write packages for another node"), _add_export, _run_export),
    Command("receive", N_("verify packages and take them in"), _add_receive, _run_receive),
    Command("inspect", N_("the clear header of a package"), _add_inspect, _run_inspect, home=False),
    Command("conflicts", N_("values written at the same time in two places"), _add_conflicts, _run_conflicts),
    Command("units", N_("units below, what came from them"), _add_nothing, _run_units),
)
