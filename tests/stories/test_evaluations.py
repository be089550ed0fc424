"""A day with evaluation sheets: typed by digits, kept whatever happens, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import LARGE, StoryDesk, at_desk, colleague, operations
from openpyxl import load_workbook
from peewee import Database

from bsc_tui.db.models import (
    Answer,
    Draft,
    Engagement,
    EvaluationSheet,
    Question,
    Questionnaire,
    Term,
    tuples,
)
from bsc_tui.operations import evaluations, questionnaires
from bsc_tui.operations.evaluations import Said
from bsc_tui.records import audit, undoing
from bsc_tui.screens.evaluation_grid import EvaluationGrid
from bsc_tui.screens.evaluation_results import EvaluationResults
from bsc_tui.screens.registry import place_of_draft

pytest_plugins = ("desk",)

SHEET = ("5", "4", "5", "3", "4", "5", "5", "4", "3", "5", "9", "1")
"""Twelve answers to the final questionnaire that a company begins with."""


def seminar_id(title: str = "Labour code") -> int:
    return int(Engagement.get(Engagement.title == title).id)


def sheets() -> list[EvaluationSheet]:
    query = EvaluationSheet.select().where(EvaluationSheet.trashed_at.is_null())
    return list(query.order_by(EvaluationSheet.number))


def answers(number: int = 1) -> dict[str, str]:
    """The answers of a sheet by the code of their question."""
    sheet = next(one for one in sheets() if one.number == number)
    query = (
        Answer.select(Question.code, Answer.value, Answer.not_applicable)
        .join(Question)
        .where(Answer.sheet == sheet.id, Answer.trashed_at.is_null())
    )
    return {code: "n/a" if flag else value for code, value, flag in tuples(query) if value or flag}


async def begins(desk: StoryDesk, seminar: str = "Labour code") -> EvaluationGrid:
    """From the seminar to the final sheets: three keys."""
    await desk.opens_engagement(seminar)
    desk.keys = 0
    await desk.press("f10", "i", "f6")
    assert isinstance(desk.place, EvaluationGrid), desk.screen
    desk.sees("Final questionnaire")
    return desk.place


async def test_only_the_newest_version_of_a_questionnaire_is_offered(company: Database) -> None:
    old = Questionnaire.get(Questionnaire.occasion == "final")
    new = questionnaires.new_version(colleague(company), old.id)
    async with at_desk(company) as desk:
        await desk.opens_engagement("Labour code")
        await desk.goes_to_field("final_questionnaire")
        await desk.press("f4")
        assert [row.id for row in desk.rows if row.cells[0] == old.label_en] == [new]
        assert desk.row(old.label_en).split()[-1] == "2"


async def test_twenty_sheets_of_twelve_answers_cost_264_keys_at_most(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        before = operations()
        for _sheet in range(20):
            await desk.press(*SHEET, "enter")
        assert desk.keys <= 264
        assert len(sheets()) == 20
        assert Answer.select().count() == 240
        assert answers(20)["recommend"] == "9"
        assert operations() == before + 20
        desk.says("Sheet 20 is saved.")
        assert evaluations.sheets_returned(colleague(company), seminar_id()) == (20, 2)


async def test_digits_in_one_breath_land_where_they_belong(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.burst(*SHEET, *"too cold", "enter", *SHEET[::-1])
        assert len(sheets()) == 1
        assert answers()["comment"] == "too cold"
        assert next(iter(answers().values())) == "5"
        await desk.press("enter")
        assert len(sheets()) == 2
        assert answers(2)["knowledge"] == "1"


async def test_what_does_not_fit_is_refused_and_blanks_and_not_applicable_are_kept_apart(
    company: Database,
) -> None:
    async with at_desk(company) as desk:
        grid = (await begins(desk)).grid
        await desk.press("6")
        desk.says("Type a digit from 1 to 5.")
        await desk.press("5", " ", "-")
        desk.says("Type a digit from 1 to 5.")
        await desk.press("3", "-", "backspace", "backspace")
        assert grid.column is not None
        assert grid.column.title == "3"
        await desk.press("2", "right", "right", *"5555", "5", "x", "y", "enter")
        assert answers()["expected"] == "2"
        assert "confidence" not in answers()
        assert answers()["materials"] == "n/a"
        assert answers()["recommend"] == "10" or "recommend" in answers()


async def test_means_follow_while_typing_and_f5_takes_the_answer_above(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press("5", "4", "enter", "4")
        assert desk.row("Mean so far").split()[3:5] == ["4.5", "4.0"]
        await desk.press("f5")
        await desk.press("enter")
        assert answers(2) == {"knowledge": "4", "confidence": "4"}
        await desk.press("ctrl+o", "enter")
        assert answers(3) == answers(2)


async def test_a_named_sheet_is_of_a_participant_once(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press("shift+tab", "p")
        desk.sees("Whose sheet is it?", "ParticipantA Mher", "ParticipantB Mher")
        await desk.press("enter", *SHEET, "enter")
        assert sheets()[0].person.last_name == "ParticipantA"
        desk.sees("named")
        await desk.press("f4")
        desk.sees_not("ParticipantA Mher  ")
        await desk.press("enter", "4", "enter")
        assert [one.person.last_name for one in sheets()] == ["ParticipantA", "ParticipantB"]
        desk.sees("2 of 2 sheets came back")


async def test_an_unfinished_sheet_comes_back_as_a_draft(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press("5", "4", "escape")
        assert sheets() == []
        assert Draft.select().where(Draft.place.startswith("sheets:")).count() == 1
    async with at_desk(company) as desk:
        await desk.opens(
            place_of_draft({"extra": {"entity": "sheets", "engagement": seminar_id(), "occasion": "final"}})
        )
        desk.says("is back")
        await desk.press("3", "enter")
        assert answers() == {"knowledge": "5", "confidence": "4", "expected": "3"}
        assert Draft.select().where(Draft.place.startswith("sheets:")).count() == 0


async def test_a_changed_sheet_is_saved_when_the_hand_leaves_it_and_undone_from_the_trail(
    company: Database,
) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press(*SHEET, "enter", "up", "home", "1", "down")
        assert answers()["knowledge"] == "1"
        admin = colleague(company)
        undoing.undo(admin, max(one for (one,) in tuples(audit.Operation.select(audit.Operation.id))))
        assert answers()["knowledge"] == "5"


async def test_two_people_who_answer_the_same_question_otherwise_are_told(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press("5", "4", "enter")
        admin, final = colleague(company), Questionnaire.get(Questionnaire.occasion == "final")
        (kept,) = evaluations.sheets_of(admin, seminar_id(), final.id)
        first = next(iter(kept.answers))
        evaluations.write_sheet(
            admin, seminar_id(), final.id, None, {**kept.answers, first: Said("2")}, kept=kept
        )
        await desk.press("up", "1", "down")
        desk.says("changed meanwhile")
        assert answers()["knowledge"] == "2"


async def test_rows_of_a_spreadsheet_are_sheets(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        row = "\t".join(SHEET)
        await desk.paste(f"{row}\tgood\n{row}\t=1+1\n7\t5")
        assert [one.number for one in sheets()] == [1, 2]
        assert answers(2)["comment"] == "=1+1"
        desk.says("does not fit")


async def test_who_may_not_write_may_look(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press(*SHEET, "enter")
    async with at_desk(company, "vera") as desk:
        await begins(desk)
        await desk.press("1")
        desk.sees("1 of 2 sheets came back")
        await desk.press("f2")
        desk.says("It needs the right to the service line SM")
        assert answers()["knowledge"] == "5"
        await desk.press("f8")
        assert isinstance(desk.place, EvaluationResults)


async def test_a_sheet_goes_to_the_trash_and_comes_back_with_its_answers(company: Database) -> None:
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press(*SHEET, "enter", "up", "f3", "ctrl+d")
        desk.sees("Delete sheet 1?")
        await desk.press("y")
        assert sheets() == []
        colleague(company).restore("evaluation_sheet", EvaluationSheet.get().id)
        assert answers()["knowledge"] == "5"


async def test_results_show_advance_against_final_and_are_saved_with_charts(
    company: Database, tmp_path: Path
) -> None:
    async with at_desk(company, size=LARGE) as desk:
        await desk.opens_engagement("Labour code")
        await desk.press("f10", "i", *"22", "n", "1", "enter")
        await begins(desk)
        await desk.press(*SHEET, *"=cmd|' /C calc'!A0", "enter", *SHEET, "enter", "f8")
        assert isinstance(desk.place, EvaluationResults)
        assert desk.row("Your knowledge of the topic now").split()[-6:-1] == [
            "1",
            "2.00",
            "2",
            "5.00",
            "+3.0",
        ]
        desk.sees("Sheets: 1 in advance, 2 final")
        await desk.press("f6")
        desk.sees("=cmd|' /C calc'!A0")
        await desk.press("f8", "n", "ctrl+u")
        await desk.type(str(tmp_path / "results.xlsx"))
        await desk.press("enter")
        desk.says("Saved")
        book = load_workbook(tmp_path / "results.xlsx")
        assert book.sheetnames[0] == "Questions"
        assert sum(len(sheet._charts) for sheet in book) >= 3
        formulas = [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
        assert formulas == []


async def test_a_member_of_the_staff_shows_what_was_said_of_the_seminars_they_taught(
    company: Database,
) -> None:
    member = colleague(company).save("staff", {"last_name": "Petrosyan", "first_name": "Karine"}).id
    async with at_desk(company) as desk:
        await begins(desk)
        await desk.press(*SHEET, "enter")
        await desk.opens_record("staff", member)
        await desk.press("f10", "v")
        desk.sees("No sheet came back yet.")
        role = Term.get(Term.code == "teacher").id
        colleague(company).save(
            "engagement_staff", {"engagement": seminar_id(), "member": member, "role": role}
        )
        await desk.press("escape", "f10", "v")
        desk.sees("Petrosyan", "Sheets: 0 in advance, 1 final", "5.00")


@pytest.mark.parametrize("language", ["en", "fr", "hy"])
async def test_grid_and_results_fit_the_smallest_window(small: Database, language: str) -> None:
    async with at_desk(small, language=language) as desk:
        await begins_in(desk, lambda: None)
        await desk.press(*SHEET, "enter")
        assert all(len(line) <= 80 for line in desk.lines)
        await desk.press("f8")
        desk.sees("5", "█")


async def begins_in(desk: StoryDesk, then: Callable[[], None]) -> None:
    """In any language: the final sheets."""
    await desk.opens(EvaluationGrid(seminar_id(), "final"))
    then()
