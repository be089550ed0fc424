"""Fields that the company adds to its records."""

from __future__ import annotations

from bsc_tui.db.models import CustomField
from bsc_tui.entities.entity import Column, Entity, Section
from bsc_tui.i18n import N_

CUSTOM_FIELD = Entity(
    code="custom_field",
    model=CustomField,
    name=N_("own field"),
    plural=N_("Our own fields"),
    area="admin",
    guard="administration",
    title=("label_en", "code"),
    required=("entity",),
    columns=(
        Column("entity", 14),
        Column("label_en", 20, flexible=True),
        Column("kind", 18),
        Column("listed", 8),
        Column("active", 6),
        Column("terms", 16, priority=3),
        Column("code", 20, priority=4),
    ),
    sections=(
        Section(N_("What it is"), ("entity", "kind", "terms", "listed", "place", "active")),
        Section(N_("What it is called"), ("label_en", "label_fr", "label_hy", "code"), column=1),
    ),
    derived=("code",),
    order=("entity", "place", "id"),
)

ENTITIES = (CUSTOM_FIELD,)
