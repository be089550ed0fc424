"""The sheets of a seminar in the grid: read, shown, saved one by one as they are finished, kept as a draft
till then. What can be asked for is the grid's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from textual.widget import Widget

from bsc_tui.entities.questions import Asked
from bsc_tui.errors import Problem, Stale
from bsc_tui.i18n import _
from bsc_tui.operations import evaluations
from bsc_tui.records.drafts import DraftView
from bsc_tui.screens.evaluation_rows import (
    PERSON,
    TypedSheet,
    code_of,
    columns_of,
    hint_of,
    mean_of,
    row_of,
    taken_from_draft,
    typed_of,
)
from bsc_tui.screens.grid_place import GridPlace
from bsc_tui.screens.parts.dialogs import wrapped
from bsc_tui.screens.parts.frame import FrameLine, Span, filled, width_of


class EvaluationSaving(GridPlace[TypedSheet]):
    """The sheets of one seminar for one occasion."""

    opened: evaluations.Sheets | None

    def __init__(self, engagement_id: int, occasion: str) -> None:
        super().__init__(engagement_id)
        self.occasion = occasion
        self.sheets: list[TypedSheet] = []
        self.names_people = False

    # -- opening ---------------------------------------------------------------------------
    @property
    def questions(self) -> Sequence[Asked]:
        """What is asked, headings left out."""
        return self.opened.form.questions if self.opened and self.opened.form else ()

    def what(self) -> str:
        """Which of the two questionnaires it is."""
        return _("Final questionnaire") if self.occasion == "final" else _("Advance questionnaire")

    def compose_body(self) -> Iterable[Widget]:
        """How many came back, the grid, the means, and the question under the hand."""
        yield FrameLine(self._counts, id="counts")
        yield self.grid
        yield FrameLine(self._means, id="means")
        for line in range(3):
            yield FrameLine(partial(self._question_line, line), id=f"question-{line}")

    async def load(self) -> None:
        """Read the sheets and show them; the hand goes to the next new one."""
        office = self.office
        opened = await office.run(evaluations.opened, office.records, self.engagement_id, self.occasion)
        self.opened = opened
        self.sheets = [typed_of(sheet) for sheet in opened.sheets]
        self.names_people = bool(opened.sheets) and opened.sheets[-1].person is not None
        self._at = ""
        self.show_sheets()
        if self.sheets:
            self.begin_sheet(self.sheets[-1])

    def greet(self) -> None:
        """Say what can be done."""
        if self.opened is None or self.opened.form is None:
            self.say(_("No questionnaire is offered: an administrator makes one under Admin."), "warn")
        elif self.locked:
            self.say(_("You may look at these sheets; typing them needs the right to the line."), "warn")
        else:
            self.say(_("A digit answers and moves on. Enter: next sheet; each is saved at once."), "plain")

    # -- what is shown ---------------------------------------------------------------------
    def show_sheets(self) -> None:
        """Show all sheets, and a new one behind them."""
        if self.questions and not self.locked and (not self.sheets or not self.sheets[-1].is_blank):
            self.sheets.append(TypedSheet())
        self.grid.show(columns_of(self.questions), [self._row(one) for one in self.sheets])
        self.renew_lines()

    def _row(self, sheet: TypedSheet) -> Any:
        saving = sheet.key == self._under_way or sheet.key in self._queue
        return row_of(sheet, self.questions, self.number_of(sheet), locked=self.locked, is_saving=saving)

    def number_of(self, sheet: TypedSheet) -> int:
        """The number on the sheet: its own, or the one that it will get."""
        if sheet.kept is not None:
            return sheet.kept.number
        last = max((one.kept.number for one in self.sheets if one.kept), default=0)
        new = [one for one in self.sheets if one.kept is None]
        return last + 1 + next((at for at, one in enumerate(new) if one is sheet), 0)

    def put(self, sheet: TypedSheet) -> None:
        """Show one sheet anew."""
        self.grid.put(self._row(sheet))
        self.renew_lines()

    @property
    def lines(self) -> list[TypedSheet]:
        """All sheets."""
        return self.sheets

    def saves_itself(self, line: TypedSheet) -> bool:
        """A new sheet that is not finished stays a draft."""
        return line.kept is not None and line.is_open and not line.texts

    @property
    def current(self) -> TypedSheet | None:
        """The sheet under the hand."""
        return self.entry(self.grid.row.id) if self.grid.row else None

    @property
    def question(self) -> Asked | None:
        """The question under the hand."""
        return next((one for one in self.questions if code_of(one) == self.grid.code), None)

    def begin_sheet(self, sheet: TypedSheet) -> None:
        """Lay the hand where a sheet begins: on the person where people are named, else on question 1."""
        first = code_of(self.questions[0]) if self.questions else PERSON
        self.grid.go(sheet.key, PERSON if self.names_people and not sheet.person else first)

    def renew_lines(self) -> None:
        """Counts, means and the question."""
        for line in self.query(FrameLine):
            if line.id in ("counts", "means", "question-0", "question-1", "question-2"):
                line.renew()

    def _counts(self, width: int) -> list[Span]:
        if self.opened is None or self.opened.form is None:
            return []
        kept = sum(1 for one in self.sheets if one.kept)
        words = _("%(count)s of %(most)s sheets came back") % {
            "count": kept,
            "most": len(self.opened.participants),
        }
        form = self.opened.form
        left: list[Span] = [(f" {words}", "title")]
        right: list[Span] = [(form.label, "dim")]
        if form.edition > 1:
            right.append((" · " + _("version %(number)s") % {"number": form.edition}, "dim"))
        mode = _("named") if self.names_people else _("anonymous")
        right.append((f" · {mode}", "key"))
        return [*left, (" " * max(width - width_of(left) - width_of(right) - 1, 1), ""), *right]

    def _means(self, width: int) -> list[Span]:
        """Under each column the mean of all sheets, as they are typed."""
        if not self.questions:
            return []
        by_code = {code_of(one): one for one in self.questions}
        line = ""
        for place in self.grid.places:
            question = by_code.get(place.column.code)
            text = _("Mean so far") if place.column.code == PERSON else ""
            if question is not None:
                text = mean_of(question, self.sheets)
            right = place.column.code != PERSON
            room = place.width + (1 if right else 0)
            line = filled(line, place.x - (1 if right else 0)) + filled(text, room, right=right)
        return [(filled(line, width), "header")]

    def _question_line(self, row: int, width: int) -> list[Span]:
        question = self.question
        if question is None:
            hint = self.grid.column.hint if self.grid.column else ""
            return [(f" {hint}", "dim")] if row == 0 and self.opened else []
        number = next(at for at, one in enumerate(self.questions, 1) if one is question)
        if row == 0:
            aside = f"  {question.section}" if question.section else ""
            return [(f" {number}. ", "key"), (question.label, "accent"), (aside, "dim")]
        lines = [line for part in self._answers(question) for line in wrapped(part, width - 6)]
        return [("    " + lines[row - 1], "dim")] if row <= len(lines) else []

    @staticmethod
    def _answers(question: Asked) -> list[str]:
        if question.options:
            return ["  ".join(f"{number} {words}" for number, words in question.options.items())]
        ends = ""
        if question.low or question.high:
            values = question.values
            ends = f"{values[0]} {question.low} … {values[-1]} {question.high}   " if values else ""
        return [ends + hint_of(question)]

    # -- saving ----------------------------------------------------------------------------
    def saved_all(self, total: int) -> None:
        """Whether all of them are."""
        self.refresh_keys()
        wrong = any(one.problem for one in self.sheets)
        self.set_state("" if wrong else _("saved"), "good")
        if any(one.texts for one in self.sheets):
            self.say(_("What is marked red does not fit its question."), "trouble")

    async def save_one(self, sheet: TypedSheet) -> None:
        """A sheet that somebody else changed is shown as they left it."""
        office, before = self.office, dict(sheet.answers)
        assert self.opened is not None and self.opened.form is not None
        try:
            kept = await office.run(
                evaluations.write_sheet,
                office.records,
                self.engagement_id,
                self.opened.form.id,
                sheet.person,
                before,
                kept=sheet.kept,
                token=sheet.token,
            )
        except Stale as stale:
            sheet.problem = str(stale)
            await self._show_theirs(sheet)
            sheet.problem = ""
            self.say(str(stale), "trouble")
            return
        except Problem as problem:
            sheet.problem = str(problem)
        else:
            later = dict(sheet.answers)
            sheet.saved(kept)
            if later != before:
                sheet.answers = later
            if not self.has_been_left:
                self.say(_("Sheet %(number)s is saved.") % {"number": kept.number}, "good")
            return
        if not self.has_been_left:
            self.say(sheet.problem, "trouble", _("sheet %(number)s") % {"number": self.number_of(sheet)})

    async def _show_theirs(self, sheet: TypedSheet) -> None:
        office = self.office
        assert self.opened is not None and self.opened.form is not None and sheet.kept is not None
        found = await office.run(
            evaluations.sheets_of, office.records, self.engagement_id, self.opened.form.id, sheet.kept.id
        )
        if found:
            sheet.saved(found[0])

    # -- drafts ----------------------------------------------------------------------------
    def draft_place(self) -> str:
        """One draft a seminar and questionnaire."""
        return f"sheets:{self.engagement_id}:{self.occasion}"

    def draft_content(self) -> dict[str, Any] | None:
        """What brings the open sheets back; None where all are saved."""
        opened = [one.to_draft() for one in self.sheets if one.is_open]
        if not opened or self.opened is None or self.opened.form is None:
            return None
        row = self.grid.row
        return {
            "extra": {
                "entity": "sheets",
                "engagement": self.engagement_id,
                "occasion": self.occasion,
                "questionnaire": self.opened.form.id,
            },
            "sheets": opened,
            "focus": [row.id if row else None, self.grid.code],
        }

    async def take_draft(self, draft: DraftView) -> bool:
        """Sheets that were saved meanwhile are what they are."""
        office = self.office
        form = self.opened.form if self.opened else None
        if form is None or self.locked:
            return False
        if draft.content["extra"]["questionnaire"] != form.id:
            return False  # the seminar has another questionnaire now: the draft waits for this one
        tokens = [content["token"] for content in draft.content["sheets"]]
        done = await office.run(evaluations.written_before, office.records, tokens)
        for content in draft.content["sheets"]:
            if content["token"] in done:
                continue
            if content["sheet"] is None:
                at = len(self.sheets) - 1 if self.sheets and self.sheets[-1].is_blank else len(self.sheets)
                self.sheets.insert(at, taken_from_draft(TypedSheet(), content))
            else:
                kept = next(
                    (one for one in self.sheets if one.kept and one.kept.id == content["sheet"]), None
                )
                if kept is not None:
                    taken_from_draft(kept, content)
        self.show_sheets()
        return True

    def settle(self) -> None:
        """Read the cell under the hand as it stands now, though the hand stays."""
        sheet, question = self.current, self.question
        if sheet is not None and question is not None and self.grid.has_editor and not self.locked:
            row = self.grid.row
            if row is not None and self.grid.text != row.cells.get(self.grid.code, ""):
                sheet.read(question, self.grid.text)
                self.put(sheet)

    def take_person(self, sheet: TypedSheet, person: int | None, name: str) -> None:
        """Say whose sheet it is; nobody's is anonymous."""
        sheet.person, sheet.name, sheet.problem = person, name, ""
        self.put(sheet)
        self.keep_draft()

    def relabel(self) -> None:
        """In the new language: the questions too."""
        if self.is_loaded:
            self.run_worker(self._read_questions(), group="prepare")

    async def _read_questions(self) -> None:
        office = self.office
        opened = await self.ask(evaluations.opened, office.records, self.engagement_id, self.occasion)
        if opened is not None and self.opened is not None:
            self.opened = replace(self.opened, form=opened.form, title=opened.title)
            self.show_sheets()
            self.refresh_path()
