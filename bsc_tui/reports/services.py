"""Report 1: engagements by service line and kind, with their participants and their money.

Amounts include VAT, as registrations do. Whoever has cancelled or was transferred counts in no total.
Payments are kept for registrations only, so that paid and unpaid stay empty for what has no participants.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from peewee import JOIN, Case

from bsc_tui.db.database import told as drivers_told
from bsc_tui.db.models import Engagement, ServiceLine, StaffMember, dicts
from bsc_tui.db.models.services import KINDS
from bsc_tui.entities.kinds import told
from bsc_tui.entities.table import Cell, Column, Group, Report, Row, Table
from bsc_tui.i18n import _
from bsc_tui.operations.companies import company_of
from bsc_tui.operations.seminar_sums import Sums, sums_of
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import priced
from bsc_tui.records.rules.services import SEMINARS
from bsc_tui.reports.criteria import ServicesCriteria, described, with_parts

TYPES = ("consultation_type", "development_domain", "evaluation_type")
_READ = (
    *("id", "kind", "starts", "ends", "topic", *TYPES, "title", "status", "region", "currency"),
    *("price", "discount_rate", "discount", "vat_rate", "free", "priced"),
)
"""What of an engagement the report reads: there may be thousands."""
SHOWN_FIRST = 3
"""How many engagements the wizard shows before the report is made."""


def run(records: Records, criteria: ServicesCriteria) -> Report:
    """The report: a table for each currency, by line and kind, with sub-totals. Raises Unavailable."""
    return _report(records, criteria, None)


def first_rows(records: Records, criteria: ServicesCriteria, limit: int = SHOWN_FIRST) -> Report:
    """The beginning of the report, with so many engagements; its totals are those of these rows only."""
    return _report(records, criteria, limit)


def count(records: Records, criteria: ServicesCriteria) -> int:
    """How many engagements the report would have. Raises Unavailable."""
    with drivers_told():
        return int(Engagement.select().where(*_conditions(criteria)).count())


def _report(records: Records, criteria: ServicesCriteria, limit: int | None) -> Report:
    with drivers_told():
        engagements = _engagements(criteria, limit)
        sums = _sums(criteria, [row["id"] for row in engagements] if limit is not None else None)
        labels = records.reader.term_labels(
            {row[name] for row in engagements for name in ("topic", *TYPES, "status", "region") if row[name]}
        )
        subtitle = described(records, criteria)
        currencies = sorted({row["currency"] for row in engagements}) or [
            company_of(records.database).currency
        ]
    tables = tuple(
        Table(
            title=_("Services")
            if len(currencies) == 1
            else _("Services, %(currency)s") % {"currency": currency},
            columns=_columns(),
            rows=_grouped([row for row in engagements if row["currency"] == currency], sums, labels),
            currency=currency,
            subtitle=subtitle,
            grouped_by=(_("Service line"), _("Kind")),
        )
        for currency in currencies
    )
    return Report(_("Services"), tables)


def _columns() -> tuple[Column, ...]:
    return (
        Column("starts", _("Starts"), Cell.PARTIAL_DATE, width=10),
        Column("ends", _("Ends"), Cell.PARTIAL_DATE, width=10),
        Column("name", _("Name"), width=30),
        Column("type", _("Type"), width=18),
        Column("status", _("Status"), width=12),
        Column("responsible", _("Responsible"), width=20),
        Column("region", _("Region"), width=12),
        Column("participants", _("Participants"), Cell.NUMBER, total=True, width=6),
        Column("expected", _("Expected"), Cell.AMOUNT, total=True, width=12),
        Column("paid", _("Paid"), Cell.AMOUNT, total=True, width=12),
        Column("unpaid", _("Unpaid"), Cell.AMOUNT, total=True, width=12),
        Column("price", _("Price"), Cell.AMOUNT, width=12),
    )


# -- what is asked of the database, in a number of queries that no row adds to ------------------


def _conditions(criteria: ServicesCriteria) -> list[Any]:
    """What an engagement must be like."""
    conditions: list[Any] = [Engagement.trashed_at.is_null(), *_overlaps(criteria)]
    if criteria.lines:
        lines = ServiceLine.select(ServiceLine.id).where(ServiceLine.code.in_(criteria.lines))
        conditions.append(Engagement.line.in_(lines))
    if criteria.kinds:
        conditions.append(Engagement.kind.in_(criteria.kinds))
    if criteria.types:
        types = with_parts(criteria.types)
        conditions.append(
            Engagement.topic.in_(types)
            | Engagement.consultation_type.in_(types)
            | Engagement.development_domain.in_(types)
            | Engagement.evaluation_type.in_(types)
        )
    if criteria.statuses:
        conditions.append(Engagement.status.in_(with_parts(criteria.statuses)))
    if criteria.responsible is not None:
        conditions.append(Engagement.responsible == criteria.responsible)
    if criteria.region is not None:
        conditions.append(Engagement.region.in_(with_parts([criteria.region])))
    return conditions


def _overlaps(criteria: ServicesCriteria) -> list[Any]:
    """The span touches the period; a date known in part may be any of its days, one date stands for both.

    Partial dates compare as text: what begins with them is on or after their first day. An end lies on or
    after the period's first day also when it is a part of that (`2006` and 14.03.2006).
    """
    if not criteria.from_ and not criteria.to:
        return []
    starts = Case(None, [(Engagement.starts != "", Engagement.starts)], Engagement.ends)
    ends = Case(None, [(Engagement.ends != "", Engagement.ends)], Engagement.starts)
    conditions: list[Any] = [starts != ""]
    if criteria.to:
        conditions.append(starts <= criteria.to)
    if criteria.from_:
        conditions.append((ends >= criteria.from_) | ends.in_([criteria.from_[:4], criteria.from_[:7]]))
    return conditions


def _engagements(criteria: ServicesCriteria, limit: int | None) -> list[dict[str, Any]]:
    """The engagements in the report's order, with their lines and responsible people."""
    place_of_kind = Case(
        Engagement.kind, [(code, place) for place, (code, _label) in enumerate(KINDS)], len(KINDS)
    )
    return dicts(
        Engagement.select(
            *(getattr(Engagement, name) for name in _READ),
            ServiceLine.code.alias("line_code"),
            ServiceLine.label_en,
            ServiceLine.label_fr,
            ServiceLine.label_hy,
            StaffMember.last_name,
            StaffMember.first_name,
        )
        .join(ServiceLine)
        .switch(Engagement)
        .join(StaffMember, JOIN.LEFT_OUTER)
        .where(*_conditions(criteria))
        .order_by(ServiceLine.place, ServiceLine.id, place_of_kind, Engagement.starts, Engagement.id)
        .limit(limit)
    )


def _sums(criteria: ServicesCriteria, ids: list[int] | None) -> dict[int, Sums]:
    """What registrations add up to, for each engagement that has any."""
    conditions = _conditions(criteria) if ids is None else [Engagement.id.in_(ids)]
    return sums_of(Engagement.select(Engagement.id).where(*conditions))


# -- rows ---------------------------------------------------------------------------------------


def _grouped(
    engagements: list[dict[str, Any]], sums: dict[int, Sums], labels: dict[int, str]
) -> tuple[Group, ...]:
    kinds = dict(KINDS)
    return tuple(
        Group(
            heading,
            tuple(
                Group(
                    told(kinds.get(kind, kind)),
                    tuple(_row(one, sums.get(one["id"], Sums()), labels) for one in same),
                )
                for kind, same in groupby(of_line, key=lambda one: one["kind"])
            ),
        )
        for heading, of_line in groupby(engagements, key=_line_heading)
    )


def _line_heading(engagement: dict[str, Any]) -> str:
    return f"{engagement['line_code']} {label_of(engagement)}".strip()


def _row(engagement: dict[str, Any], sums: Sums, labels: dict[int, str]) -> Row:
    has_people = engagement["kind"] in SEMINARS
    type_label = next((labels.get(engagement[name], "") for name in TYPES if engagement[name]), "")
    named = (labels.get(engagement["topic"], ""), engagement["title"])
    expected, unpaid = _money(engagement, sums)
    return Row(
        (
            engagement["starts"] or None,
            engagement["ends"] or None,
            " ".join(filter(None, named)) or type_label,
            type_label,
            labels.get(engagement["status"], ""),
            f"{engagement['last_name'] or ''} {engagement['first_name'] or ''}".strip(),
            labels.get(engagement["region"], ""),
            sums.participants if has_people else None,
            expected,
            sums.paid if has_people else None,
            unpaid if has_people else None,
            engagement["price"],
        )
    )


def _money(engagement: dict[str, Any], sums: Sums) -> tuple[int, int]:
    """What is expected, and what of it is unpaid: by registrations, or by the engagement's own price."""
    by_head = engagement["kind"] in SEMINARS and not (
        engagement["kind"] == "closed_seminar" and engagement["priced"] == "whole"
    )
    if engagement["free"]:
        return 0, 0
    if by_head:
        return sums.expected, sums.unpaid
    whole = priced(*(engagement[name] for name in ("price", "discount_rate", "discount", "vat_rate"))).total
    return whole, max(whole - sums.paid, 0)
