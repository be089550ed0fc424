"""Asks for a new password twice, for one's own the old one before. Whether it does is the caller's to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.errors import Invalid, Problem
from bsc_tui.i18n import N_, NP_, _
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.dialogs import Words, wrapped
from bsc_tui.screens.parts.sheet import Field, Section, Sheet

LONGEST = 1000


class NewPassword(Dialog[str]):
    """Returns the new password after `set_it(old, new)` took it; that runs in the gate's thread."""

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("password.take", ("f2",), N_("Set the password"), NP_("bar", "Set"), "take", bar=10),
    )

    def __init__(self, title: str, set_it: Callable[[str, str], None], *, asks_old: bool = False) -> None:
        super().__init__()
        self._title = title
        self._set_it = set_it
        self._asks_old = asks_old

    def compose_box(self) -> Iterable[Widget]:
        """Title, fields, a line for what is wrong."""
        yield Words([*((line, "title") for line in wrapped(self._title, 56)), ("", "")])
        yield Sheet(id="passwords")
        yield Words([("", "")], id="wrong")

    @property
    def sheet(self) -> Sheet:
        """The fields."""
        return self.query_one("#passwords", Sheet)

    def on_mount(self) -> None:
        """One types at once."""
        labels = {"old": _("Present one"), "new": _("New one"), "again": _("Once more")}
        codes = [code for code in labels if code != "old" or self._asks_old]
        fields = tuple(Field(code, labels[code], 30, secret=True, limit=LONGEST) for code in codes)
        self.sheet.styles.height = len(fields)
        self.sheet.load([Section("", fields)], {}, focus=codes[0])

    @on(Sheet.PastEnd)
    def past_end(self) -> None:
        """Enter in the last field."""
        self.action_do("password.take")

    async def action_take(self) -> None:
        """Compare, then let the caller set it."""
        values = self.sheet.values
        if values["new"] != values["again"]:
            self._complain("again", _("The two passwords are not the same."))
            return
        try:
            await self.desk.run(self._set_it, values.get("old", ""), values["new"])
        except Invalid as invalid:
            problem = invalid.problems[0]
            self._complain("old" if problem.field == "old" else "new", problem.sentence)
        except Problem as problem:
            self._complain("new", str(problem))
        else:
            self.give(values["new"])

    def _complain(self, code: str, sentence: str) -> None:
        self.query_one("#wrong", Words).show([(line, "trouble") for line in wrapped(f"! {sentence}", 56)])
        self.sheet.focus_field(code if code in self.sheet.values else "new")
