"""A unit's own wording of forms: versions that are kept, with the shipped form always at hand."""

from __future__ import annotations

from collections.abc import Mapping

from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.kinds.ids import new_id
from app.kinds.papers import FormCopy, OwnText
from app.kinds.text import clean_long
from app.ledger.reader import Reader
from app.ledger.writer import Changed
from app.register.session import Session
from app.words import N_

_SAME = N_("This is what the form says already. Nothing was changed.")


def own_copies(session: Session) -> dict[str, FormCopy]:
    """The newest own wording of each form of this unit; what went back to the shipped text is not among them."""
    with session.store.read() as reader:
        return {form: copy for form, copy in _newest(reader, session.node.node).items() if not copy.withdrawn}


def versions(session: Session, form: str) -> list[FormCopy]:
    """Every version of a form's own wording, the newest first."""
    with session.store.read() as reader:
        return reader.all(FormCopy, "_node = ? AND form = ? ORDER BY version DESC", (session.node.node, form))


def keep(
    session: Session, form: str, base: str, texts: Mapping[str, str], reason: str = ""
) -> tuple[FormCopy, Changed]:
    """Keep a new version; the caller has checked its fields. Without texts: back to the shipped form.

    Faults E_ROLE, E_SAME when nothing differs from the version in use.
    """
    session.need_write(KINDS["form_copy"])
    rows = tuple(OwnText(place=place, text=clean_long(texts[place])) for place in sorted(texts))
    with session.store.write(session.user, reason) as writer:
        before = _newest(writer, session.node.node).get(form)
        same = before is not None and before.texts == rows and before.withdrawn == (not rows)
        if same or (before is None and not rows):
            raise Fault("E_SAME", _SAME)
        copy = FormCopy(
            id=new_id(),
            form=form,
            base=base,
            version=before.version + 1 if before else 1,
            since=session.today(),
            texts=rows,
            by=session.user,
            reason=reason or None,
            withdrawn=not rows,
        )
        writer.put(copy)
    return copy, writer.changed


def _newest(reader: Reader, node: str) -> dict[str, FormCopy]:
    found = reader.all(FormCopy, "_node = ? ORDER BY form, version, n", (node,))
    return {copy.form: copy for copy in found}
