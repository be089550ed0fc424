"""Setting up a company."""

from __future__ import annotations

import pytest

from bsc_tui.db.database import open_database
from bsc_tui.db.models import Account, LineKind, Operation, ReferenceList, ServiceLine, Term
from bsc_tui.db.schema import migrate
from bsc_tui.errors import Conflict, Invalid
from bsc_tui.operations.companies import Company, company_of, is_set_up, set_up, starting_lists
from bsc_tui.records.access import PRESETS


def number_of(terms: list[dict[str, object]]) -> int:
    total = 0
    for term in terms:
        below = term.get("terms", [])
        assert isinstance(below, list)
        total += 1 + number_of(below)
    return total


def test_a_company_begins_with_all_its_lists_and_lines_and_one_administrator(empty_url: str) -> None:
    database = open_database(empty_url)
    migrate(database)
    assert not is_set_up(database)
    company = Company("Մեր ընկերությունը", "hy", currency="EUR", vat_rate=1900, maximum=20)
    actor = set_up(database, company, "anahit", "long enough", full_name="Anahit", quick_hash=True)
    assert is_set_up(database)
    assert company_of(database) == company
    assert actor.rights == PRESETS["administrator"]
    starting = starting_lists()
    assert ReferenceList.select().count() == len(starting["lists"])
    assert Term.select().count() == sum(number_of(one["terms"]) for one in starting["lists"].values())
    assert [line.code for line in ServiceLine.select().order_by(ServiceLine.place)] == [
        line["code"] for line in starting["service_lines"]
    ]
    assert LineKind.select().count() == sum(len(line["kinds"]) for line in starting["service_lines"])
    assert Account.get().language == "hy"
    assert [operation.verb for operation in Operation.select()] == ["set_up"]
    database.close()


def test_a_second_company_is_refused_and_changes_nothing(empty_url: str) -> None:
    database = open_database(empty_url)
    migrate(database)
    set_up(database, Company("First"), "anahit", "long enough", quick_hash=True)
    with pytest.raises(Conflict, match="There is a company already"):
        set_up(database, Company("Second"), "ara", "long enough", quick_hash=True)
    assert company_of(database).name == "First"
    assert Account.select().count() == 1
    database.close()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_is_wrong_with_a_company_leaves_nothing_behind(empty_url: str) -> None:
    database = open_database(empty_url)
    migrate(database)
    for company, name, password in (
        (Company(" "), "anahit", "long enough"),
        (Company("BSC", "de"), "anahit", "long enough"),
        (Company("BSC"), "Two Words", "long enough"),
        (Company("BSC"), "anahit", "short"),
    ):
        with pytest.raises(Invalid):
            set_up(database, company, name, password, quick_hash=True)
    assert (Term.select().count(), Account.select().count()) == (0, 0)
    assert company_of(database) == Company("")
    database.close()
