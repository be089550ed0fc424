"""Staff by name."""

from __future__ import annotations

from bsc_tui.db.models import StaffMember
from bsc_tui.entities.entity import Child, Column, Entity, Search, Section
from bsc_tui.i18n import N_

STAFF = Entity(
    code="staff",
    model=StaffMember,
    name=N_("staff member"),
    plural=N_("Staff"),
    area="staff",
    guard="staff",
    title=("last_name", "first_name"),
    required=("last_name",),
    columns=(
        Column("last_name", 20, flexible=True),
        Column("first_name", 16),
        Column("kind", 20),
        Column("phone", 16),
        Column("email", 24, priority=2),
        Column("active", 12, priority=3),
    ),
    sections=(Section(N_("Staff member"), ("last_name", "first_name", "kind", "phone", "email", "active")),),
    search=Search(names=("last_name", "first_name"), phones=("phone",), emails=("email",)),
    sort=("last_name", "first_name"),
    hidden=("sort_key",),
    children=(
        Child("engagement", "responsible", N_("Responsible for")),
        Child("attachment", "staff", N_("Documents"), owned=True),
    ),
)

ENTITIES = (STAFF,)
