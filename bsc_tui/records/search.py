"""Searching: the keys under which a record is found, and finding records by what somebody types.

Each record stands in the table `search_key` once for each word by which it may be sought, that word first and
its other words behind it. So a query is one range of one index, filtered by its other words, and the order of
the index is the order of the answers: the exact word first, then the alphabet. Both engines answer alike.
How letters are folded is `folding`'s; which fields are sought, and lists without a query, are others'.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from enum import IntEnum
from itertools import chain, islice, pairwise, zip_longest
from typing import Any

from peewee import Database

from bsc_tui.db.database import is_postgresql
from bsc_tui.records.folding import MOST_WORDS, digits, sound, strict_words
from bsc_tui.records.vocabulary import Vocabulary, read_vocabulary
from bsc_tui.values import dataclass

LONGEST_KEY = 160
LONGEST_QUERY = 800
SORTED_TOGETHER = 100_000
ROWS_A_STATEMENT = 200
"""How many keys are sorted before they are written, and how many of them one statement of SQLite takes."""
VOCABULARY_LIFE = 60.0
"""Seconds after which the words that misspelt ones are compared with are read again."""
NARROW = (500, 4_000, 32_000)
"""Keys under a word: where one has no more than so many, no rarer one is looked for."""
MOST_CANDIDATES = 24
MOST_SUSPECTS = 4
LEAST_HEARD = 3
"""An ear keeps a letter in so many at least of anything that is a word: of `zzzzzz` it would keep one."""

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
# While `ու` is typed it is `ո` for a moment, another letter.
_HALF_OF_U = re.compile(r"(?<=\w)[ոՈ]\b")
# In ASCII: what sorts right behind all words that begin so; right behind all keys with this whole first word.
_PAST_LETTERS = "{"
_PAST_BLANK = "!"


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


# --- keys ---


def keys_of(searchable: Searchable) -> set[Key]:
    """All keys under which a record is to be stored."""
    names, companies = _distinct_words(searchable.names), _distinct_words(searchable.companies)
    keys = {(Kind.NAME, key) for key in _turned(names, companies)}
    keys |= {(Kind.SOUND, key) for key in _turned(_sounds(names), _sounds(companies))}
    keys |= {(Kind.COMPANY, key) for key in _turned(companies, names)}
    keys |= {(Kind.PHONE, _key(form, *names)) for phone in searchable.phones for form in _phone_forms(phone)}
    keys |= {(Kind.EMAIL, _key(*parts, *names)) for email in searchable.emails for parts in _emails(email)}
    keys |= {(Kind.NUMBER, _key(_joined(number))) for number in searchable.numbers}
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


def _joined(text: str) -> str:
    return "".join(strict_words(text))


def _emails(email: str) -> Iterator[tuple[str, ...]]:
    """An address by its beginning, and by what stands behind the @."""
    yield _email_parts(email)
    local, at, domain = email.partition("@")
    if _joined(local) and _joined(domain):
        yield (*_email_parts(at + domain), _joined(local))


def _email_parts(email: str) -> tuple[str, ...]:
    """Both sides of the @ without dots and dashes; what begins with it keeps it: `@wine.am` is `@wineam`."""
    local, domain = (_joined(part) for part in email.partition("@")[::2])
    if not local and domain:
        return ("@" + domain,)
    return tuple(filter(None, (local, domain)))


def _phone_forms(phone: str) -> set[str]:
    """What people type of a phone: all of it, without the country, without the operator, the last four."""
    national = _national(phone)
    tails = (4, 6) if len(national) <= 8 else (4, 6, 7)
    return {digits(phone).lstrip("0"), national} | {national[-tail:] for tail in tails}


def _national(phone: str) -> str:
    number = digits(phone)
    if phone.lstrip().startswith("+") or number.startswith("00"):
        return _CALLING_CODE.sub("", number.lstrip("0"), count=1)
    return number.lstrip("0")


# --- storing ---


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
    _run(database, f"DELETE FROM search_key WHERE entity = {database.param}", (entity,))


def _write(database: Database, entity: str, gone: list[_Row], new: list[_Row]) -> None:
    gone.sort()
    new.sort()
    if is_postgresql(database):
        for statement, rows in ((_DELETE_LISTED, gone), (_INSERT_LISTED, new)):
            if rows:
                columns = (",".join(map(str, column)) for column in zip(*rows, strict=True))
                _run(database, statement, (entity, *columns))
        return
    for row in gone:  # one by one: SQLite looks up no list of rows in the whole index
        _run(database, _DELETE_ONE, (entity, *row))
    for start in range(0, len(new), ROWS_A_STATEMENT):
        part = new[start : start + ROWS_A_STATEMENT]
        statement = _INSERT_ROWS.format(", ".join(["(?, ?, ?, ?)"] * len(part)))
        _run(database, statement, [value for row in part for value in (entity, *row)])


# --- finding ---


@dataclass(frozen=True)
class _Probe:
    """One range of the index: keys that begin with `first` and have words that begin with `others`."""

    kind: Kind
    first: str
    others: tuple[str, ...] = ()
    whole: bool = False


class Searcher:
    """Finds records in one database. Keeps the words of names a while, to compare misspelt ones with."""

    def __init__(
        self,
        database: Database,
        vocabulary_life: float = VOCABULARY_LIFE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._life = vocabulary_life
        self._clock = clock
        self._vocabularies: dict[str, tuple[float, Vocabulary]] = {}

    def find(self, entity: str, query: str, limit: int = 20) -> list[int]:
        """Ids of at most `limit` records that the query means, best first; all signs in it are literal.

        Name before sound-alike, company and e-mail; words in any order, each as far as typed. Only when that
        finds nothing: one word with a slip of a letter, a blank too many or too few.
        """
        query = query[:LONGEST_QUERY]
        words = strict_words(query)
        if not words or limit < 1:
            return []
        found = self._first_of(entity, _probes(query, words, lambda: self._leader(entity, words)), limit)
        if not found and (shorter := _HALF_OF_U.sub("", query)) != query:
            return self.find(entity, shorter, limit)
        if not found and _is_speech(words):
            vocabulary = self.vocabulary(entity)
            for probes in _misspelt(words, vocabulary):
                found = self._in_turn(entity, probes, limit)
                if found:
                    break
        return found

    def vocabulary(self, entity: str) -> Vocabulary:
        """The words of an entity's names, at most `vocabulary_life` seconds old."""
        now = self._clock()
        read, vocabulary = self._vocabularies.get(entity, (0.0, None))
        if vocabulary is None or now - read >= self._life:
            vocabulary = read_vocabulary(self._database, entity, Kind.SOUND)
            self._vocabularies[entity] = (now, vocabulary)
        return vocabulary

    def _leader(self, entity: str, words: Sequence[str]) -> int:
        """The place of the word under which fewest keys are gone through.

        One for names and companies alike: a record has the word in one of them, and is found there.
        """
        places = _likely_rarest(words)
        if len(words) == 1 or _has_digit(words[places[0]]):
            return places[0]
        for most in NARROW:
            for place in places:
                if not any(
                    self._has_more(entity, kind, words[place], most) for kind in (Kind.NAME, Kind.COMPANY)
                ):
                    return place
        return places[0]

    def _has_more(self, entity: str, kind: Kind, first: str, most: int) -> bool:
        mark = self._database.param
        sql = (
            f"SELECT 1 FROM search_key WHERE entity = {mark} AND kind = {mark} AND key >= {mark}"
            f" AND key < {mark} ORDER BY key, record_id LIMIT 1 OFFSET {mark}"
        )
        keys = (first, first + _PAST_LETTERS)
        return bool(_run(self._database, sql, (entity, int(kind), *keys, most)).fetchall())

    def _first_of(self, entity: str, probes: Iterable[_Probe], limit: int) -> list[int]:
        """The first answers of the first probes."""
        found: dict[int, None] = {}
        for probe in probes:
            for record_id in self._answers(entity, probe, limit + len(found)):
                found.setdefault(record_id)
                if len(found) == limit:
                    return list(found)
        return list(found)

    def _in_turn(self, entity: str, probes: Iterable[_Probe], limit: int) -> list[int]:
        """One answer of each probe, then the second of each: no likely word crowds out another."""
        answers = (list(islice(self._answers(entity, probe, limit), limit)) for probe in probes)
        rounds = chain.from_iterable(zip_longest(*answers))
        return list(islice(dict.fromkeys(record_id for record_id in rounds if record_id is not None), limit))

    def _answers(self, entity: str, probe: _Probe, page: int) -> Iterator[int]:
        """Ids of a range in the order of its keys, read in pages; a record comes once for each key in it."""
        mark = self._database.param
        inside = "strpos" if is_postgresql(self._database) else "instr"
        sql = (
            f"SELECT key, record_id FROM search_key WHERE entity = {mark} AND kind = {mark}"
            f" AND (key, record_id) > ({mark}, {mark}) AND key < {mark}"
            + f" AND {inside}(key, {mark}) > 0" * len(probe.others)
            + f" ORDER BY key, record_id LIMIT {mark}"
        )
        end = probe.first + (_PAST_BLANK if probe.whole else _PAST_LETTERS)
        others = tuple(" " + other for other in probe.others)
        after: tuple[str, int] = (probe.first, -1)
        while True:
            rows = _run(self._database, sql, (entity, int(probe.kind), *after, end, *others, page)).fetchall()
            for _key_found, record_id in rows:
                yield record_id
            if len(rows) < page:
                return
            after = rows[-1]


def _probes(query: str, words: Sequence[str], leader: Callable[[], int]) -> Iterator[_Probe]:
    """Where the query is looked up, the likeliest first; `leader` tells the place of the word that leads."""
    is_written = "@" not in query and not any(map(_has_digit, words))
    if is_written and len(words) > 1:
        yield _Probe(Kind.NAME, " ".join(words))  # typed as the key stands: nothing need be gone through
    place = leader()
    by_name, by_company = _led(Kind.NAME, words, place), _led(Kind.COMPANY, words, place)
    by_sound = [_led(Kind.SOUND, [sound(word) for word in words], place)] if _can_be_heard(words) else []
    by_email = _email_probe(query, words)
    by_number = _Probe(Kind.NUMBER, _joined(query), whole=True)
    if is_written:
        yield from (by_name, *by_sound, by_company, by_email, by_number)
    elif "@" in query:
        yield from (by_email, by_name, *by_sound, by_company)
    else:
        yield from (by_number, by_name, *_phone_probes(query, words), by_email, by_company, *by_sound)


def _probe(kind: Kind, words: Sequence[str]) -> _Probe:
    return _led(kind, words, _likely_rarest(words)[0])


def _led(kind: Kind, words: Sequence[str], place: int) -> _Probe:
    """Look under the word in this place."""
    return _Probe(kind, words[place], (*words[:place], *words[place + 1 :]))


def _likely_rarest(words: Sequence[str]) -> list[int]:
    """Places of the words, the likely rarest first: one with a digit, then the longest."""
    return sorted(range(len(words)), key=lambda place: (not _has_digit(words[place]), -len(words[place])))


def _can_be_heard(words: Iterable[str]) -> bool:
    return all(LEAST_HEARD * len(sound(word)) >= len(word) for word in words)


def _is_speech(words: Sequence[str]) -> bool:
    return _can_be_heard(words) and not any(map(_has_digit, words))


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def _email_probe(query: str, words: Sequence[str]) -> _Probe:
    """Chunks without their dots; the one with an @ leads, else the longest."""
    chunks = sorted(query.split(), key=lambda chunk: ("@" in chunk, len(chunk)), reverse=True)
    parts = [part for chunk in chunks for part in _email_parts(chunk)] or words
    return _Probe(Kind.EMAIL, parts[0], tuple(parts[1:MOST_WORDS]))


def _phone_probes(query: str, words: Sequence[str]) -> Iterator[_Probe]:
    """All digits of the query as one number, as stored or with a trunk or country code before it."""
    number = "".join(word for word in words if word.isdigit())
    others = tuple(word for word in words if not word.isdigit())
    forms = [number, number.lstrip("0"), _national(number if others else query)]
    if len(number) == 11 and number.startswith("8"):
        forms.append(number[1:])
    for form in dict.fromkeys(filter(None, forms)):
        yield _Probe(Kind.PHONE, form, others)


# --- misspelt words ---


def _misspelt(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[list[_Probe]]:
    """What may have been meant, one step further from what was typed each time."""
    # A key of a title that is longer than keys has only some of its words: another may have both.
    yield [_Probe(Kind.NAME, word, (*words[:place], *words[place + 1 :])) for place, word in enumerate(words)]
    yield list(_other_blanks(words, vocabulary))
    heard = [sound(word) for word in words]
    suspects = sorted(range(len(heard)), key=lambda place: -len(heard[place]))[:MOST_SUSPECTS]
    alone = len(heard) == 1  # without a right word beside it, a short one may mean anything
    steps: tuple[tuple[int, bool, Callable[[str], list[str]]], ...] = (
        (3 if alone else 2, True, lambda word: vocabulary.near(word, 1)),
        (4, False, vocabulary.beginnings_near),
        (6 if alone else 4, True, lambda word: vocabulary.near(word, 2)),
    )
    for shortest, whole, near in steps:
        yield [
            _Probe(Kind.SOUND, meant, (*heard[:place], *heard[place + 1 :]), whole)
            for place in suspects
            if len(heard[place]) >= shortest
            for meant in near(heard[place])[:MOST_CANDIDATES]
        ]


def _other_blanks(words: Sequence[str], vocabulary: Vocabulary) -> Iterator[_Probe]:
    """Two words that may be one, and one that may be two: Ter-Petrosyan, Terpetrosyan."""
    for place, (word, following) in enumerate(pairwise(words)):
        yield _probe(Kind.SOUND, list(map(sound, (*words[:place], word + following, *words[place + 2 :]))))
    for place, word in enumerate(words):
        for cut in range(2, len(word) - 1):
            halves = sound(word[:cut]), sound(word[cut:])
            if vocabulary.words.issuperset(halves) and _can_be_heard((word[:cut], word[cut:])):
                rest = map(sound, (*words[:place], *words[place + 1 :]))
                yield _probe(Kind.SOUND, [*halves, *rest])


def _run(database: Database, sql: str, parameters: Sequence[object]) -> Any:
    execute: Callable[[str, Sequence[object]], Any] = database.execute_sql  # untyped in Peewee's stubs
    return execute(sql, parameters)
