"""The engagements of the example as rows for the gate, with their enterprises, staff and days.

What was done comes from `catalogue`; who takes part is left to `participants`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from bsc_tui.operations.example.catalogue import ExampleEngagement
from bsc_tui.operations.example.contacts import Company
from bsc_tui.operations.example.office import Office, Row

_FINDINGS = {
    "community_projects": "Four of five aims were reached; upkeep after the project is not paid for yet.",
    "enterprises": "Two of three enterprises grew; the others lack working capital more than knowledge.",
    "enterprise_strategy": "The strategy is sound, but its figures rest on one buyer. Exports can wait.",
}
_LANGUAGES = {"sokolov": "ru", "clarke": "en", "marchand": "fr"}
_POSTPONED = "The room is being renovated."
_SUBTYPES = {
    "consultation": ("consultation_type", "consultation"),
    "evaluation": ("evaluation_type", "evaluation"),
    "sector_project": ("development_domain", "development_domain"),
    "regional_project": ("development_domain", "development_domain"),
}


@dataclass(frozen=True)
class Roles:
    """Which enterprises have a part in an engagement."""

    clients: tuple[int, ...]
    sponsors: tuple[int, ...]
    partners: tuple[int, ...]


class Cast:
    """Gives engagements their clients, sponsors and partners."""

    def __init__(
        self, random: Random, companies: Sequence[Company], partners: Sequence[int], staff_of: dict[int, int]
    ) -> None:
        """`partners`: enterprises in partner roles, donors first; `staff_of`: the size of each."""
        self._random = random
        self._companies = [company for company in companies if company.country == "am"]
        self._donors, self._partners = partners[: max(2, len(partners) // 4)], partners
        self._large = sorted(staff_of, key=lambda id: (-staff_of[id], id))
        self._staff_of = staff_of

    def roles(self, engagement: ExampleEngagement) -> Roles:
        """Enterprises for it; none has two parts. A closed seminar's client has staff enough to fill it."""
        clients = self._clients(engagement)
        sponsors = self._some(self._donors, len(engagement.sponsor_amounts), clients)
        return Roles(
            clients, sponsors, self._some(self._partners, engagement.partners, (*clients, *sponsors))
        )

    def _clients(self, engagement: ExampleEngagement) -> tuple[int, ...]:
        if engagement.kind == "closed_seminar":
            able = [id for id in self._large if self._staff_of[id] >= engagement.registered]
            return (self._random.choice(able or self._large[:1]),)
        fitting = [company.id for company in self._companies if company.domain == engagement.domain]
        everybody = [company.id for company in self._companies]
        first = self._some(fitting or everybody, min(engagement.clients, 1), ())
        return first + self._some(everybody, engagement.clients - len(first), first)

    def _some(self, ids: Sequence[int], count: int, taken: Sequence[int]) -> tuple[int, ...]:
        free = [id for id in ids if id not in taken]
        return tuple(self._random.sample(free, min(count, len(free))))


def is_seminar(engagement: ExampleEngagement) -> bool:
    """Whether people register for it."""
    return engagement.kind.endswith("seminar")


def engagement_row(
    office: Office,
    engagement: ExampleEngagement,
    roles: Roles,
    staff: dict[str, int],
    reasons: dict[str, str],
) -> Row:
    """The engagement as the gate takes it, in its final state; `reasons`: labels of why one is given up."""
    term = office.term
    large = "project" in engagement.kind
    row: Row = {
        "line": office.lines[engagement.line],
        "kind": engagement.kind,
        "topic": term("seminar_topic", engagement.topic),
        "title": engagement.title,
        "status": term("project_status", engagement.status),
        "status_reason": reasons.get(engagement.status_reason, ""),
        "confirmed_on": engagement.confirmed_on,
        "decide_by": engagement.decide_by,
        "starts": engagement.start,
        "ends": engagement.end,
        "location": engagement.sessions[0].place if engagement.sessions else "",
        "language": next((_LANGUAGES[code] for code, _role in engagement.staff if code in _LANGUAGES), "hy"),
        "responsible": staff[engagement.responsible],
        "responsible_status": term("responsible_status", engagement.responsible_status),
        "client": roles.clients[0] if roles.clients else None,
        "sponsor": roles.sponsors[0] if roles.sponsors else None,
        "region": term("region", engagement.region),
        "domain": term("domain", engagement.domain),
        "maximum": engagement.maximum,
        "minimum": engagement.minimum if is_seminar(engagement) else None,
        "currency": engagement.currency,
        "priced": "head" if engagement.kind == "open_seminar" else "whole",
        "free": engagement.free_of_charge,
        "price": engagement.price or engagement.fee or None,
        "discount_rate": engagement.discount_rate or None,
        "vat_rate": engagement.vat_rate,
        "budget": engagement.fee if large else None,
        "days": engagement.days,
        "hours": sum(_hours(session.begins, session.ends) for session in engagement.sessions) or None,
    }
    if engagement.status == "postponed":
        row["status_reason"] = _POSTPONED
    if engagement.kind in _SUBTYPES:
        name, listed = _SUBTYPES[engagement.kind]
        row[name] = term(listed, engagement.subtype)
    if engagement.kind == "evaluation" and engagement.status == "finished":
        row["findings"] = _FINDINGS[engagement.subtype]
    return row


def _hours(begins: str, ends: str) -> int:
    return int(ends[:2]) - int(begins[:2])


def party_rows(id: int, engagement: ExampleEngagement, roles: Roles) -> Iterator[Row]:
    """The clients after the first, sponsors with the amounts they carry, partners."""
    for client in roles.clients[1:]:
        yield {"engagement": id, "enterprise": client, "role": "client"}
    for sponsor, amount in zip(roles.sponsors, engagement.sponsor_amounts, strict=False):
        yield {"engagement": id, "enterprise": sponsor, "role": "sponsor", "amount": amount}
    for partner in roles.partners:
        yield {"engagement": id, "enterprise": partner, "role": "partner"}


def staff_rows(
    office: Office, id: int, engagement: ExampleEngagement, staff: dict[str, int]
) -> Iterator[Row]:
    """Who works on it in which role."""
    for code, role in engagement.staff:
        yield {"engagement": id, "member": staff[code], "role": office.term("staff_role", role)}


def meeting_rows(id: int, engagement: ExampleEngagement) -> Iterator[Row]:
    """Its sessions."""
    for session in engagement.sessions:
        yield {
            "engagement": id,
            "day": session.day,
            "begins": session.begins,
            "finishes": session.ends,
            "location": session.place,
        }


@dataclass(frozen=True)
class Life:
    """How an engagement came to its final state: what was entered first, and what was changed when."""

    entered: datetime
    at_first: Row
    changes: tuple[tuple[datetime, Row], ...]


@dataclass
class Undertaking:
    """An engagement on its way into the database; the id is known once it is stored."""

    engagement: ExampleEngagement
    roles: Roles
    life: Life
    id: int = 0


def life_of(office: Office, engagement: ExampleEngagement, row: Row, entered: datetime) -> Life:
    """Begun, confirmed, over: each on its day, as far as that lies between the entry and today."""
    day = entered.date().isoformat()
    if engagement.status == "postponed" or engagement.start > day:
        at_first = "preparation"
    elif engagement.end >= day:
        at_first = "current"
    else:
        return Life(entered, row, ())
    first = {**row, "status": office.term("project_status", at_first), "status_reason": ""}
    changes: list[tuple[datetime, Row]] = []
    if engagement.confirmed_on > day:
        first["confirmed_on"] = None
        changes.append((_at(engagement.confirmed_on, 6), {"confirmed_on": engagement.confirmed_on}))
    ending = {name: row[name] for name in ("status", "status_reason")}
    if engagement.status in ("current", "finished") and engagement.start > day:
        current = {"status": office.term("project_status", "current")}
        changes.append((_at(engagement.start, 5), current))
    if engagement.status == "finished":
        changes.append((_at(engagement.end, 14), ending))
    elif engagement.status in ("postponed", "discontinued"):
        changes.append((ended_at(office, engagement), ending))
    last = datetime.combine(office.yesterday, time(13, 40))
    return Life(entered, first, tuple((min(moment, last), values) for moment, values in changes))


def ended_at(office: Office, engagement: ExampleEngagement) -> datetime:
    """When it was put off or given up."""
    planned = engagement.decide_by or engagement.end
    return _at(min(planned, office.yesterday.isoformat()), 8)


def _at(day: str, hour: int) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour))
