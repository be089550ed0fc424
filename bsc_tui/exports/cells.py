"""What .xlsx and .csv share: words for cells, harmless text, columns for groups. Formats are their own."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from bsc_tui.entities.table import Cell, Column, Report, Table, Value
from bsc_tui.i18n import CURRENCIES, Translator

_Kind = TypeVar("_Kind")

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?")
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_FORMULA_IN_A_LINE = re.compile(f"^(?:{_FORMULA.pattern})", re.MULTILINE)
_PARTIAL = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_WHOLE_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def tables_of(source: Table | Report) -> tuple[Table, ...]:
    """The tables to write, one of a table, all of a report."""
    return source.tables if isinstance(source, Report) else (source,)


def heading_of(column: Column, table: Table) -> str:
    """What stands above a column; amounts name the table's currency, since their cells don't."""
    if column.kind is Cell.AMOUNT and not column.currency_in:
        return f"{column.heading}, {table.currency}"
    return column.heading


def group_headings(table: Table, translator: Translator) -> list[str]:
    """What stands above the columns that repeat the groups of each row."""
    names = list(table.grouped_by[: table.depth])
    return names + [translator.gettext("Group")] * (table.depth - len(names))


def padded(path: Iterable[str], depth: int) -> list[str]:
    """The groups of a row, one for every group column."""
    path = list(path)
    return path + [""] * (depth - len(path))


def writable(text: str) -> str:
    """The text with line ends as \\n and U+FFFD for each character that XML and terminals can't take."""
    return _LINE_END.sub("\n", _UNWRITABLE.sub("\ufffd", text) if _UNWRITABLE.search(text) else text)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate this text when somebody opens or edits it, apostrophes or not."""
    return _FORMULA.match(text) is not None


def plain(texts: Iterable[str | None]) -> tuple[bool, bool]:
    """Whether all these texts are writable as they are, and whether none looks like a formula.

    One look at many cells together; a doubt says no.
    """
    joined = "\n".join(text for text in texts if text)
    writable = "\r" not in joined and not _UNWRITABLE.search(joined)
    return writable, not _FORMULA_IN_A_LINE.search(joined)


def expect(kind: type[_Kind], value: Value) -> _Kind:
    """The value as what its column promises. TypeError: the table holds something else."""
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected, not {type(value).__name__}")
    return value


def major(minor: int, currency: str) -> Decimal:
    """An amount in whole units of its currency, with all its decimals. KeyError: not one of CURRENCIES."""
    return Decimal(minor).scaleb(-CURRENCIES[currency])


def local(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """The clock of the zone at a moment, UTC if it names no zone itself; spreadsheets know no zones."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return aware.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def known_day(iso: str) -> datetime.date | None:
    """The day of a partial date that is known to the day, None for anything else."""
    try:
        return datetime.date.fromisoformat(iso) if _WHOLE_DAY.fullmatch(iso) else None
    except ValueError:
        return None


def shown_partial(iso: str, translator: Translator) -> str:
    """03.2006 or 2006; text that is no partial date stays as it is."""
    return translator.partial(iso) if _PARTIAL.fullmatch(iso) else iso


def flag_word(flag: bool, translator: Translator) -> str:
    """yes or no, in the reader's language."""
    return translator.gettext("yes") if flag else translator.gettext("no")
