"""Searching: finding records by what somebody types.

A query is one range of the index of search keys, filtered by its other words, and the order of the index is
the order of the answers: the exact word first, then the alphabet. Both engines answer alike. How keys look is
`search_keys`' and what a query may mean `search_probes`'; lists without a query are others'.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, zip_longest

from peewee import Database

from bsc_tui.db.database import is_postgresql
from bsc_tui.records.folding import strict_words
from bsc_tui.records.search_keys import Kind, run_sql
from bsc_tui.records.search_probes import (
    Probe,
    has_digit,
    is_speech,
    likely_rarest,
    misspelt_probes,
    probes_of,
)
from bsc_tui.records.vocabulary import Vocabulary, read_vocabulary

LONGEST_QUERY = 800
VOCABULARY_LIFE = 60.0
"""Seconds after which the words that misspelt ones are compared with are read again."""
NARROW = (500, 4_000, 32_000)
"""Keys under a word: where one has no more than so many, no rarer one is looked for."""
MOST_WEIGHED = 1_000
WIDE = 5
"""Times as many keys as answers are wanted are looked at to tell the likely ones from the rest."""

# While `ու` is typed it is `ո` for a moment, another letter.
_HALF_OF_U = re.compile(r"(?<=\w)[ոՈ]\b")
# In ASCII: what sorts right behind all words that begin so; right behind all keys with this whole first word.
_PAST_LETTERS = "{"
_PAST_BLANK = "!"


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
        self._weighed: dict[tuple[str, Kind, str, int], bool] = {}
        self._weighed_since = 0.0

    def find(self, entity: str, query: str, limit: int = 20) -> list[int]:
        """Ids of at most `limit` records that the query means, best first; all signs in it are literal.

        Name before sound-alike, company and e-mail, surname and given name before the father's; words in
        any order, each as far as typed. Only when that finds nothing: one word with a slip of a letter, a
        blank too many or too few.
        """
        query = query[:LONGEST_QUERY]
        words = strict_words(query)
        if not words or limit < 1:
            return []
        found = self._first_of(entity, probes_of(query, words, lambda: self._leader(entity, words)), limit)
        if not found and (shorter := _HALF_OF_U.sub("", query)) != query:
            return self.find(entity, shorter, limit)
        if not found and is_speech(words):
            vocabulary = self.vocabulary(entity)
            for probes in misspelt_probes(words, vocabulary):
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
        places = likely_rarest(words)
        if len(words) == 1 or has_digit(words[places[0]]):
            return places[0]
        for most in NARROW:
            for place in places:
                if not any(
                    self._has_more(entity, kind, words[place], most) for kind in (Kind.NAME, Kind.COMPANY)
                ):
                    return place
        return places[0]

    def _has_more(self, entity: str, kind: Kind, first: str, most: int) -> bool:
        """Whether there are more keys under a word; remembered while somebody types the next one."""
        now, asked = self._clock(), (entity, kind, first, most)
        if now - self._weighed_since >= self._life or len(self._weighed) >= MOST_WEIGHED:
            self._weighed, self._weighed_since = {}, now
        if asked not in self._weighed:
            self._weighed[asked] = self._is_beyond(*asked)
        return self._weighed[asked]

    def _is_beyond(self, entity: str, kind: Kind, first: str, most: int) -> bool:
        mark = self._database.param
        sql = (
            f"SELECT 1 FROM search_key WHERE entity = {mark} AND kind = {mark} AND key >= {mark}"
            f" AND key < {mark} ORDER BY key, record_id LIMIT 1 OFFSET {mark}"
        )
        keys = (first, first + _PAST_LETTERS)
        return bool(run_sql(self._database, sql, (entity, int(kind), *keys, most)).fetchall())

    def _first_of(self, entity: str, probes: Iterable[Probe], limit: int) -> list[int]:
        """The first answers of the first probes."""
        found: dict[int, None] = {}
        for probe in probes:
            answers = self._near_first if probe.of_two else self._answers
            for record_id in answers(entity, probe, limit + len(found)):
                found.setdefault(record_id)
                if len(found) == limit:
                    return list(found)
        return list(found)

    def _near_first(self, entity: str, probe: Probe, page: int) -> Iterator[int]:
        """As `_answers`, but those where the other word comes right behind the first are before the rest."""
        (other,) = probe.others
        rows = self._rows(entity, probe, (probe.first, -1), WIDE * page)
        if len(rows) < WIDE * page:
            rows.sort(key=lambda row: not row[0].split(" ", 2)[1].startswith(other))
            yield from (record_id for _key, record_id in rows)
        else:  # they may all stand further behind
            yield from self._answers(entity, replace(probe, follows=True), page)
            yield from self._answers(entity, probe, page)

    def _in_turn(self, entity: str, probes: Iterable[Probe], limit: int) -> list[int]:
        """One answer of each probe, then the second of each: no likely word crowds out another."""
        answers = (list(islice(self._answers(entity, probe, limit), limit)) for probe in probes)
        rounds = chain.from_iterable(zip_longest(*answers))
        return list(islice(dict.fromkeys(record_id for record_id in rounds if record_id is not None), limit))

    def _answers(self, entity: str, probe: Probe, page: int) -> Iterator[int]:
        """Ids of a range in the order of its keys, read in pages; a record comes once for each key in it."""
        after = (probe.first, -1)
        while True:
            rows = self._rows(entity, probe, after, page)
            for _key_found, record_id in rows:
                yield record_id
            if len(rows) < page:
                return
            after = rows[-1]

    def _rows(self, entity: str, probe: Probe, after: tuple[str, int], most: int) -> list[tuple[str, int]]:
        """The next keys of a range and their records."""
        mark = self._database.param
        inside = "strpos" if is_postgresql(self._database) else "instr"
        place = f"= {inside}(key, ' ')" if probe.follows else "> 0"
        sql = (
            f"SELECT key, record_id FROM search_key WHERE entity = {mark} AND kind = {mark}"
            f" AND (key, record_id) > ({mark}, {mark}) AND key < {mark}"
            + f" AND {inside}(key, {mark}) {place}" * len(probe.others)
            + f" ORDER BY key, record_id LIMIT {mark}"
        )
        end = probe.first + (_PAST_BLANK if probe.whole else _PAST_LETTERS)
        others = tuple(" " + other for other in probe.others)
        values = (entity, int(probe.kind), *after, end, *others, most)
        return list(run_sql(self._database, sql, values).fetchall())
