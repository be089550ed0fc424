"""Proposals for change."""

from __future__ import annotations

from bsc_tui.db.models import Correction
from bsc_tui.entities.entity import Column, Entity, Section
from bsc_tui.i18n import N_

CORRECTION = Entity(
    code="correction",
    model=Correction,
    name=N_("proposal for change"),
    plural=N_("Proposals for change"),
    area="admin",
    guard="administration",
    guarded_by="decider",
    title=("place",),
    required=("place", "decider"),
    columns=(
        Column("place", 30, flexible=True),
        Column("wanted", 20, flexible=True, priority=2),
        Column("state", 10),
        Column("proposed_by", 16, priority=3),
        Column("proposed_at", 10, priority=4),
    ),
    sections=(
        Section(N_("Proposal"), ("place", "former", "wanted", "remark", "proposed_by", "proposed_at")),
        Section(
            N_("What became of it"), ("state", "answer", "decided_by", "decided_at", "decider"), column=1
        ),
    ),
    hidden=("entity", "record_id", "field", "change", "sealed"),
    sealed="sealed",
    order=("-id",),
)

ENTITIES = (CORRECTION,)
