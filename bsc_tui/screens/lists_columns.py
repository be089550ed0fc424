"""What the reference lists show: elements of one list as they nest, and a column that finds as one types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from textual.containers import Vertical
from textual.events import Key
from textual.widget import Widget

from bsc_tui.i18n import _
from bsc_tui.operations import lists
from bsc_tui.records.folding import strict_words
from bsc_tui.records.reading import label_of
from bsc_tui.records.records import Records
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.parts.safe import fitted

MOST = 10_000
"""Elements of one list that are shown."""

LETTER_COMMANDS = frozenset("mrMR+-")
"""Signs that are commands in the rows, until something is looked for."""


@dataclass
class Terms:
    """The elements of one list: their rows by id in the office's order, and how often each is used."""

    list_id: int
    code: str
    title: str
    rows: dict[int, dict[str, Any]]
    uses: Mapping[int, int] = field(default_factory=dict)

    def below(self, parent: int | None) -> list[int]:
        """The elements right below one, or the first ones."""
        return [id for id, row in self.rows.items() if row["parent"] == parent]

    def label(self, id: int) -> str:
        """What an element is called, in the language in force."""
        return label_of(self.rows[id]) if id in self.rows else ""

    def list_rows(self, parent: int | None) -> list[ListRow]:
        """The elements right below one as rows: label, › with the number of sub-elements, uses."""
        rows = []
        for id in self.below(parent):
            below = len(self.below(id))
            count = self.uses.get(id)
            retired = not self.rows[id]["active"]
            label = self.label(id) + (" (" + _("retired") + ")" if retired else "")
            cells = (label, f"› {below}" if below else "", "" if count is None else str(count))
            rows.append(ListRow(id, cells, ("dim" if retired else "", "key", "dim")))
        return rows

    def search_besides(self, gone: int) -> Callable[[str], Sequence[ListRow]]:
        """A search among all elements but one and what is below it."""
        left_out = {gone}
        rows = []
        for id, depth in self._walk(None, 0):
            if self.rows[id]["parent"] in left_out:
                left_out.add(id)
            if id not in left_out:
                rows.append(ListRow(id, (self.label(id),), indent=2 * depth))

        def search(text: str) -> list[ListRow]:
            return matching(rows, text)

        return search

    def _walk(self, parent: int | None, depth: int) -> Iterable[tuple[int, int]]:
        for id in self.below(parent):
            yield id, depth
            yield from self._walk(id, depth + 1)


def read_lists(records: Records) -> list[lists.ListView]:
    """All lists; runs in the gate's thread."""
    return lists.reference_lists(records)


def read_terms(records: Records, chosen: lists.ListView) -> Terms:
    """The elements of a list, in one query."""
    page = records.page("term", [], where={"list": chosen.id}, order=("place", "id"), limit=MOST)
    rows = {line.id: dict(line.values) for line in page.lines}
    for row in rows.values():
        if row["parent"] not in rows:
            row["parent"] = None
    return Terms(chosen.id, chosen.code, chosen.label, rows)


def matching(rows: Sequence[ListRow], text: str) -> list[ListRow]:
    """The rows with all words of the text, in any script; all rows for no text."""
    words = strict_words(text)
    if not words:
        return list(rows)
    return [
        row for row in rows if all(f" {word}" in " " + " ".join(strict_words(row.cells[0])) for word in words)
    ]


class ListColumn(Vertical):
    """A titled list in which letters find."""

    def __init__(self, number: int, *, id: str) -> None:
        super().__init__(id=id, classes="list-column")
        self.number = number
        self.text = ""
        self.is_typing = False
        self._title = ""
        self._all: list[ListRow] = []

    def compose(self) -> Iterable[Widget]:
        """Head and rows."""
        yield FrameLine(self._head, id=f"head-{self.number}")
        headings = [Heading("label", "", 8, flexible=True)]
        if self.number:
            headings += [Heading("below", "", 3), Heading("uses", "", 4, right=True)]
        else:
            headings.append(Heading("count", "", 3, right=True))
        yield RowList(headings, header=False)

    @property
    def rows(self) -> RowList:
        """The rows."""
        return self.query_one(RowList)

    def _head(self, width: int) -> list[Span]:
        if self.text or self.is_typing:
            return [(" " + _("Find") + " ", "key"), (self.text + ("_" if self.is_typing else ""), "")]
        if not self._title:
            return []
        title = fitted(self._title, max(width - 8, 1))
        return [(" ", ""), (title, "title"), (f"  {len(self._all)}", "dim")]

    def show(self, title: str, rows: Sequence[ListRow], *, cursor: int | None = None) -> None:
        """Show these rows, as far as they match what is looked for; other rows end the search."""
        if title != self._title:
            self.text, self.is_typing = "", False
        self._title = title
        self._all = self._fitting(rows)
        self._renew(cursor)

    def _fitting(self, rows: Sequence[ListRow]) -> list[ListRow]:
        """Rows of lists have a count, those of elements two signs; the first column shows either."""
        if self.number:
            return list(rows)
        return [
            ListRow(row.id, (row.cells[0], row.cells[-1] if len(row.cells) < 3 else row.cells[1]), row.tones)
            for row in rows
        ]

    def _renew(self, cursor: int | None = None) -> None:
        found = matching(self._all, self.text)
        empty = _("Nothing for “%(text)s”.") % {"text": self.text} if self.text else ""
        self.rows.set_empty(empty or (_("none yet: F7") if self._title else ""))
        self.rows.show(found, cursor=cursor)
        self.query_one(f"#head-{self.number}", FrameLine).renew()

    def take_key(self, event: Key) -> bool:
        """A letter that finds, or Backspace; False: it is none."""
        if event.key == "backspace" and self.text:
            self._look_for(self.text[:-1])
            return True
        character = event.character or ""
        if not event.is_printable or not character or (character == " " and not self.text):
            return False
        if not self.is_typing and character in LETTER_COMMANDS:
            return False
        if not self.is_typing and not character.isalnum():
            return False
        self.is_typing = True
        self._look_for(self.text + character)
        return True

    def _look_for(self, text: str) -> None:
        self.text = text[:60]
        self._renew()
        first = self.rows.rows[0].id if self.rows.rows else None
        if first is not None and self.text:
            self.rows.go_to(first)

    def start_typing(self) -> None:
        """From now on every letter finds."""
        self.is_typing = True
        self.query_one(f"#head-{self.number}", FrameLine).renew()

    def stop_typing(self) -> None:
        """Letters are commands again; what was found stays."""
        if self.is_typing:
            self.is_typing = False
            self.query_one(f"#head-{self.number}", FrameLine).renew()

    def clear(self) -> None:
        """All rows again."""
        self.text, self.is_typing = "", False
        self._renew()

    def forget(self) -> None:
        """It will show another column."""
        self.text, self.is_typing, self._title = "", False, ""
