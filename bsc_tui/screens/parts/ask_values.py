"""A question for a few values at once: read and checked by the kind of each, what is wrong said below."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.widget import Widget

from bsc_tui.entities.kinds import Kind, Reading
from bsc_tui.errors import FieldProblem
from bsc_tui.i18n import N_, NP_, Unreadable, _, active
from bsc_tui.screens.base import Dialog
from bsc_tui.screens.commands import Command
from bsc_tui.screens.parts.dialogs import Words, wrapped
from bsc_tui.screens.parts.frame import Span
from bsc_tui.screens.parts.sheet import Field, Section, Sheet
from bsc_tui.values import dataclass

LINE = 64
"""Cells of a line in the box."""


@dataclass(frozen=True)
class Asked:
    """One value: what it is called, its kind and how it begins."""

    code: str
    label: str
    kind: Kind
    value: Any = None
    width: int = 20
    required: bool = False


class AskValues(Dialog["dict[str, Any]"]):
    """Returns code -> value. `check` says what is wrong with the values together, None: they are sound.

    `problem` is what was wrong with them before.
    """

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command("values.take", ("f2", "ctrl+s"), N_("Take it"), NP_("bar", "OK"), "take", bar=10),
    )

    def __init__(
        self,
        title: str,
        asked: Sequence[Asked],
        today: datetime.date,
        *,
        lines: Sequence[Span] = (),
        currency: str = "AMD",
        check: Callable[[Mapping[str, Any]], FieldProblem | None] | None = None,
        problem: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._asked = tuple(asked)
        self._lines = list(lines)
        self._reading = Reading(active(), today, currency)
        self._check = check
        self._problem = problem
        self.sheet = Sheet(id="sheet")

    def compose_box(self) -> Iterable[Widget]:
        """What is asked, the fields, what is wrong."""
        title = [(line, "title") for line in wrapped(self._title, LINE)]
        yield Words([*title, ("", ""), *self._lines, *([("", "")] if self._lines else [])])
        yield self.sheet
        yield Words([("", ""), ("", "")], id="wrong")

    def on_mount(self) -> None:
        """One types at once."""
        self.sheet.styles.height = len(self._asked)
        fields = tuple(
            Field(
                one.code,
                one.label,
                width=one.width,
                limit=200,
                right=one.kind.right,
                anew=one.kind.anew,
                required=one.required,
            )
            for one in self._asked
        )
        values = {one.code: one.kind.format(one.value, self._reading) for one in self._asked}
        self.sheet.load([Section("", fields)], values, focus=self._asked[0].code)
        if self._problem:
            self._say(self._problem)

    @on(Sheet.PastEnd)
    def at_the_end(self) -> None:
        """Enter in the last field takes them."""
        self.action_take()

    def action_take(self) -> None:
        """These are the values, if they can be read."""
        values: dict[str, Any] = {}
        for one in self._asked:
            sentence = ""
            try:
                value = one.kind.clean(one.kind.parse(self.sheet.values[one.code], self._reading))
                sentence = one.kind.check(value)
            except Unreadable as unreadable:
                sentence = unreadable.sentence
            except ValueError:
                sentence = _("“%(text)s” does not fit here.") % {"text": self.sheet.values[one.code][:30]}
            if not sentence and one.required and one.kind.is_empty(value):
                sentence = _("%(field)s is missing.") % {"field": one.label}
            if sentence:
                self._wrong(one.code, sentence)
                return
            values[one.code] = value
        if self._check is not None and (problem := self._check(values)):
            self._wrong(problem.field, problem.sentence)
        else:
            self.give(values)

    def _wrong(self, code: str, sentence: str) -> None:
        self._say(sentence)
        self.sheet.focus_field(code)

    def _say(self, sentence: str) -> None:
        lines = wrapped("! " + sentence, LINE)
        self.query_one("#wrong", Words).show([("", ""), *((line, "trouble") for line in lines)])
