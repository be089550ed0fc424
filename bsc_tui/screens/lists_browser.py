"""Looking through the reference lists: columns of lists, elements, sub-elements, and the one under the hand.

Changing them is reference_lists'; the columns themselves are lists_columns'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from bsc_tui.entities.kinds import told
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, NP_, _, active, ngettext, pgettext
from bsc_tui.operations import lists
from bsc_tui.records.reading import fields_of
from bsc_tui.screens.base import Place
from bsc_tui.screens.lists_columns import ListColumn, Terms, read_lists, read_terms
from bsc_tui.screens.parts.frame import FrameLine, Span
from bsc_tui.screens.parts.record_sheet import RecordSheet, Shown
from bsc_tui.screens.parts.row_list import ListRow, RowList

RIGHT = "lists"
TERM = ENTITIES["term"]
LABELS = ["label_en", "label_fr", "label_hy"]
REVERSE = ["reverse_en", "reverse_fr", "reverse_hy"]
BESIDES = {"relationship_type": REVERSE, "project_status": ["meaning"]}
"""What the terms of some lists say besides."""

COLUMNS = 3


class ListsBrowser(Place):
    """Three columns; Right goes on to sub-elements of any depth, the columns moving along."""

    digits_switch_tabs = False

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RecordSheet(id="term-sheet")
        self._lists: list[lists.ListView] = []
        self.terms: Terms | None = None
        self.chain: list[int] = []
        """The element chosen in each column of elements, from the first."""
        self.at = 0
        """The column under the hand, counted from the lists."""
        self.new_in: int | None = None
        """The column in which a new element is being typed."""
        self.shown_id: int | None = None
        self._asked = 0

    def crumbs(self) -> tuple[str, ...]:
        """Tab, list, and the elements on the way."""
        path = (pgettext(*NP_("tab", "Admin")), _("Reference lists"))
        if self.terms is None:
            return path
        names = [self.terms.label(one) for one in self.chain[: max(self.at - 1, 0)]]
        return (*path, self.terms.title, *names)

    def compose_body(self) -> Iterable[Widget]:
        """Columns, a line about the element, its sheet."""
        with Horizontal(id="list-columns"):
            for number in range(COLUMNS):
                yield ListColumn(number, id=f"column-{number}")
        yield FrameLine(self._about, id="term-line")
        yield self.sheet

    def on_mount(self) -> None:
        """The hand begins in the lists."""
        self.column(0).rows.focus()
        self.run_worker(self._load_lists(), group="load")

    def relabel(self) -> None:
        """In the new language."""
        if self.shown_id is not None or self.new_in is not None:
            self.sheet.relabel()
        self.run_worker(self._load_lists(), group="load")

    def column(self, logical: int) -> ListColumn:
        """The widget that shows this column, the lists being 0."""
        return self.query_one(f"#column-{logical - self._leftmost}", ListColumn)

    @property
    def _leftmost(self) -> int:
        return max(0, self.at - COLUMNS + 1)

    def _logical(self, column: ListColumn) -> int:
        return column.number + self._leftmost

    async def _load_lists(self) -> None:
        found = await self.ask(read_lists, self.office.records)
        if found is not None:
            self._lists = found
            self._show_lists()
            await self.load_terms()

    def _show_lists(self) -> None:
        rows = [ListRow(one.id, (one.label, str(one.terms)), ("", "dim")) for one in self._lists]
        if not self._leftmost:
            self.column(0).show(_("List"), rows)

    @property
    def _list(self) -> lists.ListView | None:
        """The list under the hand."""
        if not self._leftmost and (row := self.column(0).rows.row) is not None:
            return next((one for one in self._lists if one.id == row.id), None)
        return next((one for one in self._lists if self.terms and one.id == self.terms.list_id), None)

    async def load_terms(self) -> bool:
        """The elements of the list under the hand; then, when it is known, how often each is used.

        False: a later load took over, and what is shown may be another list's.
        """
        chosen = self._list
        if chosen is None:
            return True
        self._asked += 1
        asked, office = self._asked, self.office
        try:
            terms = await office.run_search(read_terms, office.finder, chosen)
        except Problem as problem:
            self.tell(problem)
            return True
        if asked != self._asked:
            return False
        if self.terms is not None and self.terms.list_id == terms.list_id:
            terms.uses = self.terms.uses
        self.terms = terms
        self._show_columns()
        self.refresh_path()
        try:
            uses = await office.run_search(lists.use_counts, chosen.id)
        except Problem:
            return True  # counts are an extra; the lists are there
        if asked == self._asked and self.terms is terms:
            terms.uses = uses
            self._show_columns()
        return True

    def _show_columns(self) -> None:
        """Every column of elements as the chain goes, and what is under the hand."""
        terms = self.terms
        if terms is None:
            return
        self.chain = [one for one in self.chain if one in terms.rows]
        for number in range(COLUMNS):
            logical = number + self._leftmost
            column = self.query_one(f"#column-{number}", ListColumn)
            if logical == 0:
                continue
            if logical > len(self.chain) + 1:
                column.show("", [])
                continue
            parent = self.chain[logical - 2] if logical > 1 else None
            title = terms.title if parent is None else terms.label(parent)
            wanted = self.chain[logical - 1] if len(self.chain) >= logical else None
            column.show(title, terms.list_rows(parent), cursor=wanted)
            row = column.rows.row
            if logical <= self.at and row is not None:
                self.chain[logical - 1 :] = [int(str(row.id)), *self.chain[logical:]]
            elif logical > self.at:
                self.chain = self.chain[: logical - 1]
        if not self._leftmost and self.at:
            self.column(0).rows.go_to(terms.list_id)
        self._look_ahead()
        self.show_term()
        self.refresh_path()

    def _look_ahead(self) -> None:
        """The column right of the hand shows what is below the element under it."""
        terms = self.terms
        below = self.at + 1
        if terms is None or not self.at or below - self._leftmost >= COLUMNS:
            return
        term_id = self.term_id
        column = self.column(below)
        if term_id is None:
            column.show("", [])
        else:
            column.show(terms.label(term_id), terms.list_rows(term_id))

    @property
    def term_id(self) -> int | None:
        """The element under the hand."""
        if not self.at or len(self.chain) < self.at:
            return None
        return self.chain[self.at - 1]

    def _about(self, width: int) -> list[Span]:
        terms, term_id = self.terms, self.term_id
        if self.new_in is not None:
            title = _("New element")
            return [(" ", ""), (title, "title"), (" " + "─" * max(width - len(title) - 3, 0), "line")]
        if terms is None or term_id is None:
            return [(" " + "─" * max(width - 2, 0), "line")]
        row = terms.rows[term_id]
        count = terms.uses.get(term_id)
        if count is None:
            used = _("used by …")
        else:
            sentence = ngettext("used by %(count)s record", "used by %(count)s records", count)
            used = sentence % {"count": active().number(count)}
        spans: list[Span] = [(" ", ""), (terms.label(term_id), "title"), ("  " + used, "dim")]
        if not row["active"]:
            spans.append(("  " + _("retired"), "key"))
        used_up = sum(len(text) for text, _tone in spans)
        return [*spans, (" " + "─" * max(width - used_up - 2, 0), "line")]

    def show_term(self) -> None:
        """The sheet shows the element under the hand, unless something is being typed in it."""
        if self.is_editing or self.terms is None:
            return
        term_id = self.term_id
        self.shown_id = term_id
        values = self.terms.rows[term_id] if term_id is not None else {}
        self.load_sheet(values, locked=not self.may_write or term_id is None)
        self.renew_about()
        self.refresh_keys()

    def renew_about(self) -> None:
        self.query_one("#term-line", FrameLine).renew()

    def load_sheet(self, values: Mapping[str, Any], *, locked: bool) -> None:
        fields = fields_of(TERM)
        besides = BESIDES.get(self.terms.code if self.terms else "", [])
        left: list[str | tuple[str, ...]] = list(LABELS)
        right: list[str | tuple[str, ...]] = (
            [*besides, "place", "active"] if besides != REVERSE else [*REVERSE]
        )
        shown = [
            Shown(str(name), fields[str(name)], locked=locked, label=_short(str(name)))
            for name in [*left, *right]
        ]
        self.sheet.show_record([("", left, 0), ("", right, 1)], shown, values, {})

    @property
    def is_editing(self) -> bool:
        return self.new_in is not None or bool(self.sheet.changed_fields())

    @property
    def may_write(self) -> bool:
        return self.office.records.actor.has(RIGHT)

    @on(RowList.Highlighted)
    def row_highlighted(self, event: RowList.Highlighted) -> None:
        """Another list or element is under the hand."""
        column = event.row_list.parent
        if not isinstance(column, ListColumn) or not event.row_list.has_focus:
            return
        if self._logical(column) == 0:
            self.chain = []
            self.run_worker(self.load_terms(), group="load", exclusive=True)
        elif self.terms is not None and (term_id := int(str(event.row.id))) in self.terms.rows:
            self.chain[self.at - 1 :] = [term_id]
            self._look_ahead()
            self.show_term()

    def go_to_column(self, to: int) -> None:
        """Put the hand into another column."""
        column = self.column(self.at)
        column.stop_typing()
        if to > self.at:
            row = column.rows.row
            if row is None:
                return
            if self.at:
                self.chain[self.at - 1 :] = [int(str(row.id))]
        self.stand_at(to, self.chain if to else [])
        self.column(to).rows.focus()
        self.choose_under_hand()

    def stand_at(self, to: int, chain: list[int]) -> None:
        """Show the columns as they are when the hand is in this one, after these elements."""
        before = self._leftmost
        self.at, self.chain = to, chain
        if self._leftmost != before:
            for number in range(COLUMNS):
                self.query_one(f"#column-{number}", ListColumn).forget()
            self._show_lists()
        self._show_columns()

    def choose_under_hand(self) -> None:
        row = self.column(self.at).rows.row
        if self.at and row is not None:
            self.chain[self.at - 1 :] = [int(str(row.id))]
        elif self.at:
            self.chain = self.chain[: self.at - 1]
        self._look_ahead()
        self.show_term()
        self.refresh_path()

    def go_right(self) -> None:
        terms = self.terms
        if self.at == 0:
            self.go_to_column(1)
        elif terms is not None and self.term_id is not None and terms.below(self.term_id):
            self.go_to_column(self.at + 1)
        elif self.term_id is not None:
            self.say(_("It has no sub-elements. F7 adds one here after Right."), "plain")
            self.go_to_column(self.at + 1)


def _short(name: str) -> Any:
    """Labels short enough for two columns."""
    prefix, _sep, language = name.partition("_")
    if prefix == "reverse":
        return {"en": N_("Other side, en"), "fr": N_("Other side, fr"), "hy": N_("Other side, hy")}[language]
    return told(fields_of(TERM)[name].label)
