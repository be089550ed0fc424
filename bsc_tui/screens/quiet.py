"""A screen that paints only what changes and states its commands once: what places and dialogs share.

What stands round a place, and what a dialog is, says base.py.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from textual._styles_cache import StylesCache
from textual.events import ScreenResume
from textual.keys import key_to_character
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from bsc_tui.errors import Problem
from bsc_tui.i18n import told
from bsc_tui.screens.commands import Command, bindings_of, key_name, working_keys
from bsc_tui.screens.desk import Desk
from bsc_tui.screens.parts.frame import FrameLine, key_spans, tab_spans
from bsc_tui.screens.type_ahead import TypeAhead

if TYPE_CHECKING:
    from bsc_tui.screens.base import Dialog

Answer = TypeVar("Answer")
Answer2 = TypeVar("Answer2")

Handler = Callable[[Any], Awaitable[object] | None]
"""Does a command of the program; gets the place it was asked in."""


class House(Protocol):
    """What places and dialogs ask of the app they stand in."""

    @property
    def desk(self) -> Desk:
        """Who works here."""

    @property
    def keymap(self) -> dict[str, str]:
        """The person's own keys."""

    @property
    def local_keys(self) -> dict[str, str]:
        """Those of them that a file of this computer gives, which wins over the account's."""

    @property
    def is_open(self) -> bool:
        """Whether the database has been opened, and with it the desk."""

    async def opened(self) -> None:
        """Until it has been; keys wait meanwhile."""

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

    def switch_language(self, code: str) -> None:
        """Speak this language from now on."""

    def use_theme(self, name: str) -> None:
        """Use these colours from now on."""

    def repaint(self) -> None:
        """Paint every cell anew, whatever stands on the terminal."""

    @property
    def type_ahead(self) -> TypeAhead:
        """What holds keys back while a command is at work."""

    @property
    def last_key(self) -> float:
        """When a key was last pressed, by the monotonic clock."""


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

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Runs before Textual's own, which would style every widget anew: a quarter of opening a form.

        Colours that have changed meanwhile are put on when the screen is switched to; nothing else changes
        where nobody is.
        """
        event.refresh_styles = False

    def _become_ready(self) -> None:
        self.is_ready = True
        house_of(self).type_ahead.flow()

    def _compositor_refresh(self) -> None:
        """While the first widgets are put up Textual paints, and throws it away: what is dirty stays so."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    def on_unmount(self) -> None:
        """Closed for good, it is forgotten: Textual keeps the last thousand painted widgets of any screen."""
        StylesCache.get_inner_outer.cache_clear()

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
        return [(key_name(key), told(command.short)) for command, key in shown]

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
        self._start(work, holder, group="commands")

    @property
    def has_been_left(self) -> bool:
        """Whether it was closed for good: an answer that comes now has nowhere to be shown."""
        return not any(self in stack for stack in self.app._screen_stacks.values())

    def work(
        self,
        work: Callable[[], Awaitable[object] | None],
        *,
        group: str,
        exclusive: bool = False,
        holds: bool = False,
    ) -> None:
        """Do something beside the keys, a Problem of which is told; with `holds` keys wait until it has done.

        What is `exclusive` stops what the group did before, and holds nothing.
        """
        holder = self if holds and not exclusive else None
        if holder:
            house_of(self).type_ahead.hold(holder)
        self._start(work, holder, group=group, exclusive=exclusive)

    def _start(
        self,
        work: Callable[[], Awaitable[object] | None],
        holder: Quiet[Any] | None,
        *,
        group: str,
        exclusive: bool = False,
    ) -> None:
        # A coroutine made here would be left behind where the worker is stopped before it begins.
        doing: Any = partial(self._do, work, holder)
        self.run_worker(doing, group=group, exclusive=exclusive)

    async def _do(self, work: Callable[[], Awaitable[object] | None], holder: Quiet[Any] | None) -> None:
        try:
            await house_of(self).opened()
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
