"""What every full screen and every dialog of the program is: a Place and a Dialog, and how they do commands.

What stands in a place is the place's; the frame's painting is in parts/frame.py, the tabs in tabs.py.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, ClassVar, ParamSpec, Protocol, TypeVar, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key, Resize
from textual.keys import key_to_character
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, _
from bsc_tui.screens.commands import Command, bindings_of, key_name, working_keys
from bsc_tui.screens.desk import Desk
from bsc_tui.screens.parts.frame import FrameLine, Span, key_spans, message_spans, path_spans, tab_spans
from bsc_tui.screens.type_ahead import TypeAhead

P = ParamSpec("P")
T = TypeVar("T")
Answer = TypeVar("Answer")

Handler = Callable[[Any], Awaitable[None] | None]
"""Does a command of the program; gets the place it was asked in."""

LEAST_SIZE = (60, 16)
"""Columns and rows below which nothing sensible can be painted."""

BACK = Command(
    "back", ("escape",), N_("Back"), N_("Back"), "back", N_("Back to where you came from."), bar=90
)


class House(Protocol):
    """What places and dialogs ask of the app they stand in."""

    @property
    def desk(self) -> Desk:
        """Who works here."""

    @property
    def keymap(self) -> dict[str, str]:
        """The person's own keys."""

    @property
    def tab_titles(self) -> list[str]:
        """The tabs' short names in the active language."""

    @property
    def tab(self) -> int:
        """The tab shown, from 0; -1 = none."""

    def go_to_tab(self, number: int) -> None:
        """Show the tab with this number, from 1."""

    def program_commands(self) -> list[Command]:
        """The program's commands that can be used now."""

    def handler_of(self, command_id: str) -> Handler | None:
        """What does this command of the program; it gets the place it was asked in."""

    @property
    def type_ahead(self) -> TypeAhead:
        """What holds keys back while a command is at work."""


def house_of(widget: Widget) -> House:
    """The app, as places know it."""
    return cast(House, widget.app)


class Quiet(Screen[Answer]):
    """A screen that repaints only what changes, and whose commands are stated once.

    `OFFERS` of a class come after those of the classes it is made from; the same id replaces.
    """

    # Textual repaints the whole screen at each move of the focus; our parts paint their own change.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    AUTO_FOCUS = ""
    OFFERS: ClassVar[tuple[Command, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", []), *bindings_of(cls.__dict__.get("OFFERS", ()))]
        super().__init_subclass__(**options)

    is_ready = False
    """Whether keys may be typed into it."""

    asks = False
    """Whether it is an open question of another screen."""

    def on_mount(self) -> None:
        """Runs after a subclass's own `on_mount`, which sets the focus: then keys may come."""
        self.app.call_later(self._become_ready)

    def _become_ready(self) -> None:
        self.is_ready = True
        house_of(self).type_ahead.flow()

    # -- for subclasses --------------------------------------------------------------------

    def why_not(self, command_id: str) -> str:
        """Why this command can't be used now, as a sentence; '' when it can."""
        return ""

    def refuse(self, sentence: str) -> None:
        """Say why a command was not done."""

    def hint(self) -> str:
        """A sentence about the field that has the focus."""
        return ""

    def explanation(self) -> str:
        """What one does here, for F1: some sentences."""
        return ""

    # -- commands --------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """All commands of this place, whether they can be used now or not."""
        stated: dict[str, Command] = {}
        for ancestor in reversed(type(self).__mro__):
            stated |= {command.id: command for command in ancestor.__dict__.get("OFFERS", ())}
        return list(stated.values())

    def may(self, command_id: str) -> bool:
        """Whether the command can be used now."""
        return not self.why_not(command_id)

    def program_commands(self) -> list[Command]:
        """The program's commands that reach through to here."""
        return []

    def keys_now(self) -> list[tuple[Command, tuple[str, ...]]]:
        """Every command that can be used now, with the keys that work for it now, the main one first."""
        own, program = self.commands(), self.program_commands()
        keymap = house_of(self).keymap
        keys = working_keys((own, program), keymap)
        return [
            (command, tuple(key for key in keys[command.id] if not self._is_typed(key)))
            for command in [*own, *program]
            if self.may(command.id)
        ]

    def bar(self) -> list[tuple[str, str]]:
        """The key bar: a key and a word for each command that asks for a place in it."""
        shown = [(command, keys[0]) for command, keys in self.keys_now() if command.bar and keys]
        shown.sort(key=lambda pair: pair[0].bar)
        return [(key_name(key), _(command.short)) for command, key in shown]

    def _is_typed(self, key: str) -> bool:
        """Whether the key would be typed into the field that has the focus."""
        if self.focused is None:
            return False
        return self.focused.check_consume_key(key, key_to_character(key))

    def command(self, command_id: str) -> Command | None:
        """The command with this id that can be done from here."""
        return next(
            (one for one in [*self.commands(), *self.program_commands()] if one.id == command_id), None
        )

    def action_do(self, command_id: str) -> None:
        """A key or the menu asks for a command: do it, or say why not."""
        command = self.command(command_id)
        if command is None:
            return
        if reason := self.why_not(command_id):
            self.refuse(reason)
            return
        handler = house_of(self).handler_of(command_id)
        work = partial(handler, self) if handler else getattr(self, f"action_{command.action}")
        holder = self if command.holds else None
        if holder:
            house_of(self).type_ahead.hold(holder)
        self.run_worker(self._do(work, holder), group="commands")

    async def _do(self, work: Callable[[], Awaitable[None] | None], holder: Quiet[Any] | None) -> None:
        try:
            done = work()
            if inspect.isawaitable(done):
                await done
        except Problem as problem:
            self.tell(problem)
        finally:
            if holder:
                house_of(self).type_ahead.release(holder)

    def tell(self, problem: Problem) -> None:
        """Tell a problem to the person."""
        self.refuse(str(problem))

    # -- asking ----------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """Who works here, and their threads."""
        return house_of(self).desk

    async def answer(self, dialog: Dialog[Answer2]) -> Answer2 | None:
        """Open the dialog and wait for its answer; None = closed without one. For commands and workers."""
        return await self.app.push_screen_wait(dialog)

    def _tab_bar_line(self) -> FrameLine:
        house = house_of(self)
        return FrameLine(lambda width: tab_spans(house.tab_titles, house.tab, width), id="tab-bar")

    def _key_bar_line(self) -> FrameLine:
        return FrameLine(lambda width: key_spans(self.bar(), width), id="key-bar")

    def refresh_keys(self) -> None:
        """The commands that can be used have changed: show it."""
        for line in self.query("#key-bar").results(FrameLine):
            line.renew()

    def on_descendant_focus(self) -> None:
        """Which keys work can depend on the focus."""
        self.refresh_keys()

    def retitle(self) -> None:
        """The language or the keys have changed: say everything anew, keep what was typed."""
        for line in self.query(FrameLine):
            line.refresh()
        self.relabel()

    def relabel(self) -> None:
        """Set the body's words again in the language now active. For subclasses; the frame sees to itself."""


Answer2 = TypeVar("Answer2")


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
            sentence = _("The window is too small: %(columns)d columns and %(rows)d rows at the least.")
            return message_spans(sentence % {"columns": 80, "rows": 24}, "trouble", "", width)
        text, tone, aside = self._message
        return message_spans(text, tone, aside, width)

    def on_resize(self, event: Resize) -> None:
        """In a window that is too small only a sentence is shown."""
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

    async def ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The function's answer from the gate's thread. A Problem is told, and the answer is None.

        Where None is an answer of its own, or a problem is to be handled, use `desk.run`.
        """
        slow = self.set_timer(0.3, lambda: self.set_state(_("one moment…"), "dim"))
        before = self._state
        try:
            return await self.desk.run(function, *args, **kwargs)
        except Problem as problem:
            self.tell(problem)
            return None
        finally:
            slow.stop()
            if self._state == (_("one moment…"), "dim"):
                self.set_state(*before)

    def tell(self, problem: Problem) -> None:
        """Tell the problem in the message line; one that is longer than the line is told in a dialog too."""
        whole = str(problem)
        self.say(whole, "trouble")
        if cell_len(whole) > self.size.width - 6:
            from bsc_tui.screens.parts.dialogs import Note  # a dialog is made of this module

            self.say(problem.title, "trouble")
            self.app.push_screen(Note(problem.title, [problem.sentence, problem.remedy], tone="trouble"))

    # -- coming and going ------------------------------------------------------------------

    def open(self, place: Place, closed: Callable[[Any], None] | None = None) -> None:
        """Open another place on top of this one; `closed` gets what it was left with."""
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
            N_("Back"),
            "back",
            N_("Closes without an answer."),
            bar=90,
        ),
    )
    whole: ClassVar[bool] = False
    asks = True

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
