"""Lists that are of no one table, as reports, to be saved like any other: participants, debts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bsc_tui.db.models.registrations import STATUSES
from bsc_tui.entities.kinds import told
from bsc_tui.entities.registrations import REGISTRATION
from bsc_tui.entities.table import Cell, Column, Report, Row, Table
from bsc_tui.i18n import _, active
from bsc_tui.operations import participants, unpaid
from bsc_tui.operations.companies import company_of
from bsc_tui.records.parts import Ordered, P
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import PAYMENT_STATES
from bsc_tui.reports.engagements import TOGETHER, Progress, nobody
from bsc_tui.reports.own import Own


def participants_of(records: Records, engagement: int, progress: Progress = nobody) -> Report:
    """The participants of a seminar as its workspace shows them; who has cancelled counts in no total."""
    found = list(_every(participants.participants(records, engagement), progress))
    own = Own(records, {"registration": [one.id for one in found], "person": [one.person for one in found]})
    currency = records.reader.currency(REGISTRATION, {"engagement": engagement})
    title = records.get("engagement", engagement).title
    columns = (
        Column("name", _("Name"), width=24),
        Column("position", _("Position"), width=20),
        Column("phone", _("Telephone"), width=18),
        Column("email", _("E-mail"), width=24),
        Column("status", _("Status"), width=14),
        Column("seats", _("Participants"), Cell.NUMBER, total=True),
        Column("total", _("Total"), Cell.AMOUNT, total=True),
        Column("paid", _("Paid"), Cell.AMOUNT, total=True),
        Column("payment", _("Payment"), width=10),
        *own.columns,
    )
    rows = tuple(
        Row(
            (
                one.name,
                one.position,
                one.phone,
                one.email,
                told(dict(STATUSES)[one.status]),
                1 if one.seated else None,
                one.total if one.seated else None,
                one.paid if one.seated else None,
                told(PAYMENT_STATES[one.payment]),
                *own.cells(registration=one.id, person=one.person),
            )
        )
        for one in found
    )
    return Report(title, (Table(title, columns, rows, currency, _made(records)),))


def debts(records: Records, *, late_only: bool = False, progress: Progress = nobody) -> Report:
    """Who owes what, a table for each currency."""
    found = _every(unpaid.debts(records, late_only=late_only), progress)
    title = _("Overdue payments") if late_only else _("Unpaid registrations")
    columns = (
        Column("person", _("Name"), width=24),
        Column("seminar", _("Seminar"), width=30),
        Column("open", _("To pay"), Cell.AMOUNT, total=True),
        Column("due", _("Due"), Cell.DAY),
        Column("late", _("Overdue"), Cell.FLAG),
    )
    rows: dict[str, list[Row]] = {}
    for one in found:
        cells: tuple[Any, ...] = (one.person, one.seminar, one.open, one.due, one.is_late or None)
        rows.setdefault(one.currency, []).append(Row(cells))
    currencies = sorted(rows) or [company_of(records.database).currency]
    return Report(
        title,
        tuple(
            Table(
                title if len(currencies) == 1 else f"{title}, {currency}",
                columns,
                tuple(rows.get(currency, ())),
                currency,
                _made(records),
            )
            for currency in currencies
        ),
    )


def _every(ordered: Ordered[P], progress: Progress) -> Iterator[P]:
    """All lines of a list that is read part by part."""
    part, done = ordered.end(TOGETHER), 0
    while part.lines:
        done += len(part.lines)
        progress(done, done + (TOGETHER if part.after else 0), "")
        yield from part.lines
        if not part.after:
            return
        part = ordered.beyond(part.lines[-1], done, TOGETHER)


def _made(records: Records) -> tuple[str, ...]:
    return (_("Made on %(day)s") % {"day": active().date(records.clock.today())},)
