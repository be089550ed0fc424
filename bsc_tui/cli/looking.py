"""Looking at records: searching, lists, one record with its history. Numbers show masked as everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import complain, print_aligned, print_columns, print_json, say
from bsc_tui.cli.words import Command, json_option, option
from bsc_tui.i18n import N_, _, active, ngettext

if TYPE_CHECKING:
    from bsc_tui.entities.entity import Entity
    from bsc_tui.records.audit import Event
    from bsc_tui.records.reading import Kept
    from bsc_tui.records.records import Records

SEARCHED = ("person", "enterprise", "engagement", "staff")
"""The kinds that are searched where none is named."""
PAGE = 500
DETAILS = 4
"""How many columns of a record stand beside its name in what was found."""


@click.command(cls=Command, help=N_("Find records by name, phone, e-mail or number, in any script; best first."))
@click.argument("query", nargs=-1, required=True)
@option("--kind", metavar="KIND", help=N_("Search only records of this kind."))
@option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help=N_("At most so many."))
@json_option
@click.pass_obj
def search(installation: Installation, query: tuple[str, ...], kind: str | None, limit: int, as_json: bool) -> None:
    """People, enterprises, engagements and staff, or one kind."""
    from bsc_tui.cli.found import best_first  # late: needs Peewee, which opening loads with care; so the order

    raise NotImplementedError
