"""Facts to be read and nothing else: a label and a text a line, titles between the groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.events import Resize
from textual.widget import Widget

from bsc_tui.i18n import _
from bsc_tui.operations.facts import Fact
from bsc_tui.records.records import Records
from bsc_tui.screens.parts.dialogs import wrapped
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.whole_list import WholeList

LABEL = 22


class FactsView(WholeList[Fact]):
    """What `tell` tells, in the gate's thread; texts are broken where they are long, never cut."""

    RENEWED = False
    AFTER_SAVING = True
    found: list[Fact] | None

    def __init__(self, path: Sequence[str], tell: Callable[[Records], list[Fact]]) -> None:
        super().__init__()
        self._path = tuple(path)
        self._tell = tell

    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return self._path

    def explanation(self) -> str:
        """For F1."""
        return _("What is kept, as it is: nothing can be changed here. The arrows scroll.")

    def compose_body(self) -> Iterable[Widget]:
        """The lines."""
        headings = (Heading("label", "", LABEL), Heading("text", "", 30, flexible=True))
        yield RowList(headings, header=False, id="rows")

    def on_resize(self, event: Resize) -> None:
        """Broken anew."""
        super().on_resize(event)
        self.show_found()

    def read(self, records: Records) -> list[Fact]:
        """The facts."""
        return self._tell(records)

    def show(self, found: list[Fact]) -> None:
        """Each in as many rows as it takes."""
        room = max(self.size.width - LABEL - 5, 20)
        rows: list[ListRow] = []
        for fact in found:
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
