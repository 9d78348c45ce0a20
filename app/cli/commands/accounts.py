"""Accounts: adding, removing, changing a password, listing; recovery sheets."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.commands.node import ROLES
from app.cli.options import DONE, Command, Parser, WrongUse
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context

_WHAT = ("add", "remove", "password", "list", "recovery")


def _add_user(parser: Parser) -> None:
    parser.add_argument("what", choices=_WHAT, help=_("what to do"))
    parser.add_argument("name", nargs="?", metavar="NAME", help=_("the account, for add and remove"))
    parser.add_argument("--user", dest="named", metavar="NAME", help=_("the account, for add and remove"))
    parser.add_argument("--role", choices=ROLES, default="police", help=_("role of a new account"))
    parser.add_argument("--admin", action="store_true", help=_("the new account manages accounts"))
    parser.add_argument(
        "--new-password-file",
        metavar="FILE",
        default="",
        help=_("file with the new password; - is standard input"),
    )
    parser.add_argument("--out", metavar="FILE", help=_("file of the recovery sheet (.pdf or .txt)"))


def _run_user(context: Context, given: argparse.Namespace) -> int:
    return _RUNS[given.what](context, given)


def _name(given: argparse.Namespace) -> str:
    name: str = given.named or given.name or ""
    if not name:
        raise WrongUse(_("Missing: NAME. Name the account."))
    return name


def _add(context: Context, given: argparse.Namespace) -> int:
    from app.bootstrap_cli import add_account

    name = _name(given)
    with context.opened() as opened:
        password = context.new_password(given.new_password_file, name)
        add_account(opened, name, given.role, password, admin=given.admin, limits=context.cost())
    context.out.answer({"user": name, "role": given.role, "admin": given.admin or given.role == "admin"})
    context.out.say(_("Account {user} was added.", user=name))
    return DONE


def _remove(context: Context, given: argparse.Namespace) -> int:
    from app.bootstrap_cli import only_account, open_node, remove_account

    name = _name(given)
    place = context.place()
    user = context.user or only_account(place)
    password = context.password(user)
    clock, limits = context.clock(), context.cost()
    opened = open_node(place, user, password, clock=clock, limits=limits)
    try:
        context.note_clock(opened)
        remove_account(opened, name)
    finally:
        opened.close()
    again = open_node(place, user, password, clock=clock, limits=limits)
    try:
        again.session.store.note(again.session.user, "user_remove", name)
    finally:
        again.close()
    context.out.answer({"user": name, "removed": True})
    context.out.say(_("Account {user} was removed and the register's key was changed.", user=name))
    return DONE


def _password(context: Context, given: argparse.Namespace) -> int:
    from app.bootstrap_cli import change_password, only_account

    user = context.user or only_account(context.place())
    context.user = user
    old = context.remembered_password(user)
    with context.opened() as opened:
        new = context.new_password(given.new_password_file, user)
        change_password(opened, old, new, limits=context.cost())
    context.out.answer({"user": user, "changed": True})
    context.out.say(_("The password of {user} was changed.", user=user))
    return DONE


def _list(context: Context, _given: argparse.Namespace) -> int:
    from app.bootstrap_cli import list_accounts

    found = list_accounts(context.place().path)
    context.out.answer([{"user": a.user, "role": a.role, "admin": a.admin} for a in found])
    rows = [(a.user, a.role, _("yes") if a.admin else "") for a in found]
    context.out.table((_("Account"), _("Role"), _("Manages accounts")), rows)
    return DONE


def _recovery(context: Context, given: argparse.Namespace) -> int:
    from app.cli.recovery_file import check_target, write_sheet

    if not given.out:
        raise WrongUse(_("Missing: --out FILE. Name the file of the recovery sheet."))
    path = Path(given.out)
    check_target(path, context.place().path)
    with context.opened() as opened:
        write_sheet(opened, path)
    context.out.answer({"file": str(path)})
    context.out.say(
        _("Recovery sheet: {path}. Print it, put the halves in two envelopes, delete the file.", path=path)
    )
    return DONE


_RUNS = {"add": _add, "remove": _remove, "password": _password, "list": _list, "recovery": _recovery}
COMMANDS = (Command("user", N_("accounts and their roles; recovery sheets"), _add_user, _run_user),)
