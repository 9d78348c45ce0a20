"""After positive results were saved: what has to be done for whom, by when, and the way there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.pages.people.owing import action_for, distance, icon_for, shown_due, what_label
from app.desk.pages.people.targets import person_target
from app.desk.pages.people.work import session_of
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.badge import Badge
from app.register.entries import Task
from app.words import _, plural

_MOST = 12


class TasksDialog(QDialog):
    """A line for each person with the one thing to do; the list stays on the start screen."""

    def __init__(self, desk: Desk, tasks: Sequence[Task], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(look.px(640))
        title = plural("{n} task after positive results", "{n} tasks after positive results", len(tasks))
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(look.label(title, self, role="heading"))
        told = _("They stand on the start screen until they are done.")
        column.addWidget(look.label(told, self, tone="muted", wrap=True))
        for task in tasks[:_MOST]:
            column.addLayout(self._line(task))
        if len(tasks) > _MOST:
            more = _("and {n} more on the start screen", n=len(tasks) - _MOST)
            column.addWidget(look.label(more, self, tone="muted"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_button = look.button(_("Close"), self, kind="primary")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        self.close_button.setFocus()

    def _line(self, task: Task) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        words = distance(task.due, session_of(self._desk).now())
        line.addWidget(Badge(words, "warn", self, icon=icon_for(task.what)))
        line.addWidget(look.label(task.name, self, role="strong"))
        due = shown_due(task.due)
        what = f"{what_label(task.what)} · {due}" if due else what_label(task.what)
        line.addWidget(look.label(what, self, tone="muted", wrap=True), 1)
        action = action_for(task.what)
        link = look.button(_(action.label), self, kind="link", icon=action.icon)
        link.setAccessibleName(f"{_(action.label)}: {task.name}")
        link.setProperty("target", person_target(task.person, action.opens))
        link.clicked.connect(self._on_link)
        line.addWidget(link)
        return line

    def _on_link(self) -> None:
        target = str(self.sender().property("target"))
        self.accept()
        self._desk.go("people", target)
