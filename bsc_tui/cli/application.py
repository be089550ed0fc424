"""Opening the application: on the company's database, or on the example company."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from bsc_tui import closing
from bsc_tui.cli import examples
from bsc_tui.cli.opening import Installation, Opening, ready
from bsc_tui.cli.words import Command, option
from bsc_tui.config import EXAMPLE_ACCOUNT
from bsc_tui.errors import Unusable
from bsc_tui.i18n import N_, _

if TYPE_CHECKING:
    from bsc_tui.records.access import Actor

LIGHT = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}
"""What Textual reads when it is imported: nothing moves that need not."""


def open_company(installation: Installation) -> int:
    """Open the application on the company's database, which may be empty. The exit status."""
    require_terminal()
    with _leaving_in_order():
        return _run(partial(ready, installation.database_url, create=True), installation)


@click.command(
    cls=Command,
    help=N_(
        "Open an example company; nothing is asked. The small one is copied for each run, and nothing is "
        "kept. The medium one has 100,000 people and 300,000 registrations, the large one ten times as many; "
        "they are made once, in three minutes or half an hour, kept with what is changed in them and "
        "opened again the next time."
    ),
)
@option(
    "--size",
    type=click.Choice(examples.SIZES),
    default=examples.SMALL,
    show_default=True,
    help=N_("How much is in it."),
)
@option("--keep", metavar="FILE", help=N_("Keep it in this file; it is opened again the next time."))
@click.pass_context
def demo(ctx: click.Context, size: str, keep: str | None) -> None:
    """The example is made once; what becomes of it then is `examples`' to know."""
    installation: Installation = ctx.obj
    if keep and installation.url:
        raise click.UsageError(_("Give --keep or --database, not both."))
    if installation.user:
        raise click.UsageError(_("--as goes with a command; in the application people sign in."))
    require_terminal()
    with _leaving_in_order(), examples.opened(installation.url, keep, size) as opening:
        ctx.exit(_run(opening, installation, _example_insider))


def require_terminal() -> None:
    """Raises Unusable where nobody could see or press anything."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):  # Textual paints on standard error
        raise Unusable(
            _("The application needs a terminal."), "", _("“bsc-tui --help” names the commands that don't.")
        )


def _example_insider() -> Actor:
    from bsc_tui.operations.accounts import actor_named  # late: the first screen stands before the gate

    return actor_named(EXAMPLE_ACCOUNT)


def _run(opening: Opening, installation: Installation, insider: Callable[[], Actor] | None = None) -> int:
    os.environ.update(LIGHT)
    gc.disable()  # nothing of what a start makes is to be thrown away; the app begins to tidy when it stands
    try:
        from bsc_tui.running import run_app  # late: Textual

        return run_app(opening, installation.config, insider=insider)
    finally:
        gc.enable()


@contextlib.contextmanager
def _leaving_in_order() -> Iterator[None]:
    """A closed window or a polite kill ends the process as Ctrl+C would; the terminal is left in order."""
    asked: list[int] = []

    def leave(number: int) -> None:
        asked.append(number)
        # The event loop knows how to stop at this one, wherever it is.
        signal.raise_signal(signal.SIGINT)

    former = closing.when_asked(leave)
    # Whoever is started in the background inherits that Ctrl+C is ignored, and would never be stopped.
    former[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        closing.as_before(former)
        if asked:
            sys.exit(128 + asked[0])
