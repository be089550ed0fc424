"""The script that lets a shell complete commands, options, kinds and fields; the machinery is click's."""

from __future__ import annotations

import click

from bsc_tui.cli.words import Command
from bsc_tui.i18n import N_

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_BSC_TUI_COMPLETE"
"""What click's script sets; click derives it from the program's name."""


@click.command(
    cls=Command,
    help=N_('Print the script by which a shell completes commands: eval "$(bsc-tui completion bash)".'),
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """For fish: bsc-tui completion fish | source."""
    from click.shell_completion import get_completion_class  # late: only here

    from bsc_tui.cli.program import program

    made = get_completion_class(shell)
    assert made is not None  # SHELLS are click's own
    click.echo(made(program, {}, "bsc-tui", VARIABLE).source())
