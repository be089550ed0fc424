"""Lists of records as .csv, in the form that `csv` describes; some rows at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, BinaryIO

from bsc_tui.entities.table import Cell
from bsc_tui.exports import cells
from bsc_tui.exports.csv import FORMATS, SEPARATORS, CsvWriting
from bsc_tui.exports.files import Written
from bsc_tui.exports.lists import List
from bsc_tui.i18n import ZONE, Translator

Progress = Callable[[int, int, str], None]


def write_list_csv_to(
    file: BinaryIO, source: List, translator: Translator, progress: Progress, *, zone: str = ZONE
) -> Written:
    """Write into an open file; the caller closes it."""
    writing = CsvWriting(translator, zone)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    lines = csv.writer(text, delimiter=SEPARATORS[translator.language], lineterminator="\r\n")
    lines.writerow([writing.text(column.heading) for column in source.columns])
    rows = 0
    with closing(source.chunks):
        for chunk in source.chunks:
            shown = [_shown(source, number, chunk, writing) for number in range(len(chunk))]
            lines.writerows(zip(*shown, strict=True))
            rows += len(chunk[0])
            progress(rows, source.size, "")
    text.flush()
    text.detach()
    return Written(None, rows, replaced=writing.replaced)


def _shown(source: List, number: int, chunk: Sequence[Sequence[Any]], writing: CsvWriting) -> Sequence[str]:
    column, values = source.columns[number], chunk[number]
    if column.kind is Cell.TEXT:
        return values if all(cells.plain(values)) else [writing.text(value or "") for value in values]
    currencies: Sequence[str] = [""] * len(values)
    if column.currency_in:
        currencies = chunk[[one.code for one in source.columns].index(column.currency_in)]
    show = FORMATS[column.kind]
    return [
        ""
        if value is None
        else writing.text(value)
        if isinstance(value, str) and column.kind is not Cell.PARTIAL_DATE
        else show(value, currency, writing)
        for value, currency in zip(values, currencies, strict=True)
    ]
