"""Asks for a file of this computer: type the path, what may follow shows beneath, Tab takes the one in hand.

Which files there are says the asker's `look`; what is done with the path is the asker's too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input

from bsc_tui.entities.kinds.files import size_told
from bsc_tui.i18n import N_, NP_, _, pgettext
from bsc_tui.operations.local_files import Candidate
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command, key_name
from bsc_tui.screens.parts.dialogs import Words, wrapped
from bsc_tui.screens.parts.frame import Span
from bsc_tui.screens.parts.pick_list import FilterInput
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList


class AskPath(Dialog[str]):
    """Returns the text of the path. `saves`: it may name what is not there yet."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "path.take", ("f2",), N_("Take it"), NP_("bar", "OK"), "take", N_("Takes the path as typed."), 10
        ),
        Command(
            "path.complete",
            ("f4",),
            N_("Complete"),
            NP_("bar", "Complete"),
            "complete",
            N_("Completes the path with the line under the hand, as Tab does."),
            20,
        ),
    )
    whole = True

    def __init__(
        self,
        question: str,
        look: Callable[[str], Sequence[Candidate]],
        *,
        value: str = "",
        detail: str = "",
        saves: bool = False,
    ) -> None:
        super().__init__()
        self._question = question
        self._look = look
        self._value = value
        self._detail = detail
        self._saves = saves
        self._asked = 0
        self._found: list[Candidate] = []

    def compose_box(self) -> Iterable[Widget]:
        """Question, path, what may follow."""
        lines: list[Span] = [(line, "title") for line in wrapped(self._question, 72)]
        lines += [(line, "dim") for line in wrapped(self._detail, 72)] if self._detail else []
        yield Words([*lines, ("", "")])
        headings = (Heading("name", "", 30, flexible=True), Heading("size", "", 10, right=True))
        rows = RowList(headings, header=False, always=True, id="rows")
        rows.can_focus = False
        yield FilterInput(rows, self._value, limit=1000, id="path")
        yield rows

    @property
    def _input(self) -> FilterInput:
        return self.query_one("#path", FilterInput)

    @property
    def _rows(self) -> RowList:
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """One types at once."""
        self._input.focus()
        self._input.cursor_position = len(self._input.value)
        self._rows.set_empty(_("Nothing begins so."))
        self._search()

    def bar(self) -> list[tuple[str, str]]:
        """Enter and Tab are the keys to print."""
        keys = [pair for pair in super().bar() if pair[0] not in ("F2", "F4")]
        return [
            (key_name("enter"), pgettext("bar", "OK")),
            (key_name("tab"), pgettext("bar", "Complete")),
            *keys,
        ]

    @on(Input.Changed, "#path")
    def _search(self) -> None:
        self._asked += 1
        self.run_worker(self._find(self._asked, self._input.value), group="find")

    async def _find(self, number: int, text: str) -> None:
        found = await self.desk.run_search(lambda: self._look(text) if number == self._asked else ())
        if number == self._asked:
            self._found = list(found)
            self._rows.show(
                [
                    ListRow(
                        one.text,
                        (
                            one.name + ("/" if one.is_folder else ""),
                            "" if one.is_folder else size_told(one.size),
                        ),
                        ("key" if one.is_folder else "", "dim"),
                    )
                    for one in found
                ],
                cursor=found[0].text if found else None,
            )

    def on_key(self, event: Key) -> None:
        """Tab completes."""
        if event.key == "tab":
            event.stop()
            event.prevent_default()
            self.action_complete()

    def action_complete(self) -> None:
        """The path as the line under the hand has it."""
        row = self._rows.row
        if row is not None:
            self._input.value = str(row.id)
            self._input.cursor_position = len(self._input.value)

    @on(Input.Submitted, "#path")
    def action_take(self) -> None:
        """A folder is gone into, a file is taken; a path that is typed whole too."""
        text, row = self._input.value.strip(), self._rows.row
        under_hand = next((one for one in self._found if row is not None and one.text == row.id), None)
        if self._saves or under_hand is None:
            if text:
                self.give(text)
        elif under_hand.is_folder:
            self.action_complete()
        else:
            self.give(under_hand.text)
