"""Certificates for those who attended enough: who has earned one, issuing them, giving one out again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from peewee import fn

from bsc_tui.db.models import Certificate, Registration, Reissue, tuples
from bsc_tui.errors import Conflict, FieldProblem, Invalid
from bsc_tui.i18n import _
from bsc_tui.operations.attendance import Attendance, attendance
from bsc_tui.operations.companies import company_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.surroundings import hold_seats
from bsc_tui.values import dataclass


@dataclass(frozen=True)
class Candidate:
    """A participant before the certificate, or with it; `share` is what was attended, in basis points."""

    registration: int
    name: str
    workplace: str
    share: int
    earned: bool
    certificate: int = 0
    serial: str = ""
    day: datetime.date | None = None
    again: int = 0
    """How often it was issued again."""


def candidates(records: Records, engagement_id: int, seen: Attendance | None = None) -> list[Candidate]:
    """Everybody with a seat, whether they have earned a certificate, and the one they have."""
    seen = seen or attendance(records, engagement_id)
    least = company_of(records.database).certificate_share
    issued = {
        registration: (id, serial, day)
        for id, registration, serial, day in tuples(
            Certificate.select(
                Certificate.id, Certificate.registration, Certificate.serial, Certificate.day
            ).where(
                Certificate.registration.in_([one.registration for one in seen.people]),
                Certificate.trashed_at.is_null(),
            )
        )
    }
    again = dict(
        tuples(
            Reissue.select(Reissue.certificate, fn.COUNT(Reissue.id))
            .where(
                Reissue.certificate.in_([id for id, _serial, _day in issued.values()]),
                Reissue.trashed_at.is_null(),
            )
            .group_by(Reissue.certificate)
        )
    )
    found = []
    for one in seen.people:
        id, serial, day = issued.get(one.registration, (0, "", None))
        share = one.share(len(seen.sessions))
        found.append(
            Candidate(
                one.registration,
                one.name,
                one.workplace,
                share,
                share >= least,
                id,
                serial,
                day,
                int(again.get(id, 0)),
            )
        )
    return found


@dataclass(frozen=True)
class Certification:
    """A seminar's participants and what they have earned; `least` in basis points of the sessions."""

    title: str
    line: str
    least: int
    people: tuple[Candidate, ...]


def certification(records: Records, engagement_id: int) -> Certification:
    """All of it. Raises Missing where the seminar is gone."""
    seen = attendance(records, engagement_id)
    least = company_of(records.database).certificate_share
    return Certification(seen.title, seen.line, least, tuple(candidates(records, engagement_id, seen)))


def issue(
    records: Records, engagement_id: int, registration_ids: Iterable[int] | None = None, *, reason: str = ""
) -> list[str]:
    """Issue certificates to these participants, or to all who have earned one; their numbers.

    Who has one keeps it. Who has not earned it gets one only with a reason: raises Conflict without.
    """
    with records.operation("certify", reason=reason[:500]):
        hold_seats(engagement_id)  # nobody issues them twice
        wanted = None if registration_ids is None else set(registration_ids)
        serials = []
        for one in candidates(records, engagement_id):
            if one.certificate or (not one.earned if wanted is None else one.registration not in wanted):
                continue
            if not one.earned and not reason:
                raise Conflict(
                    _("Not enough was attended."),
                    _("%(name)s has not earned a certificate.") % {"name": one.name},
                    _("Say why it is issued all the same."),
                )
            saved = records.save(
                "certificate",
                {"registration": one.registration, "day": records.clock.today(), "notes": reason},
            )
            serials.append(str(Certificate.get_by_id(saved.id).serial))
        return serials


def issue_again(records: Records, certificate_id: int, reason: str) -> int:
    """Note that a certificate is given out once more, under its number; how often it was by now."""
    if not reason.strip():
        raise Invalid([FieldProblem("reason", _("Say why it is issued again."))])
    with records.operation("certify", reason=reason[:500]):
        records.save(
            "reissue",
            {
                "certificate": certificate_id,
                "day": records.clock.today(),
                "reason": reason,
                "account": records.actor.account_id,
            },
        )
    return len(issues(certificate_id))


def issues(certificate_id: int) -> list[tuple[datetime.date, str]]:
    """When and why a certificate was issued again."""
    query = (
        Reissue.select(Reissue.day, Reissue.reason)
        .where(Reissue.certificate == certificate_id, Reissue.trashed_at.is_null())
        .order_by(Reissue.id)
    )
    return [(day, reason) for day, reason in tuples(query)]


def certified(engagement_id: int) -> int:
    """How many certificates of a seminar were issued."""
    return int(
        Certificate.select()
        .join(Registration)
        .where(Registration.engagement == engagement_id, Certificate.trashed_at.is_null())
        .count()
    )
