"""What a report is made of as it is offered: its criteria in steps, and its columns."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from bsc_tui.entities.table import Cell
from bsc_tui.i18n import N_, NP_
from bsc_tui.values import dataclass


class Stopped(Exception):
    """Whoever watches the progress of a report raised it: nothing more is wanted."""


class Size(Enum):
    """What the number that the wizard tells counts."""

    ENGAGEMENTS = auto()
    LINES = auto()
    SEMINARS = auto()


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
    ENGAGEMENT = auto()
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
GROUPINGS: Choices = (
    ("seminar", N_("By seminar")),
    ("topic", N_("By topic")),
    ("teacher", N_("By teacher")),
    ("line", N_("By service line")),
    ("year", N_("By year")),
)
"""What evaluation sheets are grouped by."""
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
    """A report as it is offered."""

    code: str
    title: str
    """Marked."""
    explanation: str
    """Marked sentence: what the answer holds."""
    steps: tuple[Step, ...] = ()
    columns: tuple[ColumnFact, ...] = ()
    """None: its tables have columns of their own each."""
    grouped_by: tuple[Any, ...] = ()
    size: Size = Size.ENGAGEMENTS
    module: str = ""
    """The module here that makes it, where that is not called like the report."""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All of them, in order."""
        return tuple(one for step in self.steps for one in step.criteria)
