"""Registrations of people for seminars, and seats booked without a name."""

from __future__ import annotations

from bsc_tui.db.models import Booking, Registration
from bsc_tui.entities.entity import Child, Column, Entity, Section
from bsc_tui.i18n import N_

REGISTRATION = Entity(
    code="registration",
    model=Registration,
    personal=("account", "bank", "notes", "waived_reason", "overbooked_reason"),
    name=N_("registration"),
    plural=N_("Registrations"),
    area="services",
    guard="line",
    scope="engagement.line",
    currency="engagement.currency",
    title=("person", "engagement"),
    columns=(
        Column("engagement.starts", 10),
        Column("engagement", 26, flexible=True),
        Column("person", 22, flexible=True),
        Column("status", 12),
        Column("total", 12, priority=2),
        Column("workplace", 20, priority=3),
    ),
    sections=(
        Section(
            N_("Registration"),
            ("status", "cancel_reason", "cancelled_on", "answer_until", "priority", "overbooked_reason"),
        ),
        Section(N_("Work"), ("position", "workplace", "source", "bank", "account")),
        Section(
            N_("Payment"),
            (
                "price",
                ("discount_rate", "discount"),
                "vat_rate",
                "payer",
                "payer_enterprise",
                "sponsor",
                "payment_type",
                "order_status",
                ("order_number", "order_date"),
                "billing_status",
                ("invoice_number", "invoice_date"),
                "due_date",
                "waived_reason",
                "notes",
            ),
            column=1,
        ),
    ),
    hidden=(
        "engagement",
        "person",
        "booking",
        "requested_at",
        "transferred_to",
        "net",
        "vat",
        "total",
        "checked_by",
        "checked_on",
    ),
    order=("id",),
    children=(
        Child("payment", "registration", N_("Payments")),
        Child("share", "registration", N_("Shares"), owned=True),
        Child("invoice_line", "registration", N_("Invoices")),
        Child("presence", "registration", N_("Attendance"), owned=True),
        Child("certificate", "registration", N_("Certificates")),
        Child("attachment", "registration", N_("Documents"), owned=True),
    ),
)

BOOKING = Entity(
    code="booking",
    model=Booking,
    name=N_("booking"),
    plural=N_("Bookings"),
    area="services",
    guard="line",
    scope="engagement.line",
    title=("enterprise", "engagement"),
    columns=(
        Column("engagement.starts", 10),
        Column("engagement", 26, flexible=True),
        Column("enterprise", 22, flexible=True),
        Column("seats", 6),
        Column("status", 12),
    ),
    sections=(
        Section(
            N_("Booking"),
            (
                "enterprise",
                "seats",
                "status",
                "answer_until",
                "priority",
                "overbooked_reason",
                "notes",
            ),
        ),
    ),
    hidden=("engagement", "requested_at"),
    order=("id",),
    children=(
        Child("registration", "booking", N_("Participants")),
        Child("attachment", "booking", N_("Documents"), owned=True),
    ),
)

ENTITIES = (REGISTRATION, BOOKING)
