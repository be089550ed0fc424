"""Who was there: the sessions of a seminar, and what is noted of each participant at each of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import field

from peewee import JOIN

from bsc_tui.db.models import (
    Enterprise,
    Meeting,
    Person,
    Presence,
    Registration,
    Term,
    dicts,
    tuples,
)
from bsc_tui.db.models.registrations import SEATED
from bsc_tui.errors import Conflict, Missing
from bsc_tui.exports.seminar_papers import Signing, SignInSheet
from bsc_tui.i18n import Translator, _
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records
from bsc_tui.records.rules.attendance import share_from, status_from
from bsc_tui.records.rules.surroundings import hold_seats
from bsc_tui.values import dataclass

MOST_DAYS = 60
"""A seminar of more days than that gets its sessions one by one."""


@dataclass(frozen=True)
class Session:
    """One session of a seminar."""

    id: int
    day: datetime.date
    begins: str
    finishes: str


@dataclass(frozen=True)
class Attendee:
    """A participant with a seat; `states`: session → a code of PRESENCES, where something is noted."""

    registration: int
    name: str
    workplace: str
    position: str
    phone: str
    status: str
    states: Mapping[int, str] = field(default_factory=dict)

    def share(self, sessions: int) -> int:
        """How much of so many sessions they attended, in basis points."""
        return share_from(list(self.states.values()), sessions, self.status)


@dataclass(frozen=True)
class Attendance:
    """A seminar's sessions and participants; `line` is the code of the service line that guards it."""

    title: str
    line: str
    starts: str
    ends: str
    location: str
    sessions: tuple[Session, ...]
    people: tuple[Attendee, ...]

    def noted(self, session_id: int) -> int:
        """Of how many participants something is noted at a session."""
        return sum(1 for one in self.people if session_id in one.states)


def attendance(records: Records, engagement_id: int) -> Attendance:
    """The sessions of a seminar and who was there, in three queries. Raises Missing for one that is gone."""
    seminar = records.get("engagement", engagement_id)
    sessions = tuple(
        Session(*row)
        for row in tuples(
            Meeting.select(Meeting.id, Meeting.day, Meeting.begins, Meeting.finishes)
            .where(Meeting.engagement == engagement_id, Meeting.trashed_at.is_null())
            .order_by(Meeting.day, Meeting.begins, Meeting.id)
        )
    )
    states: dict[int, dict[int, str]] = {}
    noted = (
        Presence.select(Presence.registration, Presence.meeting, Presence.state)
        .join(Meeting)
        .where(
            Meeting.engagement == engagement_id, Meeting.trashed_at.is_null(), Presence.trashed_at.is_null()
        )
    )
    for registration, meeting, state in tuples(noted):
        states.setdefault(registration, {})[meeting] = state
    return Attendance(
        seminar.title,
        records.whole.line_code(seminar.entity, seminar.values),
        seminar.values["starts"],
        seminar.values["ends"],
        seminar.values["location"],
        sessions,
        tuple(_people(engagement_id, states)),
    )


def _people(engagement_id: int, states: Mapping[int, Mapping[int, str]]) -> list[Attendee]:
    query = (
        Registration.select(
            Registration.id,
            Registration.status,
            Person.last_name,
            Person.first_name,
            Person.phone,
            Person.mobile,
            Enterprise.name.alias("workplace"),
            Term.label_en,
            Term.label_fr,
            Term.label_hy,
        )
        .join(Person)
        .switch(Registration)
        .join(Enterprise, JOIN.LEFT_OUTER, on=(Registration.workplace == Enterprise.id))
        .switch(Registration)
        .join(Term, JOIN.LEFT_OUTER, on=(Registration.position == Term.id))
        .where(
            Registration.engagement == engagement_id,
            Registration.status.in_(SEATED),
            Registration.trashed_at.is_null(),
        )
        .order_by(Person.sort_key, Registration.id)
    )
    return [
        Attendee(
            registration=row["id"],
            name=f"{row['last_name']} {row['first_name']}".strip(),
            workplace=row["workplace"] or "",
            position=label_of(row),
            phone=row["phone"] or row["mobile"],
            status=row["status"],
            states=states.get(row["id"], {}),
        )
        for row in dicts(query)
    ]


def sign_in_sheet(seen: Attendance, translator: Translator) -> SignInSheet:
    """The sheet that participants sign: a column a session, one without a day where none is planned."""
    columns = [
        " ".join(part for part in (translator.date(one.day), str(one.begins or "")[:5]) if part)
        for one in seen.sessions
    ]
    when = " – ".join(translator.partial(day) for day in dict.fromkeys((seen.starts, seen.ends)) if day)
    return SignInSheet(
        title=f"{translator.gettext('Sign-in sheet')}: {seen.title}",
        subtitle=", ".join(part for part in (when, seen.location) if part),
        sessions=tuple(columns) or (translator.gettext("Signature"),),
        people=tuple(Signing(one.name, one.workplace, one.position, one.phone) for one in seen.people),
    )


def days_between(starts: str, ends: str) -> list[datetime.date]:
    """The days of a seminar; none where they are not known to the day."""
    try:
        first = datetime.date.fromisoformat(starts)
        last = datetime.date.fromisoformat(ends) if ends else first
    except ValueError:
        return []
    days = (last - first).days + 1
    if not 0 < days <= MOST_DAYS:
        return []
    return [first + datetime.timedelta(days=at) for at in range(days)]


def plan_sessions(records: Records, engagement_id: int, days: Iterable[datetime.date]) -> list[int]:
    """One session for each of these days. Raises Conflict where sessions are planned already."""
    with records.operation("sessions"):
        hold_seats(engagement_id)
        if Meeting.select().where(Meeting.engagement == engagement_id, Meeting.trashed_at.is_null()).exists():
            raise Conflict(_("Sessions are planned already."), _("Somebody did it meanwhile."))
        return records.save_many("meeting", [{"engagement": engagement_id, "day": day} for day in days])


def note_presence(records: Records, session_id: int, states: Mapping[int, str]) -> int:
    """Note who was at a session: registration → a code of PRESENCES, '' takes the note away.

    The status of the registrations follows. How many notes changed.
    """
    with records.operation("attend"):
        meeting = Meeting.get_or_none(Meeting.id == session_id, Meeting.trashed_at.is_null())
        if meeting is None:
            raise Missing(_("The session is gone."), _("Somebody deleted it meanwhile."))
        if meeting.day > records.clock.today():
            raise Conflict(_("The session is still to come."), _("Who is there is noted on its day."))
        hold_seats(meeting.engagement_id)
        noted = {
            registration: (id, state)
            for id, registration, state in tuples(
                Presence.select(Presence.id, Presence.registration, Presence.state).where(
                    Presence.meeting == session_id,
                    Presence.registration.in_(list(states)),
                    Presence.trashed_at.is_null(),
                )
            )
        }
        changed, new = set(), []
        for registration, state in states.items():
            id, before = noted.get(registration, (0, ""))
            if state == before:
                continue
            changed.add(registration)
            if not id:
                new.append({"registration": registration, "meeting": session_id, "state": state})
            elif state:
                records.save("presence", {"state": state}, id=id)
            else:
                records.trash("presence", id)
        records.save_many("presence", new)
        _let_status_follow(records, changed)
        return len(changed)


def _let_status_follow(records: Records, registrations: set[int]) -> None:
    noted: dict[int, list[str]] = {registration: [] for registration in registrations}
    rows = tuples(
        Presence.select(Presence.registration, Presence.state)
        .join(Meeting)
        .where(
            Presence.registration.in_(sorted(registrations)),
            Presence.trashed_at.is_null(),
            Meeting.trashed_at.is_null(),
        )
    )
    for registration, state in rows:
        noted[registration].append(state)
    for registration, states in sorted(noted.items()):
        records.save("registration", {"status": status_from(states)}, id=registration)
