"""Files of people who sit at another computer than the program runs on: what they sent, how they fetch.

The server gives each session two folders of the account's own, and the commands that people type at home.
"""

from __future__ import annotations

from pathlib import Path

from bsc_tui.entities.kinds.files import size_told
from bsc_tui.i18n import _, active
from bsc_tui.operations import local_files
from bsc_tui.operations.exported import quoted
from bsc_tui.screens.base import Place
from bsc_tui.screens.office import office_of

MOST_OFFERED = 200


def is_afar(place: Place) -> bool:
    """Whether files come and go through folders of the account's own."""
    return bool(office_of(place).config.inbox)


async def ask_for_sent_file(place: Place, question: str) -> Path | None:
    """One of the files that the person sent; where there is none, how to send one."""
    from bsc_tui.screens.parts.dialogs import Choose, Note, Option  # late: seldom needed

    office = office_of(place)
    config = office.config
    sent = await office.run_search(local_files.files_in, Path(config.inbox))
    if not sent:
        how = config.send % _("FILE")
        words = _(
            "Send it from your own computer with scp, WinSCP or PuTTY's pscp, then press the key again."
        )
        await place.answer(Note(_("You have sent no file yet."), [words], command=how))
        return None
    options = [
        Option(
            one.name,
            one.name,
            "",
            f"{size_told(one.size)}, {active().moment(one.moment, office.config.zone)}",
        )
        for one in sent[:MOST_OFFERED]
    ]
    name = await place.answer(Choose(question, options))
    return Path(config.inbox) / name if name else None


async def tell_how_to_fetch(place: Place, path: str) -> None:
    """The command with which one fetches a file that is at this path of the server's folders."""
    from bsc_tui.screens.parts.dialogs import Note  # late: seldom needed

    await place.answer(Note(_("Fetch it with:"), [], command=fetch_command(place, path)))


def fetch_command(place: Place, path: str) -> str:
    """The command with which one fetches the file at this path."""
    return office_of(place).config.fetch % quoted(path)
