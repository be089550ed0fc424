"""The search line above a list: a word, a field. Down goes into the list, Enter takes the first row."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Horizontal
from textual.events import Key
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from bsc_tui.screens.parts.frame import FrameLine, width_of
from bsc_tui.screens.parts.plain_input import PlainInput
from bsc_tui.screens.parts.safe import fitted


class FilterLine(Horizontal):
    """A labelled line of search text."""

    class Down(Message):
        """The person goes into the list."""

    class Enter(Message):
        """The person wants the first row."""

    def __init__(self, label: str, *, id: str) -> None:
        super().__init__(id=id)
        self._label = label
        self._aside = ""

    def compose(self) -> Iterable[Widget]:
        """Label and field."""
        yield FrameLine(lambda width: [(f" {self._label} ", "key")], id="filter-label")
        yield PlainInput(max_length=100, id="filter-field")
        yield FrameLine(lambda width: [("  " + fitted(self._aside, width - 3), "key")], id="filter-aside")

    def on_mount(self) -> None:
        """The label takes as much room as it needs."""
        self._fit()

    def _fit(self) -> None:
        self.query_one("#filter-label").styles.width = width_of([(f" {self._label}  ", "")])

    @property
    def _field(self) -> PlainInput:
        return self.query_one("#filter-field", PlainInput)

    @property
    def text(self) -> str:
        """What is typed, without outer blanks."""
        return self._field.value.strip()

    def relabel(self, label: str) -> None:
        """The label in another language."""
        self._label = label
        self._fit()
        self.query_one("#filter-label", FrameLine).renew()

    def say_aside(self, text: str) -> None:
        """What else limits the list, at the right."""
        self._aside = text
        self.query_one("#filter-aside", FrameLine).renew()

    def clear(self) -> None:
        """Nothing is sought any more."""
        self._field.value = ""

    def take_keys(self) -> None:
        """One types here now; what stands here is replaced by the next letter only when one wants it."""
        self._field.focus()

    def type(self, text: str) -> None:
        """Begin a new search with this text."""
        self._field.value = text
        self._field.cursor_position = len(text)
        self._field.focus()

    def on_key(self, event: Key) -> None:
        """Down and PgDn go into the list."""
        if event.key in ("down", "pagedown"):
            event.stop()
            self.post_message(self.Down())

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self.post_message(self.Enter())
