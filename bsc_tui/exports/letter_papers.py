"""Invoices, certificates and the course of a seminar for letters, as texts: `letter_values` puts them in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from bsc_tui.db.models import (
    Certificate,
    Engagement,
    Invoice,
    InvoiceLine,
    Meeting,
    Payment,
    Presence,
    Registration,
    Reissue,
    dicts,
    tuples,
)
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.exports.letter_fields import GROUPS, PAYER
from bsc_tui.exports.letter_texts import Texts
from bsc_tui.i18n import Translator
from bsc_tui.records.records import Records
from bsc_tui.records.rules.attendance import share_from

_MOST_ASKED = 500


@dataclass(frozen=True)
class Bill:
    """An invoice as letters show it."""

    group: dict[str, str]
    payer: dict[str, str]
    lists: dict[str, list[dict[str, str]]]
    registrations: tuple[int, ...]
    open: int
    """In minor units."""


class Papers:
    """What was written about registrations, in one language. A few queries, whatever their number."""

    def __init__(self, records: Records, words: Translator) -> None:
        self._reader = records.reader
        self._words = words
        self._texts = Texts(records, words)

    # -- invoices --------------------------------------------------------------------------
    def bills(self, ids: Sequence[int]) -> dict[int, Bill]:
        """The invoices with these ids, those in the trash left out."""
        rows = [row for row in self._reader.rows(Invoice, ids).values() if row["trashed_at"] is None]
        paths = (
            *GROUPS["invoice"][1],
            *(f"{link}.{name}" for link in ("enterprise", "person") for name in PAYER),
            "enterprise.name",
            "enterprise.tax_number",
            "person.first_name",
            "person.last_name",
        )
        texts = self._texts.of("invoice", rows, paths)
        lines, payments = self._lines(ids), self._payments(ids)
        return {
            row["id"]: self._bill(
                row, texts[row["id"]], lines.get(row["id"], []), payments.get(row["id"], [])
            )
            for row in rows
        }

    def _bill(
        self,
        row: Mapping[str, Any],
        flat: Mapping[str, str],
        lines: list[dict[str, Any]],
        payments: list[dict[str, Any]],
    ) -> Bill:
        words, currency = self._words, row["currency"] or "AMD"
        paid = sum(one["amount"] for one in payments)
        is_open = 0 if row["cancelled_on"] else max(row["total"] - paid, 0)
        link = "enterprise" if row["enterprise"] else "person"
        payer = {name: flat[f"{link}.{name}"] for name in PAYER}
        person = f"{flat['person.first_name']} {flat['person.last_name']}".strip()
        payer["name"] = flat["enterprise.name"] if link == "enterprise" else person
        payer["tax_number"] = flat["enterprise.tax_number"] if link == "enterprise" else ""
        group = {name: flat[name] for name in GROUPS["invoice"][1]}
        group |= {
            "number": row["serial"],
            "payer": payer["name"],
            "participants": str(len(lines)),
            "paid": words.amount(paid, currency),
            "open": words.amount(is_open, currency),
        }

        def money(one: Mapping[str, int]) -> dict[str, str]:
            return {name: words.amount(one[name], currency) for name in ("net", "vat", "total")}

        rates: dict[int, dict[str, int]] = {}
        for one in lines:
            sums = rates.setdefault(one["vat_rate"] or 0, dict.fromkeys(("net", "vat", "total"), 0))
            for name in sums:
                sums[name] += one[name]
        return Bill(
            group,
            payer,
            {
                "lines": [
                    {
                        "number": str(number),
                        "words": one["words"],
                        "vat_rate": words.rate(one["vat_rate"] or 0),
                        **money(one),
                    }
                    for number, one in enumerate(lines, 1)
                ],
                "vat_rates": [
                    {"rate": words.rate(rate), **money(sums)} for rate, sums in sorted(rates.items())
                ],
                "payments": [
                    {
                        **one,
                        "day": words.date(one["day"]),
                        "amount": words.amount(one["amount"], currency),
                    }
                    for one in payments
                ],
            },
            tuple(dict.fromkeys(one["registration"] for one in lines)),
            is_open,
        )

    def _lines(self, invoices: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = {}
        for some in _portions(invoices):
            query = InvoiceLine.select().where(
                InvoiceLine.invoice.in_(some), InvoiceLine.trashed_at.is_null()
            )
            for row in dicts(query.order_by(InvoiceLine.id)):
                found.setdefault(row["invoice"], []).append(row)
        return found

    def _payments(self, invoices: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
        """What came for each, an order over several lines as one."""
        found: dict[int, dict[tuple[datetime.date, str, str], int]] = {}
        for some in _portions(invoices):
            query = Payment.select().where(Payment.invoice.in_(some), Payment.trashed_at.is_null())
            rows = dicts(query.order_by(Payment.day, Payment.id))
            texts = self._texts.of("payment", rows, ("payment_type",))
            for row in rows:
                order = (row["day"], row["order_number"], texts[row["id"]]["payment_type"])
                orders = found.setdefault(row["invoice"], {})
                orders[order] = orders.get(order, 0) + row["amount"]
        return {
            invoice: [
                {"day": day, "order_number": order, "payment_type": how, "amount": amount}
                for (day, order, how), amount in orders.items()
            ]
            for invoice, orders in found.items()
        }

    def bills_for(self, registrations: Sequence[int]) -> dict[int, tuple[int, Bill]]:
        """The invoice of each registration, with its id: of several in force the first that is open."""
        held: dict[int, list[int]] = {}
        for some in _portions(registrations):
            query = (
                InvoiceLine.select(InvoiceLine.registration, InvoiceLine.invoice)
                .join(Invoice)
                .where(
                    InvoiceLine.registration.in_(some),
                    InvoiceLine.trashed_at.is_null(),
                    Invoice.trashed_at.is_null(),
                    Invoice.cancelled_on.is_null(),
                )
                .order_by(InvoiceLine.id)
            )
            for registration, invoice in tuples(query):
                held.setdefault(registration, []).append(invoice)
        bills = self.bills(sorted({invoice for some in held.values() for invoice in some}))
        found = {}
        for registration, invoices in held.items():
            id = next((id for id in invoices if bills[id].open), invoices[0])
            found[registration] = (id, bills[id])
        return found

    # -- certificates ----------------------------------------------------------------------
    def certificates(self, rows: Sequence[Mapping[str, Any]]) -> dict[int, dict[str, str]]:
        """The certificate of each registration, and what was attended; empty texts where none was issued."""
        ids = [row["id"] for row in rows]
        issued: dict[int, dict[str, Any]] = {}
        states: dict[int, list[str]] = {}
        for some in _portions(ids):
            query = Certificate.select().where(
                Certificate.registration.in_(some), Certificate.trashed_at.is_null()
            )
            issued |= {row["registration"]: row for row in dicts(query)}
            noted = (
                Presence.select(Presence.registration, Presence.state)
                .join(Meeting)
                .where(
                    Presence.registration.in_(some),
                    Presence.trashed_at.is_null(),
                    Meeting.trashed_at.is_null(),
                )
            )
            for registration, state in tuples(noted):
                states.setdefault(registration, []).append(state)
        again = {
            id: int(count)
            for id, count in tuples(
                Reissue.select(Reissue.certificate, fn.COUNT(Reissue.id))
                .where(
                    Reissue.certificate.in_([one["id"] for one in issued.values()]),
                    Reissue.trashed_at.is_null(),
                )
                .group_by(Reissue.certificate)
            )
        }
        sessions, hours = self._lengths({row["engagement"] for row in rows})
        found = {}
        for row in rows:
            one = issued.get(row["id"])
            seminar = row["engagement"]
            share = share_from(states.get(row["id"], []), sessions.get(seminar, 0), row["status"])
            found[row["id"]] = {
                "number": one["serial"] if one else "",
                "day": self._words.date(one["day"]) if one else "",
                "hours": hours.get(seminar, ""),
                "share": self._words.rate(share // 100 * 100),
                "again": str(again.get(one["id"], 0)) if one else "",
            }
        return found

    def _lengths(self, engagements: Iterable[int]) -> tuple[dict[int, int], dict[int, str]]:
        """How many sessions seminars have, and their hours: as noted, else those of the sessions."""
        ids = sorted(engagements)
        sessions: dict[int, int] = {}
        minutes: dict[int, int] = {}
        query = Meeting.select(Meeting.engagement, Meeting.begins, Meeting.finishes).where(
            Meeting.engagement.in_(ids), Meeting.trashed_at.is_null()
        )
        for engagement, begins, finishes in tuples(query):
            sessions[engagement] = sessions.get(engagement, 0) + 1
            if begins and finishes:
                minutes[engagement] = minutes.get(engagement, 0) + _minutes(finishes) - _minutes(begins)
        hours = {id: str(-(-much // 60)) for id, much in minutes.items() if much > 0}
        noted = Engagement.select(Engagement.id, Engagement.hours).where(
            Engagement.id.in_(ids), Engagement.hours.is_null(False)
        )
        return sessions, hours | {id: str(number) for id, number in tuples(noted)}

    # -- the course of a seminar -----------------------------------------------------------
    def course(self, engagement: int) -> dict[str, str]:
        """How many asked, have a seat, were there, wait; how many sessions and certificates there are."""
        counted = dict(
            tuples(
                Registration.select(Registration.status, fn.COUNT(Registration.id))
                .where(Registration.engagement == engagement, Registration.trashed_at.is_null())
                .group_by(Registration.status)
            )
        )
        sessions, _hours = self._lengths([engagement])
        certificates = (
            Certificate.select(fn.COUNT(Certificate.id))
            .join(Registration)
            .where(Registration.engagement == engagement, Certificate.trashed_at.is_null())
        )
        invoiced = (
            Invoice.select(fn.COUNT(fn.DISTINCT(Invoice.id)))
            .join(InvoiceLine, on=(InvoiceLine.invoice == Invoice.id))
            .join(Registration, on=(InvoiceLine.registration == Registration.id))
            .where(
                Registration.engagement == engagement,
                InvoiceLine.trashed_at.is_null(),
                Invoice.trashed_at.is_null(),
                Invoice.cancelled_on.is_null(),
            )
        )
        numbers = {
            "sessions": sessions.get(engagement, 0),
            "seated": sum(int(counted.get(status, 0)) for status in SEATED),
            "attended": int(counted.get("attended", 0)) + int(counted.get("partly_attended", 0)),
            "absent": int(counted.get("absent", 0)),
            "waiting": int(counted.get("waiting", 0)),
            "cancelled": int(counted.get("cancelled", 0)),
            "certificates": int(certificates.scalar() or 0),
            "invoices": int(invoiced.scalar() or 0),
        }
        return {name: str(number) for name, number in numbers.items()}


def _minutes(moment: Any) -> int:
    hours, minutes = str(moment)[:5].split(":")
    return int(hours) * 60 + int(minutes)


def _portions(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _MOST_ASKED] for start in range(0, len(ids), _MOST_ASKED))
