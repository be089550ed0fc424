"""Staff: employees, invited teachers and consultants, what they teach, how they are to develop."""

from __future__ import annotations

from bsc_tui.db.fields import (
    ChoiceField,
    DayField,
    EmailField,
    FlagField,
    NotesField,
    PartialDateField,
    PersonNameField,
    PhoneField,
    RecordField,
    SensitiveField,
    TermField,
    TitleField,
    WordsField,
)
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Record, index_for_order
from bsc_tui.db.models.contacts import Enterprise
from bsc_tui.db.models.lists import Term
from bsc_tui.i18n import N_, NP_

STAFF_KINDS = (
    ("employee", N_("principal employee")),
    ("teacher", N_("invited teacher")),
    ("consultant", N_("invited consultant")),
)
PROJECT_STATES = (
    ("planned", NP_("development project", "planned")),
    ("running", NP_("development project", "under way")),
    ("done", NP_("development project", "done")),
    ("given_up", NP_("development project", "given up")),
)


class StaffMember(Record):
    """Somebody who works for the company."""

    last_name = PersonNameField(max_length=80, verbose_name=N_("Last name"))
    first_name = PersonNameField(max_length=80, verbose_name=N_("First name"))
    patronymic = PersonNameField(max_length=80, verbose_name=N_("Patronymic"))
    kind = ChoiceField(choices=STAFF_KINDS, default="employee", verbose_name=N_("Kind"))
    position = TermField(Term, "position", null=True, verbose_name=N_("Position"))
    enterprise = RecordField(
        Enterprise,
        null=True,
        verbose_name=N_("Works at"),
        help_text=N_("Where an invited teacher or consultant comes from."),
    )
    passport_number = SensitiveField(max_length=20, verbose_name=N_("Passport"))
    passport_issued_by = WordsField(max_length=60, verbose_name=N_("Issued by"))
    passport_issued_on = DayField(null=True, verbose_name=N_("Issued on"))
    social_card = SensitiveField(max_length=20, verbose_name=N_("Social card"))
    phone = PhoneField(max_length=40, verbose_name=N_("Telephone"))
    email = EmailField(max_length=120, verbose_name=N_("E-mail"))
    address = WordsField(verbose_name=N_("Address"))
    bank = TermField(Term, "bank", null=True, verbose_name=N_("Bank"))
    account = SensitiveField(max_length=34, verbose_name=N_("Bank account"))
    status_description = WordsField(verbose_name=N_("Status"), help_text=N_("In a few words of your own."))
    hired = PartialDateField(verbose_name=N_("Hired"))
    dismissed = PartialDateField(verbose_name=N_("Left"))
    dismissal_reason = TermField(Term, "dismissal_reason", null=True, verbose_name=N_("Why"))
    active = FlagField(
        default=True,
        verbose_name=N_("Works with us"),
        help_text=N_("Falls to no by itself with the day of leaving."),
    )
    user = RecordField(
        Account,
        null=True,
        index=False,
        verbose_name=N_("Account"),
        help_text=N_("The account with which this person signs in."),
    )
    notes = NotesField(verbose_name=N_("Notes"))
    sort_key = WordsField(max_length=120)


index_for_order(StaffMember, "sort_key", name="staff_member_order")


class Subject(Record):
    """That somebody teaches a topic."""

    member = RecordField(StaffMember, verbose_name=N_("Staff member"))
    topic = TermField(Term, "seminar_topic", verbose_name=N_("Topic"))
    remark = WordsField(verbose_name=N_("Remark"))


class DevelopmentProject(Record):
    """What one of the staff sets out to learn or become."""

    member = RecordField(StaffMember, verbose_name=N_("Staff member"))
    title = TitleField(verbose_name=N_("Title"))
    aim = NotesField(verbose_name=N_("Aim"))
    starts = PartialDateField(verbose_name=N_("Starts"))
    ends = PartialDateField(verbose_name=N_("Ends"))
    status = ChoiceField(choices=PROJECT_STATES, default="planned", verbose_name=N_("Status"))
    outcome = NotesField(verbose_name=N_("Outcome"))
    sort_key = WordsField(max_length=120, index=True)
