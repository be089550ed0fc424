"""Report 3: what an enterprise ordered, sponsored or was a partner of, its people who took part, the money.

An engagement stands in each role that the enterprise has in it; its own price, and each registration, counts
once: in the first of these roles. Its people are those who worked there then, or whom it paid or sponsored;
of a closed seminar that it ordered, all who came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bsc_tui.db.database import told as drivers_told
from bsc_tui.db.models import Engagement, Party, Registration, dicts, tuples
from bsc_tui.db.models.contacts import Person
from bsc_tui.db.models.registrations import PAYERS, SEATED, STATUSES
from bsc_tui.entities.kinds import told
from bsc_tui.entities.table import Group, Report, Row
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import PAYMENT_STATES
from bsc_tui.records.rules.services import SEMINARS
from bsc_tui.reports import ROLES_OF_ENTERPRISES
from bsc_tui.reports.criteria import Criteria
from bsc_tui.reports.engagements import (
    Labels,
    Progress,
    conditions,
    is_by_head,
    nobody,
    portions,
    read,
    report,
    row,
)
from bsc_tui.reports.money import Due, dues_of, own_price
from bsc_tui.reports.own import Own

CODE = "enterprise"
SHOWN_FIRST = 12
_READ = ("id", "engagement", "person", "status", "total", "waived_reason", "payer")


def run(records: Records, criteria: Criteria, progress: Progress = nobody) -> Report:
    """The report: role after role, the newest first. Raises Unavailable."""
    return _report(records, criteria, None, progress)


def first_rows(records: Records, criteria: Criteria, limit: int = SHOWN_FIRST) -> Report:
    """The beginning of the report, with so many engagements; its totals are those of these only."""
    return _report(records, criteria, limit, nobody)


def count(records: Records, criteria: Criteria) -> int:
    """How many engagements the report would have, each role counted. Raises Unavailable."""
    with drivers_told():
        roles, engagements = _found(records, criteria, _people(criteria))
        return sum(len(engagements.keys() & ids) for ids in roles.values())


def _report(records: Records, criteria: Criteria, limit: int | None, progress: Progress) -> Report:
    with drivers_told():
        people = _people(criteria)
        roles, engagements = _found(records, criteria, people)
        in_roles = [
            (role, one) for role, ids in roles.items() for one in engagements.values() if one["id"] in ids
        ][:limit]
        shown = {one["id"] for _role, one in in_roles}
        taken = [one for one in people if one["engagement"] in shown]
        dues = dues_of(taken, engagements, progress)
        who = {"registration": [one["id"] for one in taken], "person": [one["person"] for one in taken]}
        own = Own(records, who)
        making = _Making(
            Labels.of(records, [engagements[id] for id in shown]),
            _names([one["person"] for one in taken], progress),
            dues,
            _amounts(criteria),
            taken,
            own=own,
        )
        groups: dict[str, dict[str, list[Row]]] = {}
        for role, one in in_roles:
            rows = groups.setdefault(one["currency"], {}).setdefault(role, [])
            rows += making.rows(role, one)
        labels = dict(ROLES_OF_ENTERPRISES)
        by_currency = {
            currency: [Group(told(labels[role]), tuple(rows)) for role, rows in of_roles.items()]
            for currency, of_roles in groups.items()
        }
        return report(records, CODE, criteria, by_currency, own)


class _Making:
    """The rows of engagements, with what was counted already."""

    def __init__(
        self,
        labels: Labels,
        names: Mapping[int, str],
        dues: Mapping[int, Due],
        amounts: Mapping[tuple[str, int], int],
        taken: Iterable[Mapping[str, Any]],
        *,
        own: Own,
    ) -> None:
        self._own = own
        self._labels, self._names, self._dues, self._amounts = labels, names, dues, amounts
        self._people: dict[int, list[Mapping[str, Any]]] = {}
        for one in taken:
            self._people.setdefault(one["engagement"], []).append(one)
        self._counted: set[int] = set()

    def rows(self, role: str, engagement: Mapping[str, Any]) -> list[Row]:
        """An engagement, and beneath it the people that no earlier role has named."""
        people = self._people.pop(engagement["id"], [])
        money = self._own_money(role, engagement, people)
        whole = row(CODE, {**self._labels.shared(engagement), **money}, self._own.cells())
        named = sorted(people, key=lambda one: self._names.get(one["person"], ""))
        return [whole, *(self._person(one) for one in named)]

    def _own_money(
        self, role: str, engagement: Mapping[str, Any], people: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """The price of the whole, or what the enterprise carries of it; empty where people are counted."""
        carried = self._amounts.get((role, engagement["id"]))
        if carried is not None:
            return {"expected": carried}
        if role != "client" or is_by_head(engagement) or engagement["id"] in self._counted:
            return {}
        self._counted.add(engagement["id"])
        whole = own_price(engagement)
        if engagement["kind"] not in SEMINARS:
            return {"expected": whole}
        received = sum(self._dues[one["id"]].paid or 0 for one in people)
        return {"expected": whole, "unpaid": max(whole - received, 0)}

    def _person(self, taken: Mapping[str, Any]) -> Row:
        due = self._dues[taken["id"]]
        return row(
            CODE,
            {
                "name": self._names.get(taken["person"], "?"),
                "status": told(dict(STATUSES)[taken["status"]]),
                "participants": 1 if taken["status"] in SEATED else None,
                "payer": told(dict(PAYERS)[taken["payer"]]) if taken["payer"] in dict(PAYERS) else "",
                "expected": due.expected,
                "paid": due.paid,
                "unpaid": due.unpaid,
                "payment": told(PAYMENT_STATES[due.state]) if due.state else "",
            },
            self._own.cells(registration=taken["id"], person=taken["person"]),
            level=1,
        )


# -- what is asked of the database ------------------------------------------------------------------


def _people(criteria: Criteria) -> list[dict[str, Any]]:
    """The registrations of the enterprise's people."""
    firm = criteria.enterprise
    ordered = Engagement.select(Engagement.id).where(
        Engagement.client == firm, Engagement.kind == "closed_seminar", Engagement.trashed_at.is_null()
    )
    found: dict[int, dict[str, Any]] = {}
    # One index after the other: neither engine uses several for conditions joined by "or".
    for condition in (
        Registration.workplace == firm,
        Registration.payer_enterprise == firm,
        Registration.sponsor == firm,
        Registration.engagement.in_(ordered),
    ):
        query = Registration.select(*(getattr(Registration, name) for name in _READ))
        found.update(
            (one["id"], one) for one in dicts(query.where(condition, Registration.trashed_at.is_null()))
        )
    return [found[id] for id in sorted(found)]


def _found(
    records: Records, criteria: Criteria, people: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, set[int]], dict[int, dict[str, Any]]]:
    """The engagements of each role wanted, and what is read of them, the newest first."""
    wanted = criteria.roles or tuple(code for code, _label in ROLES_OF_ENTERPRISES)
    roles: dict[str, set[int]] = {code: set() for code, _label in ROLES_OF_ENTERPRISES}
    for role, column in (("client", Engagement.client), ("sponsor", Engagement.sponsor)):
        query = Engagement.select(Engagement.id).where(column == criteria.enterprise)
        roles[role] |= {id for (id,) in tuples(query)}
    for engagement, role, _amount in _parties(criteria):
        roles[role].add(engagement)
    roles["workplace"] = {one["engagement"] for one in people}
    elsewhere = set().union(*(roles[role] for role in ("client", "sponsor", "partner") if role in wanted))
    roles["workplace"] -= elsewhere  # its people are named there
    roles = {role: ids for role, ids in roles.items() if role in wanted}
    limits = conditions(records, criteria)
    engagements = {
        one["id"]: one
        for some in portions(sorted(set().union(*roles.values())), nobody)
        for one in read([*limits, Engagement.id.in_(some)], "newest")
    }
    newest = sorted(engagements.values(), key=lambda one: (one["starts"], one["id"]), reverse=True)
    return roles, {one["id"]: one for one in newest}


def _parties(criteria: Criteria) -> list[tuple[int, str, int | None]]:
    of_it = (Party.enterprise == criteria.enterprise, Party.trashed_at.is_null())
    return tuples(Party.select(Party.engagement, Party.role, Party.amount).where(*of_it))


def _amounts(criteria: Criteria) -> dict[tuple[str, int], int]:
    """What the enterprise carries of engagements, by role."""
    return {
        (role, engagement): amount for engagement, role, amount in _parties(criteria) if amount is not None
    }


def _names(people: Sequence[int], progress: Progress) -> dict[int, str]:
    """What people are called; there may be thousands, of whom nothing else is read."""
    return {
        id: f"{last} {first}".strip()
        for some in portions(sorted(set(people)), progress)
        for id, last, first in tuples(
            Person.select(Person.id, Person.last_name, Person.first_name).where(Person.id.in_(some))
        )
    }
