"""Commands and options whose help speaks the language in force: marked texts, translated when shown."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any

import click

from bsc_tui.i18n import LANGUAGES, N_, _


class Option(click.Option):
    """An option; `help` is marked."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its line in the help."""
        record = super().get_help_record(ctx)
        words = self.help or ""
        return record and (record[0], record[1].replace(words, _(words), 1))


class Command(click.Command):
    """A command; `help` is marked."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it does."""
        formatter.write_paragraph()
        with formatter.indentation():
            words = self.help or ""
            formatter.write_text(_(words))

    def get_short_help_str(self, limit: int = 45) -> str:
        """What it does, on one line of the list of commands."""
        words = self.help or ""
        sentence = re.split("[.։] ", _(words))[0].rstrip(".։")
        return sentence if len(sentence) <= limit else sentence[: limit - 1].rstrip() + "…"


class Group(Command, click.Group):
    """Several commands under one word."""

    command_class = Command
    group_class = type


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """`click.option` with translated help."""
    return click.option(*names, cls=Option, **settings)


def json_option(command: Any) -> Any:
    """`--json`, the same everywhere."""
    return option("--json", "as_json", is_flag=True, help=N_("Print one JSON document and nothing else."))(
        command
    )


def password_option(command: Any) -> Any:
    """`--password-stdin`, the same everywhere."""
    return option(
        "--password-stdin", is_flag=True, help=N_("Read the password from standard input, all of it.")
    )(command)


def system_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language that the system's settings ask for; English where we don't speak it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            code = environment[name].replace("-", "_").split("_")[0].split(".")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"
