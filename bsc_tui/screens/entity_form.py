"""The generic form of one record, and below it what belongs to the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.events import Resize
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Problem, Stale
from bsc_tui.i18n import N_, NP_, _
from bsc_tui.operations.attachments import owners_of
from bsc_tui.records.access import Actor, right_for, why
from bsc_tui.records.own_fields import form_sections
from bsc_tui.records.reading import Kept, fields_of
from bsc_tui.records.records import Saved
from bsc_tui.screens.commands import Command
from bsc_tui.screens.form import Form
from bsc_tui.screens.letter_command import WRITE, why_no_letters, write_letters
from bsc_tui.screens.opened_record import Opened, read_record
from bsc_tui.screens.parts.record_sheet import Shown, sections_of
from bsc_tui.screens.parts.related import Related
from bsc_tui.screens.record_documents import OF_RECORD, open_documents, why_no_documents, with_count
from bsc_tui.screens.report_of import ABOUT, REPORT, wizard_about
from bsc_tui.screens.tabs import TABS

RELATED_LEAST = 5
"""Rows that the related lines keep at the least, their titles included."""


class EntityForm(Form):
    """Any record. Left after making a new one it returns (id, title)."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "form.related",
            ("f3",),
            N_("What belongs to it"),
            NP_("bar", "Lines"),
            "related",
            N_("Between the fields and what belongs to the record; Left and Right show the next group."),
            bar=60,
        ),
        Command(
            "form.new_line",
            ("f7", "ctrl+n"),
            N_("New line"),
            NP_("bar", "New line"),
            "new_line",
            N_("Adds a line to the group shown below."),
            bar=70,
        ),
        Command(
            "form.delete",
            ("ctrl+d",),
            N_("Delete"),
            "",
            "delete",
            N_("Puts the record, or the line under the hand, into the trash."),
            letter="x",
        ),
        OF_RECORD,
        WRITE,
        REPORT,
    )

    def __init__(
        self,
        code: str,
        record_id: int | None = None,
        *,
        preset: Mapping[str, Any] | None = None,
        path: tuple[str, ...] = (),
        closes: bool = False,
    ) -> None:
        super().__init__()
        self.entity = ENTITIES[code]
        self.record_id = record_id
        self.preset = dict(preset or {})
        self._path = path
        self._closes = closes
        self.opened: Opened | None = None

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab, list, record."""
        tab = next(tab.name for tab in TABS if tab.code == self.entity.area)
        path = self._path or (tab, told(self.entity.plural))
        if self.opened is None or self.opened.kept is None:
            return (*path, _("new"))
        return (*path, self.opened.kept.title)

    def about(self) -> tuple[str, int | None, str]:
        """The record, and the field under the hand."""
        return self.entity.code, self.record_id, self.sheet.current

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Tab, Enter and the arrows go from field to field. "
            "A field with ▼ has a list: type a letter or F4. "
            "Nothing is lost when the line drops: what you typed comes back as a draft."
        )

    def compose_body(self) -> Iterable[Widget]:
        """The sheet, and what belongs to the record."""
        yield self.sheet
        yield Related(id="related")

    @property
    def related(self) -> Related:
        """What belongs to the record."""
        return self.query_one("#related", Related)

    def on_resize(self, event: Resize) -> None:
        """The sheet takes what it needs and leaves the rest to the lines."""
        super().on_resize(event)
        self.share_room()

    def share_room(self) -> None:
        """Heights of sheet and lines."""
        if not self.is_mounted or not self.sheet.fields:
            return
        room = self.size.height - 4
        needed = self.sheet.get_content_height(self.size, self.size, self.size.width)
        has_lines = self.record_id is not None
        self.related.display = has_lines
        self.sheet.styles.height = min(needed, room - RELATED_LEAST - 1) if has_lines else room

    async def prepare(self) -> None:
        """Read the record and show it."""
        office = self.office
        begun = {**self.usual(), **self.preset}
        opened = await office.run(read_record, office.records, self.entity.code, self.record_id, begun)
        self.opened = opened
        self._show(opened)
        if not self._may_write(opened):
            await self.tell_read_only(right_for(self.entity, opened.line))
        if self.record_id is not None:
            await self.related.load(self.entity, self.record_id)

    def usual(self) -> dict[str, Any]:
        """What a new record begins with, whoever asked for it."""
        return {}

    def _show(self, opened: Opened) -> None:
        fields = fields_of(self.entity)
        sections = form_sections(
            self.entity, opened.values.get(self.entity.variant) if self.entity.variant else None
        )
        names = [name for section in sections for name in section.names()]
        locked = not self._may_write(opened)
        self.sheet.show_record(
            sections_of(sections),
            [Shown(name, fields[name], locked=locked or name in self.fixed()) for name in names],
            opened.values,
            opened.labels,
            currency=opened.currency,
        )
        self.share_room()

    def fixed(self) -> tuple[str, ...]:
        """Fields that are only shown."""
        of_line = self.entity.guard == "line" and self.entity.code != "engagement"
        return (*self.entity.derived, *(self.preset if of_line else ()))

    def _may_write(self, opened: Opened) -> bool:
        actor: Actor = self.office.actor
        return actor.has(right_for(self.entity, opened.line))

    def take_keys(self) -> None:
        """The first field, or the lines of a record that may only be read."""
        if self.sheet.current:
            self.sheet.focus()
        else:
            self.related.take_keys()

    # -- drafts ----------------------------------------------------------------------------
    def draft_place(self) -> str:
        """One draft a record, one for a new record of each kind."""
        variant = self.preset.get(self.entity.variant, "") if self.entity.variant else ""
        return f"form:{self.entity.code}:{self.record_id or 'new'}{variant and ':' + str(variant)}"

    def draft_extra(self) -> dict[str, Any]:
        """What opens the form again."""
        return {"entity": self.entity.code, "id": self.record_id, "preset": self.preset}

    # -- saving ----------------------------------------------------------------------------
    def payload(self) -> dict[str, Any]:
        """New: everything. A change: what the person changed."""
        assert self.opened is not None
        if self.record_id is None:
            return {**self.preset, **self.sheet.raw}
        return {
            name: value for name, value in self.sheet.raw.items() if value != self.opened.values.get(name)
        }

    def write(self, payload: dict[str, Any], reason: str, token: str) -> Saved:
        """Through the gate."""
        assert self.opened is not None
        kept = self.opened.kept
        return self.office.records.save(
            self.entity.code,
            payload,
            id=self.record_id,
            version=kept.version if kept else None,
            opened=self.opened.values,
            reason=reason,
            token=token,
        )

    def take_version(self, stale: Stale) -> None:
        """The newer version is the one the form is about."""
        assert self.opened is not None and self.opened.kept is not None
        kept = self.opened.kept
        values = {**self.opened.values, **{name: stale.theirs[name] for name in stale.clashes}}
        newer = Kept(kept.entity, kept.id, stale.version, values, kept.labels, kept.title)
        self.opened = Opened(newer, values, self.opened.labels, self.opened.currency, self.opened.line)

    async def after_save(self, result: Saved) -> None:
        """Show the record as it is kept now; a form that was opened to make a link closes."""
        self.record_id = result.id
        if self._closes:
            await self.prepare()
            assert self.opened is not None and self.opened.kept is not None
            self.dismiss((result.id, self.opened.kept.title))
            return
        where = self.sheet.current
        await self.prepare()
        self.sheet.focus_field(where)
        self.refresh_path()
        self.refresh_keys()

    async def begin_next(self) -> None:
        """A new record with the same beginning; where that can't be read, one stays at the saved one."""
        former = self.record_id, self.opened, self.preset
        if not self.preset:
            self.preset = await self.next_preset()
        self.record_id = self.opened = None
        try:
            await self.prepare()
        except Problem:
            self.record_id, self.opened, self.preset = former
            self.refresh_path()
            raise
        self.set_state("")
        self.refresh_path()
        codes = [one.code for one in self.sheet.fields]
        self.sheet.focus_field(codes[0])

    async def next_preset(self) -> dict[str, Any]:
        """What the record after one that was found begins with: as a session, the same seminar."""
        assert self.opened is not None
        link, *further = self.entity.scope.split(".")
        return {link: self.opened.values[link]} if further else {}

    # -- commands --------------------------------------------------------------------------
    def commands(self) -> list[Command]:
        """There is a report about some kinds of records only."""
        return [one for one in super().commands() if one.id != REPORT.id or self.entity.code in ABOUT]

    def why_not(self, command_id: str) -> str:
        """Lines need a record, writing the right."""
        is_new = self.record_id is None
        if command_id == OF_RECORD.id:
            return why_no_documents(self.entity.code, self.record_id)
        if command_id == WRITE.id:
            return why_no_letters(self.entity.code, self.record_id)
        if command_id == REPORT.id:
            return _("Save it first.") if self.record_id is None else ""
        if command_id in ("form.related", "form.delete") and is_new:
            return _("The record is not saved yet.")
        if command_id == "form.new_line":
            if is_new:
                return _("The record is not saved yet.")
            group = self.related.group if self.is_mounted else None
            if group is None or group.child is None or not group.child.owned:
                return _("Lines of this group are not made here.")
        if command_id in (
            "form.save",
            "form.next",
            "form.delete",
            "form.new_line",
            "form.same",
            "form.same_all",
        ):
            if self.opened is None:
                return _("The record has not been read.")
            if not self._may_write(self.opened):
                return why(right_for(self.entity, self.opened.line))
            if command_id == "form.next" and self._closes:
                return _("There is no next record here.")
        return super().why_not(command_id)

    def action_related(self) -> None:
        """F3."""
        if self.related.has_keys and self.sheet.current:
            self.sheet.focus()
        else:
            self.related.take_keys()

    @on(Related.Left)
    def related_left(self) -> None:
        """Up from the lines."""
        if self.sheet.current:
            self.sheet.focus()

    @on(Related.Opened)
    async def related_opened(self, event: Related.Opened) -> None:
        """Open a line's record."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        code, record_id = event.entity, event.record_id
        if (self.entity.code, code) == ("document", "attachment"):
            office = self.office
            owners = await office.run(owners_of, office.records, self.record_id or 0)
            owner = next((one for one in owners if one.attachment == record_id), None)
            code, record_id = (owner.entity, owner.id) if owner else (code, record_id)
        await open_record(self, code, record_id)

    async def action_new_line(self) -> None:
        """A new line of the group shown."""
        from bsc_tui.screens.registry import new_form  # late: as above

        group = self.related.group
        assert group is not None and group.child is not None
        if group.child.entity == "attachment":
            await self._new_attachment()
            return
        preset = {group.child.field: self.record_id}
        self.open(new_form(group.child.entity, "", preset))

    async def _new_attachment(self) -> None:
        """Of a record a document is chosen, of a document the record."""
        if self.may(OF_RECORD.id):
            self.action_documents()
            return
        from bsc_tui.screens import files  # late: only documents need it

        assert self.record_id is not None
        if await files.attach_to_record(self, self.record_id):
            await self.related.load(self.entity, self.record_id)

    def bar(self) -> list[tuple[str, str]]:
        """How many documents there are stands in the bar."""
        count = self.related.count_of("attachment") if self.is_mounted else ""
        return with_count(super().bar(), count)

    def action_documents(self) -> None:
        """F12."""
        assert self.record_id is not None and self.opened is not None and self.opened.kept is not None
        open_documents(self, self.entity.code, self.record_id, self.opened.kept.title)

    async def action_write_letters(self) -> None:
        """To this record; of a seminar to its participants too."""
        assert self.record_id is not None and self.opened is not None and self.opened.kept is not None
        await write_letters(self, self.entity.code, [self.record_id], self.opened.kept.title)

    def action_report(self) -> None:
        """F8."""
        if self.record_id is not None:
            self.open(wizard_about(self.entity.code, self.record_id))

    async def action_delete(self) -> None:
        """The line under the hand, or the record."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        office, group = self.office, self.related.group
        row = self.related.row_list.row
        of_line = self.related.has_keys and group is not None and group.child is not None and row is not None
        if of_line and group is not None and group.child is not None and row is not None:
            code, record_id, title = group.child.entity, int(str(row.id)), " ".join(row.cells[:2]).strip()
        else:
            assert self.record_id is not None and self.opened is not None and self.opened.kept is not None
            code, record_id, title = self.entity.code, self.record_id, self.opened.kept.title
        question = _("Delete “%(title)s”?") % {"title": title}
        if not await self.answer(Confirm(question, _("It rests in the trash; Undo brings it back."))):
            return
        await office.run(office.records.trash, code, record_id)
        if of_line:
            assert self.record_id is not None
            await self.related.load(self.entity, self.record_id)
            self.say(_("Deleted. Undo brings it back."))
        else:
            await self.forget_draft()
            self.sheet.mark_clean()
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        """A line may have been changed in the place on top."""
        if self.is_loaded and self.record_id is not None:
            self.work(partial(self.related.load, self.entity, self.record_id), group="related")

    def relabel(self) -> None:
        """Sheet and lines in the new language."""
        super().relabel()
        self.on_screen_resume()
