"""Report 2: what people took part in, as participants or as contacts of a client, and what staff worked on.

A person's part is found by their registrations, and by the enterprises whose contact they are; the roles of
responsible and teacher are those of somebody of the staff. Only registrations have money.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bsc_tui.db.database import told as drivers_told
from bsc_tui.db.models import (
    Employment,
    Engagement,
    EngagementStaff,
    Enterprise,
    Person,
    Registration,
    StaffMember,
    dicts,
    tuples,
)
from bsc_tui.db.models.registrations import STATUSES
from bsc_tui.entities.kinds import told
from bsc_tui.entities.table import Group, Report, Row
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import PAYMENT_STATES
from bsc_tui.reports import ROLES_OF_PEOPLE
from bsc_tui.reports.criteria import Criteria
from bsc_tui.reports.engagements import Labels, Progress, conditions, nobody, portions, read, report, row
from bsc_tui.reports.money import Due, dues_of
from bsc_tui.reports.own import Own

CODE = "individual"
SHOWN_FIRST = 12
Who = tuple[str, int]
"""A person or somebody of the staff: `person` or `member`, and the id."""


@dataclass(frozen=True)
class _Part:
    """That somebody had a part in an engagement; with the registration where there is one."""

    who: Who
    engagement: int
    role: str
    registration: Mapping[str, Any] | None = None


def run(records: Records, criteria: Criteria, progress: Progress = nobody) -> Report:
    """The report: somebody after somebody, the newest first. Raises Unavailable."""
    return _report(records, criteria, None, progress)


def first_rows(records: Records, criteria: Criteria, limit: int = SHOWN_FIRST) -> Report:
    """The beginning of the report, with so many lines; its totals are those of these lines only."""
    return _report(records, criteria, limit, nobody)


def count(records: Records, criteria: Criteria) -> int:
    """How many lines the report would have. Raises Unavailable."""
    with drivers_told():
        parts, _engagements, _dues = _found(records, criteria, nobody)
        return len(parts)


def _report(records: Records, criteria: Criteria, limit: int | None, progress: Progress) -> Report:
    with drivers_told():
        parts, engagements, dues = _found(records, criteria, progress)
        parts = parts[:limit]
        labels = Labels.of(records, [engagements[part.engagement] for part in parts])
        names = _names(records, criteria)
        taken = [part.registration["id"] for part in parts if part.registration is not None]
        own = Own(records, {"registration": taken})
        groups: dict[str, dict[Who, list[Row]]] = {}
        for part in parts:
            engagement = engagements[part.engagement]
            rows = groups.setdefault(engagement["currency"], {}).setdefault(part.who, [])
            rows.append(_row(part, engagement, dues, labels, own))
        by_currency = {
            currency: [Group(names.get(who, "?"), tuple(rows)) for who, rows in of_people.items()]
            for currency, of_people in groups.items()
        }
        return report(records, CODE, criteria, by_currency, own)


def _row(
    part: _Part, engagement: Mapping[str, Any], dues: Mapping[int, Due], labels: Labels, own: Own
) -> Row:
    taken = part.registration
    due = dues[taken["id"]] if taken is not None else Due()
    return row(
        CODE,
        {
            **labels.shared(engagement),
            "role": told(dict(ROLES_OF_PEOPLE)[part.role]),
            "took_part": told(dict(STATUSES)[taken["status"]]) if taken is not None else "",
            "expected": due.expected,
            "paid": due.paid,
            "unpaid": due.unpaid,
            "payment": told(PAYMENT_STATES[due.state]) if due.state else "",
            "paid_on": due.paid_on,
        },
        own.cells(registration=taken["id"] if taken is not None else None),
    )


def _names(records: Records, criteria: Criteria) -> dict[Who, str]:
    people = records.reader.titles(Person, criteria.people)
    members = records.reader.titles(StaffMember, criteria.members)
    return {
        **{("person", id): title for id, title in people.items()},
        **{("member", id): title for id, title in members.items()},
    }


# -- who had a part in what -------------------------------------------------------------------------


def _found(
    records: Records, criteria: Criteria, progress: Progress
) -> tuple[list[_Part], dict[int, dict[str, Any]], dict[int, Due]]:
    """The parts in the report's order, the engagements by id, the money of registrations."""
    roles = criteria.roles or tuple(code for code, _label in ROLES_OF_PEOPLE)
    parts = [
        *(_registered(criteria.people, progress) if "participant" in roles else []),
        *(_contacts(criteria.people) if "contact" in roles else []),
        *(_staff(criteria.members, roles)),
    ]
    wanted = conditions(records, criteria)
    engagements = {
        one["id"]: one
        for some in portions(sorted({part.engagement for part in parts}), nobody)
        for one in read([*wanted, Engagement.id.in_(some)], "newest")
    }
    parts = [part for part in parts if part.engagement in engagements]
    taken = [part.registration for part in parts if part.registration is not None]
    dues = dues_of(taken, engagements, progress)
    if criteria.paid:
        parts = [part for part in parts if _is_paid(part, dues) is (criteria.paid == "paid")]
    return _in_order(criteria, parts, engagements), engagements, dues


def _is_paid(part: _Part, dues: Mapping[int, Due]) -> bool | None:
    """Whether nothing is open any more; None where nothing was ever due."""
    due = dues[part.registration["id"]] if part.registration is not None else Due()
    return None if not due.expected else due.unpaid == 0


def _in_order(
    criteria: Criteria, parts: Iterable[_Part], engagements: Mapping[int, Mapping[str, Any]]
) -> list[_Part]:
    """By people as they were asked for, the newest first."""
    asked = [("person", id) for id in criteria.people] + [("member", id) for id in criteria.members]
    place = {who: at for at, who in enumerate(asked)}
    newest = sorted(
        parts, key=lambda part: (engagements[part.engagement]["starts"], part.engagement), reverse=True
    )
    return sorted(newest, key=lambda part: place[part.who])


def _registered(people: Sequence[int], progress: Progress) -> list[_Part]:
    columns = (
        Registration.id,
        Registration.person,
        Registration.engagement,
        Registration.status,
        Registration.total,
        Registration.waived_reason,
    )
    return [
        _Part(("person", one["person"]), one["engagement"], "participant", one)
        for some in portions(people, progress)
        for one in dicts(
            Registration.select(*columns).where(
                Registration.person.in_(some), Registration.trashed_at.is_null()
            )
        )
    ]


def _contacts(people: Sequence[int]) -> list[_Part]:
    """The engagements of clients whose contact somebody is."""
    speaks: dict[int, set[int]] = {}
    contact = (Employment.person.in_(people), Employment.contact, Employment.trashed_at.is_null())
    for person, enterprise in tuples(
        Employment.select(Employment.person, Employment.enterprise).where(*contact)
    ):
        speaks.setdefault(enterprise, set()).add(person)
    responsible: Any = Enterprise._meta.fields["responsible"]
    named = Enterprise.select(responsible, Enterprise.id).where(
        responsible.in_(people), Enterprise.trashed_at.is_null()
    )
    for person, enterprise in tuples(named):
        speaks.setdefault(enterprise, set()).add(person)
    if not speaks:
        return []
    ordered = Engagement.select(Engagement.id, Engagement.client).where(Engagement.client.in_(list(speaks)))
    return [
        _Part(("person", person), engagement, "contact")
        for engagement, client in tuples(ordered)
        for person in sorted(speaks[client])
    ]


def _staff(members: Sequence[int], roles: Sequence[str]) -> list[_Part]:
    found: list[_Part] = []
    if "responsible" in roles and members:
        responsible = Engagement.select(Engagement.id, Engagement.responsible).where(
            Engagement.responsible.in_(members)
        )
        found += [_Part(("member", member), id, "responsible") for id, member in tuples(responsible)]
    if "teacher" in roles and members:
        taught = EngagementStaff.select(EngagementStaff.engagement, EngagementStaff.member).where(
            EngagementStaff.member.in_(members), EngagementStaff.trashed_at.is_null()
        )
        found += [_Part(("member", member), id, "teacher") for id, member in sorted(set(tuples(taught)))]
    return found
