"""The program as the shell sees it: the options that stand before a command, the commands, and how each ends.

Exit status: 0; 1 with one line on standard error; 2 for wrong usage.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import click

from bsc_tui import __version__
from bsc_tui.cli.click_words import in_language
from bsc_tui.cli.opening import Installation
from bsc_tui.cli.trouble import PASSES, ended_by
from bsc_tui.cli.words import Group, option, system_language
from bsc_tui.errors import Problem
from bsc_tui.i18n import N_, Translator, _, activate

COMMANDS = {
    "backup": "care.backup",
    "check": "care.check",
    "completion": "completion.completion",
    "copy": "care.copy",
    "demo": "application.demo",
    "erase": "people.erase",
    "export": "exporting.export",
    "init": "company.init",
    "key": "ssh_keys.key",
    "keys": "keys.keys",
    "list": "looking.list_records",
    "migrate": "company.migrate",
    "personal-data": "people.personal_data",
    "rebuild-search": "care.rebuild_search",
    "report": "reporting.report",
    "restore": "care.restore",
    "search": "looking.search",
    "serve": ".server.command.serve",
    "show": "looking.show",
    "user": "users.user",
}
"""Where each command stands, seen from this folder; its module is imported when somebody asks for it."""


class Program(Group):
    """All commands; whatever goes wrong in one ends here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands by name."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, or None for a word that is none."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module  # late: the application needs no command

        module, _dot, name = COMMANDS[cmd_name].rpartition(".")
        command: click.Command = getattr(import_module(f".{module}", "bsc_tui.cli"), name)
        return command

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run a command line in the system's language; the acting account may bring another one."""
        language = system_language()
        activate(Translator(language))
        for stream in (sys.stdout, sys.stderr):
            if hasattr(
                stream, "reconfigure"
            ):  # what a terminal's encoding lacks must not end a list half-way
                stream.reconfigure(errors="backslashreplace")
        with in_language(language):
            return super().main(*args, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; problems become one line and status 1."""
        try:
            return super().invoke(ctx)
        except PASSES:
            raise
        except BrokenPipeError:  # click knows what to do when nobody reads any more
            raise
        except Exception as error:
            config = None
            with contextlib.suppress(Problem):  # the settings may be what is wrong
                config = ctx.obj.config if ctx.obj else None
            state_folder, is_afar = (config.state_folder, bool(config.fetch)) if config else (None, False)
            ctx.exit(ended_by(error, state_folder, is_afar=is_afar))


def _version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"bsc-tui {__version__}")
        ctx.exit()


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=N_("The CRM of a consulting and training company. Without a command it opens the application."),
)
@option("--database", "url", metavar="URL", help=N_("sqlite:///file or postgresql://user@host1,host2/name."))
@option(
    "--config", "config_file", metavar="FILE", help=N_("A TOML file with the settings of this installation.")
)
@option("--as", "user", metavar="USER", help=N_("The account that acts; the first administrator unless set."))
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help=N_("Print the version."),
)
@click.pass_context
def program(ctx: click.Context, url: str | None, config_file: str | None, user: str | None) -> None:
    """See `help` above: click shows that one, translated."""
    ctx.obj = Installation(url or "", config_file or "", user or "")
    if ctx.invoked_subcommand is None:
        if user:
            raise click.UsageError(_("--as goes with a command; in the application people sign in."))
        from bsc_tui.cli.application import open_company  # late: other commands need no screen

        ctx.exit(open_company(ctx.obj))
