"""The evaluation year: 15 December to 14 December (Decision 28/2025 article 7), the reporting year of the law."""

from __future__ import annotations

from datetime import date

from app.law.reporting import reporting_year


def evaluation_year(day: date) -> tuple[date, date]:
    """First and last day of the evaluation year a day lies in."""
    return reporting_year(day)
