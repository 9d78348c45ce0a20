"""The papers of the demonstration: lists, targets against results, handover sheet, receipt slip, pictures."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.commands.reports import managed_list
from app.cli.demo.cast import CLOSING, UPPER_NAME, Player
from app.cli.elsewhere import own_command
from app.cli.papers import in_vietnamese, office_of, print_mark, targets_table, write_paper
from app.documents.handover import Handover, handover_paper
from app.documents.receipt_slip import ReceiptSlip, receipt_paper
from app.documents.slip_codes import ReceiptCode
from app.documents.targets_table import targets_paper
from app.kinds.declare import KINDS
from app.sync.outbox import PackageFile
from app.words import _, language

DAY = CLOSING.date()
_MOST_SECONDS = 120


def print_lists(ward: Player, folder: Path) -> list[dict[str, Any]]:
    """People under management of one ward, on paper and as a workbook."""
    made = []
    for suffix in ("pdf", "xlsx"):
        answer = managed_list(ward.opened.session, DAY, folder / f"danh-sach-quan-ly.{suffix}")
        made.append(_document("managed-list", Path(answer["file"]), answer["sha256"]))
    return made


def print_targets(upper: Player, folder: Path) -> dict[str, Any]:
    """Targets against results of all units."""
    session = upper.opened.session
    paper = targets_paper(targets_table(session), office_of(session), mark=print_mark(session))
    written = write_paper(paper, folder / "ket-qua-chi-tieu.pdf")
    return _document("targets", written.path, written.sha256)


def print_handover(ward: Player, package: PackageFile, folder: Path) -> dict[str, Any]:
    """The sheet that goes with a package from hand to hand."""
    session = ward.opened.session
    with in_vietnamese():
        counts = tuple((_(KINDS[kind].label), n) for kind, n in sorted(package.counts.items()))
    sheet = Handover(
        pid=package.pid,
        seq=package.seq,
        files=((package.file.name, package.bytes, package.sha256),),
        sha256=package.sha256,
        size=package.bytes,
        first_lsn=package.lsn[0],
        last_lsn=package.lsn[1],
        sender=session.node.name,
        receiver=UPPER_NAME,
        made_at=CLOSING,
        period=(date(DAY.year, DAY.month, 1), DAY),
        counts=counts,
    )
    paper = handover_paper(sheet, office_of(session), mark=print_mark(session))
    written = write_paper(paper, folder / "bien-ban-ban-giao.pdf")
    return _document("handover", written.path, written.sha256)


def print_receipt(upper: Player, ward: Player, package: PackageFile, folder: Path) -> dict[str, Any]:
    """The slip by which the receiving office confirms on paper."""
    at = ward.opened.session.store.position
    stream = ward.opened.session.node.stream
    unsigned = ReceiptCode(stream, at.epoch, at.lsn, at.chain[:8], b"")
    code = ReceiptCode(stream, at.epoch, at.lsn, at.chain[:8], upper.opened.device.sign(unsigned.signed()))
    session = upper.opened.session
    slip = ReceiptSlip(
        code=code,
        sender=ward.opened.session.node.name,
        receiver=session.node.name,
        made_at=session.now(),
        packages=((package.seq, package.pid, "Đã tiếp nhận"),),
    )
    written = write_paper(
        receipt_paper(slip, office_of(session), mark=print_mark(session)), folder / "phieu-tiep-nhan.pdf"
    )
    return _document("receipt", written.path, written.sha256)


def take_pictures(folder: Path) -> list[dict[str, Any]]:
    """Pictures of the pages, in a process of their own; none where the window cannot be painted."""
    folder.mkdir(exist_ok=True)
    command = [*own_command(), "shots", "--out", str(folder), "--lang", language()]
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # what was taken until the time is up is shown
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            command,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
            check=False,
        )
    return [_document("picture", path, "") for path in sorted(folder.rglob("*.png"))]


def _document(name: str, path: Path, sha256: str) -> dict[str, Any]:
    return {"name": name, "file": str(path), "sha256": sha256, "bytes": path.stat().st_size}
