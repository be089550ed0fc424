"""Tables as .xlsx, opened again."""

from __future__ import annotations

import datetime
import gc
import io
import os
import re
import resource
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bsc_tui.entities.table import Cell, Column, Group, Report, Row, Table, Value
from bsc_tui.errors import Conflict, Unusable
from bsc_tui.exports import xlsx
from bsc_tui.exports.xlsx import sheet_name, write_xlsx, write_xlsx_to
from bsc_tui.i18n import Translator

TOPIC = Column("topic", "Topic")
PEOPLE = Column("people", "Participants", Cell.NUMBER, total=True)
REVENUE = Column("revenue", "Revenue", Cell.AMOUNT, total=True)
CRITERIA = ("Period: 01.01.2026 – 31.12.2026", "Lines: all")

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1",
    "\t=1",
    "{=1+1}",
    "http://bsc.am",
    "mailto:a@b.c",
    "12345",
    "<b>&amp;",
    "_x0041_",
]


def services(*rows: Row | Group, currency: str = "AMD", title: str = "Services") -> Table:
    return Table(title, (TOPIC, PEOPLE, REVENUE), rows, currency, CRITERIA, ("Line", "Kind"))


def seminar(topic: str, people: int, revenue: int | None) -> Row:
    return Row((topic, people, revenue))


GROUPED = services(
    Group("Training", (Group("Open", (seminar("VAT", 10, 100), seminar("Law", 5, 50))),)),
    Group("Consulting", (Group("Diagnosis", (seminar("Sevan", 1, 7),)),)),
)


def reopened(source: Table | Report, *, values: bool = False, language: str = "en") -> Any:
    """The written workbook: formulas, or the values cached in their place."""
    file = io.BytesIO()
    write_xlsx_to(file, source, Translator(language))
    return load_workbook(file, data_only=values)


def lines_of(sheet: Any) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def one_cell(kind: Cell, value: Value, currency: str = "EUR") -> Any:
    return reopened(Table("T", (Column("c", "C", kind),), (Row((value,)),), currency)).active["A4"]


def test_a_plain_table_has_title_criteria_headings_rows_and_total() -> None:
    sheet = reopened(services(seminar("VAT", 10, 1_440_000), seminar("Law", 5, None))).active

    assert lines_of(sheet) == [
        ["Services", None, None],
        [CRITERIA[0], None, None],
        [CRITERIA[1], None, None],
        [None, None, None],
        ["Topic", "Participants", "Revenue, AMD"],
        ["VAT", 10, 1_440_000],
        ["Law", 5, None],
        ["Total", "=SUBTOTAL(9,B6:B7)", "=SUBTOTAL(9,C6:C7)"],
    ]


def test_headings_stay_in_sight_and_filter_the_rows_but_not_the_total() -> None:
    sheet = reopened(services(seminar("VAT", 10, 1_440_000), seminar("Law", 5, 0))).active

    assert sheet.freeze_panes == "A6"
    assert sheet.auto_filter.ref == "A5:C7"
    assert all(cell.font.bold and cell.fill.fill_type == "solid" for cell in sheet[5])


def test_groups_stand_on_every_row_and_end_with_a_folding_sub_total() -> None:
    sheet = reopened(GROUPED).active

    assert lines_of(sheet)[4:] == [
        ["Line", "Kind", "Topic", "Participants", "Revenue, AMD"],
        ["Training", "Open", "VAT", 10, 100],
        ["Training", "Open", "Law", 5, 50],
        [None, "Open: total", None, "=SUBTOTAL(9,D6:D7)", "=SUBTOTAL(9,E6:E7)"],
        ["Training: total", None, None, "=SUBTOTAL(9,D6:D8)", "=SUBTOTAL(9,E6:E8)"],
        ["Consulting", "Diagnosis", "Sevan", 1, 7],
        [None, "Diagnosis: total", None, "=SUBTOTAL(9,D10)", "=SUBTOTAL(9,E10)"],
        ["Consulting: total", None, None, "=SUBTOTAL(9,D10:D11)", "=SUBTOTAL(9,E10:E11)"],
        ["Total", None, None, "=SUBTOTAL(9,D6:D12)", "=SUBTOTAL(9,E6:E12)"],
    ]
    levels = [sheet.row_dimensions[number].outlineLevel for number in range(5, 14)]
    assert levels == [0, 2, 2, 1, 0, 2, 1, 0, 0]
    assert sheet.auto_filter.ref == "A5:E12"


def test_every_total_carries_its_value_for_programs_that_do_not_calculate() -> None:
    sheet = reopened(GROUPED, values=True).active

    assert [row[3:] for row in lines_of(sheet)[7:]] == [
        [15, 150],
        [15, 150],
        [1, 7],
        [1, 7],
        [1, 7],
        [16, 157],
    ]


def test_an_empty_group_counts_nothing() -> None:
    sheet = reopened(services(Group("Training", ()), Group("Consulting", (seminar("x", 1, 2),)))).active

    assert lines_of(sheet)[5] == ["Training: total", None, 0, 0]


def test_a_table_without_rows_still_opens() -> None:
    sheet = reopened(services()).active

    assert lines_of(sheet)[4:] == [["Topic", "Participants", "Revenue, AMD"]]
    assert sheet.auto_filter.ref == "A5:C5"


@pytest.mark.parametrize(
    ("kind", "value", "shown", "number_format"),
    [
        (Cell.NUMBER, 12345, 12345, "#,##0"),
        (Cell.NUMBER, Decimal("4.25"), 4.25, "#,##0.00"),
        (Cell.AMOUNT, 123450, 1234.5, "#,##0.00"),
        (Cell.AMOUNT, -5, -0.05, "#,##0.00"),
        (Cell.AMOUNT, "***", "***", "General"),
        (Cell.RATE, 2000, 0.2, "0%"),
        (Cell.RATE, 1250, 0.125, "0.0#%"),
        (Cell.DAY, datetime.date(2026, 3, 14), datetime.datetime(2026, 3, 14), "dd.mm.yyyy"),
        (Cell.DAY, datetime.date(1899, 5, 1), "01.05.1899", "General"),
        (Cell.PARTIAL_DATE, "2006-03-14", datetime.datetime(2006, 3, 14), "dd.mm.yyyy"),
        (Cell.PARTIAL_DATE, "2006-03", "03.2006", "General"),
        (Cell.PARTIAL_DATE, "2006", "2006", "General"),
        (Cell.PARTIAL_DATE, "2006-02-31", "2006-02-31", "General"),
        (
            Cell.MOMENT,
            datetime.datetime(2026, 12, 31, 20, 30, tzinfo=datetime.UTC),
            datetime.datetime(2027, 1, 1, 0, 30),
            "dd.mm.yyyy hh:mm",
        ),
        (Cell.FLAG, True, "yes", "General"),
        (Cell.FLAG, False, "no", "General"),
    ],
)
def test_each_kind_of_value_has_its_format(
    kind: Cell, value: Value, shown: object, number_format: str
) -> None:
    cell = one_cell(kind, value)

    assert cell.value == shown
    assert cell.number_format == number_format


def test_amounts_of_a_currency_without_decimals_are_whole() -> None:
    cell = one_cell(Cell.AMOUNT, 60_000, currency="AMD")

    assert (cell.value, cell.number_format, cell.alignment.horizontal) == (60_000, "#,##0", "right")


def test_each_row_may_have_its_own_currency() -> None:
    columns = (Column("price", "Price", Cell.AMOUNT, currency_in="cur"), Column("cur", "Currency"))

    sheet = reopened(Table("Prices", columns, (Row((150, "EUR")), Row((150, "AMD"))))).active

    assert lines_of(sheet)[2:] == [["Price", "Currency"], [1.5, "EUR"], [150, "AMD"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_people_typed_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    table = Table(
        text, (Column("c", text),), (Group(text, (Row((text,)),)),), subtitle=(text,), grouped_by=(text,)
    )

    sheet = reopened(table).active

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 6
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    assert {cell.value.replace("_x005F_", "_") for cell in cells} == {text}


@pytest.mark.parametrize("text", ["=1+1", "+37491234567", "@SUM(1)"])
def test_text_like_a_formula_stays_text_when_somebody_edits_it(text: str) -> None:
    assert one_cell(Cell.TEXT, text).quotePrefix
    assert not one_cell(Cell.TEXT, "Anna").quotePrefix


def test_characters_that_excel_cannot_hold_are_replaced_and_counted() -> None:
    file = io.BytesIO()
    rows = (Row(("a\x1b[31m\x00\ufffe\udcff\r\nb",)), Row(("clean",)))

    written = write_xlsx_to(file, Table("T\x00", (TOPIC,), rows), Translator("en"))

    sheet = load_workbook(file).active
    assert sheet["A4"].value == "a\ufffd[31m\ufffd\ufffd\ufffd\nb"
    assert (written.rows, written.replaced) == (2, 2 + 1)  # the title twice: in the sheet and on it


@pytest.mark.parametrize("letter", ["x", "Ա", "😀"])
def test_text_that_is_too_long_for_a_cell_is_cut_and_counted(letter: str) -> None:
    file = io.BytesIO()

    written = write_xlsx_to(file, Table("T", (TOPIC,), (Row((letter * 40_000,)),)), Translator("en"))

    text = load_workbook(file).active["A4"].value
    assert text.endswith(letter + "…")
    assert 32_766 <= len(text.encode("utf-16-le")) // 2 <= 32_767
    assert written.cut == 1


def test_text_of_exactly_the_longest_length_is_whole() -> None:
    assert one_cell(Cell.TEXT, "x" * 32_767).value == "x" * 32_767


def test_columns_are_as_wide_as_their_content_up_to_a_limit() -> None:
    columns = (Column("a", "Name"), Column("b", "Remarks"), Column("c", "Amount", Cell.AMOUNT, total=True))

    sheet = reopened(Table("T", columns, (Row(("x" * 30, "y" * 500, 1_000_000_000)),), "EUR")).active

    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert 30 < widths[0] < 34
    assert 60 <= widths[1] < 62
    assert 13 < widths[2] < 22
    assert sheet["B4"].alignment.wrap_text
    assert sheet.row_dimensions[4].height > 15


def test_a_row_of_a_deeper_level_is_indented() -> None:
    sheet = reopened(Table("T", (TOPIC,), (Row(("VAT",)), Row(("Anna",), level=2)))).active

    assert [sheet[place].alignment.indent for place in ("A4", "A5")] == [0, 2]


def test_it_prints_across_one_page_with_headings_and_numbers_on_each() -> None:
    sheet = reopened(services(seminar("VAT", 1, 2), title="2026 R&D")).active

    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$5:$5"
    assert "Page &P of &N" in sheet.oddFooter.right.text.replace("&[Page]", "&P").replace("&[Pages]", "&N")
    assert "R&&D" in (sheet.oddFooter.left.text or "")


def test_the_file_knows_its_title_and_nothing_of_the_machine(tmp_path: Path) -> None:
    write_xlsx(GROUPED, tmp_path / "services.xlsx", Translator("en"))

    assert load_workbook(tmp_path / "services.xlsx").properties.title == "Services"
    with zipfile.ZipFile(tmp_path / "services.xlsx") as parts:
        content = b"".join(parts.read(name) for name in parts.namelist())
    assert not re.search(rb"/tmp|/dev/shm|/home|/root|" + re.escape(os.fsencode(tmp_path.name)), content)


def test_a_report_has_a_sheet_for_every_table() -> None:
    amd = services(seminar("VAT", 1, 500), title="Services")
    eur = services(seminar("VAT", 1, 500), currency="EUR", title="services")

    workbook = reopened(Report("Year 2026", (amd, eur)), values=True)

    assert workbook.sheetnames == ["Services", "services (2)"]
    assert [sheet["A1"].value for sheet in workbook] == ["Year 2026", "Year 2026"]
    assert [sheet["C9"].value for sheet in workbook] == [None, None]
    assert [sheet["C8"].value for sheet in workbook] == [500, 5]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Services", "Services"),
        ("a[b]c:d*e?f/g\\h", "a b c d e f g h"),
        ("'quoted'", "quoted"),
        ("L'entreprise", "L’entreprise"),
        ("[]:*?/\\", "Sheet"),
        ("", "Sheet"),
        ("two\nlines\x1b\udcff", "two lines\ufffd\ufffd"),
        ("x" * 40, "x" * 31),
        ("😀" * 20, "😀" * 15),
        ("history", "history (2)"),
    ],
)
def test_a_title_becomes_a_name_that_excel_accepts_for_a_sheet(title: str, name: str) -> None:
    assert sheet_name(title, [], "Sheet") == name


def test_sheet_names_differ_in_more_than_case() -> None:
    names: list[str] = []
    for title in ["x" * 40, "X" * 31, "x" * 31 + "y", "ԱԲ", "աբ"]:
        names.append(sheet_name(title, names, "Sheet"))

    assert len({name.casefold() for name in names}) == 5
    assert all(len(name) <= 31 for name in names)
    assert names[1:3] == ["X" * 27 + " (2)", "x" * 27 + " (3)"]


def test_a_big_table_written_with_constant_memory_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    table = services(
        Group(" Training ", (seminar("=1+1", 1, 100), seminar("a\nb", 2, None), seminar("y" * 99, 3, 4)))
    )
    usual = reopened(table).active
    monkeypatch.setattr(xlsx, "MANY_ROWS", 2)
    big = reopened(table).active

    assert lines_of(big) == lines_of(usual)
    for letter in "ABCD":
        assert big.column_dimensions[letter].width == usual.column_dimensions[letter].width
    for number in range(1, 10):
        assert big.row_dimensions[number].outlineLevel == usual.row_dimensions[number].outlineLevel
        assert big.row_dimensions[number].height == usual.row_dimensions[number].height


def test_more_rows_than_a_sheet_has_are_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS_OF_A_SHEET", 7)

    with pytest.raises(Unusable, match=r"save it as \.csv"):
        reopened(services(seminar("VAT", 1, 2), seminar("Law", 1, 2)))


def test_an_existing_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    write_xlsx(GROUPED, tmp_path / "services.xlsx", Translator("en"))

    with pytest.raises(Conflict):
        write_xlsx(GROUPED, tmp_path / "services.xlsx", Translator("en"))
    written = write_xlsx(GROUPED, tmp_path / "services.xlsx", Translator("en"), overwrite=True)

    assert (written.path, written.rows) == (tmp_path / "services.xlsx", 3)


@pytest.fixture
def files_of_4_kb_at_most() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    gc.collect()  # what other tests left behind must not be found, and complained of, in this one
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("files_of_4_kb_at_most")
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("many_rows", [100_000, 10])
def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many_rows: int
) -> None:
    monkeypatch.setattr(xlsx, "MANY_ROWS", many_rows)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with pytest.raises(Unusable, match="no room left"):
        write_xlsx(
            services(*(seminar(f"Seminar {n}", n, n) for n in range(2000))),
            tmp_path / "s.xlsx",
            Translator("en"),
        )

    assert list(tmp_path.iterdir()) == []


def test_a_failure_in_between_leaves_no_file(tmp_path: Path) -> None:
    wrong = Table("T", (Column("c", "C", Cell.DAY),), (Row((1,)),))

    with pytest.raises(TypeError):
        write_xlsx(wrong, tmp_path / "t.xlsx", Translator("en"))

    assert list(tmp_path.iterdir()) == []


def test_a_report_with_groups_has_a_chart_of_their_sums_that_follows_the_filter() -> None:
    hostile = replace(GROUPED, rows=(*GROUPED.rows, Group("=1+1", (seminar("x", 1, 3),))))
    report = Report("Services", (hostile,))

    sheet, values = (reopened(report, values=only)["Chart"] for only in (False, True))

    assert lines_of(values) == [
        ["Line", "Revenue, AMD"],
        ["Training", 150],
        ["Consulting", 7],
        ["=1+1", 3],
    ]
    assert [row[1] for row in lines_of(sheet)[1:]] == ["=Services!E9", "=Services!E12", "=Services!E14"]
    assert (sheet["A4"].data_type, sheet["A4"].quotePrefix) == ("s", True)
    (chart,) = sheet._charts
    assert chart.series[0].val.numRef.f == "Chart!$B$2:$B$4"
    assert chart.series[0].cat.strRef.f == "Chart!$A$2:$A$4"


def test_one_group_or_none_makes_no_chart() -> None:
    plain = services(seminar("VAT", 10, 1))
    one = replace(GROUPED, rows=GROUPED.rows[:1])

    for table in (plain, one, replace(GROUPED, rows=())):
        assert reopened(Report("Services", (table,))).sheetnames == ["Services"]
    assert reopened(GROUPED).sheetnames == ["Services"]
