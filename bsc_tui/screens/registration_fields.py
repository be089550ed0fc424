"""What the registration form shows: its fields in their sections, and the values it opens with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, _, active, pgettext
from bsc_tui.operations import registrations
from bsc_tui.operations.payments import balance
from bsc_tui.records.own_fields import OWN_FIELDS, own_names
from bsc_tui.records.reading import Kept, fields_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import PAYMENT_STATES, priced
from bsc_tui.screens.registry import words_as_fields

PERSON = "person."
PAYMENT = "payment."
PERSON_FIELDS = (
    "last_name",
    "first_name",
    "sex",
    "birth_date",
    "passport_number",
    "phone",
    "mobile",
    "email",
    "address",
    "city",
)
CARD_FIELDS = {"position": "position", "workplace": "employer"}
"""Fields of the registration that the card has too, kept there only when the person says so."""
SECTIONS: list[tuple[Any, list[str | tuple[str, ...]], int]] = [
    (N_("Person"), [PERSON + name for name in PERSON_FIELDS], 0),
    (N_("Work"), ["position", "workplace", "source", "bank", "account"], 0),
    (
        N_("Registration"),
        ["status", "cancel_reason", "answer_until"],
        1,
    ),
    (
        N_("Payment"),
        [
            "price",
            ("discount_rate", "discount"),
            ("vat_rate", "vat"),
            "total",
            "payer",
            "payer_enterprise",
            "sponsor",
            "payment_type",
            (PAYMENT + "amount", PAYMENT + "day"),
            PAYMENT + "order_number",
            "order_status",
            ("order_number", "order_date"),
            "billing_status",
            ("invoice_number", "invoice_date"),
            "due_date",
            "waived_reason",
            "overbooked_reason",
            "notes",
        ],
        1,
    ),
]


def sections() -> list[tuple[Any, list[str | tuple[str, ...]], int]]:
    """The sections, with the company's own fields of registrations where it has some."""
    own: list[str | tuple[str, ...]] = list(own_names(ENTITIES["registration"]))
    return [*SECTIONS, (OWN_FIELDS, own, 0)] if own else SECTIONS


RECEIVED_ON = PAYMENT + "day"
COMPUTED = ("vat", "total")
PRICE = ("price", "discount_rate", "discount", "vat_rate")
LABELS: dict[str, Any] = {
    PAYMENT + "amount": N_("Received"),
    PAYMENT + "day": N_("Received on"),
    "discount": N_("or amount"),
}


@dataclass(frozen=True)
class Opened:
    """What the form shows; `registration` and `card` are None for new ones."""

    registration: Kept | None
    card: Kept | None
    seminar: str
    when: str
    maximum: int | None
    taken: int
    waiting: int
    currency: str
    line: str
    values: dict[str, Any]
    labels: dict[str, str]
    owed: str
    paid: int
    past: registrations.Past | None


def read_registration(
    records: Records,
    engagement_id: int,
    registration_id: int | None,
    person_id: int | None,
    typed: str,
) -> Opened:
    """Everything the form needs; runs in the gate's thread."""
    reader = records.reader
    seminar = records.get("engagement", engagement_id)
    kept = records.get("registration", registration_id) if registration_id is not None else None
    if kept is not None:
        person_id = kept.values["person"]
        values: dict[str, Any] = dict(kept.values)
        labels: dict[str, str] = dict(kept.labels)
    else:
        blank = {name: one.kind.clean(None) for name, one in fields_of(ENTITIES["registration"]).items()}
        values = {**blank, **registrations.prefilled(records, engagement_id, person_id)}
        labels = reader.texts(ENTITIES["registration"], [{"id": 0, **values}], list(values))[0]
        steps = priced(*(values[name] for name in PRICE))
        values |= {"vat": steps.vat, "total": steps.total}
    card = records.get("person", person_id) if person_id is not None else None
    person = {name: one.kind.clean(None) for name, one in fields_of(ENTITIES["person"]).items()}
    person |= card.values if card else words_as_fields("person", typed)
    values |= {PERSON + name: person[name] for name in PERSON_FIELDS}
    values |= {PAYMENT + "amount": None, PAYMENT + "day": None, PAYMENT + "order_number": ""}
    currency = seminar.values["currency"]
    owed, paid = "", 0
    if registration_id is not None:
        found = balance(registration_id)
        paid = found.paid
        owed = _("%(state)s: %(paid)s of %(total)s received") % {
            "state": pgettext(*PAYMENT_STATES[found.state]),
            "paid": active().amount(found.paid, currency, symbol=False),
            "total": active().amount(found.total, currency),
        }
    when = " – ".join(
        active().partial(seminar.values[name]) for name in ("starts", "ends") if seminar.values[name]
    )
    return Opened(
        registration=kept,
        card=card,
        seminar=seminar.title,
        when=when,
        maximum=seminar.values["maximum"],
        taken=reader.seats_taken(engagement_id),
        waiting=reader.people_waiting(engagement_id),
        currency=currency,
        line=records.whole.line_code(ENTITIES["engagement"], seminar.values),
        values=values,
        labels=labels,
        owed=owed,
        paid=paid,
        past=registrations.past_of(records, person_id) if person_id is not None else None,
    )
