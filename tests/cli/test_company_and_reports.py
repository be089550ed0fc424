"""Making a company, bringing its database up to date, and reports from the command line."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bsc_tui.cli.opening import ready
from bsc_tui.db.database import open_database
from bsc_tui.db.models import Account, ServiceLine, Term
from bsc_tui.db.schema import pending
from bsc_tui.errors import Unusable
from bsc_tui.operations.companies import company_of
from bsc_tui.records.records import Records
from tests.cli.conftest import Ended, Shell, run

PASSWORD = "long enough"


def init(url: str, **changes: str) -> Ended:
    settings = {"company": "BSC", "language": "hy", "admin": "Lusine", **changes}
    words = [word for name, value in settings.items() for word in (f"--{name}", value)]
    return run("--database", url, "init", *words, "--password-stdin", given=PASSWORD)


def test_a_company_is_made_without_questions(empty_url: str) -> None:
    ended = init(empty_url)

    assert (ended.status, ended.err) == (0, "")
    database = open_database(empty_url)
    assert company_of(database).name == "BSC"
    assert (company_of(database).language, Account.get().name, Account.get().language) == (
        "hy",
        "lusine",
        "hy",
    )
    database.close()
    assert run("--database", empty_url, "list", "service_line", "--json").json[0]["fields"]["code"] == "BDS"


def test_a_second_company_is_refused(empty_url: str) -> None:
    init(empty_url)

    ended = init(empty_url, admin="other")

    assert (ended.status, ended.err) == (1, "There is a company already. This database belongs to one.\n")


def test_a_company_that_could_not_be_made_leaves_no_file(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "new.db"
    for changes in ({"admin": "no good name"}, {"company": " "}):
        assert init(f"sqlite:///{file}", **changes).status == 1
        assert list(file.parent.iterdir()) == []

    assert init(f"sqlite:///{file}").status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_there_is_no_account_that_nobody_made(url: str) -> None:
    assert [one["name"] for one in run("--database", url, "user", "list", "--json").json] == ["admin"]


def test_migrate_makes_the_tables_and_then_has_nothing_to_do(empty_url: str) -> None:
    database = open_database(empty_url)
    database.close()

    first, second = run("--database", empty_url, "migrate"), run("--database", empty_url, "migrate")

    assert "0001_" in first.out
    assert (second.status, second.out) == (0, "The database is up to date.\n")
    database = open_database(empty_url)
    assert pending(database) == []
    database.close()


def test_an_older_file_is_brought_up_to_date_and_an_older_server_is_refused(
    url: str, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bsc_tui.db import schema

    newer = tmp_path / "migrations"
    newer.mkdir()
    for file in schema.FOLDER.glob("*.py"):
        (newer / file.name).write_text(file.read_text())
    (newer / "9998_more.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE more (id INTEGER)')\n"
    )
    monkeypatch.setattr(schema, "FOLDER", newer)

    if engine == "postgresql":
        ended = run("--database", url, "list", "person")
        assert (ended.status, ended.err.count("\n")) == (1, 1)
        assert "bsc-tui migrate" in ended.err
        with pytest.raises(Unusable):
            ready(url, create=True)
        assert "9998_more" in run("--database", url, "migrate").out
    assert run("--database", url, "list", "person").status == 0
    assert run("--database", url, "migrate").out == "The database is up to date.\n"
    if engine == "sqlite":
        assert len(list(tmp_path.glob("*before-migration*"))) == 1
    monkeypatch.undo()
    older_program = run("--database", url, "list", "person")
    assert (older_program.status, older_program.err.count("\n")) == (1, 1)
    assert "newer than this program" in older_program.err


# -- reports ---------------------------------------------------------------------------------------


@pytest.fixture
def year(admin: Records) -> Records:
    """Two seminars and a consultation; =1+1 is somebody's idea of a title."""
    line = ServiceLine.get(ServiceLine.code == "HR").id
    usual: dict[str, Any] = {"line": line, "currency": "EUR"}
    for title, starts, price in (("=1+1", "2006-03-14", 10_050), ("Law", "2007", 20_000)):
        seminar = admin.save(
            "engagement", {**usual, "kind": "open_seminar", "title": title, "starts": starts, "price": price}
        ).id
        person = admin.save("person", {"last_name": f"Visitor of {title}"}).id
        seat = admin.save("registration", {"engagement": seminar, "person": person, "price": price}).id
        admin.save("payment", {"registration": seat, "day": "2026-01-02", "amount": 5_000})
    admin.save(
        "engagement", {**usual, "kind": "consultation", "title": "Advice", "starts": "2006", "price": 100}
    )
    return admin


def test_the_report_prints_groups_sub_totals_and_criteria(shell: Shell, year: Records) -> None:
    out = shell("report", "services", "--from", "2006", "--to", "2006").out

    assert "From 01.01.2006 to 31.12.2006\n" in out
    assert "\nHR Human resources\n  open seminar\n" in out
    assert "  consultation\n" in out
    assert "Law" not in out
    totals = [line.split() for line in out.splitlines() if "otal" in line]
    assert [line[-4:] for line in totals][-1] == ["1", "101.50", "50.00", "50.50"]


def test_the_report_as_json_is_one_document_with_sums(shell: Shell, year: Records) -> None:
    document = shell("report", "services", "--kind", "open_seminar", "--json").json

    (table,) = document["tables"]
    assert (document["title"], table["currency"]) == ("Services", "EUR")
    assert [(row["name"], row["expected"], row["unpaid"]) for row in table["rows"]] == [
        ("=1+1", 100.5, 50.5),
        ("Law", 200, 150),
    ]
    assert table["rows"][0]["groups"] == ["HR Human resources", "open seminar"]
    assert table["totals"] == {"participants": 2, "expected": 300.5, "paid": 100, "unpaid": 200.5}
    assert table["subtotals"][-1]["expected"] == 300.5


def test_an_empty_report_is_a_document_too(shell: Shell, year: Records) -> None:
    (table,) = shell("report", "services", "--from", "1950", "--to", "1950", "--json").json["tables"]

    assert (table["rows"], table["totals"]["expected"]) == ([], 0)


@pytest.mark.parametrize("filter_", ["'; DROP TABLE term", "%", "_", "\\"])
def test_signs_of_query_languages_find_nothing_in_filters(shell: Shell, year: Records, filter_: str) -> None:
    ended = shell("report", "services", "--status", filter_, "--type", filter_, "--region", filter_)

    assert ended.status == 2
    assert Term.select().exists()


def test_the_report_is_saved_as_a_workbook_with_formulas_and_their_values(
    shell: Shell, year: Records, tmp_path: Path
) -> None:
    file = tmp_path / "services.xlsx"

    ended = shell("report", "services", "--output", str(file), "--json")

    assert ended.json == {"file": str(file), "rows": 3, "cut": 0, "replaced": 0}
    formulas, values = (openpyxl.load_workbook(file, data_only=only).active for only in (False, True))
    assert formulas
    assert values
    last = formulas.max_row
    sums = {formulas.cell(last, column).value: values.cell(last, column).value for column in range(1, 20)}
    assert {round(value, 2) for formula, value in sums.items() if str(formula).startswith("=SUBTOTAL")} == {
        2,
        301.5,
        100,
        200.5,
    }
    texts = [cell for row in formulas.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in texts] == ["s"]


def test_the_report_is_saved_as_text_that_no_spreadsheet_calculates(
    shell: Shell, year: Records, tmp_path: Path
) -> None:
    file = tmp_path / "services.csv"

    assert shell("report", "services", "--output", str(file)).out == f"3 rows were saved in {file}.\n"

    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["Name"] for row in rows] == ["'=1+1", "Law", "Advice"]
    assert [row["Expected, EUR"] for row in rows] == ["100.50", "200.00", "1.00"]


def test_a_file_that_is_there_is_replaced_only_when_asked(
    shell: Shell, year: Records, tmp_path: Path
) -> None:
    file = tmp_path / "services.csv"
    file.write_text("mine")

    refused = shell("report", "services", "--output", str(file))
    assert (refused.status, refused.err.count("\n"), file.read_text()) == (1, 1, "mine")

    assert shell("report", "services", "--output", str(file), "--replace").status == 0
    assert file.read_text() != "mine"


def test_a_viewer_may_report(shell: Shell, year: Records) -> None:
    shell("user", "add", "vera", "--password-stdin", given=PASSWORD)

    assert json.loads(shell("report", "services", "--json", user="vera").out)["tables"]


def test_people_and_enterprises_have_their_reports_by_number_or_name(shell: Shell, year: Records) -> None:
    visitor = next(one for one in year.page("person", ["last_name"]).lines if "Law" in one.texts["last_name"])
    firm = year.save("enterprise", {"name": "Ucom"}).id
    advice = next(one for one in year.page("engagement", ["title"]).lines if one.texts["title"] == "Advice")
    year.save("engagement", {"client": firm}, id=advice.id)

    (table,) = shell("report", "individual", "--person", str(visitor.id), "--json").json["tables"]
    assert [(row["name"], row["unpaid"], row["role"]) for row in table["rows"]] == [
        ("Law", 150, "participant")
    ]
    out = shell("report", "enterprise", "--enterprise", "ucom", "--role", "client").out
    assert "Enterprise: Ucom" in out
    assert "Advice" in out

    refused = shell("report", "individual")
    assert refused.status == 2
    assert "--person: Say whom the report is about: Person, Staff member." in refused.err
    assert shell("report", "enterprise", "--enterprise", "nobody").status == 2
    assert shell("report", "services", "--period", "sometimes").status == 2


def test_a_kept_report_runs_again_by_its_name(shell: Shell, year: Records, tmp_path: Path) -> None:
    year.keep_report("Seminars of 2006", "services", '{"from_": "2006-01-01", "to": "2006-12-31"}')

    assert "Seminars of 2006" in shell("report", "kept").out
    assert shell("report", "kept", "--json").json[0]["report"] == "services"
    out = shell("report", "kept", "seminars of 2006").out
    assert "Advice" in out
    assert "Law" not in out
    file = tmp_path / "kept.csv"
    assert shell("report", "kept", "Seminars of 2006", "--output", str(file)).status == 0
    assert file.exists()
    unknown = shell("report", "kept", "Other")
    assert (unknown.status, "there are: Seminars of 2006" in unknown.err) == (2, True)
