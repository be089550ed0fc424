"""Reports at the terminal: their steps, what they show, what is saved, those that are kept."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

from desk import LARGE, at_desk, colleague
from openpyxl import load_workbook
from peewee import Database

from bsc_tui.db.models import Engagement, Registration
from bsc_tui.operations import exported
from bsc_tui.operations.payments import receive
from bsc_tui.records import own_files
from bsc_tui.reports import services
from bsc_tui.screens.report_view import ReportView
from bsc_tui.screens.report_wizard import ReportWizard
from bsc_tui.screens.reports import Reports

pytest_plugins = ("desk",)


async def counted(desk: Any, words: str) -> None:
    """The count is asked for after a short pause."""
    await desk.until(lambda: words in desk.screen)
    await desk.rest()


def amounts_of(line: str) -> list[int]:
    """The numbers of a line of totals, groups of three put together."""
    return [int(found.replace(" ", "")) for found in re.findall(r"\d{1,3}(?: \d{3})*", line)]


def only_file(folder: Path) -> Path:
    """The one file that was saved."""
    (file,) = (path for path in (folder / "data" / "exports").rglob("*") if path.is_file())
    return file


async def test_from_step_to_step_to_the_screen_to_the_spreadsheet(company: Database, tmp_path: Path) -> None:
    first = Registration.select().order_by(Registration.id).get()
    receive(colleague(company), first.id, 72_000, datetime.date(2026, 11, 22))
    async with at_desk(company, "vera", size=LARGE, tab="reports") as desk:
        desk.sees("Services")
        await desk.press("enter")
        desk.sees("Step 1 of 3", "Period and lines")
        await counted(desk, "It would have 5 engagements.")
        await desk.fill(from_="01.11.2026", to="11.2026")
        await desk.press("f6")
        desk.sees("Step 2 of 3", "Responsible", "Region")
        await counted(desk, "It would have 2 engagements.")
        await desk.press("f6")
        desk.sees("Step 3 of 3", "From 01.11.2026 to 30.11.2026", "Labour code", "Effective marketing")
        desk.sees_not("Budgeting", "Total")
        await desk.press("escape")
        desk.sees("Step 2 of 3")
        await desk.press("escape")
        assert desk.value("from_") == "01.11.2026"
        await desk.press("f2")
        assert isinstance(desk.place, ReportView)
        desk.sees("Labour code", "Effective marketing", "144 000", "Total")
        desk.sees_not("Budgeting")
        total = next(line for line in desk.lines if line.strip().startswith("Total") and "144 000" in line)
        await desk.press("f8", "enter")
        desk.says("Saved: ")
        file = only_file(tmp_path)
        assert file.name == "Services-2026-11-22.xlsx"
        assert file.parent.name == "vera"
        assert file.stat().st_mode & 0o777 == 0o600
        sheets = load_workbook(file, data_only=True)
        cells = {
            cell.value
            for sheet in sheets
            for row in sheet.iter_rows()
            if any(str(one.value).startswith("Total") for one in row)
            for cell in row
        }
        assert {144_000, 72_000} <= set(amounts_of(total)) & cells
        written = " ".join(
            str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value
        )
        assert "Labour code" in written
        assert "Budgeting" not in written
        (kept,) = own_files.all_of(colleague(company, "vera"))
        assert (kept.name, kept.size) == (file.name, file.stat().st_size)
        await desk.press("f8", "t")
        assert (file.parent / "Services-2026-11-22.csv").exists()


async def test_enter_goes_through_the_steps_to_the_answer(small: Database) -> None:
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter", "enter", "enter", "enter")
        await desk.goes_to_field("lines:LSD")
        await desk.press("enter")
        desk.sees("Step 2 of 3")
        await desk.press("f6", "enter")
        assert isinstance(desk.place, ReportView)


async def test_a_file_under_an_own_name_is_written_over_only_after_a_question(
    small: Database, tmp_path: Path
) -> None:
    file = tmp_path / "there.csv"
    file.write_text("mine")
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter", "f8", "n", "ctrl+u")
        await desk.paste(str(file))
        await desk.press("enter")
        desk.sees("Write over it?")
        await desk.press("enter")
        assert file.read_text() == "mine"
        await desk.press("f8", "n", "ctrl+u")
        await desk.paste(str(file))
        await desk.press("enter", "y")
        desk.says("Saved:")
        assert "Labour code" in file.read_text(encoding="utf-8-sig")


async def test_lines_and_kinds_are_chosen_and_nothing_chosen_finds_nothing(small: Database) -> None:
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter")
        await counted(desk, "5 engagements")
        await desk.goes_to_field("lines:SM")
        await desk.press("f5")
        await counted(desk, "It would have 0 engagements.")
        await desk.goes_to_field("lines:SM")
        await desk.press("y")
        await counted(desk, "It would have 2 engagements.")
        await desk.press("f2")
        desk.sees("Labour code", "Budgeting")
        desk.sees_not("Effective marketing")
        await desk.press("escape")
        assert Engagement.select().count() == 5


async def test_criteria_that_make_no_sense_are_said(small: Database) -> None:
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter")
        await desk.fill(from_="30.11.2026", to="01.11.2026")
        await desk.press("f2")
        desk.says("The end lies before the beginning.")
        await desk.fill(to="31.11.2026")
        await desk.press("f6")
        desk.says("There is no day 31")
        assert desk.field == "to"
        desk.sees("Step 1 of 3")


async def test_a_place_where_nothing_can_be_written_is_said(small: Database, tmp_path: Path) -> None:
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter", "f8", "n", "ctrl+u")
        await desk.paste(str(tmp_path / "no" / "such" / "folder" / "x.xlsx"))
        await desk.press("enter")
        assert "!" in desk.message or "folder" in desk.screen
        desk.sees_not("Saved:", "Traceback")
        (tmp_path / "data" / "exports").mkdir(parents=True)
        (tmp_path / "data" / "exports" / "lusine").write_text("in the way")
        await desk.press("escape", "f8", "enter")
        desk.sees("The file was not saved.")
        desk.sees_not("Saved:", "Traceback")
        assert own_files.all_of(colleague(small, "lusine")) == []
        assert desk.app.is_running


async def test_people_are_chosen_one_after_the_other_and_somebody_is_needed(company: Database) -> None:
    async with at_desk(company, size=LARGE, tab="reports") as desk:
        await desk.press("down", "enter")
        await counted(desk, "Say whom the report is about: Person, Staff member.")
        await desk.press("f2")
        desk.says("Say whom the report is about")
        await desk.chooses("people:1", "ParticipantA")
        assert desk.field == "people:2"
        await desk.chooses("people:2", "ParticipantB")
        await counted(desk, "It would have 2 lines.")
        await desk.press("f2")
        desk.sees("ParticipantA Mher", "ParticipantB Mher", "Labour code", "144 000")
        await desk.press("escape")
        await desk.goes_to_field("people:2")
        await desk.press("delete")
        await counted(desk, "It would have 1 line.")


async def test_an_enterprise_and_a_period_that_moves(company: Database) -> None:
    async with at_desk(company, size=LARGE, tab="reports") as desk:
        await desk.press("down", "down", "enter")
        await desk.chooses("enterprise", "armenia wine")
        await desk.press("f2")
        desk.sees("Entry to a market", "client")
        await desk.press("escape")
        await desk.chooses("period", "last year")
        await counted(desk, "It would have 0 lines.")
        await desk.press("f6", "f6")
        desk.sees("Last year: From 01.01.2025 to 31.12.2025", "Nothing falls under these criteria.")


async def test_a_report_on_evaluations_tells_on_how_many_seminars_it_would_rest(company: Database) -> None:
    async with at_desk(company, size=LARGE, tab="reports") as desk:
        await desk.press("down", "down", "down", "enter")
        await counted(desk, "It would rest on 0 seminars.")


async def test_a_kept_report_runs_again_with_one_key(company: Database) -> None:
    async with at_desk(company, "vera", size=LARGE, tab="reports") as desk:
        await desk.press("enter")
        await desk.goes_to_field("lines:SM")
        await desk.press("f5")
        await desk.goes_to_field("lines:SM")
        await desk.press("y", "f7", "ctrl+u")
        await desk.type("Sales of this year")
        await desk.press("enter")
        desk.says("Kept as “Sales of this year”")
        await desk.press("escape")
        desk.sees("Sales of this year")
        await desk.press("end", "up")
        assert "Enter Run" in desk.key_bar
        before = desk.keys
        await desk.press("enter")
        assert desk.keys - before == 1
        assert isinstance(desk.place, ReportView)
        desk.sees("Reports › Sales of this year", "Labour code")
        desk.sees_not("Effective marketing")
        await desk.press("escape", "f2")
        assert isinstance(desk.place, ReportWizard)
        assert (desk.value("lines:SM"), desk.value("lines:BDS")) == ("yes", "")
        await desk.press("escape", "r", "ctrl+u")
        await desk.type("Sales")
        await desk.press("enter")
        desk.sees("Sales")
        await desk.press("s")
        desk.sees("for everybody")
    async with at_desk(company, "ara", size=LARGE) as desk:
        await desk.press("ctrl+p")
        await desk.type("sales")
        desk.sees("Sales", "Vera")
        await desk.press("enter")
        assert isinstance(desk.place, ReportView)
        desk.sees("Labour code")
        await desk.goes_to("reports")
        await desk.press("end", "up", "delete")
        desk.says("Vera keeps this report and shares it.")
    async with at_desk(company, "vera", tab="reports") as desk:
        await desk.press("end", "up", "delete", "y")
        desk.says("Removed.")
        desk.sees_not("Sales")
        assert isinstance(desk.place, Reports)


async def test_esc_stops_a_long_report_and_nothing_is_left(small: Database, monkeypatch: Any) -> None:
    def endless(records: Any, criteria: Any, progress: Any) -> Any:
        done = 0
        while True:
            progress(done, 1_000_000, "")
            done += 1

    monkeypatch.setattr(services, "run", endless)
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter")
        desk._send("f2")
        await desk.until(lambda: "Esc stops it" in desk.screen)
        desk._send("escape")
        await desk.until(lambda: isinstance(desk.place, ReportWizard))
        await desk.rest()
        desk._send("f8")
        await desk.until(lambda: "Save as" in desk.screen and "Spreadsheet" in desk.screen)
        desk._send("enter")
        await desk.until(lambda: "Esc stops it" in desk.screen)
        desk._send("escape")
        await desk.until(lambda: "Stopped." in desk.screen)
        await desk.rest()
        assert own_files.all_of(colleague(small, "lusine")) == []


async def test_from_afar_the_screen_shows_the_command_that_fetches_a_file(
    small: Database, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("BSC_SERVER_NAME", "crm.bsc.am")
    monkeypatch.setenv("BSC_SERVER_PORT", "2222")
    monkeypatch.setattr("bsc_tui.operations.local_files.FROM_AFAR", "test")
    async with at_desk(small, tab="reports", size=LARGE) as desk:
        await desk.press("enter", "f8", "n")
        desk.sees("SFTP")
        await desk.press("s")
        command = "sftp -P 2222 lusine@crm.bsc.am:exports/Services-2026-11-22.xlsx"
        desk.sees("Saved.", f"Saved: {command}")
        assert not (tmp_path / "data" / "exports").exists()
        await desk.press("enter", "escape", "end", "enter")
        desk.sees("My files", "Services-2026-11-22.xlsx", "22.12.2026")
        await desk.press("enter")
        desk.sees("sftp -P 2222", command.rsplit(maxsplit=1)[-1])


async def test_my_files_are_opened_here_and_removed(
    small: Database, tmp_path: Path, monkeypatch: Any
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(exported, "opened", lambda path: asked.append(path) or len(asked) == 1)
    async with at_desk(small, tab="reports", size=LARGE) as desk:
        await desk.press("enter", "f8", "t", "escape", "end", "enter")
        file = only_file(tmp_path)
        file.unlink()
        await desk.press("enter")
        desk.says("Opening Services-2026-11-22.csv")
        assert asked == [file]
        assert "Labour code" in file.read_text(encoding="utf-8-sig")
        await desk.press("f2")
        assert f"It is here: {file}".replace(" ", "") in "".join(desk.screen.split())
        await desk.press("enter", "delete", "y")
        desk.sees("Nothing is saved.")
        assert file.exists()
