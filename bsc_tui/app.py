"""The program on the screen: colours, language, keys, tabs, first place, the one display of what went wrong.

What the places are is the registry's; what they do goes through the desk. Before Textual is imported the
starter sets TEXTUAL_ANIMATIONS=none and TEXTUAL_SMOOTH_SCROLL=0; it runs the app with `mouse=False` and exits
with `return_code`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import BindingType
from textual.events import Event, Key, Paste
from textual.filter import Monochrome, NoColor
from textual.screen import Screen

from bsc_tui.i18n import LANGUAGES, Translator, _, activate, active
from bsc_tui.screens import commands, program, themes
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command, bindings_of
from bsc_tui.screens.desk import Desk
from bsc_tui.screens.mishap import keep_report
from bsc_tui.screens.quiet import Handler, Quiet
from bsc_tui.screens.tabs import TABS, Places, place_of
from bsc_tui.screens.type_ahead import TypeAhead

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # without it Python would print the details to the person


class BscApp(App[int], inherit_bindings=False):
    """The app of one session. With an `entrance` (signing in) it begins there, and `enter` opens the tabs."""

    CSS_PATH = Path(__file__).with_name("styles.tcss")
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(commands.PROGRAM)]

    def __init__(
        self,
        desk: Desk,
        places: Places,
        *,
        entrance: Callable[[], Screen[Any]] | None = None,
        state_folder: Path | None = None,
        colours: themes.Colours | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self._entrance = entrance
        self._state_folder = state_folder
        self._handlers: dict[str, Handler] = {}
        self.type_ahead = TypeAhead(self._screen_now, self.post_message)
        self._colours = colours or themes.colours_of(os.environ, self.console.color_system)
        for theme in themes.THEMES:
            self.register_theme(theme)
        if self._colours is themes.Colours.NONE:
            self._filters = [one for one in self._filters if not isinstance(one, (Monochrome, NoColor))]
            self._filters.append(themes.PlainStyles())
        for tab in TABS:
            self.add_mode(tab.code, partial(place_of, tab, places))
        if entrance is None:
            # Textual knows no other way to begin in a mode whose screen is made by a function.
            self._current_mode = TABS[0].code
            self._screen_stacks = {TABS[0].code: []}
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

    def get_default_screen(self) -> Screen[Any]:
        """The entrance."""
        return self._entrance() if self._entrance else super().get_default_screen()

    def enter(self, desk: Desk) -> None:
        """Somebody has signed in: their desk, their preferences, the first tab."""
        self.desk = desk
        self.apply_preferences()
        self.switch_mode(TABS[0].code)

    def apply_preferences(self) -> None:
        """Language, colours and keys as the desk's preferences say."""
        preferences = self.desk.preferences
        self.switch_language(preferences.language)
        self.use_theme(preferences.theme)
        self.set_keymap(preferences.keys)

    def switch_language(self, code: str) -> None:
        """Speak this language from now on, in every open place."""
        if code in LANGUAGES and code != active().language:
            activate(Translator(code))
            self._retitle()

    def use_theme(self, name: str) -> None:
        """Use these colours, or the nearest the terminal can show."""
        self.theme = themes.theme_for(name, self._colours)

    def use_keys(self, keymap: Mapping[str, str]) -> None:
        """The person's own keys: command id -> keys. Bar, menu and help show them."""
        self.set_keymap(keymap)
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
        self.switch_mode(TABS[number - 1].code)

    # -- keys typed ahead ------------------------------------------------------------------

    def _screen_now(self) -> Screen[Any] | None:
        return self.screen if self.screen_stack else None

    async def on_event(self, event: Event) -> None:
        """Keys go one after the other, and wait while a command is at work."""
        if not isinstance(event, (Key, Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif not self.type_ahead.keep(event):
            target = self.focused or self.screen
            await super().on_event(event)
            self.type_ahead.follow(list(target.ancestors_with_self))

    # -- what went wrong -------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """An error nobody foresaw: the details go to the log, one sentence to the person, 1 to the system."""
        log.error("unforeseen", exc_info=self._exception)
        words = _("The program met an error it did not expect and has closed. What was saved is safe.")
        if self._state_folder is not None and (report := keep_report(self._state_folder, self._exception)):
            words += " " + _("The details are in %(file)s.") % {"file": report}
        self._exit_renderables[:] = [Text(words)]
        self._close_messages_no_wait()
