"""Opening the application: on the company's database, or on the example company."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from bsc_tui import __version__
from bsc_tui.cli.opening import Installation, connected, is_empty, ready
from bsc_tui.cli.progress import Progress
from bsc_tui.cli.words import Command, option
from bsc_tui.errors import Conflict, Unusable
from bsc_tui.i18n import N_, _

if TYPE_CHECKING:
    from peewee import Database

LIGHT = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}
"""What Textual reads when it is imported: nothing moves that need not."""


def open_company(installation: Installation) -> int:
    """Open the application on the company's database, which may be empty. The exit status."""
    require_terminal()
    with _leaving_in_order():
        return _run(ready(installation.database_url, create=True), installation, example=False)


@click.command(cls=Command, help=N_("Open an example company; nothing is asked and nothing is kept."))
@option(
    "--size", type=click.Choice(["small"]), default="small", show_default=True, help=N_("How much is in it.")
)
@option("--keep", metavar="FILE", help=N_("Keep it in this file; it is opened again the next time."))
@click.pass_context
def demo(ctx: click.Context, size: str, keep: str | None) -> None:
    """The example is made once and copied for each run; with a database it lives there."""
    installation: Installation = ctx.obj
    if keep and installation.url:
        raise click.UsageError(_("Give --keep or --database, not both."))
    if installation.user:
        raise click.UsageError(_("--as goes with a command; in the application people sign in."))
    require_terminal()
    with _leaving_in_order(), _example_for(installation, keep) as database:
        ctx.exit(_run(database, installation, example=True))


def require_terminal() -> None:
    """Raises Unusable where nobody could see or press anything."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):  # Textual paints on standard error
        raise Unusable(
            _("The application needs a terminal."), "", _("“bsc-tui --help” names the commands that don't.")
        )


def _run(database: Database, installation: Installation, *, example: bool) -> int:
    os.environ.update(LIGHT)
    from bsc_tui.app import run_app  # late: Textual

    try:
        return run_app(database, installation.config, example=example)
    finally:
        if not database.is_closed():
            database.close()


# -- the example ----------------------------------------------------------------------------------


@contextlib.contextmanager
def _example_for(installation: Installation, keep: str | None) -> Iterator[Database]:
    """The example where it was asked for, else a copy for this run that goes with it."""
    if installation.url:
        yield example_in(installation.url)
    elif keep:
        yield kept_example(Path(keep))
    else:
        example = cached_example()
        with tempfile.TemporaryDirectory(prefix="bsc-demo-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / "example.db"
            _copy(example, copy)
            yield ready(url_of(copy))


def example_in(url: str) -> Database:
    """The example in a database of one's own, made there if it is empty. Raises Conflict for another."""
    database = connected(url, create=True)
    if is_empty(database):
        from bsc_tui.db.schema import migrate  # late: needs Peewee

        migrate(database)
        make(database)
        return database
    database = ready(url)
    if not is_example(database):
        raise Conflict(
            _("There is a company already."),
            _("This database does not hold the example, and nothing in it was touched."),
            _("Name an empty one."),
        )
    return database


def kept_example(file: Path) -> Database:
    """The example in a file: copied there the first time. Raises what `example_in` raises."""
    if not file.exists():
        example = cached_example()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _copy(example, file)
        except OSError as error:
            raise Unusable(
                _("The example can't be kept there."),
                _("%(file)s: %(reason)s.") % {"file": file, "reason": error.strerror or error},
            ) from None
    return example_in(url_of(file))


def is_example(database: Database) -> bool:
    """Whether the company in it is the example."""
    from bsc_tui.db.models import Setting  # late: needs Peewee

    return bool(Setting.select().where(Setting.name == "example").exists())


def make(database: Database) -> None:
    """Make the example company in an empty database, with progress on a terminal."""
    from bsc_tui.operations.example.company import make_example  # late: only when it is made
    from bsc_tui.records.records import Clock

    with Progress(_("Making the example company")) as progress:
        make_example(database, Clock().today(), progress)


def cached_example() -> Path:
    """The file with the example, made at a month's first call: what is coming in it shall be to come.

    Raises Unusable where that fails.
    """
    file = cached_file()
    if file.exists():
        return file
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix="making-", dir=file.parent) as folder:
            draft = Path(folder) / file.name
            database = connected(url_of(draft), create=True)
            try:
                from bsc_tui.db.schema import migrate  # late: needs Peewee

                migrate(database)
                make(database)
            finally:
                database.close()
            for former in file.parent.glob("example-*.db"):
                former.unlink(missing_ok=True)
            draft.replace(file)  # whoever made it meanwhile made the same
    except OSError as error:
        raise Unusable(
            _("The example can't be made."),
            _("%(file)s: %(reason)s.") % {"file": file.parent, "reason": error.strerror or error},
        ) from None
    return file


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
    """The name of the newest step of the schema, without its words."""
    from importlib import resources  # late: only the example is cached

    steps = resources.files("bsc_tui.db").joinpath("migrations").iterdir()
    return max(step.name for step in steps if step.name[:1].isdigit())[:4]


def _copy(example: Path, file: Path) -> None:
    """Copy it whole or not at all."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(example, draft)
        draft.chmod(0o600)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


@contextlib.contextmanager
def _leaving_in_order() -> Iterator[None]:
    """A closed window or a polite kill ends the process as Ctrl+C would; the terminal is left in order."""
    asked: list[int] = []

    def leave(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        # A hangup is followed by SIGCONT, with which Textual would open the terminal once more.
        signal.signal(signal.SIGCONT, signal.SIG_IGN)
        # The event loop knows how to stop at this one, wherever it is.
        signal.raise_signal(signal.SIGINT)

    former = {number: signal.signal(number, leave) for number in (signal.SIGHUP, signal.SIGTERM)}
    # Whoever is started in the background inherits that Ctrl+C is ignored, and would never be stopped.
    former[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        if asked:
            sys.exit(128 + asked[0])
