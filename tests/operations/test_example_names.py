"""The example company: many people and enterprises, and what BSC did for them, always the same."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from importlib.resources import files
from random import Random
from typing import Any

import phonenumbers
import pytest
from email_validator import validate_email

from bsc_tui.operations.example import spellings
from bsc_tui.operations.example.catalogue import (
    STAFF,
    ExampleEngagement,
    engagements,
    responsible_for,
    seminars_of_2006,
    teachers_of,
)
from bsc_tui.operations.example.names import ExamplePerson, enterprises, people, retyped
from bsc_tui.operations.example.places import TOWNS

TODAY = date(2026, 11, 20)
DAYS = [TODAY, date(2026, 1, 2), date(2026, 8, 15), date(2026, 11, 22), date(2028, 2, 29)]
LISTS: dict[str, Any] = tomllib.loads(
    files("bsc_tui.operations").joinpath("starting_lists.toml").read_text(encoding="utf-8")
)
KINDS: dict[str, list[str]] = {line["code"]: line["kinds"] for line in LISTS["service_lines"]}


def codes_below(terms: list[dict[str, Any]]) -> set[str]:
    """The codes of all terms still offered, sub-elements too."""
    return {term["code"] for term in terms if term.get("active", True)}.union(
        *(codes_below(term.get("terms", [])) for term in terms)
    )


CODES = {name: codes_below(content["terms"]) for name, content in LISTS["lists"].items()}


@pytest.fixture(scope="module", params=[0, 0.8], ids=["usual names", "rare names"])
def crowd(request: pytest.FixtureRequest) -> list[ExamplePerson]:
    return list(people(Random(7), 4000, request.param))


def done_by(today: date = TODAY) -> tuple[ExampleEngagement, ...]:
    return engagements(Random(7), today)


def is_partial_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text) is not None


# People


def test_the_same_random_numbers_make_the_same_people() -> None:
    assert list(people(Random(3), 200)) == list(people(Random(3), 200))
    assert list(people(Random(3), 200)) != list(people(Random(4), 200))


def test_a_smaller_crowd_is_the_beginning_of_a_larger_one() -> None:
    assert list(people(Random(3), 50)) == list(people(Random(3), 200))[:50]


def test_making_people_leaves_the_common_random_numbers_alone() -> None:
    import random

    before = random.getstate()
    list(people(Random(3), 20))
    list(enterprises(Random(3), 20))
    done_by()
    assert random.getstate() == before


def test_the_mix_of_origins_and_scripts_is_that_of_the_office(crowd: list[ExamplePerson]) -> None:
    origins = Counter(person.origin for person in crowd)
    assert origins["armenian"] / len(crowd) == pytest.approx(0.60, abs=0.03)
    assert origins["russian"] / len(crowd) == pytest.approx(0.18, abs=0.03)
    assert origins["french"] / len(crowd) == pytest.approx(0.10, abs=0.03)
    assert origins["english"] / len(crowd) == pytest.approx(0.12, abs=0.03)
    scripts = Counter(person.script for person in crowd if person.origin == "armenian")
    assert scripts["armenian"] / scripts.total() == pytest.approx(0.60, abs=0.03)
    assert scripts["latin"] / scripts.total() == pytest.approx(0.25, abs=0.03)
    assert scripts["cyrillic"] / scripts.total() == pytest.approx(0.15, abs=0.03)


def test_names_are_written_in_the_script_they_claim(crowd: list[ExamplePerson]) -> None:
    letters = {"armenian": "[Ա-և]", "cyrillic": "[А-яЁё]", "latin": r"[A-Za-zÀ-ÿ'\- ]"}
    for person in crowd:
        for name in (person.first_name, person.last_name, person.patronymic):
            assert re.fullmatch(f"{letters[person.script]}*", name), name
        assert person.first_name
        assert person.last_name


@pytest.mark.parametrize("origin", ["armenian", "russian", "french", "english"])
def test_where_most_surnames_are_rare_few_share_both_names(origin: str) -> None:
    def of(rare: float) -> list[tuple[str, str]]:
        crowd = people(Random(7), 20_000, rare)
        return [(person.first_name, person.last_name) for person in crowd if person.origin == origin]

    namesakes = Counter(of(0)).most_common(1)[0][1]
    rare = of(0.8)
    assert len({last for _first, last in rare}) > 0.45 * len(rare)
    assert Counter(rare).most_common(1)[0][1] < namesakes / 1.5


def test_there_are_enough_names_and_none_twice() -> None:
    for table, least in (
        (spellings.ARMENIAN_SURNAMES, 120),
        (spellings.ARMENIAN_MEN, 60),
        (spellings.ARMENIAN_WOMEN, 60),
    ):
        assert len({name.armenian for name in table}) == len({name.latin for name in table}) == len(table)
        assert len(table) >= least
    for surnames in (spellings.RUSSIAN_SURNAMES, spellings.FRENCH_SURNAMES, spellings.ENGLISH_SURNAMES):
        assert len(set(surnames)) == len(surnames) >= 60


def test_each_armenian_name_stands_in_its_three_scripts() -> None:
    for table in (spellings.ARMENIAN_SURNAMES, spellings.ARMENIAN_MEN, spellings.ARMENIAN_WOMEN):
        for name in table:
            assert re.fullmatch("[Ա-Ֆ][ա-և]+", name.armenian), name
            assert re.fullmatch("[A-Z][a-z]+", name.latin), name
            assert re.fullmatch("[А-ЯЁ][а-яё]+", name.cyrillic), name
    hakobyan = next(name for name in spellings.ARMENIAN_SURNAMES if name.latin == "Hakobyan")
    assert (hakobyan.armenian, hakobyan.cyrillic) == ("Հակոբյան", "Акопян")


def test_russian_women_and_men_bear_their_own_forms_of_a_name(crowd: list[ExamplePerson]) -> None:
    russians = [person for person in crowd if person.origin == "russian"]
    women = [person for person in russians if person.sex == "female"]
    men = [person for person in russians if person.sex == "male"]
    assert women
    assert men
    assert all(re.search("(ова|ева|ёва|ина|ая)$", person.last_name) for person in women)
    assert all(re.search("(ов|ев|ёв|ин|ий)$", person.last_name) for person in men)
    assert all(person.patronymic.endswith("на") for person in women if person.patronymic)
    assert all(person.patronymic.endswith("ич") for person in men if person.patronymic)


def test_an_armenian_patronymic_is_the_fathers_name_as_papers_have_it(crowd: list[ExamplePerson]) -> None:
    endings = {"armenian": ("ի",), "latin": ("i",), "cyrillic": ("вич", "вна")}
    with_father = [person for person in crowd if person.origin == "armenian" and person.patronymic]
    assert len(with_father) > 1000
    assert all(person.patronymic.endswith(endings[person.script]) for person in with_father)


def test_every_telephone_of_a_person_is_valid_and_nobody_elses(crowd: list[ExamplePerson]) -> None:
    phones = [phone for person in crowd for phone in person.phones]
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(phone)) for phone in phones)
    assert len(set(phones)) == len(phones)
    assert {phone[:4] for phone in phones} >= {"+374", "+336"}
    assert any(not person.phones for person in crowd)


def test_mailboxes_are_plain_reserved_and_nobody_elses(crowd: list[ExamplePerson]) -> None:
    mailboxes = [mailbox for person in crowd for mailbox in person.emails]
    assert all(mailbox.isascii() and mailbox.endswith(".example") for mailbox in mailboxes)
    assert len(set(mailboxes)) == len(mailboxes)
    for mailbox in mailboxes[:200]:
        assert validate_email(mailbox, check_deliverability=False).normalized == mailbox


def test_papers_have_their_usual_form_and_are_given_once(crowd: list[ExamplePerson]) -> None:
    passports = [person.passport_number for person in crowd if person.passport_number]
    cards = [person.social_card for person in crowd if person.social_card]
    assert all(re.fullmatch(r"[A-Z]{2}\d{7}", number) for number in passports)
    assert all(re.fullmatch(r"\d{10}", number) for number in cards)
    assert len(set(passports)) == len(passports) > 1000
    assert len(set(cards)) == len(cards) > 1000


def test_some_birth_dates_are_known_only_by_the_year(crowd: list[ExamplePerson]) -> None:
    known = Counter(len(person.birth_date) for person in crowd)
    assert set(known) == {0, 4, 7, 10}
    assert all(is_partial_date(person.birth_date) for person in crowd if person.birth_date)


def test_people_choose_only_from_the_starting_lists(crowd: list[ExamplePerson]) -> None:
    for person in crowd:
        assert person.position in CODES["position"] | {""}
        assert person.domain in CODES["domain"] | {""}
        assert person.source in CODES["information_source"] | {""}
        assert person.region in CODES["region"] | {""}
        assert person.country in CODES["country"]
        assert bool(person.region) == (person.country == "am")
        assert person.language in {"", "en", "fr", "hy"}
        assert person.sex in {"", "female", "male"}


def test_towns_stand_in_all_regions() -> None:
    assert {town.region for town in TOWNS} == CODES["region"]


def test_a_person_typed_again_is_spelt_otherwise_but_has_the_same_telephones() -> None:
    random = Random(1)
    for person in people(Random(7), 300):
        again = retyped(random, person)
        assert (again.phones, again.emails, again.sex) == (person.phones, person.emails, person.sex)
        assert again.passport_number == ""
        if person.origin == "armenian":
            assert again.script != person.script
            assert again.last_name != person.last_name


# Enterprises


def test_the_same_random_numbers_make_the_same_enterprises() -> None:
    assert list(enterprises(Random(3), 100)) == list(enterprises(Random(3), 100))


def test_four_hundred_enterprises_have_four_hundred_distinctive_names() -> None:
    made = list(enterprises(Random(3), 400))
    assert len({enterprise.name for enterprise in made}) == 400
    assert len({enterprise.short_name for enterprise in made}) == 400


def test_thousands_of_enterprises_share_no_name_number_or_site() -> None:
    made = list(enterprises(Random(3), 4000))
    for fact in ("name", "tax_number", "account", "website", "email", "phone"):
        given = [getattr(enterprise, fact) for enterprise in made if getattr(enterprise, fact)]
        assert len(set(given)) == len(given) > 1000, fact


def test_enterprises_are_named_in_armenian_latin_and_russian() -> None:
    made = list(enterprises(Random(3), 400))
    scripts = Counter(enterprise.script for enterprise in made)
    assert scripts["armenian"] > scripts["latin"] > 20
    assert scripts["cyrillic"] > 10
    assert any(re.fullmatch("«[^»]+» ՍՊԸ", enterprise.name) for enterprise in made)
    assert any(enterprise.name.startswith("ООО «") for enterprise in made)
    assert any(enterprise.name.endswith(" LLC") for enterprise in made)
    assert all(enterprise.latin_name for enterprise in made)


def test_enterprises_have_valid_numbers_and_choose_from_the_lists() -> None:
    for enterprise in enterprises(Random(3), 600):
        assert enterprise.legal_status in CODES["legal_status"] | {""}
        assert enterprise.industry in CODES["industry"]
        assert enterprise.domain in CODES["domain"]
        assert enterprise.source in CODES["information_source"] | {""}
        assert enterprise.bank in CODES["bank"] | {""}
        assert enterprise.region in CODES["region"] | {""}
        assert enterprise.country in CODES["country"]
        assert re.fullmatch(r"(\d{8})?", enterprise.tax_number)
        assert re.fullmatch(r"(\d{16})?", enterprise.account)
        for number in filter(None, (enterprise.phone, enterprise.fax)):
            assert phonenumbers.is_valid_number(phonenumbers.parse(number)), number
        if enterprise.email:
            assert validate_email(enterprise.email, check_deliverability=False)


def test_people_enterprises_and_staff_share_no_number(crowd: list[ExamplePerson]) -> None:
    made = list(enterprises(Random(7), 1000))
    phones = {phone for person in crowd for phone in person.phones}
    offices = {number for enterprise in made for number in (enterprise.phone, enterprise.fax) if number}
    assert not phones & offices
    assert not {member.phone for member in STAFF} & (phones | offices)
    assert not {member.passport_number for member in STAFF} & {person.passport_number for person in crowd}
    assert not {member.social_card for member in STAFF} & {person.social_card for person in crowd}


# What BSC did


def test_the_seminars_of_2006_were_held_as_often_as_the_archive_says() -> None:
    held = Counter(seminar.topic for seminar in seminars_of_2006(Random(7)))
    assert held == {
        "labour_code": 7,
        "customs_law": 5,
        "non_resident_tax": 2,
        "accounting_beginners": 2,
        "hr_management": 2,
        "market_research": 3,
        "negotiation_contract_law": 1,
        "financial_analysis": 2,
        "effective_management": 2,
        "effective_marketing": 2,
    }
    of_that_year = [engagement for engagement in done_by() if engagement.start.startswith("2006")]
    assert Counter(engagement.topic for engagement in of_that_year if engagement.topic) == held


def test_the_seminars_of_2006_were_open_finished_and_priced_as_then() -> None:
    for seminar in seminars_of_2006(Random(7)):
        assert seminar.kind == "open_seminar"
        assert seminar.status == "finished"
        assert 20_000 <= seminar.price <= 60_000
        assert seminar.start[:4] == seminar.end[:4] == "2006"
        assert seminar.line == {"hr_management": "HR", "effective_management": "SM"}.get(seminar.topic, "BDS")


def test_the_same_random_numbers_make_the_same_engagements() -> None:
    assert done_by() == done_by()


@pytest.mark.parametrize("today", DAYS)
def test_about_150_engagements_cover_all_lines_and_kinds(today: date) -> None:
    done = done_by(today)
    assert 140 <= len(done) <= 170
    assert {engagement.line for engagement in done} == set(KINDS)
    assert {engagement.kind for engagement in done} == {kind for kinds in KINDS.values() for kind in kinds}
    assert all(engagement.kind in KINDS[engagement.line] for engagement in done)
    assert len({engagement.key for engagement in done}) == len(done)


@pytest.mark.parametrize("today", DAYS)
def test_engagements_choose_only_from_the_starting_lists(today: date) -> None:
    subtypes = {
        "consultation": CODES["consultation"],
        "evaluation": CODES["evaluation"],
        "sector_project": CODES["development_domain"],
        "regional_project": CODES["development_domain"],
    }
    members = {member.code for member in STAFF}
    for engagement in done_by(today):
        assert engagement.status in CODES["project_status"]
        assert engagement.topic in CODES["seminar_topic"] | {""}
        assert engagement.subtype in subtypes.get(engagement.kind, {""}), engagement.key
        assert engagement.status_reason in CODES["discontinuation_reason"] | {""}
        assert bool(engagement.status_reason) == (engagement.status == "discontinued")
        assert engagement.region in CODES["region"]
        assert engagement.domain in CODES["domain"] | {""}
        assert engagement.responsible in members
        assert engagement.responsible_status in CODES["responsible_status"]
        assert all(code in members and role in CODES["staff_role"] for code, role in engagement.staff)
        assert len({code for code, _ in engagement.staff}) == len(engagement.staff)


@pytest.mark.parametrize("today", DAYS)
def test_status_and_days_agree(today: date) -> None:
    for engagement in done_by(today):
        assert is_partial_date(engagement.start)
        assert is_partial_date(engagement.end)
        assert engagement.start <= engagement.end
        if engagement.status == "finished":
            assert engagement.end < today.isoformat(), engagement.key
        if engagement.status == "preparation":
            assert engagement.start > today.isoformat(), engagement.key
        if engagement.status == "current":
            assert engagement.start <= today.isoformat() <= engagement.end, engagement.key


@pytest.mark.parametrize("today", DAYS)
def test_seats_taken_never_exceed_the_maximum(today: date) -> None:
    for engagement in done_by(today):
        assert engagement.maximum is None or engagement.registered <= engagement.maximum
        assert engagement.absent <= engagement.registered
        assert engagement.waiting == 0 or engagement.registered == engagement.maximum


@pytest.mark.parametrize("today", DAYS)
def test_seminars_meet_on_working_days_with_teachers_who_know_the_topic(today: date) -> None:
    for seminar in done_by(today):
        if not seminar.kind.endswith("seminar"):
            continue
        able = {teacher.code for teacher in teachers_of(seminar.topic, int(seminar.start[:4]))}
        assert seminar.staff, seminar.key
        assert {code for code, role in seminar.staff if role == "teacher"} <= able
        assert all(session.day.weekday() < 5 for session in seminar.sessions)
        if seminar.sessions:
            assert seminar.start == seminar.sessions[0].day.isoformat()
            assert seminar.end == seminar.sessions[-1].day.isoformat()


@pytest.mark.parametrize("today", DAYS)
def test_around_today_there_is_something_of_everything(today: date) -> None:
    open_seminars = [engagement for engagement in done_by(today) if engagement.kind == "open_seminar"]
    coming = [seminar for seminar in open_seminars if seminar.status == "preparation"]
    assert sum(seminar.status == "current" for seminar in open_seminars) >= 2
    assert any(seminar.waiting and seminar.registered == seminar.maximum for seminar in coming)
    assert any(seminar.maximum and 0 < seminar.maximum - seminar.registered <= 3 for seminar in coming)
    assert any(0 < seminar.registered < seminar.minimum and seminar.decide_by for seminar in coming)
    assert any(seminar.free_of_charge and seminar.maximum is None for seminar in coming)
    assert {"postponed", "discontinued"} <= {seminar.status for seminar in open_seminars}
    closed = [engagement for engagement in done_by(today) if engagement.kind == "closed_seminar"]
    assert {"finished", "current", "preparation"} <= {seminar.status for seminar in closed}


def test_a_participant_pays_for_an_open_seminar_and_an_enterprise_for_anything_else() -> None:
    for engagement in done_by():
        if engagement.kind == "open_seminar" and not engagement.free_of_charge:
            assert 20_000 <= engagement.price <= 60_000
            assert engagement.fee == engagement.clients == 0
        else:
            assert engagement.price == 0
        if engagement.kind != "open_seminar":
            assert engagement.fee > 0
            assert engagement.clients >= 1


def test_sponsors_of_a_project_carry_its_whole_budget() -> None:
    projects = [engagement for engagement in done_by() if "project" in engagement.kind]
    assert projects
    assert all(sum(project.sponsor_amounts) == project.fee for project in projects)


# Staff


def test_each_service_line_has_exactly_one_responsible_who_works_in_it() -> None:
    answers = Counter(line for member in STAFF for line in member.responsible_for)
    assert answers == dict.fromkeys(KINDS, 1)
    assert all(line in responsible_for(line).lines for line in KINDS)


def test_staff_are_about_twenty_of_three_kinds_with_valid_facts() -> None:
    assert 18 <= len(STAFF) <= 24
    assert {member.kind for member in STAFF} == {"employee", "teacher", "consultant"}
    assert {member.sex for member in STAFF} == {"female", "male"}
    assert len({member.code for member in STAFF}) == len(STAFF)
    for member in STAFF:
        assert member.position in CODES["position"]
        assert set(member.lines) <= set(KINDS)
        assert set(member.subjects) <= CODES["seminar_topic"]
        assert member.dismissal_reason in CODES["dismissal_reason"] | {""}
        assert bool(member.left) == bool(member.dismissal_reason)
        assert is_partial_date(member.hired)
        assert phonenumbers.is_valid_number(phonenumbers.parse(member.phone))
        assert re.fullmatch(r"[A-Z]{2}\d{7}", member.passport_number)
        assert re.fullmatch(r"\d{10}", member.social_card)
