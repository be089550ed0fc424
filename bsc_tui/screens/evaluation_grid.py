"""The evaluation grid: a row a sheet; a digit answers and moves on, Enter goes to the next sheet."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.operations import evaluations
from bsc_tui.operations.evaluations import Said
from bsc_tui.records.access import why
from bsc_tui.screens.commands import Command
from bsc_tui.screens.evaluation_rows import PERSON, TypedSheet, code_of
from bsc_tui.screens.evaluation_saving import EvaluationSaving
from bsc_tui.screens.parts.grid import Grid
from bsc_tui.screens.parts.row_list import ListRow

MOST_PASTED = 500
"""Sheets that one paste may bring."""


class EvaluationGrid(EvaluationSaving):
    """The grid, and everything that can be asked for in it."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "sheets.save",
            ("f2", "ctrl+s"),
            N_("Save all sheets"),
            NP_("bar", "Save"),
            "save",
            N_("Saves every sheet, the one under the hand too."),
            bar=10,
        ),
        Command(
            "sheets.row",
            ("f3",),
            N_("Cell or sheet"),
            NP_("bar", "Sheet"),
            "row",
            N_("Lays the hand on the whole sheet and back: there Ctrl+D deletes it."),
            bar=50,
        ),
        Command(
            "sheets.person",
            ("f4",),
            N_("Whose sheet it is"),
            NP_("bar", "Person"),
            "person",
            N_("Brings the participants who gave no sheet yet."),
            bar=20,
            letter="p",
        ),
        Command(
            "sheets.same",
            ("f5",),
            N_("Same as the sheet above"),
            NP_("bar", "Same"),
            "same",
            N_("Takes the answer from the sheet above and moves on."),
            bar=30,
        ),
        Command(
            "sheets.other",
            ("f6",),
            N_("The other questionnaire"),
            NP_("bar", "Other"),
            "other",
            N_("Between the sheets from before and from the end of the seminar."),
            bar=40,
            letter="v",
        ),
        Command(
            "sheets.results",
            ("f8",),
            N_("What the sheets say"),
            NP_("bar", "Results"),
            "results",
            N_("Means, distributions and comments; from there they are saved as a spreadsheet."),
            bar=45,
            letter="e",
        ),
        Command(
            "sheets.jump",
            ("f9", "ctrl+g"),
            N_("Go to a sheet"),
            "",
            "jump",
            N_("Goes to the sheet with this number."),
        ),
        Command(
            "sheets.same_all",
            ("ctrl+o",),
            N_("All answers as above"),
            "",
            "same_all",
            N_("Takes every answer but the texts from the sheet above."),
        ),
        Command(
            "sheets.named",
            (),
            N_("Named or anonymous"),
            "",
            "named",
            N_("Whether a new sheet begins with the person or with the first question."),
            letter="n",
        ),
        Command(
            "sheets.delete",
            ("ctrl+d",),
            N_("Delete the sheet"),
            "",
            "delete",
            N_("On a sheet: puts it into the trash, after a question."),
            letter="y",
        ),
        Command(
            "sheets.undo",
            ("ctrl+z",),
            N_("Undo the answer"),
            "",
            "undo_answer",
            N_("Gives the cell that was changed last what it held before."),
        ),
    )

    def explanation(self) -> str:
        """For F1."""
        return _(
            "A row is a sheet. A digit answers and goes on to the next question, Space leaves it unanswered, "
            "Backspace goes back, - says that it does not apply. Enter saves the sheet and begins the next. "
            "Shift+Tab before the first question says whose sheet it is; without a person it is anonymous. "
            "Rows copied in a spreadsheet can be pasted."
        )

    def hint(self) -> str:
        """What can be typed here."""
        return self.grid.column.hint if self.grid.column else ""

    # -- typing ----------------------------------------------------------------------------
    @on(Grid.Edited)
    def edited(self, event: Grid.Edited) -> None:
        """A person taken away makes the sheet anonymous; a half-typed text is worth a draft."""
        sheet = self.entry(event.row_id)
        if sheet is not None and event.code == PERSON and not event.text and sheet.person:
            self.take_person(sheet, None, "")
        self.worth_keeping()

    @on(Grid.CellLeft)
    def cell_left(self, event: Grid.CellLeft) -> None:
        """An answer."""
        sheet = self.entry(event.row_id)
        question = next((one for one in self.questions if code_of(one) == event.code), None)
        if sheet is None or question is None or self.locked:
            return
        sentence = sheet.read(question, event.text)
        self.put(sheet)
        if sentence:
            self.say(sentence, "trouble")
        else:
            self.hush()
        self.set_state(_("not saved"), "key")
        self.keep_draft()

    def came(self, other_row: bool) -> None:
        """Below stands the question."""
        self.renew_lines()

    @on(Grid.Finished)
    def finished(self, event: Grid.Finished) -> None:
        """Enter: save the sheet and begin the next."""
        sheet = self.entry(event.row_id)
        if sheet is None or self.locked:
            return
        if sheet.texts:
            wrong = next(one for one in self.questions if one.id in sheet.texts)
            self.grid.go(sheet.key, code_of(wrong))
            self.say(wrong.wrong(sheet.texts[wrong.id]) or self.hint(), "trouble")
            return
        if not sheet.answers:
            self.say(_("Nothing is answered on this sheet yet."), "warn")
            return
        if sheet.kept is None:
            self.names_people = sheet.person is not None
        if sheet.is_open:
            self.save_rows([sheet])
        self.show_sheets()
        at = self.sheets.index(sheet) + 1
        self.begin_sheet(self.sheets[min(at, len(self.sheets) - 1)])

    @on(Grid.ChooseWanted)
    def person_wanted(self, event: Grid.ChooseWanted) -> None:
        """A letter in the cell of the person."""
        self.hold_while(self._choose_person, event.text)

    async def _choose_person(self, text: str) -> None:
        from bsc_tui.screens.parts.pick_list import Picked, PickList  # late: seldom needed

        sheet = self.current
        if sheet is None or self.opened is None:
            return
        taken = {one.person for one in self.sheets if one is not sheet}
        rows = [ListRow(id, (name,)) for id, name in self.opened.participants if id not in taken]
        picker = PickList(
            _("Whose sheet is it?"),
            partial(_found, rows),
            text=text,
            empty=_("Every participant gave a sheet, or nobody is registered."),
        )
        answer = await self.answer(picker)
        if isinstance(answer, Picked):
            self.take_person(sheet, int(str(answer.row.id)), answer.row.cells[0])
            self.grid.go(sheet.key, code_of(self.questions[0]))

    @on(Grid.Pasted)
    def pasted(self, event: Grid.Pasted) -> None:
        """A row of a spreadsheet is a sheet; the first begins at the cell under the hand."""
        sheet, start = self.current, self.question
        if sheet is None or start is None or self.locked:
            self.say(_("First go to the question at which the pasted rows begin."), "warn")
            return
        lines = [line for line in event.text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line]
        wrong = 0
        at = self.questions.index(start)
        for number, line in enumerate(lines[:MOST_PASTED]):
            if number:
                sheet = self._following(sheet)
            for question, text in zip(self.questions[at:], line.split("\t"), strict=False):
                wrong += bool(sheet.read(question, text)) if text.strip() else 0
            at = 0
        self.show_sheets()
        self.grid.go(sheet.key)
        self.save_rows([one for one in self.sheets if one.is_open and one.answers and not one.texts])
        if wrong:
            self.say(_("What is marked red does not fit its question."), "trouble")
        self.keep_draft()

    def _following(self, sheet: TypedSheet) -> TypedSheet:
        at = self.sheets.index(sheet) + 1
        if at < len(self.sheets):
            return self.sheets[at]
        new = TypedSheet()
        self.sheets.append(new)
        return new

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Writing needs the right; some things need a cell, others a sheet under the hand."""
        if not command_id.startswith("sheets."):
            return super().why_not(command_id)
        if self.opened is None:
            return _("One moment.")
        if command_id == "sheets.other":
            return ""
        if self.opened.form is None:
            return _("No questionnaire is offered: an administrator makes one under Admin.")
        if command_id in ("sheets.results", "sheets.jump"):
            return "" if any(one.kept for one in self.sheets) else _("No sheet came back yet.")
        if self.locked:
            return why(f"line:{self.opened.line}")
        if command_id in ("sheets.same", "sheets.same_all"):
            if not self.grid.has_editor:
                return _("First go into a cell: Enter or F3.")
            if self._above() is None:
                return _("There is no sheet above this one.")
            if command_id == "sheets.same" and self.grid.code == PERSON:
                return _("Every sheet has its own person.")
        if command_id == "sheets.delete":
            if self.grid.edits:
                return _("First lay the hand on the sheet: F3.")
            if self.current is None or self.current.is_blank:
                return _("There is no sheet under the hand.")
        return ""

    def _above(self) -> TypedSheet | None:
        sheet = self.current
        at = self.sheets.index(sheet) if sheet is not None else 0
        return self.sheets[at - 1] if at > 0 else None

    def action_save(self) -> None:
        """F2."""
        self.settle()
        ready = [one for one in self.sheets if one.is_open and one.answers and not one.texts]
        self.save_rows(ready)
        if ready:
            self.show_sheets()
        elif not any(one.texts for one in self.sheets):
            self.say(_("Every sheet is saved."), "good")

    def action_row(self) -> None:
        """F3."""
        self.grid.edit(not self.grid.edits)

    async def action_person(self) -> None:
        """F4."""
        await self._choose_person("")

    def action_same(self) -> None:
        """F5."""
        sheet, above, question = self.current, self._above(), self.question
        assert sheet is not None and above is not None and question is not None
        sheet.put(question.id, above.answers.get(question.id, Said()))
        self.put(sheet)
        if question is not self.questions[-1]:
            self.grid.step()
        self.keep_draft()

    def action_same_all(self) -> None:
        """Ctrl+O."""
        sheet, above = self.current, self._above()
        assert sheet is not None and above is not None
        for question in self.questions:
            if question.kind != "text":
                sheet.put(question.id, above.answers.get(question.id, Said()))
        self.put(sheet)
        self.keep_draft()

    def action_named(self) -> None:
        """From the menu."""
        self.names_people = not self.names_people
        self.renew_lines()
        sheet = self.current
        if sheet is not None and sheet.is_blank:
            self.begin_sheet(sheet)

    async def action_other(self) -> None:
        """F6."""
        await self.may_leave()
        self.occasion = "advance" if self.occasion == "final" else "final"
        await self.begin()

    async def action_results(self) -> None:
        """F8."""
        from bsc_tui.screens.evaluation_results import EvaluationResults  # late: it comes with its own parts

        self.action_save()
        await self.saves_done()
        self.open(EvaluationResults(engagement_id=self.engagement_id))

    async def action_jump(self) -> None:
        """F9."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        wanted = await self.answer(AskText(_("To which sheet? Its number."), limit=6))
        if not wanted:
            return
        found = next((one for one in self.sheets if str(self.number_of(one)) == wanted.strip()), None)
        if found is None:
            self.say(_("There is no sheet “%(number)s”.") % {"number": wanted}, "warn")
        else:
            self.grid.go(found.key)

    async def action_delete(self) -> None:
        """Ctrl+D on a sheet."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        sheet, office = self.current, self.office
        assert sheet is not None
        question = _("Delete sheet %(number)s?") % {"number": self.number_of(sheet)}
        if not await self.answer(Confirm(question, _("It rests in the trash; Undo brings it back."))):
            return
        if sheet.kept is not None:
            await office.run(evaluations.take_away, office.records, sheet.kept.id)
        self.sheets.remove(sheet)
        self.show_sheets()
        self.say(_("Deleted. Undo brings it back."), "warn")
        self.keep_draft()

    def action_undo_answer(self) -> None:
        """Ctrl+Z."""
        sheet = self.current
        if self.grid.undo_text() or sheet is None:
            return
        question = sheet.undo()
        if question is None:
            self.say(_("There is nothing to undo here."), "warn")
            return
        self.put(sheet)
        self.grid.go(sheet.key, f"q{question}")
        self.keep_draft()


def _found(rows: list[ListRow], typed: str) -> list[ListRow]:
    """The participants whose name has words that begin so, in any script."""
    from bsc_tui.records.folding import strict_words  # late: transliteration comes with it

    words = strict_words(typed)
    keys = [" " + " ".join(strict_words(row.cells[0])) for row in rows]
    return [row for row, key in zip(rows, keys, strict=True) if all(f" {word}" in key for word in words)]
