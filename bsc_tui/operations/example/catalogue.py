"""What BSC does for its clients in the example: about 150 engagements from 1996 to some months after today.

Values only: which people register, which enterprises order and sponsor, and storing it all is left to the
operation that opens the example; here stands how many of them there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bsc_tui.operations.example.places import SEMINAR_PLACES
from bsc_tui.operations.example.staff import STAFF, ExampleStaff, responsible_for, teachers_of
from bsc_tui.operations.example.topics import HELD_IN_2006, TOPICS, Topic
from bsc_tui.operations.example.works import DONE, UNDER_WAY, Work

__all__ = [
    "STAFF",
    "ExampleEngagement",
    "ExampleSession",
    "ExampleStaff",
    "engagement_of_archive",
    "engagements",
    "responsible_for",
    "seminar_of_today",
    "seminars_of_2006",
    "teachers_of",
]

VAT_RATE = 2000
_OWN_ROLES = {"coordinator": "coordinator", "assistant": "assistant"}
_ROOMS = SEMINAR_PLACES[:3]
_REGIONAL_PLACES = dict(zip(("shirak", "lori", "syunik"), SEMINAR_PLACES[-3:], strict=True))


@dataclass(frozen=True)
class ExampleSession:
    """One meeting of a seminar, between two times of the day ("10:00")."""

    day: date
    begins: str
    ends: str
    place: str


@dataclass(frozen=True)
class ExampleEngagement:
    """One engagement as its form holds it: codes for what is chosen from lists, partial ISO text for days,
    money in minor units of `currency`, rates in hundredths of a percent.

    `price` is for a participant, `fee` for the whole. `topic` is a seminar name, `subtype` a term of the list
    of its kind (consultation, evaluation, development domain). `staff` pairs codes of staff with their role.
    `registered` take a seat (`absent` of them did not come), `waiting` and `cancelled` take none;
    `paid_percent` of those registered, or of the fee, is paid. `clients`, `sponsor_amounts` and `partners`
    want enterprises.
    `maximum` None is without limit; an empty `confirmed_on` of a coming seminar makes it tentative.
    """

    key: str
    kind: str
    line: str
    status: str
    start: str
    end: str
    responsible: str
    responsible_status: str
    topic: str = ""
    title: str = ""
    subtype: str = ""
    status_reason: str = ""
    confirmed_on: str = ""
    decide_by: str = ""
    sessions: tuple[ExampleSession, ...] = ()
    free_of_charge: bool = False
    currency: str = "AMD"
    price: int = 0
    discount_rate: int = 0
    vat_rate: int = VAT_RATE
    fee: int = 0
    days: int = 0
    minimum: int = 5
    maximum: int | None = 50
    registered: int = 0
    waiting: int = 0
    cancelled: int = 0
    absent: int = 0
    paid_percent: int = 0
    has_evaluation_sheets: bool = False
    staff: tuple[tuple[str, str], ...] = ()
    clients: int = 0
    sponsor_amounts: tuple[int, ...] = ()
    partners: int = 0
    region: str = "yerevan"
    domain: str = ""


def engagements(random: Random, today: date) -> tuple[ExampleEngagement, ...]:
    """All of them, by start, as they are on that day: old ones, the seminars of 2006, a few a year since
    then, and around today some that run, come, fill, wait, are too few, are put off.
    """
    everything = [
        *_first_seminars(random),
        *seminars_of_2006(random),
        *_seminars_since_2007(random, today),
        *_seminars_around(random, today),
        *_works(random, today),
    ]
    return tuple(sorted(everything, key=lambda engagement: (engagement.start, engagement.key)))


def seminars_of_2006(random: Random) -> tuple[ExampleEngagement, ...]:
    """The open seminars of that year, each as often as it was held."""
    seminars = []
    for code, months in HELD_IN_2006.items():
        for group, month in enumerate(months, start=1):
            days = _working_days(date(2006, month, random.randint(9, 18)), TOPICS[code].days)
            title = f"Group {group}" if len(months) > 1 else ""
            seminars.append(_held(random, TOPICS[code], days, f"{code}-2006-{group}", title=title))
    return tuple(seminars)


def engagement_of_archive(random: Random, key: str, first: date, last: date) -> ExampleEngagement:
    """One that began between those days and is over: an open seminar mostly, else a closed one or a work."""
    kind = random.random()
    start = first + timedelta(days=random.randrange((last - first).days))
    if kind < 0.08:
        work = random.choice(DONE)
        end = start + timedelta(days=random.randint(10, 200))
        over = min(end, last).isoformat()
        return _engagement_of(random, work, f"{work.kind}-{key}", start.isoformat(), over)
    on_offer = [topic for topic in TOPICS.values() if topic.since <= start.year]
    topic = random.choice(on_offer or list(TOPICS.values()))
    region = random.choice(("yerevan", "yerevan", "yerevan", *_REGIONAL_PLACES))
    days = _working_days(start, topic.days)
    seminar = _held(random, topic, days, f"{topic.code}-{key}", title=f"Group {key}", region=region)
    return _closed(seminar, random) if kind < 0.22 else seminar


def seminar_of_today(random: Random, today: date) -> ExampleEngagement:
    """One that begins today, be it a Sunday: every seat is taken and others wait. Not among `engagements`."""
    topic = TOPICS["public_procurement"]
    days = [today, *_working_days(today + timedelta(days=1), topic.days - 1)]
    seminar = _not_yet(_held(random, topic, days, "public_procurement-today"))
    return replace(seminar, maximum=12, registered=12, waiting=4, cancelled=1, paid_percent=75)


def _first_seminars(random: Random) -> Iterator[ExampleEngagement]:
    """Before the archive was in order: a year or a month is all that is known."""
    for code, when in (
        ("principles_of_management", "1996"),
        ("entrepreneurship", "1999"),
        ("accounting_beginners", "2002"),
        ("applied_marketing", "2004-10"),
    ):
        topic, year = TOPICS[code], int(when[:4])
        yield replace(
            _held(random, topic, _working_days(date(year, 10, 4), topic.days), f"{code}-{when}"),
            start=when,
            end=when,
            confirmed_on="",
            sessions=(),
            has_evaluation_sheets=False,
        )


def _seminars_since_2007(random: Random, today: date) -> Iterator[ExampleEngagement]:
    """One or two open seminars a year, three in each of the last three; every other year a closed one."""
    for year in range(2007, today.year):
        on_offer = [topic for topic in TOPICS.values() if topic.since <= year]
        topics = random.sample(on_offer, 3 if year >= today.year - 3 else 2 if year > 2014 else 1)
        for topic in topics:
            days = _working_days(_some_day(random, year), topic.days)
            region = random.choice(("yerevan", "yerevan", "yerevan", *_REGIONAL_PLACES))
            seminar = _held(random, topic, days, f"{topic.code}-{year}", region=region)
            yield seminar if seminar.end < today.isoformat() else _not_yet(seminar)
        if year % 2:
            topic = random.choice([topic for topic in on_offer if topic not in topics])
            days = _working_days(_some_day(random, year), topic.days)
            yield _closed(_held(random, topic, days, f"{topic.code}-{year}-closed"), random)


def _seminars_around(random: Random, today: date) -> Iterator[ExampleEngagement]:
    """Some weeks back and some months ahead of today, each showing something that the office meets."""
    for code, days_ago in (("labour_code", 170), ("budgeting", 120), ("sales_skills", 75), ("ifrs", 40)):
        days = _working_days(today - timedelta(days=days_ago), TOPICS[code].days)
        yield _held(random, TOPICS[code], days, f"{code}-held-{days_ago}")
    unpaid = _held(random, *_ahead(today, "financial_analysis", -16), "financial_analysis-unpaid")
    yield replace(unpaid, paid_percent=35)

    yield _running(random, today, "accounting_beginners", registered=22, maximum=24)
    yield _running(random, today, "digital_marketing", registered=14, maximum=15)
    yield _closed(_running(random, today, "communication_skills", registered=18, maximum=20), random)

    few_left = _coming(random, today, "tax_law_changes", 9, key="few-seats", confirmed=True)
    yield replace(few_left, maximum=30, registered=27, paid_percent=60)
    full = _coming(random, today, "project_management", 14, key="full", confirmed=True)
    yield replace(full, maximum=16, registered=16, waiting=5, cancelled=2, paid_percent=70)
    too_few = _coming(random, today, "negotiation_contract_law", 6, key="too-few")
    yield replace(too_few, minimum=8, maximum=25, registered=3, decide_by=_day(today, 2))
    yield replace(_coming(random, today, "hr_management", 20, confirmed=True), registered=11, paid_percent=45)
    yield replace(_coming(random, today, "customs_law", 27, confirmed=True), registered=9, paid_percent=20)
    yield replace(_coming(random, today, "leadership", 36), maximum=18, registered=6)
    yield replace(_coming(random, today, "effective_marketing", 48), registered=4)
    yield _coming(random, today, "training_of_trainers", 75)
    free = _coming(random, today, "entrepreneurship_women", 23, confirmed=True)
    yield replace(
        free,
        free_of_charge=True,
        price=0,
        maximum=None,
        registered=31,
        sponsor_amounts=(1_200_000,),
        partners=1,
    )
    closed = _coming(random, today, "customer_service", 16, key="closed", confirmed=True)
    yield _closed(replace(closed, maximum=25, registered=21), random)
    closed = _coming(random, today, "staff_motivation", 41, key="closed")
    yield _closed(replace(closed, maximum=20, registered=0), random)
    put_off = _coming(random, today, "quality_management", 30, key="postponed")
    yield replace(put_off, status="postponed", registered=5)
    given_up = _coming(random, today, "food_safety", -12, key="discontinued")
    yield replace(
        given_up, status="discontinued", status_reason="too_few_participants", registered=0, cancelled=3
    )


def _works(random: Random, today: date) -> Iterator[ExampleEngagement]:
    over = [work for work in DONE if work.end < today.isoformat()]
    for number, work in enumerate(over, start=1):
        yield _engagement_of(random, work, f"{work.kind}-{number}", work.start, work.end)
    for number, work in enumerate(UNDER_WAY, start=1):
        start, end = _day(today, int(work.start)), _day(today, int(work.end))
        yield _engagement_of(random, work, f"{work.kind}-now-{number}", start, end)


def _engagement_of(random: Random, work: Work, key: str, start: str, end: str) -> ExampleEngagement:
    """A consultation has one client, a project may have several, sponsors and partners besides."""
    large = "project" in work.kind
    sponsored = work.fee * 3 // 5
    return ExampleEngagement(
        key=key,
        kind=work.kind,
        line=work.line,
        status=work.status,
        status_reason="client_withdrew" if work.status == "discontinued" else "",
        start=start,
        end=end,
        responsible=_responsible(work.line, int(start[:4])),
        responsible_status="project_manager",
        title=work.title,
        subtype=work.subtype,
        confirmed_on=start if len(start) == 10 and work.status in ("current", "finished") else "",
        currency=work.currency,
        fee=work.fee,
        vat_rate=VAT_RATE if work.currency == "AMD" else 0,
        days=random.randint(40, 200) if large else random.randint(8, 45),
        minimum=0,
        maximum=None,
        paid_percent={"finished": 100, "current": 40}.get(work.status, 0),
        staff=_team(random, work, int(start[:4])),
        clients=random.randint(1, 3) if large else 1,
        sponsor_amounts=(sponsored, work.fee - sponsored) if large else (),
        partners=random.randint(1, 2) if large else 0,
        region=work.region,
        domain=work.domain,
    )


def _held(
    random: Random, topic: Topic, days: Sequence[date], key: str, *, title: str = "", region: str = "yerevan"
) -> ExampleEngagement:
    """An open seminar that took place on those days."""
    year = days[0].year
    place = _REGIONAL_PLACES.get(region) or random.choice(_ROOMS)
    evening = topic.days >= 5
    begins, ends = ("18:30", "21:30") if evening else ("10:00", "17:00")
    maximum = random.choice((20, 25, 30, 50))
    registered = random.randint(8, maximum - 2)
    teachers = teachers_of(topic.code, year)
    return ExampleEngagement(
        key=key,
        kind="open_seminar",
        line=topic.line,
        status="finished",
        start=days[0].isoformat(),
        end=days[-1].isoformat(),
        responsible=_responsible(topic.line, year),
        responsible_status="coordinator",
        topic=topic.code,
        title=title,
        confirmed_on=(days[0] - timedelta(days=7)).isoformat(),
        sessions=tuple(ExampleSession(day, begins, ends, place) for day in days),
        price=_price(topic, year),
        discount_rate=random.choice((0, 0, 0, 0, 500, 1000)),
        days=topic.days,
        maximum=maximum,
        registered=registered,
        cancelled=random.randint(0, 3),
        absent=random.randint(0, registered // 8),
        paid_percent=random.choice((90, 95, 100, 100, 100)),
        has_evaluation_sheets=random.random() < 0.7,
        staff=tuple((teacher.code, "teacher") for teacher in teachers[: 1 + (topic.days > 3)]),
        region=region,
    )


def _closed(seminar: ExampleEngagement, random: Random) -> ExampleEngagement:
    """The same for the staff of one enterprise, which pays for the whole."""
    fee = 1000 * random.randint(350, 1200)
    return replace(
        seminar,
        kind="closed_seminar",
        price=0,
        discount_rate=0,
        fee=fee,
        clients=1,
        cancelled=0,
        sessions=tuple(replace(session, place="At the client's") for session in seminar.sessions),
    )


def _not_yet(seminar: ExampleEngagement) -> ExampleEngagement:
    """The same before it is over: nobody was absent, no sheets are in."""
    return replace(seminar, status="current", absent=0, has_evaluation_sheets=False)


def _running(random: Random, today: date, code: str, registered: int, maximum: int) -> ExampleEngagement:
    """A seminar that began some working days ago and goes on after today."""
    topic = TOPICS[code]
    first = _working_days_back(today, topic.days // 2 or 1)
    days = _working_days(first, max(topic.days, 3))
    if days[-1] <= today:
        days = _working_days(first, len(days) + 2)
    seminar = _not_yet(_held(random, topic, days, f"{code}-running"))
    return replace(seminar, registered=registered, maximum=maximum, paid_percent=75)


def _coming(
    random: Random, today: date, code: str, in_days: int, *, key: str = "coming", confirmed: bool = False
) -> ExampleEngagement:
    """A seminar announced, nobody in it yet; tentative, to be decided a week before, unless confirmed."""
    topic, days = _ahead(today, code, in_days)
    return replace(
        _held(random, topic, days, f"{code}-{key}"),
        status="preparation",
        confirmed_on=_day(today, -3) if confirmed else "",
        decide_by="" if confirmed else (days[0] - timedelta(days=7)).isoformat(),
        registered=0,
        cancelled=0,
        absent=0,
        paid_percent=0,
        has_evaluation_sheets=False,
    )


def _ahead(today: date, code: str, in_days: int) -> tuple[Topic, list[date]]:
    topic = TOPICS[code]
    return topic, _working_days(today + timedelta(days=in_days), topic.days)


def _responsible(line: str, year: int) -> str:
    """The line's responsible, or before they came the founder."""
    member = responsible_for(line)
    return member.code if member.is_here_in(year) else STAFF[0].code


def _team(random: Random, work: Work, year: int) -> tuple[tuple[str, str], ...]:
    """Whoever answers for the work and one or two others of the line, each in their role."""
    role = "evaluator" if work.kind == "evaluation" else "consultant"
    at_hand = [
        member
        for member in STAFF
        if work.line in member.lines
        and member.is_here_in(year)
        and member.kind != "teacher"
        and member.code != _responsible(work.line, year)
    ]
    others = random.sample(at_hand, min(len(at_hand), random.randint(1, 2)))
    roles = ((member.code, _OWN_ROLES.get(member.position, role)) for member in others)
    return ((_responsible(work.line, year), role), *roles)


def _price(topic: Topic, year: int) -> int:
    """The price of 2006, AMD 500 more for each year since, at most AMD 60,000."""
    return min(60_000, topic.price + 500 * max(0, year - 2006))


def _some_day(random: Random, year: int) -> date:
    """Between mid-January and the end of November, when seminars are held."""
    return date(year, 1, 14) + timedelta(days=random.randrange(310))


def _working_days(first: date, count: int) -> list[date]:
    """That many days from Monday to Friday, the first one not before `first`."""
    days: list[date] = []
    day = first
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return days


def _working_days_back(today: date, count: int) -> date:
    """The working day that lies so many working days before today."""
    day = today
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _day(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()
