"""Goal 11: everybody as XLSX."""

from __future__ import annotations

from datetime import UTC, date, datetime

import xlsxwriter

from app.bench.measure import Goal, in_turn
from app.bench.world import World
from app.documents.everyone import everyone_table
from app.documents.xlsx import write_list
from app.register.lists import ListQuery, each_row


def xlsx_of_all(world: World) -> Goal:
    """Goal 11: the whole list as the program writes it; against bare xlsxwriter given the same cells."""
    session = world.opened.session
    rows = [tuple(row) for row in everyone_table(session).rows if isinstance(row, tuple)]

    def floor() -> None:
        book = xlsxwriter.Workbook(str(world.folder / "floor.xlsx"), {"constant_memory": True})
        sheet = book.add_worksheet()
        form = book.add_format({"border": 1})
        day = book.add_format({"border": 1, "num_format": "dd/mm/yyyy"})
        # the floor reads the same lines from the same store
        for at, (_line, row) in enumerate(zip(each_row(session, ListQuery(), "*"), rows, strict=True)):
            sheet.write_number(at, 0, at + 1, form)
            for column, value in enumerate(row, 1):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif value:
                    sheet.write_string(at, column, str(value), form)
                else:
                    sheet.write_blank(at, column, None, form)
        book.close()

    def ours() -> None:
        write_list(everyone_table(session), world.folder / "all.xlsx", datetime(2026, 11, 23, tzinfo=UTC))

    mine, theirs = in_turn(ours, floor, 1 if world.people > 20_000 else 3, warm_up=0)
    return Goal(11, "XLSX of all people", world.people, mine, theirs, "s", most=1.2)
