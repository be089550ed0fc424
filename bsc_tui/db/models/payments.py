"""Invoices, who carries how much of a registration, and money received."""

from __future__ import annotations

from peewee import SQL

from bsc_tui.db.fields import (
    ChoiceField,
    CountField,
    DayField,
    MoneyField,
    NotesField,
    RateField,
    RecordField,
    TermField,
    TitleField,
    WordsField,
)
from bsc_tui.db.models.base import Record
from bsc_tui.db.models.contacts import Enterprise, Person
from bsc_tui.db.models.lists import Term
from bsc_tui.db.models.registrations import Registration
from bsc_tui.db.models.services import CURRENCIES, ServiceLine
from bsc_tui.i18n import N_, NP_

ROUNDINGS = (
    ("line", NP_("rounding", "line by line")),
    ("net", NP_("rounding", "on the sum of net")),
    ("gross", NP_("rounding", "keeping the total")),
)


class Invoice(Record):
    """An invoice to one payer over one or many registrations; its number is given by the gate."""

    line = RecordField(ServiceLine, verbose_name=N_("Service line"))
    year = CountField(default=0, verbose_name=N_("Year"))
    number = CountField(default=0, verbose_name=N_("Number"))
    serial = WordsField(max_length=30, verbose_name=N_("Invoice no."))
    day = DayField(verbose_name=N_("Invoice date"))
    due_date = DayField(null=True, verbose_name=N_("Due date"))
    enterprise = RecordField(Enterprise, null=True, verbose_name=N_("Paying firm"))
    person = RecordField(Person, null=True, verbose_name=N_("Paying person"))
    currency = ChoiceField(choices=CURRENCIES, default="AMD", max_length=3, verbose_name=N_("Currency"))
    rounding = ChoiceField(choices=ROUNDINGS, default="line", verbose_name=N_("VAT is rounded"))
    net = MoneyField(default=0, verbose_name=N_("Net"))
    vat = MoneyField(default=0, verbose_name=N_("VAT"))
    total = MoneyField(default=0, verbose_name=N_("Total"))
    cancelled_on = DayField(null=True, verbose_name=N_("Cancelled on"))
    cancelled_reason = WordsField(verbose_name=N_("Cancelled: why"))
    notes = NotesField(verbose_name=N_("Notes"))


Invoice.add_index(
    Invoice.index(
        Invoice.year, Invoice.number, unique=True, name="invoice_once", where=SQL("trashed_at IS NULL")
    )
)


class InvoiceLine(Record):
    """What an invoice asks for one registration, as it was when the invoice was written."""

    invoice = RecordField(Invoice, verbose_name=N_("Invoice"))
    registration = RecordField(Registration, verbose_name=N_("Registration"))
    words = TitleField(verbose_name=N_("What for"))
    net = MoneyField(default=0, verbose_name=N_("Net"))
    vat_rate = RateField(null=True, verbose_name=N_("VAT %"))
    vat = MoneyField(default=0, verbose_name=N_("VAT"))
    total = MoneyField(default=0, verbose_name=N_("Total"))


class Share(Record):
    """What an enterprise carries of a registration; the payer carries the rest."""

    registration = RecordField(Registration, verbose_name=N_("Registration"))
    enterprise = RecordField(Enterprise, verbose_name=N_("Enterprise"))
    amount = MoneyField(verbose_name=N_("Amount"))
    notes = NotesField(verbose_name=N_("Notes"))


class Payment(Record):
    """Money received for a registration; a refund is a negative amount."""

    registration = RecordField(Registration, index=False, verbose_name=N_("Registration"))
    invoice = RecordField(Invoice, null=True, verbose_name=N_("Invoice"))
    day = DayField(verbose_name=N_("Received on"))
    amount = MoneyField(verbose_name=N_("Amount"))
    order_number = WordsField(max_length=30, verbose_name=N_("Payment order"))
    payment_type = TermField(Term, "payment_type", null=True, verbose_name=N_("Payment type"))
    notes = NotesField(verbose_name=N_("Notes"))


Payment.add_index(
    Payment.index(Payment.registration, Payment.trashed_at, Payment.amount, name="payment_sums")
)
