"""The questions that the office asks its records; each answer is a `Report`, shown and saved by others.

Here stand the facts of each report: its criteria in the steps of the wizard, its columns, what is summed.
Wizard, command line, spreadsheet and screen are made from them; how the answer is found stands in the module
of the report's code.
"""

from __future__ import annotations

import importlib
from enum import Enum, auto
from typing import Any

from bsc_tui.entities.table import Cell
from bsc_tui.i18n import N_, NP_
from bsc_tui.values import dataclass


class Stopped(Exception):
    """Whoever watches the progress of a report raised it: nothing more is wanted."""


class Asks(Enum):
    """What a criterion is given as."""

    PERIOD = auto()
    """One of PERIODS, which moves with the calendar."""
    FIRST_DAY = auto()
    LAST_DAY = auto()
    LINES = auto()
    KINDS = auto()
    TERM = auto()
    MEMBER = auto()
    """Somebody of the staff."""
    PERSON = auto()
    ENTERPRISE = auto()
    WORDS = auto()
    """Some of its `choices`."""
    ONE_OF = auto()
    """One of its `choices`."""
    FLAG = auto()


Choices = tuple[tuple[str, str | tuple[str, str]], ...]
"""Codes and what they are called, marked."""

PERIODS: Choices = (
    ("month", N_("this month")),
    ("last_month", N_("last month")),
    ("quarter", N_("this quarter")),
    ("last_quarter", N_("last quarter")),
    ("year", N_("this year")),
    ("last_year", N_("last year")),
)
ROLES_OF_PEOPLE: Choices = (
    ("participant", N_("participant")),
    ("contact", NP_("role", "contact")),
    ("responsible", NP_("role", "responsible")),
    ("teacher", NP_("role", "teacher")),
)
ROLES_OF_ENTERPRISES: Choices = (
    ("client", NP_("party", "client")),
    ("sponsor", NP_("party", "sponsor")),
    ("partner", NP_("party", "partner")),
    ("workplace", NP_("role", "workplace")),
)
PAID: Choices = (("paid", N_("paid")), ("unpaid", N_("not paid")))


@dataclass(frozen=True)
class Criterion:
    """One limit of a report. `code` is its field of `Criteria`, `option` how the command line calls it."""

    code: str
    asks: Asks
    label: Any
    """Marked."""
    help: str
    """Marked sentence."""
    option: str
    metavar: str = ""
    many: bool = False
    lists: tuple[str, ...] = ()
    """Of a TERM: the reference lists that it may be of."""
    choices: Choices = ()
    needed: bool = False
    """Without it (or another that is needed) the report has no subject."""


@dataclass(frozen=True)
class Step:
    """A page of the wizard."""

    title: str
    """Marked."""
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class ColumnFact:
    """A column of the answer. The ones of a higher `priority` give way first where there is little room."""

    code: str
    heading: Any
    kind: Cell = Cell.TEXT
    total: bool = False
    width: int = 0
    priority: int = 1
    flexible: bool = False


@dataclass(frozen=True)
class Offered:
    """A report as it is offered; it is made by the module of its code here."""

    code: str
    title: str
    """Marked."""
    explanation: str
    """Marked sentence: what the answer holds."""
    steps: tuple[Step, ...] = ()
    """None: it has a place and an answer of its own."""
    columns: tuple[ColumnFact, ...] = ()
    grouped_by: tuple[Any, ...] = ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All of them, in order."""
        return tuple(one for step in self.steps for one in step.criteria)


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
            N_("Engagements by line and kind, participants, money."),
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
            N_("What people took part in or worked on, payments."),
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
            N_("What an enterprise ordered, sponsored or attended."),
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
        ),
    )
}


def maker_of(code: str) -> Any:
    """The module that makes a report: `run`, `first_rows`, `count`. Needs Peewee."""
    assert code in REPORTS
    return importlib.import_module(f"bsc_tui.reports.{code}")
