"""From a form and facts to a document: what has a value is written, what has none is left to be written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.documents import blocks
from app.documents.blocks import Block, Cell, Document, PrintMark, Run
from app.documents.cells import shown
from app.documents.forms.identity import identity_fields, identity_lines
from app.documents.forms.template import (
    PLACE,
    BlockSpec,
    PartSpec,
    SignerSpec,
    Template,
    places,
    simple_fields,
    texts_of,
)
from app.register.papers.fields import Facts

#: What stands in running text where a value is missing.
DOTS = "………………"
_SIGNED = "(Ký, ghi rõ họ tên, đóng dấu)"


@dataclass(frozen=True, slots=True)
class Numbered:
    """The line of the number: day of the paper, its number in full, or None for one not yet given."""

    on: date | None
    number: str = ""


def used_fields(template: Template) -> set[str]:
    """Every field that a form asks for; the names within rows are not among them."""
    used = {name for text in texts_of(template) for name in places(text)} | simple_fields(template)
    for block in template.body:
        if block.field:
            used.add(block.field)
        if any(signer.office for signer in block.signers):
            used |= {"signer.title", "signer.acting", "signer.name"}
    return used | identity_fields(template)


def fill(
    template: Template,
    facts: Facts,
    numbered: Numbered,
    made_at: datetime,
    *,
    mark: PrintMark | None = None,
    watermark: str = "",
) -> Document:
    """The paper; equal input gives an equal document, and so equal bytes."""
    filler = _Filler(template, facts)
    made: list[Block] = []
    if template.mark:
        made.append(blocks.text_block(template.mark, bold=True, align="right", indent=False, size=11))
        made.append(blocks.Spacer(1.5))
    made.append(filler.header(numbered))
    made.append(filler.title())
    if template.title.before_bases:
        words = filler.text(template.title.before_bases).upper()
        made.append(blocks.text_block(words, bold=True, align="center", indent=False))
    made += filler.bases(numbered.on)
    for block in template.body:
        if filler.stands(block):
            made += filler.block(block)
    return Document(
        title=template.label.vi,
        blocks=tuple(made),
        made_at=made_at,
        page=template.page,
        size=template.size,
        mark=mark,
        watermark=watermark,
    )


class _Filler:
    """Fills the blocks of one form."""

    def __init__(self, template: Template, facts: Facts) -> None:
        self._template, self._facts = template, facts

    def stands(self, block: BlockSpec) -> bool:
        """Whether a block is on this paper."""
        if block.when and not self._facts.has(block.when):
            return False
        return not (block.unless and self._facts.has(block.unless))

    def text(self, text: str, row: Mapping[str, Any] | None = None) -> str:
        """A text with its fields in place; dots where there is no value."""
        return PLACE.sub(lambda found: self._value(found[1], row) or DOTS, text)

    def plain(self, text: str) -> str:
        """The same, empty where a value is missing, for lines that draw their own dots."""
        return PLACE.sub(lambda found: self._value(found[1], None), text).strip()

    def _value(self, name: str, row: Mapping[str, Any] | None) -> str:
        if row is not None and name in row:
            value = row[name]
            return shown(value) if value is not None else ""
        return self._facts.texts.get(name, "")

    # -- head ------------------------------------------------------------------------

    def header(self, numbered: Numbered) -> blocks.StateHeader:
        """Offices, number, place and day."""
        head = self._template.head
        if head.layout == "nation":
            return blocks.StateHeader("", "", "", self.plain(head.place) or DOTS, numbered.on)
        number = ""
        if self._template.symbol:
            number = f"Số: {numbered.number or '……/' + self.plain(self._template.symbol)}"
        office = self.plain(head.office) or DOTS
        return blocks.StateHeader(
            self.plain(head.above), office, number, self.plain(head.place) or DOTS, numbered.on
        )

    def title(self) -> Block:
        """Kind and subject of the paper."""
        spec = self._template.title
        made = blocks.Title(self.text(spec.kind), self.text(spec.about) if spec.about else "")
        return blocks.PhotoTitle(made) if spec.photo else made

    def bases(self, on: date | None) -> Iterator[Block]:
        """The legal bases of the day, in italics; each ends with a semicolon, the last with a full stop."""
        cited = [
            basis
            for basis in self._template.bases
            if (not basis.when or self._facts.has(basis.when)) and (on is None or _cited(basis, on))
        ]
        for n, basis in enumerate(cited, 1):
            ending = "." if n == len(cited) else ";"
            yield blocks.text_block(f"{self.text(basis.text)}{ending}", italic=True)

    # -- body ------------------------------------------------------------------------

    def block(self, spec: BlockSpec) -> Iterator[Block]:
        """The blocks of the model that one block of the form becomes."""
        match spec.sort:
            case "paragraph":
                yield self._paragraph(spec, self.text)
            case "heading":
                yield blocks.Paragraph((Run(self.text(spec.text), True),), "center", False, spec.size)
            case "identity":
                for parts in identity_lines(self._template, spec.lines):
                    yield self._line(parts, spec)
            case "line":
                yield self._line(spec.parts, spec)
            case "ticks":
                yield self._ticks(spec)
            case "list":
                yield from self._list(spec)
            case "table":
                yield self._table(spec)
            case "title":
                yield blocks.Title(self.text(spec.text), self.text(spec.about) if spec.about else "")
            case "signature":
                yield self._signature(spec)
            case "spacer":
                yield blocks.Spacer(spec.height)
            case "page":
                yield blocks.PageBreak()

    def _paragraph(self, spec: BlockSpec, say: Any) -> blocks.Paragraph:
        """Every second stretch between ``**`` is bold; a value keeps its own asterisks."""
        pieces = spec.text.split("**")
        runs = tuple(
            Run(say(piece), bold=spec.bold or n % 2 == 1, italic=spec.italic)
            for n, piece in enumerate(pieces)
            if piece
        )
        return blocks.Paragraph(runs, spec.align, spec.indent, spec.size)

    def _line(self, parts: tuple[PartSpec, ...], spec: BlockSpec) -> blocks.FormLine:
        made = tuple(blocks.Part(part.label, self._part(part.value), part.share) for part in parts)
        return blocks.FormLine(made, spec.blank, indent=spec.sort == "line" and spec.bold)

    def _part(self, value: str) -> str:
        """A value of which every field is missing is a dotted line; one of several is dots within it."""
        if not any(self._value(name, None) for name in places(value)):
            return "" if places(value) else value
        return self.text(value)

    def _ticks(self, spec: BlockSpec) -> blocks.TickRow:
        chosen = self._facts.codes.get(spec.field, frozenset())
        items = tuple((item.code in chosen, self.text(item.text)) for item in spec.items)
        return blocks.TickRow(items, spec.across, self.text(spec.label), spec.after)

    def _list(self, spec: BlockSpec) -> Iterator[Block]:
        rows: list[Mapping[str, Any]] = list(self._facts.rows.get(spec.field, ()))
        rows += [dict.fromkeys(places(spec.text), "")] * max(0, spec.least - len(rows))
        for n, row in enumerate(rows, spec.first):
            lead = f"{spec.lead} {n}: " if spec.lead else f"{n}. " if spec.numbered else ""

            def say(text: str, row: Mapping[str, Any] = row) -> str:
                return self.text(text, row)

            made = self._paragraph(spec, say)
            yield blocks.Paragraph((Run(lead), *made.runs) if lead else made.runs, "justify", spec.indent)

    def _table(self, spec: BlockSpec) -> blocks.Table:
        columns = tuple(blocks.Column(c.title, c.width, c.sort, c.align, c.group) for c in spec.columns)
        rows: list[tuple[Cell, ...]] = [
            tuple(self._cell(column.value, row) for column in spec.columns)
            for row in self._facts.rows.get(spec.field, ())
        ]
        rows += [("",) * len(columns)] * max(0, spec.least - len(rows))
        return blocks.Table(
            columns,
            rows,
            numbering=spec.numbering,
            number_columns=spec.number_columns,
            size=spec.size or 11,
            sheet=self._template.label.vi[:31],
        )

    def _cell(self, value: str, row: Mapping[str, Any]) -> Cell:
        names = places(value)
        if len(names) == 1 and value == "{" + names[0] + "}" and names[0] in row:
            kept: Cell = row[names[0]]
            return kept
        return PLACE.sub(lambda found: self._value(found[1], row), value)

    # -- foot ------------------------------------------------------------------------

    def _signature(self, spec: BlockSpec) -> blocks.Signature:
        signers = tuple(self._signer(signer) for signer in spec.signers)
        recipients = None
        if spec.recipients and self._template.recipients:
            recipients = blocks.Recipients(tuple(self.text(line) for line in self._template.recipients))
        return blocks.Signature(signers, recipients)

    def _signer(self, spec: SignerSpec) -> blocks.Signer:
        if not spec.office:
            return blocks.Signer(
                tuple(self.text(line) for line in spec.lines), self.plain(spec.name), spec.note
            )
        texts = self._facts.texts
        title = texts.get("signer.title", "") or DOTS
        acting = texts.get("signer.acting", "")
        lines = (f"KT. {title.upper()}", acting.upper()) if acting else (title.upper(),)
        return blocks.Signer(lines, texts.get("signer.name", ""), _SIGNED)


def _cited(basis: Any, on: date) -> bool:
    return (basis.since is None or basis.since <= on) and (basis.until is None or on <= basis.until)
