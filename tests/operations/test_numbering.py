"""The next number of an invoice follows the company's pattern; its logo text heads what is saved."""

from __future__ import annotations

import datetime
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from databases import gate
from desk import at_desk
from peewee import Database

from bsc_tui.db.models import Registration
from bsc_tui.operations import companies
from bsc_tui.operations.numbering import next_invoice_number
from bsc_tui.operations.patterns import wrong_pattern

pytest_plugins = ("desk",)

DAY = datetime.date(2026, 11, 20)


def test_numbers_follow_the_highest_of_their_year(company: Database) -> None:
    admin = gate(company, "admin")
    assert next_invoice_number(admin, DAY) == "F-2026/001"
    first, second = Registration.select().order_by(Registration.id).limit(2)
    admin.save("registration", {"invoice_number": "F-2026/041"}, id=int(first.id))
    admin.save("registration", {"invoice_number": "F-2025/099"}, id=int(second.id))
    assert next_invoice_number(admin, DAY) == "F-2026/042"
    assert next_invoice_number(admin, datetime.date(2025, 1, 1)) == "F-2025/100"
    kept = companies.company_of(company)
    companies.change_settings(admin, replace(kept, invoice_numbers="{number:5}-BSC"))
    assert next_invoice_number(admin, DAY) == "00001-BSC"


@pytest.mark.parametrize("pattern", ["F-{year}", "{number}{number}", "{number", "F-{month}-{number}"])
def test_a_pattern_that_makes_no_numbers_is_refused(pattern: str) -> None:
    assert "{number}" in wrong_pattern(pattern)
    assert wrong_pattern("F-{year}/{number:3}") == ""


async def test_a_clerk_fills_the_next_number_in_and_saves(company: Database) -> None:
    id = int(Registration.select().order_by(Registration.id).get().id)
    async with at_desk(company, "lusine") as desk:
        await desk.opens_record("registration", id)
        await desk.press("f10", "n")
        desk.says("Invoice F-2026/001; F2 saves.")
        await desk.press("f2")
        desk.says("Saved")
        await desk.press("f10", "n")
        desk.says("It has a number already.")
    kept = Registration.get_by_id(id)
    assert (kept.invoice_number, kept.invoice_date) == ("F-2026/001", datetime.date(2026, 11, 22))


async def test_the_logo_text_heads_saved_reports(company: Database, tmp_path: Path) -> None:
    admin = gate(company, "admin")
    companies.change_settings(admin, replace(companies.company_of(company), logo="BSC – Yerevan"))
    async with at_desk(company, "lusine", tab="reports") as desk:
        await desk.press("enter", "f8", "ctrl+u")
        await desk.type(str(tmp_path / "report.xlsx"))
        await desk.press("enter")
        desk.says("Saved")
    with zipfile.ZipFile(tmp_path / "report.xlsx") as book:
        assert "BSC – Yerevan" in book.read("xl/sharedStrings.xml").decode()
