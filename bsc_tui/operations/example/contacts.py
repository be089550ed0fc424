"""The people and enterprises of the example as rows for the gate, and what ties them together.

Who they are comes from `names` and `oddities`; what they take part in is left to `participants`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from bsc_tui.operations.example.enterprises import ExampleEnterprise
from bsc_tui.operations.example.names import ExamplePerson
from bsc_tui.operations.example.office import Row, Terms, first_day
from bsc_tui.operations.example.topics import TOPICS

_EMPLOYED = 0.82
_DIRECTORS = (
    "director",
    "general_director",
    "executive_director",
    "president",
    "deputy_director",
    "entrepreneur",
)
_PARTNERS = (
    ("donor", 8),
    ("training_partner", 5),
    ("consulting_partner", 4),
    ("university", 3),
    ("state_partner", 2),
    ("regional_partner", 3),
    ("media_partner", 2),
    ("supplier", 3),
)
_BETWEEN_COLLEAGUES = ("superior", "assistant", "colleague", "colleague")
_BETWEEN_PEOPLE = ("spouse", "parent", "family_member", "friend", "classmate", "recommended_by")
_TO_ENTERPRISES = ("founder", "shareholder", "board_member", "main_interlocutor")


@dataclass(frozen=True)
class Company:
    """An enterprise that is stored, and what is needed of its card."""

    id: int
    domain: str
    country: str
    phone: str


@dataclass(frozen=True)
class Job:
    """Where somebody worked; years, 0 for not known or not over."""

    enterprise: int
    since: int
    until: int

    def covers(self, year: int) -> bool:
        """Whether it was theirs in that year, as far as known."""
        return self.since <= year and (not self.until or year <= self.until)


@dataclass
class Somebody:
    """A person whose card is being made; the id is known once it is stored."""

    card: ExamplePerson
    notes: str = ""
    jobs: tuple[Job, ...] = ()
    id: int = 0
    born: int = field(init=False)

    def __post_init__(self) -> None:
        self.born = int(self.card.birth_date[:4] or 0)

    @property
    def employer(self) -> int | None:
        """Where they work now."""
        return next((job.enterprise for job in self.jobs if not job.until), None)

    def workplace_in(self, year: int) -> int | None:
        """Where they worked in that year."""
        return next((job.enterprise for job in reversed(self.jobs) if job.covers(year)), None)


def enterprise_row(term: Terms, card: ExampleEnterprise) -> Row:
    """The card of an enterprise as the gate takes it."""
    return {
        "name": card.name,
        "short_name": card.short_name,
        "other_name": card.latin_name if card.script != "latin" else "",
        "legal_status": term("legal_status", card.legal_status),
        "tax_number": card.tax_number,
        "phone": card.phone,
        "fax": card.fax,
        "email": card.email,
        "website": card.website,
        "address": card.address,
        "postcode": card.postcode,
        "city": card.city,
        "region": term("region", card.region),
        "country": term("country", card.country),
        "industry": term("industry", card.industry),
        "domain": term("domain", card.domain),
        "source": term("information_source", card.source),
        "bank": term("bank", card.bank),
        "account": card.account,
    }


def person_row(term: Terms, somebody: Somebody) -> Row:
    """The card of a person as the gate takes it: a second telephone is one at home, or another mobile."""
    card = somebody.card
    mobile, second = (*card.phones, "", "")[:2]
    at_home = card.country == "am"
    return {
        "last_name": card.last_name,
        "first_name": card.first_name,
        "patronymic": card.patronymic,
        "sex": card.sex,
        "birth_date": card.birth_date,
        "passport_number": card.passport_number,
        "passport_issued_by": card.passport_issued_by,
        "passport_issued_on": card.passport_issued_on,
        "social_card": card.social_card,
        "mobile": mobile,
        "phone": second if at_home else "",
        "other_phone": "" if at_home else second,
        "email": card.emails[0] if card.emails else "",
        "address": card.address,
        "postcode": card.postcode,
        "city": card.city,
        "region": term("region", card.region),
        "country": term("country", card.country),
        "employer": somebody.employer,
        "position": term("position", card.position),
        "domain": term("domain", card.domain),
        "source": term("information_source", card.source),
        "language": card.language,
        "letters": "letters" in card.consents,
        "emails": "email" in card.consents,
        "calls": "phone" in card.consents,
        "notes": somebody.notes,
    }


class Employers:
    """Lets most people work somewhere: many in a few enterprises, a few in most; some had work before."""

    def __init__(self, random: Random, companies: Sequence[Company], this_year: int) -> None:
        self._random = random
        self._this_year = this_year
        self._by_country: dict[str, list[int]] = {}
        for company in companies:
            self._by_country.setdefault(company.country, []).append(company.id)
        self._chances = {
            country: list(accumulate((place + 1) ** -0.6 for place in range(len(there))))
            for country, there in self._by_country.items()
        }

    def give_work(self, somebody: Somebody) -> None:
        """Decide where somebody works and worked."""
        if self._random.random() > _EMPLOYED or somebody.card.position in ("", "student"):
            return
        country = somebody.card.country if somebody.card.country in self._by_country else "am"
        there, chances = self._by_country[country], self._chances[country]
        now, before = self._random.choices(there, cum_weights=chances, k=2)
        somebody.jobs = _jobs(self._random, somebody, now, before, self._this_year)


def _jobs(random: Random, somebody: Somebody, now: int, before: int, this_year: int) -> tuple[Job, ...]:
    if random.random() < 0.4:
        return (Job(now, 0, 0),)
    earliest = min(max(somebody.born + 20, 1995), this_year - 1)
    since = random.randint(earliest, this_year - 1)
    if before == now or random.random() < 0.5:
        return (Job(now, since, 0),)
    begun = random.choice((0, random.randint(earliest, since)))
    return (Job(before, begun, since), Job(now, since, 0))


def employment_rows(
    random: Random, term: Terms, people: Sequence[Somebody], companies: dict[int, Company]
) -> Iterator[Row]:
    """Who worked where; every sixth speaks for the enterprise, with its telephone."""
    for somebody in people:
        for job in somebody.jobs:
            position = term("position", somebody.card.position) if not job.until else None
            yield employment_row(random, somebody.id, position, job, companies[job.enterprise].phone)


def employment_row(random: Random, person: int, position: int | None, job: Job, phone: str) -> Row:
    """One of somebody's employments; `phone`: the enterprise's, for those who speak for it."""
    contact = not job.until and random.random() < 0.16
    return {
        "person": person,
        "enterprise": job.enterprise,
        "position": position,
        "since": _year_or_month(random, job.since),
        "until": str(job.until or ""),
        "contact": contact,
        "phone": phone if contact else "",
    }


def _year_or_month(random: Random, year: int) -> str:
    if not year:
        return ""
    return f"{year}-{random.randint(1, 12):02}" if random.random() < 0.4 else str(year)


def leaders(random: Random, people: Sequence[Somebody]) -> dict[int, Row]:
    """The director and the contact person of the enterprises that have named them, by enterprise."""
    staff: dict[int, list[Somebody]] = {}
    for somebody in people:
        if somebody.employer:
            staff.setdefault(somebody.employer, []).append(somebody)
    found: dict[int, Row] = {}
    for enterprise, members in staff.items():
        directors = [member.id for member in members if member.card.position in _DIRECTORS]
        named: Row = {"director": directors[0]} if directors else {}
        if random.random() < 0.4:
            named["responsible"] = random.choice(members).id
        if named:
            found[enterprise] = named
    return found


def partner_rows(random: Random, term: Terms, companies: Sequence[Company]) -> list[Row]:
    """Some enterprises in partner roles, donors first, a few of them over; no enterprise twice."""
    kinds = [kind for kind, count in _PARTNERS for _ in range(count)]
    chosen = random.sample(companies, min(len(kinds), len(companies) // 3))
    return [
        {
            "enterprise": company.id,
            "kind": term("partner_kind", kind),
            "since": str(random.randint(1996, 2015)),
            "until": str(random.randint(2016, 2023)) if random.random() < 0.25 else "",
        }
        for company, kind in zip(chosen, kinds, strict=False)
    ]


def relationship_rows(random: Random, term: Terms, people: Sequence[Somebody]) -> Iterator[Row]:
    """Colleagues, families and friends, founders: one for every sixteenth person."""
    at_work = [somebody for somebody in people if somebody.employer]
    colleagues: dict[int | None, list[Somebody]] = {}
    for somebody in at_work:
        colleagues.setdefault(somebody.employer, []).append(somebody)
    for number in range(len(people) // 16):
        one: Somebody = random.choice(at_work)
        row: Row = {"person": one.id}
        others = [other for other in colleagues[one.employer] if other is not one]
        if number % 3 == 0 and others:
            kind, row["other_person"] = random.choice(_BETWEEN_COLLEAGUES), random.choice(others).id
        elif number % 3 == 1:
            kind, row["enterprise"] = random.choice(_TO_ENTERPRISES), one.employer
        else:
            other = random.choice([some for some in random.sample(people, 2) if some is not one])
            kind, row["other_person"] = random.choice(_BETWEEN_PEOPLE), other.id
        yield {**row, "kind": term("relationship_type", kind)}


def interest_rows(random: Random, term: Terms, people: Sequence[Somebody]) -> Iterator[Row]:
    """One to three topics for every fifth person."""
    topics = sorted(TOPICS)
    for somebody in people:
        if random.random() < 0.2:
            for topic in random.sample(topics, random.randint(1, 3)):
                yield {"person": somebody.id, "topic": term("seminar_topic", topic)}


def is_grown_up(somebody: Somebody, start: str) -> bool:
    """Whether they were eighteen at that partial date, as far as known."""
    return not somebody.born or somebody.born + 18 <= first_day(start).year
