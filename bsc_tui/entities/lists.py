"""Reference lists, their terms, and the service lines."""

from __future__ import annotations

from bsc_tui.db.models import ReferenceList, ServiceLine, Term
from bsc_tui.entities.entity import Child, Column, Entity, Search, Section
from bsc_tui.i18n import N_

REFERENCE_LIST = Entity(
    code="reference_list",
    model=ReferenceList,
    name=N_("reference list"),
    plural=N_("Reference lists"),
    area="admin",
    guard="lists",
    title=("label_en",),
    required=("code", "label_en"),
    columns=(Column("label_en", 30, flexible=True), Column("label_fr", 30), Column("label_hy", 30)),
    sections=(Section(N_("Reference list"), ("label_en", "label_fr", "label_hy", "place")),),
    hidden=("code",),
    order=("place", "id"),
    children=(Child("term", "list", N_("Terms")),),
)

TERM = Entity(
    code="term",
    model=Term,
    name=N_("term"),
    plural=N_("Terms"),
    area="admin",
    guard="lists",
    title=("label_en",),
    columns=(
        Column("label_en", 24, flexible=True),
        Column("label_fr", 24, priority=2, flexible=True),
        Column("label_hy", 24, priority=3, flexible=True),
        Column("list", 20),
        Column("place", 5),
        Column("active", 7),
    ),
    sections=(
        Section(N_("Term"), ("label_en", "label_fr", "label_hy", "parent", "meaning", "place", "active")),
        Section(N_("Seen from the other side"), ("reverse_en", "reverse_fr", "reverse_hy"), column=1),
    ),
    search=Search(names=("label_en", "label_fr", "label_hy")),
    hidden=("code", "list"),
    order=("list", "place", "id"),
)

SERVICE_LINE = Entity(
    code="service_line",
    model=ServiceLine,
    name=N_("service line"),
    plural=N_("Service lines"),
    area="admin",
    guard="administration",
    title=("code", "label_en"),
    required=("code", "label_en"),
    columns=(Column("code", 8), Column("label_en", 36, flexible=True), Column("active", 7)),
    sections=(Section(N_("Service line"), ("code", "label_en", "label_fr", "label_hy", "place", "active")),),
    order=("place", "id"),
)

ENTITIES = (REFERENCE_LIST, TERM, SERVICE_LINE)
