"""The words that an entity's names are made of, and which of them a misspelt word may have meant.

Words are compared as they sound (`folding.sound`); what is then looked up for them is `search`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from peewee import Database

from bsc_tui.db.database import is_postgresql


class Vocabulary:
    """The distinct sound words of an entity's names, and which of them are near a word."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._beginnings: dict[int, frozenset[str]] = {}

    def near(self, word: str, slips: int) -> list[str]:
        """Words that become `word` by exactly so many slips: a letter more, less, other, or two swapped."""
        return _near(word, self.words, slips)

    def beginnings_near(self, word: str) -> list[str]:
        """Beginnings of words that become `word` by one slip: for a word that is still being typed."""
        lengths = range(max(len(word) - 1, 1), len(word) + 2)
        near = {beginning for length in lengths for beginning in _near(word, self._of_length(length), 1)}
        return sorted(near)

    def _of_length(self, length: int) -> frozenset[str]:
        if length not in self._beginnings:
            self._beginnings[length] = frozenset(word[:length] for word in self.words if len(word) > length)
        return self._beginnings[length]


def _near(word: str, words: Iterable[str], slips: int) -> list[str]:
    # Late: only a search that found nothing needs it.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    scorer: Any = OSA.distance  # its own stub doesn't fit the one of process
    scored = process.extract(word, words, scorer=scorer, score_cutoff=slips, limit=None)
    likely = sorted((near[0] != word[0], near) for near, distance, _place in scored if distance == slips)
    return [near for _other_letter, near in likely]


def read_vocabulary(database: Database, entity: str, kind: int) -> Vocabulary:
    """The distinct first words of an entity's keys of one kind; one look into the index for each."""
    mark = database.param
    word = (
        "split_part(key, ' ', 1)" if is_postgresql(database) else "substr(key, 1, instr(key || ' ', ' ') - 1)"
    )
    looked = f"SELECT {word} FROM search_key WHERE entity = {mark} AND kind = {mark}"
    # In ASCII `!` sorts right behind the blank: behind all keys with this whole first word.
    sql = (
        f"WITH RECURSIVE spoken (word) AS (SELECT ({looked} ORDER BY key LIMIT 1) UNION ALL"
        f" SELECT ({looked} AND key >= spoken.word || '!' ORDER BY key LIMIT 1)"
        " FROM spoken WHERE spoken.word IS NOT NULL) SELECT word FROM spoken WHERE word IS NOT NULL"
    )
    execute: Callable[[str, Sequence[object]], Any] = database.execute_sql  # untyped in Peewee's stubs
    return Vocabulary(word for (word,) in execute(sql, (entity, int(kind)) * 2).fetchall())
