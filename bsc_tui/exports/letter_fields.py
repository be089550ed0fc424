"""The fields a letter may use: their names, what they are called in the program, and an example of each.

Facts only; `letter_values` finds the values of records, `letter_rules` tells a template what there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.custom import own_fields
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.entities.table import Cell
from bsc_tui.i18n import N_
from bsc_tui.records.fields import EntityField, every_field_of, fields_of
from bsc_tui.records.own_fields import own_names

PERSON = (
    "last_name",
    "first_name",
    "patronymic",
    "sex",
    "birth_date",
    "passport_number",
    "passport_issued_by",
    "passport_issued_on",
    "social_card",
    "phone",
    "mobile",
    "email",
    "address",
    "postcode",
    "city",
    "region",
    "country",
    "position",
    "domain",
    "bank",
    "bank_branch",
    "account",
)
ENTERPRISE = (
    "name",
    "short_name",
    "other_name",
    "legal_status",
    "tax_number",
    "phone",
    "fax",
    "email",
    "website",
    "address",
    "postcode",
    "city",
    "region",
    "country",
    "industry",
    "bank",
    "account",
    "director",
    "responsible",
)
ENGAGEMENT = (
    "line",
    "kind",
    "subject",
    "starts",
    "ends",
    "location",
    "language",
    "responsible",
    "client",
    "sponsor",
    "hours",
    "days",
    "price",
    "discount",
    "vat_rate",
    "currency",
    "minimum",
    "maximum",
)
REGISTRATION = (
    "status",
    "requested_at",
    "answer_until",
    "position",
    "workplace",
    "price",
    "discount_rate",
    "discount",
    "net",
    "vat_rate",
    "vat",
    "total",
    "payer",
    "sponsor",
    "payment_type",
    "order_number",
    "order_date",
    "invoice_number",
    "invoice_date",
    "due_date",
)
INVOICE = ("day", "due_date", "currency", "net", "vat", "total")
COURSE = ("confirmed_on", "decide_by")
PAYER = ("address", "city", "bank", "account")
"""What person and enterprise have alike; name and tax number are found by `letter_values`."""

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "person": ("person", PERSON),
    "enterprise": ("enterprise", ENTERPRISE),
    "service": ("engagement", ENGAGEMENT),
    "sponsor": ("enterprise", ENTERPRISE),
    "registration": ("registration", REGISTRATION),
    "invoice": ("invoice", INVOICE),
    "course": ("engagement", COURSE),
}
"""The name of a group in a template, the entity it is of, and its fields."""

WITH_OWN = ("person", "enterprise", "service", "sponsor", "registration")
"""The groups that have the company's own fields of their entity too, under their codes."""
OWN_EXAMPLES = {Cell.NUMBER: "42", Cell.PARTIAL_DATE: "14.03.2006", Cell.FLAG: "yes"}

ABOUT: dict[str, dict[str, str]] = {
    "person": {"person": "", "enterprise": "employer"},
    "enterprise": {"enterprise": ""},
    "registration": {
        "person": "person",
        "enterprise": "workplace",
        "service": "engagement",
        "registration": "",
    },
    "engagement": {"service": "", "enterprise": "client", "sponsor": "sponsor", "course": ""},
    "invoice": {},
}
"""The groups of a letter about a record of each entity, and the link from the record that leads to each."""
BESIDE = {
    "registration": ("payer", "invoice", "certificate"),
    "invoice": ("invoice", "payer", "service", "enterprise", "person", "registration"),
}
"""Further groups, which no link leads to."""

MADE: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "person": (
        ("name", N_("First and last name"), "Anna Hakobyan"),
        ("salutation", N_("How they are addressed"), "Dear Ms Hakobyan"),
    ),
    "service": (
        ("title", N_("Name and title"), "Effective marketing"),
        ("dates", N_("First day to the last"), "23.11.2026 – 25.11.2026"),
        ("participants", N_("How many take part"), "14"),
    ),
    "registration": (
        ("paid", N_("Paid so far"), "30 000 AMD"),
        ("open", N_("Still to be paid"), "42 000 AMD"),
    ),
    "invoice": (
        ("number", N_("Invoice no."), "2026-0118"),
        ("payer", N_("Who pays"), "Armenia Wine"),
        ("participants", N_("For how many participants"), "2"),
        ("paid", N_("Paid so far"), "30 000 AMD"),
        ("open", N_("Still to be paid"), "42 000 AMD"),
    ),
    "certificate": (
        ("number", N_("Certificate no."), "C-2026-0007"),
        ("day", N_("Issued on"), "25.11.2026"),
        ("hours", N_("Hours"), "18"),
        ("share", N_("How much was attended"), "100 %"),
        ("again", N_("How often it was issued again"), "0"),
    ),
    "course": (
        ("sessions", N_("Sessions"), "3"),
        ("seated", N_("How many take part"), "14"),
        ("attended", N_("How many were there"), "13"),
        ("absent", N_("How many were absent"), "1"),
        ("waiting", N_("How many wait"), "2"),
        ("cancelled", N_("How many cancelled"), "1"),
        ("certificates", N_("Certificates issued"), "12"),
        ("invoices", N_("Invoices written"), "6"),
    ),
    "payer": (
        ("name", N_("Who pays"), "Armenia Wine"),
        ("tax_number", N_("Tax number"), "00123456"),
        ("address", N_("Address"), "Sasunik, Aragatsotn"),
        ("city", N_("City"), "Yerevan"),
        ("bank", N_("Bank"), "Ameriabank"),
        ("account", N_("Bank account"), "1570012345678901"),
    ),
    "company": (
        ("name", N_("The name of our company"), "BSC"),
        ("currency", N_("Currency"), "AMD"),
        ("days", N_("Days until an invoice is due"), "14"),
    ),
}
"""Fields that are no field of a record: how they are called, and an example."""

ALONE: tuple[tuple[str, Any, str], ...] = (
    ("today", N_("The date of today"), "22.11.2026"),
    ("year", N_("The year"), "2026"),
    ("made_by", N_("Who makes the letter"), "Lusine Avanesyan"),
)

PARTICIPANT = (
    ("number", N_("Number"), "1"),
    ("name", N_("First and last name"), "Anna Hakobyan"),
    ("last_name", N_("Last name"), "Hakobyan"),
    ("first_name", N_("First name"), "Anna"),
    ("position", N_("Position"), "Chief accountant"),
    ("workplace", N_("Workplace"), "Armenia Wine"),
    ("phone", N_("Telephone"), "+374 91 033759"),
    ("email", N_("E-mail"), "a.hakobyan@wine.am"),
    ("status", N_("Status"), "registered"),
    ("total", N_("Total"), "72 000 AMD"),
    ("paid", N_("Paid so far"), "30 000 AMD"),
    ("open", N_("Still to be paid"), "42 000 AMD"),
)
BADGE = ("name", "position", "workplace")
LISTS: dict[str, tuple[str, Any, tuple[tuple[str, Any, str], ...]]] = {
    "sessions": (
        "session",
        N_("Sessions, each in a loop"),
        (
            ("day", N_("Day"), "23.11.2026"),
            ("begins", N_("From"), "10:00"),
            ("finishes", N_("To"), "17:00"),
            ("location", N_("Place"), "BSC"),
        ),
    ),
    "payments": (
        "payment",
        N_("Payments received, each in a loop"),
        (
            ("day", N_("Received on"), "20.11.2026"),
            ("amount", N_("Amount"), "30 000 AMD"),
            ("order_number", N_("Payment order"), "118"),
            ("payment_type", N_("Payment type"), "By transfer"),
        ),
    ),
    "columns": (
        "column",
        N_("Columns to sign in: one for each session, at least one; each in a loop"),
        (("title", N_("Its heading: day and hour, or “Signature”"), "23.11.2026 10:00"),),
    ),
    "lines": (
        "line",
        N_("Lines of the invoice, each in a loop"),
        (
            ("number", N_("Number"), "1"),
            ("words", N_("What for"), "Effective marketing, Hakobyan Anna"),
            ("net", N_("Net"), "60 000 AMD"),
            ("vat_rate", N_("VAT %"), "20 %"),
            ("vat", N_("VAT"), "12 000 AMD"),
            ("total", N_("Total"), "72 000 AMD"),
        ),
    ),
    "vat_rates": (
        "rate",
        N_("VAT of the invoice by rate, each in a loop"),
        (
            ("rate", N_("VAT %"), "20 %"),
            ("net", N_("Net"), "60 000 AMD"),
            ("vat", N_("VAT"), "12 000 AMD"),
            ("total", N_("Total"), "72 000 AMD"),
        ),
    ),
    "participants": ("one", N_("Participants who have a seat, each in a loop"), PARTICIPANT),
    "badges": (
        "pair",
        N_("Participants two by two, for badges, each pair in a loop"),
        tuple(
            (f"{side}.{name}", label, example)
            for side in ("left", "right")
            for name, label, example in PARTICIPANT
            if name in BADGE
        ),
    ),
}
"""Lists: the name their members have in our templates, what they are, what each member has."""
LISTS_OF = {
    "registration": ("sessions", "payments", "lines", "vat_rates"),
    "engagement": ("sessions", "columns", "participants", "badges"),
    "invoice": ("lines", "vat_rates", "payments", "sessions"),
}

EXAMPLES = {
    "last_name": "Hakobyan", "first_name": "Anna", "patronymic": "Aram", "sex": "female",
    "birth_date": "12.03.1984", "passport_number": "AN0123456", "passport_issued_by": "012",
    "passport_issued_on": "03.05.2015", "social_card": "1203840123", "phone": "+374 91 033759",
    "mobile": "+374 93 118822", "fax": "+374 10 521109", "email": "a.hakobyan@wine.am",
    "website": "wine.am", "address": "Komitas 12", "postcode": "0012", "city": "Yerevan",
    "region": "Yerevan", "country": "Armenia", "position": "Chief accountant", "domain": "Production",
    "industry": "Agro-food", "bank": "Ameriabank", "bank_branch": "Kentron", "account": "1570012345678901",
    "name": "Armenia Wine", "short_name": "AW", "other_name": "Արմենիա Վայն", "legal_status": "LLC",
    "tax_number": "00123456", "director": "Petrosyan Aram", "responsible": "Avanesyan Lusine",
    "line": "Business development services", "kind": "open seminar", "subject": "Strategy",
    "starts": "23.11.2026", "ends": "25.11.2026", "location": "BSC, room 2", "language": "Armenian",
    "client": "Ucom", "sponsor": "UNDP", "hours": "18", "days": "3", "price": "60 000 AMD",
    "discount": "0 AMD", "discount_rate": "0 %", "vat_rate": "20 %", "currency": "AMD", "minimum": "5",
    "maximum": "20", "status": "registered", "requested_at": "01.11.2026", "answer_until": "20.11.2026",
    "workplace": "Armenia Wine", "net": "60 000 AMD", "vat": "12 000 AMD", "total": "72 000 AMD",
    "payer": "the workplace", "payment_type": "By transfer", "order_number": "118",
    "order_date": "05.11.2026", "invoice_number": "2026-118", "invoice_date": "06.11.2026",
    "due_date": "20.11.2026", "day": "06.11.2026", "confirmed_on": "16.11.2026", "decide_by": "18.11.2026",
}  # fmt: skip


@dataclass(frozen=True)
class LetterField:
    """A field as a template names it; `heading`: a title for those that follow, in the place of a field."""

    name: str
    label: Any
    example: str = ""
    heading: bool = False


GROUP_TITLES = {
    "person": N_("The person"),
    "enterprise": N_("The enterprise: workplace of the person, client of the seminar or project"),
    "service": N_("The seminar, consultation or project"),
    "sponsor": N_("The sponsor"),
    "registration": N_("The registration"),
    "payer": N_("Who pays: the participant, the workplace or another enterprise"),
    "invoice": N_("The invoice; of a registration the one that is open"),
    "certificate": N_("The certificate"),
    "course": N_("The course of the seminar"),
    "company": N_("Our company"),
}


def groups_of(subject: str) -> tuple[str, ...]:
    """The groups of a letter about a record of an entity."""
    return (*ABOUT[subject], *BESIDE.get(subject, ()), "company")


def fields_for(subject: str) -> Iterator[LetterField]:
    """Every field of a letter about a record of an entity, with headings between."""
    for group in groups_of(subject):
        yield LetterField(group, GROUP_TITLES[group], heading=True)
        for name, label, example in MADE.get(group, ()):
            yield LetterField(f"{group}.{name}", label, example)
        entity, names = GROUPS.get(group, ("", ()))
        known = fields_of(ENTITIES[entity]) if entity else {}
        for name in names:
            yield LetterField(f"{group}.{name}", known[name].label, EXAMPLES[name])
        for name in own_names(ENTITIES[entity]) if group in WITH_OWN else ():
            yield LetterField(f"{group}.{name}", known[name].label, _own_example(known[name]))
    yield LetterField("", N_("The letter"), heading=True)
    for name, label, example in ALONE:
        yield LetterField(name, label, example)
    for code in LISTS_OF.get(subject, ()):
        member, title, fields = LISTS[code]
        yield LetterField(f"{{%tr for {member} in {code} %}} … {{%tr endfor %}}", title, heading=True)
        for name, label, example in fields:
            yield LetterField(f"{member}.{name}", label, example)


def schema_of(subject: str) -> dict[str, Any]:
    """What there is, as the rules of templates want it."""
    schema = {group: dict.fromkeys(names_in(group), "") for group in groups_of(subject)}
    lists = {code: [_nested({name: "" for name, *_ in LISTS[code][2]})] for code in LISTS_OF.get(subject, ())}
    return {**schema, **{name: "" for name, *_ in ALONE}, **lists}


def example_of(subject: str) -> dict[str, Any]:
    """Values as a record might have them, to try a template with."""
    values: dict[str, Any] = {}
    for group in groups_of(subject):
        made = {name: example for name, _label, example in MADE.get(group, ())}
        own = {name: _own_example(one) for name, one in _own(group).items()}
        values[group] = {**{name: EXAMPLES.get(name, "") for name in names_in(group)}, **made, **own}
    values |= {name: example for name, _label, example in ALONE}
    for code in LISTS_OF.get(subject, ()):
        member = _nested({name: example for name, _label, example in LISTS[code][2]})
        values[code] = [member, member]
    return values


def names_in(group: str) -> list[str]:
    """The fields of a group."""
    return [*(name for name, *_ in MADE.get(group, ())), *read_in(group)]


def read_in(group: str) -> list[str]:
    """The fields of a group that are read from a record: those of the company's own that it uses no more too.

    A template that names one of these goes on working.
    """
    return [*GROUPS.get(group, ("", ()))[1], *_own(group)]


def _own(group: str) -> dict[str, EntityField]:
    if group not in WITH_OWN:
        return {}
    entity = ENTITIES[GROUPS[group][0]]
    every = every_field_of(entity)
    return {field.name: every[field.name] for field in own_fields(entity.model)}


def _own_example(one: EntityField) -> str:
    return OWN_EXAMPLES.get(one.kind.cell, str(one.label))


def _nested(flat: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in flat.items():
        head, dot, rest = name.partition(".")
        if dot:
            found.setdefault(head, {})[rest] = value
        else:
            found[head] = value
    return found
