"""The people of the example company: as many as asked for, the same ones for the same random numbers.

Enterprises are made in `enterprises` and offered here as well. Who works where is left to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Literal, TypeVar

from bsc_tui.operations.example import numbers, rare_names, spellings
from bsc_tui.operations.example.enterprises import ExampleEnterprise, enterprises
from bsc_tui.operations.example.places import Address, Town, address_abroad, address_in, town
from bsc_tui.operations.example.spellings import Script, Spelling, words

__all__ = ["ExampleEnterprise", "ExamplePerson", "Origin", "enterprises", "people", "retyped"]

Origin = Literal["armenian", "russian", "french", "english"]
Sex = Literal["female", "male", ""]
_Word = TypeVar("_Word", str, Spelling)

_ORIGINS: tuple[Origin, ...] = ("armenian", "russian", "french", "english")
_ORIGIN_WEIGHTS = (60, 18, 10, 12)
_SCRIPTS: tuple[Script, ...] = ("armenian", "latin", "cyrillic")
_SCRIPT_WEIGHTS = (60, 25, 15)

# How many of each origin live in Armenia, and where the others do.
_AT_HOME = {"armenian": 0.97, "russian": 0.55, "french": 0.40, "english": 0.60}
_ABROAD = {"armenian": "fr", "russian": "ru", "french": "fr", "english": "gb"}

_POSITIONS = words("""
    accountant accountant accountant chief_accountant chief_accountant director director
    deputy_director executive_director general_director finance_director head_of_division
    head_of_department manager manager lawyer lawyer economist finance_specialist financial_analyst
    auditor credit_officer customs_broker personnel_manager personnel_specialist head_of_marketing
    marketing_specialist marketing_specialist sales_manager sales_manager pr_specialist
    procurement_specialist logistics_specialist project_manager coordinator assistant office_manager
    secretary programmer it_specialist engineer technologist agronomist lecturer student student
    civil_servant community_head entrepreneur entrepreneur journalist translator doctor
""")
_DOMAINS = words("""
    production light_industry trade trade wholesale_trade retail_trade education higher_education
    agri_food wine_and_brandy fruit_and_vegetables tourism construction non_commercial charity
    health_protection nature_protection poverty_reduction diplomacy
""")
_SOURCES = words("""
    web_site web_site e_mail newspaper television_radio partner colleague_friend colleague_friend
    former_participant social_network call_from_us
""")
_MAIL_HOSTS = ("post.example", "mail.example", "armpost.example", "net.example", "courrier.example")
_CONSENTS = ("letters", "email", "phone")


@dataclass(frozen=True)
class ExamplePerson:
    """One person as typed into the card: codes for what is chosen from lists, partial ISO text for dates,
    telephones as +374…, empty text for what nobody knows. The first telephone and e-mail are the main ones.
    """

    first_name: str
    last_name: str
    patronymic: str
    sex: Sex
    origin: Origin
    script: Script
    birth_date: str
    position: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    passport_number: str
    passport_issued_by: str
    passport_issued_on: str
    social_card: str
    address: str
    postcode: str
    city: str
    region: str
    country: str
    domain: str
    source: str
    language: str
    consents: tuple[str, ...]


@dataclass(frozen=True)
class _Name:
    first: str
    last: str
    patronymic: str
    script: Script


class _Papers:
    """The numbers still to be given out while people are being made."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.passports = numbers.passports(random)
        self.social_cards = numbers.social_cards(random)
        self.mobiles = {
            "am": numbers.armenian_mobiles(random),
            "ru": numbers.russian_mobiles(random),
            "fr": numbers.french_mobiles(random),
            "gb": numbers.british_mobiles(random),
        }
        self._landlines: dict[str, Iterator[str]] = {}
        self._mailboxes: dict[str, int] = {}

    def landline(self, where: Town) -> str:
        code = where.telephone
        if code not in self._landlines:
            self._landlines[code] = numbers.armenian_landlines(self._random, code, first_digit=5)
        return next(self._landlines[code])

    def mailbox(self, wanted: str) -> str:
        """The wanted local part, with a number behind it when somebody has it already."""
        taken = self._mailboxes[wanted] = self._mailboxes.get(wanted, 0) + 1
        return wanted if taken == 1 else f"{wanted}{taken}"


def people(random: Random, count: int, rare: float = 0) -> Iterator[ExamplePerson]:
    """That many people. No two share a telephone, an e-mail, a passport or a social card.

    `rare` is the share, from 0 to 1, of those whose surname few bear.
    """
    papers = _Papers(random)
    for _ in range(count):
        yield _person(random, papers, rare)


def retyped(random: Random, person: ExamplePerson) -> ExamplePerson:
    """The same person as another clerk typed them: an Armenian name in another script, any other with two
    letters exchanged; less of the rest, but the same telephones and e-mails.
    """
    first, last = _KNOWN_SPELLINGS.get(person.first_name), _KNOWN_SPELLINGS.get(person.last_name)
    script, first_name, last_name = person.script, person.first_name, _slip(random, person.last_name)
    if person.origin == "armenian" and first and last:
        script = random.choice([other for other in _SCRIPTS if other != person.script])
        first_name, last_name = first.within(script), last.within(script)
    return replace(
        person,
        first_name=first_name,
        last_name=last_name,
        script=script,
        patronymic="",
        passport_number="",
        passport_issued_by="",
        passport_issued_on="",
        social_card="",
        address="",
        postcode="",
        source="",
    )


def _person(random: Random, papers: _Papers, rare: float) -> ExamplePerson:
    origin = random.choices(_ORIGINS, _ORIGIN_WEIGHTS)[0]
    woman = random.random() < 0.55
    name = _NAMERS[origin](random, woman, rare > 0 and random.random() < rare)
    where = town(random) if random.random() < _AT_HOME[origin] else None
    home = _home(random, where, origin, name.script)
    passport, issued_by, issued_on = _passport(random, papers)
    return ExamplePerson(
        first_name=name.first,
        last_name=name.last,
        patronymic=name.patronymic,
        sex="" if random.random() < 0.02 else "female" if woman else "male",
        origin=origin,
        script=name.script,
        birth_date=_birth_date(random),
        position=random.choice(_POSITIONS) if random.random() < 0.9 else "",
        phones=_phones(random, papers, home.country, where),
        emails=_emails(random, papers, name),
        passport_number=passport,
        passport_issued_by=issued_by,
        passport_issued_on=issued_on,
        social_card=next(papers.social_cards) if random.random() < 0.45 else "",
        address=home.street if random.random() < 0.75 else "",
        postcode=home.postcode,
        city=home.city,
        region=home.region,
        country=home.country,
        domain=random.choice(_DOMAINS) if random.random() < 0.8 else "",
        source=random.choice(_SOURCES) if random.random() < 0.85 else "",
        language=_language(random, origin),
        consents=tuple(consent for consent in _CONSENTS if random.random() < 0.8),
    )


def _frequent(random: Random, names: tuple[_Word, ...]) -> _Word:
    """One of the names, those at the front of the table more often, as surnames are in life."""
    return names[int(len(names) * random.random() ** 1.5)]


def _armenian_name(random: Random, woman: bool, rare: bool) -> _Name:
    script = random.choices(_SCRIPTS, _SCRIPT_WEIGHTS)[0]
    first = random.choice(spellings.ARMENIAN_WOMEN if woman else spellings.ARMENIAN_MEN).within(script)
    usual = spellings.ARMENIAN_SURNAMES
    last = rare_names.armenian(random, script) if rare else _frequent(random, usual).within(script)
    father = random.choice(spellings.ARMENIAN_MEN).within(script)
    patronymic = _armenian_patronymic(father, script, woman) if random.random() < 0.75 else ""
    return _Name(first, last, patronymic, script)


def _armenian_patronymic(father: str, script: Script, woman: bool) -> str:
    """The father's name as Armenian papers have it, "of Hrant"; in Cyrillic letters as Russian papers do."""
    if script == "armenian":
        return father + ("յի" if father[-1] in "աո" else "ի")
    if script == "latin":
        return father + ("yi" if father[-1] in "ao" else "i")
    ending = "евич" if father[-1] in "аеияо" else "ович"
    return _of_a_woman(father + ending) if woman else father + ending


def _of_a_woman(patronymic: str) -> str:
    return patronymic.removesuffix("ич") + "на"


def _russian_name(random: Random, woman: bool, rare: bool) -> _Name:
    last = rare_names.russian(random) if rare else _frequent(random, spellings.RUSSIAN_SURNAMES)
    first = random.choice(spellings.RUSSIAN_WOMEN) if woman else random.choice(spellings.RUSSIAN_MEN)[0]
    patronymic = random.choice(spellings.RUSSIAN_MEN)[1] if random.random() < 0.8 else ""
    if woman:
        last = last.removesuffix("ий") + "ая" if last.endswith("ий") else last + "а"
        patronymic = _of_a_woman(patronymic) if patronymic else ""
    return _Name(first, last, patronymic, "cyrillic")


def _french_name(random: Random, woman: bool, rare: bool) -> _Name:
    first = random.choice(spellings.FRENCH_WOMEN if woman else spellings.FRENCH_MEN)
    last = rare_names.french(random) if rare else _frequent(random, spellings.FRENCH_SURNAMES)
    return _Name(first, last, "", "latin")


def _english_name(random: Random, woman: bool, rare: bool) -> _Name:
    first = random.choice(spellings.ENGLISH_WOMEN if woman else spellings.ENGLISH_MEN)
    last = rare_names.english(random) if rare else _frequent(random, spellings.ENGLISH_SURNAMES)
    return _Name(first, last, "", "latin")


_NAMERS = {
    "armenian": _armenian_name,
    "russian": _russian_name,
    "french": _french_name,
    "english": _english_name,
}
_KNOWN_SPELLINGS: dict[str, Spelling] = {
    written: spelling
    for table in (spellings.ARMENIAN_WOMEN, spellings.ARMENIAN_MEN, spellings.ARMENIAN_SURNAMES)
    for spelling in table
    for written in (spelling.armenian, spelling.latin, spelling.cyrillic)
}


def _home(random: Random, where: Town | None, origin: Origin, script: Script) -> Address:
    if where is None:
        return address_abroad(random, _ABROAD[origin])
    return address_in(random, where, script)


def _birth_date(random: Random) -> str:
    """Known to the day for most; old sheets give a year, or nothing."""
    day = date(1950, 1, 1) + timedelta(days=random.randrange(55 * 365))
    known = random.random()
    if known < 0.70:
        return day.isoformat()
    if known < 0.85:
        return f"{day:%Y}"
    return f"{day:%Y-%m}" if known < 0.88 else ""


def _passport(random: Random, papers: _Papers) -> tuple[str, str, str]:
    """Number, issuing office and day of issue; nothing for those whose passport nobody asked for."""
    if random.random() > 0.6:
        return "", "", ""
    issued_on = date(2000, 1, 1) + timedelta(days=random.randrange(23 * 365))
    return next(papers.passports), f"{random.randint(1, 70):03}", issued_on.isoformat()


def _phones(random: Random, papers: _Papers, country: str, where: Town | None) -> tuple[str, ...]:
    how_many = random.choices((0, 1, 2), (8, 72, 20))[0]
    if how_many == 0:
        return ()
    mobile = next(papers.mobiles[country])
    if how_many == 1:
        return (mobile,)
    return (mobile, papers.landline(where) if where else next(papers.mobiles["am"]))


def _emails(random: Random, papers: _Papers, name: _Name) -> tuple[str, ...]:
    if random.random() > 0.62:
        return ()
    first, last = _ascii(name.first), _ascii(name.last)
    local = random.choice((f"{first}.{last}", f"{first[0]}.{last}", f"{last}.{first}", f"{first}{last}"))
    return (f"{papers.mailbox(local)}@{random.choice(_MAIL_HOSTS)}",)


def _ascii(name: str) -> str:
    """The name in the letters that an e-mail address takes, Armenian ones as passports have them."""
    # Late: only the example needs it, and its tables take a while to load.
    from anyascii import anyascii

    known = _KNOWN_SPELLINGS.get(name)
    written = anyascii(known.latin if known else name).lower()
    return "".join(letter for letter in written if letter.isascii() and letter.isalpha())


def _language(random: Random, origin: Origin) -> str:
    if origin == "armenian":
        return random.choices(("hy", "en", ""), (80, 8, 12))[0]
    return {"russian": random.choice(("hy", "en")), "french": "fr", "english": "en"}[origin]


def _slip(random: Random, word: str) -> str:
    """The word with two neighbouring letters exchanged, the first one left alone."""
    if len(word) < 4:
        return word
    at = random.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
