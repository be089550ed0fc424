"""The example company in files: made once, copied or kept; the larger ones stay where they were made.

Who and what is in it is left to the operation that makes it.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from bsc_tui import __version__
from bsc_tui.cli.opening import Opening, connected, is_empty, ready
from bsc_tui.cli.output import complain
from bsc_tui.cli.progress import Progress
from bsc_tui.config import EXAMPLE_ACCOUNT
from bsc_tui.errors import Conflict, Unusable
from bsc_tui.i18n import LANGUAGES, N_, Translator, _, activate

if TYPE_CHECKING:
    from peewee import Database

SMALL, MEDIUM, LARGE = SIZES = ("small", "medium", "large")
ROOM_GB = {MEDIUM: 2, LARGE: 10}
"""What making a larger example takes of a disk: itself, its keys while they are sorted, some room."""
_TAKES = {
    MEDIUM: N_(
        "This example is made once, in %(place)s: it takes three minutes and 1 GB. "
        "Ctrl+C stops it and leaves nothing."
    ),
    LARGE: N_(
        "This example is made once, in %(place)s: it takes half an hour and 10 GB. "
        "Ctrl+C stops it and leaves nothing."
    ),
}


@contextlib.contextmanager
def opened(url: str, keep: str | None, size: str) -> Iterator[Opening]:
    """What opens the example where it was asked for: in a database, in a file, else in the cache.

    It has been made by then: making it shows its progress on the terminal, which is the application's later.

    The small one is copied from there for each run, and the copy goes with it; copying a larger one would
    take longer than anybody waits, so that it is opened where it lies.
    """
    if url:
        made = example_in(url, size)
        yield lambda: made
    elif keep or size != SMALL:
        file = Path(keep) if keep else larger_file(size)
        keep_example(file, size)
        _speak_as_in(file)
        yield partial(example_in, url_of(file))
    else:
        example = cached_example()
        with tempfile.TemporaryDirectory(prefix="bsc-demo-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / "example.db"
            _copy(example, copy)
            _speak_as_in(copy)
            yield partial(ready, url_of(copy))


def example_in(url: str, size: str = SMALL) -> Database:
    """The example in a database of one's own, made there if it is empty. Raises Conflict for another."""
    database = connected(url, create=True)
    if is_empty(database):
        from bsc_tui.db.schema import migrate  # late: needs Peewee

        migrate(database)
        _tell_of_size(size, _("this database"))
        make(database, size)
        return database
    database = ready(url)
    if not is_example(database):
        raise Conflict(
            _("There is a company already."),
            _("This database does not hold the example, and nothing in it was touched."),
            _("Name an empty one."),
        )
    return database


def keep_example(file: Path, size: str = SMALL) -> None:
    """See that the example is in a file: put there the first time."""
    if file.exists():
        with contextlib.suppress(OSError):  # what opens it tells what is wrong with it
            if not file.stat().st_size:
                example_in(url_of(file), size).close()
    else:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if size == SMALL:
                _copy(cached_example(), file)
            else:
                _find_room(file.parent, ROOM_GB[size])
                _tell_of_size(size, str(file.parent))
                _make_file(file, size)
        except OSError as error:
            raise Unusable(
                _("The example can't be kept there."),
                _("%(file)s: %(reason)s.") % {"file": file, "reason": error.strerror or error},
            ) from None


def _speak_as_in(file: Path) -> None:
    """The first screen stands before the database is opened: it speaks the language last chosen there."""
    import sqlite3  # late: only an example

    with contextlib.suppress(sqlite3.Error):
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        with contextlib.closing(connection):
            query = "SELECT language FROM account WHERE name = ?"
            found = connection.execute(query, (EXAMPLE_ACCOUNT,)).fetchone()
        if found and found[0] in LANGUAGES:
            activate(Translator(found[0]))


def is_example(database: Database) -> bool:
    """Whether the company in it is the example."""
    from bsc_tui.db.models import Setting  # late: needs Peewee

    return bool(Setting.select().where(Setting.name == "example").exists())


def make(database: Database, size: str = SMALL) -> None:
    """Make the example company in an empty database, with progress on a terminal."""
    from bsc_tui.operations.example import archive  # late: only when it is made
    from bsc_tui.operations.example.company import make_example
    from bsc_tui.records.records import Clock

    with Progress(_("Making the example company")) as progress:
        make_example(database, Clock().today(), progress, archive=archive.SIZES.get(size))


def cached_example() -> Path:
    """The file with the example, made at a month's first call: what is coming in it shall be to come.

    Raises Unusable where that fails.
    """
    file = cached_file()
    if file.exists():
        return file
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_file(file, SMALL)
        for former in file.parent.glob("example-*.db"):
            if former != file:
                former.unlink(missing_ok=True)
    except OSError as error:
        raise Unusable(
            _("The example can't be made."),
            _("%(file)s: %(reason)s.") % {"file": file.parent, "reason": error.strerror or error},
        ) from None
    return file


def _make_file(file: Path, size: str) -> None:
    """Make it whole or not at all; nobody opens it before."""
    with tempfile.TemporaryDirectory(prefix="making-", dir=file.parent) as folder:
        draft = Path(folder) / file.name
        database = connected(url_of(draft), create=True)
        try:
            from bsc_tui.db.schema import migrate  # late: needs Peewee

            migrate(database)
            make(database, size)
        finally:
            database.close()
        draft.replace(file)  # whoever made it meanwhile made the same


def _find_room(folder: Path, wanted: int) -> None:
    """Raises Unusable where a larger example has no room."""
    if shutil.disk_usage(folder).free < wanted * 10**9:
        raise Unusable(
            _("There is no room for this example."),
            _("It wants %(size)s GB in %(folder)s.") % {"size": wanted, "folder": folder},
        )


def _tell_of_size(size: str, place: str) -> None:
    if size != SMALL:
        complain(_(_TAKES[size]) % {"place": place})


def larger_file(size: str) -> Path:
    """Where a larger example is, or will be: kept for good, brought up to date by later versions."""
    return cache_folder() / f"{size}-example.db"


def cached_file() -> Path:
    """Where this month's example is, or will be."""
    return cache_folder() / f"example-{__version__}-{_schema_name()}-{datetime.date.today():%Y-%m}.db"


def cache_folder() -> Path:
    """Where the example is made once."""
    import platformdirs  # late: only the example is cached

    return Path(platformdirs.user_cache_dir("bsc-tui"))


def url_of(file: Path) -> str:
    """The URL of an embedded database."""
    return f"sqlite:///{quote(str(file.absolute()))}"


def _schema_name() -> str:
    """The name of the newest step of the schema."""
    from importlib import resources  # late: only the example is cached

    steps = resources.files("bsc_tui.db").joinpath("migrations").iterdir()
    return max(Path(step.name).stem for step in steps if step.name[:1].isdigit())


def _copy(example: Path, file: Path) -> None:
    """Copy it whole or not at all."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(example, draft)
        draft.chmod(0o600)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
