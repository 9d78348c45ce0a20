"""The law that is followed: listing packs, comparing and installing a signed one, publishing one."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.cli.options import DONE, Command, Parser, WrongUse
from app.kinds.dates import show_date, show_moment
from app.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.bootstrap_cli import Opened
    from app.cli.context import Context
    from app.register.law_packs import ChangedDeadline, InstalledLine

_STATES = {"now": N_("in force"), "later": N_("from its day on"), "past": N_("for older acts")}
_MISSING = N_("Missing: {names}. The option --help shows what the command takes.")


def _add(parser: Parser) -> None:
    parser.add_argument(
        "what",
        choices=("list", "compare", "install", "trust", "publish", "take-back"),
        help=_("what to do"),
    )
    parser.add_argument("file", nargs="?", default="", metavar="FILE", help=_("law pack, or its id@version"))
    parser.add_argument("--out", default="", metavar="FILE", help=_("publish: the signed file to write"))
    parser.add_argument(
        "--fingerprint", default="", metavar="TEXT", help=_("trust: as the publisher reads it")
    )
    parser.add_argument("--name", default="", metavar="TEXT", help=_("trust: name of the publisher"))
    parser.add_argument("--document", default="", metavar="TEXT", help=_("document it rests on"))
    parser.add_argument("--why", default="", metavar="TEXT", help=_("take-back: the reason"))


def _run(context: Context, given: argparse.Namespace) -> int:
    needed = {"publish": ("file", "out"), "trust": ("file", "fingerprint", "name"), "list": ()}
    absent = [name for name in needed.get(given.what, ("file",)) if not getattr(given, name)]
    if absent:
        names = ", ".join("FILE" if name == "file" else f"--{name}" for name in absent)
        raise WrongUse(_(_MISSING, names=names))
    with context.opened() as opened:
        return _ACTIONS[given.what](context, opened, given)


def _list(context: Context, opened: Opened, _given: argparse.Namespace) -> int:
    from app.register.law_packs import fingerprint_of, law_view

    session = opened.session
    view = law_view(session)
    publishers = [
        {"name": one.name, "fingerprint": fingerprint_of(session, one), "since": one.since.isoformat()}
        for one in view.publishers
    ]
    packs = [_pack(line) for line in view.lines]
    context.out.answer({"packs": packs, "publishers": publishers, "troubles": list(view.troubles)})
    head = (_("Pack"), _("Version"), _("Followed from"), _("State"), _("Title"))
    rows = [
        (
            line.pack.id,
            line.pack.version,
            show_date(line.pack.since),
            _(_STATES[line.state]),
            line.pack.title.said(),
        )
        for line in view.lines
    ]
    context.out.table(head, rows)
    for trouble in view.troubles:
        context.out.warn(trouble)
    for one in publishers:
        context.out.say(_("Trusted publisher: {name}, {fingerprint}", **one))
    return DONE


def _pack(line: InstalledLine) -> dict[str, Any]:
    pack = line.pack
    return {
        "id": pack.id,
        "sort": pack.sort,
        "version": pack.version,
        "title": pack.title.said(),
        "valid_from": pack.valid_from.isoformat(),
        "followed_from": pack.since.isoformat(),
        "state": line.state,
        "installed_on": line.installed.since.isoformat() if line.installed else None,
        "publisher": line.installed.publisher if line.installed else None,
    }


def _compare(context: Context, opened: Opened, given: argparse.Namespace) -> int:
    from app.register.law_packs import compare, look_at, read_file

    path = Path(given.file)
    candidate = look_at(opened.session, path.name, read_file(path))
    changes = compare(opened.session, candidate)
    _tell(context, candidate.line.id, changes)
    return DONE


def _install(context: Context, opened: Opened, given: argparse.Namespace) -> int:
    from app.register.law_packs import compare, install, look_at, read_file

    path = Path(given.file)
    candidate = look_at(opened.session, path.name, read_file(path))
    changes = compare(opened.session, candidate)
    install(opened.session, candidate, given.document)
    _tell(context, candidate.line.id, changes)
    context.out.say(
        _(
            "{pack} {version} is installed and followed from the next opening on.",
            pack=candidate.line.id,
            version=candidate.line.version,
        )
    )
    return DONE


def _tell(context: Context, pack: str, changes: list[ChangedDeadline]) -> None:
    context.out.answer({"pack": pack, "changes": [_change(one) for one in changes]})
    if not changes:
        context.out.say(_("No deadline of the register changes."))
        return
    head = (_("Name"), _("What is owed"), _("Until now"), _("Afterwards"), _("Why"))
    rows = [(one.name, one.label(), _shown(one.old), _shown(one.new), one.why) for one in changes]
    context.out.table(head, rows)


def _change(one: ChangedDeadline) -> dict[str, Any]:
    return {
        "person": one.person,
        "name": one.name,
        "what": one.what,
        "rule": one.rule,
        "old": one.old.isoformat() if one.old else None,
        "new": one.new.isoformat() if one.new else None,
        "why": one.why,
    }


def _trust(context: Context, opened: Opened, given: argparse.Namespace) -> int:
    from app.register.law_packs import read_file, trust_publisher

    path = Path(given.file)
    data = read_file(path)
    trust_publisher(opened.session, path.name, data, given.fingerprint, given.name, given.document)
    context.out.answer({"trusted": given.name})
    context.out.say(_("The publisher {name} is trusted.", name=given.name))
    return DONE


def _publish(context: Context, opened: Opened, given: argparse.Namespace) -> int:
    from app.documents.files import put_file
    from app.register.law_packs import publish, read_file

    source, target = Path(given.file), Path(given.out)
    device = opened.device
    made = publish(opened.session, source.name, read_file(source), device.verify_key, device.sign)
    put_file(target, lambda file: _write(file, made.data))
    context.out.answer({"file": str(target), "fingerprint": made.fingerprint})
    context.out.say(_("Signed. Read this fingerprint to those who install it: {code}", code=made.fingerprint))
    return DONE


def _write(file: BinaryIO, data: bytes) -> None:
    file.write(data)


def _take_back(context: Context, opened: Opened, given: argparse.Namespace) -> int:
    from app.register.law_packs import take_back

    take_back(opened.session, given.file, given.why)
    context.out.answer({"taken_back": given.file})
    context.out.say(_("{pack} is not followed from the next opening on.", pack=given.file))
    return DONE


def _shown(due: date | datetime | None) -> str:
    if due is None:
        return "–"
    return show_moment(due) if isinstance(due, datetime) else show_date(due)


_ACTIONS: dict[str, Callable[[Context, Opened, argparse.Namespace], int]] = {
    "list": _list,
    "compare": _compare,
    "install": _install,
    "trust": _trust,
    "publish": _publish,
    "take-back": _take_back,
}

COMMANDS = (Command("law", N_("the law that is followed: packs, comparing, installing"), _add, _run),)
