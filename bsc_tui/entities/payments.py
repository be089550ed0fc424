"""Invoices and their lines, shares, payments."""

from __future__ import annotations

from bsc_tui.db.models import Invoice, InvoiceLine, Payment, Share
from bsc_tui.entities.entity import Child, Column, Entity, Section
from bsc_tui.i18n import N_

INVOICE = Entity(
    code="invoice",
    model=Invoice,
    personal=("notes", "cancelled_reason"),
    name=N_("invoice"),
    plural=N_("Invoices"),
    area="services",
    guard="line",
    scope="line",
    currency="currency",
    title=("serial", "enterprise", "person"),
    columns=(
        Column("serial", 12),
        Column("day", 10),
        Column("enterprise", 22, flexible=True),
        Column("person", 18, flexible=True, priority=2),
        Column("total", 12),
        Column("due_date", 10, priority=3),
        Column("cancelled_on", 10, priority=4),
    ),
    sections=(
        Section(
            N_("Invoice"),
            ("serial", "day", "due_date", "enterprise", "person", "cancelled_on", "cancelled_reason"),
        ),
        Section(N_("Money"), ("currency", "rounding", "net", "vat", "total", "notes"), column=1),
    ),
    hidden=("line", "year", "number"),
    order=("-day", "-id"),
    children=(
        Child("invoice_line", "invoice", N_("Lines"), owned=True),
        Child("payment", "invoice", N_("Payments")),
    ),
)

INVOICE_LINE = Entity(
    code="invoice_line",
    model=InvoiceLine,
    personal=("words",),
    name=N_("line of an invoice"),
    plural=N_("Lines of invoices"),
    area="services",
    guard="line",
    scope="registration.engagement.line",
    currency="invoice.currency",
    title=("words",),
    columns=(
        Column("invoice", 14),
        Column("words", 30, flexible=True),
        Column("net", 12),
        Column("vat", 10),
        Column("total", 12),
    ),
    sections=(Section(N_("Line"), ("words", "net", "vat_rate", "vat", "total")),),
    hidden=("invoice", "registration"),
    order=("id",),
)

SHARE = Entity(
    code="share",
    model=Share,
    name=N_("share"),
    plural=N_("Shares"),
    area="services",
    guard="line",
    scope="registration.engagement.line",
    currency="registration.engagement.currency",
    title=("enterprise", "registration"),
    columns=(
        Column("enterprise", 24, flexible=True),
        Column("amount", 12),
        Column("registration", 30, flexible=True),
    ),
    sections=(Section(N_("Share"), ("enterprise", "amount", "notes")),),
    hidden=("registration",),
    order=("id",),
)

PAYMENT = Entity(
    code="payment",
    model=Payment,
    personal=("notes",),
    name=N_("payment"),
    plural=N_("Payments"),
    area="services",
    guard="line",
    scope="registration.engagement.line",
    currency="registration.engagement.currency",
    title=("registration", "day"),
    columns=(
        Column("day", 10),
        Column("amount", 12),
        Column("payment_type", 14),
        Column("order_number", 12),
        Column("registration", 30, flexible=True),
    ),
    sections=(Section(N_("Payment"), ("day", "amount", "payment_type", "order_number", "notes")),),
    hidden=("registration", "invoice"),
    order=("day", "id"),
    children=(Child("attachment", "payment", N_("Documents"), owned=True),),
)

ENTITIES = (INVOICE, INVOICE_LINE, SHARE, PAYMENT)
