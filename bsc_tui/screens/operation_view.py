"""One operation: who did it, when and why; the records it touched, and below each field before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.events import Resize
from textual.widget import Widget

from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import N_, NP_, _, active, pgettext
from bsc_tui.operations import trail
from bsc_tui.operations.trail import Did, Pair
from bsc_tui.records.reading import Line
from bsc_tui.records.windows import Window
from bsc_tui.screens.audit_browser import TAKE_BACK, AuditBrowser
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.dialogs import Words
from bsc_tui.screens.parts.frame import Span
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.screens.stretch_place import StretchPlace
from bsc_tui.screens.tools import ADMIN

LEAST_PAIRS = 6
"""Rows that the fields keep at the least."""


class OperationView(StretchPlace):
    """What an operation did."""

    source: ClassVar[Any] = trail.changes
    ENTER = "operation.open"
    OF_ROW = frozenset({"operation.open", "operation.record"})
    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "operation.open",
            ("f2",),
            N_("Open"),
            "",
            "open_row",
            N_("Opens the record as it is now."),
        ),
        Command(
            "operation.fields",
            ("f3", "tab"),
            N_("Records or fields"),
            NP_("bar", "Fields"),
            "fields",
            N_("Between the records and the fields; Enter on a field shows it whole."),
            bar=20,
        ),
        Command(
            "operation.record",
            ("f6",),
            N_("All about this record"),
            NP_("bar", "Its trail"),
            "of_record",
            N_("Every operation that touched the record under the hand."),
            bar=30,
            letter="r",
        ),
        TAKE_BACK,
    )

    def __init__(self, operation_id: int) -> None:
        super().__init__()
        self._operation = operation_id
        self._did: Did | None = None
        self._pairs: list[Pair] = []

    # -- what is shown ---------------------------------------------------------------------
    def crumbs(self) -> tuple[str, ...]:
        """Where it is."""
        return (
            pgettext(*ADMIN),
            _("Audit trail"),
            _("No. %(id)s") % {"id": active().number(self._operation)},
        )

    def explanation(self) -> str:
        """For F1."""
        return _(
            "Above the records that were touched, below the fields of the one under the hand before and "
            "after. Enter opens the record as it is now; F8 takes the whole operation back."
        )

    def compose_body(self) -> Iterable[Widget]:
        """Facts, records, fields."""
        yield Words([("", "")] * 2, id="operation-facts")
        yield from super().compose_body()
        yield RowList(id="pairs")

    @property
    def pair_list(self) -> RowList:
        """The fields."""
        return self.query_one("#pairs", RowList)

    def on_mount(self) -> None:
        """The fields have columns of their own."""
        self._head_pairs()

    def relabel(self) -> None:
        """In the new language."""
        self._head_pairs()
        super().relabel()

    def reload(self, *, from_top: bool = False) -> None:
        """It may have been taken back meanwhile."""
        self.work(self._load, group="facts")
        super().reload(from_top=from_top)

    def headings(self) -> Sequence[Heading]:
        """The columns of the records."""
        return (
            Heading("did", "", 12),
            Heading("entity", _("Kind"), 18),
            Heading("title", _("Name"), 30, flexible=True),
        )

    def nothing(self) -> str:
        """Where there are no rows."""
        return _("It changed no record.")

    def _head_pairs(self) -> None:
        self.pair_list.set_headings(
            (
                Heading("label", _("Field"), 18),
                Heading("before", _("Before"), 20, flexible=True),
                Heading("after", _("After"), 20, flexible=True),
            )
        )
        self.pair_list.set_empty(_("No field was changed."))

    async def _load(self) -> None:
        office = self.office
        did = await office.run(trail.operation_of, office.records, self._operation)
        if self.has_been_left:
            return
        self._did = did
        first = (active().moment(did.at, office.config.zone), did.who, did.origin)
        lines: list[Span] = [
            (" " + "  ".join(word for word in first if word), ""),
            (" " + ": ".join(word for word in (did.verb, did.reason) if word), "title"),
        ]
        if did.is_undone:
            lines.append((" " + _("It was taken back."), "key"))
        if did.undoes:
            lines.append((" " + _("It took back no. %(id)s.") % {"id": active().number(did.undoes)}, "dim"))
        self.query_one("#operation-facts", Words).show(lines)
        self.refresh_keys()

    def listing(self) -> Any:
        """The operation."""
        return trail.ChangesOf(self._operation)

    def row_for(self, line: Line) -> ListRow:
        """A record in a row."""
        return ListRow(
            line.id, tuple(line.texts[name] for name in ("did", "entity", "title")), ("accent", "dim", "")
        )

    def came(self, window: Window) -> None:
        """The records take what they need, a third of the room at most."""
        super().came(window)
        self._share_room()
        if not window.lines:
            self._show_pairs([])

    def on_resize(self, event: Resize) -> None:
        """The room is shared anew."""
        super().on_resize(event)
        self._share_room()

    def _share_room(self) -> None:
        if self.is_mounted:
            most = max((self.size.height - 8) // 2 - LEAST_PAIRS // 2, 2)
            self.rows.styles.height = max(min(len(self.rows.rows) + 1, most), 2)

    @on(RowList.Highlighted, "#rows")
    def change_highlighted(self, event: RowList.Highlighted) -> None:
        """The fields follow the hand."""
        change_id = int(str(event.row.id))
        self.work(partial(self._load_pairs, change_id), group="pairs", exclusive=True)

    async def _load_pairs(self, change_id: int) -> None:
        finder = self.office.finder
        pairs = await self.office.run_search(trail.pairs_of, finder, change_id)
        row = None if self.has_been_left else self.rows.row
        if row is not None and row.id == change_id:
            self._show_pairs(pairs)

    def _show_pairs(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        self.pair_list.show(
            ListRow(
                place,
                (one.label, _one_line(one.before), _one_line(one.after)),
                ("dim", "", "" if one.before == one.after else "key"),
            )
            for place, one in enumerate(pairs)
        )
        self.refresh_keys()

    # -- commands --------------------------------------------------------------------------
    def why_not(self, command_id: str) -> str:
        """Settings are no record; what was taken back is."""
        if command_id in self.OF_ROW and self.line and self.line.values["entity"] not in ENTITIES:
            return _("These are settings: they have no record.")
        if command_id == TAKE_BACK.id:
            return self._did.why_not_undone if self._did is not None else ""
        if command_id == "operation.fields" and not self._pairs:
            return _("No field was changed.")
        return super().why_not(command_id)

    @on(RowList.Chosen, "#pairs")
    def pair_chosen(self, event: RowList.Chosen) -> None:
        """Enter on a field: all of it."""
        from bsc_tui.screens.parts.dialogs import Note  # late: seldom needed

        one = self._pairs[int(str(event.row.id))]
        before, after = _("Before"), _("After")
        self.app.push_screen(
            Note(one.label, [f"{before}: {one.before or '–'}", f"{after}: {one.after or '–'}"])
        )

    @on(RowList.Passed, "#pairs")
    def passed(self) -> None:
        """Up from the first field."""
        self.rows.focus()

    def action_fields(self) -> None:
        """F3."""
        if self.focused is self.pair_list:
            self.rows.focus()
        else:
            self.pair_list.focus()

    async def action_open_row(self) -> None:
        """The record as it is now."""
        from bsc_tui.screens.registry import open_record  # late: the registry knows all places

        line, office = self.line, self.office
        assert line is not None
        code, id = line.values["entity"], line.values["record"]
        kept = await self.ask(office.records.get, code, id)
        if kept is None:
            return
        if kept.trashed:
            self.say(_("“%(title)s” lies in the trash; from there it is restored.") % {"title": kept.title})
            return
        await open_record(self, code, id)

    def action_of_record(self) -> None:
        """F6."""
        line = self.line
        assert line is not None
        self.open(AuditBrowser((line.values["entity"], line.values["record"]), line.texts["title"]))

    async def action_take_back(self) -> None:
        """F8."""
        from bsc_tui.screens.own_work import take_back  # late: seldom needed

        did = self._did
        assert did is not None
        title = self.line.texts["title"] if self.line is not None else ""
        words = (did.verb, title, did.who, active().moment(did.at, self.office.config.zone))
        if await take_back(self, self._operation, " · ".join(word for word in words if word)):
            await self._load()


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
