"""The program's commands about a person's own things: account, drafts, undo, lock, signing out.

What each does stands in account, own_work and lock, which are imported when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bsc_tui.config import Config
from bsc_tui.screens import commands
from bsc_tui.screens.base import Place
from bsc_tui.screens.commands import Command
from bsc_tui.screens.idle import IdleWatch

if TYPE_CHECKING:
    from bsc_tui.app import BscApp


def open_account(place: Place) -> None:
    """The place of one's own account; asked for again it is not opened twice."""
    from bsc_tui.screens.account import MyAccount  # late: seldom needed

    if not isinstance(place, MyAccount):
        place.open(MyAccount())


def open_drafts(place: Place) -> None:
    """The list of one's own drafts."""
    from bsc_tui.screens.own_work import MyDrafts  # late: seldom needed

    if not isinstance(place, MyDrafts):
        place.open(MyDrafts())


async def undo(place: Place) -> None:
    """Take the last save back."""
    from bsc_tui.screens.own_work import undo_last  # late: seldom needed

    await undo_last(place)


def propose(place: Place) -> None:
    """What is wrong here, for those who may change it."""
    from bsc_tui.screens.propose import ProposeForm  # late: seldom needed

    if not isinstance(place, ProposeForm):
        place.open(ProposeForm(place.about(), place.crumbs()))


async def lock(place: Place) -> None:
    """Cover the screen."""
    from bsc_tui.screens import lock as locking  # late: seldom needed

    await locking.lock(place)


async def sign_out(place: Place) -> None:
    """Back to the door."""
    from bsc_tui.screens import lock as locking  # late: seldom needed

    await locking.sign_out(place)


OWN_HANDLERS: dict[Command, Any] = {
    commands.ACCOUNT: open_account,
    commands.DRAFTS: open_drafts,
    commands.UNDO: undo,
    commands.PROPOSE: propose,
    commands.LOCK: lock,
    commands.SIGN_OUT: sign_out,
}
"""What a person can do with what is theirs, from anywhere."""


def register_program_commands(app: BscApp, config: Config | None = None) -> None:
    """Wire the program's commands about the person's own things, and lock the screen when nobody is there.

    Before the app runs. `config` is needed where it begins at the door.
    """
    for command, handler in OWN_HANDLERS.items():
        app.register(command, handler)
    config = config or getattr(app.desk, "config", None) or Config()
    app.when_mounted.append(IdleWatch(app, config.idle_lock_minutes).begin)
