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
