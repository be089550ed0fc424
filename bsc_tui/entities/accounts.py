"""Accounts of those who sign in."""

from __future__ import annotations

from bsc_tui.db.models import Account
from bsc_tui.entities.entity import Column, Entity, Search, Section
from bsc_tui.i18n import N_

ACCOUNT = Entity(
    code="account",
    model=Account,
    name=N_("account"),
    plural=N_("Accounts"),
    area="admin",
    guard="administration",
    title=("full_name", "name"),
    required=("name",),
    columns=(
        Column("name", 16),
        Column("full_name", 26, flexible=True),
        Column("preset", 22),
        Column("language", 10, priority=2),
        Column("active", 12, priority=3),
    ),
    sections=(Section(N_("Account"), ("name", "full_name", "preset", "language", "active")),),
    hidden=("password_hash", "theme", "keys"),
    search=Search(names=("name", "full_name")),
    order=("name",),
)

ENTITIES = (ACCOUNT,)
