"""What one topic of the help is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: ``pages`` whose F1 leads here, a title, and paragraphs.

    “• ” begins a step, “§ ” a heading.
    """

    id: str
    icon: str
    title: str
    text: tuple[str, ...]
    pages: tuple[str, ...] = ()
