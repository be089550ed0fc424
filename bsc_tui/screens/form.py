"""What every form does: fields, saving, commands. Which record: the subclass says.

Drafts and leaving are form_drafts', whose value stays after a colleague's save conflicts'.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.errors import Invalid, Problem, Stale
from bsc_tui.i18n import N_, NP_, _, active, ngettext
from bsc_tui.records.access import read_only
from bsc_tui.records.reading import EntityField
from bsc_tui.records.rules.proposal import ReasonWanted
from bsc_tui.screens.base import Place, house_of
from bsc_tui.screens.commands import Command
from bsc_tui.screens.conflicts import choose_between
from bsc_tui.screens.form_drafts import DraftPlace
from bsc_tui.screens.office import Remembered
from bsc_tui.screens.parts.record_sheet import RecordSheet
from bsc_tui.screens.parts.row_list import ListRow
from bsc_tui.screens.parts.sheet import Sheet

SAVE = Command(
    "form.save", ("f2", "ctrl+s"), N_("Save"), NP_("bar", "Save"), "save", N_("Saves what is typed."), bar=10
)
CHOOSE = Command(
    "form.list",
    ("f4",),
    N_("Bring the list"),
    NP_("bar", "List"),
    "list",
    N_("Shows what can be chosen here."),
    bar=20,
)
SAME = Command(
    "form.same",
    ("f5",),
    N_("Same as before"),
    NP_("bar", "Same"),
    "same",
    N_("Takes the value of the record saved before."),
    bar=30,
)
NEXT = Command(
    "form.next",
    ("f6",),
    N_("Save and next"),
    NP_("bar", "Save+Next"),
    "save_and_next",
    N_("Saves and begins the next new record."),
    bar=40,
)
CLOSE = Command(
    "form.close",
    (),
    N_("Save and close"),
    "",
    "save_and_close",
    N_("Saves and goes back to where you came from."),
    letter="s",
)
JUMP = Command(
    "form.jump",
    ("f9", "ctrl+g"),
    N_("Go to a field"),
    NP_("bar", "Field"),
    "jump",
    N_("Goes to the field whose name you begin to type; ! goes to the next error."),
    bar=50,
)
UNDO = Command(
    "form.undo",
    ("ctrl+z",),
    N_("Undo the field"),
    "",
    "undo_field",
    N_("Gives the field its former value; once more, the one it was opened with."),
)
SAME_ALL = Command(
    "form.same_all",
    ("ctrl+o",),
    N_("All empty fields as before"),
    "",
    "same_all",
    N_("Fills every empty field as in the record saved before."),
)


class Form(DraftPlace):
    """A place with one RecordSheet. Subclasses give `prepare`, `payload`, `write`, `after_save`."""

    OFFERS: ClassVar[tuple[Command, ...]] = (SAVE, CHOOSE, SAME, NEXT, CLOSE, JUMP, UNDO, SAME_ALL)
    digits_switch_tabs = False

    def __init__(self) -> None:
        super().__init__()
        self.token = uuid.uuid4().hex
        self._said_at = 0.0

    # -- for subclasses --------------------------------------------------------------------
    async def prepare(self) -> None:
        """Get what is shown and call `sheet.show_record`."""
        raise NotImplementedError

    def payload(self) -> Any:
        """What shall be written, taken from the sheet."""
        raise NotImplementedError

    def write(self, payload: Any, reason: str, token: str) -> Any:
        """Write it through the gate; runs in the gate's thread."""
        raise NotImplementedError

    async def after_save(self, result: Any) -> None:
        """The record was saved: show it anew, or leave."""

    def entity_fields(self) -> Mapping[str, EntityField]:
        """The fields by the sheet's codes."""
        return self.sheet.entity_fields

    def warnings_of(self, result: Any) -> list[str]:
        """What the gate wants said besides."""
        return list(getattr(result, "warnings", ()))

    # -- opening ---------------------------------------------------------------------------
    def compose_body(self) -> Iterable[Widget]:
        """The sheet."""
        yield self.sheet

    def on_mount(self) -> None:
        """Fill the form; keys typed meanwhile wait."""
        house_of(self).type_ahead.hold(self)
        self.run_worker(self._begin(), group="prepare")

    async def _begin(self) -> None:
        try:
            await self.prepare()
            self.is_loaded = True
            self.refresh_path()
            self.take_keys()
            await self.bring_draft_back()
            self.refresh_keys()
        except Problem as problem:
            self.tell(problem)
        finally:
            house_of(self).type_ahead.release(self)

    def take_keys(self) -> None:
        """Put the hand where work begins."""
        self.sheet.focus()

    async def tell_read_only(self, right: str) -> None:
        """It may only be looked at: whom to ask, and why."""
        self.set_state(_("read only"), "warn")
        self.say(await self.office.run(read_only, right), "warn")

    # -- what is wrong ---------------------------------------------------------------------
    @on(Sheet.Left)
    def field_left(self, event: Sheet.Left) -> None:
        """Tells what is wrong with the field that was left, or with the next one."""
        if event.sheet is not self.sheet:
            return
        here = self.sheet.current
        self.show_problem_of(here if here in self.sheet.problems else event.code)

    def show_problem_of(self, code: str) -> None:
        """The message line tells what is wrong, or nothing."""
        problems = self.sheet.problems
        if code in problems:
            label = told(self.entity_fields()[code].label)
            aside = ngettext("%(count)s error", "%(count)s errors", len(problems)) % {"count": len(problems)}
            self.say(f"{label}: {problems[code]}", "trouble", aside)
        elif not problems and self._said_at < house_of(self).last_key:
            self.hush()

    def say(self, text: str, tone: str = "good", aside: str = "") -> None:
        """As in every place; leaving a field hushes only what was said before the key that left it."""
        self._said_at = time.monotonic()
        super().say(text, tone, aside)

    # -- saving ----------------------------------------------------------------------------
    async def save(self) -> bool:
        """Save; True when it is saved. Everything typed stays whatever happens."""
        problems = self.sheet.read_all()
        if problems:
            self._show_problems()
            return False
        office, reason = self.office, ""
        while True:
            try:
                with self.patience():
                    result = await office.run(self.write, self.payload(), reason, self.token)
                break
            except ReasonWanted as wanted:
                from bsc_tui.screens.parts.dialogs import AskText  # late: seldom needed

                answer = await self.answer(
                    AskText(f"{wanted.title} {wanted.sentence}", detail=wanted.remedy, limit=300)
                )
                if not answer:
                    return False
                reason = answer
            except Stale as stale:
                if not await self._choose_between(stale):
                    return False
            except Invalid as invalid:
                for problem in invalid.problems:
                    self.mark_problem(problem.field, problem.sentence)
                self._show_problems(str(invalid))
                return False
            except Problem as problem:
                self.tell(problem)
                return False
        self.token = uuid.uuid4().hex
        self.remember()
        self.sheet.mark_clean()
        await self.forget_draft()
        time = active().clock(office.clock.now(), office.config.zone)
        warnings = self.warnings_of(result)
        self.set_state(_("saved"), "good")
        self.say(
            warnings[0] if warnings else _("Saved %(time)s.") % {"time": time}, "warn" if warnings else "good"
        )
        await self.after_save(result)
        return True

    def mark_problem(self, code: str, sentence: str) -> None:
        """Mark what the gate found wrong."""
        if code in self.entity_fields():
            self.sheet.set_problem(code, sentence)

    def _show_problems(self, otherwise: str = "") -> None:
        code = self.sheet.next_problem()
        if code:
            self.show_problem_of(code)
        else:
            self.say(otherwise, "trouble")

    async def _choose_between(self, stale: Stale) -> bool:
        """Ask field by field what shall stay; False when the person goes back to the form."""
        if not await choose_between(self, self.sheet, stale, self.code_of):
            return False
        self.take_version(stale)
        return True

    def code_of(self, name: str) -> str:
        """The sheet's code of a field the gate names."""
        return name

    def take_version(self, stale: Stale) -> None:
        """From now on the form is about the newer version."""

    def remember(self) -> None:
        """Remember the values for F5 in the next record."""
        self.office.last_saved[type(self).__name__] = Remembered(
            dict(self.sheet.raw), dict(self.sheet.labels)
        )

    # -- commands --------------------------------------------------------------------------
    async def action_save(self) -> None:
        """F2."""
        await self.save()

    async def action_save_and_next(self) -> None:
        """F6; forms with a next record say what it is."""
        if await self.save():
            await self.begin_next()

    async def begin_next(self) -> None:
        """Begin the next new record; the standard is to stay."""

    async def action_save_and_close(self) -> None:
        """F12; what was said of the save is said in the place behind."""
        if not await self.save() or not self.is_current:
            return
        behind, said = self.app.screen_stack[-2], self._message
        self.dismiss(None)
        if isinstance(behind, Place):
            behind.say(*said)

    def action_list(self) -> None:
        """F4 outside the sheet's own keys."""
        self.sheet.focus()

    def action_same(self) -> None:
        """F5."""
        self.sheet.remembered = self.office.last_saved.get(type(self).__name__, Remembered())
        code = self.sheet.current
        if self.sheet.same_as_before(code):
            self.sheet.go_on_from(code)
        else:
            self.say(_("There is no record before this one yet."), "warn")

    def action_same_all(self) -> None:
        """Ctrl+O: what is filled stays."""
        self.sheet.remembered = self.office.last_saved.get(type(self).__name__, Remembered())
        filled = sum(
            self.sheet.same_as_before(code)
            for code in self.entity_fields()
            if not self.sheet.values[code] and self.sheet.remembered.values.get(code)
        )
        if not filled:
            self.say(_("There is no record before this one yet."), "warn")

    def action_undo_field(self) -> None:
        """Ctrl+Z."""
        self.sheet.undo_field()
        self.sheet.read(self.sheet.current)

    async def action_jump(self) -> None:
        """F9."""
        from bsc_tui.screens.parts.pick_list import Picked, PickList  # late: seldom needed

        rows = [ListRow(one.code, (one.label,)) for one in self.sheet.fields if one.label]
        problems = self.sheet.problems

        def search(text: str) -> list[ListRow]:
            if text.startswith("!"):
                return [row for row in rows if row.id in problems]
            typed = text.lower()
            starts = [row for row in rows if row.cells[0].lower().startswith(typed)]
            return starts + [row for row in rows if typed in row.cells[0].lower() and row not in starts]

        answer = await self.answer(
            PickList(_("Go to a field"), search, prompt=_("its name, or ! for errors"))
        )
        if isinstance(answer, Picked):
            self.sheet.focus_field(str(answer.row.id))

    def hint(self) -> str:
        """What is wrong with the field under the hand, and its help sentence."""
        code = self.sheet.current
        return " ".join(part for part in (self.sheet.problems.get(code, ""), self.sheet.why(code)) if part)

    def why_not(self, command_id: str) -> str:
        """Writing needs the right; F6 needs a next record."""
        if command_id == NEXT.id and type(self).begin_next is Form.begin_next:
            return _("There is no next record here.")
        if command_id == CLOSE.id:
            return self.why_not(SAVE.id)
        has_field = self.sheet.has_keys and bool(self.sheet.current)
        if command_id in (CHOOSE.id, SAME.id, SAME_ALL.id, UNDO.id) and not has_field:
            return _("No field is under the hand.")
        if command_id == CHOOSE.id and not self.sheet.field.choose:
            return _("This field has no list.")
        return super().why_not(command_id)

    @on(RecordSheet.NewWanted)
    async def new_wanted(self, event: RecordSheet.NewWanted) -> None:
        """A record that is missing for a link is made in its own form on top."""
        from bsc_tui.screens.registry import new_form  # late: the registry knows all places

        def made(result: Any) -> None:
            if isinstance(result, tuple):
                self.sheet.link(event.code, *result)

        self.open(new_form(event.entity, event.text), made)

    def relabel(self) -> None:
        """The sheet in the new language."""
        if self.is_loaded:
            self.sheet.relabel()
