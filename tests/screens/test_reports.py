"""Report 1 at the terminal: its criteria, how many it would have, what it shows, what is saved."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

from desk import LARGE, at_desk, colleague
from openpyxl import load_workbook
from peewee import Database

from bsc_tui.db.models import Engagement, Registration
from bsc_tui.operations.payments import receive
from bsc_tui.screens.reports import ReportView

pytest_plugins = ("desk",)


async def counted(desk: Any, words: str) -> None:
    """The count is asked for after a short pause."""
    await desk.until(lambda: words in desk.screen)
    await desk.rest()


def amounts_of(line: str) -> list[int]:
    """The numbers of a line of totals, groups of three put together."""
    return [int(found.replace(" ", "")) for found in re.findall(r"\d{1,3}(?: \d{3})*", line)]


async def test_from_the_criteria_to_the_screen_to_the_spreadsheet(company: Database, tmp_path: Path) -> None:
    first = Registration.select().order_by(Registration.id).get()
    receive(colleague(company), first.id, 72_000, datetime.date(2026, 11, 22))
    async with at_desk(company, "vera", size=LARGE, tab="reports") as desk:
        desk.sees("Services")
        await desk.press("enter")
        await counted(desk, "It would have 5 engagements.")
        await desk.fill(**{"from": "01.11.2026", "to": "30.11.2026"})
        await desk.press("tab")
        await counted(desk, "It would have 2 engagements.")
        await desk.press("f2")
        assert isinstance(desk.place, ReportView)
        desk.sees("Labour code", "Effective marketing", "144 000", "Total")
        desk.sees_not("Budgeting")
        total = next(line for line in desk.lines if line.strip().startswith("Total") and "144 000" in line)
        await desk.press("f8")
        file = tmp_path / "services.xlsx"
        await desk.press("ctrl+u")
        await desk.paste(str(file))
        await desk.press("enter")
        desk.says("Saved:")
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


async def test_an_existing_file_is_written_over_only_after_a_question(
    small: Database, tmp_path: Path
) -> None:
    file = tmp_path / "there.csv"
    file.write_text("mine")
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter", "f8", "ctrl+u")
        await desk.paste(str(file))
        await desk.press("enter")
        desk.sees("Write over it?")
        await desk.press("enter")
        assert file.read_text() == "mine"
        await desk.press("f8", "ctrl+u")
        await desk.paste(str(file))
        await desk.press("enter", "y")
        desk.says("Saved:")
        assert "Labour code" in file.read_text(encoding="utf-8-sig")


async def test_lines_and_kinds_are_chosen_and_nothing_chosen_finds_nothing(small: Database) -> None:
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter")
        await counted(desk, "5 engagements")
        await desk.goes_to_field("line:SM")
        await desk.press("f5")
        await counted(desk, "It would have 0 engagements.")
        await desk.goes_to_field("line:SM")
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
        await desk.fill(**{"from": "30.11.2026", "to": "01.11.2026"})
        await desk.press("f2")
        desk.says("The end lies before the beginning.")
        await desk.fill(to="31.11.2026")
        await desk.press("f2")
        desk.says("There is no day 31")
        assert desk.field == "to"


async def test_a_place_where_nothing_can_be_written_is_said(small: Database, tmp_path: Path) -> None:
    async with at_desk(small, tab="reports") as desk:
        await desk.press("enter", "f8", "ctrl+u")
        await desk.paste(str(tmp_path / "no" / "such" / "folder" / "x.xlsx"))
        await desk.press("enter")
        assert "!" in desk.message or "folder" in desk.screen
        desk.sees_not("Saved:", "Traceback")
        assert desk.app.is_running
