"""The generic list of an entity's records: search as you type, open, begin a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.events import Key
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from bsc_tui.entities.entity import Column
from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.records.access import may, right_for, why
from bsc_tui.records.keyset import own_order
from bsc_tui.records.own_fields import list_columns
from bsc_tui.records.reading import Line
from bsc_tui.records.windows import Listing, Window
from bsc_tui.screens.base import house_of
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.exporting import EXPORT, save_list
from bsc_tui.screens.letter_command import WRITE, why_no_letters, write_letters
from bsc_tui.screens.list_place import ListPlace
from bsc_tui.screens.parts.columns import headings_for, row_of
from bsc_tui.screens.parts.filter_line import FilterLine
from bsc_tui.screens.parts.row_list import ListRow, RowList

PAUSE = 0.15
"""Seconds without a key after which what is typed is looked for."""


class EntityList(ListPlace):
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
            ("f4",),
            N_("Sort"),
            NP_("bar", "Sort"),
            "sort",
            N_("Sorts by another column; the same one again turns the order round."),
            bar=45,
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
        WRITE,
        EXPORT,
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
    ) -> None:
        super().__init__()
        self.entity = ENTITIES[code]
        self._path = tuple(path)
        self._where = dict(where or {})
        self._sisters = tuple(sisters)
        self._preset = dict(preset or {})
        self._guard = guard
        self._order = self._order_before = ""
        self._pause: Timer | None = None
        self._taken_text = ""
        self._open_when_found = False
        self._has_failed = False
        self._filters: dict[str, tuple[Any, str]] = {}

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Tab and list."""
        path, plural = tuple(told(part) for part in self._path), told(self.entity.plural)
        says_it = plural in path[-1:] or (self._where and not self._sisters)
        return path if says_it else (*path, plural)

    def about(self) -> tuple[str, int | None, str]:
        """The record under the hand."""
        row = self.row_list.row
        return self.entity.code, int(str(row.id)) if row is not None else None, ""

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Type to search: words in any order and any script, digits of a telephone, an e-mail. "
            "Enter opens the first record found; Down goes into the list."
        )

    def compose_body(self) -> Iterable[Widget]:
        """The search line and the rows."""
        yield FilterLine(_("Find"), id="filter-line")
        yield RowList(headings_for(self.entity, self.columns), id="rows", always=True)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of what this list holds."""
        return list_columns(
            self.entity, self._where.get(self.entity.variant) if self.entity.variant else None
        )

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
        self.parted.ask()
        self.row_list.waiting = True
        self._pause = self.set_timer(PAUSE, self.reload)

    def reload(self, *, from_top: bool = False) -> None:
        """Ask for the rows anew."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        super().reload(from_top=from_top)

    def failed(self) -> None:
        """What is typed behind an Enter is let go of."""
        self._has_failed = True
        self._wait_no_longer()

    def came(self, window: Window) -> None:
        """The rows are there: the header says their order, Enter has its answer."""
        self._has_failed = False
        self.row_list.set_headings(headings_for(self.entity, self.columns))  # own fields come and go
        self.row_list.set_empty(self.empty_sentence(self.filter.text))
        self.row_list.set_order("" if self.filter.text else self.order)
        self.refresh_keys()
        if self._open_when_found:
            self.work(self._open_found, group="open")

    async def _open_found(self) -> None:
        try:
            await self.action_open_row()
        finally:
            self._wait_no_longer()

    def listing(self) -> Listing:
        """What is typed, the filters and the order."""
        paths = tuple(column.path for column in self.columns)
        return Listing(self.entity, paths, self.where, self.filter.text, self._order)

    def row_for(self, line: Line) -> ListRow:
        """By the columns of the list."""
        return row_of(line, self.columns, self.entity.title)

    @property
    def order(self) -> str:
        """The order wanted, the list's own where nobody chose one; `-name` falls."""
        return self._order or own_order(self.entity)

    def too_long(self) -> None:
        """Say why, and go back to the order before, or to the list's own."""
        from bsc_tui.screens.list_questions import why_not_sorted  # late: seldom needed

        self.say(why_not_sorted(self.entity, self._order), "warn")
        self._order, self._order_before = (
            ("" if self._order == self._order_before else self._order_before),
            "",
        )
        self.reload()

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
        if self._filters:
            return _("Nothing with this filter. F9 and Enter take it away.")
        return _("There is nothing here yet.")

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
        if command_id == WRITE.id:
            return why_no_letters(self.entity.code, 0)
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
        from bsc_tui.screens.list_filters import ask_filter  # late: seldom needed

        filters = await ask_filter(self, self.entity, self._filters, without=self._where)
        if filters is not None:
            self._filters = filters
            self.filter.say_aside(" · ".join(label for _value, label in filters.values()))
            self.reload()

    async def action_sort(self) -> None:
        """F4: another order; the same again turns it round."""
        from bsc_tui.screens.list_questions import ask_order  # late: seldom needed

        order = await ask_order(self, self.entity, self.columns, self.order)
        if order is not None:
            self._order_before, self._order = self._order, order
            self.filter.clear()
            self.reload(from_top=True)

    async def action_export(self) -> None:
        """F8: the list as it stands, whatever of it is in sight."""
        title = " ".join(self.crumbs()[-2:] if self._where else self.crumbs()[-1:])
        limits = [label for _value, label in self._filters.values()]
        await save_list(self, self.listing(), self.columns, title, limits)

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

    async def action_write_letters(self) -> None:
        """To all that the list shows."""
        from bsc_tui.operations.letters import ids_listed  # late: seldom needed

        office = self.office
        ids = await office.run_search(ids_listed, office.finder, self.listing())
        await write_letters(self, self.entity.code, ids, told(self.entity.plural))

    def action_next_sister(self) -> None:
        """F6."""
        self.to_sister(1)

    def to_sister(self, step: int) -> None:
        """Show the list beside this one in the same place."""
        at = self._sisters.index(self.entity.code)
        self.entity = ENTITIES[self._sisters[(at + step) % len(self._sisters)]]
        self._order = self._order_before = ""
        self._filters = {}
        self.filter.say_aside("")
        self.show_nothing()
        self.row_list.set_headings(headings_for(self.entity, self.columns))
        self.refresh_path()
        self.refresh_keys()
        self.reload()
