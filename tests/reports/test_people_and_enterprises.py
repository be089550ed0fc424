"""Reports 2 and 3: who took part in what, what an enterprise has to do with; each amount counted once."""

from __future__ import annotations

import datetime
from itertools import count
from typing import Any

import pytest

from bsc_tui.db.models import ServiceLine, Term
from bsc_tui.entities.table import LineStyle, Report
from bsc_tui.errors import Invalid
from bsc_tui.records.records import Records
from bsc_tui.reports import REPORTS, enterprise, individual, maker_of
from bsc_tui.reports.criteria import Criteria, days_of, described, restored, stored
from bsc_tui.reports.words import criteria_from_texts

_numbers = count(1)


def engagement(records: Records, kind: str = "open_seminar", code: str = "HR", **values: Any) -> int:
    line = ServiceLine.get(ServiceLine.code == code).id
    usual: dict[str, Any] = {"title": f"T{next(_numbers)}", "starts": "2026-03-10", "currency": "AMD"}
    return records.save("engagement", {"line": line, "kind": kind, **usual, **values}).id


def person(records: Records, name: str, **values: Any) -> int:
    return records.save("person", {"last_name": name, **values}).id


def seat(records: Records, seminar: int, who: int, price: int, paid: int = 0, **values: Any) -> int:
    id = records.save("registration", {"engagement": seminar, "person": who, "price": price, **values}).id
    if paid:
        records.save("payment", {"registration": id, "day": datetime.date(2026, 4, 2), "amount": paid})
    return id


def cells(report: Report, *codes: str) -> list[tuple[Any, ...]]:
    """The group and some cells of each row."""
    return [
        (line.path[-1], *(line.values[table.place_of(code)] for code in codes))
        for table in report.tables
        for line in table.lines()
        if line.style is LineStyle.ROW
    ]


def status(meaning: str) -> int:
    return int(Term.get(Term.meaning == meaning).id)


def reason() -> int:
    return int(Term.select().order_by(Term.id).first().id)


# -- report 2 -------------------------------------------------------------------------------------


def test_a_person_s_seminars_come_the_newest_first_and_what_is_under_way_is_marked(admin: Records) -> None:
    anna = person(admin, "Hakobyan")
    old = engagement(admin, title="Old", starts="2024-05", status=status("finished"))
    now = engagement(admin, title="Now", status=status("current"))
    seat(admin, old, anna, 100, paid=100)
    seat(admin, now, anna, 70, paid=30)
    seat(admin, now, person(admin, "Other"), 1_000)

    report = individual.run(admin, Criteria(people=(anna,)))

    assert cells(report, "name", "current", "expected", "paid", "unpaid", "payment") == [
        ("Hakobyan", "Now", True, 70, 30, 40, "part"),
        ("Hakobyan", "Old", None, 100, 100, 0, "paid"),
    ]
    (table,) = report.tables
    assert [table.totals(code) for code in ("expected", "paid", "unpaid")] == [170, 130, 40]
    assert cells(report, "paid_on")[0] == ("Hakobyan", datetime.date(2026, 4, 2))
    assert "Person: Hakobyan" in table.subtitle
    assert individual.count(admin, Criteria(people=(anna,))) == 2
    assert cells(individual.first_rows(admin, Criteria(people=(anna,)), 1), "name") == [("Hakobyan", "Now")]


def test_who_has_cancelled_stays_visible_and_counts_in_no_total(admin: Records) -> None:
    anna = person(admin, "Hakobyan")
    gone = seat(admin, engagement(admin), anna, 100)
    admin.save("registration", {"status": "cancelled", "cancel_reason": reason()}, id=gone)

    report = individual.run(admin, Criteria(people=(anna,)))

    assert cells(report, "took_part", "expected", "unpaid") == [("Hakobyan", "cancelled", None, None)]
    assert report.tables[0].totals("expected") == 0


def test_criteria_of_people_limit(admin: Records) -> None:
    anna, aram = person(admin, "Hakobyan"), person(admin, "Abgaryan")
    paid = engagement(admin, title="Paid", starts="2025-03-01")
    open_ = engagement(admin, title="Open", code="BDS", status=status("current"))
    free = engagement(admin, title="Free", free=True, kind="closed_seminar")
    seat(admin, paid, anna, 100, paid=100)
    seat(admin, open_, anna, 100)
    seat(admin, free, anna, 0)
    seat(admin, open_, aram, 50)

    def found(**criteria: Any) -> list[str]:
        wanted = Criteria(**{"people": (anna,), **criteria})
        return sorted(row[1] for row in cells(individual.run(admin, wanted), "name"))

    assert found() == ["Free", "Open", "Paid"]
    assert found(paid="paid") == ["Paid"]
    assert found(paid="unpaid") == ["Open"]
    assert found(current=True) == ["Open"]
    assert found(lines=("BDS",)) == ["Open"]
    assert found(kinds=("closed_seminar",)) == ["Free"]
    assert found(from_="2025-01-01", to="2025-12-31") == ["Paid"]
    assert found(period="last_year") == ["Paid"]
    assert found(roles=("contact",)) == []
    assert found(people=(anna, aram)) == ["Free", "Open", "Open", "Paid"]


def test_contacts_of_a_client_and_staff_have_their_roles(admin: Records) -> None:
    anna = person(admin, "Hakobyan")
    firm = admin.save("enterprise", {"name": "Ucom"}).id
    admin.save("employment", {"person": anna, "enterprise": firm, "contact": True})
    gor = admin.save("staff", {"last_name": "Melkonyan", "first_name": "Gor"}).id
    advice = engagement(admin, kind="consultation", code="BDS", title="Advice", client=firm, responsible=gor)
    seminar = engagement(admin, title="Law")
    admin.save("engagement_staff", {"engagement": seminar, "member": gor})

    report = individual.run(admin, Criteria(people=(anna,), members=(gor,)))

    assert sorted(cells(report, "name", "role")) == [
        ("Hakobyan", "Advice", "contact"),
        ("Melkonyan Gor", "Advice", "responsible"),
        ("Melkonyan Gor", "Law", "teacher"),
    ]
    only = individual.run(admin, Criteria(members=(gor,), roles=("teacher",)))
    assert cells(only, "name") == [("Melkonyan Gor", "Law")]
    admin.trash("engagement", advice)
    assert individual.count(admin, Criteria(people=(anna,))) == 0


def test_each_currency_has_its_own_table(admin: Records) -> None:
    anna = person(admin, "Hakobyan")
    seat(admin, engagement(admin), anna, 100)
    seat(admin, engagement(admin, currency="EUR"), anna, 5)

    tables = individual.run(admin, Criteria(people=(anna,))).tables

    assert [(table.title, table.totals("expected")) for table in tables] == [
        ("Individual, AMD", 100),
        ("Individual, EUR", 5),
    ]


# -- report 3 -------------------------------------------------------------------------------------


def test_an_enterprise_stands_in_each_of_its_roles_and_its_people_beneath(admin: Records) -> None:
    firm, other = (admin.save("enterprise", {"name": name}).id for name in ("Ucom", "Sourcio"))
    anna, aram = person(admin, "Hakobyan"), person(admin, "Abgaryan")
    closed = engagement(admin, kind="closed_seminar", title="Ordered", client=firm, starts="2026-05-01")
    seat(admin, closed, anna, 100, paid=40, workplace=other)
    seat(admin, closed, aram, 100)
    advice = engagement(admin, kind="consultation", code="BDS", title="Advice", client=firm, price=500)
    open_ = engagement(admin, title="Open")
    seat(admin, open_, anna, 60, paid=60, workplace=firm)
    seat(admin, open_, aram, 9_000, workplace=other)
    project = engagement(admin, kind="project", title="Project", client=other)
    admin.save("party", {"engagement": project, "enterprise": firm, "role": "sponsor", "amount": 250})
    admin.save("party", {"engagement": project, "enterprise": firm, "role": "partner"})

    report = enterprise.run(admin, Criteria(enterprise=firm))

    assert cells(report, "name", "participants", "expected", "paid", "unpaid") == [
        ("client", "Ordered", None, None, None, None),
        ("client", "Abgaryan", 1, 100, 0, 100),
        ("client", "Hakobyan", 1, 100, 40, 60),
        ("client", "Advice", None, 500, None, None),
        ("sponsor", "Project", None, 250, None, None),
        ("partner", "Project", None, None, None, None),
        ("workplace", "Open", None, None, None, None),
        ("workplace", "Hakobyan", 1, 60, 60, 0),
    ]
    (table,) = report.tables
    assert [table.totals(code) for code in ("participants", "expected", "paid", "unpaid")] == [
        3,
        1010,
        100,
        160,
    ]
    assert enterprise.count(admin, Criteria(enterprise=firm)) == 5
    assert [
        row[1] for row in cells(enterprise.run(admin, Criteria(enterprise=firm, roles=("sponsor",))), "name")
    ] == ["Project"]
    assert enterprise.count(admin, Criteria(enterprise=firm, kinds=("consultation",))) == 1
    assert advice


def test_a_whole_that_was_ordered_is_its_price_less_what_came_in(admin: Records) -> None:
    firm = admin.save("enterprise", {"name": "Ucom"}).id
    closed = engagement(admin, kind="closed_seminar", client=firm, priced="whole", price=1_000, title="Whole")
    seat(admin, closed, person(admin, "Hakobyan"), 0, paid=300)

    report = enterprise.run(admin, Criteria(enterprise=firm))

    assert cells(report, "name", "expected", "paid", "unpaid") == [
        ("client", "Whole", 1_000, None, 700),
        ("client", "Hakobyan", None, 300, None),
    ]


def test_a_registration_that_it_both_sends_and_sponsors_counts_once(admin: Records) -> None:
    firm = admin.save("enterprise", {"name": "Ucom"}).id
    seminar = engagement(admin, sponsor=firm)
    seat(
        admin,
        seminar,
        person(admin, "Hakobyan"),
        100,
        workplace=firm,
        sponsor=firm,
        payer="other",
        payer_enterprise=firm,
    )

    table = enterprise.run(admin, Criteria(enterprise=firm)).tables[0]

    assert (table.totals("participants"), table.totals("expected")) == (1, 100)


# -- criteria -------------------------------------------------------------------------------------


def test_every_report_says_what_it_is_asked_and_is_empty_where_nothing_is_found(admin: Records) -> None:
    nobody = person(admin, "Nobody")
    firm = admin.save("enterprise", {"name": "Empty"}).id
    for code in (one.code for one in REPORTS.values() if one.columns):
        wanted = Criteria(people=(nobody,), enterprise=firm, period="month")
        report = maker_of(code).run(admin, wanted)
        assert report.tables[0].size == maker_of(code).count(admin, wanted) == 0
        assert report.tables[0].currency == "AMD"
        assert report.tables[0].subtitle[0] == "This month: From 01.11.2026 to 30.11.2026"


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("month", "2026-01-01", "2026-01-31"),
        ("last_month", "2025-12-01", "2025-12-31"),
        ("quarter", "2026-01-01", "2026-03-31"),
        ("last_quarter", "2025-10-01", "2025-12-31"),
        ("year", "2026-01-01", "2026-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_moves_with_the_calendar(period: str, first: str, last: str) -> None:
    days = days_of(period, datetime.date(2026, 1, 31))

    assert tuple(day.isoformat() for day in days) == (first, last)


def test_days_that_are_given_rule_over_the_period(admin: Records) -> None:
    wanted = Criteria(period="year", from_="2020-01-01")

    assert wanted.span(datetime.date(2026, 1, 1)) == ("2020-01-01", None)
    assert described(admin, wanted)[0] == "From 01.01.2020 on"


def test_criteria_are_kept_as_text_and_come_back_as_they_were() -> None:
    wanted = Criteria(period="year", lines=("HR", "BDS"), people=(3, 1), current=True, enterprise=7)

    assert restored(stored(wanted)) == wanted
    assert restored('{"lines": ["HR"], "of_a_later_version": 1}') == Criteria(lines=("HR",))
    assert stored(Criteria()) == "{}"


def test_people_are_found_by_number_or_name_and_a_report_needs_somebody(admin: Records) -> None:
    anna = person(admin, "Hakobyan", first_name="Anna")
    aram = person(admin, "Hakobyan", first_name="Aram")
    firm = admin.save("enterprise", {"name": "Armenia Wine"}).id

    assert criteria_from_texts(admin, "individual", people=["Anna Hakobyan", str(aram)]).people == (
        anna,
        aram,
    )
    assert criteria_from_texts(admin, "enterprise", enterprise="armenia wine").enterprise == firm
    assert criteria_from_texts(admin, "individual", people=[str(anna)], roles=["Participant"]).roles == (
        "participant",
    )
    with pytest.raises(Invalid, match="may be any of"):
        criteria_from_texts(admin, "individual", people=["Hakobyan"])
    with pytest.raises(Invalid, match="Say whom the report is about: Person, Staff member"):
        criteria_from_texts(admin, "individual", period="year")
    with pytest.raises(Invalid, match="is none of: client, sponsor"):
        criteria_from_texts(admin, "enterprise", enterprise=str(firm), roles=["friend"])
