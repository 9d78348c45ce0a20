"""Every command of this program, in the order of the help."""

from __future__ import annotations

from app.cli import elsewhere
from app.cli.commands import (
    accounts,
    checks,
    classify,
    law,
    node,
    packages,
    packs,
    pairing,
    papers,
    people,
    records,
    rehearsal,
    reports,
    statistics,
    targets,
)
from app.cli.options import Command

COMMANDS: tuple[Command, ...] = (
    elsewhere.DESK,
    *node.COMMANDS,
    *accounts.COMMANDS,
    *pairing.COMMANDS,
    *records.COMMANDS,
    *people.COMMANDS,
    *law.COMMANDS,
    *packs.COMMANDS,
    *classify.COMMANDS,
    *targets.COMMANDS,
    *reports.COMMANDS,
    *statistics.COMMANDS,
    *papers.COMMANDS,
    *packages.COMMANDS,
    *checks.COMMANDS,
    *rehearsal.COMMANDS,
    elsewhere.SELF_TEST,
)
