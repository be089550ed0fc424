"""One session of the app in this terminal: what it is given to begin with, until the person leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bsc_tui.app import BscApp
from bsc_tui.config import Config
from bsc_tui.i18n import active
from bsc_tui.screens.base import Place
from bsc_tui.screens.desk import Desk
from bsc_tui.screens.themes import DARK

if TYPE_CHECKING:
    from bsc_tui.records.access import Actor


def run_app(
    opening: Callable[[], Any],
    config: Config,
    *,
    insider: Callable[[], Actor] | None = None,
    theme: str = DARK,
    prepare: Callable[[BscApp], None] | None = None,
) -> int:
    """Run the application in this terminal until the person leaves; the exit status.

    `opening` gives the database; what it raises is raised here. With an `insider`, somebody who has signed in
    elsewhere, the first screen stands before the database is open; otherwise the application asks who it is,
    or is set up first. `theme` is how the first screen looks; `prepare` gets the app before it runs.
    """
    from bsc_tui.screens.office import make_office, outside  # late: not for the app as such
    from bsc_tui.screens.own_commands import register_program_commands
    from bsc_tui.screens.registry import places

    def desk_of_insider() -> Desk:
        assert insider is not None
        database = opening()
        database.connect(reuse_if_open=True)  # it may have been opened in another thread
        try:
            return make_office(database, insider(), config)
        finally:
            database.close()  # the connection of this thread, in which nothing else is done

    def door() -> Place:
        from bsc_tui.operations.local_files import FROM_AFAR  # late: an insider has no door
        from bsc_tui.screens.entrance import Entrance

        return Entrance(database, config, entered, origin=FROM_AFAR if config.fetch else "terminal")

    def entered(actor: Actor) -> None:
        app.enter(make_office(database, actor, config))

    database = None if insider else opening()
    app = BscApp(
        outside(database, active().language, theme),
        places(),
        opening=desk_of_insider if insider else None,
        entrance=None if insider else door,
        state_folder=config.state_folder,
        plain_output=config.plain_output,
        is_afar=bool(config.fetch),
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
    if app.problem is not None:
        raise app.problem
    return app.return_code or 0
