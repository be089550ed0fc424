"""All entities by their code."""

from __future__ import annotations

from bsc_tui.db.models import Record
from bsc_tui.entities import (
    accounts,
    attendance,
    contacts,
    corrections,
    correspondence,
    custom,
    documents,
    evaluations,
    letters,
    lists,
    payments,
    registrations,
    services,
    staff,
)
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import told

AREAS = (
    contacts,
    lists,
    staff,
    services,
    registrations,
    payments,
    attendance,
    documents,
    evaluations,
    letters,
    accounts,
    corrections,
    custom,
    correspondence,
)
ENTITIES: dict[str, Entity] = {entity.code: entity for area in AREAS for entity in area.ENTITIES}
BY_MODEL: dict[type[Record], Entity] = {entity.model: entity for entity in ENTITIES.values()}


def word_for(code: str, kind: str = "") -> str:
    """What a record is, in a word: a seminar or a consultation rather than an engagement."""
    return told(services.KIND_WORDS.get(kind) or ENTITIES[code].name)
