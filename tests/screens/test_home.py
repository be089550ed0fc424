"""Home: what waits, what was opened, and the line that finds anything."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from databases import TODAY
from rooms import SIZE, WIDE, program, sees, types, until
from terminal_driver import line_on, words_on

from bsc_tui.db.models import Registration
from bsc_tui.operations import home, payments, registrations, seminars
from bsc_tui.operations.unpaid import debts, unpaid_sums
from bsc_tui.records import drafts
from bsc_tui.records.records import Records
from bsc_tui.screens.entity_form import EntityForm
from bsc_tui.screens.entity_list import EntityList
from bsc_tui.screens.home_rows import days_told

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def day(days: int) -> str:
    """A day so many days from today."""
    return (TODAY + datetime.timedelta(days=days)).isoformat()


def seminar(records: Records, title: str, starts: str, ends: str = "", **values: object) -> int:
    """A seminar in preparation."""
    line = next(one for one in seminars.service_lines(records) if "open_seminar" in one.kinds)
    blank = seminars.blank(records, line.id, "open_seminar")
    return records.save("engagement", {**blank, "title": title, "starts": starts, "ends": ends, **values}).id


def person(records: Records, last: str, first: str = "Anna", **values: object) -> int:
    """A person who can be reached."""
    return records.save(
        "person", {"last_name": last, "first_name": first, "phone": "+374 91 033759", **values}
    ).id


def register(records: Records, seminar_id: int, person_id: int, **values: object) -> int:
    """A registration with the usual price."""
    prefilled = registrations.prefilled(records, seminar_id, person_id)
    return registrations.register(records, seminar_id, {**prefilled, **values}, person_id=person_id).id


def test_seminars_that_run_or_come_are_listed_with_their_seats(admin: Records) -> None:
    running = seminar(admin, "Running", day(-1), day(1), minimum=1)
    seminar(admin, "Over", day(-5), day(-3))
    seminar(admin, "Next year", day(200))
    coming = seminar(admin, "Coming", day(9), minimum=2, maximum=10)
    seminar(admin, "Some day this month", TODAY.isoformat()[:7])
    register(admin, running, person(admin, "Hakobyan"))
    view = home.home_view(admin)
    assert [one.title for one in view.seminars] == ["Some day this month", "Running", "Coming"]
    found = {one.id: one for one in view.seminars}
    assert (found[running].taken, found[running].is_below_minimum) == (1, False)
    assert (found[coming].taken, found[coming].is_below_minimum) == (0, True)


def test_a_date_to_decide_waits_until_the_seminar_is_confirmed(admin: Records) -> None:
    decide = TODAY + datetime.timedelta(days=3)
    open_one = seminar(admin, "Not sure", day(60), decide_by=decide, minimum=0)
    seminar(admin, "Sure", day(60), decide_by=decide, minimum=0, confirmed_on=TODAY)
    assert [one.id for one in home.home_view(admin).to_decide] == [open_one]


def test_overdue_money_is_summed_by_currency_and_what_is_paid_or_waived_is_not(admin: Records) -> None:
    before = TODAY - datetime.timedelta(days=30)
    drams = seminar(admin, "In drams", day(3), price=10_000, vat_rate=2000)
    euros = seminar(admin, "In euros", day(3), price=10_000, vat_rate=0, currency="EUR")
    people = [person(admin, f"Person{n}") for n in range(5)]
    late = register(admin, drams, people[0], due_date=before)
    part = register(admin, drams, people[1], invoice_date=before)
    payments.receive(admin, part, 2_000, TODAY)
    paid = register(admin, drams, people[2], due_date=before)
    payments.receive(admin, paid, 12_000, TODAY)
    register(admin, drams, people[3], due_date=before, waived_reason="our guest")
    today = register(admin, drams, people[4], due_date=TODAY)
    other = register(admin, euros, people[0], due_date=before)
    current = register(admin, euros, people[1], due_date=TODAY + datetime.timedelta(days=3))
    sums = {one.currency: one for one in unpaid_sums(admin)}
    assert {code: (one.late, one.late_amount) for code, one in sums.items()} == {
        "AMD": (2, 22_000),
        "EUR": (1, 10_000),
    }
    assert {code: (one.count, one.amount) for code, one in sums.items()} == {
        "AMD": (3, 34_000),
        "EUR": (2, 20_000),
    }
    assert [one.id for one in debts(admin, late_only=True).end(9).lines] == [other, part, late]
    assert [(one.id, one.open, one.is_late) for one in debts(admin).end(9).lines] == [
        (other, 10_000, True),
        (part, 10_000, True),
        (late, 12_000, True),
        (today, 12_000, False),
        (current, 10_000, False),
    ]


def test_people_without_a_way_to_reach_them_are_incomplete(admin: Records) -> None:
    person(admin, "Reached")
    silent = person(admin, "Silent", phone="")
    person(admin, "Mailed", phone="", other_email="m@wine.am")
    assert home.incomplete("person") == [silent]
    firm = admin.save("enterprise", {"name": "Wine LLC", "phone": "010 521108"}).id
    assert home.incomplete("enterprise") == [firm]


def test_registrations_are_counted_by_month(admin: Records) -> None:
    first = seminar(admin, "A", day(3), minimum=0)
    for months, last in ((0, "Now"), (0, "Too"), (2, "Earlier"), (9, "Long ago")):
        id = register(admin, first, person(admin, last))
        moment = datetime.datetime(2026, 11, 15) - datetime.timedelta(days=30 * months)
        Registration.update(requested_at=moment).where(Registration.id == id).execute()
    months = home.registrations_by_month(TODAY)
    assert [count for _year, _month, count in months] == [0, 0, 0, 1, 0, 2]
    assert months[0][:2] == (2026, 6)


@contextmanager
def counted_queries(records: Records) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []
    run = records.database.execute_sql

    def count(sql: str, *args: object, **options: object) -> object:
        sent.append(sql)
        return run(sql, *args, **options)

    records.database.execute_sql = count  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        del records.database.execute_sql


@only_sqlite
def test_the_number_of_queries_does_not_grow_with_the_rows(admin: Records) -> None:
    seminar(admin, "One", day(1))
    with counted_queries(admin) as few:
        home.home_view(admin)
    for number in range(12):
        id = seminar(admin, f"Seminar {number}", day(number))
        register(admin, id, person(admin, f"Person{number}"))
    with counted_queries(admin) as many:
        home.home_view(admin)
    assert len(many) == len(few)
    assert len(many) <= 20


def test_days_are_told_in_few_letters() -> None:
    assert days_told("2026-11-23", "2026-11-25") == "23-25.11"
    assert days_told("2026-11-30", "2026-12-02") == "30.11-2.12"
    assert days_told("2026-11-24", "") == "24.11"
    assert days_told("2026-11", "") == "11.2026"


async def test_home_shows_what_waits_and_opens_it(admin: Records) -> None:
    decide = TODAY + datetime.timedelta(days=3)
    seminar(admin, "Effective [/] marketing", day(2), day(4), minimum=5, maximum=20, decide_by=decide)
    known = person(admin, "Hakobyan", phone="")
    drafts.visited(admin, "person", known, "Hakobyan Anna")
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        screen = await sees(pilot, "Effective [/] m")
        assert "24-26.11" in screen
        assert "24-26.11?" in screen
        assert "0/5-20!" in screen
        assert "Sun 22 Nov 2026" in line_on(app, 2)
        await sees(pilot, "0 of at least 5 registered, decide by 25.11.2026: Effective [/] marketing")
        assert "1 person incomplete" in screen
        await pilot.press("tab", "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, EntityList), "the incomplete")
        assert "Hakobyan" in await sees(pilot, "Incomplete people")
        await pilot.press("escape")
        await sees(pilot, "Last opened")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, EntityForm), "the person")


async def test_letters_find_people_enterprises_and_seminars_at_once(admin: Records) -> None:
    person(admin, "Marketyan")
    admin.save("enterprise", {"name": "Market LLC"})
    seminar(admin, "Marketing", day(2))
    person(admin, "Sargsyan", phone="+374 99 123456")
    app = program(admin)
    async with app.run_test(size=SIZE) as pilot:
        await sees(pilot, "Marketing")
        await types(pilot, "market")
        await pilot.press("enter")
        found = await sees(pilot, "3 found")
        assert "Marketyan Anna" in found
        assert "Market LLC" in found
        await pilot.press("escape", "ctrl+u", "9", "9", "1", "2", "3", "4", "5", "6", "enter")
        await until(pilot, lambda: isinstance(app.screen, EntityForm), "the only one found opens")
        assert "Sargsyan" in await sees(pilot, "Sargsyan")


@only_sqlite
@pytest.mark.parametrize("size", [SIZE, WIDE])
async def test_an_empty_company_says_so_kindly(admin: Records, size: tuple[int, int]) -> None:
    app = program(admin)
    async with app.run_test(size=size) as pilot:
        await sees(pilot, "Nothing waits for you.")
        assert "No seminar runs or comes." in words_on(app)
        await pilot.press("9")
        await until(pilot, lambda: app.tab == 8, "digits are tabs")
