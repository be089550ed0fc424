"""Whose value: somebody else has saved the record meanwhile, and both have changed the same fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.i18n import N_, NP_, _
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.dialogs import Words, wrapped
from bsc_tui.screens.parts.frame import Span
from bsc_tui.screens.parts.row_list import Heading, ListRow, RowList
from bsc_tui.values import dataclass

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class ValueClash:
    """One field that two people have changed; values as shown."""

    field: str
    label: str
    opened: str
    theirs: str
    mine: str


class ThreeValues(Dialog[dict[str, str]]):
    """Somebody saved the record meanwhile: for each field, as I opened it, as it is now, as I typed it.

    Left takes theirs, Right mine; the answer is field -> MINE or THEIRS. Nothing is chosen for the person: it
    begins with theirs, which overwrites nothing.
    """

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("three.theirs", ("left",), N_("As it is now"), NP_("bar", "Theirs"), "theirs", bar=10),
        Command("three.mine", ("right",), N_("As I typed it"), NP_("bar", "Mine"), "mine", bar=20),
        Command("three.take", ("f2", "enter"), N_("Take these values"), NP_("bar", "Take"), "take", bar=30),
    )

    whole = True

    def __init__(self, who: str, clashes: Sequence[ValueClash]) -> None:
        super().__init__()
        self._who = who
        self._clashes = list(clashes)
        self._chosen = {clash.field: THEIRS for clash in self._clashes}

    def compose_box(self) -> Iterable[Widget]:
        """Who, and the table."""
        title = _("%(who)s has saved this record meanwhile.") % {"who": self._who}
        yield Words([(title, "title"), (_("Choose for each field with Left and Right."), "dim"), ("", "")])
        headings = (
            Heading("label", _("Field"), 14),
            Heading("opened", _("As I opened it"), 14, flexible=True),
            Heading("theirs", _("As it is now"), 14, flexible=True),
            Heading("mine", _("As I typed it"), 14, flexible=True),
        )
        rows = RowList(headings, [self._row(clash) for clash in self._clashes], id="clashes")
        rows.styles.height = min(len(self._clashes) + 1, 9)
        yield rows
        yield Words([("", "")] * 7, id="whole-values")

    def _row(self, clash: ValueClash) -> ListRow:
        mine = self._chosen[clash.field] == MINE
        theirs_sign, mine_sign = ("  ", "► ") if mine else ("► ", "  ")
        cells = (clash.label, clash.opened, theirs_sign + clash.theirs, mine_sign + clash.mine)
        return ListRow(clash.field, cells, ("", "dim", "dim" if mine else "key", "key" if mine else "dim"))

    def on_mount(self) -> None:
        """The arrows work at once."""
        rows = self.query_one("#clashes", RowList)
        rows.focus()
        rows.show(rows.rows)

    @on(RowList.Highlighted)
    def show_whole_values(self, event: RowList.Highlighted) -> None:
        """The values of the field under the hand without being cut."""
        words = self.query_one("#whole-values", Words)
        for clash in self._clashes:
            if clash.field == event.row.id:
                now, mine = _("As it is now"), _("As I typed it")
                lines: list[Span] = [("", ""), (f"{now}:", "dim")]
                lines += [(line, "") for line in wrapped(clash.theirs, max(words.size.width, 20))[:2]]
                lines.append((f"{mine}:", "dim"))
                lines += [(line, "") for line in wrapped(clash.mine, max(words.size.width, 20))[:2]]
                words.show([*lines, *[("", "")] * (7 - len(lines))])

    def _choose(self, whose: str) -> None:
        rows = self.query_one("#clashes", RowList)
        for clash in self._clashes:
            if rows.row is not None and clash.field == rows.row.id:
                self._chosen[clash.field] = whose
                rows.change(self._row(clash))

    def action_theirs(self) -> None:
        """The field stays as it is now."""
        self._choose(THEIRS)

    def action_mine(self) -> None:
        """The field becomes what I typed."""
        self._choose(MINE)

    @on(RowList.Chosen)
    def action_take(self) -> None:
        """These are the values."""
        self.give(dict(self._chosen))
