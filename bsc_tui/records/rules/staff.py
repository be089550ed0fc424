"""What must hold for staff: leaving has a reason, and nobody is in two places at once unseen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.models import Engagement, EngagementStaff, Meeting, StaffMember, Subject, Term, dicts, tuples
from bsc_tui.i18n import _, active
from bsc_tui.records.rules.proposal import Proposal

SEMINARS = ("open_seminar", "closed_seminar")
NOT_HELD = ("postponed", "discontinued")
LONGEST_SEMINAR = 60
"""Days that a seminar without sessions may go on and still keep its people busy every day."""


@dataclass(frozen=True)
class Sitting:
    """That somebody works on an engagement on a day; without clock times all day."""

    member: int
    engagement: int
    day: datetime.date
    begins: str = ""
    finishes: str = ""
    place: str = ""
    role: int | None = None

    def meets(self, other: Sitting) -> bool:
        """Whether nobody can be at both."""
        if self.engagement == other.engagement or self.day != other.day:
            return False
        if not (self.begins and other.begins):
            return True
        return self.begins < (other.finishes or "24:00") and other.begins < (self.finishes or "24:00")


def sittings(members: Iterable[int] | None, first: datetime.date, last: datetime.date) -> list[Sitting]:
    """When these people (everybody) work on what, from day to day; what is not held left out."""
    not_held = Term.select(Term.id).where(Term.meaning.in_(NOT_HELD))
    query = (
        EngagementStaff.select(
            EngagementStaff.member,
            EngagementStaff.role,
            Engagement.id,
            Engagement.kind,
            Engagement.starts,
            Engagement.ends,
            Engagement.location,
        )
        .join(Engagement)
        .where(
            EngagementStaff.trashed_at.is_null(),
            Engagement.trashed_at.is_null(),
            Engagement.status.is_null() | Engagement.status.not_in(not_held),
            Engagement.starts <= last.isoformat(),
            (Engagement.ends == "") | (Engagement.ends >= f"{first.year:04}"),
        )
    )
    if members is not None:
        query = query.where(EngagementStaff.member.in_(list(members)))
    works = tuples(query)
    meetings = _meetings({row[2] for row in works}, first, last)
    found: list[Sitting] = []
    for member, role, engagement, kind, starts, ends, place in works:
        for day, begins, finishes, where in meetings.get(engagement, ()):
            if first <= day <= last:
                found.append(Sitting(member, engagement, day, begins, finishes, where or place, role))
        if engagement not in meetings and kind in SEMINARS:
            found += [
                Sitting(member, engagement, day, place=place, role=role)
                for day in _days(starts, ends)
                if first <= day <= last
            ]
    return sorted(found, key=lambda one: (one.day, one.begins, one.engagement, one.member))


def _meetings(
    engagements: set[int], first: datetime.date, last: datetime.date
) -> dict[int, list[tuple[datetime.date, str, str, str]]]:
    """The sessions of engagements; one that has none in these days but others elsewhere has an empty list."""
    found: dict[int, list[tuple[datetime.date, str, str, str]]] = {}
    wanted = sorted(engagements)
    for start in range(0, len(wanted), 500):
        query = Meeting.select(
            Meeting.engagement, Meeting.day, Meeting.begins, Meeting.finishes, Meeting.location
        ).where(Meeting.engagement.in_(wanted[start : start + 500]), Meeting.trashed_at.is_null())
        for engagement, day, begins, finishes, place in tuples(query):
            days = found.setdefault(engagement, [])
            if first <= day <= last:
                days.append((day, begins, finishes, place))
    return found


def _days(starts: str, ends: str) -> list[datetime.date]:
    """The days of a seminar without sessions, where both ends are known."""
    if len(starts) < 10:
        return []
    begin = datetime.date.fromisoformat(starts)
    end = datetime.date.fromisoformat(ends) if len(ends) == 10 else begin
    count = (end - begin).days + 1
    return [begin + datetime.timedelta(days=day) for day in range(count)] if count <= LONGEST_SEMINAR else []


def clashes(found: Sequence[Sitting]) -> set[Sitting]:
    """Those at which somebody would have to be in two places."""
    by_day: dict[tuple[int, datetime.date], list[Sitting]] = {}
    for one in found:
        by_day.setdefault((one.member, one.day), []).append(one)
    return {
        one
        for those in by_day.values()
        if len(those) > 1
        for one in those
        if any(one.meets(two) for two in those)
    }


# -- rules -----------------------------------------------------------------------------------------


def leaving_has_a_reason(proposal: Proposal) -> None:
    """Who left does not work with us any more, and why is known."""
    after = proposal.after
    since, until = after.get("hired") or "", after.get("dismissed") or ""
    if since and until and until[: len(since)] < since[: len(until)]:
        proposal.problem("dismissed", _("The end lies before the beginning."))
    if until and not after.get("dismissal_reason"):
        proposal.problem("dismissal_reason", _("Say why: it belongs to the day of leaving."))
    if until and proposal.changed("dismissed") and until <= proposal.today.isoformat():
        proposal.derive("active", False)


def account_is_of_one(proposal: Proposal) -> None:
    """Nobody shares an account."""
    user = proposal.after.get("user")
    others = StaffMember.select().where(
        StaffMember.user == (user or 0),
        StaffMember.trashed_at.is_null(),
        StaffMember.id != (proposal.id or 0),
    )
    if user and proposal.changed("user") and others.exists():
        proposal.problem("user", _("This account is somebody else's of the staff."))


def taught_once(proposal: Proposal) -> None:
    """A topic stands once among what somebody teaches."""
    after = proposal.after
    same = Subject.select().where(
        Subject.member == after["member"],
        Subject.topic == after["topic"],
        Subject.trashed_at.is_null(),
        Subject.id != (proposal.id or 0),
    )
    if same.exists():
        proposal.problem("topic", _("This topic is among those already."))


def project_ends_after_it_starts(proposal: Proposal) -> None:
    """As far as both dates are known."""
    starts, ends = proposal.after.get("starts") or "", proposal.after.get("ends") or ""
    if starts and ends and ends[: len(starts)] < starts[: len(ends)]:
        proposal.problem("ends", _("The end lies before the beginning."))


def who_is_added_is_free(proposal: Proposal) -> None:
    """Warn when the one who is put on an engagement is elsewhere on one of its days."""
    member, engagement = proposal.after.get("member"), proposal.after.get("engagement")
    if not proposal.is_told or proposal.problems or not proposal.changed("member", "engagement"):
        return
    own = _days_of(int(engagement or 0), int(member or 0))
    if own:
        _warn(proposal, own)


def staff_are_free_for_the_session(proposal: Proposal) -> None:
    """Warn when somebody who works on the engagement is elsewhere at the time of this session."""
    after = proposal.after
    if not proposal.is_told or proposal.problems:
        return
    if not proposal.changed("day", "begins", "finishes", "engagement"):
        return
    members = EngagementStaff.select(EngagementStaff.member).where(
        EngagementStaff.engagement == after["engagement"], EngagementStaff.trashed_at.is_null()
    )
    own = [
        Sitting(member, after["engagement"], after["day"], after["begins"] or "", after["finishes"] or "")
        for (member,) in tuples(members)
    ]
    if own:
        _warn(proposal, own)


def _days_of(engagement: int, member: int) -> list[Sitting]:
    rows = dicts(Engagement.select().where(Engagement.id == engagement))
    meetings = Meeting.select(Meeting.day, Meeting.begins, Meeting.finishes).where(
        Meeting.engagement == engagement, Meeting.trashed_at.is_null()
    )
    own = [Sitting(member, engagement, *row) for row in tuples(meetings)]
    if not own and rows and rows[0]["kind"] in SEMINARS:
        own = [Sitting(member, engagement, day) for day in _days(rows[0]["starts"], rows[0]["ends"])]
    return own


def _warn(proposal: Proposal, own: Sequence[Sitting]) -> None:
    days = [one.day for one in own]
    others = sittings({one.member for one in own}, min(days), max(days))
    for mine in own:
        for other in others:
            if other.member == mine.member and other.meets(mine):
                reader: Any = proposal.reader
                names = reader.titles(StaffMember, [mine.member])
                titles = reader.titles(Engagement, [other.engagement])
                proposal.warn(
                    _("Saved; note that %(name)s has “%(title)s” on %(day)s too.")
                    % {
                        "name": names[mine.member],
                        "title": titles[other.engagement],
                        "day": active().date(mine.day),
                    }
                )
                return


RULES = {
    "staff": (leaving_has_a_reason, account_is_of_one),
    "subject": (taught_once,),
    "development_project": (project_ends_after_it_starts,),
    "engagement_staff": (who_is_added_is_free,),
}
