"""Search keys: what they look like, and storing them.

Each record stands in the table `search_key` once for each word by which it may be sought, that word first and
its other words behind it. How letters are folded is `folding`'s; which fields are sought, `keys`'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from enum import IntEnum
from typing import Any

from peewee import Database

from bsc_tui.db.database import is_postgresql
from bsc_tui.records.folding import digits, sound, strict_words
from bsc_tui.values import dataclass

LONGEST_KEY = 160
SORTED_TOGETHER = 100_000
ROWS_A_STATEMENT = 200
"""How many keys are sorted before they are written, and how many of them one statement of SQLite takes."""
# Country calling codes are prefix-free: what follows the code is the national number.
_CALLING_CODE = re.compile("1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3}")
_DELETE_ONE = "DELETE FROM search_key WHERE entity = ? AND kind = ? AND key = ? AND record_id = ?"
_INSERT_ROWS = "INSERT INTO search_key (entity, kind, key, record_id) VALUES {} ON CONFLICT DO NOTHING"
# PostgreSQL gets many rows as three texts: keys hold no comma, and arrays of the driver take twice as long.
_LISTED = (
    "unnest(string_to_array(%s, ',')::smallint[], string_to_array(%s, ','),"
    " string_to_array(%s, ',')::integer[]) AS listed"
)
_DELETE_LISTED = (
    f"DELETE FROM search_key WHERE entity = %s AND (kind, key, record_id) IN (SELECT * FROM {_LISTED})"
)
_INSERT_LISTED = (
    "INSERT INTO search_key (entity, kind, key, record_id)"
    f" SELECT %s, listed.* FROM {_LISTED} ON CONFLICT DO NOTHING"
)


class Kind(IntEnum):
    """What a key is made of; stored."""

    NAME = 0
    SOUND = 1
    COMPANY = 2
    PHONE = 3
    EMAIL = 4
    NUMBER = 5


Key = tuple[int, str]
Change = tuple[int, AbstractSet[Key], AbstractSet[Key]]
_Row = tuple[int, str, int]


@dataclass(frozen=True)
class Searchable:
    """What a record is sought by, as people write it.

    `companies` are words through which it is found besides its own name: employer, code of a line, place.
    `numbers` (passport, tax number, social card) are found only when typed whole.
    """

    names: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def keys_of(searchable: Searchable) -> set[Key]:
    """All keys under which a record is to be stored."""
    names, companies = _distinct_words(searchable.names), _distinct_words(searchable.companies)
    keys = {(Kind.NAME, key) for key in _turned(names, companies)}
    keys |= {(Kind.SOUND, key) for key in _turned(_sounds(names), _sounds(companies))}
    keys |= {(Kind.COMPANY, key) for key in _turned(companies, names)}
    keys |= {(Kind.PHONE, _key(form, *names)) for phone in searchable.phones for form in _phone_forms(phone)}
    keys |= {(Kind.EMAIL, _key(*parts, *names)) for email in searchable.emails for parts in _emails(email)}
    keys |= {(Kind.NUMBER, _key(joined(number))) for number in searchable.numbers}
    return {(int(kind), key) for kind, key in keys if key}


def _distinct_words(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for text in texts for word in strict_words(text)))


def _sounds(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(sound, words)))


def _turned(words: Sequence[str], further: Sequence[str]) -> Iterator[str]:
    """A key for each word: it first, then the others in their order, then the further ones.

    Where that is too long, the others go round from this word on: of any two words of a title of twice the
    length, one key still has both.
    """
    for place, word in enumerate(words):
        before, after = words[:place], words[place + 1 :]
        key = " ".join((word, *before, *after, *further))
        yield key if len(key) <= LONGEST_KEY else _key(word, *after, *further, *before)


def _key(first: str = "", *others: str) -> str:
    """The words as one key; none without the first."""
    return " ".join(filter(None, (first, *others)))[:LONGEST_KEY].rstrip() if first else ""


def joined(text: str) -> str:
    return "".join(strict_words(text))


def _emails(email: str) -> Iterator[tuple[str, ...]]:
    """An address by its beginning, and by what stands behind the @."""
    yield email_parts(email)
    local, at, domain = email.partition("@")
    if joined(local) and joined(domain):
        yield (*email_parts(at + domain), joined(local))


def email_parts(email: str) -> tuple[str, ...]:
    """Both sides of the @ without dots and dashes; what begins with it keeps it: `@wine.am` is `@wineam`."""
    local, domain = (joined(part) for part in email.partition("@")[::2])
    if not local and domain:
        return ("@" + domain,)
    return tuple(filter(None, (local, domain)))


def _phone_forms(phone: str) -> set[str]:
    """What people type of a phone: all of it, without the country, without the operator, the last four."""
    national = national_number(phone)
    tails = (4, 6) if len(national) <= 8 else (4, 6, 7)
    return {digits(phone).lstrip("0"), national} | {national[-tail:] for tail in tails}


def national_number(phone: str) -> str:
    number = digits(phone)
    if phone.lstrip().startswith("+") or number.startswith("00"):
        return _CALLING_CODE.sub("", number.lstrip("0"), count=1)
    return number.lstrip("0")


def store(
    database: Database, entity: str, record_id: int, before: AbstractSet[Key], after: AbstractSet[Key]
) -> None:
    """Turn a record's keys from `before` into `after`, inside the caller's transaction."""
    store_changes(database, entity, [(record_id, before, after)])


def store_many(database: Database, entity: str, rows: Iterable[tuple[int, AbstractSet[Key]]]) -> None:
    """Store the keys of many new records, inside the caller's transaction."""
    none: AbstractSet[Key] = frozenset()
    store_changes(database, entity, ((record_id, none, keys) for record_id, keys in rows))


def store_changes(database: Database, entity: str, changes: Iterable[Change]) -> None:
    """Turn the keys of many records from before into after, inside the caller's transaction.

    A key that is already there, or already gone, does no harm. Keys are written in the order of the index.
    """
    gone: list[_Row] = []
    new: list[_Row] = []
    for record_id, before, after in changes:
        gone += ((kind, key, record_id) for kind, key in before - after)
        new += ((kind, key, record_id) for kind, key in after - before)
        if len(gone) + len(new) >= SORTED_TOGETHER:
            _write(database, entity, gone, new)
            gone, new = [], []
    _write(database, entity, gone, new)


def clear(database: Database, entity: str) -> None:
    """Remove all keys of an entity, to build them anew."""
    run_sql(database, f"DELETE FROM search_key WHERE entity = {database.param}", (entity,))


def _write(database: Database, entity: str, gone: list[_Row], new: list[_Row]) -> None:
    gone.sort()
    new.sort()
    if is_postgresql(database):
        for statement, rows in ((_DELETE_LISTED, gone), (_INSERT_LISTED, new)):
            if rows:
                columns = (",".join(map(str, column)) for column in zip(*rows, strict=True))
                run_sql(database, statement, (entity, *columns))
        return
    for row in gone:  # one by one: SQLite looks up no list of rows in the whole index
        run_sql(database, _DELETE_ONE, (entity, *row))
    for start in range(0, len(new), ROWS_A_STATEMENT):
        part = new[start : start + ROWS_A_STATEMENT]
        statement = _INSERT_ROWS.format(", ".join(["(?, ?, ?, ?)"] * len(part)))
        run_sql(database, statement, [value for row in part for value in (entity, *row)])


def run_sql(database: Database, sql: str, parameters: Sequence[object]) -> Any:
    execute: Callable[[str, Sequence[object]], Any] = database.execute_sql  # untyped in Peewee's stubs
    return execute(sql, parameters)
