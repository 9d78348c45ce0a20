"""Papers that go with packages: handover sheet and receipt slip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from app.documents.office import Office
from app.kinds.catalogue import all_kinds
from app.register.session import Session
from app.sync import answers
from app.sync.outbox import Sent
from app.sync.pairing import Peer
from app.sync.streams import package_stream
from app.words import _


def office_of(register: Any) -> Office:
    """This office as it stands at the head of a paper; the superior as it was typed at the first run."""
    return Office(parent=getattr(register, "superior", ""), name=register.unit_name, place=_place(register))


def _place(register: Any) -> str:
    from app.kinds.units_catalogue import unit

    found = unit(register.session.node.unit)
    return found.name if found is not None else ""


def write_handover(
    session: Session, office: Office, sent: Sent, peer: Peer, files: Sequence[Path], path: Path
) -> Path:
    """The handover sheet of a package as PDF; the print is noted in the audit list."""
    from app.documents.handover import Handover, handover_paper
    from app.documents.pdf import write_pdf

    names = tuple((file.name, file.stat().st_size, sent.sha256) for file in files if file.is_file())
    labels = {kind.name: kind.plural for kind in all_kinds()}
    paper = Handover(
        pid=sent.pid,
        seq=sent.seq,
        files=names or ((f"BY_{sent.pid[:8]}", sent.bytes, sent.sha256),),
        sha256=sent.sha256,
        size=sent.bytes,
        first_lsn=sent.lsn[0],
        last_lsn=sent.lsn[1],
        sender=session.node.name,
        receiver=peer.name,
        made_at=datetime.fromisoformat(sent.made_at),
        counts=tuple((_(labels.get(kind, kind)), n) for kind, n in sent.counts.items()),
    )
    write_pdf(handover_paper(paper, office), path)
    session.store.note(session.user, "print", sent.pid, "handover")
    return path


def write_slip(session: Session, device: Any, office: Office, peer: Peer, path: Path) -> Path | None:
    """The slip that confirms on paper what is held of a node; None when nothing is."""
    from app.documents.pdf import write_pdf
    from app.documents.receipt_slip import ReceiptSlip, receipt_paper
    from app.documents.slip_codes import ReceiptCode
    from app.kinds import canonical

    stream = package_stream(session.node, peer.node)
    with session.store.read() as reader:
        lines = answers.lines_after(reader, stream, 0)
    if not lines:
        return None
    said = canonical.decode(lines[-1].line)
    chain = bytes.fromhex(said["chain"])[:8]
    unsigned = ReceiptCode(said["stream"], said["epoch"], said["have_lsn"], chain, b"")
    code = ReceiptCode(unsigned.stream, unsigned.epoch, unsigned.lsn, chain, device.sign(unsigned.signed()))
    packages = tuple((p["seq"], p["digest"][:16], _result(p["code"])) for p in said["packages"])
    slip = ReceiptSlip(
        code=code,
        sender=peer.name,
        receiver=session.node.name,
        made_at=session.now(),
        packages=packages,
        waiting=tuple((a, b) for a, b in said["waiting"]),
        parked=said["parked_n"],
    )
    write_pdf(receipt_paper(slip, office), path)
    session.store.note(session.user, "print", peer.node, "receipt")
    return path


def _result(code: str) -> str:
    from app.sync.codes import Code

    if not code:
        return "Đã cập nhật"
    known = Code.__members__.get(code)
    return _(known.message) if known is not None and "{" not in known.message else code
