"""The program's own commands, the same in every place: menu, help, language, colours, repaint, quit.

Those of other rooms (account, drafts, lock, …) are registered with the app by who builds them.
"""

from __future__ import annotations

from typing import Any

from bsc_tui.i18n import LANGUAGE_NAMES, LANGUAGES, _, active
from bsc_tui.screens import commands
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.quiet import Handler, Quiet, house_of
from bsc_tui.screens.themes import CHOICES

# The dialogs are imported where they are opened: the start is quicker without them.


async def show_menu(place: Quiet[Any]) -> None:
    """F10: open the menu and do what is chosen."""
    from bsc_tui.screens.menu import open_menu

    await open_menu(place)


async def show_help(place: Quiet[Any]) -> None:
    """F1: what one does here, and the keys."""
    from bsc_tui.screens.help import Help

    title = " › ".join(place.crumbs()) if isinstance(place, Place) else ""
    may_propose = isinstance(place, Place) and place.command(commands.PROPOSE.id) is not None
    answer = await place.answer(
        Help(title or _("Help"), place.explanation(), place.hint(), place.keys_now(), may_propose=may_propose)
    )
    if answer:
        place.action_do(answer)


async def find_by_name(place: Quiet[Any]) -> None:
    """Ctrl+P: any record, command, list or report."""
    if isinstance(place, Place):
        from bsc_tui.screens.palette import open_palette

        await open_palette(place)


async def show_keys(place: Quiet[Any]) -> None:
    """Every key of the program, place by place."""
    from bsc_tui.screens.key_sheet import KeySheet

    await place.answer(KeySheet())


def repaint(place: Quiet[Any]) -> None:
    """Paint everything anew, whatever stands on the terminal."""
    house_of(place).repaint()


async def choose_language(place: Quiet[Any]) -> None:
    """Speak another language, from now on and the next time."""
    from bsc_tui.screens.parts.dialogs import Choose, Option

    options = [Option(code, LANGUAGE_NAMES[code], code[0]) for code in LANGUAGES]
    code = await place.answer(Choose(_("Language"), options, current=active().language))
    if code:
        house_of(place).switch_language(code)
        await place.desk.prefer(language=code)


async def choose_theme(place: Quiet[Any]) -> None:
    """Other colours, from now on and the next time."""
    from bsc_tui.screens.parts.dialogs import Choose, Option

    options = [Option(name, _(title), str(number)) for number, (name, title) in enumerate(CHOICES.items(), 1)]
    name = await place.answer(Choose(_("Colours"), options, current=place.desk.preferences.theme))
    if name:
        house_of(place).use_theme(name)
        await place.desk.prefer(theme=name)


async def leave(place: Quiet[Any]) -> None:
    """Ask, then leave the program."""
    from bsc_tui.screens.parts.dialogs import Confirm

    if await place.answer(Confirm(_("Leave the program?"))):
        place.app.exit(0)


HANDLERS: dict[Command, Handler] = {
    commands.MENU: show_menu,
    commands.HELP: show_help,
    commands.PALETTE: find_by_name,
    commands.KEYS: show_keys,
    commands.REPAINT: repaint,
    commands.LANGUAGE: choose_language,
    commands.THEME: choose_theme,
    commands.QUIT: leave,
}
"""What the frame itself can do."""
