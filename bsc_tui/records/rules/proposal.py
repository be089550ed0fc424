"""A proposal: a record as it would be saved, for the rules to look at, complain about and complete."""

from __future__ import annotations

import datetime
from dataclasses import field
from typing import TYPE_CHECKING, Any

from bsc_tui.entities.entity import Entity
from bsc_tui.errors import FieldProblem, Problem
from bsc_tui.values import dataclass

if TYPE_CHECKING:
    from bsc_tui.records.access import Actor
    from bsc_tui.records.reading import Reader
    from bsc_tui.records.rules.surroundings import Surroundings


class ReasonWanted(Problem):
    """It can be done, but the office wants to know why: repeat it with a reason."""


@dataclass
class Proposal:
    """`before` is None for a new record; rules change `after` only through `derive`.

    `is_told`: whether somebody hears warnings, so that it is worth finding out what they would say.
    """

    entity: Entity
    id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any]
    actor: Actor
    reader: Reader
    around: Surroundings
    today: datetime.date
    now: datetime.datetime
    reason: str = ""
    is_told: bool = True
    problems: list[FieldProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the record is not in the database yet."""
        return self.before is None

    def changed(self, *names: str) -> bool:
        """Whether any of the fields gets another value; new records: whether it is filled."""
        if self.before is None:
            return any(self.after.get(name) not in (None, "", False) for name in names)
        return any(self.before.get(name) != self.after.get(name) for name in names)

    def problem(self, name: str, sentence: str) -> None:
        """The record can't be saved so."""
        self.problems.append(FieldProblem(name, sentence))

    def warn(self, sentence: str) -> None:
        """It is saved, and the person is told."""
        self.warnings.append(sentence)

    def derive(self, name: str, value: Any) -> None:
        """Set a field that follows from others."""
        self.after[name] = value
