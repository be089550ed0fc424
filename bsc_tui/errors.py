"""The Problem family: what went wrong, said to a person at a desk. Imports nothing of the package.

A problem has a title, one sentence and, where there is one, what to do. Sentences arrive here translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bsc_tui.values import dataclass


class Problem(Exception):
    """Something that a person can be told; `str()` is the whole of it on one line."""

    def __init__(self, title: str, sentence: str = "", remedy: str = "") -> None:
        super().__init__(title, sentence, remedy)
        self.title = title
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.sentence, self.remedy) if part)


class Refused(Problem):
    """The actor has no right to do this."""


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field. `warning`: may be saved when the person insists."""

    field: str
    sentence: str
    warning: bool = False


class Invalid(Problem):
    """Values that can't be saved, all of them named at once."""

    def __init__(self, problems: list[FieldProblem], title: str = "") -> None:
        super().__init__(title, problems[0].sentence if problems else "")
        self.problems = problems

    def __str__(self) -> str:
        return " ".join([self.title, *(problem.sentence for problem in self.problems)]).strip()


class Stale(Problem):
    """Somebody saved the record meanwhile; `theirs` holds its values as they are now."""

    def __init__(
        self,
        title: str,
        sentence: str,
        remedy: str,
        *,
        theirs: Mapping[str, Any],
        version: int,
        who: str,
        clashes: Mapping[str, tuple[Any, Any, Any]],
    ) -> None:
        super().__init__(title, sentence, remedy)
        self.theirs = theirs
        self.version = version
        self.who = who
        self.clashes = clashes


class Missing(Problem):
    """The record, file or term asked for is not there (any more)."""


class Conflict(Problem):
    """The rules of the office don't allow it now: the seminar is full, the person is already in."""


class Unavailable(Problem):
    """The database can't be reached or is busy. Nothing was saved; trying again is safe."""


class Unusable(Problem):
    """The database, file or setting can't be used as it is: newer schema, damaged, not writable."""
