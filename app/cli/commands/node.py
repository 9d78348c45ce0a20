"""Setting up a node."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.options import DONE, Command, Parser
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context

_SORTS = ("commune", "health", "upper")
ROLES = ("police", "health", "head", "admin")
_NOT_EMPTY = N_("The folder {path} is not empty. Choose a new or an empty folder for the register.")


def _add_init(parser: Parser) -> None:
    parser.add_argument("--node", required=True, metavar="ID", help=_("id of the node, such as C00133"))
    parser.add_argument("--name", required=True, metavar="TEXT", help=_("name of the office"))
    parser.add_argument("--sort", required=True, choices=_SORTS, help=_("sort of the node"))
    parser.add_argument("--unit", default="", metavar="CODE", help=_("code of its unit"))
    parser.add_argument("--user", required=True, metavar="NAME", help=_("first account; it manages accounts"))
    parser.add_argument("--role", choices=ROLES, default="", help=_("role of the first account"))
    parser.add_argument(
        "--recovery-sheet", metavar="FILE", help=_("write the recovery sheet to this .pdf or .txt file")
    )


def _run_init(context: Context, given: argparse.Namespace) -> int:
    from app.bootstrap_cli import NewNode, create_node
    from app.cli.recovery_file import check_target, write_sheet

    place = context.place()
    if place.path.is_dir() and not place.exists() and any(place.path.iterdir()):
        raise Fault("E_NOT_EMPTY", _NOT_EMPTY, path=str(place.path))
    sheet = Path(given.recovery_sheet) if given.recovery_sheet else None
    if sheet:
        check_target(sheet, place.path)
    password = context.new_password(context.password_file, given.user)
    new = NewNode(given.node, given.name, given.sort, given.unit, given.user, given.role, password)
    opened = create_node(place, new, clock=context.clock(), limits=context.cost())
    try:
        context.note_clock(opened)
        if sheet:
            write_sheet(opened, sheet)
        device = opened.device
    finally:
        opened.close()
    context.out.answer({"node": device.node, "device": device.device, "fingerprint": device.fingerprint()})
    context.out.say(_("Node {node} is set up in {path}.", node=device.node, path=place.path))
    context.out.say(_("Fingerprint: {fingerprint}", fingerprint=device.fingerprint()))
    context.out.say(_told_sheet(sheet))
    return DONE


def _told_sheet(sheet: Path | None) -> str:
    if sheet is None:
        return _(
            "No recovery sheet was issued yet: without it a lost password is a lost register. "
            "Issue one with the command user recovery."
        )
    return _(
        "Recovery sheet: {path}. Print it, put the halves in two envelopes, delete the file.", path=sheet
    )


COMMANDS = (Command("init", N_("set up a new node"), _add_init, _run_init),)
