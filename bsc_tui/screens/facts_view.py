"""Facts to be read and nothing else: a label and a text a line, titles between the groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.events import Resize
from textual.widget import Widget

from bsc_tui.i18n import _
from bsc_tui.operations.facts import Fact
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.dialogs import wrapped
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList

LABEL = 22


class FactsView(Place):
    """What `read` tells, in the gate's thread; texts are broken where they are long, never cut."""

    def __init__(self, path: Sequence[str], read: Callable[[], list[Fact]]) -> None:
        super().__init__()
        self._path = tuple(path)
        self._read = read
        self._facts: list[Fact] = []

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return self._path

    def explanation(self) -> str:
        """For F1."""
        return _("What is kept, as it is: nothing can be changed here. The arrows scroll.")

    @property
    def office(self) -> Office:
        """Who works here."""
        return office_of(self)

    def compose_body(self) -> Iterable[Widget]:
        """The lines."""
        headings = (Heading("label", "", LABEL), Heading("text", "", 30, flexible=True))
        yield RowList(headings, header=False, id="facts-rows")

    @property
    def rows(self) -> RowList:
        """The lines."""
        return self.query_one("#facts-rows", RowList)

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.rows.focus()
        self.reload()

    def relabel(self) -> None:
        """In the new language."""
        self.reload()

    def on_resize(self, event: Resize) -> None:
        """Broken anew."""
        super().on_resize(event)
        if self.is_mounted:
            self._show()

    def reload(self) -> None:
        """Read it anew."""
        self.work(self._load, group="load", exclusive=True)

    async def _load(self) -> None:
        self._facts = await self.office.run(self._read)
        if not self.has_been_left:
            self._show()
            self.refresh_keys()

    def _show(self) -> None:
        room = max(self.size.width - LABEL - 5, 20)
        rows: list[ListRow] = []
        for fact in self._facts:
            if not fact.label:
                rows += [_blank(len(rows))] if rows else []
                rows.append(ListRow(len(rows), (fact.text,), ("title",), wide=True, still=True))
                continue
            for place, line in enumerate(wrapped(fact.text, room)):
                cells = (fact.label if not place else "", line)
                rows.append(ListRow(len(rows), cells, ("dim", ""), still=True))
        self.rows.show(rows)


def _blank(id: int) -> ListRow:
    return ListRow(id, ("",), wide=True, still=True)
