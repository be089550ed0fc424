"""Whom nobody has seen for years: who took part in nothing since, nor called nor wrote, their card untouched.

What came in by an import says when the file was read, not when anybody was seen: it does not count. Nor does
when a card was made of somebody who took part in something: that says more.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, ClassVar

from bsc_tui.db.database import execute
from bsc_tui.db.models import Person
from bsc_tui.db.rows import present
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import active
from bsc_tui.operations.companies import company_of
from bsc_tui.records import access
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import Line
from bsc_tui.records.stretches import PLACE, Stretches
from bsc_tui.values import dataclass

RIGHT = "administration"
UNSEEN_VERBS = ("import", "example", "set_up", "erase")
"""What was done to many cards by a file says nothing of the people."""

_SINCE = "e.{0} <> '' AND e.{0} >= substr({mark}, 1, length(e.{0}))"
"""Old dates may be a year or a month: they count as long as they last."""


@dataclass(frozen=True)
class Unseen:
    """People who were not seen on this day or later."""

    since: datetime.date
    query: str = ""


def wanted(records: Looking, years: int) -> Unseen:
    """Who was not seen for so many years."""
    today = records.clock.today()
    with suppress(ValueError):
        return Unseen(today.replace(year=today.year - years))
    return Unseen(today.replace(year=today.year - years, day=28))


def years_set(records: Looking) -> int:
    """After how many years without being seen people are listed, as the company has set it."""
    return company_of(records.database).retention_years


Spot = tuple[str, int]


class NotSeen(Stretches[Unseen]):
    """They, in the order of people. Each is asked for the last seminar and the last change by an index."""

    most: ClassVar[int] = 1_000

    def places(
        self, wanted: Unseen, place: Spot | None, limit: int, *, backwards: bool = False
    ) -> list[Spot]:
        """By their names."""
        mark = _database().param
        way, sign = ("DESC", "<") if backwards else ("ASC", ">")
        conditions, parameters = _conditions(wanted)
        if place is not None:
            conditions.append(f"(p.sort_key, p.id) {sign} ({mark}, {mark})")
            parameters += place
        sql = (
            f"SELECT p.sort_key, p.id FROM person AS p WHERE {' AND '.join(conditions)}"
            f" ORDER BY p.sort_key {way}, p.id {way} LIMIT {int(limit)}"
        )
        return [(key, int(id)) for key, id in execute(_database(), sql, parameters).fetchall()]

    def place_of(self, wanted: Unseen, id: int) -> Spot | None:
        """Where the person stands, if they are still listed."""
        conditions, parameters = _conditions(wanted)
        conditions.append(f"p.id = {int(id)}")
        sql = f"SELECT p.sort_key, p.id FROM person AS p WHERE {' AND '.join(conditions)}"
        found = execute(_database(), sql, parameters).fetchone()
        return (found[0], int(found[1])) if found else None

    def lines(self, records: Looking, wanted: Unseen, places: Sequence[Spot]) -> list[Line]:
        """Name, workplace, when they were seen last and how often."""
        access.demand(records.actor, RIGHT)
        ids = [id for _key, id in places]
        entity = ENTITIES["person"]
        rows = records.reader.rows(Person, ids)
        paths = ("last_name", "first_name", "employer", "city")
        texts = records.reader.texts(entity, rows.values(), paths)
        seen = _seen(ids)
        lines = []
        for place in places:
            id = place[1]
            last, often = seen.get(id, ("", 0))
            told = {
                "name": " ".join(part for part in (texts[id]["last_name"], texts[id]["first_name"]) if part),
                "employer": texts[id]["employer"],
                "city": texts[id]["city"],
                "seen": active().partial(last) if last else "",
                "often": str(often) if often else "",
            }
            lines.append(Line(id, told, {PLACE: place}))
        return lines


not_seen = NotSeen()


def _database() -> Any:
    return Person._meta.database


def _conditions(wanted: Unseen) -> tuple[list[str], list[Any]]:
    mark = _database().param
    since = wanted.since.isoformat()
    moment = datetime.datetime.combine(wanted.since, datetime.time())
    starts, ends = (_SINCE.format(name, mark=mark) for name in ("starts", "ends"))
    verbs = ", ".join(f"'{verb}'" for verb in UNSEEN_VERBS)
    return (
        [
            "p.trashed_at IS NULL AND p.erased_on IS NULL",
            "NOT EXISTS (SELECT 1 FROM registration AS r JOIN engagement AS e ON e.id = r.engagement_id"
            f" WHERE r.person_id = p.id AND r.trashed_at IS NULL AND ({starts} OR {ends}"
            f" OR (e.starts = '' AND e.ends = '' AND r.requested_at >= {mark})))",
            "NOT EXISTS (SELECT 1 FROM change AS c JOIN operation AS o ON o.id = c.operation_id"
            f" WHERE c.entity = 'person' AND c.record_id = p.id AND o.at >= {mark}"
            f" AND o.verb NOT IN ({verbs}) AND (c.kind <> 'create' OR NOT EXISTS"
            " (SELECT 1 FROM registration AS known JOIN engagement AS e ON e.id = known.engagement_id"
            " WHERE known.person_id = p.id AND (e.starts <> '' OR e.ends <> ''))))",
            "NOT EXISTS (SELECT 1 FROM action AS a WHERE a.person_id = p.id AND a.trashed_at IS NULL"
            f" AND a.done_on >= {mark})",
            "NOT EXISTS (SELECT 1 FROM letter AS l WHERE l.person_id = p.id AND l.trashed_at IS NULL"
            f" AND l.direction = 'in' AND l.day >= {mark})",
        ],
        [since, since, moment, moment, since, since],
    )


def _seen(ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """The last day and the number of what people took part in."""
    sql = (
        "SELECT r.person_id, MAX(CASE WHEN e.ends <> '' THEN e.ends ELSE e.starts END), COUNT(*)"
        " FROM registration AS r JOIN engagement AS e ON e.id = r.engagement_id"
        " WHERE r.person_id IN ({ids}) AND r.trashed_at IS NULL GROUP BY r.person_id"
    )
    return {id: (last or "", often) for id, last, often in present(_database(), sql, ids)}
