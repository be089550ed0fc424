"""Registrations of people for seminars, and seats booked without a name."""

from __future__ import annotations

from peewee import SQL

from bsc_tui.db.fields import (
    ChoiceField,
    CountField,
    DayField,
    MomentField,
    MoneyField,
    NotesField,
    RateField,
    RecordField,
    SensitiveField,
    TermField,
    WordsField,
)
from bsc_tui.db.models.accounts import Account
from bsc_tui.db.models.base import Record
from bsc_tui.db.models.contacts import Enterprise, Person
from bsc_tui.db.models.lists import Term
from bsc_tui.db.models.services import Engagement
from bsc_tui.i18n import N_, NP_

STATUSES = (
    ("interested", NP_("registration", "interested")),
    ("waiting", NP_("registration", "waiting")),
    ("registered", NP_("registration", "registered")),
    ("attended", NP_("registration", "attended")),
    ("partly_attended", NP_("registration", "partly attended")),
    ("absent", NP_("registration", "absent")),
    ("cancelled", NP_("registration", "cancelled")),
    ("transferred", NP_("registration", "transferred")),
)
SEATED = ("registered", "attended", "partly_attended", "absent")
"""The statuses that take a seat."""
GONE = ("cancelled", "transferred")
"""The statuses that leave room for the same person to be registered again."""
PAYERS = (
    ("self", NP_("payer", "the participant")),
    ("workplace", NP_("payer", "the workplace")),
    ("other", NP_("payer", "another enterprise")),
)


BOOKING_STATUSES = (
    ("booked", NP_("booking", "booked")),
    ("waiting", NP_("booking", "waiting")),
    ("cancelled", NP_("booking", "cancelled")),
)


class Booking(Record):
    """Seats that an enterprise takes before it says who comes; each name given makes one a registration."""

    engagement = RecordField(Engagement, verbose_name=N_("Seminar"))
    enterprise = RecordField(Enterprise, verbose_name=N_("Enterprise"))
    seats = CountField(
        default=1,
        least=1,
        most=1_000,
        verbose_name=N_("Seats"),
        help_text=N_("All of them, named ones too."),
    )
    status = ChoiceField(choices=BOOKING_STATUSES, default="booked", verbose_name=N_("Status"))
    requested_at = MomentField(null=True, verbose_name=N_("Asked on"))
    priority = CountField(default=0, verbose_name=N_("Priority"))
    answer_until = DayField(null=True, verbose_name=N_("Answer until"))
    overbooked_reason = WordsField(verbose_name=N_("Overbooked: why"))
    notes = NotesField(verbose_name=N_("Notes"))

    class Meta:
        indexes = ((("engagement", "status"), False),)


class Registration(Record):
    """A person in a seminar, with position and workplace as they were."""

    engagement = RecordField(Engagement, index=False, verbose_name=N_("Seminar"))
    person = RecordField(Person, verbose_name=N_("Participant"))
    booking = RecordField(
        Booking, null=True, verbose_name=N_("Booking"), help_text=N_("The booking whose seat this is.")
    )
    status = ChoiceField(choices=STATUSES, default="registered", verbose_name=N_("Status"))
    requested_at = MomentField(null=True, verbose_name=N_("Asked on"))
    priority = CountField(default=0, verbose_name=N_("Priority"))
    answer_until = DayField(null=True, verbose_name=N_("Answer until"))
    position = TermField(Term, "position", null=True, verbose_name=N_("Position"))
    workplace = RecordField(Enterprise, null=True, verbose_name=N_("Workplace"))
    source = TermField(Term, "information_source", null=True, verbose_name=N_("Source"))
    bank = TermField(Term, "bank", null=True, verbose_name=N_("Bank"))
    account = SensitiveField(max_length=34, verbose_name=N_("Bank account"))
    price = MoneyField(null=True, verbose_name=N_("Price"))
    discount_rate = RateField(null=True, verbose_name=N_("Discount %"))
    discount = MoneyField(null=True, verbose_name=N_("Discount"))
    vat_rate = RateField(null=True, verbose_name=N_("VAT %"))
    net = MoneyField(default=0, verbose_name=N_("Net"))
    vat = MoneyField(default=0, verbose_name=N_("VAT"))
    total = MoneyField(default=0, verbose_name=N_("Total"))
    payer = ChoiceField(choices=PAYERS, default="self", verbose_name=N_("Payer"))
    payer_enterprise = RecordField(Enterprise, null=True, verbose_name=N_("Paying firm"))
    sponsor = RecordField(Enterprise, null=True, verbose_name=N_("Sponsor"))
    order_status = TermField(Term, "order_status", null=True, verbose_name=N_("Order form"))
    order_number = WordsField(max_length=30, verbose_name=N_("Order no."))
    order_date = DayField(null=True, verbose_name=N_("Order date"))
    payment_type = TermField(Term, "payment_type", null=True, verbose_name=N_("Payment type"))
    billing_status = TermField(Term, "billing_status", null=True, verbose_name=N_("Billing"))
    invoice_number = WordsField(max_length=30, verbose_name=N_("Invoice no."))
    invoice_date = DayField(null=True, verbose_name=N_("Invoice date"))
    due_date = DayField(null=True, verbose_name=N_("Due date"))
    waived_reason = WordsField(
        verbose_name=N_("Waived: why"), help_text=N_("A reason here means that nothing is due.")
    )
    cancel_reason = TermField(Term, "cancellation_reason", null=True, verbose_name=N_("Cancel reason"))
    cancelled_on = DayField(null=True, verbose_name=N_("Cancelled on"))
    transferred_to = RecordField("self", null=True, verbose_name=N_("Transferred to"))
    overbooked_reason = WordsField(verbose_name=N_("Overbooked: why"))
    notes = NotesField(verbose_name=N_("Notes"))
    checked_by = RecordField(Account, null=True, index=False, verbose_name=N_("Checked by"))
    checked_on = DayField(null=True, verbose_name=N_("Checked on"))

    class Meta:
        indexes = ((("requested_at", "status", "trashed_at"), False),)


# Each seminar is found by this, and reports add up thousands of registrations from it alone.
Registration.add_index(
    Registration.index(
        Registration.engagement,
        Registration.status,
        Registration.trashed_at,
        Registration.total,
        Registration.waived_reason,
        Registration.id,
        name="registration_sums",
    )
)
Registration.add_index(
    Registration.index(
        Registration.answer_until,
        name="registration_answer",
        where=SQL("answer_until IS NOT NULL"),
    )
)
Registration.add_index(
    Registration.index(
        Registration.engagement,
        Registration.person,
        unique=True,
        name="registration_once",
        where=SQL("status NOT IN ('cancelled', 'transferred') AND trashed_at IS NULL"),
    )
)
