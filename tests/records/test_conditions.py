"""Lists are limited to what contains words, lies between two values or is empty, alike on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from databases import asking

from bsc_tui.db import custom
from bsc_tui.db.models import CustomField
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.exports.lists import list_of
from bsc_tui.records import windows
from bsc_tui.records.conditions import Between, Contains, Empty
from bsc_tui.records.records import Records
from bsc_tui.records.windows import Listing

PERSON = ENTITIES["person"]


@pytest.fixture(autouse=True)
def _no_fields_of_others() -> Iterator[None]:
    """Models of other tests know nothing of the fields of these."""
    yield
    for model in custom.CARRIERS.values():
        custom._bind(model, [])


def found(records: Records, **where: object) -> list[str]:
    """The last names of the people whom a list so limited has."""
    listed = windows.end(records, Listing(PERSON, ("last_name",), where), 50)
    return [line.texts["last_name"] for line in listed.lines]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("société", ["A", "B", "C"]),
        ("SOCIETE", ["A", "B", "C"]),
        ("երևան", ["D"]),
        ("ԵՐԵՎԱՆ", []),
        ("елен", ["E"]),
        ("ЁЛЕН", ["E"]),
        ("50 %", ["F"]),
        ("_*?[", ["F"]),
        ("a.b", ["G"]),
        (".*", []),
        ("\\d", ["H"]),
        ("]", ["H"]),
        ("^$", ["H"]),
    ],
)
def test_words_are_found_whatever_their_case_and_accents_and_no_sign_means_more_than_itself(
    admin: Records, text: str, names: list[str]
) -> None:
    texts = {
        "A": "La Société d'Assurances",
        "B": "SOCIETE",
        "C": "SOCIÉTÉ",
        "D": "Երևան քաղաք",
        "E": "Елена Ёлкина",
        "F": "50 % _*?[a",
        "G": "a.b",
        "H": "axb \\d ] ^$",
        "I": "",
    }
    for name, address in texts.items():
        admin.save("person", {"last_name": name, "address": address})
    assert found(admin, address=Contains(text)) == names


def test_a_date_known_in_part_is_in_every_period_in_which_it_may_lie(admin: Records) -> None:
    for born in ("", "1980", "1980-03", "1980-03-14", "1981-12-31", "1982"):
        admin.save("person", {"last_name": born or "unknown", "birth_date": born})
    assert found(admin, birth_date=Between("1980-03-14", "1980-03-14")) == ["1980", "1980-03", "1980-03-14"]
    assert found(admin, birth_date=Between("1980-04", "1980")) == ["1980"]
    assert found(admin, birth_date=Between("1981", None)) == ["1981-12-31", "1982"]
    assert found(admin, birth_date=Between(None, "1981")) == ["1980", "1980-03", "1980-03-14", "1981-12-31"]
    assert found(admin, birth_date=Empty()) == ["unknown"]


def test_own_fields_of_all_kinds_are_limited(admin: Records) -> None:
    codes = {}
    for kind in ("text", "number", "date", "choice", "flag"):
        id = admin.save("custom_field", {"entity": "person", "label_en": f"My {kind}", "kind": kind}).id
        codes[kind] = str(CustomField.get_by_id(id).code)
    for name, size in (("A", 3950), ("B", None), ("C", 4250)):
        values = {codes["number"]: size, codes["text"]: f"Club {name}", codes["flag"]: name == "C"}
        admin.save("person", {"last_name": name, **values, codes["date"]: "2006" if size else ""})
    assert found(admin, **{codes["number"]: Between(4000, None)}) == ["C"]
    assert found(admin, **{codes["number"]: Empty()}) == ["B"]
    assert found(admin, **{codes["text"]: Contains("club b")}) == ["B"]
    assert found(admin, **{codes["date"]: Between("2006-05-01", "2006-05-31")}) == ["A", "C"]
    assert found(admin, **{codes["flag"]: True}) == ["C"]
    assert found(admin, **{codes["choice"]: Empty(), codes["number"]: Between(None, 4000)}) == ["A"]
    assert list_of(admin, PERSON, {codes["number"]: Between(4000, None)}).size == 1


def test_days_and_whole_numbers_are_limited(admin: Records, make_seminar: Callable[..., int]) -> None:
    first, second = make_seminar(minimum=3, confirmed_on=date(2026, 11, 2)), make_seminar(minimum=8)
    engagement = ENTITIES["engagement"]

    def seminars(**where: object) -> list[int]:
        return [line.id for line in windows.end(admin, Listing(engagement, (), where), 9).lines]

    assert seminars(minimum=Between(2, 4)) == [first]
    assert seminars(minimum=Between(4, None)) == [second]
    assert seminars(confirmed_on=Between(date(2026, 11, 2), date(2026, 11, 2))) == [first]
    assert seminars(confirmed_on=Empty()) == [second]


def test_amounts_are_compared_in_one_currency_also_where_another_record_names_it(
    admin: Records, make_seminar: Callable[..., int]
) -> None:
    drams, euros = make_seminar(price=60_000), make_seminar(price=60_000, currency="EUR")
    person = admin.save("person", {"last_name": "Hakobyan"}).id
    for seminar in (drams, euros):
        values = {"engagement": seminar, "person": person, "price": 60_000, "status": "registered"}
        admin.save("registration", values)
    wanted = {"price": Between(50_000, 70_000, "EUR")}
    listed = windows.end(admin, Listing(ENTITIES["engagement"], (), wanted), 9)
    assert [line.id for line in listed.lines] == [euros]
    listed = windows.end(admin, Listing(ENTITIES["registration"], ("engagement",), wanted), 9)
    assert [line.values["engagement"] for line in listed.lines] == [euros]
    assert admin.count("registration", {"price": Between(50_000, 70_000)}) == 2


def test_parts_of_a_long_list_follow_each_other_in_three_queries_each(admin: Records) -> None:
    rows = [{"last_name": f"N{n:04}", "city": "Gyumri" if n % 50 == 0 else "Yerevan"} for n in range(600)]
    admin.save_many("person", rows)
    wanted = Listing(PERSON, ("last_name",), {"city": Contains("GYUM")})
    part = windows.end(admin, wanted, 5)
    with asking() as asked:
        following = windows.beyond(admin, wanted, part.lines[-1], 5, 5)
    assert [line.texts["last_name"] for line in (*part.lines, *following.lines)] == [
        f"N{n:04}" for n in range(0, 500, 50)
    ]
    assert asked.queries <= 3
    assert windows.count(admin, wanted) == (12, False)


@pytest.mark.parametrize("rare", [5, 500])
def test_few_and_many_that_fit_come_in_the_lists_order(
    admin: Records, monkeypatch: pytest.MonkeyPatch, rare: int
) -> None:
    monkeypatch.setattr(windows, "RARE", rare)
    rows = [{"last_name": f"N{n * 7 % 60:04}", "city": "Gyumri" if n % 3 == 0 else ""} for n in range(60)]
    admin.save_many("person", rows)
    wanted = Listing(PERSON, ("last_name",), {"city": Contains("gyumri")})
    names = sorted(row["last_name"] for row in rows if row["city"])
    first = windows.end(admin, wanted, 8)
    second = windows.beyond(admin, wanted, first.lines[-1], 8, 50)
    assert [line.texts["last_name"] for line in (*first.lines, *second.lines)] == names
    last = windows.end(admin, wanted, 3, last=True)
    assert [line.texts["last_name"] for line in last.lines] == names[-3:]
    around = windows.around(admin, wanted, [first.lines[5].id], 2, 4)
    assert [line.texts["last_name"] for line in around.lines] == names[3:7]
    assert windows.rank(admin, wanted, first.lines[5]) == 5
    assert windows.count(admin, wanted) == (20, False)
