"""Whether a server can serve, or does: host key, folders, schema, administrators, who answers at its port."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from peewee import Database

from bsc_tui.config import Config
from bsc_tui.db.models import Account, Right
from bsc_tui.db.schema import pending
from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, _, active
from bsc_tui.operations.checks import Checked
from bsc_tui.operations.scheduled_backups import last_backup
from bsc_tui.records.records import Clock

SECONDS = 5.0

Check = Callable[[Config, Database], Iterator[str]]


def checked(config: Config, database: Database) -> list[Checked]:
    """The results of all checks; nothing is changed, not even a host key made."""
    return [
        Checked(code, _(title), tuple(_problems(check, config, database)))
        for code, (title, check) in CHECKS.items()
    ]


def _problems(check: Check, config: Config, database: Database) -> list[str]:
    try:
        return list(check(config, database))
    except Problem as problem:
        return [str(problem)]


def _library(_config: Config, _database: Database) -> Iterator[str]:
    from importlib.util import find_spec  # late: seldom asked

    if find_spec("asyncssh") is None:
        yield _("The library asyncssh is not installed.")


def _host_key(config: Config, _database: Database) -> Iterator[str]:
    file = config.host_key_file
    if file.exists():  # else it is made at the first start
        from bsc_tui.server.host_key import host_key  # late: asyncssh

        host_key(file)
    yield from ()


def _folders(config: Config, _database: Database) -> Iterator[str]:
    backups = (config.backups,) if config.backup_hours else ()
    for folder in (config.data_folder, config.state_folder, *backups):
        there = next(one for one in (folder, *folder.parents) if one.exists())
        if not os.access(there, os.W_OK):
            yield _("%(file)s can't be written.") % {"file": folder}
    files = config.data_folder / "files"
    if files.exists() and _is_open_to_others(files):
        yield _("Others can read %(file)s.") % {"file": files}


def _is_open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _accounts(_config: Config, database: Database) -> Iterator[str]:
    if pending(database):
        yield _("Run “bsc-tui migrate”.")
        return
    able = (
        Account.select()
        .join(Right, on=(Right.account == Account.id))
        .where(Right.code == "administration", Account.active, Account.trashed_at.is_null())
    )
    if not able.exists():
        yield _("No account can administer.")


def _backups(config: Config, database: Database) -> Iterator[str]:
    if not config.backup_hours or pending(database):
        return
    last = last_backup(database)
    if last is None:
        yield _("The server has made no backup yet.")
    elif last.is_old(Clock().now(), config.backup_hours):
        yield _("The last backup is of %(moment)s.") % {"moment": active().moment(last.at, config.zone)}


def _port(config: Config, _database: Database) -> Iterator[str]:
    """Nobody there is no problem of a server that is not meant to run now, but it is worth a word."""
    address = (config.server_host or "127.0.0.1", config.server_port)
    try:
        with socket.create_connection(address, SECONDS) as connection:
            connection.settimeout(SECONDS)
            greeting = connection.recv(64)
    except OSError as error:
        yield _("Nobody answers at port %(port)s: %(reason)s.") % {
            "port": config.server_port,
            "reason": error.strerror or error,
        }
        return
    if not greeting.startswith(b"SSH-2.0-bsc_tui"):
        yield _("At port %(port)s another program answers.") % {"port": config.server_port}


CHECKS: dict[str, tuple[str, Check]] = {
    "server_library": (N_("The server's library is installed"), _library),
    "host_key": (N_("The host key is the server's alone"), _host_key),
    "folders": (N_("Folders of files and logs can be used"), _folders),
    "accounts": (N_("Somebody can administer"), _accounts),
    "backups": (N_("There is a backup that is young enough"), _backups),
    "port": (N_("The server answers"), _port),
}
"""In the order in which they are told."""
