"""Pairing: this node's public card out, another node's card in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.options import DONE, Command, Parser
from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context

_LARGEST = 64 * 1024


def _add_card(parser: Parser) -> None:
    parser.add_argument("--out", required=True, metavar="FILE", help=_("file of the card"))


def _run_card(context: Context, given: argparse.Namespace) -> int:
    from app import __version__
    from app.bootstrap_cli import recovery_recipients
    from app.sync.pairing import card_bytes

    with context.opened() as opened:
        recovery = recovery_recipients(opened.home)
        data = card_bytes(opened.session.store, opened.device, app_version=__version__, recovery=recovery)
        Path(given.out).write_bytes(data)
        opened.session.store.note(opened.session.user, "card", opened.device.node)
        device = opened.device
    context.out.answer({"node": device.node, "fingerprint": device.fingerprint(), "file": given.out})
    context.out.say(_("Card of node {node}: {path}", node=device.node, path=given.out))
    context.out.say(_("Fingerprint: {fingerprint}", fingerprint=device.fingerprint()))
    return DONE


def _add_pair(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("card of the other node"))
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--as-parent", action="store_true", help=_("the other node stands above this one"))
    part.add_argument("--as-child", action="store_true", help=_("the other node stands below this one"))
    parser.add_argument(
        "--fingerprint", required=True, metavar="TEXT", help=_("the fingerprint the other side read out")
    )


def _run_pair(context: Context, given: argparse.Namespace) -> int:
    from app.cli.links import link_units
    from app.register.units import note_sender
    from app.sync.pairing import CHILD, pair

    data = _card_in(Path(given.file))
    part = "parent" if given.as_parent else "child" if given.as_child else ""
    with context.opened() as opened:
        session = opened.session
        peer = pair(session.store, session.user, data, part, given.fingerprint)
        if peer.part == CHILD:
            note_sender(session, peer.unit, peer.node, peer.name)
        link_units(session)
    context.out.answer(
        {"node": peer.node, "fingerprint": peer.fingerprint, "name": peer.name, "part": peer.part}
    )
    context.out.say(_("Paired with node {node}, {name}.", node=peer.node, name=peer.name))
    return DONE


def _card_in(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise Fault("E_CARD", N_("This pairing card is damaged or was changed."))
    return data


COMMANDS = (
    Command("card", N_("write this node's public pairing card"), _add_card, _run_card),
    Command("pair", N_("accept another node's card after comparing its fingerprint"), _add_pair, _run_pair),
)
