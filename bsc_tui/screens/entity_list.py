"""The generic list of an entity's records: search as you type, open, begin a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.events import Key
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from bsc_tui.entities.entity import Column
from bsc_tui.entities.kinds import Choice, Flag, Reference, told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.records.access import may, right_for, why
from bsc_tui.records.reading import Page, fields_of
from bsc_tui.records.records import Records
from bsc_tui.screens.base import Place, house_of
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.columns import headings_for, row_of
from bsc_tui.screens.parts.filter_line import FilterLine
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

PAGE = 60
PAUSE = 0.15
"""Seconds without a key after which what is typed is looked for."""


class EntityList(Place):
    """Records of one entity, perhaps those with certain values only; beside it its sister lists."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("list.open", ("f2",), N_("Open"), "", "open_row", N_("Opens the record under the hand.")),
        Command(
            "list.find",
            ("f3", "ctrl+f"),
            N_("Find"),
            NP_("bar", "Find"),
            "find",
            N_("To the search line."),
            bar=20,
        ),
        Command(
            "list.new",
            ("f7", "ctrl+n"),
            N_("New"),
            NP_("bar", "New"),
            "new",
            N_("Begins a new record."),
            bar=30,
        ),
        Command(
            "list.sister",
            ("f6",),
            N_("Next list"),
            NP_("bar", "Next list"),
            "next_sister",
            N_("Goes to the list beside this one."),
            bar=40,
        ),
        Command(
            "list.filter",
            ("f9", "ctrl+g"),
            N_("Filter"),
            NP_("bar", "Filter"),
            "filter",
            N_("Shows only records with a certain value in a field; several filters add up."),
            bar=50,
        ),
        Command(
            "list.sort",
            (),
            N_("Sort"),
            "",
            "sort",
            N_("Sorts by another column; the same one again turns the order round."),
            letter="s",
        ),
        Command(
            "list.delete",
            ("ctrl+d",),
            N_("Delete"),
            "",
            "delete",
            N_("Puts the record into the trash."),
            letter="x",
        ),
    )
    digits_switch_tabs = False

    def __init__(
        self,
        code: str,
        path: Sequence[Any],
        *,
        where: Mapping[str, Any] | None = None,
        sisters: Sequence[str] = (),
        preset: Mapping[str, Any] | None = None,
        guard: str = "",
        order: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.entity = ENTITIES[code]
        self._path = tuple(path)
        self._where = dict(where or {})
        self._sisters = tuple(sisters)
        self._preset = dict(preset or {})
        self._guard = guard
        self._order = tuple(order)
        self._asked = 0
        self._total: int | None = None
        self._pause: Timer | None = None
        self._taken_text = ""
        self._open_when_found = False
        self._has_failed = False
        self._filters: dict[str, tuple[Any, str]] = {}

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab and list."""
        path = tuple(told(part) for part in self._path)
        return (*path, told(self.entity.plural)) if self._sisters or not self._where else path

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Type to search: words in any order and any script, digits of a telephone, an e-mail. "
            "Enter opens the first record found; Down goes into the list."
        )

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The search line and the rows."""
        yield FilterLine(_("Find"), id="filter-line")
        yield RowList(headings_for(self.entity, self.columns), id="rows", always=True)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of what this list holds."""
        return self.entity.columns_for(self._where.get(self.entity.variant) if self.entity.variant else None)

    @property
    def row_list(self) -> RowList:
        """The rows."""
        return self.query_one("#rows", RowList)

    @property
    def filter(self) -> FilterLine:
        """The search line."""
        return self.query_one("#filter-line", FilterLine)

    def on_mount(self) -> None:
        """Typing searches at once."""
        self.filter.take_keys()
        self.reload()

    def on_screen_resume(self) -> None:
        """What was changed in a place on top shows here."""
        if self.is_ready:
            self.reload()

    def relabel(self) -> None:
        """Headings and rows in the new language."""
        self.filter.relabel(_("Find"))
        self.row_list.set_headings(headings_for(self.entity, self.columns))
        self.reload()

    # -- searching -------------------------------------------------------------------------
    @on(Input.Changed)
    def text_changed(self) -> None:
        """Look for it after a short pause."""
        if self.filter.text == self._taken_text:
            return
        self._taken_text = self.filter.text
        self._wait_no_longer()
        if self._pause is not None:
            self._pause.stop()
        self._asked += 1
        self.row_list.waiting = True
        self._pause = self.set_timer(PAUSE, self.reload)

    def reload(self) -> None:
        """Ask for the rows anew."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        self._asked += 1
        self.run_worker(self._load(self._asked, self.filter.text), group="load")

    async def _load(self, number: int, text: str) -> None:
        columns = self.columns
        slow = self.set_timer(0.3, lambda: self.set_state(_("searching…"), "dim"))
        try:
            found = await self.office.run_search(self._page, number, text, 0)
        except Problem as problem:
            self.tell(problem)
            if number == self._asked:
                self._has_failed = True
                self._wait_no_longer()
            return
        finally:
            slow.stop()
        if number != self._asked or found is None or self.has_been_left:
            return
        self._has_failed = False
        page, total = found
        self._total = total
        self.row_list.set_empty(self.empty_sentence(text))
        rows = [row_of(line, columns, self.entity.title) for line in page.lines]
        self.row_list.show(rows, more=page.more, cursor=rows[0].id if text and rows else None)
        if text:
            count = f"{len(rows)}+" if page.more else str(len(rows))
            self.set_state(_("%(count)s found") % {"count": count}, "dim")
        else:
            self.set_state(active().number(total), "dim")
        self.refresh_keys()
        if self._open_when_found:
            try:
                await self.action_open_row()
            finally:
                self._wait_no_longer()

    @property
    def where(self) -> dict[str, Any]:
        """What limits the list: what it is of, and the filters."""
        return {**self._where, **{name: value for name, (value, _label) in self._filters.items()}}

    def empty_sentence(self, text: str) -> str:
        """What is said where nothing is found."""
        if text and self.may("list.new"):
            return _("Nothing for “%(text)s”. F7 begins a new record with it.") % {"text": text}
        if text:
            return _("Nothing for “%(text)s”.") % {"text": text}
        return _("There is nothing here yet.")

    def _page(self, number: int, text: str, offset: int) -> tuple[Page, int] | None:
        if number != self._asked:
            return None
        records: Records = self.office.finder
        page = records.page(
            self.entity.code,
            [column.path for column in self.columns],
            query=text,
            where=self.where,
            order=self._order,
            offset=offset,
            limit=PAGE,
        )
        return page, records.count(self.entity.code, self.where) if not text else 0

    @on(RowList.MoreWanted)
    def more_wanted(self) -> None:
        """The next page."""
        self.work(partial(self._load_more, self._asked, self.filter.text), group="load")

    async def _load_more(self, number: int, text: str) -> None:
        found = await self.office.run_search(self._page, number, text, len(self.row_list.rows))
        if number == self._asked and found is not None and not self.has_been_left:
            rows = [row_of(line, self.columns, self.entity.title) for line in found[0].lines]
            self.row_list.append(rows, more=found[0].more)

    # -- moving between line and list ------------------------------------------------------
    def on_key(self, event: Key) -> None:
        """Letters typed in the list search; arrows change the list."""
        if self.focused is self.row_list:
            if event.key in ("left", "right") and self._sisters:
                event.stop()
                self.to_sister(1 if event.key == "right" else -1)
                return
            if event.is_printable and event.character and event.character.isalpha():
                event.stop()
                self.filter.type(event.character)
                return
        super().on_key(event)

    @on(FilterLine.Down)
    def into_list(self) -> None:
        """Down from the search line."""
        self.row_list.focus()

    @on(FilterLine.Enter)
    async def enter_in_filter(self) -> None:
        """Open the first record that what is typed finds, even when the answer is still to come."""
        if self._pause is not None or self._has_failed:
            self.reload()
            self._open_as_soon_as_found()
        elif self.row_list.waiting:
            self._open_as_soon_as_found()
        else:
            self.action_do("list.open")

    def _open_as_soon_as_found(self) -> None:
        """What is typed behind this Enter is for the place it opens."""
        if not self._open_when_found:
            self._open_when_found = True
            house_of(self).type_ahead.hold(self)

    def _wait_no_longer(self) -> None:
        """Enter has its answer, or has none any more."""
        if self._open_when_found:
            self._open_when_found = False
            house_of(self).type_ahead.release(self)

    @on(RowList.Passed)
    def out_of_list(self) -> None:
        """Up from the first row."""
        self.filter.take_keys()

    @on(RowList.Chosen)
    def row_chosen(self) -> None:
        """Enter on a row."""
        self.action_do("list.open")

    # -- commands --------------------------------------------------------------------------
    def bar(self) -> list[tuple[str, str]]:
        """Enter opens: that is the key to print."""
        return [(key_name("enter"), pgettext("bar", "Open")), *super().bar()]

    def why_not(self, command_id: str) -> str:
        """New and delete need the right."""
        if command_id in ("list.new", "list.delete"):
            actor = self.office.actor
            right = self._guard or (right_for(self.entity, "") if self.entity.guard != "line" else "")
            if not right:
                return _("New ones begin in the engagement they belong to.")
            if not (actor.has(right) if self._guard else may(actor, self.entity)):
                return why(right)
        if command_id == "list.sister" and not self._sisters:
            return _("There is no other list beside this one.")
        return super().why_not(command_id)

    def action_find(self) -> None:
        """F3."""
        self.filter.take_keys()

    async def action_open_row(self) -> None:
        """Open the record under the hand."""
        row = self.row_list.row
        if row is not None:
            from bsc_tui.screens.registry import open_record  # late: the registry knows all places

            await open_record(self, self.entity.code, int(str(row.id)))

    async def action_new(self) -> None:
        """Begin a new record with what is typed."""
        from bsc_tui.screens.registry import new_form  # late: as above

        self.open(new_form(self.entity.code, self.filter.text, self._preset))

    async def action_filter(self) -> None:
        """F9: a field, then its value; the first row takes the filters away."""
        from bsc_tui.screens.parts.pick_list import Picked, PickList  # late: seldom needed
        from bsc_tui.screens.parts.record_sheet import value_picker  # late: as above

        fields = {
            name: one
            for name, one in fields_of(self.entity).items()
            if isinstance(one.kind, Reference | Choice | Flag) and name not in self._where
        }
        rows = [ListRow("", (_("All records, without filters"),), ("key",))] if self._filters else []
        rows += [
            ListRow(name, (told(one.label), self._filters.get(name, ("", ""))[1]), ("", "dim"))
            for name, one in fields.items()
        ]
        headings = (Heading("field", "", 24), Heading("value", "", 24, flexible=True))
        chosen = await self.answer(
            PickList(
                _("Filter"),
                lambda typed: [row for row in rows if typed.lower() in row.cells[0].lower()],
                headings,
                prompt=_("by which field?"),
            )
        )
        if not isinstance(chosen, Picked):
            return
        name = str(chosen.row.id)
        if not name:
            self._filters.clear()
        else:
            title = told(fields[name].label)
            value = await self.answer(
                await value_picker(self.office, fields[name].kind, title, may_add=False)
            )
            if not isinstance(value, Picked):
                return
            self._filters[name] = (value.row.id, f"{title}: {value.row.cells[0]}")
        self.filter.say_aside(" · ".join(label for _value, label in self._filters.values()))
        self.reload()

    async def action_sort(self) -> None:
        """Another order; the same again turns it round."""
        from bsc_tui.screens.parts.dialogs import Choose, Option  # late: seldom needed

        known = fields_of(self.entity)
        options = [
            Option(column.path, told(known[column.path].label))
            for column in self.columns
            if column.path in known and not isinstance(known[column.path].kind, Reference)
        ]
        name = await self.answer(Choose(_("Sort by"), options))
        if name is not None:
            # Names have an order of their own, the same for all scripts and on both engines.
            name = "sort_key" if self.entity.sort and name == self.entity.sort[0] else name
            self._order = (f"-{name}",) if self._order == (name,) else (name,)
            self.reload()

    async def action_delete(self) -> None:
        """Put the record into the trash, after a question."""
        from bsc_tui.screens.parts.dialogs import Confirm  # late: seldom needed

        row = self.row_list.row
        if row is None:
            return
        question = _("Delete “%(title)s”?") % {"title": " ".join(row.cells[:2]).strip()}
        if await self.answer(Confirm(question, _("It rests in the trash; Undo brings it back."))):
            office = self.office
            await office.run(office.records.trash, self.entity.code, int(str(row.id)))
            self.say(_("Deleted. Undo brings it back."))
            self.reload()

    def action_next_sister(self) -> None:
        """F6."""
        self.to_sister(1)

    def to_sister(self, step: int) -> None:
        """Show the list beside this one in the same place."""
        at = self._sisters.index(self.entity.code)
        self.entity = ENTITIES[self._sisters[(at + step) % len(self._sisters)]]
        self._order = ()
        self._filters.clear()
        self.filter.say_aside("")
        self.row_list.show([])
        self.row_list.set_headings(headings_for(self.entity, self.columns))
        self.refresh_path()
        self.refresh_keys()
        self.reload()
