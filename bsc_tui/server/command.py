"""`bsc-tui serve`: the command line's way to the server."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import sys

import click

from bsc_tui.cli.opening import Installation, spare_the_server_driver
from bsc_tui.cli.words import Command, option
from bsc_tui.errors import Unusable
from bsc_tui.i18n import N_, _


@click.command(cls=Command, help=N_("Serve the program over SSH: the staff need only a terminal."))
@option("--host", metavar="ADDRESS", help=N_("Listen on this address only."))
@option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help=N_("Listen on this port; 8022 unless set.")
)
@click.pass_obj
def serve(installation: Installation, host: str | None, port: int | None) -> None:
    """Until SIGTERM or Ctrl+C; SIGHUP prepares sessions anew after an upgrade."""
    _name_files_in_utf8()
    config = dataclasses.replace(installation.config, database=installation.database_url)
    if host is not None:
        config = dataclasses.replace(config, server_host=host)
    if port is not None:
        config = dataclasses.replace(config, server_port=port)
    spare_the_server_driver(config.database_url)
    try:
        from bsc_tui.server.listener import serve as listen  # late: asyncssh
    except ImportError as error:
        if error.name != "asyncssh":
            raise
        raise Unusable(
            _("The server can't be used yet."),
            _("The library asyncssh is not installed."),
            _("Install bsc-tui with the extra “server”."),
        ) from None
    from bsc_tui.server.log import begin_log  # late: as above

    begin_log()
    asyncio.run(listen(config))


def _name_files_in_utf8() -> None:
    """Begin anew where the locale has Python name files otherwise: not every name could be written there."""
    if sys.getfilesystemencoding() != "utf-8":
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})
