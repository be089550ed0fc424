"""Registering many for a seminar: a row a participant, found by letters, saved as soon as it is done."""

from __future__ import annotations

from typing import ClassVar

from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations import bulk
from bsc_tui.records.access import why
from bsc_tui.screens.bulk_columns import OF_PERSON, PERSON
from bsc_tui.screens.bulk_copying import BulkCopying
from bsc_tui.screens.bulk_entries import Entry
from bsc_tui.screens.commands import Command, key_name


class BulkGrid(BulkCopying):
    """The grid, and everything that can be asked for in it."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "grid.save",
            ("f2", "ctrl+s"),
            N_("Save all rows"),
            NP_("bar", "Save"),
            "save",
            N_("Saves every row that is complete."),
            bar=10,
        ),
        Command(
            "grid.rows",
            ("f3",),
            N_("Cell or row"),
            NP_("bar", "Row"),
            "rows",
            N_("Lays the hand on the row and back: there Space marks, Ctrl+D deletes, ! finds errors."),
            bar=60,
            letter="r",
        ),
        Command(
            "grid.list",
            ("f4",),
            N_("Bring the list"),
            NP_("bar", "List"),
            "list",
            N_("Shows what can be chosen in this cell."),
            bar=20,
        ),
        Command(
            "grid.same",
            ("f5",),
            N_("Same as above"),
            NP_("bar", "Same"),
            "same",
            N_("Takes the cell from the row above."),
            bar=30,
        ),
        Command(
            "grid.errors",
            ("f6",),
            N_("Only rows with errors"),
            NP_("bar", "Errors"),
            "errors",
            N_("Shows only the rows with something wrong or to decide, and all of them again."),
            bar=65,
            letter="x",
        ),
        Command(
            "grid.new",
            ("f7", "ctrl+n"),
            N_("New person with this name"),
            NP_("bar", "New"),
            "new",
            N_("Makes a new person of what is typed; they are saved with the row."),
            bar=40,
        ),
        Command(
            "grid.payment",
            ("f8",),
            N_("Payment over the marked rows"),
            NP_("bar", "Payment"),
            "payment",
            N_("Notes one payment order for all rows that are marked."),
            bar=50,
            letter="p",
        ),
        Command(
            "grid.book",
            (),
            N_("Book seats without names"),
            "",
            "book",
            N_("Takes seats for an enterprise that says later who comes."),
            letter="b",
        ),
        Command(
            "grid.take_over",
            (),
            N_("People of another seminar"),
            "",
            "take_over",
            N_("Brings the participants of another seminar as open rows."),
            letter="s",
        ),
        Command(
            "grid.enterprise",
            (),
            N_("Everyone of an enterprise"),
            "",
            "enterprise",
            N_("Brings the people of an enterprise as open rows."),
            letter="e",
        ),
        Command(
            "grid.jump",
            ("f9", "ctrl+g"),
            N_("Go to a row"),
            NP_("bar", "Go"),
            "jump",
            N_("Goes to the row with this number; ! goes to the next error."),
            bar=70,
        ),
        Command(
            "grid.same_all",
            ("ctrl+o",),
            N_("All cells as above"),
            "",
            "same_all",
            N_("Takes every cell but the person from the row above."),
        ),
        Command(
            "grid.copy_down",
            ("ctrl+r",),
            N_("Copy down"),
            "",
            "copy_down",
            N_("Copies the cell to the end of its column."),
            letter="v",
        ),
        Command(
            "grid.insert",
            ("insert",),
            N_("Insert a row"),
            "",
            "insert",
            N_("Makes an empty row above this one."),
            letter="i",
        ),
        Command(
            "grid.delete",
            ("ctrl+d",),
            N_("Delete the row"),
            "",
            "delete",
            N_("On a row: takes it away, after a question; Ctrl+Z brings it back."),
            letter="y",
        ),
        Command(
            "grid.undo",
            ("ctrl+z",),
            N_("Undo the cell"),
            "",
            "undo",
            N_("Gives the cell what it held before; on a row, brings the deleted row back."),
        ),
        Command(
            "grid.next_error",
            ("exclamation_mark",),
            N_("Next error"),
            "",
            "next_error",
            N_("On a row: goes to the next row with something wrong."),
        ),
    )

    def __init__(self, engagement_id: int) -> None:
        super().__init__(engagement_id)
        self._deleted: list[tuple[int, Entry]] = []

    def explanation(self) -> str:
        """For F1."""
        words = _(
            "A row is a participant. Type letters of a name, Enter takes the person, Enter again saves "
            "the row and begins the next. The line above the rows says what is usual for new ones. Rows "
            "copied in a spreadsheet can be pasted. F3 lays the hand on the row: Space marks, Ctrl+D deletes."
        )
        return " ".join((words, _("A pasted column headed like a field of our own goes into that field.")))

    # -- commands --------------------------------------------------------------------------
    def bar(self) -> list[tuple[str, str]]:
        """On a row Space marks, for a payment over several."""
        shown = super().bar()
        if self.opened is not None and not self.grid.edits and not self.locked:
            shown.insert(2, (key_name("space"), pgettext("bar", "Mark")))
        return shown

    def why_not(self, command_id: str) -> str:
        """Writing needs the right; some things need a cell, others a row under the hand."""
        if not command_id.startswith("grid."):
            return super().why_not(command_id)
        if self.opened is None:
            return _("One moment.")
        reads = ("grid.rows", "grid.errors", "grid.jump", "grid.next_error")
        if command_id not in reads and self.locked:
            return why(f"line:{self.opened.line}")
        in_cell = self.grid.has_editor
        if (
            command_id in ("grid.list", "grid.same", "grid.same_all", "grid.copy_down", "grid.new")
            and not in_cell
        ):
            return _("First go into a cell: Enter or F3.")
        if command_id in ("grid.delete", "grid.next_error") and self.grid.edits:
            return _("First lay the hand on the row: F3.")
        if command_id == "grid.payment" and not self.grid.marks:
            return _("No row is marked: F3, then Space.")
        if command_id in ("grid.delete", "grid.insert") and self.current in (None, self.usual):
            return _("No participant's row is under the hand.")
        return self._why_not_in_cell(command_id)

    def _why_not_in_cell(self, command_id: str) -> str:
        code = self.grid.code
        if command_id == "grid.new":
            if code != PERSON:
                return _("Somebody new is made from the cell of the person.")
            return "" if self.office.actor.has("contacts") else why("contacts")
        if command_id in ("grid.same", "grid.copy_down") and (code == PERSON or code in OF_PERSON):
            return _("Every row has its own person.")
        if command_id in ("grid.same", "grid.same_all") and self.above() is None:
            return _("There is no row above this one.")
        return ""

    def hint(self) -> str:
        """What is wrong with the row, and the help of the column."""
        entry, column = self.current, self.grid.column
        problem = next(iter(entry.problems.values()), "") if entry else ""
        return " ".join(part for part in (problem, column.hint if column else "") if part)

    def action_save(self) -> None:
        """F2: every row that is complete."""
        self.settle()
        ready = [
            one for one in self.entries if one.knows_who and one.is_open and not one.texts and not one.stale
        ]
        for entry in ready:
            entry.problems.clear()
        self.save_rows(ready)
        if not ready:
            self.say(_("Every complete row is saved."), "good")

    def action_rows(self) -> None:
        """F3."""
        self.grid.edit(not self.grid.edits)

    def action_list(self) -> None:
        """F4."""
        if self.grid.code == PERSON:
            if self.grid.text.strip():
                self.begin_search()
            else:
                self.say(_("Type letters of a name, a telephone or an enterprise."), "plain")
        elif self.grid.field.choose:
            self.grid.ask_for_list("", by_letter=False)
        else:
            self.say(_("This cell has no list."), "warn")

    def action_insert(self) -> None:
        """Ins."""
        entry = self.current
        assert entry is not None
        new = Entry()
        self.entries.insert(self.entries.index(entry), new)
        self.show_rows()
        self.go_to(new.key, PERSON)
        self.grid.edit(True)

    async def action_delete(self) -> None:
        """Ctrl+D on a row."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        entry, office = self.current, self.office
        assert entry is not None
        if entry.booking is not None:
            await self.cancel_booking(entry.booking)
            return
        if entry.kept is not None:
            detail = _("It goes to the trash, as if it had never been made; Ctrl+Z brings it back.")
            if not await self.answer(
                Confirm(_("Delete the registration of %(name)s?") % {"name": entry.name}, detail)
            ):
                return
            await office.run(office.records.trash, "registration", entry.kept.id)
        elif not entry.is_blank and not await self.answer(Confirm(_("Take this row away?"))):
            return
        at = self.entries.index(entry)
        self._deleted.append((at, entry))
        self.entries.remove(entry)
        self.grid.marks.discard(entry.key)
        await self._renew_seats()
        self.show_rows()
        after = self.entries[min(at, len(self.entries) - 1)]
        self.go_to(after.key)
        self.say(_("The row is taken away. Ctrl+Z brings it back."), "warn")
        self.keep_draft()

    async def _renew_seats(self) -> None:
        office = self.office
        self.seats = await office.run(bulk.seats_of, office.records, self.engagement_id)

    async def action_undo(self) -> None:
        """Ctrl+Z."""
        entry, code = self.current, self.grid.code
        if not self.grid.edits and self._deleted:
            at, back = self._deleted[-1]
            if back.kept is not None:
                office = self.office
                await office.run(office.records.restore, "registration", back.kept.id)
                row = (await office.run(bulk.rows_of, office.records, self.engagement_id, [back.kept.id]))[0]
                back.saved(row)
            self._deleted.pop()
            self.entries.insert(min(at, len(self.entries)), back)
            await self._renew_seats()
            self.show_rows()
            self.go_to(back.key)
        elif self.grid.undo_text():
            return
        elif entry is not None and entry.undo(code, self.reading):
            self.put(entry)
            self.keep_draft()
        else:
            self.say(_("There is nothing to undo here."), "warn")

    def action_errors(self) -> None:
        """F6."""
        self.only_errors = not self.only_errors
        if self.only_errors and not self.shown:
            self.only_errors = False
            self.say(_("No row has an error."), "good")
            return
        self.show_rows()
        self.set_state(_("only rows with errors") if self.only_errors else "")
        self.tell_of_row()

    def action_next_error(self) -> None:
        """! on a row."""
        shown, entry = self.shown, self.current
        at = shown.index(entry) + 1 if entry in shown else 0
        wrong = [
            one for one in [*shown[at:], *shown[:at]] if one.problems or one.stale or one.doubt is not None
        ]
        if wrong:
            self.go_to(wrong[0].key, next(iter(wrong[0].problems), ""))
            self.tell_of_row()
        else:
            self.say(_("No row has an error."), "good")

    async def action_jump(self) -> None:
        """F9."""
        from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

        wanted = await self.answer(AskText(_("To which row? Its number, or ! for the next error."), limit=6))
        if not wanted:
            return
        if wanted.startswith("!"):
            self.action_next_error()
        elif wanted.isdecimal() and 0 < int(wanted) <= len(self.entries):
            if self.only_errors:
                self.action_errors()
            self.go_to(self.entries[int(wanted) - 1].key)
        else:
            self.say(_("There is no row “%(number)s”.") % {"number": wanted}, "warn")

    def action_new(self) -> None:
        """F7."""
        if self.grid.text.strip():
            self.new_wanted(self.grid.text)
        else:
            self.say(_("Type the name first."), "warn")
