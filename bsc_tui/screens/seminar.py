"""The seminar's workspace: facts, seats and money as they come to be, participants; registering people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.records.access import why
from bsc_tui.records.records import Saved
from bsc_tui.screens.commands import Command
from bsc_tui.screens.engagement_form import EngagementForm
from bsc_tui.screens.exporting import EXPORT, save_report
from bsc_tui.screens.parts.filter_line import FilterLine
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.record_sheet import RecordSheet
from bsc_tui.screens.parts.related import Related
from bsc_tui.screens.record_documents import OF_RECORD
from bsc_tui.screens.seminar_course import SeminarCourse
from bsc_tui.screens.seminar_deeds import OF_PERSON
from bsc_tui.screens.seminar_panel import PANEL_ROWS, panel_row


class SeminarWorkspace(SeminarCourse):
    """One seminar. A new one is a form until it is saved; then people can be registered."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "form.related",
            ("f3",),
            N_("Facts or participants"),
            NP_("bar", "Facts"),
            "related",
            N_("Between the facts of the seminar and its participants."),
            bar=60,
        ),
        Command(
            "seminar.view",
            ("f6",),
            N_("View the participants"),
            NP_("bar", "View"),
            "view",
            N_("Gives the participants the whole screen, and back."),
            bar=65,
        ),
        OF_RECORD,
        replace(EXPORT, id="seminar.export", title=N_("Save the participants"), keys=(), bar=0, letter="p"),
        Command(
            "seminar.more",
            ("f7",),
            N_("Sessions, staff, parties, changes"),
            NP_("bar", "More"),
            "more",
            N_("Opens the seminar as a record, with all that belongs to it."),
            bar=80,
        ),
    )

    def __init__(self, record_id: int | None, *, preset: dict[str, Any] | None = None) -> None:
        super().__init__(record_id, preset=preset)
        self._whole_list = False

    # -- what is shown ---------------------------------------------------------------------
    def explanation(self) -> str:
        """For F1."""
        return _(
            "Type a name to register somebody: choose with Enter, save with F2. "
            "Down goes to the participants, "
            "Enter opens one. F3 goes to the facts of the seminar; everything there is saved with F2."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Facts and panel, then the participants."""
        with Horizontal(id="facts"):
            yield self.sheet
            with Vertical(id="panel"):
                for row in range(PANEL_ROWS):
                    yield FrameLine(partial(self._panel_line, row), id=f"panel-{row}")
        with Vertical(id="participants"):
            yield FrameLine(self.participants_title, id="participants-title")
            yield FilterLine(_("Register"), id="add")
            yield self.rows
        related = Related(id="related")
        related.display = False
        yield related

    def share_room(self) -> None:
        """A new seminar is all form; afterwards the participants get the larger half."""
        if not self.is_mounted:
            return
        is_new = self.record_id is None
        room = self.size.height - 4
        facts = self.query_one("#facts")
        facts.display = is_new or not self._whole_list
        facts.styles.height = room if is_new else max(PANEL_ROWS + 1, room // 3 + 2)
        self.sheet.styles.height = facts.styles.height
        self.query_one("#panel").display = not is_new
        self.query_one("#participants").display = not is_new
        self.add_line.display = self.may("seminar.register")

    async def action_export(self) -> None:
        """The participants as a file."""
        from bsc_tui.reports import lists  # late: seldom needed

        finder, record_id, kept = self.office.finder, self.record_id, self.opened and self.opened.kept
        if record_id is not None and kept:
            make = partial(lists.participants_of, finder, record_id)
            await save_report(self, make, kept.title)

    async def prepare(self) -> None:
        """Facts, then people."""
        await super().prepare()
        if self.record_id is not None:
            await self.load_participants()

    def take_keys(self) -> None:
        """A new seminar begins with its name, an old one with the next participant."""
        if self.record_id is None:
            self.sheet.focus()
        elif self.may("seminar.register"):
            self.add_line.take_keys()
        else:
            self.rows.focus()

    def _panel_line(self, row: int, width: int) -> list[Span]:
        if self.overview is None or self.opened is None:
            return []
        return panel_row(row, width, self.overview, self.sheet.raw or self.opened.values)

    @on(RecordSheet.ValueChanged)
    def money_changed(self) -> None:
        """Money follows the price as it is typed."""
        for line in self.query(FrameLine):
            line.renew()

    # -- drafts ----------------------------------------------------------------------------
    def draft_extra(self) -> dict[str, Any]:
        """What opens the workspace again."""
        return {"entity": "engagement", "id": self.record_id, "preset": self.preset, "workspace": True}

    async def after_save(self, result: Saved) -> None:
        """After the first save people can be registered."""
        was_new = self.opened is None or self.opened.kept is None
        self.record_id = result.id
        where = self.sheet.current
        await self.prepare()
        self.refresh_path()
        if was_new:
            self.take_keys()
        elif self.sheet.has_keys:
            self.sheet.focus_field(where)
        self.refresh_keys()

    # -- other commands --------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """What needs a saved seminar, the right to its line, or a participant under the hand."""
        opened = self.opened
        right = f"line:{opened.line}" if opened is not None else ""
        may_write = bool(right) and self.office.actor.has(right)
        of_seminar = (
            "seminar.register",
            "seminar.bulk",
            "seminar.view",
            "seminar.more",
            "seminar.export",
        )
        if command_id in (*of_seminar, *OF_PERSON, "form.related") and self.record_id is None:
            return _("The seminar is not saved yet.")
        if command_id in ("seminar.register", "seminar.bulk", *OF_PERSON) and not may_write:
            return why(right) if right else _("One moment.")
        if command_id in OF_PERSON:
            return self.why_not_of_person(command_id)
        if command_id in ("form.new_line", "form.next", "form.list"):
            return _("There is no next record here.") if self.record_id else super().why_not(command_id)
        return super().why_not(command_id)

    def action_related(self) -> None:
        """F3: facts or participants."""
        if self.sheet.has_keys:
            self.take_keys()
        else:
            if self._whole_list:
                self.action_view()
            self.sheet.focus()

    def action_view(self) -> None:
        """F6: the participants alone."""
        self._whole_list = not self._whole_list
        self.share_room()
        self.rows.focus()

    def action_more(self) -> None:
        """F7: the seminar as a record."""
        self.open(EngagementForm(self.record_id))

    def on_screen_resume(self) -> None:
        """A registration may have been changed in the place on top."""
        if self.is_loaded and self.record_id is not None:
            self.work(self.load_participants, group="participants", exclusive=True)

    def relabel(self) -> None:
        """In the new language."""
        if self.is_loaded:
            self.sheet.relabel()
            self.add_line.relabel(_("Register"))
        self.on_screen_resume()
