"""A unit's own wording laid over a shipped form: which texts may be worded, and the check of their fields."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from app.documents.forms.shelf import Shelf
from app.documents.forms.template import BlockSpec, Template, check_fields
from app.kinds.papers import FormCopy
from app.register.papers.own import keep, own_copies
from app.register.papers.providers import FIELDS
from app.register.session import Session
from app.words import _


def editable(template: Template) -> dict[str, str]:
    """The texts that a unit may word, by their place in the form, in the order of the paper.

    Places: ``title.kind``, ``title.about``, ``symbol``, ``head.above``, ``head.office``, ``before_bases``,
    ``base.N``, ``body.N`` and ``recipients`` (one a line), N counted from 1.
    """
    head, title = template.head, template.title
    texts = {"head.above": head.above, "head.office": head.office} if head.layout == "offices" else {}
    texts |= {"symbol": template.symbol} if template.symbol else {}
    texts |= {"title.kind": title.kind, "title.about": title.about}
    if title.before_bases:
        texts["before_bases"] = title.before_bases
    texts |= {f"base.{n}": basis.text for n, basis in enumerate(template.bases, 1)}
    texts |= {
        f"body.{n}": block.text
        for n, block in enumerate(template.body, 1)
        if block.sort in ("paragraph", "heading", "title")
    }
    for n, block in enumerate(template.body, 1):
        for m, signer in enumerate(block.signers, 1):
            if not signer.office:
                texts[f"signer.{n}.{m}"] = "\n".join(signer.lines)
    if template.recipients:
        texts["recipients"] = "\n".join(template.recipients)
    return texts


def place_label(place: str) -> str:
    """What stands at a place, in the language in use."""
    name, _dot, number = place.partition(".")
    if place in ("head.above", "head.office"):
        return _("Office above") if place == "head.above" else _("Office")
    if name == "title":
        return _("Kind of paper") if number == "kind" else _("Subject of the paper")
    labels = {
        "symbol": _("Symbol of the number"), "before_bases": _("Who decides"), "base": _("Legal basis {n}", n=number),
        "body": _("Paragraph {n}", n=number), "recipients": _("Recipients, one a line"),
        "signer": _("Line of the signatory"),
    }  # fmt: skip
    return labels[name]


def worded(template: Template, texts: Mapping[str, str], version: int = 0) -> Template:
    """The form with own texts in place; a text whose place is gone (a newer shipped form) is passed over.

    ``Fault`` E_FORM_FIELD names an unknown field, E_FORM an unclosed brace.
    """
    known = editable(template)
    mine = {place: text for place, text in texts.items() if place in known}
    head = msgspec.structs.replace(
        template.head,
        above=mine.get("head.above", template.head.above),
        office=mine.get("head.office", template.head.office),
    )
    title = msgspec.structs.replace(
        template.title,
        kind=mine.get("title.kind", template.title.kind),
        about=mine.get("title.about", template.title.about),
        before_bases=mine.get("before_bases", template.title.before_bases),
    )
    bases = tuple(
        msgspec.structs.replace(basis, text=mine.get(f"base.{n}", basis.text))
        for n, basis in enumerate(template.bases, 1)
    )
    made = msgspec.structs.replace(
        template,
        head=head,
        title=title,
        bases=tuple(basis for basis in bases if basis.text.strip()),
        body=_body(template, mine),
        symbol=mine.get("symbol", template.symbol),
        recipients=_lines(mine.get("recipients", "\n".join(template.recipients))),
        own=f"{template.version}+{version}" if version else template.own,
    )
    check_fields(made, FIELDS)
    return made


def _body(template: Template, mine: Mapping[str, str]) -> tuple[BlockSpec, ...]:
    made = []
    for n, block in enumerate(template.body, 1):
        signers = tuple(
            msgspec.structs.replace(
                signer, lines=_lines(mine.get(f"signer.{n}.{m}", "\n".join(signer.lines)))
            )
            for m, signer in enumerate(block.signers, 1)
        )
        text = mine.get(f"body.{n}", block.text)
        if block.text and not text.strip():
            continue  # a paragraph emptied by the unit does not stand on the paper
        made.append(msgspec.structs.replace(block, text=text, signers=signers))
    return tuple(made)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def shelf_of(session: Session) -> Shelf:
    """The forms as this unit uses them: its own wording over the shipped ones."""
    shipped = Shelf.shipped()
    known = {template.id: template for template in shipped.templates}
    own = [
        worded(known[form], _texts(copy), copy.version)
        for form, copy in own_copies(session).items()
        if form in known
    ]
    return shipped.plus(*own) if own else shipped


def save_own(
    session: Session, template_id: str, texts: Mapping[str, str], reason: str = ""
) -> tuple[FormCopy, object]:
    """Keep the unit's wording of a form: only what differs from the shipped text is kept.

    Faults E_FORM_FIELD (the field is named), E_FORM, E_ROLE, E_SAME.
    """
    template = Shelf.shipped().of(template_id)
    shipped = editable(template)
    changed = {place: text for place, text in texts.items() if text.strip() != shipped.get(place, "").strip()}
    worded(template, changed)
    return keep(session, template_id, template.version, changed, reason)


def _texts(copy: FormCopy) -> dict[str, str]:
    return {row.place: row.text for row in copy.texts}
