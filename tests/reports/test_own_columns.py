"""The company's own fields stand in reports, lists of participants, on cards and on the sheet of a person."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from bsc_tui.db import custom
from bsc_tui.db.models import CustomField, ReferenceList
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.entities.table import Cell, Report, Table
from bsc_tui.exports.cards import write_cards
from bsc_tui.operations.participants import participants
from bsc_tui.operations.personal_data import sheet_of
from bsc_tui.operations.registrations import register
from bsc_tui.records.records import Records
from bsc_tui.reports import enterprise, individual, lists, services
from bsc_tui.reports.criteria import Criteria


@pytest.fixture(autouse=True)
def _no_fields_of_others() -> Iterator[None]:
    """Models of other tests know nothing of the fields of these."""
    yield
    for model in custom.CARRIERS.values():
        custom._bind(model, [])


def define(admin: Records, entity: str, label: str, kind: str = "text", *, listed: bool = True) -> str:
    values = {"entity": entity, "label_en": label, "kind": kind, "listed": listed}
    return str(CustomField.get_by_id(admin.save("custom_field", values).id).code)


@pytest.fixture
def anna(admin: Records, make_seminar: Callable[..., int]) -> dict[str, int]:
    """Anna of Ucom comes with a lunch and a badge to a seminar that has a projector."""
    club, size = define(admin, "person", "Club"), define(admin, "person", "Size", "number", listed=False)
    lunch, badge = define(admin, "registration", "Lunch", "choice"), define(admin, "registration", "Club")
    projector = define(admin, "engagement", "Projector", "number")
    terms = ReferenceList.get(ReferenceList.label_en == "Lunch").id
    meat = admin.save("term", {"list": terms, "label_en": "Meat", "code": "meat"}).id
    firm = admin.save("enterprise", {"name": "Ucom"}).id
    person = admin.save("person", {"last_name": "Hakobyan", club: "Gambit", size: 3750, "employer": firm}).id
    seminar = make_seminar(starts="2026-03-01", **{projector: 250})
    values = {lunch: meat, badge: "A 7", "workplace": firm, "price": 100}
    done = register(admin, seminar, values, person_id=person)
    return {"person": person, "seminar": seminar, "firm": firm, "registration": done.id}


def cells(report: Report, heading: str) -> tuple[Cell, list[Any]]:
    """The kind of a column and its cells, from the report's first table."""
    table: Table = report.tables[0]
    at = [column.heading for column in table.columns].index(heading)
    return table.columns[at].kind, [line.values[at] for line in table.lines() if line.values]


def test_reports_end_with_the_fields_that_lists_show(admin: Records, anna: dict[str, int]) -> None:
    kind, found = cells(services.run(admin, Criteria()), "Projector")
    assert (kind, found[0]) == (Cell.NUMBER, Decimal("2.50"))
    report = individual.run(admin, Criteria(people=(anna["person"],)))
    assert cells(report, "Lunch")[1][0] == "Meat"
    assert cells(report, "Club")[1][0] == "A 7"
    report = enterprise.run(admin, Criteria(enterprise=anna["firm"]))
    assert cells(report, "Lunch")[1][:2] == [None, "Meat"]
    assert cells(report, "Club (person)")[1][:2] == [None, "Gambit"]
    assert cells(report, "Club (registration)")[1][:2] == [None, "A 7"]


def test_lists_of_participants_have_them(admin: Records, anna: dict[str, int]) -> None:
    (one,) = participants(admin, anna["seminar"]).end(9).lines
    assert one.own == ("Meat", "A 7")
    report = lists.participants_of(admin, anna["seminar"])
    headings = [column.heading for column in report.tables[0].columns]
    assert headings[-3:] == ["Lunch", "Club (registration)", "Club (person)"]
    assert cells(report, "Club (person)")[1][0] == "Gambit"


def test_without_such_fields_nothing_is_added_and_nothing_asked(
    admin: Records, make_seminar: Callable[..., int]
) -> None:
    define(admin, "registration", "Hat", listed=False)
    seminar = make_seminar()
    register(admin, seminar, {}, person={"last_name": "Hakobyan"})
    (one,) = participants(admin, seminar).end(9).lines
    assert one.own == ()
    report = services.run(admin, Criteria())
    assert report.tables[0].columns[-1].code == "price"


def test_a_card_has_them_in_its_note(admin: Records, anna: dict[str, int]) -> None:
    admin.save("person", {"notes": "Speaks French"}, id=anna["person"])
    define(admin, "person", "Veteran", "flag")
    file = io.BytesIO()
    write_cards(file, admin, ENTITIES["person"], None, lambda *_told: None)
    text = file.getvalue().decode().replace("\r\n ", "")
    assert "NOTE:Speaks French\\nClub: Gambit\\nSize: 37.5\r\n" in text


def test_the_sheet_of_a_person_has_those_out_of_use_too(admin: Records, anna: dict[str, int]) -> None:
    field = CustomField.get(CustomField.label_en == "Size")
    admin.save("custom_field", {"active": False}, id=field.id)
    facts = {(fact.label, fact.text) for fact in sheet_of(admin, anna["person"])}
    assert {("Club", "Gambit"), ("Size", "37.5"), ("Lunch", "Meat"), ("Club", "A 7")} <= facts
