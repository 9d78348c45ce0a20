"""One pattern for every procedure: stages with counts, one list, a panel with the one next thing to do.

A page of a procedure is a ``Pattern`` (what it asks of the register and what it says) shown by a ``StagedList``
in a ``StagedPage``:

- ``pattern.Pattern``: the procedure of the register, the columns, the steps that begin a case (Ctrl+N), the steps
  that can be taken in one (the first is the next one), and what the panel shows;
- ``asking.Step``: one thing that can be done: the fields it asks for, taken from the declarations of the kinds
  (``asking.ask``), and the use case it calls; the sheet, its draft and its faults follow from that;
- ``view.StagedList``: tiles, filters, list, panel, sheet and keys; it knows no procedure;
- ``page.StagedPage``: the page of the window around one list.

A new procedure needs a ``register.stages.Procedure`` and a ``Pattern``; no widget.
"""
