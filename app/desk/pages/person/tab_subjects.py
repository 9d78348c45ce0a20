"""The tabs over several kinds: assessment and care, family and support, the dossiers with their papers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.desk.pages.dossiers.meter import DossierMeter
from app.desk.pages.people.work import session_of
from app.desk.pages.person.tab_records import RecordsTab
from app.desk.shell.desk import Desk
from app.desk.widgets import look
from app.desk.widgets.empty import EmptyState
from app.kinds.declare import KINDS
from app.register.people import PersonPage
from app.words import _

_CARE = (
    "detection",
    "assessment_request",
    "assessment",
    "rehab_episode",
    "substitution_treatment",
    "compulsory_file",
    "breach",
)
_FAMILY = ("support", "relation", "helper")


def care_tab(desk: Desk, parent: QWidget) -> CareTab:
    """Detection, assessment, rehabilitation, treatment, files and breaches."""
    return CareTab(desk, parent)


def support_tab(desk: Desk, parent: QWidget) -> RecordsTab:
    """Support, people close to the person, helpers."""
    empty = EmptyState(
        "heart-handshake", _("No support yet"), _("Enter counselling, training, a job or a loan given.")
    )
    return RecordsTab(desk, _FAMILY, _("Family, support"), empty, parent)


class CareTab(RecordsTab):
    """Also tells that the health side keeps notes, and for that side leads to them; never what they say."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        empty = EmptyState(
            "stethoscope",
            _("No assessment or care yet"),
            _("Enter a detection, a request for assessment or rehabilitation."),
        )
        super().__init__(desk, _CARE, _("Assessment, care"), empty, parent)
        self.clinical = QWidget(self)
        line = QHBoxLayout(self.clinical)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        words = _("The health side keeps clinical notes about this person.")
        line.addWidget(look.label(words, self.clinical, tone="muted"))
        self.link = look.button(_("Open the notes"), self.clinical, kind="link", icon="stethoscope")
        self.link.clicked.connect(self._on_notes)
        self.link.setVisible(session_of(desk).may_read(KINDS["assessment_detail"]))
        line.addWidget(self.link)
        line.addStretch(1)
        self.add_widget(self.clinical)
        self._person = ""

    def show_page(self, page: PersonPage) -> None:
        """Show a person."""
        self._person = page.person.id
        self.clinical.setVisible(page.clinical)
        super().show_page(page)

    def _on_notes(self) -> None:
        self._desk.go("assessment", self._person)


class DossiersTab(QWidget):
    """How complete the person's files are, and the papers that were recorded."""

    opened = Signal(str)
    entry_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.meter = DossierMeter(desk, self)
        box = QWidget(self)
        top = QVBoxLayout(box)
        top.setContentsMargins(16, 10, 16, 0)
        top.addWidget(self.meter)
        top.addStretch(1)
        # somebody may have files of several procedures; the papers below must stay in view
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(box)
        column.addWidget(scroll, 1)
        empty = EmptyState(
            "folder", _("No paper recorded"), _("Papers of a file are entered with their number.")
        )
        self.papers = RecordsTab(desk, ("paper",), _("Dossiers"), empty, self)
        self.papers.opened.connect(self.opened)
        self.papers.entry_wanted.connect(self.entry_wanted)
        column.addWidget(self.papers, 1)
        self.setFocusProxy(self.papers)

    def show_page(self, page: PersonPage) -> None:
        """Show a person."""
        self.meter.show_person(page.person.id)
        self.papers.show_page(page)
