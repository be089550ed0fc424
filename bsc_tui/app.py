"""The program on the screen: colours, language, keys, tabs, first place, the one display of what went wrong.

What the places are is the registry's; what they do goes through the desk. Before Textual is imported the
starter sets TEXTUAL_ANIMATIONS=none and TEXTUAL_SMOOTH_SCROLL=0; it runs the app with `mouse=False` and exits
with `return_code`.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
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

from bsc_tui.config import Config
from bsc_tui.i18n import LANGUAGES, Translator, _, activate, active
from bsc_tui.operations.accounts import actor_named
from bsc_tui.records.access import Actor
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


ENTRANCE = "entrance"
"""The mode in which nobody has signed in."""


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
        plain_output: bool = False,
    ) -> None:
        super().__init__(driver_class=None if plain_output else cell_driver())
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
        for begin in self.when_mounted:
            begin()

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
            return
        self.last_key = time.monotonic()
        if not self.type_ahead.keep(event):
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


def cell_driver() -> type[Driver] | None:
    """The driver that writes only changed cells; None, Textual's choice: on Windows, or when one is named."""
    if sys.platform == "win32" or "TEXTUAL_DRIVER" in os.environ:
        return None
    from bsc_tui.terminal.driver import CellDriver  # late: not on Windows

    return CellDriver


EXAMPLE_ACCOUNT = "lusine"
"""Who has signed in when the example company opens."""


def run_app(
    database: Any,
    config: Config,
    *,
    example: bool = False,
    actor: Actor | None = None,
    prepare: Callable[[BscApp], None] | None = None,
) -> int:
    """Run the application in this terminal until the person leaves; the exit status.

    The example company opens signed in, and so it does for an `actor` who has signed in elsewhere; otherwise
    it asks who it is, or is set up first. `prepare` gets the app before it runs.
    """
    from bsc_tui.screens.account import register_program_commands  # late: these import most of the screens
    from bsc_tui.screens.office import make_office, outside
    from bsc_tui.screens.registry import places

    def door() -> Place:
        from bsc_tui.screens.entrance import Entrance  # late: the example has no door

        return Entrance(database, config, entered)

    def entered(actor: Actor) -> None:
        app.enter(make_office(database, actor, config))

    if example:
        actor = actor_named(EXAMPLE_ACCOUNT)
    desk = make_office(database, actor, config) if actor is not None else outside(database)
    app = BscApp(
        desk,
        places(),
        entrance=door if actor is None else None,
        state_folder=config.state_folder,
        plain_output=config.plain_output,
    )
    register_program_commands(app, config)
    if config.keys_file.exists():
        from bsc_tui.screens.key_file import use_key_file  # late: few have one

        use_key_file(app, config.keys_file)
    if prepare is not None:
        prepare(app)
    try:
        app.run(mouse=False)
    finally:
        app.desk.close()
    return app.return_code or 0
