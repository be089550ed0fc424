"""Engagements and their sessions as .ics, for calendars: an event a session, else one for the whole time.

What has no whole date can't stand in a calendar and is left out, writing. Times are written in UTC, so that
every calendar shows them right on the days when clocks change, too.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from bsc_tui.entities.entity import Entity
from bsc_tui.exports import cells
from bsc_tui.exports.files import Written
from bsc_tui.i18n import ZONE
from bsc_tui.records.looking import Looking
from bsc_tui.records.reading import columns_of, target_of
from bsc_tui.records.streams import TOGETHER, stream

Progress = Callable[[int, int, str], None]
KINDS = ("engagement", "meeting")
"""The kinds that have a place in a calendar."""
ENGAGEMENT = ("starts", "ends", "location")
SESSION = ("engagement", "day", "begins", "finishes", "location")
LONGEST_DAYS = 3660
"""An engagement of more days than this has a wrong date."""


@dataclass(frozen=True)
class Happening:
    """One event."""

    uid: str
    title: str
    place: str
    begins: datetime.date | datetime.datetime
    ends: datetime.date | datetime.datetime | None


@dataclass
class _Writing:
    """What the events need to know, and what they lost."""

    zone: ZoneInfo
    left_out: int = 0
    replaced: int = 0


def write_calendar(
    file: BinaryIO,
    records: Looking,
    entity: Entity,
    where: Mapping[str, Any] | None,
    progress: Progress,
    *,
    zone: str = ZONE,
) -> tuple[Written, int]:
    """Write the events of the records that `where` lets through; how many records had no whole date."""
    from icalendar import Calendar, Event  # late: only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//bsc-tui//EN")
    calendar.add("version", "2.0")
    head, _end, tail = calendar.to_ical().partition(b"END:VCALENDAR")
    file.write(head)
    stamp = datetime.datetime.combine(records.clock.now().date(), datetime.time(), datetime.UTC)
    writing, events = _Writing(ZoneInfo(zone)), 0
    found = _sessions if entity.code == "meeting" else _engagements
    with closing(found(records, entity, where, progress, writing)) as happenings:
        for happening in happenings:
            event = Event()
            event.add("uid", happening.uid)
            event.add("dtstamp", stamp)
            event.add("dtstart", happening.begins)
            if happening.ends is not None:
                event.add("dtend", happening.ends)
            event.add("summary", _harmless(happening.title, writing))
            if happening.place:
                event.add("location", _harmless(happening.place, writing))
            file.write(event.to_ical())
            events += 1
    file.write(_end + tail)
    return Written(None, events, replaced=writing.replaced), writing.left_out


def _harmless(text: str, writing: _Writing) -> str:
    fit = cells.writable(text)
    writing.replaced += "\ufffd" in fit and "\ufffd" not in text
    return fit


def _engagements(
    records: Looking,
    entity: Entity,
    where: Mapping[str, Any] | None,
    progress: Progress,
    writing: _Writing,
) -> Generator[Happening]:
    whole, done = records.count(entity.code, where), 0
    # Sessions are looked up for some engagements at a time, so that no second stream runs beside this one.
    for columns in stream(records, entity, ENGAGEMENT, where, together=TOGETHER // 4):
        ids = columns["id"]
        titles = records.reader.titles(entity.model, ids)
        sessions = _sessions_of(records, ids)
        places = dict(zip(ids, columns["location"], strict=True))
        for id, starts, ends in zip(ids, columns["starts"], columns["ends"], strict=True):
            if sessions.get(id):
                for session in sessions[id]:
                    yield _session(session, titles[id], session["location"] or places[id], writing.zone)
            elif (day := cells.known_day(starts)) is None:
                writing.left_out += 1
            else:
                yield _days(f"engagement-{id}@bsc-tui", titles[id], places[id], day, ends)
        done += len(ids)
        progress(done, whole, "")


def _days(uid: str, title: str, place: str, day: datetime.date, ends: str) -> Happening:
    last = cells.known_day(ends) or day
    if not 0 <= (last - day).days <= LONGEST_DAYS:
        last = day
    return Happening(uid, title, place, day, last + datetime.timedelta(days=1))


def _sessions_of(records: Looking, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The sessions of engagements, outside the trash."""
    found: dict[int, list[dict[str, Any]]] = {}
    page = records.page("meeting", [], where={"engagement": tuple(ids)}, order=("day", "id"), limit=100_000)
    for line in page.lines:
        found.setdefault(line.values["engagement"], []).append(line.values)
    return found


def _sessions(
    records: Looking,
    entity: Entity,
    where: Mapping[str, Any] | None,
    progress: Progress,
    writing: _Writing,
) -> Generator[Happening]:
    whole, done = records.count(entity.code, where), 0
    engagement = target_of(columns_of(entity.model)["engagement"])
    for columns in stream(records, entity, SESSION, where):
        titles = records.reader.titles(engagement, columns["engagement"])
        for values in zip(*columns.values(), strict=True):
            session = dict(zip(columns, values, strict=True))
            yield _session(session, titles.get(session["engagement"], ""), session["location"], writing.zone)
        done += len(columns["id"])
        progress(done, whole, "")


def _session(session: Mapping[str, Any], title: str, place: str, zone: ZoneInfo) -> Happening:
    uid, day = f"session-{session['id']}@bsc-tui", session["day"]
    if not session["begins"]:
        return Happening(uid, title, place, day, day + datetime.timedelta(days=1))
    begins = _moment(day, session["begins"], zone)
    ends = _moment(day, session["finishes"], zone) if session["finishes"] else None
    return Happening(uid, title, place, begins, ends if ends is not None and ends > begins else None)


def _moment(day: datetime.date, clock: str, zone: ZoneInfo) -> datetime.datetime:
    local = datetime.datetime.combine(day, datetime.time.fromisoformat(clock), zone)
    return local.astimezone(datetime.UTC)
