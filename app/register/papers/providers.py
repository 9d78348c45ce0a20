"""Everything that forms may ask for: the providers, and the fields by name."""

from __future__ import annotations

from app.register.papers import decision_facts, event_facts, office_facts, person_facts
from app.register.papers.fields import FieldSpec, Provider

#: A module that knows further facts adds its providers here.
PROVIDERS: tuple[Provider, ...] = (
    office_facts.PROVIDER,
    person_facts.PROVIDER,
    *event_facts.PROVIDERS,
    *decision_facts.PROVIDERS,
)


def _by_name() -> dict[str, FieldSpec]:
    found: dict[str, FieldSpec] = {}
    for provider in PROVIDERS:
        for spec in provider.fields:
            if spec.name in found:
                raise ValueError(f"field {spec.name} is declared twice")
            found[spec.name] = spec
    return found


FIELDS: dict[str, FieldSpec] = _by_name()
