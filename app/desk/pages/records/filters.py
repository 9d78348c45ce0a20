"""The filter bar of a list of records, and what is said where nothing is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.desk.pages.people.work import session_of
from app.desk.pages.records.listing import FIGURE, HAMLET, PERIOD, Listing, Narrow
from app.desk.pages.records.source import PERIODS
from app.desk.pages.records.targets import PAGES
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.desk.widgets.filters import FilterBar, QuickFilter
from app.desk.widgets.strips import grouped
from app.kinds.declare import Sort
from app.register.figures import Figure
from app.words import _

if TYPE_CHECKING:
    from app.desk.pages.records.view import RecordsView


def make_bar(
    listing: Listing, figures: Sequence[Figure], hamlets: Sequence[tuple[str, int]], parent: QWidget
) -> FilterBar:
    """A bar with what can be asked of the kind; filters without a choice are left out."""
    quick = [QuickFilter(FIGURE, _("Group"), [(f.key, _(f.label)) for f in figures])]
    quick += [_narrow(listing, narrow) for narrow in listing.narrows]
    if hamlets:
        quick.append(
            QuickFilter(
                HAMLET, _("Hamlet, group"), [(name, f"{name}  ({grouped(n)})") for name, n in hamlets]
            )
        )
    if listing.kind.when:
        quick.append(QuickFilter(PERIOD, _("Period"), [(code, _(text)) for code, text in PERIODS]))
    bar = FilterBar(_("Search these records"), [q for q in quick if q.options], parent)
    bar.search.setMinimumWidth(look.px(120))
    return bar


def _narrow(listing: Listing, narrow: Narrow) -> QuickFilter:
    if narrow.options:
        return QuickFilter(
            narrow.key, _(narrow.label), [(code, _(text)) for code, text, _asked in narrow.options]
        )
    field = listing.kind.field(narrow.key)
    if field.sort is Sort.BOOL:
        return QuickFilter(narrow.key, _(narrow.label or field.label), [("1", _("Yes")), ("0", _("No"))])
    codes = field.codes
    options = [(code, _(codes.label(code))) for code in codes.codes()] if codes else []
    return QuickFilter(narrow.key, _(narrow.label or field.label), options)


def empty_state(view: RecordsView) -> EmptyState:
    """Why nothing is listed, and the two next things to do."""
    listing, bar = view.listing, view.bar
    asked = [bar.words() and f"“{bar.words()}”", bar.describe()]
    named = ", ".join(part for part in asked if part)
    may_add = session_of(view.desk).may_write(listing.kind)
    if named:
        why = _("Nothing fits {asked}. Try again with fewer filters or words.", asked=named)
        empty = EmptyState("search", _("Nothing found"), why, view)
        empty.add_action(_("Clear filters"), bar.clear, icon="filter-off", primary=True)
    else:
        why = _(listing.why_empty) or _("What is entered stands here from then on.")
        empty = EmptyState(listing.icon, _("Nothing in this list yet"), why, view)
    if may_add:
        empty.add_action(_(listing.add), view.acts.add, icon="plus", primary=not named)
    if not named:
        empty.add_action(
            _("Help for this page"),
            lambda: view.desk.ask_help(PAGES.get(listing.kind_name, "")),
            icon="help-circle",
        )
    return empty
