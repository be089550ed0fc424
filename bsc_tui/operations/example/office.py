"""The office in which the example is made: who acts, at which moment, and how far the work is.

What they do is left to the other modules of the example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from peewee import Database

from bsc_tui.db.models import Account, ReferenceList, ServiceLine, Term, tuples
from bsc_tui.operations.accounts import add_account
from bsc_tui.operations.companies import Company, set_up
from bsc_tui.records import access
from bsc_tui.records.records import Clock, Records

Row = dict[str, Any]
Progress = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being made now."""
Terms = Callable[[str, str], int | None]
"""The id of a term: `term("position", "director")`; None for no code."""
_Any = TypeVar("_Any")

PASSWORD = "bsc-example"
"""The password of every account of the example."""
ADMINISTRATOR, CLERK = "lusine", "anna"
RESPONSIBLE = {"BDS": "karen", "HR": "gayane"}
"""Who answers for a line and signs in; the other lines are kept by the clerk."""
_OTHERS = (
    ("anna", "Anna Danielyan", "clerk", ()),
    ("karen", "Karen Grigoryan", "responsible", ("BDS",)),
    ("gayane", "Gayane Hakobyan", "responsible", ("HR",)),
    ("tigran", "Tigran Melikyan", "viewer", ()),
)

DAYS_IN_USE = 150
"""So many days ago the company began to use the program and took its archive over."""
_OPENS, _CLOSES = 5, 14  # UTC, an hour after nine and six in Yerevan


class HistoryClock(Clock):
    """Stands at the moment it was set to."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


class Steps:
    """Tells how far the making is; each part weighs what it takes of the whole."""

    def __init__(self, progress: Progress, whole: int) -> None:
        self._progress = progress
        self._whole = whole
        self._done = 0

    def part(self, what: str, weight: int) -> None:
        """Begin a part."""
        self._progress(self._done, self._whole, what)
        self._done += weight

    def over(
        self, rows: Iterable[_Any], count: int, what: str, weight: int, *, every: int = 100
    ) -> Iterator[_Any]:
        """Begin a part and pass its rows on, telling now and then how many have gone by."""
        begun = self._done
        self.part(what, weight)
        for number, row in enumerate(rows, 1):
            yield row
            if number % every == 0:
                done = begun + min(weight, weight * number // max(count, 1))
                self._progress(done, self._whole, what)


class Office:
    """The accounts with their gates, all under one clock, and the ids of what is chosen from lists."""

    def __init__(self, database: Database, today: date, progress: Progress, whole: int = 100) -> None:
        self.database = database
        self.today = today
        self.steps = Steps(progress, whole)
        self.taken_over = today - timedelta(days=DAYS_IN_USE)
        self.clock = HistoryClock(datetime.combine(self.taken_over, time(_OPENS)))
        self._gates: dict[str, Records] = {}
        self._terms: dict[tuple[str, str], int] = {}
        self.lines: dict[str, int] = {}

    @property
    def yesterday(self) -> date:
        """The last day on which anybody did anything."""
        return self.today - timedelta(days=1)

    def found(self) -> None:
        """Set the company up, with accounts for five people."""
        set_up(
            self.database,
            Company("BSC", "en"),
            ADMINISTRATOR,
            PASSWORD,
            full_name="Lusine Ghazaryan",
            clock=self.clock,
            quick_hash=True,
        )
        for name, full_name, preset, lines in _OTHERS:
            self.clock.moment += timedelta(minutes=2)
            add_account(
                self.gate(ADMINISTRATOR), name, full_name, preset, PASSWORD, lines=lines, quick_hash=True
            )
        terms = Term.select(ReferenceList.code, Term.code, Term.id).join(ReferenceList)
        self._terms = {(listed, code): id for listed, code, id in tuples(terms)}
        self.lines = dict(tuples(ServiceLine.select(ServiceLine.code, ServiceLine.id)))

    def gate(self, name: str) -> Records:
        """The gate for one of the accounts."""
        if name not in self._gates:
            account = Account.get(Account.name == name)
            self._gates[name] = Records(self.database, access.actor_of(account, "terminal"), self.clock)
        return self._gates[name]

    def archivist(self, minutes: int = 12) -> Records:
        """The administrator, who takes the archive over on the first day, some minutes later than before."""
        self.clock.moment += timedelta(minutes=minutes)
        return self.gate(ADMINISTRATOR)

    def keeper(self, random: Random, line: str) -> str:
        """Who of those who may writes in that line: its responsible or the clerk."""
        return random.choice((RESPONSIBLE.get(line, CLERK), CLERK))

    def term(self, listed: str, code: str) -> int | None:
        """The id of a term; None for nothing. Raises KeyError for a code that the list has not."""
        return self._terms[listed, code] if code else None


def moment_on(random: Random, day: date) -> datetime:
    """Some minute of that day while the office is open, in UTC."""
    return datetime.combine(day, time(random.randrange(_OPENS, _CLOSES), random.randrange(60)))


def first_day(partial: str) -> date:
    """The earliest day that a partial date may mean."""
    return date.fromisoformat(partial + "2000-01-01"[len(partial) :])
