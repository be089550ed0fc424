"""What every full screen and every dialog of the program is: a Place and a Dialog.

What stands in a place is the place's; the frame's painting is in parts/frame.py, the tabs in tabs.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, ParamSpec, TypeVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import Key, Resize
from textual.screen import ModalScreen
from textual.widget import Widget

from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, NP_, _
from bsc_tui.screens.commands import REPAINT, Command, bindings_of
from bsc_tui.screens.office import Office, office_of
from bsc_tui.screens.parts.frame import FrameLine, Span, message_spans, path_spans
from bsc_tui.screens.quiet import Handler, Quiet, house_of

__all__ = ["BACK", "Dialog", "Handler", "Place", "Quiet", "house_of"]

P = ParamSpec("P")
T = TypeVar("T")
Answer = TypeVar("Answer")

LEAST_SIZE = (60, 16)
"""Columns and rows below which work makes no sense."""

BACK = Command(
    "back", ("escape",), N_("Back"), NP_("bar", "Back"), "back", N_("Back to where you came from."), bar=90
)


class Place(Quiet[Any]):
    """A full screen: tabs, path, body, message, keys. Subclasses say `crumbs`, `compose_body`, OFFERS.

    `digits_switch_tabs`: a bare digit that no field takes goes to that tab.
    """

    OFFERS: ClassVar[tuple[Command, ...]] = (BACK,)
    digits_switch_tabs: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._state: Span = ("", "")
        self._message: tuple[str, str, str] = ("", "plain", "")

    # -- for subclasses --------------------------------------------------------------------

    def crumbs(self) -> tuple[str, ...]:
        """The path to here, the tab first, in the active language."""
        return ()

    def compose_body(self) -> Iterable[Widget]:
        """What stands between path and message."""
        return ()

    def about(self) -> tuple[str, int | None, str]:
        """What is shown, for who finds something wrong with it: an entity, a record of it, a field."""
        return "", None, ""

    async def may_leave(self) -> bool:
        """Asked before the place is left for good: False keeps it (ask there about what was changed)."""
        return True

    # -- the frame -------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The frame and the body."""
        yield self._tab_bar_line()
        yield FrameLine(self.path_line, id="path-line")
        with Container(id="body"):
            yield from self.compose_body()
        yield FrameLine(self.message_line, id="message-line")
        yield self._key_bar_line()

    def path_line(self, width: int) -> list[Span]:
        """Row 2."""
        return path_spans(self.crumbs(), self._state, house_of(self).desk.name, width)

    def message_line(self, width: int) -> list[Span]:
        """Row 23."""
        if self.has_class("-small"):
            sentence = _("Window too small: it takes %(columns)d x %(rows)d.")
            return message_spans(sentence % {"columns": 80, "rows": 24}, "trouble", "", width)
        text, tone, aside = self._message
        return message_spans(text, tone, aside, width)

    def on_resize(self, event: Resize) -> None:
        """A window that is too small is told to be."""
        columns, rows = LEAST_SIZE
        self.set_class(event.size.width < columns or event.size.height < rows, "-small")

    def _renew(self, line: str) -> None:
        for widget in self.query(f"#{line}").results(FrameLine):
            widget.renew()

    def say(self, text: str, tone: str = "good", aside: str = "") -> None:
        """Say a sentence in the message line; tones: good, trouble, warn, plain. `aside` stands right."""
        self._message = (text, tone, aside)
        self._renew("message-line")

    def hush(self) -> None:
        """Clear the message line."""
        self.say("", "plain")

    def set_state(self, text: str, tone: str = "key") -> None:
        """The state of what is shown, in the path line: saved, changed, searching…"""
        self._state = (text, tone)
        self._renew("path-line")

    def refresh_path(self) -> None:
        """The crumbs have changed: show it."""
        self._renew("path-line")

    def refuse(self, sentence: str) -> None:
        """Why a command was not done goes to the message line."""
        self.say(sentence, "warn")

    def program_commands(self) -> list[Command]:
        """The program's commands work in every place."""
        return house_of(self).program_commands()

    # -- asking the gate -------------------------------------------------------------------

    @property
    def office(self) -> Office:
        """Who works here, with the gate: there once somebody has signed in."""
        return office_of(self)

    async def ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The function's answer from the gate's thread. A Problem is told, and the answer is None.

        Where None is an answer of its own, or a problem is to be handled, use `desk.run`.
        """
        try:
            with self.patience():
                return await self.desk.run(function, *args, **kwargs)
        except Problem as problem:
            self.tell(problem)
            return None

    @contextmanager
    def patience(self) -> Iterator[None]:
        """While the gate takes long, the path line says so."""
        slow = self.set_timer(0.3, lambda: self.set_state(_("one moment…"), "dim"))
        before = self._state
        try:
            yield
        finally:
            slow.stop()
            if self._state == (_("one moment…"), "dim"):
                self.set_state(*before)

    def tell(self, problem: Problem) -> None:
        """Tell the problem in the message line; one that is longer than the line is told in a dialog too.

        What stands in the line already was told: a place that asks again each time a dialog closes would
        otherwise never let go.
        """
        whole = str(problem)
        told_before = bool(problem.title) and self._message[0] == problem.title
        self.say(whole, "trouble")
        if told_before:
            self.say(problem.title, "trouble")
        elif cell_len(whole) > self.size.width - 6:
            from bsc_tui.screens.parts.dialogs import Note  # a dialog is made of this module

            self.say(problem.title, "trouble")
            self.app.push_screen(Note(problem.title, [problem.sentence, problem.remedy], tone="trouble"))

    # -- coming and going ------------------------------------------------------------------

    def open(self, place: Place, closed: Callable[[Any], None] | None = None) -> None:
        """Open another place on top of this one; `closed` gets what it was left with.

        A refusal does not wait here for one who comes back.
        """
        if self._message[1] == "warn":
            self.hush()
        self.app.push_screen(place, closed)

    @property
    def is_bottom(self) -> bool:
        """Whether this is the place its tab begins with."""
        return self.app.screen_stack[0] is self

    def why_not(self, command_id: str) -> str:
        """There is nothing behind the first place of a tab."""
        if command_id == BACK.id and self.is_bottom:
            return _("This is where the tab begins.")
        return super().why_not(command_id)

    async def action_back(self) -> None:
        """Leave this place for the one it was opened from."""
        if not self.is_bottom and await self.may_leave():
            self.dismiss(None)

    def on_key(self, event: Key) -> None:
        """A digit that nobody took is a tab."""
        if self.digits_switch_tabs and event.character and event.character in "123456789":
            event.stop()
            house_of(self).go_to_tab(int(event.character))


class Dialog(Quiet[Answer], ModalScreen[Answer]):
    """A box over the place, with a key bar of its own. It returns its answer; Esc closes it without one.

    A `whole` dialog takes the room of the place's body, so that nothing of it looks out behind the box.
    """

    OFFERS: ClassVar[tuple[Command, ...]] = (
        Command(
            "dialog.back",
            ("escape",),
            N_("Back"),
            NP_("bar", "Back"),
            "back",
            N_("Closes without an answer."),
            bar=90,
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of((REPAINT,))]  # the program's own do not reach a box
    whole: ClassVar[bool] = False
    asks = True

    def program_commands(self) -> list[Command]:
        """A disturbed terminal is painted anew whatever stands open."""
        return [REPAINT]

    def compose_box(self) -> Iterable[Widget]:
        """What stands in the box."""
        return ()

    def compose(self) -> ComposeResult:
        """The box and the keys; of the place beneath its lines."""
        beneath = self.app.screen_stack[-2] if len(self.app.screen_stack) > 1 else None
        place = beneath if self.whole and isinstance(beneath, Place) else None
        self.set_class(self.whole, "whole")
        if place is not None:
            yield self._tab_bar_line()
            yield FrameLine(place.path_line, id="path-line")
        with Container(id="box"):
            yield from self.compose_box()
        if place is not None:
            yield FrameLine(place.message_line, id="message-line")
        yield self._key_bar_line()

    def give(self, answer: Answer | None) -> None:
        """Close the dialog with this answer."""
        if self.is_current and self.asks:
            self.asks = False
            self.dismiss(answer)

    def action_back(self) -> None:
        """Close without an answer."""
        self.give(None)
