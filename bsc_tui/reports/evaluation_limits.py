"""Which evaluation sheets are meant: what criteria limit on a day, and what one group of the answer does."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from bsc_tui import reports
from bsc_tui.reports.criteria import Criteria

GROUPINGS = tuple(code for code, _label in reports.GROUPINGS)


@dataclass(frozen=True)
class EvaluationsCriteria:
    """Limits; an empty one does not limit. `from_` and `to` are ISO days, both included; lines go by code."""

    engagement: int | None = None
    from_: str | None = None
    to: str | None = None
    lines: tuple[str, ...] = ()
    topics: tuple[int, ...] = ()
    teacher: int | None = None
    by: str = "seminar"
    group: str = ""
    """The key of the one group that is wanted; "" = all."""


def limits_of(criteria: Criteria, today: datetime.date) -> EvaluationsCriteria:
    """The limits that criteria mean on a day."""
    from_, to = criteria.span(today)
    return EvaluationsCriteria(
        engagement=criteria.engagement,
        from_=from_,
        to=to,
        lines=criteria.lines,
        topics=criteria.topics,
        teacher=criteria.teacher,
        by=criteria.by or GROUPINGS[0],
    )


def of_group(criteria: Criteria, by: str, key: str) -> Criteria | None:
    """The criteria of one group alone; None for what has no topic, teacher or year."""
    number = int(key.removeprefix("t")) if key.removeprefix("t").isdecimal() else None
    limits: dict[str, dict[str, Any]] = {
        "seminar": {"engagement": number},
        "topic": {"topics": (number,)},
        "teacher": {"teacher": number},
        "line": {"lines": (key,)},
        "year": {"period": "", "from_": f"{key}-01-01", "to": f"{key}-12-31"},
    }
    return replace(criteria, by="", **limits[by]) if number is not None or by == "line" else None


def narrowed(criteria: EvaluationsCriteria, group: str) -> EvaluationsCriteria:
    """The same, of one group only."""
    return replace(criteria, group=group)
