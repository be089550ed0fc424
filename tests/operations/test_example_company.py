"""The example company: sound, lifelike, always the same, with something to see for everybody."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from databases import ENGINES, TODAY, FixedClock, new_postgresql
from peewee import JOIN, SQL, Database, fn

from bsc_tui.db.copying import nothing_told
from bsc_tui.db.database import is_postgresql, open_database
from bsc_tui.db.models import (
    TABLES,
    Account,
    Certificate,
    Change,
    CustomField,
    Employment,
    Engagement,
    Enterprise,
    Invoice,
    InvoiceLine,
    Meeting,
    Operation,
    Payment,
    Person,
    Presence,
    Registration,
    Reissue,
    Relationship,
    Setting,
    Term,
    Visit,
    dicts,
    tuples,
)
from bsc_tui.db.models.registrations import GONE, SEATED, STATUSES
from bsc_tui.db.schema import migrate
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Conflict
from bsc_tui.operations import certificates, corrections, invoices, waiting
from bsc_tui.operations.accounts import matches
from bsc_tui.operations.checks import checked
from bsc_tui.operations.example import oddities
from bsc_tui.operations.example.company import ADMINISTRATOR, PASSWORD, make_example
from bsc_tui.operations.payments import balances
from bsc_tui.records import access, audit
from bsc_tui.records.records import Records
from bsc_tui.records.rules.money import PAYMENT_STATES

PEOPLE = 150
SEATS = fn.COUNT(Registration.id)
PHONES = (Person.phone, Person.mobile, Person.other_phone)


def made(url: str, today: datetime.date = TODAY) -> Database:
    database = open_database(url)
    migrate(database)
    make_example(database, today, people=PEOPLE)
    return database


@pytest.fixture(scope="module", params=ENGINES)
def example_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database with the example, made once for each engine."""
    if request.param == "sqlite":
        urls = iter([f"sqlite:///{tmp_path_factory.mktemp('example') / 'example.db'}"])
    else:
        urls = new_postgresql(request.getfixturevalue("postgresql_server"), None)
    for url in urls:
        made(url).close()
        yield url


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int, str]]:
    """What the making of the second example told of its progress."""
    return []


@pytest.fixture(scope="module")
def second_content(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, int, str]]
) -> dict[str, list[tuple[Any, ...]]]:
    """The content of an example made once more, in a file."""
    folder = tmp_path_factory.mktemp("second")
    with closing(open_database(f"sqlite:///{folder / 'second.db'}")) as database:
        migrate(database)
        make_example(database, TODAY, lambda *step: told.append(step), people=PEOPLE)
        return content(database)


@pytest.fixture
def example(example_url: str) -> Iterator[Database]:
    with closing(open_database(example_url)) as opened:
        yield opened


@pytest.fixture
def lusine(example: Database) -> Records:
    """The gate for the administrator of the example."""
    return Records(example, access.actor_of(Account.get(Account.name == ADMINISTRATOR), "test"), FixedClock())


def content(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, without hashes of passwords and the numbers of settings."""
    found = {}
    for model in TABLES:
        left_out = {"password_hash", "id"} if model is Setting else {"password_hash"}
        columns = [column for column in model._meta.sorted_fields if column.name not in left_out]
        found[model.__name__] = tuples(model.select(*columns).order_by(model.id))
    keys = database.execute_sql("SELECT entity, kind, key, record_id FROM search_key")
    found["search_key"] = sorted(keys.fetchall())
    return found


def seminars() -> list[dict[str, Any]]:
    """The open seminars with their seats taken and how many wait."""
    taken = fn.SUM(Registration.status.in_(SEATED).cast("integer")).alias("taken")
    waiting = fn.SUM((Registration.status == "waiting").cast("integer")).alias("waiting")
    return dicts(
        Engagement.select(Engagement, Term.meaning, taken, waiting)
        .join(Term, on=(Engagement.status == Term.id))
        .join(Registration, JOIN.LEFT_OUTER, on=(Registration.engagement == Engagement.id))
        .where(Engagement.kind == "open_seminar")
        .group_by(Engagement.id, Term.meaning)
    )


# Always the same


def test_two_makings_for_the_same_day_have_the_same_content_on_either_engine(
    second_content: dict[str, list[tuple[Any, ...]]], example: Database
) -> None:
    first = content(example)
    assert first.keys() == second_content.keys()
    for table, rows in first.items():
        assert rows == second_content[table], table


def test_the_example_passes_the_check_of_a_database(example: Database) -> None:
    assert {one.code: one.problems for one in checked(example, nothing_told) if one.problems} == {}


def test_the_example_says_that_it_is_one_and_that_everybody_has_the_same_password(
    example: Database,
) -> None:
    assert Setting.get(Setting.name == "example").value == "true"
    presets = dict(tuples(Account.select(Account.name, Account.preset)))
    assert presets == {
        "lusine": "administrator",
        "anna": "clerk",
        "karen": "responsible",
        "gayane": "responsible",
        "tigran": "viewer",
    }
    hashes = tuples(Account.select(Account.password_hash))
    assert all(matches(password_hash, PASSWORD) for (password_hash,) in hashes)


def test_the_example_is_made_in_an_empty_database_only(database: Database) -> None:
    accounts = Account.select().count()
    with pytest.raises(Conflict):
        make_example(database, TODAY, people=PEOPLE)
    assert Account.select().count() == accounts
    assert Person.select().count() == 0


@pytest.mark.usefixtures("second_content")
def test_progress_goes_from_nothing_to_a_hundred_and_says_what_is_being_made(
    told: list[tuple[int, int, str]],
) -> None:
    done = [step[0] for step in told]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 100)
    assert {step[1] for step in told} == {100}
    assert len({step[2] for step in told}) >= 8


@pytest.mark.parametrize("today", [datetime.date(2026, 1, 2), datetime.date(2028, 2, 29)])
def test_the_example_can_be_made_on_any_day(tmp_path: Path, today: datetime.date) -> None:
    with closing(made(f"sqlite:///{tmp_path / 'other.db'}", today)):
        assert not [row for row in seminars() if row["maximum"] and (row["taken"] or 0) > row["maximum"]]
        assert Operation.select(fn.MAX(Operation.at)).scalar().date() < today


# Sound


def test_every_link_leads_somewhere(example: Database) -> None:
    if not is_postgresql(example):
        assert example.execute_sql("PRAGMA foreign_key_check").fetchall() == []
        assert example.execute_sql("PRAGMA integrity_check").fetchone()[0] == "ok"
    for model in TABLES:
        for column in model._meta.refs:
            other = column.rel_model.alias()
            lost = model.select().join(other, JOIN.LEFT_OUTER, on=(column == other.id))
            assert not lost.where(column.is_null(False), other.id.is_null()).exists(), column


def test_no_seminar_has_more_seats_taken_than_it_has(example: Database) -> None:
    assert [row["id"] for row in seminars() if row["maximum"] and (row["taken"] or 0) > row["maximum"]] == []


def test_nobody_is_in_a_seminar_twice(example: Database) -> None:
    twice = (
        Registration.select(Registration.engagement, Registration.person)
        .where(Registration.status.not_in(GONE))
        .group_by(Registration.engagement, Registration.person)
        .having(SEATS > 1)
    )
    assert tuples(twice) == []


def test_everybody_asked_before_the_seminar_began_and_paid_before_today(example: Database) -> None:
    asked = tuples(
        Registration.select(Registration.requested_at, Engagement.starts)
        .join(Engagement)
        .where(Engagement.starts != "")
    )
    assert asked
    assert [row for row in asked if row[0].date().isoformat()[: len(row[1])] >= row[1]] == []
    assert Payment.select().where(Payment.day >= TODAY).count() == 0
    assert Registration.select().where(Registration.cancelled_on >= TODAY).count() == 0
    assert Registration.select().where(Registration.invoice_date >= TODAY).count() == 0


def test_the_trail_tells_what_happened_in_the_order_in_which_it_did(example: Database) -> None:
    moments = [at for (at,) in tuples(Operation.select(Operation.at).order_by(Operation.id))]
    assert moments == sorted(moments)
    assert moments[-1].date() < TODAY
    assert Operation.select(Operation.actor).distinct().count() >= 4
    noted = Change.select(Change.record_id).where(Change.entity == "registration", Change.kind == "create")
    assert Registration.select().where(Registration.id.not_in(noted)).count() == 0


def test_every_record_is_found_again_under_its_own_name(lusine: Records) -> None:
    for code in ("person", "enterprise"):
        entity = ENTITIES[code]
        some = dicts(entity.model.select().order_by(entity.model.id).limit(12))
        for row in some:
            query = " ".join(row[name] for name in entity.title if row[name])
            page = lusine.page(code, entity.title, query=query, limit=50)
            assert row["id"] in [line.id for line in page.lines], query


# Lifelike


def test_the_seminars_of_2006_were_held_as_often_as_the_archive_says(example: Database) -> None:
    held = (
        Engagement.select(Term.code)
        .join(Term, on=(Engagement.topic == Term.id))
        .where(Engagement.kind == "open_seminar", Engagement.starts.startswith("2006"))
    )
    assert Counter(code for (code,) in tuples(held)) == {
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


def test_there_is_every_kind_of_engagement_in_every_state(example: Database) -> None:
    found = tuples(
        Engagement.select(Engagement.kind, Term.meaning).join(Term, on=(Engagement.status == Term.id))
    )
    assert len({kind for kind, _state in found}) == 7
    assert {state for _kind, state in found} == {
        "preparation",
        "current",
        "finished",
        "postponed",
        "discontinued",
    }


def test_there_is_every_status_of_a_registration_and_every_state_of_a_payment(example: Database) -> None:
    statuses = {status for (status,) in tuples(Registration.select(Registration.status).distinct())}
    assert statuses == {code for code, _label in STATUSES}
    ids = [id for (id,) in tuples(Registration.select(Registration.id))]
    assert {balance.state for balance in balances(ids).values()} == set(PAYMENT_STATES)
    assert Registration.select().where(Registration.due_date < TODAY).exists()
    shared = Registration.select().where(Registration.invoice_number != "")
    assert shared.group_by(Registration.invoice_number).having(SEATS > 1).select(SEATS).exists()


def test_today_a_full_seminar_begins_and_others_run_come_and_lack_people(example: Database) -> None:
    found = seminars()
    today = TODAY.isoformat()
    (begins,) = [row for row in found if row["starts"] == today]
    assert begins["taken"] == begins["maximum"]
    assert begins["waiting"] >= 1
    assert [row for row in found if row["starts"] < today < row["ends"] and row["meaning"] == "current"]
    assert len([row for row in found if row["starts"] > today and row["meaning"] == "preparation"]) >= 5
    soon = TODAY + datetime.timedelta(days=7)
    assert [
        row
        for row in found
        if row["decide_by"] and TODAY <= row["decide_by"] <= soon and 0 < row["taken"] < row["minimum"]
    ]


def test_people_work_together_in_enterprises_and_some_worked_elsewhere(example: Database) -> None:
    assert Person.select().count() == PEOPLE
    staff = tuples(
        Person.select(fn.COUNT(Person.id)).where(Person.employer.is_null(False)).group_by(Person.employer)
    )
    assert len(staff) >= 20
    assert max(count for (count,) in staff) >= 8
    assert Employment.select().where(Employment.until != "").exists()
    unknown = Person.select().where(Person.employer.is_null(False))
    known = Employment.select(Employment.person).where(Employment.until == "")
    assert unknown.where(Person.id.not_in(known)).count() == 0
    assert Enterprise.select().where(Enterprise.director.is_null(False)).exists()
    assert Enterprise.select().where(Enterprise.responsible.is_null(False)).exists()
    assert Relationship.select().exists()


def test_a_closed_seminar_is_attended_by_staff_of_its_client(example: Database) -> None:
    rows = tuples(
        Registration.select(Registration.workplace, Engagement.client)
        .join(Engagement)
        .where(Engagement.kind == "closed_seminar")
    )
    assert rows
    assert all(workplace == client for workplace, client in rows)


def test_a_registration_of_these_days_was_made_and_paid_one_by_one(lusine: Records) -> None:
    paid = (
        Registration.select(Registration.id)
        .join(Payment)
        .where(Registration.status == "attended", Registration.requested_at > datetime.datetime(2026, 8, 20))
        .order_by(Registration.id)
        .first()
    )
    history = audit.history(lusine, ENTITIES["registration"], paid.id)
    assert [event.verb for event in history if event.verb != "invoice"] == ["attend", "register"]
    assert history[0].fields == {"status": ("registered", "attended")}
    payment = Payment.get(Payment.registration == paid.id)
    *_billed, received = audit.history(lusine, ENTITIES["payment"], payment.id)
    assert received.verb == "receive"
    assert received.at >= history[-1].at


# What each feature shows


def test_sessions_of_these_months_were_attended_and_certificates_follow_from_it(lusine: Records) -> None:
    rows = tuples(Registration.select(Registration.engagement).join(Certificate).distinct())
    assert len(rows) >= 2
    for (engagement,) in rows:
        people = certificates.candidates(lusine, engagement)
        assert all(bool(one.certificate) == one.earned for one in people)
    assert Certificate.select().count() >= 20
    assert Reissue.select().exists()
    assert {state for (state,) in tuples(Presence.select(Presence.state).distinct())} == {
        "present",
        "part",
        "absent",
    }
    noted = tuples(Presence.select(Presence.id).join(Meeting).where(Meeting.day >= TODAY))
    assert noted == []


def test_invoices_are_paid_in_part_overdue_and_over_several_people(lusine: Records) -> None:
    engagements = Registration.select(Registration.engagement).join(InvoiceLine).distinct()
    bills = [bill for (id,) in tuples(engagements) for bill in invoices.invoices_of(id)]
    assert any(not one.open for one in bills)
    assert any(one.open and one.paid for one in bills)
    assert any(one.open and one.due and one.due < TODAY for one in bills)
    assert any(one.lines > 1 for one in bills)
    serials = [one.serial for one in Invoice.select().order_by(Invoice.id)]
    assert serials == [f"2026-{number:04}" for number in range(1, len(serials) + 1)]


def test_somebody_from_a_waiting_list_was_offered_a_seat_and_others_wait(lusine: Records) -> None:
    (seminar,) = tuples(
        Registration.select(Registration.engagement).where(Registration.answer_until.is_null(False))
    )
    queue = waiting.queue(lusine, seminar[0])
    assert len(queue.asked) == 1
    assert queue.asked[0].until >= TODAY
    assert queue.free == 0
    assert queue.parties


def test_there_are_proposals_a_field_of_the_companys_own_and_kept_reports(lusine: Records) -> None:
    proposals = corrections.listed(lusine, "decide")
    assert {one.state for one in proposals} == {"proposed"}
    assert len(proposals) == 3
    assert "" in {one.about.field for one in proposals}
    assert [one.label_en for one in CustomField.select()] == ["Car number"]
    assert Person.select().where(SQL("custom_car_number <> ''")).count() >= 20
    assert [one.name for one in lusine.kept_reports()] == ["Services of last year"]


# Odd


@pytest.mark.parametrize("name", oddities.KNOWN_IN_THREE_SCRIPTS)
def test_one_person_is_found_in_three_scripts(lusine: Records, name: str) -> None:
    page = lusine.page("person", ["last_name", "first_name"], query=name)
    assert page.lines[0].texts == {"last_name": "Սարաֆյան", "first_name": "Գևորգ"}


def test_some_people_stand_in_the_example_twice_with_the_same_telephone_or_mail(example: Database) -> None:
    twice = [
        [column for column in tuples(Person.select(column).where(column != "")) if column]
        for column in (Person.mobile, Person.email)
    ]
    assert any(count > 1 for column in twice for count in Counter(column).values())


def test_some_cards_are_odd(example: Database) -> None:
    assert Person.select().where(fn.LENGTH(Person.last_name) > 60).exists()
    assert Person.select().where(Person.last_name.contains("'")).count() >= 2
    assert Person.select().where(Person.notes.contains("[/]")).count() == 1
    assert Person.select().where(Person.first_name == "").exists()
    unreachable = Person.select().where(Person.email == "")
    for column in PHONES:
        unreachable = unreachable.where(column == "")
    assert unreachable.count() >= 3
    assert Enterprise.select().where(fn.LENGTH(Enterprise.name) > 100).count() >= 2


def test_the_administrator_has_looked_at_something(example: Database) -> None:
    assert {entity for (entity,) in tuples(Visit.select(Visit.entity))} == {
        "person",
        "enterprise",
        "engagement",
    }
