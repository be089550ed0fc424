"""Templates of letters."""

from __future__ import annotations

from bsc_tui.db.models import LetterTemplate
from bsc_tui.entities.entity import Column, Entity, Search, Section
from bsc_tui.i18n import N_

LETTER_TEMPLATE = Entity(
    code="letter_template",
    model=LetterTemplate,
    name=N_("letter template"),
    plural=N_("Letter templates"),
    area="admin",
    guard="administration",
    title=("name",),
    required=("name", "kind", "language"),
    columns=(
        Column("name", 24, flexible=True),
        Column("kind", 18, flexible=True),
        Column("language", 9),
        Column("active", 8, priority=2),
        Column("edition", 7),
        Column("changed_at", 16, priority=2),
        Column("author", 16, priority=3),
    ),
    sections=(
        Section(N_("Letter template"), ("name", "kind", "language", "active", "notes")),
        Section(N_("Its file"), ("size", "edition", "changed_at", "author"), column=1),
    ),
    derived=("size", "edition", "changed_at", "author"),
    hidden=("content", "sort_key"),
    search=Search(names=("name",)),
    sort=("name",),
)

SUBJECTS = {
    **dict.fromkeys(("invitation", "certificate", "reminder", "participant_letter"), "registration"),
    "invoice": "invoice",
    **dict.fromkeys(("sign_in_sheet", "badges", "contract", "engagement_paper"), "engagement"),
    "person_letter": "person",
    "enterprise_letter": "enterprise",
}
"""Of what each kind of letter is made: the entity whose records a letter of the kind is about."""

ENTITIES = (LETTER_TEMPLATE,)
