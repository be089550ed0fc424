"""Fields that the company adds to its records: what they are called and what they hold.

Their values stand in columns of their own beside the others; `bsc_tui.db.custom` makes and binds those.
"""

from __future__ import annotations

from bsc_tui.db.fields import ChoiceField, CodeField, CountField, FlagField, RecordField, TitleField
from bsc_tui.db.models.base import Record
from bsc_tui.db.models.contacts import Enterprise, Person
from bsc_tui.db.models.lists import ReferenceList
from bsc_tui.db.models.registrations import Registration
from bsc_tui.db.models.services import Engagement
from bsc_tui.db.models.staff import StaffMember
from bsc_tui.i18n import N_, NP_

CARRIERS: dict[str, type[Record]] = {
    "person": Person,
    "enterprise": Enterprise,
    "engagement": Engagement,
    "registration": Registration,
    "staff": StaffMember,
}
"""The tables that can have such fields, by the code of their entity."""

CARRIER_NAMES = (
    ("person", N_("People")),
    ("enterprise", N_("Enterprises")),
    ("engagement", N_("Engagements")),
    ("registration", N_("Registrations")),
    ("staff", NP_("tab", "Staff")),
)
CUSTOM_KINDS = (
    ("text", NP_("own field", "text")),
    ("number", NP_("own field", "number")),
    ("date", NP_("own field", "date")),
    ("choice", NP_("own field", "choice from a list")),
    ("flag", NP_("own field", "yes or no")),
)


class CustomField(Record):
    """One field. `code` is its name in forms, files and on the command line."""

    entity = ChoiceField(choices=CARRIER_NAMES, verbose_name=N_("Field of"))
    code = CodeField(max_length=50, verbose_name=N_("Code"))
    label_en = TitleField(max_length=40, verbose_name=N_("English"))
    label_fr = TitleField(max_length=40, verbose_name=N_("French"))
    label_hy = TitleField(max_length=40, verbose_name=N_("Armenian"))
    kind = ChoiceField(
        choices=CUSTOM_KINDS,
        default="text",
        verbose_name=N_("Kind"),
        help_text=N_("Stays as it is once the field is saved."),
    )
    terms = RecordField(
        ReferenceList,
        null=True,
        index=False,
        verbose_name=N_("List"),
        help_text=N_("What is chosen from; left empty, the field gets a new list of its own."),
    )
    listed = FlagField(verbose_name=N_("In lists"), help_text=N_("Lists show it as a column."))
    place = CountField(default=0, verbose_name=N_("Order"))
    active = FlagField(
        default=True,
        verbose_name=N_("In use"),
        help_text=N_("A field not in use is offered nowhere; what was filled in is kept."),
    )

    class Meta:
        indexes = ((("entity", "code"), True),)
