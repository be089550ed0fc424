"""Files that leave the house for somebody: made whole, kept as theirs, and where they are fetched.

Each stands in the database, so that every server offers it in /exports; for whoever sits at this computer it
lies in their folder besides. What is written is up to `exports`.
"""

from __future__ import annotations

import re
import shlex
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bsc_tui.config import Config
from bsc_tui.entities.kinds.files import harmless_name
from bsc_tui.errors import Conflict, Problem
from bsc_tui.exports.files import Written, disk_told, new_file
from bsc_tui.operations.local_files import why_not
from bsc_tui.records import own_files
from bsc_tui.records.access import Actor
from bsc_tui.records.records import Records

FOLDER = "exports"


@dataclass(frozen=True)
class Landed:
    """A file that was made. `path`: where it lies on this computer, for whoever sits at it."""

    name: str
    written: Written
    path: Path | None
    fetched_by: str
    """The command that fetches it from another computer."""


def make_file(
    records: Records, config: Config, title: str, ending: str, write: Callable[[BinaryIO], Written]
) -> Landed:
    """Make a file named after the title and the day, keep it as the actor's own, and say where it is.

    Raises what `write` raises, and Unusable where the disk or the folder does not let us; nothing is left of
    it then.
    """
    day = records.clock.today().isoformat()
    stem = "-".join(harmless_name(f"{title} {day}").replace(".", " ").split())
    name, path = f"{stem}.{ending.lstrip('.')}", None
    with disk_told(name), tempfile.TemporaryFile(prefix="bsc-") as file:
        written = write(file)
        file.seek(0)
        kept = own_files.store(records, name, file)
        if not why_not(records.actor):
            file.seek(0)
            try:
                path = _put(folder_of(config, records.actor), kept.name, file)
            except (OSError, Problem):
                own_files.drop(records, kept.id)
                raise
    return Landed(kept.name, written, path, fetching(config, records.actor, kept.name))


def folder_of(config: Config, actor: Actor) -> Path:
    """The actor's folder on this computer."""
    return (
        Path(config.exports)
        if config.exports
        else config.data_folder / FOLDER / harmless_name(actor.name, "own")
    )


def fetching(config: Config, actor: Actor, name: str) -> str:
    """The command that fetches a file of the actor's from another computer."""
    if config.fetch:
        return config.fetch % quoted(f"/{FOLDER}/{name}")
    host = config.server_name or socket.gethostname()
    return f"sftp -P {config.server_port} {shlex.quote(f'{actor.name}@{host}:{FOLDER}/{name}')}"


def quoted(path: str) -> str:
    """The path as shells take it, those of Windows too; nothing in it is carried out by any."""
    if re.fullmatch(r"[\w/.,:+@-]+", path):
        return path
    if re.search(r'[$`\\!"]', path):
        return "'" + path.replace("'", "'\\''") + "'"
    return f'"{path}"'


def put_again(records: Records, config: Config, file: own_files.OwnFile) -> Path:
    """A kept file, as a file of this computer: the one that lies there, or written anew."""
    folder = folder_of(config, records.actor)
    path = folder / file.name
    with suppress(OSError):
        if path.stat().st_size == file.size:
            return path
    with disk_told(file.name), tempfile.TemporaryFile(prefix="bsc-") as content:
        for piece in own_files.pieces_of(records, file.id):
            content.write(piece)
        content.seek(0)
        return _put(folder, file.name, content)


def _put(folder: Path, name: str, content: BinaryIO) -> Path:
    """Write the file into a folder of its owner's alone; where its name is taken it gets a number."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem, dot, ending = name.rpartition(".")
    number, path = 1, folder / name
    while True:
        try:
            with new_file(path) as file:
                while piece := content.read(own_files.CHUNK):
                    file.write(piece)
            return path
        except Conflict:
            number += 1
            path = folder / f"{stem}-{number}{dot}{ending}"
            content.seek(0)


def opened(path: Path) -> bool:
    """Let the computer open the file with whatever opens its kind; whether it could be asked to."""
    import shutil
    import subprocess
    import sys

    opener = {"darwin": "open", "win32": "explorer"}.get(sys.platform, "xdg-open")
    if shutil.which(opener) is None or (opener == "xdg-open" and not _has_desktop()):
        return False
    quiet = subprocess.DEVNULL
    subprocess.Popen([opener, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    return True


def _has_desktop() -> bool:
    import os

    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
