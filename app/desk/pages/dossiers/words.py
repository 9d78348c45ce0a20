"""How a file and its papers are said: numbers, states, who owes, and how sure the law's text is."""

from __future__ import annotations

from app.desk.models.source import Marked
from app.kinds.dates import show_date
from app.register.dossiers import DossierLine, PaperView
from app.words import N_, _, plural

#: Icon and tone of each state of a paper.
STATES = {
    "present": ("circle-check", "good"),
    "missing": ("alert-circle", "danger"),
    "optional": ("circle", "neutral"),
}
#: A procedure where there is room for a few words.
_SHORT = {
    "user_management": N_("Users managed"),
    "assessment": N_("Assessment asked"),
    "voluntary": N_("Voluntary rehab"),
    "compulsory": N_("Compulsory rehab"),
    "compulsory_minor": N_("Compulsory, 12–17"),
    "aftercare": N_("After-care"),
}
_SURE = {
    "memory": N_("text not at hand"),
    "derived": N_("our reading"),
    "unknown": N_("not laid down yet"),
}


def short_title(line: DossierLine) -> str:
    """The procedure of a file in a few words."""
    return _(_SHORT[line.procedure]) if line.procedure in _SHORT else line.title


def tone_of(percent: int) -> str:
    """The tone of a degree of completeness."""
    return "good" if percent == 100 else "warn" if percent >= 50 else "danger"


def counted(line: DossierLine) -> str:
    """“5/6 · 83%”; in words where the law lists nothing."""
    if not line.required:
        return _("nothing required")
    return _("{there}/{asked} · {percent}%", there=line.present, asked=line.required, percent=line.percent)


def lacking(line: DossierLine) -> str:
    """What a file lacks in the room of a cell."""
    if not line.missing:
        return Marked(_("Complete"), "good", "circle-check")
    return f"{len(line.missing)} · {line.missing[0]}"


def form_of(paper: PaperView) -> str:
    """The number of its form, or that there is none yet."""
    if paper.form:
        return paper.form if paper.form_known else f"{paper.form} ({_('to be checked')})"
    return "" if paper.form_known else _("form number not known yet")


def detail_of(paper: PaperView) -> str:
    """The second line of a paper: what is known of it, or who owes it and where that stands."""
    if paper.state == "present":
        return present_words(paper)
    if paper.state == "missing":
        return _("Owed by: {who}", who=paper.owes)
    return _("Not required: {why}", why=paper.why) if paper.why else _("Not required")


def present_words(paper: PaperView) -> str:
    """Number, day, pages, where it is kept, and what shows that it is there."""
    parts = [_("no. {number}", number=paper.number)] if paper.number else []
    if paper.dated_on:
        parts.append(show_date(paper.dated_on))
    if paper.pages:
        parts.append(plural("{n} page", "{n} pages", paper.pages))
    if paper.held_at:
        parts.append(paper.held_at)
    if paper.attachment:
        parts.append(_("with scan"))
    if paper.proof is not None:
        parts.append(_("shown by the register"))
    return " · ".join(parts) or _("there; nothing more recorded")


def source_of(paper: PaperView) -> str:
    """Form and article, with how sure that is."""
    sure = _(_SURE[paper.mark]) if paper.mark in _SURE else ""
    article = f"{paper.article} ({sure})" if sure and paper.article else paper.article
    return " · ".join(part for part in (form_of(paper), article) if part)


def spoken(paper: PaperView) -> str:
    """A paper as it is read aloud."""
    state = {"present": _("There"), "missing": _("Missing"), "optional": _("Not required")}[paper.state]
    return ". ".join(part for part in (f"{state}: {paper.title}", detail_of(paper), source_of(paper)) if part)
