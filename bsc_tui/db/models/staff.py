"""Staff by name: employees, invited teachers and consultants."""

from __future__ import annotations

from bsc_tui.db.fields import ChoiceField, EmailField, FlagField, PersonNameField, PhoneField, WordsField
from bsc_tui.db.models.base import Record, index_for_order
from bsc_tui.i18n import N_

STAFF_KINDS = (
    ("employee", N_("principal employee")),
    ("teacher", N_("invited teacher")),
    ("consultant", N_("invited consultant")),
)


class StaffMember(Record):
    """Somebody who works for the company."""

    last_name = PersonNameField(max_length=80, verbose_name=N_("Last name"))
    first_name = PersonNameField(max_length=80, verbose_name=N_("First name"))
    kind = ChoiceField(choices=STAFF_KINDS, default="employee", verbose_name=N_("Kind"))
    phone = PhoneField(max_length=40, verbose_name=N_("Telephone"))
    email = EmailField(max_length=120, verbose_name=N_("E-mail"))
    active = FlagField(default=True, verbose_name=N_("Works with us"))
    sort_key = WordsField(max_length=120)


index_for_order(StaffMember, "sort_key", name="staff_member_order")
