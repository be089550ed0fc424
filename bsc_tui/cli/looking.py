"""Looking at records: searching, lists, one record with its history. Numbers show masked as everywhere."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from bsc_tui.cli.completing import complete_kinds, where_option
from bsc_tui.cli.opening import Installation
from bsc_tui.cli.output import complain, print_aligned, print_columns, print_json, say
from bsc_tui.cli.words import Command, json_option, option
from bsc_tui.i18n import N_, _, active, ngettext

if TYPE_CHECKING:
    from bsc_tui.entities.entity import Entity
    from bsc_tui.records.audit import Event
    from bsc_tui.records.reading import Kept, Line
    from bsc_tui.records.records import Records

SEARCHED = ("person", "enterprise", "engagement", "staff")
"""The kinds that are searched where none is named."""
BESIDE_FIELDS = {"rights": N_("rights changed"), "password": N_("password changed")}
"""What can happen to a record besides its fields, by the kind of the change."""
PAGE = 500
"""Records that are read at a time."""


@click.command(
    cls=Command, help=N_("Find records by name, phone, e-mail or number, in any script; best first.")
)
@click.argument("query", nargs=-1, required=True)
@option("--kind", metavar="KIND", shell_complete=complete_kinds, help=N_("Search only records of this kind."))
@option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help=N_("At most so many.")
)
@json_option
@click.pass_obj
def search(
    installation: Installation, query: tuple[str, ...], kind: str | None, limit: int, as_json: bool
) -> None:
    """People, enterprises, engagements and staff, or one kind."""
    records = installation.records()
    from bsc_tui.cli.found import best_first  # late: needs Peewee
    from bsc_tui.cli.kinds import searched_entity_of

    entities = [searched_entity_of(code) for code in ([kind] if kind else SEARCHED)]
    found = best_first(records, entities, " ".join(query), limit)
    if as_json:
        print_json([dataclasses.asdict(one) for one in found])
    elif found:
        print_aligned([(one.kind, str(one.id), one.name, one.detail) for one in found], right=[1])
    else:
        complain(_("Nothing was found for “%(text)s”.") % {"text": " ".join(query)[:60]})


@click.command(name="list", cls=Command, help=N_("List the records of a kind, such as person or engagement."))
@click.argument("kind", shell_complete=complete_kinds)
@where_option
@option("--limit", type=click.IntRange(1), metavar="N", help=N_("At most so many."))
@json_option
@click.pass_obj
def list_records(
    installation: Installation, kind: str, where: tuple[str, ...], limit: int | None, as_json: bool
) -> None:
    """All of them, in the order of the screens; the trash is left out."""
    records = installation.records()
    from bsc_tui.cli import kinds  # late: needs Peewee
    from bsc_tui.records.own_fields import list_columns

    entity = kinds.entity_of(kind)
    columns = list_columns(entity)
    wanted = kinds.conditions(records, entity, where)
    if as_json:
        _list_json(records, entity, wanted, limit)
        return
    paths = [column.path for column in columns]
    headings, right = _headings(records, entity)
    rows = [
        (str(line.id), *(line.texts[path] for path in paths))
        for page in _pages(records, entity, wanted, limit, paths)
        for line in page
    ]
    print_columns(("id", *headings), rows, right=[0, *right])


def _list_json(records: Records, entity: Entity, wanted: dict[str, Any], limit: int | None) -> None:
    from bsc_tui.cli.documents import records_as_json  # late: needs Peewee

    print_json(
        [
            document
            for page in _pages(records, entity, wanted, limit, [])
            for document in records_as_json(records.reader, entity, [line.values for line in page])
        ]
    )


def _pages(
    records: Records, entity: Entity, wanted: dict[str, Any], limit: int | None, paths: list[str]
) -> Any:
    """The lines of a list, some at a time."""
    from bsc_tui.records import windows  # late: needs Peewee

    listing = windows.Listing(entity, tuple(paths), wanted)
    done = 0
    last: Line | None = None
    more = True
    while more and (limit is None or done < limit):
        some = PAGE if limit is None else min(PAGE, limit - done)
        if last is None:
            window = windows.end(records, listing, some)
        else:
            window = windows.beyond(records, listing, last, done, some)
        yield window.lines
        done += len(window.lines)
        more, last = window.after, window.lines[-1] if window.lines else None


def _headings(records: Records, entity: Entity) -> tuple[list[str], list[int]]:
    """The columns' headings, and which columns stand at the right (counted with the id before them)."""
    from bsc_tui.entities.kinds import kind_of, told  # late: needs Peewee
    from bsc_tui.records.own_fields import list_columns

    columns = list_columns(entity)
    paths = [column.path for column in columns]
    _values, ends = records.reader.values_at(entity, [], paths)
    headings = [told(column.label or ends[column.path].verbose_name or column.path) for column in columns]
    return headings, [place for place, path in enumerate(paths, 1) if kind_of(ends[path]).right]


@click.command(cls=Command, help=N_("Show a record and its history."))
@click.argument("kind", shell_complete=complete_kinds)
@click.argument("id", type=click.IntRange(1, 2**31 - 1))
@json_option
@click.pass_obj
def show(installation: Installation, kind: str, id: int, as_json: bool) -> None:
    """Also one that lies in the trash."""
    records = installation.records()
    from bsc_tui.cli.kinds import entity_of  # late: needs Peewee
    from bsc_tui.records.audit import history

    entity = entity_of(kind)
    kept = records.get(entity.code, id)
    events = history(records, entity, id)
    currency = records.reader.currency(entity, kept.values)
    if as_json:
        print_json(_as_json(records, kept, events, currency))
        return
    trashed = _("in the trash")
    say(f"{_(entity.name)} {id}: {kept.title}" + (f" ({trashed})" if kept.trashed else ""))
    _print_fields(records, kept, currency)
    _print_history(records, entity, events, currency)


def _as_json(records: Records, kept: Kept, events: list[Event], currency: str) -> dict[str, Any]:
    from bsc_tui.cli.documents import json_value, records_as_json  # late: needs Peewee
    from bsc_tui.cli.kinds import shown_fields
    from bsc_tui.entities.kinds import Masked

    fields = shown_fields(kept.entity)
    (document,) = records_as_json(records.reader, kept.entity, [{"id": kept.id, **kept.values}])
    return {
        **document,
        "version": kept.version,
        "trashed": kept.trashed,
        "history": [
            {
                "operation": event.operation,
                "at": event.at.isoformat() + "Z",
                "who": event.who,
                "origin": event.origin,
                "verb": event.verb,
                "reason": event.reason,
                "kind": event.kind,
                "fields": {
                    name: [
                        str(value)
                        if isinstance(value, Masked)
                        else json_value(fields[name].kind, value, currency)
                        for value in pair
                    ]
                    for name, pair in event.fields.items()
                    if name in fields
                },
            }
            for event in events
        ],
    }


def _print_fields(records: Records, kept: Kept, currency: str) -> None:
    from bsc_tui.cli.kinds import shown_fields  # late: needs Peewee
    from bsc_tui.entities.kinds import Reference, told

    reading = records.reader.reading(currency)
    rows = []
    for name, one in shown_fields(kept.entity).items():
        value = kept.values[name]
        if one.kind.is_empty(value):
            continue
        text = kept.labels[name] if isinstance(one.kind, Reference) else one.kind.format(value, reading)
        first, *others = text.split("\n")
        rows.append((f"  {told(one.label)}", first))
        rows += [("", other) for other in others]
    print_aligned(rows)


def _print_history(records: Records, entity: Entity, events: list[Event], currency: str) -> None:
    from bsc_tui.cli.kinds import shown_fields  # late: needs Peewee
    from bsc_tui.entities.kinds import told
    from bsc_tui.records.audit import VERBS, linked_titles

    fields = shown_fields(entity)
    labels = linked_titles(records, entity, events)
    say()
    say(
        ngettext("History: %(count)s change", "History: %(count)s changes", len(events))
        % {"count": len(events)}
    )
    for event in events:
        reason = f": {event.reason}" if event.reason else ""
        verb = _(BESIDE_FIELDS.get(event.kind) or VERBS.get(event.verb, event.verb))
        say(f"  {active().moment(event.at)}  {event.who} ({event.origin})  {verb}{reason}")
        for name, (before, after) in event.fields.items():
            if name in fields:
                shown = [
                    _shown(records, fields[name].kind, value, labels, currency) for value in (before, after)
                ]
                arrow = f"{shown[0]} → {shown[1]}" if shown[0] else shown[1]
                say(f"    {told(fields[name].label)}: {arrow}")


def _shown(records: Records, kind: Any, value: Any, labels: dict[Any, dict[int, str]], currency: str) -> str:
    from bsc_tui.entities.kinds import Masked, Reference  # late: needs Peewee

    if isinstance(value, Masked):
        return str(value)
    if isinstance(kind, Reference):
        return "" if value is None else labels[kind.model].get(value, f"#{value}")
    text: str = kind.format(value, records.reader.reading(currency))
    return text
