"""F8 in any list: what is shown is saved, with its filters and the day; nothing typed becomes a formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desk import LARGE, PASSPORTS, at_desk, colleague
from openpyxl import load_workbook
from peewee import Database

from bsc_tui.db.models import Person
from bsc_tui.records import own_files
from bsc_tui.screens.report_wizard import ReportWizard
from bsc_tui.screens.unpaid import UnpaidList

pytest_plugins = ("desk",)


def saved(folder: Path, ending: str = "xlsx") -> Path:
    """The newest file that was saved."""
    return max((folder / "data" / "exports").rglob(f"*.{ending}"), key=lambda path: path.stat().st_mtime_ns)


def rows_of(file: Path) -> list[list[Any]]:
    """All cells of the first sheet."""
    return [[cell.value for cell in row] for row in load_workbook(file).active.iter_rows()]  # type: ignore[union-attr]


async def test_a_filtered_list_is_saved_as_it_is_shown(company: Database, tmp_path: Path) -> None:
    admin = colleague(company)
    admin.save(
        "person", {"sex": "female", "last_name": "=1+1"}, id=Person.get(Person.first_name == "Nare").id
    )
    admin.save("person", {"sex": "female"}, id=Person.get(Person.first_name == "Karen").id)
    async with at_desk(company, "vera", size=LARGE, tab="contacts") as desk:
        await desk.press("f9")
        await desk.type("sex")
        await desk.press("enter")
        await desk.type("female")
        await desk.press("enter", "f8", "enter")
        desk.says("Saved: ")
    file = saved(tmp_path)
    assert file.name == "People-2026-11-22.xlsx"
    rows = rows_of(file)
    assert [row[0] for row in rows[:3]] == ["People", "Sex: female", "Made on 22.11.2026"]
    assert rows[3][0] is None
    assert rows[4][:2] == ["Last name", "First name"]
    assert [row[:2] for row in rows[5:]] == [["=1+1", "Nare"], ["Grigoryan", "Karen"]]
    cells = [cell for row in load_workbook(file).active.iter_rows() for cell in row if cell.value == "=1+1"]  # type: ignore[union-attr]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


async def test_a_found_list_is_saved_best_first_and_says_by_what(company: Database, tmp_path: Path) -> None:
    async with at_desk(company, size=LARGE, tab="contacts") as desk:
        await desk.type("hakob")
        shown = [row.cells[0] for row in desk.rows]
        await desk.press("f8", "s")
        desk.says("Saved: ")
    rows = rows_of(saved(tmp_path))
    assert rows[1][0] == "Found by: hakob"
    assert [row[0] for row in rows[5:]] == shown
    assert shown


async def test_all_fields_go_along_and_what_is_masked_stays_masked(company: Database, tmp_path: Path) -> None:
    async with at_desk(company, "vera", size=LARGE, tab="contacts") as desk:
        await desk.type("hakobyan anna")
        await desk.press("f8", "a")
        desk.says("Saved: ")
        await desk.press("f8", "f")
    head, *rows = rows_of(saved(tmp_path))[4:]
    assert {"Passport", "Notes", "Mobile"} <= set(head)
    assert not {PASSPORTS[0], PASSPORTS[1]} & {cell for row in rows for cell in row}
    text = saved(tmp_path, "csv").read_text(encoding="utf-8-sig")
    assert text.startswith("No.,Last name")
    assert PASSPORTS[0] not in text


async def test_lists_of_engagements_keep_their_order_dates_and_links(
    company: Database, tmp_path: Path
) -> None:
    async with at_desk(company, size=LARGE, tab="services") as desk:
        await desk.press("right", "down", "enter")
        await desk.press("f8", "enter")
        desk.says("Saved: ")
        await desk.press("f8", "i")
        assert "BEGIN:VEVENT" in saved(tmp_path, "ics").read_text()
    rows = rows_of(saved(tmp_path))
    assert rows[0][0] == "BDS Open seminars"
    head, row = rows[3], rows[4]
    assert head[0] == "Starts"
    assert row[0].isoformat() == "2026-11-23T00:00:00"
    assert "Effective marketing" in row
    assert "Avanesyan Lusine" in row


async def test_a_list_of_thousands_is_saved_whole_in_its_order(company: Database, tmp_path: Path) -> None:
    colleague(company).save_many(
        "person", [{"last_name": f"Many{number:04}", "first_name": "A"} for number in range(4_100)]
    )
    async with at_desk(company, size=LARGE, tab="contacts") as desk:
        await desk.press("f8", "t")
        desk.says("Saved: ")
    names = [line.split(",")[0] for line in saved(tmp_path, "csv").read_text("utf-8-sig").splitlines()[1:]]
    many = [name for name in names if name.startswith("Many")]
    assert many == [f"Many{number:04}" for number in range(4_100)]
    assert len(names) == 4_130
    (kept,) = own_files.all_of(colleague(company, "lusine"))
    assert kept.size > own_files.CHUNK or kept.size == saved(tmp_path, "csv").stat().st_size


async def test_participants_and_debts_are_saved_from_the_menu(company: Database, tmp_path: Path) -> None:
    async with at_desk(company, size=LARGE) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f10", "p", "enter")
        desk.says("Saved: ")
        rows = rows_of(saved(tmp_path))
        assert rows[0][0] == "Labour code"
        assert [row[0] for row in rows[4:6]] == ["ParticipantA Mher", "ParticipantB Mher"]
        assert [row[5:8] for row in rows[4:6]] == [[1, 72_000, 0]] * 2
        await desk.goes_home()
        await desk.opens(UnpaidList())
        await desk.press("f10", "v", "t")
        desk.says("Saved: ")
    text = saved(tmp_path, "csv").read_text("utf-8-sig")
    assert text.splitlines()[0] == 'Name,Seminar,"To pay, AMD",Due,Overdue'
    assert "ParticipantA Mher,Labour code,72000" in text


async def test_a_card_leads_to_the_report_about_it(company: Database) -> None:
    async with at_desk(company, "vera", size=LARGE) as desk:
        await desk.opens_record("person", desk.finds("person", last_name="ParticipantA"))
        await desk.press("f8")
        assert isinstance(desk.place, ReportWizard)
        assert desk.value("people:1") == "ParticipantA Mher"
        await desk.press("f2")
        desk.sees("Labour code", "72 000")
        await desk.goes_home()
        await desk.opens_record("enterprise", desk.finds("enterprise", name="Armenia Wine"))
        await desk.press("f8", "f2")
        desk.sees("Entry to a market")
        await desk.goes_home()
        await desk.opens_engagement("Entry to a market")
        assert "form.report" not in {one.id for one in desk.place.commands()}
