"""All entities by their code."""

from __future__ import annotations

from bsc_tui.db.models import Record
from bsc_tui.entities import accounts, contacts, documents, evaluations, lists, registrations, services, staff
from bsc_tui.entities.entity import Entity

ENTITIES: dict[str, Entity] = {
    entity.code: entity
    for area in (contacts, lists, staff, services, registrations, documents, evaluations, accounts)
    for entity in area.ENTITIES
}
BY_MODEL: dict[type[Record], Entity] = {entity.model: entity for entity in ENTITIES.values()}
