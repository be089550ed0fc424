"""What evaluation sheets say is kept as a report: with its criteria, under a name, run again with one key."""

from __future__ import annotations

from pathlib import Path

from databases import FixedClock, gate
from desk import LARGE, SMALL, at_desk, colleague
from openpyxl import load_workbook
from peewee import Database

from bsc_tui.cli.reporting import _made
from bsc_tui.db.models import Engagement
from bsc_tui.operations.evaluations import Said, opened, write_sheet
from bsc_tui.reports.criteria import Criteria, restored
from bsc_tui.reports.evaluation_limits import limits_of, of_group
from bsc_tui.screens.evaluation_results import EvaluationResults
from bsc_tui.screens.report_wizard import ReportWizard
from bsc_tui.screens.reports import Reports

pytest_plugins = ("desk",)


def seminar(title: str) -> int:
    return int(Engagement.get(Engagement.title == title).id)


def returned(database: Database) -> None:
    """A sheet of two seminars each."""
    admin = colleague(database)
    for title, value in (("Labour code", "5"), ("Effective marketing", "1")):
        form = opened(admin, seminar(title), "final").form
        assert form is not None
        room = next(one.id for one in form.questions if one.code == "room")
        write_sheet(admin, seminar(title), form.id, None, {room: Said(value)})


async def test_the_groups_that_are_looked_at_are_kept_with_the_criteria_and_run_again(
    company: Database, tmp_path: Path
) -> None:
    returned(company)
    async with at_desk(company, "vera", LARGE) as desk:
        await desk.opens(ReportWizard("evaluations"))
        await desk.chooses("period", "this year")
        await desk.goes_to_field("lines:BDS")
        await desk.press("f5")
        await desk.goes_to_field("lines:BDS")
        await desk.press("y", "f2")
        assert isinstance(desk.place, EvaluationResults)
        desk.sees("Sheets: 0 in advance, 1 final")
        await desk.press("f6", "f6")
        desk.sees("By seminar", "Effective marketing")
        await desk.press("f7", "ctrl+u")
        await desk.type("Marks of BDS")
        await desk.press("enter")
        desk.says("Kept as “Marks of BDS”")
        (kept,) = gate(company, "vera").kept_reports()
        assert (kept.report, restored(kept.criteria)) == (
            "evaluations",
            Criteria(period="year", lines=("BDS",), by="seminar"),
        )
        await desk.goes_home()
        await desk.opens(Reports())
        desk.sees("Marks of BDS")
        desk.row_list.go_to(kept.id)
        await desk.press("enter")
        desk.sees("By seminar", "Effective marketing", "Sheets: 0 in advance, 1 final")
        assert "Labour code" not in desk.screen
        await desk.press("f8", "n", "ctrl+u")
        await desk.type(str(tmp_path / "marks.xlsx"))
        await desk.press("enter")
        desk.says("Saved")
        book = load_workbook(tmp_path / "marks.xlsx")
        assert sum(len(sheet._charts) for sheet in book) >= 2
        await desk.press("escape", "f2")
        assert isinstance(desk.place, ReportWizard)
        desk.sees("Marks of BDS", "this year", "By seminar")


async def test_the_results_of_one_seminar_are_kept_from_where_they_are_seen(small: Database) -> None:
    returned(small)
    async with at_desk(small, "vera", SMALL) as desk:
        await desk.opens(EvaluationResults(engagement_id=seminar("Labour code")))
        await desk.press("f7")
        desk.sees("Under which name shall it be kept?", "Seminar: Labour code")
        await desk.press("enter")
        (kept,) = gate(small, "vera").kept_reports()
        assert restored(kept.criteria) == Criteria(engagement=seminar("Labour code"))


async def test_a_group_is_kept_as_criteria_of_its_own(small: Database) -> None:
    returned(small)
    async with at_desk(small, "vera", SMALL) as desk:
        await desk.opens(EvaluationResults(Criteria(by="line")))
        desk.sees("By service line")
        await desk.press("enter", "f7", "enter")
        (kept,) = gate(small, "vera").kept_reports()
        assert restored(kept.criteria).lines in (("BDS",), ("SM",))
        await desk.press("escape")
        await desk.opens(EvaluationResults(Criteria(by="teacher")))
        await desk.press("enter", "f7")
        desk.says("No criteria find this group alone.")


def test_a_kept_report_of_evaluations_is_made_from_the_command_line_too(small: Database) -> None:
    returned(small)
    admin = colleague(small)
    report = _made(admin, "evaluations", restored('{"lines": ["SM"], "by": "year"}'))
    assert "Sheets: 0 in advance, 1 final" in report.tables[0].subtitle
    assert [table.title for table in report.tables][-2:] == ["By year", "Comments"]


def test_a_period_moves_with_the_calendar_and_groups_become_limits() -> None:
    today = FixedClock().today()
    limits = limits_of(Criteria(period="last_year"), today)
    assert (limits.from_, limits.to) == (f"{today.year - 1}-01-01", f"{today.year - 1}-12-31")
    asked = Criteria(period="year", by="topic")
    assert of_group(asked, "topic", "t12") == Criteria(period="year", topics=(12,))
    assert of_group(asked, "year", "2006") == Criteria(from_="2006-01-01", to="2006-12-31")
    assert of_group(asked, "teacher", "7") == Criteria(period="year", teacher=7)
    assert of_group(asked, "seminar", "7") == Criteria(period="year", engagement=7)
    assert of_group(asked, "topic", "nA title") is None
