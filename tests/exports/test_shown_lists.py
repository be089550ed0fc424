"""Lists as somebody sees them, on their way into files: columns through links, order, currencies, limits."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

from openpyxl import load_workbook

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.exports.list_csv import write_list_csv_to
from bsc_tui.exports.list_xlsx import write_list_xlsx_to
from bsc_tui.exports.lists import List
from bsc_tui.exports.shown import shown_list, whole_list
from bsc_tui.i18n import Translator
from bsc_tui.records import own_files
from bsc_tui.records.records import Records
from bsc_tui.records.windows import Listing
from bsc_tui.reports import Stopped

MakeUser = Callable[..., Records]


def nobody(_done: int, _whole: int, _doing: str) -> None:
    """Nobody watches."""


def rows_of(source: List) -> list[tuple[object, ...]]:
    """The rows of a list, the subtitle left out."""
    return [row for chunk in source.chunks for row in zip(*chunk, strict=True)]


def listing(code: str, **wanted: object) -> Listing:
    entity = ENTITIES[code]
    return Listing(entity, tuple(column.path for column in entity.columns), **wanted)  # type: ignore[arg-type]


def shown(records: Records, wanted: Listing, *limits: str) -> List:
    return shown_list(records, wanted, wanted.entity.columns, "List", limits)


def seats(admin: Records) -> None:
    """Two people in seminars of two currencies."""
    line = admin.page("service_line", ["code"], where={"code": "HR"}).lines[0].id
    for currency, price in (("AMD", 60_000), ("EUR", 10_050)):
        seminar = admin.save(
            "engagement",
            {
                "line": line,
                "kind": "open_seminar",
                "title": currency,
                "starts": "2026-03",
                "currency": currency,
            },
        ).id
        person = admin.save("person", {"last_name": f"In {currency}"}).id
        admin.save("registration", {"engagement": seminar, "person": person, "price": price})


def test_amounts_go_with_their_row_s_currency_and_links_with_their_names(admin: Records) -> None:
    seats(admin)

    source = shown(admin, listing("registration"))
    file = io.BytesIO()
    write_list_xlsx_to(file, source, Translator("en"), nobody)
    sheet = load_workbook(file).active

    assert sheet is not None
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert head[-1] == "Currency"
    total = head.index("Total")
    assert [(row[0], row[1], row[2], row[total], row[-1]) for row in rows] == [
        ("03.2026", "AMD", "In AMD", 60_000, "AMD"),
        ("03.2026", "EUR", "In EUR", 100.5, "EUR"),
    ]


def test_the_order_and_the_filters_of_the_list_are_those_of_the_file(admin: Records) -> None:
    for name, city in (("Ararat", "Yerevan"), ("Bagrat", "Gyumri"), ("Aram", "Yerevan")):
        admin.save("person", {"last_name": name, "city": city, "birth_date": f"198{len(name)}"})

    assert [row[0] for row in rows_of(shown(admin, listing("person")))] == ["Aram", "Ararat", "Bagrat"]
    falling = listing("person", order="-last_name", where={"city": "Yerevan"})
    source = shown(admin, falling, "City: Yerevan")
    assert source.size == 2
    assert source.subtitle == ("City: Yerevan", "Made on 22.11.2026")
    assert [row[0] for row in rows_of(source)] == ["Ararat", "Aram"]
    ranked = listing("person", order="city")
    assert [row[0] for row in rows_of(shown(admin, ranked))][:1] == ["Bagrat"]
    whole = whole_list(admin, listing("person", query="bagrat"), "People", ())
    assert whole.size == 1
    assert whole.subtitle[0] == "Found by: bagrat"
    assert [row[1] for row in rows_of(whole)] == ["Bagrat"]
    assert rows_of(whole_list(admin, listing("person", query="nobody"), "People", ())) == []


def test_an_empty_list_is_a_file_with_headings(admin: Records) -> None:
    file = io.BytesIO()

    written = write_list_csv_to(file, shown(admin, listing("payment")), Translator("en"), nobody)

    assert written.rows == 0
    assert file.getvalue().decode("utf-8-sig").startswith("Received on,Amount,")


def test_who_stops_the_writing_leaves_the_database_free(admin: Records, as_user: MakeUser) -> None:
    admin.save_many("person", [{"last_name": f"Many{number}"} for number in range(10)])

    def no_more(_done: int, _whole: int, _doing: str) -> None:
        raise Stopped

    try:
        write_list_xlsx_to(io.BytesIO(), shown(admin, listing("person")), Translator("en"), no_more)
    except Stopped:
        pass
    else:
        raise AssertionError("it was not stopped")
    admin.save("person", {"last_name": "After"})
    vera = as_user("vera", "viewer")
    assert own_files.store(vera, "x.csv", io.BytesIO(b"x")).at == datetime.datetime(2026, 11, 22, 10, 5)
