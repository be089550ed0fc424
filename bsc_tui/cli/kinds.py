"""KIND on the command line: which there are, and what `--where FIELD=VALUE` means for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import click

from bsc_tui.db.models import Record, ReferenceList, Term, dicts
from bsc_tui.entities.entity import Entity
from bsc_tui.entities.kinds import Reference, Secret, TermReference
from bsc_tui.entities.registry import BY_MODEL, ENTITIES
from bsc_tui.errors import Missing
from bsc_tui.i18n import LANGUAGES, Unreadable, _
from bsc_tui.operations.companies import company_of
from bsc_tui.records.conditions import RANGED, Between
from bsc_tui.records.reading import EntityField, columns_of, fields_of
from bsc_tui.records.records import Records

MOST_NAMESAKES = 500


def entity_of(code: str) -> Entity:
    """The entity of a KIND; an unknown one is wrong usage, told with all there are."""
    if code not in ENTITIES:
        raise _no_such_kind(code, list(ENTITIES))
    return ENTITIES[code]


def searched_entity_of(code: str) -> Entity:
    """The entity of a KIND that can be searched; others are wrong usage, told with those that can."""
    if code not in ENTITIES or not ENTITIES[code].search.paths():
        raise _no_such_kind(code, [one.code for one in ENTITIES.values() if one.search.paths()])
    return ENTITIES[code]


def _no_such_kind(code: str, known: Sequence[str]) -> click.UsageError:
    return click.UsageError(
        _("There is no kind “%(text)s” here; there are: %(names)s.")
        % {"text": code[:30], "names": ", ".join(known)}
    )


def shown_fields(entity: Entity) -> dict[str, EntityField]:
    """The fields that a person may see, by name."""
    return {
        name: one
        for name, one in fields_of(entity).items()
        if name != "sort_key" and not isinstance(one.kind, Secret)
    }


def conditions(records: Records, entity: Entity, texts: Sequence[str]) -> dict[str, Any]:
    """What `Records.page` takes for `FIELD=VALUE` texts; a field named twice may have either value.

    `1980..1985`, `1980..` and `..1985` are from and to, of dates and numbers.
    Wrong usage: no such field, or a value that can't be read. Missing: nothing is called like a value.
    """
    pairs = [_parted(entity, text) for text in texts]
    currency = next((value.upper() for name, value in pairs if name == "currency" == entity.currency), "")
    wanted: dict[str, list[Any]] = {}
    ranges: dict[str, Any] = {}
    for name, value in pairs:
        low, dots, high = value.partition("..")
        if dots and name != "id" and isinstance(shown_fields(entity)[name].kind, RANGED):
            ends = [
                _values(records, entity, name, one.strip(), currency)[0] if one.strip() else None
                for one in (low, high)
            ]
            ranges[name] = Between(ends[0], ends[1], _currency(records, currency))
        else:
            wanted.setdefault(name, []).extend(_values(records, entity, name, value, currency))
    found = {name: tuple(values) if len(values) > 1 else values[0] for name, values in wanted.items()}
    return {**found, **ranges}


def _currency(records: Records, given: str) -> str:
    """The one in which amounts are meant."""
    return given or company_of(records.database).currency


def _parted(entity: Entity, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    name = name.strip()
    known = ["id", *shown_fields(entity)]
    if not equals or name not in known:
        raise click.UsageError(
            _("“%(text)s” is not FIELD=VALUE with one of the fields: %(names)s.")
            % {"text": text[:40], "names": ", ".join(known)}
        )
    return name, value.strip()


def _values(records: Records, entity: Entity, name: str, text: str, currency: str) -> list[Any]:
    """The values meant by a text, as the table holds them."""
    if name == "id":
        if not (text.isascii() and text.isdigit()):
            raise click.UsageError(_("“%(text)s” is no id.") % {"text": text[:30]})
        return [int(text)]
    kind = shown_fields(entity)[name].kind
    if isinstance(kind, Reference):
        return _linked(records, kind, text) if text else [None]
    reading = records.reader.reading(_currency(records, currency))
    try:
        return [kind.clean(kind.parse(text, reading))]
    except Unreadable as unreadable:
        raise click.UsageError(f"{name}: {unreadable.sentence}") from None


def _linked(records: Records, kind: Reference, text: str) -> list[Any]:
    """Ids of the records that a text means: an id, or what they are called, in any case and language."""
    if text.isascii() and text.isdigit():
        return [int(text)]
    found = (
        _terms(kind.terms, text) if isinstance(kind, TermReference) else _called(records, kind.model, text)
    )
    if not found:
        raise Missing(_("Nothing is called “%(text)s”.") % {"text": text[:60]})
    return found


def _terms(list_code: str, text: str) -> list[Any]:
    listed = Term.select().join(ReferenceList, on=(Term.list == ReferenceList.id))
    rows = dicts(listed.where(ReferenceList.code == list_code, Term.trashed_at.is_null()))
    return _labelled(rows, text)


def _labelled(rows: list[dict[str, Any]], text: str) -> list[Any]:
    """Ids of the rows with this code or this label in any language."""
    names = ("code", *(f"label_{language}" for language in LANGUAGES))
    return [
        row["id"] for row in rows if _folded(text) in {_folded(row[name]) for name in names if row.get(name)}
    ]


def _called(records: Records, model: type[Record], text: str) -> list[Any]:
    """Ids of the records of a table with this title."""
    if "label_en" in columns_of(model):
        return _labelled(dicts(model.select().where(model.trashed_at.is_null())), text)
    entity = BY_MODEL[model]
    if not entity.search.paths():
        return []
    titles = records.reader.titles(model, records.searcher.find(entity.code, text, MOST_NAMESAKES))
    return [id for id, title in titles.items() if _folded(title) == _folded(text)]


def _folded(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())
