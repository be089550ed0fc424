"""Letters that came and went, and actions: what was done and is to be done about clients."""

from __future__ import annotations

from bsc_tui.db.models import Action, Letter
from bsc_tui.entities.entity import Child, Column, Entity, Search, Section
from bsc_tui.i18n import N_

WHO = ("person.last_name", "person.first_name", "enterprise.name", "enterprise.short_name")

LETTER = Entity(
    code="letter",
    model=Letter,
    name=N_("letter or e-mail"),
    plural=N_("Correspondence"),
    area="contacts",
    guard="contacts",
    sealed="sealed",
    title=("serial", "subject"),
    required=("subject", "day"),
    columns=(
        Column("day", 10),
        Column("serial", 12),
        Column("subject", 24, flexible=True),
        Column("person", 18, flexible=True, priority=2),
        Column("enterprise", 18, flexible=True, priority=3),
        Column("channel", 8, priority=4),
        Column("direction", 10, priority=5),
        Column("document", 20, flexible=True, priority=6),
        Column("account", 16, priority=7),
    ),
    sections=(
        Section(N_("Letter"), ("direction", "channel", "day", "subject", "their_number", "serial", "notes")),
        Section(N_("From whom or to whom"), ("person", "enterprise", "engagement"), column=1),
        Section(N_("File"), ("document", "template", "account"), column=1),
    ),
    derived=("serial", "template", "account"),
    hidden=("year", "number", "sealed"),
    search=Search(names=("subject",), companies=WHO, numbers=("serial", "their_number")),
    order=("-day", "-id"),
    sortable=("day",),
)

ACTION = Entity(
    code="action",
    model=Action,
    name=N_("action"),
    plural=N_("Actions"),
    area="contacts",
    guard="contacts",
    title=("nature", "subject"),
    required=("nature",),
    columns=(
        Column("due", 10),
        Column("done_on", 10),
        Column("nature", 10),
        Column("subject", 20, flexible=True),
        Column("person", 18, flexible=True, priority=2),
        Column("enterprise", 18, flexible=True, priority=3),
        Column("owner", 16, priority=4),
        Column("follow_up", 12, priority=5),
    ),
    sections=(
        Section(
            N_("Action"), ("nature", "subject", "due", "owner", "done_on", "done_by", "report", "follow_up")
        ),
        Section(N_("About whom"), ("person", "enterprise", "engagement"), column=1),
        Section(N_("Before it"), ("follows",), column=1),
    ),
    derived=("done_by", "follows"),
    search=Search(names=("subject",), companies=WHO),
    order=("-due", "-id"),
    sortable=("due",),
    children=(Child("action", "follows", N_("Continued by"), owned=True),),
)

ENTITIES = (LETTER, ACTION)
