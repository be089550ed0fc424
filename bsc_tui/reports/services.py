"""Report 1: engagements by service line and kind, with their participants and their money.

Amounts include VAT, as registrations do. Whoever has cancelled or was transferred counts in no total.
Payments are kept for registrations only, so that paid and unpaid stay empty for what has no participants.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from bsc_tui.db.database import told as drivers_told
from bsc_tui.db.models import Engagement
from bsc_tui.entities.table import Group, Report, Row
from bsc_tui.operations.seminar_sums import Sums
from bsc_tui.records.records import Records
from bsc_tui.records.rules.services import SEMINARS
from bsc_tui.reports.criteria import Criteria
from bsc_tui.reports.engagements import (
    Labels,
    Progress,
    conditions,
    kind_told,
    line_told,
    nobody,
    read,
    report,
    row,
)
from bsc_tui.reports.money import of_engagement, sums_of
from bsc_tui.reports.own import Own

CODE = "services"
SHOWN_FIRST = 12
"""How many engagements the wizard shows before the report is made."""


def run(records: Records, criteria: Criteria, progress: Progress = nobody) -> Report:
    """The report: a table for each currency, by line and kind, with sub-totals. Raises Unavailable."""
    return _report(records, criteria, None, progress)


def first_rows(records: Records, criteria: Criteria, limit: int = SHOWN_FIRST) -> Report:
    """The beginning of the report, with so many engagements; its totals are those of these rows only."""
    return _report(records, criteria, limit, nobody)


def count(records: Records, criteria: Criteria) -> int:
    """How many engagements the report would have. Raises Unavailable."""
    with drivers_told():
        return int(Engagement.select().where(*conditions(records, criteria)).count())


def _report(records: Records, criteria: Criteria, limit: int | None, progress: Progress) -> Report:
    with drivers_told():
        engagements = read(conditions(records, criteria), limit=limit)
        sums = sums_of([one["id"] for one in engagements], progress)
        labels = Labels.of(records, engagements)
        own = Own(records, {"engagement": [one["id"] for one in engagements]})
        by_currency = {
            currency: _grouped([one for one in engagements if one["currency"] == currency], sums, labels, own)
            for currency in {one["currency"] for one in engagements}
        }
        return report(records, CODE, criteria, by_currency, own)


def _grouped(
    engagements: list[dict[str, Any]], sums: Mapping[int, Sums], labels: Labels, own: Own
) -> tuple[Group, ...]:
    return tuple(
        Group(
            heading,
            tuple(
                Group(
                    kind_told(kind),
                    tuple(_row(one, sums.get(one["id"], Sums()), labels, own) for one in same),
                )
                for kind, same in groupby(of_line, key=itemgetter("kind"))
            ),
        )
        for heading, of_line in groupby(engagements, key=line_told)
    )


def _row(engagement: Mapping[str, Any], sums: Sums, labels: Labels, own: Own) -> Row:
    has_people = engagement["kind"] in SEMINARS
    expected, unpaid = of_engagement(engagement, sums)
    return row(
        CODE,
        {
            **labels.shared(engagement),
            "participants": sums.participants if has_people else None,
            "expected": expected,
            "paid": sums.paid if has_people else None,
            "unpaid": unpaid if has_people else None,
            "price": engagement["price"],
        },
        own.cells(engagement=engagement["id"]),
    )
