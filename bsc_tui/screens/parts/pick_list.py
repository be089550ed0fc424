"""Bring the list: type letters, take a row. For reference terms and records, wherever a field has a list.

What is searched and how rows look is the asker's; the search runs in the desk's search thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.parts.dialogs import Words
from bsc_tui.screens.parts.frame import Span
from bsc_tui.screens.parts.plain_input import PlainInput
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.quiet import house_of

PAUSE = 0.15
"""Seconds without a key after which what is typed is looked for."""

_NEW = "pick-list: the row that adds something new"


@dataclass(frozen=True)
class Picked:
    """This row was taken."""

    row: ListRow


@dataclass(frozen=True)
class New:
    """Something new is wanted, with what was typed so far."""

    text: str


class FilterInput(PlainInput):
    """An input from which the list beneath is led: the keys that move in a list move there."""

    BINDINGS = [
        Binding(key, f"lead('{action}')", show=False)
        for key, action in (
            ("up", "step(-1)"),
            ("down", "step(1)"),
            ("pageup", "page(-1)"),
            ("pagedown", "page(1)"),
            ("ctrl+home", "first"),
            ("ctrl+end", "last"),
        )
    ]

    def __init__(self, rows: RowList, value: str = "", *, limit: int = 100, id: str | None = None) -> None:
        super().__init__(value, max_length=limit, id=id)
        self._rows = rows

    async def action_lead(self, action: str) -> None:
        """Move in the list."""
        await self._rows.run_action(action)


class PickList(Dialog["Picked | New"]):
    """The pick list. Returns Picked, New, or None.

    `search` gets the text and gives the rows, best first; it runs in the search thread and may take its time:
    an answer to a text that has changed meanwhile is dropped. `new_label` is a sentence with %(text)s for
    the row that adds something new (F7), '' = nothing can be added. `details` gives the lines shown about the
    row under the hand; it runs in the search thread too. `counted` says of the answer how many there are.
    """

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "pick.take",
            ("f2",),
            N_("Take"),
            NP_("bar", "Take"),
            "take",
            N_("Takes the row under the hand."),
            bar=10,
        ),
        Command(
            "pick.new",
            ("f7", "ctrl+n"),
            N_("New"),
            NP_("bar", "New"),
            "new",
            N_("Adds what was typed as new."),
            bar=20,
        ),
        Command("pick.more", ("pagedown",), N_("More"), NP_("bar", "More"), "more", bar=30),
    )

    whole = True

    def __init__(
        self,
        title: str,
        search: Callable[[str], Sequence[ListRow]],
        headings: Sequence[Heading] = (),
        *,
        text: str = "",
        prompt: str = "",
        new_label: str = "",
        empty: str = "",
        details: Callable[[ListRow], Sequence[Span]] | None = None,
        detail_lines: int = 4,
        counted: Callable[[Sequence[ListRow]], str] | None = None,
        current: object = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._search = search
        self._headings = tuple(headings)
        self._first_text = text
        self._prompt = prompt
        self._new_label = new_label
        self._empty = empty
        self._details = details
        self._detail_lines = detail_lines
        self._counted = counted
        self._current = current
        self._asked = 0
        self._answered = 0
        self._asked_text: str | None = None
        self._take_first = False
        self._pause: Timer | None = None
        self._detail_asked = 0
        self.lead: tuple[ListRow, ...] = ()
        """Rows that stand before all others while nothing is typed."""

    def compose_box(self) -> Iterable[Widget]:
        """Title, input, rows, details."""
        rows = RowList(self._headings, header=False, always=True, id="rows")
        rows.can_focus = False
        lead = [(self._title, "title"), (f"   {self._prompt}" if self._prompt else "", "dim")]
        yield PickHead(lead)
        with Horizontal(id="ask-line"):
            yield FilterInput(rows, self._first_text, id="filter")
            yield Words([("", "dim")], id="count")
        yield rows
        if self._details is not None:
            details = Words([("", "")], id="details")
            details.styles.height = self._detail_lines + 1
            yield details

    @property
    def text(self) -> str:
        """What is typed, without outer blanks."""
        return self.query_one("#filter", FilterInput).value.strip()

    @property
    def row_list(self) -> RowList:
        """The rows found."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """Typing begins at once, and so does the search for the text one came with."""
        field = self.query_one("#filter", FilterInput)
        field.cursor_position = len(field.value)
        field.focus()
        self._look_for()

    def bar(self) -> list[tuple[str, str]]:
        """Enter takes; that is the key to print."""
        keys = [pair for pair in super().bar() if pair[0] != "F2"]
        return [(key_name("enter"), pgettext("bar", "Take")), *keys]

    def why_not(self, command_id: str) -> str:
        """Nothing can be added where the list is fixed."""
        if command_id == "pick.new" and not self._new_label:
            return _("Nothing can be added to this list here.")
        return super().why_not(command_id)

    # -- searching -------------------------------------------------------------------------

    @on(Input.Changed, "#filter")
    def text_changed(self) -> None:
        """Look for it after a short pause; Enter no longer means the text before."""
        if self.text == self._asked_text:
            return
        self._wait_no_longer()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look_for)

    def _look_for(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        self._asked += 1
        self._asked_text = self.text
        self.row_list.waiting = True
        self.run_worker(self._find(self._asked, self._asked_text), group="find")

    async def _find(self, number: int, text: str) -> None:
        slow = self.set_timer(0.3, lambda: self._say_count(_("searching…")))
        try:
            rows = list(await self.desk.run_search(self._search_unless_stale, number, text))
        except Problem as problem:
            if not self._is_closing:
                self._say_count(f"! {problem.title}")
            if number == self._asked:
                self._asked_text = None  # Enter asks anew
                self._wait_no_longer()
            return
        finally:
            slow.stop()
        if number == self._asked and not self._is_closing:
            self._answered = number
            self._show(rows, text)

    @property
    def _is_closing(self) -> bool:
        """Whether it is being taken down, as where the program ends: no answer is shown any more."""
        return self.has_been_left or self._pruning

    def _search_unless_stale(self, number: int, text: str) -> Sequence[ListRow]:
        return self._search(text) if number == self._asked else ()

    def _show(self, found: list[ListRow], text: str) -> None:
        rows = [*(self.lead if not text else ()), *found]
        if self._new_label and text:
            rows.append(ListRow(_NEW, (f"+ {self._new_label % {'text': text}}   F7",), ("key",), wide=True))
        self.row_list.set_empty(
            self._empty
            or (_("Nothing for “%(text)s”.") % {"text": text} if text else _("The list is empty."))
        )
        first = rows[0].id if rows else None
        wanted = self._current if not text and any(row.id == self._current for row in rows) else None
        kept = self.row_list.row
        stays = kept is not None and kept.id != _NEW and any(row.id == kept.id for row in found)
        self.row_list.show(rows, cursor=wanted if wanted is not None else (None if stays else first))
        self._say_count(self._counted(found) if self._counted else _count(len(found)))
        if self._take_first:
            if found:
                self.give(Picked(found[0]))
            self._wait_no_longer()
        elif not rows:
            self._show_details([])

    def _say_count(self, text: str) -> None:
        words = self.query_one("#count", Words)
        words.styles.width = max(cell_len(text), 1)
        words.show([(text, "dim")])

    # -- taking ----------------------------------------------------------------------------

    @on(Input.Submitted, "#filter")
    def action_take(self) -> None:
        """Take the row under the hand; before the answer to what is typed has come, its first row then."""
        if self._answered != self._asked or self.text != self._asked_text:
            if self.text != self._asked_text:
                self._look_for()
            if not self._take_first:
                # What is typed behind this Enter is for the place that the row leads to.
                self._take_first = True
                house_of(self).type_ahead.hold(self)
            return
        row = self.row_list.row
        if row is None:
            return
        if row.id == _NEW and len(self.row_list.rows) == 1:
            # Enter after a slip of the finger must not fill the list with slips.
            self._say_count(_("nothing found; F7 adds it"))
            return
        self.give(New(self.text) if row.id == _NEW else Picked(row))

    def _wait_no_longer(self) -> None:
        """Enter has its answer, or has none any more."""
        if self._take_first:
            self._take_first = False
            house_of(self).type_ahead.release(self)

    def action_new(self) -> None:
        """Something new, with what is typed."""
        self.give(New(self.text))

    async def action_more(self) -> None:
        """The next page."""
        self.row_list.action_page(1)

    # -- details ---------------------------------------------------------------------------

    @on(RowList.Highlighted)
    async def row_highlighted(self, event: RowList.Highlighted) -> None:
        """Show what is known of the row."""
        if self._details is None:
            return
        self._detail_asked += 1
        if event.row.id == _NEW:
            self._show_details([])
        else:
            self.run_worker(self._find_details(self._detail_asked, event.row), group="details")

    async def _find_details(self, number: int, row: ListRow) -> None:
        details = self._details
        if details is None:
            return

        def unless_stale() -> Sequence[Span]:
            return details(row) if number == self._detail_asked else ()

        try:
            lines = await self.desk.run_search(unless_stale)
        except Problem as problem:
            lines = [(problem.title, "trouble")]
        if number == self._detail_asked:
            self._show_details(lines)

    def _show_details(self, lines: Sequence[Span]) -> None:
        if self._details is not None:
            room = self._detail_lines
            shown = [*lines][:room]
            self.query_one("#details", Words).show(
                [("─" * 200, "line"), *shown, *[("", "")] * (room - len(shown))]
            )


class PickHead(Words):
    """Title and prompt on one line."""

    def __init__(self, spans: Sequence[Span]) -> None:
        super().__init__([("", "")], id="head")
        self._spans = list(spans)

    def spans(self, y: int) -> list[Span]:
        """All on the first line."""
        return self._spans


def _count(found: int) -> str:
    return _("%(count)d found") % {"count": found}
