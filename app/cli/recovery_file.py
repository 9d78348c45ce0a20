"""Writing a recovery sheet to a file: the code goes to that file only, never into the home."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.kinds.faults import Fault
from app.words import N_, _

if TYPE_CHECKING:
    from app.bootstrap_cli import Opened, RecoverySheet

_SUFFIXES = (".pdf", ".txt")
_SUFFIX = N_("A recovery sheet is a .pdf or a .txt file; {file} is neither. Choose another name.")
_IN_HOME = N_("A recovery sheet must not lie in the folder of the register. Choose another folder.")
_EXISTS = N_("There is already a file {file}. Choose another name.")


def check_target(path: Path, home: Path) -> None:
    """Refuse a place where a sheet may not be written, before anything is made."""
    if path.suffix.lower() not in _SUFFIXES:
        raise Fault("E_SHEET", _SUFFIX, file=path.name)
    if path.resolve().is_relative_to(home.resolve()):
        raise Fault("E_SHEET", _IN_HOME)
    if path.exists():
        raise Fault("E_EXISTS", _EXISTS, file=path.name)
    if not path.absolute().parent.is_dir():
        raise Fault("E_NO_FILE", N_("The folder {path} is not there. Make it first."), path=str(path.parent))


def write_sheet(opened: Opened, path: Path) -> None:
    """Issue a recovery sheet and write it; the file can be read by its owner alone."""
    from app.bootstrap_cli import issue_recovery

    sheet = issue_recovery(opened.home, opened.unlocked, now=opened.session.now())
    opened.session.store.note(opened.session.user, "recovery_sheet", sheet.id)
    # made empty and private first: the code must never be readable by others, not even for a moment
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if path.suffix.lower() == ".pdf":
        _write_pdf(opened, sheet, path)
    else:
        path.write_text(_as_text(opened, sheet), encoding="utf-8")
    path.chmod(0o600)


def _write_pdf(opened: Opened, sheet: RecoverySheet, path: Path) -> None:
    from app.documents.office import Office
    from app.documents.pdf import pdf_bytes
    from app.documents.recovery_sheet import RecoverySheet as Printed
    from app.documents.recovery_sheet import recovery_paper

    session = opened.session
    what = Printed(
        node=session.node.node,
        node_name=session.node.name,
        fingerprint=opened.device.fingerprint(),
        halves=sheet.halves,
        made_at=session.now(),
    )
    data, _missing = pdf_bytes(recovery_paper(what, Office("", session.node.name, "")))
    path.write_bytes(data)


def _as_text(opened: Opened, sheet: RecoverySheet) -> str:
    node = opened.session.node
    lines = [
        _("Recovery sheet of node {node}, {name}", node=node.node, name=node.name),
        _("Fingerprint: {fingerprint}", fingerprint=opened.device.fingerprint()),
        "",
    ]
    for number, half in enumerate(sheet.halves, 1):
        lines += [_("Half {n} of 2:", n=number), half, ""]
    return "\n".join(lines)
