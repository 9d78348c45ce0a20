"""The published JSON Schema of every kind."""

from __future__ import annotations

from typing import Any

import msgspec

from app.kinds.catalogue import all_kinds
from app.words import _


def schema() -> dict[str, Any]:
    """One JSON Schema document: ``kinds`` maps a kind's name to its schema and labels.

    A line of a load file is the kind's fields plus ``kind`` and ``id``.
    """
    kinds = all_kinds()
    schemas, components = msgspec.json.schema_components(
        [k.struct for k in kinds], ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "kinds": {
            kind.name: {
                **reference,
                "title": _(kind.label),
                "x-compartment": kind.compartment.value,
                "x-writers": sorted(kind.writers),
                "x-event": kind.is_event,
                "x-source": kind.source,
                "x-labels": {f.name: _(f.label) for f in kind.fields},
            }
            for kind, reference in zip(kinds, schemas, strict=True)
        },
        "$defs": components,
    }
