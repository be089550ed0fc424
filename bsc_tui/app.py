"""The program on the screen: colours, language, keys, tabs, first place, the one display of what went wrong.

What the places are is the registry's; what they do goes through the desk. Before Textual is imported the
starter sets TEXTUAL_ANIMATIONS=none and TEXTUAL_SMOOTH_SCROLL=0; it runs the app with `mouse=False` and exits
with `return_code`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.worker import WorkerFailed

from bsc_tui import closing
from bsc_tui.errors import Problem
from bsc_tui.i18n import LANGUAGES, Translator, _, activate, active
from bsc_tui.screens import commands, program, themes
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, bindings_of
from bsc_tui.screens.desk import Desk
from bsc_tui.screens.mishap import kept_and_told
from bsc_tui.screens.quiet import Handler, Quiet
from bsc_tui.screens.tabs import TABS, Places, place_of
from bsc_tui.screens.type_ahead import TypeAhead

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # without it Python would print the details to the person


HUNG_UP = 128 + 1
"""The exit status of a program whose terminal is gone."""

LEAVING = 1.0
"""Seconds for keeping drafts when the system ends the program."""

BREATH = 0.01
"""Seconds in which the first screen gets out to the terminal before anything else is done."""

ENTRANCE = "entrance"
"""The mode in which nobody has signed in."""


class BscApp(App[int], inherit_bindings=False):
    """The app of one session. With an `entrance` (signing in) it begins there, and `enter` opens the tabs.

    With `opening` the first screen stands before the database is open: that makes the desk, in a thread. What
    needs the desk waits for `opened`; if there is a `problem`, the app ends with it.
    """

    CSS_PATH = Path(__file__).with_name("styles.tcss")
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(commands.PROGRAM)]

    def __init__(
        self,
        desk: Desk,
        places: Places,
        *,
        opening: Callable[[], Desk] | None = None,
        entrance: Callable[[], Screen[Any]] | None = None,
        state_folder: Path | None = None,
        colours: themes.Colours | None = None,
        plain_output: bool = False,
        is_afar: bool = False,
    ) -> None:
        super().__init__(driver_class=own_driver(plain_output=plain_output))
        self.desk = desk
        self._opening = opening
        self._opened = asyncio.Event()
        if opening is None:
            self._opened.set()
        self._former_signals: closing.Former = {}
        self._is_leaving = False
        self.problem: Problem | None = None
        self._entrance = entrance
        self._state_folder = state_folder
        self._is_afar = is_afar
        self._handlers: dict[str, Handler] = {}
        self.type_ahead = TypeAhead(self._screen_now, self.post_message)
        self._colours = colours or themes.colours_of(os.environ, self.console.color_system)
        for theme in themes.THEMES:
            self.register_theme(theme)
        if self._colours is themes.Colours.NONE:
            self._filters = [one for one in self._filters if not isinstance(one, (Monochrome, NoColor))]
            self._filters.append(themes.PlainStyles())
        self._places = places
        for tab in TABS:
            self.add_mode(tab.code, self._styled(partial(place_of, tab, places)))
        if entrance is not None:
            self.add_mode(ENTRANCE, self._styled(entrance))
        # Textual knows no other way to begin in a mode whose screen is made by a function.
        self._current_mode = ENTRANCE if entrance is not None else TABS[0].code
        self._screen_stacks = {self._current_mode: []}
        self.local_keys: dict[str, str] = {}
        self.last_key = time.monotonic()
        self.when_mounted: list[Callable[[], None]] = []
        self.apply_preferences()
        for command, handler in program.HANDLERS.items():
            self.register(command, handler)

    # -- what the program can do -----------------------------------------------------------

    def register(self, command: Command, handler: Handler) -> None:
        """From now on the command is offered and this does it; it gets the place it was asked in."""
        self._handlers[command.id] = handler

    def handler_of(self, command_id: str) -> Handler | None:
        """What does this command of the program."""
        return self._handlers.get(command_id)

    def program_commands(self) -> list[Command]:
        """The program's commands that have a handler, in the menu's order."""
        return [command for command in commands.PROGRAM if command.id in self._handlers]

    def action_do(self, command_id: str) -> None:
        """A key of the program was pressed: the place on the screen does it."""
        if isinstance(self.screen, Quiet):
            self.screen.action_do(command_id)

    # -- the session -----------------------------------------------------------------------

    def on_mount(self) -> None:
        """What watches over the session begins."""
        self.app_resume_signal.subscribe(self, lambda _app: self.repaint())  # Textual itself leaves it blank
        if not self.is_headless:
            self._heed_the_system()
        for begin in self.when_mounted:
            begin()
        if self._opening is None and not self.is_headless:
            self.call_after_refresh(tidy_often)
        if self._opening is not None:
            self.call_after_refresh(self.set_timer, BREATH, partial(self._begin_to_open, self._opening))

    def _begin_to_open(self, opening: Callable[[], Desk]) -> None:
        self.run_worker(self._open(opening), group="opening")

    async def _open(self, opening: Callable[[], Desk]) -> None:
        first = self.desk
        try:
            self.desk = await first.run(opening)
        except Problem as problem:
            self.problem = problem
            self.exit(1)
            return
        first.close()
        if not self.is_headless:
            tidy_often()
        self.apply_preferences()
        self._opened.set()
        self._retitle()

    @property
    def is_open(self) -> bool:
        """Whether the desk is there."""
        return self._opened.is_set()

    async def opened(self) -> None:
        """Until the desk is there; keys wait meanwhile."""
        if not self.is_open:
            holder = self.screen
            self.type_ahead.hold(holder)
            await self._opened.wait()
            self.type_ahead.release(holder)

    @property
    def has_entrance(self) -> bool:
        """Whether one signs in here, and so can sign out."""
        return self._entrance is not None

    def enter(self, desk: Desk) -> None:
        """Somebody has signed in: their desk, their preferences, the first tab."""
        self.desk = desk
        self.apply_preferences()
        self.switch_mode(TABS[0].code)

    def leave_office(self, desk: Desk) -> None:
        """Somebody has signed out: their places are gone, the entrance stands here with this desk."""
        self.desk.close()
        self.desk = desk
        self.apply_preferences()
        self.switch_mode(ENTRANCE)
        for tab in TABS:
            self.remove_mode(tab.code)
            self.add_mode(tab.code, self._styled(partial(place_of, tab, self._places)))

    def _styled(self, make: Callable[[], Screen[Any]]) -> Callable[[], Screen[Any]]:
        """The same screen, known to have the colours in force.

        Textual reads the whole stylesheet anew for the first screen of a mode: the fifth part of a start.
        """

        def made() -> Screen[Any]:
            screen = make()
            screen._css_update_count = self._css_update_count
            return screen

        return made

    def apply_preferences(self) -> None:
        """Language, colours and keys as the desk's preferences say."""
        preferences = self.desk.preferences
        self.switch_language(preferences.language)
        self.use_theme(preferences.theme)
        self.set_keymap({**preferences.keys, **self.local_keys})

    def switch_language(self, code: str) -> None:
        """Speak this language from now on, in every open place."""
        if code in LANGUAGES and code != active().language:
            activate(Translator(code))
            self._retitle()

    def use_theme(self, name: str) -> None:
        """Use these colours, or the nearest the terminal can show."""
        wanted = themes.theme_for(name, self._colours)
        if self._running:
            self.theme = wanted
        else:  # what begins with it needs no second styling
            self.set_reactive(BscApp.theme, wanted)
            self.stylesheet.set_variables(self.get_css_variables())

    def use_keys(self, keymap: Mapping[str, str]) -> None:
        """The person's own keys: command id -> keys. Bar, menu and help show them."""
        self.set_keymap({**keymap, **self.local_keys})
        self._retitle()

    @property
    def keymap(self) -> dict[str, str]:
        """The person's own keys, in Textual's spelling."""
        return dict(self._keymap)

    def _retitle(self) -> None:
        for screen in self._open_screens():
            screen.retitle()

    def _open_screens(self) -> Iterable[Quiet[Any]]:
        for stack in self._screen_stacks.values():
            yield from (screen for screen in stack if isinstance(screen, Quiet) and screen.is_mounted)

    def open_places(self) -> list[Place]:
        """All places open in all tabs: before leaving, ask each whether something is unsaved."""
        return [screen for screen in self._open_screens() if isinstance(screen, Place)]

    def repaint(self) -> None:
        """Paint every cell anew, whatever stands on the terminal."""
        if (forget := getattr(self._driver, "forget", None)) is not None:
            forget()
        self.refresh(layout=True)
        self.screen.refresh()

    # -- asked to leave --------------------------------------------------------------------

    def _heed_the_system(self) -> None:
        """A signal to end keeps what is typed; once it has come, the end is near."""
        loop = asyncio.get_running_loop()

        def leave(number: int) -> None:
            loop.call_soon_threadsafe(self._leave, number)

        self._former_signals = closing.when_asked(leave)

    def on_unmount(self) -> None:
        """Signals are again what they were."""
        closing.as_before(self._former_signals)

    def terminal_gone(self, loop: asyncio.AbstractEventLoop) -> None:
        """The driver tells it from its own thread: as if the hangup had been signalled."""
        closing.end_soon(HUNG_UP)
        with suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(self._leave, HUNG_UP - 128)

    def letters_lost(self) -> None:
        """The driver tells of bytes that are no UTF-8."""
        if isinstance(self.screen, Place):
            self.screen.say(_("The terminal is not set to UTF-8: letters were lost on the way."), "trouble")

    def _leave(self, number: int) -> None:
        self.leave(128 + number, LEAVING)

    def leave(self, status: int, seconds: float) -> None:
        """End with this status; keeping what is typed may take so long."""
        if not self._is_leaving:
            self._is_leaving = True
            self.run_worker(self._leave_in_order(status, seconds), group="leaving")

    async def _leave_in_order(self, status: int, seconds: float) -> None:
        from bsc_tui.screens.lock import keep_drafts  # late: hardly ever needed

        with suppress(Exception):  # nobody is there to be told
            await asyncio.wait_for(keep_drafts(self), seconds)
        self.exit(return_code=status)

    # -- tabs ------------------------------------------------------------------------------

    @property
    def tab_titles(self) -> list[str]:
        """The tabs' names in the active language."""
        return [tab.name for tab in TABS]

    @property
    def tab(self) -> int:
        """The tab shown, from 0; -1 at the entrance."""
        return next((number for number, tab in enumerate(TABS) if tab.code == self.current_mode), -1)

    def go_to_tab(self, number: int) -> None:
        """Show the tab with this number, from 1, as it was left."""
        if self.is_open:
            self.switch_mode(TABS[number - 1].code)
        else:
            self.run_worker(self._go_to_tab_then(number), group="opening")

    async def _go_to_tab_then(self, number: int) -> None:
        await self.opened()
        self.switch_mode(TABS[number - 1].code)

    # -- keys typed ahead ------------------------------------------------------------------

    def _screen_now(self) -> Screen[Any] | None:
        return self.screen if self.screen_stack else None

    async def on_event(self, event: Event) -> None:
        """Keys go one after the other, and wait while a command is at work."""
        if not isinstance(event, (Key, Paste)) or event.is_forwarded:
            await super().on_event(event)
            return
        self.last_key = time.monotonic()
        if not self.type_ahead.keep(event):
            target = self.focused or self.screen
            await super().on_event(event)
            self.type_ahead.follow(list(target.ancestors_with_self))

    # -- what went wrong -------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """An error that nobody foresaw in a command or in work beside the keys is told, and one goes on.

        One in drawing or in handling keys ends the program, and so does any before the database is open,
        and in tests, which would overlook it. While one leaves, what was just being opened may fail for that
        alone: it must not end the keeping of drafts.
        """
        if self._is_leaving:
            log.debug("while leaving", exc_info=error)
            return
        place = next((one for one in reversed(self.screen_stack) if isinstance(one, Place)), None)
        is_outlived = isinstance(error, WorkerFailed) and self.is_open and not self.is_headless
        if not is_outlived or place is None:
            super()._handle_exception(error)
            return
        title = _("This met an error the program did not expect.")
        place.tell(Problem(title, _("What you typed is still here."), self._details_of(error)))

    def _details_of(self, error: BaseException | None) -> str:
        """The details go to the log; where they are, as a sentence."""
        log.error("unforeseen", exc_info=error)
        return kept_and_told(self._state_folder, error, is_afar=self._is_afar)

    def _fatal_error(self) -> None:
        """An error nobody foresaw: the details go to the log, one sentence to the person, 1 to the system."""
        words = _("The program met an error it did not expect and has closed. What was saved is safe.")
        words = f"{words} {self._details_of(self._exception)}".rstrip()
        self._exit_renderables[:] = [Text(words)]
        self._close_messages_no_wait()


def tidy_often() -> None:
    """What has been loaded stays: not looking at it again, Python may look often for what was closed.

    A form that was left is a heap of widgets that point at each other. The start itself tidies nothing.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 5, 5)


def own_driver(*, plain_output: bool) -> type[Driver] | None:
    """The driver that writes changed cells, or all; None is Textual's: on Windows, or when one is named."""
    if sys.platform == "win32" or "TEXTUAL_DRIVER" in os.environ:
        return None
    if plain_output:
        from bsc_tui.terminal.attached import AttachedDriver  # late: not on Windows

        return AttachedDriver
    from bsc_tui.terminal.driver import CellDriver  # late: as above

    return CellDriver
