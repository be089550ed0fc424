"""What a command says and does when it can't go on: one clear line, and 1 for the system.

What nobody foresaw is written to `errors.log` in the state folder; people see a sentence, never a traceback.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bsc_tui.cli.output import complain
from bsc_tui.errors import Problem
from bsc_tui.i18n import _


def ended_by(error: Exception, state_folder: Path | None, *, is_afar: bool = False) -> int:
    """Say what went wrong; the exit status."""
    problem = problem_behind(error)
    if problem is None:
        from bsc_tui.screens.mishap import kept_and_told  # late: it brings a part of Textual along

        details = kept_and_told(state_folder, error, is_afar=is_afar)
        problem = Problem(_("The program met an error it did not expect."), details)
    complain(" ".join(str(problem).split()))
    return 1


def problem_behind(error: Exception) -> Problem | None:
    """The problem that an error means, drivers' errors too; None for what nobody foresaw."""
    if isinstance(error, Problem):
        return error
    if "peewee" in sys.modules:
        import sqlite3  # late: only a command that has loaded Peewee gets here

        import peewee

        from bsc_tui.db.database import problem_of

        if isinstance(error, peewee.PeeweeException | sqlite3.Error):
            return problem_of(error)
    return None


PASSES = (click.ClickException, click.exceptions.Exit, click.Abort)
"""What click itself answers: wrong usage, a finished command, Ctrl+C."""
