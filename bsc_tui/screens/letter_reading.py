"""Reading one letter before it is made, the text of it as it will be."""

from __future__ import annotations

from collections.abc import Iterable

from textual.events import Key
from textual.widget import Widget

from bsc_tui.entities.kinds import Choice, told
from bsc_tui.entities.letters import LETTER_TEMPLATE
from bsc_tui.i18n import _, pgettext
from bsc_tui.operations.letter_making import Filling
from bsc_tui.operations.letter_templates import Template
from bsc_tui.operations.letters import Draft, Recipient
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.commands import key_name
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import RowList
from bsc_tui.screens.parts.text_rows import text_rows
from bsc_tui.screens.rows_place import RowsPlace


def choices_told(field: str) -> dict[str, str]:
    """The kinds or languages of letters in words, by code."""
    kind = fields_of(LETTER_TEMPLATE)[field].kind
    assert isinstance(kind, Choice)
    return dict(kind.options)


def spoken_in(template: Template) -> str:
    """The language of a template in words."""
    return choices_told("language")[template.language]


class ReadLetter(RowsPlace):
    """One letter as it will be; Left and Right show the one before and the next."""

    RENEWED = False

    def __init__(self, draft: Draft, one: Recipient, path: tuple[str, ...]) -> None:
        super().__init__()
        self._draft = draft
        self._path = path
        self._at = draft.recipients.index(one)
        self._filling = Filling(draft, "")
        self._lines: list[str] = []

    def crumbs(self) -> tuple[str, ...]:
        """The letters, and whose this is."""
        return (*self._path, self.one.title)

    def explanation(self) -> str:
        """For F1."""
        return _("The letter as it will be, its text only. Left and Right show the one before and the next.")

    @property
    def one(self) -> Recipient:
        """Whose letter it is."""
        return self._draft.recipients[self._at]

    def compose_body(self) -> Iterable[Widget]:
        """Its text."""
        yield FrameLine(self._head, id="fact-0")
        yield RowList(header=False, id="rows")

    def reload(self) -> None:
        """Fill it in."""
        self.work(self._load, group="load", holds=True)

    def on_unmount(self) -> None:
        """Its process ends."""
        self._filling.close()

    def relabel(self) -> None:
        """The letter has its own language."""
        self._show()

    def _head(self, width: int) -> list[Span]:
        template = self.one.template
        missing = ", ".join(told(label) for label in self.one.missing)
        spans: list[Span] = [
            (f" {template.name}  ", "title"),
            (spoken_in(template), "dim"),
        ]
        if missing:
            spans.append(("   " + _("not known: %(fields)s") % {"fields": missing}, "warn"))
        return [*spans, (" " + "─" * width, "line")]

    async def _load(self) -> None:
        at = self._at
        found = await self.office.run_search(self._filling.read, self.one)
        if at == self._at and not self.has_been_left:
            self._lines = found
            self._show()

    def _show(self) -> None:
        self.rows.show(text_rows(self._lines, self.size.width))
        count = {"number": self._at + 1, "count": len(self._draft.recipients)}
        self.set_state(_("letter %(number)s of %(count)s") % count, "dim")
        self.refresh_path()
        self.query_one("#fact-0", FrameLine).renew()

    def bar(self) -> list[tuple[str, str]]:
        """The arrows are the keys to print."""
        keys = super().bar()
        if len(self._draft.recipients) < 2:
            return keys
        return [*keys[:2], (f"{key_name('left')}/{key_name('right')}", pgettext("bar", "Next")), *keys[2:]]

    def on_key(self, event: Key) -> None:
        """Left and Right."""
        at = self._at + (event.key == "right") - (event.key == "left")
        if event.key in ("left", "right"):
            event.stop()
            if 0 <= at < len(self._draft.recipients):
                self._at = at
                self.reload()
        else:
            super().on_key(event)
