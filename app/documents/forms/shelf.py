"""All forms that ship with the program, and which of them applies to a paper of a day and a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from app.documents.forms.filling import used_fields
from app.documents.forms.template import Template, check_fields, damaged, read_template
from app.kinds.dates import show_date
from app.kinds.faults import Fault
from app.register.papers.providers import FIELDS
from app.words import N_
from app.words.resources import resource

#: Headings under which forms are listed, in their order.
GROUPS = {
    "detection": N_("Detection and test"),
    "user_management": N_("User management"),
    "assessment": N_("Assessment of addiction"),
    "rehab": N_("Rehabilitation and treatment"),
    "compulsory": N_("Compulsory rehabilitation"),
    "aftercare": N_("After-care"),
    "records": N_("Records and notices"),
    "lists": N_("Lists and registers"),
}
_NO_FORM = N_("There is no form “{form}”. Choose one of the list.")
_NOT_THEN = N_("There is no form “{form}” for a paper of {day} in this case. Correct the day of the paper.")


class Shelf:
    """The templates; those of one form follow each other by date and law."""

    def __init__(self, templates: Iterable[Template]) -> None:
        """``Fault`` E_FORM_FIELD for a template with an unknown field, E_FORM for two of one name."""
        self.templates = tuple(templates)
        self._by_id: dict[str, Template] = {}
        for template in self.templates:
            if template.id in self._by_id or template.group not in GROUPS:
                raise damaged(template.id, "id" if template.id in self._by_id else "group")
            check_fields(template, FIELDS)
            used_fields(template)  # an identity block with an unknown key is damaged too
            self._by_id[template.id] = template

    @classmethod
    def shipped(cls) -> Shelf:
        """The forms that come with the program (read once)."""
        return _shipped()

    def plus(self, *own: Template) -> Shelf:
        """With a unit's own copies in the place of the shipped ones of the same id."""
        mine = {template.id: template for template in own}
        return Shelf(mine.get(template.id, template) for template in self.templates)

    def of(self, template: str) -> Template:
        """A template by its id; ``Fault`` E_NO_FORM."""
        found = self._by_id.get(template)
        if found is None:
            raise Fault("E_NO_FORM", _NO_FORM, form=template)
        return found

    def of_form(self, form: str) -> Template:
        """The newest template of a form, or the one whose id it is; ``Fault`` E_NO_FORM."""
        known = [template for template in self.templates if template.form == form]
        return max(known, key=lambda one: (one.since, one.version)) if known else self.of(form)

    def forms(self) -> tuple[str, ...]:
        """The names of all forms, in the order of the files."""
        return tuple(dict.fromkeys(template.form for template in self.templates))

    def choose(self, form: str, on: date, law: str, case: str = "") -> Template:
        """The template of a form for a paper dated ``on``.

        The law of the paper's own day decides (a new act in an older case); where it has no such form, the law
        of the case, as long as the form may still be used; then a form of no law in particular. Faults E_NO_FORM,
        E_FORM_DAY.
        """
        known = [template for template in self.templates if template.form == form]
        if not known and form in self._by_id:
            known = [one for one in self.templates if one.form == self._by_id[form].form]
        if not known:
            raise Fault("E_NO_FORM", _NO_FORM, form=form)
        valid = [template for template in known if template.runs(on)]
        for wanted in (law, case, ""):
            fitting = [template for template in valid if template.regime == wanted]
            if fitting:
                return max(fitting, key=lambda template: (template.since, template.version))
        raise Fault("E_FORM_DAY", _NOT_THEN, form=known[-1].label.said(), day=show_date(on))

    def offered(
        self, on: date, law: str, *, record: str = "", sort: str = "", case: str = ""
    ) -> list[Template]:
        """The forms that may be made for a record of a kind and sort on a day; no record: all of a person."""
        found = []
        for form in self.forms():
            try:
                template = self.choose(form, on, law, case)
            except Fault as fault:
                if fault.code != "E_FORM_DAY":
                    raise
                continue
            if not record or (template.record == record and (not template.sorts or sort in template.sorts)):
                found.append(template)
        return found


@lru_cache(maxsize=1)
def _shipped() -> Shelf:
    folder = resource("forms")
    files = sorted(folder.glob("*.toml"))
    return Shelf(read_template(file.name, file.read_text("utf-8")) for file in files)
