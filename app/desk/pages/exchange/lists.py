"""The three lists at the foot of the page: packages sent, packages met, paired nodes."""

from __future__ import annotations

from app.desk.models.source import Column, Line, Marked
from app.desk.pages.exchange.incoming import STATES
from app.desk.pages.exchange.pairing import SORTS
from app.desk.pages.exchange.reading import ExchangeView, PeerView, counts_text, size_text, when
from app.desk.shell.say import count
from app.sync.codes import Code
from app.sync.outbox import Sent
from app.sync.pairing import PARENT
from app.sync.records import Met
from app.words import N_, _

SENT_COLUMNS = (
    Column("seq", N_("Package"), 78, right=True, sortable=False),
    Column("state", N_("State"), 170, marked=True, sortable=False),
    Column("to", N_("Receiver"), 190, sortable=False),
    Column("made", N_("Made"), 120, sortable=False),
    Column("lsn", N_("Changes"), 110, right=True, sortable=False),
    Column("size", N_("Size"), 92, right=True, sortable=False),
    Column("counts", N_("Contents"), 300, sortable=False),
)
MET_COLUMNS = (
    Column("state", N_("State"), 140, marked=True, sortable=False),
    Column("from", N_("Sender"), 200, sortable=False),
    Column("seq", N_("Package"), 78, right=True, sortable=False),
    Column("met", N_("Received"), 120, sortable=False),
    Column("ops", N_("Changes"), 90, right=True, sortable=False),
    Column("reason", N_("Reason"), 420, sortable=False),
)
PEER_COLUMNS = (
    Column("name", N_("Name of the office"), 200, strong=True, sortable=False),
    Column("part", N_("Part"), 90, sortable=False),
    Column("sort", N_("Sort of office"), 116, sortable=False),
    Column("last", N_("Last package"), 120, sortable=False),
    Column("held", N_("Changes held"), 112, right=True, sortable=False),
    Column("receipt", N_("Receipt"), 100, marked=True, sortable=False),
    Column("print", N_("Fingerprint"), 196, sortable=False),
    Column("paired", N_("Paired"), 110, sortable=False),
)
_SENT = {
    "made": (N_("Made"), "warn", "circle-dot"),
    "copied": (N_("Copied and read back"), "info", "device-usb"),
    "confirmed": (N_("Confirmed above"), "good", "circle-check"),
}
_RECEIPT = N_("Receipt")


def sent_lines(view: ExchangeView) -> list[Line]:
    """Packages of the past, the newest first."""
    names = {p.peer.node: p.peer.name for p in view.peers}
    return [_sent_line(sent, names) for sent in view.sent]


def _sent_line(sent: Sent, names: dict[str, str]) -> Line:
    word, tone, icon = _SENT[sent.state]
    if sent.kind == "receipt" and sent.state == "confirmed":
        word = N_("Confirmed")
    contents = _(_RECEIPT) if sent.kind == "receipt" else counts_text(sent.counts)
    return (
        str(sent.seq),
        Marked(_(word), tone, icon),
        names.get(sent.node, sent.node),
        when(sent.made_at),
        f"{count(sent.lsn[0])} – {count(sent.lsn[1])}",
        size_text(sent.bytes),
        contents,
    )


def met_lines(view: ExchangeView) -> list[Line]:
    """Packages met, the newest first."""
    names = {p.peer.node: p.peer.name for p in view.peers}
    return [_met_line(met, names) for met in view.met]


def _met_line(met: Met, names: dict[str, str]) -> Line:
    word, tone = STATES.get(met.status, (met.status, "neutral"))
    return (
        Marked(_(word), tone),
        names.get(met.node, met.node) or _("Unknown"),
        str(met.seq) if met.seq else "",
        when(met.met_at),
        _(_RECEIPT) if met.kind == "receipt" else count(met.ops) if met.ops else "",
        _reason(met),
    )


def _reason(met: Met) -> str:
    if not met.code:
        return ""
    known = Code.__members__.get(met.code)
    if known is None:
        return met.code
    return _(known.message) if "{" not in known.message else _(_SHORT.get(met.code, N_("Waits for more.")))


_SHORT = {
    "W_GAP": N_("Earlier changes are missing."),
    "W_PARTIAL": N_("Volumes are still missing."),
}


def peer_lines(view: ExchangeView) -> list[Line]:
    """Paired nodes, the level above first."""
    return [_peer_line(one) for one in view.peers]


def _peer_line(one: PeerView) -> Line:
    peer = one.peer
    receipt: str = ""
    if one.unanswered:
        receipt = Marked(_("To return"), "warn", "certificate")
    elif one.held:
        receipt = Marked(_("Returned"), "good")
    return (
        peer.name,
        _("Level above us") if peer.part == PARENT else _("Sends to us"),
        _(SORTS.get(peer.sort, peer.sort)),
        when(one.last_at),
        count(one.held) if one.held else "",
        receipt,
        peer.fingerprint,
        when(peer.paired_at),
    )
