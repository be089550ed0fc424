"""Who of the staff works where on which day of a month, and where somebody would have to be in two places."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, field

from bsc_tui.db.database import told
from bsc_tui.db.models import Engagement, StaffMember, dicts
from bsc_tui.entities.kinds import Choice
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.records.reading import fields_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.staff import Sitting, clashes, sittings


@dataclass(frozen=True)
class Appointment:
    """A sitting with what it is called; `clash`: somebody has another one at the time."""

    sitting: Sitting
    title: str
    role: str
    clash: bool


@dataclass(frozen=True)
class Sheet:
    """One of the staff and a month of theirs."""

    member: int
    name: str
    kind: str
    appointments: list[Appointment] = field(default_factory=list)

    def mark(self, day: datetime.date) -> str:
        """`!` for two places at once, `#` for work, '' for none."""
        those = [one for one in self.appointments if one.sitting.day == day]
        return "!" if any(one.clash for one in those) else "#" if those else ""


def month_of(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of its month."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month(records: Records, day: datetime.date) -> list[Sheet]:
    """The month of everybody who works with us or has something in it, by name."""
    first, last = month_of(day)
    with told():
        found = sittings(None, first, last)
        members = dicts(
            StaffMember.select()
            .where(StaffMember.trashed_at.is_null())
            .order_by(StaffMember.sort_key, StaffMember.id)
        )
        titles = records.reader.titles(Engagement, {one.engagement for one in found})
        roles = records.reader.term_labels({one.role for one in found if one.role})
    double = clashes(found)
    kind = fields_of(ENTITIES["staff"])["kind"].kind
    assert isinstance(kind, Choice)
    by_member: dict[int, list[Appointment]] = {}
    for one in found:
        appointment = Appointment(one, titles[one.engagement], roles.get(one.role or 0, ""), one in double)
        by_member.setdefault(one.member, []).append(appointment)
    return [
        Sheet(
            row["id"],
            f"{row['last_name']} {row['first_name']}".strip(),
            kind.options.get(row["kind"], ""),
            by_member.get(row["id"], []),
        )
        for row in members
        if row["active"] or row["id"] in by_member
    ]
