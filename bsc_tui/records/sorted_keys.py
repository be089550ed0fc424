"""Search keys of many new records, written in the order of their index however many they are.

An index that is filled out of order is read and written all over, a hundred times as much as it is large.
Keys are sorted in runs; runs that do not fit into memory wait in files that nobody else can open.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from typing import IO

from peewee import Database

from bsc_tui.db import rows
from bsc_tui.db.database import is_postgresql
from bsc_tui.records.search_keys import Key

RUN = 1_000_000
"""So many keys are sorted in memory."""
_TOGETHER = 5_000
_COLUMNS = ("entity", "kind", "key", "record_id")


class SortedKeys:
    """Keys of new records of one entity: added as they come, stored at the end."""

    def __init__(self, database: Database, entity: str) -> None:
        self._database = database
        self._entity = entity
        # As text, a key a line: it sorts as the index does, for kinds have one digit and keys no sign
        # before the blank. It takes a third of the memory of tuples.
        self._lines: list[str] = []
        self._runs: list[IO[str]] = []

    def add(self, id: int, keys: AbstractSet[Key]) -> None:
        """Remember the keys of a record."""
        self._lines += [f"{kind}\t{key}\t{id:010}\n" for kind, key in keys]
        if len(self._lines) >= RUN:
            self._put_aside()

    def store(self) -> None:
        """Write all keys, inside the caller's transaction."""
        self._lines.sort()
        with ExitStack() as open_runs:
            for run in self._runs:
                open_runs.enter_context(run)
                run.seek(0)
            lines = merge(*self._runs, self._lines) if self._runs else iter(self._lines)
            while some := list(islice(lines, _TOGETHER)):
                self._write(some)
        self._lines, self._runs = [], []

    def _put_aside(self) -> None:
        run = tempfile.TemporaryFile("w+", encoding="ascii", prefix="bsc-keys-")  # noqa: SIM115 - closed by `store`
        self._lines.sort()
        run.writelines(self._lines)
        self._runs.append(run)
        self._lines = []

    def _write(self, lines: list[str]) -> None:
        if is_postgresql(self._database) and len(lines) > rows.FEW:
            texts: Iterable[str] = ("".join(f"{self._entity}\t{line}" for line in lines),)
            rows.copy_texts(self._database, "search_key", _COLUMNS, texts)
        else:
            rows.insert(self._database, "search_key", _COLUMNS, list(self._read(lines)))

    def _read(self, lines: list[str]) -> Iterator[tuple[str, int, str, int]]:
        for line in lines:
            kind, key, id = line.split("\t")
            yield self._entity, int(kind), key, int(id)
