"""The columns of the grid of registrations: which there are, how wide, and which field stands behind each."""

from __future__ import annotations

from bsc_tui.entities import kinds
from bsc_tui.entities.kinds import Reference, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, _
from bsc_tui.records.own_fields import own_names
from bsc_tui.records.reading import EntityField, fields_of
from bsc_tui.screens.parts.grid_rows import CHOOSE, SEARCH, TEXT, GridColumn

PERSON, PAID, PHONE, EMAIL = "person", "paid", "phone", "email"
OF_PERSON = (PHONE, EMAIL)
DEFAULTS = "defaults"
"""The id of the line of usual values above the rows."""

WIDTHS = {
    PERSON: 20,
    "position": 9,
    "price": 7,
    "discount_rate": 5,
    "payment_type": 8,
    "payer": 10,
    PAID: 7,
    "sponsor": 10,
    "billing_status": 10,
    "order_status": 10,
    "order_number": 9,
    "status": 12,
    "workplace": 14,
    PHONE: 16,
    EMAIL: 20,
}
"""The program's columns in their order, with the cells they have."""
SHORT: dict[str, str] = {
    "discount_rate": N_("Disc."),
    "billing_status": N_("Billing"),
    PAID: N_("Paid"),
    "payment_type": N_("Pay type"),
    PERSON: N_("Person"),
}
USUAL = (
    "price",
    "discount_rate",
    "payment_type",
    "payer",
    "sponsor",
    "billing_status",
    "order_status",
    "status",
)
"""What the line of usual values sets for new rows."""
PAYER = ("payer", "payer_enterprise")
SEATED = ("registered", "attended", "partly_attended", "absent")


def widths() -> dict[str, int]:
    """The columns with the cells they have; the company's own fields of registrations stand last."""
    registration = ENTITIES["registration"]
    own = {name: 12 if fields_of(registration)[name].kind.right else 16 for name in own_names(registration)}
    return {**WIDTHS, **own}


def copied() -> tuple[str, ...]:
    """What Ctrl+O takes from the row above."""
    return ("position", *USUAL, "order_number", "workplace", *own_names(ENTITIES["registration"]))


def field_of(code: str) -> EntityField:
    """The field behind a column."""
    if code in OF_PERSON:
        return fields_of(ENTITIES["person"])[code]
    if code == PAID:
        return fields_of(ENTITIES["payment"])["amount"]
    return fields_of(ENTITIES["registration"])[code]


def columns() -> list[GridColumn]:
    """The columns, in the language in force."""
    found = []
    for code, width in widths().items():
        one = field_of(code)
        kind = SEARCH if code == PERSON else TEXT
        if code != PERSON and isinstance(one.kind, Reference | kinds.Choice):
            kind = CHOOSE
        found.append(
            GridColumn(
                code,
                _(SHORT[code]) if code in SHORT else told(one.label),
                width,
                kind,
                right=one.kind.right,
                flexible=code == PERSON,
                fixed=code == PERSON,
                limit=one.kind.most if kind == TEXT else 100,
                hint=_(one.help) if one.help else "",
            )
        )
    return found
