"""The stock of test kits: lots received, what was used of each, what is left and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.desk.models.source import Marked
from app.desk.pages.records.listing import Extra, Listing, Narrow, Shape
from app.desk.pages.records.page import RecordsPage
from app.desk.shell.desk import Desk
from app.kinds.codes import SUBSTANCE
from app.register.kind_lists import Condition, KindLine
from app.register.kits import EMPTY, EXPIRED, OVER, SOON, LotLine, kit_figures, lots_of, stock
from app.register.session import Session
from app.words import N_, _, plural
from app.words.forms import number


def _state(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    return {lot.id: _badge(lot) for lot in lots_of(session, [line.id for line in lines]).values()}


def _badge(lot: LotLine) -> Marked:
    if lot.state == EXPIRED:
        return Marked(_("expired"), "danger", "ban")
    if lot.state == OVER:
        return Marked(_("more used than received"), "danger")
    if lot.state == EMPTY:
        return Marked(_("used up"), "neutral", "minus")
    if lot.state == SOON:
        left = plural("{n} day left", "{n} days left", lot.days_left) if lot.days_left else _("expires today")
        return Marked(left, "warn", "clock-exclamation")
    return Marked(_("can be used"), "good", "circle-check")


def _used(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    return {lot.id: number(lot.used) for lot in lots_of(session, [line.id for line in lines]).values()}


def _left(session: Session, lines: Sequence[KindLine]) -> Mapping[str, str]:
    found = lots_of(session, [line.id for line in lines]).values()
    return {lot.id: "–" if lot.left is None else number(lot.left) for lot in found}


def _note(session: Session) -> tuple[str, str]:
    now = stock(session)
    if not now.lots:
        return "", ""
    lasts = now.lasts
    pace = ""
    if lasts is not None:
        pace = plural(
            "At the pace of the last 90 days what is left lasts {n} day.",
            "At the pace of the last 90 days what is left lasts {n} days.",
            lasts,
        )
    if now.is_low:
        return " ".join(
            part for part in (_("The stock is low. Ask for more kits now."), pace) if part
        ), "danger"
    return pace, "muted"


def _starts(session: Session) -> dict[str, Any]:
    return {"received_on": session.today().isoformat(), "panel": ["heroin", "ats", "mdma", "cannabis"]}


KITS = Listing(
    "kit_lot",
    N_("Kit lots"),
    "test-pipe",
    N_("Receive a lot"),
    shapes=(
        Shape("name", 170, strong=True),
        Shape("lot", 100),
        Shape("expiry", 92),
        Extra("state", N_("State"), 150, _state, marked=True),
        Shape("quantity", 62, N_("In")),
        Extra("used", N_("Used"), 76, _used, right=True),
        Extra("left", N_("Left"), 62, _left, right=True),
        Shape("received_on", 96, hidden=True),
        Shape("budget", 140, hidden=True),
    ),
    narrows=(
        Narrow(
            "panel",
            N_("Substance"),
            tuple(
                (code, SUBSTANCE.labels[code], (Condition("panel", "is", code),))
                for code in ("heroin", "ats", "mdma", "cannabis", "ketamine", "etomidate")
            ),
        ),
    ),
    first=("name", "lot", "expiry", "quantity", "received_on", "budget", "panel"),
    title_by="name",
    figures=kit_figures,
    note=_note,
    starts=_starts,
    sort="expiry",
    why_empty=N_(
        "Enter the lots as they come in; tests take from them, and an expired lot is never offered."
    ),
)


class KitsPage(RecordsPage):
    """The lots with what is left; receiving and correcting them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "kits", N_("Kit lots"), (KITS,), parent)
