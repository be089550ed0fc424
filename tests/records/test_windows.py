"""Parts of long lists: the same rows in the same order as the whole list, wherever one begins to read."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from databases import Template, office_of
from peewee import Database
from playhouse.test_utils import count_queries

from bsc_tui.db.models import Person
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.records import keyset, windows
from bsc_tui.records.folding import sort_key
from bsc_tui.records.listing import filtered
from bsc_tui.records.reading import Line, columns_of
from bsc_tui.records.records import Records
from bsc_tui.records.windows import Listing, TooLong, Window

PATHS = tuple(column.path for column in ENTITIES["person"].columns)
NAMES = ("Zola", "de Vries", "Ավանեսյան", "Avanesyan", "Аванесян", "Étienne", "Ёлкин", "", "Abajan", "abajan")
DAYS = (None, datetime.date(2020, 1, 1), datetime.date(2019, 5, 5), None, datetime.date(2020, 1, 1))


def fill(admin: Records) -> None:
    """Sixty people: many of one name, days known and unknown, some in the trash."""
    firms = admin.save_many("enterprise", [{"name": name} for name in ("Zinc", "Ալֆա", "Бета")])
    ids = admin.save_many(
        "person",
        [
            {
                "last_name": NAMES[number % 7] or "Ara",
                "first_name": f"N{number % 4}",
                "birth_date": ("", "1984", "1984-03", "1984-03-14")[number % 4],
                "passport_issued_on": DAYS[number % 5],
                "city": NAMES[number % 10],
                "employer": firms[number % 3] if number % 4 else None,
                "sex": ("female", "male", "")[number % 3],
            }
            for number in range(60)
        ],
    )
    for id in ids[::9]:
        admin.trash("person", id)


@pytest.fixture
def beginning() -> Template:
    """With these people."""
    return office_of("many", fill)


@pytest.fixture
def many(admin: Records) -> Records:
    """The gate of their administrator."""
    return admin


def listing(order: str = "", **others: Any) -> Listing:
    """People in an order."""
    return Listing(ENTITIES["person"], PATHS, order=order, **others)


def ids_of(window: Window) -> list[int]:
    """The ids of its lines."""
    return [line.id for line in window.lines]


def walked(records: Records, wanted: Listing, step: int, *, backwards: bool = False) -> list[int]:
    """All ids, part by part from one end to the other."""
    window = windows.end(records, wanted, step, last=backwards)
    found = ids_of(window)
    while window.before if backwards else window.after:
        line = window.lines[0 if backwards else -1]
        window = windows.beyond(records, wanted, line, len(found), step, backwards=backwards)
        assert window.after if backwards else window.before
        found = [*ids_of(window), *found] if backwards else [*found, *ids_of(window)]
    return found


ORDERS = ("", "-last_name", "birth_date", "-birth_date", "email", "id", "-id", "passport_issued_on")
RANKED = ("first_name", "city", "-city", "employer", "-employer", "sex", "-passport_issued_on")


@pytest.mark.parametrize("order", [*ORDERS, *RANKED])
def test_parts_put_together_are_the_whole_list_from_both_ends(many: Records, order: str) -> None:
    wanted = listing(order)
    whole = ids_of(windows.end(many, wanted, 1000))
    assert len(whole) == len(set(whole)) == many.count("person")
    for step in (1, 7, 20):
        assert walked(many, wanted, step) == whole
        assert walked(many, wanted, step, backwards=True) == whole


@pytest.mark.parametrize("falls", [False, True])
def test_unknown_days_stand_where_the_least_ones_do(many: Records, falls: bool, database: Database) -> None:
    person = ENTITIES["person"]
    columns = columns_of(Person)
    order = keyset.Order((columns["passport_issued_on"], columns["id"]), falls)
    whole = keyset.rows_beyond(person, {}, order, None, 1000)
    days = [row["passport_issued_on"] or datetime.date.min for row in whole]
    assert days == sorted(days, reverse=falls)
    for place, row in enumerate(whole):
        position = order.position(row)
        behind = keyset.rows_beyond(person, {}, order, position, 3)
        before = keyset.rows_beyond(person, {}, order, position, 3, backwards=True)
        assert behind == whole[place + 1 : place + 4]
        assert before == whole[max(place - 3, 0) : place]
        assert keyset.rows_before(person, {}, order, position, 100) == place


def test_all_scripts_are_in_one_order_also_where_no_index_knows_the_column(many: Records) -> None:
    for order, path in (("", "last_name"), ("city", "city"), ("employer", "employer")):
        texts = [line.texts[path] for line in windows.end(many, listing(order), 1000).lines]
        assert texts == sorted(texts, key=lambda text: sort_key(text) if text else "")


def test_a_list_opens_around_the_first_record_that_is_left(many: Records) -> None:
    whole = ids_of(windows.end(many, listing(), 1000))
    for order in ("", "city"):
        whole = ids_of(windows.end(many, listing(order), 1000))
        window = windows.around(many, listing(order), [whole[20], whole[21]], 5, 12)
        assert (ids_of(window), window.cursor) == (whole[15:27], whole[20])
        assert (window.before, window.after) == (True, True)
        top = windows.around(many, listing(order), [whole[2]], 5, 12)
        assert (ids_of(top)[0], top.before, top.rank) == (whole[0], False, 0)
        last = windows.around(many, listing(order), [whole[-1]], 5, 12)
        assert (ids_of(last), last.after) == (whole[-6:], False)
    many.trash("person", whole[20])
    window = windows.around(many, listing("city"), [whole[20], whole[21]], 5, 12)
    assert window.cursor == whole[21]
    assert ids_of(windows.around(many, listing("city"), [10**6], 5, 12)) == whole[:12]


def test_a_record_that_moved_is_found_where_it_stands_now(many: Records) -> None:
    whole = ids_of(windows.end(many, listing(), 1000))
    many.save("person", {"last_name": "Zzz"}, id=whole[3])
    window = windows.around(many, listing(), [whole[3]], 5, 12)
    assert ids_of(window) == [*whole[-5:], whole[3]]
    assert window.cursor == whole[3]


def test_the_next_part_begins_where_the_last_one_ended_whatever_was_saved_meanwhile(many: Records) -> None:
    whole = ids_of(windows.end(many, listing(), 1000))
    window = windows.end(many, listing(), 10)
    many.save("person", {"last_name": "Aaa"})
    many.save("person", {"last_name": "Zzz"}, id=whole[9])
    many.trash("person", whole[8])
    following = windows.beyond(many, listing(), window.lines[-1], 10, 10)
    assert ids_of(following) == whole[10:20]


def test_rows_before_a_line_are_counted_as_far_as_it_is_cheap(many: Records) -> None:
    window = windows.end(many, listing(), 1000)
    assert windows.rank(many, listing(), window.lines[30]) == 30
    assert windows.rank(many, listing(), window.lines[30], most=20) is None
    assert windows.count(many, listing()) == (len(window.lines), False)
    assert windows.count(many, listing(), most=20) == (20, True)


def test_filters_and_queries_go_with_every_order(many: Records) -> None:
    wanted = listing("-birth_date", where={"sex": "female"})
    whole = walked(many, wanted, 4)
    assert len(whole) == many.count("person", {"sex": "female"})
    assert walked(many, wanted, 4, backwards=True) == whole
    found = listing(query="avanesyan")
    assert len(walked(many, found, 4)) == len(ids_of(windows.end(many, found, 1000)))
    assert walked(many, found, 4) == walked(many, found, 4, backwards=True)
    assert windows.end(many, listing(query="nobody of this name"), 10).lines == []


def test_a_list_that_grew_too_long_for_its_order_says_so(
    many: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bsc_tui.records.ranking.SHORT", 20)
    with pytest.raises(TooLong):
        windows.end(many, listing("city"), 10)
    with pytest.raises(TooLong):
        windows.around(many, listing("city"), [1], 5, 10)
    assert windows.end(many, listing("birth_date"), 10).lines


@pytest.mark.parametrize(
    "part",
    [
        lambda records, line, limit: windows.end(records, listing(), limit),
        lambda records, line, limit: windows.end(records, listing(), limit, last=True),
        lambda records, line, limit: windows.beyond(records, listing(), line, 9, limit),
        lambda records, line, limit: windows.beyond(records, listing(), line, 9, limit, backwards=True),
        lambda records, line, limit: windows.around(records, listing(), [line.id], limit // 2, limit),
    ],
)
def test_a_part_asks_the_same_number_of_questions_whatever_its_length(
    many: Records, part: Callable[[Records, Line, int], Window]
) -> None:
    line = windows.end(many, listing(), 30).lines[25]
    asked = []
    for limit in (12, 24):
        with count_queries() as counter:
            assert len(part(many, line, limit).lines) == limit
        asked.append(counter.count)
    assert asked[0] == asked[1]


def test_what_lists_of_any_size_are_sorted_by_has_an_index_that_ends_with_the_id(
    database: Database,
) -> None:
    for entity in ENTITIES.values():
        indexes = [tuple(index.columns) for index in database.get_indexes(entity.model._meta.table_name)]
        for name in entity.sortable:
            fields = keyset.order_of(entity, name).fields
            ends = tuple(field.column_name for field in fields)
            assert any(columns[-len(ends) :] == ends for columns in indexes), (entity.code, name)


def test_the_rows_of_a_part_come_by_the_index_without_sorting(many: Records, database: Database) -> None:
    if database.__class__.__name__ != "EmbeddedDatabase":
        pytest.skip("a planner that knows how few rows there are sorts them all the same")
    person = ENTITIES["person"]
    for name in ("", "-last_name", "birth_date", "email"):
        order = keyset.order_of(person, name)
        row = filtered(person, {}).dicts().get()
        for part in keyset._parts(order, order.position(row), order.falling):
            ends = [field.desc() if order.falling else field.asc() for field in order.fields]
            sql, values = filtered(person, {}).where(*part).order_by(*ends).limit(9).sql()
            plan = database.execute_sql("EXPLAIN QUERY PLAN " + sql, values).fetchall()
            words = " ".join(str(step[-1]) for step in plan)
            assert "_order (" in words
            assert "TEMP B-TREE" not in words


def test_dates_are_compared_as_days(many: Records) -> None:
    wanted = listing("-passport_issued_on")
    days = [line.values["passport_issued_on"] for line in windows.end(many, wanted, 1000).lines]
    known = [day for day in days if day]
    assert known == sorted(known, reverse=True)
    assert days[: len(known)] == known
