"""What the shell offers while a command is typed: kinds and fields. No database is opened for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from bsc_tui.cli.opening import spare_the_server_driver
from bsc_tui.cli.words import option
from bsc_tui.i18n import N_, _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_kinds(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The kinds that begin so."""
    spare_the_server_driver("sqlite:")
    from click.shell_completion import CompletionItem  # late: only a shell asks

    from bsc_tui.entities.registry import ENTITIES  # late: needs Peewee

    return [
        CompletionItem(code, help=_(entity.plural))
        for code, entity in ENTITIES.items()
        if code.startswith(incomplete)
    ]


def complete_conditions(
    ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The fields of the kind named before, each with its `=`; the codes of a choice after it."""
    from click.shell_completion import CompletionItem  # late: only a shell asks

    spare_the_server_driver("sqlite:")
    from bsc_tui.cli.kinds import shown_fields  # late: needs Peewee
    from bsc_tui.entities.kinds import Choice, told
    from bsc_tui.entities.registry import ENTITIES

    # click gives up what it understood where an option still waits for its value.
    typed = [str(ctx.params.get("kind")), *os.environ.get("COMP_WORDS", "").split()]
    entity = next((ENTITIES[word] for word in typed if word in ENTITIES), None)
    if entity is None:
        return []
    fields = shown_fields(entity)
    name, equals, begun = incomplete.partition("=")
    if not equals:
        return [
            CompletionItem(f"{one}=", help=told(field.label))
            for one, field in fields.items()
            if one.startswith(name)
        ]
    kind = fields[name].kind if name in fields else None
    if not isinstance(kind, Choice):
        return []
    return [
        CompletionItem(f"{name}={code}", help=label)
        for code, label in kind.options.items()
        if code.startswith(begun)
    ]


def where_option(command: Any) -> Any:
    """`--where`, the same everywhere."""
    return option(
        "--where",
        multiple=True,
        metavar="FIELD=VALUE",
        shell_complete=complete_conditions,
        help=N_("Only those; a link by its id or what it is called, dates and numbers also as A..B."),
    )(command)
