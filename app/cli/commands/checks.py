"""Checks of the register and the list of who looked at what."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from app.cli.options import DONE, REFUSED, Command, Parser, natural
from app.words import N_, _

if TYPE_CHECKING:
    from app.cli.context import Context

_ALL = 1_000_000_000
_BROKEN = N_("The register is not what was written: {n} checks failed. Stop work and tell the level above.")


def _add_verify(parser: Parser) -> None:
    parser.add_argument(
        "--deep", action="store_true", help=_("also read every page and fold the ledger again")
    )


def _run_verify(context: Context, given: argparse.Namespace) -> int:
    from app.bootstrap_cli import verify

    with context.opened() as opened:
        checks = verify(opened.session.store, deep=given.deep)
        failed = [check for check in checks if not check.ok]
        if not opened.session.store.database.read_only:
            detail = ",".join(sorted({check.name for check in failed})) or "ok"
            opened.session.store.note(opened.session.user, "verify", "deep" if given.deep else "", detail)
    answer: dict[str, Any] = {
        "ok": not failed,
        "checks": [{"name": c.name, "ok": c.ok, "text": c.text} for c in checks],
    }
    for check in checks:
        context.out.say(f"{'✓' if check.ok else '✗'} {check.text}")
    if not failed:
        context.out.answer(answer)
        return DONE
    sentence = _(_BROKEN, n=len(failed))
    context.out.answer({**answer, "error": {"code": "E_VERIFY", "text": sentence}})
    context.out.warn(sentence)
    return REFUSED


def _add_audit(parser: Parser) -> None:
    parser.add_argument("--limit", type=natural, default=0, metavar="N", help=_("only the last N entries"))


def _run_audit(context: Context, given: argparse.Namespace) -> int:
    from app.register.audit_list import AuditQuery, first_audit

    newest = AuditQuery(descending=True)
    with context.opened() as opened:
        found = first_audit(opened.session, newest, given.limit or _ALL)[::-1]
    context.out.answer(
        [
            {"n": e.n, "at": e.at, "who": e.who, "act": e.act, "subject": e.subject, "detail": e.detail}
            for e in found
        ]
    )
    rows = [(e.n, e.at, e.who, e.act_label(), e.subject, e.detail) for e in found]
    context.out.table((_("No."), _("At"), _("Who"), _("Act"), _("What"), _("Detail")), rows)
    return DONE


COMMANDS = (
    Command("verify", N_("prove that the register is what was written"), _add_verify, _run_verify),
    Command("audit", N_("who looked, exported, printed and unlocked"), _add_audit, _run_audit),
)
