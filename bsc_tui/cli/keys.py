"""The key sheet: every command of the program with its keys, made from the program itself."""

from __future__ import annotations

import click
from rich.cells import cell_len

from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import say
from bsc_tui.cli.words import Command, option
from bsc_tui.i18n import LANGUAGES, N_, Translator, _, activate


@click.command(
    cls=Command, help=N_("Print the key sheet: every command by place, with its keys; as Markdown.")
)
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=N_("The language of the sheet; the system's unless set."),
)
@click.pass_obj
def keys(installation: Installation, language: str | None) -> None:
    """The usual keys; those that an account or this computer's key file changed are in F10, Keys."""
    if language:
        activate(Translator(language))
    from bsc_tui.screens.key_sheet import key_sheet  # late: it looks at every screen

    say("# bsc-tui: " + _("All keys"))
    say()
    for title, lines in key_sheet({}).items():
        say(f"## {title}")
        say()
        table = [(_("Keys"), _("What"), _("Command"))]
        table += [(", ".join(line.keys), line.title, f"`{line.id}`") for line in lines]
        widths = [max(cell_len(row[column]) for row in table) for column in range(3)]
        table.insert(1, ("-" * widths[0], "-" * widths[1], "-" * widths[2]))
        for row in table:
            cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
            say(f"| {' | '.join(cells)} |")
        say()
    say(
        _("Other keys for this computer: %(file)s, one line a command: %(example)s.")
        % {"file": installation.config.keys_file, "example": 'form.save = "f2,ctrl+s"'}
    )
