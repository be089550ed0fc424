"""Tables: what they promise to those who show and write them."""

from __future__ import annotations

import pytest

from bsc_tui.entities.table import Cell, Column, Group, LineStyle, Report, Row, Table

TOPIC = Column("topic", "Topic")
PEOPLE = Column("people", "Participants", Cell.NUMBER, total=True)
REVENUE = Column("revenue", "Revenue", Cell.AMOUNT, total=True)


def services(*rows: Row | Group, currency: str | None = "AMD") -> Table:
    return Table("Services", (TOPIC, PEOPLE, REVENUE), rows, currency)


def seminar(topic: str, people: int, revenue: int | str | None) -> Row:
    return Row((topic, people, revenue))


def test_lines_come_as_they_are_shown_with_a_sum_after_each_group() -> None:
    table = services(
        Group("Training", (Group("Open", (seminar("VAT", 10, 100), seminar("Law", 5, 50))),)),
        Group("Consulting", (seminar("Diagnosis", 1, 7),)),
    )

    assert [(line.style.name, line.path, line.values) for line in table.lines()] == [
        ("HEADING", ("Training",), ()),
        ("HEADING", ("Training", "Open"), ()),
        ("ROW", ("Training", "Open"), ("VAT", 10, 100)),
        ("ROW", ("Training", "Open"), ("Law", 5, 50)),
        ("SUBTOTAL", ("Training", "Open"), (None, 15, 150)),
        ("SUBTOTAL", ("Training",), (None, 15, 150)),
        ("HEADING", ("Consulting",), ()),
        ("ROW", ("Consulting",), ("Diagnosis", 1, 7)),
        ("SUBTOTAL", ("Consulting",), (None, 1, 7)),
        ("TOTAL", (), (None, 16, 157)),
    ]
    assert table.depth == 2
    assert table.size == 3


def test_totals_agree_with_the_last_line() -> None:
    table = services(Group("A", (seminar("x", 1, 30),)), seminar("y", 2, 12))

    *_before, last = table.lines()

    assert last.style is LineStyle.TOTAL
    assert last.values == (None, table.totals("people"), table.totals("revenue")) == (None, 3, 42)


def test_empty_and_masked_amounts_do_not_count() -> None:
    assert services(seminar("x", 1, None), seminar("y", 1, "***"), seminar("z", 1, 5)).totals("revenue") == 5


def test_a_table_without_rows_has_no_total_line() -> None:
    assert list(services().lines()) == []


def test_a_table_without_summed_columns_has_headings_but_no_sums() -> None:
    table = Table("People", (TOPIC,), (Group("A", (Row(("x",)),)),))

    assert [line.style for line in table.lines()] == [LineStyle.HEADING, LineStyle.ROW]


def test_amounts_without_a_currency_are_refused() -> None:
    with pytest.raises(ValueError, match="currency"):
        services(currency=None)


def test_amounts_of_mixed_currencies_are_listed_but_never_summed() -> None:
    price = Column("price", "Price", Cell.AMOUNT, currency_in="currency")
    currency = Column("currency", "Currency")
    table = Table("Prices", (price, currency), (Row((100, "EUR")), Row((100, "AMD"))))

    assert [table.currency_of(price, line.values) for line in table.lines()] == ["EUR", "AMD"]
    with pytest.raises(ValueError, match="summed"):
        Table("Prices", (Column("p", "P", Cell.AMOUNT, total=True, currency_in="currency"), currency), ())


@pytest.mark.parametrize("kind", sorted(set(Cell) - {Cell.NUMBER, Cell.AMOUNT}, key=lambda kind: kind.name))
def test_only_numbers_and_amounts_can_be_summed(kind: Cell) -> None:
    with pytest.raises(ValueError, match="summed"):
        Table("T", (Column("c", "C", kind, total=True),), ())


def test_a_row_must_match_the_columns() -> None:
    with pytest.raises(ValueError, match="row"):
        services(Group("A", (Row(("too short",)),)))


def test_a_report_has_a_table_at_least() -> None:
    with pytest.raises(ValueError, match="without tables"):
        Report("Nothing", ())
