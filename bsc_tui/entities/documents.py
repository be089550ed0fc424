"""Folders, documents, and what documents belong to."""

from __future__ import annotations

from bsc_tui.db.models import Attachment, Document, Folder
from bsc_tui.entities.entity import Child, Column, Entity, Search, Section
from bsc_tui.i18n import N_

FOLDER = Entity(
    code="folder",
    model=Folder,
    name=N_("folder"),
    plural=N_("Folders"),
    area="documents",
    guard="documents",
    scope="keeper",
    sealed="sealed",
    title=("name",),
    required=("name",),
    columns=(
        Column("name", 28, flexible=True),
        Column("parent", 22, flexible=True),
        Column("line", 14, priority=2),
        Column("confidential", 12, priority=3),
    ),
    sections=(Section(N_("Folder"), ("name", "parent", "line", "confidential", "notes")),),
    hidden=("name_key", "keeper", "sealed", "sort_key"),
    search=Search(names=("name",)),
    sort=("name",),
    children=(
        Child("folder", "parent", N_("Folders")),
        Child("document", "folder", N_("Documents")),
    ),
)

DOCUMENT = Entity(
    code="document",
    model=Document,
    name=N_("document"),
    plural=N_("Documents"),
    area="documents",
    guard="documents",
    scope="folder.keeper",
    sealed="sealed",
    title=("name",),
    required=("name", "folder"),
    columns=(
        Column("name", 30, flexible=True),
        Column("folder", 18, flexible=True),
        Column("changed_at", 16, priority=2),
        Column("size", 9),
        Column("kind", 12, priority=3),
        Column("category", 14, priority=4),
        Column("author", 16, priority=5),
    ),
    sections=(
        Section(N_("Document"), ("name", "folder", "category", "notes")),
        Section(N_("Its file"), ("kind", "size", "edition", "changed_at", "author"), column=1),
    ),
    derived=("kind", "size", "edition", "changed_at", "author"),
    hidden=("content", "name_key", "sealed", "sort_key"),
    search=Search(names=("name",), companies=("folder.name", "author")),
    sort=("name",),
    children=(
        Child("attachment", "document", N_("Belongs to"), owned=True),
        Child("letter", "document", N_("Correspondence"), owned=True),
    ),
)

BELONGS_TO = ("person", "enterprise", "engagement", "registration", "booking", "payment", "staff")
"""The links of an attachment, one of which is filled; each is named as the entity it leads to."""

ATTACHMENT = Entity(
    code="attachment",
    model=Attachment,
    name=N_("attached document"),
    plural=N_("Attached documents"),
    area="documents",
    guard="documents",
    scope="document.folder.keeper",
    sealed="sealed",
    title=("document",),
    required=("document",),
    columns=(
        Column("document", 26, flexible=True),
        Column("document.changed_at", 16, priority=3),
        Column("remark", 18, priority=4),
        *(Column(name, 18, flexible=True, priority=2) for name in BELONGS_TO),
    ),
    sections=(Section(N_("Attached document"), ("document", *BELONGS_TO, "remark")),),
    hidden=("sealed",),
    search=Search(
        names=("document.name", "remark"),
        companies=(
            "person.last_name",
            "person.first_name",
            "enterprise.name",
            "engagement.topic.label_en",
            "engagement.topic.label_fr",
            "engagement.topic.label_hy",
            "engagement.title",
            "registration.person.last_name",
            "staff.last_name",
        ),
    ),
    order=("-id",),
)

ENTITIES = (FOLDER, DOCUMENT, ATTACHMENT)
