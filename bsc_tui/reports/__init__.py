"""The questions that the office asks its records; each answer is a `Report`, shown and saved by others.

Here stand the facts of each report: its criteria in the steps of the wizard, its columns, what is summed.
Wizard, command line, spreadsheet and screen are made from them; how the answer is found stands in the module
of the report's code. What such facts are stands in `offered`.
"""

from __future__ import annotations

import importlib
from typing import Any

from bsc_tui.entities.table import Cell
from bsc_tui.i18n import N_
from bsc_tui.reports.offered import (
    GROUPINGS,
    PAID,
    PERIODS,
    ROLES_OF_ENTERPRISES,
    ROLES_OF_PEOPLE,
    Asks,
    Choices,
    ColumnFact,
    Criterion,
    Offered,
    Size,
    Step,
    Stopped,
)

__all__ = [
    "GROUPINGS",
    "PAID",
    "PERIODS",
    "REPORTS",
    "ROLES_OF_ENTERPRISES",
    "ROLES_OF_PEOPLE",
    "Asks",
    "Choices",
    "ColumnFact",
    "Criterion",
    "Offered",
    "Size",
    "Step",
    "Stopped",
    "maker_of",
]


_PERIOD = (
    Criterion(
        "period",
        Asks.PERIOD,
        N_("Period"),
        N_("A period that moves with the calendar; or the two days."),
        "--period",
        "P",
        choices=PERIODS,
    ),
    Criterion(
        "from_",
        Asks.FIRST_DAY,
        N_("From"),
        N_("The first day, or its year or month: 2006, 03.2006, 14.03.2006."),
        "--from",
        "D",
    ),
    Criterion("to", Asks.LAST_DAY, N_("To"), N_("The last day, or its year or month."), "--to", "D"),
)
_LINES = Criterion("lines", Asks.LINES, N_("Service lines"), N_("A service line."), "--line", "C", many=True)
_KINDS = Criterion(
    "kinds",
    Asks.KINDS,
    N_("Kinds"),
    N_("A kind of engagements, such as open_seminar."),
    "--kind",
    "K",
    many=True,
)
_STATUS = Criterion(
    "statuses",
    Asks.TERM,
    N_("Status"),
    N_("A status, such as current or finished."),
    "--status",
    "S",
    many=True,
    lists=("project_status",),
)
_TYPES = Criterion(
    "types",
    Asks.TERM,
    N_("Name"),
    N_("A seminar's name, or a type with its subtypes."),
    "--type",
    "T",
    many=True,
    lists=("seminar_topic", "consultation", "development_domain", "evaluation"),
)
_CURRENT = Criterion("current", Asks.FLAG, N_("Only current"), N_("Only what is under way now."), "--current")

_STARTS = ColumnFact("starts", N_("Starts"), Cell.PARTIAL_DATE, width=10, priority=0)
_ENDS = ColumnFact("ends", N_("Ends"), Cell.PARTIAL_DATE, width=10, priority=5)
_NAME = ColumnFact("name", N_("Name"), width=30, priority=0, flexible=True)
_STATUS_SHOWN = ColumnFact("status", N_("Status"), width=12, priority=2)
_LINE_SHOWN = ColumnFact("line", N_("Line"), width=6, priority=4)
_KIND_SHOWN = ColumnFact("kind", N_("Kind"), width=16, priority=5)
_PARTICIPANTS = ColumnFact("participants", N_("Participants"), Cell.NUMBER, total=True, width=6)
_MONEY = (
    ColumnFact("expected", N_("Expected"), Cell.AMOUNT, total=True, width=12, priority=0),
    ColumnFact("paid", N_("Paid"), Cell.AMOUNT, total=True, width=12),
    ColumnFact("unpaid", N_("Unpaid"), Cell.AMOUNT, total=True, width=12),
)

REPORTS = {
    report.code: report
    for report in (
        Offered(
            "services",
            N_("Services"),
            N_("Engagements by line and kind: participants, revenue, what is paid and what is not."),
            steps=(
                Step(N_("Period and lines"), (*_PERIOD, _LINES)),
                Step(
                    N_("Kinds and limits"),
                    (
                        _STATUS,
                        Criterion(
                            "responsible",
                            Asks.MEMBER,
                            N_("Responsible"),
                            N_("Who of the staff is responsible."),
                            "--responsible",
                            "NAME",
                        ),
                        Criterion(
                            "region",
                            Asks.TERM,
                            N_("Region"),
                            N_("A region."),
                            "--region",
                            "R",
                            lists=("region",),
                        ),
                        _TYPES,
                        _KINDS,
                    ),
                ),
            ),
            columns=(
                _STARTS,
                _ENDS,
                _NAME,
                ColumnFact("type", N_("Type"), width=18, priority=4),
                _STATUS_SHOWN,
                ColumnFact("responsible", N_("Responsible"), width=20, priority=3),
                ColumnFact("region", N_("Region"), width=12, priority=6),
                _PARTICIPANTS,
                *_MONEY,
                ColumnFact("price", N_("Price"), Cell.AMOUNT, width=12, priority=7),
            ),
            grouped_by=(N_("Service line"), N_("Kind")),
        ),
        Offered(
            "individual",
            N_("Individual"),
            N_("What people took part in or worked on: dates, status, payments; what is current is marked."),
            size=Size.LINES,
            steps=(
                Step(
                    N_("Who"),
                    (
                        Criterion(
                            "people",
                            Asks.PERSON,
                            N_("Person"),
                            N_("A person, by number or name."),
                            "--person",
                            "ID",
                            many=True,
                            needed=True,
                        ),
                        Criterion(
                            "members",
                            Asks.MEMBER,
                            N_("Staff member"),
                            N_("Somebody of the staff, for the roles responsible and teacher."),
                            "--member",
                            "NAME",
                            many=True,
                            needed=True,
                        ),
                        Criterion(
                            "roles",
                            Asks.WORDS,
                            N_("Roles"),
                            N_("A role: participant, contact, responsible, teacher."),
                            "--role",
                            "R",
                            many=True,
                            choices=ROLES_OF_PEOPLE,
                        ),
                    ),
                ),
                Step(
                    N_("Period and limits"),
                    (
                        *_PERIOD,
                        _STATUS,
                        _CURRENT,
                        Criterion(
                            "paid",
                            Asks.ONE_OF,
                            N_("Paid or not"),
                            N_("Only what is paid, or what is not."),
                            "--paid",
                            "P",
                            choices=PAID,
                        ),
                        _LINES,
                        _KINDS,
                    ),
                ),
            ),
            columns=(
                _STARTS,
                _ENDS,
                _NAME,
                _LINE_SHOWN,
                _KIND_SHOWN,
                ColumnFact("role", N_("Role"), width=12, priority=3),
                ColumnFact("current", N_("Current"), Cell.FLAG, width=8, priority=3),
                _STATUS_SHOWN,
                ColumnFact("took_part", N_("Took part"), width=12, priority=1),
                *_MONEY,
                ColumnFact("payment", N_("Payment"), width=10, priority=4),
                ColumnFact("paid_on", N_("Last paid on"), Cell.DAY, width=10, priority=6),
            ),
            grouped_by=(N_("Person"),),
        ),
        Offered(
            "enterprise",
            N_("Enterprise"),
            N_("What an enterprise ordered, sponsored or took part in, its people who came, the money."),
            size=Size.LINES,
            steps=(
                Step(
                    N_("Which enterprise, when"),
                    (
                        Criterion(
                            "enterprise",
                            Asks.ENTERPRISE,
                            N_("Enterprise"),
                            N_("An enterprise, by number or name."),
                            "--enterprise",
                            "ID",
                            needed=True,
                        ),
                        *_PERIOD,
                        Criterion(
                            "roles",
                            Asks.WORDS,
                            N_("Roles"),
                            N_("A role: client, sponsor, partner, workplace."),
                            "--role",
                            "R",
                            many=True,
                            choices=ROLES_OF_ENTERPRISES,
                        ),
                    ),
                ),
                Step(N_("Limits"), (_STATUS, _CURRENT, _LINES, _KINDS)),
            ),
            columns=(
                _STARTS,
                _ENDS,
                _NAME,
                _LINE_SHOWN,
                _KIND_SHOWN,
                _STATUS_SHOWN,
                _PARTICIPANTS,
                ColumnFact("payer", N_("Payer"), width=14, priority=4),
                *_MONEY,
                ColumnFact("payment", N_("Payment"), width=10, priority=3),
            ),
            grouped_by=(N_("Role"),),
        ),
        Offered(
            "evaluations",
            N_("Evaluations"),
            N_("What participants answered: means, bars, comments."),
            size=Size.SEMINARS,
            steps=(
                Step(
                    N_("Period and limits"),
                    (
                        *_PERIOD,
                        Criterion(
                            "engagement",
                            Asks.ENGAGEMENT,
                            N_("Seminar"),
                            N_("One seminar, by number or name."),
                            "--engagement",
                            "ID",
                        ),
                        Criterion(
                            "topics",
                            Asks.TERM,
                            N_("Topic"),
                            N_("A seminar's name from the list of topics."),
                            "--type",
                            "T",
                            many=True,
                            lists=("seminar_topic",),
                        ),
                        Criterion(
                            "teacher",
                            Asks.MEMBER,
                            N_("Teacher"),
                            N_("Who of the staff teaches."),
                            "--teacher",
                            "NAME",
                        ),
                        Criterion(
                            "by",
                            Asks.ONE_OF,
                            N_("Groups"),
                            N_("What the sheets are grouped by; the groups are shown first then."),
                            "--by",
                            choices=GROUPINGS,
                        ),
                        _LINES,
                    ),
                ),
            ),
            module="evaluation_tables",
        ),
    )
}


def maker_of(code: str) -> Any:
    """The module that makes a report: `run`, `first_rows`, `count`. Needs Peewee."""
    return importlib.import_module(f"bsc_tui.reports.{REPORTS[code].module or code}")
