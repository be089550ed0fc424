"""What stands in fields of records, as texts in the language of a letter."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from peewee import Field

from bsc_tui.db.models import ServiceLine, Term
from bsc_tui.db.rows import whole
from bsc_tui.entities.kinds import Choice, Flag, Kind, Money, Reading, Reference
from bsc_tui.entities.registry import ENTITIES
from bsc_tui.i18n import Translator
from bsc_tui.records.reading import kind_of_cached
from bsc_tui.records.records import Records


class Texts:
    """Texts of records in one language; numbers that the actor may not see come masked."""

    def __init__(self, records: Records, words: Translator) -> None:
        self._reader = records.reader
        self._words = words

    def of(
        self, entity: str, rows: Sequence[Mapping[str, Any]], paths: Sequence[str]
    ) -> dict[int, dict[str, str]]:
        """What stands at each path; of a code also `<path> code`."""
        described = ENTITIES[entity]
        needed = [*paths, *([described.currency] if described.currency else [])]
        values, ends = self._reader.values_at(described, rows, needed)
        kinds = {path: kind_of_cached(column) for path, column in ends.items()}
        labels = self._labels(values, kinds)
        texts: dict[int, dict[str, str]] = {}
        for id, found in values.items():
            currency = (found.get(described.currency) if described.currency else "") or "AMD"
            reading = Reading(self._words, self._reader.today, currency)
            texts[id] = {}
            for path in paths:
                kind, value = kinds[path], found[path]
                if isinstance(kind, Reference):
                    texts[id][path] = labels[kind.model].get(value, "")
                elif isinstance(kind, Choice):
                    texts[id][path] = self._choice(ends[path], value)
                    texts[id][f"{path} code"] = value or ""
                elif isinstance(kind, Money):
                    texts[id][path] = "" if value is None else self._words.amount(value, currency)
                elif isinstance(value, datetime.datetime):
                    texts[id][path] = self._words.date(value)
                elif isinstance(kind, Flag):
                    texts[id][path] = self._words.gettext("yes") if value else self._words.gettext("no")
                else:
                    texts[id][path] = kind.format(value, reading)
        return texts

    def _labels(
        self, values: Mapping[int, Mapping[str, Any]], kinds: Mapping[str, Kind]
    ) -> dict[Any, dict[Any, str]]:
        wanted: dict[Any, set[int]] = {}
        for path, kind in kinds.items():
            if isinstance(kind, Reference):
                wanted.setdefault(kind.model, set()).update(
                    found[path] for found in values.values() if found[path] is not None
                )
        return {
            model: self._in_language(model, ids)
            if model in (Term, ServiceLine)
            else dict(self._reader.titles(model, ids))
            for model, ids in wanted.items()
        }

    def _in_language(self, model: Any, ids: set[int]) -> dict[Any, str]:
        """The office's own words in the letter's language; in another where there are none."""
        order = dict.fromkeys((self._words.language, "en", "fr", "hy"))
        return {
            row["id"]: next((row[f"label_{code}"] for code in order if row[f"label_{code}"]), "")
            for row in whole(model, ids)
        }

    def _choice(self, column: Field, value: Any) -> str:
        label = dict(column.choices or ()).get(value, value or "")
        return self._words.pgettext(*label) if isinstance(label, tuple) else self._words.gettext(label)
