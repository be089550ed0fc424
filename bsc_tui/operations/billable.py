"""What of a seminar is to be invoiced, and to whom.

A registration's total is carried by its payer and by the enterprises that have a share; each gets its part.
"""

from __future__ import annotations

from collections.abc import Collection

from bsc_tui.db.models import (
    Engagement,
    Enterprise,
    Invoice,
    InvoiceLine,
    Person,
    Registration,
    Share,
    tuples,
)
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import Amount, part_of
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Part:
    """What a payer carries of a registration: all of it, the rest beside shares, or a share."""

    registration: int
    name: str
    amount: Amount


@dataclass(frozen=True)
class Payer:
    """Who pays: a person or an enterprise, and for which registrations nothing is invoiced yet."""

    code: str
    id: int
    name: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """What they are to be billed."""
        return sum(part.amount.total for part in self.parts)


def to_invoice(records: Records, engagement_id: int) -> list[Payer]:
    """The payers of a seminar with what they were not billed yet, enterprises first."""
    seminar = Engagement.get_by_id(engagement_id)
    if seminar.free:
        return []
    rows = tuples(
        Registration.select(
            Registration.id,
            Registration.person,
            Person.last_name,
            Person.first_name,
            Registration.payer,
            Registration.payer_enterprise,
            Registration.workplace,
            Registration.net,
            Registration.vat,
            Registration.total,
            Registration.vat_rate,
            Registration.invoice_number,
        )
        .join(Person)
        .where(
            Registration.engagement == engagement_id,
            Registration.status.in_(SEATED),
            Registration.trashed_at.is_null(),
            Registration.waived_reason == "",
            Registration.total > 0,
        )
        .order_by(Person.sort_key, Registration.id)
    )
    ids = [row[0] for row in rows]
    shares = shares_of(ids)
    billed = _billed_already(ids)
    found: dict[tuple[str, int], list[Part]] = {}
    numbered = {registration for registration, _code, _id in billed}
    for id, person, last, first, payer, paying_firm, workplace, net, vat, total, rate, number in rows:
        if number and id not in numbered:
            continue  # billed on paper: somebody typed the number
        name, rest = f"{last} {first}".strip(), total
        for firm, amount in shares.get(id, ()):
            rest -= amount
            found.setdefault(("enterprise", firm), []).append(Part(id, name, part_of(amount, rate)))
        whole = Amount(net, vat, total, rate or 0)
        own = whole if rest == total else part_of(max(rest, 0), rate)
        paying = {"workplace": workplace, "other": paying_firm}.get(payer)
        key = ("enterprise", paying) if paying else ("person", person)
        if own.total > 0:
            found.setdefault(key, []).append(Part(id, name, own))
    names = _names(found)
    payers = [
        Payer(code, id, names.get((code, id), ""), tuple(left))
        for (code, id), parts in found.items()
        if (left := [part for part in parts if (part.registration, code, id) not in billed])
    ]
    return sorted(payers, key=lambda one: (one.code, one.name))


def shares_of(ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    query = (
        Share.select(Share.registration, Share.enterprise, Share.amount)
        .where(Share.registration.in_(ids), Share.trashed_at.is_null())
        .order_by(Share.id)
    )
    for registration, firm, amount in tuples(query):
        found.setdefault(registration, []).append((firm, amount))
    return found


def _billed_already(ids: list[int]) -> set[tuple[int, str, int]]:
    query = (
        InvoiceLine.select(InvoiceLine.registration, Invoice.enterprise, Invoice.person)
        .join(Invoice)
        .where(
            InvoiceLine.registration.in_(ids),
            InvoiceLine.trashed_at.is_null(),
            Invoice.trashed_at.is_null(),
            Invoice.cancelled_on.is_null(),
        )
    )
    return {
        (registration, "enterprise" if firm else "person", firm or person)
        for registration, firm, person in tuples(query)
    }


def _names(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    firms = [id for code, id in keys if code == "enterprise"]
    people = [id for code, id in keys if code == "person"]
    names = {
        ("enterprise", id): name
        for id, name in tuples(
            Enterprise.select(Enterprise.id, Enterprise.name).where(Enterprise.id.in_(firms))
        )
    }
    for id, last, first in tuples(
        Person.select(Person.id, Person.last_name, Person.first_name).where(Person.id.in_(people))
    ):
        names["person", id] = f"{last} {first}".strip()
    return names
