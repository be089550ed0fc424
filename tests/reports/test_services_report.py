"""The report about services: whom it counts, whose money it adds; every figure is added up again."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from peewee import Database
from playhouse.test_utils import count_queries

from bsc_tui.db.database import is_postgresql
from bsc_tui.db.models import Engagement, Payment, Registration, ServiceLine, Term, dicts
from bsc_tui.entities.table import LineStyle, Report, Table
from bsc_tui.errors import Invalid
from bsc_tui.exports.xlsx import write_xlsx
from bsc_tui.i18n import Translator, activate
from bsc_tui.operations.seminars import overview
from bsc_tui.records.records import Records
from bsc_tui.reports import REPORTS, services
from bsc_tui.reports.criteria import Criteria, described
from bsc_tui.reports.engagements import conditions
from bsc_tui.reports.words import criteria_from_texts

DAY = datetime.date(2026, 3, 10)
ALL = Criteria()
_numbers = count(1)
EXPECTED_OF_SEED_3 = [("AMD", 436_554, 351_300), ("EUR", 269_337, 130_200)]
NAMES_OF_SEED_3 = ["20", "02", "05", "07", "11", "12", "08", "15"]


def line(code: str) -> int:
    return int(ServiceLine.get(ServiceLine.code == code).id)


def term(label: str) -> int:
    return int(Term.get(Term.label_en == label).id)


def engagement(records: Records, kind: str = "open_seminar", code: str = "HR", **values: Any) -> int:
    usual: dict[str, Any] = {"title": f"Title {next(_numbers)}", "starts": "2026-03-10", "currency": "AMD"}
    return records.save("engagement", {"line": line(code), "kind": kind, **usual, **values}).id


def registration(
    records: Records, seminar: int, price: int = 100, status: str = "registered", **values: Any
) -> int:
    person = records.save("person", {"last_name": f"Person {next(_numbers)}"}).id
    if status == "cancelled":
        values["cancel_reason"] = Term.select().where(Term.label_en != "").order_by(Term.id).first().id
    wanted = {"engagement": seminar, "person": person, "price": price, "status": status, **values}
    return records.save("registration", wanted).id


def payment(records: Records, registration_id: int, amount: int) -> None:
    records.save("payment", {"registration": registration_id, "day": DAY, "amount": amount})


def only_table(report: Report) -> Table:
    (table,) = report.tables
    return table


def rows_of(report: Report) -> list[dict[str, Any]]:
    """The rows as {column: value}, with the groups they stand in."""
    return [
        {
            "groups": made.path,
            **dict(zip((column.code for column in table.columns), made.values, strict=True)),
        }
        for table in report.tables
        for made in table.lines()
        if made.style is LineStyle.ROW
    ]


def names_in(report: Report) -> list[str]:
    return [row["name"] for row in rows_of(report)]


def test_engagements_stand_by_line_and_kind_with_sub_totals_and_a_total(admin: Records) -> None:
    first = engagement(admin, code="HR", title="Second", starts="2026-03-12")
    second = engagement(admin, code="HR", title="First", starts="2026-03-01", ends="2026-03-02")
    closed = engagement(admin, kind="closed_seminar", code="HR", title="Closed", priced="head")
    other = engagement(admin, code="BDS", title="Other line")
    for seminar, price in ((first, 100), (first, 50), (second, 7), (closed, 1_000), (other, 3)):
        registration(admin, seminar, price)

    table = only_table(services.run(admin, ALL))

    people = table.place_of("participants")
    shown = [
        (
            made.style.name,
            made.path[-1] if made.path else "",
            made.values[people : people + 4] if made.values else (),
        )
        for made in table.lines()
    ]
    assert shown == [
        ("HEADING", "BDS Business development services", ()),
        ("HEADING", "open seminar", ()),
        ("ROW", "open seminar", (1, 3, 0, 3)),
        ("SUBTOTAL", "open seminar", (1, 3, 0, 3)),
        ("SUBTOTAL", "BDS Business development services", (1, 3, 0, 3)),
        ("HEADING", "HR Human resources", ()),
        ("HEADING", "open seminar", ()),
        ("ROW", "open seminar", (1, 7, 0, 7)),
        ("ROW", "open seminar", (2, 150, 0, 150)),
        ("SUBTOTAL", "open seminar", (3, 157, 0, 157)),
        ("HEADING", "closed seminar", ()),
        ("ROW", "closed seminar", (1, 1_000, 0, 1_000)),
        ("SUBTOTAL", "closed seminar", (1, 1_000, 0, 1_000)),
        ("SUBTOTAL", "HR Human resources", (4, 1_157, 0, 1_157)),
        ("TOTAL", "", (5, 1_160, 0, 1_160)),
    ]
    assert table.grouped_by == ("Service line", "Kind")


def test_a_cancelled_registration_counts_in_no_total(admin: Records) -> None:
    seminar = engagement(admin)
    payment(admin, registration(admin, seminar, 100), 40)
    gone = registration(admin, seminar, 900)
    payment(admin, gone, 900)
    reason = Term.select().order_by(Term.id).first().id
    admin.save("registration", {"status": "cancelled", "cancel_reason": reason}, id=gone)
    registration(admin, seminar, 900, "waiting")
    registration(admin, seminar, 900, "interested")

    (row,) = rows_of(services.run(admin, ALL))

    assert (row["participants"], row["expected"], row["paid"], row["unpaid"]) == (1, 100, 40, 60)


def test_unpaid_is_what_is_still_to_come_from_each_not_what_the_sums_differ_by(admin: Records) -> None:
    seminar = engagement(admin)
    payment(admin, registration(admin, seminar, 100), 150)  # overpaid: nobody else's debt shrinks
    payment(admin, registration(admin, seminar, 100), 30)
    registration(admin, seminar, 100)
    registration(admin, seminar, 100, waived_reason="Volunteer")
    refunded = registration(admin, seminar, 100)
    payment(admin, refunded, 100)
    payment(admin, refunded, -100)

    (row,) = rows_of(services.run(admin, ALL))

    assert (row["expected"], row["paid"], row["unpaid"]) == (500, 180, 170)
    seen = overview(admin, seminar)
    assert (row["expected"], row["paid"], row["unpaid"]) == (seen.sums.expected, seen.sums.paid, seen.due)


def test_what_has_no_participants_brings_its_own_price_and_no_payments(admin: Records) -> None:
    engagement(admin, kind="consultation", title="Fee", price=1_000, discount_rate=1_000, vat_rate=2_000)
    engagement(admin, kind="consultation", title="Gift", price=1_000, vat_rate=2_000, free=True)
    engagement(admin, kind="consultation", title="Open price")

    rows = {row["name"]: row for row in rows_of(services.run(admin, ALL))}

    assert {name: row["expected"] for name, row in rows.items()} == {"Fee": 1_080, "Gift": 0, "Open price": 0}
    assert {(row["participants"], row["paid"], row["unpaid"]) for row in rows.values()} == {
        (None, None, None)
    }


def test_a_closed_seminar_priced_as_a_whole_brings_its_price_once(admin: Records) -> None:
    seminar = engagement(admin, kind="closed_seminar", priced="whole", price=10_000, vat_rate=2_000)
    first, *_others = [registration(admin, seminar, 0) for _ in range(3)]
    payment(admin, first, 5_000)

    (row,) = rows_of(services.run(admin, ALL))

    assert (row["participants"], row["expected"], row["paid"], row["unpaid"]) == (3, 12_000, 5_000, 7_000)


def test_a_free_seminar_expects_nothing(admin: Records) -> None:
    registration(admin, engagement(admin, free=True), 100)

    (row,) = rows_of(services.run(admin, ALL))

    assert (row["participants"], row["expected"], row["unpaid"]) == (1, 0, 0)


def test_money_of_two_currencies_is_never_added_up(admin: Records) -> None:
    registration(admin, engagement(admin, currency="AMD"), 100)
    registration(admin, engagement(admin, currency="EUR"), 250)

    report = services.run(admin, ALL)

    assert [(table.currency, table.title, table.totals("expected")) for table in report.tables] == [
        ("AMD", "Services, AMD", 100),
        ("EUR", "Services, EUR", 250),
    ]


@pytest.mark.parametrize(
    ("span", "period", "counts"),
    [
        (("2006", ""), ("2006-05-01", "2006-05-31"), True),
        (("2006", ""), ("2007-01-01", None), False),
        (("2006", ""), (None, "2005-12-31"), False),
        (("2006", ""), (None, "2006-01-01"), True),
        (("2006-03", ""), ("2006-03-31", "2006-04-30"), True),
        (("2006-03", ""), ("2006-04-01", "2006-04-30"), False),
        (("2006-03", ""), ("2006-02-01", "2006-02-28"), False),
        (("2006-03-14", ""), ("2006-03-14", "2006-03-14"), True),
        (("2006-03-14", ""), ("2006-03-15", "2006-03-31"), False),
        (("2006-03-14", "2006-03-16"), ("2006-03-15", "2006-03-15"), True),
        (("2005-11", "2006-02"), ("2006-01-10", "2006-01-20"), True),
        (("2005-11", "2006-02"), ("2006-03-01", None), False),
        (("2005-11", "2006"), ("2006-12-31", None), True),
        (("", "2006"), ("2006-06-01", "2006-06-30"), True),
        (("", ""), ("2006-01-01", "2006-12-31"), False),
        (("", ""), (None, None), True),
    ],
)
def test_a_period_counts_what_its_span_overlaps_however_little_is_known(
    admin: Records, span: tuple[str, str], period: tuple[str | None, str | None], counts: bool
) -> None:
    engagement(admin, starts=span[0], ends=span[1])

    assert services.count(admin, Criteria(from_=period[0], to=period[1])) == int(counts)


def test_a_year_is_found_by_the_index_of_last_days(admin: Records, database: Database) -> None:
    for year in range(1996, 2026):
        engagement(admin, starts=f"{year}-05-03", ends=f"{year}-05-04")
    wanted = conditions(admin, Criteria(from_="2024-01-01", to="2024-12-31"))
    sql, values = Engagement.select(Engagement.title).where(*wanted).sql()
    explain = "EXPLAIN " if is_postgresql(database) else "EXPLAIN QUERY PLAN "
    with database.atomic():
        if is_postgresql(database):  # so few rows are read faster without any index
            database.execute_sql("SET LOCAL enable_seqscan = off")
        plan = "\n".join(str(row[-1]) for row in database.execute_sql(explain + sql, values).fetchall())
    assert "engagement_last_day" in plan


def test_each_criterion_limits_and_together_they_limit_more(admin: Records) -> None:
    maria = admin.save("staff", {"last_name": "Sahakyan", "first_name": "Maria"}).id
    region, topic, part = term("Shirak"), term("Entrepreneurship development"), term("For women")
    finished = Term.get(Term.meaning == "finished").id
    engagement(admin, title="Mine", responsible=maria)
    engagement(admin, title="There", region=region)
    engagement(admin, title="Over", status=finished)
    engagement(admin, title="Topic", topic=topic)
    engagement(admin, title="Part", topic=part)
    engagement(admin, kind="consultation", code="BDS", title="Advice")

    def found(**criteria: Any) -> set[str]:
        return {name.split()[-1] for name in names_in(services.run(admin, Criteria(**criteria)))}

    assert found(responsible=maria) == {"Mine"}
    assert found(region=region) == {"There"}
    assert found(statuses=(finished,)) == {"Over"}
    assert found(types=(topic,)) == {"Topic", "Part"}, "a type stands for what is part of it"
    assert found(types=(part,)) == {"Part"}
    assert found(kinds=("consultation",)) == {"Advice"}
    assert found(lines=("BDS",)) == {"Advice"}
    assert found(lines=("BDS",), kinds=("open_seminar",)) == set()


def test_what_lies_in_the_trash_is_not_reported(admin: Records) -> None:
    admin.trash("engagement", engagement(admin))
    seminar = engagement(admin, title="Kept")
    kept, thrown = registration(admin, seminar, 100), registration(admin, seminar, 100)
    admin.trash("registration", thrown)
    payment(admin, kept, 60)
    payment(admin, kept, 40)
    admin.trash("payment", Payment.get(Payment.amount == 40).id)

    (row,) = rows_of(services.run(admin, ALL))

    assert (row["name"], row["participants"], row["expected"], row["paid"]) == ("Kept", 1, 100, 60)


def test_nothing_found_is_an_empty_table_in_the_company_s_currency(admin: Records) -> None:
    table = only_table(services.run(admin, Criteria(from_="1950-01-01", to="1950-12-31")))

    assert (table.size, table.currency) == (0, "AMD")
    assert table.subtitle == ("From 01.01.1950 to 31.12.1950", "Made on 22.11.2026")


def test_the_wizard_sees_the_number_and_the_first_rows_of_the_report(admin: Records) -> None:
    for title in ("A", "B", "C", "D"):
        registration(admin, engagement(admin, title=title, starts=f"2026-0{ord(title) - 64}-01"), 10)

    assert services.count(admin, ALL) == 4
    assert names_in(services.first_rows(admin, ALL, 2)) == ["A", "B"]
    assert rows_of(services.first_rows(admin, ALL, 2)) == rows_of(services.run(admin, ALL))[:2]
    assert REPORTS["services"].title == "Services"


def test_the_number_of_queries_does_not_grow_with_the_rows(admin: Records) -> None:
    def made() -> int:
        with count_queries(only_select=True) as counter:
            services.run(admin, ALL)
        return int(counter.count)

    registration(admin, engagement(admin, topic=term("Business planning")), 10)
    few = made()
    for _ in range(12):
        registration(admin, engagement(admin, topic=term("Business planning")), 10)

    assert made() == few <= 8


# -- a company's worth of data, added up again by hand ---------------------------------------------


def fill(records: Records, seed: int = 7) -> None:
    """Engagements of all sorts with registrations and payments in all states; the same from the same seed."""
    chance = random.Random(seed)
    for number in range(24):
        kind = chance.choice(("open_seminar", "closed_seminar", "consultation"))
        seminar = engagement(
            records,
            kind=kind,
            code=chance.choice(("BDS", "CSR", "HR")),
            title=f"No. {number:02}",
            starts=chance.choice(("2006", "2006-03", "2006-03-14", "2007-01-02", "")),
            currency=chance.choice(("AMD", "AMD", "EUR")),
            priced=chance.choice(("head", "whole")) if kind == "closed_seminar" else "head",
            free=chance.random() < 0.15,
            price=chance.randrange(0, 100_000),
            discount_rate=chance.choice((None, 333, 1_250)),
            vat_rate=chance.choice((None, 1_950, 2_000)),
        )
        if kind != "consultation":
            for _ in range(chance.randrange(6)):
                one = registration(
                    records,
                    seminar,
                    chance.randrange(1, 100_000),
                    chance.choice(
                        ("registered", "attended", "partly_attended", "absent", "waiting", "cancelled")
                    ),
                    discount_rate=chance.choice((None, 333)),
                    vat_rate=chance.choice((None, 1_950)),
                    waived_reason=chance.choice(("", "", "", "Helper")),
                )
                for _ in range(chance.randrange(3)):
                    payment(records, one, chance.choice((-500, 700, 20_000, 90_000)))


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def total_of(row: dict[str, Any]) -> int:
    """(price - discount) x (1 + VAT), each step rounded half up; anew, from what was typed."""
    price = row["price"] or 0
    net = price - half_up(Decimal(price) * (row["discount_rate"] or 0) / 10_000)
    return net + half_up(Decimal(net) * (row["vat_rate"] or 0) / 10_000)


def recomputed() -> dict[tuple[str, str, str], list[int]]:
    """Participants, expected, paid and unpaid of each currency, line and kind: one row after the other."""
    payments: dict[int, list[int]] = defaultdict(list)
    for row in dicts(Payment.select()):
        payments[row["registration"]].append(row["amount"])
    people: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in dicts(Registration.select()):
        people[row["engagement"]].append(row)
    codes = {row["id"]: row["code"] for row in dicts(ServiceLine.select())}
    sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in dicts(Engagement.select()):
        here = sums[one["currency"], codes[one["line"]], one["kind"]]
        whole = one["kind"] == "consultation" or (
            one["kind"] == "closed_seminar" and one["priced"] == "whole"
        )
        received = 0
        for registered in people[one["id"]]:
            paid = sum(payments[registered["id"]])
            received += 0 if registered["status"] == "cancelled" else paid
            if registered["status"] in ("waiting", "cancelled"):
                continue
            here[0] += 1
            refunded = paid <= 0 and any(amount < 0 for amount in payments[registered["id"]])
            if not one["free"] and not whole:
                here[1] += total_of(registered)
                if not registered["waived_reason"] and not refunded:
                    here[3] += max(total_of(registered) - paid, 0)
        here[2] += received
        if whole and not one["free"]:
            here[1] += total_of(one)
            here[3] += 0 if one["kind"] == "consultation" else max(total_of(one) - received, 0)
    return dict(sums)


def test_every_sub_total_and_total_can_be_added_up_again_by_hand(admin: Records) -> None:
    fill(admin)
    by_hand = recomputed()

    report = services.run(admin, ALL)

    told = {
        "open seminar": "open_seminar",
        "closed seminar": "closed_seminar",
        "consultation": "consultation",
    }
    for table in report.tables:
        assert table.currency
        place = table.place_of("participants")
        shown = {
            (table.currency, made.path[0].split()[0], told[made.path[1]]): list(
                made.values[place : place + 4]
            )
            for made in table.lines()
            if made.style is LineStyle.SUBTOTAL and len(made.path) == 2
        }
        mine = {key: sums for key, sums in by_hand.items() if key[0] == table.currency}
        assert shown == mine
        for offset, code in enumerate(("participants", "expected", "paid", "unpaid")):
            assert table.totals(code) == sum(sums[offset] for sums in mine.values())


def test_both_engines_report_the_same(admin: Records) -> None:
    fill(admin, seed=3)

    report = services.run(admin, Criteria(from_="2006-01-01", to="2006-12-31"))

    summed = [(table.currency, table.totals("expected"), table.totals("paid")) for table in report.tables]
    assert summed == EXPECTED_OF_SEED_3
    assert [row["name"].removeprefix("No. ") for row in rows_of(report)] == NAMES_OF_SEED_3


def test_the_spreadsheet_holds_the_same_figures_as_formulas_with_their_values(
    admin: Records, tmp_path: Path
) -> None:
    fill(admin)
    report = services.run(admin, Criteria(lines=("HR",)))

    write_xlsx(report, tmp_path / "services.xlsx", Translator("en"))

    formulas = openpyxl.load_workbook(tmp_path / "services.xlsx")
    values = openpyxl.load_workbook(tmp_path / "services.xlsx", data_only=True)
    for table, with_formulas, with_values in zip(report.tables, formulas, values, strict=True):
        places = 0 if table.currency == "AMD" else 2
        column = table.depth + table.place_of("expected") + 1
        last = with_formulas.max_row
        assert str(with_formulas.cell(last, column).value).startswith("=SUBTOTAL(9,")
        assert round(with_values.cell(last, column).value * 10**places) == table.totals("expected")


# -- criteria in words -----------------------------------------------------------------------------


def test_criteria_are_read_from_words_in_any_language_and_case(admin: Records) -> None:
    maria = admin.save("staff", {"last_name": "Sahakyan", "first_name": "Maria"}).id
    admin.save("staff", {"last_name": "Petrosyan", "first_name": "Maria"})
    finished = Term.get(Term.meaning == "finished").id

    criteria = criteria_from_texts(
        admin,
        from_="2006",
        to="02.2008",
        lines=["hr", "Projets de développement"],
        kinds=["open_seminar", "Consultation"],
        types=["business PLANNING"],
        statuses=["Terminé"],
        responsible="maria sahakyan",
        region="shirak",
    )

    assert criteria == Criteria(
        from_="2006-01-01",
        to="2008-02-29",
        lines=("HR", "DP"),
        kinds=("open_seminar", "consultation"),
        types=(term("Business planning"),),
        statuses=(finished,),
        responsible=maria,
        region=term("Shirak"),
    )
    assert described(admin, criteria) == (
        "From 01.01.2006 to 29.02.2008",
        "Service lines: HR, DP",
        "Kinds: open seminar, consultation",
        "Types: Business planning",
        f"Status: {Term.get_by_id(finished).label_en}",
        "Responsible: Sahakyan Maria",
        "Region: Shirak",
        "Made on 22.11.2026",
    )


def test_words_that_mean_nothing_are_named_all_at_once(admin: Records) -> None:
    for first_name in ("Maria", "Marine"):
        admin.save("staff", {"last_name": "Sahakyan", "first_name": first_name})

    with pytest.raises(Invalid) as refused:
        criteria_from_texts(
            admin,
            from_="32.13.",
            lines=["XX"],
            kinds=["dance"],
            types=["%"],
            statuses=["'; DROP TABLE term"],
            responsible="Sahakyan",
            region="Atlantis",
        )

    assert [problem.field for problem in refused.value.problems] == [
        "from",
        "line",
        "kind",
        "type",
        "status",
        "responsible",
        "region",
    ]
    with pytest.raises(Invalid, match="before the beginning"):
        criteria_from_texts(admin, from_="2008", to="2007")


def test_the_report_speaks_the_reader_s_language(admin: Records) -> None:
    engagement(admin, topic=term("Business planning"), title="")
    activate(Translator("fr"))

    assert names_in(services.run(admin, ALL)) == ["Planification du business"]
