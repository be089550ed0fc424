"""Tables as .csv, read again as Excel and the import would."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal
from pathlib import Path

import pytest

from bsc_tui.entities.table import Cell, Column, Group, Report, Row, Table, Value
from bsc_tui.errors import Conflict
from bsc_tui.exports.csv import guarded, restored, write_csv, write_csv_to
from bsc_tui.i18n import Translator

HOSTILE = ["=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "\t=1", " =1", "'=1", "''+1", "＝1+1", "\n=1"]


def content(source: Table | Report, language: str = "en") -> str:
    file = io.BytesIO()
    write_csv_to(file, source, Translator(language))
    return file.getvalue().decode("utf-8-sig")


def one_cell(kind: Cell, value: Value, currency: str = "EUR") -> str:
    text = content(Table("T", (Column("c", "C", kind),), (Row((value,)),), currency))
    _headings, cells = csv.reader(io.StringIO(text, newline=""))
    return cells[0] if cells else ""


def test_the_file_begins_with_a_byte_order_mark_and_its_headings(tmp_path: Path) -> None:
    table = Table("People", (Column("last", "Ազգանուն"), Column("first", "Prénom")), (Row(("Ա", "é")),))

    written = write_csv(table, tmp_path / "people.csv", Translator("en"))

    expected = b"\xef\xbb\xbf" + "Ազգանուն,Prénom\r\nԱ,é\r\n".encode()
    assert (tmp_path / "people.csv").read_bytes() == expected
    assert (written.path, written.rows) == (tmp_path / "people.csv", 1)


def test_an_existing_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    table = Table("People", (Column("last", "Last name"),), ())
    write_csv(table, tmp_path / "people.csv", Translator("en"))

    with pytest.raises(Conflict):
        write_csv(table, tmp_path / "people.csv", Translator("en"))
    write_csv(table, tmp_path / "people.csv", Translator("en"), overwrite=True)


@pytest.mark.parametrize(
    ("language", "line"), [("en", "a,1234.50"), ("fr", "a;1234,50"), ("hy", "a;1234,50")]
)
def test_separator_and_decimal_mark_are_those_of_excel_in_the_language(language: str, line: str) -> None:
    columns = (Column("topic", "Topic"), Column("price", "Price", Cell.AMOUNT))

    assert content(Table("T", columns, (Row(("a", 123450)),), "EUR"), language).split("\r\n")[1] == line


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Cell.TEXT, None, ""),
        (Cell.NUMBER, 12345, "12345"),
        (Cell.NUMBER, -7, "-7"),
        (Cell.NUMBER, Decimal("4.25"), "4.25"),
        (Cell.RATE, 2000, "20"),
        (Cell.RATE, 1250, "12.5"),
        (Cell.RATE, 0, "0"),
        (Cell.AMOUNT, -5, "-0.05"),
        (Cell.AMOUNT, "***", "***"),
        (Cell.DAY, datetime.date(2026, 3, 14), "2026-03-14"),
        (Cell.PARTIAL_DATE, "2006", "2006"),
        (Cell.PARTIAL_DATE, "2006-03", "2006-03"),
        (Cell.MOMENT, datetime.datetime(2026, 12, 31, 20, 30), "2027-01-01 00:30"),
        (Cell.FLAG, True, "yes"),
        (Cell.FLAG, False, "no"),
    ],
)
def test_each_kind_of_value_is_written_to_be_read_again(kind: Cell, value: Value, shown: str) -> None:
    assert one_cell(kind, value) == shown


def test_amounts_of_a_currency_without_decimals_are_whole() -> None:
    assert one_cell(Cell.AMOUNT, 1_440_000, currency="AMD") == "1440000"


def test_separators_quotes_and_line_ends_are_quoted() -> None:
    table = Table("T", (Column("a", "A"), Column("b", "B")), (Row(('say "no", or; yes', "two\r\nlines")),))

    assert content(table) == 'A,B\r\n"say ""no"", or; yes","two\nlines"\r\n'


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_is_text_and_can_be_restored(text: str) -> None:
    written = one_cell(Cell.TEXT, text)

    assert written == f"'{text}"
    assert restored(written) == text


@pytest.mark.parametrize("text", ["", "Anna", "'quoted'", "O'Neill", "1+1", "a=1", "'", "Ա-Բ"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert restored(text) == text


def test_hostile_headings_and_groups_are_text_too() -> None:
    table = Table("T", (Column("a", "=A"),), (Group("=B", (Row(("x",)),)),), grouped_by=("=C",))

    assert content(table) == "'=C,'=A\r\n'=B,x\r\n"


def test_characters_that_nothing_can_show_are_replaced_and_counted() -> None:
    file = io.BytesIO()
    rows = (Row(("a\x1b[31m\x00\ufffe\udcff",)), Row(("clean",)))

    written = write_csv_to(file, Table("T", (Column("a", "A"),), rows), Translator("en"))

    assert file.getvalue().decode("utf-8-sig") == "A\r\na\ufffd[31m\ufffd\ufffd\ufffd\r\nclean\r\n"
    assert written.replaced == 1


def test_groups_become_columns_and_totals_are_left_out() -> None:
    columns = (Column("topic", "Topic"), Column("people", "People", Cell.NUMBER, total=True))
    rows = (Group("Training", (Group("Open", (Row(("VAT", 3)),)), Row(("Other", 1)))),)

    text = content(Table("T", columns, rows, grouped_by=("Line",)))

    assert text == "Line,Group,Topic,People\r\nTraining,Open,VAT,3\r\nTraining,,Other,1\r\n"


def test_several_tables_follow_each_other_under_their_titles() -> None:
    price = (Column("price", "Price", Cell.AMOUNT, total=True),)
    report = Report(
        "Prices", (Table("In AMD", price, (Row((5,)),), "AMD"), Table("In EUR", price, (Row((5,)),), "EUR"))
    )

    assert content(report, "fr") == "In AMD\r\nPrice, AMD\r\n5\r\n\r\nIn EUR\r\nPrice, EUR\r\n0,05\r\n"


def test_a_value_that_its_column_does_not_promise_is_an_error() -> None:
    with pytest.raises(TypeError, match="int expected"):
        one_cell(Cell.AMOUNT, Decimal("1.5"))
