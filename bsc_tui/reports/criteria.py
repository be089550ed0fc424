"""What a report is limited to: the records meant, how that is told to people, and how it is kept.

Whoever asks (wizard, command line) makes criteria; reading a person's words is `words`'.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from bsc_tui.db.models import Engagement, Enterprise, Person, Record, StaffMember, Term, tuples
from bsc_tui.db.models.services import KINDS
from bsc_tui.entities.kinds import told
from bsc_tui.i18n import _, active
from bsc_tui.records.records import Records
from bsc_tui.reports import GROUPINGS, PAID, PERIODS, ROLES_OF_ENTERPRISES, ROLES_OF_PEOPLE


@dataclass(frozen=True)
class Criteria:
    """Limits; an empty one does not limit. `from_` and `to` are ISO days, both included.

    `period`, `lines`, `kinds`, `roles`, `paid` and `by` are codes, all others ids; terms stand for all that
    is part of them too. A `period` holds where no day is given. No report asks for all of them.
    """

    period: str = ""
    from_: str | None = None
    to: str | None = None
    lines: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    types: tuple[int, ...] = ()
    statuses: tuple[int, ...] = ()
    responsible: int | None = None
    region: int | None = None
    people: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    enterprise: int | None = None
    roles: tuple[str, ...] = ()
    paid: str = ""
    current: bool = False
    engagement: int | None = None
    topics: tuple[int, ...] = ()
    teacher: int | None = None
    by: str = ""

    def span(self, today: datetime.date) -> tuple[str | None, str | None]:
        """The first and the last day, as ISO."""
        if self.from_ or self.to or not self.period:
            return self.from_, self.to
        first, last = days_of(self.period, today)
        return first.isoformat(), last.isoformat()


def first_day_of(partial: str) -> str:
    """The first day of a date known in part."""
    return partial + "-01-01"[len(partial) - 4 :]


def last_day_of(partial: str) -> str:
    """The last day of a date known in part."""
    if len(partial) == 10:
        return partial
    year, month = int(partial[:4]), int(partial[5:7] or 12)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (following - datetime.timedelta(days=1)).isoformat()


def days_of(period: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The days of one of PERIODS, seen from a day."""
    months = {"month": 1, "quarter": 3, "year": 12}[period.removeprefix("last_")]
    begin = today.year * 12 + (today.month - 1) // months * months
    begin -= months if period.startswith("last_") else 0
    first, following = (datetime.date(month // 12, month % 12 + 1, 1) for month in (begin, begin + months))
    return first, following - datetime.timedelta(days=1)


def stored(criteria: Criteria) -> str:
    """The criteria as text that is kept: what limits, and nothing else."""
    nothing = Criteria()
    limits = {name: value for name, value in asdict(criteria).items() if value != getattr(nothing, name)}
    return json.dumps(limits, ensure_ascii=False)


def restored(text: str) -> Criteria:
    """What `stored` was given; limits that are known no more are left out."""
    known = {field.name for field in fields(Criteria)}
    limits = {name: value for name, value in json.loads(text or "{}").items() if name in known}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in limits.items()
    }
    return Criteria(**values)


def described(records: Records, criteria: Criteria) -> tuple[str, ...]:
    """The criteria as lines for people, and the day on which they were asked."""
    reader = records.reader
    labels = reader.term_labels(
        [*criteria.types, *criteria.topics, *criteria.statuses, *_one(criteria.region)]
    )
    kinds, roles = dict(KINDS), dict((*ROLES_OF_PEOPLE, *ROLES_OF_ENTERPRISES))

    def titles(model: type[Record], ids: Iterable[int]) -> list[str]:
        found = reader.titles(model, ids)
        return [found.get(id, "?") for id in ids]

    named = (
        (_("Person: %(names)s"), titles(Person, criteria.people[:12])),
        (_("Staff: %(names)s"), titles(StaffMember, criteria.members[:12])),
        (_("Seminar: %(names)s"), titles(Engagement, _one(criteria.engagement))),
        (_("Enterprise: %(names)s"), titles(Enterprise, _one(criteria.enterprise))),
        (_("Roles: %(names)s"), [told(roles[code]) for code in criteria.roles if code in roles]),
        (_("Service lines: %(names)s"), list(criteria.lines)),
        (_("Kinds: %(names)s"), [told(kinds[code]) for code in criteria.kinds if code in kinds]),
        (_("Types: %(names)s"), [labels.get(id, "?") for id in criteria.types]),
        (_("Topics: %(names)s"), [labels.get(id, "?") for id in criteria.topics]),
        (_("Status: %(names)s"), [labels.get(id, "?") for id in criteria.statuses]),
        (_("Responsible: %(names)s"), titles(StaffMember, _one(criteria.responsible))),
        (_("Teacher: %(names)s"), titles(StaffMember, _one(criteria.teacher))),
        (_("Region: %(names)s"), [labels.get(id, "?") for id in _one(criteria.region)]),
        (_("Paid: %(names)s"), [told(dict(PAID)[criteria.paid])] if criteria.paid else []),
        (_("Groups: %(names)s"), [told(dict(GROUPINGS)[criteria.by])] if criteria.by else []),
    )
    return (
        _period(criteria, records.clock.today()),
        *(sentence % {"names": ", ".join(names)} for sentence, names in named if names),
        *([_("Only what is under way")] if criteria.current else []),
        _("Made on %(day)s") % {"day": active().date(records.clock.today())},
    )


def _one(id: int | None) -> list[int]:
    return [id] if id else []


def with_parts(ids: Iterable[int]) -> set[int]:
    """The terms and everything that is part of them, at any depth."""
    found = set(ids)
    if not found:
        return found
    below: dict[int, list[int]] = {}
    for id, parent in tuples(Term.select(Term.id, Term.parent).where(Term.parent.is_null(False))):
        below.setdefault(parent, []).append(id)
    waiting = list(found)
    while waiting:
        new = set(below.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _period(criteria: Criteria, today: datetime.date) -> str:
    from_, to = criteria.span(today)
    shown: dict[str, Any] = {
        name: active().partial(day) if day else "" for name, day in (("first", from_), ("last", to))
    }
    if from_ and to:
        sentence = _("From %(first)s to %(last)s") % shown
    elif from_:
        sentence = _("From %(first)s on") % shown
    else:
        sentence = _("Up to %(last)s") % shown if to else _("Without limits of time")
    if criteria.period and not (criteria.from_ or criteria.to):
        return f"{told(dict(PERIODS)[criteria.period]).capitalize()}: {sentence}"
    return sentence
